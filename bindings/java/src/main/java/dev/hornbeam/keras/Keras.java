package dev.hornbeam.keras;

import dev.hornbeam.internal.Native;
import dev.hornbeam.internal.Text;

/** What belongs to no model. */
public final class Keras {
  private Keras() {}

  /**
   * Starts the generator from which initial weights, the order of batches and the seeds of layers
   * come when they are given none.
   *
   * @param seed gives the same numbers in every language
   */
  public static void setRandomSeed(long seed) {
    Native.HB_SetRandomSeed(seed);
  }

  /** All layers, losses, metrics, optimizers and so on with their parameters, as JSON. */
  public static String schema() {
    return Text.read(Native::HB_LayersSchema);
  }
}
