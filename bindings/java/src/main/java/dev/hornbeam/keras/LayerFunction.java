package dev.hornbeam.keras;

import dev.hornbeam.Output;

/** Builds a layer with one input and one output. */
@FunctionalInterface
public interface LayerFunction {
  /**
   * Builds the output.
   *
   * @param trace gives weights; valid during the call only
   * @param input of the layer
   */
  Output call(Trace trace, Output input);
}
