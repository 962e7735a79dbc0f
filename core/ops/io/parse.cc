// Parsing of tf.train.Example.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "io";
using namespace op_util;  // NOLINT: helpers of declarations

// `batch` is the shape of `serialized`: a vector or, for the second form, also a scalar.
Status DenseShape(const Shape& batch, const Shape& dense, Shape* out) {
  if (dense.unknown_rank()) {
    return InvalidArgument("the rank of every dense shape must be known");
  }
  for (int i = 1; i < dense.rank(); ++i) {
    if (dense[i] < 0) {
      return InvalidArgument("only the first dimension of a dense shape may be unknown, not ",
                             dense.ToString());
    }
  }
  if (batch.unknown_rank()) {
    *out = Shape::UnknownRank();
    return Status();
  }
  *out = batch;
  out->Append(dense);
  return Status();
}

Status CheckCount(const char* what, size_t count, const char* other, size_t other_count) {
  if (count == other_count) return Status();
  return InvalidArgument(what, " has ", count, " entries but ", other, " says ", other_count,
                         "; they must agree");
}

Status SetParsed(InferCtx& c, const Shape& batch, const char* num_sparse) {
  const int64_t sparse = c.attrs().Int(num_sparse);
  HB_RETURN_IF_ERROR(CheckCount("sparse_types", c.attrs().Types("sparse_types").size(), num_sparse,
                                static_cast<size_t>(sparse)));
  int at = 0;
  const int rank = batch.unknown_rank() ? -1 : batch.rank() + 1;
  for (int64_t i = 0; i < sparse; ++i) c.set_output(at++, Shape({-1, rank}));
  for (int64_t i = 0; i < sparse; ++i) c.set_output(at++, Shape({-1}));
  for (int64_t i = 0; i < sparse; ++i) c.set_output(at++, Shape({rank}));
  const std::vector<Shape> shapes = c.attrs().Shapes("dense_shapes");
  const std::vector<DType> types = c.attrs().Types("Tdense");
  HB_RETURN_IF_ERROR(CheckCount("dense_shapes", shapes.size(), "Tdense", types.size()));
  for (const Shape& dense : shapes) {
    Shape out;
    HB_RETURN_IF_ERROR(DenseShape(batch, dense, &out));
    HB_RETURN_IF_ERROR(SetChecked(c, at++, out));
  }
  const std::vector<DType> ragged = c.attrs().Types("ragged_value_types");
  HB_RETURN_IF_ERROR(CheckCount("ragged_split_types", c.attrs().Types("ragged_split_types").size(),
                                "ragged_value_types", ragged.size()));
  for (size_t i = 0; i < ragged.size(); ++i) c.set_output(at++, Shape({-1}));
  for (size_t i = 0; i < ragged.size() && rank > 1; ++i) {
    c.set_output(at++, Shape({DimAdd(batch[0], 1)}));
  }
  return Status();
}

Status ParseExampleShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape batch, c.WithRank(0, 1));
  HB_RETURN_IF_ERROR(CheckVector(c, 1));
  const int64_t keys = c.attrs().Int("Nsparse") + c.attrs().Int("Ndense");
  for (int i = 2; i < 2 + static_cast<int>(keys); ++i) HB_RETURN_IF_ERROR(CheckScalar(c, i));
  HB_RETURN_IF_ERROR(CheckCount("Tdense", c.attrs().Types("Tdense").size(), "Ndense",
                                static_cast<size_t>(c.attrs().Int("Ndense"))));
  return SetParsed(c, batch, "Nsparse");
}

Status ParseExampleV2Shape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape batch, c.WithRankAtMost(0, 1));
  HB_RETURN_IF_ERROR(c.WithRankAtMost(1, 1).status());
  for (int i = 2; i < 5; ++i) HB_RETURN_IF_ERROR(CheckVector(c, i));
  return SetParsed(c, batch, "num_sparse");
}

}  // namespace

void DefineParseOps(OpSet& ops) {
  OP("ParseExample")
      .In("serialized: string")
      .In("names: string")
      .In("sparse_keys: Nsparse * string")
      .In("dense_keys: Ndense * string")
      .In("dense_defaults: Tdense")
      .Out("sparse_indices: Nsparse * int64")
      .Out("sparse_values: sparse_types")
      .Out("sparse_shapes: Nsparse * int64")
      .Out("dense_values: Tdense")
      .Attr("Nsparse: int >= 0")
      .Attr("Ndense: int >= 0")
      .Attr("sparse_types: list({float, int64, string}) >= 0")
      .Attr("Tdense: list({float, int64, string}) >= 0")
      .Attr("dense_shapes: list(shape) >= 0")
      .Doc(
          "Parses serialized Example messages into dense tensors, whose missing values come "
          "from `dense_defaults`, and sparse ones.")
      .Shape(ParseExampleShape);

  OP("ParseExampleV2")
      .In("serialized: string")
      .In("names: string")
      .In("sparse_keys: string")
      .In("dense_keys: string")
      .In("ragged_keys: string")
      .In("dense_defaults: Tdense")
      .Out("sparse_indices: num_sparse * int64")
      .Out("sparse_values: sparse_types")
      .Out("sparse_shapes: num_sparse * int64")
      .Out("dense_values: Tdense")
      .Out("ragged_values: ragged_value_types")
      .Out("ragged_row_splits: ragged_split_types")
      .Attr("Tdense: list({float, int64, string}) >= 0")
      .Attr("num_sparse: int >= 0")
      .Attr("sparse_types: list({float, int64, string}) >= 0")
      .Attr("ragged_value_types: list({float, int64, string}) >= 0")
      .Attr("ragged_split_types: list({int32, int64}) >= 0")
      .Attr("dense_shapes: list(shape) >= 0")
      .Doc(
          "Parses serialized Example messages, a vector or a single one, into dense, sparse and "
          "ragged tensors.")
      .Shape(ParseExampleV2Shape);
}

}  // namespace hb
