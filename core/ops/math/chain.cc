// Elementwise ops joined into one (see core/passes/chains.cc). Stands in plans only.
#include "core/ops/math/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "math";

// One step after the other; a failure names the node that it belongs to.
Status ChainShape(InferCtx& c) {
  const std::vector<std::string> steps = c.attrs().Strings("steps");
  const std::vector<std::string> where = c.attrs().Strings("where");
  const std::vector<int64_t> operands = c.attrs().Ints("operands");
  if (steps.empty() || operands.size() != 2 * steps.size()) {
    return InvalidArgument("`operands` must have two numbers for each of `steps`");
  }
  std::vector<Shape> values;
  for (int i = 0; i < c.num_inputs(); ++i) values.push_back(c.input(i));
  for (size_t i = 0; i < steps.size(); ++i) {
    const int64_t a = operands[2 * i], b = operands[2 * i + 1];
    const auto known = static_cast<int64_t>(values.size());
    if (a < 0 || a >= known || b < -1 || b >= known) {
      return InvalidArgument("operands ", a, " and ", b, " of step ", i, " don't come before it");
    }
    const Shape x = values[static_cast<size_t>(a)];
    if (b < 0) {
      values.push_back(x);
      continue;
    }
    const Shape& y = values[static_cast<size_t>(b)];
    // Gradients of functions don't broadcast.
    Result<Shape> both = steps[i].ends_with("Grad") ? Shape::Merge(x, y) : BroadcastShapes(x, y);
    if (!both.ok()) {
      Status s = std::move(both).status();
      return i < where.size() ? s.WithPrefix(where[i]) : s;
    }
    values.push_back(std::move(both).value());
  }
  c.set_output(0, values.back());
  return Status();
}

}  // namespace

void DefineChainOps(OpSet& ops) {
  OP("_HbChain")
      .In("inputs: N * T")
      .Out("result: T")
      .Attr("T: {float}")
      .Attr("N: int >= 1")
      .Attr("steps: list(string)")
      .Attr("operands: list(int)")
      .Attr("where: list(string) = []")
      .Doc(
          "Elementwise ops one after the other: `steps` names them, `operands` has two numbers for "
          "each, an input's or N + an earlier step's; the second is -1 where there is but one. The "
          "last step is the result. `where` says for messages which nodes they stand for.")
      .Shape(ChainShape);
}

}  // namespace hb
