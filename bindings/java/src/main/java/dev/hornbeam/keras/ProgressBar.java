package dev.hornbeam.keras;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/** Shows a fit: on a terminal one line that moves, elsewhere one line an epoch. */
final class ProgressBar {
  private static final int WIDTH = 24;

  private final long epochs;
  private final Appendable out;
  private final boolean terminal;
  private int shown;

  ProgressBar(long epochs, Appendable out) {
    this.epochs = epochs;
    this.out = out;
    terminal = System.console() != null && (out == System.err || out == System.out);
  }

  boolean wantsBatches() {
    return terminal;
  }

  void show(Event event, boolean end) {
    String line = line(event, end);
    StringBuilder text = new StringBuilder();
    if (terminal) {
      // Blanks cover what is left of a longer line.
      text.append('\r').append(line).append(" ".repeat(Math.max(0, shown - line.length())));
    } else {
      text.append(line);
    }
    if (end) {
      text.append('\n');
    }
    shown = end ? 0 : line.length();
    try {
      out.append(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (out instanceof java.io.PrintStream stream) {
      stream.flush();
    }
  }

  String line(Event event, boolean end) {
    StringBuilder line = new StringBuilder();
    line.append("epoch ").append(event.epoch() + 1).append('/').append(epochs);
    if (!end && event.batches() > 0) {
      int done = (int) (WIDTH * event.batch() / event.batches());
      line.append(" [").append("=".repeat(done)).append(".".repeat(WIDTH - done)).append(']');
    }
    line.append(' ').append(event.batch());
    if (event.batches() > 0) {
      line.append('/').append(event.batches());
    }
    double step = event.batch() > 0 ? event.seconds() / event.batch() : 0;
    if (end) {
      line.append(' ').append(time(event.seconds()));
    }
    line.append(", ").append(time(step)).append("/step");
    if (!end && event.batches() > 0) {
      line.append(", ").append(time(step * (event.batches() - event.batch()))).append(" left");
    }
    for (Map.Entry<String, Double> log : event.logs().entrySet()) {
      line.append(String.format(Locale.ROOT, " - %s: %.4g", log.getKey(), log.getValue()));
    }
    return line.toString();
  }

  private static String time(double seconds) {
    if (seconds < 1e-3) {
      return String.format(Locale.ROOT, "%.0f us", seconds * 1e6);
    } else if (seconds < 1) {
      return String.format(Locale.ROOT, "%.3g ms", seconds * 1e3);
    } else if (seconds < 60) {
      return String.format(Locale.ROOT, "%.3g s", seconds);
    }
    return String.format(Locale.ROOT, "%d:%02d", (int) seconds / 60, (int) seconds % 60);
  }
}
