/** Models that are built, trained, saved, loaded and served, in TensorFlow's formats. */
module dev.hornbeam {
  exports dev.hornbeam;
  exports dev.hornbeam.op;
  exports dev.hornbeam.spi;
  exports dev.hornbeam.keras;
  exports dev.hornbeam.keras.layers;
  exports dev.hornbeam.keras.losses;
  exports dev.hornbeam.keras.metrics;
  exports dev.hornbeam.keras.optimizers;
  exports dev.hornbeam.keras.schedules;
  exports dev.hornbeam.keras.initializers;
  exports dev.hornbeam.keras.regularizers;
  exports dev.hornbeam.keras.constraints;
  exports dev.hornbeam.keras.callbacks;

  uses dev.hornbeam.spi.NativeProvider;
}
