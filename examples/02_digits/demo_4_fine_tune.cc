// The fourth link of the demo: a copy of the network, with the convolutions frozen, is fine-tuned.
//
// usage: demo_4_fine_tune DATA_FOLDER MODEL_FOLDER

#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "digits_data.h"
#include "hornbeam/cpp/keras.h"

namespace keras = hb::keras;

namespace {

// The network of demo_1_train.py, whose convolutions don't change.
keras::Model Frozen() {
  const auto convolution = [](int64_t filters) {
    return keras::Conv2D({.filters = filters,
                          .kernel_size = 3,
                          .padding = "same",
                          .activation = "relu",
                          .trainable = false});
  };
  return keras::Sequential({
      keras::InputLayer({.shape = std::vector<int64_t>{8, 8, 1}}),
      convolution(32),
      keras::MaxPooling2D(),
      convolution(64),
      keras::MaxPooling2D(),
      keras::Flatten(),
      keras::Dense({.units = 64, .activation = "relu"}),
      keras::Dense({.units = 10, .activation = "softmax"}),
  });
}

bool Equal(const hb::Tensor& a, const hb::Tensor& b) {
  return a.ByteSize() == b.ByteSize() && std::memcmp(a.data(), b.data(), a.ByteSize()) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s DATA_FOLDER MODEL_FOLDER\n", argv[0]);
    return 2;
  }
  const DigitsData train = ReadDigits(std::string(argv[1]) + "/train.tfrecord");
  const DigitsData test = ReadDigits(std::string(argv[1]) + "/test.tfrecord");
  const std::vector<hb::Tensor> weights = keras::Load(argv[2]).GetWeights();
  const keras::Model copy = Frozen();
  copy.SetWeights(weights);
  copy.Compile(keras::Adam({.learning_rate = 0.0005}), keras::SparseCategoricalCrossentropy(),
               {keras::metrics::SparseCategoricalAccuracy()});
  const auto report = [&](const char* what) {
    std::printf("C++ %s with test accuracy %.6f\n", what,
                copy.Evaluate(test.images, test.labels)[1].value);
  };
  report("starts");
  const auto history = copy.Fit(train.images, train.labels,
                                {.epochs = 4, .batch_size = 32, .seed = 3, .progress = true});
  for (const auto& logs : history) std::printf("loss %.6f\n", logs[0].value);
  const std::vector<hb::Tensor> after = copy.GetWeights();
  for (size_t i = 0; i < 4; ++i) {  // kernels and biases of the convolutions
    if (!Equal(weights[i], after[i])) {
      std::fprintf(stderr, "a frozen weight changed\n");
      return 1;
    }
  }
  report("ends");
  copy.Save(argv[2]);
}
