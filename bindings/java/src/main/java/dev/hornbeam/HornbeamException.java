package dev.hornbeam;

import java.util.Objects;

/**
 * A call failed. There is a subclass for each code, so that a program catches what it can deal
 * with:
 *
 * <pre>{@code
 * try (var model = Model.load(path)) {
 *   ...
 * } catch (NotFoundException e) {
 *   ...
 * }
 * }</pre>
 */
public abstract class HornbeamException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;

  HornbeamException(Code code, String message) {
    super(message);
    this.code = Objects.requireNonNull(code);
  }

  /** Why the call failed. */
  public Code code() {
    return code;
  }

  /**
   * An exception of the class of a code.
   *
   * @param code any but OK
   * @param message what was wrong, where, and what would be right
   */
  public static HornbeamException of(Code code, String message) {
    return code.exception(message);
  }
}
