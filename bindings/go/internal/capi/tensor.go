package capi

// #include "shim.h"
// #include <stdlib.h>
// #cgo noescape hornbeam_go_tensor_info
// #cgo nocallback hornbeam_go_tensor_info
import "C"

import (
	"runtime"
	"runtime/cgo"
	"sync"
	"unsafe"
)

// TensorInfo is what a tensor is made of.
type TensorInfo struct {
	DType int
	Dims  []int64
	Bytes int
	Data  unsafe.Pointer
}

// AllocateTensor makes a tensor whose memory is the library's; nil when the shape is wrong or there
// is no memory.
func AllocateTensor(dtype int, dims []int64, bytes int) *Tensor {
	return (*Tensor)(C.HB_AllocateTensor(C.HB_DataType(dtype), (*C.int64_t)(data(dims)),
		C.int(len(dims)), C.size_t(bytes)))
}

// WrapTensor makes a tensor over memory of Go, which is pinned until no tensor uses it.
func WrapTensor(dtype int, dims []int64, p unsafe.Pointer, bytes int) *Tensor {
	pinner := new(runtime.Pinner)
	pinner.Pin(p)
	return (*Tensor)(C.hornbeam_go_wrap(C.HB_DataType(dtype), (*C.int64_t)(data(dims)),
		C.int(len(dims)), p, C.size_t(bytes), C.uintptr_t(cgo.NewHandle(pinner))))
}

//export hornbeamGoUnpin
func hornbeamGoUnpin(handle C.uintptr_t) {
	h := cgo.Handle(handle)
	h.Value().(*runtime.Pinner).Unpin()
	h.Delete()
}

// DeleteTensor drops a reference.
func DeleteTensor(t *Tensor) { C.HB_DeleteTensor((*C.HB_Tensor)(t)) }

// InfoOf describes a tensor.
func InfoOf(t *Tensor) TensorInfo {
	var info C.HornbeamGoTensorInfo
	C.hornbeam_go_tensor_info((*C.HB_Tensor)(t), &info)
	return readInfo(t, &info)
}

func readInfo(t *Tensor, info *C.HornbeamGoTensorInfo) TensorInfo {
	dims := make([]int64, int(info.num_dims))
	for i := range dims {
		if i < len(info.dims) {
			dims[i] = int64(info.dims[i])
		} else {
			dims[i] = int64(C.HB_Dim((*C.HB_Tensor)(t), C.int(i)))
		}
	}
	return TensorInfo{int(info.dtype), dims, int(info.bytes), info.data}
}

// Call is the tensors of a run, in memory of C: what lies in memory of Go would be looked through for
// pointers at each call. Calls are used again, so that a run allocates nothing for them.
type Call struct {
	Feeds, Results []*Tensor
	infos          []C.HornbeamGoTensorInfo
	memory         unsafe.Pointer
	room           int
	cleanup        runtime.Cleanup
}

var calls = sync.Pool{New: func() any { return new(Call) }}

// NewCall gives a call with room for tensors, all of them nil; Done must follow.
func NewCall(nfeeds, nresults int) *Call {
	c := calls.Get().(*Call)
	c.reserve(max(nfeeds, nresults))
	c.Feeds, c.Results = c.Feeds[:nfeeds], c.Results[:nresults]
	return c
}

// SetResults makes room for another number of results.
func (c *Call) SetResults(n int) {
	if n > c.room {
		feeds := append([]*Tensor{}, c.Feeds...)
		c.reserve(n)
		c.Feeds = c.Feeds[:copy(c.Feeds[:len(feeds)], feeds)]
	}
	c.Results = c.Results[:n]
}

// reserve makes room for n feeds and results, all of them nil.
func (c *Call) reserve(n int) {
	if c.memory != nil && n <= c.room {
		return
	}
	if c.memory != nil {
		c.cleanup.Stop()
		C.free(c.memory)
	}
	c.room = max(n, 4)
	pointers := C.size_t(c.room) * C.size_t(unsafe.Sizeof((*Tensor)(nil)))
	c.memory = C.calloc(1, 2*pointers+C.size_t(c.room)*C.sizeof_HornbeamGoTensorInfo)
	c.cleanup = runtime.AddCleanup(c, func(p unsafe.Pointer) { C.free(p) }, c.memory)
	c.Feeds = unsafe.Slice((**Tensor)(c.memory), c.room)
	c.Results = unsafe.Slice((**Tensor)(unsafe.Add(c.memory, pointers)), c.room)
	c.infos = unsafe.Slice((*C.HornbeamGoTensorInfo)(unsafe.Add(c.memory, 2*pointers)), c.room)
}

// Result is a result, after a run without a failure.
func (c *Call) Result(i int) (*Tensor, TensorInfo) {
	return c.Results[i], readInfo(c.Results[i], &c.infos[i])
}

// Done gives the call back.
func (c *Call) Done() {
	clear(c.Feeds)
	clear(c.Results)
	calls.Put(c)
}

// StringSize is the bytes of an element that is a string.
const StringSize = int(C.sizeof_HB_TString)

// DTypeSize is the size of an element; 0 for types without a fixed one.
func DTypeSize(dtype int) int { return int(C.HB_DataTypeSize(C.HB_DataType(dtype))) }

// SetStrings fills the elements of a fresh string tensor.
func SetStrings(t *Tensor, bytes []byte, lengths []uintptr) {
	C.hornbeam_go_set_strings(C.HB_TensorData((*C.HB_Tensor)(t)),
		(*C.char)(unsafe.Pointer(data(bytes))), (*C.size_t)(unsafe.Pointer(data(lengths))),
		C.size_t(len(lengths)))
}

// Strings copies the elements of a string tensor.
func Strings(t *Tensor, n int) []string {
	p := C.HB_TensorData((*C.HB_Tensor)(t))
	lengths := make([]uintptr, n)
	C.hornbeam_go_string_lengths(p, (*C.size_t)(unsafe.Pointer(data(lengths))), C.size_t(n))
	total := 0
	for _, l := range lengths {
		total += int(l)
	}
	bytes := make([]byte, total)
	C.hornbeam_go_get_strings(p, (*C.char)(unsafe.Pointer(data(bytes))), C.size_t(n))
	all, out := string(bytes), make([]string, n)
	for i, l := range lengths {
		out[i], all = all[:l], all[l:]
	}
	return out
}

// Reshaped gives a second tensor over the same memory with another shape.
func Reshaped(t *Tensor, dtype int, dims []int64) (*Tensor, *Failure) {
	// Takes over the memory; what it is made with doesn't matter.
	to := C.HB_AllocateTensor(C.HB_FLOAT, nil, 0, 4)
	if to == nil {
		return nil, Fail(ResourceExhausted, "no memory for a tensor")
	}
	failure := call(func(s *C.HB_Status) {
		C.HB_TensorBitcastFrom((*C.HB_Tensor)(t), C.HB_DataType(dtype), to,
			(*C.int64_t)(data(dims)), C.int(len(dims)), s)
	})
	if failure != nil {
		C.HB_DeleteTensor(to)
		return nil, failure
	}
	return (*Tensor)(to), nil
}

// NewToken makes a cancellation token.
func NewToken() *Token { return (*Token)(C.HB_NewCancellationToken()) }

// CancelToken stops the runs that have the token.
func CancelToken(t *Token) { C.HB_CancellationTokenCancel((*C.HB_CancellationToken)(t)) }

// DeleteToken drops a reference.
func DeleteToken(t *Token) { C.HB_DeleteCancellationToken((*C.HB_CancellationToken)(t)) }
