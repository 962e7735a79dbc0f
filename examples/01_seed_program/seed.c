/* The seed program in C: a straight line is fitted to four points, one hundred steps of gradient
   descent over all of them. */

#include <stdio.h>
#include <string.h>

#include "hornbeam/keras.h"

static const char kModel[] =
    "{\"class_name\": \"Sequential\", \"config\": {\"layers\": ["
    "{\"class_name\": \"Dense\", \"config\": {\"units\": 1}}]}}";
static const char kTraining[] =
    "{\"optimizer\": {\"class_name\": \"SGD\", \"config\": {\"learning_rate\": 0.01}},"
    " \"loss\": \"mean_squared_error\"}";

static void Keep(void* data, size_t size, void* arg) {
  (void)data;
  (void)size;
  (void)arg;
}

static int Failed(const HB_Status* status) {
  if (HB_GetCode(status) == HB_OK) return 0;
  fprintf(stderr, "%s\n", HB_Message(status));
  return 1;
}

int main(void) {
  float xs[4] = {1, 2, 3, 4}, ys[4] = {0, -1, -2, -3};
  const int64_t dims[2] = {4, 1};
  HB_Status* status = HB_NewStatus();
  HB_Tensor* x = HB_NewTensor(HB_FLOAT, dims, 2, xs, sizeof(xs), Keep, NULL);
  HB_Tensor* y = HB_NewTensor(HB_FLOAT, dims, 2, ys, sizeof(ys), Keep, NULL);

  HB_SetRandomSeed(1);
  HB_Model* model = HB_ModelFromConfig(kModel, strlen(kModel), status);
  if (Failed(status)) return 1;
  HB_ModelCompile(model, kTraining, strlen(kTraining), status);
  if (Failed(status)) return 1;

  HB_FitOptions options = {.struct_size = sizeof(options), .epochs = 100, .no_shuffle = 1};
  HB_Trainer* trainer = HB_TrainerNew(model, &x, 1, &y, 1, &options, status);
  if (Failed(status)) return 1;
  HB_TrainerEvent event = {.struct_size = sizeof(event)};
  while (HB_TrainerNext(trainer, &event, status)) printf("%.6f\n", event.loss);
  if (Failed(status)) return 1;

  HB_Tensor* predicted = NULL;
  HB_ModelPredict(model, &x, 1, &predicted, 1, status);
  if (Failed(status)) return 1;
  for (int i = 0; i < 4; ++i) printf("%.6f\n", ((const float*)HB_TensorData(predicted))[i]);

  HB_DeleteTensor(predicted);
  HB_DeleteTrainer(trainer);
  HB_DeleteModel(model);
  HB_DeleteTensor(x);
  HB_DeleteTensor(y);
  HB_DeleteStatus(status);
  return 0;
}
