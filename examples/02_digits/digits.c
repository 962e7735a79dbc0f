/* A small convolutional network learns handwritten digits, is saved, and loaded again.

   usage: digits DATA_FOLDER MODEL_FOLDER */

#include "digits.h"
#include "hornbeam/keras.h"

#define LAYER(class_name, config) "{\"class_name\": \"" class_name "\", \"config\": {" config "}}"

static const char kModel[] =
    "{\"class_name\": \"Sequential\", \"config\": {\"layers\": ["
    LAYER("InputLayer", "\"shape\": [8, 8, 1]") ","
    LAYER("Conv2D", "\"filters\": 16, \"kernel_size\": 3, \"padding\": \"same\","
                    " \"activation\": \"relu\"") ","
    LAYER("MaxPooling2D", "") ","
    LAYER("BatchNormalization", "") ","
    LAYER("Flatten", "") ","
    LAYER("Dropout", "\"rate\": 0.25, \"seed\": 5") ","
    LAYER("Dense", "\"units\": 10, \"activation\": \"softmax\"") "]}}";
static const char kTraining[] =
    "{\"optimizer\": {\"class_name\": \"Adam\", \"config\": {\"learning_rate\": 0.005}},"
    " \"loss\": \"sparse_categorical_crossentropy\","
    " \"metrics\": [\"sparse_categorical_accuracy\"]}";

static void Check(const HB_Status* status) {
  if (HB_GetCode(status) == HB_OK) return;
  fprintf(stderr, "%s\n", HB_Message(status));
  exit(1);
}

/* Images [n, 8, 8, 1] from 0 to 1 and labels [n]. */
static void Read(const char* folder, const char* name, HB_Tensor** images, HB_Tensor** labels) {
  char path[4096];
  Digits digits;
  snprintf(path, sizeof(path), "%s/%s.tfrecord", folder, name);
  if (!DigitsRead(path, &digits)) exit(1);
  const int64_t dims[4] = {digits.count, 8, 8, 1};
  const size_t count = (size_t)digits.count;
  *images = HB_AllocateTensor(HB_FLOAT, dims, 4, count * 64 * sizeof(float));
  *labels = HB_AllocateTensor(HB_INT64, dims, 1, count * sizeof(int64_t));
  memcpy(HB_TensorData(*images), digits.images, count * 64 * sizeof(float));
  memcpy(HB_TensorData(*labels), digits.labels, count * sizeof(int64_t));
  free(digits.images);
  free(digits.labels);
}

static double Accuracy(HB_Model* model, HB_Tensor* x, HB_Tensor* y, HB_Status* status) {
  const HB_Arrays arrays = {sizeof(arrays), &x, 1, &y, 1, NULL, 0};
  HB_Logs logs = {.struct_size = sizeof(logs)};
  HB_ModelEvaluate(model, &arrays, 0, &logs, status);
  Check(status);
  return logs.values[1];
}

int main(int argc, char** argv) {
  HB_Tensor *x, *y, *test_x, *test_y;
  if (argc != 3) {
    fprintf(stderr, "usage: %s DATA_FOLDER MODEL_FOLDER\n", argv[0]);
    return 2;
  }
  Read(argv[1], "train", &x, &y);
  Read(argv[1], "test", &test_x, &test_y);

  HB_Status* status = HB_NewStatus();
  HB_SetRandomSeed(7);
  HB_Model* model = HB_ModelFromConfig(kModel, strlen(kModel), status);
  Check(status);
  HB_ModelCompile(model, kTraining, strlen(kTraining), status);
  Check(status);
  HB_FitOptions options = {
      .struct_size = sizeof(options), .epochs = 5, .batch_size = 32, .has_seed = 1, .seed = 1};
  HB_Trainer* trainer = HB_TrainerNew(model, &x, 1, &y, 1, &options, status);
  Check(status);
  HB_TrainerEvent event = {.struct_size = sizeof(event)};
  while (HB_TrainerNext(trainer, &event, status)) printf("loss %.6f\n", event.loss);
  Check(status);
  printf("test accuracy %.6f\n", Accuracy(model, test_x, test_y, status));
  HB_ModelSave(model, argv[2], NULL, status);
  Check(status);
  HB_Model* loaded = HB_ModelLoad(argv[2], NULL, status);
  Check(status);
  printf("loaded, test accuracy %.6f\n", Accuracy(loaded, test_x, test_y, status));

  HB_Tensor* tensors[] = {x, y, test_x, test_y};
  for (int i = 0; i < 4; ++i) HB_DeleteTensor(tensors[i]);
  HB_DeleteTrainer(trainer);
  HB_DeleteModel(model);
  HB_DeleteModel(loaded);
  HB_DeleteStatus(status);
  return 0;
}
