// A layer and a loss of one's own: functions that build a graph. Who loads the model needs no code
// of them.
//
// usage: custom_layer FOLDER

#include <cstdio>

#include "hornbeam/cpp/keras.h"
#include "hornbeam/cpp/ops.h"

namespace keras = hb::keras;

namespace {

// tanh(x * w), with a weight for each column.
hb::OutputList Bend(keras::Trace& trace, const hb::OutputList& x) {
  const hb::Output w = trace.AddWeight("w", {4}, {.initializer = "ones"});
  return {hb::ops::Tanh(trace.scope(), x[0] * w)};
}

// The fourth power of the distance.
hb::Output Far(const hb::Output& y_true, const hb::Output& y_pred) {
  const hb::Output off = y_true - y_pred;
  return hb::ops::Mean(off.scope(), hb::ops::Square(off.scope(), off * off), -1);
}

void PrintLoss(const keras::History& history) {
  std::printf("loss %.6f to %.6f\n", history.front()[0].value, history.back()[0].value);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  const auto x = hb::Tensor::From<float>({4, 1}, {1, 2, 3, 4});
  const auto y = hb::Tensor::From<float>({4, 1}, {0, -1, -2, -3});

  keras::SetRandomSeed(1);
  auto model = keras::Sequential(
      {keras::Dense({.units = 4}), keras::CustomLayer("Bend", Bend), keras::Dense({.units = 1})});
  model.Compile(keras::Adam({.learning_rate = 0.02}), keras::CustomLoss("far", Far));
  PrintLoss(model.Fit(x, y, {.epochs = 50, .shuffle = false}));
  model.Save(argv[1]);

  auto loaded = keras::Load(argv[1]);
  // A loss that is code isn't saved.
  loaded.Compile(keras::Adam({.learning_rate = 0.02}), keras::MeanSquaredError());
  PrintLoss(loaded.Fit(x, y, {.epochs = 50, .shuffle = false}));
  const hb::Tensor predicted = loaded.Predict(x);
  for (const float value : predicted.flat<float>()) std::printf("%.6f\n", value);
}
