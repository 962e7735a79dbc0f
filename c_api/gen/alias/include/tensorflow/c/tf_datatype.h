// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef TENSORFLOW_C_TF_DATATYPE_H_
#define TENSORFLOW_C_TF_DATATYPE_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tensorflow/c/c_api_macros.h"

#ifdef __cplusplus
extern "C" {
#endif

// Element types of tensors.
typedef enum TF_DataType {
  TF_FLOAT = 1,  // IEEE binary32, 4 bytes.
  TF_DOUBLE = 2,  // IEEE binary64, 8 bytes.
  TF_INT32 = 3,  // Signed 32-bit integer.
  TF_UINT8 = 4,  // Unsigned 8-bit integer.
  TF_INT16 = 5,  // Signed 16-bit integer.
  TF_INT8 = 6,  // Signed 8-bit integer.
  TF_STRING = 7,  // TF_TString, 24 bytes an element.
  TF_COMPLEX64 = 8,  // Two floats.
  TF_COMPLEX = 8,  // Older name of TF_COMPLEX64.
  TF_INT64 = 9,  // Signed 64-bit integer.
  TF_BOOL = 10,  // One byte, 0 or 1.
  TF_QINT8 = 11,  // Quantized int8.
  TF_QUINT8 = 12,  // Quantized uint8.
  TF_QINT32 = 13,  // Quantized int32.
  TF_BFLOAT16 = 14,  // The upper half of a binary32.
  TF_QINT16 = 15,  // Quantized int16.
  TF_QUINT16 = 16,  // Quantized uint16.
  TF_UINT16 = 17,  // Unsigned 16-bit integer.
  TF_COMPLEX128 = 18,  // Two doubles.
  TF_HALF = 19,  // IEEE binary16.
  TF_RESOURCE = 20,  // Handle of a variable, table or other resource.
  TF_VARIANT = 21,  // A value of another kind, such as a tensor list.
  TF_UINT32 = 22,  // Unsigned 32-bit integer.
  TF_UINT64 = 23,  // Unsigned 64-bit integer.
  TF_FLOAT8_E5M2 = 24,  // 8-bit float, 5 exponent and 2 mantissa bits.
  TF_FLOAT8_E4M3FN = 25,  // 8-bit float, 4 and 3 bits, finite.
  TF_FLOAT8_E4M3FNUZ = 26,  // 8-bit float, 4 and 3 bits, finite, one zero.
  TF_FLOAT8_E4M3B11FNUZ = 27,  // 8-bit float, 4 and 3 bits, bias 11, finite, one zero.
  TF_FLOAT8_E5M2FNUZ = 28,  // 8-bit float, 5 and 2 bits, finite, one zero.
  TF_INT4 = 29,  // Signed 4-bit integer, one a byte.
  TF_UINT4 = 30,  // Unsigned 4-bit integer, one a byte.
  TF_INT2 = 31,  // Signed 2-bit integer, one a byte.
  TF_UINT2 = 32,  // Unsigned 2-bit integer, one a byte.
  TF_FLOAT4_E2M1FN = 33,  // 4-bit float, one a byte.
} TF_DataType;

// Returns the bytes of one element in a dense array, or 0 for types whose size is not fixed by the
// type number alone (variant) and for numbers that are no type.
TF_CAPI_EXPORT extern size_t TF_DataTypeSize(TF_DataType dt);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // TENSORFLOW_C_TF_DATATYPE_H_
