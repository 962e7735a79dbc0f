#include <algorithm>

#include "keras_like/builtin.h"
#include "keras_like/engine/fused.h"
#include "keras_like/layers/elementwise.h"

namespace hb::keras_like {
namespace {

struct Scaling {
  std::shared_ptr<Weight> gamma, beta;
};

class BatchNormalization : public SameShape {
 public:
  using SameShape::SameShape;

 protected:
  Status Build(const Specs& inputs) override {
    const Dims& dims = inputs[0].dims;
    const int64_t rank = static_cast<int64_t>(dims.size());
    axis_ = GetInt("axis") < 0 ? GetInt("axis") + rank : GetInt("axis");
    if (axis_ < 1 || axis_ >= rank) return InvalidArgument("axis is out of range");
    if (GetBool("renorm")) return Status(HB_UNIMPLEMENTED, "renorm is not offered");
    const Dims size = {dims[axis_]};
    if (GetBool("scale")) {
      HB_ASSIGN_OR_RETURN(gamma_, AddWeight("gamma", size, "gamma"));
    }
    if (GetBool("center")) {
      HB_ASSIGN_OR_RETURN(beta_, AddWeight("beta", size, "beta"));
    }
    HB_ASSIGN_OR_RETURN(
        mean_, AddInitialized("moving_mean", size, Get("moving_mean_initializer"), false, dtype()));
    HB_ASSIGN_OR_RETURN(variance_,
                        AddInitialized("moving_variance", size, Get("moving_variance_initializer"),
                                       false, dtype()));
    return Status();
  }

  OutputList Call(Trace& trace, const OutputList& inputs) override {
    const Output& x = inputs[0];
    const bool train = trace.training && trainable();
    const Output mask = train ? trace.Mask(x) : Output();
    if (mask && mask.rank() + 1 != x.rank()) {
      trace.scope.Update(InvalidArgument("the mask must have one dimension less than the input"));
      return {};
    }
    if (x.rank() == 4 && axis_ == 3 && x.dtype() == HB_FLOAT && !mask) {
      return {Fused(trace, x, train)};
    }
    Dims axes, shape(x.rank(), 1);
    for (int64_t i = 0; i < x.rank(); ++i) {
      if (i != axis_) axes.push_back(i);
    }
    shape[axis_] = mean_->dims[0];
    const auto spread = [&](const Output& v) {
      return axis_ == x.rank() - 1 ? v : Reshape(v, shape);
    };
    Output mean = trace.Read(*mean_), variance = trace.Read(*variance_);
    if (train) {
      const Output old_mean = mean, old_variance = variance;
      if (mask) {
        MaskedMoments(x, mask, axes, &mean, &variance);
      } else {
        const Output kept = Mean(x, axes, true);
        mean = Reshape(kept, mean_->dims);
        variance = Mean(ops::SquaredDifference(x.scope(), x, StopGradient(kept)), axes);
      }
      UpdateMoving(trace, mean, variance, old_mean, old_variance);
    }
    Output factor = Rsqrt(variance + GetReal("epsilon"));
    if (gamma_ != nullptr) factor = factor * trace.Read(*gamma_);
    Output offset = -mean * factor;
    if (beta_ != nullptr) offset = trace.Read(*beta_) + offset;
    return {x * spread(factor) + spread(offset)};
  }

 private:
  // Of the positions that count.
  void MaskedMoments(const Output& x, const Output& mask, const Dims& axes, Output* mean,
                     Output* variance) const {
    const Output zeros = ZerosLike(x);
    const Output counts = Or(ExpandDims(mask, -1), Cast(zeros, HB_BOOL));
    const Output total = Sum(Cast(counts, x.dtype()), axes, true) + kEpsilon;
    const Output kept = Sum(Where(counts, x, zeros), axes, true) / total;
    const Output squares = Square(Where(counts, x - kept, zeros));
    *mean = Reshape(kept, mean_->dims);
    *variance = Reshape(Sum(squares, axes, true) / total, mean_->dims);
  }

  void UpdateMoving(Trace& trace, const Output& mean, const Output& variance,
                    const Output& old_mean, const Output& old_variance) {
    const double momentum = GetReal("momentum");
    trace.Update(*mean_, old_mean * momentum + StopGradient(mean) * (1 - momentum));
    trace.Update(*variance_, old_variance * momentum + StopGradient(variance) * (1 - momentum));
  }

  // Images with the channels last have an op of their own.
  Output Fused(Trace& trace, const Output& x, bool train) {
    const Scope& s = trace.scope;
    const Dims size = mean_->dims;
    const Output gamma = gamma_ != nullptr ? trace.Read(*gamma_) : ops::Fill(s, size, Number(x, 1));
    const Output beta = beta_ != nullptr ? trace.Read(*beta_) : ops::Fill(s, size, Number(x, 0));
    const Output old_mean = trace.Read(*mean_), old_variance = trace.Read(*variance_);
    const float epsilon = static_cast<float>(GetReal("epsilon"));
    const Output none = ops::Fill(s, Dims{0}, Number(x, 0));
    const ops::FusedBatchNormV3Outputs result = ops::FusedBatchNormV3(
        s, x, gamma, beta, train ? none : old_mean, train ? none : old_variance,
        {.epsilon = epsilon, .is_training = train});
    if (train) {
      // The op gives the unbiased variance; Keras keeps the biased one.
      const Output count = SizeOf(x, HB_FLOAT) / static_cast<double>(size[0]);
      const Output variance = result.batch_variance * ((count - 1.0) / count);
      UpdateMoving(trace, result.batch_mean, variance, old_mean, old_variance);
    }
    return result.y;
  }

  int64_t axis_ = 0;
  std::shared_ptr<Weight> gamma_, beta_, mean_, variance_;
};

class LayerNormalization : public SameShape {
 public:
  using SameShape::SameShape;

 protected:
  Status Build(const Specs& inputs) override {
    const Dims& dims = inputs[0].dims;
    axes_ = GetInts("axis");
    Dims size;
    for (int64_t& axis : axes_) {
      if (axis < 0) axis += static_cast<int64_t>(dims.size());
      if (axis < 1 || axis >= static_cast<int64_t>(dims.size())) {
        return InvalidArgument("axis is out of range");
      }
    }
    std::sort(axes_.begin(), axes_.end());
    for (const int64_t axis : axes_) size.push_back(dims[axis]);
    const bool rms = GetBool("rms_scaling");
    if (GetBool("scale") || rms) {
      HB_ASSIGN_OR_RETURN(gamma_, AddWeight("gamma", size, "gamma"));
    }
    if (GetBool("center") && !rms) {
      HB_ASSIGN_OR_RETURN(beta_, AddWeight("beta", size, "beta"));
    }
    return Status();
  }

  OutputList Call(Trace& trace, const OutputList& inputs) override {
    const Output& x = inputs[0];
    OutputList arguments = {x};
    for (const auto& weight : {gamma_, beta_}) {
      if (weight != nullptr) arguments.push_back(trace.Read(*weight));
    }
    if (!IsFused(x)) return {Normalize(arguments)[0]};
    const Fused fused = {
        .name = "LayerNorm",
        .attrs = {{"epsilon", static_cast<float>(GetReal("epsilon"))}},
        .residuals = 2,
        .body = [this](const OutputList& a) { return Normalize(a); },
    };
    return CallFused(trace.scope, fused, arguments, trace.training);
  }

 private:
  // The kernel takes both weights and the last dimensions.
  bool IsFused(const Output& x) const {
    if (gamma_ == nullptr || beta_ == nullptr || x.dtype() != HB_FLOAT) return false;
    if (GetBool("rms_scaling")) return false;
    for (size_t i = 0; i < axes_.size(); ++i) {
      if (axes_[i] != x.rank() - static_cast<int64_t>(axes_.size() - i)) return false;
    }
    return true;
  }

  // From x and the weights that there are: y, mean, 1 / standard deviation.
  OutputList Normalize(const OutputList& arguments) const {
    const Output& x = arguments[0];
    size_t next = 1;
    const Output mean = Mean(x, axes_, true);
    const Output variance =
        Mean(ops::SquaredDifference(x.scope(), x, StopGradient(mean)), axes_, true);
    const Output rstd = Rsqrt(variance + GetReal("epsilon"));
    Output factor = rstd;
    if (gamma_ != nullptr) factor = factor * Spread(arguments[next++], x.rank());
    if (GetBool("rms_scaling")) return {x * factor, mean, rstd};
    Output offset = -mean * factor;
    if (beta_ != nullptr) offset = Spread(arguments[next++], x.rank()) + offset;
    return {x * factor + offset, mean, rstd};
  }

  Output Spread(const Output& weight, int rank) const {
    Dims shape(rank, 1);
    const Dims sizes = weight.shape().value_or(Dims(axes_.size(), -1));
    for (size_t i = 0; i < axes_.size(); ++i) shape[axes_[i]] = sizes[i];
    return Reshape(weight, shape);
  }

  Dims axes_;
  std::shared_ptr<Weight> gamma_, beta_;
};

class UnitNormalization : public SameShape {
 public:
  using SameShape::SameShape;

 protected:
  OutputList Call(Trace&, const OutputList& inputs) override {
    const Output& x = inputs[0];
    return {x * Rsqrt(Maximum(Sum(Square(x), GetInts("axis"), true), 1e-12))};
  }
};

std::vector<Param> ScalingParams() {
  return {Bool("center", true, "Whether beta is added."),
          Bool("scale", true, "Whether gamma multiplies."),
          InitializerParam("beta_initializer", "Zeros"),
          InitializerParam("gamma_initializer", "Ones")};
}

}  // namespace

void AddNormalization(Registry& r) {
  std::vector<Param> batch = {Int("axis", -1, "Axis of the channels."),
                              Real("momentum", 0.99, "Momentum of the moving statistics."),
                              Real("epsilon", 0.001, "Added to the variance.")};
  for (Param& param : ScalingParams()) batch.push_back(std::move(param));
  batch.push_back(InitializerParam("moving_mean_initializer", "Zeros"));
  batch.push_back(InitializerParam("moving_variance_initializer", "Ones"));
  for (const char* name : {"beta_regularizer", "gamma_regularizer"}) {
    batch.push_back(RegularizerParam(name));
  }
  for (const char* name : {"beta_constraint", "gamma_constraint"}) {
    batch.push_back(ConstraintParam(name));
  }
  batch.push_back(Bool("renorm", false, "Must be false."));
  batch.push_back(Any("renorm_clipping", nullptr, "Must be null."));
  batch.push_back(Real("renorm_momentum", 0.99, "Has no effect."));
  batch.push_back(Bool("synchronized", false, "Has no effect."));
  AddLayer<BatchNormalization>(r, "normalization", "BatchNormalization",
                               "Brings each channel to mean 0 and variance 1.", std::move(batch));
  std::vector<Param> layer = {Ints("axis", 0, -1, "Axis or axes of a sample."),
                              Real("epsilon", 0.001, "Added to the variance.")};
  for (Param& param : ScalingParams()) layer.push_back(std::move(param));
  for (const char* name : {"beta_regularizer", "gamma_regularizer"}) {
    layer.push_back(RegularizerParam(name));
  }
  for (const char* name : {"beta_constraint", "gamma_constraint"}) {
    layer.push_back(ConstraintParam(name));
  }
  layer.push_back(Bool("rms_scaling", false, "Scales by the deviation only; deprecated in Keras."));
  AddLayer<LayerNormalization>(r, "normalization", "LayerNormalization",
                               "Brings each sample to mean 0 and variance 1.", std::move(layer));
  AddLayer<UnitNormalization>(r, "normalization", "UnitNormalization",
                              "Brings each sample to norm 1.",
                              {Ints("axis", 0, -1, "Axis or axes of the norm.")});
}

}  // namespace hb::keras_like
