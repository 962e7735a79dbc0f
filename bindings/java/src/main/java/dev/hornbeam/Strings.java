package dev.hornbeam;

import dev.hornbeam.internal.Fast;
import dev.hornbeam.internal.Native;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** Elements of STRING tensors. */
final class Strings {
  /** Bytes of an element. */
  static final int SIZE = 24;

  private Strings() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  static Tensor tensor(Shape shape, int count, IntFunction<byte[]> element) {
    long wanted = Tensor.elements(shape);
    if (wanted != count) {
      throw new InvalidArgumentException(
          "a tensor of shape " + shape + " has " + wanted + " elements, " + count + " were given");
    }
    Tensor tensor = Tensor.allocate(DType.STRING, shape);
    long address = tensor.handle().use();
    try {
      long data = Native.HB_TensorData(address);
      for (int i = 0; i < count; i++) {
        Native.HB_StringCopy(data + (long) i * SIZE, element.apply(i));
      }
      return tensor;
    } catch (RuntimeException e) {
      tensor.close();
      throw e;
    } finally {
      tensor.handle().done();
    }
  }

  static byte[][] read(Tensor tensor) {
    byte[][] all = new byte[tensor.length()][];
    long address = tensor.handle().use();
    try {
      long data = Native.HB_TensorData(address);
      for (int i = 0; i < all.length; i++) {
        all[i] = Fast.string(data + (long) i * SIZE);
      }
      return all;
    } finally {
      tensor.handle().done();
    }
  }
}
