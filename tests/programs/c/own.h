/* What the programs can't say as data: functions that are traced, and programs as users write them.
 */
#ifndef HORNBEAM_TESTS_PROGRAMS_C_OWN_H_
#define HORNBEAM_TESTS_PROGRAMS_C_OWN_H_

#include <string.h>

#include "hornbeam/c_api.h"
#include "hornbeam/keras.h"

/* Begins an operation where a function is traced, under a name that nothing there has. */
static HB_OperationDescription* BeginTraced(HB_Trace* trace, const char* type, HB_Status* status) {
  char base[1024];
  HB_Buffer* name = HB_NewBuffer();
  snprintf(base, sizeof(base), "%s%s", HB_TraceScope(trace), type);
  HB_GraphUniqueName(HB_TraceGraph(trace), base, name, status);
  snprintf(base, sizeof(base), "%.*s", (int)name->length, (const char*)name->data);
  HB_DeleteBuffer(name);
  return HB_NewOperation(HB_TraceGraph(trace), type, base);
}

/* Adds an operation with one or two inputs. */
static HB_Output Traced(HB_Trace* trace, const char* type, HB_Output a, const HB_Output* b,
                        HB_Status* status) {
  HB_Output output = {NULL, 0};
  if (HB_GetCode(status) != HB_OK) return output;
  HB_OperationDescription* made = BeginTraced(trace, type, status);
  HB_AddInput(made, a);
  if (b != NULL) HB_AddInput(made, *b);
  output.oper = HB_FinishOperation(made, status);
  return output;
}

static HB_Output Constant(HB_Trace* trace, HB_Tensor* value, HB_Status* status) {
  HB_Output output = {NULL, 0};
  HB_OperationDescription* made = BeginTraced(trace, "Const", status);
  HB_SetAttrTensor(made, "value", value, status);
  HB_SetAttrType(made, "dtype", HB_TensorType(value));
  output.oper = HB_FinishOperation(made, status);
  return output;
}

/* The number -1 as a constant, for the last axis. */
static HB_Output LastAxis(HB_Trace* trace, HB_Status* status) {
  HB_Tensor* value = HB_AllocateTensor(HB_INT32, NULL, 0, sizeof(int32_t));
  *(int32_t*)HB_TensorData(value) = -1;
  const HB_Output output = Constant(trace, value, status);
  HB_DeleteTensor(value);
  return output;
}

static void Far(void* user, HB_Trace* trace, const HB_Output* inputs, int ninputs,
                HB_Output* outputs, int noutputs, HB_Status* status) {
  (void)user, (void)ninputs, (void)noutputs;
  const HB_Output off = Traced(trace, "Sub", inputs[0], &inputs[1], status);
  const HB_Output squared = Traced(trace, "Square", off, NULL, status);
  const HB_Output twice = Traced(trace, "Square", squared, NULL, status);
  const HB_Output axis = LastAxis(trace, status);
  outputs[0] = Traced(trace, "Mean", twice, &axis, status);
}

static void Worst(void* user, HB_Trace* trace, const HB_Output* inputs, int ninputs,
                  HB_Output* outputs, int noutputs, HB_Status* status) {
  (void)user, (void)ninputs, (void)noutputs;
  const HB_Output off = Traced(trace, "Sub", inputs[0], &inputs[1], status);
  const HB_Output size = Traced(trace, "Abs", off, NULL, status);
  const HB_Output axis = LastAxis(trace, status);
  outputs[0] = Traced(trace, "Max", size, &axis, status);
}

static void Refusing(void* user, HB_Trace* trace, const HB_Output* inputs, int ninputs,
                     HB_Output* outputs, int noutputs, HB_Status* status) {
  (void)user, (void)trace, (void)inputs, (void)ninputs, (void)outputs, (void)noutputs;
  HB_SetStatus(status, HB_FAILED_PRECONDITION, "this loss is never ready");
}

static void Scale(void* user, HB_Trace* trace, const HB_Output* inputs, int ninputs,
                  HB_Output* outputs, int noutputs, HB_Status* status) {
  HB_Output scale;
  (void)user, (void)ninputs, (void)noutputs;
  HB_TraceAddWeight(trace, "scale", NULL, 0, HB_FLOAT, "ones", 1, &scale, status);
  const HB_Output product = Traced(trace, "Mul", inputs[0], &scale, status);
  outputs[0] = Traced(trace, "Tanh", product, NULL, status);
}

/* A number as a float constant. */
static HB_Output Number(HB_Trace* trace, float number, HB_Status* status) {
  HB_Tensor* value = HB_AllocateTensor(HB_FLOAT, NULL, 0, sizeof(float));
  *(float*)HB_TensorData(value) = number;
  const HB_Output output = Constant(trace, value, status);
  HB_DeleteTensor(value);
  return output;
}

static void Momentum(void* user, HB_Trace* trace, const HB_Output* inputs, int ninputs,
                     HB_Output* outputs, int noutputs, HB_Status* status) {
  int64_t dims[8];
  HB_Output velocity = {NULL, 0};
  (void)user, (void)ninputs, (void)noutputs;
  const int rank = HB_GraphGetTensorNumDims(HB_TraceGraph(trace), inputs[0], status);
  HB_GraphGetTensorShape(HB_TraceGraph(trace), inputs[0], dims, rank, status);
  HB_TraceAddWeight(trace, "velocity", dims, rank, HB_FLOAT, "zeros", 0, &velocity, status);
  const HB_Output half = Number(trace, 0.5f, status);
  const HB_Output kept = Traced(trace, "Mul", velocity, &half, status);
  const HB_Output share = Traced(trace, "Mul", inputs[2], &inputs[1], status);
  const HB_Output step = Traced(trace, "Sub", kept, &share, status);
  HB_TraceUpdateWeight(trace, "velocity", step, status);
  outputs[0] = Traced(trace, "AddV2", inputs[0], &step, status);
}

static HB_TraceFn OwnFunction(const char* name) {
  if (strcmp(name, "far") == 0) return Far;
  if (strcmp(name, "worst") == 0) return Worst;
  if (strcmp(name, "refusing") == 0) return Refusing;
  if (strcmp(name, "momentum") == 0) return Momentum;
  return Scale;
}

/* A program as data of its own: the model and its training in JSON, as C programs have them. */
typedef struct TypedProgram {
  const char *name, *model, *training;
  uint64_t seed;
  int inputs;
  HB_FitOptions fit;
} TypedProgram;

#define LAYER(class_name, config) "{\"class_name\": \"" class_name "\", \"config\": {" config "}}"
#define MODEL(layers) "{\"class_name\": \"Sequential\", \"config\": {\"layers\": [" layers "]}}"

static const TypedProgram kTyped[] = {
    {"readme",
     MODEL(LAYER("Dense", "\"units\": 16, \"activation\": \"relu\"") "," LAYER("Dense",
                                                                               "\"units\": 1")),
     "{\"optimizer\": {\"class_name\": \"Adam\", \"config\": {\"learning_rate\": 0.01}},"
     " \"loss\": \"mean_squared_error\"}",
     7,
     1,
     {.epochs = 100}},
    {"digits",
     MODEL(LAYER("InputLayer", "\"shape\": [8, 8, 1]") "," LAYER(
         "Conv2D",
         "\"filters\": 8, \"kernel_size\": 3, \"padding\": \"same\","
         " \"activation\": \"relu\"") "," LAYER("MaxPooling2D",
                                                "") "," LAYER("BatchNormalization",
                                                              "") "," LAYER("Flatten",
                                                                            "") "," LAYER("Dropout",
                                                                                          "\"rate\""
                                                                                          ": 0.25, "
                                                                                          "\"seed\""
                                                                                          ": 5") "," LAYER("Dense",
                                                                                                           "\"units\": 10, \"activation\": \"softmax\"")),
     "{\"optimizer\": {\"class_name\": \"Adam\", \"config\": {\"learning_rate\": 0.002}},"
     " \"loss\": \"SparseCategoricalCrossentropy\","
     " \"metrics\": [\"sparse_categorical_accuracy\"]}",
     7,
     1,
     {.epochs = 2, .batch_size = 32, .validation_split = 0.25, .has_seed = 1, .seed = 1}},
};

static const char kTwoInputsTraining[] =
    "{\"optimizer\": {\"class_name\": \"RMSprop\", \"config\": {\"learning_rate\":"
    " {\"class_name\": \"ExponentialDecay\", \"config\": {\"initial_learning_rate\": 0.01,"
    " \"decay_steps\": 10, \"decay_rate\": 0.9}}}},"
    " \"loss\": {\"class_name\": \"Huber\", \"config\": {\"delta\": 0.5}}}";

static HB_Layer* NewLayer(const char* class_name, const char* config, HB_Status* status) {
  return HB_LayerNew(class_name, config, strlen(config), status);
}

static HB_Symbol* CallLayer(HB_Layer* layer, HB_Symbol* const* inputs, int ninputs,
                            HB_Status* status) {
  HB_Symbol* output = NULL;
  HB_LayerCall(layer, inputs, ninputs, &output, 1, status);
  HB_DeleteLayer(layer);
  return output;
}

static HB_Model* TwoInputs(HB_Status* status) {
  static const char kA[] = "{\"shape\": [2], \"name\": \"a\"}";
  static const char kB[] = "{\"shape\": [3], \"name\": \"b\"}";
  HB_Symbol* in[2] = {HB_SymbolInput(kA, strlen(kA), status),
                      HB_SymbolInput(kB, strlen(kB), status)};
  HB_Symbol* hidden[2] = {
      CallLayer(NewLayer("Dense", "{\"units\": 4, \"activation\": \"tanh\"}", status), &in[0], 1,
                status),
      CallLayer(NewLayer("Dense",
                         "{\"units\": 4, \"activation\": \"gelu\", \"kernel_regularizer\":"
                         " {\"class_name\": \"L2\", \"config\": {\"l2\": 0.01}}}",
                         status),
                &in[1], 1, status)};
  HB_Symbol* joined = CallLayer(NewLayer("Concatenate", "{}", status), hidden, 2, status);
  HB_Symbol* out = CallLayer(NewLayer("Dense", "{\"units\": 1}", status), &joined, 1, status);
  HB_Model* model = HB_ModelNew(in, 2, &out, 1, NULL, status);
  HB_Symbol* all[] = {in[0], in[1], hidden[0], hidden[1], joined, out};
  for (int i = 0; i < 6; ++i) HB_DeleteSymbol(all[i]);
  HB_ModelCompile(model, kTwoInputsTraining, strlen(kTwoInputsTraining), status);
  return model;
}

static HB_Model* OwnFunctions(HB_Status* status) {
  static const char kTraining[] =
      "{\"optimizer\": {\"class_name\": \"Nadam\", \"config\": {\"learning_rate\": 0.05}},"
      " \"loss\": \"far\", \"metrics\": [\"worst\"]}";
  HB_Layer* layers[3] = {
      NewLayer("Dense", "{\"units\": 4, \"kernel_initializer\": \"ones\"}", status),
      HB_LayerFromTrace("Scale", NULL, 0, 1, Scale, NULL, NULL, status),
      NewLayer("Dense", "{\"units\": 1}", status)};
  HB_Model* model = HB_ModelSequential(layers, 3, NULL, status);
  for (int i = 0; i < 3; ++i) HB_DeleteLayer(layers[i]);
  HB_ModelAddLoss(model, "far", Far, NULL, NULL, status);
  HB_ModelAddLoss(model, "worst", Worst, NULL, NULL, status);
  HB_ModelCompile(model, kTraining, strlen(kTraining), status);
  return model;
}

/* Makes and compiles the model of a program, and says how it is fitted. */
static HB_Model* Typed(const char* name, int* inputs, HB_FitOptions* fit, HB_Status* status) {
  *inputs = 1;
  memset(fit, 0, sizeof(*fit));
  for (size_t i = 0; i < sizeof(kTyped) / sizeof(kTyped[0]); ++i) {
    const TypedProgram* typed = &kTyped[i];
    if (strcmp(name, typed->name) != 0) continue;
    *fit = typed->fit;
    HB_SetRandomSeed(typed->seed);
    HB_Model* model = HB_ModelFromConfig(typed->model, strlen(typed->model), status);
    HB_ModelCompile(model, typed->training, strlen(typed->training), status);
    return model;
  }
  fit->has_seed = 1;
  if (strcmp(name, "two_inputs") == 0) {
    *inputs = 2;
    fit->epochs = 5, fit->batch_size = 4, fit->seed = 3;
    HB_SetRandomSeed(5);
    return TwoInputs(status);
  }
  fit->epochs = 10, fit->batch_size = 2, fit->seed = 9;
  HB_SetRandomSeed(7);
  return OwnFunctions(status);
}

#endif /* HORNBEAM_TESTS_PROGRAMS_C_OWN_H_ */
