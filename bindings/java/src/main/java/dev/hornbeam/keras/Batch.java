package dev.hornbeam.keras;

import dev.hornbeam.Tensor;
import java.util.List;

/**
 * Samples: arrays whose first dimensions are equal.
 *
 * @param x one array for each input
 * @param y one array for each output
 * @param sampleWeight one array for each output, or empty
 */
public record Batch(List<Tensor> x, List<Tensor> y, List<Tensor> sampleWeight) {
  /**
   * Of a model with one input and one output.
   *
   * @param x the samples
   * @param y their labels
   */
  public static Batch of(Tensor x, Tensor y) {
    return new Batch(List.of(x), List.of(y), List.of());
  }

  /**
   * Of a model with one input and one output.
   *
   * @param x the samples
   * @param y their labels
   * @param sampleWeight one number a sample
   */
  public static Batch of(Tensor x, Tensor y, Tensor sampleWeight) {
    return new Batch(List.of(x), List.of(y), List.of(sampleWeight));
  }
}
