// Trains a small convolutional network on handwritten digits and saves it.
//
// usage: train DATA_FOLDER MODEL_FOLDER

#include <cstdio>
#include <span>
#include <string>
#include <vector>

#include "digits.h"
#include "hornbeam/cpp/keras.h"

namespace keras = hb::keras;

namespace {

hb::Tensor Images(const Digits& d) {
  const int64_t dims[] = {d.count, 8, 8, 1};
  return hb::Tensor::From<float>(dims, std::span(d.images, static_cast<size_t>(d.count) * 64));
}
hb::Tensor Labels(const Digits& d) {
  const int64_t dims[] = {d.count};
  return hb::Tensor::From<int64_t>(dims, std::span(d.labels, static_cast<size_t>(d.count)));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s DATA_FOLDER MODEL_FOLDER\n", argv[0]);
    return 2;
  }
  const std::string data = argv[1];
  Digits train, test;
  if (!DigitsRead((data + "/train.tfrecord").c_str(), &train) ||
      !DigitsRead((data + "/test.tfrecord").c_str(), &test)) {
    return 1;
  }

  keras::SetRandomSeed(7);
  auto model = keras::Sequential({
      keras::InputLayer({.shape = std::vector<int64_t>{8, 8, 1}}),
      keras::Conv2D({.filters = 32, .kernel_size = 3, .padding = "same", .activation = "relu"}),
      keras::MaxPooling2D(),
      keras::Conv2D({.filters = 64, .kernel_size = 3, .padding = "same", .activation = "relu"}),
      keras::MaxPooling2D(),
      keras::Flatten(),
      keras::Dense({.units = 64, .activation = "relu"}),
      keras::Dense({.units = 10, .activation = "softmax"}),
  });
  model.Compile(keras::Adam({.learning_rate = 0.002}), keras::SparseCategoricalCrossentropy(),
                {keras::metrics::SparseCategoricalAccuracy()});
  const auto history = model.Fit(Images(train), Labels(train),
                                 {.epochs = 12, .batch_size = 32, .seed = 1, .progress = true});
  for (const auto& logs : history) std::printf("loss %.6f\n", logs[0].value);
  const auto result = model.Evaluate(Images(test), Labels(test));
  std::printf("C++ ends with test accuracy %.6f\n", result[1].value);
  model.Save(argv[2]);
}
