// Constants, placeholders and ops that hand a tensor on unchanged.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "array";
using namespace op_util;  // NOLINT: helpers of declarations

Status ConstShape(InferCtx& c) {
  const pb::AttrValue* value = c.attrs().Find("value");
  if (value == nullptr || !value->has_tensor()) {
    return InvalidArgument("attribute 'value' must be a tensor");
  }
  const DType dtype = FromPb(value->tensor().dtype());
  const DType declared = c.attrs().Type("dtype");
  if (dtype != declared) {
    return InvalidArgument("attribute 'dtype' is ", DTypeName(declared), " but 'value' holds ",
                           DTypeName(dtype), "; they must agree");
  }
  std::vector<int64_t> dims;
  if (value->tensor().tensor_shape().unknown_rank()) {
    return InvalidArgument("attribute 'value' has a shape of unknown rank");
  }
  for (const auto& d : value->tensor().tensor_shape().dim()) dims.push_back(d.size());
  HB_ASSIGN_OR_RETURN(Shape shape, Shape::Checked(dims, true));
  c.set_output(0, shape);
  return Status();
}

Status PlaceholderShape(InferCtx& c) {
  Shape shape = c.attrs().ShapeOf("shape");
  // Before version 24 of the format, a scalar shape stood for "unknown"; a placeholder takes any
  // shape then, which is what real scalars need too.
  c.set_output(0, shape.rank() == 0 ? Shape::UnknownRank() : shape);
  return Status();
}

Status PlaceholderV2Shape(InferCtx& c) {
  c.set_output(0, c.attrs().ShapeOf("shape"));
  return Status();
}

Status PlaceholderWithDefaultShape(InferCtx& c) {
  const Shape shape = c.attrs().ShapeOf("shape");
  if (auto merged = Shape::Merge(c.input(0), shape); !merged.ok()) {
    return InvalidArgument("the default has shape ", c.input(0).ToString(),
                           ", which does not fit the placeholder's shape ", shape.ToString());
  }
  c.set_output(0, shape);
  return Status();
}

// Shape and handle data pass through, one output for each input.
Status IdentityShape(InferCtx& c) {
  for (int i = 0; i < c.num_outputs(); ++i) {
    c.set_output(i, c.input(i));
    if (c.input_handle(i) != nullptr) c.set_output_handle(i, *c.input_handle(i));
  }
  return Status();
}

Status EnsureShapeShape(InferCtx& c) {
  const Shape wanted = c.attrs().ShapeOf("shape");
  auto merged = Shape::Merge(c.input(0), wanted);
  if (!merged.ok()) {
    return InvalidArgument("Shape of tensor ", c.input(0).ToString(),
                           " is not compatible with expected shape ", wanted.ToString());
  }
  c.set_output(0, *merged);
  return Status();
}

Status BitcastShape(InferCtx& c) {
  const size_t from = DTypeSize(c.input_dtype(0));
  const size_t to = DTypeSize(c.attrs().Type("type"));
  if (from == 0 || to == 0) return InvalidArgument("Bitcast needs dtypes of known size");
  Shape s = c.input(0);
  if (s.unknown_rank() || from == to) {
    c.set_output(0, s);
    return Status();
  }
  if (from > to) {
    s.Append(static_cast<int64_t>(from / to));
    return SetChecked(c, 0, s);
  }
  const int64_t ratio = static_cast<int64_t>(to / from);
  if (s.rank() == 0 || (s[s.rank() - 1] >= 0 && s[s.rank() - 1] != ratio)) {
    return InvalidArgument("Cannot bitcast from ", DTypeName(c.input_dtype(0)), " to ",
                           DTypeName(c.attrs().Type("type")), " a tensor of shape ", s.ToString(),
                           "; its last dimension must be ", ratio);
  }
  c.set_output(0, s.Sub(0, s.rank() - 1));
  return Status();
}

bool HasGradient(DType t) { return IsFloating(t) || IsComplex(t); }

void CastGradient(Grad& g) {
  const DType src = g.attrs().Type("SrcT");
  if (!HasGradient(src) || !HasGradient(g.attrs().Type("DstT"))) return;
  g.Return(0, g.Op("Cast", {g.dy(0)}, {{"DstT", src}}));
}

}  // namespace

void DefineBasicOps(OpSet& ops) {
  OP("Const")
      .Out("output: dtype")
      .Attr("value: tensor")
      .Attr("dtype: type")
      .Literal()
      .Doc("A tensor that is part of the graph. `value` holds it; its dtype must be `dtype`.")
      .Shape(ConstShape)
      .NotDifferentiable();

  OP("Placeholder")
      .Out("output: dtype")
      .Attr("dtype: type")
      .Attr("shape: shape = { unknown_rank: true }")
      .Doc(
          "A value that each run feeds. Running it unfed is an error. `shape` says what is "
          "known of the shape of what will be fed; an empty shape is read as unknown.")
      .Shape(PlaceholderShape);

  OP("PlaceholderV2")
      .Out("output: dtype")
      .Attr("dtype: type")
      .Attr("shape: shape")
      .Deprecated(23, "Placeholder now behaves the same as PlaceholderV2.")
      .Doc("A value that each run feeds, with a shape that may be partly known.")
      .Shape(PlaceholderV2Shape);

  OP("PlaceholderWithDefault")
      .In("input: dtype")
      .Out("output: dtype")
      .Attr("dtype: type")
      .Attr("shape: shape")
      .Doc("A value that a run may feed; otherwise it is the input.")
      .Shape(PlaceholderWithDefaultShape)
      .Gradient(PassThrough);

  OP("Identity")
      .In("input: T")
      .Out("output: T")
      .Attr("T: type")
      .Doc("Hands its input on: same shape, same contents.")
      .Shape(IdentityShape)
      .Gradient(PassThrough);

  OP("RefIdentity")
      .In("input: Ref(T)")
      .Out("output: Ref(T)")
      .Attr("T: type")
      .AllowsUninitialized()
      .Doc("Hands a reference to a variable on.")
      .Shape(IdentityShape)
      .Gradient(PassThrough);

  OP("IdentityN")
      .In("input: T")
      .Out("output: T")
      .Attr("T: list(type) >= 1")
      .Doc("Hands a list of tensors on, each unchanged.")
      .Shape(IdentityShape)
      .Gradient([](Grad& g) {
        for (int i = 0; i < g.num_inputs(); ++i) g.Return(i, g.dy(i));
      });

  OP("Snapshot")
      .In("input: T")
      .Out("output: T")
      .Attr("T: type")
      .Doc("A copy of the input that later writes do not change.")
      .Shape(shape_fn::Unchanged);

  OP("StopGradient")
      .In("input: T")
      .Out("output: T")
      .Attr("T: type")
      .Doc(
          "Hands its input on, but no gradient flows back through it: the input counts as a "
          "constant.")
      .Shape(IdentityShape)
      .NotDifferentiable();

  OP("PreventGradient")
      .In("input: T")
      .Out("output: T")
      .Attr("T: type")
      .Attr("message: string = \"\"")
      .Doc(
          "Hands its input on and makes asking for a gradient through it an error, with "
          "`message` as the reason.")
      .Shape(IdentityShape)
      .Gradient([](Grad& g) {
        g.Fail(InvalidArgument(
            "node '", g.node().name(),
            "' (PreventGradient): gradient explicitly disabled: ", g.attrs().String("message")));
      });

  OP("EnsureShape")
      .In("input: T")
      .Out("output: T")
      .Attr("shape: shape")
      .Attr("T: type")
      .Doc(
          "Hands its input on after checking its shape against `shape`, whose unknown "
          "dimensions match anything.")
      .Shape(EnsureShapeShape)
      .Gradient([](Grad& g) {
        g.Return(0, g.Op("EnsureShape", {g.dy(0)}, {{"shape", g.attrs().ShapeOf("shape")}}));
      });

  OP("CheckNumerics")
      .In("tensor: T")
      .Out("output: T")
      .Attr("T: {bfloat16, half, float, double}")
      .Attr("message: string")
      .Stateful()
      .Doc("Hands its input on; fails with `message` if it holds a NaN or an infinity.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) {
        g.Return(0, g.Op("CheckNumerics", {g.dy(0)},
                         {{"message",
                           "Not a number (NaN) or infinity (Inf) values detected in "
                           "gradient."}}));
      });

  OP("Cast")
      .In("x: SrcT")
      .Out("y: DstT")
      .Attr("SrcT: type")
      .Attr("DstT: type")
      .Attr("Truncate: bool = false")
      .Method("cast")
      .Doc(
          "Converts each element to `DstT`. Floating numbers are cut towards zero on their way "
          "to integers; `Truncate` cuts the mantissa instead of rounding when a narrower "
          "floating type is the target.")
      .Shape(IdentityShape)
      .Gradient(CastGradient);

  OP("Bitcast")
      .In("input: T")
      .Out("output: type")
      .Attr(
          "T: {bfloat16, half, float, double, int64, int32, uint8, uint16, uint32, uint64, "
          "int8, int16, complex64, complex128, qint8, quint8, qint16, quint16, qint32}")
      .Attr(
          "type: {bfloat16, half, float, double, int64, int32, uint8, uint16, uint32, uint64, "
          "int8, int16, complex64, complex128, qint8, quint8, qint16, quint16, qint32}")
      .Doc(
          "Reads the same bytes as another dtype. To a smaller type a last dimension is added, "
          "to a larger type the last dimension, which must be the ratio of the sizes, goes.")
      .Shape(BitcastShape);
}

}  // namespace hb
