#include <numbers>

#include "keras_like/builtin.h"
#include "keras_like/engine/arrange.h"
#include "keras_like/engine/math.h"

namespace hb::keras_like {
namespace {

using Schedule = std::function<Output(const Output& step)>;

void AddSchedule(Registry& registry, const char* name, const char* doc, const char* default_name,
                 std::vector<Param> params, std::function<Output(const Json&, const Output&)> rate,
                 const std::vector<std::string>& order = {}) {
  params.push_back(Text("name", default_name, "Name of the schedule."));
  Arrange(&params, order);
  registry.Add({.kind = ObjectKind::kSchedule,
                .name = name,
                .doc = doc,
                .params = std::move(params),
                .make = [rate](const Json& config) {
                  return std::any(Schedule([=](const Output& step) { return rate(config, step); }));
                }});
}

Output Fraction(const Json& c, const Output& step) {
  const Output p = step / c["decay_steps"].AsReal();
  return c["staircase"].AsBool() ? ops::Floor(p.scope(), p) : p;
}

Output Exponential(const Json& c, const Output& step) {
  return c["initial_learning_rate"].AsReal() *
         Pow(Number(step, c["decay_rate"].AsReal()), Fraction(c, step));
}

Output InverseTime(const Json& c, const Output& step) {
  return c["initial_learning_rate"].AsReal() / (1.0 + c["decay_rate"].AsReal() * Fraction(c, step));
}

Output Piecewise(const Json& c, const Output& step) {
  const std::vector<Json>& values = c["values"].items();
  const std::vector<Json>& boundaries = c["boundaries"].items();
  if (values.size() != boundaries.size() + 1) {
    step.scope().Update(
        InvalidArgument("PiecewiseConstantDecay needs one value more than it has boundaries"));
    return Output();
  }
  Output rate = Number(step, values.back().AsReal());
  for (size_t i = boundaries.size(); i-- > 0;) {
    rate = Where(step <= boundaries[i].AsReal(), Number(step, values[i].AsReal()), rate);
  }
  return rate;
}

Output Polynomial(const Json& c, const Output& step) {
  const double first = c["initial_learning_rate"].AsReal();
  const double last = c["end_learning_rate"].AsReal();
  const double steps = c["decay_steps"].AsReal();
  Output p;
  if (c["cycle"].AsBool()) {
    const Output cycles =
        Where(Equal(step, 0.0), Number(step, 1), ops::Ceil(step.scope(), step / steps));
    p = step / (steps * cycles);
  } else {
    p = Minimum(step, steps) / steps;
  }
  return (first - last) * Pow(1.0 - p, c["power"].AsReal()) + last;
}

Output HalfCosine(const Output& fraction) {
  return 0.5 * (1.0 + ops::Cos(fraction.scope(), std::numbers::pi * fraction));
}

Output Cosine(const Json& c, const Output& step) {
  const double first = c["initial_learning_rate"].AsReal(), alpha = c["alpha"].AsReal();
  const double steps = c["decay_steps"].AsReal();
  const auto decay = [&](const Output& at, double from) {
    return from * ((1 - alpha) * HalfCosine(at / steps) + alpha);
  };
  if (c["warmup_target"].is_null()) return decay(Minimum(step, steps), first);
  const double target = c["warmup_target"].AsReal();
  const double warmup = c["warmup_steps"].AsReal();
  const Output at = Minimum(step, steps + warmup);
  const Output rising = (target - first) * (at / std::max(warmup, 1.0)) + first;
  return Where(at < warmup, rising, decay(at - warmup, target));
}

Output CosineRestarts(const Json& c, const Output& step) {
  const double t_mul = c["t_mul"].AsReal(), alpha = c["alpha"].AsReal();
  const Scope& s = step.scope();
  Output done = step / c["first_decay_steps"].AsReal();
  Output restarts;
  if (t_mul == 1) {
    restarts = ops::Floor(s, done);
    done = done - restarts;
  } else {
    const Output base = Number(step, t_mul);
    restarts = ops::Floor(s, Log(1.0 - done * (1 - t_mul)) / Log(base));
    const Output power = Pow(base, restarts);
    done = (done - (1.0 - power) / (1 - t_mul)) / power;
  }
  const Output factor = Pow(Number(step, c["m_mul"].AsReal()), restarts);
  return c["initial_learning_rate"].AsReal() * ((1 - alpha) * (factor * HalfCosine(done)) + alpha);
}

Param First() { return Required(Real("initial_learning_rate", 0.0, "Rate at step 0.")); }
Param Steps() { return Required(Int("decay_steps", 1, "Steps of the decay.")).Min(1); }

}  // namespace

void AddSchedules(Registry& r) {
  const Param rate = Required(Real("decay_rate", 0.0, "How fast the rate falls."));
  const Param stairs = Bool("staircase", false, "Whether the rate falls once in decay_steps.");
  AddSchedule(r, "ExponentialDecay", "rate^(step / decay_steps)", "ExponentialDecay",
              {First(), Steps(), rate, stairs}, Exponential);
  AddSchedule(r, "InverseTimeDecay", "1 / (1 + rate step / decay_steps)", "InverseTimeDecay",
              {First(), Steps(), rate, stairs}, InverseTime);
  AddSchedule(r, "PiecewiseConstantDecay", "A rate for each interval of steps.",
              "PiecewiseConstant",
              {Required(Any("boundaries", nullptr, "Last steps of the intervals.")),
               Required(Any("values", nullptr, "Rates, one more than boundaries."))},
              Piecewise);
  AddSchedule(r, "PolynomialDecay", "From one rate to another along a power.", "PolynomialDecay",
              {First(), Steps(), Real("end_learning_rate", 0.0001, "Rate at the end."),
               Real("power", 1.0, "The power."), Bool("cycle", false, "Whether to start again.")},
              Polynomial);
  AddSchedule(r, "CosineDecay", "Half a cosine, after a linear warm-up if wanted.", "CosineDecay",
              {First(), Steps(), Real("alpha", 0.0, "Rate at the end, as a share."),
               Real("warmup_target", nullptr, "Rate after the warm-up."),
               Int("warmup_steps", 0, "Steps of the warm-up.")},
              Cosine, {"initial_learning_rate", "decay_steps", "alpha", "name"});
  AddSchedule(r, "CosineDecayRestarts", "Half cosines, each longer and lower.", "SGDRDecay",
              {First(), Required(Int("first_decay_steps", 1, "Steps of the first one.")).Min(1),
               Real("t_mul", 2.0, "Growth of the length."), Real("m_mul", 1.0, "Of the height."),
               Real("alpha", 0.0, "Lowest rate, as a share.")},
              CosineRestarts);
}

}  // namespace hb::keras_like
