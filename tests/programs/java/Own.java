import dev.hornbeam.Code;
import dev.hornbeam.DType;
import dev.hornbeam.HornbeamException;
import dev.hornbeam.Output;
import dev.hornbeam.Shape;
import dev.hornbeam.Tensor;
import dev.hornbeam.keras.CustomOptimizer;
import dev.hornbeam.keras.FitOptions;
import dev.hornbeam.keras.History;
import dev.hornbeam.keras.Input;
import dev.hornbeam.keras.Keras;
import dev.hornbeam.keras.Layer;
import dev.hornbeam.keras.Loss;
import dev.hornbeam.keras.Losses;
import dev.hornbeam.keras.Metric;
import dev.hornbeam.keras.Metrics;
import dev.hornbeam.keras.Model;
import dev.hornbeam.keras.Optimizer;
import dev.hornbeam.keras.Sequential;
import dev.hornbeam.keras.Symbol;
import dev.hornbeam.keras.Trace;
import dev.hornbeam.keras.UpdateFunction;
import dev.hornbeam.keras.layers.BatchNormalization;
import dev.hornbeam.keras.layers.Concatenate;
import dev.hornbeam.keras.layers.Conv2D;
import dev.hornbeam.keras.layers.Dense;
import dev.hornbeam.keras.layers.Dropout;
import dev.hornbeam.keras.layers.Flatten;
import dev.hornbeam.keras.layers.MaxPooling2D;
import dev.hornbeam.keras.losses.Huber;
import dev.hornbeam.keras.optimizers.Adam;
import dev.hornbeam.keras.optimizers.Nadam;
import dev.hornbeam.keras.optimizers.RMSprop;
import dev.hornbeam.keras.regularizers.L2;
import dev.hornbeam.keras.schedules.ExponentialDecay;
import dev.hornbeam.op.MathOps;
import java.util.List;
import java.util.Map;

/** What the programs can't say as data: traced functions, and programs as users write them. */
final class Own {
  private Own() {}

  /** A trained model. */
  record Trained(Model model, History history) {}

  private static Output far(Output yTrue, Output yPred) {
    Output off = yTrue.sub(yPred);
    Output squared = MathOps.square(off.scope(), MathOps.square(off.scope(), off));
    return MathOps.mean(off.scope(), squared, off.scope().constant(-1));
  }

  private static Output worst(Output yTrue, Output yPred) {
    Output off = yTrue.sub(yPred).abs();
    return MathOps.max(off.scope(), off, off.scope().constant(-1));
  }

  static Loss loss(String name) {
    if (name.equals("far")) {
      return Loss.of(name, Own::far);
    }
    return Loss.of(
        name,
        (yTrue, yPred) -> {
          throw HornbeamException.of(Code.FAILED_PRECONDITION, "this loss is never ready");
        });
  }

  static Metric metric(String name) {
    return Metric.of(name, Own::worst);
  }

  static Optimizer optimizer(Map<String, String> given) {
    CustomOptimizer optimizer = CustomOptimizer.of("momentum", Own::momentum);
    for (Map.Entry<String, String> option : given.entrySet()) {
      double value = Double.parseDouble(option.getValue());
      optimizer =
          switch (option.getKey()) {
            case "learning_rate" -> optimizer.learningRate(value);
            case "clipnorm" -> optimizer.clipnorm(value);
            default -> optimizer.clipvalue(value);
          };
    }
    return optimizer;
  }

  private static Output momentum(Trace trace, UpdateFunction.Update update) {
    Output velocity = trace.weight("velocity", update.value().shape(), "zeros");
    Output step = velocity.mul(0.5).sub(update.learningRate().mul(update.gradient()));
    trace.update("velocity", step);
    return update.value().add(step);
  }

  static Layer scale() {
    return Layer.of(
        "Scale", (trace, in) -> in.mul(trace.weight("scale", Shape.of(), "ones")).tanh());
  }

  static Trained typed(String name, List<Tensor> data) {
    return switch (name) {
      case "readme" -> readme(data);
      case "digits" -> digits(data);
      case "two_inputs" -> twoInputs(data);
      default -> ownFunctions(data);
    };
  }

  private static Trained readme(List<Tensor> data) {
    Keras.setRandomSeed(7);
    Model model = Sequential.of(Dense.units(16).activation("relu").build(), Dense.of(1));
    model.compile(Adam.of(0.01), Losses.meanSquaredError());
    return new Trained(model, model.fit(data.get(0), data.get(1), FitOptions.epochs(100)));
  }

  private static Trained digits(List<Tensor> data) {
    Keras.setRandomSeed(7);
    Model model =
        Sequential.of(
            Input.layer(8, 8, 1),
            Conv2D.filters(8).kernelSize(3).padding("same").activation("relu").build(),
            MaxPooling2D.of(),
            BatchNormalization.of(),
            Flatten.of(),
            Dropout.rate(0.25).seed(5).build(),
            Dense.units(10).activation("softmax").build());
    model.compile(
        Adam.of(0.002),
        Losses.sparseCategoricalCrossentropy(),
        Metrics.sparseCategoricalAccuracy());
    FitOptions options = FitOptions.epochs(2).batchSize(32).seed(1).validationSplit(0.25);
    return new Trained(model, model.fit(data.get(0), data.get(1), options));
  }

  private static Trained twoInputs(List<Tensor> data) {
    Keras.setRandomSeed(5);
    Symbol a = Input.of("a", DType.FLOAT, 2);
    Symbol b = Input.of("b", DType.FLOAT, 3);
    Symbol left = Dense.units(4).activation("tanh").build().call(a);
    Symbol right =
        Dense.units(4).activation("gelu").kernelRegularizer(L2.of(0.01)).build().call(b);
    Symbol joined = Concatenate.of().call(left, right);
    Model model = Model.of(List.of(a, b), List.of(Dense.of(1).call(joined)));
    model.compile(RMSprop.of(ExponentialDecay.of(0.01, 10, 0.9)), Huber.of(0.5));
    FitOptions options = FitOptions.epochs(5).batchSize(4).seed(3);
    return new Trained(model, model.fit(data.subList(0, 2), data.subList(2, 3), options));
  }

  private static Trained ownFunctions(List<Tensor> data) {
    Keras.setRandomSeed(7);
    Model model =
        Sequential.of(Dense.units(4).kernelInitializer("ones").build(), scale(), Dense.of(1));
    model.compile(Nadam.of(0.05), loss("far"), metric("worst"));
    FitOptions options = FitOptions.epochs(10).batchSize(2).seed(9);
    return new Trained(model, model.fit(data.get(0), data.get(1), options));
  }
}
