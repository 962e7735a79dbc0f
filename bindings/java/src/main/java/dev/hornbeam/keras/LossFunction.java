package dev.hornbeam.keras;

import dev.hornbeam.Output;

/** Builds a loss or a metric. */
@FunctionalInterface
public interface LossFunction {
  /**
   * Builds one value a sample.
   *
   * @param yTrue the labels
   * @param yPred the predictions
   */
  Output call(Output yTrue, Output yPred);
}
