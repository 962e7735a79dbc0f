#include "hornbeam/cpp/gen/state_ops.h"
#include "keras_like/builtin.h"
#include "keras_like/engine/fused.h"
#include "keras_like/optimizers/optimizer.h"

namespace hb::keras_like {
namespace {

class Sgd : public Optimizer {
 public:
  using Optimizer::Optimizer;

 protected:
  void Update(Step& step, const Variable& v, const Output& gradient) override {
    const double momentum = Number("momentum");
    if (momentum == 0) {
      step.Do(ops::ResourceApplyGradientDescent(step.scope, v.handle(), step.rate, gradient));
      return;
    }
    step.Do(ops::ResourceApplyKerasMomentum(
        step.scope, v.handle(), step.State(v, "momentum").handle(), step.rate, gradient, momentum,
        {.use_nesterov = config()["nesterov"].AsBool()}));
  }
};

class RmsProp : public Optimizer {
 public:
  using Optimizer::Optimizer;

 protected:
  void Update(Step& step, const Variable& v, const Output& g) override {
    const double rho = Number("rho"), momentum = Number("momentum");
    const bool centered = config()["centered"].AsBool();
    const Variable& velocity = step.State(v, "velocity");
    if (momentum <= 0 && !centered) {
      UpdatePlain(step, v, velocity, g);
      return;
    }
    const Variable* moments = momentum > 0 ? &step.State(v, "momentum") : nullptr;
    const Output square = step.Write(velocity, rho * step.Read(velocity) + (1 - rho) * Square(g));
    Output divisor = square + Number("epsilon");
    if (centered) {
      const Variable& average = step.State(v, "average_gradient");
      const Output mean = step.Write(average, rho * step.Read(average) + (1 - rho) * g);
      divisor = square - Square(mean) + Number("epsilon");
    }
    Output change = step.rate.In(step.scope) * g / Sqrt(divisor);
    if (moments != nullptr) {
      change = step.Write(*moments, momentum * step.Read(*moments) + change);
    }
    step.Do(v.Subtract(step.scope, change));
  }

 private:
  void UpdatePlain(Step& step, const Variable& v, const Variable& velocity, const Output& g) {
    const auto body = [&](const OutputList& a) -> std::vector<Operation> {
      const Scope& s = a[0].scope();
      const Output square = a[3] * ops::ReadVariableOp(s, a[1], v.dtype()) + a[4] * Square(a[6]);
      return {ops::AssignVariableOp(s, a[1], square),
              ops::AssignSubVariableOp(s, a[0], a[2] * a[6] / Sqrt(square + a[5]))};
    };
    const Output rate = step.rate.In(step.scope);
    const auto number = [&](double x) { return keras_like::Number(rate, x); };
    step.Do(CallFusedUpdate(step.scope, "KerasRMSprop",
                            {v.handle(), velocity.handle(), rate, number(Number("rho")),
                             number(1 - Number("rho")), number(Number("epsilon")), g},
                            body));
  }
};

class Adam : public Optimizer {
 public:
  using Optimizer::Optimizer;

 protected:
  void Update(Step& step, const Variable& v, const Output& g) override {
    const double beta_1 = Number("beta_1"), beta_2 = Number("beta_2");
    const double epsilon = Number("epsilon");
    const Output power_1 = step.Power(beta_1, v.dtype()), power_2 = step.Power(beta_2, v.dtype());
    const Variable& m = step.State(v, "momentum");
    const Variable& s = step.State(v, "velocity");
    if (decays_itself()) {
      UpdateWithDecay(step, v, m, s, {power_1, power_2}, g);
      return;
    }
    if (!config()["amsgrad"].AsBool()) {
      step.Do(ops::ResourceApplyAdam(step.scope, v.handle(), m.handle(), s.handle(), power_1,
                                     power_2, step.rate, beta_1, beta_2, epsilon, g));
      return;
    }
    step.Do(ops::ResourceApplyAdamWithAmsgrad(step.scope, v.handle(), m.handle(), s.handle(),
                                              step.State(v, "velocity_hat").handle(), power_1,
                                              power_2, step.rate, beta_1, beta_2, epsilon, g));
  }
  bool decays_itself() const override {
    return !config()["weight_decay"].is_null() && !config()["amsgrad"].AsBool();
  }

 private:
  void UpdateWithDecay(Step& step, const Variable& v, const Variable& m, const Variable& s,
                       const OutputList& powers, const Output& g) {
    const Output rate = step.rate.In(step.scope);
    OutputList arguments = {v.handle(), m.handle(), s.handle(), powers[0], powers[1], rate};
    for (const char* name : {"beta_1", "beta_2", "epsilon", "weight_decay"}) {
      arguments.push_back(keras_like::Number(rate, Number(name)));
    }
    arguments.push_back(g);
    const auto body = [&](const OutputList& a) -> std::vector<Operation> {
      const Scope& inside = a[0].scope();
      const Output decay = ops::ReadVariableOp(inside, a[0], v.dtype()) * a[9] * a[5];
      const Operation decayed = ops::AssignSubVariableOp(inside, a[0], decay);
      return {ops::ResourceApplyAdam(inside.After(decayed), a[0], a[1], a[2], a[3], a[4], a[5],
                                     a[6], a[7], a[8], a[10])};
    };
    step.Do(CallFusedUpdate(step.scope, "KerasAdamW", arguments, body));
  }
};

class Adagrad : public Optimizer {
 public:
  using Optimizer::Optimizer;

 protected:
  void Update(Step& step, const Variable& v, const Output& g) override {
    const Variable& sums = step.State(v, "accumulator", Number("initial_accumulator_value"));
    const Output epsilon = keras_like::Number(step.rate.In(step.scope), Number("epsilon"));
    const auto body = [&](const OutputList& a) -> std::vector<Operation> {
      const Scope& s = a[0].scope();
      const Output sum = ops::ReadVariableOp(s, a[1], v.dtype()) + Square(a[4]);
      return {ops::AssignVariableOp(s, a[1], sum),
              ops::AssignSubVariableOp(s, a[0], a[2] * a[4] / Sqrt(sum + a[3]))};
    };
    step.Do(CallFusedUpdate(step.scope, "KerasAdagrad",
                            {v.handle(), sums.handle(), step.rate, epsilon, g}, body));
  }
};

class Adadelta : public Optimizer {
 public:
  using Optimizer::Optimizer;

 protected:
  void Update(Step& step, const Variable& v, const Output& g) override {
    const Variable& grads = step.State(v, "accumulated_grad");
    const Variable& deltas = step.State(v, "accumulated_delta_var");
    step.Do(ops::ResourceApplyAdadelta(step.scope, v.handle(), grads.handle(), deltas.handle(),
                                       step.rate, Number("rho"), Number("epsilon"), g));
  }
};

class Adamax : public Optimizer {
 public:
  using Optimizer::Optimizer;

 protected:
  void Update(Step& step, const Variable& v, const Output& g) override {
    const Variable& m = step.State(v, "momentum");
    const Variable& u = step.State(v, "norm");
    step.Do(ops::ResourceApplyAdaMax(step.scope, v.handle(), m.handle(), u.handle(),
                                     step.Power(Number("beta_1"), v.dtype()), step.rate,
                                     Number("beta_1"), Number("beta_2"), Number("epsilon"), g));
  }
};

class Nadam : public Optimizer {
 public:
  using Optimizer::Optimizer;

 protected:
  void Begin(Step& step, DataType dtype) override {
    const Output number = Cast(step.step, dtype), decay = keras_like::Number(number, 0.96);
    const Output factor = 1.0 - 0.5 * Pow(decay, number);
    now_ = Number("beta_1") * factor;
    next_ = Number("beta_1") * (1.0 - 0.5 * Pow(decay, number + 1.0));
    const Variable& product = step.Scalar("u_product", dtype, 1);
    product_ = step.Write(product, step.Read(product) * Number("beta_1") * factor);
  }
  void Update(Step& step, const Variable& v, const Output& g) override {
    const Variable& m = step.State(v, "momentum");
    const Variable& s = step.State(v, "velocity");
    const Output rate = step.rate.In(step.scope);
    const auto number = [&](double x) { return keras_like::Number(rate, x); };
    const auto body = [&](const OutputList& a) -> std::vector<Operation> {
      const Scope& inside = a[0].scope();
      const Output old_m = ops::ReadVariableOp(inside, a[1], v.dtype());
      const Output old_s = ops::ReadVariableOp(inside, a[2], v.dtype());
      const Output &now = a[3], &next = a[4], &product = a[5], &grad = a[11];
      const Output new_m = old_m + (grad - old_m) * a[7],
                   new_s = old_s + (Square(grad) - old_s) * a[8];
      const Output m_hat =
          next * new_m / (1.0 - product * next) + (1.0 - now) * grad / (1.0 - product);
      const Output s_hat = new_s / (1.0 - a[9]);
      return {ops::AssignVariableOp(inside, a[1], new_m),
              ops::AssignVariableOp(inside, a[2], new_s),
              ops::AssignSubVariableOp(inside, a[0], m_hat * a[6] / (Sqrt(s_hat) + a[10]))};
    };
    step.Do(CallFusedUpdate(step.scope, "KerasNadam",
                            {v.handle(), m.handle(), s.handle(), Cast(now_, v.dtype()),
                             Cast(next_, v.dtype()), Cast(product_, v.dtype()), rate,
                             number(1 - Number("beta_1")), number(1 - Number("beta_2")),
                             step.Power(Number("beta_2"), v.dtype()), number(Number("epsilon")), g},
                            body));
  }

 private:
  Output now_, next_, product_;
};

class Ftrl : public Optimizer {
 public:
  using Optimizer::Optimizer;

 protected:
  void Update(Step& step, const Variable& v, const Output& g) override {
    const Variable& sums = step.State(v, "accumulator", Number("initial_accumulator_value"));
    const Variable& linears = step.State(v, "linear");
    const Output l2 =
        Number("l2_regularization_strength") + Number("beta") / (2.0 * step.rate.In(step.scope));
    step.Do(ops::ResourceApplyFtrlV2(step.scope, v.handle(), sums.handle(), linears.handle(), g,
                                     step.rate, Number("l1_regularization_strength"), l2,
                                     Number("l2_shrinkage_regularization_strength"),
                                     Number("learning_rate_power")));
  }
};

Param Epsilon() { return Real("epsilon", 1e-7, "Keeps divisions finite."); }
Param Beta1() { return Real("beta_1", 0.9, "Decay of the mean of gradients."); }
Param Beta2() { return Real("beta_2", 0.999, "Decay of the mean of their squares or norms."); }

}  // namespace

void AddOptimizers(Registry& r) {
  AddOptimizer<Sgd>(r, "SGD", "Gradient descent, with momentum if wanted.", 0.01,
                    {Real("momentum", 0.0, "Share of the last change that goes on.").Min(0).Max(1),
                     Bool("nesterov", false, "Whether to look ahead along the momentum.")});
  AddOptimizer<RmsProp>(r, "RMSprop", "Gradients divided by their running root mean square.", 0.001,
                        {Real("rho", 0.9, "Decay of the mean of squares."),
                         Real("momentum", 0.0, "Share of the last change that goes on."), Epsilon(),
                         Bool("centered", false, "Whether to subtract the squared mean.")});
  const std::vector<Param> adam = {Beta1(), Beta2(), Epsilon(),
                                   Bool("amsgrad", false, "Whether the divisor never falls.")};
  AddOptimizer<Adam>(r, "Adam", "Adaptive moments.", 0.001, adam);
  AddOptimizer<Adam>(r, "AdamW", "Adam with decoupled weight decay.", 0.001, adam, 0.004);
  AddOptimizer<Adagrad>(
      r, "Adagrad", "Gradients divided by the root of the sum of squares.", 0.001,
      {Real("initial_accumulator_value", 0.1, "Where the sums begin."), Epsilon()});
  AddOptimizer<Adadelta>(r, "Adadelta", "Changes scaled by the ratio of running norms.", 0.001,
                         {Real("rho", 0.95, "Decay of the means."), Epsilon()});
  AddOptimizer<Adamax>(r, "Adamax", "Adam with the maximum norm.", 0.001,
                       {Beta1(), Beta2(), Epsilon()});
  AddOptimizer<Nadam>(r, "Nadam", "Adam with Nesterov momentum.", 0.001,
                      {Beta1(), Beta2(), Epsilon()});
  AddOptimizer<Ftrl>(
      r, "Ftrl", "Follow the regularized leader.", 0.001,
      {Real("learning_rate_power", -0.5, "Exponent of the decay of the rate.").Max(0),
       Real("initial_accumulator_value", 0.1, "Where the sums begin.").Min(0),
       Real("l1_regularization_strength", 0.0, "Weight of the absolute penalty.").Min(0),
       Real("l2_regularization_strength", 0.0, "Weight of the squared penalty.").Min(0),
       Real("l2_shrinkage_regularization_strength", 0.0, "Weight of the shrinkage.").Min(0),
       Real("beta", 0.0, "Slows the first steps.")});
}

}  // namespace hb::keras_like
