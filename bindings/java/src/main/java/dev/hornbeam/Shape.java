package dev.hornbeam;

import java.util.Arrays;

/** The sizes of a tensor's dimensions. In a graph some, or even their number, may be unknown. */
public final class Shape {
  /** The size of a dimension that is not known. */
  public static final long UNKNOWN_SIZE = -1;

  private static final Shape UNKNOWN = new Shape(null);
  private static final Shape SCALAR = new Shape(new long[0]);

  private final long[] sizes; // null for an unknown rank

  private Shape(long[] sizes) {
    this.sizes = sizes;
  }

  /**
   * A shape.
   *
   * @param sizes one number a dimension, {@link #UNKNOWN_SIZE} for unknown ones; none for a scalar
   */
  public static Shape of(long... sizes) {
    for (long size : sizes) {
      if (size < UNKNOWN_SIZE) {
        throw new InvalidArgumentException("a dimension can't have the size " + size);
      }
    }
    return sizes.length == 0 ? SCALAR : new Shape(sizes.clone());
  }

  /** The shape of which nothing is known. */
  public static Shape unknown() {
    return UNKNOWN;
  }

  /** The number of dimensions, -1 when it is unknown. */
  public int rank() {
    return sizes == null ? -1 : sizes.length;
  }

  /**
   * The size of a dimension.
   *
   * @param index from 0; negative ones count from the end
   */
  public long size(int index) {
    if (sizes == null) {
      throw new FailedPreconditionException("the rank of the shape is unknown");
    }
    return sizes[index < 0 ? index + sizes.length : index];
  }

  /**
   * The number of elements, -1 when a size is unknown.
   *
   * @throws InvalidArgumentException when it does not fit a long
   */
  public long elements() {
    if (sizes == null) {
      return -1;
    }
    long count = 1;
    for (long size : sizes) {
      if (size < 0) {
        return -1;
      }
      if (size != 0 && count > Long.MAX_VALUE / size) {
        throw new InvalidArgumentException("the shape " + this + " has too many elements");
      }
      count *= size;
    }
    return count;
  }

  /** Whether all sizes are known. */
  public boolean isKnown() {
    return elements() >= 0;
  }

  /** The sizes, null when the rank is unknown. */
  public long[] toArray() {
    return sizes == null ? null : sizes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /** As in {@code [2, ?, 3]}. */
  @Override
  public String toString() {
    return sizes == null ? "[...]" : Arrays.toString(sizes).replace("-1", "?");
  }
}
