// A small convolutional network learns handwritten digits, is saved, and loaded again.
// Usage: LearnDigits DATA_FOLDER MODEL_FOLDER

import dev.hornbeam.keras.FitOptions;
import dev.hornbeam.keras.Input;
import dev.hornbeam.keras.Keras;
import dev.hornbeam.keras.Losses;
import dev.hornbeam.keras.Metrics;
import dev.hornbeam.keras.Model;
import dev.hornbeam.keras.Sequential;
import dev.hornbeam.keras.layers.BatchNormalization;
import dev.hornbeam.keras.layers.Conv2D;
import dev.hornbeam.keras.layers.Dense;
import dev.hornbeam.keras.layers.Dropout;
import dev.hornbeam.keras.layers.Flatten;
import dev.hornbeam.keras.layers.MaxPooling2D;
import dev.hornbeam.keras.optimizers.Adam;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

public final class LearnDigits {
  public static void main(String[] args) throws IOException {
    Path data = Path.of(args[0]);
    Path folder = Path.of(args[1]);
    Keras.setRandomSeed(7);
    try (var train = DigitsData.read(data.resolve("train.tfrecord"));
        var test = DigitsData.read(data.resolve("test.tfrecord"));
        var model =
            Sequential.of(
                Input.layer(8, 8, 1),
                Conv2D.filters(16).kernelSize(3).padding("same").activation("relu").build(),
                MaxPooling2D.of(),
                BatchNormalization.of(),
                Flatten.of(),
                Dropout.rate(0.25).seed(5).build(),
                Dense.units(10).activation("softmax").build())) {
      model.compile(
          Adam.of(0.005),
          Losses.sparseCategoricalCrossentropy(),
          Metrics.sparseCategoricalAccuracy());
      var options = FitOptions.epochs(5).batchSize(32).seed(1);
      var history = model.fit(train.images(), train.labels(), options);
      for (double loss : history.get("loss")) {
        print("loss %.6f", loss);
      }
      print("test accuracy %.6f", accuracy(model, test));
      model.save(folder);
      try (var loaded = Model.load(folder)) {
        print("loaded, test accuracy %.6f", accuracy(loaded, test));
      }
    }
  }

  private static double accuracy(Model model, DigitsData data) {
    return model.evaluate(data.images(), data.labels()).get("sparse_categorical_accuracy");
  }

  private static void print(String format, double value) {
    System.out.println(String.format(Locale.ROOT, format, value));
  }
}
