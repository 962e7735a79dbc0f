// Products of matrices.
#include "core/ops/math/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "math";
using namespace op_util;  // NOLINT: helpers of declarations

Status MatMulShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape a, c.WithRank(0, 2));
  HB_ASSIGN_OR_RETURN(Shape b, c.WithRank(1, 2));
  const int ta = c.attrs().Bool("transpose_a") ? 1 : 0, tb = c.attrs().Bool("transpose_b") ? 1 : 0;
  if (auto inner = MergeDims(a[1 - ta], b[tb]); !inner.ok()) {
    return InvalidArgument(
        "Matrix size-incompatible: In[0]: ", a.ToString(), ", In[1]: ", b.ToString(),
        "; the inner dimensions must be equal, but are ", a[1 - ta], " and ", b[tb]);
  }
  return SetChecked(c, 0, Shape{a[ta], b[1 - tb]});
}

Status FusedMatMulShape(InferCtx& c) { return FusedShape(c, MatMulShape); }

Status BatchMatMul(InferCtx& c, bool broadcast) {
  HB_ASSIGN_OR_RETURN(Shape a, c.WithRankAtLeast(0, 2));
  HB_ASSIGN_OR_RETURN(Shape b, c.WithRankAtLeast(1, 2));
  if (a.unknown_rank() || b.unknown_rank()) return Status();
  const int ta = c.attrs().Bool("adj_x") ? 1 : 0, tb = c.attrs().Bool("adj_y") ? 1 : 0;
  const int64_t inner_a = a[a.rank() - 1 - ta], inner_b = b[b.rank() - 2 + tb];
  if (!MergeDims(inner_a, inner_b).ok()) {
    return InvalidArgument(
        "Matrix size-incompatible: In[0]: ", a.ToString(), ", In[1]: ", b.ToString(),
        "; the inner dimensions must be equal, but are ", inner_a, " and ", inner_b);
  }
  const Shape batch_a = a.Sub(0, a.rank() - 2), batch_b = b.Sub(0, b.rank() - 2);
  auto batch = broadcast ? BroadcastShapes(batch_a, batch_b) : Shape::Merge(batch_a, batch_b);
  if (!batch.ok()) {
    return InvalidArgument("In[0] and In[1] must have compatible batch dimensions: ", a.ToString(),
                           " vs. ", b.ToString());
  }
  batch->Append(a[a.rank() - 2 + ta]);
  batch->Append(b[b.rank() - 1 - tb]);
  return SetChecked(c, 0, *batch);
}

Status BatchMatMulShape(InferCtx& c) { return BatchMatMul(c, false); }
Status BatchMatMulV2Shape(InferCtx& c) { return BatchMatMul(c, true); }

// The product of two of dy, a and b for one input of a product of matrices; `ta` and `tb` transpose
// (and conjugate, for batches).
struct Product {
  Grad& g;
  const char* op;
  const char* attr_a;
  const char* attr_b;
  Expr operator()(const Expr& a, const Expr& b, bool ta, bool tb) const {
    if (!a.out || !b.out) return {&g, {}};
    Attrs attrs = {{attr_a, ta}, {attr_b, tb}};
    if (std::string_view(op) == "BatchMatMulV3") attrs.emplace_back("Tout", g.dy(0).dtype());
    return {&g, g.Op(op, {a.out, b.out}, attrs)};
  }
};

void MatMulGradient(Grad& g) {
  const Product mul = {g, "MatMul", "transpose_a", "transpose_b"};
  const bool ta = g.attrs().Bool("transpose_a"), tb = g.attrs().Bool("transpose_b");
  const Expr a = Conj(X(g, 0)), b = Conj(X(g, 1)), dy = Dy(g);
  g.Return(0, ta ? mul(b, dy, tb, true) : mul(dy, b, false, !tb));
  g.Return(1, tb ? mul(dy, a, true, ta) : mul(a, dy, !ta, false));
}

// dx summed over the batch dimensions that were broadcast.
Expr ReduceBatch(Grad& g, const Expr& dx, int i) {
  const Expr x = X(g, i);
  if (!x.out || !dx.out || (x.out.shape().FullyDefined() && x.out.shape() == dx.out.shape()))
    return dx;
  return ReduceTo(g, dx, i);
}

void BatchMatMulGradient(Grad& g) {
  const std::string type = g.node().type();
  const Product mul = {g, type.c_str(), "adj_x", "adj_y"};
  const bool ta = g.attrs().Bool("adj_x"), tb = g.attrs().Bool("adj_y");
  const Expr a = X(g, 0), b = X(g, 1), dy = Dy(g);
  const Expr da = ta ? mul(b, dy, tb, true) : mul(dy, b, false, !tb);
  const Expr db = tb ? mul(dy, a, true, ta) : mul(a, dy, !ta, false);
  const bool broadcast = type != "BatchMatMul";
  g.Return(0, broadcast ? ReduceBatch(g, da, 0) : da);
  g.Return(1, broadcast ? ReduceBatch(g, db, 1) : db);
}

}  // namespace

void DefineMatMulOps(OpSet& ops) {
  OP("MatMul")
      .In("a: T")
      .In("b: T")
      .Out("product: T")
      .Attr("transpose_a: bool = false")
      .Attr("transpose_b: bool = false")
      .Attr(
          "T: {bfloat16, half, float, double, int32, int64, uint8, uint16, uint32, uint64, "
          "complex64, complex128}")
      .Attr("grad_a: bool = false")
      .Attr("grad_b: bool = false")
      .Method("mat_mul")
      .Operator("@")
      .Doc("The product of two matrices, either of which may be transposed first.")
      .Shape(MatMulShape)
      .Gradient(MatMulGradient);

  OP("_HbMatMul")
      .In("a: T")
      .In("b: T")
      .In("operands: N * T")
      .Out("product: T")
      .Attr("transpose_a: bool = false")
      .Attr("transpose_b: bool = false")
      .Attr("T: {float}")
      .Attr("N: int >= 0")
      .Attr("steps: list(string) = []")
      .Attr("activation: string = ''")
      .Attr("where: list(string) = []")
      .Doc(
          "MatMul, then the `steps`, each with its operand: at most one 'bias' or 'add', one "
          "'mul', one 'add' (a value for each column) and one 'residual' (of the product's "
          "shape); then the activation of that name. `where` says for messages which nodes it "
          "stands for.")
      .Shape(FusedMatMulShape);

  OP("BatchMatMul")
      .In("x: T")
      .In("y: T")
      .Out("output: T")
      .Attr("T: {bfloat16, half, float, double, int32, int64, complex64, complex128}")
      .Attr("adj_x: bool = false")
      .Attr("adj_y: bool = false")
      .Attr("grad_x: bool = false")
      .Attr("grad_y: bool = false")
      .Doc(
          "Products of matrices, one for each index of the leading dimensions, which must be "
          "equal. Either side may be adjoint.")
      .Shape(BatchMatMulShape)
      .Gradient(BatchMatMulGradient);

  OP("BatchMatMulV2")
      .In("x: T")
      .In("y: T")
      .Out("output: T")
      .Attr(
          "T: {bfloat16, half, float, double, int16, int32, int64, uint8, uint16, uint32, "
          "uint64, complex64, complex128}")
      .Attr("adj_x: bool = false")
      .Attr("adj_y: bool = false")
      .Attr("grad_x: bool = false")
      .Attr("grad_y: bool = false")
      .Operator("@", 3)
      .Doc(
          "Products of matrices, one for each index of the leading dimensions, which are "
          "broadcast. Either side may be adjoint.")
      .Shape(BatchMatMulV2Shape)
      .Gradient(BatchMatMulGradient);

  OP("BatchMatMulV3")
      .In("x: Ta")
      .In("y: Tb")
      .Out("output: Tout")
      .Attr(
          "Ta: {bfloat16, half, float, double, uint8, int8, int16, int32, int64, complex64, "
          "complex128}")
      .Attr(
          "Tb: {bfloat16, half, float, double, uint8, int8, int16, int32, int64, complex64, "
          "complex128}")
      .Attr("Tout: {bfloat16, half, float, double, int16, int32, int64, complex64, complex128}")
      .Attr("adj_x: bool = false")
      .Attr("adj_y: bool = false")
      .Attr("grad_x: bool = false")
      .Attr("grad_y: bool = false")
      .Doc(
          "Products of matrices, one for each index of the leading dimensions, which are "
          "broadcast. Either side may be adjoint; the result has a dtype of its own.")
      .Shape(BatchMatMulV2Shape)
      .Gradient(BatchMatMulGradient);
}

}  // namespace hb
