package capi

// #include "shim.h"
// #include <stdlib.h>
import "C"

import "unsafe"

func tensors(list []*Tensor) **C.HB_Tensor {
	return (**C.HB_Tensor)(unsafe.Pointer(data(list)))
}

func outputs(list []Output) *C.HB_Output { return (*C.HB_Output)(data(list)) }

func operations(list []*Operation) **C.HB_Operation {
	return (**C.HB_Operation)(unsafe.Pointer(data(list)))
}

// NewSession makes a session.
func NewSession(g *Graph, threads int) (*Session, *Failure) {
	options := C.HB_NewSessionOptions()
	defer C.HB_DeleteSessionOptions(options)
	C.HB_SetThreads(options, C.int(threads))
	var session *C.HB_Session
	failure := call(func(s *C.HB_Status) {
		session = C.HB_NewSession((*C.HB_Graph)(g), options, s)
	})
	return (*Session)(session), failure
}

// CloseSession ends blocked runs and refuses later ones.
func CloseSession(session *Session) *Failure {
	return call(func(s *C.HB_Status) { C.HB_CloseSession((*C.HB_Session)(session), s) })
}

// DeleteSession drops a reference.
func DeleteSession(session *Session) {
	call(func(s *C.HB_Status) { C.HB_DeleteSession((*C.HB_Session)(session), s) })
}

// Run runs part of a graph.
func Run(session *Session, in, out []Output, targets []*Operation, c *Call, token *Token) *Failure {
	s := newStatus()
	return s.done(C.hornbeam_go_session_run((*C.HB_Session)(session), outputs(in), tensors(c.Feeds),
		C.int(len(in)), outputs(out), tensors(c.Results), C.int(len(out)), operations(targets),
		C.int(len(targets)), (*C.HB_CancellationToken)(token), data(c.infos), s.c))
}

// MakeCallable prepares a run.
func MakeCallable(session *Session, in, out []Output, targets []*Operation) (*Callable, *Failure) {
	var callable *C.HB_Callable
	failure := call(func(s *C.HB_Status) {
		callable = C.HB_SessionMakeCallable((*C.HB_Session)(session), outputs(in), C.int(len(in)),
			outputs(out), C.int(len(out)), operations(targets), C.int(len(targets)), nil, s)
	})
	return (*Callable)(callable), failure
}

// RunCallable runs a callable; results that are nil receive tensors, the others are filled.
func RunCallable(callable *Callable, c *Call, token *Token) *Failure {
	s := newStatus()
	return s.done(C.hornbeam_go_callable_run((*C.HB_Callable)(callable), tensors(c.Feeds),
		C.int(len(c.Feeds)), tensors(c.Results), C.int(len(c.Results)),
		(*C.HB_CancellationToken)(token), data(c.infos), s.c))
}

// DeleteCallable frees a callable.
func DeleteCallable(c *Callable) { C.HB_DeleteCallable((*C.HB_Callable)(c)) }

// SignatureTensor is an argument or result of a signature.
type SignatureTensor struct {
	Name, TensorName string
	DType            int
	Known            bool
	Dims             []int64
}

// Signature is an entry of a SavedModel.
type Signature struct {
	Name, Method    string
	Inputs, Outputs []SignatureTensor
}

// LoadSavedModel loads into a graph that is empty.
func LoadSavedModel(g *Graph, dir string, tags []string, allFiles bool, threads int) (*Session,
	[]Signature, *Failure) {
	if failure := checkPath(dir); failure != nil {
		return nil, nil, failure
	}
	options := C.HB_NewSessionOptions()
	defer C.HB_DeleteSessionOptions(options)
	C.HB_SetThreads(options, C.int(threads))
	load := C.HB_LoadOptions{struct_size: C.sizeof_HB_LoadOptions,
		file_access: C.HB_FILE_ACCESS_MODEL_DIR_ONLY, threads: C.int(threads)}
	if allFiles {
		load.file_access = C.HB_FILE_ACCESS_ALL
	}
	list := newTexts(tags)
	defer list.free()
	path := text(dir)
	defer free(path)
	meta := C.HB_NewBuffer()
	defer C.HB_DeleteBuffer(meta)
	var session *C.HB_Session
	failure := call(func(s *C.HB_Status) {
		session = C.HB_LoadSavedModel(options, &load, path, list.c(), C.int(len(tags)),
			(*C.HB_Graph)(g), meta, s)
	})
	if failure != nil {
		return nil, nil, failure
	}
	signatures, failure := readSignatures(meta)
	if failure != nil {
		DeleteSession((*Session)(session))
		return nil, nil, failure
	}
	return (*Session)(session), signatures, nil
}

func readSignatures(meta *C.HB_Buffer) ([]Signature, *Failure) {
	var list *C.HB_SignatureList
	failure := call(func(s *C.HB_Status) { list = C.HB_MetaGraphDefSignatures(meta, s) })
	if failure != nil {
		return nil, failure
	}
	defer C.HB_DeleteSignatureList(list)
	out := make([]Signature, int(C.HB_SignatureListCount(list)))
	for i := range out {
		at := C.int(i)
		out[i] = Signature{Name: C.GoString(C.HB_SignatureListName(list, at)),
			Method: C.GoString(C.HB_SignatureListMethod(list, at))}
		for j := range int(C.HB_SignatureListNumInputs(list, at)) {
			t, failure := readTensor(func(t *C.HB_SignatureTensor, s *C.HB_Status) {
				C.HB_SignatureListInput(list, at, C.int(j), t, s)
			})
			if failure != nil {
				return nil, failure
			}
			out[i].Inputs = append(out[i].Inputs, t)
		}
		for j := range int(C.HB_SignatureListNumOutputs(list, at)) {
			t, failure := readTensor(func(t *C.HB_SignatureTensor, s *C.HB_Status) {
				C.HB_SignatureListOutput(list, at, C.int(j), t, s)
			})
			if failure != nil {
				return nil, failure
			}
			out[i].Outputs = append(out[i].Outputs, t)
		}
	}
	return out, nil
}

func readTensor(read func(*C.HB_SignatureTensor, *C.HB_Status)) (SignatureTensor, *Failure) {
	t := C.HB_SignatureTensor{struct_size: C.sizeof_HB_SignatureTensor}
	if failure := call(func(s *C.HB_Status) { read(&t, s) }); failure != nil {
		return SignatureTensor{}, failure
	}
	out := SignatureTensor{Name: C.GoString(t.name), TensorName: C.GoString(t.tensor_name),
		DType: int(t.dtype), Known: t.num_dims >= 0}
	if t.num_dims > 0 {
		for _, d := range unsafe.Slice(t.dims, int(t.num_dims)) {
			out.Dims = append(out.Dims, int64(d))
		}
	}
	return out, nil
}

// SaveTensor names a tensor of a signature to write.
type SaveTensor struct {
	Name   string
	Tensor Output
}

// SaveSignature is a signature to write.
type SaveSignature struct {
	Name            string
	Inputs, Outputs []SaveTensor
}

// WriteSavedModel writes graph, variables and signatures of a session.
func WriteSavedModel(session *Session, dir string, signatures []SaveSignature) *Failure {
	if failure := checkPath(dir); failure != nil {
		return failure
	}
	options := C.HB_NewSavedModelOptions()
	defer C.HB_DeleteSavedModelOptions(options)
	for _, signature := range signatures {
		name := text(signature.Name)
		number := C.HB_SavedModelOptionsAddSignature(options, name, nil)
		free(name)
		for _, t := range signature.Inputs {
			name := text(t.Name)
			C.HB_SavedModelOptionsAddSignatureInput(options, number, name, C.HB_Output(t.Tensor))
			free(name)
		}
		for _, t := range signature.Outputs {
			name := text(t.Name)
			C.HB_SavedModelOptionsAddSignatureOutput(options, number, name, C.HB_Output(t.Tensor))
			free(name)
		}
	}
	path := text(dir)
	defer free(path)
	return call(func(s *C.HB_Status) {
		C.HB_SavedModelWrite((*C.HB_Session)(session), path, options, s)
	})
}

// texts are C strings in an array.
type texts struct{ list []*C.char }

func newTexts(values []string) texts {
	t := texts{make([]*C.char, len(values))}
	for i, v := range values {
		t.list[i] = text(v)
	}
	return t
}

func (t texts) c() **C.char { return data(t.list) }

func (t texts) free() {
	for _, p := range t.list {
		free(p)
	}
}

// StartProfiler begins to trace all runs.
func StartProfiler() *Failure {
	return call(func(s *C.HB_Status) { C.HB_ProfilerStart(s) })
}

// StopProfiler ends it and returns the trace.
func StopProfiler() ([]byte, *Failure) {
	return buffer(func(b *C.HB_Buffer, s *C.HB_Status) { C.HB_ProfilerStop(b, s) })
}
