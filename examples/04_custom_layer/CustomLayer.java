// A layer and a loss of one's own: functions that build a graph. Who loads the model needs no code
// of them. Usage: CustomLayer FOLDER

import dev.hornbeam.Output;
import dev.hornbeam.Shape;
import dev.hornbeam.Tensor;
import dev.hornbeam.keras.FitOptions;
import dev.hornbeam.keras.History;
import dev.hornbeam.keras.Keras;
import dev.hornbeam.keras.Layer;
import dev.hornbeam.keras.Loss;
import dev.hornbeam.keras.Losses;
import dev.hornbeam.keras.Model;
import dev.hornbeam.keras.Sequential;
import dev.hornbeam.keras.Trace;
import dev.hornbeam.keras.layers.Dense;
import dev.hornbeam.keras.optimizers.Adam;
import dev.hornbeam.op.MathOps;
import java.nio.file.Path;
import java.util.Locale;

public final class CustomLayer {
  /** The hyperbolic tangent of x * w, with a weight for each column. */
  private static Output bend(Trace trace, Output x) {
    return x.mul(trace.weight("w", Shape.of(4), "ones")).tanh();
  }

  /** The fourth power of the distance. */
  private static Output far(Output yTrue, Output yPred) {
    Output off = yTrue.sub(yPred);
    Output squared = off.mul(off);
    return MathOps.mean(off.scope(), squared.mul(squared), off.scope().constant(-1));
  }

  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    FitOptions options = FitOptions.epochs(50).shuffle(false);
    Keras.setRandomSeed(1);
    try (var x = Tensor.of(new float[][] {{1}, {2}, {3}, {4}});
        var y = Tensor.of(new float[][] {{0}, {-1}, {-2}, {-3}})) {
      try (var model =
          Sequential.of(Dense.of(4), Layer.of("Bend", CustomLayer::bend), Dense.of(1))) {
        model.compile(Adam.of(0.02), Loss.of("far", CustomLayer::far));
        printLoss(model.fit(x, y, options));
        model.save(folder);
      }
      try (var loaded = Model.load(folder)) {
        // A loss that is code isn't saved.
        loaded.compile(Adam.of(0.02), Losses.meanSquaredError());
        printLoss(loaded.fit(x, y, options));
        try (var predicted = loaded.predict(x)) {
          for (float value : predicted.floats()) {
            print("%.6f", value);
          }
        }
      }
    }
  }

  private static void printLoss(History history) {
    print("loss %.6f to %.6f", history.get("loss").get(0), history.last("loss"));
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
