// How arguments of the flat functions look in Java; included by hornbeam.i. Handles, addresses and
// sizes are long, text is UTF-8 in byte[] without a zero byte at the end, an array of HB_Output is
// a long[] of handle and index in turn. A failed call throws the exception of its code.

%{
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/java/jni/jni_support.h"
%}

%pragma(java) jniclassclassmodifiers="public final class"
%pragma(java) jniclasscode=%{
  static {
    NativeLibrary.load();
  }

  private Native() {}
%}

%apply bool { unsigned char };
%apply long long { int64_t, uint64_t, unsigned long long };

// Status: none in Java.
%typemap(in, numinputs=0) HB_Status* OUT_STATUS { $1 = HB_NewStatus(); }
%typemap(argout) HB_Status* OUT_STATUS { hb_java_check(jenv, $1); }

// Java's types of an argument or a result.
%define HB_TYPES(PATTERN, JNI, JAVA)
%typemap(jni) PATTERN "JNI"
%typemap(jtype) PATTERN "JAVA"
%typemap(jstype) PATTERN "JAVA"
%typemap(javain) PATTERN "$javainput"
%enddef

// Results that are text; null stays null.
HB_TYPES(const char*, jbyteArray, byte[])
%typemap(javaout) const char* { return $jnicall; }
%typemap(out) const char* { $result = hb_java_bytes(jenv, $1, $1 == NULL ? 0 : strlen($1)); }

// Text and bytes.
HB_TYPES(const char* UTF8, jbyteArray, byte[])
%typemap(in) const char* UTF8 { $1 = hb_java_text(jenv, $input); }
%typemap(freearg) const char* UTF8 { free((void*)$1); }

HB_TYPES((const char* const* UTF8S, int COUNT), jobjectArray, byte[][])
%typemap(in) (const char* const* UTF8S, int COUNT) {
  $1 = ($1_ltype)hb_java_texts(jenv, $input, NULL);
  $2 = hb_java_length(jenv, $input);
}
%typemap(freearg) (const char* const* UTF8S, int COUNT) { hb_java_free_texts((char**)$1, $2); }
HB_TYPES(const char* const* UTF8S, jobjectArray, byte[][])
%typemap(in) const char* const* UTF8S { $1 = ($1_ltype)hb_java_texts(jenv, $input, NULL); }
%typemap(freearg) const char* const* UTF8S {
  hb_java_free_texts((char**)$1, hb_java_length(jenv, $input));
}

HB_TYPES((const void* const* BLOBS, const size_t* SIZES, int COUNT), jobjectArray, byte[][])
%typemap(in) (const void* const* BLOBS, const size_t* SIZES, int COUNT) {
  $1 = ($1_ltype)hb_java_texts(jenv, $input, &$2);
  $3 = hb_java_length(jenv, $input);
}
%typemap(freearg) (const void* const* BLOBS, const size_t* SIZES, int COUNT) {
  hb_java_free_texts((char**)$1, $3);
  free($2);
}

HB_TYPES((const int64_t* const* SHAPES, const int* RANKS, int COUNT), jobjectArray, long[][])
%typemap(in) (const int64_t* const* SHAPES, const int* RANKS, int COUNT) {
  $1 = ($1_ltype)hb_java_shapes(jenv, $input, &$2);
  $3 = hb_java_length(jenv, $input);
}
%typemap(freearg) (const int64_t* const* SHAPES, const int* RANKS, int COUNT) {
  hb_java_free_texts((char**)$1, $3);
  free($2);
}

// Arrays of numbers: read (mode JNI_ABORT) or read and written back (mode 0). Null is NULL with
// length -1.
%define HB_ARRAY(CTYPE, NAME, COUNTTYPE, COUNT, JNIARRAY, JAVAARRAY, KIND, MODE)
HB_TYPES((CTYPE NAME, COUNTTYPE COUNT), JNIARRAY, JAVAARRAY)
%typemap(in) (CTYPE NAME, COUNTTYPE COUNT) {
  $1 = $input == NULL ? NULL : ($1_ltype)(*jenv)->Get##KIND##ArrayElements(jenv, $input, NULL);
  $2 = ($2_ltype)hb_java_length(jenv, $input);
}
%typemap(freearg) (CTYPE NAME, COUNTTYPE COUNT) {
  if ($input != NULL) (*jenv)->Release##KIND##ArrayElements(jenv, $input, (void*)$1, MODE);
}
HB_TYPES(CTYPE NAME, JNIARRAY, JAVAARRAY)
%typemap(in) CTYPE NAME {
  $1 = $input == NULL ? NULL : ($1_ltype)(*jenv)->Get##KIND##ArrayElements(jenv, $input, NULL);
}
%typemap(freearg) CTYPE NAME {
  if ($input != NULL) (*jenv)->Release##KIND##ArrayElements(jenv, $input, (void*)$1, MODE);
}
%enddef

HB_ARRAY(const int64_t*, LONGS, int, COUNT, jlongArray, long[], Long, JNI_ABORT)
HB_ARRAY(const size_t*, SIZES, int, COUNT, jlongArray, long[], Long, JNI_ABORT)
HB_ARRAY(const int*, INTS, int, COUNT, jintArray, int[], Int, JNI_ABORT)
HB_ARRAY(const HB_DataType*, TYPES, int, COUNT, jintArray, int[], Int, JNI_ABORT)
HB_ARRAY(const float*, FLOATS, int, COUNT, jfloatArray, float[], Float, JNI_ABORT)
HB_ARRAY(const unsigned char*, FLAGS, int, COUNT, jbooleanArray, boolean[], Boolean, JNI_ABORT)
HB_ARRAY(const void*, BYTES, size_t, LENGTH, jbyteArray, byte[], Byte, JNI_ABORT)
HB_ARRAY(const char*, BYTES, size_t, LENGTH, jbyteArray, byte[], Byte, JNI_ABORT)
HB_ARRAY(void* const*, HANDLES, int, COUNT, jlongArray, long[], Long, JNI_ABORT)
HB_ARRAY(int64_t*, OUT_LONGS, int, COUNT, jlongArray, long[], Long, 0)
HB_ARRAY(size_t*, OUT_SIZES, int, COUNT, jlongArray, long[], Long, 0)
HB_ARRAY(int*, OUT_INTS, int, COUNT, jintArray, int[], Int, 0)
HB_ARRAY(HB_DataType*, OUT_TYPES, int, COUNT, jintArray, int[], Int, 0)
HB_ARRAY(float*, OUT_FLOATS, int, COUNT, jfloatArray, float[], Float, 0)
HB_ARRAY(unsigned char*, OUT_FLAGS, int, COUNT, jbooleanArray, boolean[], Boolean, 0)
HB_ARRAY(void*, OUT_BYTES, size_t, LENGTH, jbyteArray, byte[], Byte, 0)
HB_ARRAY(char*, OUT_BYTES, size_t, LENGTH, jbyteArray, byte[], Byte, 0)
HB_ARRAY(void**, OUT_HANDLES, int, COUNT, jlongArray, long[], Long, 0)

// Arrays of HB_Output and HB_Input.
%define HB_PAIRS(CTYPE, NAME, FREE)
HB_TYPES((CTYPE NAME, int COUNT), jlongArray, long[])
%typemap(in) (CTYPE NAME, int COUNT) {
  $1 = ($1_ltype)hb_java_outputs(jenv, $input);
  $2 = $input == NULL ? 0 : hb_java_length(jenv, $input) / 2;
}
%typemap(freearg) (CTYPE NAME, int COUNT) { FREE(jenv, $input, (HB_Output*)$1); }
HB_TYPES(CTYPE NAME, jlongArray, long[])
%typemap(in) CTYPE NAME { $1 = ($1_ltype)hb_java_outputs(jenv, $input); }
%typemap(freearg) CTYPE NAME { FREE(jenv, $input, (HB_Output*)$1); }
%enddef

HB_PAIRS(const HB_Output*, OUTPUTS, hb_java_free_outputs)
HB_PAIRS(HB_Output*, OUTPUTS, hb_java_free_outputs)
HB_PAIRS(HB_Output*, OUT_OUTPUTS, hb_java_return_outputs)
HB_PAIRS(HB_Input*, OUT_OUTPUTS, hb_java_return_outputs)
