package hornbeam

import (
	"fmt"
	"math"
	"reflect"
)

// Operand is what an input of an operation may be: an Output, or a value that becomes a constant.
//
// int and float64, which Go makes of untyped constants, and slices of them are literals: beside a
// tensor they take its data type, and alone they become Int32 and Float32. A literal that its type
// can't hold is an error. Every other value keeps its own type; a *Tensor of Float64 or Int64 does so
// too.
type Operand interface {
	Output | *Tensor | bool | string | int | int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 |
		uint64 | float32 | float64 | complex64 | complex128 | []bool | []string | []int | []int8 | []int16 |
		[]int32 | []int64 | []uint8 | []uint16 | []uint32 | []uint64 | []float32 | []float64 |
		[]complex64 | []complex128
}

// literal is the data type of a literal that stands alone, or 0 for what has a type of its own.
func literal(value any) DType {
	switch value.(type) {
	case int, []int:
		return Int32
	case float64, []float64:
		return Float32
	}
	return 0
}

// resolve makes outputs of all inputs of a spec: constants are added where they are values.
func (s *Scope) resolve(spec OpSpec) ([]any, error) {
	known := map[string]DType{}
	for _, in := range spec.Inputs {
		if in.TypeAttr == "" || known[in.TypeAttr] != 0 {
			continue
		}
		switch v := in.Value.(type) {
		case Output:
			known[in.TypeAttr] = baseType(v.DType())
		case []Output:
			if len(v) > 0 {
				known[in.TypeAttr] = baseType(v[0].DType())
			}
		case *Tensor:
			if v != nil {
				known[in.TypeAttr] = v.DType()
			}
		default:
			if literal(v) == 0 && v != nil {
				_, element := shapeOf(reflect.ValueOf(v))
				known[in.TypeAttr], _ = dtypeOf(element)
			}
		}
	}
	// Literals alone: one floating one makes all of them floating.
	for _, in := range spec.Inputs {
		if d := literal(in.Value); d != 0 && in.TypeAttr != "" {
			if old := known[in.TypeAttr]; old == 0 || old == Int32 && d == Float32 && aloneIn(spec, in.TypeAttr) {
				known[in.TypeAttr] = d
			}
		}
	}
	out := make([]any, len(spec.Inputs))
	for i, in := range spec.Inputs {
		switch v := in.Value.(type) {
		case Output, []Output:
			out[i] = v
			continue
		}
		want := in.DType
		if want == 0 {
			want = known[in.TypeAttr]
		}
		t, err := literalTensor(in.Value, want)
		if err != nil {
			return nil, newError(CodeOf(err), fmt.Sprintf("input %d of op %s: %s", i, spec.Type, message(err)))
		}
		out[i] = s.constant(t)
		if in.Value != any(t) {
			t.Close()
		}
		if err := s.Err(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func message(err error) string {
	if e, ok := err.(*Error); ok {
		return e.Message
	}
	return err.Error()
}

func aloneIn(spec OpSpec, attr string) bool {
	for _, in := range spec.Inputs {
		if in.TypeAttr == attr && literal(in.Value) == 0 {
			return false
		}
	}
	return true
}

// baseType is the type behind that of a reference.
func baseType(d DType) DType {
	if d > 100 {
		return d - 100
	}
	return d
}

// Const adds a constant: a *Tensor, a scalar, or a slice of any depth. See Operand for the types of
// literals.
func (s *Scope) Const(value any) Output {
	if s.Err() != nil {
		return Output{}
	}
	t, err := literalTensor(value, literal(value))
	if err != nil {
		s.Fail(err)
		return Output{}
	}
	if any(t) != value {
		defer t.Close()
	}
	return s.constant(t)
}

func (s *Scope) constant(t *Tensor) Output {
	free := *s
	free.controls = nil
	return free.Add(OpSpec{Type: "Const", Attrs: map[string]any{"value": t, "dtype": t.DType()}}).Output(0)
}

// literalTensor makes a tensor of a value; a literal takes the wanted type.
func literalTensor(value any, want DType) (*Tensor, error) {
	if t, ok := value.(*Tensor); ok {
		if t == nil {
			return nil, newError(ErrInvalidArgument, "the tensor is nil")
		}
		return t, nil
	}
	if want == 0 {
		want = literal(value)
	}
	switch v := value.(type) {
	case int:
		return convert([]int{v}, []int64{}, want)
	case []int:
		return convert(v, []int64{int64(len(v))}, want)
	case float64:
		return convert([]float64{v}, []int64{}, want)
	case []float64:
		return convert(v, []int64{int64(len(v))}, want)
	}
	return tensorOf(reflect.ValueOf(value))
}

// convert makes a tensor of literals, each of which the wanted type must hold.
func convert[T int | float64](values []T, dims []int64, want DType) (*Tensor, error) {
	element, ok := goTypes[want]
	if want == Float16 || want == Bfloat16 {
		element, ok = reflect.TypeFor[uint16](), true
	}
	if !ok || want == String || want == Bool {
		return nil, newError(ErrInvalidArgument, fmt.Sprintf("%v is no value of type %v", values, want))
	}
	t, err := allocate(want, dims, len(values)*int(element.Size()))
	if err != nil {
		return nil, err
	}
	room := t.room()
	for _, v := range values {
		p := reflect.New(element)
		if !set(p.Elem(), v, want) {
			t.Close()
			return nil, newError(ErrInvalidArgument, fmt.Sprintf("%v can't hold the literal %v", want, v))
		}
		room, _ = fill(room, p.Elem(), nil)
	}
	return t, nil
}

// set puts a literal into a place of a data type; false when the type can't hold it.
func set[T int | float64](to reflect.Value, v T, d DType) bool {
	switch {
	case d == Float16:
		to.SetUint(uint64(halfOf(float32(v))))
		return true
	case d == Bfloat16:
		to.SetUint(uint64(bfloat16Of(float32(v))))
		return true
	case to.CanFloat():
		if f, ok := any(v).(float64); ok || int(float64(v)) == int(v) {
			to.SetFloat(float64(v))
			return ok || float64(v) == to.Float() || math.IsNaN(f)
		}
	case to.CanComplex():
		to.SetComplex(complex(float64(v), 0))
		return true
	case to.CanInt():
		n := int64(v)
		if T(n) == v && !to.OverflowInt(n) {
			to.SetInt(n)
			return true
		}
	case to.CanUint():
		n := uint64(v)
		if v >= 0 && T(n) == v && !to.OverflowUint(n) {
			to.SetUint(n)
			return true
		}
	}
	return false
}

// bfloat16Of rounds to nearest, ties to even.
func bfloat16Of(f float32) uint16 {
	bits := math.Float32bits(f)
	if f != f {
		return uint16(bits>>16) | 0x40
	}
	return uint16((bits + 0x7fff + bits>>16&1) >> 16)
}

// halfOf rounds to nearest, ties to even.
func halfOf(f float32) uint16 {
	bits := math.Float32bits(f)
	sign := uint16(bits >> 16 & 0x8000)
	abs := bits &^ (1 << 31)
	switch {
	case abs > 0x7f800000:
		return sign | 0x7e00
	case abs >= 0x477ff000: // rounds to more than 65504
		return sign | 0x7c00
	case abs < 0x38800000: // subnormal: units of 2^-24
		return sign | uint16(math.RoundToEven(float64(math.Float32frombits(abs))*(1<<24)))
	}
	return sign | uint16((abs-0x38000000+0xfff+abs>>13&1)>>13)
}
