#include <algorithm>
#include <string_view>

#include "keras_like/builtin.h"
#include "keras_like/engine/layer.h"

namespace hb::keras_like {
namespace {

class Dense : public Layer {
 public:
  using Layer::Layer;

  Result<Specs> OutputSpecs(const Specs& inputs) override {
    Dims dims = inputs[0].dims;
    if (dims.size() < 2) return InvalidArgument("Dense needs inputs of rank 2 or more");
    dims.back() = GetInt("units");
    return Specs{{dtype(), dims}};
  }

 protected:
  Status Build(const Specs& inputs) override {
    const Dims& dims = inputs[0].dims;
    if (dims.size() < 2) return InvalidArgument("Dense needs inputs of rank 2 or more");
    HB_ASSIGN_OR_RETURN(kernel_, AddWeight("kernel", {dims.back(), GetInt("units")}, "kernel"));
    if (GetBool("use_bias")) {
      HB_ASSIGN_OR_RETURN(bias_, AddWeight("bias", {GetInt("units")}, "bias"));
    }
    return Status();
  }

  OutputList Call(Trace& trace, const OutputList& inputs) override {
    const Output& x = inputs[0];
    const Scope& s = trace.scope;
    const Output kernel = trace.Read(*kernel_);
    // A matrix product over all positions.
    Output flat = x, shape;
    if (x.rank() != 2) {
      const Output head = ops::StridedSlice(s, ShapeOf(x), Dims{0}, Dims{-1}, Dims{1});
      shape = Concat({head, Input(Dims{GetInt("units")}).Resolve(s, HB_INT32)}, 0);
      flat = Reshape(x, Dims{-1, kernel_->dims[0]});
    }
    Output y = MatMul(flat, kernel);
    if (bias_ != nullptr) y = ops::BiasAdd(s, y, trace.Read(*bias_));
    // Bias and activation stand behind the product itself where the runtime can join the three.
    const Apply activation = Activation("activation");
    const bool joins = activation && Joins();
    if (joins) y = activation(y);
    if (x.rank() != 2) y = Reshape(y, shape);
    return {activation && !joins ? activation(y) : y};
  }
  Output ComputeMask(Trace&, const OutputList&, const OutputList& masks) override {
    return masks[0];
  }

 private:
  // Whether the activation is one of each element by itself that fused steps know.
  bool Joins() const {
    if (!Get("activation").is_string()) return false;
    static constexpr std::string_view kKnown[] = {"relu", "relu6",    "elu",    "selu",
                                                  "tanh", "softplus", "sigmoid"};
    return std::ranges::find(kKnown, GetText("activation")) != std::end(kKnown);
  }

  std::shared_ptr<Weight> kernel_, bias_;
};

}  // namespace

void AddDense(Registry& r) {
  AddLayer<Dense>(
      r, "core", "Dense", "Matrix product with a kernel, plus a bias.",
      {Required(Int("units", 1, "Size of the output.")).Min(1), ActivationParam(),
       Bool("use_bias", true, "Whether a bias is added."),
       InitializerParam("kernel_initializer", "GlorotUniform"),
       InitializerParam("bias_initializer", "Zeros"), RegularizerParam("kernel_regularizer"),
       RegularizerParam("bias_regularizer"), RegularizerParam("activity_regularizer"),
       ConstraintParam("kernel_constraint"), ConstraintParam("bias_constraint")});
}

}  // namespace hb::keras_like
