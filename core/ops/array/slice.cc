// Slices, strided slices and reversal.
#include "core/ops/array/common.h"
#include "core/tensor/strided_slice.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "array";
using namespace op_util;  // NOLINT: helpers of declarations

Status CheckSlice(int i, int64_t begin, int64_t size, int64_t dim) {
  if (begin < 0 || (dim >= 0 && begin > dim)) {
    return InvalidArgument("Expected begin[", i, "] in [0, ", dim, "], but got ", begin);
  }
  if (size < -1 || (dim >= 0 && size > dim - begin)) {
    return InvalidArgument("Expected size[", i, "] in [0, ", dim < 0 ? -1 : dim - begin,
                           "], but got ", size);
  }
  return Status();
}

Status SliceShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape begin_shape, c.WithRank(1, 1));
  HB_ASSIGN_OR_RETURN(Shape size_shape, c.WithRank(2, 1));
  HB_ASSIGN_OR_RETURN(int64_t n, MergeDims(begin_shape[0], size_shape[0]));
  const Shape& in = c.input(0);
  int rank = in.rank();
  if (n > kMaxRank) return InvalidArgument("begin has ", n, " entries, at most 254 are allowed");
  if (rank >= 0 && n >= 0 && n != rank) {
    return InvalidArgument("Expected begin and size arguments to be 1-D tensors of size ", rank,
                           ", but got size ", n, " instead");
  }
  if (rank < 0) rank = static_cast<int>(n);
  if (rank < 0) return Status();
  const auto begin = IndexValues(c, 1), size = IndexValues(c, 2);
  Shape out = Shape::UnknownDims(rank);
  for (int i = 0; i < rank; ++i) {
    const auto k = static_cast<size_t>(i);
    const int64_t dim = in.unknown_rank() ? -1 : in[i];
    if (begin && size) HB_RETURN_IF_ERROR(CheckSlice(i, (*begin)[k], (*size)[k], dim));
    if (size && (*size)[k] >= 0) {
      out.set_dim(i, (*size)[k]);
    } else if (size && begin && dim >= 0) {
      out.set_dim(i, dim - (*begin)[k]);
    }
  }
  // Sizes that are known in part, such as a concatenation of dimensions.
  if (!size) {
    HB_ASSIGN_OR_RETURN(Shape partial, c.ValueAsShape(2));
    if (!partial.unknown_rank()) {
      HB_ASSIGN_OR_RETURN(out, Shape::Merge(out, partial));
    }
  }
  return SetChecked(c, 0, out);
}

void SliceGradient(Grad& g) {
  const Output x = g.input(0), begin = g.input(1), dy = g.dy(0);
  const DType index = begin.dtype();
  const Output in_shape = ShapeOf(g, x, index), out_shape = ShapeOf(g, g.output(0), index);
  const Output after = g.Op("Sub", {g.Op("Sub", {in_shape, out_shape}), begin});
  const Output paddings = g.Op("Pack", {std::vector<Output>{begin, after}}, {{"axis", 1}});
  g.Return(0, g.Op("Pad", {dy, paddings}));
}

StridedSliceSpec Masks(const AttrReader& attrs) {
  StridedSliceSpec spec;
  spec.begin_mask = attrs.Int("begin_mask");
  spec.end_mask = attrs.Int("end_mask");
  spec.ellipsis_mask = attrs.Int("ellipsis_mask");
  spec.new_axis_mask = attrs.Int("new_axis_mask");
  spec.shrink_axis_mask = attrs.Int("shrink_axis_mask");
  return spec;
}

// The shape that slicing `in` gives, with begin, end and strides in inputs 1, 2 and 3.
Result<Shape> StridedSliceOf(const InferCtx& c, const Shape& in) {
  int64_t n = -1;
  for (int i = 1; i < 4; ++i) {
    HB_ASSIGN_OR_RETURN(Shape s, c.WithRank(i, 1));
    HB_ASSIGN_OR_RETURN(n, MergeDims(n, s[0]));
  }
  const auto begin = IndexValues(c, 1), end = IndexValues(c, 2), strides = IndexValues(c, 3);
  if (in.unknown_rank() || !strides) return Shape::UnknownRank();
  StridedSliceSpec spec = Masks(c.attrs());
  if (begin) spec.begin = &*begin;
  if (end) spec.end = &*end;
  spec.strides = *strides;
  HB_ASSIGN_OR_RETURN(StridedSliceDims dims, ResolveStridedSlice(in, spec));
  return dims.out;
}

Status StridedSliceShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape out, StridedSliceOf(c, c.input(0)));
  if (c.input_handle(0) != nullptr) c.set_output_handle(0, *c.input_handle(0));
  return SetChecked(c, 0, out);
}

Status StridedSliceGradShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape in, c.ValueAsShape(0));
  if (auto values = IndexValues(c, 0)) {
    for (int64_t v : *values) {
      if (v < 0) return InvalidArgument("the dimension ", v, " of 'shape' is negative");
    }
  }
  HB_ASSIGN_OR_RETURN(Shape expected, StridedSliceOf(c, in));
  if (!expected.Compatible(c.input(4))) {
    return InvalidArgument("shape of dy was ", c.input(4).ToString(), " instead of ",
                           expected.ToString());
  }
  return SetChecked(c, 0, in);
}

Attrs MaskAttrs(Grad& g) {
  Attrs attrs;
  for (const char* name :
       {"begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask"}) {
    attrs.emplace_back(name, g.attrs().Int(name));
  }
  return attrs;
}

void StridedSliceGradient(Grad& g) {
  DType index = g.input(1).dtype();
  Output begin = g.input(1), end = g.input(2), strides = g.input(3);
  if (index == DT_INT16) {  // StridedSliceGrad has no 16-bit indices
    index = DT_INT32;
    begin = g.Op("Cast", {begin}, {{"DstT", index}});
    end = g.Op("Cast", {end}, {{"DstT", index}});
    strides = g.Op("Cast", {strides}, {{"DstT", index}});
  }
  const Output shape = ShapeOf(g, g.input(0), index);
  g.Return(0, g.Op("StridedSliceGrad", {shape, begin, end, strides, g.dy(0)}, MaskAttrs(g)));
}

void StridedSliceGradGradient(Grad& g) {
  g.Return(4, g.Op("StridedSlice", {g.dy(0), g.input(1), g.input(2), g.input(3)}, MaskAttrs(g)));
}

Status ReverseShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape dims, c.WithRank(1, 1));
  const Shape& in = c.input(0);
  if (in.unknown_rank()) return Status();
  if (dims[0] >= 0 && dims[0] != in.rank()) {
    return InvalidArgument("'dims' must have ", in.rank(), " entries, one a dimension, not ",
                           dims[0]);
  }
  c.set_output(0, in);
  return Status();
}

Status ReverseV2Shape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckVector(c, 1));
  const Shape& in = c.input(0);
  const auto axes = IndexValues(c, 1);
  // Without elements there is nothing to reverse, whatever the axes.
  if (axes && !in.unknown_rank() && in.rank() > 0 && in.num_elements() != 0) {
    std::vector<bool> seen(static_cast<size_t>(in.rank()), false);
    for (int64_t a : *axes) {
      HB_ASSIGN_OR_RETURN(const int axis, CheckedAxis(a, in.rank()));
      if (seen[static_cast<size_t>(axis)]) {
        return InvalidArgument("axis ", axis, " specified more than once.");
      }
      seen[static_cast<size_t>(axis)] = true;
    }
  }
  c.set_output(0, in);
  return Status();
}

}  // namespace

void DefineSliceOps(OpSet& ops) {
  OP("Slice")
      .In("input: T")
      .In("begin: Index")
      .In("size: Index")
      .Out("output: T")
      .Attr("T: type")
      .Attr("Index: {int32, int64}")
      .Doc(
          "The block of `size` elements that starts at `begin`, one number for each dimension. "
          "A size of -1 takes all that remains.")
      .Shape(SliceShape)
      .Gradient(SliceGradient);

  OP("StridedSlice")
      .In("input: T")
      .In("begin: Index")
      .In("end: Index")
      .In("strides: Index")
      .Out("output: T")
      .Attr("T: type")
      .Attr("Index: {int16, int32, int64}")
      .Attr("begin_mask: int = 0")
      .Attr("end_mask: int = 0")
      .Attr("ellipsis_mask: int = 0")
      .Attr("new_axis_mask: int = 0")
      .Attr("shrink_axis_mask: int = 0")
      .Doc(
          "NumPy's slicing: from `begin` to before `end` in steps of `strides`. Bit i of a mask "
          "changes what entry i means: begin or end ignored, an ellipsis, a new dimension of "
          "size 1, or a single index whose dimension goes.")
      .Shape(StridedSliceShape)
      .Gradient(StridedSliceGradient);

  OP("StridedSliceGrad")
      .In("shape: Index")
      .In("begin: Index")
      .In("end: Index")
      .In("strides: Index")
      .In("dy: T")
      .Out("output: T")
      .Attr("T: type")
      .Attr("Index: {int32, int64}")
      .Attr("begin_mask: int = 0")
      .Attr("end_mask: int = 0")
      .Attr("ellipsis_mask: int = 0")
      .Attr("new_axis_mask: int = 0")
      .Attr("shrink_axis_mask: int = 0")
      .Doc(
          "Zeros of the given shape, with `dy` put where StridedSlice with the same arguments "
          "would take its elements from.")
      .Shape(StridedSliceGradShape)
      .Gradient(StridedSliceGradGradient);

  OP("Reverse")
      .In("tensor: T")
      .In("dims: bool")
      .Out("output: T")
      .Attr(
          "T: {uint8, int8, uint16, int16, uint32, int32, uint64, int64, bool, bfloat16, half, "
          "float, double, complex64, complex128, string}")
      .Doc("Reverses the dimensions that `dims` marks with true.")
      .Shape(ReverseShape)
      .Gradient([](Grad& g) {
        g.Return(0, g.Op("Reverse", {g.dy(0), g.input(1)}));
      });

  OP("ReverseV2")
      .In("tensor: T")
      .In("axis: Tidx")
      .Out("output: T")
      .Attr("Tidx: {int32, int64} = DT_INT32")
      .Attr(
          "T: {uint8, int8, uint16, int16, int32, uint32, int64, uint64, bool, bfloat16, half, "
          "float, double, complex64, complex128, string}")
      .Doc("Reverses the dimensions that `axis` lists; negative ones count from the end.")
      .Shape(ReverseV2Shape)
      .Gradient([](Grad& g) {
        g.Return(0, g.Op("ReverseV2", {g.dy(0), g.input(1)}));
      });
}

}  // namespace hb
