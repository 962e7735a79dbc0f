// Calls the op and the layer of a scratch copy, and trains the layer.
#include <cstdio>

#include "hornbeam/cpp/keras.h"
#include "hornbeam/cpp/ops.h"

int main() {
  const auto x = hb::Tensor::From<float>({2, 1}, {2, 3});
  const auto y = hb::Tensor::From<float>({2, 1}, {8, 11});
  const hb::Graph graph;
  const hb::Scope scope(graph);
  const hb::Output out = hb::ops::ScratchAffine(scope, hb::Const(scope, x), {.factor = 3});
  const hb::Output fetches[] = {out};
  const auto values = hb::Session::New(graph).Run({}, fetches);
  auto m =
      hb::keras::Sequential({hb::keras::ScratchShift({.factor = 3, .shift_initializer = "ones"})});
  const auto before = m.Predict(x);
  m.Compile(hb::keras::SGD({.learning_rate = 0.5}), hb::keras::MeanSquaredError());
  m.Fit(x, y, {.epochs = 1});
  const auto after = m.Predict(x);
  for (const hb::Tensor* t : {&values[0], &before, &after}) {
    std::printf("%g %g\n", t->flat<float>()[0], t->flat<float>()[1]);
  }
}
