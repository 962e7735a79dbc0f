#include <cmath>

#include "keras_like/builtin.h"
#include "keras_like/engine/fused.h"
#include "keras_like/engine/layer.h"
#include "keras_like/layers/regularization/dropout.h"

namespace hb::keras_like {
namespace {

// Attention with several heads (Vaswani et al. 2017). Inputs: query, value, and key (the value when
// it is left out), each [batch, length, features].
class MultiHeadAttention : public Layer {
 public:
  using Layer::Layer;

  Result<Specs> OutputSpecs(const Specs& inputs) override {
    HB_RETURN_IF_ERROR(Check(inputs));
    Dims dims = inputs[0].dims;
    dims[2] = Width(inputs);
    return Specs{{dtype(), dims}};
  }

  // Each input is an argument of its own.
  Json CallArguments(const Json& inputs) const override { return inputs; }

  Json BuildConfig(const Json& shapes) const override {
    Json named =
        Json::Object({{"query_shape", shapes.items()[0]}, {"value_shape", shapes.items()[1]}});
    if (shapes.items().size() > 2) named.Set("key_shape", shapes.items()[2]);
    return Json::Object({{"shapes_dict", std::move(named)}});
  }

 protected:
  Status Build(const Specs& inputs) override {
    HB_RETURN_IF_ERROR(Check(inputs));
    heads_ = GetInt("num_heads");
    key_dim_ = GetInt("key_dim");
    value_dim_ = Get("value_dim").is_null() ? key_dim_ : GetInt("value_dim");
    seed_ = Get("seed").is_null() ? static_cast<int64_t>(NextSeed()) : GetInt("seed");
    const int64_t width[] = {inputs[0].dims[2], inputs[inputs.size() > 2 ? 2 : 1].dims[2],
                             inputs[1].dims[2]};
    const char* names[] = {"query", "key", "value"};
    for (int i = 0; i < 3; ++i) {
      const int64_t size = i == 2 ? value_dim_ : key_dim_;
      HB_RETURN_IF_ERROR(
          AddProjection(names[i], {width[i], heads_, size}, {heads_, size}, &projections_[i]));
    }
    return AddProjection("attention_output", {heads_, value_dim_, Width(inputs)}, {Width(inputs)},
                         &projections_[3]);
  }

  OutputList Call(Trace& trace, const OutputList& inputs) override {
    for (const Output& input : inputs) {
      if (!trace.Mask(input)) continue;
      trace.scope.Update(Status(HB_UNIMPLEMENTED, "'" + name() + "' takes no masks yet"));
      return OutputList(1);
    }
    const Output& value = inputs[1];
    const Output q = Project(trace, inputs[0], 0, heads_, key_dim_);
    const Output k = Project(trace, inputs.size() > 2 ? inputs[2] : value, 1, heads_, key_dim_);
    const Output v = Project(trace, value, 2, heads_, value_dim_);
    const float scale = static_cast<float>(1 / std::sqrt(static_cast<double>(key_dim_)));
    const bool drops = trace.training && GetReal("dropout") > 0;
    Output y;
    if (drops || q.dtype() != HB_FLOAT) {
      y = Attend({q, k, v}, scale, drops ? &trace : nullptr)[0];
    } else {
      const bool keep = trace.training;
      const Fused fused = {
          .name = "Attention",
          .attrs = {{"scale", scale}, {"keep", keep}},
          .residuals = keep ? 1 : 0,
          .body =
              [this, scale, keep](const OutputList& a) {
                OutputList results = Attend(a, scale, nullptr);
                if (!keep) results.resize(1);
                return results;
              },
      };
      y = CallFused(trace.scope, fused, {q, k, v}, trace.training)[0];
    }
    if (!trace.scope.ok()) return OutputList(1);
    return {Project(trace, y, 3, 1, projections_[3].kernel->dims[2])};
  }

 private:
  struct Projection {
    std::shared_ptr<Weight> kernel, bias;
  };

  Status Check(const Specs& inputs) const {
    for (const TensorSpec& input : inputs) {
      if (input.dims.size() != 3 || input.dims[2] < 0) {
        return Status(HB_UNIMPLEMENTED,
                      "inputs must be [batch, length, features] of known features, got " +
                          ShapeText(input.dims));
      }
    }
    const Dims axes = GetInts("attention_axes");
    const bool one_axis = axes.empty() || axes == Dims{1};
    if (!one_axis || GetBool("use_gate") || !Get("sliding_window").is_null()) {
      return Status(HB_UNIMPLEMENTED,
                    "attention_axes other than 1, use_gate and sliding_window are not offered");
    }
    if (GetInts("output_shape").size() > 1) {
      return Status(HB_UNIMPLEMENTED, "output_shape must be one number");
    }
    return Status();
  }

  int64_t Width(const Specs& inputs) const {
    const Dims shape = GetInts("output_shape");
    return shape.empty() ? inputs[0].dims[2] : shape[0];
  }

  Status AddProjection(const std::string& name, const Dims& kernel, const Dims& bias,
                       Projection* projection) {
    HB_ASSIGN_OR_RETURN(projection->kernel, AddWeight(name + "/kernel", kernel, "kernel"));
    if (!GetBool("use_bias")) return Status();
    HB_ASSIGN_OR_RETURN(projection->bias, AddWeight(name + "/bias", bias, "bias"));
    return Status();
  }

  // x, whose dimensions behind the second one are those of the kernel's inputs, times projection i:
  // [batch, length, heads, size], or [batch, length, size] for the last one.
  Output Project(Trace& trace, const Output& x, int i, int64_t heads, int64_t size) {
    const Scope& s = trace.scope;
    int64_t in = 1;
    for (const int64_t d : projections_[i].kernel->dims) in *= d;
    in /= heads * size;
    const Output kernel = Reshape(trace.Read(*projections_[i].kernel), Dims{in, heads * size});
    Output y = MatMul(Reshape(x, Dims{-1, in}), kernel);
    if (projections_[i].bias != nullptr) {
      y = ops::BiasAdd(s, y, Reshape(trace.Read(*projections_[i].bias), Dims{heads * size}));
    }
    const Dims tail = i == 3 ? Dims{size} : Dims{heads, size};
    const Output head = ops::StridedSlice(s, ShapeOf(x), Dims{0}, Dims{2}, Dims{1});
    y = Reshape(y, Concat({head, Input(tail).Resolve(s, HB_INT32)}, 0));
    const std::optional<Dims> known = x.shape();
    Dims dims = {known ? (*known)[0] : -1, known ? (*known)[1] : -1};
    dims.insert(dims.end(), tail.begin(), tail.end());
    y.SetShape(dims);
    return y;
  }

  // In plain ops: the result, and the weights [batch, heads, targets, sources].
  OutputList Attend(const OutputList& a, float scale, Trace* drop) const {
    const Scope& s = a[0].scope();
    const Output scores = ops::Einsum(s, {a[0], a[1]}, "bthd,bshd->bhts") * scale;
    Output weights = ops::Softmax(s, scores);
    if (drop != nullptr) {
      weights = DropOut(*drop, weights, GetReal("dropout"), ShapeOf(weights), seed_);
    }
    return {ops::Einsum(s, {weights, a[2]}, "bhts,bshd->bthd"), weights};
  }

  int64_t heads_ = 0, key_dim_ = 0, value_dim_ = 0, seed_ = 0;
  Projection projections_[4];
};

}  // namespace

void AddAttention(Registry& r) {
  std::vector<Param> params = {
      Required(Int("num_heads", 1, "Number of heads.")).Min(1),
      Required(Int("key_dim", 1, "Size of a head's queries and keys.")).Min(1),
      Int("value_dim", nullptr, "Size of a head's values; null: key_dim."),
      Real("dropout", 0.0, "Share of the weights set to 0 in training.").Min(0).Max(1),
      Bool("use_bias", true, "Whether the projections add a bias."),
      Any("output_shape", nullptr, "Size of the result; null: that of the query."),
      Any("attention_axes", nullptr, "Must be null or 1."),
      Any("sliding_window", nullptr, "Must be null."),
      Any("flash_attention", nullptr, "Has no effect."),
      InitializerParam("kernel_initializer", "GlorotUniform"),
      InitializerParam("bias_initializer", "Zeros"),
      RegularizerParam("kernel_regularizer"),
      RegularizerParam("bias_regularizer"),
      RegularizerParam("activity_regularizer"),
      ConstraintParam("kernel_constraint"),
      ConstraintParam("bias_constraint"),
      Bool("use_gate", false, "Must be false."),
      Int("seed", nullptr, "Seed; null draws one from the global generator."),
  };
  AddLayer<MultiHeadAttention>(r, "attention", "MultiHeadAttention",
                               "Attention with several heads; inputs: query, value, key.",
                               std::move(params), 2, 3);
}

}  // namespace hb::keras_like
