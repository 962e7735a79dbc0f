package dev.hornbeam.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a model is trained, for what {@link Model#compile(Optimizer, Loss, Metric...)} lacks. */
public final class CompileOptions {
  private final Optimizer optimizer;
  private final List<Loss> losses;
  private double[] lossWeights = {};
  private List<Metric> metrics = List.of();
  private List<Metric> weightedMetrics = List.of();

  private CompileOptions(Optimizer optimizer, List<Loss> losses) {
    this.optimizer = optimizer;
    this.losses = losses;
  }

  /**
   * Options.
   *
   * @param optimizer changes the weights
   * @param losses one for all outputs, or one for each
   */
  public static CompileOptions of(Optimizer optimizer, Loss... losses) {
    return new CompileOptions(optimizer, List.of(losses));
  }

  /**
   * Sets weights of the losses.
   *
   * @param weights one for each output
   */
  public CompileOptions lossWeights(double... weights) {
    lossWeights = weights.clone();
    return this;
  }

  /**
   * Sets what is reported besides the loss.
   *
   * @param metrics for every output
   */
  public CompileOptions metrics(Metric... metrics) {
    this.metrics = List.of(metrics);
    return this;
  }

  /**
   * Sets what is reported besides the loss, with the weights of the samples.
   *
   * @param metrics for every output
   */
  public CompileOptions weightedMetrics(Metric... metrics) {
    weightedMetrics = List.of(metrics);
    return this;
  }

  Optimizer optimizer() {
    return optimizer;
  }

  List<CustomPart> customParts() {
    List<CustomPart> found = new ArrayList<>();
    for (List<? extends Part> parts : List.of(losses, metrics, weightedMetrics)) {
      for (Part part : parts) {
        if (part instanceof CustomPart custom) {
          found.add(custom);
        }
      }
    }
    return found;
  }

  Map<String, Object> json() {
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("optimizer", optimizer.json());
    found.put("loss", losses.size() == 1 ? losses.get(0).json() : jsons(losses));
    if (lossWeights.length > 0) {
      found.put("loss_weights", lossWeights);
    }
    if (!metrics.isEmpty()) {
      found.put("metrics", jsons(metrics));
    }
    if (!weightedMetrics.isEmpty()) {
      found.put("weighted_metrics", jsons(weightedMetrics));
    }
    return found;
  }

  private static List<Object> jsons(List<? extends Part> parts) {
    return parts.stream().map(Part::json).toList();
  }
}
