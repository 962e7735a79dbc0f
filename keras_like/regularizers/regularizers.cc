#include "keras_like/builtin.h"
#include "keras_like/engine/math.h"

namespace hb::keras_like {
namespace {

void AddRegularizer(Registry& registry, const char* name, const char* doc,
                    std::vector<Param> params, std::function<Apply(const Json&)> make) {
  registry.Add({.kind = ObjectKind::kRegularizer,
                .name = name,
                .doc = doc,
                .params = std::move(params),
                .make = [make](const Json& config) { return std::any(make(config)); }});
}

Output L2Norm(const Output& x, const Dims& axes) {
  return x * Rsqrt(Maximum(Sum(Square(x), axes, true), 1e-12));
}

Apply Orthogonal(const Json& config) {
  const double factor = config["factor"].AsReal();
  const bool rows = config["mode"].AsString() == "rows";
  return [=](const Output& w) {
    const std::optional<Dims> dims = w.shape();
    if (!dims || dims->size() != 2) {
      w.scope().Update(InvalidArgument("OrthogonalRegularizer needs a weight of rank 2"));
      return Output();
    }
    const Output unit = L2Norm(w, {rows ? 1 : 0});
    const Output product =
        ops::MatMul(w.scope(), unit, unit, {.transpose_a = !rows, .transpose_b = rows});
    const int64_t size = (*dims)[rows ? 0 : 1];
    const Output off =
        Abs(product - ops::MatrixDiagV3(w.scope(), ops::Fill(w.scope(), Dims{size}, Number(w, 1)),
                                        0, -1, -1, Number(w, 0)));
    const double pairs = static_cast<double>(size) * static_cast<double>(size - 1) / 2;
    return factor * 0.5 * Sum(off) / pairs;
  };
}

}  // namespace

void AddRegularizers(Registry& r) {
  AddRegularizer(r, "L1", "Penalty of the sum of absolute values.",
                 {Real("l1", 0.01, "Factor of the penalty.")}, [](const Json& config) -> Apply {
                   const double l1 = config["l1"].AsReal();
                   return [=](const Output& w) { return l1 * Sum(Abs(w)); };
                 });
  AddRegularizer(r, "L2", "Penalty of the sum of squares.",
                 {Real("l2", 0.01, "Factor of the penalty.")}, [](const Json& config) -> Apply {
                   const double l2 = config["l2"].AsReal();
                   return [=](const Output& w) { return l2 * Sum(Square(w)); };
                 });
  AddRegularizer(r, "L1L2", "Both penalties.",
                 {Real("l1", 0.0, "Factor of the sum of absolute values."),
                  Real("l2", 0.0, "Factor of the sum of squares.")},
                 [](const Json& config) -> Apply {
                   const double l1 = config["l1"].AsReal(), l2 = config["l2"].AsReal();
                   return [=](const Output& w) { return l1 * Sum(Abs(w)) + l2 * Sum(Square(w)); };
                 });
  AddRegularizer(r, "OrthogonalRegularizer", "Penalty of rows or columns that are not orthogonal.",
                 {Real("factor", 0.01, "Factor of the penalty."),
                  Choice("mode", "rows", {"rows", "columns"}, "What should be orthogonal.")},
                 Orthogonal);
}

}  // namespace hb::keras_like
