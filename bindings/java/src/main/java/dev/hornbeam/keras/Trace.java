package dev.hornbeam.keras;

import dev.hornbeam.DType;
import dev.hornbeam.Output;
import dev.hornbeam.Scope;
import dev.hornbeam.Shape;
import dev.hornbeam.internal.Access;
import dev.hornbeam.internal.Native;
import dev.hornbeam.internal.Text;

/** What a layer's or optimizer's function is given besides its inputs. Valid in its call only. */
public final class Trace {
  private final Scope scope;
  private long address;

  Trace(long address, Scope scope) {
    this.address = address;
    this.scope = scope;
  }

  /** Where to add operations that no output's method adds. */
  public Scope scope() {
    return scope;
  }

  /** Whether the computation is for training. */
  public boolean isTraining() {
    return Native.HB_TraceIsTraining(address());
  }

  /**
   * The value of a trainable FLOAT weight of the layer. The first call with a name creates the
   * weight.
   *
   * @param name in the layer, such as {@code kernel}
   * @param shape all sizes known
   * @param initializer its name
   */
  public Output weight(String name, Shape shape, String initializer) {
    return weight(name, shape, DType.FLOAT, initializer, true);
  }

  /**
   * The value of a weight of the layer. The first call with a name creates the weight; later ones
   * must ask for the same shape and type.
   *
   * @param name in the layer, such as {@code kernel}
   * @param shape all sizes known
   * @param dtype FLOAT or DOUBLE
   * @param initializer where it begins
   * @param trainable whether training changes it
   */
  public Output weight(
      String name, Shape shape, DType dtype, Initializer initializer, boolean trainable) {
    return weight(name, shape, dtype, initializer.toJson(), trainable);
  }

  private Output weight(
      String name, Shape shape, DType dtype, String initializer, boolean trainable) {
    long[] value = new long[2];
    Native.HB_TraceAddWeight(
        address(),
        Text.name(name),
        shape.toArray(),
        dtype.number(),
        Text.name(initializer),
        trainable,
        value);
    return Access.get().output(scope, value[0], (int) value[1]);
  }

  /**
   * Gives a weight that {@link #weight} made a new value with each training step; has no effect
   * when nothing is trained.
   *
   * @param name of the weight
   * @param value of its shape and type
   */
  public void update(String name, Output value) {
    long[] pair = new long[2];
    Access.get().put(value, pair, 0);
    Native.HB_TraceUpdateWeight(address(), Text.name(name), pair[0], (int) pair[1]);
  }

  void end() {
    address = 0;
  }

  private long address() {
    if (address == 0) {
      throw new IllegalStateException("the call of the layer's function is over");
    }
    return address;
  }
}
