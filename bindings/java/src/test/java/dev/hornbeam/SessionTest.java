package dev.hornbeam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hornbeam.op.ArrayOps;
import dev.hornbeam.op.ControlOps;
import dev.hornbeam.op.StateOps;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
  private final Graph graph = new Graph();
  private final Scope scope = graph.scope();
  private final Output x = ArrayOps.placeholder(scope, DType.FLOAT);
  private final Output y = x.mul(2).add(1);

  @AfterEach
  void close() {
    graph.close();
  }

  @Test
  void runsFeedAndFetch() {
    try (Session session = new Session(graph, 1);
        Tensor two = Tensor.of(2f)) {
      List<Tensor> results = session.runner().feed(x, two).fetch(y).fetch(y.name()).run();
      assertEquals(5, results.get(0).floatValue());
      assertEquals(5, results.get(1).floatValue());
      results.forEach(Tensor::close);
      InvalidArgumentException missing =
          assertThrows(InvalidArgumentException.class, () -> session.run(y));
      assertTrue(missing.getMessage().contains("Placeholder"), missing.getMessage());
      try (Tensor wrong = Tensor.of(2)) {
        assertThrows(
            InvalidArgumentException.class,
            () -> session.runner().feed(x, wrong).fetch(y).run());
      }
    }
  }

  @Test
  void callablesRunFromManyThreads() throws Exception {
    try (Session session = new Session(graph);
        var callable = session.callable(List.of(x), List.of(y))) {
      ExecutorService pool = Executors.newFixedThreadPool(8);
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int start = i * 1000;
        Callable<Boolean> work =
            () -> {
              for (int j = start; j < start + 500; j++) {
                try (Tensor in = Tensor.of((float) j);
                    Tensor out = callable.run(in)[0]) {
                  if (out.floatValue() != 2f * j + 1) {
                    return false;
                  }
                }
              }
              return true;
            };
        all.add(pool.submit(work));
      }
      for (Future<Boolean> future : all) {
        assertTrue(future.get());
      }
      pool.shutdown();
    }
  }

  @Test
  void resultsGoWhereTheProgramWants() {
    try (Session session = new Session(graph);
        var callable = session.callable(List.of(x), List.of(y));
        Tensor in = Tensor.of(new float[] {1, 2});
        Tensor out = Tensor.allocate(DType.FLOAT, Shape.of(2))) {
      callable.runInto(new Tensor[] {out}, in);
      assertArrayEquals(new float[] {3, 5}, out.floats());
      assertThrows(InvalidArgumentException.class, () -> callable.run());
      try (Tensor small = Tensor.allocate(DType.FLOAT, Shape.of(1))) {
        assertThrows(
            InvalidArgumentException.class, () -> callable.runInto(new Tensor[] {small}, in));
      }
    }
  }

  @Test
  void closedSessionsAreCancelled() {
    Session session = new Session(graph);
    var callable = session.callable(List.of(x), List.of(y));
    session.close();
    session.close();
    assertThrows(CancelledException.class, () -> session.runner().fetch(y).run());
    try (Tensor in = Tensor.of(1f)) {
      assertThrows(CancelledException.class, () -> callable.run(in));
      callable.close();
      assertThrows(CancelledException.class, () -> callable.run(in));
    }
  }

  @Test
  void closingDuringCallsIsSafe() throws Exception {
    for (int round = 0; round < 50; round++) {
      Session session = new Session(graph);
      var callable = session.callable(List.of(x), List.of(y));
      CountDownLatch started = new CountDownLatch(1);
      Thread thread =
          new Thread(
              () -> {
                try (Tensor in = Tensor.of(1f)) {
                  while (true) {
                    callable.run(in)[0].close();
                    started.countDown();
                  }
                } catch (CancelledException e) {
                  // The end.
                }
              });
      thread.start();
      started.await();
      callable.close();
      session.close();
      thread.join();
    }
  }

  /** A loop that ends after 2^31 iterations. */
  private static Output endless(Graph graph) {
    Scope scope = graph.scope();
    Output start = scope.constant(0);
    Output enter = ControlOps.enter(scope, start, "loop");
    Operation merge =
        scope.op("Merge").inputs(List.of(enter, enter)).build();
    Output value = merge.output(0);
    Output more = ControlOps.loopCond(scope, value.less(Operand.of(Integer.MAX_VALUE)));
    var choice = ControlOps.switch_(scope, value, more);
    Output next = ControlOps.nextIteration(scope, choice.outputTrue().add(1));
    dev.hornbeam.internal.Native.HB_UpdateEdge(
        graph.handle().use(),
        next.operation().address(),
        next.index(),
        merge.address(),
        1);
    graph.handle().done();
    return ControlOps.exit(scope, choice.outputFalse());
  }

  @Test
  void aTokenStopsARun() throws Exception {
    try (Graph loop = new Graph();
        Session session = new Session(loop);
        CancellationToken token = new CancellationToken()) {
      Output end = endless(loop);
      Thread canceller =
          new Thread(
              () -> {
                try {
                  Thread.sleep(50);
                } catch (InterruptedException e) {
                  return;
                }
                token.cancel();
              });
      canceller.start();
      assertThrows(
          CancelledException.class, () -> session.runner().fetch(end).token(token).run());
      canceller.join();
      assertTrue(token.isCancelled());
      assertThrows(
          CancelledException.class, () -> session.runner().fetch(end).token(token).run());
    }
  }

  @Test
  void aTimeoutEndsARun() {
    try (Graph loop = new Graph();
        Session session = new Session(loop)) {
      Output end = endless(loop);
      Duration timeout = Duration.ofMillis(20);
      assertThrows(
          DeadlineExceededException.class,
          () -> session.runner().fetch(end).timeout(timeout).run());
      try (var callable = session.callable(List.of(), List.of(end), timeout)) {
        assertThrows(DeadlineExceededException.class, callable::run);
      }
    }
  }

  @Test
  void theProfilerSeesRuns() {
    try (Session session = new Session(graph);
        Tensor two = Tensor.of(2f)) {
      Profiler.start();
      assertThrows(FailedPreconditionException.class, Profiler::start);
      session.runner().feed(x, two).fetch(y).run().forEach(Tensor::close);
      String trace = new String(Profiler.stop(), StandardCharsets.UTF_8);
      // Both ops of the graph run as one loop.
      assertTrue(trace.contains("\"name\":\"_HbChain\",\"cat\":\"op\""), trace);
      assertThrows(FailedPreconditionException.class, Profiler::stop);
    }
  }

  @Test
  void variablesKeepValuesAndAreSaved(@TempDir Path folder) {
    Output handle =
        StateOps.varHandleOp(scope, DType.FLOAT, Shape.of(2), o -> o.sharedName("v"));
    Operation assign =
        StateOps.assignVariableOp(scope, handle, scope.constant(new float[] {1, 2}));
    Output value = StateOps.readVariableOp(scope, handle, DType.FLOAT);
    Output product = value.mul(x);
    Path model = folder.resolve("m\u00f6del");
    try (Session session = new Session(graph)) {
      assertThrows(FailedPreconditionException.class, () -> session.run(value));
      session.run(assign);
      try (Tensor read = session.run(value)) {
        assertArrayEquals(new float[] {1, 2}, read.floats());
      }
      SavedModel.write(
          session,
          model,
          new SavedModel.Signature(
              SavedModel.SERVING_DEFAULT,
              List.of(SavedModel.argument("factor", x)),
              List.of(SavedModel.argument("product", product))));
    }
    try (SavedModel loaded = SavedModel.load(model);
        Tensor three = Tensor.of(3f)) {
      SavedModel.Signature signature = loaded.signatures().get(SavedModel.SERVING_DEFAULT);
      assertEquals("factor", signature.inputs().get(0).name());
      assertEquals(DType.FLOAT, signature.outputs().get(0).dtype());
      Map<String, Tensor> results =
          loaded.run(SavedModel.SERVING_DEFAULT, Map.of("factor", three));
      assertArrayEquals(new float[] {3, 6}, results.get("product").floats());
      results.values().forEach(Tensor::close);
      assertThrows(NotFoundException.class, () -> loaded.run("other", Map.of()));
      assertThrows(
          InvalidArgumentException.class,
          () -> loaded.run(SavedModel.SERVING_DEFAULT, Map.of("x", three)));
    }
    assertThrows(NotFoundException.class, () -> SavedModel.load(folder.resolve("nothing")));
  }
}
