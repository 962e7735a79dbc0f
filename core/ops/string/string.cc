// Strings.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "string";
using namespace op_util;  // NOLINT: helpers of declarations

// All inputs that are no scalars have one shape, which is the output's.
Status JoinShape(InferCtx& c) {
  Shape out;
  bool all_scalars = true;
  for (int i = 0; i < c.num_inputs(); ++i) {
    if (c.input(i).rank() == 0) continue;
    if (c.input(i).unknown_rank()) return Status();
    if (all_scalars) out = Shape::UnknownRank();
    all_scalars = false;
    auto merged = Shape::Merge(out, c.input(i));
    if (!merged.ok()) {
      return InvalidArgument("Input shapes do not match: ", out.ToString(), " and ",
                             c.input(i).ToString(), "; all but scalars must be equal");
    }
    out = *merged;
  }
  c.set_output(0, out);
  return Status();
}

Status RegexShape(InferCtx& c) {
  for (int i = 1; i < c.num_inputs(); ++i) HB_RETURN_IF_ERROR(CheckScalar(c, i));
  c.set_output(0, c.input(0));
  return Status();
}

}  // namespace

void DefineStringOps(OpSet& ops) {
  OP("StringJoin")
      .In("inputs: N * string")
      .Out("output: string")
      .Attr("N: int >= 0")
      .Attr("separator: string = \"\"")
      .Doc(
          "Joins strings element by element with the separator between them; scalars go with "
          "every element.")
      .Shape(JoinShape)
      .NotDifferentiable();

  OP("AsString")
      .In("input: T")
      .Out("output: string")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, "
          "uint64, complex64, complex128, bool, variant, string}")
      .Attr("precision: int = -1")
      .Attr("scientific: bool = false")
      .Attr("shortest: bool = false")
      .Attr("width: int = -1")
      .Attr("fill: string = \"\"")
      .Doc(
          "Each element as text. `precision`, `scientific`, `shortest`, `width` and `fill` say "
          "how numbers are written.")
      .Shape(shape_fn::Unchanged)
      .NotDifferentiable();

  OP("StringToNumber")
      .In("string_tensor: string")
      .Out("output: out_type")
      .Attr("out_type: {float, double, int32, int64, uint32, uint64} = DT_FLOAT")
      .Doc("The number that each string spells out; anything else in a string is an error.")
      .Shape(shape_fn::Unchanged)
      .NotDifferentiable();

  OP("StaticRegexFullMatch")
      .In("input: string")
      .Out("output: bool")
      .Attr("pattern: string")
      .Doc("Whether the regular expression matches the whole of each string.")
      .Shape(shape_fn::Unchanged);

  OP("StaticRegexReplace")
      .In("input: string")
      .Out("output: string")
      .Attr("pattern: string")
      .Attr("rewrite: string")
      .Attr("replace_global: bool = true")
      .Doc(
          "Each string with what the regular expression matches, everywhere or only at first, "
          "replaced. In `rewrite`, \\\\0 to \\\\9 stand for the match and its groups.")
      .Shape(shape_fn::Unchanged);

  OP("RegexFullMatch")
      .In("input: string")
      .In("pattern: string")
      .Out("output: bool")
      .Doc("Whether the regular expression, a scalar, matches the whole of each string.")
      .Shape(RegexShape);

  OP("RegexReplace")
      .In("input: string")
      .In("pattern: string")
      .In("rewrite: string")
      .Out("output: string")
      .Attr("replace_global: bool = true")
      .Doc(
          "Each string with what the regular expression, a scalar, matches replaced. In "
          "`rewrite`, \\\\0 to \\\\9 stand for the match and its groups.")
      .Shape(RegexShape)
      .NotDifferentiable();

  OP("StringToHashBucketFast")
      .In("input: string")
      .Out("output: int64")
      .Attr("num_buckets: int >= 1")
      .Doc(
          "A number in [0, num_buckets) for each string, from a hash that is the same "
          "everywhere but easy to provoke collisions of.")
      .Shape(shape_fn::Unchanged)
      .NotDifferentiable();

  OP("StringLength")
      .In("input: string")
      .Out("output: int32")
      .Attr("unit: {'BYTE', 'UTF8_CHAR'} = \"BYTE\"")
      .Doc("The length of each string, in bytes or in UTF-8 characters.")
      .Shape(shape_fn::Unchanged);

  OP("StringLower")
      .In("input: string")
      .Out("output: string")
      .Attr("encoding: string = \"\"")
      .Doc(
          "Each string with its letters in lower case: those of ASCII, or of all of Unicode "
          "with the encoding \"utf-8\".")
      .Shape(shape_fn::Unchanged);

  OP("StringUpper")
      .In("input: string")
      .Out("output: string")
      .Attr("encoding: string = \"\"")
      .Doc(
          "Each string with its letters in upper case: those of ASCII, or of all of Unicode "
          "with the encoding \"utf-8\".")
      .Shape(shape_fn::Unchanged);

  OP("StringStrip")
      .In("input: string")
      .Out("output: string")
      .Doc("Each string without white space at its ends.")
      .Shape(shape_fn::Unchanged);
}

}  // namespace hb
