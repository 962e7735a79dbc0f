// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_TSTRING_H_
#define HORNBEAM_C_TSTRING_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"

#ifdef __cplusplus
extern "C" {
#endif

// Strings in tensors
//
// The 24-byte string that the elements of an HB_STRING tensor are. An object of all zero bytes is
// the empty string. The two lowest bits of the first byte say which of four forms it has; sizes are
// stored shifted left by two. Strings up to 22 bytes lie inside the object; longer ones in a block
// that `malloc` of the C library gave and `free` releases. Bytes may be anything; none of them ends
// the string.

// Forms of a string; the two lowest bits of its first byte.
typedef enum HB_TString_Type HORNBEAM_INT_ENUM {
  HB_TSTR_SMALL = 0,  // Bytes inside the object.
  HB_TSTR_LARGE = 1,  // Bytes in a malloc block that the string owns.
  HB_TSTR_OFFSET = 2,  // Bytes at an offset from the object itself.
  HB_TSTR_VIEW = 3,  // Bytes that someone else owns.
} HB_TString_Type;

// Up to 22 bytes.
typedef struct HB_TString_Small {
  // Length shifted left by two.
  uint8_t size;
  // The bytes, then a zero byte.
  char str[23];
} HB_TString_Small;

// A block of its own.
typedef struct HB_TString_Large {
  // Length shifted left by two, plus 1.
  size_t size;
  // Room in the block, without the final zero byte.
  size_t cap;
  // The block, from malloc.
  char* ptr;
} HB_TString_Large;

// Bytes beside the object, as mapped files have them.
typedef struct HB_TString_Offset {
  // Length shifted left by two, plus 2.
  uint32_t size;
  // Distance from the object to the bytes.
  uint32_t offset;
  // Unused.
  uint32_t count;
} HB_TString_Offset;

// Borrowed bytes.
typedef struct HB_TString_View {
  // Length shifted left by two, plus 3.
  size_t size;
  // The bytes.
  const char* ptr;
  // Not read by Hornbeam: older clients leave it unset.
  void* owner_ref;
} HB_TString_View;

// All bytes.
typedef struct HB_TString_Raw {
  // The object as bytes.
  uint8_t raw[24];
} HB_TString_Raw;

// One string element, 24 bytes.
typedef struct HB_TString {
  // The form is told by `u.raw.raw[0] & 3`.
  union {
    HB_TString_Small smll;
    HB_TString_Large large;
    HB_TString_Offset offset;
    HB_TString_View view;
    HB_TString_Raw raw;
  } u;
} HB_TString;

// Makes `t` the empty string without looking at what it held.
//
//   t  memory for one string [written]
// Since 0.1.0, stable.
HORNBEAM_API void HB_StringInit(HB_TString* t);

// Replaces the content with a copy of the bytes, freeing what the string owned.
//
//   dst   an initialised string [read and written]
//   src   bytes to copy; may be NULL when `size` is 0
//   size  number of bytes
// Since 0.1.0, stable.
HORNBEAM_API void HB_StringCopy(HB_TString* dst, const char* src, size_t size);

// Makes the string refer to bytes that the caller keeps alive and unchanged for as long as it does.
//
//   dst   an initialised string [read and written]
//   src   the bytes [must outlive what this call makes]
//   size  number of bytes
// Since 0.1.0, stable.
HORNBEAM_API void HB_StringAssignView(HB_TString* dst, const char* src, size_t size);

// Returns the first byte. The pointer is valid until the string is changed, moved or freed.
//
//   tstr     an initialised string
//   returns  stays the library's
// Since 0.1.0, stable.
HORNBEAM_API const char* HB_StringGetDataPointer(const HB_TString* tstr);

// Returns the form.
//
//   str  an initialised string
// Since 0.1.0, stable.
HORNBEAM_API HB_TString_Type HB_StringGetType(const HB_TString* str);

// Returns the length in bytes.
//
//   tstr  an initialised string
// Since 0.1.0, stable.
HORNBEAM_API size_t HB_StringGetSize(const HB_TString* tstr);

// Returns how many bytes fit without a new block: 22 for a small string, 0 for views and offsets.
//
//   str  an initialised string
// Since 0.1.0, stable.
HORNBEAM_API size_t HB_StringGetCapacity(const HB_TString* str);

// Frees what the string owns and makes it empty.
//
//   tstr  an initialised string [read and written]
// Since 0.1.0, stable.
HORNBEAM_API void HB_StringDealloc(HB_TString* tstr);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_TSTRING_H_
