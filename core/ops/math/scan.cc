// Running sums and products.
#include "core/ops/math/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "math";
using namespace op_util;  // NOLINT: helpers of declarations

Status ScanShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 1));
  const Shape& s = c.input(0);
  if (!s.unknown_rank()) {
    if (s.rank() == 0) {
      return InvalidArgument("Shape must be at least rank 1 but is rank 0 for input 0");
    }
    HB_RETURN_IF_ERROR(AxisValue(c, 1, s.rank()).status());
  }
  c.set_output(0, s);
  return Status();
}

Expr Scan(Grad& g, const char* op, const Expr& x, bool reverse) {
  if (!x.out) return x;
  return {&g, g.Op(op, {x.out, g.input(1)},
                   {{"exclusive", g.attrs().Bool("exclusive")}, {"reverse", reverse}})};
}

void CumprodGradient(Grad& g) {
  const bool reverse = g.attrs().Bool("reverse");
  const Expr x = Conj(X(g, 0));
  const Expr products = Scan(g, "Cumprod", x, reverse);
  const Expr sums = Scan(g, "Cumsum", products * Dy(g), !reverse);
  g.Return(0, Binary("DivNoNan", sums, x));
}

double Lowest(DType t) {
  switch (t) {
    case DT_HALF:
      return -65504.0;
    case DT_DOUBLE:
      return -1.7976931348623157e308;
    case DT_BFLOAT16:
      return -3.3895313892515355e38;
    default:
      return -3.4028234663852886e38;
  }
}

// Positive and negative parts of dy go through the logarithm apart.
void CumulativeLogsumexpGradient(Grad& g) {
  const bool reverse = g.attrs().Bool("reverse");
  const Expr x = X(g, 0), y = Y(g), dy = Dy(g);
  const Expr lowest = {&g, g.ScalarOf(x.dtype(), Lowest(x.dtype()))};
  const auto part = [&](const char* compare, const Expr& magnitude) {
    const Expr log = Where(Binary(compare, dy, 0.0), Unary("Log", magnitude), lowest);
    return Unary("Exp", Scan(g, "CumulativeLogsumexp", log - y, !reverse) + x);
  };
  g.Return(0, part("Greater", dy) - part("Less", -dy));
}

}  // namespace

void DefineScanOps(OpSet& ops) {
  OP("Cumsum")
      .In("x: T")
      .In("axis: Tidx")
      .Out("out: T")
      .Attr("exclusive: bool = false")
      .Attr("reverse: bool = false")
      .Attr("T: numbertype")
      .Attr("Tidx: {int32, int64} = DT_INT32")
      .Doc(
          "Running sums along `axis`: of all elements up to each one, or before it if "
          "`exclusive`; from the end if `reverse`.")
      .Shape(ScanShape)
      .Gradient([](Grad& g) { g.Return(0, Scan(g, "Cumsum", Dy(g), !g.attrs().Bool("reverse"))); });

  OP("Cumprod")
      .In("x: T")
      .In("axis: Tidx")
      .Out("out: T")
      .Attr("exclusive: bool = false")
      .Attr("reverse: bool = false")
      .Attr("T: numbertype")
      .Attr("Tidx: {int32, int64} = DT_INT32")
      .Doc(
          "Running products along `axis`: of all elements up to each one, or before it if "
          "`exclusive`; from the end if `reverse`.")
      .Shape(ScanShape)
      .Gradient(CumprodGradient);

  OP("CumulativeLogsumexp")
      .In("x: T")
      .In("axis: Tidx")
      .Out("out: T")
      .Attr("exclusive: bool = false")
      .Attr("reverse: bool = false")
      .Attr("T: {bfloat16, half, float, double}")
      .Attr("Tidx: {int32, int64} = DT_INT32")
      .Doc("Running values of log(sum(exp(x))) along `axis`.")
      .Shape(ScanShape)
      .Gradient(CumulativeLogsumexpGradient);
}

}  // namespace hb
