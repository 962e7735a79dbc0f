/* A model with two inputs, each with a layer of its own, joined behind them. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hornbeam/keras.h"

static void Check(const HB_Status* status) {
  if (HB_GetCode(status) == HB_OK) return;
  fprintf(stderr, "%s\n", HB_Message(status));
  exit(1);
}

static HB_Tensor* NewFloats(int64_t rows, int64_t columns) {
  const int64_t dims[2] = {rows, columns};
  return HB_AllocateTensor(HB_FLOAT, dims, 2, (size_t)(rows * columns) * sizeof(float));
}

static HB_Symbol* Input(const char* config) {
  HB_Status* status = HB_NewStatus();
  HB_Symbol* symbol = HB_SymbolInput(config, strlen(config), status);
  Check(status);
  HB_DeleteStatus(status);
  return symbol;
}

/* A new layer, called on one or two symbols. */
static HB_Symbol* Call(const char* class_name, const char* config, HB_Symbol* const* inputs,
                       int ninputs) {
  HB_Status* status = HB_NewStatus();
  HB_Symbol* output = NULL;
  HB_Layer* layer = HB_LayerNew(class_name, config, strlen(config), status);
  Check(status);
  HB_LayerCall(layer, inputs, ninputs, &output, 1, status);
  Check(status);
  HB_DeleteLayer(layer);
  HB_DeleteStatus(status);
  return output;
}

static const char kTraining[] =
    "{\"optimizer\": {\"class_name\": \"Adam\", \"config\": {\"learning_rate\": 0.02}},"
    " \"loss\": \"huber\"}";

int main(void) {
  HB_Tensor* x[2] = {NewFloats(8, 2), NewFloats(8, 3)};
  HB_Tensor* y = NewFloats(8, 1);
  float *a = HB_TensorData(x[0]), *b = HB_TensorData(x[1]), *labels = HB_TensorData(y);
  for (int i = 0; i < 16; ++i) a[i] = (float)i / 16;
  for (int i = 0; i < 24; ++i) b[i] = (float)i / 32;
  for (int i = 0; i < 8; ++i) labels[i] = (a[2 * i] + a[2 * i + 1]) * b[3 * i + 2];

  HB_SetRandomSeed(1);
  HB_Symbol* inputs[2] = {Input("{\"shape\": [2], \"name\": \"left\"}"),
                          Input("{\"shape\": [3], \"name\": \"right\"}")};
  HB_Symbol* hidden[2] = {Call("Dense", "{\"units\": 8, \"activation\": \"tanh\"}", &inputs[0], 1),
                          Call("Dense", "{\"units\": 8, \"activation\": \"relu\"}", &inputs[1], 1)};
  HB_Symbol* joined = Call("Concatenate", "{}", hidden, 2);
  HB_Symbol* output = Call("Dense", "{\"units\": 1}", &joined, 1);
  HB_Status* status = HB_NewStatus();
  HB_Model* model = HB_ModelNew(inputs, 2, &output, 1, NULL, status);
  Check(status);
  HB_ModelCompile(model, kTraining, strlen(kTraining), status);
  Check(status);

  HB_FitOptions options = {
      .struct_size = sizeof(options), .epochs = 30, .batch_size = 4, .has_seed = 1, .seed = 1};
  HB_Trainer* trainer = HB_TrainerNew(model, x, 2, &y, 1, &options, status);
  Check(status);
  HB_TrainerEvent event = {.struct_size = sizeof(event)};
  double first = 0, last = 0;
  while (HB_TrainerNext(trainer, &event, status)) {
    if (event.epoch == 0) first = event.loss;
    last = event.loss;
  }
  Check(status);
  printf("loss %.6f to %.6f\n", first, last);
  HB_Tensor* predicted = NULL;
  HB_ModelPredict(model, x, 2, &predicted, 1, status);
  Check(status);
  for (int i = 0; i < 8; ++i) printf("%.6f\n", ((const float*)HB_TensorData(predicted))[i]);

  HB_Tensor* tensors[] = {x[0], x[1], y, predicted};
  HB_Symbol* symbols[] = {inputs[0], inputs[1], hidden[0], hidden[1], joined, output};
  for (int i = 0; i < 4; ++i) HB_DeleteTensor(tensors[i]);
  for (int i = 0; i < 6; ++i) HB_DeleteSymbol(symbols[i]);
  HB_DeleteTrainer(trainer);
  HB_DeleteModel(model);
  HB_DeleteStatus(status);
  return 0;
}
