package dev.hornbeam.keras;

/** What training makes small. */
public abstract class Loss extends Part {
  /**
   * For the generated classes.
   *
   * @param className Keras's name of the class
   * @param config the parameters that were set
   */
  protected Loss(String className, Config config) {
    super(className, config);
  }

  /**
   * A loss of one's own.
   *
   * @param name under which it is reported and saved
   * @param function builds it; runs when a model is put into a graph, perhaps several times, and
   *     must always build the same
   */
  public static Loss of(String name, LossFunction function) {
    return new Custom(name, function);
  }

  private static final class Custom extends Loss implements CustomPart {
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
