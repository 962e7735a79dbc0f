#include <gtest/gtest.h>

#include "core/graph/builder.h"
#include "core/passes/ir.h"

namespace hb {
namespace {

TEST(MergeCommon, MergesEqualNodesAndKeepsEdgesToLaterOnes) {
  Graph graph;
  Builder b(&graph);
  const Output x = b.Placeholder(DT_FLOAT, {3});
  const Output first = b.Op("Neg", {x}), second = b.Op("Neg", {x});
  const Output sum = b.Op("Sub", {first, second});
  ASSERT_TRUE(b.ok()) << b.status().ToString();
  Result<Ir> ir = BuildIr(graph, {x}, {sum}, {});
  ASSERT_TRUE(ir.ok()) << ir.status().ToString();
  // A constant behind its consumer, as folding leaves it.
  int sub = -1, neg = -1;
  for (int i = 0; i < ir->size(); ++i) {
    if ((*ir)[i].is_feed()) continue;
    if ((*ir)[i].type() == "Sub") sub = i;
    if ((*ir)[i].type() == "Neg" && neg < 0) neg = i;
  }
  ASSERT_GE(sub, 0);
  Result<int> late = ir->Add(
      "Const", "late", {{"value", Tensor::Scalar<float>(1)}, {"dtype", DT_FLOAT}}, {DT_FLOAT});
  ASSERT_TRUE(late.ok());
  (*ir)[*late].value = Tensor::Scalar<float>(1);
  (*ir)[sub].inputs[1] = {*late, 0};
  MergeCommon(&*ir);
  EXPECT_EQ((*ir)[sub].inputs[1].node, *late);
  // The two negations have become one.
  int alive = 0;
  for (const IrNode& n : ir->nodes) alive += !n.dead && !n.is_feed() && n.type() == "Neg";
  EXPECT_EQ(alive, 1);
  EXPECT_EQ((*ir)[sub].inputs[0].node, neg);
}

}  // namespace
}  // namespace hb
