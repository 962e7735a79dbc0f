package dev.hornbeam.keras;

import java.util.Map;

/** What happened in a fit. */
public final class Event {
  private final Model model;
  private final long epoch;
  private final long batch;
  private final long batches;
  private final double seconds;
  private final Map<String, Double> logs;
  private boolean stop;

  Event(
      Model model,
      long epoch,
      long batch,
      long batches,
      double seconds,
      Map<String, Double> logs) {
    this.model = model;
    this.epoch = epoch;
    this.batch = batch;
    this.batches = batches;
    this.seconds = seconds;
    this.logs = logs;
  }

  /** The model that is trained. It may be evaluated, and its learning rate set. */
  public Model model() {
    return model;
  }

  /** The number of the epoch, from 0. */
  public long epoch() {
    return epoch;
  }

  /** Steps made in this epoch. */
  public long batch() {
    return batch;
  }

  /** Steps of this epoch, 0 when that is not known. */
  public long batches() {
    return batches;
  }

  /** Time since the epoch began. */
  public double seconds() {
    return seconds;
  }

  /** Loss and metrics by name, the loss first; empty when an epoch begins. */
  public Map<String, Double> logs() {
    return logs;
  }

  /** The loss, NaN when an epoch begins. */
  public double loss() {
    return logs.getOrDefault("loss", Double.NaN);
  }

  /** Ends the fit after this epoch. */
  public void stopTraining() {
    stop = true;
  }

  boolean stops() {
    return stop;
  }
}
