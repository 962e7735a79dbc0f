// Comparisons, logic, bits and choices.
#include "core/ops/math/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "math";
using namespace op_util;  // NOLINT: helpers of declarations

Status EqualShape(InferCtx& c) {
  const bool known = c.input(0).FullyDefined() && c.input(1).FullyDefined();
  if (!known && !c.attrs().Bool("incompatible_shape_error", true)) {
    c.set_output(0, Shape::UnknownRank());
    return Status();
  }
  auto s = BroadcastShapes(c.input(0), c.input(1));
  if (s.ok()) {
    c.set_output(0, *s);
    return Status();
  }
  if (c.attrs().Bool("incompatible_shape_error", true)) return s.status();
  c.set_output(0, Shape());  // tensors of different shapes differ: one answer
  return Status();
}

Status SelectShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape s, Shape::Merge(c.input(1), c.input(2)));
  const Shape& condition = c.input(0);
  c.set_output(0, s);
  if (condition.unknown_rank() || condition.rank() == 0 || s.unknown_rank()) return Status();
  if (condition.rank() != 1 || s.rank() == 0) {
    HB_ASSIGN_OR_RETURN(s, Shape::Merge(condition, s));
    c.set_output(0, s);
    return Status();
  }
  auto rows = MergeDims(condition[0], s[0]);
  if (!rows.ok()) {
    return InvalidArgument("condition has ", condition[0], " elements, but there are ", s[0],
                           " rows to choose");
  }
  s.set_dim(0, *rows);
  c.set_output(0, s);
  return Status();
}

void SelectGradient(Grad& g) {
  const Output zeros = ZerosLike(X(g, 1)), dy = g.dy(0);
  g.Return(1, g.Op("Select", {g.input(0), dy, zeros}));
  g.Return(2, g.Op("Select", {g.input(0), zeros, dy}));
}

Status SelectV2Shape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape s, BroadcastShapes(c.input(1), c.input(2)));
  HB_ASSIGN_OR_RETURN(s, BroadcastShapes(c.input(0), s));
  c.set_output(0, s);
  return Status();
}

void SelectV2Gradient(Grad& g) {
  const Expr condition = X(g, 0), dy = Dy(g), zeros = ZerosLike(dy);
  g.Return(1, ReduceTo(g, Where(condition, dy, zeros), 1));
  g.Return(2, ReduceTo(g, Where(condition, zeros, dy), 2));
}

Status ClipShape(InferCtx& c) {
  const Shape& t = c.input(0);
  Shape out = t;
  for (int i = 1; i < 3; ++i) {
    HB_ASSIGN_OR_RETURN(out, BroadcastShapes(out, c.input(i)));
    if (!t.unknown_rank() && !c.input(i).unknown_rank() && c.input(i).rank() != 0 &&
        !t.Compatible(c.input(i))) {
      return InvalidArgument("the bounds of ClipByValue must be scalars or have the shape ",
                             t.ToString(), ", not ", c.input(i).ToString());
    }
  }
  c.set_output(0, t);
  return Status();
}

void ClipGradient(Grad& g) {
  const Expr t = X(g, 0), dy = Dy(g), zeros = ZerosLike(dy);
  const Expr below = Binary("Less", t, X(g, 1)), above = Binary("Greater", t, X(g, 2));
  g.Return(0, Where(Binary("LogicalOr", below, above), zeros, dy));
  g.Return(1, ReduceTo(g, Where(below, dy, zeros), 1));
  g.Return(2, ReduceTo(g, Where(above, dy, zeros), 2));
}

}  // namespace

void DefineCompareOps(OpSet& ops) {
  OP("Equal")
      .In("x: T")
      .In("y: T")
      .Out("z: bool")
      .Attr("T: type")
      .Attr("incompatible_shape_error: bool = true")
      .Commutative()
      .Method("equal")
      .Doc("Tells where x equals y, with broadcasting.")
      .Shape(EqualShape)
      .NotDifferentiable();

  OP("NotEqual")
      .In("x: T")
      .In("y: T")
      .Out("z: bool")
      .Attr("T: type")
      .Attr("incompatible_shape_error: bool = true")
      .Commutative()
      .Method("not_equal")
      .Doc("Tells where x differs from y, with broadcasting.")
      .Shape(EqualShape)
      .NotDifferentiable();

  OP("Less")
      .In("x: T")
      .In("y: T")
      .Out("z: bool")
      .Attr("T: realnumbertype")
      .Method("less")
      .Operator("<")
      .Doc("Tells where x is less than y, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .NotDifferentiable();

  OP("LessEqual")
      .In("x: T")
      .In("y: T")
      .Out("z: bool")
      .Attr("T: realnumbertype")
      .Method("less_equal")
      .Operator("<=")
      .Doc("Tells where x is at most y, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .NotDifferentiable();

  OP("Greater")
      .In("x: T")
      .In("y: T")
      .Out("z: bool")
      .Attr("T: realnumbertype")
      .Method("greater")
      .Operator(">")
      .Doc("Tells where x is greater than y, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .NotDifferentiable();

  OP("GreaterEqual")
      .In("x: T")
      .In("y: T")
      .Out("z: bool")
      .Attr("T: realnumbertype")
      .Method("greater_equal")
      .Operator(">=")
      .Doc("Tells where x is at least y, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .NotDifferentiable();

  OP("ApproximateEqual")
      .In("x: T")
      .In("y: T")
      .Out("z: bool")
      .Attr("T: numbertype")
      .Attr("tolerance: float = 1e-05")
      .Commutative()
      .Doc("Tells where |x - y| is below `tolerance`.")
      .Shape(shape_fn::MergedInputs)
      .NotDifferentiable();

  OP("LogicalAnd")
      .In("x: bool")
      .In("y: bool")
      .Out("z: bool")
      .Commutative()
      .Doc("Tells where both x and y hold, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .NotDifferentiable();

  OP("LogicalOr")
      .In("x: bool")
      .In("y: bool")
      .Out("z: bool")
      .Commutative()
      .Doc("Tells where x or y holds, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .NotDifferentiable();

  OP("LogicalNot")
      .In("x: bool")
      .Out("y: bool")
      .Doc("Tells where x does not hold.")
      .Shape(shape_fn::Unchanged)
      .NotDifferentiable();

  OP("BitwiseAnd")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr("T: {int8, int16, int32, int64, uint8, uint16, uint32, uint64}")
      .Commutative()
      .Doc("The bits that x and y both have, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .NotDifferentiable();

  OP("BitwiseOr")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr("T: {int8, int16, int32, int64, uint8, uint16, uint32, uint64}")
      .Commutative()
      .Doc("The bits that x or y has, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .NotDifferentiable();

  OP("BitwiseXor")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr("T: {int8, int16, int32, int64, uint8, uint16, uint32, uint64}")
      .Commutative()
      .Doc("The bits that just one of x and y has, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .NotDifferentiable();

  OP("Invert")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {int8, int16, int32, int64, uint8, uint16, uint32, uint64}")
      .Doc("All bits of each element turned over.")
      .Shape(shape_fn::Unchanged)
      .NotDifferentiable();

  OP("LeftShift")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr("T: {int8, int16, int32, int64, uint8, uint16, uint32, uint64}")
      .Doc("x shifted left by y bits, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .NotDifferentiable();

  OP("RightShift")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr("T: {int8, int16, int32, int64, uint8, uint16, uint32, uint64}")
      .Doc("x shifted right by y bits, keeping the sign, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .NotDifferentiable();

  OP("PopulationCount")
      .In("x: T")
      .Out("y: uint8")
      .Attr("T: {int8, int16, int32, int64, uint8, uint16, uint32, uint64}")
      .Doc("The number of ones among the bits of each element.")
      .Shape(shape_fn::Unchanged)
      .NotDifferentiable();

  OP("Select")
      .In("condition: bool")
      .In("t: T")
      .In("e: T")
      .Out("output: T")
      .Attr("T: type")
      .Doc(
          "Elements of `t` where `condition` holds and of `e` elsewhere. The condition has "
          "their shape, or is a scalar, or a vector that picks whole rows.")
      .Shape(SelectShape)
      .Gradient(SelectGradient);

  OP("SelectV2")
      .In("condition: bool")
      .In("t: T")
      .In("e: T")
      .Out("output: T")
      .Attr("T: type")
      .Doc(
          "Elements of `t` where `condition` holds and of `e` elsewhere, all three broadcast "
          "together.")
      .Shape(SelectV2Shape)
      .Gradient(SelectV2Gradient);

  OP("ClipByValue")
      .In("t: T")
      .In("clip_value_min: T")
      .In("clip_value_max: T")
      .Out("output: T")
      .Attr("T: numbertype")
      .Doc(
          "Each element limited to the range between the two bounds, which are scalars or have "
          "the shape of `t`.")
      .Shape(ClipShape)
      .Gradient(ClipGradient);

  OP("Bucketize")
      .In("input: T")
      .Out("output: int32")
      .Attr("T: {int32, int64, float, double}")
      .Attr("boundaries: list(float)")
      .Doc("The number of `boundaries` that are not above each element.")
      .Shape(shape_fn::Unchanged)
      .NotDifferentiable();
}

}  // namespace hb
