package dev.hornbeam.keras;

import java.util.Objects;

/**
 * An optimizer of one's own: a function that builds the new value of a variable. It runs when a
 * model is put into a graph, for each variable, perhaps several times, and must always build the
 * same. What it keeps beside a variable are weights of its trace, which are saved under the
 * optimizer's name. Objects don't change: a method that sets a parameter gives another one.
 */
public final class CustomOptimizer extends Optimizer {
  private final UpdateFunction function;
  private final Config config;

  private CustomOptimizer(Config config, String name, UpdateFunction function) {
    super(name, config);
    this.function = Objects.requireNonNull(function);
    this.config = config;
  }

  /**
   * An optimizer with the learning rate 0.001.
   *
   * @param name under which it is compiled and its state is saved
   * @param function builds a step
   */
  public static CustomOptimizer of(String name, UpdateFunction function) {
    return new CustomOptimizer(new Config().put("name", name), name, function);
  }

  /**
   * Sets {@code learning_rate}.
   *
   * @param learningRate of all steps
   */
  public CustomOptimizer learningRate(double learningRate) {
    return with("learning_rate", learningRate);
  }

  /**
   * Sets {@code learning_rate}.
   *
   * @param learningRate by steps
   */
  public CustomOptimizer learningRate(Schedule learningRate) {
    return with("learning_rate", learningRate);
  }

  /**
   * Sets {@code weight_decay}.
   *
   * @param weightDecay share of each weight that a step takes away, times the learning rate
   */
  public CustomOptimizer weightDecay(double weightDecay) {
    return with("weight_decay", weightDecay);
  }

  /**
   * Sets {@code clipnorm}.
   *
   * @param clipnorm largest norm of the gradient of one variable
   */
  public CustomOptimizer clipnorm(double clipnorm) {
    return with("clipnorm", clipnorm);
  }

  /**
   * Sets {@code clipvalue}.
   *
   * @param clipvalue largest absolute value in a gradient
   */
  public CustomOptimizer clipvalue(double clipvalue) {
    return with("clipvalue", clipvalue);
  }

  /**
   * Sets {@code global_clipnorm}.
   *
   * @param globalClipnorm largest norm of all gradients together
   */
  public CustomOptimizer globalClipnorm(double globalClipnorm) {
    return with("global_clipnorm", globalClipnorm);
  }

  /**
   * Sets {@code use_ema}.
   *
   * @param useEma whether to keep a moving average of the weights, which replaces them at the end
   *     of a fit
   */
  public CustomOptimizer useEma(boolean useEma) {
    return with("use_ema", useEma);
  }

  /**
   * Sets {@code ema_momentum}.
   *
   * @param emaMomentum momentum of that average
   */
  public CustomOptimizer emaMomentum(double emaMomentum) {
    return with("ema_momentum", emaMomentum);
  }

  /**
   * Sets {@code ema_overwrite_frequency}.
   *
   * @param emaOverwriteFrequency steps after which it replaces them
   */
  public CustomOptimizer emaOverwriteFrequency(long emaOverwriteFrequency) {
    return with("ema_overwrite_frequency", emaOverwriteFrequency);
  }

  /**
   * Sets {@code loss_scale_factor}.
   *
   * @param lossScaleFactor what the loss is multiplied by before it is differentiated
   */
  public CustomOptimizer lossScaleFactor(double lossScaleFactor) {
    return with("loss_scale_factor", lossScaleFactor);
  }

  /**
   * Sets {@code gradient_accumulation_steps}.
   *
   * @param gradientAccumulationSteps batches whose gradients one update uses
   */
  public CustomOptimizer gradientAccumulationSteps(long gradientAccumulationSteps) {
    return with("gradient_accumulation_steps", gradientAccumulationSteps);
  }

  private CustomOptimizer with(String name, Object value) {
    return new CustomOptimizer(config.copy().put(name, value), className(), function);
  }

  UpdateFunction function() {
    return function;
  }
}
