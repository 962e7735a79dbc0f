// Tensors made from a rule: filled, counted, one-hot.
#include <cmath>

#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "array";
using namespace op_util;  // NOLINT: helpers of declarations

Status DimsInput(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckVector(c, 0));
  if (auto values = IndexValues(c, 0)) {
    for (int64_t v : *values) {
      if (v < 0) return InvalidArgument("dims must be non-negative, got ", v);
    }
  }
  HB_ASSIGN_OR_RETURN(Shape out, c.ValueAsShape(0));
  return SetChecked(c, 0, out);
}

Status FillShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 1));
  return DimsInput(c);
}

Status LikeShape(InferCtx& c) {
  c.set_output(0, c.input(0));
  if (c.input_handle(0) != nullptr) c.set_output_handle(0, *c.input_handle(0));
  return Status();
}

// The number of elements of Range for integers, without overflow.
Result<int64_t> CountIntegers(__int128 start, __int128 limit, __int128 delta) {
  const __int128 span = delta > 0 ? limit - start : start - limit;
  const __int128 step = delta > 0 ? delta : -delta;
  const __int128 n = (span + step - 1) / step;
  if (n > INT64_MAX) return InvalidArgument("the range has too many elements");
  return static_cast<int64_t>(n);
}

Result<int64_t> CountReals(double start, double limit, double delta) {
  const double n = std::ceil(std::abs((limit - start) / delta));
  if (!(n < 9.2e18)) return InvalidArgument("the range has too many elements");
  return static_cast<int64_t>(n);
}

template <typename T>
Result<int64_t> CountRange(const InferCtx& c) {
  const T start = c.value(0)->scalar<T>(), limit = c.value(1)->scalar<T>();
  const T delta = c.value(2)->scalar<T>();
  const double from = static_cast<double>(start), to = static_cast<double>(limit);
  const double step = static_cast<double>(delta);
  if (!(step != 0)) return InvalidArgument("Requires delta != 0, got ", step);
  if (step > 0 && !(from <= to)) {
    return InvalidArgument("Requires start <= limit when delta > 0: ", from, "/", to);
  }
  if (step < 0 && !(from >= to)) {
    return InvalidArgument("Requires start >= limit when delta < 0: ", from, "/", to);
  }
  if constexpr (std::is_integral_v<T>) {
    return CountIntegers(start, limit, delta);
  } else {
    return CountReals(from, to, step);
  }
}

Result<int64_t> CountRangeOf(const InferCtx& c, DType dtype) {
  switch (dtype) {
    case DT_FLOAT:
      return CountRange<float>(c);
    case DT_DOUBLE:
      return CountRange<double>(c);
    case DT_HALF:
      return CountRange<half>(c);
    case DT_BFLOAT16:
      return CountRange<bfloat16>(c);
    case DT_INT8:
      return CountRange<int8_t>(c);
    case DT_INT16:
      return CountRange<int16_t>(c);
    case DT_INT32:
      return CountRange<int32_t>(c);
    case DT_INT64:
      return CountRange<int64_t>(c);
    case DT_UINT16:
      return CountRange<uint16_t>(c);
    case DT_UINT32:
      return CountRange<uint32_t>(c);
    case DT_UINT64:
      return CountRange<uint64_t>(c);
    default:
      return InvalidArgument("Range does not count in ", DTypeName(dtype));
  }
}

Status RangeShape(InferCtx& c) {
  for (int i = 0; i < 3; ++i) HB_RETURN_IF_ERROR(CheckScalar(c, i));
  if (c.value(0) == nullptr || c.value(1) == nullptr || c.value(2) == nullptr) {
    c.set_output(0, Shape({-1}));
    return Status();
  }
  HB_ASSIGN_OR_RETURN(int64_t count, CountRangeOf(c, c.input_dtype(0)));
  return SetChecked(c, 0, Shape({count}));
}

Status LinSpaceShape(InferCtx& c) {
  for (int i = 0; i < 3; ++i) HB_RETURN_IF_ERROR(CheckScalar(c, i));
  const auto num = IndexValue(c, 2);
  if (num && *num <= 0) return InvalidArgument("Requires num > 0: ", *num);
  c.set_output(0, Shape({num ? *num : -1}));
  return Status();
}

Status OneHotShape(InferCtx& c) {
  for (int i = 1; i < 4; ++i) HB_RETURN_IF_ERROR(CheckScalar(c, i));
  const int64_t axis = c.attrs().Int("axis", -1);
  if (axis < -1) return InvalidArgument("axis must be >= -1, not ", axis);
  const auto depth = IndexValue(c, 1);
  if (depth && *depth < 0) return InvalidArgument("depth must be non-negative, got: ", *depth);
  const Shape& in = c.input(0);
  if (in.unknown_rank()) return Status();
  if (axis > in.rank()) {
    return InvalidArgument("Expected axis to be -1 or between [0, ", in.rank() + 1,
                           ").  But received: ", axis);
  }
  const int at = axis < 0 ? in.rank() : static_cast<int>(axis);
  Shape out = in.Sub(0, at);
  out.Append(depth ? *depth : -1);
  out.Append(in.Sub(at));
  return SetChecked(c, 0, out);
}

void FillGradient(Grad& g) {
  const Output dy = g.dy(0);
  Output axes;
  if (dy.shape().rank() >= 0) {
    std::vector<int32_t> all(static_cast<size_t>(dy.shape().rank()));
    for (size_t i = 0; i < all.size(); ++i) all[i] = static_cast<int32_t>(i);
    axes = Ints(g, all);
  } else {
    axes = g.Op("Range", {g.Scalar<int32_t>(0), g.Op("Rank", {dy}), g.Scalar<int32_t>(1)});
  }
  g.Return(1, g.Op("Sum", {dy, axes}));
}

}  // namespace

void DefineFillOps(OpSet& ops) {
  OP("Fill")
      .In("dims: index_type")
      .In("value: T")
      .Out("output: T")
      .Attr("T: type")
      .Attr("index_type: {int32, int64} = DT_INT32")
      .Doc("A tensor of shape `dims` whose elements are all `value`.")
      .Shape(FillShape)
      .Gradient(FillGradient);

  OP("Empty")
      .In("shape: int32")
      .Out("output: dtype")
      .Attr("dtype: type")
      .Attr("init: bool = false")
      .Stateful()
      .Doc("A tensor of the given shape whose contents are not set, or zero if `init` is true.")
      .Shape(DimsInput);

  OP("ZerosLike")
      .In("x: T")
      .Out("y: T")
      .Attr("T: type")
      .Doc("Zeros in the shape and dtype of the input. Of a tensor list, a list of zeros.")
      .Shape(LikeShape)
      .NotDifferentiable();

  OP("OnesLike")
      .In("x: T")
      .Out("y: T")
      .Attr(
          "T: {bfloat16, half, float, double, int8, uint8, int16, uint16, int32, uint32, int64, "
          "uint64, complex64, complex128, bool}")
      .Doc("Ones in the shape and dtype of the input.")
      .Shape(shape_fn::Unchanged)
      .NotDifferentiable();

  OP("Range")
      .In("start: Tidx")
      .In("limit: Tidx")
      .In("delta: Tidx")
      .Out("output: Tidx")
      .Attr(
          "Tidx: {bfloat16, half, float, double, int8, int16, int32, int64, uint16, uint32, "
          "uint64} = DT_INT32")
      .Doc("Numbers from `start`, in steps of `delta`, up to but without `limit`.")
      .Shape(RangeShape)
      .NotDifferentiable();

  OP("LinSpace")
      .In("start: T")
      .In("stop: T")
      .In("num: Tidx")
      .Out("output: T")
      .Attr("T: {bfloat16, half, float, double}")
      .Attr("Tidx: {int32, int64} = DT_INT32")
      .Doc("`num` numbers at equal distances, the first being `start` and the last `stop`.")
      .Shape(LinSpaceShape)
      .NotDifferentiable();

  OP("OneHot")
      .In("indices: TI")
      .In("depth: int32")
      .In("on_value: T")
      .In("off_value: T")
      .Out("output: T")
      .Attr("axis: int = -1")
      .Attr("T: type")
      .Attr("TI: {uint8, int8, int32, int64} = DT_INT64")
      .Doc(
          "A new dimension of size `depth`, at position `axis` (-1: the last), holds `on_value` "
          "where the index of the position equals the element, and `off_value` elsewhere.")
      .Shape(OneHotShape)
      .NotDifferentiable();
}

}  // namespace hb
