#include "hornbeam/cpp/gen/control_ops.h"
#include "keras_like/builtin.h"
#include "keras_like/engine/function.h"
#include "keras_like/engine/fused.h"
#include "keras_like/engine/layer.h"
#include "keras_like/layers/regularization/dropout.h"

namespace hb::keras_like {
namespace {

// Long short-term memory (Hochreiter and Schmidhuber 1997). Gates in Keras's order: input, forget,
// cell candidate, output.
class Lstm : public Layer {
 public:
  using Layer::Layer;

  Result<Specs> OutputSpecs(const Specs& inputs) override {
    const Dims& dims = inputs[0].dims;
    if (dims.size() != 3) return InvalidArgument("LSTM needs inputs [batch, steps, features]");
    const Dims state = {dims[0], GetInt("units")};
    Specs specs = {{dtype(), state}};
    if (GetBool("return_sequences")) specs[0].dims = {dims[0], dims[1], state[1]};
    if (GetBool("return_state")) specs.insert(specs.end(), 2, TensorSpec{dtype(), state});
    return specs;
  }

  // The states follow the sequence as one argument.
  Json CallArguments(const Json& inputs) const override {
    if (inputs.items().size() < 3) return inputs;
    return Json::Array({inputs.items()[0], Json::Array({inputs.items()[1], inputs.items()[2]})});
  }

  Json BuildConfig(const Json& shapes) const override {
    return Json::Object({{"input_shape", shapes.items()[0]}});
  }

 protected:
  Status Build(const Specs& inputs) override {
    const Dims& dims = inputs[0].dims;
    if (dims.size() != 3 || dims[2] < 0) {
      return InvalidArgument("LSTM needs inputs [batch, steps, features] of known features");
    }
    if (inputs.size() == 2) return InvalidArgument("LSTM takes two initial states or none");
    if (GetBool("stateful")) return Status(HB_UNIMPLEMENTED, "stateful is not offered");
    units_ = GetInt("units");
    seed_ = Get("seed").is_null() ? static_cast<int64_t>(NextSeed()) : GetInt("seed");
    HB_ASSIGN_OR_RETURN(kernel_, AddWeight("kernel", {dims[2], 4 * units_}, "kernel"));
    HB_ASSIGN_OR_RETURN(recurrent_,
                        AddWeight("recurrent_kernel", {units_, 4 * units_}, "recurrent"));
    if (!GetBool("use_bias")) return Status();
    HB_ASSIGN_OR_RETURN(bias_, AddWeight("bias", {4 * units_}, "bias"));
    return GetBool("unit_forget_bias") ? OpenForgetGate() : Status();
  }

  OutputList Call(Trace& trace, const OutputList& inputs) override {
    for (const Output& input : inputs) {
      if (!trace.Mask(input)) continue;
      trace.scope.Update(Status(HB_UNIMPLEMENTED, "'" + name() + "' takes no masks yet"));
      return OutputList(1);
    }
    const Scope& s = trace.scope;
    Output x = inputs[0];
    if (GetBool("go_backwards")) x = ops::ReverseV2(s, x, Dims{1});
    const Output state_shape = StateShape(x);
    Output h = inputs.size() == 3 ? inputs[1] : ops::Fill(s, state_shape, Number(x, 0));
    Output c = inputs.size() == 3 ? inputs[2] : h;
    h.SetShape(Dims{-1, units_});
    c.SetShape(Dims{-1, units_});
    if (trace.training && GetReal("dropout") > 0) {
      // The same elements at every step.
      const Output sizes = ShapeOf(x);
      const Output mask =
          Concat({Slice(sizes, 0, 1), Input(Dims{1}).Resolve(s, HB_INT32), Slice(sizes, 2, 3)}, 0);
      x = DropOut(trace, x, GetReal("dropout"), mask, seed_);
    }
    const Output bias =
        bias_ != nullptr ? trace.Read(*bias_)
                         : ops::Fill(s, Input(Dims{4 * units_}).Resolve(s, HB_INT32), Number(x, 0));
    OutputList arguments = {x, trace.Read(*kernel_), trace.Read(*recurrent_), bias, h, c};
    const bool drops = trace.training && GetReal("recurrent_dropout") > 0;
    if (drops) {
      const Output ones = ops::Fill(s, state_shape, Number(x, 1));
      arguments.push_back(DropOut(trace, ones, GetReal("recurrent_dropout"), state_shape, seed_));
    }
    OutputList results;
    if (drops || !IsFused(x)) {
      results = Unroll(arguments, false);
    } else {
      const bool keep = trace.training;
      const Fused fused = {
          .name = "LSTM",
          .attrs = {{"keep", keep}},
          .residuals = keep ? 2 : 0,
          .body = [this, keep](const OutputList& a) { return Unroll(a, keep); },
      };
      results = CallFused(s, fused, arguments, trace.training);
    }
    if (!s.ok()) return OutputList(1);
    OutputList outputs = {results[GetBool("return_sequences") ? 0 : 1]};
    if (GetBool("return_state")) outputs.insert(outputs.end(), {results[1], results[2]});
    return outputs;
  }

 private:
  // Ones for the forget gate, so that a new layer remembers.
  Status OpenForgetGate() {
    HB_ASSIGN_OR_RETURN(Tensor bias, bias_->Get());
    for (int64_t i = units_; i < 2 * units_; ++i) {
      if (bias.dtype() == HB_DOUBLE) {
        bias.flat<double>()[static_cast<size_t>(i)] = 1;
      } else {
        bias.flat<float>()[static_cast<size_t>(i)] = 1;
      }
    }
    return bias_->Set(bias);
  }

  bool IsFused(const Output& x) const {
    return x.dtype() == HB_FLOAT && GetText("activation") == "tanh" &&
           GetText("recurrent_activation") == "sigmoid";
  }

  static Output Slice(const Output& shape, int64_t begin, int64_t end) {
    return ops::StridedSlice(shape.scope(), shape, Dims{begin}, Dims{end}, Dims{1});
  }

  // [batch, units] of x.
  Output StateShape(const Output& x) const {
    const Scope& s = x.scope();
    return Concat({Slice(ShapeOf(x), 0, 1), Input(Dims{units_}).Resolve(s, HB_INT32)}, 0);
  }

  // The cell's step: from the sums of the gates and c to h, c and the gates.
  OutputList Cell(const Output& sums, const Output& c) const {
    const Apply gate = Activation("recurrent_activation"), activation = Activation("activation");
    const auto apply = [](const Apply& f, const Output& v) { return f ? f(v) : v; };
    const OutputList z = ops::Split(sums.scope(), 1, sums, 4);
    const Output i = apply(gate, z[0]), f = apply(gate, z[1]), g = apply(activation, z[2]),
                 o = apply(gate, z[3]);
    const Output next = f * c + i * g;
    return {o * apply(activation, next), next, Concat({i, f, g, o}, 1)};
  }

  // In plain ops, from x, kernel, recurrent kernel, bias, h, c and perhaps a mask for h: the
  // sequence of h, the last h and c, and with `keep` the gates and the cells of all steps, in the
  // order of time.
  OutputList Unroll(const OutputList& a, bool keep) const {
    const Output& x = a[0];
    const Scope& s = x.scope();
    const std::optional<Dims> dims = x.shape();
    const Output flat = Reshape(x, Dims{-1, kernel_->dims[0]});
    const Output sizes = ShapeOf(x);
    const Output sums_shape =
        Concat({Slice(sizes, 0, 2), Input(Dims{4 * units_}).Resolve(s, HB_INT32)}, 0);
    const Output sums =
        Transpose(Reshape(ops::BiasAdd(s, MatMul(flat, a[1]), a[3]), sums_shape), Dims{1, 0, 2});
    const Output steps =
        ops::StridedSlice(s, sizes, Dims{1}, Dims{2}, Dims{1}, {.shrink_axis_mask = 1});
    const auto shape_of = [](const Scope& scope, int64_t width) {
      return Input(Dims{-1, width}).Resolve(scope, HB_INT32);
    };
    const auto list = [&](int64_t width) {
      return ops::TensorListReserve(s, shape_of(s, width), steps, x.dtype());
    };
    OutputList state = {a[4], a[5], list(units_)};
    if (keep) state.insert(state.end(), {list(4 * units_), list(units_)});
    OutputList constants = {ops::TensorListFromTensor(s, sums, shape_of(s, 4 * units_)), a[2]};
    if (a.size() > 6) constants.push_back(a[6]);
    const auto turn = [&](const Output& t, const OutputList& before, const OutputList& fixed) {
      const Scope& in = t.scope();
      Output h = before[0];
      if (fixed.size() > 2) h = h * fixed[2];
      const Output z =
          ops::TensorListGetItem(in, fixed[0], t, shape_of(in, 4 * units_), x.dtype()) +
          MatMul(h, fixed[1]);
      const OutputList cell = Cell(z, before[1]);
      OutputList after = {cell[0], cell[1], ops::TensorListSetItem(in, before[2], t, cell[0])};
      if (keep) {
        after.push_back(ops::TensorListSetItem(in, before[3], t, cell[2]));
        after.push_back(ops::TensorListSetItem(in, before[4], t, cell[1]));
      }
      return after;
    };
    const OutputList end = Loop(s, steps, state, constants, turn);
    if (!s.ok()) return OutputList(keep ? 5 : 3);
    const int64_t batch = dims ? (*dims)[0] : -1, length = dims ? (*dims)[1] : -1;
    const auto stacked = [&](const Output& l, int64_t width) {
      const Output y = ops::TensorListStack(s, l, shape_of(s, width), x.dtype());
      y.SetShape(Dims{length, batch, width});
      return y;
    };
    const Output sequence = Transpose(stacked(end[2], units_), Dims{1, 0, 2});
    sequence.SetShape(Dims{batch, length, units_});
    OutputList results = {sequence, end[0], end[1]};
    if (keep) {
      results.push_back(stacked(end[3], 4 * units_));
      results.push_back(stacked(end[4], units_));
    }
    return results;
  }

  int64_t units_ = 0, seed_ = 0;
  std::shared_ptr<Weight> kernel_, recurrent_, bias_;
};

}  // namespace

void AddRecurrent(Registry& r) {
  std::vector<Param> params = {
      Required(Int("units", 1, "Size of the state.")).Min(1),
      Object("activation", ObjectKind::kActivation, "tanh", "Applied to cells.").Null(),
      Object("recurrent_activation", ObjectKind::kActivation, "sigmoid", "Applied to gates.")
          .Null(),
      Bool("use_bias", true, "Whether a bias is added."),
      InitializerParam("kernel_initializer", "GlorotUniform"),
      InitializerParam("recurrent_initializer", "Orthogonal"),
      InitializerParam("bias_initializer", "Zeros"),
      Bool("unit_forget_bias", true, "Whether the bias of the forget gate begins with 1."),
      RegularizerParam("kernel_regularizer"),
      RegularizerParam("recurrent_regularizer"),
      RegularizerParam("bias_regularizer"),
      RegularizerParam("activity_regularizer"),
      ConstraintParam("kernel_constraint"),
      ConstraintParam("recurrent_constraint"),
      ConstraintParam("bias_constraint"),
      Real("dropout", 0.0, "Share of the inputs' features set to 0 in training.").Min(0).Max(1),
      Real("recurrent_dropout", 0.0, "Share of the state set to 0 in training.").Min(0).Max(1),
      Int("seed", nullptr, "Seed; null draws one from the global generator."),
      Bool("return_sequences", false, "Whether to return the states of all steps."),
      Bool("return_state", false, "Whether to return the last h and c too."),
      Bool("go_backwards", false, "Whether to begin with the last step."),
      Bool("stateful", false, "Must be false."),
      Bool("unroll", false, "Has no effect."),
      Any("use_cudnn", "auto", "Has no effect."),
      Bool("zero_output_for_mask", false, "Has no effect."),
  };
  AddLayer<Lstm>(r, "recurrent", "LSTM", "Long short-term memory over the steps of a sequence.",
                 std::move(params), 1, 3);
}

}  // namespace hb::keras_like
