// Microseconds of a call through Hornbeam's Go interface. Usage: calls FOLDER
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/keras"
	"hornbeam.dev/go/op"
)

func microseconds(call func()) float64 {
	for range 2000 {
		call()
	}
	best := time.Hour
	for range 60 {
		start := time.Now()
		for range 200 {
			call()
		}
		best = min(best, time.Since(start))
	}
	return float64(best.Nanoseconds()) / 200 / 1000
}

func main() {
	ctx := context.Background()
	scope := op.NewScope()
	x := op.Placeholder(scope, hornbeam.Float32)
	y := op.AddV2(scope, x, float32(1))
	session := hornbeam.Must(hornbeam.NewSession(hornbeam.Must(scope.Finalize())))
	add := hornbeam.Must(session.MakeCallable([]hornbeam.Output{x}, []hornbeam.Output{y}, nil))
	scalar := hornbeam.Must(hornbeam.NewTensor(float32(1)))
	trivial := microseconds(func() { hornbeam.Must(add.Run(ctx, scalar))[0].Close() })

	model := hornbeam.Must(keras.Load(filepath.Join(os.Args[1], "mlp")))
	values := make([]float32, 784)
	for i := range values {
		values[i] = float32(i) / 784
	}
	image := hornbeam.Must(hornbeam.FromSlice(values, 1, 784))
	predict := microseconds(func() { hornbeam.Must(model.Predict(ctx, image)).Close() })
	fmt.Printf("{\"trivial\": %.4f, \"predict\": %.4f}\n", trivial, predict)
}
