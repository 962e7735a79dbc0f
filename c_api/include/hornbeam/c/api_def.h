// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_API_DEF_H_
#define HORNBEAM_C_API_DEF_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/buffer.h"
#include "hornbeam/c/status.h"

#ifdef __cplusplus
extern "C" {
#endif

// API definitions
//
// A map from op names to ApiDefs, for generators of bindings. Not thread-safe.

// ApiDefs by op name.
typedef struct HB_ApiDefMap HB_ApiDefMap;

// Creates a map with a default ApiDef for each op of a list.
//
//   op_list_buffer  a serialized OpList
//   status          HB_OK, or what went wrong
//   returns         the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_ApiDefMap* HB_NewApiDefMap(HB_Buffer* op_list_buffer, HB_Status* status);

// Frees a map.
//
//   apimap  the map [taken over; may be NULL]
// Since 0.1.0, stable.
HORNBEAM_API void HB_DeleteApiDefMap(HB_ApiDefMap* apimap);

// Merges ApiDefs in protocol buffer text format (an ApiDefs message, with <<END style blocks) into
// the map. Ops that the map does not have are skipped. HB_INVALID_ARGUMENT names line and column of
// a syntax error. HB_FAILED_PRECONDITION for an argument or attribute that the op does not have,
// and once HB_ApiDefMapGet has been called.
//
//   api_def_map  the map
//   text         the text
//   text_len     number of bytes
//   status       HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_ApiDefMapPut(HB_ApiDefMap* api_def_map, const char* text, size_t text_len,
                                  HB_Status* status);

// Returns the ApiDef of an op, serialized. NULL with HB_OK when the map does not have the op. In
// the documentation, names in backticks are replaced by what they were renamed to. Nothing can be
// put into the map afterwards.
//
//   api_def_map  the map
//   name         name of the op
//   name_len     bytes of the name
//   status       HB_OK, or what went wrong
//   returns      the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_Buffer* HB_ApiDefMapGet(HB_ApiDefMap* api_def_map, const char* name,
                                        size_t name_len, HB_Status* status);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_API_DEF_H_
