// Package op has a function for each op. A function adds an operation to the graph of a scope and
// returns its outputs:
//
//	s := op.NewScope()
//	x := op.Placeholder(s, hornbeam.Float32)
//	y := op.Add(s, op.MatMul(s, x, w, op.MatMulTransposeB(true)), 0.5)
//	g, err := s.Finalize()
//
// An input is an output of another function, or a value that becomes a constant: see
// [hornbeam.Operand]. Attributes without a default are parameters; the others are options, whose names
// begin with the op's. An error stays in the scope: what is added after it does nothing, and its
// outputs are zero.
package op

import hornbeam "hornbeam.dev/go"

type attrs = map[string]any

// with adds what the options set to the attributes that were given.
func with[A ~func(attrs)](given attrs, optional []A) attrs {
	for _, option := range optional {
		option(given)
	}
	return given
}

// NewScope is the scope of a new graph.
func NewScope() *hornbeam.Scope { return hornbeam.NewGraph().Scope() }

// Const: a constant, of a *hornbeam.Tensor, a scalar, or a slice of any depth. int and float64, and
// slices of them, become Int32 and Float32; every other value keeps its type.
func Const(scope *hornbeam.Scope, value any) hornbeam.Output { return scope.Const(value) }

// Gradients adds the derivatives of the sum of y by each of x; see [hornbeam.Graph.Gradients].
func Gradients(scope *hornbeam.Scope, y, x []hornbeam.Output, dx ...hornbeam.Output) []hornbeam.Output {
	zero := make([]hornbeam.Output, len(x))
	if scope.Err() != nil {
		return zero
	}
	dy, err := scope.Graph().Gradients("", y, x, dx...)
	if err != nil {
		scope.Fail(err)
		return zero
	}
	return dy
}
