#include "core/ops/array/common.h"

namespace hb::op_util {
namespace {

template <typename T>
std::vector<int64_t> Widen(const Tensor& t) {
  std::vector<int64_t> out;
  for (T v : t.flat<T>()) out.push_back(static_cast<int64_t>(v));
  return out;
}

std::optional<std::vector<int64_t>> Integers(const Tensor& t) {
  switch (t.dtype()) {
    case DT_INT8:
      return Widen<int8_t>(t);
    case DT_UINT8:
      return Widen<uint8_t>(t);
    case DT_INT16:
      return Widen<int16_t>(t);
    case DT_UINT16:
      return Widen<uint16_t>(t);
    case DT_INT32:
      return Widen<int32_t>(t);
    case DT_UINT32:
      return Widen<uint32_t>(t);
    case DT_INT64:
      return Widen<int64_t>(t);
    default:
      return std::nullopt;
  }
}

}  // namespace

Status SetChecked(InferCtx& c, int i, const Shape& s) {
  if (s.unknown_rank()) {
    c.set_output(i, s);
    return Status();
  }
  HB_ASSIGN_OR_RETURN(Shape checked, Shape::Checked(s.dims(), false));
  c.set_output(i, std::move(checked));
  return Status();
}

std::optional<std::vector<int64_t>> IndexValues(const InferCtx& c, int i) {
  const Tensor* t = c.value(i);
  if (t == nullptr) return std::nullopt;
  return Integers(*t);
}

std::optional<int64_t> IndexValue(const InferCtx& c, int i) {
  auto values = IndexValues(c, i);
  if (!values || values->size() != 1) return std::nullopt;
  return (*values)[0];
}

Result<int> AxisValue(const InferCtx& c, int i, int rank) {
  auto axis = IndexValue(c, i);
  if (!axis) return -1;
  return CheckedAxis(*axis, rank);
}

Status CheckScalar(const InferCtx& c, int i) { return c.WithRank(i, 0).status(); }
Status CheckVector(const InferCtx& c, int i) { return c.WithRank(i, 1).status(); }

Shape Unknown(int rank) { return rank < 0 ? Shape::UnknownRank() : Shape::UnknownDims(rank); }

Output ShapeOf(Grad& g, Output x, DType dtype) {
  if (!x) return Output();
  const Shape& s = x.shape();
  if (!s.FullyDefined()) return g.Op("Shape", {x}, {{"out_type", dtype}});
  if (dtype == DT_INT64) return g.Vector(std::vector<int64_t>(s.dims().begin(), s.dims().end()));
  std::vector<int32_t> dims;
  for (int64_t d : s.dims()) dims.push_back(static_cast<int32_t>(d));
  return g.Vector(dims);
}

Output ReshapeLike(Grad& g, Output x, Output like) {
  return g.Op("Reshape", {x, ShapeOf(g, like)});
}

Output ZerosLike(Grad& g, Output x) { return g.Op("ZerosLike", {x}); }

Output Ints(Grad& g, const std::vector<int32_t>& values) { return g.Vector(values); }

std::optional<std::vector<int64_t>> KnownInts(Output o) {
  std::vector<std::unique_ptr<Tensor>> store;
  const Tensor* t = o ? ConstantValue(o, &store) : nullptr;
  if (t == nullptr) return std::nullopt;
  return Integers(*t);
}

void PassThrough(Grad& g) { g.Return(0, g.dy(0)); }

}  // namespace hb::op_util
