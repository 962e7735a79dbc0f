package dev.hornbeam;

import dev.hornbeam.internal.Native;
import dev.hornbeam.internal.Text;
import java.util.ArrayList;
import java.util.List;

/** A node of a graph. It lives as long as the graph. */
public final class Operation {
  private final Graph graph;
  private final long address;

  Operation(Graph graph, long address) {
    this.graph = graph;
    this.address = address;
  }

  /** The graph that it is in. */
  public Graph graph() {
    return graph;
  }

  /** The name, unique in the graph. */
  public String name() {
    return Text.string(ask(() -> Native.HB_OperationName(address)));
  }

  /** The op, such as {@code MatMul}. */
  public String type() {
    return Text.string(ask(() -> Native.HB_OperationOpType(address)));
  }

  /** The device that was asked for, empty for none. */
  public String device() {
    return Text.string(ask(() -> Native.HB_OperationDevice(address)));
  }

  /** The number of outputs. */
  public int outputs() {
    return ask(() -> Native.HB_OperationNumOutputs(address));
  }

  /**
   * An output.
   *
   * @param index from 0
   */
  public Output output(int index) {
    if (index < 0 || index >= outputs()) {
      throw new OutOfRangeException(
          "'" + name() + "' (" + type() + ") has " + outputs() + " outputs, not one of number "
              + index);
    }
    return new Output(graph.scope(), this, index);
  }

  /** The producers of all inputs. */
  public List<Output> inputs() {
    return ask(
        () -> {
          long[] pairs = new long[2 * Native.HB_OperationNumInputs(address)];
          Native.HB_OperationAllInputs(address, pairs);
          List<Output> found = new ArrayList<>();
          for (int i = 0; i < pairs.length; i += 2) {
            found.add(
                new Output(graph.scope(), new Operation(graph, pairs[i]), (int) pairs[i + 1]));
          }
          return found;
        });
  }

  /** The operation as a serialized NodeDef. */
  public byte[] toNodeDef() {
    return ask(() -> Text.bytes(buffer -> Native.HB_OperationToNodeDef(address, buffer)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Operation operation && operation.address == address;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(address);
  }

  /** Name and op. */
  @Override
  public String toString() {
    return graph.handle().isClosed() ? "Operation(closed)" : name() + " (" + type() + ")";
  }

  long address() {
    return address;
  }

  /**
   * How many tensors a named output stands for.
   *
   * @param output its name in the op's declaration
   */
  public int listLength(String output) {
    return ask(() -> Native.HB_OperationOutputListLength(address, Text.name(output)));
  }

  /** A question that is asked of the library. */
  interface Question<T> {
    T answer();
  }

  /** Asks while the graph is in use. */
  <T> T ask(Question<T> question) {
    graph.handle().use();
    try {
      return question.answer();
    } finally {
      graph.handle().done();
    }
  }
}
