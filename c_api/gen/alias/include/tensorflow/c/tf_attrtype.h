// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef TENSORFLOW_C_TF_ATTRTYPE_H_
#define TENSORFLOW_C_TF_ATTRTYPE_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>


#ifdef __cplusplus
extern "C" {
#endif

// Kinds of attributes.
typedef enum TF_AttrType {
  TF_ATTR_STRING = 0,  // Bytes.
  TF_ATTR_INT = 1,  // int64_t.
  TF_ATTR_FLOAT = 2,  // float.
  TF_ATTR_BOOL = 3,  // unsigned char, 0 or 1.
  TF_ATTR_TYPE = 4,  // TF_DataType.
  TF_ATTR_SHAPE = 5,  // A shape, perhaps partly unknown.
  TF_ATTR_TENSOR = 6,  // A tensor.
  TF_ATTR_PLACEHOLDER = 7,  // The name of an attribute of the enclosing function.
  TF_ATTR_FUNC = 8,  // A function and its attributes.
} TF_AttrType;

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // TENSORFLOW_C_TF_ATTRTYPE_H_
