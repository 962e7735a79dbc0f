package dev.hornbeam;

import dev.hornbeam.internal.Fast;
import dev.hornbeam.internal.Native;
import dev.hornbeam.internal.Text;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A SavedModel: a graph with values of its variables and named signatures. Any number of threads
 * may run one.
 *
 * <p>A graph can read and write files. Unless {@link #load(Path, boolean, String...)} is told
 * otherwise it may touch those in its own folder only.
 */
public final class SavedModel implements AutoCloseable {
  /** The signature that a model is served with. */
  public static final String SERVING_DEFAULT = "serving_default";

  /**
   * An input or output of a signature.
   *
   * @param name of the argument
   * @param output the tensor of the graph
   * @param dtype its element type
   * @param shape what is known of its shape
   */
  public record Argument(String name, Output output, DType dtype, Shape shape) {}

  /**
   * A function of the model.
   *
   * @param name such as {@code serving_default}
   * @param inputs sorted by name
   * @param outputs sorted by name
   */
  public record Signature(String name, List<Argument> inputs, List<Argument> outputs) {}

  private final Session session;
  private final Map<String, Signature> signatures;

  private SavedModel(Session session, Map<String, Signature> signatures) {
    this.session = session;
    this.signatures = signatures;
  }

  /**
   * Loads a model with the tag "serve".
   *
   * @param folder of the SavedModel
   */
  public static SavedModel load(Path folder) {
    return load(folder, false, "serve");
  }

  /**
   * Loads a model.
   *
   * @param folder of the SavedModel
   * @param allFiles whether its graph may touch files outside its folder
   * @param tags all tags of the wanted part, and no other
   */
  public static SavedModel load(Path folder, boolean allFiles, String... tags) {
    Graph graph = new Graph();
    long options = Native.new_HB_LoadOptions();
    long meta = Native.HB_NewBuffer();
    long address = graph.handle().use();
    Session session = null;
    boolean loaded = false;
    try {
      Native.HB_LoadOptions_file_access_set(options, allFiles ? 0 : 1);
      session =
          new Session(
              graph,
              Native.HB_LoadSavedModel(
                  0, options, Text.name(folder.toString()), Text.names(tags), address, meta));
      SavedModel model = new SavedModel(session, read(graph, meta));
      loaded = true;
      return model;
    } finally {
      graph.handle().done();
      if (!loaded) {
        if (session != null) {
          session.close();
        }
        graph.close();
      }
      Native.HB_DeleteBuffer(meta);
      Native.delete_HB_LoadOptions(options);
    }
  }

  private static Map<String, Signature> read(Graph graph, long meta) {
    Map<String, Signature> found = new LinkedHashMap<>();
    long list = Native.HB_MetaGraphDefSignatures(meta);
    try {
      for (int i = 0; i < Native.HB_SignatureListCount(list); i++) {
        String name = Text.string(Native.HB_SignatureListName(list, i));
        if (name.startsWith("__saved_model_")) {
          continue; // TensorFlow's own: names operations without outputs
        }
        found.put(
            name,
            new Signature(name, arguments(graph, list, i, true), arguments(graph, list, i, false)));
      }
      return found;
    } finally {
      Native.HB_DeleteSignatureList(list);
    }
  }

  private static List<Argument> arguments(Graph graph, long list, int index, boolean inputs) {
    int count =
        inputs
            ? Native.HB_SignatureListNumInputs(list, index)
            : Native.HB_SignatureListNumOutputs(list, index);
    List<Argument> found = new ArrayList<>();
    long tensor = Native.new_HB_SignatureTensor();
    try {
      for (int i = 0; i < count; i++) {
        if (inputs) {
          Native.HB_SignatureListInput(list, index, i, tensor);
        } else {
          Native.HB_SignatureListOutput(list, index, i, tensor);
        }
        String name = Text.string(Fast.text(Native.HB_SignatureTensor_name_get(tensor)));
        String output = Text.string(Fast.text(Native.HB_SignatureTensor_tensor_name_get(tensor)));
        found.add(
            new Argument(
                name,
                graph.output(output),
                DType.of(Native.HB_SignatureTensor_dtype_get(tensor)),
                shape(tensor)));
      }
      return found;
    } finally {
      Native.delete_HB_SignatureTensor(tensor);
    }
  }

  private static Shape shape(long tensor) {
    int rank = Native.HB_SignatureTensor_num_dims_get(tensor);
    if (rank < 0) {
      return Shape.unknown();
    }
    long[] sizes = new long[rank];
    if (rank > 0) {
      Fast.view(Native.HB_SignatureTensor_dims_get(tensor), 8L * rank)
          .order(ByteOrder.nativeOrder())
          .asLongBuffer()
          .get(sizes);
    }
    return Shape.of(sizes);
  }

  /** The functions of the model by name. */
  public Map<String, Signature> signatures() {
    return java.util.Collections.unmodifiableMap(signatures);
  }

  /** What runs the model. */
  public Session session() {
    return session;
  }

  /** The graph of the model. */
  public Graph graph() {
    return session.graph();
  }

  /**
   * Runs a signature.
   *
   * @param name such as {@link #SERVING_DEFAULT}
   * @param inputs a value for each input, by name
   * @return the values of all outputs by name, which the caller closes
   */
  public Map<String, Tensor> run(String name, Map<String, Tensor> inputs) {
    Signature signature = signatures.get(name);
    if (signature == null) {
      throw new NotFoundException(
          "the model has no signature '" + name + "'; it has " + signatures.keySet());
    }
    Session.Runner runner = session.runner();
    for (Argument input : signature.inputs()) {
      Tensor value = inputs.get(input.name());
      if (value == null) {
        throw new InvalidArgumentException(
            "the signature '" + name + "' needs the input '" + input.name() + "'");
      }
      runner.feed(input.output(), value);
    }
    if (inputs.size() != signature.inputs().size()) {
      throw new InvalidArgumentException(
          "the signature '" + name + "' has " + signature.inputs().size() + " inputs, not "
              + inputs.keySet());
    }
    signature.outputs().forEach(output -> runner.fetch(output.output()));
    List<Tensor> values = runner.run();
    Map<String, Tensor> found = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      found.put(signature.outputs().get(i).name(), values.get(i));
    }
    return found;
  }

  /**
   * Writes a session's graph, the values of its variables and signatures as a SavedModel that
   * TensorFlow loads. A failed call leaves what was there before.
   *
   * @param session what to write
   * @param folder where; a SavedModel there is replaced
   * @param signatures arguments need a name and an output only
   */
  public static void write(Session session, Path folder, Signature... signatures) {
    long options = Native.HB_NewSavedModelOptions();
    long address = session.handle().use();
    try {
      for (Signature signature : signatures) {
        int number =
            Native.HB_SavedModelOptionsAddSignature(
                options, Text.name(signature.name()), null);
        for (Argument input : signature.inputs()) {
          session.graph().check(input.output().operation());
          Native.HB_SavedModelOptionsAddSignatureInput(
              options,
              number,
              Text.name(input.name()),
              input.output().operation().address(),
              input.output().index());
        }
        for (Argument output : signature.outputs()) {
          session.graph().check(output.output().operation());
          Native.HB_SavedModelOptionsAddSignatureOutput(
              options,
              number,
              Text.name(output.name()),
              output.output().operation().address(),
              output.output().index());
        }
      }
      Native.HB_SavedModelWrite(address, Text.name(folder.toString()), options);
    } finally {
      session.handle().done();
      Native.HB_DeleteSavedModelOptions(options);
    }
  }

  /**
   * An argument for {@link #write}.
   *
   * @param name of the argument
   * @param output the tensor
   */
  public static Argument argument(String name, Output output) {
    return new Argument(name, output, output.dtype(), output.shape());
  }

  /** Closes the session and the graph. */
  @Override
  public void close() {
    session.close();
    session.graph().close();
  }
}
