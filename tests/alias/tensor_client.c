// Statuses, buffers, strings and tensors.
#include "client.h"

static void Free(void* data, size_t len, void* arg) {
  (void)data;
  printf("freed %d bytes, argument %d\n", (int)len, *(int*)arg);
}

static void Strings(void) {
  Section("strings");
  TF_TString s;
  TF_StringInit(&s);
  printf("empty: type %d size %d capacity %d\n", (int)TF_StringGetType(&s),
         (int)TF_StringGetSize(&s), (int)TF_StringGetCapacity(&s));
  const char* text = "a text of more than twenty-two bytes";
  for (size_t n = 20; n <= strlen(text); n += 2) {
    TF_StringCopy(&s, text, n);
    printf("%d: type %d size %d '%.*s'\n", (int)n, (int)TF_StringGetType(&s),
           (int)TF_StringGetSize(&s), (int)TF_StringGetSize(&s), TF_StringGetDataPointer(&s));
  }
  TF_StringAssignView(&s, text, 5);
  printf("view: type %d size %d capacity %d same %d\n", (int)TF_StringGetType(&s),
         (int)TF_StringGetSize(&s), (int)TF_StringGetCapacity(&s),
         TF_StringGetDataPointer(&s) == text);
  TF_StringDealloc(&s);
  TF_StringInit(&s);
  TF_TString_Copy(&s, text, 30);
  TF_TString_AppendN(&s, "!!", 2);
  printf("inline: type %d '%.*s'\n", (int)TF_StringGetType(&s), (int)TF_TString_GetSize(&s),
         TF_StringGetDataPointer(&s));
  TF_TString t;
  TF_TString_Init(&t);
  TF_TString_Assign(&t, &s);
  TF_TString_Resize(&t, 3, 'x');
  printf("resized: type %d '%.*s'\n", (int)TF_StringGetType(&t), (int)TF_TString_GetSize(&t),
         TF_TString_GetDataPointer(&t));
  TF_StringDealloc(&s);
  TF_StringDealloc(&t);
}

static void Tensors(void) {
  Section("tensors");
  const int64_t dims[2] = {2, 3};
  _Alignas(64) static float data[6] = {1, 2, 3, 4, 5, 6};
  int arg = 7;
  TF_Tensor* t = TF_NewTensor(TF_FLOAT, dims, 2, data, sizeof(data), Free, &arg);
  PrintTensor("t", t);
  printf("bytes %d\n", (int)TF_TensorByteSize(t));
  TF_Tensor* b = TF_AllocateTensor(TF_INT32, NULL, 0, 4);
  const int64_t other[1] = {6};
  TF_TensorBitcastFrom(t, TF_INT32, b, other, 1, st);
  Code("bitcast");
  printf("element %#x, same size %d\n", (unsigned)((int*)TF_TensorData(b))[1],
         TF_TensorByteSize(b) == TF_TensorByteSize(t));
  const int64_t wrong[1] = {7};
  TF_TensorBitcastFrom(t, TF_INT32, b, wrong, 1, st);
  Code("bitcast to a wrong size");
  TF_DeleteTensor(b);
  TF_DeleteTensor(t);
  t = TF_NewTensor(TF_FLOAT, dims, 2, data, 8, Free, &arg);
  printf("too few bytes: %s\n", t == NULL ? "NULL" : "a tensor");
  t = TF_AllocateTensor(TF_FLOAT, dims, 2, 24);
  printf("aligned %d movable %d\n", TF_TensorIsAligned(t), TF_TensorMaybeMove(t) != NULL);
  TF_DeleteTensor(t);
  const int64_t none[2] = {0, 5};
  t = TF_AllocateTensor(TF_DOUBLE, none, 2, 0);
  printf("empty: elements %d bytes %d\n", (int)TF_TensorElementCount(t), (int)TF_TensorByteSize(t));
  TF_DeleteTensor(t);
  for (int i = 1; i <= 33; ++i) printf("%d:%d ", i, (int)TF_DataTypeSize((TF_DataType)i));
  printf("\nalignment %d\n", (int)TF_TensorDefaultAlignment());
}

static void Visit(const char* key, const char* value, void* capture) {
  printf("%s=%s (%d)\n", key, value, *(int*)capture);
}

static void Statuses(void) {
  Section("status");
  TF_SetStatus(st, TF_NOT_FOUND, "lost");
  printf("%d '%s'\n", (int)TF_GetCode(st), TF_Message(st));
  int number = 3;
  TF_SetPayload(st, "key", "value");
  TF_ForEachPayload(st, Visit, &number);
  TF_SetStatus(st, TF_OK, "");
  printf("%d '%s'\n", (int)TF_GetCode(st), TF_Message(st));
  TF_ForEachPayload(st, Visit, &number);
  for (int error = 1; error < 40; ++error) {
    TF_SetStatusFromIOError(st, error, "file");
    printf("%d:%d ", error, (int)TF_GetCode(st));
  }
  printf("\n");
  TF_SetStatusFromIOError(st, 2, "file");
  printf("'%s'\n", TF_Message(st));
}

static void Buffers(void) {
  Section("buffers");
  TF_Buffer* b = TF_NewBufferFromString("abc", 3);
  TF_Buffer copy = TF_GetBuffer(b);
  printf("%d %.*s\n", (int)copy.length, (int)copy.length, (const char*)copy.data);
  TF_DeleteBuffer(b);
  b = TF_NewBuffer();
  printf("%d %d\n", (int)b->length, b->data == NULL);
  TF_DeleteBuffer(b);
  // A TensorProto: dtype int32, shape [2], int_val 5.
  const char proto[] = {8, 3, 18, 4, 18, 2, 8, 2, 58, 1, 5};
  b = TF_NewBufferFromString(proto, sizeof(proto));
  TF_Tensor* t = TF_AllocateTensor(TF_FLOAT, NULL, 0, 4);
  TF_TensorFromProto(b, t, st);
  Code("from proto");
  PrintTensor("t", t);
  TF_DeleteBuffer(b);
  b = TF_NewBufferFromString("\xff\xff\xff", 3);
  TF_TensorFromProto(b, t, st);
  Code("from nonsense");
  TF_DeleteBuffer(b);
  TF_DeleteTensor(t);
}

static void Nulls(void) {
  Section("deleting NULL");
  TF_DeleteStatus(NULL);
  TF_DeleteBuffer(NULL);
  TF_DeleteTensor(NULL);
  TF_DeleteSessionOptions(NULL);
  TF_DeleteGraph(NULL);
  TF_DeleteImportGraphDefOptions(NULL);
  TF_DeleteImportGraphDefResults(NULL);
  TF_DeleteFunction(NULL);
  TF_DeleteSession(NULL, st);
  TF_DeletePRunHandle(NULL);
  TF_DeleteDeprecatedSession(NULL, st);
  TF_DeleteDeviceList(NULL);
  TF_DeleteLibraryHandle(NULL);
  TF_DeleteApiDefMap(NULL);
  Code("all");
}

int main(void) {
  st = TF_NewStatus();
  printf("%s\n", TF_Version());
  Strings();
  Tensors();
  Statuses();
  Buffers();
  Nulls();
  TF_DeleteStatus(st);
  return 0;
}
