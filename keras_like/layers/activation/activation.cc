#include "keras_like/builtin.h"
#include "keras_like/layers/elementwise.h"

namespace hb::keras_like {
namespace {

class ActivationLayer : public SameShape {
 public:
  using SameShape::SameShape;

 protected:
  OutputList Call(Trace&, const OutputList& inputs) override {
    const Apply activation = Activation("activation");
    return {activation ? activation(inputs[0]) : inputs[0]};
  }
};

class ReluLayer : public SameShape {
 public:
  using SameShape::SameShape;

 protected:
  OutputList Call(Trace&, const OutputList& inputs) override {
    const Output& x = inputs[0];
    const double slope = GetReal("negative_slope"), threshold = GetReal("threshold");
    Output y;
    if (threshold != 0) {
      y = Where(x > threshold, x, slope == 0 ? ZerosLike(x) : slope * (x - threshold));
    } else if (slope != 0) {
      y = ops::LeakyRelu(x.scope(), x, {.alpha = static_cast<float>(slope)});
    } else if (GetReal("max_value") == 6) {
      return {ops::Relu6(x.scope(), x)};
    } else {
      y = Relu(x);
    }
    if (!Get("max_value").is_null()) y = Minimum(y, GetReal("max_value"));
    return {y};
  }
};

class LeakyReluLayer : public SameShape {
 public:
  using SameShape::SameShape;

 protected:
  OutputList Call(Trace&, const OutputList& inputs) override {
    const float slope = static_cast<float>(GetReal("negative_slope"));
    return {ops::LeakyRelu(inputs[0].scope(), inputs[0], {.alpha = slope})};
  }
};

class EluLayer : public SameShape {
 public:
  using SameShape::SameShape;

 protected:
  OutputList Call(Trace&, const OutputList& inputs) override {
    const Output y = ops::Elu(inputs[0].scope(), inputs[0]);
    const double alpha = GetReal("alpha");
    return {alpha == 1 ? y : Where(inputs[0] > 0.0, y, alpha * y)};
  }
};

class SoftmaxLayer : public SameShape {
 public:
  using SameShape::SameShape;

 protected:
  OutputList Call(Trace& trace, const OutputList& inputs) override {
    const Dims axes = GetInts("axis");
    const Output mask = trace.Mask(inputs[0]);
    const Output x = mask ? Where(mask, inputs[0], -1e9) : inputs[0];
    Output y;
    if (axes.size() == 1) {
      y = Softmax(x, axes[0]);
    } else {
      const Output powers = Exp(x - StopGradient(ReduceMax(x, axes, true)));
      y = powers / Sum(powers, axes, true);
    }
    return {mask ? Where(mask, y, 0.0) : y};
  }
};

}  // namespace

void AddActivationLayers(Registry& r) {
  AddLayer<ActivationLayer>(r, "activation", "Activation", "Applies an activation.",
                            {Required(ActivationParam("The activation."))});
  AddLayer<ReluLayer>(r, "activation", "ReLU", "max(x, 0), with options.",
                      {Real("max_value", nullptr, "Largest output."),
                       Real("negative_slope", 0.0, "Slope below the threshold.").Min(0),
                       Real("threshold", 0.0, "Where the output begins to rise.").Min(0)});
  AddLayer<LeakyReluLayer>(r, "activation", "LeakyReLU", "x where positive, else a small slope.",
                           {Real("negative_slope", 0.3, "The slope.").Min(0)});
  AddLayer<EluLayer>(r, "activation", "ELU", "x where positive, else alpha (exp(x) - 1).",
                     {Real("alpha", 1.0, "Limit below zero.")});
  AddLayer<SoftmaxLayer>(r, "activation", "Softmax", "exp(x) normalised to the sum 1.",
                         {Ints("axis", 0, -1, "Axis or axes of the sum.")});
}

}  // namespace hb::keras_like
