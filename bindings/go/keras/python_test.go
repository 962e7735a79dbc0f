package keras_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/internal/digits"
	"hornbeam.dev/go/keras"
	"hornbeam.dev/go/keras/layers"
	"hornbeam.dev/go/keras/losses"
	"hornbeam.dev/go/keras/metrics"
	"hornbeam.dev/go/keras/optimizers"
	"hornbeam.dev/go/keras/regularizers"
	"hornbeam.dev/go/keras/schedules"
	"hornbeam.dev/go/op"
)

const data = "../../../tests/data/digits"

// outcome is what a program of peer.py gives.
type outcome struct {
	Losses  []float64 `json:"losses"`
	Outputs []float64 `json:"outputs"`
}

func outcomeOf(t *testing.T, m *keras.Model, losses []float64, x keras.Data) outcome {
	t.Helper()
	out, err := m.Predict(ctx, x)
	must(t, err)
	defer out.Close()
	o := outcome{Losses: append([]float64{}, losses...)}
	for _, v := range hornbeam.Must(hornbeam.Slice[float32](out)) {
		o.Outputs = append(o.Outputs, float64(v))
	}
	return o
}

func seedData(t *testing.T) (x, y *hornbeam.Tensor) {
	return tensor(t, [][]float32{{1}, {2}, {3}, {4}}), tensor(t, [][]float32{{0}, {-1}, {-2}, {-3}})
}

func runSeed(t *testing.T, folder string) outcome {
	x, y := seedData(t)
	keras.SetRandomSeed(7)
	m := keras.Sequential(layers.Dense(16, layers.Activation("relu")), layers.Dense(1))
	defer m.Close()
	must(t, m.Compile(optimizers.Adam(0.01), losses.MeanSquaredError()))
	history, err := m.Fit(ctx, x, y, keras.Epochs(20), keras.BatchSize(2), keras.Seed(3))
	must(t, err)
	must(t, m.Save(folder+"/go_seed"))
	return outcomeOf(t, m, history.Metrics["loss"], x)
}

func runSeedOn(t *testing.T, folder string) outcome {
	x, y := seedData(t)
	m, err := keras.Load(folder)
	must(t, err)
	defer m.Close()
	history, err := m.Fit(ctx, x, y, keras.Epochs(5), keras.BatchSize(2), keras.Seed(4))
	must(t, err)
	return outcomeOf(t, m, history.Metrics["loss"], x)
}

// first is the first rows of images.
func first(t *testing.T, x *hornbeam.Tensor, n int) *hornbeam.Tensor {
	flat := hornbeam.Must(hornbeam.View[float32](x))
	shape := x.Shape()
	shape[0] = int64(n)
	part, err := hornbeam.FromSlice(flat[:n*64], shape...)
	must(t, err)
	t.Cleanup(func() { part.Close() })
	return part
}

func runDigits(t *testing.T, folder string, x, y *hornbeam.Tensor) outcome {
	keras.SetRandomSeed(11)
	m := keras.Sequential(layers.InputLayer(layers.Shape(8, 8, 1)),
		layers.Conv2D(8, 3, layers.Padding("same"), layers.Activation("relu")), layers.MaxPooling2D(),
		layers.BatchNormalization(), layers.Flatten(), layers.Dropout(0.25), layers.Dense(10, layers.Activation("softmax")))
	defer m.Close()
	must(t, m.Compile(optimizers.Adam(0.002), losses.SparseCategoricalCrossentropy(),
		keras.Metrics(metrics.SparseCategoricalAccuracy())))
	history, err := m.Fit(ctx, x, y, keras.Epochs(2), keras.BatchSize(32), keras.Seed(1), keras.ValidationSplit(0.2))
	must(t, err)
	must(t, m.Save(folder+"/go_digits"))
	return outcomeOf(t, m, append(history.Metrics["loss"], history.Metrics["val_loss"]...), first(t, x, 10))
}

func runFunctional(t *testing.T) outcome {
	a, b, y := make([]float32, 32), make([]float32, 16), make([]float32, 8)
	for i := range a {
		a[i] = float32(i) / 32
		y[i/4] += a[i]
	}
	for i := range b {
		b[i] = float32(i) / 16
	}
	x := hornbeam.Tensors{hornbeam.Must(hornbeam.FromSlice(a, 8, 4)), hornbeam.Must(hornbeam.FromSlice(b, 8, 2))}
	defer x.Close()
	keras.SetRandomSeed(5)
	ia, ib := keras.Input([]int{4}), keras.Input([]int{2})
	h := layers.Concatenate().Call(layers.Dense(3, layers.Activation("tanh")).Call(ia), ib)
	m := keras.Functional([]*keras.Symbol{ia, ib},
		[]*keras.Symbol{layers.Dense(1, layers.KernelRegularizer(regularizers.L2(0.01))).Call(h)})
	defer m.Close()
	far := keras.CustomLoss("far", func(tr *keras.Trace, yTrue, yPred hornbeam.Output) hornbeam.Output {
		return op.Mean(tr.Scope, op.Square(tr.Scope, op.Square(tr.Scope, op.Sub(tr.Scope, yTrue, yPred))), -1)
	})
	must(t, m.Compile(optimizers.SGD(schedules.ExponentialDecay(0.01, 10, 0.9)), far))
	labels := hornbeam.Must(hornbeam.FromSlice(y, 8, 1))
	defer labels.Close()
	history, err := m.Fit(ctx, x, labels, keras.Epochs(4), keras.BatchSize(4), keras.Seed(2))
	must(t, err)
	return outcomeOf(t, m, history.Metrics["loss"], x)
}

func runOptimizer(t *testing.T, optimizer keras.Optimizer) outcome {
	x, y := seedData(t)
	keras.SetRandomSeed(9)
	m := keras.Sequential(layers.Dense(3, layers.Activation("sigmoid")), layers.Dense(1))
	defer m.Close()
	must(t, m.Compile(optimizer, losses.Huber()))
	var steps []float64
	for range 5 {
		logs, err := m.TrainOnBatch(ctx, x, y)
		must(t, err)
		steps = append(steps, logs.Get("loss"))
	}
	return outcomeOf(t, m, steps, x)
}

// Python, on the same library, gives the same bits, and each goes on with what the other saved.
func TestPythonGivesTheSameBits(t *testing.T) {
	python := os.Getenv("HORNBEAM_PYTHON")
	if python == "" {
		t.Skip("HORNBEAM_PYTHON and PYTHONPATH, which ./dev test sets, say where Hornbeam's Python is")
	}
	folder := t.TempDir()
	x, y, err := digits.Read(data + "/train.tfrecord")
	must(t, err)
	defer x.Close()
	defer y.Close()
	got := map[string]outcome{"seed": runSeed(t, folder), "digits": runDigits(t, folder, x, y),
		"functional": runFunctional(t), "SGD": runOptimizer(t, optimizers.SGD(0.05)),
		"RMSprop": runOptimizer(t, optimizers.RMSprop(0.05)), "Adam": runOptimizer(t, optimizers.Adam(0.05)),
		"AdamW": runOptimizer(t, optimizers.AdamW(0.05)), "Adagrad": runOptimizer(t, optimizers.Adagrad(0.05)),
		"Adadelta": runOptimizer(t, optimizers.Adadelta(0.05)), "Adamax": runOptimizer(t, optimizers.Adamax(0.05)),
		"Nadam": runOptimizer(t, optimizers.Nadam(0.05)), "Ftrl": runOptimizer(t, optimizers.Ftrl(0.05))}
	command := exec.Command(python, "testdata/peer.py", folder, data)
	command.Stderr = os.Stderr
	text, err := command.Output()
	must(t, err)
	var want map[string]outcome
	must(t, json.Unmarshal(text, &want))
	got["go_seed"] = runSeedOn(t, folder+"/go_seed")
	got["python_seed"] = runSeedOn(t, folder+"/python_seed")
	m, err := keras.Load(folder + "/python_digits")
	must(t, err)
	defer m.Close()
	got["go_digits"] = outcomeOf(t, m, nil, first(t, x, 10))
	if !reflect.DeepEqual(got["go_seed"], got["python_seed"]) {
		t.Error("training on what Python saved differs from training on what Go saved")
	}
	for name, w := range want {
		if g := got[name]; !reflect.DeepEqual(g.Outputs, w.Outputs) || fmt.Sprint(g.Losses) != fmt.Sprint(w.Losses) {
			t.Errorf("%s: Go gives %v\nPython %v", name, g, w)
		}
	}
	if len(want) != len(got) {
		t.Errorf("%d programs in Go, %d in Python", len(got), len(want))
	}
}

// The digits network that the C++ example trains and saves evaluates here as it did there.
func TestAModelOfCppIsTheSameHere(t *testing.T) {
	build := os.Getenv("HORNBEAM_BUILD")
	if build == "" {
		t.Skip("HORNBEAM_BUILD, which ./dev test sets, says where the C++ example is")
	}
	folder := filepath.Join(t.TempDir(), "model")
	text, err := exec.Command(build+"/bin/examples_digits_train_cpp", data, folder).Output()
	must(t, err)
	m, err := keras.Load(folder)
	must(t, err)
	defer m.Close()
	x, y, err := digits.Read(data + "/test.tfrecord")
	must(t, err)
	logs, err := m.Evaluate(ctx, x, y)
	must(t, err)
	line := fmt.Sprintf("C++ ends with test accuracy %.6f", logs.Get("sparse_categorical_accuracy"))
	if !strings.Contains(string(text), line) {
		t.Errorf("C++ printed\n%s\nGo finds %s", text, line)
	}
	history, err := m.Fit(ctx, x, y)
	must(t, err)
	if loss := history.Metrics["loss"][0]; !(loss < 0.2) {
		t.Errorf("training on begins with loss %v", loss)
	}
}

func TestDigitsAreLearnt(t *testing.T) {
	x, y, err := digits.Read(data + "/train.tfrecord")
	must(t, err)
	tx, ty, err := digits.Read(data + "/test.tfrecord")
	must(t, err)
	keras.SetRandomSeed(7)
	m := keras.Sequential(layers.Flatten(), layers.Dense(64, layers.Activation("relu")),
		layers.Dense(10, layers.Activation("softmax")))
	defer m.Close()
	must(t, m.Compile(optimizers.Adam(0.005), losses.SparseCategoricalCrossentropy(), keras.Metrics(keras.NewMetric("accuracy", nil))))
	_, err = m.Fit(ctx, x, y, keras.Epochs(10), keras.Seed(1))
	must(t, err)
	logs, err := m.Evaluate(ctx, tx, ty)
	must(t, err)
	if accuracy := logs.Get("accuracy"); accuracy < 0.95 {
		t.Errorf("the accuracy is %v", accuracy)
	}
}
