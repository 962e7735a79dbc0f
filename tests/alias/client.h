// Helpers of the client programs. A client prints what it sees; the same program linked with
// TensorFlow and with Hornbeam must print the same.
#ifndef HORNBEAM_TESTS_ALIAS_CLIENT_H_
#define HORNBEAM_TESTS_ALIAS_CLIENT_H_

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tensorflow/c/c_api.h"

static TF_Status* st;

static inline void Section(const char* name) { printf("== %s\n", name); }

// Prints the code of the last call and clears the status: TensorFlow leaves an old error in it.
static inline int Code(const char* what) {
  const int code = (int)TF_GetCode(st);
  printf("%s: code %d\n", what, code);
  TF_SetStatus(st, TF_OK, "");
  return code == TF_OK;
}

// Ends the program when the last call should have succeeded.
static inline void Must(const char* what) {
  if (TF_GetCode(st) == TF_OK) return;
  printf("%s failed: %d %s\n", what, (int)TF_GetCode(st), TF_Message(st));
  exit(1);
}

static inline TF_Tensor* FloatTensor(const int64_t* dims, int rank, const float* values) {
  size_t count = 1;
  for (int i = 0; i < rank; ++i) count *= (size_t)dims[i];
  TF_Tensor* t = TF_AllocateTensor(TF_FLOAT, dims, rank, count * sizeof(float));
  if (count != 0) memcpy(TF_TensorData(t), values, count * sizeof(float));
  return t;
}

static inline TF_Tensor* IntTensor(const int64_t* dims, int rank, const int* values) {
  size_t count = 1;
  for (int i = 0; i < rank; ++i) count *= (size_t)dims[i];
  TF_Tensor* t = TF_AllocateTensor(TF_INT32, dims, rank, count * sizeof(int));
  if (count != 0) memcpy(TF_TensorData(t), values, count * sizeof(int));
  return t;
}

static inline TF_Tensor* Int(int v) { return IntTensor(NULL, 0, &v); }
static inline TF_Tensor* Float(float v) { return FloatTensor(NULL, 0, &v); }

static inline void PrintTensor(const char* name, const TF_Tensor* t) {
  if (t == NULL) {
    printf("%s: NULL\n", name);
    return;
  }
  printf("%s: type %d [", name, (int)TF_TensorType(t));
  for (int i = 0; i < TF_NumDims(t); ++i) printf("%s%d", i ? "," : "", (int)TF_Dim(t, i));
  printf("]");
  const int64_t count = TF_TensorElementCount(t);
  for (int64_t i = 0; i < count; ++i) {
    if (TF_TensorType(t) == TF_FLOAT) printf(" %.6g", (double)((float*)TF_TensorData(t))[i]);
    if (TF_TensorType(t) == TF_INT32) printf(" %d", ((int*)TF_TensorData(t))[i]);
    if (TF_TensorType(t) == TF_INT64) printf(" %d", (int)((int64_t*)TF_TensorData(t))[i]);
    if (TF_TensorType(t) == TF_BOOL) printf(" %d", ((unsigned char*)TF_TensorData(t))[i]);
    if (TF_TensorType(t) == TF_STRING) {
      const TF_TString* s = (const TF_TString*)TF_TensorData(t) + i;
      printf(" '%.*s'", (int)TF_TString_GetSize(s), TF_TString_GetDataPointer(s));
    }
  }
  printf("\n");
}

static inline TF_Output Out(TF_Operation* oper, int index) {
  TF_Output o = {oper, index};
  return o;
}

static inline TF_Operation* Placeholder(TF_Graph* g, const char* name, TF_DataType type) {
  TF_OperationDescription* desc = TF_NewOperation(g, "Placeholder", name);
  TF_SetAttrType(desc, "dtype", type);
  TF_Operation* op = TF_FinishOperation(desc, st);
  Must(name);
  return op;
}

static inline TF_Operation* Shaped(TF_Graph* g, const char* name, TF_DataType type,
                                   const int64_t* dims, int rank) {
  TF_OperationDescription* desc = TF_NewOperation(g, "Placeholder", name);
  TF_SetAttrType(desc, "dtype", type);
  TF_SetAttrShape(desc, "shape", dims, rank);
  TF_Operation* op = TF_FinishOperation(desc, st);
  Must(name);
  return op;
}

static inline TF_Operation* Const(TF_Graph* g, const char* name, TF_Tensor* value) {
  TF_OperationDescription* desc = TF_NewOperation(g, "Const", name);
  TF_SetAttrTensor(desc, "value", value, st);
  Must(name);
  TF_SetAttrType(desc, "dtype", TF_TensorType(value));
  TF_Operation* op = TF_FinishOperation(desc, st);
  Must(name);
  TF_DeleteTensor(value);
  return op;
}

static inline TF_Operation* Unary(TF_Graph* g, const char* type, const char* name, TF_Output in) {
  TF_OperationDescription* desc = TF_NewOperation(g, type, name);
  TF_AddInput(desc, in);
  TF_Operation* op = TF_FinishOperation(desc, st);
  Must(name);
  return op;
}

static inline TF_Operation* Binary(TF_Graph* g, const char* type, const char* name, TF_Output a,
                                   TF_Output b) {
  TF_OperationDescription* desc = TF_NewOperation(g, type, name);
  TF_AddInput(desc, a);
  TF_AddInput(desc, b);
  TF_Operation* op = TF_FinishOperation(desc, st);
  Must(name);
  return op;
}

static inline TF_Operation* AddN(TF_Graph* g, const char* name, TF_Output a, TF_Output b) {
  TF_OperationDescription* desc = TF_NewOperation(g, "AddN", name);
  TF_Output list[2] = {a, b};
  TF_AddInputList(desc, list, 2);
  TF_Operation* op = TF_FinishOperation(desc, st);
  Must(name);
  return op;
}

static inline void PrintShape(TF_Graph* g, TF_Output o) {
  const int rank = TF_GraphGetTensorNumDims(g, o, st);
  printf(" %d(", (int)TF_OperationOutputType(o));
  if (rank < 0) {
    printf("?)");
    return;
  }
  int64_t dims[16] = {0};
  if (rank > 0) TF_GraphGetTensorShape(g, o, dims, rank, st);
  for (int i = 0; i < rank; ++i) printf("%s%d", i ? "," : "", (int)dims[i]);
  printf(")");
}

static inline void PrintOp(TF_Graph* g, TF_Operation* op) {
  printf("%s = %s(", TF_OperationName(op), TF_OperationOpType(op));
  for (int i = 0; i < TF_OperationNumInputs(op); ++i) {
    TF_Input in = {op, i};
    TF_Output from = TF_OperationInput(in);
    printf("%s%s:%d", i ? ", " : "", TF_OperationName(from.oper), from.index);
  }
  const int controls = TF_OperationNumControlInputs(op);
  if (controls > 0) {
    TF_Operation* list[16];
    TF_OperationGetControlInputs(op, list, 16);
    for (int i = 0; i < controls && i < 16; ++i) printf(" ^%s", TF_OperationName(list[i]));
  }
  printf(")");
  if (TF_OperationDevice(op)[0] != '\0') printf(" @%s", TF_OperationDevice(op));
  for (int i = 0; i < TF_OperationNumOutputs(op); ++i) PrintShape(g, Out(op, i));
  printf("\n");
}

static inline void PrintGraph(TF_Graph* g) {
  size_t pos = 0;
  TF_Operation* op;
  while ((op = TF_GraphNextOperation(g, &pos)) != NULL) PrintOp(g, op);
}

#endif  // HORNBEAM_TESTS_ALIAS_CLIENT_H_
