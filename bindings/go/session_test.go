package hornbeam_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"sync"
	"testing"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/op"
)

// square is a session over y = x * x.
func square(t *testing.T) (session *hornbeam.Session, x, y hornbeam.Output) {
	t.Helper()
	s := op.NewScope()
	x = op.Placeholder(s, hornbeam.Float32)
	y = op.Mul(s, x, x)
	session, err := hornbeam.NewSession(s.Graph())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { session.Close() })
	return session, x, y
}

func TestRunFeedsAndFetches(t *testing.T) {
	session, x, y := square(t)
	ctx := context.Background()
	out, err := session.Run(ctx, map[hornbeam.Output]*hornbeam.Tensor{x: tensor(t, []float32{2, 3})},
		[]hornbeam.Output{y, y}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range out {
		if !reflect.DeepEqual(o.Value(), []float32{4, 9}) {
			t.Errorf("got %v", o.Value())
		}
	}
	for what, err := range map[string]error{
		"a missing feed": func() error { _, err := session.Run(ctx, nil, []hornbeam.Output{y}, nil); return err }(),
		"a nil feed": func() error {
			_, err := session.Run(ctx, map[hornbeam.Output]*hornbeam.Tensor{x: nil}, []hornbeam.Output{y}, nil)
			return err
		}(),
		"a feed of another type": func() error {
			_, err := session.Run(ctx, map[hornbeam.Output]*hornbeam.Tensor{x: tensor(t, int32(1))}, []hornbeam.Output{y}, nil)
			return err
		}(),
		"a fetch of another graph": func() error {
			_, err := session.Run(ctx, nil, []hornbeam.Output{op.Const(op.NewScope(), 1)}, nil)
			return err
		}(),
	} {
		if !errors.Is(err, hornbeam.ErrInvalidArgument) {
			t.Errorf("%s gave %v", what, err)
		}
	}
}

func TestTheProfilerSeesRuns(t *testing.T) {
	session, x, y := square(t)
	if err := hornbeam.StartProfiler(); err != nil {
		t.Fatal(err)
	}
	if err := hornbeam.StartProfiler(); !errors.Is(err, hornbeam.ErrFailedPrecondition) {
		t.Errorf("a second start gave %v", err)
	}
	feeds := map[hornbeam.Output]*hornbeam.Tensor{x: tensor(t, []float32{2, 3})}
	if _, err := session.Run(context.Background(), feeds, []hornbeam.Output{y}, nil); err != nil {
		t.Fatal(err)
	}
	trace, err := hornbeam.StopProfiler()
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		TraceEvents []struct{ Name, Cat string }
	}
	if err := json.Unmarshal(trace, &read); err != nil {
		t.Fatal(err)
	}
	found := false
	for _, event := range read.TraceEvents {
		found = found || event.Name == "Mul" && event.Cat == "op"
	}
	if !found {
		t.Errorf("no product in %s", trace)
	}
	if _, err := hornbeam.StopProfiler(); !errors.Is(err, hornbeam.ErrFailedPrecondition) {
		t.Errorf("a second stop gave %v", err)
	}
}

func TestAnOutputThatIsntThereIsRefused(t *testing.T) {
	session, _, y := square(t)
	for _, index := range []int{1, 1 << 40, -1} {
		fetch := []hornbeam.Output{{Op: y.Op, Index: index}}
		if _, err := session.Run(context.Background(), nil, fetch, nil); err == nil {
			t.Errorf("output %d was fetched", index)
		}
		if _, err := session.MakeCallable(nil, fetch, nil); err == nil {
			t.Errorf("a callable fetches output %d", index)
		}
		s := session.Graph().Scope()
		if op.Neg(s, fetch[0]); s.Err() == nil {
			t.Errorf("output %d is an input", index)
		}
		if fetch[0].DType() != 0 || fetch[0].Shape().Rank() != -1 {
			t.Errorf("output %d has a type or a shape", index)
		}
	}
}

func TestACallableFillsWhatItIsGiven(t *testing.T) {
	session, x, y := square(t)
	c, err := session.MakeCallable([]hornbeam.Output{x}, []hornbeam.Output{y}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	ctx := context.Background()
	out, err := c.Run(ctx, tensor(t, []float32{2, 3}))
	if err != nil || !reflect.DeepEqual(out[0].Value(), []float32{4, 9}) {
		t.Fatalf("got %v, %v", out, err)
	}
	same := out[0]
	if err := c.RunInto(ctx, []*hornbeam.Tensor{tensor(t, []float32{4, 5})}, out); err != nil {
		t.Fatal(err)
	}
	if out[0] != same || !reflect.DeepEqual(same.Value(), []float32{16, 25}) {
		t.Errorf("got %v", same.Value())
	}
	if _, err := c.Run(ctx); !errors.Is(err, hornbeam.ErrInvalidArgument) {
		t.Errorf("a missing feed gave %v", err)
	}
	c.Close()
	if _, err := c.Run(ctx, same); !errors.Is(err, hornbeam.ErrFailedPrecondition) {
		t.Errorf("a closed callable gave %v", err)
	}
}

func TestAWrappedSliceIsReadInPlace(t *testing.T) {
	session, x, y := square(t)
	c := hornbeam.Must(session.MakeCallable([]hornbeam.Output{x}, []hornbeam.Output{y}, nil))
	data := make([]float32, 64)
	in := hornbeam.Must(hornbeam.WrapSlice(data))
	defer in.Close()
	out := hornbeam.Must(c.Run(context.Background(), in))
	for i := range 10 {
		data[7] = float32(i)
		if err := c.RunInto(context.Background(), []*hornbeam.Tensor{in}, out); err != nil {
			t.Fatal(err)
		}
		if view := hornbeam.Must(hornbeam.View[float32](out[0])); view[7] != float32(i*i) {
			t.Errorf("the square of %d is %v", i, view[7])
		}
	}
}

// endless is a session and an operation that never ends.
func endless(t *testing.T) (*hornbeam.Session, hornbeam.Operation) {
	t.Helper()
	body := op.NewScope()
	i := op.Placeholder(body, hornbeam.Int64)
	next := hornbeam.Must(hornbeam.NewFunction(hornbeam.Must(body.Finalize()), "body", []hornbeam.Output{i},
		[]hornbeam.Output{op.Add(body, i, 1)}))
	condition := op.NewScope()
	j := op.Placeholder(condition, hornbeam.Int64)
	more := hornbeam.Must(hornbeam.NewFunction(condition.Graph(), "more", []hornbeam.Output{j},
		[]hornbeam.Output{op.GreaterEqual(condition, j, 0)}))
	s := op.NewScope()
	s.Graph().AddFunction(next)
	s.Graph().AddFunction(more)
	out := op.While(s, []hornbeam.Output{op.Const(s, int64(0))}, more.Name(), next.Name())
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	session := hornbeam.Must(hornbeam.NewSession(s.Graph()))
	t.Cleanup(func() { session.Close() })
	return session, out[0].Op
}

func TestAContextStopsARun(t *testing.T) {
	session, loop := endless(t)
	reason := errors.New("enough")
	ctx, cancel := context.WithCancelCause(context.Background())
	done := make(chan error)
	go func() {
		_, err := session.Run(ctx, nil, nil, []hornbeam.Operation{loop})
		done <- err
	}()
	runtime.Gosched()
	cancel(reason)
	err := <-done
	if !errors.Is(err, hornbeam.ErrCancelled) || !errors.Is(err, reason) {
		t.Errorf("the run ended with %v", err)
	}
	if _, err := session.Run(ctx, nil, nil, []hornbeam.Operation{loop}); !errors.Is(err, hornbeam.ErrCancelled) {
		t.Errorf("a run with a context that is done gave %v", err)
	}
	deadline, cancel2 := context.WithTimeout(context.Background(), 1)
	defer cancel2()
	if _, err := session.Run(deadline, nil, nil, []hornbeam.Operation{loop}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a deadline gave %v", err)
	}
}

func TestManyGoroutinesRunAndOneCloses(t *testing.T) {
	session, x, y := square(t)
	c := hornbeam.Must(session.MakeCallable([]hornbeam.Output{x}, []hornbeam.Output{y}, nil))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var ready, all sync.WaitGroup
	for i := range 16 {
		ready.Add(1)
		all.Add(1)
		go func() {
			defer all.Done()
			in := hornbeam.Must(hornbeam.NewTensor([]float32{float32(i)}))
			defer in.Close()
			for n := 0; ; n++ {
				var out []*hornbeam.Tensor
				var err error
				if n%2 == 0 {
					out, err = session.Run(ctx, map[hornbeam.Output]*hornbeam.Tensor{x: in}, []hornbeam.Output{y}, nil)
				} else {
					out, err = c.Run(ctx, in)
				}
				if n == 3 {
					ready.Done()
				}
				if errors.Is(err, hornbeam.ErrCancelled) && n > 3 {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				if got := out[0].Value().([]float32)[0]; got != float32(i*i) {
					t.Errorf("the square of %d is %v", i, got)
				}
				out[0].Close()
			}
		}()
	}
	ready.Wait()
	if err := session.Close(); err != nil {
		t.Error(err)
	}
	session.Close()
	all.Wait()
	if _, err := session.Run(ctx, nil, []hornbeam.Output{y}, nil); !errors.Is(err, hornbeam.ErrCancelled) {
		t.Errorf("a closed session gave %v", err)
	}
}

func TestASessionSurvivesItsGraph(t *testing.T) {
	session, x, y := square(t)
	session.Graph().Close()
	out, err := session.Run(context.Background(), map[hornbeam.Output]*hornbeam.Tensor{x: tensor(t, float32(3))},
		[]hornbeam.Output{y}, nil)
	if err != nil || out[0].Value() != float32(9) {
		t.Errorf("%v, %v", out, err)
	}
	if y.Op.Name() != "" || y.DType() != 0 {
		t.Error("a closed graph answers still")
	}
	s := session.Graph().Scope()
	op.Neg(s, 1)
	if !errors.Is(s.Err(), hornbeam.ErrFailedPrecondition) {
		t.Errorf("adding to it gave %v", s.Err())
	}
}

func TestSavedModelsAreWrittenAndRead(t *testing.T) {
	s := op.NewScope()
	x := op.Placeholder(s, hornbeam.Float32, op.PlaceholderShape(hornbeam.MakeShape(-1)))
	v := op.VarHandleOp(s.SubScope("scale"), hornbeam.Float32, hornbeam.MakeShape())
	init := op.AssignVariableOp(s, v, float32(3))
	y := op.Mul(s, x, op.ReadVariableOp(s, v, hornbeam.Float32))
	session := hornbeam.Must(hornbeam.NewSession(hornbeam.Must(s.Finalize())))
	defer session.Close()
	ctx := context.Background()
	hornbeam.Must(session.Run(ctx, nil, nil, []hornbeam.Operation{init}))
	dir := filepath.Join(t.TempDir(), "model")
	def := hornbeam.SignatureDef{Inputs: map[string]hornbeam.Output{"x": x}, Outputs: map[string]hornbeam.Output{"y": y}}
	if err := session.Save(dir, map[string]hornbeam.SignatureDef{"serving_default": def}); err != nil {
		t.Fatal(err)
	}
	m, err := hornbeam.LoadSavedModel(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	info := m.Signatures["serving_default"].Inputs["x"]
	if info.DType != hornbeam.Float32 || info.Shape.Rank() != 1 || info.Shape.Dims()[0] != -1 {
		t.Errorf("x is %v", info)
	}
	out, err := m.Call(ctx, "serving_default", map[string]*hornbeam.Tensor{"x": tensor(t, []float32{1, 2})})
	if err != nil || !reflect.DeepEqual(out["y"].Value(), []float32{3, 6}) {
		t.Errorf("%v, %v", out, err)
	}
	if _, err := m.Call(ctx, "train", nil); !errors.Is(err, hornbeam.ErrNotFound) {
		t.Errorf("a signature that isn't there gave %v", err)
	}
	if _, err := m.Call(ctx, "serving_default", nil); !errors.Is(err, hornbeam.ErrInvalidArgument) {
		t.Errorf("a missing argument gave %v", err)
	}
	if _, err := hornbeam.LoadSavedModel(filepath.Join(dir, "elsewhere"), nil); !errors.Is(err, hornbeam.ErrNotFound) {
		t.Errorf("no folder gave %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "saved_model.pb"), []byte("\xff\xff\xff"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := hornbeam.LoadSavedModel(dir, nil); err == nil {
		t.Error("a damaged model was loaded")
	}
}
