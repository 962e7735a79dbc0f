/* A layer and a loss of one's own: functions that build a graph. Who loads the model needs no code
   of them.

   usage: custom_layer FOLDER */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hornbeam/c_api.h"
#include "hornbeam/keras.h"

static void Check(const HB_Status* status) {
  if (HB_GetCode(status) == HB_OK) return;
  fprintf(stderr, "%s\n", HB_Message(status));
  exit(1);
}

/* Begins an operation under a name that the graph doesn't have yet. */
static HB_OperationDescription* Begin(HB_Trace* trace, const char* type, HB_Status* status) {
  char base[1024], name[1024];
  HB_Buffer* unique = HB_NewBuffer();
  snprintf(base, sizeof(base), "%s%s", HB_TraceScope(trace), type);
  HB_GraphUniqueName(HB_TraceGraph(trace), base, unique, status);
  snprintf(name, sizeof(name), "%.*s", (int)unique->length, (const char*)unique->data);
  HB_DeleteBuffer(unique);
  return HB_NewOperation(HB_TraceGraph(trace), type, name);
}

/* An operation with one input, or two. */
static HB_Output Op(HB_Trace* trace, const char* type, HB_Output a, const HB_Output* b,
                    HB_Status* status) {
  HB_Output output = {NULL, 0};
  if (HB_GetCode(status) != HB_OK) return output;
  HB_OperationDescription* op = Begin(trace, type, status);
  HB_AddInput(op, a);
  if (b != NULL) HB_AddInput(op, *b);
  output.oper = HB_FinishOperation(op, status);
  return output;
}

static HB_Output IntConstant(HB_Trace* trace, int32_t value, HB_Status* status) {
  HB_Output output = {NULL, 0};
  HB_Tensor* tensor = HB_AllocateTensor(HB_INT32, NULL, 0, sizeof(value));
  *(int32_t*)HB_TensorData(tensor) = value;
  HB_OperationDescription* op = Begin(trace, "Const", status);
  HB_SetAttrTensor(op, "value", tensor, status);
  HB_SetAttrType(op, "dtype", HB_INT32);
  output.oper = HB_FinishOperation(op, status);
  HB_DeleteTensor(tensor);
  return output;
}

/* tanh(x * w), with a weight for each column. */
static void Bend(void* user, HB_Trace* trace, const HB_Output* inputs, int ninputs,
                 HB_Output* outputs, int noutputs, HB_Status* status) {
  const int64_t dims[1] = {4};
  HB_Output w;
  (void)user, (void)ninputs, (void)noutputs;
  HB_TraceAddWeight(trace, "w", dims, 1, HB_FLOAT, "ones", 1, &w, status);
  const HB_Output product = Op(trace, "Mul", inputs[0], &w, status);
  outputs[0] = Op(trace, "Tanh", product, NULL, status);
}

/* The fourth power of the distance. */
static void Far(void* user, HB_Trace* trace, const HB_Output* inputs, int ninputs,
                HB_Output* outputs, int noutputs, HB_Status* status) {
  (void)user, (void)ninputs, (void)noutputs;
  const HB_Output off = Op(trace, "Sub", inputs[0], &inputs[1], status);
  const HB_Output squared = Op(trace, "Square", off, NULL, status);
  const HB_Output twice = Op(trace, "Square", squared, NULL, status);
  const HB_Output axis = IntConstant(trace, -1, status);
  outputs[0] = Op(trace, "Mean", twice, &axis, status);
}

static void Compile(HB_Model* model, const char* loss, HB_Status* status) {
  char config[256];
  snprintf(config, sizeof(config),
           "{\"optimizer\": {\"class_name\": \"Adam\", \"config\": {\"learning_rate\": 0.02}},"
           " \"loss\": \"%s\"}",
           loss);
  HB_ModelCompile(model, config, strlen(config), status);
  Check(status);
}

static void Fit(HB_Model* model, HB_Tensor* x, HB_Tensor* y, HB_Status* status) {
  HB_FitOptions options = {.struct_size = sizeof(options), .epochs = 50, .no_shuffle = 1};
  HB_TrainerEvent event = {.struct_size = sizeof(event)};
  double first = 0, last = 0;
  HB_Trainer* trainer = HB_TrainerNew(model, &x, 1, &y, 1, &options, status);
  Check(status);
  while (HB_TrainerNext(trainer, &event, status)) {
    if (event.epoch == 0) first = event.loss;
    last = event.loss;
  }
  Check(status);
  HB_DeleteTrainer(trainer);
  printf("loss %.6f to %.6f\n", first, last);
}

static HB_Tensor* Column(float a, float b, float c, float d) {
  const int64_t dims[2] = {4, 1};
  const float values[4] = {a, b, c, d};
  HB_Tensor* tensor = HB_AllocateTensor(HB_FLOAT, dims, 2, sizeof(values));
  memcpy(HB_TensorData(tensor), values, sizeof(values));
  return tensor;
}

int main(int argc, char** argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  HB_Tensor *x = Column(1, 2, 3, 4), *y = Column(0, -1, -2, -3);
  HB_Status* status = HB_NewStatus();

  HB_SetRandomSeed(1);
  HB_Layer* layers[3];
  layers[0] = HB_LayerNew("Dense", "{\"units\": 4}", 12, status);
  Check(status);
  layers[1] = HB_LayerFromTrace("Bend", NULL, 0, 1, Bend, NULL, NULL, status);
  Check(status);
  layers[2] = HB_LayerNew("Dense", "{\"units\": 1}", 12, status);
  Check(status);
  HB_Model* model = HB_ModelSequential(layers, 3, NULL, status);
  Check(status);
  for (int i = 0; i < 3; ++i) HB_DeleteLayer(layers[i]);
  HB_ModelAddLoss(model, "far", Far, NULL, NULL, status);
  Check(status);
  Compile(model, "far", status);
  Fit(model, x, y, status);
  HB_ModelSave(model, argv[1], NULL, status);
  Check(status);
  HB_DeleteModel(model);

  HB_Model* loaded = HB_ModelLoad(argv[1], NULL, status);
  Check(status);
  Compile(loaded, "mean_squared_error", status); /* a loss that is code isn't saved */
  Fit(loaded, x, y, status);
  HB_Tensor* predicted = NULL;
  HB_ModelPredict(loaded, &x, 1, &predicted, 1, status);
  Check(status);
  for (int i = 0; i < 4; ++i) printf("%.6f\n", ((const float*)HB_TensorData(predicted))[i]);

  HB_DeleteTensor(predicted);
  HB_DeleteTensor(x);
  HB_DeleteTensor(y);
  HB_DeleteModel(loaded);
  HB_DeleteStatus(status);
  return 0;
}
