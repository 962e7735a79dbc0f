package dev.hornbeam;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hornbeam.internal.Handle;
import dev.hornbeam.keras.Losses;
import dev.hornbeam.keras.Sequential;
import dev.hornbeam.keras.layers.Dense;
import dev.hornbeam.keras.optimizers.SGD;
import dev.hornbeam.op.ArrayOps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing is left behind by many calls: neither handles nor memory. */
class LeakTest {
  private static final int CALLS =
      Integer.getInteger("hornbeam.leak.calls", 1_000_000);

  /** Resident memory in KiB. */
  private static long resident() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no VmRSS");
  }

  private static void collect() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(20);
    }
  }

  /** Runs `call` for a while, then a million times, and compares. */
  private static void check(String what, int calls, Runnable call) throws Exception {
    for (int i = 0; i < calls / 10; i++) {
      call.run();
    }
    collect();
    long handles = Handle.live();
    long before = resident();
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    collect();
    long after = resident();
    System.out.printf(
        "%s: %,d calls, handles %d -> %d, resident %,d -> %,d KiB%n",
        what, calls, handles, Handle.live(), before, after);
    // Garbage of before may go meanwhile.
    assertTrue(Handle.live() <= handles, Handle.live() + " handles are left, not " + handles);
    // The heap may still grow; a leak of 32 bytes a call would be 31 MiB.
    assertTrue(after - before < 24 * 1024, "resident memory grew by " + (after - before) + " KiB");
  }

  @Test
  void runs() throws Exception {
    try (Graph graph = new Graph();
        Session session = new Session(graph, 1)) {
      Output x = ArrayOps.placeholder(graph.scope(), DType.FLOAT);
      Output y = x.add(1);
      try (var callable = session.callable(List.of(x), List.of(y))) {
        check(
            "tensor, run, read",
            CALLS,
            () -> {
              try (Tensor in = Tensor.of(2f);
                  Tensor out = callable.run(in)[0]) {
                if (out.floatValue() != 3) {
                  throw new AssertionError("wrong");
                }
              }
            });
        check(
            "errors",
            CALLS / 10,
            () -> {
              try (Tensor in = Tensor.of(2)) {
                callable.run(in);
                throw new AssertionError("no error");
              } catch (InvalidArgumentException e) {
                // What was wanted.
              }
            });
      }
    }
  }

  @Test
  void textAndBuffers() throws Exception {
    String text = "longer than the 22 bytes that lie inside an element";
    check(
        "text",
        CALLS / 10,
        () -> {
          try (Tensor tensor = Tensor.of(new String[] {text, text})) {
            if (!tensor.strings()[1].equals(text)) {
              throw new AssertionError("wrong");
            }
          }
        });
    var direct =
        java.nio.ByteBuffer.allocateDirect(64).order(java.nio.ByteOrder.nativeOrder());
    check(
        "buffers",
        CALLS / 10,
        () -> {
          try (Tensor tensor = Tensor.of(DType.FLOAT, Shape.of(16), direct)) {
            tensor.buffer().getFloat(0);
          }
        });
  }

  @Test
  void unclosedTensorsAreCollected() throws Exception {
    collect();
    long handles = Handle.live();
    for (int i = 0; i < 20_000; i++) {
      Tensor.of(new float[] {i});
    }
    for (int i = 0; i < 200 && Handle.live() > handles; i++) {
      collect();
    }
    assertTrue(Handle.live() <= handles, Handle.live() + " handles are left, not " + handles);
  }

  @Test
  void modelsAndLambdas() throws Exception {
    try (Tensor x = Tensor.of(new float[][] {{1}, {2}});
        Tensor y = Tensor.of(new float[][] {{2}, {4}})) {
      Runnable program =
          () -> {
            try (var model = Sequential.of(Dense.of(1))) {
              model.compile(
                  SGD.of(0.01),
                  dev.hornbeam.keras.Loss.of("own", (t, p) -> t.sub(p).square()));
              model.trainOnBatch(x, y);
              model.predict(x).close();
            }
          };
      program.run();
      for (int i = 0; i < 100; i++) {
        program.run();
      }
      try (var model = Sequential.of(Dense.of(1))) {
        model.compile(SGD.of(0.01), Losses.meanSquaredError());
        check("predict", CALLS / 2, () -> model.predict(x).close());
        check("train on batch", CALLS / 20, () -> model.trainOnBatch(x, y));
      }
    }
  }
}
