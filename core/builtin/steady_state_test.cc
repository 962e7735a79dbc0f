// In the steady state a run allocates nothing: a training step with supplied outputs, run again and
// again, never reaches the allocator.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "core/graph/builder.h"
#include "core/runtime/session.h"

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

namespace {
std::atomic<int64_t> g_allocations{0};
}

extern "C" {
void* __libc_malloc(size_t size);                  // NOLINT: glibc's own name
void* __libc_memalign(size_t align, size_t size);  // NOLINT: glibc's own name
void* malloc(size_t size) {
  g_allocations.fetch_add(1, std::memory_order_relaxed);
  return __libc_malloc(size);
}
void* aligned_alloc(size_t align, size_t size) {
  g_allocations.fetch_add(1, std::memory_order_relaxed);
  return __libc_memalign(align, size);
}
}

namespace hb {
namespace {

// A dense layer, its loss and one step of gradient descent on its kernel and on another variable,
// which are updated in one group.
TEST(SteadyState, ATrainingStepAllocatesNothing) {
  auto graph = std::make_shared<Graph>();
  Builder b(graph.get());
  Output x = b.Placeholder(DT_FLOAT, Shape({8, 4}));
  Output handle = b.Op("VarHandleOp", {}, {{"dtype", DT_FLOAT}, {"shape", Shape({4, 3})}});
  std::vector<float> start(12, 0.5f);
  Node* init =
      b.NodeOf("AssignVariableOp",
               {handle, b.Const(Tensor::Of<float>(Shape({4, 3}), std::span<const float>(start)))});
  Output w = b.Op("ReadVariableOp", {handle}, {{"dtype", DT_FLOAT}});
  Output y = b.Op("Tanh", {b.Op("MatMul", {x, w})});
  Output dy = b.Op("TanhGrad", {y, y});
  Output dw = b.Op("MatMul", {x, dy}, {{"transpose_a", true}});
  Output rate = b.Scalar(0.1f);
  Node* update = b.NodeOf("ResourceApplyGradientDescent", {handle, rate, dw});
  Output other = b.Op("VarHandleOp", {}, {{"dtype", DT_FLOAT}, {"shape", Shape({4, 3})}}, "other");
  Node* init_other =
      b.NodeOf("AssignVariableOp",
               {other, b.Const(Tensor::Of<float>(Shape({4, 3}), std::span<const float>(start)))});
  Node* update_other = b.NodeOf("ResourceApplyGradientDescent", {other, rate, dw});
  Output loss = b.Op("Sum", {y, b.Vector<int32_t>({0, 1})});
  ASSERT_TRUE(b.ok()) << b.status().ToString();
  auto session = MakeRef<Session>(graph, SessionOptions());
  ASSERT_TRUE(session->Run({}, {}, {}, {}, {init, init_other}, {}).ok());

  Result<std::shared_ptr<Plan>> plan = session->MakePlan({x}, {loss}, {update, update_other});
  ASSERT_TRUE(plan.ok()) << plan.status().ToString();
  int groups = 0;
  for (const IrNode& n : (*plan)->ir().nodes) groups += n.op != nullptr && n.type() == "_HbApply";
  ASSERT_EQ(groups, 1);
  std::vector<float> values(32, 0.25f);
  Tensor in = Tensor::Of<float>(Shape({8, 4}), std::span<const float>(values));
  Tensor out = Tensor::Scalar(0.0f);
  Tensor* const feeds[] = {&in};
  Tensor* const fetches[] = {&out};
  for (int i = 0; i < 3; ++i) {
    Status s = session->RunPlan(**plan, feeds, fetches, {});
    ASSERT_TRUE(s.ok()) << s.ToString();
  }
  const float before = out.scalar<float>();
  const int64_t allocations = g_allocations.load();
  ASSERT_GT(allocations, 0) << "the allocator is not counted";
  for (int i = 0; i < 100; ++i) {
    Status s = session->RunPlan(**plan, feeds, fetches, {});
    if (!s.ok()) break;
  }
  EXPECT_EQ(g_allocations.load() - allocations, 0);
  EXPECT_NE(out.scalar<float>(), before);
}

// A prediction whose weights follow from a variable, whether they are kept or, since it changes
// before each run, computed.
TEST(SteadyState, APredictionFromKeptValuesAllocatesNothing) {
  auto graph = std::make_shared<Graph>();
  Builder b(graph.get());
  Output x = b.Placeholder(DT_FLOAT, Shape({4}));
  Output handle = b.Op("VarHandleOp", {}, {{"dtype", DT_FLOAT}, {"shape", Shape({4})}});
  Node* assign = b.NodeOf("AssignVariableOp", {handle, x});
  Output read = b.Op("ReadVariableOp", {handle}, {{"dtype", DT_FLOAT}});
  Output y = b.Op("AddV2", {x, b.Op("Exp", {b.Op("Neg", {read})})});
  ASSERT_TRUE(b.ok()) << b.status().ToString();
  auto session = MakeRef<Session>(graph, SessionOptions());
  Result<std::shared_ptr<Plan>> change = session->MakePlan({x}, {}, {assign});
  ASSERT_TRUE(change.ok()) << change.status().ToString();
  Result<std::shared_ptr<Plan>> plan = session->MakePlan({x}, {y}, {});
  ASSERT_TRUE(plan.ok()) << plan.status().ToString();
  std::vector<float> values(4, 0.25f);
  Tensor in = Tensor::Of<float>(Shape({4}), std::span<const float>(values)),
         out = in.Clone().value();
  Tensor* const feeds[] = {&in};
  Tensor* const fetches[] = {&out};
  ASSERT_TRUE(session->RunPlan(**change, feeds, {}, {}).ok());
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(session->RunPlan(**plan, feeds, fetches, {}).ok());
  const int64_t allocations = g_allocations.load();
  bool ok = true;
  for (int i = 0; i < 100; ++i) ok = ok && session->RunPlan(**plan, feeds, fetches, {}).ok();
  for (int i = 0; i < 100; ++i) {
    ok = ok && session->RunPlan(**change, feeds, {}, {}).ok() &&
         session->RunPlan(**plan, feeds, fetches, {}).ok();
  }
  EXPECT_EQ(g_allocations.load() - allocations, 0);
  EXPECT_TRUE(ok);
}

}  // namespace
}  // namespace hb

#endif
