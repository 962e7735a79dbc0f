package keras

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"slices"
	"strconv"

	"hornbeam.dev/go/internal/bridge"
	"hornbeam.dev/go/internal/capi"
)

// RunOption is a choice about a fit, an evaluation or a step.
type RunOption func(*runOptions)

type runOptions struct {
	fit       capi.FitOptions
	weights   Data
	callbacks []Callback
	// What the validation's tensors are.
	vx, vy, vw Data

	epochBegin, epochEnd []func(Epoch) error
	batchEnd             []func(Step) error
	progress             io.Writer

	given []string
	err   error
}

func option(name string, set func(o *runOptions)) RunOption {
	return func(o *runOptions) {
		o.given = append(o.given, name)
		set(o)
	}
}

// readOptions reads the options; with a list of names no others fit.
func readOptions(options []RunOption, call string, fits ...string) (*runOptions, error) {
	o := &runOptions{}
	for _, set := range options {
		set(o)
	}
	if len(fits) > 0 {
		for _, name := range o.given {
			if !slices.Contains(fits, name) {
				return nil, bridge.Error(capi.Fail(capi.InvalidArgument, call+" has no option "+name))
			}
		}
	}
	return o, o.err
}

// Epochs is the number of the epoch to end at; 1 when it is not given.
func Epochs(n int) RunOption {
	return option("Epochs", func(o *runOptions) { o.fit.Epochs = int64(n) })
}

// InitialEpoch is the number of the epoch to begin with, from 0.
func InitialEpoch(n int) RunOption {
	return option("InitialEpoch", func(o *runOptions) { o.fit.InitialEpoch = int64(n) })
}

// BatchSize is the samples in a batch; 32 when it is not given.
func BatchSize(n int) RunOption {
	return option("BatchSize", func(o *runOptions) { o.fit.BatchSize = int64(n) })
}

// StepsPerEpoch is the most steps in an epoch.
func StepsPerEpoch(n int) RunOption {
	return option("StepsPerEpoch", func(o *runOptions) { o.fit.StepsPerEpoch = int64(n) })
}

// Validation is samples that each epoch ends with an evaluation of.
func Validation(x, y Data) RunOption { return WeightedValidation(x, y, nil) }

// WeightedValidation is Validation with weights of the samples.
func WeightedValidation(x, y, weight Data) RunOption {
	return option("Validation", func(o *runOptions) { o.vx, o.vy, o.vw = x, y, weight })
}

// ValidationSplit is the share of the samples, the last ones, that is for validation.
func ValidationSplit(share float64) RunOption {
	return option("ValidationSplit", func(o *runOptions) { o.fit.ValidationSplit = share })
}

// ValidationSteps is the most steps of a validation.
func ValidationSteps(n int) RunOption {
	return option("ValidationSteps", func(o *runOptions) { o.fit.ValidationSteps = int64(n) })
}

// ValidationBatchSize is the samples in a batch of a validation; BatchSize when it is not given.
func ValidationBatchSize(n int) RunOption {
	return option("ValidationBatchSize", func(o *runOptions) { o.fit.ValidationBatchSize = int64(n) })
}

// ValidationFreq is the epochs from validation to validation; 1 when it is not given.
func ValidationFreq(n int) RunOption {
	return option("ValidationFreq", func(o *runOptions) { o.fit.ValidationFreq = int64(n) })
}

// Shuffle tells whether each epoch has an order of its own; true when it is not given.
func Shuffle(on bool) RunOption {
	return option("Shuffle", func(o *runOptions) { o.fit.NoShuffle = !on })
}

// Seed is the seed of the order of the samples; it gives the same order in every language.
func Seed(seed uint64) RunOption { return option("Seed", func(o *runOptions) { o.fit.Seed = &seed }) }

// SampleWeight is one number for each sample.
func SampleWeight(weight Data) RunOption {
	return option("SampleWeight", func(o *runOptions) { o.weights = weight })
}

// ClassWeight is weights by class number.
func ClassWeight(weights map[int]float64) RunOption {
	return option("ClassWeight", func(o *runOptions) {
		byName := map[string]float64{}
		for class, weight := range weights {
			byName[strconv.Itoa(class)] = weight
		}
		o.fit.ClassWeight, o.err = toJSON(byName, o.err)
	})
}

// Callbacks are callbacks of the library, which run inside of the training loop; see package
// callbacks. One's own are OnEpochBegin, OnEpochEnd and OnBatchEnd.
func Callbacks(list ...Callback) RunOption {
	return option("Callbacks", func(o *runOptions) { o.callbacks = append(o.callbacks, list...) })
}

func toJSON(value any, before error) (string, error) {
	text, err := json.Marshal(value)
	return string(text), errors.Join(before, err)
}

// ErrStop, returned by a callback of one's own, ends the fit after this epoch without an error.
var ErrStop = errors.New("stop the fit after this epoch")

// Epoch is an epoch that begins or ends.
type Epoch struct {
	Model   *Model
	Number  int // from 0
	Epochs  int // the number of the epoch to end at
	Steps   int // made in this epoch
	Seconds float64
	Logs    Logs // none when the epoch begins
}

// Step is a step that was made.
type Step struct {
	Model   *Model
	Epoch   int // from 0
	Number  int // made in this epoch
	Steps   int // in this epoch, 0 when that is not known
	Seconds float64
	Logs    Logs
}

// OnEpochBegin calls f before each epoch. An error ends the fit; ErrStop ends it without an error.
// f may call the model: evaluate, predict, save, set the learning rate.
func OnEpochBegin(f func(Epoch) error) RunOption {
	return option("OnEpochBegin", func(o *runOptions) { o.epochBegin = append(o.epochBegin, f) })
}

// OnEpochEnd calls f after each epoch, its validation included, as OnEpochBegin does before.
func OnEpochEnd(f func(Epoch) error) RunOption {
	return option("OnEpochEnd", func(o *runOptions) { o.epochEnd = append(o.epochEnd, f) })
}

// OnBatchEnd calls f after each step, as OnEpochEnd does after each epoch.
func OnBatchEnd(f func(Step) error) RunOption {
	return option("OnBatchEnd", func(o *runOptions) { o.batchEnd = append(o.batchEnd, f) })
}

// Progress shows how the fit goes on: a line that moves on a terminal, a line for each epoch elsewhere.
func Progress(w io.Writer) RunOption {
	return option("Progress", func(o *runOptions) { o.progress = w })
}

// History is the losses and metrics of all epochs of a fit.
type History struct {
	Epochs  []int
	Metrics map[string][]float64
}

func (h *History) add(e Epoch) {
	h.Epochs = append(h.Epochs, e.Number)
	for _, log := range e.Logs {
		h.Metrics[log.Name] = append(h.Metrics[log.Name], log.Value)
	}
}

// Batch is samples with their labels and, if wanted, weights.
type Batch struct{ X, Y, SampleWeight Data }

// Fit trains the model. When ctx is done the fit ends within a step, with an error that is both
// hornbeam.ErrCancelled and the context's; the steps that were made stay made, and the history has the
// epochs that were completed. The bytes of x and y
// must not change during the call.
func (m *Model) Fit(ctx context.Context, x, y Data, options ...RunOption) (*History, error) {
	return m.fit(ctx, x, y, nil, options)
}

// FitBatches is Fit with batches that a function gives: it is called for each epoch, and the epoch ends
// with the batches. The tensors of a batch must stay until the next one is asked for.
func (m *Model) FitBatches(ctx context.Context, batches func(epoch int) iter.Seq2[Batch, error],
	options ...RunOption) (*History, error) {
	return m.fit(ctx, nil, nil, batches, options)
}

func (m *Model) fit(ctx context.Context, x, y Data, batches func(int) iter.Seq2[Batch, error],
	options []RunOption) (*History, error) {
	o, err := readOptions(options, "Fit")
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
	if o.vx != nil {
		validation, release, err := acquireData(o.vx, o.vy, o.vw)
		if err != nil {
			return nil, err
		}
		defer release()
		o.fit.Validation = &validation
	}
	if len(o.callbacks) > 0 {
		if o.fit.Callbacks, err = toJSON(o.callbacks, nil); err != nil {
			return nil, err
		}
	}
	loop := &fitLoop{ctx: ctx, m: m, o: o, batches: batches,
		history: &History{Metrics: map[string][]float64{}}}
	o.fit.Events = capi.EpochBegin | capi.EpochEnd
	if o.progress != nil {
		loop.bar = newProgress(o.progress, max(1, int(o.fit.Epochs)))
	}
	if len(o.batchEnd) > 0 || loop.bar != nil && loop.bar.live {
		o.fit.Events |= capi.BatchEnd
		if len(o.batchEnd) == 0 {
			o.fit.BatchInterval = 0.1
		}
	}
	err = m.with(func(p *capi.Model) error {
		var failure *capi.Failure
		loop.trainer, failure = capi.NewTrainer(p, data, &o.fit)
		return errorOf(failure)
	})
	if err != nil {
		return nil, err
	}
	defer capi.DeleteTrainer(loop.trainer)
	return loop.run()
}

// fitLoop is a fit under way.
type fitLoop struct {
	ctx     context.Context
	m       *Model
	o       *runOptions
	trainer *capi.Trainer
	bar     *progress
	history *History
	batches func(epoch int) iter.Seq2[Batch, error]

	pull     func() (Batch, error, bool)
	stopPull func()
	fed      func() // releases the batch before
}

func (l *fitLoop) run() (*History, error) {
	stop := bridge.OnDone(l.ctx, func() { capi.CancelTrainer(l.trainer) })
	defer stop()
	defer l.endPull()
	for {
		// The function behind OnDone runs some time after the context is done.
		if l.ctx.Err() != nil {
			return l.history, bridge.Done(l.ctx)
		}
		var event capi.Event
		var more bool
		err := l.m.with(func(*capi.Model) error {
			var failure *capi.Failure
			event, more, failure = capi.Next(l.trainer)
			return bridge.Ended(l.ctx, failure)
		})
		if err != nil {
			return l.history, err
		}
		if !more {
			break
		}
		if err := l.handle(event); errors.Is(err, ErrStop) {
			capi.StopTrainer(l.trainer)
		} else if err != nil {
			return l.history, err
		}
	}
	return l.history, nil
}

func (l *fitLoop) handle(e capi.Event) error {
	logs := logsOf(e.Logs)
	epoch := Epoch{l.m, int(e.Epoch), max(1, int(l.o.fit.Epochs)), int(e.Batch), e.Seconds, logs}
	switch e.Kind {
	case capi.NeedData:
		return l.feed(int(e.Epoch))
	case capi.EpochBegin:
		l.endPull()
		return callAll(l.o.epochBegin, epoch)
	case capi.BatchEnd:
		step := Step{l.m, int(e.Epoch), int(e.Batch), int(e.Batches), e.Seconds, logs}
		l.bar.step(step)
		return callAll(l.o.batchEnd, step)
	case capi.EpochEnd:
		l.history.add(epoch)
		l.bar.epochEnd(epoch)
		return callAll(l.o.epochEnd, epoch)
	}
	return nil
}

func callAll[E any](list []func(E) error, event E) error {
	var stop error
	for _, f := range list {
		if err := f(event); errors.Is(err, ErrStop) {
			stop = err
		} else if err != nil {
			return err
		}
	}
	return stop
}

// feed gives the trainer the next batch, or tells it that the epoch is over.
func (l *fitLoop) feed(epoch int) error {
	if l.batches == nil {
		return bridge.Error(capi.Fail(capi.InvalidArgument, "Fit needs samples; FitBatches takes batches"))
	}
	if l.pull == nil {
		l.pull, l.stopPull = iter.Pull2(l.batches(epoch))
	}
	if l.fed != nil {
		l.fed()
		l.fed = nil
	}
	batch, err, ok := l.pull()
	if err != nil {
		return err
	}
	if !ok {
		l.endPull()
		return errorOf(capi.Feed(l.trainer, nil))
	}
	data, release, err := acquireData(batch.X, batch.Y, batch.SampleWeight)
	if err != nil {
		return err
	}
	l.fed = release
	return errorOf(capi.Feed(l.trainer, &data))
}

func (l *fitLoop) endPull() {
	if l.fed != nil {
		l.fed()
		l.fed = nil
	}
	if l.stopPull != nil {
		l.stopPull()
		l.pull, l.stopPull = nil, nil
	}
}
