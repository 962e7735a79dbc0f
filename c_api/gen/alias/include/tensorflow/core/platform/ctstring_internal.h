// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef TENSORFLOW_CORE_PLATFORM_CTSTRING_INTERNAL_H_
#define TENSORFLOW_CORE_PLATFORM_CTSTRING_INTERNAL_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>


#ifdef __cplusplus
extern "C" {
#endif

// Forms of a string; the two lowest bits of its first byte.
typedef enum TF_TString_Type {
  TF_TSTR_SMALL = 0,  // Bytes inside the object.
  TF_TSTR_LARGE = 1,  // Bytes in a malloc block that the string owns.
  TF_TSTR_OFFSET = 2,  // Bytes at an offset from the object itself.
  TF_TSTR_VIEW = 3,  // Bytes that someone else owns.
} TF_TString_Type;

// Up to 22 bytes.
typedef struct TF_TString_Small {
  // Length shifted left by two.
  uint8_t size;
  // The bytes, then a zero byte.
  char str[23];
} TF_TString_Small;

// A block of its own.
typedef struct TF_TString_Large {
  // Length shifted left by two, plus 1.
  size_t size;
  // Room in the block, without the final zero byte.
  size_t cap;
  // The block, from malloc.
  char* ptr;
} TF_TString_Large;

// Bytes beside the object, as mapped files have them.
typedef struct TF_TString_Offset {
  // Length shifted left by two, plus 2.
  uint32_t size;
  // Distance from the object to the bytes.
  uint32_t offset;
  // Unused.
  uint32_t count;
} TF_TString_Offset;

// Borrowed bytes.
typedef struct TF_TString_View {
  // Length shifted left by two, plus 3.
  size_t size;
  // The bytes.
  const char* ptr;
  // Not read by Hornbeam: older clients leave it unset.
  void* owner_ref;
} TF_TString_View;

// All bytes.
typedef struct TF_TString_Raw {
  // The object as bytes.
  uint8_t raw[24];
} TF_TString_Raw;

// One string element, 24 bytes.
typedef struct TF_TString {
  // The form is told by `u.raw.raw[0] & 3`.
  union {
    TF_TString_Small smll;
    TF_TString_Large large;
    TF_TString_Offset offset;
    TF_TString_View view;
    TF_TString_Raw raw;
  } u;
} TF_TString;

#ifndef TF_TSTR_TYPE_MASK
#define TF_TSTR_TYPE_MASK 0x03
#endif

enum { TF_TString_SmallCapacity = 22 };

static inline TF_TString_Type TF_TString_GetType(const TF_TString* str) {
  return (TF_TString_Type)(str->u.raw.raw[0] & TF_TSTR_TYPE_MASK);
}

static inline size_t TF_TString_ToActualSizeT(size_t size) { return size >> 2; }

static inline size_t TF_TString_ToInternalSizeT(size_t size, TF_TString_Type type) {
  return (size << 2) | (size_t)type;
}

// Makes the string empty without looking at what it held.
static inline void TF_TString_Init(TF_TString* str) { memset(str, 0, sizeof(*str)); }

// Frees what the string owns and makes it empty.
static inline void TF_TString_Dealloc(TF_TString* str) {
  if (TF_TString_GetType(str) == TF_TSTR_LARGE) free(str->u.large.ptr);
  TF_TString_Init(str);
}

static inline size_t TF_TString_GetSize(const TF_TString* str) {
  const TF_TString_Type type = TF_TString_GetType(str);
  if (type == TF_TSTR_SMALL) return str->u.smll.size >> 2;
  if (type == TF_TSTR_OFFSET) return str->u.offset.size >> 2;
  return str->u.large.size >> 2;
}

static inline size_t TF_TString_GetCapacity(const TF_TString* str) {
  const TF_TString_Type type = TF_TString_GetType(str);
  if (type == TF_TSTR_LARGE) return str->u.large.cap;
  return type == TF_TSTR_SMALL ? (size_t)TF_TString_SmallCapacity : 0;
}

static inline const char* TF_TString_GetDataPointer(const TF_TString* str) {
  const TF_TString_Type type = TF_TString_GetType(str);
  if (type == TF_TSTR_SMALL) return str->u.smll.str;
  if (type == TF_TSTR_OFFSET) return (const char*)str + str->u.offset.offset;
  return type == TF_TSTR_LARGE ? str->u.large.ptr : str->u.view.ptr;
}

// Moves the content into a block of at least `capacity` bytes that the string owns.
static inline void TF_TString_OwnBlock(TF_TString* str, size_t capacity) {
  const size_t size = TF_TString_GetSize(str);
  const size_t keep = size < capacity ? size : capacity;
  const size_t cap = ((capacity + 16) & ~(size_t)15) - 1;
  char* block = (char*)malloc(cap + 1);
  if (block == NULL) abort();
  if (keep != 0) memcpy(block, TF_TString_GetDataPointer(str), keep);
  block[keep] = '\0';
  if (TF_TString_GetType(str) == TF_TSTR_LARGE) free(str->u.large.ptr);
  str->u.large.size = TF_TString_ToInternalSizeT(keep, TF_TSTR_LARGE);
  str->u.large.cap = cap;
  str->u.large.ptr = block;
}

// Changes the length; new bytes are undefined. Returns the first byte.
static inline char* TF_TString_ResizeUninitialized(TF_TString* str, size_t new_size) {
  if (new_size <= (size_t)TF_TString_SmallCapacity) {
    if (TF_TString_GetType(str) != TF_TSTR_SMALL) {
      TF_TString old = *str;
      const size_t size = TF_TString_GetSize(str);
      const char* data = TF_TString_GetDataPointer(str);
      char bytes[TF_TString_SmallCapacity + 1];
      const size_t keep = size < new_size ? size : new_size;
      if (keep != 0) memcpy(bytes, data, keep);
      if (TF_TString_GetType(&old) == TF_TSTR_LARGE) free(old.u.large.ptr);
      TF_TString_Init(str);
      if (keep != 0) memcpy(str->u.smll.str, bytes, keep);
    }
    str->u.smll.size = (uint8_t)(new_size << 2);
    str->u.smll.str[new_size] = '\0';
    return str->u.smll.str;
  }
  if (TF_TString_GetType(str) != TF_TSTR_LARGE || str->u.large.cap < new_size) {
    TF_TString_OwnBlock(str, new_size);
  }
  str->u.large.size = TF_TString_ToInternalSizeT(new_size, TF_TSTR_LARGE);
  str->u.large.ptr[new_size] = '\0';
  return str->u.large.ptr;
}

static inline char* TF_TString_Resize(TF_TString* str, size_t new_size, char c) {
  const size_t old_size = TF_TString_GetSize(str);
  char* data = TF_TString_ResizeUninitialized(str, new_size);
  if (new_size > old_size) memset(data + old_size, c, new_size - old_size);
  return data;
}

static inline char* TF_TString_GetMutableDataPointer(TF_TString* str) {
  const TF_TString_Type type = TF_TString_GetType(str);
  if (type == TF_TSTR_OFFSET || type == TF_TSTR_VIEW) {
    return TF_TString_ResizeUninitialized(str, TF_TString_GetSize(str));
  }
  return type == TF_TSTR_SMALL ? str->u.smll.str : str->u.large.ptr;
}

static inline void TF_TString_Reserve(TF_TString* str, size_t new_cap) {
  const size_t size = TF_TString_GetSize(str);
  if (new_cap < size) new_cap = size;
  if (new_cap <= (size_t)TF_TString_SmallCapacity) return;
  if (TF_TString_GetType(str) == TF_TSTR_LARGE && new_cap <= str->u.large.cap) return;
  TF_TString_OwnBlock(str, new_cap);
}

static inline void TF_TString_ReserveAmortized(TF_TString* str, size_t new_cap) {
  const size_t cap = TF_TString_GetCapacity(str);
  if (new_cap > cap) TF_TString_Reserve(str, new_cap > 2 * cap ? new_cap : 2 * cap);
}

// Makes the string refer to bytes that someone else keeps alive.
static inline void TF_TString_AssignView(TF_TString* dst, const char* src, size_t size) {
  TF_TString_Dealloc(dst);
  dst->u.view.size = TF_TString_ToInternalSizeT(size, TF_TSTR_VIEW);
  dst->u.view.ptr = src;
}

static inline void TF_TString_Copy(TF_TString* dst, const char* src, size_t size) {
  char* data = TF_TString_ResizeUninitialized(dst, size);
  if (size != 0) memmove(data, src, size);
}

static inline void TF_TString_AppendN(TF_TString* dst, const char* src, size_t size) {
  if (size == 0) return;
  const size_t old_size = TF_TString_GetSize(dst);
  TF_TString_ReserveAmortized(dst, old_size + size);
  memcpy(TF_TString_ResizeUninitialized(dst, old_size + size) + old_size, src, size);
}

static inline void TF_TString_Append(TF_TString* dst, const TF_TString* src) {
  TF_TString_AppendN(dst, TF_TString_GetDataPointer(src), TF_TString_GetSize(src));
}

// Copies the content; a view or an offset becomes a view of the same bytes.
static inline void TF_TString_Assign(TF_TString* dst, const TF_TString* src) {
  if (dst == src) return;
  const TF_TString_Type type = TF_TString_GetType(src);
  if (type == TF_TSTR_SMALL || type == TF_TSTR_LARGE) {
    TF_TString_Copy(dst, TF_TString_GetDataPointer(src), TF_TString_GetSize(src));
  } else {
    TF_TString_AssignView(dst, TF_TString_GetDataPointer(src), TF_TString_GetSize(src));
  }
}

// Moves the content; `src` is empty afterwards unless it is an offset.
static inline void TF_TString_Move(TF_TString* dst, TF_TString* src) {
  if (dst == src) return;
  if (TF_TString_GetType(src) == TF_TSTR_OFFSET) {
    TF_TString_Assign(dst, src);
    return;
  }
  TF_TString_Dealloc(dst);
  *dst = *src;
  TF_TString_Init(src);
}

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // TENSORFLOW_CORE_PLATFORM_CTSTRING_INTERNAL_H_
