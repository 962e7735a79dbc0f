package hornbeam_test

import (
	"context"
	"runtime"
	"syscall"
	"testing"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/keras"
	"hornbeam.dev/go/keras/layers"
	"hornbeam.dev/go/op"
)

// cpu reports the processor time of an operation, which other work on the machine disturbs less than
// the time that passes.
func cpu(b *testing.B) func() {
	read := func() int64 {
		var u syscall.Rusage
		if syscall.Getrusage(syscall.RUSAGE_THREAD, &u) != nil {
			return 0
		}
		return u.Utime.Nano() + u.Stime.Nano()
	}
	runtime.LockOSThread()
	b.ReportAllocs()
	start := read()
	return func() {
		b.ReportMetric(float64(read()-start)/float64(b.N), "cpu-ns/op")
		runtime.UnlockOSThread()
	}
}

func benchSession(b *testing.B) (*hornbeam.Session, hornbeam.Output, hornbeam.Output, *hornbeam.Tensor) {
	s := op.NewScope()
	x := op.Placeholder(s, hornbeam.Float32)
	y := op.Add(s, x, 1)
	session := hornbeam.Must(hornbeam.NewSession(hornbeam.Must(s.Finalize())))
	b.Cleanup(func() { session.Close() })
	return session, x, y, hornbeam.Must(hornbeam.NewTensor([]float32{1, 2, 3}))
}

func BenchmarkCallableInto(b *testing.B) {
	session, x, y, in := benchSession(b)
	c := hornbeam.Must(session.MakeCallable([]hornbeam.Output{x}, []hornbeam.Output{y}, nil))
	ctx := context.Background()
	feeds := []*hornbeam.Tensor{in}
	out := hornbeam.Must(c.Run(ctx, in))
	defer cpu(b)()
	for b.Loop() {
		if err := c.RunInto(ctx, feeds, out); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCallable(b *testing.B) {
	session, x, y, in := benchSession(b)
	c := hornbeam.Must(session.MakeCallable([]hornbeam.Output{x}, []hornbeam.Output{y}, nil))
	ctx := context.Background()
	defer cpu(b)()
	for b.Loop() {
		out, err := c.Run(ctx, in)
		if err != nil {
			b.Fatal(err)
		}
		out[0].Close()
	}
}

func BenchmarkSessionRun(b *testing.B) {
	session, x, y, in := benchSession(b)
	ctx := context.Background()
	defer cpu(b)()
	for b.Loop() {
		out, err := session.Run(ctx, map[hornbeam.Output]*hornbeam.Tensor{x: in}, []hornbeam.Output{y}, nil)
		if err != nil {
			b.Fatal(err)
		}
		out[0].Close()
	}
}

func BenchmarkPredict(b *testing.B) {
	m := keras.Sequential(layers.Dense(128, layers.Activation("relu")), layers.Dense(10, layers.Activation("softmax")))
	defer m.Close()
	ctx := context.Background()
	in := hornbeam.Must(hornbeam.FromSlice(make([]float32, 784), 1, 784))
	defer cpu(b)()
	for b.Loop() {
		out, err := m.Predict(ctx, in)
		if err != nil {
			b.Fatal(err)
		}
		out.Close()
	}
}

func BenchmarkNewTensor(b *testing.B) {
	data := make([][]float32, 64)
	for i := range data {
		data[i] = make([]float32, 1024)
	}
	b.SetBytes(64 * 1024 * 4)
	defer cpu(b)()
	for b.Loop() {
		hornbeam.Must(hornbeam.NewTensor(data)).Close()
	}
}
