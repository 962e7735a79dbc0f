package main

import (
	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/keras"
	"hornbeam.dev/go/keras/initializers"
	"hornbeam.dev/go/keras/layers"
	"hornbeam.dev/go/keras/losses"
	"hornbeam.dev/go/keras/metrics"
	"hornbeam.dev/go/keras/optimizers"
	"hornbeam.dev/go/keras/regularizers"
	"hornbeam.dev/go/keras/schedules"
	"hornbeam.dev/go/op"
)

// What the programs can't say as data: functions that are traced, and programs as users write them.

func far(t *keras.Trace, yTrue, yPred hornbeam.Output) hornbeam.Output {
	return op.Mean(t.Scope, op.Square(t.Scope, op.Square(t.Scope, op.Sub(t.Scope, yTrue, yPred))), -1)
}

func worst(t *keras.Trace, yTrue, yPred hornbeam.Output) hornbeam.Output {
	return op.Max(t.Scope, op.Abs(t.Scope, op.Sub(t.Scope, yTrue, yPred)), -1)
}

func refusing(t *keras.Trace, yTrue, yPred hornbeam.Output) hornbeam.Output {
	t.Fail(&hornbeam.Error{Code: hornbeam.ErrFailedPrecondition, Message: "this loss is never ready"})
	return hornbeam.Output{}
}

func scale() keras.Layer {
	return keras.CustomLayer("Scale", func(t *keras.Trace, x hornbeam.Output) hornbeam.Output {
		return op.Tanh(t.Scope, op.Mul(t.Scope, x, t.AddWeight("scale", keras.Weight{Initializer: initializers.Ones()})))
	})
}

func ownLoss(name string) keras.Loss {
	if name == "far" {
		return keras.CustomLoss(name, far)
	}
	return keras.CustomLoss(name, refusing)
}

func ownMetric(name string) keras.Metric { return keras.CustomMetric(name, worst) }

func momentum(t *keras.Trace, u keras.Update) hornbeam.Output {
	velocity := t.AddWeight("velocity", keras.Weight{Shape: u.Value.Shape().Dims(), Initializer: initializers.Zeros()})
	step := op.Sub(t.Scope, op.Mul(t.Scope, velocity, 0.5), op.Mul(t.Scope, u.LearningRate, u.Gradient))
	t.UpdateWeight("velocity", step)
	return op.Add(t.Scope, u.Value, step)
}

func ownOptimizer(params keras.Params) keras.Optimizer {
	var options []keras.Option
	for name, value := range params {
		if name != "learning_rate" {
			options = append(options, keras.Param{Name: name, Value: value})
		}
	}
	return keras.CustomOptimizer("momentum", params["learning_rate"].(float64), momentum, options...)
}

type trained func(data []*hornbeam.Tensor) (*keras.Model, *keras.History, error)

var typed = map[string]trained{"readme": readme, "digits": digits, "two_inputs": twoInputs,
	"own_functions": ownFunctions}

func readme(data []*hornbeam.Tensor) (*keras.Model, *keras.History, error) {
	keras.SetRandomSeed(7)
	m := keras.Sequential(layers.Dense(16, layers.Activation("relu")), layers.Dense(1))
	if err := m.Compile(optimizers.Adam(0.01), losses.MeanSquaredError()); err != nil {
		return m, nil, err
	}
	history, err := m.Fit(ctx, data[0], data[1], keras.Epochs(100))
	return m, history, err
}

func digits(data []*hornbeam.Tensor) (*keras.Model, *keras.History, error) {
	keras.SetRandomSeed(7)
	m := keras.Sequential(layers.InputLayer(layers.Shape(8, 8, 1)),
		layers.Conv2D(8, 3, layers.Padding("same"), layers.Activation("relu")),
		layers.MaxPooling2D(), layers.BatchNormalization(), layers.Flatten(),
		layers.Dropout(0.25, layers.Seed(5)), layers.Dense(10, layers.Activation("softmax")))
	err := m.Compile(optimizers.Adam(0.002), losses.SparseCategoricalCrossentropy(),
		keras.Metrics(metrics.SparseCategoricalAccuracy()))
	if err != nil {
		return m, nil, err
	}
	history, err := m.Fit(ctx, data[0], data[1], keras.Epochs(2), keras.BatchSize(32), keras.Seed(1),
		keras.ValidationSplit(0.25))
	return m, history, err
}

func twoInputs(data []*hornbeam.Tensor) (*keras.Model, *keras.History, error) {
	keras.SetRandomSeed(5)
	a, b := keras.Input([]int{2}, layers.Name("a")), keras.Input([]int{3}, layers.Name("b"))
	joined := layers.Concatenate().Call(
		layers.Dense(4, layers.Activation("tanh")).Call(a),
		layers.Dense(4, layers.Activation("gelu"),
			layers.KernelRegularizer(regularizers.L2(0.01))).Call(b))
	m := keras.Functional([]*keras.Symbol{a, b}, []*keras.Symbol{layers.Dense(1).Call(joined)})
	err := m.Compile(optimizers.RMSprop(schedules.ExponentialDecay(0.01, 10, 0.9)), losses.Huber(losses.Delta(0.5)))
	if err != nil {
		return m, nil, err
	}
	history, err := m.Fit(ctx, hornbeam.Tensors(data[:2]), data[2], keras.Epochs(5),
		keras.BatchSize(4), keras.Seed(3))
	return m, history, err
}

func ownFunctions(data []*hornbeam.Tensor) (*keras.Model, *keras.History, error) {
	keras.SetRandomSeed(7)
	m := keras.Sequential(layers.Dense(4, layers.KernelInitializer(initializers.Ones())), scale(), layers.Dense(1))
	err := m.Compile(optimizers.Nadam(0.05), ownLoss("far"), keras.Metrics(ownMetric("worst")))
	if err != nil {
		return m, nil, err
	}
	history, err := m.Fit(ctx, data[0], data[1], keras.Epochs(10), keras.BatchSize(2), keras.Seed(9))
	return m, history, err
}
