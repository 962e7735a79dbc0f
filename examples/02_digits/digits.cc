// A small convolutional network learns handwritten digits, is saved, and loaded again.
//
// usage: digits DATA_FOLDER MODEL_FOLDER

#include <cstdio>
#include <string>
#include <vector>

#include "digits_data.h"
#include "hornbeam/cpp/keras.h"

namespace keras = hb::keras;

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s DATA_FOLDER MODEL_FOLDER\n", argv[0]);
    return 2;
  }
  const DigitsData train = ReadDigits(std::string(argv[1]) + "/train.tfrecord");
  const DigitsData test = ReadDigits(std::string(argv[1]) + "/test.tfrecord");

  keras::SetRandomSeed(7);
  auto model = keras::Sequential({
      keras::InputLayer({.shape = std::vector<int64_t>{8, 8, 1}}),
      keras::Conv2D({.filters = 16, .kernel_size = 3, .padding = "same", .activation = "relu"}),
      keras::MaxPooling2D(),
      keras::BatchNormalization(),
      keras::Flatten(),
      keras::Dropout({.rate = 0.25, .seed = 5}),
      keras::Dense({.units = 10, .activation = "softmax"}),
  });
  model.Compile(keras::Adam({.learning_rate = 0.005}), keras::SparseCategoricalCrossentropy(),
                {keras::metrics::SparseCategoricalAccuracy()});
  const auto history =
      model.Fit(train.images, train.labels, {.epochs = 5, .batch_size = 32, .seed = 1});
  for (const auto& logs : history) std::printf("loss %.6f\n", logs[0].value);
  std::printf("test accuracy %.6f\n", model.Evaluate(test.images, test.labels)[1].value);
  model.Save(argv[2]);
  std::printf("loaded, test accuracy %.6f\n",
              keras::Load(argv[2]).Evaluate(test.images, test.labels)[1].value);
}
