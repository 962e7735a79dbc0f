// Microseconds of a call through the C++ interface. Usage: calls MODEL_FOLDER

#include <algorithm>
#include <cstdio>

#include "clock.h"
#include "hornbeam/cpp/keras.h"
#include "hornbeam/cpp/ops.h"

namespace {

template <class Call>
double Time(Call call) {
  double best = 1e30;
  for (int i = 0; i < kWarmUp; ++i) call();
  for (int chunk = 0; chunk < kChunks; ++chunk) {
    const double start = Now();
    for (int i = 0; i < kCalls; ++i) call();
    best = std::min(best, (Now() - start) / static_cast<int>(kCalls));
  }
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const hb::Scope scope{hb::Graph()};
  const hb::Output x = hb::ops::Placeholder(scope, HB_FLOAT);
  const hb::Output feeds[] = {x}, fetches[] = {x + 1};
  const auto session = hb::Session::New(scope.graph());
  const auto callable = session.MakeCallable(feeds, fetches);
  const auto scalar = hb::Tensor::Scalar<float>(1);
  const double trivial = Time([&] {
    HB_Tensor* const values[] = {scalar.handle()};
    HB_Tensor* results[] = {nullptr};
    callable.Run(values, results);
    const hb::Tensor result(results[0]);
  });

  const auto model = hb::keras::Load(argv[1]);
  const hb::Tensor image(HB_FLOAT, {1, 784});
  for (int i = 0; i < 784; ++i) image.flat<float>()[i] = static_cast<float>(i) / 784;
  const double predict = Time([&] { const hb::Tensor result = model.Predict(image); });
  std::printf("{\"trivial\": %.4f, \"predict\": %.4f}\n", trivial, predict);
}
