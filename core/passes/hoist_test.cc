#include <gtest/gtest.h>

#include <algorithm>

#include "core/graph/builder.h"
#include "core/passes/ir.h"

namespace hb {
namespace {

int Place(const Ir& ir, const Output& o) {
  for (int i = 0; i < ir.size(); ++i) {
    if (!ir[i].is_feed() && ir[i].name == o.node->name()) return i;
  }
  ADD_FAILURE() << o.node->name() << " is gone";
  return -1;
}

// Every node comes after its inputs, and fetches still name what they named.
void ExpectInOrder(const Ir& ir, const std::vector<Output>& fetches) {
  for (int i = 0; i < ir.size(); ++i) {
    for (const IrEdge& e : ir[i].inputs) EXPECT_LT(e.node, i) << ir[i].name;
    for (int c : ir[i].controls) EXPECT_LT(c, i) << ir[i].name;
  }
  for (size_t i = 0; i < fetches.size(); ++i) {
    EXPECT_EQ(ir[ir.fetches[i].node].name, fetches[i].node->name());
  }
}

TEST(HoistWeightGradients, BehindTheLastOfTheirInputs) {
  Graph graph;
  Builder b(&graph);
  const Output x = b.Placeholder(DT_FLOAT, {4, 4}), dy = b.Placeholder(DT_FLOAT, {4, 4});
  const Output hidden = b.Op("Relu", {x});
  const Output d = b.Op("ReluGrad", {dy, hidden});
  const Output back = b.Op("MatMul", {d, x}, {{"transpose_b", true}});
  const Output end = b.Op("Tanh", {b.Op("Neg", {back})});
  const Output weights = b.Op("MatMul", {hidden, d}, {{"transpose_a", true}});
  const Output bias = b.Op("BiasAddGrad", {d});
  const Output forward = b.Op("MatMul", {hidden, x});
  ASSERT_TRUE(b.ok()) << b.status().ToString();
  const std::vector<Output> fetches = {end, forward, weights, bias};
  Result<Ir> ir = BuildIr(graph, {x, dy}, fetches, {});
  ASSERT_TRUE(ir.ok()) << ir.status().ToString();
  ASSERT_TRUE(Order(&*ir).ok());
  EXPECT_GT(Place(*ir, weights), Place(*ir, end));
  HoistWeightGradients(&*ir);
  ExpectInOrder(*ir, fetches);
  const int after = Place(*ir, d);
  EXPECT_EQ(std::min(Place(*ir, weights), Place(*ir, bias)), after + 1);
  EXPECT_EQ(std::max(Place(*ir, weights), Place(*ir, bias)), after + 2);
  EXPECT_EQ(Place(*ir, back), after + 3);
  // Other products stay where they are asked for.
  EXPECT_GT(Place(*ir, forward), Place(*ir, end));
}

TEST(HoistWeightGradients, WhatWaitsForOthersStays) {
  Graph graph;
  Builder b(&graph);
  const Output x = b.Placeholder(DT_FLOAT, {4, 4});
  const Output end = b.Op("Tanh", {b.Op("Neg", {x})});
  b.set_control_inputs({end.node});
  const Output waits = b.Op("MatMul", {x, x}, {{"transpose_a", true}});
  b.set_control_inputs({});
  const Output sum = b.Op("BiasAddGrad", {waits});
  ASSERT_TRUE(b.ok()) << b.status().ToString();
  Result<Ir> ir = BuildIr(graph, {x}, {sum, end}, {});
  ASSERT_TRUE(ir.ok()) << ir.status().ToString();
  ASSERT_TRUE(Order(&*ir).ok());
  HoistWeightGradients(&*ir);
  ExpectInOrder(*ir, {sum, end});
  EXPECT_GT(Place(*ir, waits), Place(*ir, end));
}

}  // namespace
}  // namespace hb
