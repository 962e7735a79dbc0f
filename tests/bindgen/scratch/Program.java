import dev.hornbeam.Graph;
import dev.hornbeam.Session;
import dev.hornbeam.Tensor;
import dev.hornbeam.keras.FitOptions;
import dev.hornbeam.keras.Losses;
import dev.hornbeam.keras.Sequential;
import dev.hornbeam.keras.layers.ScratchShift;
import dev.hornbeam.keras.optimizers.SGD;
import dev.hornbeam.op.ScratchOps;

/** Calls the op and the layer of a scratch copy, and trains the layer. */
class Program {
  private static void print(Tensor tensor) {
    try (tensor) {
      System.out.printf("%.0f %.0f%n", tensor.floats()[0], tensor.floats()[1]);
    }
  }

  public static void main(String[] arguments) {
    try (var x = Tensor.of(new float[][] {{2}, {3}});
        var y = Tensor.of(new float[][] {{8}, {11}});
        var graph = new Graph();
        var m = Sequential.of(ScratchShift.factor(3).shiftInitializer("ones").build())) {
      var in = graph.scope().constant(x);
      var out = ScratchOps.scratchAffine(graph.scope(), in, o -> o.factor(3));
      // As a method, with the defaults 2 and 1, it gives 5 and 7.
      var method = in.scratchAffine().sub(graph.scope().constant(new float[][] {{5}, {7}}));
      try (var session = new Session(graph)) {
        print(session.run(out.add(method)));
      }
      print(m.predict(x));
      m.compile(SGD.of(0.5), Losses.meanSquaredError());
      m.fit(x, y, FitOptions.epochs(1));
      print(m.predict(x));
    }
  }
}
