package dev.hornbeam.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hornbeam.AbortedException;
import dev.hornbeam.DType;
import dev.hornbeam.Graph;
import dev.hornbeam.HornbeamException;
import dev.hornbeam.InvalidArgumentException;
import dev.hornbeam.Output;
import dev.hornbeam.Shape;
import dev.hornbeam.Tensor;
import dev.hornbeam.keras.layers.Dense;
import dev.hornbeam.keras.optimizers.SGD;
import dev.hornbeam.op.NnOps;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers, losses and optimizers that are lambdas. */
class TraceTest {
  private final Tensor x = Tensor.of(new float[][] {{1}, {2}, {3}, {4}});
  private final Tensor y = Tensor.of(new float[][] {{3}, {6}, {9}, {12}});

  @AfterEach
  void close() {
    x.close();
    y.close();
  }

  private static float[] values(Tensor tensor) {
    try (tensor) {
      return tensor.floats();
    }
  }

  private static Layer scale() {
    return Layer.of(
        "Scale", (trace, in) -> in.mul(trace.weight("scale", Shape.of(), "ones")));
  }

  // Gradient descent with momentum, as SGD has it.
  private static Output momentum(Trace trace, UpdateFunction.Update update) {
    Output m = trace.weight("m", update.value().shape(), "zeros");
    Output next = m.mul(0.9).sub(update.learningRate().mul(update.gradient()));
    trace.update("m", next);
    return update.value().add(next);
  }

  @Test
  void anOptimizerFollowsTheBuiltInOne() {
    List<List<Double>> losses = new ArrayList<>();
    for (Optimizer optimizer :
        List.of(
            SGD.learningRate(0.02).momentum(0.9).clipnorm(5).build(),
            CustomOptimizer.of("own", TraceTest::momentum).learningRate(0.02).clipnorm(5))) {
      try (Model model = Sequential.of(Dense.units(1).kernelInitializer("zeros").build())) {
        model.compile(optimizer, Losses.meanSquaredError());
        FitOptions options = FitOptions.epochs(8).batchSize(4).shuffle(false);
        losses.add(model.fit(x, y, options).logs().get("loss"));
      }
    }
    for (int i = 0; i < 8; i++) {
      assertEquals(losses.get(0).get(i), losses.get(1).get(i), 1e-4);
    }
    assertTrue(losses.get(1).get(7) < losses.get(1).get(0));
  }

  @Test
  void whatAnOptimizerThrowsComesOut() {
    IllegalStateException own = new IllegalStateException("not today");
    try (Model model = Sequential.of(Dense.of(1))) {
      model.compile(
          CustomOptimizer.of(
              "own",
              (trace, update) -> {
                throw own;
              }),
          Losses.meanSquaredError());
      assertSame(own, assertThrows(IllegalStateException.class, () -> model.fit(x, y)));
      Optimizer wrong =
          CustomOptimizer.of("own", TraceTest::momentum).gradientAccumulationSteps(1);
      String message =
          assertThrows(
                  InvalidArgumentException.class,
                  () -> model.compile(wrong, Losses.meanSquaredError()))
              .getMessage();
      assertTrue(message.contains("gradient_accumulation_steps"), message);
    }
  }

  @Test
  void aLayerPredictsAndTrains() {
    try (Model model = Sequential.of(scale())) {
      assertArrayEquals(new float[] {1, 2, 3, 4}, values(model.predict(x)));
      model.compile(SGD.of(0.05), Losses.meanSquaredError());
      model.fit(x, y, FitOptions.epochs(100).batchSize(4));
      assertEquals(3, values(model.weights().get(0))[0], 1e-3);
    }
  }

  @Test
  void trainingAndInferenceMayDiffer() {
    List<Boolean> seen = new ArrayList<>();
    Layer layer =
        Layer.of(
            "Noted",
            (trace, in) -> {
              seen.add(trace.isTraining());
              return NnOps.relu(trace.scope(), in);
            });
    try (Model model = Sequential.of(Dense.of(1), layer)) {
      model.compile(SGD.of(0.01), Losses.meanSquaredError());
      model.fit(x, y);
      model.predict(x).close();
    }
    assertTrue(seen.contains(true) && seen.contains(false), seen.toString());
  }

  @Test
  void severalInputsAndOutputs() {
    Layer both =
        Layer.of(
            "Both",
            new Config().put("name", "both"),
            2,
            (trace, in) -> List.of(in.get(0).add(in.get(1)), in.get(0).sub(in.get(1))));
    Symbol a = Input.of(1);
    Symbol b = Input.of(1);
    List<Symbol> out = both.call(2, a, b);
    try (Model model = Model.of(List.of(a, b), out)) {
      Tensor[] results = model.predictAll(x, y);
      assertArrayEquals(new float[] {4, 8, 12, 16}, values(results[0]));
      assertArrayEquals(new float[] {-2, -4, -6, -8}, values(results[1]));
    }
  }

  @Test
  void lossesAndMetricsOfOnesOwn() {
    try (Model model = Sequential.of(Dense.units(1).kernelInitializer("ones").build())) {
      model.compile(
          SGD.of(0.01),
          Loss.of("distance", (yTrue, yPred) -> yTrue.sub(yPred).abs()),
          Metric.of("twice", (yTrue, yPred) -> yTrue.sub(yPred).abs().mul(2)));
      Map<String, Double> logs = model.evaluate(x, y);
      assertEquals(5, logs.get("loss"), 1e-6);
      assertEquals(10, logs.get("twice"), 1e-6);
    }
  }

  @Test
  void aThrowableComesOutAsTheSameObject() {
    for (Throwable own :
        List.of(
            new IllegalStateException("own"),
            new AssertionError("own"),
            new AbortedException("own"),
            new StackOverflowError())) {
      Layer layer =
          Layer.of(
              "Throws",
              (trace, in) -> {
                if (own instanceof Error error) {
                  throw error;
                }
                throw (RuntimeException) own;
              });
      try (Model model = Sequential.of(layer)) {
        assertSame(own, assertThrows(Throwable.class, () -> model.predict(x)));
        // Again, and on another way.
        assertSame(own, assertThrows(Throwable.class, () -> model.build(x)));
      }
    }
  }

  @Test
  void aCaughtErrorOfANestedCallIsForgotten() {
    RuntimeException inner = new RuntimeException("inner");
    RuntimeException outer = new RuntimeException("outer");
    Layer bad =
        Layer.of(
            "Bad",
            (trace, in) -> {
              throw inner;
            });
    AtomicInteger caught = new AtomicInteger();
    boolean[] fail = {false};
    Layer nests =
        Layer.of(
            "Nests",
            (trace, in) -> {
              try (Model model = Sequential.of(bad)) {
                assertSame(inner, assertThrows(RuntimeException.class, () -> model.predict(x)));
                caught.incrementAndGet();
              }
              if (fail[0]) {
                throw outer;
              }
              return in.mul(2);
            });
    try (Model model = Sequential.of(nests)) {
      assertArrayEquals(new float[] {2, 4, 6, 8}, values(model.predict(x)));
      assertTrue(caught.get() > 0);
    }
    fail[0] = true;
    try (Model model = Sequential.of(nests)) {
      assertSame(outer, assertThrows(RuntimeException.class, () -> model.predict(x)));
      // An error that has nothing to do with it is one of the library.
      assertThrows(HornbeamException.class, () -> Sequential.of(Dense.of(-1)));
    }
  }

  @Test
  void wrongOutputsAreRefused() {
    try (Graph other = new Graph()) {
      Output foreign = other.scope().constant(1f);
      for (LayerFunction function :
          List.<LayerFunction>of((trace, in) -> null, (trace, in) -> foreign)) {
        try (Model model = Sequential.of(Layer.of("Wrong", function))) {
          assertThrows(InvalidArgumentException.class, () -> model.predict(x));
        }
      }
    }
    Layer layer = Layer.of("Two", new Config(), 2, (trace, in) -> List.of(in.get(0)));
    String message =
        assertThrows(InvalidArgumentException.class, () -> layer.call(2, Input.of(1)))
            .getMessage();
    assertTrue(message.contains("2 outputs, not 1"), message);
  }

  @Test
  void whatIsKeptOfATraceIsRefusedLater() {
    Output[] kept = new Output[1];
    Trace[] trace = new Trace[1];
    Layer layer =
        Layer.of(
            "Keeps",
            (t, in) -> {
              kept[0] = in;
              trace[0] = t;
              return in.add(1);
            });
    try (Model model = Sequential.of(layer)) {
      model.predict(x).close();
      assertThrows(IllegalStateException.class, () -> kept[0].add(1));
      assertThrows(IllegalStateException.class, kept[0]::shape);
      assertThrows(
          IllegalStateException.class,
          () -> trace[0].weight("w", Shape.of(), DType.FLOAT, Initializers.ones(), true));
      assertThrows(IllegalStateException.class, trace[0]::isTraining);
    }
  }

  @Test
  void aSavedLayerPredictsAndTrainsWithoutItsCode(@TempDir Path folder) {
    float[] before;
    try (Model model = Sequential.of(scale())) {
      model.compile(SGD.of(0.05), Losses.meanSquaredError());
      model.fit(x, y, FitOptions.epochs(3).shuffle(false));
      model.save(folder.resolve("m"));
      before = values(model.predict(x));
    }
    try (Model model = Model.load(folder.resolve("m"))) {
      assertArrayEquals(before, values(model.predict(x)));
      model.fit(x, y, FitOptions.epochs(100));
      assertEquals(3, values(model.weights().get(0))[0], 1e-3);
    }
  }

  private static WeakReference<Object> useOnce(Tensor x, boolean fails) {
    Object captured = new Object();
    Layer layer =
        Layer.of(
            "Captures",
            (trace, in) -> {
              if (fails) {
                throw new IllegalStateException(captured.toString());
              }
              return captured == null ? null : in.add(1);
            });
    try (layer;
        Model model = Sequential.of(layer)) {
      if (fails) {
        assertThrows(IllegalStateException.class, () -> model.predict(x));
      } else {
        model.predict(x).close();
      }
    }
    return new WeakReference<>(captured);
  }

  @Test
  void functionsAreReleased() throws Exception {
    for (boolean fails : new boolean[] {false, true}) {
      WeakReference<Object> captured = useOnce(x, fails);
      for (int i = 0; i < 100 && captured.get() != null; i++) {
        System.gc();
        Thread.sleep(10);
      }
      assertEquals(null, captured.get());
    }
    // A create that fails releases too.
    WeakReference<Object> captured = failToCreate();
    for (int i = 0; i < 100 && captured.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertEquals(null, captured.get());
  }

  private static WeakReference<Object> failToCreate() {
    Object captured = new Object();
    assertThrows(
        InvalidArgumentException.class,
        () ->
            Layer.of(
                "None", new Config(), 0, (trace, in) -> captured == null ? null : in));
    return new WeakReference<>(captured);
  }

  @Test
  void tracesRunOnManyThreads() throws Exception {
    List<Thread> threads = new ArrayList<>();
    AtomicInteger same = new AtomicInteger();
    for (int i = 0; i < 8; i++) {
      boolean fails = i % 2 == 0;
      Thread thread =
          new Thread(
              () -> {
                for (int j = 0; j < 20; j++) {
                  RuntimeException own = new RuntimeException("own");
                  Layer layer =
                      Layer.of(
                          "Scale",
                          (trace, in) -> {
                            if (fails) {
                              throw own;
                            }
                            return in.add(1);
                          });
                  try (layer;
                      Model model = Sequential.of(layer)) {
                    model.predict(x).close();
                    same.incrementAndGet();
                  } catch (RuntimeException e) {
                    same.addAndGet(e == own ? 1 : 0);
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(160, same.get());
  }
}
