package dev.hornbeam.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hornbeam.CancellationToken;
import dev.hornbeam.CancelledException;
import dev.hornbeam.DType;
import dev.hornbeam.FailedPreconditionException;
import dev.hornbeam.InvalidArgumentException;
import dev.hornbeam.NotFoundException;
import dev.hornbeam.Shape;
import dev.hornbeam.Tensor;
import dev.hornbeam.keras.callbacks.EarlyStopping;
import dev.hornbeam.keras.layers.Concatenate;
import dev.hornbeam.keras.layers.Dense;
import dev.hornbeam.keras.optimizers.Adam;
import dev.hornbeam.keras.optimizers.SGD;
import dev.hornbeam.keras.schedules.ExponentialDecay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTest {
  private final Tensor x = Tensor.of(new float[][] {{1}, {2}, {3}, {4}});
  private final Tensor y = Tensor.of(new float[][] {{0}, {-1}, {-2}, {-3}});

  @AfterEach
  void close() {
    x.close();
    y.close();
  }

  private static Model line() {
    Model model = Sequential.of(Dense.of(1));
    model.compile(SGD.of(0.01), Losses.meanSquaredError(), Metrics.meanAbsoluteError());
    return model;
  }

  private static float[] values(Tensor tensor) {
    try (tensor) {
      return tensor.floats();
    }
  }

  @Test
  void theProgramOfTheReadme(@TempDir Path folder) {
    Path path = folder.resolve("model");
    float[] before;
    try (var m = Sequential.of(Dense.units(16).activation("relu").build(), Dense.of(1))) {
      m.compile(Adam.of(0.01), Losses.meanSquaredError());
      List<Double> seen = new ArrayList<>();
      History h = m.fit(x, y, FitOptions.epochs(100).onEpochEnd(e -> seen.add(e.loss())));
      assertEquals(100, h.get("loss").size());
      assertEquals(h.get("loss"), seen);
      assertTrue(h.last("loss") < h.get("loss").get(0));
      m.save(path);
      before = values(m.predict(x));
    }
    try (var n = Model.load(path);
        var out = n.predict(x)) {
      assertEquals(Shape.of(4, 1), out.shape());
      assertArrayEquals(before, out.floats());
      // Trains on where it stopped.
      double first = n.fit(x, y).last("loss");
      assertTrue(first < 1, "loss " + first);
    }
  }

  @Test
  void buildersReachEveryParameter() {
    Dense layer =
        Dense.units(3)
            .activation("tanh")
            .useBias(false)
            .kernelInitializer(Initializers.ones())
            .kernelRegularizer(Regularizers.l2(0.25))
            .name("d\u00e9nse")
            .build();
    Map<String, Object> config =
        dev.hornbeam.internal.Json.object(
            dev.hornbeam.internal.Json.object(
                    dev.hornbeam.internal.Json.parse(layer.config()))
                .get("config"));
    assertEquals(3L, config.get("units"));
    assertEquals("tanh", config.get("activation"));
    assertEquals(false, config.get("use_bias"));
    assertEquals("d\u00e9nse", config.get("name"));
    assertTrue(config.get("kernel_regularizer").toString().contains("0.25"));
    // What is not set takes the default of the class.
    assertTrue(config.get("bias_initializer").toString().contains("Zeros"));
  }

  @Test
  void wrongParametersAreReportedByName() {
    InvalidArgumentException error =
        assertThrows(
            InvalidArgumentException.class, () -> Sequential.of(Dense.of(-3)).close());
    assertTrue(error.getMessage().contains("units"), error.getMessage());
    error =
        assertThrows(
            InvalidArgumentException.class,
            () -> Sequential.of(Dense.units(1).activation("nothing").build()).close());
    assertTrue(error.getMessage().contains("nothing"), error.getMessage());
    try (Model model = Sequential.of(Dense.of(1))) {
      assertThrows(FailedPreconditionException.class, () -> model.fit(x, y));
      assertThrows(NotFoundException.class, () -> Model.load(Path.of("no such folder")));
    }
  }

  @Test
  void evaluateAndTrainOnBatch() {
    try (Model model = line()) {
      Map<String, Double> before = model.evaluate(x, y);
      assertEquals(List.of("loss", "mean_absolute_error"), List.copyOf(before.keySet()));
      model.resetMetrics();
      for (int i = 0; i < 50; i++) {
        model.trainOnBatch(x, y);
      }
      assertTrue(model.evaluate(x, y).get("loss") < before.get("loss"));
      assertEquals(0.01, model.learningRate(), 1e-9);
      model.setLearningRate(0.5);
      assertEquals(0.5, model.learningRate());
    }
  }

  @Test
  void weightsGoOutAndIn() {
    try (Model a = line();
        Model b = line()) {
      a.build(x);
      b.build(x);
      List<Tensor> weights = a.weights();
      assertEquals(2, weights.size());
      b.setWeights(weights);
      assertArrayEquals(values(a.predict(x)), values(b.predict(x)));
      assertThrows(InvalidArgumentException.class, () -> b.setWeights(List.of(x)));
      weights.forEach(Tensor::close);
      assertTrue(a.summary().contains("dense"), a.summary());
    }
  }

  @Test
  void functionalModels() {
    Symbol left = Input.of("left", DType.FLOAT, 2);
    Symbol right = Input.of("right", DType.FLOAT, 2);
    Layer shared = Dense.units(3).kernelInitializer("ones").build();
    Symbol joined = Concatenate.of().call(shared.call(left), shared.call(right));
    assertEquals(Shape.of(-1, 6), joined.shape());
    assertEquals("float32", joined.dtype());
    Symbol sum = Dense.units(1).kernelInitializer("ones").build().call(joined);
    try (Model model = Model.of(List.of(left, right), List.of(sum, joined));
        Tensor a = Tensor.of(new float[][] {{1, 2}});
        Tensor b = Tensor.of(new float[][] {{10, 20}})) {
      Tensor[] out = model.predictAll(a, b);
      assertEquals(99, values(out[0])[0]);
      assertArrayEquals(new float[] {3, 3, 3, 30, 30, 30}, values(out[1]));
      assertThrows(InvalidArgumentException.class, () -> model.predict(a, b));
      assertThrows(InvalidArgumentException.class, () -> model.predict(a));
    }
  }

  @Test
  void severalLossesAndBatchesOfTheProgram() {
    Symbol in = Input.of(1);
    Symbol one = Dense.units(1).name("one").build().call(in);
    Symbol two = Dense.units(1).name("two").build().call(in);
    try (Model model = Model.of(List.of(in), List.of(one, two))) {
      model.compile(
          CompileOptions.of(
                  SGD.of(ExponentialDecay.of(0.01, 100, 0.9)),
                  Losses.meanSquaredError(),
                  Losses.meanAbsoluteError())
              .lossWeights(1, 0.5));
      Batch batch = new Batch(List.of(x), List.of(y, y), List.of());
      List<Batch> batches = List.of(batch, batch, batch);
      List<Long> steps = new ArrayList<>();
      History history =
          model.fit(batches, FitOptions.epochs(4).onBatchEnd(e -> steps.add(e.batch())));
      assertEquals(List.of(1L, 2L, 3L, 1L, 2L, 3L, 1L, 2L, 3L, 1L, 2L, 3L), steps);
      assertEquals(4, history.epochs().size());
      assertTrue(history.last("loss") < history.get("loss").get(0));
    }
  }

  @Test
  void validationCallbacksAndStopping() {
    try (Model model = line()) {
      StringBuilder shown = new StringBuilder();
      History history =
          model.fit(
              x,
              y,
              FitOptions.epochs(50)
                  .validationData(x, y)
                  .progress(shown)
                  .classWeight(Map.of(0, 1.0))
                  .callbacks(
                      EarlyStopping.monitor("val_loss").patience(0).minDelta(1e9).build()));
      assertEquals(2, history.epochs().size());
      assertTrue(history.logs().containsKey("val_loss"));
      assertTrue(shown.toString().startsWith("epoch 1/50 1/1"), shown.toString());
      assertEquals(2, shown.toString().split("\n").length);
      history =
          model.fit(
              x,
              y,
              FitOptions.epochs(50)
                  .onEpochBegin(e -> assertTrue(e.logs().isEmpty()))
                  .onEpochEnd(
                      e -> {
                        // A callback may ask the model.
                        assertTrue(e.model().evaluate(x, y).get("loss") >= 0);
                        if (e.epoch() == 4) {
                          e.stopTraining();
                        }
                      }));
      assertEquals(5, history.epochs().size());
      assertThrows(NotFoundException.class, () -> model.fit(x, y).get("nothing"));
    }
  }

  @Test
  void aCallbackMayDoAnythingWithTheModel(@TempDir Path folder) {
    try (Model model = line()) {
      model.fit(
          x,
          y,
          FitOptions.epochs(3)
              .onEpochEnd(
                  e -> {
                    e.model().save(folder.resolve("m" + e.epoch()));
                    e.model().setLearningRate(0.001);
                    if (e.epoch() == 1) {
                      // Even train it.
                      e.model().fit(x, y, FitOptions.epochs(2));
                      e.model().predict(x).close();
                    }
                  }));
      assertEquals(0.001, model.learningRate(), 1e-9);
      assertTrue(Files.exists(folder.resolve("m2")));
      model.fit(x, y, FitOptions.epochs(2).onEpochEnd(e -> e.model().close()));
      assertThrows(CancelledException.class, () -> model.predict(x));
    }
  }

  @Test
  void whatACallbackThrowsComesOut() {
    RuntimeException own = new RuntimeException("own");
    try (Model model = line()) {
      RuntimeException thrown =
          assertThrows(
              RuntimeException.class,
              () ->
                  model.fit(
                      x,
                      y,
                      FitOptions.epochs(3)
                          .onEpochEnd(
                              e -> {
                                throw own;
                              })));
      assertSame(own, thrown);
      // The model still works.
      assertEquals(1, model.fit(x, y).epochs().size());
    }
  }

  @Test
  void aTokenEndsAFitWithinAStep() throws Exception {
    try (Model model = line();
        CancellationToken token = new CancellationToken()) {
      long[] steps = {0};
      // Nobody listens to batches: the whole fit is one call.
      Thread canceller =
          new Thread(
              () -> {
                try {
                  Thread.sleep(100);
                } catch (InterruptedException e) {
                  return;
                }
                token.cancel();
              });
      canceller.start();
      assertThrows(
          CancelledException.class,
          () -> model.fit(x, y, FitOptions.epochs(1_000_000_000).batchSize(1).token(token)));
      canceller.join();
      assertThrows(
          CancelledException.class,
          () ->
              model.fit(
                  x, y, FitOptions.epochs(2).token(token).onBatchEnd(e -> steps[0]++)));
      assertEquals(0, steps[0]);
    }
    try (Model model = line();
        CancellationToken token = new CancellationToken()) {
      long[] steps = {0};
      assertThrows(
          CancelledException.class,
          () ->
              model.fit(
                  x,
                  y,
                  FitOptions.epochs(100)
                      .batchSize(1)
                      .token(token)
                      .onBatchEnd(
                          e -> {
                            if (++steps[0] == 7) {
                              token.cancel();
                            }
                          })));
      assertEquals(7, steps[0]);
    }
  }

  @Test
  void aTokenEndsPredictionsAndEvaluations() {
    try (Model model = line();
        CancellationToken token = new CancellationToken()) {
      assertEquals(4, values(model.predict(token, x)).length);
      assertTrue(model.evaluate(Batch.of(x, y), 1, token).containsKey("loss"));
      token.cancel();
      assertThrows(CancelledException.class, () -> model.predict(token, x));
      assertThrows(CancelledException.class, () -> model.evaluate(Batch.of(x, y), 1, token));
      assertEquals(4, values(model.predict(x)).length);
    }
  }

  @Test
  void closingDuringCallsIsSafe() throws Exception {
    Model model = line();
    model.build(x);
    List<Throwable> unexpected = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (true) {
                    model.predict(x).close();
                  }
                } catch (CancelledException e) {
                  // The end.
                } catch (Throwable e) {
                  synchronized (unexpected) {
                    unexpected.add(e);
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    model.fit(x, y, FitOptions.epochs(50));
    model.close();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), unexpected);
    assertThrows(CancelledException.class, model::summary);
  }

  @Test
  void configsTravel() {
    try (Model model = line()) {
      model.build(x);
      try (Model copy = Model.fromJson(model.toJson());
          Model outer = Sequential.of(model.asLayer(), Dense.of(2))) {
        copy.build(x);
        assertNotEquals(0, copy.weights().size());
        try (Tensor out = outer.predict(x)) {
          assertEquals(Shape.of(4, 2), out.shape());
        }
      }
    }
  }

  @Test
  void savingWithoutTraining(@TempDir Path folder) {
    try (Model model = line()) {
      model.fit(x, y);
      model.save(folder.resolve("m"), false);
      assertTrue(Files.exists(folder.resolve("m").resolve("saved_model.pb")));
      try (Model loaded = Model.load(folder.resolve("m"))) {
        assertArrayEquals(values(model.predict(x)), values(loaded.predict(x)));
        assertThrows(FailedPreconditionException.class, () -> loaded.fit(x, y));
      }
    }
  }

  @Test
  void aCheckpointOfTheWeightsGoesOn(@TempDir Path folder) {
    try (Model a = line();
        Model b = line()) {
      a.fit(x, y, FitOptions.epochs(2));
      a.saveWeights(folder.resolve("point"));
      b.build(x);
      b.loadWeights(folder.resolve("point"));
      FitOptions on = FitOptions.epochs(2).shuffle(false);
      assertEquals(a.fit(x, y, on), b.fit(x, y, on));
      assertArrayEquals(values(a.predict(x)), values(b.predict(x)));
      assertThrows(NotFoundException.class, () -> b.loadWeights(folder.resolve("other")));
    }
  }
}
