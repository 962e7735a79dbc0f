package dev.hornbeam.keras;

/** A loss or metric that is a function of the program. */
interface CustomPart {
  LossFunction function();
}
