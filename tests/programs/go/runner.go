// Runs programs of tests/programs/list on Hornbeam's Go interface.
//
// usage: runner PROGRAMS DATA
//
// README.md says what the lines of a program mean.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"strings"
	"sync"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/keras"
)

var ctx = context.Background()

// program is one run of a program.
type program struct {
	lines      []string
	data       string
	out        strings.Builder
	number     int
	graph      *hornbeam.Graph
	session    *hornbeam.Session
	tensors    map[string]*hornbeam.Tensor
	operations map[string]hornbeam.Operation
	derived    map[string]hornbeam.Output
	parts      map[string]any
	layers     map[string]keras.Layer
	symbols    map[string]*keras.Symbol
	calls      map[string][]string
	models     map[string]*keras.Model
}

func newProgram(lines []string, data string) *program {
	return &program{lines: lines, data: data, tensors: map[string]*hornbeam.Tensor{},
		operations: map[string]hornbeam.Operation{}, derived: map[string]hornbeam.Output{},
		parts: map[string]any{}, layers: map[string]keras.Layer{}, symbols: map[string]*keras.Symbol{},
		calls: map[string][]string{}, models: map[string]*keras.Model{}}
}

var steps = map[string]func(*program, []string, options) error{
	"tensor": (*program).doTensor, "show": (*program).doShow, "graph": (*program).doGraph,
	"const": (*program).doConst, "op": (*program).doOp, "gradients": (*program).doGradients,
	"session": (*program).doSession, "close": (*program).doClose, "run": (*program).doRun, "callable": (*program).doCallable,
	"serve": (*program).doServe, "seed": (*program).doSeed, "part": (*program).doPart,
	"layer": (*program).doLayer, "model_layer": (*program).doModelLayer, "input": (*program).doInput,
	"call": (*program).doCall, "sequential": (*program).doSequential,
	"functional": (*program).doFunctional, "typed": (*program).doTyped, "compile": (*program).doCompile,
	"fit": (*program).doFit, "batch": (*program).doBatch, "evaluate": (*program).doEvaluate,
	"predict": (*program).doPredict, "weights": (*program).doWeights,
	"set_weights": (*program).doSetWeights, "rate": (*program).doRate, "set_rate": (*program).doSetRate,
	"summary": (*program).doSummary, "config": (*program).doConfig, "save": (*program).doSave,
	"load": (*program).doLoad, "save_weights": (*program).doSaveWeights,
	"load_weights": (*program).doLoadWeights,
}

func (p *program) say(text string) { fmt.Fprintf(&p.out, "%d: %s\n", p.number, text) }

func (p *program) step(line string) error {
	words, o := wordsOf(line)
	if words[0] == "repeat" {
		rest := strings.TrimSpace(strings.TrimPrefix(line, "repeat "+words[1]))
		for range integer(words[1]) {
			if err := p.step(rest); err != nil {
				return err
			}
		}
		return nil
	}
	do, ok := steps[words[0]]
	if !ok {
		log.Fatalf("there is no '%s'", words[0])
	}
	return do(p, words[1:], o)
}

func (p *program) run() string {
	defer p.close()
	for i, line := range p.lines {
		p.number = i + 1
		words := strings.SplitN(line, " ", 3)
		wanted := words[0] == "fails" || words[0] == "refuses"
		if wanted {
			line = words[2]
		}
		err := p.step(line)
		if err == nil {
			if wanted {
				p.say("is fine")
			}
			continue
		}
		text := "error " + codes[hornbeam.CodeOf(err)]
		if words[0] != "refuses" {
			message := err.Error()
			var e *hornbeam.Error
			if errors.As(err, &e) {
				message = e.Message
			}
			text += " " + quoted(message)
		}
		p.say(text)
		if !wanted {
			break
		}
	}
	return p.out.String()
}

func (p *program) close() {
	for _, m := range p.models {
		m.Close()
	}
	for _, t := range p.tensors {
		t.Close()
	}
	if p.session != nil {
		p.session.Close()
	}
	if p.graph != nil {
		p.graph.Close()
	}
}

// inThreads calls f at once with the numbers below n, and gives what it returns if that is all the same.
func inThreads(n int, f func() string) string {
	texts := make([]string, n)
	var all sync.WaitGroup
	for i := range texts {
		all.Add(1)
		go func() {
			defer all.Done()
			texts[i] = f()
		}()
	}
	all.Wait()
	for _, text := range texts {
		if text != texts[0] {
			return texts[0] + "threads differ"
		}
	}
	return texts[0]
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: runner PROGRAMS DATA")
	}
	var name string
	var lines []string
	threads := 1
	run := func() {
		if name != "" {
			fmt.Printf("program %s\n%s", name,
				inThreads(threads, func() string { return newProgram(lines, os.Args[2]).run() }))
		}
	}
	file := known(os.Open(os.Args[1]))
	defer file.Close()
	for scanner := bufio.NewScanner(file); scanner.Scan(); {
		line, _, _ := strings.Cut(scanner.Text(), "#")
		line = strings.TrimSpace(line)
		words := strings.Fields(line)
		if len(words) > 0 && words[0] == "program" {
			run()
			name, lines, threads = words[1], nil, 1
			if len(words) > 2 {
				threads = integer(words[2])
			}
		} else if line != "" {
			lines = append(lines, line)
		}
	}
	run()
}
