// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_TENSOR_H_
#define HORNBEAM_C_TENSOR_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/buffer.h"
#include "hornbeam/c/dtype.h"
#include "hornbeam/c/status.h"

#ifdef __cplusplus
extern "C" {
#endif

// Tensors
//
// A tensor is a dense row-major array of one data type with a shape and a reference-counted block
// of memory. Reading one from several threads is safe; writing its bytes while another thread or a
// run reads them is not.

// A multi-dimensional array.
typedef struct HB_Tensor HB_Tensor;

// Where an allocation should lie.
typedef struct HB_AllocatorAttributes {
  // Bytes of this struct as the caller knows it.
  size_t struct_size;
  // 1 for memory that the CPU can read.
  unsigned char on_host;
} HB_AllocatorAttributes;

// Wraps memory that the caller gives, without a copy. On NULL (a wrong length, a negative
// dimension, a shape whose size overflows) the deallocator has run already. Memory that does not
// have HB_TensorDefaultAlignment is used as it is; kernels that need alignment copy it.
//
//   dtype            element type
//   dims             `num_dims` sizes, copied; may be NULL for a scalar
//   num_dims         rank, 0 for a scalar
//   data             first byte of the elements [taken over]
//   len              bytes at `data`; at least the elements' total size
//   deallocator      called once with `data`, `len` and `deallocator_arg` when no tensor uses the
//                    memory any more, on a thread that is inside a call of this library; NULL
//                    leaves the memory alone
//   deallocator_arg  handed to the deallocator [may be NULL]
//   returns          the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_Tensor* HB_NewTensor(HB_DataType dtype, const int64_t* dims, int num_dims,
                                     void* data, size_t len,
                                     void (*deallocator)(void* data, size_t len, void* arg),
                                     void* deallocator_arg);

// Returns the alignment in bytes that HB_AllocateTensor gives.
// Since 0.1.0, stable.
HORNBEAM_API size_t HB_TensorDefaultAlignment(void);

// Creates a tensor with aligned memory of its own. The bytes are not initialised, except that the
// elements of an HB_STRING tensor are empty strings. NULL when there is not enough memory or the
// shape is invalid.
//
//   dtype     element type
//   dims      `num_dims` sizes, copied; may be NULL for a scalar
//   num_dims  rank, 0 for a scalar
//   len       bytes to allocate; at least the elements' total size
//   returns   the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_Tensor* HB_AllocateTensor(HB_DataType dtype, const int64_t* dims, int num_dims,
                                          size_t len);

// Returns a tensor with the same content and deletes `tensor` when nobody else refers to its
// memory; returns NULL and leaves `tensor` alone otherwise.
//
//   tensor   the tensor; still the caller's when NULL is returned [taken over]
//   returns  the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_Tensor* HB_TensorMaybeMove(HB_Tensor* tensor);

// Drops the caller's reference to a tensor. The memory goes when the last user of it does.
//
//   tensor  the tensor [taken over; may be NULL]
// Since 0.1.0, stable.
HORNBEAM_API void HB_DeleteTensor(HB_Tensor* tensor);

// Returns the element type.
//
//   tensor  the tensor
// Since 0.1.0, stable.
HORNBEAM_API HB_DataType HB_TensorType(const HB_Tensor* tensor);

// Gives the tensor another shape over the same memory. The number of elements must stay the same.
//
//   tensor    the tensor [read and written]
//   dims      `num_dims` sizes [may be NULL]
//   num_dims  the new rank
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetShape(HB_Tensor* tensor, const int64_t* dims, int num_dims);

// Returns the rank, 0 for a scalar.
//
//   tensor  the tensor
// Since 0.1.0, stable.
HORNBEAM_API int HB_NumDims(const HB_Tensor* tensor);

// Returns the size of one dimension.
//
//   tensor     the tensor
//   dim_index  0 <= dim_index < HB_NumDims(tensor); -1 is returned for any other
// Since 0.1.0, stable.
HORNBEAM_API int64_t HB_Dim(const HB_Tensor* tensor, int dim_index);

// Returns the bytes that HB_TensorData points to; 24 an element for HB_STRING.
//
//   tensor  the tensor
// Since 0.1.0, stable.
HORNBEAM_API size_t HB_TensorByteSize(const HB_Tensor* tensor);

// Returns the first byte of the elements; NULL is possible when there is no element. The pointer is
// valid as long as the tensor.
//
//   tensor   the tensor
//   returns  stays the library's; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API void* HB_TensorData(const HB_Tensor* tensor);

// Returns the product of all dimensions, 1 for a scalar.
//
//   tensor  the tensor
// Since 0.1.0, stable.
HORNBEAM_API int64_t HB_TensorElementCount(const HB_Tensor* tensor);

// Makes `to` share the memory of `from`, seen as another type or shape. Fails with
// HB_INVALID_ARGUMENT when the byte sizes differ or one of the types has no plain bytes (string,
// resource, variant).
//
//   from          source of the memory
//   type          element type of `to` afterwards
//   to            tensor to change, may be `from` itself [read and written]
//   new_dims      `num_new_dims` sizes [may be NULL]
//   num_new_dims  rank of `to` afterwards
//   status        HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_TensorBitcastFrom(const HB_Tensor* from, HB_DataType type, HB_Tensor* to,
                                       const int64_t* new_dims, int num_new_dims,
                                       HB_Status* status);

// Returns whether the memory has HB_TensorDefaultAlignment.
//
//   tensor  the tensor
// Since 0.1.0, stable.
HORNBEAM_API bool HB_TensorIsAligned(const HB_Tensor* tensor);

// Fills `to` from a serialized TensorProto. `to` is unchanged on error.
//
//   from    a serialized TensorProto
//   to      any tensor; its type, shape and memory are replaced [read and written]
//   status  HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_TensorFromProto(const HB_Buffer* from, HB_Tensor* to, HB_Status* status);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_TENSOR_H_
