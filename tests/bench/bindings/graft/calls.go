// Microseconds of a call through graft, the Go interface of TensorFlow. Usage: calls FOLDER
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	tf "github.com/wamuir/graft/tensorflow"
	"github.com/wamuir/graft/tensorflow/op"
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

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

// runner runs a session with one feed and one fetch.
func runner(session *tf.Session, x, y tf.Output, value *tf.Tensor) func() {
	return func() {
		must(session.Run(map[tf.Output]*tf.Tensor{x: value}, []tf.Output{y}, nil))
	}
}

func main() {
	scope := op.NewScope()
	x := op.Placeholder(scope, tf.Float)
	y := op.AddV2(scope, x, op.Const(scope, float32(1)))
	session := must(tf.NewSession(must(scope.Finalize()), nil))
	trivial := microseconds(runner(session, x, y, must(tf.NewTensor(float32(1)))))

	model := must(tf.LoadSavedModel(filepath.Join(os.Args[1], "mlp"), []string{"serve"}, nil))
	signature := model.Signatures["serving_default"]
	find := func(infos map[string]tf.TensorInfo) tf.Output {
		for _, info := range infos {
			var name string
			var index int
			for i := range info.Name {
				if info.Name[i] == ':' {
					name = info.Name[:i]
					fmt.Sscan(info.Name[i+1:], &index)
				}
			}
			return model.Graph.Operation(name).Output(index)
		}
		return tf.Output{}
	}
	image := make([][]float32, 1)
	image[0] = make([]float32, 784)
	for i := range image[0] {
		image[0][i] = float32(i) / 784
	}
	predict := microseconds(runner(model.Session, find(signature.Inputs), find(signature.Outputs),
		must(tf.NewTensor(image))))
	fmt.Printf("{\"trivial\": %.4f, \"predict\": %.4f}\n", trivial, predict)
}
