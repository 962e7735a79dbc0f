// A model with two inputs, each with a layer of its own, joined behind them.

#include <cstdio>

#include "hornbeam/cpp/keras.h"

namespace keras = hb::keras;

int main() {
  const hb::Tensor a(HB_FLOAT, {8, 2}), b(HB_FLOAT, {8, 3}), y(HB_FLOAT, {8, 1});
  const auto as = a.flat<float>(), bs = b.flat<float>();
  for (int i = 0; i < 16; ++i) as[i] = static_cast<float>(i) / 16;
  for (int i = 0; i < 24; ++i) bs[i] = static_cast<float>(i) / 32;
  for (int i = 0; i < 8; ++i) y.flat<float>()[i] = (as[2 * i] + as[2 * i + 1]) * bs[3 * i + 2];

  keras::SetRandomSeed(1);
  const auto left = keras::Input({2}, "float32", "left");
  const auto right = keras::Input({3}, "float32", "right");
  const auto joined = keras::Make(keras::Concatenate())(
      {keras::Make(keras::Dense({.units = 8, .activation = "tanh"}))(left),
       keras::Make(keras::Dense({.units = 8, .activation = "relu"}))(right)});
  auto model = keras::Functional({left, right}, {keras::Make(keras::Dense({.units = 1}))(joined)});
  model.Compile(keras::Adam({.learning_rate = 0.02}), keras::Huber());
  const auto history = model.Fit({&a, &b}, y, {.epochs = 30, .batch_size = 4, .seed = 1});
  std::printf("loss %.6f to %.6f\n", history.front()[0].value, history.back()[0].value);
  const hb::Tensor predicted = model.Predict({&a, &b});
  for (const float value : predicted.flat<float>()) std::printf("%.6f\n", value);
}
