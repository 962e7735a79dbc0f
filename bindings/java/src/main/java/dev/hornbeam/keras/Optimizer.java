package dev.hornbeam.keras;

/** How weights change with their gradients. */
public abstract class Optimizer extends Part {
  /**
   * For the generated classes.
   *
   * @param className Keras's name of the class
   * @param config the parameters that were set
   */
  protected Optimizer(String className, Config config) {
    super(className, config);
  }
}
