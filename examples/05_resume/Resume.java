// Training that is interrupted goes on from a checkpoint exactly as if nothing had happened.
// Usage: Resume FOLDER

import dev.hornbeam.Shape;
import dev.hornbeam.Tensor;
import dev.hornbeam.keras.FitOptions;
import dev.hornbeam.keras.Input;
import dev.hornbeam.keras.Keras;
import dev.hornbeam.keras.Losses;
import dev.hornbeam.keras.Model;
import dev.hornbeam.keras.Sequential;
import dev.hornbeam.keras.layers.Dense;
import dev.hornbeam.keras.optimizers.Adam;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

public final class Resume {
  private static Model make() {
    Model model =
        Sequential.of(
            Input.layer(2), Dense.units(8).activation("relu").build(), Dense.of(1));
    model.compile(Adam.of(0.02), Losses.meanSquaredError());
    return model;
  }

  private static void train(Model model, Tensor x, Tensor y, int first, int last) {
    FitOptions options =
        FitOptions.epochs(last).initialEpoch(first).batchSize(4).shuffle(false);
    int epoch = first;
    for (double loss : model.fit(x, y, options).get("loss")) {
      System.out.println(String.format(Locale.ROOT, "epoch %d loss %.6f", epoch++, loss));
    }
  }

  public static void main(String[] args) {
    Path checkpoint = Path.of(args[0]).resolve("checkpoint");
    float[] xs = new float[32];
    float[] ys = new float[16];
    for (int i = 0; i < 32; i++) {
      xs[i] = i / 32f;
    }
    for (int i = 0; i < 16; i++) {
      ys[i] = xs[2 * i] - xs[2 * i + 1] * xs[2 * i];
    }
    Keras.setRandomSeed(1);
    try (var x = Tensor.of(Shape.of(16, 2), xs);
        var y = Tensor.of(Shape.of(16, 1), ys);
        var model = make()) {
      train(model, x, y, 0, 3);
      model.saveWeights(checkpoint);
      train(model, x, y, 3, 6);
      try (var resumed = make()) { // in another process, say
        resumed.loadWeights(checkpoint);
        train(resumed, x, y, 3, 6);
        try (var a = model.predict(x);
            var b = resumed.predict(x)) {
          boolean same = Arrays.equals(a.floats(), b.floats());
          System.out.println(same ? "the same predictions" : "other predictions");
        }
      }
    }
  }
}
