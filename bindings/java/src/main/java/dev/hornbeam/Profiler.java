package dev.hornbeam;

import dev.hornbeam.internal.Native;
import dev.hornbeam.internal.Text;

/** Where the time goes: a trace of all runs of the process, those of fits and predictions too. */
public final class Profiler {
  private Profiler() {}

  /**
   * Begins to collect.
   *
   * @throws FailedPreconditionException if the profiler is running
   */
  public static void start() {
    Native.HB_ProfilerStart();
  }

  /**
   * Ends it.
   *
   * @return the trace: JSON in Chrome's trace event format, UTF-8, which chrome://tracing and
   *     Perfetto show
   * @throws FailedPreconditionException if the profiler is not running
   */
  public static byte[] stop() {
    return Text.bytes(Native::HB_ProfilerStop);
  }
}
