package dev.hornbeam.keras;

/** A penalty of weights. */
public abstract class Regularizer extends Part {
  /**
   * For the generated classes.
   *
   * @param className Keras's name of the class
   * @param config the parameters that were set
   */
  protected Regularizer(String className, Config config) {
    super(className, config);
  }
}
