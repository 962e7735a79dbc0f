import dev.hornbeam.HornbeamException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Runs programs of tests/programs/list on Hornbeam's Java interface. Usage: Runner PROGRAMS DATA.
 * README.md says what the lines of a program mean.
 */
public final class Runner {
  private final List<String> lines;
  private final StringBuilder out = new StringBuilder();
  private final Path data;
  private int number;

  private Runner(List<String> lines, Path data) {
    this.lines = lines;
    this.data = data;
  }

  private void say(String text) {
    out.append(number).append(": ").append(text).append('\n');
  }

  private static void step(String line, GraphSteps graphs, ModelSteps models) {
    if (line.startsWith("repeat ")) {
      String[] words = line.split(" ", 3);
      for (int i = 0; i < Integer.parseInt(words[1]); i++) {
        step(words[2], graphs, models);
      }
      return;
    }
    Words.Line words = Words.Line.of(line);
    if (!graphs.run(words)) {
      models.run(words);
    }
  }

  private String run() {
    try (GraphSteps graphs = new GraphSteps(data, this::say);
        ModelSteps models = new ModelSteps(graphs, this::say)) {
      for (String line : lines) {
        number++;
        String[] words = line.split(" ", 3);
        boolean wanted = words[0].equals("fails") || words[0].equals("refuses");
        try {
          step(wanted ? words[2] : line, graphs, models);
          if (wanted) {
            say("is fine");
          }
        } catch (HornbeamException e) {
          String message = words[0].equals("refuses") ? "" : " " + Words.quoted(e.getMessage());
          say("error " + e.code() + message);
          if (!wanted) {
            break;
          }
        }
      }
    }
    return out.toString();
  }

  /** What a function gives in each of some threads at once, if that is all the same. */
  static String inThreads(int count, Supplier<String> function) {
    String[] texts = new String[count];
    Thread[] threads = new Thread[count];
    for (int i = 0; i < count; i++) {
      int place = i;
      threads[i] = new Thread(() -> texts[place] = function.get());
      threads[i].start();
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    boolean same = Arrays.stream(texts).allMatch(text -> texts[0].equals(text));
    return same ? texts[0] : texts[0] + "threads differ\n";
  }

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    Path data = Path.of(args[1]);
    List<List<String>> programs = new ArrayList<>();
    for (String text : Files.readAllLines(Path.of(args[0]))) {
      String line = text.replaceFirst("#.*", "").trim();
      if (line.startsWith("program ")) {
        programs.add(new ArrayList<>());
      }
      if (!line.isEmpty()) {
        programs.get(programs.size() - 1).add(line);
      }
    }
    for (List<String> program : programs) {
      String[] head = program.get(0).split(" ");
      List<String> lines = program.subList(1, program.size());
      int threads = head.length > 2 ? Integer.parseInt(head[2]) : 1;
      out.print("program " + head[1] + "\n");
      if (threads == 1) {
        out.print(new Runner(lines, data).run());
      } else {
        out.print(inThreads(threads, () -> new Runner(lines, data).run()));
      }
    }
    out.flush();
  }
}
