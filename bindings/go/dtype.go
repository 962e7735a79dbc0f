package hornbeam

import (
	"encoding/json"
	"strconv"

	"hornbeam.dev/go/internal/capi"
)

// DType is the type of a tensor's elements; the numbers are TensorFlow's.
type DType int

// The data types.
const (
	Float32    DType = 1
	Float64    DType = 2
	Int32      DType = 3
	Uint8      DType = 4
	Int16      DType = 5
	Int8       DType = 6
	String     DType = 7
	Complex64  DType = 8
	Int64      DType = 9
	Bool       DType = 10
	Qint8      DType = 11
	Quint8     DType = 12
	Qint32     DType = 13
	Bfloat16   DType = 14
	Qint16     DType = 15
	Quint16    DType = 16
	Uint16     DType = 17
	Complex128 DType = 18
	Float16    DType = 19
	Resource   DType = 20
	Variant    DType = 21
	Uint32     DType = 22
	Uint64     DType = 23
)

var dtypeNames = [...]string{"invalid", "float32", "float64", "int32", "uint8", "int16", "int8",
	"string", "complex64", "int64", "bool", "qint8", "quint8", "qint32", "bfloat16", "qint16",
	"quint16", "uint16", "complex128", "float16", "resource", "variant", "uint32", "uint64"}

// String is the name of the type, such as "float32".
func (d DType) String() string {
	if d < 0 || int(d) >= len(dtypeNames) {
		return "dtype " + strconv.Itoa(int(d))
	}
	return dtypeNames[d]
}

// MarshalJSON writes the name.
func (d DType) MarshalJSON() ([]byte, error) { return json.Marshal(d.String()) }

// Size is the bytes of an element, 0 for types without a fixed size.
func (d DType) Size() int { return capi.DTypeSize(int(d)) }

// Plain are the Go types of elements that are bytes and nothing else.
type Plain interface {
	bool | int8 | int16 | int32 | int64 | int | uint8 | uint16 | uint32 | uint64 |
		float32 | float64 | complex64 | complex128
}
