package hornbeam

import (
	"fmt"
	"reflect"
	"unsafe"

	"hornbeam.dev/go/internal/bridge"
	"hornbeam.dev/go/internal/capi"
	"hornbeam.dev/go/internal/handle"
)

// Tensor is a dense array of one data type with a shape. Its memory is the library's, or a slice of
// Go that [WrapSlice] pinned.
type Tensor struct {
	ref  handle.Ref[*capi.Tensor]
	info capi.TensorInfo
}

func init() {
	bridge.NewTensor = func(p *capi.Tensor, info capi.TensorInfo) any { return newTensor(p, info) }
	bridge.Acquire = func(t any) (*capi.Tensor, error) { return t.(*Tensor).acquire() }
	bridge.Release = func(t any) { t.(*Tensor).ref.Release() }
}

func newTensor(p *capi.Tensor, info capi.TensorInfo) *Tensor {
	t := &Tensor{info: info}
	handle.Init(t, &t.ref, p, capi.DeleteTensor)
	return t
}

func takeTensor(p *capi.Tensor) *Tensor { return newTensor(p, capi.InfoOf(p)) }

func (t *Tensor) acquire() (*capi.Tensor, error) {
	if t == nil {
		return nil, newError(ErrInvalidArgument, "a tensor is nil")
	}
	p, ok := t.ref.Acquire()
	if !ok {
		return nil, errClosed("tensor")
	}
	return p, nil
}

// acquireAll gives the tensors for a call; releaseAll must follow when there is no error.
func acquireAll(handles []*capi.Tensor, list []*Tensor) error {
	for i, t := range list {
		var err error
		if handles[i], err = t.acquire(); err != nil {
			releaseAll(list[:i])
			return err
		}
	}
	return nil
}

func releaseAll(list []*Tensor) {
	for _, t := range list {
		t.ref.Release()
	}
}

// Close gives the memory back once no call uses it. It never fails.
func (t *Tensor) Close() error {
	if t != nil {
		t.ref.Close()
	}
	return nil
}

// DType is the type of the elements.
func (t *Tensor) DType() DType { return DType(t.info.DType) }

// Shape is the sizes; empty for a scalar.
func (t *Tensor) Shape() []int64 { return append([]int64{}, t.info.Dims...) }

// Len is the number of elements.
func (t *Tensor) Len() int { return int(count(t.info.Dims)) }

// Tensors is the tensor alone: what has this method can be given as data of a model.
func (t *Tensor) Tensors() []*Tensor { return []*Tensor{t} }

// String is type and shape.
func (t *Tensor) String() string { return fmt.Sprintf("Tensor(%v, %v)", t.DType(), t.info.Dims) }

// Tensors is several tensors, as data of a model with several inputs or outputs.
type Tensors []*Tensor

// Tensors is the list itself.
func (t Tensors) Tensors() []*Tensor { return t }

// Close closes all of them.
func (t Tensors) Close() error {
	for _, tensor := range t {
		tensor.Close()
	}
	return nil
}

func count(dims []int64) int64 {
	n := int64(1)
	for _, d := range dims {
		n *= d
	}
	return n
}

func allocate(d DType, dims []int64, bytes int) (*Tensor, error) {
	p := capi.AllocateTensor(int(d), dims, bytes)
	if p == nil {
		return nil, newError(ErrResourceExhausted,
			fmt.Sprintf("no memory for a tensor of %v with shape %v", d, dims))
	}
	return takeTensor(p), nil
}

// dtypeOf is the data type of a Go type; int is Int64.
func dtypeOf(t reflect.Type) (DType, bool) {
	switch t.Kind() {
	case reflect.Bool:
		return Bool, true
	case reflect.Int8:
		return Int8, true
	case reflect.Int16:
		return Int16, true
	case reflect.Int32:
		return Int32, true
	case reflect.Int64, reflect.Int:
		return Int64, true
	case reflect.Uint8:
		return Uint8, true
	case reflect.Uint16:
		return Uint16, true
	case reflect.Uint32:
		return Uint32, true
	case reflect.Uint64:
		return Uint64, true
	case reflect.Float32:
		return Float32, true
	case reflect.Float64:
		return Float64, true
	case reflect.Complex64:
		return Complex64, true
	case reflect.Complex128:
		return Complex128, true
	case reflect.String:
		return String, true
	}
	return 0, false
}

// NewTensor makes a tensor of a scalar, or of a slice or array of any depth, whose elements it copies.
// The slices of one level must have the same length. int becomes Int64.
func NewTensor[T any](value T) (*Tensor, error) { return tensorOf(reflect.ValueOf(value)) }

func tensorOf(v reflect.Value) (*Tensor, error) {
	if !v.IsValid() {
		return nil, newError(ErrInvalidArgument, "nil is no value of a tensor")
	}
	dims, element := shapeOf(v)
	d, ok := dtypeOf(element)
	if !ok || element.Kind() == reflect.Int && element.Size() != 8 {
		return nil, newError(ErrInvalidArgument, "no tensor has elements of type "+element.String())
	}
	if d == String {
		return stringTensor(v, dims)
	}
	size := int64(element.Size())
	t, err := allocate(d, dims, int(count(dims)*size))
	if err != nil {
		return nil, err
	}
	room := t.room()
	if left, err := fill(room, v, dims); err != nil {
		t.Close()
		return nil, err
	} else if len(left) != 0 {
		t.Close()
		return nil, newError(ErrInternal, "the elements do not fill the tensor")
	}
	return t, nil
}

// shapeOf is the sizes along the first elements, and the type of an element.
func shapeOf(v reflect.Value) ([]int64, reflect.Type) {
	dims := []int64{}
	t := v.Type()
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Array {
		n := 0
		if v.IsValid() {
			n = v.Len()
		}
		dims = append(dims, int64(n))
		if n > 0 {
			v = v.Index(0)
		} else {
			v = reflect.Value{}
		}
		t = t.Elem()
	}
	return dims, t
}

func checkLength(v reflect.Value, want int64) error {
	if int64(v.Len()) != want {
		return newError(ErrInvalidArgument, fmt.Sprintf(
			"slices of one level must have the same length; there are %d and %d", want, v.Len()))
	}
	return nil
}

// fill copies the elements of v to the start of room and returns the rest.
func fill(room []byte, v reflect.Value, dims []int64) ([]byte, error) {
	if len(dims) == 0 {
		// A scalar is copied to a place with an address.
		p := reflect.New(v.Type())
		p.Elem().Set(v)
		return room[copy(room, unsafe.Slice((*byte)(p.UnsafePointer()), v.Type().Size())):], nil
	}
	if err := checkLength(v, dims[0]); err != nil {
		return nil, err
	}
	if len(dims) == 1 && dims[0] > 0 && (v.Kind() == reflect.Slice || v.CanAddr()) {
		bytes := uintptr(v.Len()) * v.Type().Elem().Size()
		return room[copy(room, unsafe.Slice((*byte)(v.Index(0).Addr().UnsafePointer()), bytes)):], nil
	}
	for i := range v.Len() {
		var err error
		if room, err = fill(room, v.Index(i), dims[1:]); err != nil {
			return nil, err
		}
	}
	return room, nil
}

// room is the bytes of the tensor. The tensor must be held.
func (t *Tensor) room() []byte {
	if t.info.Bytes == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(t.info.Data), t.info.Bytes)
}

func stringTensor(v reflect.Value, dims []int64) (*Tensor, error) {
	n := count(dims)
	bytes, lengths := []byte{}, make([]uintptr, 0, n)
	var walk func(v reflect.Value, dims []int64) error
	walk = func(v reflect.Value, dims []int64) error {
		if len(dims) == 0 {
			bytes = append(bytes, v.String()...)
			lengths = append(lengths, uintptr(v.Len()))
			return nil
		}
		if err := checkLength(v, dims[0]); err != nil {
			return err
		}
		for i := range v.Len() {
			if err := walk(v.Index(i), dims[1:]); err != nil {
				return err
			}
		}
		return nil
	}
	if err := walk(v, dims); err != nil {
		return nil, err
	}
	t, err := allocate(String, dims, int(n)*capi.StringSize)
	if err != nil {
		return nil, err
	}
	p, _ := t.ref.Acquire()
	defer t.ref.Release()
	capi.SetStrings(p, bytes, lengths)
	return t, nil
}
