package hornbeam

import (
	"fmt"
	"reflect"
	"unsafe"

	"hornbeam.dev/go/internal/capi"
)

func checkCount(n int, shape []int64, element any) ([]int64, error) {
	if len(shape) == 0 {
		shape = []int64{int64(n)}
	}
	for _, d := range shape {
		if d < 0 {
			return nil, newError(ErrInvalidArgument, fmt.Sprintf("shape %v has a negative size", shape))
		}
	}
	if count(shape) != int64(n) {
		return nil, newError(ErrInvalidArgument,
			fmt.Sprintf("shape %v has %d elements, the slice has %d", shape, count(shape), n))
	}
	return append([]int64{}, shape...), nil
}

// FromSlice makes a tensor of a flat slice, whose elements it copies, in row-major order. Without a
// shape it has one dimension.
func FromSlice[T Plain](data []T, shape ...int64) (*Tensor, error) {
	var zero T
	dims, err := checkCount(len(data), shape, zero)
	if err != nil {
		return nil, err
	}
	d, _ := dtypeOf(reflect.TypeOf(zero))
	t, err := allocate(d, dims, len(data)*int(unsafe.Sizeof(zero)))
	if err != nil {
		return nil, err
	}
	copy(t.room(), bytesOf(data))
	return t, nil
}

// WrapSlice makes a tensor over a flat slice without copying it. The slice is pinned until the tensor
// is closed and nothing else uses its memory; it may be changed between calls, not during one. Memory
// that is not aligned to 64 bytes is copied by the kernels that need it so.
func WrapSlice[T Plain](data []T, shape ...int64) (*Tensor, error) {
	var zero T
	dims, err := checkCount(len(data), shape, zero)
	if err != nil {
		return nil, err
	}
	if len(data) == 0 {
		return FromSlice(data, dims...)
	}
	d, _ := dtypeOf(reflect.TypeOf(zero))
	bytes := len(data) * int(unsafe.Sizeof(zero))
	p := capi.WrapTensor(int(d), dims, unsafe.Pointer(unsafe.SliceData(data)), bytes)
	if p == nil {
		return nil, newError(ErrResourceExhausted, "no memory for a tensor")
	}
	return takeTensor(p), nil
}

// FromBytes makes a tensor of the bytes of its elements, for types that Go doesn't have.
func FromBytes(d DType, data []byte, shape ...int64) (*Tensor, error) {
	size := d.Size()
	if size == 0 || d == String || d == Resource {
		return nil, newError(ErrInvalidArgument, fmt.Sprintf("a tensor of %v is not made of bytes", d))
	}
	if count(shape)*int64(size) != int64(len(data)) {
		return nil, newError(ErrInvalidArgument, fmt.Sprintf("a tensor of %v with shape %v has %d bytes, not %d",
			d, shape, count(shape)*int64(size), len(data)))
	}
	t, err := allocate(d, append([]int64{}, shape...), len(data))
	if err == nil {
		copy(t.room(), data)
	}
	return t, err
}

func bytesOf[T any](data []T) []byte {
	var zero T
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(data))), len(data)*int(unsafe.Sizeof(zero)))
}

// hold keeps the memory of a tensor; release it.
func (t *Tensor) hold() error {
	_, err := t.acquire()
	return err
}

// View is the elements as a slice over the tensor's own memory, in row-major order. It is valid until
// the tensor is closed: keep the tensor reachable, as by a deferred Close, for as long as the view is
// used. T must be the Go type of the elements.
func View[T Plain](t *Tensor) ([]T, error) {
	if err := checkType[T](t); err != nil {
		return nil, err
	}
	if err := t.hold(); err != nil {
		return nil, err
	}
	defer t.ref.Release()
	if t.info.Bytes == 0 {
		return []T{}, nil
	}
	return unsafe.Slice((*T)(t.info.Data), t.Len()), nil
}

func checkType[T any](t *Tensor) error {
	if t == nil {
		return newError(ErrInvalidArgument, "the tensor is nil")
	}
	want := reflect.TypeFor[T]()
	if d, ok := dtypeOf(want); !ok || d != t.DType() {
		return newError(ErrInvalidArgument, fmt.Sprintf("the elements are of type %v, not %v", t.DType(), want))
	}
	return nil
}

// Slice is a copy of the elements in row-major order.
func Slice[T Plain | string](t *Tensor) ([]T, error) {
	if err := checkType[T](t); err != nil {
		return nil, err
	}
	p, err := t.acquire()
	if err != nil {
		return nil, err
	}
	defer t.ref.Release()
	if t.DType() == String {
		return any(capi.Strings(p, t.Len())).([]T), nil
	}
	out := make([]T, t.Len())
	copy(bytesOf(out), t.room())
	return out, nil
}

// Bytes is a copy of the bytes of the elements, of a type that is bytes and nothing else.
func (t *Tensor) Bytes() ([]byte, error) {
	if d := t.DType(); d == String || d == Resource || d == Variant {
		return nil, newError(ErrInvalidArgument, fmt.Sprintf("a tensor of %v is not made of bytes", d))
	}
	if err := t.hold(); err != nil {
		return nil, err
	}
	defer t.ref.Release()
	return append([]byte{}, t.room()...), nil
}

// As is the value of a tensor as a Go value of type T, a copy: a scalar, or a slice as deep as the
// tensor's rank, such as [][]float32.
func As[T any](t *Tensor) (T, error) {
	var out T
	if t == nil {
		return out, newError(ErrInvalidArgument, "the tensor is nil")
	}
	value, err := t.value(reflect.TypeFor[T]())
	if err != nil {
		return out, err
	}
	return value.Interface().(T), nil
}

// Value is the value of a tensor as a Go value, a copy: a scalar, or a slice as deep as the tensor's
// rank. It is nil for a tensor that is closed or has elements of a type that Go doesn't have.
func (t *Tensor) Value() any {
	element, ok := goTypes[t.DType()]
	if !ok {
		return nil
	}
	for range t.info.Dims {
		element = reflect.SliceOf(element)
	}
	value, err := t.value(element)
	if err != nil {
		return nil
	}
	return value.Interface()
}

var goTypes = map[DType]reflect.Type{
	Bool: reflect.TypeFor[bool](), Int8: reflect.TypeFor[int8](), Int16: reflect.TypeFor[int16](),
	Int32: reflect.TypeFor[int32](), Int64: reflect.TypeFor[int64](), Uint8: reflect.TypeFor[uint8](),
	Uint16: reflect.TypeFor[uint16](), Uint32: reflect.TypeFor[uint32](),
	Uint64: reflect.TypeFor[uint64](), Float32: reflect.TypeFor[float32](),
	Float64: reflect.TypeFor[float64](), Complex64: reflect.TypeFor[complex64](),
	Complex128: reflect.TypeFor[complex128](), String: reflect.TypeFor[string](),
}

func (t *Tensor) value(want reflect.Type) (reflect.Value, error) {
	element, rank := want, 0
	for element.Kind() == reflect.Slice {
		element, rank = element.Elem(), rank+1
	}
	d, ok := dtypeOf(element)
	if !ok || d != t.DType() || rank != len(t.info.Dims) {
		return reflect.Value{}, newError(ErrInvalidArgument,
			fmt.Sprintf("a tensor of %v with shape %v is no %v", t.DType(), t.info.Dims, want))
	}
	// A tensor without elements may have any number of empty rows.
	for rows, i := int64(1), 0; t.Len() == 0 && i < rank; i++ {
		if rows *= t.info.Dims[i]; rows > 1<<24 {
			return reflect.Value{}, newError(ErrResourceExhausted,
				fmt.Sprintf("%v has too many empty rows for a slice", t))
		}
	}
	p, err := t.acquire()
	if err != nil {
		return reflect.Value{}, err
	}
	defer t.ref.Release()
	flat := reflect.MakeSlice(reflect.SliceOf(element), t.Len(), t.Len())
	if d == String {
		flat = reflect.ValueOf(capi.Strings(p, t.Len())).Convert(reflect.SliceOf(element))
	} else if t.Len() > 0 {
		bytes := unsafe.Slice((*byte)(flat.UnsafePointer()), t.info.Bytes)
		copy(bytes, t.room())
	}
	if rank == 0 {
		return flat.Index(0), nil
	}
	return nest(flat, t.info.Dims, want), nil
}

// nest cuts a flat slice into slices of slices, which share its memory.
func nest(flat reflect.Value, dims []int64, want reflect.Type) reflect.Value {
	if len(dims) == 1 {
		return flat.Convert(want)
	}
	n := int(dims[0])
	out := reflect.MakeSlice(want, n, n)
	for i := range n {
		step := flat.Len() / n
		out.Index(i).Set(nest(flat.Slice3(i*step, (i+1)*step, (i+1)*step), dims[1:], want.Elem()))
	}
	return out
}

// Reshape gives a tensor with the same elements in another shape. They share the memory; each is
// closed by itself.
func (t *Tensor) Reshape(shape ...int64) (*Tensor, error) {
	p, err := t.acquire()
	if err != nil {
		return nil, err
	}
	defer t.ref.Release()
	out, failure := capi.Reshaped(p, t.info.DType, shape)
	if failure != nil {
		return nil, toError(failure)
	}
	return takeTensor(out), nil
}
