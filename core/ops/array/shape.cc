// Shapes as values, and ops that only change a tensor's shape.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "array";
using namespace op_util;  // NOLINT: helpers of declarations

Status FitsOutType(const InferCtx& c, int64_t value, std::string_view what) {
  if (c.attrs().Type("out_type", DT_INT32) == DT_INT32 && value > INT32_MAX) {
    return InvalidArgument(what, " ", value, " does not fit int32; set out_type to int64");
  }
  return Status();
}

Status ShapeShape(InferCtx& c) {
  for (int i = 0; i < c.num_outputs(); ++i) {
    const Shape& s = c.input(i);
    for (int64_t d : s.dims()) HB_RETURN_IF_ERROR(FitsOutType(c, d, "the dimension"));
    c.set_output(i, Shape({s.rank()}));
  }
  return Status();
}

Status SizeShape(InferCtx& c) {
  c.set_output(0, Shape());
  return FitsOutType(c, c.input(0).num_elements(), "the number of elements");
}

// Fills in a -1 of `wanted` from the number of elements, where both are known.
Status ResolveReshape(const Shape& in, Shape* wanted) {
  int64_t known = 1;
  int missing = -1;
  for (int i = 0; i < wanted->rank(); ++i) {
    if ((*wanted)[i] < 0) {
      if (missing >= 0) return Status();
      missing = i;
    } else {
      known = DimMul(known, (*wanted)[i]);
      if (known < 0) {
        return InvalidArgument("the shape ", wanted->ToString(), " has too many elements");
      }
    }
  }
  const int64_t count = in.unknown_rank() ? -1 : in.num_elements();
  if (count < 0) return Status();
  if (missing < 0) {
    if (known == count) return Status();
    return InvalidArgument("Input to reshape is a tensor with ", count,
                           " values, but the requested shape ", wanted->ToString(), " has ", known);
  }
  if (known == 0) {
    if (count == 0) {
      wanted->set_dim(missing, 0);
      return Status();
    }
    return InvalidArgument(
        "reshape cannot infer the missing input size for an empty tensor "
        "unless all specified input sizes are non-zero");
  }
  if (count % known != 0) {
    return InvalidArgument("Input to reshape is a tensor with ", count,
                           " values, but the requested shape requires a multiple of ", known);
  }
  wanted->set_dim(missing, count / known);
  return Status();
}

Status CheckOneMissing(const InferCtx& c, int i) {
  auto values = IndexValues(c, i);
  if (!values) return Status();
  int missing = 0;
  for (int64_t v : *values) missing += v == -1 ? 1 : 0;
  if (missing > 1) {
    return InvalidArgument("Only one input size may be -1, the requested shape has ", missing);
  }
  return Status();
}

Status ReshapeShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckVector(c, 1));
  HB_RETURN_IF_ERROR(CheckOneMissing(c, 1));
  HB_ASSIGN_OR_RETURN(Shape wanted, c.ValueAsShape(1));
  if (!wanted.unknown_rank()) HB_RETURN_IF_ERROR(ResolveReshape(c.input(0), &wanted));
  if (c.input_handle(0) != nullptr) c.set_output_handle(0, *c.input_handle(0));
  return SetChecked(c, 0, wanted);
}

Status ExpandDimsShape(InferCtx& c) {
  const Shape& in = c.input(0);
  const auto dim = IndexValue(c, 1);
  const Shape& index = c.input(1);
  if (index.FullyDefined() && index.num_elements() != 1) {
    return InvalidArgument("'dim' must hold one number, not ", index.num_elements());
  }
  if (in.unknown_rank()) return Status();
  if (!dim) {
    c.set_output(0, Shape::UnknownDims(in.rank() + 1));
    return Status();
  }
  if (*dim < -in.rank() - 1 || *dim > in.rank()) {
    return InvalidArgument("dim ", *dim, " not in the interval [", -in.rank() - 1, ", ", in.rank(),
                           "] of a tensor of rank ", in.rank());
  }
  const int at = static_cast<int>(*dim < 0 ? *dim + in.rank() + 1 : *dim);
  Shape out = in.Sub(0, at);
  out.Append(1);
  out.Append(in.Sub(at));
  return SetChecked(c, 0, out);
}

Status SqueezeShape(InferCtx& c) {
  const Shape& in = c.input(0);
  const std::vector<int64_t> dims = c.attrs().Ints("squeeze_dims");
  if (in.unknown_rank()) return Status();
  std::vector<bool> drop(static_cast<size_t>(in.rank()), false);
  for (int64_t d : dims) {
    HB_ASSIGN_OR_RETURN(int axis, CheckedAxis(d, in.rank()));
    if (in[axis] >= 0 && in[axis] != 1) {
      return InvalidArgument("Can not squeeze dim[", axis, "], expected a dimension of 1, got ",
                             in[axis]);
    }
    drop[static_cast<size_t>(axis)] = true;
  }
  Shape out;
  for (int i = 0; i < in.rank(); ++i) {
    if (dims.empty() && in[i] < 0) return Status();  // it may be 1 or not
    if (dims.empty() ? in[i] != 1 : !drop[static_cast<size_t>(i)]) out.Append(in[i]);
  }
  c.set_output(0, out);
  return Status();
}

Status BroadcastToShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckVector(c, 1));
  HB_ASSIGN_OR_RETURN(Shape out, c.ValueAsShape(1));
  if (auto values = IndexValues(c, 1)) {
    for (int64_t v : *values) {
      if (v < 0) return InvalidArgument("the dimension ", v, " of 'shape' is negative");
    }
  }
  const Shape& in = c.input(0);
  if (out.unknown_rank() || in.unknown_rank()) return SetChecked(c, 0, out);
  if (in.rank() > out.rank()) {
    return InvalidArgument("Rank of input (", in.rank(),
                           ") must be no greater than rank of output shape (", out.rank(), ")");
  }
  const int pad = out.rank() - in.rank();
  for (int i = 0; i < in.rank(); ++i) {
    const int64_t from = in[i], to = out[i + pad];
    if (from >= 0 && to >= 0 && from != 1 && from != to) {
      return InvalidArgument("Incompatible shapes: ", in.ToString(), " cannot be broadcast to ",
                             out.ToString());
    }
  }
  return SetChecked(c, 0, out);
}

void BroadcastToGradient(Grad& g) {
  Output dy = g.dy(0);
  Output in = ShapeOf(g, g.input(0)), out = ShapeOf(g, g.output(0));
  Node* axes = g.NodeOf("BroadcastGradientArgs", {out, in});
  if (axes == nullptr) return;
  Output sum = g.Op("Sum", {dy, Output(axes, 1)}, {{"keep_dims", true}});
  g.Return(0, g.Op("Reshape", {sum, in}));
}

Status BroadcastArgsShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape a, c.WithRank(0, 1));
  HB_ASSIGN_OR_RETURN(Shape b, c.WithRank(1, 1));
  c.set_output(0, Shape({a[0] < 0 || b[0] < 0 ? -1 : std::max(a[0], b[0])}));
  auto x = IndexValues(c, 0), y = IndexValues(c, 1);
  if (!x || !y) return Status();
  HB_ASSIGN_OR_RETURN(Shape sa, Shape::Checked(*x, true));
  HB_ASSIGN_OR_RETURN(Shape sb, Shape::Checked(*y, true));
  return BroadcastShapes(sa, sb).status();
}

Status BroadcastGradientArgsShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckVector(c, 0));
  HB_RETURN_IF_ERROR(CheckVector(c, 1));
  c.set_output(0, Shape({-1}));
  c.set_output(1, Shape({-1}));
  return Status();
}

void ReshapeGradient(Grad& g) { g.Return(0, ReshapeLike(g, g.dy(0), g.input(0))); }

Status TransposeShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape perm_shape, c.WithRank(1, 1));
  const Shape& in = c.input(0);
  auto perm = IndexValues(c, 1);
  int rank = in.rank();
  if (rank < 0 && perm_shape[0] >= 0)
    rank = static_cast<int>(std::min<int64_t>(perm_shape[0], 255));
  if (rank < 0) return Status();
  if (perm_shape[0] >= 0 && perm_shape[0] != rank) {
    return InvalidArgument("transpose expects a vector of size ", rank,
                           ". But input(1) is a vector of size ", perm_shape[0]);
  }
  if (!perm || in.unknown_rank()) {
    // A vector or a scalar has only one permutation.
    return SetChecked(c, 0, in.rank() == 0 || in.rank() == 1 ? in : Shape::UnknownDims(rank));
  }
  Shape out;
  std::vector<bool> seen(static_cast<size_t>(rank), false);
  for (int64_t p : *perm) {
    HB_ASSIGN_OR_RETURN(int axis, CheckedAxis(p, rank));
    if (seen[static_cast<size_t>(axis)]) {
      return InvalidArgument(axis, " is missing or twice in the permutation [", Join(*perm, ","),
                             "]; each dimension must be there once");
    }
    seen[static_cast<size_t>(axis)] = true;
    out.Append(in[axis]);
  }
  c.set_output(0, out);
  return Status();
}

Output Inverse(Grad& g) {
  const Output perm = g.input(1);
  const auto known = KnownInts(perm);
  if (!known) return g.Op("InvertPermutation", {perm});
  std::vector<int32_t> inverse(known->size());
  const auto rank = static_cast<int64_t>(known->size());
  for (size_t i = 0; i < known->size(); ++i) {
    const int64_t p = (*known)[i] < 0 ? (*known)[i] + rank : (*known)[i];
    if (p < 0 || p >= rank) return g.Op("InvertPermutation", {perm});
    inverse[static_cast<size_t>(p)] = static_cast<int32_t>(i);
  }
  return Ints(g, inverse);
}

}  // namespace

void DefineShapeOps(OpSet& ops) {
  OP("Shape")
      .In("input: T")
      .Out("output: out_type")
      .Attr("T: type")
      .Attr("out_type: {int32, int64} = DT_INT32")
      .Doc("The dimensions of the input, as a vector of `out_type`.")
      .Shape(ShapeShape)
      .NotDifferentiable();

  OP("ShapeN")
      .In("input: N * T")
      .Out("output: N * out_type")
      .Attr("N: int >= 1")
      .Attr("T: type")
      .Attr("out_type: {int32, int64} = DT_INT32")
      .Doc("The dimensions of each input, one vector for each.")
      .Shape(ShapeShape)
      .NotDifferentiable();

  OP("Size")
      .In("input: T")
      .Out("output: out_type")
      .Attr("T: type")
      .Attr("out_type: {int32, int64} = DT_INT32")
      .Doc("The number of elements of the input, as a scalar of `out_type`.")
      .Shape(SizeShape)
      .NotDifferentiable();

  OP("Rank")
      .In("input: T")
      .Out("output: int32")
      .Attr("T: type")
      .Doc("The number of dimensions of the input, as a scalar.")
      .Shape(shape_fn::Scalar)
      .NotDifferentiable();

  OP("Reshape")
      .In("tensor: T")
      .In("shape: Tshape")
      .Out("output: T")
      .Attr("T: type")
      .Attr("Tshape: {int32, int64} = DT_INT32")
      .Method("reshape")
      .Doc(
          "The same elements under another shape. One entry of `shape` may be -1 and is "
          "computed from the number of elements.")
      .Shape(ReshapeShape)
      .Gradient(ReshapeGradient);

  OP("ExpandDims")
      .In("input: T")
      .In("dim: Tdim")
      .Out("output: T")
      .Attr("T: type")
      .Attr("Tdim: {int32, int64} = DT_INT32")
      .Method("expand_dims")
      .Doc(
          "Inserts a dimension of size 1 at position `dim`; a negative position counts from the "
          "end, -1 being after the last dimension.")
      .Shape(ExpandDimsShape)
      .Gradient(ReshapeGradient);

  OP("Squeeze")
      .In("input: T")
      .Out("output: T")
      .Attr("T: type")
      .Attr("squeeze_dims: list(int) >= 0 = []")
      .Method("squeeze")
      .Doc(
          "Removes the dimensions of size 1 that `squeeze_dims` names; all of them if it is "
          "empty.")
      .Shape(SqueezeShape)
      .Gradient(ReshapeGradient);

  OP("BroadcastTo")
      .In("input: T")
      .In("shape: Tidx")
      .Out("output: T")
      .Attr("T: type")
      .Attr("Tidx: {int32, int64} = DT_INT32")
      .Doc(
          "Repeats the input along dimensions of size 1, and along new leading dimensions, "
          "until it has the given shape.")
      .Shape(BroadcastToShape)
      .Gradient(BroadcastToGradient);

  OP("BroadcastArgs")
      .In("s0: T")
      .In("s1: T")
      .Out("r0: T")
      .Attr("T: {int32, int64} = DT_INT32")
      .Doc("The shape to which the shapes `s0` and `s1` broadcast together.")
      .Shape(BroadcastArgsShape);

  OP("BroadcastGradientArgs")
      .In("s0: T")
      .In("s1: T")
      .Out("r0: T")
      .Out("r1: T")
      .Attr("T: {int32, int64} = DT_INT32")
      .Doc(
          "For shapes that were broadcast together, the dimensions over which the gradient of "
          "each must be summed.")
      .Shape(BroadcastGradientArgsShape)
      .NotDifferentiable();

  OP("Transpose")
      .In("x: T")
      .In("perm: Tperm")
      .Out("y: T")
      .Attr("T: type")
      .Attr("Tperm: {int32, int64} = DT_INT32")
      .Method("transpose")
      .Doc("Permutes dimensions: dimension i of the output is dimension `perm[i]` of the input.")
      .Shape(TransposeShape)
      .Gradient([](Grad& g) {
        g.Return(0, g.Op("Transpose", {g.dy(0), Inverse(g)}));
      });

  OP("ConjugateTranspose")
      .In("x: T")
      .In("perm: Tperm")
      .Out("y: T")
      .Attr("T: type")
      .Attr("Tperm: {int32, int64} = DT_INT32")
      .Doc("Permutes dimensions as Transpose does and conjugates each complex element.")
      .Shape(TransposeShape)
      .Gradient([](Grad& g) {
        g.Return(0, g.Op("ConjugateTranspose", {g.dy(0), Inverse(g)}));
      });
}

}  // namespace hb
