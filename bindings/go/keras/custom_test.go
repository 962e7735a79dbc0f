package keras_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/keras"
	"hornbeam.dev/go/keras/initializers"
	"hornbeam.dev/go/keras/layers"
	"hornbeam.dev/go/keras/losses"
	"hornbeam.dev/go/keras/optimizers"
	"hornbeam.dev/go/op"
)

var ctx = context.Background()

func tensor[T any](t *testing.T, value T) *hornbeam.Tensor {
	t.Helper()
	x, err := hornbeam.NewTensor(value)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return x
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// scale multiplies by a weight, and when training adds nothing.
func scale(tr *keras.Trace, x hornbeam.Output) hornbeam.Output {
	w := tr.AddWeight("scale", keras.Weight{Initializer: initializers.Constant(initializers.Value(2))})
	return op.Mul(tr.Scope, x, w)
}

func distance(tr *keras.Trace, yTrue, yPred hornbeam.Output) hornbeam.Output {
	return op.Mean(tr.Scope, op.Abs(tr.Scope, op.Sub(tr.Scope, yTrue, yPred)), -1)
}

func TestACustomLayerAndLossTrainSaveAndGoOn(t *testing.T) {
	x, y := tensor(t, [][]float32{{1}, {2}, {3}, {4}}), tensor(t, [][]float32{{3}, {6}, {9}, {12}})
	m := keras.Sequential(keras.CustomLayer("Custom>Scale", scale, layers.Name("times")))
	defer m.Close()
	out, err := m.Predict(ctx, x)
	must(t, err)
	if got := out.Value(); !reflect.DeepEqual(got, [][]float32{{2}, {4}, {6}, {8}}) {
		t.Errorf("predicted %v", got)
	}
	must(t, m.Compile(optimizers.SGD(0.1), keras.CustomLoss("distance", distance),
		keras.Metrics(keras.CustomMetric("twice", func(tr *keras.Trace, a, b hornbeam.Output) hornbeam.Output {
			return op.Mul(tr.Scope, distance(tr, a, b), 2)
		}))))
	history, err := m.Fit(ctx, x, y, keras.Epochs(3), keras.BatchSize(4), keras.Shuffle(false))
	must(t, err)
	// The loss is 2.5 * |3 - w|, and a step moves w by 0.25 towards 3.
	if got := history.Metrics; !reflect.DeepEqual(got, map[string][]float64{
		"loss": {2.5, 1.875, 1.25}, "twice": {5, 3.75, 2.5}}) {
		t.Errorf("the history is %v", got)
	}
	weights, err := m.Weights()
	must(t, err)
	if len(weights) != 1 || weights[0].Value() != float32(2.75) {
		t.Errorf("the weights are %v", weights[0].Value())
	}
	d, err := m.Describe()
	must(t, err)
	if d.Weights[0].Name != "times/scale" || !d.Weights[0].Trainable {
		t.Errorf("the weight is %v", d.Weights[0])
	}
	dir := t.TempDir() + "/model"
	must(t, m.Save(dir))
	n, err := keras.Load(dir)
	must(t, err)
	defer n.Close()
	// A loss that is a function is not saved.
	must(t, n.Compile(optimizers.SGD(0.1), keras.CustomLoss("distance", distance)))
	for _, each := range []*keras.Model{m, n} {
		history, err := each.Fit(ctx, x, y, keras.BatchSize(4))
		must(t, err)
		if got := history.Metrics["loss"]; !reflect.DeepEqual(got, []float64{0.625}) {
			t.Errorf("it goes on with %v", got)
		}
	}
}

// momentum is gradient descent with momentum, as SGD has it.
func momentum(tr *keras.Trace, u keras.Update) hornbeam.Output {
	m := tr.AddWeight("m", keras.Weight{Shape: u.Value.Shape().Dims(), Initializer: initializers.Zeros()})
	next := op.Sub(tr.Scope, op.Mul(tr.Scope, m, 0.9), op.Mul(tr.Scope, u.LearningRate, u.Gradient))
	tr.UpdateWeight("m", next)
	return op.Add(tr.Scope, u.Value, next)
}

func TestACustomOptimizerFollowsTheBuiltInOne(t *testing.T) {
	x, y := tensor(t, [][]float32{{1}, {2}, {3}, {4}}), tensor(t, [][]float32{{3}, {6}, {9}, {12}})
	var histories []*keras.History
	for _, optimizer := range []keras.Optimizer{
		optimizers.SGD(0.02, optimizers.Momentum(0.9), optimizers.Clipnorm(5)),
		keras.CustomOptimizer("own", 0.02, momentum, optimizers.Clipnorm(5)),
	} {
		m := keras.Sequential(layers.Dense(1, layers.KernelInitializer(initializers.Zeros())))
		defer m.Close()
		must(t, m.Compile(optimizer, losses.MeanSquaredError()))
		history, err := m.Fit(ctx, x, y, keras.Epochs(8), keras.BatchSize(4), keras.Shuffle(false))
		must(t, err)
		histories = append(histories, history)
	}
	for i, loss := range histories[0].Metrics["loss"] {
		if got := histories[1].Metrics["loss"][i]; got < loss-1e-4 || got > loss+1e-4 {
			t.Errorf("epoch %d: %g, not %g", i, got, loss)
		}
	}
	if first, last := histories[1].Metrics["loss"][0], histories[1].Metrics["loss"][7]; last >= first {
		t.Errorf("the loss went from %g to %g", first, last)
	}
}

func TestWhatACustomOptimizerRaises(t *testing.T) {
	x := tensor(t, [][]float32{{1}})
	m := keras.Sequential(layers.Dense(1))
	defer m.Close()
	own := errors.New("not today")
	must(t, m.Compile(keras.CustomOptimizer("own", 0.02, func(tr *keras.Trace, u keras.Update) hornbeam.Output {
		tr.Fail(own)
		return u.Value
	}), losses.MeanSquaredError()))
	if _, err := m.Fit(ctx, x, x); !errors.Is(err, own) {
		t.Errorf("Fit gave %v", err)
	}
	err := m.Compile(keras.CustomOptimizer("own", 0.02, momentum, optimizers.Nesterov(true)), losses.MeanSquaredError())
	if !errors.Is(err, hornbeam.ErrInvalidArgument) || !strings.Contains(err.Error(), "nesterov") {
		t.Errorf("Compile gave %v", err)
	}
}

func TestALayerOfSeveralInputsAndOutputs(t *testing.T) {
	both := keras.CustomLayerN("Custom>SumAndDifference", 2,
		func(tr *keras.Trace, in []hornbeam.Output) []hornbeam.Output {
			return []hornbeam.Output{op.Add(tr.Scope, in[0], in[1]), op.Sub(tr.Scope, in[0], in[1])}
		})
	a, b := keras.Input([]int{2}), keras.Input([]int{2})
	m := keras.Functional([]*keras.Symbol{a, b}, both.CallN(a, b))
	defer m.Close()
	out, err := m.PredictAll(ctx, hornbeam.Tensors{tensor(t, [][]float32{{1, 2}}), tensor(t, [][]float32{{10, 20}})})
	must(t, err)
	defer out.Close()
	if got := []any{out[0].Value(), out[1].Value()}; !reflect.DeepEqual(got,
		[]any{[][]float32{{11, 22}}, [][]float32{{-9, -18}}}) {
		t.Errorf("got %v", got)
	}
	if _, err := m.Predict(ctx, hornbeam.Tensors{tensor(t, [][]float32{{1, 2}}), tensor(t, [][]float32{{1, 2}})}); !errors.Is(err, hornbeam.ErrInvalidArgument) {
		t.Errorf("Predict gave %v", err)
	}
}

func TestTrainingTellsTheLayer(t *testing.T) {
	var trained, predicted atomic.Int32
	layer := keras.CustomLayer("Custom>Look", func(tr *keras.Trace, x hornbeam.Output) hornbeam.Output {
		if tr.Training() {
			trained.Add(1)
		} else {
			predicted.Add(1)
		}
		return op.Mul(tr.Scope, x, tr.AddWeight("w", keras.Weight{}))
	})
	m := keras.Sequential(layer)
	defer m.Close()
	must(t, m.Compile(optimizers.SGD(0.1), losses.MeanSquaredError()))
	x := tensor(t, [][]float32{{1}})
	_, err := m.Predict(ctx, x)
	must(t, err)
	if trained.Load() != 0 || predicted.Load() == 0 {
		t.Errorf("predicting traced %d times for training, %d for inference", trained.Load(), predicted.Load())
	}
	_, err = m.TrainOnBatch(ctx, x, x)
	must(t, err)
	if trained.Load() == 0 {
		t.Error("training did not trace for training")
	}
}

func TestAPanicComesOutOfTheOuterCall(t *testing.T) {
	type reason struct{ text string }
	why := &reason{"not today"}
	x := tensor(t, [][]float32{{1}})
	for what, call := range map[string]func(){
		"a layer": func() {
			m := keras.Sequential(keras.CustomLayer("Custom>Bad", func(*keras.Trace, hornbeam.Output) hornbeam.Output {
				panic(why)
			}))
			defer m.Close()
			m.Predict(ctx, x)
		},
		"a loss": func() {
			m := keras.Sequential(layers.Dense(1))
			defer m.Close()
			must(t, m.Compile(optimizers.SGD(0.1), keras.CustomLoss("bad",
				func(*keras.Trace, hornbeam.Output, hornbeam.Output) hornbeam.Output { panic(why) })))
			m.Fit(ctx, x, x)
		},
	} {
		func() {
			defer func() {
				if got := recover(); got != why {
					t.Errorf("%s: recovered %v", what, got)
				}
			}()
			call()
			t.Errorf("%s did not panic", what)
		}()
	}
	// The library works on.
	m := keras.Sequential(layers.Dense(1))
	defer m.Close()
	_, err := m.Predict(ctx, x)
	must(t, err)
}

func TestTheErrorOfALayerIsTheSameObject(t *testing.T) {
	why := errors.New("no such luck")
	m := keras.Sequential(keras.CustomLayer("Custom>Fails", func(tr *keras.Trace, x hornbeam.Output) hornbeam.Output {
		tr.Fail(why)
		return x
	}))
	defer m.Close()
	_, err := m.Predict(ctx, tensor(t, [][]float32{{1}}))
	if !errors.Is(err, why) || !strings.Contains(err.Error(), "no such luck") {
		t.Errorf("got %v", err)
	}
	full := &hornbeam.Error{Code: hornbeam.ErrResourceExhausted, Message: "the table is full"}
	coded := keras.Sequential(keras.CustomLayer("Custom>Full", func(tr *keras.Trace, x hornbeam.Output) hornbeam.Output {
		tr.Fail(fmt.Errorf("looking up: %w", full))
		return x
	}))
	defer coded.Close()
	_, err = coded.Predict(ctx, tensor(t, [][]float32{{1}}))
	if hornbeam.CodeOf(err) != full.Code || !errors.Is(err, full) || !strings.Contains(err.Error(), full.Message) {
		t.Errorf("got %v", err)
	}
	wrong := keras.Sequential(keras.CustomLayer("Custom>Shapes", func(tr *keras.Trace, x hornbeam.Output) hornbeam.Output {
		return op.MatMul(tr.Scope, x, []float32{1})
	}))
	defer wrong.Close()
	if _, err := wrong.Predict(ctx, tensor(t, [][]float32{{1}})); !errors.Is(err, hornbeam.ErrInvalidArgument) {
		t.Errorf("a wrong shape gave %v", err)
	}
}

func TestATracedFunctionMayCallTheLibrary(t *testing.T) {
	x := tensor(t, [][]float32{{3}})
	var self *keras.Model
	var inner error
	self = keras.Sequential(keras.CustomLayer("Custom>Nested", func(tr *keras.Trace, in hornbeam.Output) hornbeam.Output {
		other := keras.Sequential(keras.CustomLayer("Custom>Scale", scale))
		defer other.Close()
		out := hornbeam.Must(other.Predict(ctx, x))
		defer out.Close()
		_, inner = self.Summary(0)
		return op.Mul(tr.Scope, in, out)
	}))
	defer self.Close()
	out, err := self.Predict(ctx, x)
	must(t, err)
	if got := out.Value(); !reflect.DeepEqual(got, [][]float32{{18}}) {
		t.Errorf("predicted %v", got)
	}
	if inner != nil && !errors.Is(inner, hornbeam.ErrFailedPrecondition) {
		t.Errorf("calling itself gave %v", inner)
	}
}

func TestATraceIsDeadAfterTheCall(t *testing.T) {
	var kept *keras.Trace
	var in hornbeam.Output
	m := keras.Sequential(keras.CustomLayer("Custom>Keeps", func(tr *keras.Trace, x hornbeam.Output) hornbeam.Output {
		kept, in = tr, x
		return op.Neg(tr.Scope, x)
	}))
	defer m.Close()
	_, err := m.Predict(ctx, tensor(t, [][]float32{{1}}))
	must(t, err)
	if op.Neg(kept.Scope, in); !errors.Is(kept.Err(), hornbeam.ErrFailedPrecondition) {
		t.Errorf("it gave %v", kept.Err())
	}
}

// held is a model with a function as layer and one as loss; released counts when both are gone.
func held(t *testing.T, released *atomic.Int32) *keras.Model {
	object := new([64]byte)
	runtime.SetFinalizer(object, func(*[64]byte) { released.Add(1) })
	m := keras.Sequential(layers.Dense(1), keras.CustomLayer("Custom>Held",
		func(tr *keras.Trace, x hornbeam.Output) hornbeam.Output {
			runtime.KeepAlive(object)
			return scale(tr, x)
		}))
	must(t, m.Compile(optimizers.SGD(0.1), keras.CustomLoss("held",
		func(tr *keras.Trace, a, b hornbeam.Output) hornbeam.Output {
			runtime.KeepAlive(object)
			return distance(tr, a, b)
		})))
	x := tensor(t, [][]float32{{1}})
	_, err := m.Fit(ctx, x, x)
	must(t, err)
	return m
}

// collected waits until the collector has run so often that the count must be reached.
func collected(released *atomic.Int32, want int32) bool {
	for range 1000 {
		runtime.GC()
		if released.Load() == want {
			return true
		}
		runtime.Gosched()
	}
	return false
}

func TestFunctionsAreReleasedOnceTheirModelIsClosed(t *testing.T) {
	var released atomic.Int32
	m := held(t, &released)
	for range 3 {
		runtime.GC()
	}
	if released.Load() != 0 {
		t.Error("a function went while its model lives")
	}
	m.Close()
	if !collected(&released, 1) {
		t.Error("the functions were not released")
	}
}

func TestForgottenModelsAreCollected(t *testing.T) {
	var released atomic.Int32
	for range 20 {
		held(t, &released)
	}
	if !collected(&released, 20) {
		t.Errorf("of 20 models %d were collected", released.Load())
	}
}
