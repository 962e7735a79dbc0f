import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;

/** Microseconds of a call through ONNX Runtime's Java interface. Usage: OnnxCalls FOLDER */
final class OnnxCalls {
  public static void main(String[] args) throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    FloatBuffer image = FloatBuffer.wrap(Timing.image());
    try (OrtSession add = environment.createSession(args[0] + "/add.onnx", options);
        OrtSession mlp = environment.createSession(args[0] + "/mlp.onnx", options);
        OnnxTensor scalar = OnnxTensor.createTensor(environment, 1f);
        OnnxTensor input = OnnxTensor.createTensor(environment, image, new long[] {1, 784})) {
      Timing.report(
          () -> add.run(Map.of("x", scalar)).close(), () -> mlp.run(Map.of("x", input)).close());
    }
  }
}
