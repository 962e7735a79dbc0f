package keras

import (
	"encoding/json"
	"fmt"
	"runtime"
	"sync"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/internal/bridge"
	"hornbeam.dev/go/internal/capi"
)

// Layer is a part of a model: what package layers makes, a function of one's own, or a model.
type Layer interface {
	// Call applies the layer. Calls of one layer share its weights.
	Call(inputs ...*Symbol) *Symbol
	// CallN applies a layer that has several outputs.
	CallN(inputs ...*Symbol) []*Symbol
	layer() *node
}

// counting guards how many models use a layer or a symbol.
var counting sync.Mutex

// node is a layer. What C knows of it exists from the first model that uses it until the last one is
// closed.
type node struct {
	class    string
	params   Params
	noutputs int
	fn       capi.TraceFunc
	model    *Model // a model as a layer

	users   int
	made    *capi.Layer
	cleanup runtime.Cleanup
}

// NewLayer makes a layer by its class name: what package layers uses.
func NewLayer(class string, params Params) Layer {
	return &node{class: class, params: params, noutputs: 1}
}

// CustomLayer is a layer of one's own: fn builds its output. It is traced into the graph, may run
// several times, and must always build the same computation. The layer is saved under the registered
// name, such as "Custom>Scale"; a process without the function loads it all the same, and trains on.
// The options of the parameters name and trainable fit.
func CustomLayer(registered string, fn func(t *Trace, x hornbeam.Output) hornbeam.Output,
	options ...Option) Layer {
	return CustomLayerN(registered, 1, func(t *Trace, inputs []hornbeam.Output) []hornbeam.Output {
		if len(inputs) != 1 {
			t.Fail(fmt.Errorf("layer %s takes one input, not %d", registered, len(inputs)))
			return []hornbeam.Output{{}}
		}
		return []hornbeam.Output{fn(t, inputs[0])}
	}, options...)
}

// CustomLayerN is CustomLayer with any number of inputs and outputs.
func CustomLayerN(registered string, outputs int,
	fn func(t *Trace, inputs []hornbeam.Output) []hornbeam.Output, options ...Option) Layer {
	return &node{class: registered, params: Set(Params{}, options), noutputs: outputs, fn: traceFunc(fn)}
}

func (n *node) layer() *node { return n }

// Call implements Layer.
func (n *node) Call(inputs ...*Symbol) *Symbol { return n.CallN(inputs...)[0] }

// CallN implements Layer.
func (n *node) CallN(inputs ...*Symbol) []*Symbol {
	c := &layerCall{layer: n, inputs: inputs, outputs: make([]*Symbol, n.noutputs)}
	for i := range c.outputs {
		c.outputs[i] = &Symbol{call: c}
	}
	return c.outputs
}

func (n *node) describe() string {
	name, _ := n.params["name"].(string)
	if name == "" {
		return "layer " + n.class
	}
	return fmt.Sprintf("layer '%s' (%s)", name, n.class)
}

// make makes the layer in C.
func (n *node) make() (*capi.Layer, error) {
	if n.model != nil {
		p, err := n.model.acquire()
		if err != nil {
			return nil, err
		}
		defer n.model.ref.Release()
		return capi.ModelLayer(p), nil
	}
	config, err := json.Marshal(n.params)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n.describe(), err)
	}
	var made *capi.Layer
	var failure *capi.Failure
	if n.fn != nil {
		made, failure = capi.NewTracedLayer(n.class, string(config), n.noutputs, n.fn)
	} else {
		made, failure = capi.NewLayer(n.class, string(config))
	}
	if failure != nil {
		return nil, bridge.Error(failure)
	}
	return made, nil
}

// use counts a model that uses the layer, and makes it for the first one.
func (n *node) use(parts *parts) (*capi.Layer, error) {
	if parts.layers[n] {
		return n.made, nil
	}
	counting.Lock()
	made := n.made
	counting.Unlock()
	if made == nil {
		var err error
		if made, err = n.make(); err != nil {
			return nil, err
		}
	}
	counting.Lock()
	defer counting.Unlock()
	if n.made == nil {
		n.made = made
		n.cleanup = runtime.AddCleanup(n, capi.DeleteLayer, made)
	}
	n.users++
	parts.layers[n] = true
	return made, nil
}

// Symbol is a symbolic tensor between layers.
type Symbol struct {
	input Params // of an input
	call  *layerCall

	users   int
	made    *capi.Symbol
	cleanup runtime.Cleanup
}

type layerCall struct {
	layer   *node
	inputs  []*Symbol
	outputs []*Symbol
}

// Input is an input of a functional model, by the shape of one sample; -1 stands for a size that is not
// known. The options of the parameters name and dtype of an InputLayer fit.
func Input(shape []int, options ...Option) *Symbol {
	return &Symbol{input: Set(Params{"shape": sizes(shape)}, options)}
}

// sizes writes -1 as null.
func sizes(shape []int) []any {
	out := make([]any, len(shape))
	for i, d := range shape {
		if d >= 0 {
			out[i] = d
		}
	}
	return out
}

// use counts a model that uses the symbol and all that it is made of.
func (s *Symbol) use(parts *parts) (*capi.Symbol, error) {
	if s == nil {
		return nil, bridge.Error(capi.Fail(capi.InvalidArgument, "a symbol is nil"))
	}
	if parts.symbols[s] {
		return s.made, nil
	}
	if s.call == nil {
		if s.made == nil {
			config, err := json.Marshal(s.input)
			if err != nil {
				return nil, err
			}
			made, failure := capi.NewInput(string(config))
			if failure != nil {
				return nil, bridge.Error(failure)
			}
			s.keep(made)
		}
		parts.add(s)
		return s.made, nil
	}
	inputs := make([]*capi.Symbol, len(s.call.inputs))
	for i, in := range s.call.inputs {
		var err error
		if inputs[i], err = in.use(parts); err != nil {
			return nil, err
		}
	}
	layer, err := s.call.layer.use(parts)
	if err != nil {
		return nil, err
	}
	if s.made == nil {
		made, failure := capi.CallLayer(layer, inputs, s.call.layer.noutputs)
		if failure != nil {
			return nil, bridge.Error(failure)
		}
		for i, out := range s.call.outputs {
			out.keep(made[i])
		}
	}
	for _, out := range s.call.outputs {
		parts.add(out)
	}
	return s.made, nil
}

func (s *Symbol) keep(made *capi.Symbol) {
	s.made = made
	s.cleanup = runtime.AddCleanup(s, capi.DeleteSymbol, made)
}

// parts is the layers and symbols that one model uses.
type parts struct {
	layers  map[*node]bool
	symbols map[*Symbol]bool
}

func newParts() *parts { return &parts{map[*node]bool{}, map[*Symbol]bool{}} }

func (p *parts) add(s *Symbol) {
	counting.Lock()
	defer counting.Unlock()
	s.users++
	p.symbols[s] = true
}

// release ends the use by the model.
func (p *parts) release() {
	var symbols []*capi.Symbol
	var layers []*capi.Layer
	counting.Lock()
	for s := range p.symbols {
		if s.users--; s.users == 0 {
			s.cleanup.Stop()
			symbols = append(symbols, s.made)
			s.made = nil
		}
	}
	for n := range p.layers {
		if n.users--; n.users == 0 {
			n.cleanup.Stop()
			layers = append(layers, n.made)
			n.made = nil
		}
	}
	p.layers, p.symbols = nil, nil
	counting.Unlock()
	for _, s := range symbols {
		capi.DeleteSymbol(s)
	}
	for _, n := range layers {
		capi.DeleteLayer(n)
	}
}
