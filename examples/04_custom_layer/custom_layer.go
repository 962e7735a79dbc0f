// A layer and a loss of one's own: functions that build a graph. Who loads the model needs no code of
// them.
//
// usage: custom_layer FOLDER
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/keras"
	"hornbeam.dev/go/keras/initializers"
	"hornbeam.dev/go/keras/layers"
	"hornbeam.dev/go/keras/losses"
	"hornbeam.dev/go/keras/optimizers"
	"hornbeam.dev/go/op"
)

// bend is tanh(x * w), with a weight for each column.
func bend(t *keras.Trace, x hornbeam.Output) hornbeam.Output {
	w := t.AddWeight("w", keras.Weight{Shape: []int64{4}, Initializer: initializers.Ones()})
	return op.Tanh(t.Scope, op.Mul(t.Scope, x, w))
}

// far is the fourth power of the distance.
func far(t *keras.Trace, yTrue, yPred hornbeam.Output) hornbeam.Output {
	off := op.Sub(t.Scope, yTrue, yPred)
	return op.Mean(t.Scope, op.Square(t.Scope, op.Square(t.Scope, off)), -1)
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: custom_layer FOLDER")
	}
	if err := run(context.Background(), os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func printLoss(history *keras.History) {
	loss := history.Metrics["loss"]
	fmt.Printf("loss %.6f to %.6f\n", loss[0], loss[len(loss)-1])
}

func run(ctx context.Context, folder string) error {
	x := hornbeam.Must(hornbeam.NewTensor([][]float32{{1}, {2}, {3}, {4}}))
	defer x.Close()
	y := hornbeam.Must(hornbeam.NewTensor([][]float32{{0}, {-1}, {-2}, {-3}}))
	defer y.Close()

	keras.SetRandomSeed(1)
	m := keras.Sequential(layers.Dense(4), keras.CustomLayer("Bend", bend), layers.Dense(1))
	defer m.Close()
	if err := m.Compile(optimizers.Adam(0.02), keras.CustomLoss("far", far)); err != nil {
		return err
	}
	history, err := m.Fit(ctx, x, y, keras.Epochs(50), keras.Shuffle(false))
	if err != nil {
		return err
	}
	printLoss(history)
	if err := m.Save(folder); err != nil {
		return err
	}

	loaded, err := keras.Load(folder)
	if err != nil {
		return err
	}
	defer loaded.Close()
	// A loss that is code isn't saved.
	if err := loaded.Compile(optimizers.Adam(0.02), losses.MeanSquaredError()); err != nil {
		return err
	}
	if history, err = loaded.Fit(ctx, x, y, keras.Epochs(50), keras.Shuffle(false)); err != nil {
		return err
	}
	printLoss(history)
	predicted, err := loaded.Predict(ctx, x)
	if err != nil {
		return err
	}
	defer predicted.Close()
	for _, value := range hornbeam.Must(hornbeam.Slice[float32](predicted)) {
		fmt.Printf("%.6f\n", value)
	}
	return nil
}
