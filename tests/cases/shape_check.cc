#include "tests/cases/shape_check.h"

#include "core/graph/graph.h"
#include "core/kernel/kernel.h"
#include "tests/cases/session_run.h"

namespace hb::cases {
namespace {

enum class Knowledge { kAll, kShapes, kHalfOfDims, kRanks, kNothing };
constexpr std::pair<Knowledge, const char*> kLevels[] = {
    {Knowledge::kAll, "everything known"},
    {Knowledge::kShapes, "values unknown"},
    {Knowledge::kHalfOfDims, "every other dimension unknown"},
    {Knowledge::kRanks, "only ranks known"},
    {Knowledge::kNothing, "nothing known"},
};

Shape Known(const Shape& shape, Knowledge level) {
  if (level == Knowledge::kNothing) return Shape::UnknownRank();
  if (level == Knowledge::kRanks) return Shape::UnknownDims(shape.rank());
  Shape s = shape;
  if (level == Knowledge::kHalfOfDims) {
    for (int i = 0; i < s.rank(); i += 2) s.set_dim(i, kUnknownDim);
  }
  return s;
}

}  // namespace

std::vector<std::string> ShapeProblems(const Case& c) {
  std::vector<std::string> problems;
  SingleNode single(c);
  if (!single.status().ok()) return problems;
  const NodeExec& node = single.exec();
  if (node.op->shape == nullptr) return problems;
  const std::vector<Expected>& wanted = c.runs[0].outputs;
  const bool refused = c.runs[0].error != Code::kOk;
  for (const auto& [level, name] : kLevels) {
    std::vector<InferCtx::Input> inputs(c.inputs.size());
    for (size_t i = 0; i < inputs.size(); ++i) {
      const Tensor& t = c.inputs[i];
      inputs[i].dtype = t.dtype();
      inputs[i].shape = Known(t.shape(), level);
      const bool values = level == Knowledge::kAll || level == Knowledge::kHalfOfDims;
      if (values && IsPlain(t.dtype()) && inputs[i].shape.FullyDefined()) inputs[i].value = &t;
    }
    InferCtx ctx(node.attrs, &node.op->def, std::move(inputs),
                 static_cast<int>(node.out_types.size()));
    const Status s = node.op->shape(ctx);
    if (refused) continue;
    if (!s.ok()) {
      problems.push_back(StrCat(name, ": ", s.ToString()));
      continue;
    }
    for (size_t i = 0; i < wanted.size(); ++i) {
      const Shape& got = ctx.output(static_cast<int>(i));
      const bool exact =
          level == Knowledge::kAll && (node.flags() & (kHbDynamicOut | kHbOwnsOutput)) == 0;
      if (exact && got.FullyDefined() ? got == wanted[i].shape : got.Compatible(wanted[i].shape)) {
        continue;
      }
      problems.push_back(StrCat(name, ": output ", i, " is ", got.ToString(), ", TensorFlow's is ",
                                wanted[i].shape.ToString()));
    }
  }
  return problems;
}

}  // namespace hb::cases
