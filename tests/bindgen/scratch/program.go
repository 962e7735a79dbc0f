// Calls the op and the layer of a scratch copy, and trains the layer.
package main

import (
	"context"
	"fmt"
	"log"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/keras"
	"hornbeam.dev/go/keras/initializers"
	"hornbeam.dev/go/keras/layers"
	"hornbeam.dev/go/keras/losses"
	"hornbeam.dev/go/keras/optimizers"
	"hornbeam.dev/go/op"
)

func main() {
	ctx := context.Background()
	x := hornbeam.Must(hornbeam.NewTensor([][]float32{{2}, {3}}))
	y := hornbeam.Must(hornbeam.NewTensor([][]float32{{8}, {11}}))
	s := op.NewScope()
	out := op.ScratchAffine(s, x, op.ScratchAffineFactor(3))
	session := hornbeam.Must(hornbeam.NewSession(hornbeam.Must(s.Finalize())))
	values := hornbeam.Must(session.Run(ctx, nil, []hornbeam.Output{out}, nil))
	m := keras.Sequential(layers.ScratchShift(3, layers.ShiftInitializer(initializers.Ones())))
	before := hornbeam.Must(m.Predict(ctx, x))
	if err := m.Compile(optimizers.SGD(0.5), losses.MeanSquaredError()); err != nil {
		log.Fatal(err)
	}
	hornbeam.Must(m.Fit(ctx, x, y))
	for _, t := range []*hornbeam.Tensor{values[0], before, hornbeam.Must(m.Predict(ctx, x))} {
		v := t.Value().([][]float32)
		fmt.Println(v[0][0], v[1][0])
	}
}
