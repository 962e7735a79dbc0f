package dev.hornbeam.keras;

import dev.hornbeam.Output;
import java.util.List;

/** Builds a layer with any number of inputs and outputs. */
@FunctionalInterface
public interface TraceFunction {
  /**
   * Builds the outputs.
   *
   * @param trace gives weights; valid during the call only
   * @param inputs of the layer
   */
  List<Output> call(Trace trace, List<Output> inputs);
}
