#include "hornbeam/cpp/gen/random_ops.h"
#include "keras_like/builtin.h"
#include "keras_like/layers/elementwise.h"
#include "keras_like/layers/regularization/dropout.h"

namespace hb::keras_like {
namespace {

// A layer with random numbers of its own.
class Noise : public SameShape {
 public:
  using SameShape::SameShape;

 protected:
  Status Build(const Specs&) override {
    seed_ = Get("seed").is_null() ? static_cast<int64_t>(NextSeed()) : GetInt("seed");
    return Status();
  }
  int64_t seed_ = 0;
};

class Dropout : public Noise {
 public:
  using Noise::Noise;

 protected:
  OutputList Call(Trace& trace, const OutputList& inputs) override {
    const Output& x = inputs[0];
    const double rate = GetReal("rate");
    if (!trace.training || rate == 0) return {Identity(x)};
    Output shape = ShapeOf(x);
    if (Get("noise_shape").is_array()) {
      // Unknown entries take the size of the input.
      OutputList sizes;
      const Dims wanted = GetInts("noise_shape");
      for (size_t i = 0; i < wanted.size(); ++i) {
        const int64_t at = static_cast<int64_t>(i);
        sizes.push_back(wanted[i] >= 0
                            ? Input(wanted[i]).Resolve(trace.scope, HB_INT32)
                            : ops::StridedSlice(trace.scope, shape, Dims{at}, Dims{at + 1}, Dims{1},
                                                {.shrink_axis_mask = 1}));
      }
      shape = ops::Pack(trace.scope, sizes);
    }
    return {DropOut(trace, x, rate, shape, seed_)};
  }
};

class GaussianNoise : public Noise {
 public:
  using Noise::Noise;

 protected:
  OutputList Call(Trace& trace, const OutputList& inputs) override {
    const Output& x = inputs[0];
    if (!trace.training || GetReal("stddev") == 0) return {Identity(x)};
    const Output noise = ops::RandomStandardNormal(trace.scope, ShapeOf(x), x.dtype(),
                                                   {.seed = seed_, .seed2 = trace.NextSeed()});
    return {x + noise * GetReal("stddev")};
  }
};

class GaussianDropout : public Noise {
 public:
  using Noise::Noise;

 protected:
  OutputList Call(Trace& trace, const OutputList& inputs) override {
    const Output& x = inputs[0];
    const double rate = GetReal("rate");
    if (!trace.training || rate == 0) return {Identity(x)};
    const Output noise = ops::RandomStandardNormal(trace.scope, ShapeOf(x), x.dtype(),
                                                   {.seed = seed_, .seed2 = trace.NextSeed()});
    return {x * (1.0 + noise * Sqrt(Number(x, rate / (1 - rate))))};
  }
};

class ActivityRegularization : public SameShape {
 public:
  using SameShape::SameShape;

 protected:
  OutputList Call(Trace& trace, const OutputList& inputs) override {
    const Output& x = inputs[0];
    const Output penalty = GetReal("l1") * Sum(Abs(x)) + GetReal("l2") * Sum(Square(x));
    trace.losses.push_back(penalty / BatchSize(x, x.dtype()));
    return {Identity(x)};
  }
};

Param Seed() { return Int("seed", nullptr, "Seed; null draws one from the global generator."); }

}  // namespace

void AddRegularization(Registry& r) {
  AddLayer<Dropout>(r, "regularization", "Dropout", "Sets random elements to 0 in training.",
                    {Required(Real("rate", 0.0, "Share of elements.")).Min(0).Max(1),
                     ShapeParam("noise_shape", nullptr, "Shape of the random mask."), Seed()});
  AddLayer<GaussianNoise>(
      r, "regularization", "GaussianNoise", "Adds normal noise in training.",
      {Required(Real("stddev", 0.0, "Standard deviation.")).Min(0).Max(1), Seed()});
  AddLayer<GaussianDropout>(
      r, "regularization", "GaussianDropout", "Multiplies by normal noise around 1 in training.",
      {Required(Real("rate", 0.0, "Dropout of the same variance.")).Min(0), Seed()});
  AddLayer<ActivityRegularization>(r, "regularization", "ActivityRegularization",
                                   "Adds penalties of the input to the loss.",
                                   {Real("l1", 0.0, "Factor of the sum of absolute values."),
                                    Real("l2", 0.0, "Factor of the sum of squares.")});
}

}  // namespace hb::keras_like
