package dev.hornbeam.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hornbeam.DType;
import dev.hornbeam.FailedPreconditionException;
import dev.hornbeam.Shape;
import dev.hornbeam.Tensor;
import dev.hornbeam.keras.layers.BatchNormalization;
import dev.hornbeam.keras.layers.Concatenate;
import dev.hornbeam.keras.layers.Conv2D;
import dev.hornbeam.keras.layers.Dense;
import dev.hornbeam.keras.layers.Dropout;
import dev.hornbeam.keras.layers.Flatten;
import dev.hornbeam.keras.layers.MaxPooling2D;
import dev.hornbeam.keras.losses.Huber;
import dev.hornbeam.keras.optimizers.Adam;
import dev.hornbeam.keras.optimizers.Nadam;
import dev.hornbeam.keras.optimizers.RMSprop;
import dev.hornbeam.keras.optimizers.SGD;
import dev.hornbeam.keras.schedules.ExponentialDecay;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same programs in Python and in Java give the same bits. */
class SamePythonTest {
  @TempDir static Path folder;

  private final Tensor x = Tensor.of(new float[][] {{1}, {2}, {3}, {4}});
  private final Tensor y = Tensor.of(new float[][] {{0}, {-1}, {-2}, {-3}});

  @BeforeAll
  static void runPrograms() throws Exception {
    runPython("same_programs.py", Digits.FOLDER.toString(), folder.toString());
  }

  private static void runPython(String script, String... arguments) throws Exception {
    Path scripts = Path.of(System.getProperty("hornbeam.root"), "bindings/java/src/test/python");
    Path output = folder.resolve(script + ".txt");
    List<String> command = new ArrayList<>();
    command.add(System.getenv("HORNBEAM_PYTHON"));
    command.add(scripts.resolve(script).toString());
    command.addAll(List.of(arguments));
    Process python =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertEquals(0, python.waitFor(), () -> read(output));
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      return e.toString();
    }
  }


  @AfterEach
  void close() {
    x.close();
    y.close();
  }

  private static byte[] result(Model model, History history, Tensor... inputs) {
    try (Tensor predicted = model.predict(inputs)) {
      List<Tensor> weights = model.weights();
      long floats = predicted.size() + weights.stream().mapToLong(Tensor::size).sum();
      List<Double> losses = history.get("loss");
      ByteBuffer bytes =
          ByteBuffer.allocate(8 * losses.size() + 4 * (int) floats)
              .order(ByteOrder.LITTLE_ENDIAN);
      losses.forEach(bytes::putDouble);
      put(bytes, predicted.floats());
      for (Tensor weight : weights) {
        put(bytes, weight.floats());
        weight.close();
      }
      return bytes.array();
    }
  }

  private static void put(ByteBuffer bytes, float[] values) {
    for (float value : values) {
      bytes.putFloat(value);
    }
  }

  /** Bits are equal, also after the model that Python saved was loaded and trained on. */
  private static void check(
      String name, Model model, History history, List<Tensor> in, Tensor labels)
      throws IOException {
    Tensor[] inputs = in.toArray(new Tensor[0]);
    byte[] own = result(model, history, inputs);
    assertTrue(own.length > 100, name);
    assertArrayEquals(Files.readAllBytes(folder.resolve(name + ".bin")), own, name);
    try (Model loaded = Model.load(folder.resolve(name))) {
      assertArrayEquals(own, result(loaded, history, inputs), name);
      if (name.equals("own_functions")) {
        // A loss that is code isn't in the file.
        assertThrows(FailedPreconditionException.class, () -> loaded.fit(in.get(0), labels));
        loaded.compile(Nadam.of(0.05), Losses.meanSquaredError());
      }
      History on = loaded.fit(in, List.of(labels), FitOptions.epochs(2).shuffle(false));
      assertArrayEquals(
          Files.readAllBytes(folder.resolve(name + ".on.bin")),
          result(loaded, on, inputs),
          name + ", trained on");
    }
  }

  @Test
  void seedProgram() throws IOException {
    Keras.setRandomSeed(7);
    try (Model model = Sequential.of(Dense.of(1))) {
      model.compile(SGD.of(0.01), Losses.meanSquaredError());
      History history = model.fit(x, y, FitOptions.epochs(100).shuffle(false));
      check("seed_program", model, history, List.of(x), y);
    }
  }

  @Test
  void readme() throws IOException {
    Keras.setRandomSeed(7);
    try (Model model = Sequential.of(Dense.units(16).activation("relu").build(), Dense.of(1))) {
      model.compile(Adam.of(0.01), Losses.meanSquaredError());
      check("readme", model, model.fit(x, y, FitOptions.epochs(100)), List.of(x), y);
    }
  }

  @Test
  void digits() throws IOException {
    Keras.setRandomSeed(7);
    try (Digits train = Digits.read("train");
        Digits test = Digits.read("test");
        Model model =
            Sequential.of(
                Input.layer(8, 8, 1),
                Conv2D.filters(16).kernelSize(3).padding("same").activation("relu").build(),
                MaxPooling2D.of(),
                BatchNormalization.of(),
                Flatten.of(),
                Dropout.rate(0.25).seed(5).build(),
                Dense.units(32).activation("relu").build(),
                Dense.units(10).activation("softmax").build())) {
      model.compile(
          Adam.of(0.002),
          Losses.sparseCategoricalCrossentropy(),
          Metrics.sparseCategoricalAccuracy());
      History history =
          model.fit(
              train.images(),
              train.labels(),
              FitOptions.epochs(3).batchSize(32).seed(1).validationSplit(0.1));
      assertTrue(history.logs().containsKey("val_sparse_categorical_accuracy"));
      check("digits", model, history, List.of(train.images()), train.labels());
      double accuracy =
          model.evaluate(test.images(), test.labels()).get("sparse_categorical_accuracy");
      assertTrue(accuracy > 0.9, "accuracy " + accuracy);
    }
  }

  private static float[] line(float from, float to, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (from + i * ((to - (double) from) / (count - 1)));
    }
    return values;
  }

  @Test
  void twoInputs() throws IOException {
    Keras.setRandomSeed(7);
    Symbol a = Input.of("a", DType.FLOAT, 2);
    Symbol b = Input.of("b", DType.FLOAT, 3);
    Symbol joined =
        Concatenate.of()
            .call(
                Dense.units(4).activation("tanh").build().call(a),
                Dense.units(4).activation("gelu").build().call(b));
    float[] as = line(-1, 1, 32);
    float[] bs = line(-2, 2, 48);
    float[] target = new float[16];
    for (int i = 0; i < 16; i++) {
      target[i] = (as[2 * i] + as[2 * i + 1]) * bs[3 * i + 2];
    }
    try (Model model = Model.of(List.of(a, b), List.of(Dense.of(1).call(joined)));
        Tensor xa = Tensor.of(Shape.of(16, 2), as);
        Tensor xb = Tensor.of(Shape.of(16, 3), bs);
        Tensor labels = Tensor.of(Shape.of(16, 1), target)) {
      model.compile(RMSprop.of(ExponentialDecay.of(0.01, 10, 0.9)), Huber.of(0.5));
      History history =
          model.fit(
              List.of(xa, xb), List.of(labels), FitOptions.epochs(20).batchSize(4).seed(3));
      check("two_inputs", model, history, List.of(xa, xb), labels);
    }
  }

  @Test
  void pythonGoesOnWithAModelOfJava() throws Exception {
    Path path = folder.resolve("from_java");
    Path result = folder.resolve("from_java.bin");
    try (Model model =
        Sequential.of(
            Dense.units(8).activation("relu").name("d\u00e9but").build(), scale(), Dense.of(1))) {
      model.compile(Adam.of(0.01), Losses.meanSquaredError());
      model.fit(x, y, FitOptions.epochs(5));
      model.save(path);
      runPython("go_on.py", path.toString(), result.toString());
      ByteBuffer own = ByteBuffer.allocate(16 + 16 + 16).order(ByteOrder.LITTLE_ENDIAN);
      put(own, predicted(model));
      model.fit(x, y, FitOptions.epochs(2).shuffle(false)).get("loss").forEach(own::putDouble);
      put(own, predicted(model));
      assertArrayEquals(Files.readAllBytes(result), own.array());
    }
  }

  private float[] predicted(Model model) {
    try (Tensor predicted = model.predict(x)) {
      return predicted.floats();
    }
  }

  private static Layer scale() {
    return Layer.of(
        "Scale", (trace, in) -> in.mul(trace.weight("scale", Shape.of(), "ones")).tanh());
  }

  @Test
  void ownFunctions() throws IOException {
    Keras.setRandomSeed(7);
    try (Model model =
        Sequential.of(
            Dense.units(4).kernelInitializer("ones").build(),
            scale(),
            Dense.of(1))) {
      model.compile(
          Nadam.of(0.05), Loss.of("loss", (yTrue, yPred) -> yTrue.sub(yPred).abs()));
      History history = model.fit(x, y, FitOptions.epochs(30).batchSize(2).seed(9));
      check("own_functions", model, history, List.of(x), y);
    }
  }
}
