// Einstein summation.
#include "core/tensor/einsum.h"
#include "core/ops/math/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "math";
using namespace op_util;  // NOLINT: helpers of declarations

Status EinsumShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(const EinsumEquation equation,
                      EinsumEquation::Parse(c.attrs().String("equation"), c.num_inputs()));
  std::vector<Shape> shapes;
  for (int i = 0; i < c.num_inputs(); ++i) shapes.push_back(c.input(i));
  HB_ASSIGN_OR_RETURN(const EinsumDims dims, EinsumDims::Infer(equation, shapes));
  return SetChecked(c, 0, dims.Of(equation.output));
}

bool Has(const std::string& labels, char c) { return labels.find(c) != std::string::npos; }

std::string Spell(const std::string& labels) {
  std::string out;
  for (char c : labels) out += c == kEinsumEllipsis ? std::string("...") : std::string(1, c);
  return out;
}

// The size of a label of `x`, as a vector of one element.
Output LabelSize(Grad& g, const Expr& x, const std::string& labels, char label) {
  const size_t at = labels.find(label), dots = labels.find(kEinsumEllipsis);
  const bool behind = dots != std::string::npos && dots < at;
  const int first = static_cast<int>(at) - (behind ? static_cast<int>(labels.size()) : 0);
  const Output one = Ints(g, {1});
  return g.Op("StridedSlice", {ShapeVector(x), Ints(g, {first}), Ints(g, {first + 1}), one},
              {{"end_mask", first == -1 ? 1 : 0}});
}

// The gradient of operand i: dy, spread over the labels that were summed within that operand alone,
// times the other operand.
Expr OperandGradient(Grad& g, const EinsumEquation& e, int i) {
  const auto index = static_cast<size_t>(i);
  const std::string& own = e.inputs[index];
  const std::string other = e.inputs.size() == 2 ? e.inputs[1 - index] : "";
  const Expr x = X(g, i);
  Expr dy = Dy(g);
  std::string labels = e.output, summed;
  for (char c : own) {
    if (!Has(e.output, c) && !Has(other, c) && !Has(summed, c)) summed += c;
  }
  if (!summed.empty()) {
    std::vector<Output> dims;
    for (char c : summed) dims.push_back(LabelSize(g, x, own, c));
    dims.push_back(ShapeVector(dy));
    dy = Binary("BroadcastTo", dy, {&g, g.Op("ConcatV2", {dims, g.Scalar<int32_t>(0)})});
    labels = summed + labels;
  }
  // Without an ellipsis of its own, the operand was broadcast over all of dy's: they are summed.
  std::vector<Output> operands = {dy};
  std::string equation = Spell(labels);
  if (e.inputs.size() == 2) {
    operands.push_back(Conj(X(g, 1 - i)));
    equation += "," + Spell(other);
  }
  const bool dots_summed = Has(labels, kEinsumEllipsis) && !Has(own, kEinsumEllipsis);
  equation += "->" + std::string(dots_summed ? "..." : "") + Spell(own);
  const Expr dx = {&g, g.Op("Einsum", {operands}, {{"equation", equation}})};
  if (!dots_summed && !Has(own, kEinsumEllipsis)) return dx;
  if (!Has(own, kEinsumEllipsis) || own[0] == kEinsumEllipsis) return ReduceTo(g, dx, i);
  if (dx.out && x.out.shape().rank() == dx.out.shape().rank() && !x.out.shape().unknown_rank()) {
    return ReduceTo(g, dx, i);
  }
  g.Fail(Unimplemented("the gradient of Einsum '", g.node().name(), "' with the equation ",
                       g.attrs().String("equation"),
                       " needs operands of known rank whose ellipses have the same number of "
                       "dimensions"));
  return {&g, {}};
}

void EinsumGradient(Grad& g) {
  auto equation = EinsumEquation::Parse(g.attrs().String("equation"), g.num_inputs());
  if (!equation.ok()) return g.Fail(equation.status());
  for (int i = 0; i < g.num_inputs(); ++i) g.Return(i, OperandGradient(g, *equation, i));
}

}  // namespace

void DefineEinsumOps(OpSet& ops) {
  OP("Einsum")
      .In("inputs: N * T")
      .Out("output: T")
      .Attr("equation: string")
      .Attr("N: int >= 1")
      .Attr("T: type")
      .Doc(
          "Sums of products of one or two tensors, written as an equation of labelled "
          "dimensions such as `ij,jk->ik`. Labels that the output lacks are summed over; `...` "
          "stands for dimensions that are broadcast.")
      .Shape(EinsumShape)
      .Gradient(EinsumGradient);
}

}  // namespace hb
