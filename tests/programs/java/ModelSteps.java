import dev.hornbeam.Tensor;
import dev.hornbeam.keras.Batch;
import dev.hornbeam.keras.BuiltinCallback;
import dev.hornbeam.keras.CompileOptions;
import dev.hornbeam.keras.Event;
import dev.hornbeam.keras.FitOptions;
import dev.hornbeam.keras.History;
import dev.hornbeam.keras.Input;
import dev.hornbeam.keras.Keras;
import dev.hornbeam.keras.Layer;
import dev.hornbeam.keras.Loss;
import dev.hornbeam.keras.Metric;
import dev.hornbeam.keras.Model;
import dev.hornbeam.keras.Optimizer;
import dev.hornbeam.keras.Sequential;
import dev.hornbeam.keras.Symbol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The steps of a program that are about layers and models. */
final class ModelSteps implements AutoCloseable {
  private final GraphSteps graphs;
  private final Consumer<String> say;
  private final Parts parts = new Parts();
  private final Map<String, Layer> layers = new HashMap<>();
  private final Map<String, Symbol> symbols = new HashMap<>();
  private final Map<String, List<String>> calls = new HashMap<>();
  private final Map<String, Model> models = new HashMap<>();

  ModelSteps(GraphSteps graphs, Consumer<String> say) {
    this.graphs = graphs;
    this.say = say;
  }

  void run(Words.Line line) {
    String name = line.words().size() > 1 ? line.word(1) : "";
    Model model = models.get(name);
    switch (line.word(0)) {
      case "seed" -> Keras.setRandomSeed(Long.parseLong(name));
      case "part" -> parts.put(name, part(line));
      case "layer" -> layers.put(name, layer(line));
      case "model_layer" -> layers.put(name, models.get(line.word(2)).asLayer());
      case "input" -> symbols.put(name, input(line));
      case "call" -> calls.put(name, line.words().subList(2, line.words().size()));
      case "sequential" ->
          models.put(
              name,
              Sequential.of(
                  line.words().stream().skip(2).map(layers::get).toArray(Layer[]::new)));
      case "functional" -> models.put(name, Model.of(all(line.word(2)), all(line.word(3))));
      case "typed" -> typed(line);
      case "compile" -> compile(line, model);
      case "fit" -> sayHistory(fit(line, model));
      case "batch" -> say.accept(Words.shown(model.trainOnBatch(batch(line))));
      case "evaluate" ->
          say.accept(
              Words.shown(
                  model.evaluate(batch(line), Long.parseLong(line.option("batch_size", "0")))));
      case "predict" -> predict(line, model);
      case "weights" -> model.weights().forEach(this::sayAndClose);
      case "set_weights" ->
          model.setWeights(line.words().stream().skip(2).map(graphs::tensor).toList());
      case "rate" -> say.accept(Words.bits(model.learningRate()));
      case "set_rate" -> model.setLearningRate(Double.parseDouble(line.word(2)));
      case "summary" -> say.accept(Words.quoted(model.summary()));
      case "config" -> say.accept(model.toJson());
      case "save" -> model.save(Path.of(line.word(2)));
      case "load" -> models.put(name, Model.load(Path.of(line.word(2))));
      case "save_weights" -> model.saveWeights(Path.of(line.word(2)));
      case "load_weights" -> model.loadWeights(Path.of(line.word(2)));
      default -> throw new IllegalArgumentException("there is no '" + line.word(0) + "'");
    }
  }

  private void sayAndClose(Tensor tensor) {
    say.accept(Words.shown(tensor));
    tensor.close();
  }

  private dev.hornbeam.keras.Part part(Words.Line line) {
    String kind = line.word(2);
    String of = line.word(3);
    if (!of.startsWith("own:")) {
      return parts.make(kind, of, line.options());
    }
    return switch (kind) {
      case "loss" -> Own.loss(of.substring(4));
      case "metric" -> Own.metric(of.substring(4));
      default -> Own.optimizer(line.options());
    };
  }

  private Layer layer(Words.Line line) {
    if (line.word(2).equals("own:Scale")) {
      return Own.scale();
    }
    return (Layer) parts.make("layer", line.word(2), line.options());
  }

  private static Symbol input(Words.Line line) {
    return Input.of(
        line.option("name", null),
        Words.type(line.option("dtype", "float32")),
        Words.sizes(line.word(2)));
  }

  /** A symbol; a call is made when it is first needed. */
  private Symbol symbol(String name) {
    if (!symbols.containsKey(name)) {
      List<String> call = calls.get(name);
      Symbol[] inputs = call.stream().skip(1).map(this::symbol).toArray(Symbol[]::new);
      symbols.put(name, layers.get(call.get(0)).call(inputs));
    }
    return symbols.get(name);
  }

  private List<Symbol> all(String names) {
    return Words.split(names, ",").stream().map(this::symbol).toList();
  }

  private List<Tensor> tensors(String names, String separator) {
    return Words.split(names, separator).stream().map(graphs::tensor).toList();
  }

  private List<Tensor> data(Words.Line line, String option) {
    return tensors(line.option(option, ""), ",");
  }

  private Batch batch(Words.Line line) {
    return new Batch(data(line, "x"), data(line, "y"), data(line, "sample_weight"));
  }

  private void typed(Words.Line line) {
    List<Tensor> data = line.words().stream().skip(3).map(graphs::tensor).toList();
    Own.Trained trained = Own.typed(line.word(2), data);
    models.put(line.word(1), trained.model());
    sayHistory(trained.history());
  }

  private void compile(Words.Line line, Model model) {
    List<Optimizer> optimizer = parts.list(line.option("optimizer", ""));
    List<Loss> losses = parts.list(line.option("loss", ""));
    List<Metric> metrics = parts.list(line.option("metrics", ""));
    List<Metric> weighted = parts.list(line.option("weighted_metrics", ""));
    CompileOptions options = CompileOptions.of(optimizer.get(0), losses.toArray(new Loss[0]));
    options.metrics(metrics.toArray(new Metric[0]));
    options.weightedMetrics(weighted.toArray(new Metric[0]));
    options.lossWeights(
        Words.split(line.option("loss_weights", ""), ",").stream()
            .mapToDouble(Double::parseDouble)
            .toArray());
    model.compile(options);
  }

  private void sayHistory(History history) {
    new TreeMap<>(history.logs())
        .forEach(
            (name, values) ->
                say.accept(
                    name
                        + values.stream()
                            .map(v -> " " + Words.bits(v))
                            .collect(Collectors.joining())));
  }

  private void listen(FitOptions options, long stopAfter) {
    options
        .onEpochBegin(e -> say.accept("begin " + e.epoch()))
        .onBatchEnd(e -> say.accept("step " + e.batch() + " " + Words.shown(e.logs())))
        .onEpochEnd(e -> epochEnd(e, stopAfter));
  }

  private void epochEnd(Event event, long stopAfter) {
    say.accept("end " + event.epoch() + " " + Words.shown(event.logs()));
    if (event.epoch() + 1 == stopAfter) {
      event.stopTraining();
    }
  }

  private FitOptions options(Words.Line line) {
    FitOptions options = FitOptions.epochs(Long.parseLong(line.option("epochs", "1")));
    line.options()
        .forEach(
            (name, word) -> {
              switch (name) {
                case "initial_epoch" -> options.initialEpoch(Long.parseLong(word));
                case "batch_size" -> options.batchSize(Long.parseLong(word));
                case "steps_per_epoch" -> options.stepsPerEpoch(Long.parseLong(word));
                case "validation_split" -> options.validationSplit(Double.parseDouble(word));
                case "validation_x" ->
                    options.validationData(
                        graphs.tensor(word), graphs.tensor(line.option("validation_y", "")));
                case "sample_weight" -> options.sampleWeight(graphs.tensor(word));
                case "shuffle" -> options.shuffle(Boolean.parseBoolean(word));
                case "seed" -> options.seed(Long.parseLong(word));
                case "callbacks" ->
                    options.callbacks(parts.list(word).toArray(new BuiltinCallback[0]));
                case "listen" -> listen(options, Long.parseLong(line.option("stop_after", "0")));
                case "class_weight" -> options.classWeight(weights(word));
                default -> {}
              }
            });
    return options;
  }

  private static Map<Integer, Double> weights(String word) {
    Map<Integer, Double> weights = new HashMap<>();
    for (String pair : Words.split(word, ",")) {
      String[] sides = pair.split(":");
      weights.put(Integer.valueOf(sides[0]), Double.valueOf(sides[1]));
    }
    return weights;
  }

  private History fit(Words.Line line, Model model) {
    FitOptions options = options(line);
    String batches = line.option("batches", "");
    if (batches.isEmpty()) {
      return model.fit(data(line, "x"), data(line, "y"), options);
    }
    List<Batch> list = new ArrayList<>();
    for (String names : Words.split(batches, ",")) {
      List<Tensor> t = tensors(names, "/");
      list.add(new Batch(t.subList(0, 1), t.subList(1, 2), t.subList(2, t.size())));
    }
    return model.fit(list, options);
  }

  private static String predicted(Model model, Tensor[] x) {
    List<String> found = new ArrayList<>();
    for (Tensor tensor : model.predictAll(x)) {
      found.add(Words.shown(tensor));
      tensor.close();
    }
    return String.join(" ", found);
  }

  private void predict(Words.Line line, Model model) {
    Tensor[] x = data(line, "x").toArray(new Tensor[0]);
    int threads = Integer.parseInt(line.option("threads", "1"));
    int times = Integer.parseInt(line.option("times", "1"));
    if (threads == 1) {
      say.accept(predicted(model, x));
      return;
    }
    say.accept(
        Runner.inThreads(
            threads,
            () -> {
              String[] found = new String[times];
              Arrays.setAll(found, i -> predicted(model, x));
              return Arrays.stream(found).distinct().count() == 1 ? found[0] : "differs";
            }));
  }

  @Override
  public void close() {
    models.values().forEach(Model::close);
    symbols.values().forEach(Symbol::close);
    layers.values().forEach(Layer::close);
  }
}
