// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_MACROS_H_
#define HORNBEAM_C_MACROS_H_

// Version of the interface that this header describes; see HB_AbiVersion.
#define HORNBEAM_ABI_VERSION 1

// Marks what the shared libraries export.
#if defined(_WIN32)
#if defined(HORNBEAM_BUILDING_LIBRARY)
#define HORNBEAM_API __declspec(dllexport)
#else
#define HORNBEAM_API __declspec(dllimport)
#endif
#else
#define HORNBEAM_API __attribute__((visibility("default")))
#endif

// In C++, as in C, an enumeration holds any int: what a library of a later version returns, or a
// wrong argument, which is answered with an error.
#if defined(__cplusplus)
#define HORNBEAM_INT_ENUM : int
#else
#define HORNBEAM_INT_ENUM
#endif

// Makes the compiler say what to use instead of a function that will go.
#if defined(__GNUC__) || defined(__clang__)
#define HORNBEAM_DEPRECATED(instead) __attribute__((deprecated(instead)))
#else
#define HORNBEAM_DEPRECATED(instead)
#endif

#endif  // HORNBEAM_C_MACROS_H_
