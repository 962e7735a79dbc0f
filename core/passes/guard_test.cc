#include <gtest/gtest.h>

#include "core/graph/builder.h"
#include "core/runtime/session.h"

namespace hb {
namespace {

// A constant that hangs by a control edge on one branch of a Switch is dead when the other branch
// is taken, so that Merge hands on what is alive.
TEST(GuardConstants, ConstantsOfABranchDieWithIt) {
  auto graph = std::make_shared<Graph>();
  Builder b(graph.get());
  const Output pred = b.Placeholder(DT_BOOL, Shape());
  Node* pivot = b.NodeOf("Switch", {pred, pred});
  ASSERT_TRUE(b.ok()) << b.status().ToString();
  std::vector<Output> branches;
  for (int i = 0; i < 2; ++i) {
    b.set_control_inputs({b.Op("Identity", {Output(pivot, i)}).node});
    branches.push_back(b.Scalar<float>(static_cast<float>(10 + i)));
    b.set_control_inputs({});
  }
  const Output merged = b.Op("Merge", {branches});
  ASSERT_TRUE(b.ok()) << b.status().ToString();
  auto session = MakeRef<Session>(graph, SessionOptions());
  for (bool taken : {false, true}) {
    Tensor in = Tensor::Scalar<bool>(taken), out;
    Tensor *feed = &in, *fetch = &out;
    Status s = session->Run({pred}, {&feed, 1}, {merged}, {&fetch, 1}, {}, RunOptions());
    ASSERT_TRUE(s.ok()) << s.ToString();
    EXPECT_EQ(out.scalar<float>(), taken ? 11 : 10);
  }
}

}  // namespace
}  // namespace hb
