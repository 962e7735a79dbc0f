// Arithmetic of two tensors, element by element with broadcasting.
#include "core/ops/math/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "math";
using namespace op_util;  // NOLINT: helpers of declarations

void DivNoNanGradient(Grad& g) {
  const Expr x = Conj(X(g, 0)), y = Conj(X(g, 1)), dy = Dy(g);
  ReturnPair(g, Binary("DivNoNan", dy, y), dy * Binary("DivNoNan", Binary("DivNoNan", -x, y), y));
}

// One input gets all of the gradient: the first where the comparison holds.
void MaximumGradient(Grad& g, const char* compare) {
  const Expr dy = Dy(g), mask = Binary(compare, X(g, 0), X(g, 1)), zeros = ZerosLike(dy);
  ReturnPair(g, Where(mask, dy, zeros), Where(mask, zeros, dy));
}

void PowGradient(Grad& g) {
  const Expr x = Conj(X(g, 0)), y = Conj(X(g, 1)), z = Conj(Y(g)), dy = Dy(g);
  const Expr dx = dy * y * Binary("Pow", x, y + -1.0);
  const Expr mask = Binary(IsComplex(x.dtype()) ? "NotEqual" : "Greater", x, 0.0);
  const Expr safe = Where(mask, x, OnesLike(x));
  const Expr log = Where(mask, Unary("Log", safe), ZerosLike(x));
  ReturnPair(g, dx, dy * z * log);
}

void SquaredDifferenceGradient(Grad& g) {
  const Expr dx = Dy(g) * 2.0 * (X(g, 0) - X(g, 1));
  ReturnPair(g, dx, -dx);
}

void Atan2Gradient(Grad& g) {
  const Expr y = X(g, 0), x = X(g, 1);
  const Expr scaled = Dy(g) / (Unary("Square", x) + Unary("Square", y));
  ReturnPair(g, x * scaled, -y * scaled);
}

Expr NotZero(const Expr& x) { return Cast(Binary("NotEqual", x, 0.0), x.dtype()); }

Status AccumulateShape(InferCtx& c) {
  Shape s = c.attrs().ShapeOf("shape");
  for (int i = 0; i < c.num_inputs(); ++i) {
    HB_ASSIGN_OR_RETURN(s, Shape::Merge(s, c.input(i)));
  }
  c.set_output(0, s);
  return Status();
}

Status CrossShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape s, c.WithRankAtLeast(0, 1));
  HB_RETURN_IF_ERROR(c.WithRankAtLeast(1, 1).status());
  HB_ASSIGN_OR_RETURN(s, Shape::Merge(s, c.input(1)));
  if (!s.unknown_rank() && s[s.rank() - 1] >= 0 && s[s.rank() - 1] != 3) {
    return InvalidArgument("cross products are of vectors with 3 elements, not of ", s.ToString());
  }
  c.set_output(0, s);
  return Status();
}

}  // namespace

void DefineBinaryOps(OpSet& ops) {
  OP("Add")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr(
          "T: {bfloat16, half, float, double, uint8, int8, int16, int32, int64, complex64, "
          "complex128, string}")
      .Doc("x + y, with broadcasting; joins strings.")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient([](Grad& g) { ReturnPair(g, Dy(g), Dy(g)); });

  OP("AddV2")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr(
          "T: {bfloat16, half, float, double, uint8, uint16, uint32, uint64, int8, int16, "
          "int32, int64, complex64, complex128}")
      .Commutative()
      .Aggregate()
      .Method("add")
      .Operator("+")
      .Doc("x + y, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient([](Grad& g) { ReturnPair(g, Dy(g), Dy(g)); });

  OP("Sub")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr(
          "T: {bfloat16, half, float, double, uint8, int8, uint16, int16, int32, int64, "
          "complex64, complex128, uint32, uint64}")
      .Method("sub")
      .Operator("-")
      .Doc("x - y, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient([](Grad& g) { ReturnPair(g, Dy(g), -Dy(g)); });

  OP("Mul")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr(
          "T: {bfloat16, half, float, double, uint8, int8, uint16, int16, int32, uint32, "
          "uint64, int64, complex64, complex128}")
      .Commutative()
      .Method("mul")
      .Operator("*")
      .Doc("x y, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient([](Grad& g) { ReturnPair(g, Dy(g) * Conj(X(g, 1)), Dy(g) * Conj(X(g, 0))); });

  OP("MulNoNan")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr("T: {bfloat16, half, float, double, complex64, complex128}")
      .Doc("x y, with broadcasting; zero where y is zero, whatever x is.")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient([](Grad& g) {
        ReturnPair(g, Binary("MulNoNan", Dy(g), X(g, 1)), Binary("MulNoNan", X(g, 0), Dy(g)));
      });

  OP("Div")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr(
          "T: {bfloat16, half, float, double, uint8, int8, uint16, int16, int32, uint32, "
          "uint64, int64, complex64, complex128}")
      .Doc("x / y, with broadcasting; integers are divided towards zero.")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient([](Grad& g) {
        ReturnPair(g, Dy(g) / Conj(X(g, 1)),
                   Dy(g) * (-Conj(X(g, 0)) / Conj(X(g, 1)) / Conj(X(g, 1))));
      });

  OP("RealDiv")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr(
          "T: {bfloat16, half, float, double, uint8, int8, uint16, int16, int32, uint32, "
          "uint64, int64, complex64, complex128}")
      .Method("div")
      .Operator("/")
      .Doc("x / y, with broadcasting, for floating and complex numbers.")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient([](Grad& g) {
        ReturnPair(g, Dy(g) / Conj(X(g, 1)),
                   Dy(g) * (-Conj(X(g, 0)) / Conj(X(g, 1)) / Conj(X(g, 1))));
      });

  OP("DivNoNan")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr("T: {half, float, bfloat16, double, complex64, complex128}")
      .Doc("x / y, with broadcasting; zero where y is zero.")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient(DivNoNanGradient);

  OP("FloorDiv")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr(
          "T: {bfloat16, half, float, double, uint8, int8, uint16, int16, int32, uint32, "
          "uint64, int64, complex64, complex128}")
      .Method("floor_div")
      .Operator("//")
      .Doc("x / y rounded down, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .NotDifferentiable();

  OP("TruncateDiv")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr(
          "T: {bfloat16, half, float, double, uint8, int8, uint16, int16, int32, uint32, "
          "uint64, int64, complex64, complex128}")
      .Doc("x / y rounded towards zero, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .NotDifferentiable();

  OP("FloorMod")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr(
          "T: {int8, int16, int32, int64, uint8, uint16, uint32, uint64, bfloat16, half, float,"
          " double}")
      .Method("mod")
      .Operator("%")
      .Doc("The remainder of the division rounded down: it has the sign of y.")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient(
          [](Grad& g) { ReturnPair(g, Dy(g), Dy(g) * -Binary("FloorDiv", X(g, 0), X(g, 1))); });

  OP("TruncateMod")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr("T: {int32, int64, bfloat16, half, float, double}")
      .Doc("The remainder of the division towards zero: it has the sign of x.")
      .Shape(shape_fn::BroadcastBinary);

  OP("Mod")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr("T: {int32, int64, half, half, bfloat16, float, double}")
      .Doc("The remainder of the division towards zero: it has the sign of x.")
      .Shape(shape_fn::BroadcastBinary);

  OP("Maximum")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr(
          "T: {bfloat16, half, float, double, int8, uint8, int16, uint16, int32, uint32, int64,"
          " uint64}")
      .Method("maximum")
      .Doc("The larger of x and y, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient([](Grad& g) { MaximumGradient(g, "GreaterEqual"); });

  OP("Minimum")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr(
          "T: {bfloat16, half, float, double, int8, uint8, int16, uint16, int32, uint32, int64,"
          " uint64}")
      .Method("minimum")
      .Doc("The smaller of x and y, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient([](Grad& g) { MaximumGradient(g, "LessEqual"); });

  OP("Pow")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr("T: {bfloat16, float, half, double, int8, int16, int32, int64, complex64, complex128}")
      .Method("pow")
      .Operator("**")
      .Doc("x to the power of y, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient(PowGradient);

  OP("SquaredDifference")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr("T: {bfloat16, half, float, double, int32, int64, complex64, complex128}")
      .Commutative()
      .Doc("(x - y)^2, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient(SquaredDifferenceGradient);

  OP("Atan2")
      .In("y: T")
      .In("x: T")
      .Out("z: T")
      .Attr("T: {bfloat16, half, float, double}")
      .Doc("The angle of the point (x, y) in (-pi, pi], with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient(Atan2Gradient);

  OP("Xlogy")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr("T: {half, bfloat16, float, double, complex64, complex128}")
      .Doc("x log(y), with broadcasting; zero where x is zero.")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient([](Grad& g) {
        ReturnPair(g, Dy(g) * Binary("Xlogy", NotZero(X(g, 0)), X(g, 1)),
                   Dy(g) * Binary("Xdivy", X(g, 0), X(g, 1)));
      });

  OP("Xlog1py")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr("T: {half, bfloat16, float, double, complex64, complex128}")
      .Doc("x log(1 + y), with broadcasting; zero where x is zero.")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient([](Grad& g) {
        ReturnPair(g, Dy(g) * Binary("Xlog1py", NotZero(X(g, 0)), X(g, 1)),
                   Dy(g) * Binary("Xdivy", X(g, 0), X(g, 1) + 1.0));
      });

  OP("Xdivy")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr("T: {half, bfloat16, float, double, complex64, complex128}")
      .Doc("x / y, with broadcasting; zero where x is zero.")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient([](Grad& g) {
        ReturnPair(g, Dy(g) * Binary("Xdivy", NotZero(X(g, 0)), X(g, 1)),
                   Dy(g) * Binary("Xdivy", -X(g, 0), Unary("Square", X(g, 1))));
      });

  OP("NextAfter")
      .In("x1: T")
      .In("x2: T")
      .Out("output: T")
      .Attr("T: {double, float} = DT_FLOAT")
      .Doc("The next representable number after x1 on the way to x2, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary);

  OP("AddN")
      .In("inputs: N * T")
      .Out("sum: T")
      .Attr("N: int >= 1")
      .Attr("T: {numbertype, variant}")
      .Commutative()
      .Aggregate()
      .Doc("The sum of all inputs, which have one shape.")
      .Shape(shape_fn::MergedInputs)
      .Gradient([](Grad& g) {
        for (int i = 0; i < g.num_inputs(); ++i) g.Return(i, g.dy(0));
      });

  OP("AccumulateNV2")
      .In("inputs: N * T")
      .Out("sum: T")
      .Attr("N: int >= 1")
      .Attr("T: numbertype")
      .Attr("shape: shape")
      .Commutative()
      .Aggregate()
      .Doc("The sum of all inputs, which have the shape given.")
      .Shape(AccumulateShape)
      .Gradient([](Grad& g) {
        for (int i = 0; i < g.num_inputs(); ++i) g.Return(i, g.dy(0));
      });

  OP("Cross")
      .In("a: T")
      .In("b: T")
      .Out("product: T")
      .Attr("T: realnumbertype")
      .Doc("The cross product of vectors of three elements along the last dimension.")
      .Shape(CrossShape)
      .Gradient([](Grad& g) {
        g.Return(0, Binary("Cross", X(g, 1), Dy(g)));
        g.Return(1, Binary("Cross", Dy(g), X(g, 0)));
      });
}

}  // namespace hb
