package dev.hornbeam.internal;

import java.nio.ByteBuffer;

/** Hand-written native functions for what runs often. */
public final class Fast {
  static {
    NativeLibrary.load();
  }

  private Fast() {}

  public static native void run(long callable, long[] feeds, long[] fetches, long token);

  public static native void predict(long model, long[] inputs, long[] outputs, long token);

  /** A tensor with a copy of the first `bytes` bytes of an array of numbers; 0 without memory. */
  public static native long newTensor(int dtype, long[] dims, Object values, long bytes);

  /** Copies `bytes` bytes between a tensor, from byte `start` on, and an array of numbers. */
  public static native void copy(
      long tensor, long start, Object values, long bytes, boolean toTensor);

  /** Type, then the sizes of a tensor. */
  public static native long[] describe(long tensor);

  /** Memory as a direct buffer, and the address of one. */
  public static native ByteBuffer view(long address, long bytes);

  public static native long address(Object buffer);

  /** The bytes of an element of a STRING tensor, by its address. */
  public static native byte[] string(long element);

  /** The bytes of a text that ends with a zero byte. */
  public static native byte[] text(long address);
}
