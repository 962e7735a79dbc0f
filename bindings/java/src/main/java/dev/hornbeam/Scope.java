package dev.hornbeam;

import dev.hornbeam.internal.Native;
import dev.hornbeam.internal.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where operations are added: a graph, a prefix of names, operations to wait for, a device. Scopes
 * don't change; the methods give new ones.
 */
public final class Scope {
  private final Graph graph;
  private final String prefix;
  private final String name;
  private final String device;
  private final List<Operation> controls;

  Scope(Graph graph, String prefix) {
    this(graph, prefix, null, null, List.of());
  }

  private Scope(
      Graph graph, String prefix, String name, String device, List<Operation> controls) {
    this.graph = graph;
    this.prefix = prefix;
    this.name = name;
    this.device = device;
    this.controls = controls;
  }

  /** The graph. */
  public Graph graph() {
    return graph;
  }

  /** What the names of operations begin with: empty, or ending with a slash. */
  public String prefix() {
    return prefix;
  }

  /**
   * A scope whose operations are called {@code <this prefix><name>/...}.
   *
   * @param name gets a number appended when it is taken
   */
  public Scope sub(String name) {
    synchronized (graph) {
      return new Scope(graph, uniqueName(prefix + name) + "/", null, device, controls);
    }
  }

  /**
   * A scope whose operations are called so instead of as their op.
   *
   * @param name gets a number appended when it is taken
   */
  public Scope named(String name) {
    return new Scope(graph, prefix, name, device, controls);
  }

  /**
   * A scope whose operations run after others, and after those of this scope.
   *
   * @param operations of the same graph
   */
  public Scope after(Operation... operations) {
    List<Operation> all = new ArrayList<>(controls);
    all.addAll(Arrays.asList(operations));
    return new Scope(graph, prefix, name, device, all);
  }

  /**
   * A scope whose operations ask for a device.
   *
   * @param device such as {@code /device:CPU:0}; empty for no wish
   */
  public Scope onDevice(String device) {
    return new Scope(graph, prefix, name, device, controls);
  }

  /**
   * Starts an operation; for ops that have no function in {@code dev.hornbeam.op}.
   *
   * @param type the op, or a function of the graph
   */
  public OperationBuilder op(String type) {
    return new OperationBuilder(this, type);
  }

  /**
   * Adds a constant.
   *
   * @param value its elements, copied
   */
  public Output constant(Tensor value) {
    // No control inputs: it would not be folded.
    Scope free = controls.isEmpty() ? this : new Scope(graph, prefix, name, device, List.of());
    return free.op("Const")
        .attr("value", value)
        .attr("dtype", value.dtype())
        .build()
        .output(0)
        .in(this);
  }

  /**
   * Adds a constant.
   *
   * @param value what {@link Tensor#of(Object)} takes
   */
  public Output constant(Object value) {
    try (Tensor tensor = Tensor.of(value)) {
      return constant(tensor);
    }
  }

  String operationName(String type) {
    return uniqueName(prefix + (name == null ? type : name));
  }

  List<Operation> controls() {
    return controls;
  }

  String device() {
    return device;
  }

  /** Free now; to keep it free until an operation has it, the graph's lock is held. */
  private String uniqueName(String base) {
    long address = graph.handle().use();
    try {
      return Text.read(buffer -> Native.HB_GraphUniqueName(address, Text.name(base), buffer));
    } finally {
      graph.handle().done();
    }
  }
}
