#include "keras_like/builtin.h"
#include "keras_like/layers/elementwise.h"

namespace hb::keras_like {
namespace {

void Numbers(const Json& json, std::vector<double>* values) {
  if (json.is_number()) values->push_back(json.AsReal());
  for (const Json& item : json.items()) Numbers(item, values);
}

class Rescaling : public SameShape {
 public:
  using SameShape::SameShape;

 protected:
  OutputList Call(Trace& trace, const OutputList& inputs) override {
    const Output x = Cast(inputs[0], dtype());
    return {x * Value(trace, "scale") + Value(trace, "offset")};
  }

 private:
  Output Value(Trace& trace, const char* name) const {
    std::vector<double> values;
    Numbers(Get(name), &values);
    const Input input = values.size() == 1 ? Input(values[0]) : Input(values);
    return input.Resolve(trace.scope, dtype());
  }
};

// Subtracts a mean and divides by a standard deviation, given or learned from data beforehand
// (weights mean, variance and count, as Keras has them).
class Normalization : public SameShape {
 public:
  using SameShape::SameShape;

 protected:
  Status Build(const Specs& inputs) override {
    const Dims& dims = inputs[0].dims;
    shape_ = Dims(dims.size(), 1);
    Dims size;
    if (!Get("axis").is_null()) {
      for (int64_t axis : GetInts("axis")) {
        if (axis < 0) axis += static_cast<int64_t>(dims.size());
        if (axis < 1 || axis >= static_cast<int64_t>(dims.size())) {
          return InvalidArgument("axis is out of range");
        }
        shape_[axis] = dims[axis];
        size.push_back(dims[axis]);
      }
    }
    given_ = !Get("mean").is_null();
    if (given_ == Get("variance").is_null()) {
      return InvalidArgument("mean and variance must be given together");
    }
    if (given_) return Status();
    HB_ASSIGN_OR_RETURN(mean_, AddInitialized("mean", size, "Zeros", false, dtype()));
    HB_ASSIGN_OR_RETURN(variance_, AddInitialized("variance", size, "Ones", false, dtype()));
    return AddInitialized("count", {}, "Zeros", false, HB_INT32).status();
  }

  OutputList Call(Trace& trace, const OutputList& inputs) override {
    const Output x = Cast(inputs[0], dtype());
    const Output mean = Statistic(trace, "mean", mean_);
    const Output deviation = Maximum(Sqrt(Statistic(trace, "variance", variance_)), kEpsilon);
    if (GetBool("invert")) return {mean + x * deviation};
    return {(x - mean) / deviation};
  }

 private:
  Output Statistic(Trace& trace, const char* name, const std::shared_ptr<Weight>& weight) const {
    if (!given_) return Reshape(trace.Read(*weight), shape_);
    std::vector<double> values;
    Numbers(Get(name), &values);
    if (values.size() == 1) return Input(values[0]).Resolve(trace.scope, dtype());
    return Reshape(Input(values).Resolve(trace.scope, dtype()), shape_);
  }

  bool given_ = false;
  Dims shape_;
  std::shared_ptr<Weight> mean_, variance_;
};

}  // namespace

void AddPreprocessing(Registry& r) {
  AddLayer<Rescaling>(r, "preprocessing", "Rescaling", "x scale + offset",
                      {Required(Any("scale", Json(), "Factor, or one for each channel.")),
                       Any("offset", 0.0, "Offset, or one for each channel.")});
  AddLayer<Normalization>(
      r, "preprocessing", "Normalization", "(x - mean) / sqrt(variance)",
      {Ints("axis", 0, -1, "Axes with statistics of their own.").Null(),
       Any("mean", nullptr, "Mean or means."), Any("variance", nullptr, "Variance or variances."),
       Bool("invert", false, "Whether to go back.")});
}

}  // namespace hb::keras_like
