package hornbeam

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"hornbeam.dev/go/internal/capi"
	"hornbeam.dev/go/internal/handle"
)

// SavedModel is a model that was loaded: a session, its graph, and the names of what it computes.
type SavedModel struct {
	Graph      *Graph
	Session    *Session
	Signatures map[string]Signature
}

// Signature is something that a SavedModel computes.
type Signature struct {
	// Method is such as "tensorflow/serving/predict".
	Method string
	// Inputs and Outputs by the names of arguments and results.
	Inputs, Outputs map[string]TensorInfo
}

// TensorInfo is an argument or a result of a signature.
type TensorInfo struct {
	// Name of the tensor in the graph, such as "serving_default_x:0".
	Name  string
	DType DType
	Shape Shape
}

// LoadSavedModel loads the graph that has just these tags; without tags the one with "serve". Its
// variables are restored and its initialisation is run.
func LoadSavedModel(dir string, tags []string, options ...SessionOption) (*SavedModel, error) {
	if tags == nil {
		tags = []string{"serve"}
	}
	o := optionsOf(options)
	m := &SavedModel{Graph: NewGraph(), Signatures: map[string]Signature{}}
	err := m.Graph.with(func(p *capi.Graph) error {
		made, signatures, failure := capi.LoadSavedModel(p, dir, tags, o.allFiles, o.threads)
		if failure != nil {
			return toError(failure)
		}
		m.Session = &Session{graph: m.Graph}
		handle.Init(m.Session, &m.Session.ref, made, capi.DeleteSession)
		for _, s := range signatures {
			m.Signatures[s.Name] = Signature{s.Method, infosOf(s.Inputs), infosOf(s.Outputs)}
		}
		return nil
	})
	if err != nil {
		m.Graph.Close()
		return nil, err
	}
	return m, nil
}

func infosOf(list []capi.SignatureTensor) map[string]TensorInfo {
	out := map[string]TensorInfo{}
	for _, t := range list {
		out[t.Name] = TensorInfo{t.TensorName, DType(t.DType), Shape{t.Known, t.Dims}}
	}
	return out
}

// Close closes session and graph.
func (m *SavedModel) Close() error {
	err := m.Session.Close()
	m.Graph.Close()
	return err
}

// Call runs a signature, such as "serving_default", with all of its arguments. The results are the
// caller's to close.
func (m *SavedModel) Call(ctx context.Context, signature string,
	arguments map[string]*Tensor) (map[string]*Tensor, error) {
	s, ok := m.Signatures[signature]
	if !ok {
		return nil, newError(ErrNotFound, fmt.Sprintf("the model has no signature '%s'; it has %s",
			signature, strings.Join(keys(m.Signatures), ", ")))
	}
	feeds := map[Output]*Tensor{}
	for name, info := range s.Inputs {
		value, ok := arguments[name]
		if !ok {
			return nil, newError(ErrInvalidArgument, fmt.Sprintf("argument '%s' of signature '%s' is missing",
				name, signature))
		}
		o, err := m.Graph.Output(info.Name)
		if err != nil {
			return nil, err
		}
		feeds[o] = value
	}
	for name := range arguments {
		if _, ok := s.Inputs[name]; !ok {
			return nil, newError(ErrInvalidArgument, fmt.Sprintf("signature '%s' has no argument '%s'; it has %s",
				signature, name, strings.Join(keys(s.Inputs), ", ")))
		}
	}
	names := keys(s.Outputs)
	var fetches []Output
	for _, name := range names {
		o, err := m.Graph.Output(s.Outputs[name].Name)
		if err != nil {
			return nil, err
		}
		fetches = append(fetches, o)
	}
	values, err := m.Session.Run(ctx, feeds, fetches, nil)
	if err != nil {
		return nil, err
	}
	results := map[string]*Tensor{}
	for i, name := range names {
		results[name] = values[i]
	}
	return results, nil
}

func keys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for name := range m {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

// SignatureDef is a signature to save: tensors of the graph by the names of arguments and results.
type SignatureDef struct {
	Inputs, Outputs map[string]Output
}

// Save writes graph, variables and signatures as a SavedModel that TensorFlow loads. All is written
// aside and then moved into place: a failed call leaves what was there before.
func (s *Session) Save(dir string, signatures map[string]SignatureDef) error {
	p, err := s.acquire()
	if err != nil {
		return err
	}
	defer s.ref.Release()
	var list []capi.SaveSignature
	side := func(tensors map[string]Output) (out []capi.SaveTensor, err error) {
		for _, name := range keys(tensors) {
			o := tensors[name]
			if o.IsZero() || o.Op.g != s.graph {
				return nil, newError(ErrInvalidArgument, "tensor '"+name+"' is not in the graph of the session")
			}
			out = append(out, capi.SaveTensor{Name: name, Tensor: capi.MakeOutput(o.Op.p, o.Index)})
		}
		return out, nil
	}
	for _, name := range keys(signatures) {
		in, err := side(signatures[name].Inputs)
		if err != nil {
			return err
		}
		out, err := side(signatures[name].Outputs)
		if err != nil {
			return err
		}
		list = append(list, capi.SaveSignature{Name: name, Inputs: in, Outputs: out})
	}
	return toError(capi.WriteSavedModel(p, dir, list))
}
