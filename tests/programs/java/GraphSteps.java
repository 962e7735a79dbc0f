import dev.hornbeam.Graph;
import dev.hornbeam.Operation;
import dev.hornbeam.OperationBuilder;
import dev.hornbeam.Output;
import dev.hornbeam.SavedModel;
import dev.hornbeam.Session;
import dev.hornbeam.Shape;
import dev.hornbeam.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The steps of a program that are about tensors and graphs. */
final class GraphSteps implements AutoCloseable {
  private final Path data;
  private final Consumer<String> say;
  private final Map<String, Tensor> tensors = new HashMap<>();
  private final Map<String, Operation> operations = new HashMap<>();
  private final Map<String, Output> derived = new HashMap<>();
  private Graph graph;
  private Session session;

  GraphSteps(Path data, Consumer<String> say) {
    this.data = data;
    this.say = say;
  }

  Tensor tensor(String name) {
    return tensors.get(name);
  }

  /** Runs a step; false when it is none of these. */
  boolean run(Words.Line line) {
    switch (line.word(0)) {
      case "tensor" -> tensors.put(line.word(1), Words.tensor(rest(line), data));
      case "show" -> say.accept(Words.shown(tensors.get(line.word(1))));
      case "graph" -> graph = new Graph();
      case "const" ->
          operations.put(
              line.word(1), graph.scope().constant(tensors.get(line.word(2))).operation());
      case "op" -> operation(line);
      case "gradients" -> gradients(line);
      case "session" -> session = new Session(graph);
      case "close" -> session.close();
      case "run" -> runSession(line);
      case "callable" -> callable(line);
      case "serve" -> serve(line);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Words.Line rest(Words.Line line) {
    return new Words.Line(line.words().subList(1, line.words().size()), line.options());
  }

  private Output find(String word) {
    if (derived.containsKey(word)) {
      return derived.get(word);
    }
    int colon = word.indexOf(':');
    String name = colon < 0 ? word : word.substring(0, colon);
    return operations.get(name).output(colon < 0 ? 0 : Integer.parseInt(word.substring(colon + 1)));
  }

  private List<Output> findAll(String list) {
    List<Output> found = new ArrayList<>();
    for (String word : Words.split(list.equals("-") ? "" : list, ",")) {
      found.add(find(word));
    }
    return found;
  }

  private void operation(Words.Line line) {
    OperationBuilder builder = graph.scope().op(line.word(2));
    for (String word : line.words().subList(3, line.words().size())) {
      if (word.startsWith("[")) {
        builder.inputs(findAll(word.substring(1, word.length() - 1)));
      } else {
        builder.input(find(word));
      }
    }
    line.options().forEach((name, word) -> attr(builder, name, word));
    operations.put(line.word(1), builder.build());
  }

  private static void attr(OperationBuilder builder, String name, String word) {
    int colon = word.indexOf(':');
    String text = word.substring(colon + 1);
    switch (word.substring(0, colon)) {
      case "type" -> builder.attr(name, Words.type(text));
      case "int" -> builder.attr(name, Long.parseLong(text));
      case "float" -> builder.attr(name, Float.parseFloat(text));
      case "bool" -> builder.attr(name, Boolean.parseBoolean(text));
      case "shape" -> builder.attr(name, Shape.of(Words.sizes(text)));
      case "ints" -> builder.attr(name, Words.sizes(text));
      default -> builder.attr(name, Words.decoded(text));
    }
  }

  private void gradients(Words.Line line) {
    List<String> names = Words.split(line.word(1), ",");
    List<Output> found = graph.gradients(findAll(line.word(2)), findAll(line.word(3)));
    for (int i = 0; i < names.size(); i++) {
      derived.put(names.get(i), found.get(i));
      if (found.get(i) == null) {
        say.accept(names.get(i) + " is not there");
      }
    }
  }

  private void sayAll(Iterable<Tensor> values) {
    for (Tensor value : values) {
      say.accept(Words.shown(value));
      value.close();
    }
  }

  private void runSession(Words.Line line) {
    Session.Runner runner = session.runner();
    line.options().forEach((name, tensor) -> runner.feed(find(name), tensors.get(tensor)));
    findAll(line.word(1)).forEach(runner::fetch);
    if (line.words().size() > 2) {
      Words.split(line.word(2), ",").forEach(name -> runner.target(operations.get(name)));
    }
    sayAll(runner.run());
  }

  private void callable(Words.Line line) {
    List<Output> feeds = new ArrayList<>();
    List<Tensor> values = new ArrayList<>();
    line.options()
        .forEach(
            (name, tensor) -> {
              feeds.add(find(name));
              values.add(tensors.get(tensor));
            });
    try (var callable = session.callable(feeds, findAll(line.word(1)))) {
      sayAll(List.of(callable.run(values.toArray(new Tensor[0]))));
    }
  }

  /** A SavedModel of anyone, by its signature. */
  private void serve(Words.Line line) {
    try (SavedModel model = SavedModel.load(Path.of(line.word(1)))) {
      Map<String, Tensor> inputs = new HashMap<>();
      line.options().forEach((name, tensor) -> inputs.put(name, tensors.get(tensor)));
      sayAll(model.run(SavedModel.SERVING_DEFAULT, inputs).values());
    }
  }

  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
    if (session != null) {
      session.close();
    }
    if (graph != null) {
      graph.close();
    }
  }
}
