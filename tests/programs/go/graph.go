package main

import (
	"strings"

	hornbeam "hornbeam.dev/go"
)

// The steps that are about tensors and graphs.

func (p *program) doTensor(w []string, o options) (err error) {
	p.tensors[w[0]], err = tensorOf(w[1:], p.data)
	return err
}

func (p *program) doShow(w []string, o options) error {
	p.say(shown(p.tensors[w[0]]))
	return nil
}

func (p *program) doGraph(w []string, o options) error {
	p.graph = hornbeam.NewGraph()
	return nil
}

func (p *program) doConst(w []string, o options) error {
	scope := p.graph.Scope()
	p.operations[w[0]] = scope.Const(p.tensors[w[1]]).Op
	return scope.Err()
}

func (p *program) find(word string) hornbeam.Output {
	if output, ok := p.derived[word]; ok {
		return output
	}
	name, index, ok := strings.Cut(word, ":")
	if !ok {
		index = "0"
	}
	return p.operations[name].Output(integer(index))
}

func (p *program) findAll(list string) (out []hornbeam.Output) {
	if list == "-" {
		return nil
	}
	for _, word := range split(list, ",") {
		out = append(out, p.find(word))
	}
	return out
}

func attrOf(word string) any {
	kind, text, _ := strings.Cut(word, ":")
	switch kind {
	case "type":
		return types[text]
	case "int":
		return integer(text)
	case "float":
		return float32(number(text))
	case "bool":
		return text == "true"
	case "shape":
		return hornbeam.MakeShape(shapeOf(text)...)
	case "ints":
		return shapeOf(text)
	}
	return decoded(text)
}

func (p *program) doOp(w []string, o options) error {
	// An error stays in a scope, so that each operation has its own.
	scope := p.graph.Scope()
	spec := hornbeam.OpSpec{Type: w[1], Attrs: map[string]any{}}
	for _, word := range w[2:] {
		var value any = nil
		if strings.HasPrefix(word, "[") {
			value = p.findAll(word[1 : len(word)-1])
		} else {
			value = p.find(word)
		}
		spec.Inputs = append(spec.Inputs, hornbeam.In{Value: value})
	}
	for _, each := range o {
		spec.Attrs[each.name] = attrOf(each.value)
	}
	p.operations[w[0]] = scope.Add(spec)
	return scope.Err()
}

func (p *program) doGradients(w []string, o options) error {
	found, err := p.graph.Gradients("", p.findAll(w[1]), p.findAll(w[2]))
	for i, name := range split(w[0], ",") {
		if err != nil {
			return err
		}
		p.derived[name] = found[i]
		if found[i].IsZero() {
			p.say(name + " is not there")
		}
	}
	return err
}

func (p *program) doSession(w []string, o options) (err error) {
	p.session, err = hornbeam.NewSession(p.graph)
	return err
}

func (p *program) doClose(w []string, o options) error { return p.session.Close() }

func (p *program) sayAll(results []*hornbeam.Tensor) {
	for _, t := range results {
		p.say(shown(t))
		t.Close()
	}
}

func (p *program) doRun(w []string, o options) error {
	feeds := map[hornbeam.Output]*hornbeam.Tensor{}
	for _, each := range o {
		feeds[p.find(each.name)] = p.tensors[each.value]
	}
	var targets []hornbeam.Operation
	if len(w) > 1 {
		for _, output := range p.findAll(w[1]) {
			targets = append(targets, output.Op)
		}
	}
	results, err := p.session.Run(ctx, feeds, p.findAll(w[0]), targets)
	p.sayAll(results)
	return err
}

func (p *program) doCallable(w []string, o options) error {
	var feeds []hornbeam.Output
	var values []*hornbeam.Tensor
	for _, each := range o {
		feeds, values = append(feeds, p.find(each.name)), append(values, p.tensors[each.value])
	}
	callable, err := p.session.MakeCallable(feeds, p.findAll(w[0]), nil)
	if err != nil {
		return err
	}
	defer callable.Close()
	results, err := callable.Run(ctx, values...)
	p.sayAll(results)
	return err
}

// A SavedModel of anyone, by its signature.
func (p *program) doServe(w []string, o options) error {
	m, err := hornbeam.LoadSavedModel(w[0], nil)
	if err != nil {
		return err
	}
	defer m.Close()
	arguments := map[string]*hornbeam.Tensor{}
	for _, each := range o {
		arguments[each.name] = p.tensors[each.value]
	}
	results, err := m.Call(ctx, "serving_default", arguments)
	for _, t := range results {
		p.say(shown(t))
		t.Close()
	}
	return err
}
