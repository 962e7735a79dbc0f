// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_DTYPE_H_
#define HORNBEAM_C_DTYPE_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"

#ifdef __cplusplus
extern "C" {
#endif

// Data types
//
// The numbers are TensorFlow's and appear in every file format.

// Element types of tensors.
typedef enum HB_DataType HORNBEAM_INT_ENUM {
  HB_FLOAT = 1,  // IEEE binary32, 4 bytes.
  HB_DOUBLE = 2,  // IEEE binary64, 8 bytes.
  HB_INT32 = 3,  // Signed 32-bit integer.
  HB_UINT8 = 4,  // Unsigned 8-bit integer.
  HB_INT16 = 5,  // Signed 16-bit integer.
  HB_INT8 = 6,  // Signed 8-bit integer.
  HB_STRING = 7,  // HB_TString, 24 bytes an element.
  HB_COMPLEX64 = 8,  // Two floats.
  HB_COMPLEX = 8,  // Older name of HB_COMPLEX64.
  HB_INT64 = 9,  // Signed 64-bit integer.
  HB_BOOL = 10,  // One byte, 0 or 1.
  HB_QINT8 = 11,  // Quantized int8.
  HB_QUINT8 = 12,  // Quantized uint8.
  HB_QINT32 = 13,  // Quantized int32.
  HB_BFLOAT16 = 14,  // The upper half of a binary32.
  HB_QINT16 = 15,  // Quantized int16.
  HB_QUINT16 = 16,  // Quantized uint16.
  HB_UINT16 = 17,  // Unsigned 16-bit integer.
  HB_COMPLEX128 = 18,  // Two doubles.
  HB_HALF = 19,  // IEEE binary16.
  HB_RESOURCE = 20,  // Handle of a variable, table or other resource.
  HB_VARIANT = 21,  // A value of another kind, such as a tensor list.
  HB_UINT32 = 22,  // Unsigned 32-bit integer.
  HB_UINT64 = 23,  // Unsigned 64-bit integer.
  HB_FLOAT8_E5M2 = 24,  // 8-bit float, 5 exponent and 2 mantissa bits.
  HB_FLOAT8_E4M3FN = 25,  // 8-bit float, 4 and 3 bits, finite.
  HB_FLOAT8_E4M3FNUZ = 26,  // 8-bit float, 4 and 3 bits, finite, one zero.
  HB_FLOAT8_E4M3B11FNUZ = 27,  // 8-bit float, 4 and 3 bits, bias 11, finite, one zero.
  HB_FLOAT8_E5M2FNUZ = 28,  // 8-bit float, 5 and 2 bits, finite, one zero.
  HB_INT4 = 29,  // Signed 4-bit integer, one a byte.
  HB_UINT4 = 30,  // Unsigned 4-bit integer, one a byte.
  HB_INT2 = 31,  // Signed 2-bit integer, one a byte.
  HB_UINT2 = 32,  // Unsigned 2-bit integer, one a byte.
  HB_FLOAT4_E2M1FN = 33,  // 4-bit float, one a byte.
} HB_DataType;

// Returns the bytes of one element in a dense array, or 0 for types whose size is not fixed by the
// type number alone (variant) and for numbers that are no type.
//
//   dt  the data type
// Since 0.1.0, stable.
HORNBEAM_API size_t HB_DataTypeSize(HB_DataType dt);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_DTYPE_H_
