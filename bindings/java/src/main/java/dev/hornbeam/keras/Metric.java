package dev.hornbeam.keras;

/** What is reported of training and evaluation. */
public abstract class Metric extends Part {
  /**
   * For the generated classes.
   *
   * @param className Keras's name of the class
   * @param config the parameters that were set
   */
  protected Metric(String className, Config config) {
    super(className, config);
  }

  /**
   * A metric of one's own.
   *
   * @param name under which it is reported and saved
   * @param function builds it; runs when a model is put into a graph, perhaps several times, and
   *     must always build the same
   */
  public static Metric of(String name, LossFunction function) {
    return new Custom(name, function);
  }

  private static final class Custom extends Metric implements CustomPart {
    private final LossFunction function;

    Custom(String name, LossFunction function) {
      super(name, new Config());
      this.function = function;
    }

    @Override
    public LossFunction function() {
      return function;
    }

    @Override
    Object json() {
      return className();
    }
  }
}
