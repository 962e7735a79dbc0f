package dev.hornbeam.keras;

import dev.hornbeam.Output;

/** Builds a step of an optimizer. */
@FunctionalInterface
public interface UpdateFunction {
  /**
   * What a step is made of.
   *
   * @param value of a variable before the step
   * @param gradient of its shape and type
   * @param learningRate a scalar
   * @param step the number of the update from 1, a scalar
   */
  record Update(Output value, Output gradient, Output learningRate, Output step) {}

  /**
   * Builds the new value of a variable.
   *
   * @param trace gives what is kept beside the variable, as weights; valid during the call only
   * @param update what the step is made of
   */
  Output call(Trace trace, Update update);
}
