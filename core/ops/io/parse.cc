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

// InvalidArgument unless two attributes say the same number of features.
Status CheckCount(const char* what, size_t count, const char* other, size_t other_count) {
  if (count == other_count) return Status();
  return InvalidArgument(what, " has ", count, " entries but ", other, " says ", other_count,
                         "; they must agree");
}
Status CheckTypes(InferCtx& c, const char* types, const char* other) {
  return CheckCount(types, c.attrs().Types(types).size(), other, c.attrs().Types(other).size());
}
Status CheckNumber(InferCtx& c, const char* types, const char* number) {
  return CheckCount(types, c.attrs().Types(types).size(), number,
                    static_cast<size_t>(c.attrs().Int(number)));
}

// Attributes of features, or of the context of sequences.
struct ParseNames {
  const char *num_sparse, *sparse_types, *dense_types, *dense_shapes, *ragged_types, *split_types;
};
constexpr ParseNames kExampleNames = {"Nsparse",      "sparse_types",       "Tdense",
                                      "dense_shapes", "ragged_value_types", "ragged_split_types"};
constexpr ParseNames kExampleV2Names = {"num_sparse",   "sparse_types",       "Tdense",
                                        "dense_shapes", "ragged_value_types", "ragged_split_types"};
constexpr ParseNames kContextNames = {
    "Ncontext_sparse",      "context_sparse_types",       "Tcontext_dense",
    "context_dense_shapes", "context_ragged_value_types", "context_ragged_split_types"};

// Gives the number of outputs that are set.
Result<int> SetParsed(InferCtx& c, const Shape& batch, const ParseNames& names) {
  HB_RETURN_IF_ERROR(CheckNumber(c, names.sparse_types, names.num_sparse));
  HB_RETURN_IF_ERROR(CheckTypes(c, names.split_types, names.ragged_types));
  const int64_t sparse = c.attrs().Int(names.num_sparse);
  int at = 0;
  const int rank = batch.unknown_rank() ? -1 : batch.rank() + 1;
  for (int64_t i = 0; i < sparse; ++i) c.set_output(at++, Shape({-1, rank}));
  for (int64_t i = 0; i < sparse; ++i) c.set_output(at++, Shape({-1}));
  for (int64_t i = 0; i < sparse; ++i) c.set_output(at++, Shape({rank}));
  const std::vector<Shape> shapes = c.attrs().Shapes(names.dense_shapes);
  const std::vector<DType> types = c.attrs().Types(names.dense_types);
  HB_RETURN_IF_ERROR(
      CheckCount(names.dense_shapes, shapes.size(), names.dense_types, types.size()));
  for (const Shape& dense : shapes) {
    Shape out;
    HB_RETURN_IF_ERROR(DenseShape(batch, dense, &out));
    HB_RETURN_IF_ERROR(SetChecked(c, at++, out));
  }
  const std::vector<DType> ragged = c.attrs().Types(names.ragged_types);
  for (size_t i = 0; i < ragged.size(); ++i) c.set_output(at++, Shape({-1}));
  for (size_t i = 0; i < ragged.size(); ++i, ++at) {
    if (rank > 1) c.set_output(at, Shape({DimAdd(batch[0], 1)}));
  }
  return at;
}

Status ParseExampleShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape batch, c.WithRank(0, 1));
  HB_RETURN_IF_ERROR(CheckVector(c, 1));
  const int64_t keys = c.attrs().Int("Nsparse") + c.attrs().Int("Ndense");
  for (int i = 2; i < 2 + static_cast<int>(keys); ++i) HB_RETURN_IF_ERROR(CheckScalar(c, i));
  HB_RETURN_IF_ERROR(CheckNumber(c, "Tdense", "Ndense"));
  return SetParsed(c, batch, kExampleNames).status();
}

Status ParseExampleV2Shape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape batch, c.WithRankAtMost(0, 1));
  HB_RETURN_IF_ERROR(c.WithRankAtMost(1, 1).status());
  for (int i = 2; i < 5; ++i) HB_RETURN_IF_ERROR(CheckVector(c, i));
  return SetParsed(c, batch, kExampleV2Names).status();
}

Status ParseSequenceShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape batch, c.WithRankAtMost(0, 1));
  HB_RETURN_IF_ERROR(c.WithRankAtMost(1, 1).status());
  for (int i = 2; i < 9; ++i) HB_RETURN_IF_ERROR(CheckVector(c, i));
  HB_RETURN_IF_ERROR(CheckNumber(c, "feature_list_sparse_types", "Nfeature_list_sparse"));
  HB_RETURN_IF_ERROR(
      CheckTypes(c, "feature_list_ragged_split_types", "feature_list_ragged_value_types"));
  HB_ASSIGN_OR_RETURN(int at, SetParsed(c, batch, kContextNames));
  const int rank = batch.unknown_rank() ? -1 : batch.rank() + 2;
  const int64_t sparse = c.attrs().Int("Nfeature_list_sparse");
  for (int64_t i = 0; i < sparse; ++i) c.set_output(at++, Shape({-1, rank}));
  for (int64_t i = 0; i < sparse; ++i) c.set_output(at++, Shape({-1}));
  for (int64_t i = 0; i < sparse; ++i) c.set_output(at++, Shape({rank}));
  const std::vector<Shape> shapes = c.attrs().Shapes("feature_list_dense_shapes");
  const size_t dense = c.attrs().Types("feature_list_dense_types").size();
  if (shapes.size() != dense || c.attrs().Int("Nfeature_list_dense") != static_cast<int>(dense)) {
    return InvalidArgument(
        "feature_list_dense_types, feature_list_dense_shapes and Nfeature_list_dense must agree");
  }
  for (const Shape& shape : shapes) {
    Shape out;
    Shape whole({-1});
    if (shape.unknown_rank()) return InvalidArgument("the rank of every dense shape must be known");
    whole.Append(shape);
    HB_RETURN_IF_ERROR(DenseShape(batch, whole, &out));
    HB_RETURN_IF_ERROR(SetChecked(c, at++, out));
  }
  for (size_t i = 0; i < dense; ++i) c.set_output(at++, batch);
  const size_t ragged = c.attrs().Types("feature_list_ragged_value_types").size();
  for (size_t i = 0; i < 3 * ragged; ++i) c.set_output(at++, Shape({-1}));
  return Status();
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

  OP("ParseSequenceExampleV2")
      .In("serialized: string")
      .In("debug_name: string")
      .In("context_sparse_keys: string")
      .In("context_dense_keys: string")
      .In("context_ragged_keys: string")
      .In("feature_list_sparse_keys: string")
      .In("feature_list_dense_keys: string")
      .In("feature_list_ragged_keys: string")
      .In("feature_list_dense_missing_assumed_empty: bool")
      .In("context_dense_defaults: Tcontext_dense")
      .Out("context_sparse_indices: Ncontext_sparse * int64")
      .Out("context_sparse_values: context_sparse_types")
      .Out("context_sparse_shapes: Ncontext_sparse * int64")
      .Out("context_dense_values: Tcontext_dense")
      .Out("context_ragged_values: context_ragged_value_types")
      .Out("context_ragged_row_splits: context_ragged_split_types")
      .Out("feature_list_sparse_indices: Nfeature_list_sparse * int64")
      .Out("feature_list_sparse_values: feature_list_sparse_types")
      .Out("feature_list_sparse_shapes: Nfeature_list_sparse * int64")
      .Out("feature_list_dense_values: feature_list_dense_types")
      .Out("feature_list_dense_lengths: Nfeature_list_dense * int64")
      .Out("feature_list_ragged_values: feature_list_ragged_value_types")
      .Out("feature_list_ragged_outer_splits: feature_list_ragged_split_types")
      .Out("feature_list_ragged_inner_splits: feature_list_ragged_split_types")
      .Attr("Ncontext_sparse: int >= 0 = 0")
      .Attr("Tcontext_dense: list({float, int64, string}) >= 0 = []")
      .Attr("context_sparse_types: list({float, int64, string}) >= 0 = []")
      .Attr("context_ragged_value_types: list({float, int64, string}) >= 0 = []")
      .Attr("context_ragged_split_types: list({int32, int64}) >= 0 = []")
      .Attr("context_dense_shapes: list(shape) >= 0 = []")
      .Attr("Nfeature_list_sparse: int >= 0 = 0")
      .Attr("Nfeature_list_dense: int >= 0 = 0")
      .Attr("feature_list_dense_types: list({float, int64, string}) >= 0 = []")
      .Attr("feature_list_sparse_types: list({float, int64, string}) >= 0 = []")
      .Attr("feature_list_ragged_value_types: list({float, int64, string}) >= 0 = []")
      .Attr("feature_list_ragged_split_types: list({int32, int64}) >= 0 = []")
      .Attr("feature_list_dense_shapes: list(shape) >= 0 = []")
      .Doc(
          "Parses serialized SequenceExample messages, a vector or a single one: their context, "
          "and their lists of features, which get one dimension more.")
      .Shape(ParseSequenceShape);
}

}  // namespace hb
