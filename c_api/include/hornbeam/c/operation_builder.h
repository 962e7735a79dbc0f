// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_OPERATION_BUILDER_H_
#define HORNBEAM_C_OPERATION_BUILDER_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/dtype.h"
#include "hornbeam/c/graph.h"
#include "hornbeam/c/status.h"
#include "hornbeam/c/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

// Building operations
//
// HB_NewOperation starts an operation, the functions below describe it, and HB_FinishOperation adds
// it to the graph. Inputs go in the order of the op's declaration: HB_AddInput for a single tensor,
// HB_AddInputList for a list, even a list of one. Attributes that follow from the inputs or have a
// default may be left out. Functions without a status remember their first error for
// HB_FinishOperation. A description belongs to one thread.

// As HB_NewOperation, for a caller that already excludes other threads from the graph.
//
//   graph      the graph; must outlive the description [must outlive what this call makes]
//   op_type    name of an op or of a function in the graph
//   oper_name  name of the new operation, unique in the graph
//   returns    the caller's to free
// Since 0.1.0, stable.
HORNBEAM_API HB_OperationDescription* HB_NewOperationLocked(HB_Graph* graph, const char* op_type,
                                                            const char* oper_name);

// Starts an operation. Nothing is added to the graph, and no error reported, until
// HB_FinishOperation.
//
//   graph      the graph; must outlive the description [must outlive what this call makes]
//   op_type    name of an op or of a function in the graph
//   oper_name  name of the new operation, unique in the graph
//   returns    the caller's to free
// Since 0.1.0, stable.
HORNBEAM_API HB_OperationDescription* HB_NewOperation(HB_Graph* graph, const char* op_type,
                                                      const char* oper_name);

// Asks for a device, such as "/device:CPU:0".
//
//   desc    the description
//   device  a device string, empty for no wish
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetDevice(HB_OperationDescription* desc, const char* device);

// Adds the next input, a single tensor.
//
//   desc   the description
//   input  the tensor
// Since 0.1.0, stable.
HORNBEAM_API void HB_AddInput(HB_OperationDescription* desc, HB_Output input);

// Adds the next input, a list of tensors.
//
//   desc        the description
//   inputs      `num_inputs` tensors
//   num_inputs  length of the list
// Since 0.1.0, stable.
HORNBEAM_API void HB_AddInputList(HB_OperationDescription* desc, const HB_Output* inputs,
                                  int num_inputs);

// Makes the operation run after another.
//
//   desc   the description
//   input  the operation to wait for
// Since 0.1.0, stable.
HORNBEAM_API void HB_AddControlInput(HB_OperationDescription* desc, HB_Operation* input);

// Asks for the device on which another operation is placed.
//
//   desc  the description
//   op    the other operation
// Since 0.1.0, stable.
HORNBEAM_API void HB_ColocateWith(HB_OperationDescription* desc, HB_Operation* op);

// Sets an attribute of type string.
//
//   desc       the description
//   attr_name  name of the attribute
//   value      bytes, copied [may be NULL]
//   length     number of bytes
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetAttrString(HB_OperationDescription* desc, const char* attr_name,
                                   const void* value, size_t length);

// Sets an attribute of type list(string).
//
//   desc        the description
//   attr_name   name of the attribute
//   values      `num_values` pointers to bytes
//   lengths     `num_values` lengths
//   num_values  length of the list
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetAttrStringList(HB_OperationDescription* desc, const char* attr_name,
                                       const void* const* values, const size_t* lengths,
                                       int num_values);

// Sets an attribute of type int.
//
//   desc       the description
//   attr_name  name of the attribute
//   value      the value
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetAttrInt(HB_OperationDescription* desc, const char* attr_name,
                                int64_t value);

// Sets an attribute of type list(int).
//
//   desc        the description
//   attr_name   name of the attribute
//   values      `num_values` values
//   num_values  length of the list
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetAttrIntList(HB_OperationDescription* desc, const char* attr_name,
                                    const int64_t* values, int num_values);

// Sets an attribute of type float.
//
//   desc       the description
//   attr_name  name of the attribute
//   value      the value
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetAttrFloat(HB_OperationDescription* desc, const char* attr_name,
                                  float value);

// Sets an attribute of type list(float).
//
//   desc        the description
//   attr_name   name of the attribute
//   values      `num_values` values
//   num_values  length of the list
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetAttrFloatList(HB_OperationDescription* desc, const char* attr_name,
                                      const float* values, int num_values);

// Sets an attribute of type bool.
//
//   desc       the description
//   attr_name  name of the attribute
//   value      0 or 1
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetAttrBool(HB_OperationDescription* desc, const char* attr_name,
                                 unsigned char value);

// Sets an attribute of type list(bool).
//
//   desc        the description
//   attr_name   name of the attribute
//   values      `num_values` values, 0 or 1
//   num_values  length of the list
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetAttrBoolList(HB_OperationDescription* desc, const char* attr_name,
                                     const unsigned char* values, int num_values);

// Sets an attribute of type type.
//
//   desc       the description
//   attr_name  name of the attribute
//   value      the value
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetAttrType(HB_OperationDescription* desc, const char* attr_name,
                                 HB_DataType value);

// Sets an attribute of type list(type).
//
//   desc        the description
//   attr_name   name of the attribute
//   values      `num_values` values
//   num_values  length of the list
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetAttrTypeList(HB_OperationDescription* desc, const char* attr_name,
                                     const HB_DataType* values, int num_values);

// Makes the attribute refer to an attribute of the function that the operation will be part of.
//
//   desc         the description
//   attr_name    name of the attribute
//   placeholder  name of the function's attribute
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetAttrPlaceholder(HB_OperationDescription* desc, const char* attr_name,
                                        const char* placeholder);

// Sets an attribute of type func to a function without attributes of its own.
//
//   desc       the description
//   attr_name  name of the attribute
//   value      name of the function
//   length     bytes of the name
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetAttrFuncName(HB_OperationDescription* desc, const char* attr_name,
                                     const char* value, size_t length);

// Sets an attribute of type shape.
//
//   desc       the description
//   attr_name  name of the attribute
//   dims       `num_dims` sizes, -1 for unknown ones [may be NULL]
//   num_dims   rank, or -1 when it is unknown
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetAttrShape(HB_OperationDescription* desc, const char* attr_name,
                                  const int64_t* dims, int num_dims);

// Sets an attribute of type list(shape).
//
//   desc        the description
//   attr_name   name of the attribute
//   dims        `num_shapes` pointers to sizes
//   num_dims    `num_shapes` ranks, each -1 when it is unknown
//   num_shapes  length of the list
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetAttrShapeList(HB_OperationDescription* desc, const char* attr_name,
                                      const int64_t* const* dims, const int* num_dims,
                                      int num_shapes);

// Sets an attribute of type shape from its serialized form. HB_INVALID_ARGUMENT when it does not
// parse.
//
//   desc       the description
//   attr_name  name of the attribute
//   proto      a serialized TensorShapeProto
//   proto_len  number of bytes
//   status     HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetAttrTensorShapeProto(HB_OperationDescription* desc, const char* attr_name,
                                             const void* proto, size_t proto_len,
                                             HB_Status* status);

// Sets an attribute of type list(shape) from serialized forms.
//
//   desc        the description
//   attr_name   name of the attribute
//   protos      `num_shapes` serialized TensorShapeProtos
//   proto_lens  `num_shapes` lengths
//   num_shapes  length of the list
//   status      HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetAttrTensorShapeProtoList(HB_OperationDescription* desc,
                                                 const char* attr_name, const void* const* protos,
                                                 const size_t* proto_lens, int num_shapes,
                                                 HB_Status* status);

// Sets an attribute of type tensor, such as the value of a Const.
//
//   desc       the description
//   attr_name  name of the attribute
//   value      the tensor; the operation keeps its own reference or copy
//   status     HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetAttrTensor(HB_OperationDescription* desc, const char* attr_name,
                                   HB_Tensor* value, HB_Status* status);

// Sets an attribute of type list(tensor).
//
//   desc        the description
//   attr_name   name of the attribute
//   values      `num_values` tensors
//   num_values  length of the list
//   status      HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetAttrTensorList(HB_OperationDescription* desc, const char* attr_name,
                                       HB_Tensor* const* values, int num_values, HB_Status* status);

// Sets an attribute of any type from a serialized AttrValue.
//
//   desc       the description
//   attr_name  name of the attribute
//   proto      a serialized AttrValue
//   proto_len  number of bytes
//   status     HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetAttrValueProto(HB_OperationDescription* desc, const char* attr_name,
                                       const void* proto, size_t proto_len, HB_Status* status);

// As HB_FinishOperation, for a caller that already excludes other threads from the graph.
//
//   desc     the description; freed in every case [taken over]
//   status   HB_OK, or what went wrong
//   returns  stays the library's; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_Operation* HB_FinishOperationLocked(HB_OperationDescription* desc,
                                                    HB_Status* status);

// Checks the description and adds the operation. On an error NULL is returned and the graph stays
// as it was; the message names the operation, what is wrong and what would be right.
//
//   desc     the description; freed in every case [taken over]
//   status   HB_OK, or what went wrong
//   returns  stays the library's; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_Operation* HB_FinishOperation(HB_OperationDescription* desc, HB_Status* status);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_OPERATION_BUILDER_H_
