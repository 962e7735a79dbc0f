/** Layers, models and training; names, parameters and defaults are Keras 3's. */
package dev.hornbeam.keras;
