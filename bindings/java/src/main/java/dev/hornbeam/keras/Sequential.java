package dev.hornbeam.keras;

import dev.hornbeam.internal.Handle;
import dev.hornbeam.internal.Native;
import dev.hornbeam.internal.Text;

/** Models of layers in a row. */
public final class Sequential {
  private Sequential() {}

  /**
   * A model of layers in a row. Unless the first is {@link Input#layer}, the first data that the
   * model sees give the input shape.
   *
   * @param layers from input to output
   */
  public static Model of(Layer... layers) {
    return named(null, layers);
  }

  /**
   * As {@link #of}, with a name.
   *
   * @param name of the model
   * @param layers from input to output
   */
  public static Model named(String name, Layer... layers) {
    Handle[] held = new Handle[layers.length];
    for (int i = 0; i < layers.length; i++) {
      held[i] = layers[i].handle();
    }
    long[] addresses = Handle.useAll(held);
    try {
      return new Model(Native.HB_ModelSequential(addresses, Text.name(name)));
    } finally {
      Handle.doneAll(held);
    }
  }
}
