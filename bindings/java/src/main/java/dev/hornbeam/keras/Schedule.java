package dev.hornbeam.keras;

/** A learning rate that depends on the step. */
public abstract class Schedule extends Part {
  /**
   * For the generated classes.
   *
   * @param className Keras's name of the class
   * @param config the parameters that were set
   */
  protected Schedule(String className, Config config) {
    super(className, config);
  }
}
