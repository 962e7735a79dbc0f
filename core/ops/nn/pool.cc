// Pooling.
#include "core/ops/math/common.h"
#include "core/tensor/window.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "nn";
using namespace op_util;  // NOLINT: helpers of declarations

// The window of a pooling node: size and strides come from attributes, or from inputs of the V2 ops
// (nothing if those aren't known yet).
Result<std::optional<Window2D>> PoolWindow(const InferCtx& c, const Shape& image, int ksize_input) {
  const AttrReader& a = c.attrs();
  WindowAttrs w = {a.Ints("strides"),
                   {},
                   a.Ints("explicit_paddings"),
                   a.String("padding"),
                   a.String("data_format", "NHWC")};
  std::vector<int64_t> ksize = a.Ints("ksize");
  if (ksize_input >= 0) {
    HB_RETURN_IF_ERROR(CheckVector(c, ksize_input));
    HB_RETURN_IF_ERROR(CheckVector(c, ksize_input + 1));
    const auto k = IndexValues(c, ksize_input), s = IndexValues(c, ksize_input + 1);
    if (!k || !s) return std::optional<Window2D>();
    ksize = *k;
    w.strides = *s;
  }
  if (ksize.size() != 4) {
    return InvalidArgument("Sliding window ksize field must specify 4 dimensions, not ",
                           ksize.size());
  }
  const bool nchw = w.data_format == "NCHW";
  const auto at = [&](size_t nhwc, size_t other) { return ksize[nchw ? other : nhwc]; };
  if (ksize[0] != 1 || at(3, 1) != 1) {
    return Unimplemented(
        "pooling over the batch or the channels is not supported: ksize must be 1 "
        "there, not ",
        ksize[0], " and ", at(3, 1));
  }
  if (at(1, 2) <= 0 || at(2, 3) <= 0) {
    return InvalidArgument("Sliding window ksize for dimension 1 and 2 must be positive, not ",
                           at(1, 2), " and ", at(2, 3));
  }
  HB_ASSIGN_OR_RETURN(Window2D r, MakeWindow2D(w, image, at(1, 2), at(2, 3)));
  if (r.h.pad_before >= r.h.size || r.h.pad_after >= r.h.size || r.w.pad_before >= r.w.size ||
      r.w.pad_after >= r.w.size) {
    return InvalidArgument("paddings must be smaller than the window of ", r.h.size, " x ",
                           r.w.size);
  }
  return std::optional<Window2D>(r);
}

Result<Shape> Pooled(const InferCtx& c, const Shape& image, int ksize_input) {
  HB_ASSIGN_OR_RETURN(const auto w, PoolWindow(c, image, ksize_input));
  const Shape in = image.unknown_rank() ? Shape::UnknownDims(4) : image;
  if (!w) {
    if (in.rank() != 4)
      return InvalidArgument("tensor_in must be 4-dimensional, not ", in.ToString());
    return Shape::UnknownDims(4);
  }
  return w->Image(in[0], w->h.out, w->w.out, in[w->c_axis()]);
}

Status PoolShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape out, Pooled(c, c.input(0), c.num_inputs() == 3 ? 1 : -1));
  for (int i = 0; i < c.num_outputs(); ++i) HB_RETURN_IF_ERROR(SetChecked(c, i, out));
  return Status();
}

// Checks (orig_input, orig_output, grad), of which the gradient has the shape `wanted`.
Status CheckPooled(InferCtx& c, bool second) {
  HB_ASSIGN_OR_RETURN(Shape out, Pooled(c, c.input(0), c.num_inputs() == 5 ? 3 : -1));
  if (!out.Compatible(c.input(1))) {
    return InvalidArgument("Expected orig_output shape to be ", out.ToString(), ", but got ",
                           c.input(1).ToString());
  }
  const Shape& wanted = second ? c.input(0) : out;
  if (!wanted.Compatible(c.input(2))) {
    return InvalidArgument("Expected grad shape to be ", wanted.ToString(), ", but got ",
                           c.input(2).ToString());
  }
  // Without the window's size nothing is known, so that planning waits for it.
  const bool known = c.num_inputs() < 5 || (c.value(3) != nullptr && c.value(4) != nullptr);
  const Shape in = c.input(0).unknown_rank() || !known ? Shape::UnknownDims(4) : c.input(0);
  return SetChecked(c, 0, second ? out : in);
}

Status MaxPoolGradShape(InferCtx& c) { return CheckPooled(c, false); }
Status MaxPoolGradGradShape(InferCtx& c) { return CheckPooled(c, true); }

// Kernels are planned with the window. As long as it isn't known, nor is the shape, so that a step
// is planned when it is there.
Status WithWindow(InferCtx& c, bool second) {
  HB_RETURN_IF_ERROR(CheckPooled(c, second));
  const bool known = c.value(3) != nullptr && c.value(4) != nullptr;
  if (!known) c.set_output(0, Shape::UnknownDims(4));
  return Status();
}
Status MaxPoolGradV2Shape(InferCtx& c) { return WithWindow(c, false); }
Status MaxPoolGradGradV2Shape(InferCtx& c) { return WithWindow(c, true); }

Status AvgPoolGradShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape in, c.ValueAsShape(0));
  HB_ASSIGN_OR_RETURN(Shape out, Pooled(c, in, -1));
  if (!out.Compatible(c.input(1))) {
    return InvalidArgument("Expected grad shape to be ", out.ToString(), ", but got ",
                           c.input(1).ToString());
  }
  return SetChecked(c, 0, in.unknown_rank() ? Shape::UnknownDims(4) : in);
}

// A node of the pooling family with the attributes of this one.
Output Sibling(Grad& g, const char* op, std::vector<In> inputs, bool paddings = false) {
  const AttrReader a = g.attrs();
  Attrs attrs = {{"padding", a.String("padding")}, {"data_format", a.String("data_format")}};
  const bool v2 = a.Find("ksize") == nullptr;
  if (v2) {
    for (int i = g.num_inputs() - 2; i < g.num_inputs(); ++i) inputs.push_back(g.input(i));
  } else {
    attrs.emplace_back("ksize", a.Ints("ksize"));
    attrs.emplace_back("strides", a.Ints("strides"));
  }
  if (paddings) attrs.emplace_back("explicit_paddings", a.Ints("explicit_paddings"));
  return Output(g.NodeOf(StrCat(op, v2 ? "V2" : ""), inputs, attrs));
}

void MaxPoolGradient(Grad& g) {
  const bool paddings = g.node().type() == "MaxPool";
  g.Return(0, Sibling(g, "MaxPoolGrad", {g.input(0), g.output(0), g.dy(0)}, paddings));
}

void MaxPoolGradGradient(Grad& g) {
  if (g.attrs().String("padding") == "EXPLICIT") {
    return g.Fail(Unimplemented("the gradient of MaxPoolGrad '", g.node().name(),
                                "' is not defined for EXPLICIT padding"));
  }
  g.Return(0, ZerosLike(X(g, 0)));
  g.Return(1, ZerosLike(X(g, 1)));
  g.Return(2, Sibling(g, "MaxPoolGradGrad", {g.input(0), g.input(1), g.dy(0)}));
}

void MaxPoolGradGradGradient(Grad& g) {
  g.Return(0, ZerosLike(X(g, 0)));
  g.Return(1, ZerosLike(X(g, 1)));
  g.Return(2, Sibling(g, "MaxPoolGrad", {g.input(0), g.input(1), g.dy(0)}));
}

}  // namespace

void DefinePoolOps(OpSet& ops) {
  OP("MaxPool")
      .In("input: T")
      .Out("output: T")
      .Attr(
          "T: {half, bfloat16, float, double, int32, int64, uint8, int16, int8, uint16, qint8} "
          "= DT_FLOAT")
      .Attr("ksize: list(int) >= 4")
      .Attr("strides: list(int) >= 4")
      .Attr("padding: {'SAME', 'VALID', 'EXPLICIT'}")
      .Attr("explicit_paddings: list(int) = []")
      .Attr("data_format: {'NHWC', 'NCHW', 'NCHW_VECT_C'} = 'NHWC'")
      .Doc("The largest element of each window.")
      .Shape(PoolShape)
      .Gradient(MaxPoolGradient);

  OP("MaxPoolV2")
      .In("input: T")
      .In("ksize: int32")
      .In("strides: int32")
      .Out("output: T")
      .Attr(
          "T: {half, bfloat16, float, double, int32, int64, uint8, int16, int8, uint16, qint8} "
          "= DT_FLOAT")
      .Attr("padding: {'SAME', 'VALID'}")
      .Attr("data_format: {'NHWC', 'NCHW', 'NCHW_VECT_C'} = 'NHWC'")
      .Doc("The largest element of each window, whose size and strides are inputs.")
      .Shape(PoolShape)
      .Gradient(MaxPoolGradient);

  OP("MaxPoolGrad")
      .In("orig_input: T")
      .In("orig_output: T")
      .In("grad: T")
      .Out("output: T")
      .Attr("ksize: list(int) >= 4")
      .Attr("strides: list(int) >= 4")
      .Attr("padding: {'SAME', 'VALID', 'EXPLICIT'}")
      .Attr("explicit_paddings: list(int) = []")
      .Attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
      .Attr("T: realnumbertype = DT_FLOAT")
      .Doc(
          "The gradient of MaxPool: each window hands its gradient to its first largest "
          "element.")
      .Shape(MaxPoolGradShape)
      .Gradient(MaxPoolGradGradient);

  OP("MaxPoolGradV2")
      .In("orig_input: T")
      .In("orig_output: T")
      .In("grad: T")
      .In("ksize: int32")
      .In("strides: int32")
      .Out("output: T")
      .Attr("padding: {'SAME', 'VALID'}")
      .Attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
      .Attr("T: realnumbertype = DT_FLOAT")
      .Doc(
          "The gradient of MaxPoolV2: each window hands its gradient to its first largest "
          "element.")
      .Shape(MaxPoolGradV2Shape)
      .Gradient(MaxPoolGradGradient);

  OP("MaxPoolGradGrad")
      .In("orig_input: T")
      .In("orig_output: T")
      .In("grad: T")
      .Out("output: T")
      .Attr("ksize: list(int) >= 4")
      .Attr("strides: list(int) >= 4")
      .Attr("padding: {'SAME', 'VALID'}")
      .Attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
      .Attr("T: realnumbertype")
      .Doc(
          "The gradient of MaxPoolGrad: the value of `grad` at the first largest element of "
          "each window.")
      .Shape(MaxPoolGradGradShape)
      .Gradient(MaxPoolGradGradGradient);

  OP("MaxPoolGradGradV2")
      .In("orig_input: T")
      .In("orig_output: T")
      .In("grad: T")
      .In("ksize: int32")
      .In("strides: int32")
      .Out("output: T")
      .Attr("padding: {'SAME', 'VALID'}")
      .Attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
      .Attr("T: realnumbertype")
      .Doc(
          "The gradient of MaxPoolGradV2: the value of `grad` at the first largest element of "
          "each window.")
      .Shape(MaxPoolGradGradV2Shape);

  OP("AvgPool")
      .In("value: T")
      .Out("output: T")
      .Attr("ksize: list(int) >= 4")
      .Attr("strides: list(int) >= 4")
      .Attr("padding: {'SAME', 'VALID'}")
      .Attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
      .Attr("T: {half, bfloat16, float, double}")
      .Doc("The mean of each window, over the elements inside of the image.")
      .Shape(PoolShape)
      .Gradient([](Grad& g) {
        g.Return(0, Sibling(g, "AvgPoolGrad", {ShapeVector(X(g, 0)), g.dy(0)}));
      });

  OP("AvgPoolGrad")
      .In("orig_input_shape: int32")
      .In("grad: T")
      .Out("output: T")
      .Attr("ksize: list(int) >= 4")
      .Attr("strides: list(int) >= 4")
      .Attr("padding: {'SAME', 'VALID'}")
      .Attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
      .Attr("T: {half, bfloat16, float, double}")
      .Doc("The gradient of AvgPool, whose input had the shape `orig_input_shape`.")
      .Shape(AvgPoolGradShape)
      .Gradient([](Grad& g) { g.Return(1, Sibling(g, "AvgPool", {g.dy(0)})); });
}

}  // namespace hb
