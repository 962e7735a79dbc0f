#include "keras_like/builtin.h"
#include "keras_like/layers/elementwise.h"

namespace hb::keras_like {
namespace {

void Numbers(const Json& json, std::vector<double>* values) {
  if (json.is_number()) values->push_back(json.AsReal());
  for (const Json& item : json.items()) Numbers(item, values);
}

Status SetDoubles(Weight* weight, const std::vector<double>& values) {
  HB_ASSIGN_OR_RETURN(const Tensor tensor, Filled(weight->dtype, weight->dims, 0));
  for (size_t i = 0; i < values.size(); ++i) {
    if (weight->dtype == HB_FLOAT) tensor.flat<float>()[i] = static_cast<float>(values[i]);
    if (weight->dtype == HB_DOUBLE) tensor.flat<double>()[i] = values[i];
  }
  return weight->Set(tensor);
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

  Status Adapt(const Tensor& data, bool go_on) override {
    HB_RETURN_IF_ERROR(CheckData(data));
    if (!go_on || means_.empty()) {
      count_ = 0;
      means_.assign(NumElements(mean_->dims), 0);
      squares_ = means_;
    }
    HB_ASSIGN_OR_RETURN(const std::vector<double> values, ToDoubles(data));
    if (values.empty()) return InvalidArgument("there is no sample to adapt to");
    Merge(data.dims(), values);
    std::vector<double> variances = squares_;
    for (double& variance : variances) variance /= count_;
    HB_RETURN_IF_ERROR(SetDoubles(mean_.get(), means_));
    return SetDoubles(variance_.get(), variances);
  }

 protected:
  Status Build(const Specs& inputs) override {
    const Dims& dims = inputs[0].dims;
    shape_ = Dims(dims.size(), 1);
    kept_.assign(dims.size(), false);
    Dims size;
    if (!Get("axis").is_null()) {
      for (int64_t axis : GetInts("axis")) {
        if (axis < 0) axis += static_cast<int64_t>(dims.size());
        if (axis < 1 || axis >= static_cast<int64_t>(dims.size())) {
          return InvalidArgument("axis is out of range");
        }
        shape_[axis] = dims[axis];
        kept_[axis] = true;
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
  Status CheckData(const Tensor& data) {
    Dims dims = data.dims();
    if (dims.empty()) return InvalidArgument("data to adapt to needs a first dimension of samples");
    dims[0] = -1;
    HB_RETURN_IF_ERROR(EnsureBuilt({{data.dtype(), dims}}));
    if (given_) return InvalidArgument("mean and variance are given; there is nothing to learn");
    bool fits = shape_.size() == dims.size();
    for (size_t i = 0; fits && i < dims.size(); ++i) fits = !kept_[i] || shape_[i] == dims[i];
    if (fits) return Status();
    return InvalidArgument("the layer was built for data of shape " +
                           ShapeText(build_inputs_[0].dims) + ", got " + ShapeText(dims));
  }

  // Adds a batch to the means and the sums of squared differences from them.
  void Merge(const Dims& dims, const std::vector<double>& values) {
    const size_t cells = means_.size();
    std::vector<size_t> cell(values.size());
    for (size_t i = 0; i < values.size(); ++i) {
      size_t rest = i, index = 0, stride = 1;
      for (size_t axis = dims.size(); axis-- > 0;) {
        const size_t place = rest % static_cast<size_t>(dims[axis]);
        rest /= static_cast<size_t>(dims[axis]);
        if (!kept_[axis]) continue;
        index += place * stride;
        stride *= static_cast<size_t>(dims[axis]);
      }
      cell[i] = index;
    }
    const double count = static_cast<double>(values.size()) / static_cast<double>(cells);
    std::vector<double> batch(cells, 0), squares(cells, 0);
    for (size_t i = 0; i < values.size(); ++i) batch[cell[i]] += values[i] / count;
    for (size_t i = 0; i < values.size(); ++i) {
      squares[cell[i]] += (values[i] - batch[cell[i]]) * (values[i] - batch[cell[i]]);
    }
    const double total = count_ + count;
    for (size_t i = 0; i < cells; ++i) {
      const double step = batch[i] - means_[i];
      means_[i] += step * count / total;
      squares_[i] += squares[i] + step * step * count_ * count / total;
    }
    count_ = total;
  }

  Output Statistic(Trace& trace, const char* name, const std::shared_ptr<Weight>& weight) const {
    if (!given_) return Reshape(trace.Read(*weight), shape_);
    std::vector<double> values;
    Numbers(Get(name), &values);
    if (values.size() == 1) return Input(values[0]).Resolve(trace.scope, dtype());
    return Reshape(Input(values).Resolve(trace.scope, dtype()), shape_);
  }

  bool given_ = false;
  Dims shape_;              // of the statistics, beside the input
  std::vector<bool> kept_;  // which axes of the input they have
  std::shared_ptr<Weight> mean_, variance_;
  // What was learned so far: samples of a statistic, means, sums of squared differences.
  double count_ = 0;
  std::vector<double> means_, squares_;
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
