// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef TENSORFLOW_C_EAGER_C_API_H_
#define TENSORFLOW_C_EAGER_C_API_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tensorflow/c/c_api.h"

#ifdef __cplusplus
extern "C" {
#endif

// Options for a context.
typedef struct TFE_ContextOptions TFE_ContextOptions;

// A set of devices.
typedef struct TFE_Context TFE_Context;

// A tensor on a device.
typedef struct TFE_TensorHandle TFE_TensorHandle;

// How a tensor lies on its device.
typedef struct TFE_TensorDebugInfo TFE_TensorDebugInfo;

// What to do with an input on another device.
typedef enum TFE_ContextDevicePlacementPolicy {
  TFE_DEVICE_PLACEMENT_EXPLICIT = 0,  // Fail.
  TFE_DEVICE_PLACEMENT_WARN = 1,  // Copy and log a line.
  TFE_DEVICE_PLACEMENT_SILENT = 2,  // Copy.
  TFE_DEVICE_PLACEMENT_SILENT_FOR_INT32 = 3,  // Copy int32, fail for others.
} TFE_ContextDevicePlacementPolicy;

// Creates default options.
TF_CAPI_EXPORT extern TFE_ContextOptions* TFE_NewContextOptions(void);

// Sets the configuration from a serialized ConfigProto. TF_INVALID_ARGUMENT when it does not parse.
TF_CAPI_EXPORT extern void TFE_ContextOptionsSetConfig(TFE_ContextOptions* options,
                                                       const void* proto, size_t proto_len,
                                                       TF_Status* status);

// Asks for asynchronous execution.
TF_CAPI_EXPORT extern void TFE_ContextOptionsSetAsync(TFE_ContextOptions* options,
                                                      unsigned char enable);

// Sets the placement policy.
TF_CAPI_EXPORT extern void TFE_ContextOptionsSetDevicePlacementPolicy(
    TFE_ContextOptions* options, TFE_ContextDevicePlacementPolicy policy);

// Frees options.
TF_CAPI_EXPORT extern void TFE_DeleteContextOptions(TFE_ContextOptions* options);

// Creates a context.
TF_CAPI_EXPORT extern TFE_Context* TFE_NewContext(const TFE_ContextOptions* opts,
                                                  TF_Status* status);

// Frees a context. Handles may outlive it.
TF_CAPI_EXPORT extern void TFE_DeleteContext(TFE_Context* ctx);

// Returns the devices.
TF_CAPI_EXPORT extern TF_DeviceList* TFE_ContextListDevices(TFE_Context* ctx, TF_Status* status);

// Drops what the context has cached.
TF_CAPI_EXPORT extern void TFE_ContextClearCaches(TFE_Context* ctx);

// Sets the placement policy for the calling thread.
TF_CAPI_EXPORT extern void TFE_ContextSetThreadLocalDevicePlacementPolicy(
    TFE_Context* ctx, TFE_ContextDevicePlacementPolicy policy);

// Returns the placement policy of the calling thread.
TF_CAPI_EXPORT extern TFE_ContextDevicePlacementPolicy TFE_ContextGetDevicePlacementPolicy(
    TFE_Context* ctx);

// Makes a handle that shares the memory of a tensor.
TF_CAPI_EXPORT extern TFE_TensorHandle* TFE_NewTensorHandle(const TF_Tensor* t, TF_Status* status);

// Frees a handle.
TF_CAPI_EXPORT extern void TFE_DeleteTensorHandle(TFE_TensorHandle* h);

// Returns the element type.
TF_CAPI_EXPORT extern TF_DataType TFE_TensorHandleDataType(TFE_TensorHandle* h);

// Returns the rank, -1 on an error.
TF_CAPI_EXPORT extern int TFE_TensorHandleNumDims(TFE_TensorHandle* h, TF_Status* status);

// Returns the number of elements, -1 on an error.
TF_CAPI_EXPORT extern int64_t TFE_TensorHandleNumElements(TFE_TensorHandle* h, TF_Status* status);

// Returns the size of a dimension, -1 and TF_INVALID_ARGUMENT when there is none of that index.
TF_CAPI_EXPORT extern int64_t TFE_TensorHandleDim(TFE_TensorHandle* h, int dim_index,
                                                  TF_Status* status);

// Returns the device of the operation that made the tensor. The text lives as long as the handle.
TF_CAPI_EXPORT extern const char* TFE_TensorHandleDeviceName(TFE_TensorHandle* h,
                                                             TF_Status* status);

// Returns the device in whose memory the tensor lies. The text lives as long as the handle.
TF_CAPI_EXPORT extern const char* TFE_TensorHandleBackingDeviceName(TFE_TensorHandle* h,
                                                                    TF_Status* status);

// Makes another handle to the same tensor.
TF_CAPI_EXPORT extern TFE_TensorHandle* TFE_TensorHandleCopySharingTensor(TFE_TensorHandle* h,
                                                                          TF_Status* status);

// Returns the tensor, copied to the host if it is not there.
TF_CAPI_EXPORT extern TF_Tensor* TFE_TensorHandleResolve(TFE_TensorHandle* h, TF_Status* status);

// Copies a tensor to a device. TF_INVALID_ARGUMENT when the context has no such device.
TF_CAPI_EXPORT extern TFE_TensorHandle* TFE_TensorHandleCopyToDevice(TFE_TensorHandle* h,
                                                                     TFE_Context* ctx,
                                                                     const char* device_name,
                                                                     TF_Status* status);

// Returns how a tensor lies on its device.
TF_CAPI_EXPORT extern TFE_TensorDebugInfo* TFE_TensorHandleTensorDebugInfo(TFE_TensorHandle* h,
                                                                           TF_Status* status);

// Frees the information.
TF_CAPI_EXPORT extern void TFE_DeleteTensorDebugInfo(TFE_TensorDebugInfo* debug_info);

// Returns the rank on the device.
TF_CAPI_EXPORT extern int TFE_TensorDebugInfoOnDeviceNumDims(TFE_TensorDebugInfo* debug_info);

// Returns the size of a dimension on the device.
TF_CAPI_EXPORT extern int64_t TFE_TensorDebugInfoOnDeviceDim(TFE_TensorDebugInfo* debug_info,
                                                             int dim_index);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // TENSORFLOW_C_EAGER_C_API_H_
