package keras

import (
	"encoding/json"

	hornbeam "hornbeam.dev/go"
)

// Params is the parameters of a class by their names in Keras: numbers, texts, truth values, lists,
// data types, and objects of this package.
type Params map[string]any

// Param is a parameter with its value.
type Param struct {
	Name  string
	Value any
}

// Parameter is the parameter itself, so that what contains a Param is an Option.
func (p Param) Parameter() Param { return p }

// Option is what sets a parameter. The packages of the classes have a type for each parameter.
type Option interface{ Parameter() Param }

// Set adds the parameters that options set. The generated constructors use it.
func Set[O Option](params Params, options []O) Params {
	for _, option := range options {
		p := option.Parameter()
		params[p.Name] = p.Value
	}
	return params
}

// object is a class name with a config, or a bare name.
type object struct {
	class  string
	params Params
}

// MarshalJSON writes what the library reads.
func (o object) MarshalJSON() ([]byte, error) {
	switch {
	case o.class == "":
		return []byte("null"), nil
	case o.params == nil:
		return json.Marshal(o.class)
	}
	return json.Marshal(map[string]any{"class_name": o.class, "config": o.params})
}

// Size is one size for all dimensions, or one for each.
type Size interface{ int | []int | [2]int }

// Rate is a learning rate: a number or a schedule.
type Rate interface{ float64 | int | Schedule }

// Dims is a parameter of one or several integers: a single one stands for all dimensions.
func Dims(values []int) any {
	if len(values) == 1 {
		return values[0]
	}
	return values
}

// part is an object of one of the kinds below.
type part interface {
	json.Marshaler
	// bare is the class name when there are no parameters.
	bare() string
}

func (o object) bare() string {
	if o.params != nil {
		return ""
	}
	return o.class
}

// Each kind of class is a type of its own, so that a loss can't be given for an optimizer. nil stands
// for nothing.
type (
	// Optimizer is a way to train; see package optimizers.
	Optimizer interface {
		part
		isOptimizer()
	}
	// Initializer gives weights their first values; see package initializers.
	Initializer interface {
		part
		isInitializer()
	}
	// Regularizer is a penalty on weights; see package regularizers.
	Regularizer interface {
		part
		isRegularizer()
	}
	// Constraint holds for weights after each step; see package constraints.
	Constraint interface {
		part
		isConstraint()
	}
	// Callback runs inside the training loop; see package callbacks.
	Callback interface {
		part
		isCallback()
	}
	// Loss is what training makes small; see package losses, CustomLoss and Losses.
	Loss interface {
		part
		// functions gives the traced functions in a loss, by name.
		functions(add func(name string, fn lossFunc))
	}
	// Metric is what training reports; see package metrics and CustomMetric.
	Metric interface {
		part
		function() (name string, fn lossFunc)
	}
)

// Schedule is a learning rate that depends on the step; see package schedules.
type Schedule struct{ object }

type (
	optimizer   struct{ object }
	initializer struct{ object }
	regularizer struct{ object }
	constraint  struct{ object }
	callback    struct{ object }
)

func (optimizer) isOptimizer()     {}
func (initializer) isInitializer() {}
func (regularizer) isRegularizer() {}
func (constraint) isConstraint()   {}
func (callback) isCallback()       {}

// The functions that make an object of a class by name: what the packages of the classes use. Without
// parameters the name alone is passed on, which may be one of Keras's short names, such as "adam".

// NewOptimizer makes an optimizer by its class name.
func NewOptimizer(class string, params Params) Optimizer { return optimizer{object{class, params}} }

// Update is what a custom optimizer is given of a variable.
type Update struct {
	// Value is that before the step; the gradient has its shape and type.
	Value, Gradient hornbeam.Output
	// LearningRate and Step, the number of the update from 1, are scalars.
	LearningRate, Step hornbeam.Output
}

type customOptimizer struct {
	optimizer
	fn func(t *Trace, u Update) hornbeam.Output
}

// CustomOptimizer is an optimizer of one's own: fn builds the new value of a variable. It is traced into
// the graph for each variable, perhaps several times, and must always build the same. What it keeps beside
// a variable are weights of the trace ([Trace.AddWeight], [Trace.UpdateWeight]), which are saved under the
// optimizer's name. Options are those that all optimizers have, such as optimizers.WeightDecay.
func CustomOptimizer[R Rate](name string, learningRate R, fn func(t *Trace, u Update) hornbeam.Output,
	options ...Option) Optimizer {
	params := Set(Params{"name": name, "learning_rate": learningRate}, options)
	return customOptimizer{optimizer{object{name, params}}, fn}
}

// NewSchedule makes a schedule by its class name.
func NewSchedule(class string, params Params) Schedule { return Schedule{object{class, params}} }

// NewInitializer makes an initializer by its class name.
func NewInitializer(class string, params Params) Initializer {
	return initializer{object{class, params}}
}

// NewRegularizer makes a regularizer by its class name.
func NewRegularizer(class string, params Params) Regularizer {
	return regularizer{object{class, params}}
}

// NewConstraint makes a constraint by its class name.
func NewConstraint(class string, params Params) Constraint { return constraint{object{class, params}} }

// NewCallback makes a callback by its class name.
func NewCallback(class string, params Params) Callback { return callback{object{class, params}} }

type lossFunc func(t *Trace, yTrue, yPred hornbeam.Output) hornbeam.Output

type loss struct {
	object
	list []Loss
	fn   lossFunc
}

type metric struct {
	object
	fn lossFunc
}

// NewLoss makes a loss by its class name.
func NewLoss(class string, params Params) Loss { return loss{object: object{class, params}} }

// NewMetric makes a metric by its class name. The name alone may be "accuracy", which takes the form
// that fits the loss.
func NewMetric(class string, params Params) Metric { return metric{object: object{class, params}} }

// Losses is a loss for each output of a model.
func Losses(list ...Loss) Loss { return loss{list: list} }

// CustomLoss is a loss of one's own: fn gives one value a sample, and is traced into the graph. It may
// run several times and must always build the same computation.
func CustomLoss(name string, fn func(t *Trace, yTrue, yPred hornbeam.Output) hornbeam.Output) Loss {
	return loss{object: object{class: name}, fn: fn}
}

// CustomMetric is a metric of one's own: the mean of what fn gives, one value a sample.
func CustomMetric(name string, fn func(t *Trace, yTrue, yPred hornbeam.Output) hornbeam.Output) Metric {
	return metric{object: object{class: name}, fn: fn}
}

func (l loss) MarshalJSON() ([]byte, error) {
	if l.list != nil {
		return json.Marshal(l.list)
	}
	return l.object.MarshalJSON()
}

func (l loss) functions(add func(name string, fn lossFunc)) {
	if l.fn != nil {
		add(l.class, l.fn)
	}
	for _, each := range l.list {
		if each != nil {
			each.functions(add)
		}
	}
}

func (m metric) function() (string, lossFunc) { return m.class, m.fn }
