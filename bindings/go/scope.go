package hornbeam

import (
	"fmt"
	"sort"
	"strings"
	"sync"

	"hornbeam.dev/go/internal/capi"
)

// Scope is where the functions of package op add operations: a graph, a prefix for their names, a
// device, and operations that run before them. The first error stays in the scope, and in those that
// were made of it; what is added after it does nothing.
type Scope struct {
	shared   *scopeState
	prefix   string
	device   string
	controls []Operation
}

type scopeState struct {
	graph *Graph
	mu    sync.Mutex
	err   error
}

// Graph is the graph that operations are added to.
func (s *Scope) Graph() *Graph { return s.shared.graph }

// Err is the first error.
func (s *Scope) Err() error {
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	return s.shared.err
}

// Finalize is the graph, or the first error.
func (s *Scope) Finalize() (*Graph, error) {
	if err := s.Err(); err != nil {
		return nil, err
	}
	return s.Graph(), nil
}

// Fail makes err the scope's error unless it has one.
func (s *Scope) Fail(err error) {
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	if s.shared.err == nil {
		s.shared.err = err
	}
}

// SubScope is a scope in which names begin with this one's prefix, the name and a slash.
func (s *Scope) SubScope(name string) *Scope {
	sub := *s
	sub.prefix = s.prefix + name + "/"
	return &sub
}

// WithControlDependencies is a scope whose operations run after ops as well.
func (s *Scope) WithControlDependencies(ops ...Operation) *Scope {
	sub := *s
	sub.controls = append(append([]Operation{}, s.controls...), ops...)
	return &sub
}

// WithDevice is a scope whose operations ask for a device.
func (s *Scope) WithDevice(device string) *Scope {
	sub := *s
	sub.device = device
	return &sub
}

// OpSpec is an operation to add to a graph.
type OpSpec struct {
	// Type is the op, such as "MatMul".
	Type string
	// Name of the operation. A scope puts its prefix before it and makes it unique; empty stands for
	// Type.
	Name string
	// Inputs in the order of the op's declaration.
	Inputs []In
	// Attrs by name: bool, int, int64, float32, string, DType, Shape, *Tensor, Func, or a slice of one
	// of these. Those that inputs determine are left out.
	Attrs map[string]any
	// Device that is asked for.
	Device string
	// ControlDependencies run before the operation.
	ControlDependencies []Operation
}

// In is an input of an operation.
type In struct {
	// Value is an Output, a []Output, or what becomes a constant: see Operand.
	Value any
	// DType that a literal takes, 0 for that of the inputs with the same TypeAttr.
	DType DType
	// TypeAttr is the attribute that holds the type of this input, "" for none.
	TypeAttr string
}

// Add adds an operation. After an error it returns the zero Operation.
func (s *Scope) Add(spec OpSpec) Operation {
	if s.Err() != nil {
		return Operation{}
	}
	spec.ControlDependencies = append(append([]Operation{}, s.controls...), spec.ControlDependencies...)
	if spec.Device == "" {
		spec.Device = s.device
	}
	if spec.Name == "" {
		spec.Name = spec.Type
	}
	base := s.prefix + spec.Name
	inputs, err := s.resolve(spec)
	var op Operation
	if err == nil {
		op, err = s.Graph().add(spec, inputs, func(g *capi.Graph) (string, *capi.Failure) {
			return capi.UniqueName(g, base)
		})
	}
	if err != nil {
		s.Fail(err)
		return Operation{}
	}
	return op
}

// AddOperation adds an operation under the very name that the spec has. Inputs are Outputs or lists of
// them.
func (g *Graph) AddOperation(spec OpSpec) (Operation, error) {
	inputs := make([]any, len(spec.Inputs))
	for i, in := range spec.Inputs {
		inputs[i] = in.Value
	}
	if spec.Name == "" {
		spec.Name = spec.Type
	}
	return g.add(spec, inputs, func(*capi.Graph) (string, *capi.Failure) { return spec.Name, nil })
}

func (g *Graph) add(spec OpSpec, inputs []any,
	name func(*capi.Graph) (string, *capi.Failure)) (op Operation, err error) {
	err = g.with(func(p *capi.Graph) error {
		attrs, release, err := attrsToC(spec)
		if err != nil {
			return err
		}
		defer release()
		if err := g.check(spec, inputs); err != nil {
			return err
		}
		g.naming.Lock()
		defer g.naming.Unlock()
		unique, failure := name(p)
		if failure != nil {
			return toError(failure)
		}
		b := capi.NewBuilder(p, spec.Type, unique)
		for _, in := range inputs {
			switch v := in.(type) {
			case Output:
				b.Input(capi.MakeOutput(v.Op.p, v.Index))
			case []Output:
				b.InputList(toC(v))
			}
		}
		for _, c := range spec.ControlDependencies {
			b.Control(c.p)
		}
		if spec.Device != "" {
			b.Device(spec.Device)
		}
		for _, a := range attrs {
			b.Attr(a.name, a.value)
		}
		made, failure := b.Finish()
		op = Operation{g, made}
		return toError(failure)
	})
	if err != nil {
		return Operation{}, err
	}
	return op, nil
}

// check finds inputs that C could not report by itself.
func (g *Graph) check(spec OpSpec, inputs []any) error {
	bad := func(o Output) bool { return o.IsZero() || o.Op.g != g || o.Index < 0 }
	wrong := func(i int, what string) error {
		return newError(ErrInvalidArgument, fmt.Sprintf("input %d of op %s %s", i, spec.Type, what))
	}
	for i, in := range inputs {
		switch v := in.(type) {
		case Output:
			if bad(v) {
				return wrong(i, "is no output of this graph")
			}
		case []Output:
			for _, o := range v {
				if bad(o) {
					return wrong(i, "has an entry that is no output of this graph")
				}
			}
		default:
			return wrong(i, fmt.Sprintf("is a %T; only a scope makes constants of values", in))
		}
	}
	for _, c := range spec.ControlDependencies {
		if c.IsZero() || c.g != g {
			return newError(ErrInvalidArgument, "a control dependency of op "+spec.Type+" is not in this graph")
		}
	}
	for _, text := range []string{spec.Type, spec.Name, spec.Device} {
		if strings.ContainsRune(text, 0) {
			return newError(ErrInvalidArgument, "a name must not hold a zero byte")
		}
	}
	return nil
}

type attr struct {
	name  string
	value any
}

// attrsToC gives the attributes, sorted by name, as package capi takes them.
func attrsToC(spec OpSpec) (out []attr, release func(), err error) {
	var held []*Tensor
	release = func() {
		for _, t := range held {
			t.ref.Release()
		}
	}
	for name, value := range spec.Attrs {
		switch v := value.(type) {
		case bool, []bool, int64, []int64, float32, []float32, string, []string:
		case int:
			value = int64(v)
		case DType:
			value = capi.DType(v)
		case []DType:
			list := make([]capi.DType, len(v))
			for i, d := range v {
				list[i] = capi.DType(d)
			}
			value = list
		case Shape:
			value = capi.Dims{Known: v.known, Dims: v.dims}
		case []Shape:
			list := make([]capi.Dims, len(v))
			for i, s := range v {
				list[i] = capi.Dims{Known: s.known, Dims: s.dims}
			}
			value = list
		case Func:
			value = capi.FuncName(v)
		case []Func:
			list := make([]capi.FuncName, len(v))
			for i, f := range v {
				list[i] = capi.FuncName(f)
			}
			value = list
		case *Tensor:
			p, err := v.acquire()
			if err != nil {
				release()
				return nil, nil, err
			}
			held = append(held, v)
			value = p
		default:
			release()
			return nil, nil, newError(ErrInvalidArgument,
				fmt.Sprintf("attribute '%s' of op %s can't be a %T", name, spec.Type, value))
		}
		out = append(out, attr{name, value})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].name < out[j].name })
	return out, release, nil
}
