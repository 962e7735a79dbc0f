import dev.hornbeam.DType;
import dev.hornbeam.Graph;
import dev.hornbeam.Session;
import dev.hornbeam.Shape;
import dev.hornbeam.Tensor;
import dev.hornbeam.keras.Model;
import java.nio.file.Path;
import java.util.List;

/** Microseconds of a call through Hornbeam's Java interface. Usage: HornbeamCalls FOLDER */
final class HornbeamCalls {
  public static void main(String[] args) throws Exception {
    try (Graph graph = new Graph();
        Tensor scalar = Tensor.of(1f);
        Tensor image = Tensor.of(Shape.of(1, 784), Timing.image());
        Model model = Model.load(Path.of(args[0], "mlp"))) {
      var x = graph.scope().op("Placeholder").attr("dtype", DType.FLOAT).build().output(0);
      var one = graph.scope().constant(1f);
      var y = graph.scope().op("AddV2").input(x).input(one).build().output(0);
      try (Session session = new Session(graph);
          var add = session.callable(List.of(x), List.of(y))) {
        Timing.report(() -> add.run(scalar)[0].close(), () -> model.predict(image).close());
      }
    }
  }
}
