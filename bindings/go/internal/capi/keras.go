package capi

// #include "shim.h"
// #include <stdlib.h>
import "C"

import (
	"fmt"
	"runtime"
	"runtime/cgo"
	"unsafe"
)

// TraceFunc builds outputs from inputs in the graph of a trace.
type TraceFunc func(trace *Trace, inputs []Output) ([]Output, error)

// traced runs f, which may call a TraceFunc, and finds what that raised: a panic goes on here.
func traced(f func(s *C.HB_Status)) *Failure {
	runtime.LockOSThread()
	outer := C.hornbeam_go_swap_raised(0)
	s := newStatus()
	f(s.c)
	code := C.HB_GetCode(s.c)
	raised := C.hornbeam_go_swap_raised(outer)
	runtime.UnlockOSThread()
	return s.outcome(C.HornbeamGoOutcome{code: code, raised: raised})
}

func (s *status) outcome(o C.HornbeamGoOutcome) *Failure {
	failure := s.done(o.code)
	if o.raised == 0 {
		return failure
	}
	handle := cgo.Handle(o.raised)
	raised := handle.Value().(*Raised)
	handle.Delete()
	if raised.Panicked {
		panic(raised.Value)
	}
	if failure != nil {
		failure.Raised = raised
	}
	return failure
}

// CodeOf gives code and message of an error that a traced function returned; the root package sets it.
var CodeOf func(err error) (code int, message string)

//export hornbeamGoTrace
func hornbeamGoTrace(user C.uintptr_t, trace *C.HB_Trace, inputs *C.HB_Output, ninputs C.int,
	out *C.HB_Output, noutputs C.int, s *C.HB_Status) (raised C.uintptr_t) {
	fail := func(r *Raised, code int, message string) {
		c := text(message)
		defer free(c)
		C.HB_SetStatus(s, C.HB_Code(code), c)
		raised = C.uintptr_t(cgo.NewHandle(r))
	}
	defer func() {
		if value := recover(); value != nil {
			fail(&Raised{Panicked: true, Value: value}, InvalidArgument, fmt.Sprint("panic: ", value))
		}
	}()
	in := make([]Output, int(ninputs))
	copy(in, unsafe.Slice((*Output)(inputs), int(ninputs)))
	results, err := cgo.Handle(user).Value().(TraceFunc)((*Trace)(trace), in)
	if err == nil && len(results) != int(noutputs) {
		err = fmt.Errorf("the function must give %d outputs, not %d", int(noutputs), len(results))
	}
	if err != nil {
		code, message := CodeOf(err)
		fail(&Raised{Err: err}, code, message)
		return raised
	}
	copy(unsafe.Slice((*Output)(out), int(noutputs)), results)
	return 0
}

//export hornbeamGoRelease
func hornbeamGoRelease(handle C.uintptr_t) { cgo.Handle(handle).Delete() }

// InTrace tells whether the caller is inside a traced function.
func InTrace() bool { return C.hornbeam_go_in_trace() != 0 }

// TraceGraph is the graph to build in.
func TraceGraph(t *Trace) *Graph { return (*Graph)(C.HB_TraceGraph((*C.HB_Trace)(t))) }

// TraceTraining tells whether the computation is for training.
func TraceTraining(t *Trace) bool { return C.HB_TraceIsTraining((*C.HB_Trace)(t)) != 0 }

// TraceScope is the prefix for names.
func TraceScope(t *Trace) string { return C.GoString(C.HB_TraceScope((*C.HB_Trace)(t))) }

// TraceAddWeight gives the value of a weight of the layer.
func TraceAddWeight(t *Trace, name string, dims []int64, dtype int, initializer string,
	trainable bool) (Output, *Failure) {
	c := text(name)
	defer free(c)
	var init *C.char
	if initializer != "" {
		init = text(initializer)
		defer free(init)
	}
	var value C.HB_Output
	failure := call(func(s *C.HB_Status) {
		C.HB_TraceAddWeight((*C.HB_Trace)(t), c, (*C.int64_t)(data(dims)), C.int(len(dims)),
			C.HB_DataType(dtype), init, truth(trainable), &value, s)
	})
	return Output(value), failure
}

// TraceUpdateWeight gives a weight a new value with each step.
func TraceUpdateWeight(t *Trace, name string, value Output) *Failure {
	c := text(name)
	defer free(c)
	return call(func(s *C.HB_Status) {
		C.HB_TraceUpdateWeight((*C.HB_Trace)(t), c, C.HB_Output(value), s)
	})
}

// NewLayer makes a layer by class name and config.
func NewLayer(class, config string) (*Layer, *Failure) {
	c := text(class)
	defer free(c)
	p, n := bytesOf(config)
	var layer *C.HB_Layer
	failure := call(func(s *C.HB_Status) { layer = C.HB_LayerNew(c, p, n, s) })
	return (*Layer)(layer), failure
}

// NewTracedLayer makes a layer from a function.
func NewTracedLayer(class, config string, noutputs int, fn TraceFunc) (*Layer, *Failure) {
	c := text(class)
	defer free(c)
	p, n := bytesOf(config)
	var layer *C.HB_Layer
	failure := traced(func(s *C.HB_Status) {
		layer = C.hornbeam_go_layer_from_trace(c, p, n, C.int(noutputs),
			C.uintptr_t(cgo.NewHandle(fn)), s)
	})
	return (*Layer)(layer), failure
}

// CallLayer calls a layer on symbols.
func CallLayer(layer *Layer, inputs []*Symbol, noutputs int) ([]*Symbol, *Failure) {
	out := make([]*Symbol, noutputs)
	failure := traced(func(s *C.HB_Status) {
		C.HB_LayerCall((*C.HB_Layer)(layer), symbols(inputs), C.int(len(inputs)), symbols(out),
			C.int(noutputs), s)
	})
	return out, failure
}

func symbols(list []*Symbol) **C.HB_Symbol { return (**C.HB_Symbol)(unsafe.Pointer(data(list))) }

// LayerConfig is the class name and full config of a layer as JSON.
func LayerConfig(layer *Layer) ([]byte, *Failure) {
	return buffer(func(b *C.HB_Buffer, s *C.HB_Status) {
		C.HB_LayerConfig((*C.HB_Layer)(layer), b, s)
	})
}

// DeleteLayer drops a reference.
func DeleteLayer(layer *Layer) { C.HB_DeleteLayer((*C.HB_Layer)(layer)) }

// NewInput makes an input of a model.
func NewInput(config string) (*Symbol, *Failure) {
	p, n := bytesOf(config)
	var symbol *C.HB_Symbol
	failure := call(func(s *C.HB_Status) { symbol = C.HB_SymbolInput(p, n, s) })
	return (*Symbol)(symbol), failure
}

// DescribeSymbol is type and shape of a symbol as JSON.
func DescribeSymbol(symbol *Symbol) ([]byte, *Failure) {
	return buffer(func(b *C.HB_Buffer, s *C.HB_Status) {
		C.HB_SymbolDescribe((*C.HB_Symbol)(symbol), b, s)
	})
}

// DeleteSymbol drops a reference.
func DeleteSymbol(symbol *Symbol) { C.HB_DeleteSymbol((*C.HB_Symbol)(symbol)) }

// SetRandomSeed starts the generator of weights, orders and seeds.
func SetRandomSeed(seed uint64) { C.HB_SetRandomSeed(C.uint64_t(seed)) }
