// The seed program in Go: a straight line is fitted to four points, one hundred steps of gradient
// descent over all of them.
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

func run(ctx context.Context) error {
	x := hornbeam.Must(hornbeam.NewTensor([][]float32{{1}, {2}, {3}, {4}}))
	defer x.Close()
	y := hornbeam.Must(hornbeam.NewTensor([][]float32{{0}, {-1}, {-2}, {-3}}))
	defer y.Close()

	keras.SetRandomSeed(1)
	m := keras.Sequential(layers.Dense(1))
	defer m.Close()
	if err := m.Compile(optimizers.SGD(0.01), losses.MeanSquaredError()); err != nil {
		return err
	}
	history, err := m.Fit(ctx, x, y, keras.Epochs(100), keras.Shuffle(false))
	if err != nil {
		return err
	}
	for _, loss := range history.Metrics["loss"] {
		fmt.Printf("%.6f\n", loss)
	}
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
