// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_DEVICE_H_
#define HORNBEAM_C_DEVICE_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/status.h"

#ifdef __cplusplus
extern "C" {
#endif

// Devices
//
// Lists of devices. A list does not change and may be read from any thread.

// The devices of a session or context.
typedef struct HB_DeviceList HB_DeviceList;

// Frees a list.
//
//   list  the list [taken over; may be NULL]
// Since 0.1.0, stable.
HORNBEAM_API void HB_DeleteDeviceList(HB_DeviceList* list);

// Returns the number of devices.
//
//   list  the list
// Since 0.1.0, stable.
HORNBEAM_API int HB_DeviceListCount(const HB_DeviceList* list);

// Returns the full name of a device. The text belongs to the list. HB_INVALID_ARGUMENT and NULL
// when the index is out of range.
//
//   list     the list
//   index    0 <= index < HB_DeviceListCount(list)
//   status   HB_OK, or what went wrong
//   returns  stays the library's; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API const char* HB_DeviceListName(const HB_DeviceList* list, int index, HB_Status* status);

// Returns the kind of a device, such as "CPU". The text belongs to the list.
//
//   list     the list
//   index    0 <= index < HB_DeviceListCount(list)
//   status   HB_OK, or what went wrong
//   returns  stays the library's; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API const char* HB_DeviceListType(const HB_DeviceList* list, int index, HB_Status* status);

// Returns the bytes of memory that a device has, -1 on an error.
//
//   list    the list
//   index   0 <= index < HB_DeviceListCount(list)
//   status  HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API int64_t HB_DeviceListMemoryBytes(const HB_DeviceList* list, int index,
                                              HB_Status* status);

// Returns a number that differs each time a device is set up, 0 on an error.
//
//   list    the list
//   index   0 <= index < HB_DeviceListCount(list)
//   status  HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API uint64_t HB_DeviceListIncarnation(const HB_DeviceList* list, int index,
                                               HB_Status* status);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_DEVICE_H_
