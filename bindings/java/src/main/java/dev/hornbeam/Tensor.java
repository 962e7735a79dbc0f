package dev.hornbeam;

import dev.hornbeam.internal.Access;
import dev.hornbeam.internal.Fast;
import dev.hornbeam.internal.Handle;
import dev.hornbeam.internal.Native;
import dev.hornbeam.internal.Upcalls;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A dense row-major array. Tensors are made of Java arrays of any rank, of buffers and of text:
 *
 * <pre>{@code
 * try (var x = Tensor.of(new float[][] {{1, 2}, {3, 4}})) {
 *   float[][] back = x.toArray(float[][].class);
 * }
 * }</pre>
 *
 * <p>Any number of threads may read a tensor. Close a tensor when it is no longer needed: the
 * garbage collector, which does it otherwise, does not see how much memory it holds.
 */
public final class Tensor implements AutoCloseable {
  static {
    Access.set(new AccessImpl());
  }

  private final Handle handle;
  private DType dtype; // null until someone asks
  private volatile Shape shape; // written after dtype

  /** Takes over a handle. */
  Tensor(long address) {
    handle = new Handle(this, Handle.Kind.TENSOR, address);
  }

  private Tensor(long address, DType dtype, Shape shape) {
    this.dtype = dtype;
    this.shape = shape;
    if (address == 0) {
      throw new ResourceExhaustedException(
          "no memory for a tensor of type " + dtype + " and shape " + shape);
    }
    handle = new Handle(this, Handle.Kind.TENSOR, address);
  }

  /**
   * A tensor with the elements of an array, or of an array of arrays and so on, which must all have
   * the same length; or a scalar. The element type is that of the array: {@code float}, {@code
   * double}, {@code int}, {@code long}, {@code short}, {@code byte} (INT8), {@code boolean}, {@code
   * String} (UTF-8), or {@code byte[]} in an array of the class {@code byte[][]} made by {@link
   * #ofBytes}.
   *
   * @param array the elements, copied; a number, Boolean or String gives a scalar
   */
  public static Tensor of(Object array) {
    return Nested.tensor(array);
  }

  /**
   * A FLOAT tensor with a copy of the elements.
   *
   * @param shape how they are arranged
   * @param values row by row
   */
  public static Tensor of(Shape shape, float... values) {
    return copy(DType.FLOAT, shape, values, values.length);
  }

  /**
   * A DOUBLE tensor with a copy of the elements.
   *
   * @param shape how they are arranged
   * @param values row by row
   */
  public static Tensor of(Shape shape, double... values) {
    return copy(DType.DOUBLE, shape, values, values.length);
  }

  /**
   * An INT32 tensor with a copy of the elements.
   *
   * @param shape how they are arranged
   * @param values row by row
   */
  public static Tensor of(Shape shape, int... values) {
    return copy(DType.INT32, shape, values, values.length);
  }

  /**
   * An INT64 tensor with a copy of the elements.
   *
   * @param shape how they are arranged
   * @param values row by row
   */
  public static Tensor of(Shape shape, long... values) {
    return copy(DType.INT64, shape, values, values.length);
  }

  /**
   * A BOOL tensor with a copy of the elements.
   *
   * @param shape how they are arranged
   * @param values row by row
   */
  public static Tensor of(Shape shape, boolean... values) {
    return copy(DType.BOOL, shape, values, values.length);
  }

  /**
   * A STRING tensor with the UTF-8 bytes of texts.
   *
   * @param shape how they are arranged
   * @param values row by row
   */
  public static Tensor of(Shape shape, String... values) {
    return Strings.tensor(shape, values.length, i -> Strings.utf8(values[i]));
  }

  /**
   * A STRING tensor of any bytes.
   *
   * @param shape how they are arranged
   * @param values row by row
   */
  public static Tensor ofBytes(Shape shape, byte[]... values) {
    return Strings.tensor(shape, values.length, i -> values[i]);
  }

  /**
   * A tensor of the elements between a buffer's position and its limit. A direct buffer in the
   * native byte order is used as it is, without a copy: it is kept alive, and its bytes must not
   * change while a run reads them. Any other is copied.
   *
   * @param dtype the element type
   * @param shape how the elements are arranged
   * @param data the elements; a ByteBuffer holds the bytes of elements of any type
   */
  public static Tensor of(DType dtype, Shape shape, Buffer data) {
    return Buffers.tensor(dtype, shape, data);
  }

  /**
   * A tensor whose elements are not initialised (empty texts for STRING), to be filled through
   * {@link #buffer}.
   *
   * @param dtype the element type
   * @param shape the sizes, all known
   */
  public static Tensor allocate(DType dtype, Shape shape) {
    long count = elements(shape);
    int size = dtype == DType.STRING ? Strings.SIZE : dtype.byteSize();
    if (size == 0) {
      throw new InvalidArgumentException("elements of type " + dtype + " can't be allocated");
    }
    return new Tensor(
        Native.HB_AllocateTensor(dtype.number(), shape.toArray(), bytes(shape, count, size)),
        dtype,
        shape);
  }

  static Tensor wrap(DType dtype, Shape shape, long address, long bytes, Object owner) {
    long made =
        Native.HB_NewTensor(
            dtype.number(),
            shape.toArray(),
            address,
            bytes,
            Upcalls.memoryFunction(),
            Upcalls.reference(owner));
    return new Tensor(made, dtype, shape);
  }

  /** Of an array of numbers. */
  static Tensor copy(DType dtype, Shape shape, Object values, long count) {
    long bytes = checkedBytes(dtype, shape, count);
    return new Tensor(Fast.newTensor(dtype.number(), shape.toArray(), values, bytes), dtype, shape);
  }

  static long checkedBytes(DType dtype, Shape shape, long count) {
    long wanted = elements(shape);
    if (wanted != count) {
      throw new InvalidArgumentException(
          "a tensor of shape " + shape + " has " + wanted + " elements, " + count + " were given");
    }
    return bytes(shape, count, dtype.byteSize());
  }

  private static long bytes(Shape shape, long count, int size) {
    if (count > Long.MAX_VALUE / size) {
      throw new InvalidArgumentException("the shape " + shape + " has too many elements");
    }
    return count * size;
  }

  static long elements(Shape shape) {
    long count = shape.elements();
    if (count < 0) {
      throw new InvalidArgumentException("the shape " + shape + " of a tensor must be known");
    }
    return count;
  }

  /** The element type. */
  public DType dtype() {
    shape();
    return dtype;
  }

  /** The sizes. */
  public Shape shape() {
    if (shape == null) {
      long address = handle.use();
      try {
        long[] described = Fast.describe(address);
        dtype = DType.of((int) described[0]);
        shape = Shape.of(Arrays.copyOfRange(described, 1, described.length));
      } finally {
        handle.done();
      }
    }
    return shape;
  }

  /** The number of elements. */
  public long size() {
    return shape().elements();
  }

  /**
   * The elements of a tensor of numbers, in place: a direct buffer in the native byte order. What
   * is written there changes the tensor. The memory lives as long as the tensor or the buffer, or
   * any buffer made of it.
   */
  public ByteBuffer buffer() {
    return Buffers.view(this);
  }

  /**
   * A new array with the elements.
   *
   * @param <T> the array
   * @param type its class, such as {@code float[][].class}; elements and rank must be the tensor's
   */
  public <T> T toArray(Class<T> type) {
    return Nested.array(this, type);
  }

  /** A new array of as many dimensions as the tensor has; for a scalar, its boxed value. */
  public Object toArray() {
    return Nested.array(this);
  }

  /** All elements of a FLOAT tensor, or of HALF, BFLOAT16 and DOUBLE converted, row by row. */
  public float[] floats() {
    DType type = dtype();
    if (type == DType.HALF || type == DType.BFLOAT16 || type == DType.DOUBLE) {
      return Buffers.toFloats(this);
    }
    return flat(DType.FLOAT, new float[length()]);
  }

  /** All elements of a DOUBLE tensor, or those of a FLOAT tensor converted, row by row. */
  public double[] doubles() {
    if (dtype() == DType.FLOAT) {
      float[] values = floats();
      double[] converted = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        converted[i] = values[i];
      }
      return converted;
    }
    return flat(DType.DOUBLE, new double[length()]);
  }

  /** All elements of an INT32 tensor, row by row. */
  public int[] ints() {
    return flat(DType.INT32, new int[length()]);
  }

  /** All elements of an INT64 tensor, or those of an INT32 tensor converted, row by row. */
  public long[] longs() {
    if (dtype() == DType.INT32) {
      return Arrays.stream(ints()).asLongStream().toArray();
    }
    return flat(DType.INT64, new long[length()]);
  }

  /** All elements of a BOOL tensor, row by row. */
  public boolean[] booleans() {
    return flat(DType.BOOL, new boolean[length()]);
  }

  /** The elements of a STRING tensor, read as UTF-8, row by row. */
  public String[] strings() {
    byte[][] all = byteStrings();
    String[] texts = new String[all.length];
    for (int i = 0; i < all.length; i++) {
      texts[i] = Strings.text(all[i]);
    }
    return texts;
  }

  /** The elements of a STRING tensor, row by row. */
  public byte[][] byteStrings() {
    require(DType.STRING);
    return Strings.read(this);
  }

  /** The only element of a tensor of floating-point numbers. */
  public float floatValue() {
    requireOne();
    return floats()[0];
  }

  /** The only element of a DOUBLE or FLOAT tensor. */
  public double doubleValue() {
    requireOne();
    return doubles()[0];
  }

  /** The only element of an INT32 tensor. */
  public int intValue() {
    requireOne();
    return ints()[0];
  }

  /** The only element of an INT64 or INT32 tensor. */
  public long longValue() {
    requireOne();
    return longs()[0];
  }

  /** The only element of a BOOL tensor. */
  public boolean booleanValue() {
    requireOne();
    return booleans()[0];
  }

  /** The only element of a STRING tensor, read as UTF-8. */
  public String stringValue() {
    requireOne();
    return strings()[0];
  }

  /** Frees the tensor; a call that reads it now finishes. */
  @Override
  public void close() {
    handle.close();
  }

  /** Type and shape. */
  @Override
  public String toString() {
    boolean closed = handle.isClosed();
    if (closed && shape == null) {
      return "Tensor(closed)";
    }
    return "Tensor(" + dtype() + ", " + shape() + (closed ? ", closed)" : ")");
  }

  Handle handle() {
    return handle;
  }

  int length() {
    long count = size();
    if (count > Integer.MAX_VALUE - 8) {
      throw new InvalidArgumentException(
          "a tensor of " + count + " elements is too big for an array; use buffer()");
    }
    return (int) count;
  }

  void require(DType wanted) {
    if (dtype() != wanted) {
      throw new InvalidArgumentException(
          "the tensor's elements are " + dtype() + ", not " + wanted);
    }
  }

  private void requireOne() {
    if (size() != 1) {
      throw new InvalidArgumentException("a tensor of shape " + shape() + " has not one value");
    }
  }

  private <A> A flat(DType wanted, A array) {
    require(wanted);
    return read(array, 0, size());
  }

  /** Copies elements from `start` on into an array of their type. */
  <A> A read(A array, long start, long count) {
    long address = handle.use();
    try {
      long size = dtype().byteSize();
      Fast.copy(address, start * size, array, count * size, false);
      return array;
    } finally {
      handle.done();
    }
  }

  void write(Object array, long start, long count) {
    long address = handle.use();
    try {
      long size = dtype().byteSize();
      Fast.copy(address, start * size, array, count * size, true);
    } finally {
      handle.done();
    }
  }
}
