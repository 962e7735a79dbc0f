package dev.hornbeam;

import dev.hornbeam.internal.Handle;
import dev.hornbeam.internal.Native;
import dev.hornbeam.internal.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A dataflow graph. It only grows, and may do so while sessions run it. Operations are added
 * through a {@link Scope} and the functions of {@code dev.hornbeam.op}:
 *
 * <pre>{@code
 * try (var graph = new Graph()) {
 *   Scope s = graph.scope();
 *   Output x = ArrayOps.placeholder(s, DType.FLOAT);
 *   Output y = x.mul(Operand.of(2)).add(Operand.of(1));
 *   try (var session = new Session(graph); var two = Tensor.of(2f)) {
 *     System.out.println(session.runner().feed(x, two).fetch(y).run().get(0).floatValue());
 *   }
 * }
 * }</pre>
 *
 * <p>Any number of threads may use a graph. Sessions keep what they need of it after it is closed.
 */
public final class Graph implements AutoCloseable {
  private final Handle handle;

  /** An empty graph. */
  public Graph() {
    handle = new Handle(this, Handle.Kind.GRAPH, Native.HB_NewGraph());
  }

  /** A graph that someone else owns. */
  Graph(long borrowed) {
    handle = new Handle(this, Handle.Kind.BORROWED_GRAPH, borrowed);
  }

  /** The scope without a name prefix. */
  public Scope scope() {
    return new Scope(this, "");
  }

  /**
   * The operation of a name.
   *
   * @param name the full name, such as {@code dense/MatMul}
   */
  public Optional<Operation> operation(String name) {
    long graph = handle.use();
    try {
      long found = Native.HB_GraphOperationByName(graph, Text.name(name));
      return found == 0 ? Optional.empty() : Optional.of(new Operation(this, found));
    } finally {
      handle.done();
    }
  }

  /**
   * The output of a name.
   *
   * @param name of the operation, and the number of the output unless it is 0: {@code split:1}
   * @throws NotFoundException when the graph has no such output
   */
  public Output output(String name) {
    int colon = name.lastIndexOf(':');
    String number = colon < 0 ? "0" : name.substring(colon + 1);
    String base = colon < 0 ? name : name.substring(0, colon);
    Operation found =
        operation(base)
            .orElseThrow(
                () -> new NotFoundException("the graph has no operation '" + base + "'"));
    if (!number.matches("\\d{1,9}") || Integer.parseInt(number) >= found.outputs()) {
      throw new NotFoundException(
          "the operation '" + base + "' has " + found.outputs() + " outputs, '" + name
              + "' is none of them");
    }
    return found.output(Integer.parseInt(number));
  }

  /** All operations, in the order in which they were added. */
  public List<Operation> operations() {
    List<Operation> found = new ArrayList<>();
    long graph = handle.use();
    try {
      long[] position = {0};
      for (long operation = Native.HB_GraphNextOperation(graph, position);
          operation != 0;
          operation = Native.HB_GraphNextOperation(graph, position)) {
        found.add(new Operation(this, operation));
      }
      return found;
    } finally {
      handle.done();
    }
  }

  /** The graph as a serialized GraphDef, functions included. */
  public byte[] toGraphDef() {
    long graph = handle.use();
    try {
      return Text.bytes(buffer -> Native.HB_GraphToGraphDef(graph, buffer));
    } finally {
      handle.done();
    }
  }

  /**
   * Adds the nodes and functions of a serialized GraphDef, all or none of them.
   *
   * @param graphDef the bytes
   * @param prefix put before all names with a slash; may be empty
   */
  public void importGraphDef(byte[] graphDef, String prefix) {
    long graph = handle.use();
    long options = Native.HB_NewImportGraphDefOptions();
    long buffer = Native.HB_NewBufferFromString(graphDef);
    try {
      if (!prefix.isEmpty()) {
        Native.HB_ImportGraphDefOptionsSetPrefix(options, Text.name(prefix));
      }
      Native.HB_GraphImportGraphDef(graph, buffer, options);
    } finally {
      Native.HB_DeleteBuffer(buffer);
      Native.HB_DeleteImportGraphDefOptions(options);
      handle.done();
    }
  }

  /**
   * Adds operations that compute the derivatives of the sum of {@code ys} by each of {@code xs}.
   *
   * @param ys outputs of this graph
   * @param xs outputs of this graph
   * @return one output for each of {@code xs}, null where no y depends on it
   */
  public List<Output> gradients(List<Output> ys, List<Output> xs) {
    return gradients(ys, xs, null);
  }

  /**
   * As {@link #gradients(List, List)}, with weights of the ys.
   *
   * @param ys outputs of this graph
   * @param xs outputs of this graph
   * @param dys one output for each y; null stands for ones
   * @return one output for each of {@code xs}, null where no y depends on it
   */
  public List<Output> gradients(List<Output> ys, List<Output> xs, List<Output> dys) {
    long[] found = new long[2 * xs.size()];
    long graph = handle.use();
    try {
      Native.HB_AddGradients(
          graph, pairs(ys), pairs(xs), dys == null ? null : pairs(dys), found);
      Output[] outputs = new Output[xs.size()];
      for (int i = 0; i < outputs.length; i++) {
        outputs[i] =
            found[2 * i] == 0
                ? null
                : new Output(
                    scope(), new Operation(this, found[2 * i]), (int) found[2 * i + 1]);
      }
      return Arrays.asList(outputs);
    } finally {
      handle.done();
    }
  }

  /** Drops the program's reference; sessions keep the graph for as long as they need it. */
  @Override
  public void close() {
    handle.close();
  }

  Handle handle() {
    return handle;
  }

  /** Handles and indices of outputs, which must be of this graph. */
  long[] pairs(List<Output> outputs) {
    long[] pairs = new long[2 * outputs.size()];
    for (int i = 0; i < outputs.size(); i++) {
      Output output = outputs.get(i);
      check(output.operation());
      pairs[2 * i] = output.operation().address();
      pairs[2 * i + 1] = output.index();
    }
    return pairs;
  }

  long[] addresses(List<Operation> operations) {
    long[] addresses = new long[operations.size()];
    for (int i = 0; i < addresses.length; i++) {
      check(operations.get(i));
      addresses[i] = operations.get(i).address();
    }
    return addresses;
  }

  void check(Operation operation) {
    if (operation.graph() != this) {
      throw new InvalidArgumentException("an operation belongs to another graph");
    }
  }
}
