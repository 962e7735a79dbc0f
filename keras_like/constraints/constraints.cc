#include "keras_like/builtin.h"
#include "keras_like/engine/math.h"

namespace hb::keras_like {
namespace {

void AddConstraint(Registry& registry, const char* name, const char* doc, std::vector<Param> params,
                   std::function<Apply(const Json&)> make) {
  registry.Add({.kind = ObjectKind::kConstraint,
                .name = name,
                .doc = doc,
                .params = std::move(params),
                .make = [make](const Json& config) { return std::any(make(config)); }});
}

Param Axis() { return Ints("axis", 0, 0, "Axis or axes over which norms are taken."); }

Dims AxesOf(const Json& json) {
  Dims axes;
  if (json.is_int()) axes.push_back(json.AsInt());
  for (const Json& item : json.items()) axes.push_back(item.AsInt());
  return axes;
}

Output Norms(const Output& w, const Dims& axes) { return Sqrt(Sum(Square(w), axes, true)); }

}  // namespace

void AddConstraints(Registry& r) {
  AddConstraint(r, "MaxNorm", "Norms are at most a bound.",
                {Real("max_value", 2, "Largest norm."), Axis()}, [](const Json& config) -> Apply {
                  const double bound = config["max_value"].AsReal();
                  const Dims axes = AxesOf(config["axis"]);
                  return [=](const Output& w) {
                    const Output norms = Norms(w, axes);
                    return w * (Clip(norms, 0, bound) / (norms + kEpsilon));
                  };
                });
  AddConstraint(r, "MinMaxNorm", "Norms lie between two bounds.",
                {Real("min_value", 0.0, "Smallest norm."), Real("max_value", 1.0, "Largest norm."),
                 Real("rate", 1.0, "How much of the way to the bounds an update goes."), Axis()},
                [](const Json& config) -> Apply {
                  const double low = config["min_value"].AsReal();
                  const double high = config["max_value"].AsReal();
                  const double rate = config["rate"].AsReal();
                  const Dims axes = AxesOf(config["axis"]);
                  return [=](const Output& w) {
                    const Output norms = Norms(w, axes);
                    const Output wanted = rate * Clip(norms, low, high) + (1 - rate) * norms;
                    return w * (wanted / (norms + kEpsilon));
                  };
                });
  AddConstraint(r, "NonNeg", "No weight is negative.", {}, [](const Json&) -> Apply {
    return [](const Output& w) { return w * Cast(w >= 0.0, w.dtype()); };
  });
  AddConstraint(r, "UnitNorm", "Norms are 1.", {Axis()}, [](const Json& config) -> Apply {
    const Dims axes = AxesOf(config["axis"]);
    return [=](const Output& w) { return w / (Norms(w, axes) + kEpsilon); };
  });
}

}  // namespace hb::keras_like
