/* Calls upward: tracing of layers and losses that are written in Java, and exceptions.

   A Throwable of a traced function becomes a status, and the call of the library that led to the
   function throws the same object when it returns. Calls nest (a traced function may call the
   library, which may trace again), so what waits to be thrown is kept with the depth of the call
   that has to throw it. */

#include <stdlib.h>
#include <string.h>

#include "bindings/java/jni/jni_support.h"
#include "hornbeam/keras.h"

static JavaVM* java_vm;
/* dev.hornbeam.internal.Upcalls. Weak, so that its class loader can go; it is there whenever native
   code runs, which its classes have called. */
static jweak upcalls;
static jmethodID exception;   /* Throwable exception(int code, byte[] message) */
static jmethodID trace;       /* long[] trace(Object function, long trace, long[] inputs, int n) */
static jmethodID description; /* byte[] description(Throwable), its code in the first byte */

static _Thread_local int depth;            /* traced functions that run on this thread */
static _Thread_local jobject traced_error; /* global reference, or NULL */
static _Thread_local int traced_depth;     /* depth of the call that has to throw it */

int hb_java_load_upcalls(JavaVM* vm, JNIEnv* env) {
  java_vm = vm;
  jclass found = (*env)->FindClass(env, "dev/hornbeam/internal/Upcalls");
  if (found == NULL) return 0;
  upcalls = (*env)->NewWeakGlobalRef(env, found);
  exception = (*env)->GetStaticMethodID(env, found, "exception", "(I[B)Ljava/lang/Throwable;");
  if (exception == NULL) return 0;
  trace = (*env)->GetStaticMethodID(env, found, "trace", "(Ljava/lang/Object;J[JI)[J");
  if (trace == NULL) return 0;
  description = (*env)->GetStaticMethodID(env, found, "description", "(Ljava/lang/Throwable;)[B");
  return description != NULL;
}

jthrowable hb_java_exception(JNIEnv* env, const HB_Status* status) {
  const char* message = HB_Message(status);
  jbyteArray bytes = hb_java_bytes(env, message, strlen(message));
  if (bytes == NULL) return NULL;
  jobject made =
      (*env)->CallStaticObjectMethod(env, upcalls, exception, (jint)HB_GetCode(status), bytes);
  return (*env)->ExceptionCheck(env) ? NULL : made;
}

jthrowable hb_java_take_traced(JNIEnv* env, int failed) {
  if (traced_error == NULL || traced_depth != depth) return NULL;
  jthrowable thrown = failed ? (*env)->NewLocalRef(env, traced_error) : NULL;
  (*env)->DeleteGlobalRef(env, traced_error);
  traced_error = NULL;
  return thrown;
}

/* Takes the pending exception: it waits for the outer call, whose status it sets. */
static void KeepError(JNIEnv* env, HB_Status* status) {
  jthrowable thrown = (*env)->ExceptionOccurred(env);
  (*env)->ExceptionClear(env);
  if (traced_error != NULL) (*env)->DeleteGlobalRef(env, traced_error);
  traced_error = (*env)->NewGlobalRef(env, thrown);
  traced_depth = depth;
  jbyteArray bytes = (*env)->CallStaticObjectMethod(env, upcalls, description, thrown);
  if ((*env)->ExceptionCheck(env)) {
    (*env)->ExceptionClear(env);
    bytes = NULL;
  }
  char* text = hb_java_text(env, bytes);
  if (text == NULL || text[0] == 0) {
    HB_SetStatus(status, HB_INTERNAL, "a traced function failed");
  } else {
    HB_SetStatus(status, (HB_Code)text[0], text + 1);
  }
  free(text);
}

static void Trace(void* user, HB_Trace* handle, const HB_Output* inputs, int ninputs,
                  HB_Output* outputs, int noutputs, HB_Status* status) {
  JNIEnv* env = NULL;
  if ((*java_vm)->GetEnv(java_vm, (void**)&env, JNI_VERSION_10) != JNI_OK ||
      (*env)->PushLocalFrame(env, 16) != 0) {
    HB_SetStatus(status, HB_INTERNAL, "tracing on a thread that Java does not know");
    return;
  }
  jlongArray in = (*env)->NewLongArray(env, 2 * ninputs);
  for (int i = 0; in != NULL && i < ninputs; ++i) {
    const jlong pair[2] = {(jlong)(intptr_t)inputs[i].oper, inputs[i].index};
    (*env)->SetLongArrayRegion(env, in, 2 * i, 2, pair);
  }
  jlongArray out = NULL;
  if (in != NULL) {
    ++depth;
    out = (*env)->CallStaticObjectMethod(env, upcalls, trace, (jobject)user,
                                         (jlong)(intptr_t)handle, in, (jint)noutputs);
    --depth;
  }
  if ((*env)->ExceptionCheck(env)) {
    KeepError(env, status);
  } else {
    HB_Output* made = hb_java_outputs(env, out);
    if (made != NULL) {
      memcpy(outputs, made, (size_t)noutputs * sizeof(HB_Output));
      HB_SetStatus(status, HB_OK, "");
    } else {
      HB_SetStatus(status, HB_RESOURCE_EXHAUSTED, "no memory for the outputs of a function");
    }
    free(made);
  }
  (*env)->PopLocalFrame(env, NULL);
}

static void DeleteReference(void* user) {
  JNIEnv* env = NULL;
  const jint known = (*java_vm)->GetEnv(java_vm, (void**)&env, JNI_VERSION_10);
  if (known == JNI_OK) {
    (*env)->DeleteGlobalRef(env, (jobject)user);
  } else if ((*java_vm)->AttachCurrentThreadAsDaemon(java_vm, (void**)&env, NULL) == JNI_OK) {
    (*env)->DeleteGlobalRef(env, (jobject)user);
    (*java_vm)->DetachCurrentThread(java_vm);
  }
}

static void DeleteMemory(void* data, size_t length, void* reference) {
  (void)data;
  (void)length;
  DeleteReference(reference);
}

/* A reference that keeps an object alive until one of the functions below is called with it. */
JNIEXPORT jlong JNICALL Java_dev_hornbeam_internal_Upcalls_reference(JNIEnv* env, jclass cls,
                                                                     jobject object) {
  (void)cls;
  return (jlong)(intptr_t)(*env)->NewGlobalRef(env, object);
}

/* Addresses: of the HB_TraceFn and the HB_ReleaseFn for such a reference, and of the deallocator of
   HB_NewTensor. */
JNIEXPORT jlong JNICALL Java_dev_hornbeam_internal_Upcalls_traceFunction(JNIEnv* env, jclass cls) {
  (void)env;
  (void)cls;
  return (jlong)(intptr_t)&Trace;
}

JNIEXPORT jlong JNICALL Java_dev_hornbeam_internal_Upcalls_releaseFunction(JNIEnv* env,
                                                                           jclass cls) {
  (void)env;
  (void)cls;
  return (jlong)(intptr_t)&DeleteReference;
}

JNIEXPORT jlong JNICALL Java_dev_hornbeam_internal_Upcalls_memoryFunction(JNIEnv* env, jclass cls) {
  (void)env;
  (void)cls;
  return (jlong)(intptr_t)&DeleteMemory;
}

JNIEXPORT void JNICALL JNI_OnUnload(JavaVM* vm, void* reserved) {
  (void)reserved;
  JNIEnv* env = NULL;
  if ((*vm)->GetEnv(vm, (void**)&env, JNI_VERSION_10) == JNI_OK) {
    (*env)->DeleteWeakGlobalRef(env, upcalls);
  }
}

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* vm, void* reserved) {
  (void)reserved;
  JNIEnv* env = NULL;
  if ((*vm)->GetEnv(vm, (void**)&env, JNI_VERSION_10) != JNI_OK) return JNI_ERR;
  return hb_java_load_upcalls(vm, env) ? JNI_VERSION_10 : JNI_ERR;
}
