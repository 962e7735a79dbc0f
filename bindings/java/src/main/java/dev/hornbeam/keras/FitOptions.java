package dev.hornbeam.keras;

import dev.hornbeam.CancellationToken;
import dev.hornbeam.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How to train: {@code FitOptions.epochs(100).batchSize(64).onEpochEnd(e -> ...)}. Callbacks of the
 * program are called between steps, on the thread that called {@code fit}; what they throw ends the
 * fit and comes out of it.
 */
public final class FitOptions {
  long epochs = 1;
  long initialEpoch;
  long batchSize;
  long stepsPerEpoch;
  long validationSteps;
  long validationBatchSize;
  long validationFreq;
  double validationSplit;
  boolean shuffle = true;
  Long seed;
  Batch validation;
  List<Tensor> sampleWeight = List.of();
  Map<String, Double> classWeight = Map.of();
  final List<BuiltinCallback> callbacks = new ArrayList<>();
  final List<Consumer<Event>> epochBegin = new ArrayList<>();
  final List<Consumer<Event>> epochEnd = new ArrayList<>();
  final List<Consumer<Event>> batchEnd = new ArrayList<>();
  double batchInterval;
  Appendable progress;
  CancellationToken token;

  private FitOptions() {}

  /** One epoch in batches of 32, in random order. */
  public static FitOptions defaults() {
    return new FitOptions();
  }

  /**
   * Options with a number of epochs.
   *
   * @param epochs the number of the epoch to end at
   */
  public static FitOptions epochs(long epochs) {
    FitOptions options = new FitOptions();
    options.epochs = epochs;
    return options;
  }

  /**
   * Sets where to begin.
   *
   * @param epoch number of the first epoch; 0 if not set
   */
  public FitOptions initialEpoch(long epoch) {
    initialEpoch = epoch;
    return this;
  }

  /**
   * Sets the size of a batch.
   *
   * @param samples 32 if not set
   */
  public FitOptions batchSize(long samples) {
    batchSize = samples;
    return this;
  }

  /**
   * Bounds the epochs.
   *
   * @param steps most steps in an epoch
   */
  public FitOptions stepsPerEpoch(long steps) {
    stepsPerEpoch = steps;
    return this;
  }

  /**
   * Validates on a part of the samples.
   *
   * @param share of the samples, the last ones, between 0 and 1
   */
  public FitOptions validationSplit(double share) {
    validationSplit = share;
    return this;
  }

  /**
   * Validates on samples of their own.
   *
   * @param data the samples
   */
  public FitOptions validationData(Batch data) {
    validation = data;
    return this;
  }

  /**
   * Validates on samples of their own.
   *
   * @param x the samples
   * @param y their labels
   */
  public FitOptions validationData(Tensor x, Tensor y) {
    return validationData(Batch.of(x, y));
  }

  /**
   * Bounds validations.
   *
   * @param steps most steps of one
   */
  public FitOptions validationSteps(long steps) {
    validationSteps = steps;
    return this;
  }

  /**
   * Sets the size of a batch in validations.
   *
   * @param samples that of training if not set
   */
  public FitOptions validationBatchSize(long samples) {
    validationBatchSize = samples;
    return this;
  }

  /**
   * Sets how often is validated.
   *
   * @param epochs from validation to validation; 1 if not set
   */
  public FitOptions validationFreq(long epochs) {
    validationFreq = epochs;
    return this;
  }

  /**
   * Sets whether each epoch has an order of its own.
   *
   * @param shuffle true if not set
   */
  public FitOptions shuffle(boolean shuffle) {
    this.shuffle = shuffle;
    return this;
  }

  /**
   * Sets the seed of the order of the samples.
   *
   * @param seed gives the same order in every language
   */
  public FitOptions seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * Sets weights of the samples.
   *
   * @param weights one array for each output
   */
  public FitOptions sampleWeight(Tensor... weights) {
    sampleWeight = List.of(weights);
    return this;
  }

  /**
   * Sets weights of the classes.
   *
   * @param weights by the number of a class
   */
  public FitOptions classWeight(Map<Integer, Double> weights) {
    Map<String, Double> named = new LinkedHashMap<>();
    weights.forEach((number, weight) -> named.put(number.toString(), weight));
    classWeight = named;
    return this;
  }

  /**
   * Adds callbacks that run inside the library.
   *
   * @param callbacks such as {@code EarlyStopping.of("val_loss")}
   */
  public FitOptions callbacks(BuiltinCallback... callbacks) {
    this.callbacks.addAll(List.of(callbacks));
    return this;
  }

  /**
   * Adds a callback.
   *
   * @param callback called when an epoch begins
   */
  public FitOptions onEpochBegin(Consumer<Event> callback) {
    epochBegin.add(callback);
    return this;
  }

  /**
   * Adds a callback.
   *
   * @param callback called when an epoch, its validation included, is over
   */
  public FitOptions onEpochEnd(Consumer<Event> callback) {
    epochEnd.add(callback);
    return this;
  }

  /**
   * Adds a callback.
   *
   * @param callback called after a step
   */
  public FitOptions onBatchEnd(Consumer<Event> callback) {
    batchEnd.add(callback);
    return this;
  }

  /**
   * Thins out calls after steps.
   *
   * @param seconds the least time between two; the last step of an epoch always counts
   */
  public FitOptions batchInterval(double seconds) {
    batchInterval = seconds;
    return this;
  }

  /** Shows progress on standard error: a moving line on a terminal, else a line an epoch. */
  public FitOptions progress() {
    return progress(System.err);
  }

  /**
   * Shows progress.
   *
   * @param out where; a line an epoch unless it is System.err or System.out on a terminal
   */
  public FitOptions progress(Appendable out) {
    progress = out;
    return this;
  }

  /**
   * Lets the fit be stopped.
   *
   * @param token ends the fit within a step when it is cancelled
   */
  public FitOptions token(CancellationToken token) {
    this.token = token;
    return this;
  }
}
