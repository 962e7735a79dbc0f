// The seed program in Java: a straight line is fitted to four points, one hundred steps of gradient
// descent over all of them.

import dev.hornbeam.Tensor;
import dev.hornbeam.keras.FitOptions;
import dev.hornbeam.keras.Keras;
import dev.hornbeam.keras.Losses;
import dev.hornbeam.keras.Sequential;
import dev.hornbeam.keras.layers.Dense;
import dev.hornbeam.keras.optimizers.SGD;
import java.util.Locale;

public final class Seed {
  public static void main(String[] args) {
    Keras.setRandomSeed(1);
    try (var x = Tensor.of(new float[][] {{1}, {2}, {3}, {4}});
        var y = Tensor.of(new float[][] {{0}, {-1}, {-2}, {-3}});
        var model = Sequential.of(Dense.of(1))) {
      model.compile(SGD.of(0.01), Losses.meanSquaredError());
      var history = model.fit(x, y, FitOptions.epochs(100).shuffle(false));
      history.get("loss").forEach(Seed::print);
      try (var predicted = model.predict(x)) {
        for (float value : predicted.floats()) {
          print(value);
        }
      }
    }
  }

  private static void print(double value) {
    System.out.println(String.format(Locale.ROOT, "%.6f", value));
  }
}
