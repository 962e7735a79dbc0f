/* The last link of the demo: loads the network and predicts the test images, with nothing but the C
   interface.

   usage: demo_5_predict DATA_FOLDER MODEL_FOLDER */

#include "digits.h"
#include "hornbeam/keras.h"

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

int main(int argc, char** argv) {
  char path[4096];
  Digits test;
  if (argc != 3) {
    fprintf(stderr, "usage: %s DATA_FOLDER MODEL_FOLDER\n", argv[0]);
    return 2;
  }
  snprintf(path, sizeof(path), "%s/test.tfrecord", argv[1]);
  if (!DigitsRead(path, &test)) return 1;

  HB_Status* status = HB_NewStatus();
  HB_Model* model = HB_ModelLoad(argv[2], NULL, status);
  if (Failed(status)) return 1;
  const int64_t dims[4] = {test.count, 8, 8, 1};
  HB_Tensor* images = HB_NewTensor(HB_FLOAT, dims, 4, test.images,
                                   (size_t)test.count * 64 * sizeof(float), Keep, NULL);
  HB_Tensor* output = NULL;
  HB_ModelPredict(model, &images, 1, &output, 1, status);
  if (Failed(status)) return 1;

  const float* scores = (const float*)HB_TensorData(output);
  int64_t right = 0;
  printf("predictions");
  for (int64_t i = 0; i < test.count; ++i) {
    int best = 0;
    for (int k = 1; k < 10; ++k) {
      if (scores[i * 10 + k] > scores[i * 10 + best]) best = k;
    }
    right += best == test.labels[i];
    if (i < 18) printf(" %d", best);
  }
  printf("\nC predicts with test accuracy %.6f\n", (double)right / (double)test.count);

  HB_DeleteTensor(output);
  HB_DeleteTensor(images);
  HB_DeleteModel(model);
  HB_DeleteStatus(status);
  free(test.images);
  free(test.labels);
  return 0;
}
