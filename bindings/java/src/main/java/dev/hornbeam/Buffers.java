package dev.hornbeam;

import dev.hornbeam.internal.Fast;
import dev.hornbeam.internal.Handle;
import dev.hornbeam.internal.Native;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/** Buffers of java.nio as tensors, and tensors as buffers. */
final class Buffers {
  private Buffers() {}

  static Tensor tensor(DType dtype, Shape shape, Buffer data) {
    if (dtype == DType.STRING || dtype.byteSize() == 0) {
      throw new InvalidArgumentException("elements of type " + dtype + " are in no buffer");
    }
    int unit = unit(data);
    if (unit != 1 && unit != dtype.byteSize()) {
      throw new InvalidArgumentException(
          "a " + data.getClass().getSuperclass().getSimpleName() + " has elements of " + unit
              + " bytes, " + dtype + " has " + dtype.byteSize());
    }
    long count = (long) data.remaining() * unit / dtype.byteSize();
    long bytes = Tensor.checkedBytes(dtype, shape, count);
    if ((long) data.remaining() * unit != bytes) {
      throw new InvalidArgumentException(
          "the buffer holds " + data.remaining() + " bytes, a tensor of shape " + shape + " takes "
              + bytes);
    }
    if (data.isDirect() && order(data) == ByteOrder.nativeOrder() && bytes > 0) {
      long address = Fast.address(data) + (long) data.position() * unit;
      return Tensor.wrap(dtype, shape, address, bytes, data);
    }
    Tensor tensor = Tensor.allocate(dtype, shape);
    put(view(tensor), data);
    return tensor;
  }

  /** The memory of a tensor, with a reference of its own, which goes with the buffer. */
  static ByteBuffer view(Tensor tensor) {
    DType dtype = tensor.dtype();
    if (dtype == DType.STRING || dtype.byteSize() == 0) {
      throw new InvalidArgumentException(
          "a tensor of type " + dtype + " can't be seen as a buffer; use strings()");
    }
    long address = tensor.handle().use();
    try {
      long shared = Native.HB_AllocateTensor(dtype.number(), new long[] {0}, 0);
      long[] sizes = tensor.shape().toArray();
      try {
        Native.HB_TensorBitcastFrom(address, dtype.number(), shared, sizes);
      } catch (RuntimeException e) {
        Native.HB_DeleteTensor(shared);
        throw e;
      }
      long bytes = Native.HB_TensorByteSize(shared);
      if (bytes > Integer.MAX_VALUE) {
        Native.HB_DeleteTensor(shared);
        throw new InvalidArgumentException(
            "a tensor of " + bytes + " bytes is too big for one buffer");
      }
      ByteBuffer buffer = Fast.view(Native.HB_TensorData(shared), bytes);
      Handle.onUnreachable(buffer, () -> Native.HB_DeleteTensor(shared));
      // The slice refers to the buffer, as all that is made of it does.
      return buffer.slice().order(ByteOrder.nativeOrder());
    } finally {
      tensor.handle().done();
    }
  }

  static float[] toFloats(Tensor tensor) {
    float[] values = new float[tensor.length()];
    if (tensor.dtype() == DType.DOUBLE) {
      double[] wide = tensor.doubles();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) wide[i];
      }
      return values;
    }
    short[] bits = tensor.read(new short[values.length], 0, values.length);
    boolean half = tensor.dtype() == DType.HALF;
    for (int i = 0; i < values.length; i++) {
      values[i] =
          half ? fromHalf(bits[i]) : Float.intBitsToFloat((bits[i] & 0xffff) << 16);
    }
    return values;
  }

  private static float fromHalf(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 31;
    int fraction = bits & 0x3ff;
    if (exponent == 31) {
      return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
    }
    if (exponent == 0) {
      float value = fraction * 0x1p-24f;
      return sign == 0 ? value : -value;
    }
    return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
  }

  private static int unit(Buffer buffer) {
    if (buffer instanceof ByteBuffer) {
      return 1;
    } else if (buffer instanceof ShortBuffer || buffer instanceof CharBuffer) {
      return 2;
    } else if (buffer instanceof IntBuffer || buffer instanceof FloatBuffer) {
      return 4;
    }
    return 8;
  }

  private static ByteOrder order(Buffer buffer) {
    if (buffer instanceof ByteBuffer b) {
      // The elements of a ByteBuffer are bytes as they lie there; its order is about its getters.
      return ByteOrder.nativeOrder();
    } else if (buffer instanceof ShortBuffer b) {
      return b.order();
    } else if (buffer instanceof CharBuffer b) {
      return b.order();
    } else if (buffer instanceof IntBuffer b) {
      return b.order();
    } else if (buffer instanceof FloatBuffer b) {
      return b.order();
    } else if (buffer instanceof LongBuffer b) {
      return b.order();
    }
    return ((DoubleBuffer) buffer).order();
  }

  private static void put(ByteBuffer to, Buffer from) {
    if (from instanceof ByteBuffer b) {
      to.put(b.duplicate());
    } else if (from instanceof ShortBuffer b) {
      to.asShortBuffer().put(b.duplicate());
    } else if (from instanceof CharBuffer b) {
      to.asCharBuffer().put(b.duplicate());
    } else if (from instanceof IntBuffer b) {
      to.asIntBuffer().put(b.duplicate());
    } else if (from instanceof FloatBuffer b) {
      to.asFloatBuffer().put(b.duplicate());
    } else if (from instanceof LongBuffer b) {
      to.asLongBuffer().put(b.duplicate());
    } else {
      to.asDoubleBuffer().put(((DoubleBuffer) from).duplicate());
    }
  }
}
