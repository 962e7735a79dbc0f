package dev.hornbeam.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hornbeam.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of documents and examples do what they say. */
class DocumentsTest {
  private static final Path ROOT = Path.of(System.getProperty("hornbeam.root"));

  @Test
  void theProgramOfTheReadme(@TempDir Path folder) throws Exception {
    Matcher block =
        Pattern.compile("```java\n(.*?class Train.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(ROOT.resolve("README.md")));
    assertTrue(block.find());
    Path model = folder.resolve("model");
    // The working folder of a process can't be changed: only the model's path differs.
    String program =
        block.group(1).replace("class Train", "public class Train").replace(
            "\"model\"", "\"" + model + "\"");
    Path source = Files.writeString(folder.resolve("Train.java"), program);
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                messages,
                messages,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
    assertEquals(0, status, () -> messages.toString(StandardCharsets.UTF_8));
    Keras.setRandomSeed(7);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      loader
          .loadClass("Train")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    }
    try (Model loaded = Model.load(model);
        Tensor x = Tensor.of(new float[][] {{1}, {2}, {3}, {4}});
        Tensor predicted = loaded.predict(x)) {
      // The loss of a line that fits is small beside that of zeros, 3.5.
      double error = 0;
      float[] values = predicted.floats();
      for (int i = 0; i < 4; i++) {
        error += Math.pow(values[i] + i, 2) / 4;
      }
      assertTrue(error < 1, "error " + error);
    }
  }

  /** The first losses of the seed program are those of Python's, for the same seed. */
  @Test
  void theSeedProgram() throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      Class.forName("Seed").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(104, lines.size());
    Process python =
        new ProcessBuilder(
                System.getenv("HORNBEAM_PYTHON"),
                "-c",
                "import numpy as np; from hornbeam import keras\n"
                    + "x = np.array([[1], [2], [3], [4]], np.float32)\n"
                    + "keras.set_random_seed(1)\n"
                    + "m = keras.Sequential([keras.layers.Dense(1)])\n"
                    + "m.compile(keras.optimizers.SGD(0.01), 'mean_squared_error')\n"
                    + "h = m.fit(x, 1 - x, epochs=100, shuffle=False, verbose=0)\n"
                    + "print(*h.history['loss'], *m.predict(x).ravel().tolist())")
            .redirectErrorStream(true)
            .start();
    String text = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, python.waitFor(), text);
    String[] expected = text.trim().split(" ");
    float[] own = new float[104];
    float[] theirs = new float[104];
    for (int i = 0; i < 104; i++) {
      own[i] = Float.parseFloat(lines.get(i));
      theirs[i] = Float.parseFloat(expected[i]);
    }
    assertArrayEquals(theirs, own);
  }
}
