import java.util.Locale;

/** The time of a call: the best mean of many chunks of calls. */
final class Timing {
  private static final int CHUNKS = 60;
  private static final int CALLS = 200;
  private static final int WARM_UP = 20000; // the compiler needs it

  private Timing() {}

  interface Call {
    void run() throws Exception;
  }

  private static double microseconds(Call call) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      call.run();
    }
    double best = Double.MAX_VALUE;
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      long start = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      best = Math.min(best, (System.nanoTime() - start) / 1e3 / CALLS);
    }
    return best;
  }

  static void report(Call trivial, Call predict) throws Exception {
    System.out.println(
        String.format(
            Locale.ROOT,
            "{\"trivial\": %.4f, \"predict\": %.4f}",
            microseconds(trivial),
            microseconds(predict)));
  }

  static float[] image() {
    float[] values = new float[784];
    for (int i = 0; i < 784; i++) {
      values[i] = i / 784f;
    }
    return values;
  }
}
