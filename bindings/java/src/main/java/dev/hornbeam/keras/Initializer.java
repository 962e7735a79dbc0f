package dev.hornbeam.keras;

/** Where weights begin. */
public abstract class Initializer extends Part {
  /**
   * For the generated classes.
   *
   * @param className Keras's name of the class
   * @param config the parameters that were set
   */
  protected Initializer(String className, Config config) {
    super(className, config);
  }
}
