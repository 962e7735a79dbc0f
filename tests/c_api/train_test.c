// A whole road in C11: a graph with a variable is built, differentiated and trained, saved, and
// loaded again by its signature.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hornbeam/c_api.h"

static HB_Status* st;

static void Ok(const char* what) {
  if (HB_GetCode(st) == HB_OK) return;
  fprintf(stderr, "%s: %d %s\n", what, (int)HB_GetCode(st), HB_Message(st));
  exit(1);
}

static void Check(int condition, const char* what) {
  if (condition) return;
  fprintf(stderr, "%s\n", what);
  exit(1);
}

static HB_Output Out(HB_Operation* oper) {
  HB_Output o = {oper, 0};
  return o;
}

static HB_Operation* Finish(HB_OperationDescription* desc, const char* what) {
  HB_Operation* op = HB_FinishOperation(desc, st);
  Ok(what);
  return op;
}

static HB_Tensor* Floats(const float* values, int64_t rows) {
  const int64_t dims[2] = {rows, 1};
  HB_Tensor* t = HB_AllocateTensor(HB_FLOAT, dims, 2, (size_t)rows * sizeof(float));
  memcpy(HB_TensorData(t), values, (size_t)rows * sizeof(float));
  return t;
}

static HB_Output Const(HB_Graph* g, const char* name, float value) {
  HB_Tensor* t = HB_AllocateTensor(HB_FLOAT, NULL, 0, sizeof(float));
  *(float*)HB_TensorData(t) = value;
  HB_OperationDescription* desc = HB_NewOperation(g, "Const", name);
  HB_SetAttrTensor(desc, "value", t, st);
  HB_SetAttrType(desc, "dtype", HB_FLOAT);
  HB_DeleteTensor(t);
  return Out(Finish(desc, name));
}

static HB_Output Column(HB_Graph* g, const char* name) {
  const int64_t dims[2] = {-1, 1};
  HB_OperationDescription* desc = HB_NewOperation(g, "Placeholder", name);
  HB_SetAttrType(desc, "dtype", HB_FLOAT);
  HB_SetAttrShape(desc, "shape", dims, 2);
  return Out(Finish(desc, name));
}

static HB_Output Op(HB_Graph* g, const char* type, const char* name, HB_Output a, HB_Output b) {
  HB_OperationDescription* desc = HB_NewOperation(g, type, name);
  HB_AddInput(desc, a);
  if (b.oper != NULL) HB_AddInput(desc, b);
  return Out(Finish(desc, name));
}

static HB_Output Variable(HB_Graph* g, const char* name) {
  HB_OperationDescription* desc = HB_NewOperation(g, "VarHandleOp", name);
  HB_SetAttrType(desc, "dtype", HB_FLOAT);
  HB_SetAttrShape(desc, "shape", NULL, 0);
  HB_SetAttrString(desc, "shared_name", name, strlen(name));
  return Out(Finish(desc, name));
}

static HB_Output Read(HB_Graph* g, const char* name, HB_Output handle) {
  HB_OperationDescription* desc = HB_NewOperation(g, "ReadVariableOp", name);
  HB_AddInput(desc, handle);
  HB_SetAttrType(desc, "dtype", HB_FLOAT);
  return Out(Finish(desc, name));
}

static HB_Operation* Assign(HB_Graph* g, const char* name, HB_Output handle, HB_Output value) {
  HB_OperationDescription* desc = HB_NewOperation(g, "AssignVariableOp", name);
  HB_AddInput(desc, handle);
  HB_AddInput(desc, value);
  return Finish(desc, name);
}

static HB_Operation* Descend(HB_Graph* g, const char* name, HB_Output handle, HB_Output rate,
                             HB_Output gradient) {
  HB_OperationDescription* desc = HB_NewOperation(g, "ResourceApplyGradientDescent", name);
  HB_AddInput(desc, handle);
  HB_AddInput(desc, rate);
  HB_AddInput(desc, gradient);
  return Finish(desc, name);
}

static float Predict(HB_Session* s, HB_Output x, HB_Output y, float at) {
  HB_Tensor* in = Floats(&at, 1);
  HB_Tensor* out = NULL;
  HB_SessionRun(s, NULL, &x, &in, 1, &y, &out, 1, NULL, 0, NULL, st);
  Ok("predict");
  const float value = *(float*)HB_TensorData(out);
  HB_DeleteTensor(in);
  HB_DeleteTensor(out);
  return value;
}

// Loads the model and predicts by its signature.
static float LoadAndPredict(const char* folder, float at) {
  HB_Graph* g = HB_NewGraph();
  HB_Buffer* meta = HB_NewBuffer();
  HB_LoadOptions options = {sizeof(HB_LoadOptions), HB_FILE_ACCESS_MODEL_DIR_ONLY, 1};
  const char* tags[1] = {"serve"};
  HB_Session* s = HB_LoadSavedModel(NULL, &options, folder, tags, 1, g, meta, st);
  Ok("load");
  HB_SignatureList* list = HB_MetaGraphDefSignatures(meta, st);
  Ok("signatures");
  int found = -1;
  for (int i = 0; i < HB_SignatureListCount(list); ++i) {
    if (strcmp(HB_SignatureListName(list, i), "serving_default") == 0) found = i;
  }
  Check(found >= 0, "there is no serving_default");
  Check(HB_SignatureListNumInputs(list, found) == 1, "inputs");
  Check(HB_SignatureListNumOutputs(list, found) == 1, "outputs");
  HB_SignatureTensor in = {sizeof(HB_SignatureTensor), NULL, NULL, (HB_DataType)0, 0, NULL};
  HB_SignatureTensor out = in;
  HB_SignatureListInput(list, found, 0, &in, st);
  Ok("input");
  HB_SignatureListOutput(list, found, 0, &out, st);
  Ok("output");
  Check(strcmp(in.name, "x") == 0 && in.dtype == HB_FLOAT, "the input is not x");
  Check(in.num_dims == 2 && in.dims[0] == -1 && in.dims[1] == 1, "shape of x");
  HB_SignatureListInput(list, found, 1, &in, st);
  Check(HB_GetCode(st) == HB_INVALID_ARGUMENT, "there is no second input");
  char name[200];
  const HB_SignatureTensor* ends[2] = {&in, &out};
  HB_Output outputs[2];
  for (int i = 0; i < 2; ++i) {
    snprintf(name, sizeof(name), "%s", ends[i]->tensor_name);
    char* colon = strrchr(name, ':');
    Check(colon != NULL, "a tensor name without a number");
    *colon = '\0';
    outputs[i].oper = HB_GraphOperationByName(g, name);
    outputs[i].index = atoi(colon + 1);
    Check(outputs[i].oper != NULL, name);
  }
  const float value = Predict(s, outputs[0], outputs[1], at);
  HB_DeleteSignatureList(list);
  HB_DeleteBuffer(meta);
  HB_DeleteSession(s, st);
  HB_DeleteGraph(g);
  return value;
}

int main(void) {
  st = HB_NewStatus();
  HB_Graph* g = HB_NewGraph();
  const HB_Output none = {NULL, 0};
  HB_Output x = Column(g, "x");
  HB_Output y_true = Column(g, "y_true");
  HB_Output w = Variable(g, "w");
  HB_Output b = Variable(g, "b");
  HB_Output w_value = Read(g, "w/read", w);
  HB_Output b_value = Read(g, "b/read", b);
  HB_Output y = Op(g, "AddV2", "y", Op(g, "Mul", "product", x, w_value), b_value);
  HB_Output error = Op(g, "Square", "square", Op(g, "Sub", "error", y, y_true), none);
  HB_OperationDescription* desc = HB_NewOperation(g, "Const", "axes");
  const int64_t two[1] = {2};
  HB_Tensor* axes = HB_AllocateTensor(HB_INT32, two, 1, 8);
  ((int*)HB_TensorData(axes))[0] = 0;
  ((int*)HB_TensorData(axes))[1] = 1;
  HB_SetAttrTensor(desc, "value", axes, st);
  HB_SetAttrType(desc, "dtype", HB_INT32);
  HB_DeleteTensor(axes);
  HB_Output loss = Op(g, "Mean", "loss", error, Out(Finish(desc, "axes")));
  HB_Output at[2] = {w_value, b_value};
  HB_Output gradients[2];
  HB_AddGradients(g, &loss, 1, at, 2, NULL, st, gradients);
  Ok("gradients");
  HB_Output rate = Const(g, "rate", 0.01f);
  const HB_Operation* init[2] = {Assign(g, "w/init", w, Const(g, "zero", 0.0f)),
                                 Assign(g, "b/init", b, Const(g, "half", 0.5f))};
  const HB_Operation* train[2] = {Descend(g, "w/train", w, rate, gradients[0]),
                                  Descend(g, "b/train", b, rate, gradients[1])};

  HB_SessionOptions* options = HB_NewSessionOptions();
  HB_Session* s = HB_NewSession(g, options, st);
  Ok("session");
  HB_SessionRun(s, NULL, NULL, NULL, 0, NULL, NULL, 0, init, 2, NULL, st);
  Ok("init");
  HB_Output feeds[2] = {x, y_true};
  HB_Callable* step = HB_SessionMakeCallable(s, feeds, 2, &loss, 1, train, 2, NULL, st);
  Ok("callable");
  const float xs[4] = {1, 2, 3, 4};
  const float ys[4] = {0, -1, -2, -3};
  HB_Tensor* batch[2] = {Floats(xs, 4), Floats(ys, 4)};
  HB_Tensor* value = NULL;
  float first = 0, last = 0;
  for (int i = 0; i < 2000; ++i) {
    HB_CallableRun(step, batch, 2, &value, 1, NULL, st);
    Ok("step");
    last = *(float*)HB_TensorData(value);
    if (i == 0) first = last;
  }
  printf("loss %g to %g\n", (double)first, (double)last);
  Check(first > 1 && last < 1e-4f, "the loss did not fall");
  const float before = Predict(s, x, y, 5);
  Check(fabsf(before + 4) < 0.05f, "y(5) should be -4");

  const char* folder = "build/c_api_train_test_model";
  HB_SavedModelOptions* save = HB_NewSavedModelOptions();
  const int signature = HB_SavedModelOptionsAddSignature(save, "serving_default", NULL);
  HB_SavedModelOptionsAddSignatureInput(save, signature, "x", x);
  HB_SavedModelOptionsAddSignatureOutput(save, signature, "y", y);
  HB_SavedModelOptionsAddFile(save, "assets.extra/note.txt", "hello", 5);
  HB_SavedModelWrite(s, folder, save, st);
  Ok("save");
  const float after = LoadAndPredict(folder, 5);
  Check(memcmp(&before, &after, sizeof(float)) == 0, "the loaded model predicts otherwise");

  HB_DeleteSavedModelOptions(save);
  HB_DeleteTensor(value);
  HB_DeleteTensor(batch[0]);
  HB_DeleteTensor(batch[1]);
  HB_DeleteCallable(step);
  HB_DeleteSession(s, st);
  HB_DeleteSessionOptions(options);
  HB_DeleteGraph(g);
  HB_DeleteStatus(st);
  return 0;
}
