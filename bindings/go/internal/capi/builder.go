package capi

// #include "shim.h"
// #include <stdlib.h>
import "C"

import (
	"runtime"
	"unsafe"
)

// Builder is an operation under construction; Finish must be called.
type Builder struct {
	desc    *C.HB_OperationDescription
	failure *Failure
}

// NewBuilder begins an operation.
func NewBuilder(g *Graph, op, name string) *Builder {
	opText, nameText := text(op), text(name)
	defer free(opText)
	defer free(nameText)
	return &Builder{desc: C.HB_NewOperation((*C.HB_Graph)(g), opText, nameText)}
}

// Finish adds the operation to its graph.
func (b *Builder) Finish() (*Operation, *Failure) {
	var op *C.HB_Operation
	failure := call(func(s *C.HB_Status) { op = C.HB_FinishOperation(b.desc, s) })
	if b.failure != nil {
		failure = b.failure
	}
	return (*Operation)(op), failure
}

// Device asks for a device.
func (b *Builder) Device(name string) {
	c := text(name)
	defer free(c)
	C.HB_SetDevice(b.desc, c)
}

// Input adds a tensor.
func (b *Builder) Input(o Output) { C.HB_AddInput(b.desc, C.HB_Output(o)) }

// InputList adds a list of tensors.
func (b *Builder) InputList(list []Output) {
	C.HB_AddInputList(b.desc, outputs(list), C.int(len(list)))
}

// Control lets the operation run after another.
func (b *Builder) Control(op *Operation) { C.HB_AddControlInput(b.desc, (*C.HB_Operation)(op)) }

// Attr sets an attribute: bool, int64, float32, string, DType, Dims, *Tensor, FuncName, or a list of
// one of these. It returns false for any other type.
func (b *Builder) Attr(name string, value any) bool {
	c := text(name)
	defer free(c)
	switch v := value.(type) {
	case bool:
		C.HB_SetAttrBool(b.desc, c, truth(v))
	case []bool:
		list := make([]C.uchar, len(v))
		for i, x := range v {
			list[i] = truth(x)
		}
		C.HB_SetAttrBoolList(b.desc, c, data(list), C.int(len(v)))
	case int64:
		C.HB_SetAttrInt(b.desc, c, C.int64_t(v))
	case []int64:
		C.HB_SetAttrIntList(b.desc, c, (*C.int64_t)(data(v)), C.int(len(v)))
	case float32:
		C.HB_SetAttrFloat(b.desc, c, C.float(v))
	case []float32:
		C.HB_SetAttrFloatList(b.desc, c, (*C.float)(data(v)), C.int(len(v)))
	case string:
		p, n := bytesOf(v)
		C.HB_SetAttrString(b.desc, c, unsafe.Pointer(p), n)
	case []string:
		b.strings(c, v)
	case DType:
		C.HB_SetAttrType(b.desc, c, C.HB_DataType(v))
	case []DType:
		list := make([]C.HB_DataType, len(v))
		for i, x := range v {
			list[i] = C.HB_DataType(x)
		}
		C.HB_SetAttrTypeList(b.desc, c, data(list), C.int(len(v)))
	case Dims:
		C.HB_SetAttrShape(b.desc, c, (*C.int64_t)(data(v.Dims)), v.rank())
	case []Dims:
		b.shapes(c, v)
	case *Tensor:
		b.keep(call(func(s *C.HB_Status) {
			C.HB_SetAttrTensor(b.desc, c, (*C.HB_Tensor)(v), s)
		}))
	case FuncName:
		p, n := bytesOf(string(v))
		C.HB_SetAttrFuncName(b.desc, c, p, n)
	case []FuncName:
		proto := funcList(v)
		b.keep(call(func(s *C.HB_Status) {
			C.HB_SetAttrValueProto(b.desc, c, unsafe.Pointer(data(proto)), C.size_t(len(proto)), s)
		}))
	default:
		return false
	}
	return true
}

// DType is the number of a data type.
type DType int

// FuncName is the name of a function.
type FuncName string

// Dims is a shape; sizes are -1 and ranks not known where nothing is known.
type Dims struct {
	Known bool
	Dims  []int64
}

func (d Dims) rank() C.int {
	if !d.Known {
		return -1
	}
	return C.int(len(d.Dims))
}

func (b *Builder) keep(failure *Failure) {
	if b.failure == nil {
		b.failure = failure
	}
}

func truth(b bool) C.uchar {
	if b {
		return 1
	}
	return 0
}

func (b *Builder) strings(name *C.char, values []string) {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	pointers, lengths := make([]unsafe.Pointer, len(values)), make([]C.size_t, len(values))
	for i, v := range values {
		p, n := bytesOf(v)
		if n > 0 {
			pinner.Pin(p)
		}
		pointers[i], lengths[i] = unsafe.Pointer(p), n
	}
	C.HB_SetAttrStringList(b.desc, name, data(pointers), data(lengths), C.int(len(values)))
}

func (b *Builder) shapes(name *C.char, values []Dims) {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	pointers, ranks := make([]*C.int64_t, len(values)), make([]C.int, len(values))
	for i, v := range values {
		if len(v.Dims) > 0 {
			pinner.Pin(&v.Dims[0])
			pointers[i] = (*C.int64_t)(&v.Dims[0])
		}
		ranks[i] = v.rank()
	}
	C.HB_SetAttrShapeList(b.desc, name, data(pointers), data(ranks), C.int(len(values)))
}

// funcList is a serialized AttrValue with a list of functions, for which there is no setter.
func funcList(names []FuncName) []byte {
	field := func(number byte, content []byte) []byte {
		out := []byte{number<<3 | 2}
		n := len(content)
		for ; n >= 0x80; n >>= 7 {
			out = append(out, byte(n)|0x80)
		}
		return append(append(out, byte(n)), content...)
	}
	var list []byte
	for _, name := range names {
		list = append(list, field(9, field(1, []byte(name)))...)
	}
	return field(1, list)
}
