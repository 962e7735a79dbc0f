// A model with two inputs, each with a layer of its own, joined behind them.

import dev.hornbeam.DType;
import dev.hornbeam.Shape;
import dev.hornbeam.Tensor;
import dev.hornbeam.keras.FitOptions;
import dev.hornbeam.keras.Input;
import dev.hornbeam.keras.Keras;
import dev.hornbeam.keras.Losses;
import dev.hornbeam.keras.Model;
import dev.hornbeam.keras.layers.Concatenate;
import dev.hornbeam.keras.layers.Dense;
import dev.hornbeam.keras.optimizers.Adam;
import java.util.List;
import java.util.Locale;

public final class Functional {
  public static void main(String[] args) {
    float[] as = new float[16];
    float[] bs = new float[24];
    float[] ys = new float[8];
    for (int i = 0; i < 16; i++) {
      as[i] = i / 16f;
    }
    for (int i = 0; i < 24; i++) {
      bs[i] = i / 32f;
    }
    for (int i = 0; i < 8; i++) {
      ys[i] = (as[2 * i] + as[2 * i + 1]) * bs[3 * i + 2];
    }

    Keras.setRandomSeed(1);
    var left = Input.of("left", DType.FLOAT, 2);
    var right = Input.of("right", DType.FLOAT, 3);
    var joined =
        Concatenate.of()
            .call(
                Dense.units(8).activation("tanh").build().call(left),
                Dense.units(8).activation("relu").build().call(right));
    try (var a = Tensor.of(Shape.of(8, 2), as);
        var b = Tensor.of(Shape.of(8, 3), bs);
        var y = Tensor.of(Shape.of(8, 1), ys);
        var model = Model.of(List.of(left, right), List.of(Dense.of(1).call(joined)))) {
      model.compile(Adam.of(0.02), Losses.huber());
      var history =
          model.fit(
              List.of(a, b), List.of(y), FitOptions.epochs(30).batchSize(4).seed(1));
      print("loss %.6f to %.6f", history.get("loss").get(0), history.last("loss"));
      try (var predicted = model.predict(a, b)) {
        for (float value : predicted.floats()) {
          print("%.6f", value);
        }
      }
    }
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
