// Convolutions.
#include "core/ops/math/common.h"
#include "core/tensor/window.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "nn";
using namespace op_util;  // NOLINT: helpers of declarations

WindowAttrs ReadAttrs(const AttrReader& a) {
  return {a.Ints("strides"), a.Ints("dilations"), a.Ints("explicit_paddings"), a.String("padding"),
          a.String("data_format")};
}

Shape WithRank4(const Shape& s) { return s.unknown_rank() ? Shape::UnknownDims(4) : s; }

Status CheckRank4(const char* what, const Shape& s) {
  if (s.unknown_rank() || s.rank() == 4) return Status();
  return InvalidArgument(what, " must be 4-dimensional, but has the shape ", s.ToString());
}

// The shape of the output of a convolution; checks everything that a kernel relies on.
Result<Shape> ConvOutput(const WindowAttrs& attrs, const Shape& image, const Shape& filter,
                         bool depthwise) {
  HB_RETURN_IF_ERROR(CheckRank4("input", image));
  HB_RETURN_IF_ERROR(CheckRank4("filter", filter));
  const Shape in = WithRank4(image), f = WithRank4(filter);
  HB_ASSIGN_OR_RETURN(const Window2D w, MakeWindow2D(attrs, in, f[0], f[1]));
  const int64_t in_c = in[w.c_axis()];
  if (depthwise) {
    if (w.h.stride != w.w.stride) {
      return InvalidArgument(
          "Current implementation only supports equal length strides in the row "
          "and column dimensions, not ",
          w.h.stride, " and ", w.w.stride);
    }
    HB_ASSIGN_OR_RETURN(const int64_t channels, MergeDims(in_c, f[2]));
    return w.Image(in[0], w.h.out, w.w.out, DimMul(channels, f[3]));
  }
  if (in_c >= 0 && f[2] >= 0 && (f[2] == 0 || in_c % f[2] != 0)) {
    return InvalidArgument("input depth must be evenly divisible by filter depth: ", in_c, " vs ",
                           f[2]);
  }
  if (in_c > 0 && f[2] > 0 && f[3] >= 0 && f[3] % (in_c / f[2]) != 0) {
    return InvalidArgument("output depth must be evenly divisible by number of groups: ", f[3],
                           " vs ", in_c / f[2]);
  }
  return w.Image(in[0], w.h.out, w.w.out, f[3]);
}

Status ConvShape(InferCtx& c, bool depthwise) {
  HB_ASSIGN_OR_RETURN(Shape out,
                      ConvOutput(ReadAttrs(c.attrs()), c.input(0), c.input(1), depthwise));
  return SetChecked(c, 0, out);
}

Status FusedConvShape(InferCtx& c) {
  return FusedShape(c, [](InferCtx& f) { return ConvShape(f, f.attrs().Bool("depthwise")); });
}

// Several convolutions, each of the result of the one before.
Status ConvsShape(InferCtx& c) {
  const AttrReader a = c.attrs();
  const WindowAttrs all = ReadAttrs(a);
  const std::vector<std::string> steps = a.Strings("steps"), where = a.Strings("where"),
                                 paddings = a.Strings("paddings");
  const std::vector<int64_t> depthwise = a.Ints("depthwise");
  if (steps.size() + 1 != static_cast<size_t>(c.num_inputs())) {
    return InvalidArgument("`steps` must name each operand");
  }
  Shape image = c.input(0);
  size_t convs = 0;
  for (size_t i = 0; i < steps.size(); ++i) {
    const int input = static_cast<int>(i) + 1;
    Status s;
    if (steps[i] != "filter") {
      s = CheckStep(c, steps[i], input, image);
    } else if (convs == paddings.size() || convs == depthwise.size()) {
      s = InvalidArgument("there are more filters than paddings");
    } else {
      Result<Shape> out = ConvOutput(AttrsOfWindow(all, convs, paddings[convs]), image,
                                     c.input(input), depthwise[convs] != 0);
      ++convs;
      s = out.status();
      if (out.ok()) image = std::move(out).value();
    }
    if (!s.ok()) return where.size() <= i ? s : s.WithPrefix(where[i]);
  }
  return SetChecked(c, 0, image);
}

// Checks dy against the convolution of that input and filter.
Status CheckDy(InferCtx& c, const Shape& image, const Shape& filter, bool depthwise) {
  HB_ASSIGN_OR_RETURN(Shape out, ConvOutput(ReadAttrs(c.attrs()), image, filter, depthwise));
  HB_RETURN_IF_ERROR(CheckRank4("out_backprop", c.input(2)));
  if (!out.Compatible(c.input(2))) {
    return InvalidArgument("out_backprop must have the shape of the convolution's output, ",
                           out.ToString(), ", but has ", c.input(2).ToString());
  }
  return Status();
}

Status BackpropInputShape(InferCtx& c, bool depthwise) {
  HB_ASSIGN_OR_RETURN(Shape sizes, c.ValueAsShape(0));
  const Shape filter = WithRank4(c.input(1));
  HB_RETURN_IF_ERROR(CheckRank4("filter", filter));
  if (sizes.rank() == 2) {  // height and width alone
    const bool nchw = c.attrs().String("data_format") == "NCHW";
    const int64_t batch = c.input(2).rank() == 4 ? c.input(2)[0] : -1;
    const int64_t channels = depthwise || filter[2] >= 0 ? filter[2] : -1;
    sizes = nchw ? Shape{batch, channels, sizes[0], sizes[1]}
                 : Shape{batch, sizes[0], sizes[1], channels};
  }
  HB_RETURN_IF_ERROR(CheckRank4("input_sizes", sizes));
  HB_RETURN_IF_ERROR(CheckDy(c, sizes, filter, depthwise));
  return SetChecked(c, 0, WithRank4(sizes));
}

Status BackpropFilterShape(InferCtx& c, bool depthwise) {
  HB_ASSIGN_OR_RETURN(Shape sizes, c.ValueAsShape(1));
  HB_RETURN_IF_ERROR(CheckRank4("filter_sizes", sizes));
  HB_RETURN_IF_ERROR(CheckDy(c, c.input(0), sizes, depthwise));
  return SetChecked(c, 0, WithRank4(sizes));
}

// A node of the same family, with all attributes that both have.
Output Sibling(Grad& g, const std::string& op, std::initializer_list<In> inputs) {
  const AttrReader a = g.attrs();
  Attrs attrs = {{"strides", a.Ints("strides")},
                 {"dilations", a.Ints("dilations")},
                 {"explicit_paddings", a.Ints("explicit_paddings")},
                 {"padding", a.String("padding")},
                 {"data_format", a.String("data_format")}};
  if (a.Find("use_cudnn_on_gpu") != nullptr) {
    attrs.emplace_back("use_cudnn_on_gpu", a.Bool("use_cudnn_on_gpu"));
  }
  return g.Op(op, inputs, attrs);
}

std::string Family(const Grad& g) {
  return g.node().type().starts_with("Depthwise") ? "DepthwiseConv2dNative" : "Conv2D";
}

void ConvGradient(Grad& g) {
  const std::string name = Family(g);
  g.Return(0, Sibling(g, name + "BackpropInput", {ShapeVector(X(g, 0)), g.input(1), g.dy(0)}));
  g.Return(1, Sibling(g, name + "BackpropFilter", {g.input(0), ShapeVector(X(g, 1)), g.dy(0)}));
}

void BackpropInputGradient(Grad& g) {
  const std::string name = Family(g);
  g.Return(1, Sibling(g, name + "BackpropFilter", {g.dy(0), ShapeVector(X(g, 1)), g.input(2)}));
  g.Return(2, Sibling(g, name, {g.dy(0), g.input(1)}));
}

void BackpropFilterGradient(Grad& g) {
  const std::string name = Family(g);
  g.Return(0, Sibling(g, name + "BackpropInput", {ShapeVector(X(g, 0)), g.dy(0), g.input(2)}));
  g.Return(2, Sibling(g, name, {g.input(0), g.dy(0)}));
}

template <bool kDepthwise>
Status Forward(InferCtx& c) {
  return ConvShape(c, kDepthwise);
}
template <bool kDepthwise>
Status ToInput(InferCtx& c) {
  return BackpropInputShape(c, kDepthwise);
}
template <bool kDepthwise>
Status ToFilter(InferCtx& c) {
  return BackpropFilterShape(c, kDepthwise);
}

}  // namespace

void DefineConvOps(OpSet& ops) {
  OP("Conv2D")
      .In("input: T")
      .In("filter: T")
      .Out("output: T")
      .Attr("T: {half, bfloat16, float, double, int32}")
      .Attr("strides: list(int)")
      .Attr("use_cudnn_on_gpu: bool = true")
      .Attr("padding: {'SAME', 'VALID', 'EXPLICIT'}")
      .Attr("explicit_paddings: list(int) = []")
      .Attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
      .Attr("dilations: list(int) = [1, 1, 1, 1]")
      .Doc(
          "The 2-D convolution of images with a filter [height, width, channels in / groups, "
          "channels out].")
      .Shape(Forward<false>)
      .Gradient(ConvGradient);

  OP("_HbConv2D")
      .In("input: T")
      .In("filter: T")
      .In("operands: N * T")
      .Out("output: T")
      .Attr("T: {float}")
      .Attr("N: int >= 0")
      .Attr("strides: list(int)")
      .Attr("depthwise: bool")
      .Attr("padding: {'SAME', 'VALID', 'EXPLICIT'}")
      .Attr("explicit_paddings: list(int) = []")
      .Attr("data_format: {'NHWC'} = 'NHWC'")
      .Attr("dilations: list(int) = [1, 1, 1, 1]")
      .Attr("steps: list(string) = []")
      .Attr("activation: string = ''")
      .Attr("where: list(string) = []")
      .Doc(
          "Conv2D or DepthwiseConv2dNative, then the `steps`, each with its operand: at most one "
          "'bias' or 'add', one 'mul', one 'add' (a value for each channel) and one 'residual' (of "
          "the convolution's shape); then the activation of that name. `where` says for messages "
          "which nodes it stands for.")
      .Shape(FusedConvShape);

  OP("_HbConvs")
      .In("input: T")
      .In("operands: N * T")
      .Out("output: T")
      .Attr("T: {float}")
      .Attr("N: int >= 1")
      .Attr("strides: list(int)")
      .Attr("depthwise: list(int)")
      .Attr("paddings: list(string)")
      .Attr("explicit_paddings: list(int) = []")
      .Attr("data_format: {'NHWC'} = 'NHWC'")
      .Attr("dilations: list(int)")
      .Attr("steps: list(string)")
      .Attr("activations: list(string)")
      .Attr("where: list(string) = []")
      .Doc(
          "Several convolutions, each of the result of the one before, and what is done to their "
          "results. `steps` says what each operand is: 'filter' begins a convolution, the others "
          "are the steps of _HbConv2D behind it. Strides and dilations have 4 numbers for each "
          "convolution, explicit_paddings 8.")
      .Shape(ConvsShape);

  OP("Conv2DBackpropInput")
      .In("input_sizes: int32")
      .In("filter: T")
      .In("out_backprop: T")
      .Out("output: T")
      .Attr("T: {half, bfloat16, float, double, int32}")
      .Attr("strides: list(int)")
      .Attr("use_cudnn_on_gpu: bool = true")
      .Attr("padding: {'SAME', 'VALID', 'EXPLICIT'}")
      .Attr("explicit_paddings: list(int) = []")
      .Attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
      .Attr("dilations: list(int) = [1, 1, 1, 1]")
      .Doc("The gradient of Conv2D by its input, whose shape is `input_sizes`.")
      .Shape(ToInput<false>)
      .Gradient(BackpropInputGradient);

  OP("Conv2DBackpropFilter")
      .In("input: T")
      .In("filter_sizes: int32")
      .In("out_backprop: T")
      .Out("output: T")
      .Attr("T: {half, bfloat16, float, double}")
      .Attr("strides: list(int)")
      .Attr("use_cudnn_on_gpu: bool = true")
      .Attr("padding: {'SAME', 'VALID', 'EXPLICIT'}")
      .Attr("explicit_paddings: list(int) = []")
      .Attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
      .Attr("dilations: list(int) = [1, 1, 1, 1]")
      .Doc("The gradient of Conv2D by its filter, whose shape is `filter_sizes`.")
      .Shape(ToFilter<false>)
      .Gradient(BackpropFilterGradient);

  OP("DepthwiseConv2dNative")
      .In("input: T")
      .In("filter: T")
      .Out("output: T")
      .Attr("T: {half, bfloat16, float, double}")
      .Attr("strides: list(int)")
      .Attr("padding: {'SAME', 'VALID', 'EXPLICIT'}")
      .Attr("explicit_paddings: list(int) = []")
      .Attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
      .Attr("dilations: list(int) = [1, 1, 1, 1]")
      .Doc(
          "The 2-D convolution of each channel of images with filters of its own: [height, "
          "width, channels, multiplier].")
      .Shape(Forward<true>)
      .Gradient(ConvGradient);

  OP("DepthwiseConv2dNativeBackpropInput")
      .In("input_sizes: int32")
      .In("filter: T")
      .In("out_backprop: T")
      .Out("output: T")
      .Attr("T: {half, bfloat16, float, double}")
      .Attr("strides: list(int)")
      .Attr("padding: {'SAME', 'VALID', 'EXPLICIT'}")
      .Attr("explicit_paddings: list(int) = []")
      .Attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
      .Attr("dilations: list(int) = [1, 1, 1, 1]")
      .Doc("The gradient of DepthwiseConv2dNative by its input, whose shape is `input_sizes`.")
      .Shape(ToInput<true>)
      .Gradient(BackpropInputGradient);

  OP("DepthwiseConv2dNativeBackpropFilter")
      .In("input: T")
      .In("filter_sizes: int32")
      .In("out_backprop: T")
      .Out("output: T")
      .Attr("T: {half, bfloat16, float, double}")
      .Attr("strides: list(int)")
      .Attr("padding: {'SAME', 'VALID', 'EXPLICIT'}")
      .Attr("explicit_paddings: list(int) = []")
      .Attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
      .Attr("dilations: list(int) = [1, 1, 1, 1]")
      .Doc("The gradient of DepthwiseConv2dNative by its filter, whose shape is `filter_sizes`.")
      .Shape(ToFilter<true>)
      .Gradient(BackpropFilterGradient);
}

}  // namespace hb
