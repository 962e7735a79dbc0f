package keras_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/keras"
	"hornbeam.dev/go/keras/callbacks"
	"hornbeam.dev/go/keras/constraints"
	"hornbeam.dev/go/keras/initializers"
	"hornbeam.dev/go/keras/layers"
	"hornbeam.dev/go/keras/losses"
	"hornbeam.dev/go/keras/metrics"
	"hornbeam.dev/go/keras/optimizers"
	"hornbeam.dev/go/keras/regularizers"
	"hornbeam.dev/go/keras/schedules"
)

// line is x and y = 1 - x.
func line(t *testing.T, n int) (x, y *hornbeam.Tensor) {
	a, b := make([][]float32, n), make([][]float32, n)
	for i := range n {
		v := float32(i%8) / 8
		a[i], b[i] = []float32{v}, []float32{1 - v}
	}
	return tensor(t, a), tensor(t, b)
}

func compiled(t *testing.T) *keras.Model {
	t.Helper()
	m := keras.Sequential(layers.Dense(4, layers.Activation("relu")), layers.Dense(1))
	t.Cleanup(func() { m.Close() })
	must(t, m.Compile(optimizers.Adam(0.01), losses.MeanSquaredError(), keras.Metrics(metrics.MeanAbsoluteError())))
	return m
}

func TestWrongParametersComeOutAtCompile(t *testing.T) {
	for what, m := range map[string]*keras.Model{
		"layer 'wide' (Dense): ": keras.Sequential(layers.Dense(0, layers.Name("wide"))),
		"Conv2D: ":               keras.Sequential(layers.Conv2D(1, 3, layers.Padding("sideways"))),
		"Dropout: ":              keras.Sequential(layers.Dense(1), layers.Dropout(1.5)),
		"unknown layer":          keras.Sequential(keras.NewLayer("NoSuchLayer", keras.Params{})),
		"a layer is nil":         keras.Sequential(nil),
		"layer 'deep' (Dense): ": keras.Functional([]*keras.Symbol{keras.Input([]int{2})},
			[]*keras.Symbol{layers.Dense(-1, layers.Name("deep")).Call(keras.Input([]int{2}))}),
	} {
		err := m.Compile(optimizers.Adam(0.01), losses.MeanSquaredError())
		if err == nil || !strings.Contains(err.Error(), what) || m.Err() != err {
			t.Errorf("%s: got %v", what, err)
		}
		if _, err := m.Predict(ctx, tensor(t, [][]float32{{1}})); err != m.Err() {
			t.Errorf("%s: Predict gave %v", what, err)
		}
		m.Close()
	}
	m := keras.Sequential(layers.Dense(1, layers.KernelRegularizer(regularizers.L2(math.NaN()))))
	defer m.Close()
	if m.Err() == nil {
		t.Error("NaN was taken")
	}
	ok := compiled(t)
	wrong := keras.NewOptimizer("Adam", keras.Params{"learning_rat": 0.1})
	if err := ok.Compile(wrong, losses.MeanSquaredError()); !errors.Is(err, hornbeam.ErrInvalidArgument) {
		t.Errorf("a parameter that isn't there gave %v", err)
	}
	if err := ok.Compile(optimizers.Adam(0.1), keras.NewLoss("no_such_loss", nil)); !errors.Is(err, hornbeam.ErrInvalidArgument) {
		t.Errorf("a loss that isn't there gave %v", err)
	}
}

func TestEveryOptionReachesTheConfig(t *testing.T) {
	m := keras.Sequential(layers.InputLayer(layers.Shape(8, 8, 1)),
		layers.Conv2D(4, [2]int{3, 5}, layers.Strides(2), layers.DilationRate(1, 1), layers.Padding("same"),
			layers.UseBias(false), layers.Activation("tanh"), layers.KernelInitializer(initializers.HeNormal(initializers.Seed(3))),
			layers.KernelRegularizer(regularizers.L1L2(regularizers.L1(0.1), regularizers.L2(0.2))),
			layers.KernelConstraint(constraints.MaxNorm(constraints.MaxValue(3))), layers.Name("first")),
		layers.Activation("relu"), layers.Flatten(), layers.Reshape([]int{4, -1}), layers.Dense(2, layers.Dtype(hornbeam.Float32)))
	defer m.Close()
	config, err := m.Config()
	must(t, err)
	for _, part := range []string{`"filters": 4`, `"kernel_size": [3, 5]`, `"strides": [2, 2]`, `"padding": "same"`,
		`"use_bias": false`, `"activation": "tanh"`, `"class_name": "HeNormal"`, `"seed": 3`, `"l1": 0.1`, `"l2": 0.2`,
		`"max_value": 3`, `"name": "first"`, `"class_name": "Activation"`, `"target_shape": [4, `} {
		if !strings.Contains(config, part) {
			t.Errorf("%s is missing in %s", part, config)
		}
	}
	again, err := keras.FromConfig(config)
	must(t, err)
	defer again.Close()
	second, err := again.Config()
	must(t, err)
	if second != config {
		t.Errorf("%s became %s", config, second)
	}
}

func TestModelsShareLayers(t *testing.T) {
	in := keras.Input([]int{1}, layers.Name("in"))
	encoder := layers.Dense(3, layers.Name("encoder"))
	code := encoder.Call(in)
	both := keras.Functional([]*keras.Symbol{in}, []*keras.Symbol{layers.Dense(1).Call(code)})
	half := keras.Functional([]*keras.Symbol{in}, []*keras.Symbol{code})
	defer half.Close()
	x, y := line(t, 8)
	before := hornbeam.Must(half.Predict(ctx, x)).Value()
	must(t, both.Compile(optimizers.SGD(0.5), losses.MeanSquaredError()))
	_, err := both.Fit(ctx, x, y)
	must(t, err)
	after := hornbeam.Must(half.Predict(ctx, x)).Value()
	if reflect.DeepEqual(before, after) {
		t.Error("training one model did not change the other")
	}
	both.Close()
	again := hornbeam.Must(half.Predict(ctx, x)).Value()
	if !reflect.DeepEqual(again, after) {
		t.Error("closing one model changed the other")
	}
	nested := keras.Sequential(half, layers.Dense(2))
	defer nested.Close()
	out, err := nested.Predict(ctx, x)
	must(t, err)
	if shape := out.Shape(); !reflect.DeepEqual(shape, []int64{8, 2}) {
		t.Errorf("a model in a model gives %v", shape)
	}
}

func TestFitReportsAndObeys(t *testing.T) {
	m := compiled(t)
	x, y := line(t, 64)
	var epochs, steps []int
	var text bytes.Buffer
	history, err := m.Fit(ctx, x, y, keras.Epochs(5), keras.BatchSize(16), keras.Validation(x, y), keras.Seed(1),
		keras.Progress(&text), keras.ClassWeight(nil),
		keras.OnEpochBegin(func(e keras.Epoch) error {
			epochs = append(epochs, -e.Number)
			return e.Model.SetLearningRate(0.02)
		}),
		keras.OnBatchEnd(func(s keras.Step) error {
			steps = append(steps, s.Number)
			if s.Steps != 4 || math.IsNaN(s.Logs.Get("loss")) {
				t.Errorf("the step is %v", s)
			}
			return nil
		}),
		keras.OnEpochEnd(func(e keras.Epoch) error {
			epochs = append(epochs, e.Number)
			logs, err := e.Model.Evaluate(ctx, x, y)
			if err != nil || logs.Get("loss") != e.Logs.Get("val_loss") {
				t.Errorf("evaluating gave %v, %v; the epoch %v", logs, err, e.Logs)
			}
			if e.Number == 2 {
				return keras.ErrStop
			}
			return nil
		}))
	must(t, err)
	if !reflect.DeepEqual(epochs, []int{0, 0, -1, 1, -2, 2}) || !reflect.DeepEqual(steps, []int{1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4}) {
		t.Errorf("epochs %v, steps %v", epochs, steps)
	}
	if len(history.Epochs) != 3 || len(history.Metrics["val_mean_absolute_error"]) != 3 {
		t.Errorf("the history is %v", history)
	}
	if lines := strings.Split(text.String(), "\n"); len(lines) != 4 || !strings.HasPrefix(lines[2], "Epoch 3/5 - ") ||
		!strings.Contains(lines[2], "val_loss: ") {
		t.Errorf("the progress is %q", lines)
	}
	if rate := hornbeam.Must(m.LearningRate()); rate != float64(float32(0.02)) {
		t.Errorf("the rate is %v", rate)
	}
	why := errors.New("enough")
	if _, err := m.Fit(ctx, x, y, keras.OnBatchEnd(func(keras.Step) error { return why })); err != why {
		t.Errorf("an error of a callback became %v", err)
	}
	if _, err := m.Evaluate(ctx, x, y, keras.Epochs(2)); !errors.Is(err, hornbeam.ErrInvalidArgument) {
		t.Errorf("Epochs for Evaluate gave %v", err)
	}
}

func TestTheLibrarysCallbacksRun(t *testing.T) {
	m := compiled(t)
	x, y := line(t, 32)
	history, err := m.Fit(ctx, x, y, keras.Epochs(50), keras.Callbacks(
		callbacks.EarlyStopping(callbacks.Monitor("loss"), callbacks.MinDelta(1000), callbacks.Patience(2)),
		callbacks.LearningRateScheduler([]float64{0.5, 0.25, 0.125, 0.1}),
		callbacks.CSVLogger(t.TempDir()+"/log.csv")))
	must(t, err)
	if len(history.Epochs) >= 50 {
		t.Error("it was not stopped")
	}
}

func TestSchedulesAndManyOptimizers(t *testing.T) {
	x, y := line(t, 32)
	for name, optimizer := range map[string]keras.Optimizer{
		"SGD":      optimizers.SGD(schedules.ExponentialDecay(0.1, 10, 0.9), optimizers.Momentum(0.9), optimizers.Nesterov(true)),
		"RMSprop":  optimizers.RMSprop(0.01),
		"AdamW":    optimizers.AdamW(0.01, optimizers.WeightDecay(0.1)),
		"Adadelta": optimizers.Adadelta(1),
		"by name":  keras.NewOptimizer("adam", nil),
	} {
		m := keras.Sequential(layers.Dense(1))
		must(t, m.Compile(optimizer, losses.Huber(losses.Delta(0.5)), keras.Metrics(keras.NewMetric("mae", nil))))
		history, err := m.Fit(ctx, x, y, keras.Epochs(4))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if l := history.Metrics["loss"]; l[3] >= l[0] {
			t.Errorf("%s: losses %v", name, l)
		}
		m.Close()
	}
}

func TestBatchesFromAFunction(t *testing.T) {
	m := compiled(t)
	asked := 0
	batches := func(epoch int) iter.Seq2[keras.Batch, error] {
		return func(yield func(keras.Batch, error) bool) {
			for i := range 3 + epoch {
				x := hornbeam.Must(hornbeam.NewTensor([][]float32{{float32(i)}, {1}}))
				defer x.Close()
				asked++
				if !yield(keras.Batch{X: x, Y: x}, nil) {
					return
				}
			}
		}
	}
	var steps []int
	history, err := m.FitBatches(ctx, batches, keras.Epochs(2), keras.OnEpochEnd(func(e keras.Epoch) error {
		steps = append(steps, e.Steps)
		return nil
	}))
	must(t, err)
	if !reflect.DeepEqual(steps, []int{3, 4}) || asked != 7 || len(history.Metrics["loss"]) != 2 {
		t.Errorf("steps %v, %d batches asked for", steps, asked)
	}
	why := errors.New("the disk is gone")
	_, err = m.FitBatches(ctx, func(int) iter.Seq2[keras.Batch, error] {
		return func(yield func(keras.Batch, error) bool) { yield(keras.Batch{}, why) }
	})
	if err != why {
		t.Errorf("an error of the data became %v", err)
	}
	if _, err := m.Fit(ctx, nil, nil); !errors.Is(err, hornbeam.ErrInvalidArgument) {
		t.Errorf("no data gave %v", err)
	}
}

func TestAContextStopsAFitWithinAStep(t *testing.T) {
	m := compiled(t)
	x, y := line(t, 64)
	c, cancel := context.WithCancelCause(ctx)
	why := errors.New("the user left")
	steps := 0
	_, err := m.Fit(c, x, y, keras.Epochs(1000), keras.BatchSize(1), keras.OnBatchEnd(func(keras.Step) error {
		if steps++; steps == 100 {
			cancel(why)
			<-c.Done()
		}
		return nil
	}))
	if !errors.Is(err, hornbeam.ErrCancelled) || !errors.Is(err, why) {
		t.Errorf("the fit ended with %v", err)
	}
	if steps > 100 {
		t.Errorf("%d steps were made", steps)
	}
	// From another goroutine, with nobody listening to steps: an epoch is one call.
	c, cancel = context.WithCancelCause(ctx)
	begun := make(chan bool)
	go func() {
		<-begun
		cancel(why)
	}()
	_, err = m.Fit(c, x, y, keras.Epochs(2), keras.BatchSize(1), keras.StepsPerEpoch(1<<40), keras.OnEpochBegin(
		func(e keras.Epoch) error {
			if e.Number == 0 {
				close(begun)
			}
			return nil
		}), keras.OnEpochEnd(func(e keras.Epoch) error {
		if e.Number == 1 {
			<-c.Done() // the epochs were shorter than the way here
		}
		return nil
	}))
	if err != nil && !errors.Is(err, why) {
		t.Errorf("the fit ended with %v", err)
	}
	for what, call := range map[string]func() error{
		"Fit":          func() error { _, err := m.Fit(c, x, y); return err },
		"Predict":      func() error { _, err := m.Predict(c, x); return err },
		"Evaluate":     func() error { _, err := m.Evaluate(c, x, y); return err },
		"TrainOnBatch": func() error { _, err := m.TrainOnBatch(c, x, y); return err },
	} {
		if err := call(); !errors.Is(err, hornbeam.ErrCancelled) || !errors.Is(err, why) {
			t.Errorf("%s with a context that is done gave %v", what, err)
		}
	}
	// The model works on.
	_, err = m.Fit(ctx, x, y)
	must(t, err)
}

func TestManyPredictWhileOneTrains(t *testing.T) {
	m := compiled(t)
	x, y := line(t, 64)
	done := make(chan struct{})
	var all sync.WaitGroup
	for range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			for {
				select {
				case <-done:
					return
				default:
				}
				out, err := m.Predict(ctx, x)
				if err != nil {
					t.Error(err)
					return
				}
				out.Close()
			}
		}()
	}
	_, err := m.Fit(ctx, x, y, keras.Epochs(50))
	close(done)
	all.Wait()
	must(t, err)
}

func TestAModelMayBeClosedDuringItsCalls(t *testing.T) {
	m := compiled(t)
	x, y := line(t, 64)
	_, err := m.Fit(ctx, x, y, keras.Epochs(1000), keras.OnEpochEnd(func(e keras.Epoch) error {
		if e.Number == 1 {
			go e.Model.Close()
		}
		return nil
	}))
	if !errors.Is(err, hornbeam.ErrCancelled) && err != nil {
		t.Errorf("the fit ended with %v", err)
	}
	m.Close()
	if _, err := m.Predict(ctx, x); !errors.Is(err, hornbeam.ErrCancelled) {
		t.Errorf("a closed model gave %v", err)
	}
}

func TestWeightsComeOutAndGoIn(t *testing.T) {
	a, b := compiled(t), compiled(t)
	x, _ := line(t, 8)
	must(t, a.Build(x))
	must(t, b.Build(x))
	weights, err := a.Weights()
	must(t, err)
	must(t, b.SetWeights(weights))
	if pa, pb := hornbeam.Must(a.Predict(ctx, x)).Value(), hornbeam.Must(b.Predict(ctx, x)).Value(); !reflect.DeepEqual(pa, pb) {
		t.Errorf("%v became %v", pa, pb)
	}
	if err := b.SetWeights(weights[1:]); !errors.Is(err, hornbeam.ErrInvalidArgument) {
		t.Errorf("too few weights gave %v", err)
	}
	if table := hornbeam.Must(a.Summary(60)); !strings.Contains(table, "Trainable params: 13") {
		t.Errorf("the summary is\n%s", table)
	}
}

func TestACheckpointOfTheWeightsGoesOn(t *testing.T) {
	a, b := compiled(t), compiled(t)
	x, y := line(t, 8)
	path := filepath.Join(t.TempDir(), "point")
	hornbeam.Must(a.Fit(ctx, x, y, keras.Epochs(2)))
	must(t, a.SaveWeights(path))
	must(t, b.Build(x))
	must(t, b.LoadWeights(path))
	on := func(m *keras.Model) any {
		hornbeam.Must(m.Fit(ctx, x, y, keras.Epochs(2), keras.Shuffle(false)))
		return hornbeam.Must(m.Predict(ctx, x)).Value()
	}
	if pa, pb := on(a), on(b); !reflect.DeepEqual(pa, pb) {
		t.Errorf("%v became %v", pa, pb)
	}
	if err := b.LoadWeights(path + "x"); !errors.Is(err, hornbeam.ErrNotFound) {
		t.Errorf("a file that isn't there gave %v", err)
	}
	if err := b.SaveWeights("a\x00b"); !errors.Is(err, hornbeam.ErrInvalidArgument) {
		t.Errorf("a zero byte in a path gave %v", err)
	}
}

// resident is the bytes of memory that the process has.
func resident(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip("only Linux says how much memory a process has")
	}
	var size, pages int
	fmt.Sscan(string(text), &size, &pages)
	return pages * os.Getpagesize()
}

func TestCallsLeaveNothingBehind(t *testing.T) {
	if racing {
		t.Skip("the race detector's own memory grows with the calls; ./dev test runs this without it")
	}
	m := compiled(t)
	x, y := line(t, 8)
	calls := func(n int) {
		for range n {
			out, err := m.Predict(ctx, x)
			must(t, err)
			out.Close()
			_, err = m.TrainOnBatch(ctx, x, y)
			must(t, err)
		}
	}
	calls(5000)
	runtime.GC()
	before := resident(t)
	calls(10000)
	runtime.GC()
	if grown := resident(t) - before; grown > 8<<20 {
		t.Errorf("10000 predictions and steps left %d KiB", grown>>10)
	}
}
