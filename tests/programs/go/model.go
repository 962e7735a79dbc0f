package main

import (
	"fmt"
	"iter"
	"sort"
	"strings"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/keras"
)

// The steps that are about layers and models.

// value is a parameter.
func (p *program) value(word string) any {
	switch {
	case strings.HasPrefix(word, "@"):
		var list []any
		for _, name := range split(word[1:], ",") {
			list = append(list, p.parts[name])
		}
		if len(list) == 1 {
			return list[0]
		}
		return list
	case word == "true" || word == "false":
		return word == "true"
	case !numberWord.MatchString(word):
		return decoded(word)
	case strings.Contains(word, ","):
		return intsOf(strings.TrimSuffix(word, ","))
	case intWord.MatchString(word):
		return integer(word)
	}
	return number(word)
}

func (p *program) params(o options) keras.Params {
	params := keras.Params{}
	for _, each := range o {
		params[each.name] = p.value(each.value)
	}
	return params
}

func partsOf[T any](p *program, word string) (list []T) {
	for _, name := range split(strings.TrimPrefix(word, "@"), ",") {
		list = append(list, p.parts[name].(T))
	}
	return list
}

// data is the tensors that an option names.
func (p *program) tensorsOf(names []string) (list hornbeam.Tensors) {
	for _, name := range names {
		list = append(list, p.tensors[name])
	}
	return list
}

func (p *program) doSeed(w []string, o options) error {
	keras.SetRandomSeed(uint64(integer(w[0])))
	return nil
}

func (p *program) doPart(w []string, o options) error {
	class, params := w[2], p.params(o)
	own, isOwn := strings.CutPrefix(class, "own:")
	switch w[1] {
	case "loss":
		if isOwn {
			p.parts[w[0]] = ownLoss(own)
		} else {
			p.parts[w[0]] = keras.NewLoss(class, params)
		}
	case "metric":
		if isOwn {
			p.parts[w[0]] = ownMetric(own)
		} else {
			p.parts[w[0]] = keras.NewMetric(class, params)
		}
	case "optimizer":
		if isOwn {
			p.parts[w[0]] = ownOptimizer(params)
		} else {
			p.parts[w[0]] = keras.NewOptimizer(class, params)
		}
	case "initializer":
		p.parts[w[0]] = keras.NewInitializer(class, params)
	case "regularizer":
		p.parts[w[0]] = keras.NewRegularizer(class, params)
	case "constraint":
		p.parts[w[0]] = keras.NewConstraint(class, params)
	case "schedule":
		p.parts[w[0]] = keras.NewSchedule(class, params)
	case "callback":
		p.parts[w[0]] = keras.NewCallback(class, params)
	}
	return nil
}

func (p *program) doLayer(w []string, o options) error {
	if w[1] == "own:Scale" {
		p.layers[w[0]] = scale()
	} else {
		p.layers[w[0]] = keras.NewLayer(w[1], p.params(o))
	}
	return nil
}

func (p *program) doModelLayer(w []string, o options) error {
	p.layers[w[0]] = p.models[w[1]]
	return nil
}

func (p *program) doInput(w []string, o options) error {
	var list []keras.Option
	for _, each := range o {
		list = append(list, keras.Param{Name: each.name, Value: p.value(each.value)})
	}
	p.symbols[w[0]] = keras.Input(intsOf(w[1]), list...)
	return nil
}

func (p *program) doCall(w []string, o options) error {
	var inputs []*keras.Symbol
	for _, name := range w[2:] {
		inputs = append(inputs, p.symbols[name])
	}
	p.symbols[w[0]] = p.layers[w[1]].Call(inputs...)
	return nil
}

func (p *program) doSequential(w []string, o options) error {
	var list []keras.Layer
	for _, name := range w[1:] {
		list = append(list, p.layers[name])
	}
	m := keras.Sequential(list...)
	p.models[w[0]] = m
	return m.Err()
}

func (p *program) doFunctional(w []string, o options) error {
	lists := [2][]*keras.Symbol{}
	for i := range lists {
		for _, name := range split(w[1+i], ",") {
			lists[i] = append(lists[i], p.symbols[name])
		}
	}
	m := keras.Functional(lists[0], lists[1])
	p.models[w[0]] = m
	return m.Err()
}

func (p *program) doTyped(w []string, o options) error {
	m, history, err := typed[w[1]](p.tensorsOf(w[2:]))
	p.models[w[0]] = m
	p.sayHistory(history, err)
	return err
}

func (p *program) doCompile(w []string, o options) error {
	var given []keras.CompileOption
	if list := partsOf[keras.Metric](p, o.get("metrics")); list != nil {
		given = append(given, keras.Metrics(list...))
	}
	if list := partsOf[keras.Metric](p, o.get("weighted_metrics")); list != nil {
		given = append(given, keras.WeightedMetrics(list...))
	}
	var weights []float64
	for _, word := range split(o.get("loss_weights"), ",") {
		weights = append(weights, number(word))
	}
	if weights != nil {
		given = append(given, keras.LossWeights(weights...))
	}
	list := partsOf[keras.Loss](p, o.get("loss"))
	loss := list[0]
	if len(list) > 1 {
		loss = keras.Losses(list...)
	}
	return p.models[w[0]].Compile(partsOf[keras.Optimizer](p, o.get("optimizer"))[0], loss, given...)
}

func (p *program) sayHistory(h *keras.History, err error) {
	if err != nil {
		return
	}
	var names []string
	for name := range h.Metrics {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		text := name
		for _, v := range h.Metrics[name] {
			text += " " + bits(v)
		}
		p.say(text)
	}
}

func (p *program) listeners(stopAfter string) []keras.RunOption {
	return []keras.RunOption{
		keras.OnEpochBegin(func(e keras.Epoch) error {
			p.say(fmt.Sprintf("begin %d", e.Number))
			return nil
		}),
		keras.OnBatchEnd(func(s keras.Step) error {
			p.say(fmt.Sprintf("step %d %s", s.Number, shownLogs(s.Logs)))
			return nil
		}),
		keras.OnEpochEnd(func(e keras.Epoch) error {
			p.say(fmt.Sprintf("end %d %s", e.Number, shownLogs(e.Logs)))
			if fmt.Sprint(e.Number+1) == stopAfter {
				return keras.ErrStop
			}
			return nil
		}),
	}
}

func (p *program) fitOptions(o options) (list []keras.RunOption) {
	for _, each := range o {
		switch value := each.value; each.name {
		case "epochs":
			list = append(list, keras.Epochs(integer(value)))
		case "initial_epoch":
			list = append(list, keras.InitialEpoch(integer(value)))
		case "batch_size":
			list = append(list, keras.BatchSize(integer(value)))
		case "steps_per_epoch":
			list = append(list, keras.StepsPerEpoch(integer(value)))
		case "validation_split":
			list = append(list, keras.ValidationSplit(number(value)))
		case "validation_x":
			list = append(list, keras.Validation(p.tensors[value], p.tensors[o.get("validation_y")]))
		case "sample_weight":
			list = append(list, keras.SampleWeight(p.tensors[value]))
		case "shuffle":
			list = append(list, keras.Shuffle(value == "true"))
		case "seed":
			list = append(list, keras.Seed(uint64(integer(value))))
		case "callbacks":
			list = append(list, keras.Callbacks(partsOf[keras.Callback](p, value)...))
		case "listen":
			list = append(list, p.listeners(o.get("stop_after"))...)
		case "class_weight":
			weights := map[int]float64{}
			for _, pair := range split(value, ",") {
				class, weight, _ := strings.Cut(pair, ":")
				weights[integer(class)] = number(weight)
			}
			list = append(list, keras.ClassWeight(weights))
		}
	}
	return list
}

// batches are those such as x1/y1,x2/y2/w2, anew each epoch.
func (p *program) batches(text string) func(int) iter.Seq2[keras.Batch, error] {
	return func(int) iter.Seq2[keras.Batch, error] {
		return func(yield func(keras.Batch, error) bool) {
			for _, names := range split(text, ",") {
				t := p.tensorsOf(split(names, "/"))
				batch := keras.Batch{X: t[0], Y: t[1]}
				if len(t) > 2 {
					batch.SampleWeight = t[2]
				}
				if !yield(batch, nil) {
					return
				}
			}
		}
	}
}

func (p *program) dataOf(o options, name string) keras.Data {
	return p.tensorsOf(split(o.get(name), ","))
}

func (p *program) doFit(w []string, o options) (err error) {
	m, given := p.models[w[0]], p.fitOptions(o)
	var history *keras.History
	if text := o.get("batches"); text != "" {
		history, err = m.FitBatches(ctx, p.batches(text), given...)
	} else {
		history, err = m.Fit(ctx, p.dataOf(o, "x"), p.dataOf(o, "y"), given...)
	}
	p.sayHistory(history, err)
	return err
}

func (p *program) sayLogs(logs keras.Logs, err error) error {
	if err == nil {
		p.say(shownLogs(logs))
	}
	return err
}

func (p *program) doBatch(w []string, o options) error {
	return p.sayLogs(p.models[w[0]].TrainOnBatch(ctx, p.dataOf(o, "x"), p.dataOf(o, "y"), p.fitOptions(o)...))
}

func (p *program) doEvaluate(w []string, o options) error {
	return p.sayLogs(p.models[w[0]].Evaluate(ctx, p.dataOf(o, "x"), p.dataOf(o, "y"), p.fitOptions(o)...))
}

func (p *program) doPredict(w []string, o options) error {
	m, x := p.models[w[0]], p.dataOf(o, "x")
	threads, times := 1, 1
	if o.get("threads") != "" {
		threads, times = integer(o.get("threads")), integer(o.get("times"))
	}
	if threads == 1 {
		text, err := predicted(m, x)
		if err == nil {
			p.say(text)
		}
		return err
	}
	p.say(inThreads(threads, func() string {
		first, err := predicted(m, x)
		for range times - 1 {
			if text, more := predicted(m, x); text != first || more != nil {
				err = more
				first = "differs"
			}
		}
		if err != nil {
			return err.Error()
		}
		return first
	}))
	return nil
}

func predicted(m *keras.Model, x keras.Data) (string, error) {
	out, err := m.PredictAll(ctx, x)
	if err != nil {
		return "", err
	}
	defer out.Close()
	var parts []string
	for _, t := range out {
		parts = append(parts, shown(t))
	}
	return strings.Join(parts, " "), nil
}

func (p *program) doWeights(w []string, o options) error {
	weights, err := p.models[w[0]].Weights()
	p.sayAll(weights)
	return err
}

func (p *program) doSetWeights(w []string, o options) error {
	return p.models[w[0]].SetWeights(p.tensorsOf(w[1:]))
}

func (p *program) doRate(w []string, o options) error {
	rate, err := p.models[w[0]].LearningRate()
	p.say(bits(rate))
	return err
}

func (p *program) doSetRate(w []string, o options) error {
	return p.models[w[0]].SetLearningRate(number(w[1]))
}

func (p *program) doSummary(w []string, o options) error {
	text, err := p.models[w[0]].Summary(0)
	p.say(quoted(text))
	return err
}

func (p *program) doConfig(w []string, o options) error {
	text, err := p.models[w[0]].Config()
	p.say(text)
	return err
}

func (p *program) doSave(w []string, o options) error { return p.models[w[0]].Save(w[1]) }

func (p *program) doLoad(w []string, o options) error {
	m, err := keras.Load(w[1])
	if err == nil {
		p.models[w[0]] = m
	}
	return err
}

func (p *program) doSaveWeights(w []string, o options) error {
	return p.models[w[0]].SaveWeights(w[1])
}

func (p *program) doLoadWeights(w []string, o options) error {
	return p.models[w[0]].LoadWeights(w[1])
}
