// Updates of variables by optimizers.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "state";
using namespace op_util;  // NOLINT: helpers of declarations

// Inputs are handles of variables, then scalars, with one gradient among them; all variables and
// the gradient have one shape.
Status ApplyShape(InferCtx& c) {
  Shape shape = Shape::UnknownRank();
  const auto [grad, end] = c.InputRange("grad");
  const auto [delta, delta_end] = c.InputRange("delta");
  const int gradient = grad < end ? grad : delta;
  for (int i = 0; i < c.num_inputs(); ++i) {
    if (i == gradient) continue;
    auto scalar = c.WithRank(i, 0);
    if (!scalar.ok()) return std::move(scalar).status();
    if (c.input_dtype(i) != DT_RESOURCE) continue;
    const HandleData* data = c.input_handle(i);
    if (data == nullptr || data->empty()) continue;
    auto merged = Shape::Merge(shape, (*data)[0].second);
    if (!merged.ok()) {
      return InvalidArgument("the variables of one update must have the same shape, but input ", i,
                             " has ", (*data)[0].second.ToString(), ", not ", shape.ToString());
    }
    shape = *merged;
  }
  if (!shape.Compatible(c.input(gradient))) {
    return InvalidArgument("the gradient has shape ", c.input(gradient).ToString(),
                           " but the variable has ", shape.ToString(), "; they must agree");
  }
  return Status();
}

}  // namespace

void DefineTrainingOps(OpSet& ops) {
  OP("ResourceApplyGradientDescent")
      .In("var: resource")
      .In("alpha: T")
      .In("delta: T")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("use_locking: bool = false")
      .Stateful()
      .Doc("Gradient descent: var -= alpha * delta.")
      .Shape(ApplyShape);

  OP("ResourceApplyMomentum")
      .In("var: resource")
      .In("accum: resource")
      .In("lr: T")
      .In("grad: T")
      .In("momentum: T")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("use_locking: bool = false")
      .Attr("use_nesterov: bool = false")
      .Stateful()
      .Doc(
          "Momentum: accum = accum * momentum + grad; var -= lr * accum. With `use_nesterov` "
          "the step is lr * (grad + momentum * accum).")
      .Shape(ApplyShape);

  OP("ResourceApplyKerasMomentum")
      .In("var: resource")
      .In("accum: resource")
      .In("lr: T")
      .In("grad: T")
      .In("momentum: T")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("use_locking: bool = false")
      .Attr("use_nesterov: bool = false")
      .Stateful()
      .Doc(
          "Momentum with the learning rate inside: accum = accum * momentum - lr * grad; var += "
          "accum. With `use_nesterov` the step is accum * momentum - lr * grad.")
      .Shape(ApplyShape);

  OP("ResourceApplyAdagrad")
      .In("var: resource")
      .In("accum: resource")
      .In("lr: T")
      .In("grad: T")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("use_locking: bool = false")
      .Attr("update_slots: bool = true")
      .Stateful()
      .Doc(
          "Adagrad: accum += grad^2; var -= lr * grad / sqrt(accum). `update_slots` false "
          "leaves accum alone.")
      .Shape(ApplyShape);

  OP("ResourceApplyAdagradV2")
      .In("var: resource")
      .In("accum: resource")
      .In("lr: T")
      .In("epsilon: T")
      .In("grad: T")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("use_locking: bool = false")
      .Attr("update_slots: bool = true")
      .Stateful()
      .Doc(
          "Adagrad: accum += grad^2; var -= lr * grad / (sqrt(accum) + epsilon). `update_slots` "
          "false leaves accum alone.")
      .Shape(ApplyShape);

  OP("ResourceApplyAdam")
      .In("var: resource")
      .In("m: resource")
      .In("v: resource")
      .In("beta1_power: T")
      .In("beta2_power: T")
      .In("lr: T")
      .In("beta1: T")
      .In("beta2: T")
      .In("epsilon: T")
      .In("grad: T")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("use_locking: bool = false")
      .Attr("use_nesterov: bool = false")
      .Stateful()
      .Doc(
          "Adam: m and v are moving averages of the gradient and its square; var -= lr * sqrt(1 "
          "- beta2_power) / (1 - beta1_power) * m / (sqrt(v) + epsilon). With `use_nesterov` m "
          "is looked ahead one step.")
      .Shape(ApplyShape);

  OP("ResourceApplyAdamWithAmsgrad")
      .In("var: resource")
      .In("m: resource")
      .In("v: resource")
      .In("vhat: resource")
      .In("beta1_power: T")
      .In("beta2_power: T")
      .In("lr: T")
      .In("beta1: T")
      .In("beta2: T")
      .In("epsilon: T")
      .In("grad: T")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("use_locking: bool = false")
      .Stateful()
      .Doc("Adam whose denominator is the largest v so far.")
      .Shape(ApplyShape);

  OP("ResourceApplyAdaMax")
      .In("var: resource")
      .In("m: resource")
      .In("v: resource")
      .In("beta1_power: T")
      .In("lr: T")
      .In("beta1: T")
      .In("beta2: T")
      .In("epsilon: T")
      .In("grad: T")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("use_locking: bool = false")
      .Stateful()
      .Doc(
          "AdaMax: m averages the gradient, v = max(beta2 * v, |grad|); var -= lr / (1 - "
          "beta1_power) * m / (v + epsilon).")
      .Shape(ApplyShape);

  OP("ResourceApplyRMSProp")
      .In("var: resource")
      .In("ms: resource")
      .In("mom: resource")
      .In("lr: T")
      .In("rho: T")
      .In("momentum: T")
      .In("epsilon: T")
      .In("grad: T")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("use_locking: bool = false")
      .Stateful()
      .Doc(
          "RMSProp: ms averages the squared gradient; mom = momentum * mom + lr * grad / "
          "sqrt(ms + epsilon); var -= mom.")
      .Shape(ApplyShape);

  OP("ResourceApplyCenteredRMSProp")
      .In("var: resource")
      .In("mg: resource")
      .In("ms: resource")
      .In("mom: resource")
      .In("lr: T")
      .In("rho: T")
      .In("momentum: T")
      .In("epsilon: T")
      .In("grad: T")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("use_locking: bool = false")
      .Stateful()
      .Doc(
          "RMSProp normalised by the variance: mg averages the gradient and ms its square; mom "
          "= momentum * mom + lr * grad / sqrt(ms - mg^2 + epsilon); var -= mom.")
      .Shape(ApplyShape);

  OP("ResourceApplyAdadelta")
      .In("var: resource")
      .In("accum: resource")
      .In("accum_update: resource")
      .In("lr: T")
      .In("rho: T")
      .In("epsilon: T")
      .In("grad: T")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("use_locking: bool = false")
      .Stateful()
      .Doc(
          "Adadelta: the step is grad * sqrt(accum_update + epsilon) / sqrt(accum + epsilon), "
          "where both accumulators are moving averages of squares; var -= lr * step.")
      .Shape(ApplyShape);

  OP("ResourceApplyFtrl")
      .In("var: resource")
      .In("accum: resource")
      .In("linear: resource")
      .In("grad: T")
      .In("lr: T")
      .In("l1: T")
      .In("l2: T")
      .In("lr_power: T")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("use_locking: bool = false")
      .Attr("multiply_linear_by_lr: bool = false")
      .Stateful()
      .Doc(
          "Follow the regularized leader: `linear` and `accum` summarise all gradients, and var "
          "is their minimiser with L1 and L2 regularisation.")
      .Shape(ApplyShape);

  OP("ResourceApplyFtrlV2")
      .In("var: resource")
      .In("accum: resource")
      .In("linear: resource")
      .In("grad: T")
      .In("lr: T")
      .In("l1: T")
      .In("l2: T")
      .In("l2_shrinkage: T")
      .In("lr_power: T")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, "
          "qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}")
      .Attr("use_locking: bool = false")
      .Attr("multiply_linear_by_lr: bool = false")
      .Stateful()
      .Doc(
          "Follow the regularized leader with L2 shrinkage: as ResourceApplyFtrl, with 2 * "
          "l2_shrinkage * var added to the gradient in `linear`.")
      .Shape(ApplyShape);

  // These implement functions of optimizers (core/passes/implement.cc) and stand in plans only.
  OP("_HbKerasAdagrad")
      .In("var: resource")
      .In("accum: resource")
      .In("lr: T")
      .In("epsilon: T")
      .In("grad: T")
      .Attr("T: {float, double}")
      .Stateful()
      .Doc("Adagrad as Keras has it: accum += grad^2; var -= lr * grad / sqrt(accum + epsilon).")
      .Shape(ApplyShape);

  OP("_HbKerasAdamW")
      .In("var: resource")
      .In("m: resource")
      .In("v: resource")
      .In("beta1_power: T")
      .In("beta2_power: T")
      .In("lr: T")
      .In("beta1: T")
      .In("beta2: T")
      .In("epsilon: T")
      .In("weight_decay: T")
      .In("grad: T")
      .Attr("T: {float, double}")
      .Stateful()
      .Doc("var -= var * weight_decay * lr, and then a step of Adam.")
      .Shape(ApplyShape);

  OP("_HbKerasNadam")
      .In("var: resource")
      .In("m: resource")
      .In("v: resource")
      .In("now: T")
      .In("next: T")
      .In("product: T")
      .In("lr: T")
      .In("rest1: T")
      .In("rest2: T")
      .In("beta2_power: T")
      .In("epsilon: T")
      .In("grad: T")
      .Attr("T: {float, double}")
      .Stateful()
      .Doc(
          "Nadam as Keras has it: Adam with the momentum of this step and of the next; `rest` is 1 "
          "- "
          "beta, `product` that of the momenta of all steps.")
      .Shape(ApplyShape);

  OP("_HbKerasRMSprop")
      .In("var: resource")
      .In("ms: resource")
      .In("lr: T")
      .In("rho: T")
      .In("rest: T")
      .In("epsilon: T")
      .In("grad: T")
      .Attr("T: {float, double}")
      .Stateful()
      .Doc(
          "RMSprop as Keras has it: ms = rho * ms + rest * grad^2, where rest is 1 - rho; var -= "
          "lr "
          "* grad / sqrt(ms + epsilon).")
      .Shape(ApplyShape);

  // These stand in plans only (core/passes/group_updates.cc).
  OP("_HbApply")
      .In("vars: N * resource")
      .In("scalars: S * T")
      .In("grads: M * T")
      .Attr("N: int >= 1")
      .Attr("S: int >= 1")
      .Attr("M: int >= 1")
      .Attr("T: numbertype")
      .Attr("optimizer: string")
      .Attr("where: list(string)")
      .Attr("use_nesterov: bool = false")
      .Attr("update_slots: bool = true")
      .Attr("multiply_linear_by_lr: bool = false")
      .Stateful()
      .Doc(
          "Updates by `optimizer` of M variables: first all variables, then all of their first "
          "slots "
          "and so on; the optimizer's scalars; the gradients.");

  OP("_HbApplyRows")
      .In("vars: N * resource")
      .In("scalars: S * T")
      .In("data: M * T")
      .In("segment_ids: M * Tindices")
      .In("num_segments: M * Tnumsegments")
      .Attr("N: int >= 1")
      .Attr("S: int >= 1")
      .Attr("M: int >= 1")
      .Attr("T: {float, double}")
      .Attr("Tindices: {int32, int64}")
      .Attr("Tnumsegments: {int32, int64}")
      .Attr("optimizer: string")
      .Attr("where: list(string)")
      .Attr("sums: list(string)")
      .Attr("update_slots: bool = true")
      .Stateful()
      .Doc(
          "Updates as in _HbApply whose gradients are UnsortedSegmentSum of data, segment_ids and "
          "num_segments. Rows that no id names stay as they are. `where` and `sums` name the "
          "updates and the sums in messages.");
}

}  // namespace hb
