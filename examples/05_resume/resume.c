/* Training that is interrupted goes on from a checkpoint exactly as if nothing had happened.

   usage: resume FOLDER */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hornbeam/keras.h"

static const char kModel[] =
    "{\"class_name\": \"Sequential\", \"config\": {\"layers\": ["
    "{\"class_name\": \"InputLayer\", \"config\": {\"shape\": [2]}},"
    "{\"class_name\": \"Dense\", \"config\": {\"units\": 8, \"activation\": \"relu\"}},"
    "{\"class_name\": \"Dense\", \"config\": {\"units\": 1}}]}}";
static const char kTraining[] =
    "{\"optimizer\": {\"class_name\": \"Adam\", \"config\": {\"learning_rate\": 0.02}},"
    " \"loss\": \"mean_squared_error\"}";

static void Check(const HB_Status* status) {
  if (HB_GetCode(status) == HB_OK) return;
  fprintf(stderr, "%s\n", HB_Message(status));
  exit(1);
}

static HB_Model* Make(HB_Status* status) {
  HB_Model* model = HB_ModelFromConfig(kModel, strlen(kModel), status);
  Check(status);
  HB_ModelCompile(model, kTraining, strlen(kTraining), status);
  Check(status);
  return model;
}

static void Train(HB_Model* model, HB_Tensor* x, HB_Tensor* y, int first, int last,
                  HB_Status* status) {
  HB_FitOptions options = {.struct_size = sizeof(options),
                           .epochs = last,
                           .initial_epoch = first,
                           .batch_size = 4,
                           .no_shuffle = 1};
  HB_TrainerEvent event = {.struct_size = sizeof(event)};
  HB_Trainer* trainer = HB_TrainerNew(model, &x, 1, &y, 1, &options, status);
  Check(status);
  while (HB_TrainerNext(trainer, &event, status)) {
    printf("epoch %d loss %.6f\n", (int)event.epoch, event.loss);
  }
  Check(status);
  HB_DeleteTrainer(trainer);
}

static HB_Tensor* Predict(HB_Model* model, HB_Tensor* x, HB_Status* status) {
  HB_Tensor* predicted = NULL;
  HB_ModelPredict(model, &x, 1, &predicted, 1, status);
  Check(status);
  return predicted;
}

int main(int argc, char** argv) {
  const int64_t xdims[2] = {16, 2}, ydims[2] = {16, 1};
  char checkpoint[4096];
  if (argc != 2) {
    fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  snprintf(checkpoint, sizeof(checkpoint), "%s/checkpoint", argv[1]);
  HB_Tensor* x = HB_AllocateTensor(HB_FLOAT, xdims, 2, 32 * sizeof(float));
  HB_Tensor* y = HB_AllocateTensor(HB_FLOAT, ydims, 2, 16 * sizeof(float));
  float *xs = HB_TensorData(x), *ys = HB_TensorData(y);
  for (int i = 0; i < 32; ++i) xs[i] = (float)i / 32;
  for (int i = 0; i < 16; ++i) ys[i] = xs[2 * i] - xs[2 * i + 1] * xs[2 * i];

  HB_Status* status = HB_NewStatus();
  HB_SetRandomSeed(1);
  HB_Model* model = Make(status);
  Train(model, x, y, 0, 3, status);
  HB_ModelSaveWeights(model, checkpoint, status);
  Check(status);
  Train(model, x, y, 3, 6, status);

  HB_Model* resumed = Make(status); /* in another process, say */
  HB_ModelLoadWeights(resumed, checkpoint, status);
  Check(status);
  Train(resumed, x, y, 3, 6, status);
  HB_Tensor *a = Predict(model, x, status), *b = Predict(resumed, x, status);
  const int same = memcmp(HB_TensorData(a), HB_TensorData(b), 16 * sizeof(float)) == 0;
  puts(same ? "the same predictions" : "other predictions");

  HB_Tensor* tensors[] = {x, y, a, b};
  for (int i = 0; i < 4; ++i) HB_DeleteTensor(tensors[i]);
  HB_DeleteModel(model);
  HB_DeleteModel(resumed);
  HB_DeleteStatus(status);
  return 0;
}
