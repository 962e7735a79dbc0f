package hornbeam_test

import (
	"errors"
	"math"
	"reflect"
	"runtime"
	"sync/atomic"
	"testing"

	hornbeam "hornbeam.dev/go"
)

func tensor[T any](t *testing.T, value T) *hornbeam.Tensor {
	t.Helper()
	x, err := hornbeam.NewTensor(value)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return x
}

func roundTrip[T any](t *testing.T, value T, d hornbeam.DType, shape ...int64) {
	t.Helper()
	x := tensor(t, value)
	if x.DType() != d || !reflect.DeepEqual(x.Shape(), append([]int64{}, shape...)) {
		t.Errorf("%v became %v", value, x)
	}
	got, err := hornbeam.As[T](x)
	if err != nil || !reflect.DeepEqual(got, value) {
		t.Errorf("%v came back as %v, %v", value, got, err)
	}
}

func TestTensorsOfAllTypesAndRanksRoundTrip(t *testing.T) {
	roundTrip(t, float32(1.5), hornbeam.Float32)
	roundTrip(t, math.Pi, hornbeam.Float64)
	roundTrip(t, true, hornbeam.Bool)
	roundTrip(t, "horn\x00beam\xff", hornbeam.String)
	roundTrip(t, complex64(complex(1, 2)), hornbeam.Complex64)
	roundTrip(t, complex(3, 4), hornbeam.Complex128)
	roundTrip(t, []int8{-1, 2}, hornbeam.Int8, 2)
	roundTrip(t, []uint8{1, 255}, hornbeam.Uint8, 2)
	roundTrip(t, []int16{-1, 2}, hornbeam.Int16, 2)
	roundTrip(t, []uint16{1, 65535}, hornbeam.Uint16, 2)
	roundTrip(t, []uint32{1, 2, 3}, hornbeam.Uint32, 3)
	roundTrip(t, []uint64{1 << 63}, hornbeam.Uint64, 1)
	roundTrip(t, []int32{1, 2, 3}, hornbeam.Int32, 3)
	roundTrip(t, []int64{1, 2, 3}, hornbeam.Int64, 3)
	roundTrip(t, []float32{}, hornbeam.Float32, 0)
	roundTrip(t, []bool{true, false}, hornbeam.Bool, 2)
	roundTrip(t, [][]float32{{1, 2, 3}, {4, 5, 6}}, hornbeam.Float32, 2, 3)
	roundTrip(t, [][][]string{{{"a", ""}, {"a string longer than what fits inside", "c"}}}, hornbeam.String, 1, 2, 2)
	roundTrip(t, [][][][]float64{{{{1}, {2}}}, {{{3}, {4}}}}, hornbeam.Float64, 2, 1, 2, 1)
	x := tensor(t, [2][3]int32{{1, 2, 3}, {4, 5, 6}})
	if got := x.Value(); !reflect.DeepEqual(got, [][]int32{{1, 2, 3}, {4, 5, 6}}) {
		t.Errorf("an array became %v", got)
	}
	if x := tensor(t, []int{1, -2}); x.DType() != hornbeam.Int64 {
		t.Errorf("int became %v", x.DType())
	}
	type celsius float32
	if x := tensor(t, []celsius{1, 2}); x.DType() != hornbeam.Float32 || x.Len() != 2 {
		t.Errorf("a named type became %v", x)
	}
}

func TestWhatIsNoTensorIsRefused(t *testing.T) {
	refuse := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, hornbeam.ErrInvalidArgument) {
			t.Errorf("%s gave %v", what, err)
		}
	}
	_, err := hornbeam.NewTensor([][]float32{{1, 2}, {3}})
	refuse("rows of different lengths", err)
	_, err = hornbeam.NewTensor([][]string{{"a"}, {}})
	refuse("rows of texts of different lengths", err)
	_, err = hornbeam.NewTensor(struct{}{})
	refuse("a struct", err)
	_, err = hornbeam.NewTensor[any](nil)
	refuse("nil", err)
	_, err = hornbeam.FromSlice([]float32{1, 2, 3}, 2, 2)
	refuse("a shape that doesn't fit", err)
	_, err = hornbeam.WrapSlice([]float32{1, 2}, -1, -2)
	refuse("a negative size", err)
	_, err = hornbeam.FromBytes(hornbeam.Float16, []byte{1, 2, 3}, 1)
	refuse("too many bytes", err)
	_, err = hornbeam.FromBytes(hornbeam.String, []byte{1})
	refuse("bytes of strings", err)
	x := tensor(t, []float32{1, 2, 3, 4})
	_, err = hornbeam.As[[][]float32](x)
	refuse("the wrong rank", err)
	_, err = hornbeam.As[[]float64](x)
	refuse("the wrong type", err)
	_, err = hornbeam.View[int32](x)
	refuse("a view of the wrong type", err)
	_, err = x.Reshape(3)
	refuse("a reshape that doesn't fit", err)
	_, err = hornbeam.FromSlice([]float32{}, 1<<40, 1<<40)
	if err == nil {
		t.Error("a shape whose size overflows was taken")
	}
	wide, err := hornbeam.FromSlice([]float32{}, 1<<40, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := hornbeam.As[[][]float32](wide); !errors.Is(err, hornbeam.ErrResourceExhausted) {
		t.Errorf("a trillion empty rows gave %v", err)
	}
	_, err = hornbeam.LoadSavedModel("model\x00", nil)
	refuse("a path with a zero byte", err)
	refuse("a library with a zero byte", hornbeam.LoadLibrary("lib\x00"))
	_, err = hornbeam.As[float32](nil)
	refuse("no tensor", err)
}

func TestAViewIsTheTensorsOwnMemory(t *testing.T) {
	x := tensor(t, [][]float32{{1, 2}, {3, 4}})
	view, err := hornbeam.View[float32](x)
	if err != nil {
		t.Fatal(err)
	}
	view[3] = 40
	flat, err := hornbeam.Slice[float32](x)
	if err != nil || !reflect.DeepEqual(flat, []float32{1, 2, 3, 40}) {
		t.Errorf("the tensor holds %v, %v", flat, err)
	}
	y, err := x.Reshape(4)
	if err != nil {
		t.Fatal(err)
	}
	x.Close()
	if got := y.Value(); !reflect.DeepEqual(got, []float32{1, 2, 3, 40}) {
		t.Errorf("reshaped to %v", got)
	}
	y.Close()
}

func TestTextsAreReshaped(t *testing.T) {
	x := tensor(t, []string{"a", "", "a text that needs memory of its own", "d"})
	y, err := x.Reshape(2, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer y.Close()
	x.Close()
	if got, want := y.Value(), [][]string{{"a", ""}, {"a text that needs memory of its own", "d"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("reshaped to %v", got)
	}
}

func TestAWrappedSliceIsNotCopied(t *testing.T) {
	data := []float32{1, 2, 3, 4}
	x, err := hornbeam.WrapSlice(data, 2, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	data[0] = 10
	for range 3 {
		runtime.GC()
	}
	if got := x.Value(); !reflect.DeepEqual(got, [][]float32{{10, 2}, {3, 4}}) {
		t.Errorf("the tensor holds %v", got)
	}
}

func TestAClosedTensorGivesAnError(t *testing.T) {
	x := tensor(t, []float32{1})
	for range 2 {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := hornbeam.Slice[float32](x); !errors.Is(err, hornbeam.ErrFailedPrecondition) {
		t.Errorf("reading it gave %v", err)
	}
	if x.Value() != nil {
		t.Error("it has a value still")
	}
}

func TestBytes(t *testing.T) {
	x, err := hornbeam.FromBytes(hornbeam.Bfloat16, []byte{0x80, 0x3f, 0, 0xc0}, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	bytes, err := x.Bytes()
	if err != nil || !reflect.DeepEqual(bytes, []byte{0x80, 0x3f, 0, 0xc0}) {
		t.Errorf("%v, %v", bytes, err)
	}
}

// A slice stays pinned until the library has let go of its tensor.
func TestForgottenTensorsAreCollected(t *testing.T) {
	const n = 40
	var collected atomic.Int32
	for range n {
		data := new([16]float32)
		runtime.SetFinalizer(data, func(*[16]float32) { collected.Add(1) })
		if _, err := hornbeam.WrapSlice(data[:]); err != nil {
			t.Fatal(err)
		}
	}
	for range 1000 {
		if runtime.GC(); collected.Load() == n {
			return
		}
		runtime.Gosched()
	}
	t.Errorf("of %d tensors %d were collected", n, collected.Load())
}
