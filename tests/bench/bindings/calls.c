/* Microseconds of a call through the C interface. Usage: calls MODEL_FOLDER */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "hornbeam/c_api.h"
#include "hornbeam/keras.h"

static HB_Status* status;

static void Check(void) {
  if (HB_GetCode(status) == HB_OK) return;
  fprintf(stderr, "%s\n", HB_Message(status));
  exit(1);
}

static HB_Callable* callable;
static HB_Model* model;
static HB_Tensor *scalar, *image;

static void Trivial(void) {
  HB_Tensor* result = NULL;
  HB_CallableRun(callable, &scalar, 1, &result, 1, NULL, status);
  HB_DeleteTensor(result);
}

static void Predict(void) {
  HB_Tensor* result = NULL;
  HB_ModelPredict(model, &image, 1, &result, 1, status);
  HB_DeleteTensor(result);
}

static double Time(void (*call)(void)) {
  double best = 1e30;
  for (int i = 0; i < kWarmUp; ++i) call();
  for (int chunk = 0; chunk < kChunks; ++chunk) {
    const double start = Now();
    for (int i = 0; i < kCalls; ++i) call();
    const double mean = (Now() - start) / kCalls;
    if (mean < best) best = mean;
  }
  Check();
  return best;
}

static HB_Output Node(HB_Graph* graph, const char* type, const char* name, const HB_Output* inputs,
                      int ninputs, const HB_Tensor* value) {
  HB_OperationDescription* op = HB_NewOperation(graph, type, name);
  for (int i = 0; i < ninputs; ++i) HB_AddInput(op, inputs[i]);
  if (ninputs == 0) HB_SetAttrType(op, "dtype", HB_FLOAT);
  if (value != NULL) HB_SetAttrTensor(op, "value", (HB_Tensor*)value, status);
  const HB_Output output = {HB_FinishOperation(op, status), 0};
  Check();
  return output;
}

int main(int argc, char** argv) {
  const int64_t dims[2] = {1, 784};
  if (argc != 2) return 2;
  status = HB_NewStatus();
  scalar = HB_AllocateTensor(HB_FLOAT, NULL, 0, sizeof(float));
  image = HB_AllocateTensor(HB_FLOAT, dims, 2, 784 * sizeof(float));
  *(float*)HB_TensorData(scalar) = 1;
  for (int i = 0; i < 784; ++i) ((float*)HB_TensorData(image))[i] = (float)i / 784;

  HB_Graph* graph = HB_NewGraph();
  const HB_Output inputs[2] = {Node(graph, "Placeholder", "x", NULL, 0, NULL),
                               Node(graph, "Const", "one", NULL, 0, scalar)};
  const HB_Output sum = Node(graph, "AddV2", "y", inputs, 2, NULL);
  HB_SessionOptions* options = HB_NewSessionOptions();
  HB_Session* session = HB_NewSession(graph, options, status);
  Check();
  callable = HB_SessionMakeCallable(session, &inputs[0], 1, &sum, 1, NULL, 0, NULL, status);
  Check();
  model = HB_ModelLoad(argv[1], NULL, status);
  Check();
  const double trivial = Time(Trivial), predict = Time(Predict);
  printf("{\"trivial\": %.4f, \"predict\": %.4f}\n", trivial, predict);

  HB_DeleteModel(model);
  HB_DeleteCallable(callable);
  HB_DeleteSession(session, status);
  HB_DeleteSessionOptions(options);
  HB_DeleteGraph(graph);
  HB_DeleteTensor(scalar);
  HB_DeleteTensor(image);
  HB_DeleteStatus(status);
  return 0;
}
