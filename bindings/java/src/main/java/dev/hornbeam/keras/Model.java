package dev.hornbeam.keras;

import dev.hornbeam.CancellationToken;
import dev.hornbeam.Tensor;
import dev.hornbeam.internal.Access;
import dev.hornbeam.internal.Fast;
import dev.hornbeam.internal.Handle;
import dev.hornbeam.internal.Json;
import dev.hornbeam.internal.Native;
import dev.hornbeam.internal.Text;
import dev.hornbeam.internal.Upcalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A model: layers that are compiled, trained, saved and loaded together.
 *
 * <p>Any number of threads may predict at the same time, also while the model is trained. What
 * changes or evaluates the model takes turns. Closing a model during calls is safe: they finish,
 * later ones throw {@link dev.hornbeam.CancelledException}.
 */
public final class Model implements AutoCloseable {
  private final Handle handle;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile int outputs; // 0 before the model is built

  Model(long address) {
    handle = new Handle(this, Handle.Kind.MODEL, address);
  }

  /**
   * A model of all that lies between inputs and outputs.
   *
   * @param inputs made by {@link Input#of}
   * @param outputs made by calls of layers
   */
  public static Model of(List<Symbol> inputs, List<Symbol> outputs) {
    return of(null, inputs, outputs);
  }

  /**
   * A model with one input and one output.
   *
   * @param input made by {@link Input#of}
   * @param output made by calls of layers
   */
  public static Model of(Symbol input, Symbol output) {
    return of(null, List.of(input), List.of(output));
  }

  /**
   * A model of all that lies between inputs and outputs.
   *
   * @param name of the model; null lets the library choose
   * @param inputs made by {@link Input#of}
   * @param outputs made by calls of layers
   */
  public static Model of(String name, List<Symbol> inputs, List<Symbol> outputs) {
    Handle[] in = inputs.stream().map(Symbol::handle).toArray(Handle[]::new);
    Handle[] out = outputs.stream().map(Symbol::handle).toArray(Handle[]::new);
    long[] from = Handle.useAll(in);
    try {
      long[] to = Handle.useAll(out);
      try {
        return new Model(Native.HB_ModelNew(from, to, Text.name(name)));
      } finally {
        Handle.doneAll(out);
      }
    } finally {
      Handle.doneAll(in);
    }
  }

  /**
   * A model from its config, with new weights.
   *
   * @param json as {@link #toJson} and Keras 3 write it
   */
  public static Model fromJson(String json) {
    return new Model(Native.HB_ModelFromConfig(Text.utf8(json)));
  }

  /**
   * Loads a model that any language saved. It predicts as before, and when it had been compiled it
   * trains on as before. Its graph may touch files in its own folder only.
   *
   * @param folder of the SavedModel
   */
  public static Model load(Path folder) {
    return load(folder, false);
  }

  /**
   * As {@link #load(Path)}.
   *
   * @param folder of the SavedModel
   * @param allFiles whether the model's graph may touch files outside its folder
   */
  public static Model load(Path folder, boolean allFiles) {
    long options = Native.new_HB_LoadOptions();
    try {
      Native.HB_LoadOptions_file_access_set(options, allFiles ? 0 : 1);
      return new Model(Native.HB_ModelLoad(Text.name(folder.toString()), options));
    } finally {
      Native.delete_HB_LoadOptions(options);
    }
  }

  /**
   * Says how the model is trained.
   *
   * @param optimizer changes the weights
   * @param loss what training makes small
   * @param metrics what is reported besides
   */
  public void compile(Optimizer optimizer, Loss loss, Metric... metrics) {
    compile(CompileOptions.of(optimizer, loss).metrics(metrics));
  }

  /**
   * Says how the model is trained.
   *
   * @param options also for several outputs
   */
  public void compile(CompileOptions options) {
    inTurn(
        model -> {
          for (CustomPart part : options.customParts()) {
            // The library releases the reference, also when this call fails.
            Native.HB_ModelAddLoss(
                model,
                Text.name(((Part) part).className()),
                Upcalls.traceFunction(),
                Upcalls.reference(Tracing.ofLoss(part.function())),
                Upcalls.releaseFunction());
          }
          if (options.optimizer() instanceof CustomOptimizer own) {
            Native.HB_ModelAddOptimizer(
                model,
                Text.name(own.className()),
                Upcalls.traceFunction(),
                Upcalls.reference(Tracing.ofOptimizer(own.function())),
                Upcalls.releaseFunction());
          }
          Native.HB_ModelCompile(model, Text.utf8(Json.write(options.json())));
          return null;
        });
  }

  /**
   * Trains the model for one epoch.
   *
   * @param x the samples
   * @param y their labels
   */
  public History fit(Tensor x, Tensor y) {
    return fit(x, y, FitOptions.defaults());
  }

  /**
   * Trains the model.
   *
   * @param x the samples
   * @param y their labels
   * @param options how to train
   * @return losses and metrics of all epochs
   * @throws dev.hornbeam.CancelledException when the options' token is cancelled
   */
  public History fit(Tensor x, Tensor y, FitOptions options) {
    return fit(List.of(x), List.of(y), options);
  }

  /**
   * Trains a model with several inputs or outputs.
   *
   * @param x one array for each input
   * @param y one array for each output
   * @param options how to train
   */
  public History fit(List<Tensor> x, List<Tensor> y, FitOptions options) {
    return inTurn(model -> new Fit(this, options, null).run(model, x, y));
  }

  /**
   * Trains the model with batches that the program makes.
   *
   * @param data asked for an iterator when an epoch begins; the tensors of a batch must stay as
   *     they are until the next one is asked for
   * @param options how to train
   */
  public History fit(Iterable<Batch> data, FitOptions options) {
    return inTurn(model -> new Fit(this, options, data).run(model, List.of(), List.of()));
  }

  /**
   * Makes one training step.
   *
   * @param batch its samples
   * @return loss and metrics of the batch
   */
  public Map<String, Double> trainOnBatch(Batch batch) {
    return inTurn(
        model -> {
          try (Data data = new Data()) {
            long logs = data.memory().struct(Native.new_HB_Logs(), Native::delete_HB_Logs);
            Native.HB_ModelTrainOnBatch(model, data.arrays(batch), null, logs);
            return logs(logs);
          }
        });
  }

  /**
   * Makes one training step.
   *
   * @param x the samples
   * @param y their labels
   * @return loss and metrics of the batch
   */
  public Map<String, Double> trainOnBatch(Tensor x, Tensor y) {
    return trainOnBatch(Batch.of(x, y));
  }

  /**
   * Computes loss and metrics over all samples.
   *
   * @param x the samples
   * @param y their labels
   */
  public Map<String, Double> evaluate(Tensor x, Tensor y) {
    return evaluate(Batch.of(x, y), 0);
  }

  /**
   * Computes loss and metrics over all samples.
   *
   * @param samples any number
   * @param batchSize how many are processed at once; 0 for 32
   */
  public Map<String, Double> evaluate(Batch samples, long batchSize) {
    return evaluate(samples, batchSize, null);
  }

  /**
   * Computes loss and metrics over all samples.
   *
   * @param samples any number
   * @param batchSize how many are processed at once; 0 for 32
   * @param token ends the call within a step when it is cancelled; may be null
   */
  public Map<String, Double> evaluate(Batch samples, long batchSize, CancellationToken token) {
    return inTurn(
        model -> {
          try (Data data = new Data()) {
            long logs = data.memory().struct(Native.new_HB_Logs(), Native::delete_HB_Logs);
            long stop = token == null ? 0 : data.use(token);
            Native.HB_ModelEvaluateWithToken(
                model, data.arrays(samples), batchSize, logs, stop);
            return logs(logs);
          }
        });
  }

  /**
   * Computes the output of a model that has one.
   *
   * @param inputs one array of samples for each input, read in place
   * @return the output, which the caller closes
   */
  public Tensor predict(Tensor... inputs) {
    return predict(null, inputs);
  }

  /**
   * Computes the output of a model that has one.
   *
   * @param token ends the call within a batch when it is cancelled; may be null
   * @param inputs one array of samples for each input, read in place
   * @return the output, which the caller closes
   */
  public Tensor predict(CancellationToken token, Tensor... inputs) {
    Tensor[] all = predictAll(token, inputs);
    if (all.length == 1) {
      return all[0];
    }
    for (Tensor tensor : all) {
      tensor.close();
    }
    throw new dev.hornbeam.InvalidArgumentException(
        "the model has " + all.length + " outputs; use predictAll");
  }

  /**
   * Computes all outputs.
   *
   * @param inputs one array of samples for each input, read in place
   * @return one array for each output, which the caller closes
   */
  public Tensor[] predictAll(Tensor... inputs) {
    return predictAll(null, inputs);
  }

  /**
   * Computes all outputs.
   *
   * @param token ends the call within a batch when it is cancelled; may be null
   * @param inputs one array of samples for each input, read in place
   * @return one array for each output, which the caller closes
   */
  public Tensor[] predictAll(CancellationToken token, Tensor... inputs) {
    long model = handle.use();
    try {
      Access access = Access.get();
      long[] in = new long[inputs.length];
      int used = 0;
      try {
        for (; used < in.length; used++) {
          in[used] = access.handle(inputs[used]).use();
        }
        if (outputs == 0) {
          build(model, in);
        }
        long[] out = new long[outputs];
        predict(model, in, out, token);
        Tensor[] results = new Tensor[out.length];
        for (int i = 0; i < out.length; i++) {
          results[i] = access.tensor(out[i]);
        }
        return results;
      } finally {
        for (int i = 0; i < used; i++) {
          access.handle(inputs[i]).done();
        }
      }
    } finally {
      handle.done();
    }
  }

  private static void predict(long model, long[] in, long[] out, CancellationToken token) {
    if (token == null) {
      Fast.predict(model, in, out, 0);
      return;
    }
    Handle stop = Access.get().handle(token);
    long address = stop.use();
    try {
      Fast.predict(model, in, out, address);
    } finally {
      stop.done();
    }
  }

  /** Asks how many outputs there are, after creating the weights if they are not there. */
  private void build(long model, long[] inputs) {
    int found = countOutputs(model);
    if (found == 0) {
      turn.lock();
      try {
        Native.HB_ModelBuild(model, inputs);
        found = countOutputs(model);
      } finally {
        turn.unlock();
      }
    }
    outputs = found;
  }

  private static int countOutputs(long model) {
    String text = Text.read(buffer -> Native.HB_ModelDescribe(model, buffer));
    Object found = Json.object(Json.parse(text)).get("outputs");
    return found == null ? 0 : Json.list(found).size();
  }

  /**
   * Creates the weights of a Sequential model whose first layer is no input.
   *
   * @param inputs arrays of the types and shapes of those to come
   */
  public void build(Tensor... inputs) {
    inTurn(
        model -> {
          try (Data data = new Data()) {
            Native.HB_ModelBuild(model, data.use(List.of(inputs)));
          }
          return null;
        });
  }

  /** Copies of all weights in Keras's order, which the caller closes. */
  public List<Tensor> weights() {
    return inTurn(
        model -> {
          long[] values = new long[Native.HB_ModelNumWeights(model)];
          Native.HB_ModelGetWeights(model, values);
          List<Tensor> found = new ArrayList<>();
          for (long value : values) {
            found.add(Access.get().tensor(value));
          }
          return found;
        });
  }

  /**
   * Sets all weights. When one is wrong none is changed.
   *
   * @param values in the order of {@link #weights}
   */
  public void setWeights(List<Tensor> values) {
    inTurn(
        model -> {
          try (Data data = new Data()) {
            Native.HB_ModelSetWeights(model, data.use(values));
          }
          return null;
        });
  }

  /** The learning rate of the next step. */
  public double learningRate() {
    return inTurn(Native::HB_ModelLearningRate);
  }

  /**
   * Sets the learning rate.
   *
   * @param rate of the steps to come
   */
  public void setLearningRate(double rate) {
    inTurn(
        model -> {
          Native.HB_ModelSetLearningRate(model, rate);
          return null;
        });
  }

  /** Forgets what the metrics have counted; fit and evaluate do so themselves. */
  public void resetMetrics() {
    inTurn(
        model -> {
          Native.HB_ModelResetMetrics(model);
          return null;
        });
  }

  /** A table of the layers with their output shapes and numbers of parameters. */
  public String summary() {
    return summary(80);
  }

  /**
   * A table of the layers.
   *
   * @param width characters in a line
   */
  public String summary(int width) {
    return inTurn(model -> Text.read(buffer -> Native.HB_ModelSummary(model, width, buffer)));
  }

  /** The config, as Keras 3 writes it. */
  public String toJson() {
    return inTurn(model -> Text.read(buffer -> Native.HB_ModelConfig(model, buffer)));
  }

  /** Names, types and shapes of inputs, outputs and weights, as JSON. */
  public String describe() {
    return inTurn(model -> Text.read(buffer -> Native.HB_ModelDescribe(model, buffer)));
  }

  /**
   * The model as a layer of another model; they share weights.
   *
   * @return a new layer
   */
  public Layer asLayer() {
    return inTurn(model -> Layer.takeOver("Functional", Native.HB_LayerFromModel(model)));
  }

  /**
   * Writes a SavedModel: TensorFlow loads it, every language of Hornbeam trains it on. A failed
   * call leaves what was there before.
   *
   * @param folder a SavedModel there is replaced
   */
  public void save(Path folder) {
    save(folder, true);
  }

  /**
   * As {@link #save(Path)}.
   *
   * @param folder a SavedModel there is replaced
   * @param withTraining whether the optimizer and the signatures for training are written
   */
  public void save(Path folder, boolean withTraining) {
    inTurn(
        model -> {
          long options = Native.new_HB_SaveOptions();
          try {
            Native.HB_SaveOptions_without_training_set(options, !withTraining);
            Native.HB_ModelSave(model, Text.name(folder.toString()), options);
          } finally {
            Native.delete_HB_SaveOptions(options);
          }
          return null;
        });
  }

  /**
   * Writes weights, and of a trained model the optimizer's state, as a TensorFlow checkpoint.
   *
   * @param prefix with what the names of the files begin
   */
  public void saveWeights(Path prefix) {
    inTurn(
        model -> {
          Native.HB_ModelSaveWeights(model, Text.name(prefix.toString()));
          return null;
        });
  }

  /**
   * Reads what {@link #saveWeights} wrote, in any language; a compiled model gets the optimizer's
   * state too.
   *
   * @param prefix with what the names of the files begin
   */
  public void loadWeights(Path prefix) {
    inTurn(
        model -> {
          Native.HB_ModelLoadWeights(model, Text.name(prefix.toString()));
          return null;
        });
  }

  /** Frees the model once the calls that run now have finished. */
  @Override
  public void close() {
    handle.close();
  }

  private interface Call<T> {
    T call(long model);
  }

  /** Calls while no other thread does so; a callback of the same thread may. */
  private <T> T inTurn(Call<T> call) {
    long model = handle.use();
    try {
      turn.lock();
      try {
        return call.call(model);
      } finally {
        turn.unlock();
      }
    } finally {
      handle.done();
    }
  }

  private static Map<String, Double> logs(long logs) {
    return Data.logs(
        Native.HB_Logs_count_get(logs),
        Native.HB_Logs_names_get(logs),
        Native.HB_Logs_values_get(logs));
  }
}
