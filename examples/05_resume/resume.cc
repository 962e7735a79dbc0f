// Training that is interrupted goes on from a checkpoint exactly as if nothing had happened.
//
// usage: resume FOLDER

#include <algorithm>
#include <cstdio>
#include <string>

#include "hornbeam/cpp/keras.h"

namespace keras = hb::keras;

namespace {

keras::Model Make() {
  auto model = keras::Sequential({keras::InputLayer({.shape = std::vector<int64_t>{2}}),
                                  keras::Dense({.units = 8, .activation = "relu"}),
                                  keras::Dense({.units = 1})});
  model.Compile(keras::Adam({.learning_rate = 0.02}), keras::MeanSquaredError());
  return model;
}

void Train(const keras::Model& model, const hb::Tensor& x, const hb::Tensor& y, int first,
           int last) {
  const auto history =
      model.Fit(x, y, {.epochs = last, .batch_size = 4, .initial_epoch = first, .shuffle = false});
  for (const auto& logs : history) std::printf("epoch %d loss %.6f\n", first++, logs[0].value);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  const std::string checkpoint = std::string(argv[1]) + "/checkpoint";
  const hb::Tensor x(HB_FLOAT, {16, 2}), y(HB_FLOAT, {16, 1});
  const auto xs = x.flat<float>();
  for (int i = 0; i < 32; ++i) xs[i] = static_cast<float>(i) / 32;
  for (int i = 0; i < 16; ++i) y.flat<float>()[i] = xs[2 * i] - xs[2 * i + 1] * xs[2 * i];

  keras::SetRandomSeed(1);
  const auto model = Make();
  Train(model, x, y, 0, 3);
  model.SaveWeights(checkpoint);
  Train(model, x, y, 3, 6);

  const auto resumed = Make();  // in another process, say
  resumed.LoadWeights(checkpoint);
  Train(resumed, x, y, 3, 6);
  const hb::Tensor a = model.Predict(x), b = resumed.Predict(x);
  const bool same = std::ranges::equal(a.flat<float>(), b.flat<float>());
  std::puts(same ? "the same predictions" : "other predictions");
}
