#ifndef BINDINGS_JAVA_JNI_JNI_SUPPORT_H_
#define BINDINGS_JAVA_JNI_JNI_SUPPORT_H_

/* What the functions that SWIG generates call. Functions that make something from null give NULL.
 */

#include <jni.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c_api.h"

/* Deletes the status. When it was not HB_OK an exception is pending afterwards and 0 is returned:
   the Throwable of a traced function if one led to the failure, else the exception of the code. */
int hb_java_check(JNIEnv* env, HB_Status* status);

/* Finds what tracing and errors need of Java; 0 when something is missing. */
int hb_java_load_upcalls(JavaVM* vm, JNIEnv* env);
/* If a traced function failed on this thread, below the call that returns now: the Throwable as a
   local reference; the caller throws it. NULL otherwise. `failed` says whether the call failed. */
jthrowable hb_java_take_traced(JNIEnv* env, int failed);
/* The exception of a status, as a local reference. */
jthrowable hb_java_exception(JNIEnv* env, const HB_Status* status);

jbyteArray hb_java_bytes(JNIEnv* env, const char* data, size_t length);
/* The length of an array, -1 for null. */
int hb_java_length(JNIEnv* env, jarray array);

/* A copy with a zero byte at the end; free() frees it. */
char* hb_java_text(JNIEnv* env, jbyteArray bytes);
/* Copies of the elements, and their lengths unless `lengths` is NULL (free() frees those). */
char** hb_java_texts(JNIEnv* env, jobjectArray arrays, size_t** lengths);
int64_t** hb_java_shapes(JNIEnv* env, jobjectArray shapes, int** ranks);
void hb_java_free_texts(char** texts, int count);

/* Handles and indices in turn. */
HB_Output* hb_java_outputs(JNIEnv* env, jlongArray pairs);
void hb_java_free_outputs(JNIEnv* env, jlongArray pairs, HB_Output* outputs);
/* Writes back, then frees. */
void hb_java_return_outputs(JNIEnv* env, jlongArray pairs, HB_Output* outputs);

#endif /* BINDINGS_JAVA_JNI_JNI_SUPPORT_H_ */
