#include <cstdio>

#include "hornbeam/cpp/keras.h"

int main() {
  const auto x = hb::Tensor::From<float>({4, 1}, {1, 2, 3, 4});
  const auto y = hb::Tensor::From<float>({4, 1}, {0, -1, -2, -3});
  auto m = hb::keras::Sequential(
      {hb::keras::Dense({.units = 16, .activation = "relu"}), hb::keras::Dense({.units = 1})});
  m.Compile(hb::keras::Adam({.learning_rate = 0.01}), hb::keras::MeanSquaredError());
  m.Fit(x, y, {.epochs = 100});
  m.Save("model");
  const auto predicted = hb::keras::Load("model").Predict(x);
  for (const float value : predicted.flat<float>()) std::printf("%f\n", value);
}
