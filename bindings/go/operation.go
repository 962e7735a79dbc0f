package hornbeam

import (
	"fmt"

	"hornbeam.dev/go/internal/capi"
)

// Operation is a node of a graph. Operations of one graph can be compared with ==.
type Operation struct {
	g *Graph
	p *capi.Operation
}

// IsZero tells whether this is no operation, as after an error.
func (op Operation) IsZero() bool { return op.p == nil }

// use calls f while the graph is held; it does nothing when there is no operation or the graph is
// closed.
func (op Operation) use(f func(*capi.Operation)) {
	if op.p == nil {
		return
	}
	if _, ok := op.g.ref.Acquire(); ok {
		defer op.g.ref.Release()
		f(op.p)
	}
}

// Graph is the graph that the operation is in.
func (op Operation) Graph() *Graph { return op.g }

// Name is the full name, such as "dense/MatMul".
func (op Operation) Name() (name string) {
	op.use(func(p *capi.Operation) { name = capi.OperationName(p) })
	return name
}

// Type is the op, such as "MatMul".
func (op Operation) Type() (name string) {
	op.use(func(p *capi.Operation) { name = capi.OperationType(p) })
	return name
}

// Device is the device that was asked for, "" for none.
func (op Operation) Device() (name string) {
	op.use(func(p *capi.Operation) { name = capi.OperationDevice(p) })
	return name
}

// NumOutputs is the number of outputs.
func (op Operation) NumOutputs() (n int) {
	op.use(func(p *capi.Operation) { n = capi.NumOutputs(p) })
	return n
}

// NumInputs is the number of inputs, control inputs not counted.
func (op Operation) NumInputs() (n int) {
	op.use(func(p *capi.Operation) { n = capi.NumInputs(p) })
	return n
}

// Input is the output that an input comes from.
func (op Operation) Input(index int) (o Output) {
	op.use(func(p *capi.Operation) {
		if index >= 0 && index < capi.NumInputs(p) {
			o = op.g.fromC(capi.InputOf(p, index))
		}
	})
	return o
}

// Output is an output by its number; the zero Output of the zero Operation.
func (op Operation) Output(index int) Output {
	if op.p == nil {
		return Output{}
	}
	return Output{op, index}
}

// Outputs is all outputs.
func (op Operation) Outputs() []Output { return op.outputs(0, op.NumOutputs()) }

func (op Operation) outputs(start, n int) []Output {
	out := make([]Output, n)
	for i := range out {
		out[i] = op.Output(start + i)
	}
	return out
}

// OutputList is the outputs from start on that an output of the op's declaration stands for.
func (op Operation) OutputList(name string, start int) (list []Output) {
	op.use(func(p *capi.Operation) {
		if n, failure := capi.OutputListLength(p, name); failure == nil {
			list = op.outputs(start, n)
		}
	})
	return list
}

// String is name and op.
func (op Operation) String() string { return fmt.Sprintf("%s (%s)", op.Name(), op.Type()) }

// Output is a tensor of a graph: a value that exists while a session runs. Outputs can be compared
// with == and be keys of maps.
type Output struct {
	Op    Operation
	Index int
}

// IsZero tells whether this is no output.
func (o Output) IsZero() bool { return o.Op.IsZero() }

// DType is the type of the elements.
func (o Output) DType() (d DType) {
	o.Op.use(func(p *capi.Operation) {
		if o.Index >= 0 && o.Index < capi.NumOutputs(p) {
			d = DType(capi.OutputType(capi.MakeOutput(p, o.Index)))
		}
	})
	return d
}

// Shape is what is known of the shape.
func (o Output) Shape() (s Shape) {
	if o.IsZero() {
		return s
	}
	o.Op.g.with(func(g *capi.Graph) error {
		dims, known := capi.ShapeOf(g, capi.MakeOutput(o.Op.p, o.Index))
		s = Shape{known, dims}
		return nil
	})
	return s
}

// Name is such as "dense/MatMul:0".
func (o Output) Name() string { return fmt.Sprintf("%s:%d", o.Op.Name(), o.Index) }

// String is name, type and shape.
func (o Output) String() string { return fmt.Sprintf("%s %v%v", o.Name(), o.DType(), o.Shape()) }

// Shape is what is known of a tensor's shape. The zero Shape knows nothing.
type Shape struct {
	known bool
	dims  []int64
}

// MakeShape is a shape; -1 stands for a size that is not known. Without sizes it is a scalar's.
func MakeShape(dims ...int64) Shape { return Shape{true, append([]int64{}, dims...)} }

// Rank is the number of dimensions, -1 when it is not known.
func (s Shape) Rank() int {
	if !s.known {
		return -1
	}
	return len(s.dims)
}

// Dims is the sizes, -1 for those that are not known.
func (s Shape) Dims() []int64 { return append([]int64{}, s.dims...) }

// String is such as [?, 4], or ? when nothing is known.
func (s Shape) String() string {
	if !s.known {
		return "?"
	}
	text := "["
	for i, d := range s.dims {
		if i > 0 {
			text += ", "
		}
		if d < 0 {
			text += "?"
		} else {
			text += fmt.Sprint(d)
		}
	}
	return text + "]"
}
