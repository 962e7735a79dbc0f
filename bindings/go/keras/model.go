package keras

import (
	"encoding/json"
	"sync"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/internal/bridge"
	"hornbeam.dev/go/internal/capi"
	"hornbeam.dev/go/internal/handle"
)

// Model is layers with weights that can be trained, saved and loaded. It is a layer as well: other
// models may contain it, and share its weights.
type Model struct {
	ref   handle.Ref[*capi.Model]
	err   error // of the construction
	parts *parts
	self  *node
	// Held by all calls but predictions.
	mu sync.Mutex
	// Number of outputs, once it is known.
	outputs int
	known   sync.Mutex
}

func newModel(parts *parts, made *capi.Model, err error) *Model {
	m := &Model{err: err, parts: parts}
	m.self = &node{class: "Model", noutputs: 1, model: m}
	if err == nil {
		handle.Init(m, &m.ref, made, capi.DeleteModel)
	} else if parts != nil {
		parts.release()
	}
	return m
}

func errorOf(f *capi.Failure) error {
	if f == nil {
		return nil
	}
	return bridge.Error(f)
}

// Sequential is a model of layers in a row. Unless the first is an InputLayer, the first data that the
// model sees give the input shape.
func Sequential(layers ...Layer) *Model {
	parts := newParts()
	list := make([]*capi.Layer, len(layers))
	for i, l := range layers {
		if l == nil {
			return newModel(parts, nil, bridge.Error(capi.Fail(capi.InvalidArgument, "a layer is nil")))
		}
		var err error
		if list[i], err = l.layer().use(parts); err != nil {
			return newModel(parts, nil, err)
		}
	}
	made, failure := capi.NewSequential(list, "")
	return newModel(parts, made, errorOf(failure))
}

// Functional is a model of all that lies between inputs and outputs.
func Functional(inputs, outputs []*Symbol) *Model {
	parts := newParts()
	use := func(list []*Symbol) ([]*capi.Symbol, error) {
		out := make([]*capi.Symbol, len(list))
		for i, s := range list {
			var err error
			if out[i], err = s.use(parts); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	in, err := use(inputs)
	if err != nil {
		return newModel(parts, nil, err)
	}
	out, err := use(outputs)
	if err != nil {
		return newModel(parts, nil, err)
	}
	made, failure := capi.NewModel(in, out, "")
	m := newModel(parts, made, errorOf(failure))
	m.self.noutputs = len(outputs)
	return m
}

// FromConfig is a model from Keras's JSON, with new weights.
func FromConfig(config string) (*Model, error) {
	made, failure := capi.ModelFromConfig(config)
	return loaded(made, failure)
}

// Load loads what Save wrote, in any language. The model predicts as before; when it had been compiled
// it trains on as before.
func Load(folder string) (*Model, error) {
	made, failure := capi.LoadModel(folder)
	return loaded(made, failure)
}

func loaded(made *capi.Model, failure *capi.Failure) (*Model, error) {
	if failure != nil {
		return nil, bridge.Error(failure)
	}
	return newModel(nil, made, nil), nil
}

// SetRandomSeed starts the generator from which initial weights, the order of batches and the seeds of
// layers come when they are given none.
func SetRandomSeed(seed uint64) { capi.SetRandomSeed(seed) }

// Close gives the model back once no call uses it; later calls fail.
func (m *Model) Close() error {
	if m.ref.Close() && m.parts != nil {
		m.parts.release()
	}
	return nil
}

// Err is what went wrong when the model was made; every other call reports it too.
func (m *Model) Err() error { return m.err }

func (m *Model) layer() *node { return m.self }

// Call applies the model as a layer.
func (m *Model) Call(inputs ...*Symbol) *Symbol { return m.self.Call(inputs...) }

// CallN applies a model that has several outputs as a layer.
func (m *Model) CallN(inputs ...*Symbol) []*Symbol { return m.self.CallN(inputs...) }

func (m *Model) acquire() (*capi.Model, error) {
	if m.err != nil {
		return nil, m.err
	}
	p, ok := m.ref.Acquire()
	if !ok {
		return nil, bridge.Error(capi.Fail(capi.Cancelled, "the model is closed"))
	}
	return p, nil
}

// with calls f with the model of C, alone but for predictions.
func (m *Model) with(f func(p *capi.Model) error) error {
	p, err := m.acquire()
	if err != nil {
		return err
	}
	defer m.ref.Release()
	if err := m.lock(); err != nil {
		return err
	}
	defer m.mu.Unlock()
	return f(p)
}

// lock waits for other calls. A traced function would wait for itself, and gets an error.
func (m *Model) lock() error {
	if m.mu.TryLock() {
		return nil
	}
	if capi.InTrace() {
		return bridge.Error(capi.Fail(capi.FailedPrecondition,
			"a traced function can't call a model that another call uses"))
	}
	m.mu.Lock()
	return nil
}

// CompileOption is a choice about how a model is trained.
type CompileOption func(*compileOptions)

type compileOptions struct {
	Optimizer       Optimizer `json:"optimizer,omitempty"`
	Loss            Loss      `json:"loss,omitempty"`
	LossWeights     []float64 `json:"loss_weights,omitempty"`
	Metrics         []Metric  `json:"metrics,omitempty"`
	WeightedMetrics []Metric  `json:"weighted_metrics,omitempty"`
}

// Metrics are what training and evaluation report.
func Metrics(list ...Metric) CompileOption { return func(o *compileOptions) { o.Metrics = list } }

// WeightedMetrics are metrics that take sample weights into account.
func WeightedMetrics(list ...Metric) CompileOption {
	return func(o *compileOptions) { o.WeightedMetrics = list }
}

// LossWeights are one number for each output's loss.
func LossWeights(weights ...float64) CompileOption {
	return func(o *compileOptions) { o.LossWeights = weights }
}

// Compile says how the model is trained. Losses, metrics and optimizers that are functions run when a
// step is first traced; a nil loss leaves it to the layers.
func (m *Model) Compile(optimizer Optimizer, loss Loss, options ...CompileOption) error {
	o := compileOptions{Optimizer: optimizer, Loss: loss}
	for _, option := range options {
		option(&o)
	}
	config, err := json.Marshal(o)
	if err != nil {
		return err
	}
	functions := map[string]lossFunc{}
	add := func(name string, fn lossFunc) { functions[name] = fn }
	if loss != nil {
		loss.functions(add)
	}
	for _, metric := range append(append([]Metric{}, o.Metrics...), o.WeightedMetrics...) {
		if name, fn := metric.function(); fn != nil {
			add(name, fn)
		}
	}
	return m.with(func(p *capi.Model) error {
		for name, fn := range functions {
			failure := capi.AddLoss(p, name, traceFunc(
				func(t *Trace, inputs []hornbeam.Output) []hornbeam.Output {
					return []hornbeam.Output{fn(t, inputs[0], inputs[1])}
				}))
			if failure != nil {
				return bridge.Error(failure)
			}
		}
		if own, ok := optimizer.(customOptimizer); ok {
			failure := capi.AddOptimizer(p, own.class, traceFunc(
				func(t *Trace, in []hornbeam.Output) []hornbeam.Output {
					return []hornbeam.Output{own.fn(t, Update{in[0], in[1], in[2], in[3]})}
				}))
			if failure != nil {
				return bridge.Error(failure)
			}
		}
		return errorOf(capi.CompileModel(p, string(config)))
	})
}

// SaveOption is a choice about saving.
type SaveOption func(*bool)

// WithoutTraining leaves out the optimizer and the signatures for training and evaluation.
func WithoutTraining() SaveOption { return func(without *bool) { *without = true } }

// Save writes the model as a SavedModel that TensorFlow loads: the signature "serving_default", and
// when the model has been trained "train_step" and "evaluate" and the optimizer's state. All is written
// aside and then moved into place: a failed call leaves what was there before.
func (m *Model) Save(folder string, options ...SaveOption) error {
	without := false
	for _, option := range options {
		option(&without)
	}
	return m.with(func(p *capi.Model) error { return errorOf(capi.SaveModel(p, folder, without)) })
}

// SaveWeights writes a checkpoint as TensorFlow does, of the weights and, when the model has been
// trained, the optimizer's state: files whose names begin with prefix.
func (m *Model) SaveWeights(prefix string) error {
	return m.with(func(p *capi.Model) error { return errorOf(capi.SaveWeights(p, prefix)) })
}

// LoadWeights reads what SaveWeights wrote, in any language; a compiled model gets the optimizer's state
// too.
func (m *Model) LoadWeights(prefix string) error {
	return m.with(func(p *capi.Model) error { return errorOf(capi.LoadWeights(p, prefix)) })
}

// Config is the config of the model, as Keras 3 writes it.
func (m *Model) Config() (config string, err error) {
	err = m.with(func(p *capi.Model) error {
		text, failure := capi.ModelConfig(p)
		config = string(text)
		return errorOf(failure)
	})
	return config, err
}

// Summary is a table of the layers with their output shapes and numbers of parameters, in lines of
// width characters; 80 when width is 0.
func (m *Model) Summary(width int) (table string, err error) {
	if width == 0 {
		width = 80
	}
	err = m.with(func(p *capi.Model) error {
		text, failure := capi.SummarizeModel(p, width)
		table = string(text)
		return errorOf(failure)
	})
	return table, err
}

// TensorSpec is an input, output or weight of a model.
type TensorSpec struct {
	Name      string `json:"name"`
	DType     string `json:"dtype"`
	Shape     []*int `json:"shape"` // nil for sizes that are not known
	Trainable bool   `json:"trainable"`
}

// Description is the name of a model and what it is made of. Weights are in Keras's order; before the
// model is built there are none.
type Description struct {
	Name    string       `json:"name"`
	Inputs  []TensorSpec `json:"inputs"`
	Outputs []TensorSpec `json:"outputs"`
	Weights []TensorSpec `json:"weights"`
}

// Describe is what the model is made of.
func (m *Model) Describe() (d Description, err error) {
	err = m.with(func(p *capi.Model) error { return describe(p, &d) })
	return d, err
}

func describe(p *capi.Model, d *Description) error {
	text, failure := capi.DescribeModel(p)
	if failure != nil {
		return bridge.Error(failure)
	}
	return json.Unmarshal(text, d)
}

// Weights is a copy of all weights, in Keras's order. They are the caller's to close.
func (m *Model) Weights() (weights []*hornbeam.Tensor, err error) {
	err = m.with(func(p *capi.Model) error {
		list, failure := capi.Weights(p)
		if failure != nil {
			return bridge.Error(failure)
		}
		weights = tensorsOf(list)
		return nil
	})
	return weights, err
}

// SetWeights sets all weights. On an error none is changed.
func (m *Model) SetWeights(weights []*hornbeam.Tensor) error {
	list, release, err := acquireAll(weights)
	if err != nil {
		return err
	}
	defer release()
	return m.with(func(p *capi.Model) error { return errorOf(capi.SetWeights(p, list)) })
}

// LearningRate is the learning rate of the next step.
func (m *Model) LearningRate() (rate float64, err error) {
	err = m.with(func(p *capi.Model) error {
		var failure *capi.Failure
		rate, failure = capi.LearningRate(p)
		return errorOf(failure)
	})
	return rate, err
}

// SetLearningRate sets the learning rate; ErrFailedPrecondition when a schedule gives it.
func (m *Model) SetLearningRate(rate float64) error {
	return m.with(func(p *capi.Model) error { return errorOf(capi.SetLearningRate(p, rate)) })
}

// ResetMetrics forgets what the metrics have counted. Fit and Evaluate do so themselves.
func (m *Model) ResetMetrics() error {
	return m.with(func(p *capi.Model) error { return errorOf(capi.ResetMetrics(p)) })
}
