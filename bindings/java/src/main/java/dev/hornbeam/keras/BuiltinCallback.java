package dev.hornbeam.keras;

/**
 * A callback that runs inside the library. Callbacks of a program are given to methods of {@link
 * FitOptions}.
 */
public abstract class BuiltinCallback extends Part {
  /**
   * For the generated classes.
   *
   * @param className Keras's name of the class
   * @param config the parameters that were set
   */
  protected BuiltinCallback(String className, Config config) {
    super(className, config);
  }
}
