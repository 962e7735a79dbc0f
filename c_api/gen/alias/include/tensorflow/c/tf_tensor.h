// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef TENSORFLOW_C_TF_TENSOR_H_
#define TENSORFLOW_C_TF_TENSOR_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tensorflow/c/c_api_macros.h"
#include "tensorflow/c/tf_datatype.h"
#include "tensorflow/c/tf_status.h"

#ifdef __cplusplus
extern "C" {
#endif

// A multi-dimensional array.
typedef struct TF_Tensor TF_Tensor;

// Where an allocation should lie.
typedef struct TF_AllocatorAttributes {
  // Bytes of this struct as the caller knows it.
  size_t struct_size;
  // 1 for memory that the CPU can read.
  unsigned char on_host;
} TF_AllocatorAttributes;

// Wraps memory that the caller gives, without a copy. On NULL (a wrong length, a negative
// dimension, a shape whose size overflows) the deallocator has run already. Memory that does not
// have TF_TensorDefaultAlignment is used as it is; kernels that need alignment copy it.
TF_CAPI_EXPORT extern TF_Tensor* TF_NewTensor(
    TF_DataType dtype, const int64_t* dims, int num_dims, void* data, size_t len,
    void (*deallocator)(void* data, size_t len, void* arg), void* deallocator_arg);

// Returns the alignment in bytes that TF_AllocateTensor gives.
TF_CAPI_EXPORT extern size_t TF_TensorDefaultAlignment(void);

// Creates a tensor with aligned memory of its own. The bytes are not initialised, except that the
// elements of an TF_STRING tensor are empty strings. NULL when there is not enough memory or the
// shape is invalid.
TF_CAPI_EXPORT extern TF_Tensor* TF_AllocateTensor(TF_DataType dtype, const int64_t* dims,
                                                   int num_dims, size_t len);

// Returns a tensor with the same content and deletes `tensor` when nobody else refers to its
// memory; returns NULL and leaves `tensor` alone otherwise.
TF_CAPI_EXPORT extern TF_Tensor* TF_TensorMaybeMove(TF_Tensor* tensor);

// Drops the caller's reference to a tensor. The memory goes when the last user of it does.
TF_CAPI_EXPORT extern void TF_DeleteTensor(TF_Tensor* tensor);

// Returns the element type.
TF_CAPI_EXPORT extern TF_DataType TF_TensorType(const TF_Tensor* tensor);

// Gives the tensor another shape over the same memory. The number of elements must stay the same.
TF_CAPI_EXPORT extern void TF_SetShape(TF_Tensor* tensor, const int64_t* dims, int num_dims);

// Returns the rank, 0 for a scalar.
TF_CAPI_EXPORT extern int TF_NumDims(const TF_Tensor* tensor);

// Returns the size of one dimension.
TF_CAPI_EXPORT extern int64_t TF_Dim(const TF_Tensor* tensor, int dim_index);

// Returns the bytes that TF_TensorData points to; 24 an element for TF_STRING.
TF_CAPI_EXPORT extern size_t TF_TensorByteSize(const TF_Tensor* tensor);

// Returns the first byte of the elements; NULL is possible when there is no element. The pointer is
// valid as long as the tensor.
TF_CAPI_EXPORT extern void* TF_TensorData(const TF_Tensor* tensor);

// Returns the product of all dimensions, 1 for a scalar.
TF_CAPI_EXPORT extern int64_t TF_TensorElementCount(const TF_Tensor* tensor);

// Makes `to` share the memory of `from`, seen as another type or shape. Fails with
// TF_INVALID_ARGUMENT when the byte sizes differ or one of the types has no plain bytes (string,
// resource, variant).
TF_CAPI_EXPORT extern void TF_TensorBitcastFrom(const TF_Tensor* from, TF_DataType type,
                                                TF_Tensor* to, const int64_t* new_dims,
                                                int num_new_dims, TF_Status* status);

// Returns whether the memory has TF_TensorDefaultAlignment.
TF_CAPI_EXPORT extern bool TF_TensorIsAligned(const TF_Tensor* tensor);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // TENSORFLOW_C_TF_TENSOR_H_
