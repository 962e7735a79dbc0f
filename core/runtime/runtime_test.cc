#include <gtest/gtest.h>

#include "core/builtin/builtin.h"
#include "core/graph/builder.h"
#include "core/kernel/helpers.h"
#include "core/kernel/registry.h"
#include "core/runtime/session.h"

namespace hb {
namespace {

// Ops of this test alone: arithmetic on floats without broadcasting, and one of unknown shape.
Status PositiveShape(InferCtx& c) {
  c.set_output(0, Shape::UnknownDims(1));
  return Status();
}

int RunTwice(HbRunCtx* ctx) {
  for (int64_t i = 0; i < OutCount(ctx, 0); ++i) Out<float>(ctx, 0)[i] = 2 * In<float>(ctx, 0)[i];
  return 0;
}
int PlanTwice(HbPlanCtx* ctx) {
  ctx->out[0].may_reuse = 1;
  return 0;
}
int RunSum(HbRunCtx* ctx) {
  for (int64_t i = 0; i < OutCount(ctx, 0); ++i) {
    Out<float>(ctx, 0)[i] = In<float>(ctx, 0)[i] + In<float>(ctx, 1)[i];
  }
  return 0;
}
// The positive elements: how many is known only while running.
int RunPositive(HbRunCtx* ctx) {
  std::vector<float> kept;
  for (int64_t i = 0; i < InCount(ctx, 0); ++i) {
    if (In<float>(ctx, 0)[i] > 0) kept.push_back(In<float>(ctx, 0)[i]);
  }
  const int64_t n = static_cast<int64_t>(kept.size());
  if (ctx->env->alloc_out(ctx, 0, &n, 1) != 0) return 1;
  std::copy(kept.begin(), kept.end(), Out<float>(ctx, 0));
  return 0;
}
int RunBroken(HbRunCtx* ctx) { return Fail(ctx, Code::kOutOfRange, "broken on purpose"); }

void DefineRuntimeTestOps(OpSet& ops) {
  constexpr char kGroup[] = "test";
  OP("TestTwice").In("x: float").Out("y: float").Shape(shape_fn::Unchanged);
  OP("TestSum").In("a: float").In("b: float").Out("y: float").Shape(shape_fn::MergedInputs);
  OP("TestPositive").In("x: float").Out("y: float").Shape(PositiveShape);
  OP("TestBroken").In("x: float").Out("y: float").Shape(shape_fn::Unchanged);
  OP("TestNoKernel").In("x: float").Out("y: float").Shape(shape_fn::Unchanged);
}

class RuntimeTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    static const bool once = [] {
      InitBuiltin();
      DefineRuntimeTestOps(OpSet::Global());
      KernelRegistry::Global();
      KernelSet set(&KernelRegistry::Global());
      KERNEL(set, "TestTwice", {.plan = PlanTwice, .run = RunTwice});
      KERNEL(set, "TestSum", {.run = RunSum});
      KERNEL(set, "TestPositive", {.flags = kHbDynamicOut, .run = RunPositive});
      KERNEL(set, "TestBroken", {.run = RunBroken});
      return true;
    }();
    (void)once;
  }
  std::shared_ptr<Graph> graph_ = std::make_shared<Graph>();
  Ref<Session> session_ = MakeRef<Session>(graph_, SessionOptions());
  Builder b_{graph_.get()};

  Result<Tensor> Run(Output fetch, const std::vector<std::pair<Output, Tensor>>& feeds = {},
                     const std::vector<const Node*>& targets = {}) {
    std::vector<Output> outputs;
    std::vector<Tensor> values;
    for (auto& [o, t] : feeds) outputs.push_back(o), values.push_back(t);
    std::vector<Tensor*> inputs;
    for (Tensor& t : values) inputs.push_back(&t);
    Tensor result;
    Tensor* results[] = {&result};
    std::vector<Output> fetches;
    if (fetch) fetches.push_back(fetch);
    HB_RETURN_IF_ERROR(session_->Run(
        outputs, inputs, fetches, std::span<Tensor* const>(results, fetches.size()), targets, {}));
    return result;
  }
};

TEST_F(RuntimeTest, DeclarationsAndKernelsAreSound) {
  EXPECT_TRUE(OpSet::Global().errors().empty()) << Join(OpSet::Global().errors(), "\n");
  EXPECT_TRUE(KernelRegistry::Global().errors().empty())
      << Join(KernelRegistry::Global().errors(), "\n");
}

TEST_F(RuntimeTest, RunsAChainOfKernels) {
  Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank());
  Output y = x;
  for (int i = 0; i < 10; ++i) y = b_.Op("TestTwice", {y});
  ASSERT_TRUE(b_.ok()) << b_.status().ToString();
  for (int n : {3, 5, 3}) {
    std::vector<float> v(static_cast<size_t>(n), 1.5f);
    Result<Tensor> r = Run(y, {{x, Tensor::Vector(v)}});
    ASSERT_TRUE(r.ok()) << r.status().ToString();
    ASSERT_EQ(r->num_elements(), n);
    for (float f : r->flat<float>()) EXPECT_EQ(f, 1536.0f);
  }
}

TEST_F(RuntimeTest, GoesOnAfterAShapeThatOnlyRunningTells) {
  Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank());
  Output y = b_.Op("TestTwice", {b_.Op("TestPositive", {x})});
  Result<Tensor> r = Run(y, {{x, Tensor::Vector<float>({1, -1, 2, -2, 3})}});
  ASSERT_TRUE(r.ok()) << r.status().ToString();
  EXPECT_EQ(DebugString(*r), "float[3] {2 4 6}");
}

TEST_F(RuntimeTest, ReadsAndAssignsVariables) {
  Output v = b_.Op("VarHandleOp", {}, {{"dtype", DT_FLOAT}, {"shape", Shape({2})}});
  Output x = b_.Placeholder(DT_FLOAT, Shape({2}));
  Node* assign = b_.NodeOf("AssignVariableOp", {v, x});
  Output read = b_.Op("ReadVariableOp", {v}, {{"dtype", DT_FLOAT}});
  ASSERT_TRUE(b_.ok()) << b_.status().ToString();
  Result<Tensor> r = Run(read);
  EXPECT_EQ(r.status().code(), Code::kFailedPrecondition);
  EXPECT_NE(r.status().message().find("uninitialized"), std::string::npos);
  ASSERT_TRUE(Run(Output(), {{x, Tensor::Vector<float>({1, 2})}}, {assign}).ok());
  Output twice = b_.Op("TestSum", {read, read});
  r = Run(twice);
  ASSERT_TRUE(r.ok()) << r.status().ToString();
  EXPECT_EQ(DebugString(*r), "float[2] {2 4}");
  // A fetched value does not change when the variable does.
  r = Run(read);
  ASSERT_TRUE(Run(Output(), {{x, Tensor::Vector<float>({7, 8})}}, {assign}).ok());
  EXPECT_EQ(DebugString(*r), "float[2] {1 2}");
}

TEST_F(RuntimeTest, NamesTheNodeThatFails) {
  Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank());
  Output bad = b_.Op("TestBroken", {x}, {}, "layer/bad");
  Result<Tensor> r = Run(bad, {{x, Tensor::Scalar(1.0f)}});
  EXPECT_EQ(r.status().ToString(),
            "OUT_OF_RANGE: node 'layer/bad' (TestBroken): broken on purpose");
  Output none = b_.Op("TestNoKernel", {x}, {}, "none");
  r = Run(none, {{x, Tensor::Scalar(1.0f)}});
  EXPECT_EQ(r.status().code(), Code::kNotFound);
  EXPECT_NE(r.status().message().find("TestNoKernel"), std::string::npos);
  r = Run(bad);
  EXPECT_EQ(r.status().code(), Code::kInvalidArgument) << r.status().ToString();
}

TEST_F(RuntimeTest, AFailedRunSetsNoFetchAndLeavesFeedsAlone) {
  Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank());
  Output y = b_.Op("TestTwice", {x}), z = b_.Op("TestBroken", {x});
  ASSERT_TRUE(b_.ok()) << b_.status().ToString();
  Tensor in = Tensor::Vector<float>({1, 2}), good, bad;
  Tensor* const feeds[] = {&in};
  Tensor* const results[] = {&good, &bad};
  EXPECT_FALSE(session_->Run({x}, feeds, {y, z}, results, {}, {}).ok());
  EXPECT_FALSE(good.valid());
  EXPECT_FALSE(bad.valid());
  EXPECT_TRUE(session_->Run({x}, feeds, {y}, {results, 1}, {}, {}).ok());
  EXPECT_EQ(DebugString(good), "float[2] {2 4}");
  EXPECT_TRUE(in.buffer()->Unique());
}

}  // namespace
}  // namespace hb
