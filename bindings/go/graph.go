package hornbeam

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"hornbeam.dev/go/internal/bridge"
	"hornbeam.dev/go/internal/capi"
	"hornbeam.dev/go/internal/handle"
)

// Graph is operations connected by tensors. It only grows; sessions may run it meanwhile.
type Graph struct {
	ref handle.Ref[*capi.Graph]
	// Held from the choice of an operation's name until it is in the graph.
	naming sync.Mutex
}

// NewGraph makes an empty graph.
func NewGraph() *Graph {
	g := &Graph{}
	handle.Init(g, &g.ref, capi.NewGraph(), capi.DeleteGraph)
	return g
}

// Close gives the graph back. Sessions that use it keep it.
func (g *Graph) Close() error {
	g.ref.Close()
	return nil
}

func (g *Graph) acquire() (*capi.Graph, error) {
	if g == nil {
		return nil, newError(ErrInvalidArgument, "the graph is nil")
	}
	p, ok := g.ref.Acquire()
	if !ok {
		return nil, errClosed("graph")
	}
	return p, nil
}

// with calls f with the graph of C.
func (g *Graph) with(f func(*capi.Graph) error) error {
	p, err := g.acquire()
	if err != nil {
		return err
	}
	defer g.ref.Release()
	return f(p)
}

// Scope is where functions of package op add operations to this graph.
func (g *Graph) Scope() *Scope { return &Scope{shared: &scopeState{graph: g}} }

// Operation finds an operation by its name.
func (g *Graph) Operation(name string) (Operation, bool) {
	var found *capi.Operation
	g.with(func(p *capi.Graph) error {
		found = capi.FindOperation(p, name)
		return nil
	})
	return Operation{g, found}, found != nil
}

// Operations is all operations in the order in which they were added.
func (g *Graph) Operations() []Operation {
	var out []Operation
	g.with(func(p *capi.Graph) error {
		for _, op := range capi.Operations(p) {
			out = append(out, Operation{g, op})
		}
		return nil
	})
	return out
}

// Output finds a tensor by its name, such as "dense/MatMul:0".
func (g *Graph) Output(name string) (Output, error) {
	base, number, _ := strings.Cut(name, ":")
	index, err := strconv.Atoi(number)
	if number == "" {
		index, err = 0, nil
	}
	op, ok := g.Operation(base)
	if !ok || err != nil || index < 0 || index >= op.NumOutputs() {
		return Output{}, newError(ErrNotFound, "the graph has no tensor '"+name+"'")
	}
	return op.Output(index), nil
}

// GraphDef is the graph as a serialized GraphDef, functions included.
func (g *Graph) GraphDef() (def []byte, err error) {
	err = g.with(func(p *capi.Graph) error {
		var failure *capi.Failure
		def, failure = capi.GraphDef(p)
		return toError(failure)
	})
	return def, err
}

// Import adds the nodes of a serialized GraphDef; their names begin with prefix and a slash when
// prefix is not empty.
func (g *Graph) Import(def []byte, prefix string) error {
	return g.with(func(p *capi.Graph) error { return toError(capi.ImportGraphDef(p, def, prefix)) })
}

// Gradients adds operations that compute the derivatives of the sum of y by each of x. The values of
// dx, one for each of y, are the derivatives of what y leads to; without them they are ones. An output
// that y doesn't depend on gives the zero Output. prefix is the scope of the new operations; "" stands
// for "gradients", made unique.
func (g *Graph) Gradients(prefix string, y, x []Output, dx ...Output) ([]Output, error) {
	if len(dx) > 0 && len(dx) != len(y) {
		return nil, newError(ErrInvalidArgument, fmt.Sprintf("%d initial gradients for %d ys", len(dx), len(y)))
	}
	for _, o := range append(append(append([]Output{}, y...), x...), dx...) {
		if o.Op.g != g {
			return nil, newError(ErrInvalidArgument, "an output is not in the graph")
		}
	}
	var out []Output
	err := g.with(func(p *capi.Graph) error {
		dy, failure := capi.AddGradients(p, prefix, toC(y), toC(x), toC(dx))
		for _, o := range dy {
			out = append(out, g.fromC(o))
		}
		return toError(failure)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (g *Graph) fromC(o capi.Output) Output {
	p, index := o.Parts()
	if p == nil {
		return Output{}
	}
	return Output{Operation{g, p}, index}
}

func toC(list []Output) []capi.Output {
	out := make([]capi.Output, len(list))
	for i, o := range list {
		out[i] = capi.MakeOutput(o.Op.p, o.Index)
	}
	return out
}

// Func is the name of a function, as a value of an attribute.
type Func string

// Function is a graph with inputs and outputs that operations such as While call by its name.
type Function struct {
	ref  handle.Ref[*capi.Function]
	name string
}

// NewFunction makes a function of a whole graph. The inputs are placeholders of the graph.
func NewFunction(body *Graph, name string, inputs, outputs []Output) (*Function, error) {
	f := &Function{name: name}
	err := body.with(func(p *capi.Graph) error {
		made, failure := capi.NewFunction(p, name, toC(inputs), toC(outputs), nil)
		if failure != nil {
			return toError(failure)
		}
		handle.Init(f, &f.ref, made, capi.DeleteFunction)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return f, nil
}

// Name is the name, as a value of an attribute.
func (f *Function) Name() Func { return Func(f.name) }

// Close gives the function back; graphs that it was added to have a copy.
func (f *Function) Close() error {
	f.ref.Close()
	return nil
}

// AddFunction makes a function known to operations of the graph.
func (g *Graph) AddFunction(f *Function) error {
	return g.with(func(p *capi.Graph) error {
		function, ok := f.ref.Acquire()
		if !ok {
			return errClosed("function")
		}
		defer f.ref.Release()
		return toError(capi.AddFunction(p, function))
	})
}

func init() {
	bridge.BorrowScope = func(p *capi.Graph, prefix string) any {
		g := &Graph{}
		g.ref.Borrow(p)
		return &Scope{shared: &scopeState{graph: g}, prefix: prefix}
	}
	bridge.EndScope = func(scope any) { scope.(*Scope).shared.graph.Close() }
	bridge.MakeOutput = func(scope any, o capi.Output) any { return scope.(*Scope).Graph().fromC(o) }
	bridge.OutputOf = func(output any) capi.Output {
		o := output.(Output)
		return capi.MakeOutput(o.Op.p, o.Index)
	}
}
