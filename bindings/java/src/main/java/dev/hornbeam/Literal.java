package dev.hornbeam;

/** An argument that becomes a constant. */
final class Literal implements Operand {
  private final Shape shape;
  private final double[] reals;
  private final long[] integers;
  private final Tensor fixed;

  private Literal(Shape shape, double[] reals, long[] integers, Tensor fixed) {
    this.shape = shape;
    this.reals = reals;
    this.integers = integers;
    this.fixed = fixed;
  }

  static Literal reals(Shape shape, double... values) {
    return new Literal(shape, values, null, null);
  }

  static Literal integers(Shape shape, long... values) {
    return new Literal(shape, null, values, null);
  }

  static Literal fixed(Tensor tensor) {
    return new Literal(tensor.shape(), null, null, tensor);
  }

  /** The type that it has when nothing else says one. */
  DType dtype() {
    return fixed != null ? fixed.dtype() : reals != null ? DType.FLOAT : DType.INT32;
  }

  /** A constant of the wanted type; null wants its own. */
  Output constant(Scope scope, DType wanted) {
    if (fixed != null) {
      if (wanted != null && wanted != fixed.dtype()) {
        throw new InvalidArgumentException(
            "a constant of type " + fixed.dtype() + " stands where the op wants " + wanted);
      }
      return scope.constant(fixed);
    }
    try (Tensor tensor = convert(wanted == null ? dtype() : wanted)) {
      return scope.constant(tensor);
    }
  }

  private int count() {
    return reals != null ? reals.length : integers.length;
  }

  private double real(int i) {
    return reals != null ? reals[i] : integers[i];
  }

  private Tensor convert(DType wanted) {
    int n = count();
    switch (wanted) {
      case FLOAT: {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
          values[i] = (float) real(i);
          if (reals == null && (long) values[i] != integers[i]) {
            throw lossy(integers[i], wanted);
          }
        }
        return Tensor.of(shape, values);
      }
      case DOUBLE: {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
          values[i] = real(i);
          if (reals == null && (long) values[i] != integers[i]) {
            throw lossy(integers[i], wanted);
          }
        }
        return Tensor.of(shape, values);
      }
      case INT64:
        return Tensor.of(shape, whole(wanted, Long.MIN_VALUE, Long.MAX_VALUE));
      case INT32: {
        long[] whole = whole(wanted, Integer.MIN_VALUE, Integer.MAX_VALUE);
        int[] values = new int[n];
        for (int i = 0; i < n; i++) {
          values[i] = (int) whole[i];
        }
        return Tensor.of(shape, values);
      }
      case UINT64:
        return Tensor.copy(wanted, shape, whole(wanted, 0, Long.MAX_VALUE), n);
      case UINT32: {
        long[] whole = whole(wanted, 0, 0xffffffffL);
        int[] values = new int[n];
        for (int i = 0; i < n; i++) {
          values[i] = (int) whole[i];
        }
        return Tensor.copy(wanted, shape, values, n);
      }
      case INT16:
        return shorts(wanted, whole(wanted, Short.MIN_VALUE, Short.MAX_VALUE));
      case UINT16:
        return shorts(wanted, whole(wanted, 0, 0xffff));
      case INT8:
        return bytes(wanted, whole(wanted, Byte.MIN_VALUE, Byte.MAX_VALUE));
      case UINT8:
        return bytes(wanted, whole(wanted, 0, 0xff));
      default:
        throw new InvalidArgumentException(
            "a literal number can't be of type " + wanted + "; give Operand.of(Tensor)");
    }
  }

  private Tensor shorts(DType dtype, long[] whole) {
    short[] values = new short[whole.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (short) whole[i];
    }
    return Tensor.copy(dtype, shape, values, values.length);
  }

  private Tensor bytes(DType dtype, long[] whole) {
    byte[] values = new byte[whole.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) whole[i];
    }
    return Tensor.copy(dtype, shape, values, values.length);
  }

  private long[] whole(DType wanted, long least, long most) {
    long[] whole = new long[count()];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = reals != null ? (long) reals[i] : integers[i];
      if (whole[i] < least || whole[i] > most || reals != null && whole[i] != reals[i]) {
        throw lossy(reals != null ? (Number) reals[i] : (Number) integers[i], wanted);
      }
    }
    return whole;
  }

  private static InvalidArgumentException lossy(Number value, DType wanted) {
    return new InvalidArgumentException(
        "the literal " + value + " does not fit the type " + wanted + " of its op");
  }
}
