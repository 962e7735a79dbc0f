package keras

import (
	"context"
	"math"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/internal/bridge"
	"hornbeam.dev/go/internal/capi"
)

// Data is samples, labels or weights of samples: a *hornbeam.Tensor, or hornbeam.Tensors for several
// inputs or outputs. The bytes are read in place and must not change during the call.
type Data interface{ Tensors() []*hornbeam.Tensor }

func acquireAll(list []*hornbeam.Tensor) (handles []*capi.Tensor, release func(), err error) {
	handles = make([]*capi.Tensor, len(list))
	for i, t := range list {
		if handles[i], err = bridge.Acquire(t); err != nil {
			for _, done := range list[:i] {
				bridge.Release(done)
			}
			return nil, nil, err
		}
	}
	return handles, func() {
		for _, t := range list {
			bridge.Release(t)
		}
	}, nil
}

func listOf(d Data) []*hornbeam.Tensor {
	if d == nil {
		return nil
	}
	return d.Tensors()
}

// acquireData holds the tensors of a call; release must follow when there is no error.
func acquireData(x, y, weights Data) (a capi.Arrays, release func(), err error) {
	lists := [][]*hornbeam.Tensor{listOf(x), listOf(y), listOf(weights)}
	all := append(append(append([]*hornbeam.Tensor{}, lists[0]...), lists[1]...), lists[2]...)
	handles, release, err := acquireAll(all)
	if err != nil {
		return a, nil, err
	}
	nx, ny := len(lists[0]), len(lists[1])
	return capi.Arrays{X: handles[:nx], Y: handles[nx : nx+ny], Weights: handles[nx+ny:]}, release, nil
}

func tensorsOf(list []*capi.Tensor) []*hornbeam.Tensor {
	out := make([]*hornbeam.Tensor, len(list))
	for i, p := range list {
		out[i] = bridge.NewTensor(p, capi.InfoOf(p)).(*hornbeam.Tensor)
	}
	return out
}

// Predict computes the output for all samples of a model that has one output. The result is the
// caller's to close. When ctx is done the call ends within a batch.
func (m *Model) Predict(ctx context.Context, x Data) (*hornbeam.Tensor, error) {
	out, err := m.PredictAll(ctx, x)
	if err != nil {
		return nil, err
	}
	if len(out) != 1 {
		out.Close()
		return nil, bridge.Error(capi.Fail(capi.InvalidArgument, "the model has several outputs: use PredictAll"))
	}
	return out[0], nil
}

// PredictAll computes all outputs for all samples.
func (m *Model) PredictAll(ctx context.Context, x Data) (hornbeam.Tensors, error) {
	p, err := m.acquire()
	if err != nil {
		return nil, err
	}
	defer m.ref.Release()
	inputs := listOf(x)
	call := capi.NewCall(len(inputs), 0)
	defer call.Done()
	for i, t := range inputs {
		if call.Feeds[i], err = bridge.Acquire(t); err != nil {
			return nil, err
		}
		defer bridge.Release(t)
	}
	n, err := m.numOutputs(p, call.Feeds)
	if err != nil {
		return nil, err
	}
	call.SetResults(n)
	err = bridge.WithToken(ctx, func(token *capi.Token) *capi.Failure {
		return capi.Predict(p, call, token)
	})
	if err != nil {
		return nil, err
	}
	out := make(hornbeam.Tensors, n)
	for i := range out {
		out[i] = bridge.NewTensor(call.Result(i)).(*hornbeam.Tensor)
	}
	return out, nil
}

// numOutputs is the number of outputs; the inputs build a model that is not built yet.
func (m *Model) numOutputs(p *capi.Model, inputs []*capi.Tensor) (int, error) {
	m.known.Lock()
	n := m.outputs
	m.known.Unlock()
	if n > 0 {
		return n, nil
	}
	if err := m.lock(); err != nil {
		return 0, err
	}
	defer m.mu.Unlock()
	var d Description
	if err := describe(p, &d); err != nil {
		return 0, err
	}
	if len(d.Outputs) == 0 {
		if failure := capi.BuildModel(p, inputs); failure != nil {
			return 0, bridge.Error(failure)
		}
		if err := describe(p, &d); err != nil {
			return 0, err
		}
	}
	m.known.Lock()
	defer m.known.Unlock()
	m.outputs = len(d.Outputs)
	return m.outputs, nil
}

// Build makes the weights of a Sequential model without input shape, for samples like these.
func (m *Model) Build(x Data) error {
	inputs, release, err := acquireAll(listOf(x))
	if err != nil {
		return err
	}
	defer release()
	return m.with(func(p *capi.Model) error { return errorOf(capi.BuildModel(p, inputs)) })
}

// Log is the value of the loss or of a metric.
type Log struct {
	Name  string
	Value float64
}

// Logs is the values of the loss and of all metrics, the loss first.
type Logs []Log

// Get is the value of a log, NaN when there is none of that name.
func (l Logs) Get(name string) float64 {
	for _, log := range l {
		if log.Name == name {
			return log.Value
		}
	}
	return math.NaN()
}

func logsOf(list []capi.Log) Logs {
	out := make(Logs, len(list))
	for i, l := range list {
		out[i] = Log(l)
	}
	return out
}

// Evaluate computes loss and metrics over all samples. The options BatchSize and SampleWeight fit.
func (m *Model) Evaluate(ctx context.Context, x, y Data, options ...RunOption) (Logs, error) {
	o, err := readOptions(options, "Evaluate", "BatchSize", "SampleWeight")
	if err != nil {
		return nil, err
	}
	data, release, err := acquireData(x, y, o.weights)
	if err != nil {
		return nil, err
	}
	defer release()
	var logs Logs
	err = m.with(func(p *capi.Model) error {
		return bridge.WithToken(ctx, func(token *capi.Token) *capi.Failure {
			values, failure := capi.Evaluate(p, data, o.fit.BatchSize, token)
			logs = logsOf(values)
			return failure
		})
	})
	return logs, err
}

// TrainOnBatch makes one step and gives loss and metrics of this batch. The options
// SampleWeight and ClassWeight fit.
func (m *Model) TrainOnBatch(ctx context.Context, x, y Data, options ...RunOption) (Logs, error) {
	o, err := readOptions(options, "TrainOnBatch", "SampleWeight", "ClassWeight")
	if err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, bridge.Done(ctx)
	}
	data, release, err := acquireData(x, y, o.weights)
	if err != nil {
		return nil, err
	}
	defer release()
	var logs Logs
	err = m.with(func(p *capi.Model) error {
		values, failure := capi.TrainOnBatch(p, data, o.fit.ClassWeight)
		logs = logsOf(values)
		return errorOf(failure)
	})
	return logs, err
}
