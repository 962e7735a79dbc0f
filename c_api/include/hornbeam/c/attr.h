// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_ATTR_H_
#define HORNBEAM_C_ATTR_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/buffer.h"
#include "hornbeam/c/dtype.h"
#include "hornbeam/c/graph.h"
#include "hornbeam/c/status.h"
#include "hornbeam/c/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

// Attributes of operations
//
// Ask HB_OperationGetAttrMetadata first: it gives the kind of the attribute and the room that its
// value needs. An attribute that the operation lacks and a question of the wrong kind give
// HB_INVALID_ARGUMENT.

// Kinds of attributes.
typedef enum HB_AttrType HORNBEAM_INT_ENUM {
  HB_ATTR_STRING = 0,  // Bytes.
  HB_ATTR_INT = 1,  // int64_t.
  HB_ATTR_FLOAT = 2,  // float.
  HB_ATTR_BOOL = 3,  // unsigned char, 0 or 1.
  HB_ATTR_TYPE = 4,  // HB_DataType.
  HB_ATTR_SHAPE = 5,  // A shape, perhaps partly unknown.
  HB_ATTR_TENSOR = 6,  // A tensor.
  HB_ATTR_PLACEHOLDER = 7,  // The name of an attribute of the enclosing function.
  HB_ATTR_FUNC = 8,  // A function and its attributes.
} HB_AttrType;

// What an attribute holds.
typedef struct HB_AttrMetadata {
  // 1 for a list.
  unsigned char is_list;
  // Length of the list, -1 when it is none.
  int64_t list_size;
  // Kind of the value or of the list's elements.
  HB_AttrType type;
  // For strings the bytes, summed over a list; for a shape its rank, -1 when unknown; for a list of
  // shapes the sum of the known ranks; -1 for all else.
  int64_t total_size;
} HB_AttrMetadata;

// Returns kind and size of an attribute.
//
//   oper       the operation
//   attr_name  name of the attribute
//   status     HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API HB_AttrMetadata HB_OperationGetAttrMetadata(HB_Operation* oper, const char* attr_name,
                                                         HB_Status* status);

// Writes the bytes of a string, at most `max_length`, without a zero byte after them.
//
//   oper        the operation
//   attr_name   name of the attribute
//   value       room for `max_length` bytes [written]
//   max_length  HB_AttrMetadata.total_size
//   status      HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_OperationGetAttrString(HB_Operation* oper, const char* attr_name, void* value,
                                            size_t max_length, HB_Status* status);

// Writes a list of strings: the bytes one after the other into `storage`, pointers to them into
// `values`.
//
//   oper          the operation
//   attr_name     name of the attribute
//   values        room for `max_values` pointers into `storage` [written]
//   lengths       room for `max_values` lengths [written]
//   max_values    HB_AttrMetadata.list_size
//   storage       room for `storage_size` bytes [written]
//   storage_size  HB_AttrMetadata.total_size; HB_INVALID_ARGUMENT when it is too small
//   status        HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_OperationGetAttrStringList(HB_Operation* oper, const char* attr_name,
                                                void** values, size_t* lengths, int max_values,
                                                void* storage, size_t storage_size,
                                                HB_Status* status);

// Writes an int.
//
//   oper       the operation
//   attr_name  name of the attribute
//   value      the value [written]
//   status     HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_OperationGetAttrInt(HB_Operation* oper, const char* attr_name, int64_t* value,
                                         HB_Status* status);

// Writes a list of ints.
//
//   oper        the operation
//   attr_name   name of the attribute
//   values      room for `max_values` values [written]
//   max_values  HB_AttrMetadata.list_size
//   status      HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_OperationGetAttrIntList(HB_Operation* oper, const char* attr_name,
                                             int64_t* values, int max_values, HB_Status* status);

// Writes a float.
//
//   oper       the operation
//   attr_name  name of the attribute
//   value      the value [written]
//   status     HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_OperationGetAttrFloat(HB_Operation* oper, const char* attr_name, float* value,
                                           HB_Status* status);

// Writes a list of floats.
//
//   oper        the operation
//   attr_name   name of the attribute
//   values      room for `max_values` values [written]
//   max_values  HB_AttrMetadata.list_size
//   status      HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_OperationGetAttrFloatList(HB_Operation* oper, const char* attr_name,
                                               float* values, int max_values, HB_Status* status);

// Writes a bool.
//
//   oper       the operation
//   attr_name  name of the attribute
//   value      the value, 0 or 1 [written]
//   status     HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_OperationGetAttrBool(HB_Operation* oper, const char* attr_name,
                                          unsigned char* value, HB_Status* status);

// Writes a list of bools.
//
//   oper        the operation
//   attr_name   name of the attribute
//   values      room for `max_values` values [written]
//   max_values  HB_AttrMetadata.list_size
//   status      HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_OperationGetAttrBoolList(HB_Operation* oper, const char* attr_name,
                                              unsigned char* values, int max_values,
                                              HB_Status* status);

// Writes a data type.
//
//   oper       the operation
//   attr_name  name of the attribute
//   value      the value [written]
//   status     HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_OperationGetAttrType(HB_Operation* oper, const char* attr_name,
                                          HB_DataType* value, HB_Status* status);

// Writes a list of data types.
//
//   oper        the operation
//   attr_name   name of the attribute
//   values      room for `max_values` values [written]
//   max_values  HB_AttrMetadata.list_size
//   status      HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_OperationGetAttrTypeList(HB_Operation* oper, const char* attr_name,
                                              HB_DataType* values, int max_values,
                                              HB_Status* status);

// Writes the sizes of a shape, -1 for unknown ones; nothing when the rank is unknown.
//
//   oper       the operation
//   attr_name  name of the attribute
//   value      room for `num_dims` sizes [written]
//   num_dims   HB_AttrMetadata.total_size
//   status     HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_OperationGetAttrShape(HB_Operation* oper, const char* attr_name,
                                           int64_t* value, int num_dims, HB_Status* status);

// Writes a list of shapes: all sizes one after the other into `storage`, pointers to them into
// `dims`.
//
//   oper          the operation
//   attr_name     name of the attribute
//   dims          room for `num_shapes` pointers into `storage`; NULL for an unknown rank [written]
//   num_dims      room for `num_shapes` ranks; -1 for an unknown one [written]
//   num_shapes    HB_AttrMetadata.list_size
//   storage       room for `storage_size` sizes [written]
//   storage_size  HB_AttrMetadata.total_size; HB_INVALID_ARGUMENT when it is too small
//   status        HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_OperationGetAttrShapeList(HB_Operation* oper, const char* attr_name,
                                               int64_t** dims, int* num_dims, int num_shapes,
                                               int64_t* storage, int storage_size,
                                               HB_Status* status);

// Writes a shape as a serialized TensorShapeProto.
//
//   oper       the operation
//   attr_name  name of the attribute
//   value      an empty buffer; receives the bytes [written]
//   status     HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_OperationGetAttrTensorShapeProto(HB_Operation* oper, const char* attr_name,
                                                      HB_Buffer* value, HB_Status* status);

// Writes a list of shapes as serialized TensorShapeProtos, one new buffer each.
//
//   oper        the operation
//   attr_name   name of the attribute
//   values      room for `max_values` buffers [written; what it receives is the caller's to free]
//   max_values  HB_AttrMetadata.list_size
//   status      HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_OperationGetAttrTensorShapeProtoList(HB_Operation* oper, const char* attr_name,
                                                          HB_Buffer** values, int max_values,
                                                          HB_Status* status);

// Returns a tensor.
//
//   oper       the operation
//   attr_name  name of the attribute
//   value      the tensor [written; what it receives is the caller's to free]
//   status     HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_OperationGetAttrTensor(HB_Operation* oper, const char* attr_name,
                                            HB_Tensor** value, HB_Status* status);

// Returns a list of tensors.
//
//   oper        the operation
//   attr_name   name of the attribute
//   values      room for `max_values` tensors [written; what it receives is the caller's to free]
//   max_values  HB_AttrMetadata.list_size
//   status      HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_OperationGetAttrTensorList(HB_Operation* oper, const char* attr_name,
                                                HB_Tensor** values, int max_values,
                                                HB_Status* status);

// Writes an attribute of any kind as a serialized AttrValue.
//
//   oper               the operation
//   attr_name          name of the attribute
//   output_attr_value  an empty buffer; receives the bytes [written]
//   status             HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_OperationGetAttrValueProto(HB_Operation* oper, const char* attr_name,
                                                HB_Buffer* output_attr_value, HB_Status* status);

// Returns the number of attributes.
//
//   oper  the operation
// Since 0.1.0, stable.
HORNBEAM_API int HB_OperationGetNumAttrs(HB_Operation* oper);

// Returns the bytes of the name of an attribute, without a zero byte.
//
//   oper  the operation
//   i     0 <= i < HB_OperationGetNumAttrs(oper)
// Since 0.1.0, stable.
HORNBEAM_API int HB_OperationGetAttrNameLength(HB_Operation* oper, int i);

// Writes the name of an attribute, without a zero byte. Attributes are sorted by name.
//
//   oper    the operation
//   i       0 <= i < HB_OperationGetNumAttrs(oper)
//   output  room for HB_OperationGetAttrNameLength(oper, i) bytes [written]
//   status  HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_OperationGetAttrName(HB_Operation* oper, int i, char* output,
                                          HB_Status* status);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_ATTR_H_
