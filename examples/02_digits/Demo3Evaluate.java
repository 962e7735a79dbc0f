// The third link of the demo: evaluates the network that Python and Go trained.
// Usage: Demo3Evaluate DATA_FOLDER MODEL_FOLDER

import dev.hornbeam.keras.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

public final class Demo3Evaluate {
  public static void main(String[] args) throws IOException {
    try (var test = DigitsData.read(Path.of(args[0], "test.tfrecord"));
        var model = Model.load(Path.of(args[1]))) {
      double accuracy =
          model.evaluate(test.images(), test.labels()).get("sparse_categorical_accuracy");
      System.out.println(
          String.format(Locale.ROOT, "Java evaluates with test accuracy %.6f", accuracy));
    }
  }
}
