// The seed program in C++: a straight line is fitted to four points, one hundred steps of gradient
// descent over all of them.

#include <cstdio>

#include "hornbeam/cpp/keras.h"

int main() {
  const hb::Tensor x = hb::Tensor::From<float>({4, 1}, {1, 2, 3, 4});
  const hb::Tensor y = hb::Tensor::From<float>({4, 1}, {0, -1, -2, -3});

  hb::keras::SetRandomSeed(1);
  auto model = hb::keras::Sequential({hb::keras::Dense({.units = 1})});
  model.Compile(hb::keras::SGD({.learning_rate = 0.01}), hb::keras::MeanSquaredError());
  for (const auto& logs : model.Fit(x, y, {.epochs = 100, .shuffle = false})) {
    std::printf("%.6f\n", logs[0].value);
  }
  const hb::Tensor predicted = model.Predict(x);
  for (const float value : predicted.flat<float>()) std::printf("%.6f\n", value);
}
