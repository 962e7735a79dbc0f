#include "core/graph/infer.h"

#include "core/graph/op.h"

namespace hb {
namespace {

Status RankError(int i, const Shape& s, std::string_view relation, int rank) {
  return InvalidArgument("Shape must be ", relation, "rank ", rank, " but is rank ", s.rank(),
                         " for input ", i, " with shape ", s.ToString());
}

}  // namespace

std::pair<int, int> InferCtx::InputRange(std::string_view name) const {
  int first = 0;
  for (const pb::OpDef::ArgDef& arg : def_->input_arg()) {
    Result<int> n = ArgCount(arg, attrs_);
    const int count = n.ok() ? *n : 0;
    if (arg.name() == name) return {first, first + count};
    first += count;
  }
  return {0, 0};
}

Result<Shape> InferCtx::WithRank(int i, int rank) const {
  const Shape& s = input(i);
  if (s.unknown_rank()) return Shape::UnknownDims(rank);
  if (s.rank() != rank) return RankError(i, s, "", rank);
  return s;
}

Result<Shape> InferCtx::WithRankAtLeast(int i, int rank) const {
  const Shape& s = input(i);
  if (!s.unknown_rank() && s.rank() < rank) return RankError(i, s, "at least ", rank);
  return s;
}

Result<Shape> InferCtx::WithRankAtMost(int i, int rank) const {
  const Shape& s = input(i);
  if (!s.unknown_rank() && s.rank() > rank) return RankError(i, s, "at most ", rank);
  return s;
}

std::optional<std::vector<int64_t>> InferCtx::IntValues(int i) const {
  const Tensor* t = value(i);
  if (t == nullptr) return std::nullopt;
  std::vector<int64_t> out;
  if (t->dtype() == DT_INT32) {
    for (int32_t v : t->flat<int32_t>()) out.push_back(v);
  } else if (t->dtype() == DT_INT64) {
    for (int64_t v : t->flat<int64_t>()) out.push_back(v);
  } else if (t->dtype() == DT_INT16) {
    for (int16_t v : t->flat<int16_t>()) out.push_back(v);
  } else {
    return std::nullopt;
  }
  return out;
}

std::optional<int64_t> InferCtx::ScalarValue(int i) const {
  auto v = IntValues(i);
  if (!v || v->size() != 1) return std::nullopt;
  return (*v)[0];
}

Result<Shape> InferCtx::ValueAsShape(int i) const {
  const Input& in = inputs_[static_cast<size_t>(i)];
  if (auto dims = IntValues(i)) {
    // A scalar -1 stands for an unknown shape.
    if (in.value->shape().rank() == 0) {
      if ((*dims)[0] == -1) return Shape::UnknownRank();
      return InvalidArgument("input ", i, " must be a vector of dimensions, not the scalar ",
                             (*dims)[0]);
    }
    return Shape::Checked(*dims, false);
  }
  if (in.as_shape) return *in.as_shape;
  HB_ASSIGN_OR_RETURN(Shape s, WithRankAtMost(i, 1));
  if (s.rank() == 1 && s.dim(0) >= 0) {
    if (s.dim(0) > kMaxRank) {
      return InvalidArgument("a shape has at most ", kMaxRank, " dimensions, not ", s.dim(0));
    }
    return Shape::UnknownDims(static_cast<int>(s.dim(0)));
  }
  return Shape::UnknownRank();
}

Result<int64_t> MergeDims(int64_t a, int64_t b) {
  if (a >= 0 && b >= 0 && a != b) {
    return InvalidArgument("Dimensions must be equal, but are ", a, " and ", b);
  }
  return a >= 0 ? a : b;
}

Result<int> CheckedAxis(int64_t axis, int rank) {
  if (axis < -rank || axis >= rank) {
    return InvalidArgument("axis ", axis, " must be in [", -rank, ", ", rank, ")");
  }
  return static_cast<int>(axis < 0 ? axis + rank : axis);
}

namespace shape_fn {

Status Unchanged(InferCtx& c) {
  for (int i = 0; i < c.num_outputs(); ++i) {
    c.set_output(i, c.input(0));
    if (c.input_handle(0) != nullptr) c.set_output_handle(i, *c.input_handle(0));
  }
  return Status();
}

Status Scalar(InferCtx& c) {
  for (int i = 0; i < c.num_outputs(); ++i) c.set_output(i, Shape());
  return Status();
}

Status Unknown(InferCtx&) { return Status(); }

Status NoOutputs(InferCtx&) { return Status(); }

Status BroadcastBinary(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape s, BroadcastShapes(c.input(0), c.input(1)));
  c.set_output(0, std::move(s));
  return Status();
}

Status MergedInputs(InferCtx& c) {
  Shape s = Shape::UnknownRank();
  for (int i = 0; i < c.num_inputs(); ++i) {
    HB_ASSIGN_OR_RETURN(s, Shape::Merge(s, c.input(i)));
  }
  for (int i = 0; i < c.num_outputs(); ++i) c.set_output(i, s);
  return Status();
}

}  // namespace shape_fn
}  // namespace hb
