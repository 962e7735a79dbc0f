package dev.hornbeam;

/**
 * An argument of an op: an {@link Output}, or a literal. Beside an output a literal takes its type;
 * alone, a floating-point number is FLOAT, an integer INT32, text STRING. A conversion that loses
 * something is an error.
 */
public sealed interface Operand permits Output, Literal {
  /**
   * A scalar.
   *
   * @param value FLOAT unless another argument says otherwise
   */
  static Operand of(double value) {
    return Literal.reals(Shape.of(), value);
  }

  /**
   * A scalar.
   *
   * @param value INT32 unless another argument says otherwise
   */
  static Operand of(long value) {
    return Literal.integers(Shape.of(), value);
  }

  /**
   * A scalar.
   *
   * @param value a truth value
   */
  static Operand of(boolean value) {
    return Literal.fixed(Tensor.of(value));
  }

  /**
   * A scalar.
   *
   * @param value text
   */
  static Operand of(String value) {
    return Literal.fixed(Tensor.of(value));
  }

  /**
   * A vector.
   *
   * @param values FLOAT unless another argument says otherwise
   */
  static Operand ofVector(double... values) {
    return Literal.reals(Shape.of(values.length), values.clone());
  }

  /**
   * A vector.
   *
   * @param values INT32 unless another argument says otherwise
   */
  static Operand ofVector(long... values) {
    return Literal.integers(Shape.of(values.length), values.clone());
  }

  /**
   * A constant of any shape, whose type is that of the tensor.
   *
   * @param value the elements; the operand takes the tensor over, so don't close it
   */
  static Operand of(Tensor value) {
    return Literal.fixed(value);
  }
}
