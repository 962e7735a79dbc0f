package capi

// #include "shim.h"
// #include <stdlib.h>
import "C"

import "runtime"

// Kinds of events, as masks.
const (
	EpochBegin = int(C.HB_EVENT_EPOCH_BEGIN)
	BatchEnd   = int(C.HB_EVENT_BATCH_END)
	EpochEnd   = int(C.HB_EVENT_EPOCH_END)
	NeedData   = int(C.HB_EVENT_NEED_DATA)
	Done       = int(C.HB_EVENT_DONE)
)

// FitOptions is HB_FitOptions.
type FitOptions struct {
	Epochs, InitialEpoch, BatchSize, StepsPerEpoch       int64
	ValidationSteps, ValidationBatchSize, ValidationFreq int64
	ValidationSplit                                      float64
	NoShuffle                                            bool
	Seed                                                 *uint64
	Validation                                           *Arrays
	ClassWeight, Callbacks                               string
	Events                                               int
	BatchInterval                                        float64
}

// Event is HB_TrainerEvent.
type Event struct {
	Kind                  int
	Epoch, Batch, Batches int64
	Seconds               float64
	Logs                  []Log
}

// NewTrainer prepares a fit.
func NewTrainer(m *Model, a Arrays, o *FitOptions) (*Trainer, *Failure) {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	weights, callbacks := optional(o.ClassWeight), optional(o.Callbacks)
	defer free(weights)
	defer free(callbacks)
	options := C.HB_FitOptions{struct_size: C.sizeof_HB_FitOptions,
		epochs: C.int64_t(o.Epochs), initial_epoch: C.int64_t(o.InitialEpoch),
		batch_size: C.int64_t(o.BatchSize), steps_per_epoch: C.int64_t(o.StepsPerEpoch),
		validation_steps:      C.int64_t(o.ValidationSteps),
		validation_batch_size: C.int64_t(o.ValidationBatchSize),
		validation_freq:       C.int64_t(o.ValidationFreq),
		validation_split:      C.double(o.ValidationSplit),
		no_shuffle:            truth(o.NoShuffle),
		sample_weight:         pinned(&pinner, a.Weights), nsample_weight: C.int(len(a.Weights)),
		class_weight: weights, callbacks: callbacks, events: C.int(o.Events),
		batch_interval: C.double(o.BatchInterval)}
	if o.Seed != nil {
		options.has_seed, options.seed = 1, C.uint64_t(*o.Seed)
	}
	if o.Validation != nil {
		validation := o.Validation.c(&pinner)
		pinner.Pin(&validation)
		options.validation = &validation
	}
	var trainer *C.HB_Trainer
	failure := traced(func(s *C.HB_Status) {
		trainer = C.HB_TrainerNew((*C.HB_Model)(m), tensors(a.X), C.int(len(a.X)), tensors(a.Y),
			C.int(len(a.Y)), &options, s)
	})
	return (*Trainer)(trainer), failure
}

// Next trains until the next event; false when the fit is over.
func Next(t *Trainer) (Event, bool, *Failure) {
	event := C.HB_TrainerEvent{struct_size: C.sizeof_HB_TrainerEvent}
	var more C.uchar
	s := newStatus()
	failure := s.outcome(C.hornbeam_go_trainer_next((*C.HB_Trainer)(t), &event, &more, s.c))
	if failure != nil || more == 0 {
		return Event{}, false, failure
	}
	return Event{int(event.kind), int64(event.epoch), int64(event.batch), int64(event.batches),
			float64(event.seconds), readLogs(event.num_logs, event.log_names, event.log_values)},
		true, nil
}

// Feed gives the batch that the trainer asked for; nil ends the epoch.
func Feed(t *Trainer, a *Arrays) *Failure {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	if a == nil {
		return call(func(s *C.HB_Status) { C.HB_TrainerFeed((*C.HB_Trainer)(t), nil, s) })
	}
	arrays := a.c(&pinner)
	return call(func(s *C.HB_Status) { C.HB_TrainerFeed((*C.HB_Trainer)(t), &arrays, s) })
}

// CancelTrainer ends the fit within a step; from any thread.
func CancelTrainer(t *Trainer) { C.HB_TrainerCancel((*C.HB_Trainer)(t)) }

// StopTrainer ends the fit after this epoch.
func StopTrainer(t *Trainer) { C.HB_TrainerStop((*C.HB_Trainer)(t)) }

// DeleteTrainer frees a trainer.
func DeleteTrainer(t *Trainer) { C.HB_DeleteTrainer((*C.HB_Trainer)(t)) }
