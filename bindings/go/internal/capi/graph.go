package capi

// #include "shim.h"
// #include <stdlib.h>
import "C"

import "unsafe"

// NewGraph makes an empty graph.
func NewGraph() *Graph { return (*Graph)(C.HB_NewGraph()) }

// DeleteGraph drops a reference.
func DeleteGraph(g *Graph) { C.HB_DeleteGraph((*C.HB_Graph)(g)) }

// UniqueName gives a name that no operation has.
func UniqueName(g *Graph, base string) (string, *Failure) {
	name := text(base)
	defer free(name)
	b, failure := buffer(func(b *C.HB_Buffer, s *C.HB_Status) {
		C.HB_GraphUniqueName((*C.HB_Graph)(g), name, b, s)
	})
	return string(b), failure
}

// FindOperation gives an operation by its name, nil when there is none.
func FindOperation(g *Graph, name string) *Operation {
	c := text(name)
	defer free(c)
	return (*Operation)(C.HB_GraphOperationByName((*C.HB_Graph)(g), c))
}

// Operations gives all operations in the order in which they were added.
func Operations(g *Graph) []*Operation {
	var out []*Operation
	var pos C.size_t
	for {
		op := C.HB_GraphNextOperation((*C.HB_Graph)(g), &pos)
		if op == nil {
			return out
		}
		out = append(out, (*Operation)(op))
	}
}

// GraphDef writes a graph as a serialized GraphDef.
func GraphDef(g *Graph) ([]byte, *Failure) {
	return buffer(func(b *C.HB_Buffer, s *C.HB_Status) {
		C.HB_GraphToGraphDef((*C.HB_Graph)(g), b, s)
	})
}

// ImportGraphDef adds the nodes of a serialized GraphDef.
func ImportGraphDef(g *Graph, def []byte, prefix string) *Failure {
	options := C.HB_NewImportGraphDefOptions()
	defer C.HB_DeleteImportGraphDefOptions(options)
	name := text(prefix)
	defer free(name)
	C.HB_ImportGraphDefOptionsSetPrefix(options, name)
	b := C.HB_NewBufferFromString(unsafe.Pointer(data(def)), C.size_t(len(def)))
	defer C.HB_DeleteBuffer(b)
	return call(func(s *C.HB_Status) { C.HB_GraphImportGraphDef((*C.HB_Graph)(g), b, options, s) })
}

// AddGradients differentiates the sum of y; operations are nil where y does not depend on x.
func AddGradients(g *Graph, prefix string, y, x, dx []Output) ([]Output, *Failure) {
	var name *C.char
	if prefix != "" {
		name = text(prefix)
		defer free(name)
	}
	var initial *C.HB_Output
	if len(dx) > 0 {
		initial = outputs(dx)
	}
	dy := make([]Output, len(x))
	failure := call(func(s *C.HB_Status) {
		C.HB_AddGradientsWithPrefix((*C.HB_Graph)(g), name, outputs(y), C.int(len(y)), outputs(x),
			C.int(len(x)), initial, s, outputs(dy))
	})
	return dy, failure
}

// ShapeOf is the inferred shape of an output; not known when the rank is not.
func ShapeOf(g *Graph, o Output) (dims []int64, known bool) {
	rank := C.int(-1)
	if call(func(s *C.HB_Status) {
		rank = C.HB_GraphGetTensorNumDims((*C.HB_Graph)(g), C.HB_Output(o), s)
	}) != nil || rank < 0 {
		return nil, false
	}
	dims = make([]int64, int(rank))
	failure := call(func(s *C.HB_Status) {
		C.HB_GraphGetTensorShape((*C.HB_Graph)(g), C.HB_Output(o), (*C.int64_t)(data(dims)), rank,
			s)
	})
	return dims, failure == nil
}

// MakeOutput names an output of an operation. An index that C can't hold becomes one that isn't there.
func MakeOutput(op *Operation, index int) Output {
	if index != int(C.int(index)) {
		index = -1
	}
	return Output{oper: (*C.HB_Operation)(op), index: C.int(index)}
}

// Parts of an output.
func (o Output) Parts() (*Operation, int) { return (*Operation)(o.oper), int(o.index) }

// OperationName is the name of an operation.
func OperationName(op *Operation) string {
	return C.GoString(C.HB_OperationName((*C.HB_Operation)(op)))
}

// OperationType is the op.
func OperationType(op *Operation) string {
	return C.GoString(C.HB_OperationOpType((*C.HB_Operation)(op)))
}

// OperationDevice is the device that was asked for.
func OperationDevice(op *Operation) string {
	return C.GoString(C.HB_OperationDevice((*C.HB_Operation)(op)))
}

// NumOutputs is the number of outputs.
func NumOutputs(op *Operation) int { return int(C.HB_OperationNumOutputs((*C.HB_Operation)(op))) }

// NumInputs is the number of inputs.
func NumInputs(op *Operation) int { return int(C.HB_OperationNumInputs((*C.HB_Operation)(op))) }

// InputOf is the producer of an input.
func InputOf(op *Operation, index int) Output {
	return Output(C.HB_OperationInput(C.HB_Input{oper: (*C.HB_Operation)(op), index: C.int(index)}))
}

// OutputType is the type of an output.
func OutputType(o Output) int { return int(C.HB_OperationOutputType(C.HB_Output(o))) }

// OutputListLength is how many tensors a named output stands for.
func OutputListLength(op *Operation, name string) (int, *Failure) {
	c := text(name)
	defer free(c)
	n := 0
	failure := call(func(s *C.HB_Status) {
		n = int(C.HB_OperationOutputListLength((*C.HB_Operation)(op), c, s))
	})
	return n, failure
}

// NewFunction makes a function of a graph; all of it when operations is nil.
func NewFunction(g *Graph, name string, in, out []Output, names []string) (*Function, *Failure) {
	c := text(name)
	defer free(c)
	list := newTexts(names)
	defer list.free()
	var outNames **C.char
	if len(names) > 0 {
		outNames = list.c()
	}
	var function *C.HB_Function
	failure := call(func(s *C.HB_Status) {
		function = C.HB_GraphToFunction((*C.HB_Graph)(g), c, 0, -1, nil, C.int(len(in)),
			outputs(in), C.int(len(out)), outputs(out), outNames, nil, nil, s)
	})
	return (*Function)(function), failure
}

// AddFunction puts a function into a graph.
func AddFunction(g *Graph, f *Function) *Failure {
	return call(func(s *C.HB_Status) {
		C.HB_GraphCopyFunction((*C.HB_Graph)(g), (*C.HB_Function)(f), nil, s)
	})
}

// DeleteFunction frees a function.
func DeleteFunction(f *Function) { C.HB_DeleteFunction((*C.HB_Function)(f)) }
