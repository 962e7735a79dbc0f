/* Conversions between Java's arrays and C's, and errors. */

#include "bindings/java/jni/jni_support.h"

#include <stdlib.h>
#include <string.h>

int hb_java_check(JNIEnv* env, HB_Status* status) {
  const int failed = HB_GetCode(status) != HB_OK;
  jthrowable thrown = hb_java_take_traced(env, failed);
  if (failed && thrown == NULL) thrown = hb_java_exception(env, status);
  if (thrown != NULL) (*env)->Throw(env, thrown);
  HB_DeleteStatus(status);
  return !failed;
}

jbyteArray hb_java_bytes(JNIEnv* env, const char* data, size_t length) {
  if (data == NULL) return NULL;
  jbyteArray bytes = (*env)->NewByteArray(env, (jsize)length);
  if (bytes != NULL) {
    (*env)->SetByteArrayRegion(env, bytes, 0, (jsize)length, (const jbyte*)data);
  }
  return bytes;
}

int hb_java_length(JNIEnv* env, jarray array) {
  return array == NULL ? -1 : (*env)->GetArrayLength(env, array);
}

char* hb_java_text(JNIEnv* env, jbyteArray bytes) {
  if (bytes == NULL) return NULL;
  const jsize length = (*env)->GetArrayLength(env, bytes);
  char* text = malloc((size_t)length + 1);
  if (text == NULL) return NULL;
  (*env)->GetByteArrayRegion(env, bytes, 0, length, (jbyte*)text);
  text[length] = 0;
  return text;
}

char** hb_java_texts(JNIEnv* env, jobjectArray arrays, size_t** lengths) {
  if (arrays == NULL) return NULL;
  const jsize count = (*env)->GetArrayLength(env, arrays);
  char** texts = calloc((size_t)count + 1, sizeof(char*));
  if (lengths != NULL) *lengths = calloc((size_t)count + 1, sizeof(size_t));
  for (jsize i = 0; texts != NULL && i < count; ++i) {
    jbyteArray element = (*env)->GetObjectArrayElement(env, arrays, i);
    texts[i] = hb_java_text(env, element);
    if (lengths != NULL && *lengths != NULL && texts[i] != NULL) {
      (*lengths)[i] = (size_t)(*env)->GetArrayLength(env, element);
    }
    (*env)->DeleteLocalRef(env, element);
  }
  return texts;
}

int64_t** hb_java_shapes(JNIEnv* env, jobjectArray shapes, int** ranks) {
  if (shapes == NULL) return NULL;
  const jsize count = (*env)->GetArrayLength(env, shapes);
  int64_t** dims = calloc((size_t)count + 1, sizeof(int64_t*));
  *ranks = calloc((size_t)count + 1, sizeof(int));
  for (jsize i = 0; dims != NULL && *ranks != NULL && i < count; ++i) {
    jlongArray shape = (*env)->GetObjectArrayElement(env, shapes, i);
    (*ranks)[i] = hb_java_length(env, shape);
    if (shape == NULL) continue;
    dims[i] = malloc(((size_t)(*ranks)[i] + 1) * sizeof(int64_t));
    if (dims[i] != NULL) {
      (*env)->GetLongArrayRegion(env, shape, 0, (*ranks)[i], (jlong*)dims[i]);
    }
    (*env)->DeleteLocalRef(env, shape);
  }
  return dims;
}

void hb_java_free_texts(char** texts, int count) {
  for (int i = 0; texts != NULL && i < count; ++i) free(texts[i]);
  free(texts);
}

HB_Output* hb_java_outputs(JNIEnv* env, jlongArray pairs) {
  if (pairs == NULL) return NULL;
  const jsize count = (*env)->GetArrayLength(env, pairs) / 2;
  HB_Output* outputs = calloc((size_t)count + 1, sizeof(HB_Output));
  jlong* values = (*env)->GetLongArrayElements(env, pairs, NULL);
  for (jsize i = 0; outputs != NULL && values != NULL && i < count; ++i) {
    outputs[i].oper = (HB_Operation*)(intptr_t)values[2 * i];
    outputs[i].index = (int)values[2 * i + 1];
  }
  if (values != NULL) (*env)->ReleaseLongArrayElements(env, pairs, values, JNI_ABORT);
  return outputs;
}

void hb_java_free_outputs(JNIEnv* env, jlongArray pairs, HB_Output* outputs) {
  (void)env;
  (void)pairs;
  free(outputs);
}

void hb_java_return_outputs(JNIEnv* env, jlongArray pairs, HB_Output* outputs) {
  /* Nothing is written while an exception is pending: the call has failed. */
  if (pairs != NULL && outputs != NULL && !(*env)->ExceptionCheck(env)) {
    const jsize count = (*env)->GetArrayLength(env, pairs) / 2;
    for (jsize i = 0; i < count; ++i) {
      const jlong pair[2] = {(jlong)(intptr_t)outputs[i].oper, outputs[i].index};
      (*env)->SetLongArrayRegion(env, pairs, 2 * i, 2, pair);
    }
  }
  free(outputs);
}
