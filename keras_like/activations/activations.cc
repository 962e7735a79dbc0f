#include "keras_like/builtin.h"
#include "keras_like/engine/math.h"

namespace hb::keras_like {
namespace {

void AddActivation(Registry& registry, const char* name, const char* doc, Apply apply,
                   std::vector<std::string> aliases = {}) {
  registry.Add({.kind = ObjectKind::kActivation,
                .name = name,
                .doc = doc,
                .aliases = std::move(aliases),
                .make = [apply](const Json&) { return std::any(apply); }});
}

Output Gelu(const Output& x) {
  return 0.5 * x * (1.0 + ops::Erf(x.scope(), x * 0.7071067811865476));
}

Output HardSigmoid(const Output& x) { return ops::Relu6(x.scope(), x + 3.0) / 6.0; }

Output Glu(const Output& x) {
  const OutputList halves = ops::Split(x.scope(), -1, x, 2);
  return halves[0] * Sigmoid(halves[1]);
}

Output Celu(const Output& x) { return Maximum(x, 0.0) + ops::Expm1(x.scope(), Minimum(x, 0.0)); }

Output SoftShrink(const Output& x) {
  return Where(x > 0.5, x - 0.5, Where(x < -0.5, x + 0.5, ZerosLike(x)));
}

Output SparsePlus(const Output& x) {
  return Where(x <= -1.0, ZerosLike(x), Where(x < 1.0, 0.25 * Square(x + 1.0), x));
}

// Projection on the simplex over the last axis.
Output Sparsemax(const Output& x) {
  const Scope& s = x.scope();
  const std::optional<Dims> dims = x.shape();
  if (!dims || dims->empty() || dims->back() < 0) {
    s.Update(InvalidArgument("sparsemax needs a known size of the last axis"));
    return Output();
  }
  const Output sorted = ops::TopKV2(s, x, dims->back()).values;
  const Output total = ops::Cumsum(s, sorted, -1);
  std::vector<double> ranks;
  for (int64_t i = 1; i <= dims->back(); ++i) ranks.push_back(static_cast<double>(i));
  const Output rank = Input(ranks).Resolve(s, x.dtype());
  const Output support = 1.0 + rank * sorted > total;
  const Output count = Sum(Cast(support, x.dtype()), {-1}, true);
  const Output mass = Sum(Where(support, sorted, ZerosLike(sorted)), {-1}, true);
  return Maximum(x - (mass - 1.0) / count, 0.0);
}

}  // namespace

void AddActivations(Registry& r) {
  AddActivation(r, "linear", "The value itself.", [](const Output& x) { return x; });
  AddActivation(r, "relu", "max(x, 0)", Relu);
  AddActivation(r, "relu6", "min(max(x, 0), 6)",
                [](const Output& x) { return ops::Relu6(x.scope(), x); });
  AddActivation(r, "leaky_relu", "x where positive, else 0.2 x",
                [](const Output& x) { return ops::LeakyRelu(x.scope(), x, {.alpha = 0.2f}); });
  AddActivation(r, "sigmoid", "1 / (1 + exp(-x))", Sigmoid);
  AddActivation(r, "tanh", "Hyperbolic tangent.", Tanh);
  AddActivation(r, "softmax", "exp(x) normalised to the sum 1 over the last axis.",
                [](const Output& x) { return Softmax(x, -1); });
  AddActivation(r, "log_softmax", "Logarithm of softmax.",
                [](const Output& x) { return LogSoftmax(x, -1); });
  AddActivation(r, "softplus", "log(exp(x) + 1)", Softplus);
  AddActivation(r, "softsign", "x / (|x| + 1)",
                [](const Output& x) { return ops::Softsign(x.scope(), x); });
  AddActivation(r, "elu", "x where positive, else exp(x) - 1",
                [](const Output& x) { return ops::Elu(x.scope(), x); });
  AddActivation(r, "celu", "max(x, 0) + exp(min(x, 0)) - 1", Celu);
  AddActivation(r, "selu", "Scaled elu whose fixed point has mean 0 and variance 1.",
                [](const Output& x) { return ops::Selu(x.scope(), x); });
  AddActivation(r, "gelu", "x times the normal distribution function of x.", Gelu);
  AddActivation(r, "silu", "x sigmoid(x)", [](const Output& x) { return x * Sigmoid(x); },
                {"swish"});
  AddActivation(r, "hard_sigmoid", "relu6(x + 3) / 6", HardSigmoid);
  AddActivation(r, "hard_silu", "x hard_sigmoid(x)",
                [](const Output& x) { return x * HardSigmoid(x); }, {"hard_swish"});
  AddActivation(r, "hard_tanh", "x clipped to [-1, 1]",
                [](const Output& x) { return Clip(x, -1, 1); });
  AddActivation(r, "hard_shrink", "x where |x| > 0.5, else 0",
                [](const Output& x) { return Where(Abs(x) > 0.5, x, ZerosLike(x)); });
  AddActivation(r, "soft_shrink", "x moved by 0.5 towards 0, 0 where |x| <= 0.5", SoftShrink);
  AddActivation(r, "tanh_shrink", "x - tanh(x)", [](const Output& x) { return x - Tanh(x); });
  AddActivation(r, "exponential", "exp(x)", Exp);
  AddActivation(r, "mish", "x tanh(softplus(x))",
                [](const Output& x) { return x * Tanh(Softplus(x)); });
  AddActivation(r, "log_sigmoid", "log(sigmoid(x))", [](const Output& x) { return -Softplus(-x); });
  AddActivation(r, "glu", "First half of the last axis, gated by sigmoid of the second.", Glu);
  AddActivation(r, "squareplus", "(x + sqrt(x^2 + 4)) / 2",
                [](const Output& x) { return (x + Sqrt(Square(x) + 4.0)) / 2.0; });
  AddActivation(r, "sparse_plus", "0 up to -1, a parabola to 1, then x.", SparsePlus);
  AddActivation(r, "sparse_sigmoid", "(x + 1) / 2 clipped to [0, 1]",
                [](const Output& x) { return Clip(0.5 * (x + 1.0), 0, 1); });
  AddActivation(r, "sparsemax", "Euclidean projection on the simplex over the last axis.",
                Sparsemax);
}

}  // namespace hb::keras_like
