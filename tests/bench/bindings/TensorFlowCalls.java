import java.nio.file.Path;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Microseconds of a call through TensorFlow's Java interface. Usage: TensorFlowCalls FOLDER */
final class TensorFlowCalls {
  public static void main(String[] args) throws Exception {
    try (Graph graph = new Graph();
        TFloat32 scalar = TFloat32.scalarOf(1f);
        TFloat32 image =
            TFloat32.tensorOf(Shape.of(1, 784), DataBuffers.of(Timing.image(), true, false));
        SavedModelBundle model =
            SavedModelBundle.load(Path.of(args[0], "mlp").toString(), "serve")) {
      Ops ops = Ops.create(graph);
      var x = ops.placeholder(TFloat32.class);
      var y = ops.math.add(x, ops.constant(1f));
      var signature = model.function("serving_default").signature();
      String in = signature.inputNames().iterator().next();
      String out = signature.outputNames().iterator().next();
      String input = signature.getInputs().get(in).name;
      String output = signature.getOutputs().get(out).name;
      try (Session session = new Session(graph)) {
        Timing.report(
            () -> run(session.runner().feed(x, scalar).fetch(y)),
            () -> run(model.session().runner().feed(input, image).fetch(output)));
      }
    }
  }

  private static void run(Session.Runner runner) {
    try (Result result = runner.run()) {
      Tensor first = result.get(0);
      assert first != null;
    }
  }
}
