import dev.hornbeam.Tensor;
import dev.hornbeam.keras.*;
import dev.hornbeam.keras.layers.Dense;
import dev.hornbeam.keras.optimizers.Adam;

import java.nio.file.Path;
import java.util.Arrays;

class Train {
  public static void main(String[] args) {
    try (var x = Tensor.of(new float[][] {{1}, {2}, {3}, {4}});
        var y = Tensor.of(new float[][] {{0}, {-1}, {-2}, {-3}});
        var m = Sequential.of(Dense.units(16).activation("relu").build(), Dense.of(1))) {
      m.compile(Adam.of(0.01), Losses.meanSquaredError());
      m.fit(x, y, FitOptions.epochs(100));
      m.save(Path.of("model"));
      try (var n = Model.load(Path.of("model")); var predicted = n.predict(x)) {
        System.out.println(Arrays.toString(predicted.floats()));
      }
    }
  }
}
