package dev.hornbeam;

import dev.hornbeam.internal.Native;

/**
 * An output of an operation: a tensor that has a value only while a session runs. Its methods add
 * operations in the scope in which it was made.
 */
public final class Output extends OutputMethods implements Operand {
  private final Scope scope;
  private final Operation operation;
  private final int index;

  Output(Scope scope, Operation operation, int index) {
    this.scope = scope;
    this.operation = operation;
    this.index = index;
  }

  /** The operation that computes it. */
  public Operation operation() {
    return operation;
  }

  /** Which of the operation's outputs it is, from 0. */
  public int index() {
    return index;
  }

  /** The scope in which methods of this output add operations. */
  @Override
  public Scope scope() {
    return scope;
  }

  /**
   * The same output; its methods add operations in another scope.
   *
   * @param other a scope of the same graph
   */
  public Output in(Scope other) {
    other.graph().check(operation);
    return new Output(other, operation, index);
  }

  /** The element type. */
  public DType dtype() {
    return operation.ask(
        () -> DType.of(Native.HB_OperationOutputType(operation.address(), index)));
  }

  /** What the graph knows of the shape. */
  public Shape shape() {
    return operation.ask(
        () -> {
          long graph = operation.graph().handle().use();
          try {
            int rank = Native.HB_GraphGetTensorNumDims(graph, operation.address(), index);
            if (rank < 0) {
              return Shape.unknown();
            }
            long[] sizes = new long[rank];
            Native.HB_GraphGetTensorShape(graph, operation.address(), index, sizes);
            return Shape.of(sizes);
          } finally {
            operation.graph().handle().done();
          }
        });
  }

  /**
   * Tells the graph what the shape is.
   *
   * @param shape must agree with what is known
   */
  public void setShape(Shape shape) {
    long graph = operation.graph().handle().use();
    try {
      Native.HB_GraphSetTensorShape(graph, operation.address(), index, shape.toArray());
    } finally {
      operation.graph().handle().done();
    }
  }

  /** Name of the operation and number of the output: {@code dense/MatMul:0}. */
  public String name() {
    return operation.name() + ":" + index;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Output output
        && output.operation.equals(operation)
        && output.index == index;
  }

  @Override
  public int hashCode() {
    return 31 * operation.hashCode() + index;
  }

  @Override
  public String toString() {
    return "Output(" + operation + ":" + index + ")";
  }

  @Override
  Output self() {
    return this;
  }
}
