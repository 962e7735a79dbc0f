// Complex numbers and their parts.
#include "core/ops/math/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "math";
using namespace op_util;  // NOLINT: helpers of declarations

Expr Part(const char* op, const Expr& z, DType dtype) {
  if (!z.out) return z;
  return {z.g, z.g->Op(op, {z.out}, {{"Tout", dtype}})};
}

Expr MakeComplex(const Expr& re, const Expr& im, DType dtype) {
  if (!re.out || !im.out) return {re.g, {}};
  return {re.g, re.g->Op("Complex", {re.out, im.out}, {{"Tout", dtype}})};
}

void AngleGradient(Grad& g) {
  const Expr z = X(g, 0), dy = Dy(g);
  const Expr re = Part("Real", z, dy.dtype()), im = Part("Imag", z, dy.dtype());
  const Expr turned = Unary("Reciprocal", MakeComplex(im, re, z.dtype()));
  g.Return(0, -(MakeComplex(dy, ZerosLike(dy), z.dtype()) * turned));
}

void ComplexAbsGradient(Grad& g) {
  const Expr z = X(g, 0), dy = Dy(g), zeros = ZerosLike(dy);
  g.Return(0, Binary("DivNoNan", MakeComplex(dy, zeros, z.dtype()) * z,
                     MakeComplex(Y(g), zeros, z.dtype())));
}

}  // namespace

void DefineComplexOps(OpSet& ops) {
  OP("Complex")
      .In("real: T")
      .In("imag: T")
      .Out("out: Tout")
      .Attr("T: {float, double} = DT_FLOAT")
      .Attr("Tout: {complex64, complex128} = DT_COMPLEX64")
      .Doc("Complex numbers of the given real and imaginary parts, with broadcasting.")
      .Shape(shape_fn::BroadcastBinary)
      .Gradient([](Grad& g) {
        ReturnPair(g, Part("Real", Dy(g), X(g, 0).dtype()), Part("Imag", Dy(g), X(g, 0).dtype()));
      });

  OP("Real")
      .In("input: T")
      .Out("output: Tout")
      .Attr("T: {complex64, complex128} = DT_COMPLEX64")
      .Attr("Tout: {float, double} = DT_FLOAT")
      .Doc("The real part of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient(
          [](Grad& g) { g.Return(0, MakeComplex(Dy(g), ZerosLike(Dy(g)), X(g, 0).dtype())); });

  OP("Imag")
      .In("input: T")
      .Out("output: Tout")
      .Attr("T: {complex64, complex128} = DT_COMPLEX64")
      .Attr("Tout: {float, double} = DT_FLOAT")
      .Doc("The imaginary part of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient(
          [](Grad& g) { g.Return(0, MakeComplex(ZerosLike(Dy(g)), Dy(g), X(g, 0).dtype())); });

  OP("Conj")
      .In("input: T")
      .Out("output: T")
      .Attr("T: {complex64, complex128, variant} = DT_COMPLEX64")
      .Doc("The complex conjugate of each element.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) { g.Return(0, Conj(Dy(g))); });

  OP("Angle")
      .In("input: T")
      .Out("output: Tout")
      .Attr("T: {complex64, complex128} = DT_COMPLEX64")
      .Attr("Tout: {float, double} = DT_FLOAT")
      .Doc("The angle of each complex number in (-pi, pi].")
      .Shape(shape_fn::Unchanged)
      .Gradient(AngleGradient);

  OP("ComplexAbs")
      .In("x: T")
      .Out("y: Tout")
      .Attr("T: {complex64, complex128} = DT_COMPLEX64")
      .Attr("Tout: {float, double} = DT_FLOAT")
      .Doc("The absolute value of each complex number.")
      .Shape(shape_fn::Unchanged)
      .Gradient(ComplexAbsGradient);
}

}  // namespace hb
