// Trains a small network on y = 1 - x, saves it, loads it again, and predicts with it.
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
	ctx := context.Background()
	x := hornbeam.Must(hornbeam.NewTensor([][]float32{{1}, {2}, {3}, {4}}))
	y := hornbeam.Must(hornbeam.NewTensor([][]float32{{0}, {-1}, {-2}, {-3}}))
	m := keras.Sequential(layers.Dense(16, layers.Activation("relu")), layers.Dense(1))
	defer m.Close()
	if err := m.Compile(optimizers.Adam(0.01), losses.MeanSquaredError()); err != nil {
		log.Fatal(err)
	}
	hornbeam.Must(m.Fit(ctx, x, y, keras.Epochs(100)))
	if err := m.Save("model"); err != nil {
		log.Fatal(err)
	}
	n := hornbeam.Must(keras.Load("model"))
	defer n.Close()
	fmt.Println(hornbeam.Must(n.Predict(ctx, x)).Value())
}
