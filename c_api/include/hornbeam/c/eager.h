// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_EAGER_H_
#define HORNBEAM_C_EAGER_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/device.h"
#include "hornbeam/c/dtype.h"
#include "hornbeam/c/status.h"
#include "hornbeam/c/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

// Eager contexts and handles
//
// The part of TensorFlow's eager functions that clients use to list devices and to hold tensors:
// contexts, device lists and tensor handles. All tensors are on the host.

// Options for a context.
typedef struct HBE_ContextOptions HBE_ContextOptions;

// A set of devices.
typedef struct HBE_Context HBE_Context;

// A tensor on a device.
typedef struct HBE_TensorHandle HBE_TensorHandle;

// How a tensor lies on its device.
typedef struct HBE_TensorDebugInfo HBE_TensorDebugInfo;

// What to do with an input on another device.
typedef enum HBE_ContextDevicePlacementPolicy HORNBEAM_INT_ENUM {
  HBE_DEVICE_PLACEMENT_EXPLICIT = 0,  // Fail.
  HBE_DEVICE_PLACEMENT_WARN = 1,  // Copy and log a line.
  HBE_DEVICE_PLACEMENT_SILENT = 2,  // Copy.
  HBE_DEVICE_PLACEMENT_SILENT_FOR_INT32 = 3,  // Copy int32, fail for others.
} HBE_ContextDevicePlacementPolicy;

// Creates default options.
//
//   returns  the caller's to free
// Since 0.1.0, stable.
HORNBEAM_API HBE_ContextOptions* HBE_NewContextOptions(void);

// Sets the configuration from a serialized ConfigProto. HB_INVALID_ARGUMENT when it does not parse.
//
//   options    the options
//   proto      a serialized ConfigProto
//   proto_len  number of bytes
//   status     HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HBE_ContextOptionsSetConfig(HBE_ContextOptions* options, const void* proto,
                                              size_t proto_len, HB_Status* status);

// Asks for asynchronous execution.
//
//   options  the options
//   enable   0 or 1
// Since 0.1.0, stable.
HORNBEAM_API void HBE_ContextOptionsSetAsync(HBE_ContextOptions* options, unsigned char enable);

// Sets the placement policy.
//
//   options  the options
//   policy   the policy
// Since 0.1.0, stable.
HORNBEAM_API void HBE_ContextOptionsSetDevicePlacementPolicy(
    HBE_ContextOptions* options, HBE_ContextDevicePlacementPolicy policy);

// Frees options.
//
//   options  the options [taken over; may be NULL]
// Since 0.1.0, stable.
HORNBEAM_API void HBE_DeleteContextOptions(HBE_ContextOptions* options);

// Creates a context.
//
//   opts     the options
//   status   HB_OK, or what went wrong
//   returns  the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HBE_Context* HBE_NewContext(const HBE_ContextOptions* opts, HB_Status* status);

// Frees a context. Handles may outlive it.
//
//   ctx  the context [taken over; may be NULL]
// Since 0.1.0, stable.
HORNBEAM_API void HBE_DeleteContext(HBE_Context* ctx);

// Returns the devices.
//
//   ctx      the context
//   status   HB_OK, or what went wrong
//   returns  the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_DeviceList* HBE_ContextListDevices(HBE_Context* ctx, HB_Status* status);

// Drops what the context has cached.
//
//   ctx  the context
// Since 0.1.0, stable.
HORNBEAM_API void HBE_ContextClearCaches(HBE_Context* ctx);

// Sets the placement policy for the calling thread.
//
//   ctx     the context
//   policy  the policy
// Since 0.1.0, stable.
HORNBEAM_API void HBE_ContextSetThreadLocalDevicePlacementPolicy(
    HBE_Context* ctx, HBE_ContextDevicePlacementPolicy policy);

// Returns the placement policy of the calling thread.
//
//   ctx  the context
// Since 0.1.0, stable.
HORNBEAM_API HBE_ContextDevicePlacementPolicy HBE_ContextGetDevicePlacementPolicy(HBE_Context* ctx);

// Makes a handle that shares the memory of a tensor.
//
//   t        the tensor
//   status   HB_OK, or what went wrong
//   returns  the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HBE_TensorHandle* HBE_NewTensorHandle(const HB_Tensor* t, HB_Status* status);

// Frees a handle.
//
//   h  the handle [taken over; may be NULL]
// Since 0.1.0, stable.
HORNBEAM_API void HBE_DeleteTensorHandle(HBE_TensorHandle* h);

// Returns the element type.
//
//   h  the handle
// Since 0.1.0, stable.
HORNBEAM_API HB_DataType HBE_TensorHandleDataType(HBE_TensorHandle* h);

// Returns the rank, -1 on an error.
//
//   h       the handle
//   status  HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API int HBE_TensorHandleNumDims(HBE_TensorHandle* h, HB_Status* status);

// Returns the number of elements, -1 on an error.
//
//   h       the handle
//   status  HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API int64_t HBE_TensorHandleNumElements(HBE_TensorHandle* h, HB_Status* status);

// Returns the size of a dimension, -1 and HB_INVALID_ARGUMENT when there is none of that index.
//
//   h          the handle
//   dim_index  0 <= dim_index < rank
//   status     HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API int64_t HBE_TensorHandleDim(HBE_TensorHandle* h, int dim_index, HB_Status* status);

// Returns the device of the operation that made the tensor. The text lives as long as the handle.
//
//   h        the handle
//   status   HB_OK, or what went wrong
//   returns  stays the library's; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API const char* HBE_TensorHandleDeviceName(HBE_TensorHandle* h, HB_Status* status);

// Returns the device in whose memory the tensor lies. The text lives as long as the handle.
//
//   h        the handle
//   status   HB_OK, or what went wrong
//   returns  stays the library's; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API const char* HBE_TensorHandleBackingDeviceName(HBE_TensorHandle* h, HB_Status* status);

// Makes another handle to the same tensor.
//
//   h        the handle
//   status   HB_OK, or what went wrong
//   returns  the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HBE_TensorHandle* HBE_TensorHandleCopySharingTensor(HBE_TensorHandle* h,
                                                                 HB_Status* status);

// Returns the tensor, copied to the host if it is not there.
//
//   h        the handle
//   status   HB_OK, or what went wrong
//   returns  the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_Tensor* HBE_TensorHandleResolve(HBE_TensorHandle* h, HB_Status* status);

// Copies a tensor to a device. HB_INVALID_ARGUMENT when the context has no such device.
//
//   h            the handle
//   ctx          the context
//   device_name  full or short name of a device
//   status       HB_OK, or what went wrong
//   returns      the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HBE_TensorHandle* HBE_TensorHandleCopyToDevice(HBE_TensorHandle* h, HBE_Context* ctx,
                                                            const char* device_name,
                                                            HB_Status* status);

// Returns how a tensor lies on its device.
//
//   h        the handle
//   status   HB_OK, or what went wrong
//   returns  the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HBE_TensorDebugInfo* HBE_TensorHandleTensorDebugInfo(HBE_TensorHandle* h,
                                                                  HB_Status* status);

// Frees the information.
//
//   debug_info  the information [taken over; may be NULL]
// Since 0.1.0, stable.
HORNBEAM_API void HBE_DeleteTensorDebugInfo(HBE_TensorDebugInfo* debug_info);

// Returns the rank on the device.
//
//   debug_info  the information
// Since 0.1.0, stable.
HORNBEAM_API int HBE_TensorDebugInfoOnDeviceNumDims(HBE_TensorDebugInfo* debug_info);

// Returns the size of a dimension on the device.
//
//   debug_info  the information
//   dim_index   0 <= dim_index < rank
// Since 0.1.0, stable.
HORNBEAM_API int64_t HBE_TensorDebugInfoOnDeviceDim(HBE_TensorDebugInfo* debug_info, int dim_index);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_EAGER_H_
