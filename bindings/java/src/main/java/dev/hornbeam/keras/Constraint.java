package dev.hornbeam.keras;

/** What holds for weights after each step. */
public abstract class Constraint extends Part {
  /**
   * For the generated classes.
   *
   * @param className Keras's name of the class
   * @param config the parameters that were set
   */
  protected Constraint(String className, Config config) {
    super(className, config);
  }
}
