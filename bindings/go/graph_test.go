package hornbeam_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/op"
)

// run runs a graph once and gives the values.
func run(t *testing.T, s *hornbeam.Scope, fetches ...hornbeam.Output) []any {
	t.Helper()
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	session, err := hornbeam.NewSession(s.Graph())
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	results, err := session.Run(context.Background(), nil, fetches, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out []any
	for _, r := range results {
		out = append(out, r.Value())
		r.Close()
	}
	return out
}

func TestOpsComputeWhatTheySay(t *testing.T) {
	s := op.NewScope()
	a := op.Const(s, [][]float32{{1, 2}, {3, 4}})
	product := op.MatMul(s, a, a, op.MatMulTransposeB(true))
	unpacked := op.Unpack(s, a, 2, op.UnpackAxis(1))
	packed := op.Pack(s, unpacked)
	values, indices := op.TopKV2(s, a, 1)
	shapes := op.ShapeN(s, []hornbeam.Output{a, values}, op.ShapeNOutType(hornbeam.Int64))
	got := run(t, s, product, packed, values, indices, shapes[1], op.AddN(s, []hornbeam.Output{a, a, a}))
	want := []any{[][]float32{{5, 11}, {11, 25}}, [][]float32{{1, 3}, {2, 4}}, [][]float32{{2}, {4}},
		[][]int32{{1}, {1}}, []int64{2, 1}, [][]float32{{3, 6}, {9, 12}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if shape := product.Shape(); shape.Rank() != 2 || product.DType() != hornbeam.Float32 {
		t.Errorf("the product is %v", product)
	}
}

func TestLiterals(t *testing.T) {
	s := op.NewScope()
	float, double := op.Const(s, float32(3)), op.Const(s, hornbeam.Must(hornbeam.NewTensor(3.0)))
	three := 3.0
	half := op.Cast(s, float, hornbeam.Float16)
	for _, c := range []struct {
		what string
		got  hornbeam.Output
		want any
	}{
		{"a float beside float32", op.Mul(s, float, 0.5), float32(1.5)},
		{"an int beside float32", op.Mul(s, 2, float), float32(6)},
		{"a float beside float64", op.Mul(s, double, 0.1), three * 0.1},
		{"a float beside float16", op.Cast(s, op.Mul(s, half, 0.1), hornbeam.Float32), float32(0.2998047)},
		{"an int alone", op.Neg(s, 2), int32(-2)},
		{"a float alone", op.Neg(s, 0.5), float32(-0.5)},
		{"an int beside a float", op.Add(s, 1, 0.5), float32(1.5)},
		{"a whole float beside int32", op.Add(s, op.Const(s, 1), 2.0), int32(3)},
		{"a typed value", op.Neg(s, int64(5)), int64(-5)},
		{"a slice", op.Reshape(s, []float32{1, 2, 3, 4}, []int{2, -1}), [][]float32{{1, 2}, {3, 4}}},
		{"text", op.StringJoin(s, []hornbeam.Output{op.Const(s, "a"), op.Const(s, "b")}), "ab"},
	} {
		if got := run(t, s, c.got)[0]; !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.what, got, c.want)
		}
	}
	for what, add := range map[string]func(s *hornbeam.Scope){
		"half of an int32":        func(s *hornbeam.Scope) { op.Add(s, op.Const(s, 1), 0.5) },
		"300 as uint8":            func(s *hornbeam.Scope) { op.Add(s, uint8(1), 300) },
		"-1 as uint32":            func(s *hornbeam.Scope) { op.BitwiseAnd(s, uint32(1), -1) },
		"2^31 as int32":           func(s *hornbeam.Scope) { op.Add(s, int32(1), 1<<31) },
		"a number beside a text":  func(s *hornbeam.Scope) { op.Equal(s, "a", 1) },
		"2^24+1 as float32":       func(s *hornbeam.Scope) { op.Add(s, float32(1), 1<<24+1) },
		"a float64 beside a bool": func(s *hornbeam.Scope) { op.Equal(s, true, 1.0) },
	} {
		s := op.NewScope()
		add(s)
		if err := s.Err(); !errors.Is(err, hornbeam.ErrInvalidArgument) {
			t.Errorf("%s gave %v", what, err)
		}
	}
}

func TestTheFirstErrorStaysInTheScope(t *testing.T) {
	s := op.NewScope()
	x := op.Placeholder(s.SubScope("in"), hornbeam.Float32, op.PlaceholderShape(hornbeam.MakeShape(2, 3)))
	y := op.MatMul(s.SubScope("dense"), x, x)
	z := op.Relu(s, y)
	err := s.Err()
	if !errors.Is(err, hornbeam.ErrInvalidArgument) || !strings.Contains(err.Error(), "dense/MatMul") {
		t.Errorf("the error is %v", err)
	}
	if !y.IsZero() || !z.IsZero() {
		t.Error("outputs after an error are not zero")
	}
	if _, final := s.Finalize(); final != err {
		t.Errorf("Finalize gave %v", final)
	}
	if got := hornbeam.CodeOf(err); got != hornbeam.ErrInvalidArgument {
		t.Errorf("the code is %v", got)
	}
}

func TestGraphsAreWrittenAndRead(t *testing.T) {
	s := op.NewScope()
	x := op.Placeholder(s, hornbeam.Float32)
	op.Mul(s.SubScope("layer"), x, 2)
	def, err := s.Graph().GraphDef()
	if err != nil {
		t.Fatal(err)
	}
	g := hornbeam.NewGraph()
	defer g.Close()
	if err := g.Import(def, "again"); err != nil {
		t.Fatal(err)
	}
	in, err := g.Output("again/Placeholder:0")
	if err != nil {
		t.Fatal(err)
	}
	out, err := g.Output("again/layer/Mul")
	if err != nil {
		t.Fatal(err)
	}
	if out.Op.Type() != "Mul" || out.Op.Input(0) != in || out.Op.NumInputs() != 2 {
		t.Errorf("%v is fed by %v", out, out.Op.Input(0))
	}
	if _, err := g.Output("layer/Mul:0"); !errors.Is(err, hornbeam.ErrNotFound) {
		t.Errorf("a name that isn't there gave %v", err)
	}
	if err := g.Import([]byte("no graph"), ""); !errors.Is(err, hornbeam.ErrInvalidArgument) {
		t.Errorf("bytes that are no graph gave %v", err)
	}
}

func TestGradients(t *testing.T) {
	s := op.NewScope()
	x := op.Const(s, []float32{1, 2, 3})
	other := op.Const(s, float32(1))
	y := op.Mul(s, op.Square(s, x), 2)
	dy := op.Gradients(s, []hornbeam.Output{y}, []hornbeam.Output{x, other})
	if !dy[1].IsZero() {
		t.Error("there is a gradient by what y does not depend on")
	}
	if got := run(t, s, dy[0])[0]; !reflect.DeepEqual(got, []float32{4, 8, 12}) {
		t.Errorf("the gradient is %v", got)
	}
	weighted := op.Gradients(s, []hornbeam.Output{y}, []hornbeam.Output{x}, op.Const(s, []float32{1, 0, 2}))
	if got := run(t, s, weighted[0])[0]; !reflect.DeepEqual(got, []float32{4, 0, 24}) {
		t.Errorf("the weighted gradient is %v", got)
	}
	elsewhere := op.Const(op.NewScope(), float32(1))
	if _, err := s.Graph().Gradients("", []hornbeam.Output{y}, []hornbeam.Output{elsewhere}); err == nil {
		t.Error("an output of another graph was taken")
	}
}

func TestFunctionsAndControlFlow(t *testing.T) {
	branch := func(name string, build func(s *hornbeam.Scope, x hornbeam.Output) hornbeam.Output) *hornbeam.Function {
		s := op.NewScope()
		x := op.Placeholder(s, hornbeam.Float32)
		y := build(s, x)
		if s.Err() != nil {
			t.Fatal(s.Err())
		}
		f, err := hornbeam.NewFunction(s.Graph(), name, []hornbeam.Output{x}, []hornbeam.Output{y})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	double := branch("double", func(s *hornbeam.Scope, x hornbeam.Output) hornbeam.Output { return op.Mul(s, x, 2) })
	negate := branch("negate", func(s *hornbeam.Scope, x hornbeam.Output) hornbeam.Output { return op.Neg(s, x) })
	s := op.NewScope()
	for _, f := range []*hornbeam.Function{double, negate} {
		if err := s.Graph().AddFunction(f); err != nil {
			t.Fatal(err)
		}
		defer f.Close()
	}
	in := []hornbeam.Output{op.Const(s, float32(3))}
	types := []hornbeam.DType{hornbeam.Float32}
	yes := op.StatelessIf(s, true, in, types, double.Name(), negate.Name())
	no := op.StatelessIf(s, false, in, types, double.Name(), negate.Name())
	second := op.Case(s, 1, in, types, []hornbeam.Func{double.Name(), negate.Name()})
	if got := run(t, s, yes[0], no[0], second[0]); !reflect.DeepEqual(got, []any{float32(6), float32(-3), float32(-3)}) {
		t.Errorf("got %v", got)
	}
}

func TestVariablesAndControlDependencies(t *testing.T) {
	s := op.NewScope()
	v := op.VarHandleOp(s, hornbeam.Float32, hornbeam.MakeShape())
	init := op.AssignVariableOp(s, v, float32(1))
	add := op.AssignAddVariableOp(s, v, float32(2))
	after := op.ReadVariableOp(s.WithControlDependencies(add), v, hornbeam.Float32)
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	session := hornbeam.Must(hornbeam.NewSession(s.Graph(), hornbeam.Threads(1)))
	defer session.Close()
	ctx := context.Background()
	if _, err := session.Run(ctx, nil, []hornbeam.Output{after}, nil); !errors.Is(err, hornbeam.ErrFailedPrecondition) {
		t.Errorf("an uninitialised variable gave %v", err)
	}
	if _, err := session.Run(ctx, nil, nil, []hornbeam.Operation{init}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []float32{3, 5} {
		out, err := session.Run(ctx, nil, []hornbeam.Output{after}, nil)
		if err != nil || out[0].Value() != want {
			t.Errorf("%v, %v; want %v", out, err, want)
		}
	}
}

func TestAttributesOfAllKinds(t *testing.T) {
	g := hornbeam.NewGraph()
	defer g.Close()
	one := hornbeam.Must(hornbeam.NewTensor(float32(1)))
	c, err := g.AddOperation(hornbeam.OpSpec{Type: "Const", Name: "list(float) [1]",
		Attrs: map[string]any{"value": one, "dtype": hornbeam.Float32}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.AddOperation(hornbeam.OpSpec{Type: "Bucketize", Inputs: []hornbeam.In{{Value: c.Output(0)}},
		Attrs: map[string]any{"boundaries": []float32{0, 1}}}); err != nil {
		t.Error(err)
	}
	for what, spec := range map[string]hornbeam.OpSpec{
		"an op that isn't there":       {Type: "NoSuchOp"},
		"an attribute of a wrong type": {Type: "Const", Name: "d", Attrs: map[string]any{"dtype": 1.5}},
		"a missing attribute":          {Type: "Placeholder", Name: "p"},
		"a missing input":              {Type: "Neg", Name: "n"},
		"the zero output":              {Type: "Neg", Name: "z", Inputs: []hornbeam.In{{Value: hornbeam.Output{}}}},
		"a literal":                    {Type: "Neg", Name: "l", Inputs: []hornbeam.In{{Value: 1}}},
		"a name twice":                 {Type: "NoOp", Name: "list(float) [1]"},
		"a zero byte":                  {Type: "NoOp", Name: "a\x00b"},
	} {
		if op, err := g.AddOperation(spec); err == nil || !op.IsZero() {
			t.Errorf("%s gave %v, %v", what, op, err)
		}
	}
}
