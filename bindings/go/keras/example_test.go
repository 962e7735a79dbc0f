package keras_test

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

func ExampleSequential() {
	ctx := context.Background()
	x := hornbeam.Must(hornbeam.NewTensor([][]float32{{0}, {1}, {2}, {3}}))
	y := hornbeam.Must(hornbeam.NewTensor([][]float32{{1}, {0}, {-1}, {-2}}))
	m := keras.Sequential(layers.Dense(1))
	defer m.Close()
	if err := m.Compile(optimizers.SGD(0.1), losses.MeanSquaredError()); err != nil {
		log.Fatal(err)
	}
	if _, err := m.Fit(ctx, x, y, keras.Epochs(200)); err != nil {
		log.Fatal(err)
	}
	out, err := m.Predict(ctx, hornbeam.Must(hornbeam.NewTensor([][]float32{{10}})))
	if err != nil {
		log.Fatal(err)
	}
	defer out.Close()
	fmt.Printf("%.1f\n", out.Value())
	// Output: [[-9.0]]
}

func ExampleFunctional() {
	a, b := keras.Input([]int{8}, layers.Name("a")), keras.Input([]int{4}, layers.Name("b"))
	h := layers.Concatenate().Call(layers.Dense(16).Call(a), b)
	m := keras.Functional([]*keras.Symbol{a, b}, []*keras.Symbol{layers.Dense(1).Call(h)})
	defer m.Close()
	d, err := m.Describe()
	if err != nil {
		log.Fatal(err)
	}
	for _, w := range d.Weights {
		fmt.Print(w.Name, " ")
		for _, size := range w.Shape {
			fmt.Print(*size, " ")
		}
	}
	// Output: dense/kernel 8 16 dense/bias 16 dense_1/kernel 20 1 dense_1/bias 1
}

func ExampleCustomLayer() {
	scale := keras.CustomLayer("Custom>Scale", func(t *keras.Trace, x hornbeam.Output) hornbeam.Output {
		w := t.AddWeight("scale", keras.Weight{Initializer: initializers.Constant(initializers.Value(3))})
		return op.Mul(t.Scope, x, w)
	})
	m := keras.Sequential(scale)
	defer m.Close()
	out, err := m.Predict(context.Background(), hornbeam.Must(hornbeam.NewTensor([][]float32{{1}, {2}})))
	if err != nil {
		log.Fatal(err)
	}
	defer out.Close()
	fmt.Println(out.Value())
	// Output: [[3] [6]]
}

func ExampleModel_Fit() {
	x := hornbeam.Must(hornbeam.NewTensor([][]float32{{0}, {1}}))
	m := keras.Sequential(layers.Dense(1))
	defer m.Close()
	if err := m.Compile(optimizers.Adam(0.1), losses.MeanSquaredError()); err != nil {
		log.Fatal(err)
	}
	history, err := m.Fit(context.Background(), x, x, keras.Epochs(100), keras.OnEpochEnd(func(e keras.Epoch) error {
		if e.Number == 2 {
			fmt.Println("that is enough")
			return keras.ErrStop
		}
		return nil
	}))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(history.Epochs), "epochs")
	// Output:
	// that is enough
	// 3 epochs
}

func ExampleLoad() {
	folder, err := os.MkdirTemp("", "model")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	m := keras.Sequential(layers.InputLayer(layers.Shape(2)), layers.Dense(1))
	defer m.Close()
	if err := m.Save(folder + "/model"); err != nil {
		log.Fatal(err)
	}
	n, err := keras.Load(folder + "/model")
	if err != nil {
		log.Fatal(err)
	}
	defer n.Close()
	d, err := n.Describe()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(d.Name, d.Weights[0].Name)
	// Output: sequential dense/kernel
}
