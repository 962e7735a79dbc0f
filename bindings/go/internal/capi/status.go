package capi

// #include "shim.h"
// #include <stdlib.h>
import "C"

import (
	"runtime"
	"strings"
	"sync"
	"unsafe"
)

type (
	// Graph is an HB_Graph.
	Graph C.HB_Graph
	// Operation is an HB_Operation.
	Operation C.HB_Operation
	// Session is an HB_Session.
	Session C.HB_Session
	// Callable is an HB_Callable.
	Callable C.HB_Callable
	// Tensor is an HB_Tensor.
	Tensor C.HB_Tensor
	// Token is an HB_CancellationToken.
	Token C.HB_CancellationToken
	// Function is an HB_Function.
	Function C.HB_Function
	// Layer is an HB_Layer.
	Layer C.HB_Layer
	// Symbol is an HB_Symbol.
	Symbol C.HB_Symbol
	// Model is an HB_Model.
	Model C.HB_Model
	// Trainer is an HB_Trainer.
	Trainer C.HB_Trainer
	// Trace is an HB_Trace.
	Trace C.HB_Trace
	// Output is an HB_Output.
	Output C.HB_Output
)

// Failure is a status that is not OK. A traced Go function that raised the error is behind Raised.
type Failure struct {
	Code    int
	Message string
	Raised  *Raised
}

// Raised is what a traced Go function panicked with or returned.
type Raised struct {
	Panicked bool
	Value    any
	Err      error
}

type status struct{ c *C.HB_Status }

// Statuses are used again, so that a call that succeeds allocates nothing.
var statuses = sync.Pool{New: func() any {
	s := &status{C.HB_NewStatus()}
	runtime.AddCleanup(s, func(c *C.HB_Status) { C.HB_DeleteStatus(c) }, s.c)
	return s
}}

func newStatus() *status { return statuses.Get().(*status) }

// done gives the status back and returns what it says, nil when it is OK.
func (s *status) done(code C.HB_Code) *Failure {
	var failure *Failure
	if code != C.HB_OK {
		failure = &Failure{Code: int(code), Message: C.GoString(C.HB_Message(s.c))}
	}
	statuses.Put(s)
	return failure
}

// call runs f with a status.
func call(f func(s *C.HB_Status)) *Failure {
	s := newStatus()
	f(s.c)
	return s.done(C.HB_GetCode(s.c))
}

// Fail makes a failure of the binding's own.
func Fail(code int, message string) *Failure { return &Failure{Code: code, Message: message} }

// Codes that the binding itself uses.
const (
	Cancelled          = int(C.HB_CANCELLED)
	InvalidArgument    = int(C.HB_INVALID_ARGUMENT)
	FailedPrecondition = int(C.HB_FAILED_PRECONDITION)
	ResourceExhausted  = int(C.HB_RESOURCE_EXHAUSTED)
)

// Version is the version of the library.
func Version() string { return C.GoString(C.HB_Version()) }

// AbiVersion is the version of the interface that this package was built for, and the range that
// the library serves.
func AbiVersion() (built, min, max int) {
	var low, high C.int
	C.HB_AbiVersion(&low, &high)
	return C.HORNBEAM_ABI_VERSION, int(low), int(high)
}

// text copies a Go string to C; free it.
func text(s string) *C.char { return C.CString(s) }

// checkPath refuses a path that C would read another way.
func checkPath(path string) *Failure {
	if strings.IndexByte(path, 0) >= 0 {
		return Fail(InvalidArgument, "a path must not hold a zero byte")
	}
	return nil
}

func free(p *C.char) { C.free(unsafe.Pointer(p)) }

// bytesOf is a pointer to the bytes of a string, for calls that read them with a length.
func bytesOf(s string) (*C.char, C.size_t) {
	return (*C.char)(unsafe.Pointer(unsafe.StringData(s))), C.size_t(len(s))
}

// buffer runs f with an empty buffer and returns what it holds afterwards.
func buffer(f func(b *C.HB_Buffer, s *C.HB_Status)) ([]byte, *Failure) {
	b := C.HB_NewBuffer()
	defer C.HB_DeleteBuffer(b)
	if failure := call(func(s *C.HB_Status) { f(b, s) }); failure != nil {
		return nil, failure
	}
	return C.GoBytes(b.data, C.int(b.length)), nil
}

func data[T any](s []T) *T { return unsafe.SliceData(s) }
