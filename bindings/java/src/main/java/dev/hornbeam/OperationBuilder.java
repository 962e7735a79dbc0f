package dev.hornbeam;

import dev.hornbeam.internal.Handle;
import dev.hornbeam.internal.Native;
import dev.hornbeam.internal.Proto;
import dev.hornbeam.internal.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * An operation that is being described. Inputs go in the order of the op's declaration; attributes
 * that follow from the inputs or have a default may be left out. Nothing is added to the graph, and
 * no error of the description reported, until {@link #build}.
 */
public final class OperationBuilder {
  /** A step of the description, by the handle of the operation that is being built. */
  private interface Step {
    void describe(long description);
  }

  private final Scope scope;
  private final String type;
  private final List<Step> steps = new ArrayList<>();
  private final List<Handle> tensors = new ArrayList<>();
  private long[] tensorAddresses;

  OperationBuilder(Scope scope, String type) {
    this.scope = scope;
    this.type = type;
  }

  /**
   * Adds the next input.
   *
   * @param input a literal becomes a constant of its own type
   */
  public OperationBuilder input(Operand input) {
    return input(input, null);
  }

  /**
   * Adds the next input.
   *
   * @param input a literal becomes a constant
   * @param wanted the type of that constant; null for its own
   */
  public OperationBuilder input(Operand input, DType wanted) {
    if (input == null) {
      throw new InvalidArgumentException("an input of " + type + " is null");
    }
    Output output =
        input instanceof Literal literal ? literal.constant(scope, wanted) : (Output) input;
    scope.graph().check(output.operation());
    return step(d -> Native.HB_AddInput(d, output.operation().address(), output.index()));
  }

  /**
   * Adds the next input, a list.
   *
   * @param inputs may be empty
   */
  public OperationBuilder inputs(List<? extends Operand> inputs) {
    DType wanted = common(inputs);
    List<Output> outputs = new ArrayList<>();
    for (Operand input : inputs) {
      outputs.add(
          input instanceof Literal literal ? literal.constant(scope, wanted) : (Output) input);
    }
    long[] pairs = scope.graph().pairs(outputs);
    return step(d -> Native.HB_AddInputList(d, pairs));
  }

  /**
   * The type that operands have in common: that of the first output, or else of the literals, FLOAT
   * if one of them is.
   *
   * @param inputs operands of one type
   */
  public static DType common(List<? extends Operand> inputs) {
    DType found = null;
    for (Operand input : inputs) {
      if (input instanceof Output output) {
        return output.dtype();
      }
      DType type = input == null ? null : ((Literal) input).dtype();
      found = found == null || type == DType.FLOAT ? type : found;
    }
    return found;
  }

  /**
   * The type that operands have in common.
   *
   * @param inputs operands of one type
   */
  public static DType common(Operand... inputs) {
    return common(java.util.Arrays.asList(inputs));
  }

  /**
   * Sets an attribute of type int.
   *
   * @param name of the attribute
   * @param value its value
   */
  public OperationBuilder attr(String name, long value) {
    byte[] key = Text.name(name);
    return step(d -> Native.HB_SetAttrInt(d, key, value));
  }

  /**
   * Sets an attribute of type list(int).
   *
   * @param name of the attribute
   * @param values the list
   */
  public OperationBuilder attr(String name, long[] values) {
    long[] copy = values.clone();
    byte[] key = Text.name(name);
    return step(d -> Native.HB_SetAttrIntList(d, key, copy));
  }

  /**
   * Sets an attribute of type float.
   *
   * @param name of the attribute
   * @param value its value
   */
  public OperationBuilder attr(String name, float value) {
    byte[] key = Text.name(name);
    return step(d -> Native.HB_SetAttrFloat(d, key, value));
  }

  /**
   * Sets an attribute of type list(float).
   *
   * @param name of the attribute
   * @param values the list
   */
  public OperationBuilder attr(String name, float[] values) {
    float[] copy = values.clone();
    byte[] key = Text.name(name);
    return step(d -> Native.HB_SetAttrFloatList(d, key, copy));
  }

  /**
   * Sets an attribute of type bool.
   *
   * @param name of the attribute
   * @param value its value
   */
  public OperationBuilder attr(String name, boolean value) {
    byte[] key = Text.name(name);
    return step(d -> Native.HB_SetAttrBool(d, key, value));
  }

  /**
   * Sets an attribute of type list(bool).
   *
   * @param name of the attribute
   * @param values the list
   */
  public OperationBuilder attr(String name, boolean[] values) {
    boolean[] copy = values.clone();
    byte[] key = Text.name(name);
    return step(d -> Native.HB_SetAttrBoolList(d, key, copy));
  }

  /**
   * Sets an attribute of type string.
   *
   * @param name of the attribute
   * @param value its value
   */
  public OperationBuilder attr(String name, String value) {
    return attr(name, Text.utf8(value));
  }

  /**
   * Sets an attribute of type string to any bytes.
   *
   * @param name of the attribute
   * @param value its value
   */
  public OperationBuilder attr(String name, byte[] value) {
    byte[] copy = value.clone();
    byte[] key = Text.name(name);
    return step(d -> Native.HB_SetAttrString(d, key, copy));
  }

  /**
   * Sets an attribute of type list(string).
   *
   * @param name of the attribute
   * @param values the list
   */
  public OperationBuilder attr(String name, String[] values) {
    byte[][] texts = new byte[values.length][];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = Text.utf8(values[i]);
    }
    byte[] key = Text.name(name);
    return step(d -> Native.HB_SetAttrStringList(d, key, texts));
  }

  /**
   * Sets an attribute of type type.
   *
   * @param name of the attribute
   * @param value its value
   */
  public OperationBuilder attr(String name, DType value) {
    byte[] key = Text.name(name);
    return step(d -> Native.HB_SetAttrType(d, key, value.number()));
  }

  /**
   * Sets an attribute of type list(type).
   *
   * @param name of the attribute
   * @param values the list
   */
  public OperationBuilder attr(String name, DType[] values) {
    int[] numbers = new int[values.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values[i].number();
    }
    byte[] key = Text.name(name);
    return step(d -> Native.HB_SetAttrTypeList(d, key, numbers));
  }

  /**
   * Sets an attribute of type shape.
   *
   * @param name of the attribute
   * @param value its value
   */
  public OperationBuilder attr(String name, Shape value) {
    byte[] key = Text.name(name);
    return step(d -> Native.HB_SetAttrShape(d, key, value.toArray()));
  }

  /**
   * Sets an attribute of type list(shape).
   *
   * @param name of the attribute
   * @param values the list
   */
  public OperationBuilder attr(String name, Shape[] values) {
    long[][] sizes = new long[values.length][];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = values[i].toArray();
    }
    byte[] key = Text.name(name);
    return step(d -> Native.HB_SetAttrShapeList(d, key, sizes));
  }

  /**
   * Sets an attribute of type tensor.
   *
   * @param name of the attribute
   * @param value its value
   */
  public OperationBuilder attr(String name, Tensor value) {
    byte[] key = Text.name(name);
    tensors.add(value.handle());
    int index = tensors.size() - 1;
    return step(d -> Native.HB_SetAttrTensor(d, key, tensorAddresses[index]));
  }

  /**
   * Sets an attribute of type func to a function of the graph.
   *
   * @param name of the attribute
   * @param function name of the function
   */
  public OperationBuilder function(String name, String function) {
    byte[] key = Text.name(name);
    byte[] value = Text.name(function);
    return step(d -> Native.HB_SetAttrFuncName(d, key, value));
  }

  /**
   * Sets an attribute of type list(func) to functions of the graph.
   *
   * @param name of the attribute
   * @param functions their names
   */
  public OperationBuilder functions(String name, String... functions) {
    byte[] key = Text.name(name);
    byte[][] entries = new byte[functions.length][];
    for (int i = 0; i < entries.length; i++) {
      // AttrValue.ListValue.func is field 9, NameAttrList.name field 1.
      entries[i] = Proto.field(9, Proto.field(1, Text.name(functions[i])));
    }
    byte[] value = Proto.field(1, Proto.concat(entries));
    return step(d -> Native.HB_SetAttrValueProto(d, key, value));
  }

  /**
   * Adds the operation to the graph.
   *
   * @throws HornbeamException when it is described wrongly; the message names it
   */
  public Operation build() {
    Graph graph = scope.graph();
    long[] controls = graph.addresses(scope.controls());
    Handle[] held = tensors.toArray(new Handle[0]);
    tensorAddresses = Handle.useAll(held);
    try {
      long address = graph.handle().use();
      try {
        // Until it is added another thread must not take its name.
        synchronized (graph) {
          return add(address, controls);
        }
      } finally {
        graph.handle().done();
      }
    } finally {
      Handle.doneAll(held);
    }
  }

  private Operation add(long graph, long[] controls) {
    byte[] name = Text.name(scope.operationName(type));
    long description = Native.HB_NewOperation(graph, Text.name(type), name);
    RuntimeException failure = describe(description, controls);
    long operation;
    try {
      operation = Native.HB_FinishOperation(description);
    } catch (RuntimeException e) {
      throw failure == null ? e : failure;
    }
    if (failure != null) {
      throw failure;
    }
    return new Operation(scope.graph(), operation);
  }

  /** The description is freed by its end only, so an error waits until then. */
  private RuntimeException describe(long description, long[] controls) {
    try {
      for (Step step : steps) {
        step.describe(description);
      }
    } catch (RuntimeException e) {
      return e;
    }
    for (long control : controls) {
      Native.HB_AddControlInput(description, control);
    }
    if (scope.device() != null) {
      Native.HB_SetDevice(description, Text.name(scope.device()));
    }
    return null;
  }

  private OperationBuilder step(Step step) {
    steps.add(step);
    return this;
  }
}
