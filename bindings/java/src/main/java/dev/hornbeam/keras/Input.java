package dev.hornbeam.keras;

import dev.hornbeam.DType;
import dev.hornbeam.internal.Json;
import dev.hornbeam.internal.Native;
import dev.hornbeam.internal.Text;

/** Inputs of models. */
public final class Input {
  private Input() {}

  /**
   * A FLOAT input of a functional model.
   *
   * @param sizes the shape of one sample; negative ones are unknown
   */
  public static Symbol of(long... sizes) {
    return of(null, DType.FLOAT, sizes);
  }

  /**
   * An input of a functional model.
   *
   * @param name of the input; null lets the library choose
   * @param dtype its element type
   * @param sizes the shape of one sample; negative ones are unknown
   */
  public static Symbol of(String name, DType dtype, long... sizes) {
    byte[] config = Text.utf8(Json.write(config(name, dtype, sizes).json()));
    return new Symbol(Native.HB_SymbolInput(config));
  }

  /**
   * The first layer of a Sequential model whose shapes are known before it sees data.
   *
   * @param sizes the shape of one sample; negative ones are unknown
   */
  public static Layer layer(long... sizes) {
    return layer(null, DType.FLOAT, sizes);
  }

  /**
   * The first layer of a Sequential model whose shapes are known before it sees data.
   *
   * @param name of the layer; null lets the library choose
   * @param dtype the element type
   * @param sizes the shape of one sample; negative ones are unknown
   */
  public static Layer layer(String name, DType dtype, long... sizes) {
    return Layer.of("InputLayer", config(name, dtype, sizes));
  }

  private static Config config(String name, DType dtype, long... sizes) {
    Config config = new Config().putShape("shape", sizes).put("dtype", dtype);
    return name == null ? config : config.put("name", name);
  }
}
