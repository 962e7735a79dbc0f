package keras_test

import (
	"context"
	"reflect"
	"testing"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/keras"
	"hornbeam.dev/go/keras/layers"
	"hornbeam.dev/go/keras/losses"
	"hornbeam.dev/go/keras/optimizers"
)

func TestTheSeedProgramTrainsSavesAndLoads(t *testing.T) {
	ctx := context.Background()
	x := hornbeam.Must(hornbeam.NewTensor([][]float32{{1}, {2}, {3}, {4}}))
	y := hornbeam.Must(hornbeam.NewTensor([][]float32{{0}, {-1}, {-2}, {-3}}))
	m := keras.Sequential(layers.Dense(16, layers.Activation("relu")), layers.Dense(1))
	defer m.Close()
	if err := m.Compile(optimizers.Adam(0.01), losses.MeanSquaredError()); err != nil {
		t.Fatal(err)
	}
	epochs := 0
	hist, err := m.Fit(ctx, x, y, keras.Epochs(100), keras.OnEpochEnd(func(e keras.Epoch) error {
		epochs++
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	losses := hist.Metrics["loss"]
	if epochs != 100 || len(losses) != 100 || losses[99] >= losses[0]/10 {
		t.Errorf("%d epochs, losses %v", epochs, losses)
	}
	dir := t.TempDir() + "/model"
	if err := m.Save(dir); err != nil {
		t.Fatal(err)
	}
	n, err := keras.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	before, err := m.Predict(ctx, x)
	if err != nil {
		t.Fatal(err)
	}
	after, err := n.Predict(ctx, x)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(before.Value(), after.Value()) {
		t.Errorf("predictions %v became %v", before.Value(), after.Value())
	}
}
