package keras

import (
	"encoding/json"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/internal/bridge"
	"hornbeam.dev/go/internal/capi"
)

// Trace is where a custom layer, loss, metric or optimizer builds its computation: a scope for the functions of
// package op. It and its outputs are valid during the call only.
type Trace struct {
	*hornbeam.Scope
	p *capi.Trace
}

// Training tells whether the computation is for training.
func (t *Trace) Training() bool { return capi.TraceTraining(t.p) }

// Weight is a choice about a weight of a custom layer or optimizer.
type Weight struct {
	// Shape of the weight; none for a scalar.
	Shape []int64
	// DType is Float32 when it is 0; Float64 is the other choice.
	DType hornbeam.DType
	// Initializer is glorot_uniform when it is nil.
	Initializer Initializer
	// Frozen weights are not changed by training.
	Frozen bool
}

// AddWeight is the value of a weight of the layer, or of what the optimizer keeps beside the variable,
// which is never trained. The first call with a name makes the weight; later
// ones must ask for the same shape and type.
func (t *Trace) AddWeight(name string, w Weight) hornbeam.Output {
	if t.Err() != nil {
		return hornbeam.Output{}
	}
	if w.DType == 0 {
		w.DType = hornbeam.Float32
	}
	init := ""
	if w.Initializer != nil {
		if init = w.Initializer.bare(); init == "" {
			text, err := json.Marshal(w.Initializer)
			if err != nil {
				t.Fail(err)
				return hornbeam.Output{}
			}
			init = string(text)
		}
	}
	value, failure := capi.TraceAddWeight(t.p, name, w.Shape, int(w.DType), init, !w.Frozen)
	if failure != nil {
		t.Fail(bridge.Error(failure))
		return hornbeam.Output{}
	}
	return bridge.MakeOutput(t.Scope, value).(hornbeam.Output)
}

// UpdateWeight gives a weight that AddWeight made a new value with each training step. It has no effect
// when nothing is trained.
func (t *Trace) UpdateWeight(name string, value hornbeam.Output) {
	if t.Err() == nil {
		if failure := capi.TraceUpdateWeight(t.p, name, bridge.OutputOf(value)); failure != nil {
			t.Fail(bridge.Error(failure))
		}
	}
}

// traceFunc makes a function that C calls of one over outputs.
func traceFunc(fn func(t *Trace, inputs []hornbeam.Output) []hornbeam.Output) capi.TraceFunc {
	return func(p *capi.Trace, inputs []capi.Output) ([]capi.Output, error) {
		scope := bridge.BorrowScope(capi.TraceGraph(p), capi.TraceScope(p)).(*hornbeam.Scope)
		defer bridge.EndScope(scope)
		in := make([]hornbeam.Output, len(inputs))
		for i, o := range inputs {
			in[i] = bridge.MakeOutput(scope, o).(hornbeam.Output)
		}
		results := fn(&Trace{scope, p}, in)
		if err := scope.Err(); err != nil {
			return nil, err
		}
		out := make([]capi.Output, len(results))
		for i, o := range results {
			out[i] = bridge.OutputOf(o)
		}
		return out, nil
	}
}
