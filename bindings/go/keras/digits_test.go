package keras_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"hornbeam.dev/go/internal/digits"
	"hornbeam.dev/go/keras"
	"hornbeam.dev/go/keras/layers"
	"hornbeam.dev/go/keras/losses"
	"hornbeam.dev/go/keras/optimizers"
)

const data = "../../../tests/data/digits"

// The digits network that the C++ example trains and saves evaluates here as it did there.
func TestAModelOfCppIsTheSameHere(t *testing.T) {
	build := os.Getenv("HORNBEAM_BUILD")
	if build == "" {
		t.Skip("HORNBEAM_BUILD, which ./dev test sets, says where the C++ example is")
	}
	folder := filepath.Join(t.TempDir(), "model")
	text, err := exec.Command(build+"/bin/examples_02_digits_train_cpp", data, folder).Output()
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
