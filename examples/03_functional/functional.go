// A model with two inputs, each with a layer of its own, joined behind them.
package main

import (
	"context"
	"fmt"
	"log"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/keras"
	"hornbeam.dev/go/keras/layers"
	"hornbeam.dev/go/keras/losses"
	"hornbeam.dev/go/keras/optimizers"
)

func main() {
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

// samples are the inputs and the labels.
func samples() (x hornbeam.Tensors, y *hornbeam.Tensor) {
	a, b, labels := make([]float32, 16), make([]float32, 24), make([]float32, 8)
	for i := range a {
		a[i] = float32(i) / 16
	}
	for i := range b {
		b[i] = float32(i) / 32
	}
	for i := range labels {
		labels[i] = (a[2*i] + a[2*i+1]) * b[3*i+2]
	}
	x = hornbeam.Tensors{hornbeam.Must(hornbeam.FromSlice(a, 8, 2)), hornbeam.Must(hornbeam.FromSlice(b, 8, 3))}
	return x, hornbeam.Must(hornbeam.FromSlice(labels, 8, 1))
}

func run(ctx context.Context) error {
	x, y := samples()
	defer x.Close()
	defer y.Close()

	keras.SetRandomSeed(1)
	left, right := keras.Input([]int{2}, layers.Name("left")), keras.Input([]int{3}, layers.Name("right"))
	joined := layers.Concatenate().Call(
		layers.Dense(8, layers.Activation("tanh")).Call(left),
		layers.Dense(8, layers.Activation("relu")).Call(right))
	m := keras.Functional([]*keras.Symbol{left, right}, []*keras.Symbol{layers.Dense(1).Call(joined)})
	defer m.Close()
	if err := m.Compile(optimizers.Adam(0.02), losses.Huber()); err != nil {
		return err
	}
	history, err := m.Fit(ctx, x, y, keras.Epochs(30), keras.BatchSize(4), keras.Seed(1))
	if err != nil {
		return err
	}
	loss := history.Metrics["loss"]
	fmt.Printf("loss %.6f to %.6f\n", loss[0], loss[len(loss)-1])
	predicted, err := m.Predict(ctx, x)
	if err != nil {
		return err
	}
	defer predicted.Close()
	for _, value := range hornbeam.Must(hornbeam.Slice[float32](predicted)) {
		fmt.Printf("%.6f\n", value)
	}
	return nil
}
