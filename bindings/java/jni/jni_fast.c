/* What runs often: runs of callables, predictions, and the bytes of tensors. */

#include <string.h>

#include "bindings/java/jni/jni_support.h"
#include "hornbeam/keras.h"

enum { kMost = 16 };

/* Handles in an array: copied to `room` when they fit there. */
typedef struct {
  jlongArray array;
  jsize count;
  jlong room[kMost];
  jlong* values;
} Handles;

static void Read(JNIEnv* env, jlongArray array, Handles* handles) {
  handles->array = array;
  handles->count = (*env)->GetArrayLength(env, array);
  if (handles->count <= kMost) {
    handles->values = handles->room;
    (*env)->GetLongArrayRegion(env, array, 0, handles->count, handles->room);
  } else {
    handles->values = (*env)->GetLongArrayElements(env, array, NULL);
  }
}

static void Release(JNIEnv* env, Handles* handles, int write) {
  if (handles->values != handles->room) {
    (*env)->ReleaseLongArrayElements(env, handles->array, handles->values, write ? 0 : JNI_ABORT);
  } else if (write) {
    (*env)->SetLongArrayRegion(env, handles->array, 0, handles->count, handles->room);
  }
}

JNIEXPORT void JNICALL Java_dev_hornbeam_internal_Fast_run(JNIEnv* env, jclass cls, jlong callable,
                                                           jlongArray feeds, jlongArray fetches,
                                                           jlong token) {
  (void)cls;
  Handles in, out;
  Read(env, feeds, &in);
  Read(env, fetches, &out);
  HB_Status* status = HB_NewStatus();
  HB_CallableRun((HB_Callable*)(intptr_t)callable, (HB_Tensor**)in.values, in.count,
                 (HB_Tensor**)out.values, out.count, (HB_CancellationToken*)(intptr_t)token,
                 status);
  Release(env, &in, 0);
  Release(env, &out, HB_GetCode(status) == HB_OK);
  hb_java_check(env, status);
}

JNIEXPORT void JNICALL Java_dev_hornbeam_internal_Fast_predict(JNIEnv* env, jclass cls, jlong model,
                                                               jlongArray inputs,
                                                               jlongArray outputs, jlong token) {
  (void)cls;
  Handles in, out;
  Read(env, inputs, &in);
  Read(env, outputs, &out);
  HB_Status* status = HB_NewStatus();
  HB_ModelPredictWithToken((HB_Model*)(intptr_t)model, (HB_Tensor**)in.values, in.count,
                           (HB_Tensor**)out.values, out.count,
                           (HB_CancellationToken*)(intptr_t)token, status);
  Release(env, &in, 0);
  Release(env, &out, HB_GetCode(status) == HB_OK);
  hb_java_check(env, status);
}

/* A tensor with a copy of the first `bytes` bytes of an array of numbers; 0 without memory. */
JNIEXPORT jlong JNICALL Java_dev_hornbeam_internal_Fast_newTensor(JNIEnv* env, jclass cls,
                                                                  jint dtype, jlongArray dims,
                                                                  jarray values, jlong bytes) {
  (void)cls;
  Handles sizes;
  Read(env, dims, &sizes);
  HB_Tensor* tensor = HB_AllocateTensor((HB_DataType)dtype, (const int64_t*)sizes.values,
                                        sizes.count, (size_t)bytes);
  Release(env, &sizes, 0);
  if (tensor != NULL && bytes > 0) {
    void* from = (*env)->GetPrimitiveArrayCritical(env, values, NULL);
    if (from != NULL) {
      memcpy(HB_TensorData(tensor), from, (size_t)bytes);
      (*env)->ReleasePrimitiveArrayCritical(env, values, from, JNI_ABORT);
    }
  }
  return (jlong)(intptr_t)tensor;
}

/* Copies between the elements of a tensor, from byte `start` on, and an array of numbers. */
JNIEXPORT void JNICALL Java_dev_hornbeam_internal_Fast_copy(JNIEnv* env, jclass cls, jlong tensor,
                                                            jlong start, jarray values, jlong bytes,
                                                            jboolean to_tensor) {
  (void)cls;
  if (bytes == 0) return;
  char* data = (char*)HB_TensorData((const HB_Tensor*)(intptr_t)tensor) + start;
  void* array = (*env)->GetPrimitiveArrayCritical(env, values, NULL);
  if (array == NULL) return;
  if (to_tensor) {
    memcpy(data, array, (size_t)bytes);
  } else {
    memcpy(array, data, (size_t)bytes);
  }
  (*env)->ReleasePrimitiveArrayCritical(env, values, array, to_tensor ? JNI_ABORT : 0);
}

/* Type, then the sizes of a tensor. */
JNIEXPORT jlongArray JNICALL Java_dev_hornbeam_internal_Fast_describe(JNIEnv* env, jclass cls,
                                                                      jlong handle) {
  (void)cls;
  const HB_Tensor* tensor = (const HB_Tensor*)(intptr_t)handle;
  const int rank = HB_NumDims(tensor);
  jlongArray found = (*env)->NewLongArray(env, rank + 1);
  if (found == NULL) return NULL;
  jlong values[kMost];
  for (int i = 0; i <= rank; ++i) {
    values[i % kMost] = i == 0 ? (jlong)HB_TensorType(tensor) : (jlong)HB_Dim(tensor, i - 1);
    if (i == rank || i % kMost == kMost - 1) {
      (*env)->SetLongArrayRegion(env, found, i - i % kMost, i % kMost + 1, values);
    }
  }
  return found;
}

/* Memory as a direct buffer, and the address of one. */
JNIEXPORT jobject JNICALL Java_dev_hornbeam_internal_Fast_view(JNIEnv* env, jclass cls,
                                                               jlong address, jlong bytes) {
  (void)cls;
  static char none;
  return (*env)->NewDirectByteBuffer(env, address == 0 ? &none : (void*)(intptr_t)address, bytes);
}

JNIEXPORT jlong JNICALL Java_dev_hornbeam_internal_Fast_address(JNIEnv* env, jclass cls,
                                                                jobject buffer) {
  (void)cls;
  return (jlong)(intptr_t)(*env)->GetDirectBufferAddress(env, buffer);
}

JNIEXPORT jbyteArray JNICALL Java_dev_hornbeam_internal_Fast_string(JNIEnv* env, jclass cls,
                                                                    jlong element) {
  (void)cls;
  const HB_TString* string = (const HB_TString*)(intptr_t)element;
  return hb_java_bytes(env, HB_StringGetDataPointer(string), HB_StringGetSize(string));
}

/* Text that ends with a zero byte. */
JNIEXPORT jbyteArray JNICALL Java_dev_hornbeam_internal_Fast_text(JNIEnv* env, jclass cls,
                                                                  jlong address) {
  (void)cls;
  const char* text = (const char*)(intptr_t)address;
  return hb_java_bytes(env, text, text == NULL ? 0 : strlen(text));
}
