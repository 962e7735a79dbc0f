package capi

// #include "shim.h"
// #include <stdlib.h>
import "C"

import (
	"runtime"
	"runtime/cgo"
	"unsafe"
)

func optional(name string) *C.char {
	if name == "" {
		return nil
	}
	return text(name)
}

// NewModel makes a model of all that lies between inputs and outputs.
func NewModel(inputs, outputs []*Symbol, name string) (*Model, *Failure) {
	c := optional(name)
	defer free(c)
	var model *C.HB_Model
	failure := traced(func(s *C.HB_Status) {
		model = C.HB_ModelNew(symbols(inputs), C.int(len(inputs)), symbols(outputs),
			C.int(len(outputs)), c, s)
	})
	return (*Model)(model), failure
}

// NewSequential makes a model of layers in a row.
func NewSequential(layers []*Layer, name string) (*Model, *Failure) {
	c := optional(name)
	defer free(c)
	var model *C.HB_Model
	failure := traced(func(s *C.HB_Status) {
		model = C.HB_ModelSequential((**C.HB_Layer)(unsafe.Pointer(data(layers))),
			C.int(len(layers)), c, s)
	})
	return (*Model)(model), failure
}

// ModelFromConfig makes a model from Keras's JSON.
func ModelFromConfig(config string) (*Model, *Failure) {
	p, n := bytesOf(config)
	var model *C.HB_Model
	failure := traced(func(s *C.HB_Status) { model = C.HB_ModelFromConfig(p, n, s) })
	return (*Model)(model), failure
}

// LoadModel loads what SaveModel wrote.
func LoadModel(folder string) (*Model, *Failure) {
	if failure := checkPath(folder); failure != nil {
		return nil, failure
	}
	path := text(folder)
	defer free(path)
	var model *C.HB_Model
	failure := traced(func(s *C.HB_Status) { model = C.HB_ModelLoad(path, nil, s) })
	return (*Model)(model), failure
}

// SaveModel writes a SavedModel.
func SaveModel(m *Model, folder string, withoutTraining bool) *Failure {
	if failure := checkPath(folder); failure != nil {
		return failure
	}
	path := text(folder)
	defer free(path)
	options := C.HB_SaveOptions{struct_size: C.sizeof_HB_SaveOptions,
		without_training: truth(withoutTraining)}
	return traced(func(s *C.HB_Status) { C.HB_ModelSave((*C.HB_Model)(m), path, &options, s) })
}

// SaveWeights writes a checkpoint of weights and optimizer.
func SaveWeights(m *Model, prefix string) *Failure {
	if failure := checkPath(prefix); failure != nil {
		return failure
	}
	path := text(prefix)
	defer free(path)
	return traced(func(s *C.HB_Status) { C.HB_ModelSaveWeights((*C.HB_Model)(m), path, s) })
}

// LoadWeights reads what SaveWeights wrote.
func LoadWeights(m *Model, prefix string) *Failure {
	if failure := checkPath(prefix); failure != nil {
		return failure
	}
	path := text(prefix)
	defer free(path)
	return traced(func(s *C.HB_Status) { C.HB_ModelLoadWeights((*C.HB_Model)(m), path, s) })
}

// ModelLayer is a model as a layer; they share weights.
func ModelLayer(m *Model) *Layer { return (*Layer)(C.HB_LayerFromModel((*C.HB_Model)(m))) }

// DeleteModel drops a reference.
func DeleteModel(m *Model) { C.HB_DeleteModel((*C.HB_Model)(m)) }

// ModelConfig is Keras's JSON of a model.
func ModelConfig(m *Model) ([]byte, *Failure) {
	return buffer(func(b *C.HB_Buffer, s *C.HB_Status) { C.HB_ModelConfig((*C.HB_Model)(m), b, s) })
}

// DescribeModel is names, types and shapes of inputs, outputs and weights as JSON.
func DescribeModel(m *Model) ([]byte, *Failure) {
	return buffer(func(b *C.HB_Buffer, s *C.HB_Status) {
		C.HB_ModelDescribe((*C.HB_Model)(m), b, s)
	})
}

// SummarizeModel is a table of the layers.
func SummarizeModel(m *Model, width int) ([]byte, *Failure) {
	return buffer(func(b *C.HB_Buffer, s *C.HB_Status) {
		C.HB_ModelSummary((*C.HB_Model)(m), C.int(width), b, s)
	})
}

// BuildModel makes the weights for inputs like these.
func BuildModel(m *Model, inputs []*Tensor) *Failure {
	return traced(func(s *C.HB_Status) {
		C.HB_ModelBuild((*C.HB_Model)(m), tensors(inputs), C.int(len(inputs)), s)
	})
}

// AddLoss adds a loss that is a function.
func AddLoss(m *Model, name string, fn TraceFunc) *Failure {
	c := text(name)
	defer free(c)
	return traced(func(s *C.HB_Status) {
		C.hornbeam_go_add_loss((*C.HB_Model)(m), c, C.uintptr_t(cgo.NewHandle(fn)), s)
	})
}

// AddOptimizer adds an optimizer that is a function.
func AddOptimizer(m *Model, name string, fn TraceFunc) *Failure {
	c := text(name)
	defer free(c)
	return traced(func(s *C.HB_Status) {
		C.hornbeam_go_add_optimizer((*C.HB_Model)(m), c, C.uintptr_t(cgo.NewHandle(fn)), s)
	})
}

// CompileModel says how a model is trained.
func CompileModel(m *Model, config string) *Failure {
	p, n := bytesOf(config)
	return traced(func(s *C.HB_Status) { C.HB_ModelCompile((*C.HB_Model)(m), p, n, s) })
}

// Arrays is samples, labels and weights.
type Arrays struct{ X, Y, Weights []*Tensor }

// c fills the struct of C; the pinner must live until C has read it.
func (a Arrays) c(pinner *runtime.Pinner) C.HB_Arrays {
	return C.HB_Arrays{struct_size: C.sizeof_HB_Arrays,
		x: pinned(pinner, a.X), nx: C.int(len(a.X)),
		y: pinned(pinner, a.Y), ny: C.int(len(a.Y)),
		sample_weight: pinned(pinner, a.Weights), nsample_weight: C.int(len(a.Weights))}
}

func pinned(pinner *runtime.Pinner, list []*Tensor) **C.HB_Tensor {
	if len(list) == 0 {
		return nil
	}
	pinner.Pin(&list[0])
	return tensors(list)
}

// Log is the value of a loss or metric.
type Log struct {
	Name  string
	Value float64
}

func readLogs(count C.int, names **C.char, values *C.double) []Log {
	out := make([]Log, int(count))
	for i := range out {
		out[i] = Log{C.GoString(unsafe.Slice(names, int(count))[i]),
			float64(unsafe.Slice(values, int(count))[i])}
	}
	return out
}

// TrainOnBatch makes one step.
func TrainOnBatch(m *Model, a Arrays, classWeight string) ([]Log, *Failure) {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	arrays := a.c(&pinner)
	weights := optional(classWeight)
	defer free(weights)
	logs := C.HB_Logs{struct_size: C.sizeof_HB_Logs}
	s := newStatus()
	failure := s.outcome(C.hornbeam_go_train_on_batch((*C.HB_Model)(m), &arrays, weights, &logs,
		s.c))
	if failure != nil {
		return nil, failure
	}
	return readLogs(logs.count, logs.names, logs.values), nil
}

// Evaluate computes loss and metrics.
func Evaluate(m *Model, a Arrays, batch int64, token *Token) ([]Log, *Failure) {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	arrays := a.c(&pinner)
	logs := C.HB_Logs{struct_size: C.sizeof_HB_Logs}
	failure := traced(func(s *C.HB_Status) {
		C.HB_ModelEvaluateWithToken((*C.HB_Model)(m), &arrays, C.int64_t(batch), &logs,
			(*C.HB_CancellationToken)(token), s)
	})
	if failure != nil {
		return nil, failure
	}
	return readLogs(logs.count, logs.names, logs.values), nil
}

// Predict computes the outputs for all samples.
func Predict(m *Model, c *Call, token *Token) *Failure {
	s := newStatus()
	return s.outcome(C.hornbeam_go_predict((*C.HB_Model)(m), tensors(c.Feeds), C.int(len(c.Feeds)),
		tensors(c.Results), C.int(len(c.Results)), (*C.HB_CancellationToken)(token), data(c.infos),
		s.c))
}

// ResetMetrics forgets what was counted.
func ResetMetrics(m *Model) *Failure {
	return call(func(s *C.HB_Status) { C.HB_ModelResetMetrics((*C.HB_Model)(m), s) })
}

// Weights copies all weights out.
func Weights(m *Model) ([]*Tensor, *Failure) {
	out := make([]*Tensor, int(C.HB_ModelNumWeights((*C.HB_Model)(m))))
	failure := call(func(s *C.HB_Status) {
		C.HB_ModelGetWeights((*C.HB_Model)(m), tensors(out), C.int(len(out)), s)
	})
	return out, failure
}

// SetWeights sets all weights.
func SetWeights(m *Model, values []*Tensor) *Failure {
	return call(func(s *C.HB_Status) {
		C.HB_ModelSetWeights((*C.HB_Model)(m), tensors(values), C.int(len(values)), s)
	})
}

// LearningRate is the rate of the next step.
func LearningRate(m *Model) (float64, *Failure) {
	var rate C.double
	failure := call(func(s *C.HB_Status) { rate = C.HB_ModelLearningRate((*C.HB_Model)(m), s) })
	return float64(rate), failure
}

// SetLearningRate sets the rate.
func SetLearningRate(m *Model, rate float64) *Failure {
	return call(func(s *C.HB_Status) {
		C.HB_ModelSetLearningRate((*C.HB_Model)(m), C.double(rate), s)
	})
}
