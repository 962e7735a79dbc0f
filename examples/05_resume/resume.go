// Training that is interrupted goes on from a checkpoint exactly as if nothing had happened.
//
// usage: resume FOLDER
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/keras"
	"hornbeam.dev/go/keras/layers"
	"hornbeam.dev/go/keras/losses"
	"hornbeam.dev/go/keras/optimizers"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: resume FOLDER")
	}
	if err := run(context.Background(), filepath.Join(os.Args[1], "checkpoint")); err != nil {
		log.Fatal(err)
	}
}

func newModel() (*keras.Model, error) {
	m := keras.Sequential(layers.InputLayer(layers.Shape(2)), layers.Dense(8, layers.Activation("relu")),
		layers.Dense(1))
	return m, m.Compile(optimizers.Adam(0.02), losses.MeanSquaredError())
}

// samples are the inputs and the labels.
func samples() (x, y *hornbeam.Tensor) {
	xs, ys := make([]float32, 32), make([]float32, 16)
	for i := range xs {
		xs[i] = float32(i) / 32
	}
	for i := range ys {
		ys[i] = xs[2*i] - xs[2*i+1]*xs[2*i]
	}
	return hornbeam.Must(hornbeam.FromSlice(xs, 16, 2)), hornbeam.Must(hornbeam.FromSlice(ys, 16, 1))
}

func train(ctx context.Context, m *keras.Model, x, y *hornbeam.Tensor, first, last int) error {
	history, err := m.Fit(ctx, x, y, keras.InitialEpoch(first), keras.Epochs(last), keras.BatchSize(4),
		keras.Shuffle(false))
	if err != nil {
		return err
	}
	for i, loss := range history.Metrics["loss"] {
		fmt.Printf("epoch %d loss %.6f\n", first+i, loss)
	}
	return nil
}

func predictions(ctx context.Context, m *keras.Model, x *hornbeam.Tensor) ([]float32, error) {
	out, err := m.Predict(ctx, x)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	return hornbeam.Slice[float32](out)
}

func run(ctx context.Context, checkpoint string) error {
	x, y := samples()
	defer x.Close()
	defer y.Close()

	keras.SetRandomSeed(1)
	m, err := newModel()
	if err != nil {
		return err
	}
	defer m.Close()
	if err := train(ctx, m, x, y, 0, 3); err != nil {
		return err
	}
	if err := m.SaveWeights(checkpoint); err != nil {
		return err
	}
	if err := train(ctx, m, x, y, 3, 6); err != nil {
		return err
	}

	resumed, err := newModel() // in another process, say
	if err != nil {
		return err
	}
	defer resumed.Close()
	if err := resumed.LoadWeights(checkpoint); err != nil {
		return err
	}
	if err := train(ctx, resumed, x, y, 3, 6); err != nil {
		return err
	}
	a, err := predictions(ctx, m, x)
	if err != nil {
		return err
	}
	b, err := predictions(ctx, resumed, x)
	if err != nil {
		return err
	}
	if slices.Equal(a, b) {
		fmt.Println("the same predictions")
	} else {
		fmt.Println("other predictions")
	}
	return nil
}
