package hornbeam_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/op"
)

func ExampleNewTensor() {
	x, err := hornbeam.NewTensor([][]float32{{1, 2, 3}, {4, 5, 6}})
	if err != nil {
		log.Fatal(err)
	}
	defer x.Close()
	rows, err := hornbeam.As[[][]float32](x)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(x, rows[1])
	// Output: Tensor(float32, [2 3]) [4 5 6]
}

func ExampleWrapSlice() {
	data := []float32{1, 2, 3, 4}
	x, err := hornbeam.WrapSlice(data, 2, 2)
	if err != nil {
		log.Fatal(err)
	}
	defer x.Close()
	data[0] = 10 // the tensor's memory is the slice's
	fmt.Println(x.Value())
	// Output: [[10 2] [3 4]]
}

func ExampleSession_Run() {
	s := op.NewScope()
	x := op.Placeholder(s, hornbeam.Float32)
	y := op.Add(s, op.Square(s, x), 1)
	g, err := s.Finalize()
	if err != nil {
		log.Fatal(err)
	}
	session, err := hornbeam.NewSession(g)
	if err != nil {
		log.Fatal(err)
	}
	defer session.Close()
	in := hornbeam.Must(hornbeam.NewTensor([]float32{1, 2, 3}))
	defer in.Close()
	out, err := session.Run(context.Background(), map[hornbeam.Output]*hornbeam.Tensor{x: in},
		[]hornbeam.Output{y}, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer out[0].Close()
	fmt.Println(out[0].Value())
	// Output: [2 5 10]
}

func ExampleError() {
	_, err := hornbeam.LoadSavedModel("no/such/folder", nil)
	fmt.Println(errors.Is(err, hornbeam.ErrNotFound))
	// Output: true
}

func ExampleGraph_Gradients() {
	s := op.NewScope()
	x := op.Const(s, float32(3))
	y := op.Mul(s, x, op.Mul(s, x, x))
	dy, err := s.Graph().Gradients("", []hornbeam.Output{y}, []hornbeam.Output{x})
	if err != nil {
		log.Fatal(err)
	}
	session := hornbeam.Must(hornbeam.NewSession(s.Graph()))
	defer session.Close()
	out := hornbeam.Must(session.Run(context.Background(), nil, dy, nil))
	fmt.Println(out[0].Value())
	// Output: 27
}
