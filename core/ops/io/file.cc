// Files and checkpoints.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "io";
using namespace op_util;  // NOLINT: helpers of declarations

Status Scalars(InferCtx& c) {
  for (int i = 0; i < c.num_inputs(); ++i) HB_RETURN_IF_ERROR(CheckScalar(c, i));
  for (int i = 0; i < c.num_outputs(); ++i) c.set_output(i, Shape());
  return Status();
}

// The prefix, and vectors of names and of slice specifications with one entry for each tensor.
Status CheckNames(const InferCtx& c, int64_t tensors) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 0));
  for (int i = 1; i < 3; ++i) {
    HB_ASSIGN_OR_RETURN(Shape s, c.WithRank(i, 1));
    if (s[0] >= 0 && s[0] != tensors) {
      return InvalidArgument(i == 1 ? "tensor_names" : "shape_and_slices", " has ", s[0],
                             " entries but there are ", tensors, " tensors; they must agree");
    }
  }
  return Status();
}

Status SaveShape(InferCtx& c) { return CheckNames(c, c.num_inputs() - 3); }

// "4 5 0,2:-": the shape of the whole tensor, then the slice along each dimension. Gives the shape
// of the slice.
Result<Shape> SliceShape(std::string_view text) {
  const std::vector<std::string_view> words = Split(text, ' ');
  std::vector<int64_t> dims;
  const auto number = [](std::string_view word, int64_t* out) {
    const auto r = std::from_chars(word.data(), word.data() + word.size(), *out);
    return r.ec == std::errc() && r.ptr == word.data() + word.size() && *out >= 0;
  };
  const auto bad = [&]() {
    return InvalidArgument("'", text, "' is no slice; expected dimensions, then for each of them ",
                           "'-' or 'start,length', joined by ':'");
  };
  if (words.size() < 2) return bad();
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    int64_t d = 0;
    if (!number(words[i], &d)) return bad();
    dims.push_back(d);
  }
  const std::vector<std::string_view> slices = Split(words.back(), ':');
  if (slices.size() != dims.size()) return bad();
  for (size_t i = 0; i < slices.size(); ++i) {
    if (slices[i] == "-") continue;
    const size_t comma = slices[i].find(',');
    int64_t start = 0, length = 0;
    if (comma == std::string_view::npos || !number(slices[i].substr(0, comma), &start) ||
        !number(slices[i].substr(comma + 1), &length) || start > dims[i] ||
        length > dims[i] - start) {
      return bad();
    }
    dims[i] = length;
  }
  return Shape::Checked(dims, true);
}

Status RestoreShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckNames(c, c.num_outputs()));
  const Tensor* slices = c.value(2);
  if (slices == nullptr || slices->num_elements() != c.num_outputs()) return Status();
  for (int i = 0; i < c.num_outputs(); ++i) {
    const std::string_view text = slices->flat<TString>()[static_cast<size_t>(i)].view();
    if (text.empty()) continue;
    HB_ASSIGN_OR_RETURN(Shape s, SliceShape(text));
    c.set_output(i, s);
  }
  return Status();
}

Status MergeShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckVector(c, 0));
  return CheckScalar(c, 1);
}

Status MatchingShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(c.WithRankAtMost(0, 1).status());
  c.set_output(0, Shape({-1}));
  return Status();
}

}  // namespace

void DefineFileOps(OpSet& ops) {
  OP("ShardedFilename")
      .In("basename: string")
      .In("shard: int32")
      .In("num_shards: int32")
      .Out("filename: string")
      .Doc("The name of one shard: basename-00001-of-00004.")
      .Shape(Scalars);

  OP("ShardedFilespec")
      .In("basename: string")
      .In("num_shards: int32")
      .Out("filename: string")
      .Doc(
          "The pattern that all shards match: basename-*-of-00004, with a question mark for each "
          "digit of the number.")
      .Shape(Scalars);

  OP("SaveV2")
      .In("prefix: string")
      .In("tensor_names: string")
      .In("shape_and_slices: string")
      .In("tensors: dtypes")
      .Attr("dtypes: list(type) >= 1")
      .Stateful()
      .Doc(
          "Writes tensors into a checkpoint under the given prefix. A slice specification that "
          "is not empty says which part of a larger tensor it is.")
      .Shape(SaveShape);

  OP("RestoreV2")
      .In("prefix: string")
      .In("tensor_names: string")
      .In("shape_and_slices: string")
      .Out("tensors: dtypes")
      .Attr("dtypes: list(type) >= 1")
      .Stateful()
      .Doc("Reads tensors, or slices of them, from the checkpoint under the given prefix.")
      .Shape(RestoreShape);

  OP("MergeV2Checkpoints")
      .In("checkpoint_prefixes: string")
      .In("destination_prefix: string")
      .Attr("delete_old_dirs: bool = true")
      .Attr("allow_missing_files: bool = false")
      .Stateful()
      .Doc(
          "Makes one checkpoint of several: their data files are moved to the new prefix and "
          "their indices merged.")
      .Shape(MergeShape);

  OP("ReadFile")
      .In("filename: string")
      .Out("contents: string")
      .Doc("The contents of a file.")
      .Shape(Scalars);

  OP("WriteFile")
      .In("filename: string")
      .In("contents: string")
      .Stateful()
      .Doc("Writes a file, whose folder is made if it is missing.")
      .Shape(Scalars);

  OP("MatchingFiles")
      .In("pattern: string")
      .Out("filenames: string")
      .Doc("The files that match one or several patterns with * and ?, sorted.")
      .Shape(MatchingShape);
}

}  // namespace hb
