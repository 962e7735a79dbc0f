// Values that follow from variables and constants alone: when they are computed, and that nobody
// sees old ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <utility>

#include "core/graph/builder.h"
#include "core/kernel/helpers.h"
#include "core/kernel/registry.h"
#include "core/runtime/session.h"

namespace hb {
namespace {

// An identity that counts its runs and calls whatever a test wants to happen in the middle of one.
int g_runs = 0;
std::function<void()> g_during;

int RunCounted(HbRunCtx* ctx) {
  ++g_runs;
  std::copy_n(In<float>(ctx, 0), InCount(ctx, 0), Out<float>(ctx, 0));
  if (const auto during = std::exchange(g_during, nullptr)) during();
  return 0;
}

// Another name for its input, that does the same.
int PlanShared(HbPlanCtx* ctx) {
  ctx->out[0].alias_of = 0;
  ctx->run = [](HbRunCtx*) {
    if (const auto during = std::exchange(g_during, nullptr)) during();
    return 0;
  };
  return 0;
}

void Register(const char* name, int (*plan)(HbPlanCtx*), HbRunFn run) {
  if (OpSet::Global().Find(name) != nullptr) return;
  pb::OpDef def;
  def.set_name(name);
  for (pb::OpDef::ArgDef* arg : {def.add_input_arg(), def.add_output_arg()}) {
    arg->set_name(arg == &def.input_arg(0) ? "x" : "y");
    arg->set_type(pb::DT_FLOAT);
  }
  ASSERT_TRUE(OpSet::Global().Add(def, shape_fn::Unchanged).ok());
  HbKernelDef kernel = {};
  kernel.struct_size = sizeof(kernel);
  kernel.abi = kHbKernelAbi;
  kernel.op = name;
  kernel.device = "CPU";
  kernel.plan = plan;
  kernel.run = run;
  ASSERT_TRUE(KernelRegistry::Global().Add(kernel).ok());
}

Tensor Ramp(const Shape& shape, float start) {
  Tensor t = Tensor::Allocate(DT_FLOAT, shape).value();
  const std::span<float> v = t.flat<float>();
  for (size_t i = 0; i < v.size(); ++i) v[i] = start + static_cast<float>(i) / 8;
  return t;
}

using Feeds = std::vector<std::pair<Output, Tensor>>;

class KeptTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Register("KeptTestCounted", nullptr, RunCounted);
    Register("KeptTestShared", PlanShared, nullptr);
    g_runs = 0;
    handle_ = b_.Op("VarHandleOp", {}, {{"dtype", DT_FLOAT}, {"shape", Shape::UnknownRank()}});
    read_ = b_.Op("ReadVariableOp", {handle_}, {{"dtype", DT_FLOAT}});
    fed_ = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "fed");
    x_ = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
    assign_ = b_.NodeOf("AssignVariableOp", {handle_, fed_});
    kept_ = Follow(read_);
    y_ = b_.Op("Mul", {x_, kept_});
  }
  // Some steps with one that is counted.
  Output Follow(const Output& from) {
    const Output root = b_.Op("Sqrt", {b_.Op("AddV2", {from, b_.Scalar<float>(3)})});
    return b_.Op("Exp", {Counted(root)});
  }
  Output Counted(const Output& from, Node* after = nullptr) {
    NodeBuilder node(graph_.get(), "KeptTestCounted", StrCat("counted", ++nodes_));
    node.Input(from);
    if (after != nullptr) node.ControlInput(after);
    Result<Node*> made = node.Finish();
    EXPECT_TRUE(made.ok()) << made.status().ToString();
    return Output(*made, 0);
  }
  Status TryRun(const Feeds& feeds, const std::vector<Output>& fetch,
                const std::vector<const Node*>& targets, std::vector<Tensor>* results) {
    EXPECT_TRUE(b_.ok()) << b_.status().ToString();
    std::vector<Output> outputs;
    std::vector<Tensor> values;
    std::vector<Tensor*> in, out;
    for (const auto& [o, t] : feeds) outputs.push_back(o), values.push_back(t);
    for (Tensor& t : values) in.push_back(&t);
    results->resize(fetch.size());
    for (Tensor& t : *results) out.push_back(&t);
    return session_->Run(outputs, in, fetch, out, targets, {});
  }
  Tensor Run(const Feeds& feeds, const std::vector<Output>& fetch,
             const std::vector<const Node*>& targets = {}) {
    std::vector<Tensor> results;
    const Status s = TryRun(feeds, fetch, targets, &results);
    EXPECT_TRUE(s.ok()) << s.ToString();
    return results.empty() ? Tensor() : results[0];
  }
  void Assign(const Tensor& value) { Run({{fed_, value}}, {}, {assign_}); }
  // What y_ is for the variable's value, from a fed one.
  Tensor Want(const Tensor& x, const Tensor& value) {
    if (want_.node == nullptr) want_ = b_.Op("Mul", {x_, Follow(fed_)});
    const int runs = g_runs;
    Tensor y = Run({{x_, x}, {fed_, value}}, {want_});
    g_runs = runs;
    return y;
  }
  // Runs of the counted step since the last call.
  static int Counts() { return std::exchange(g_runs, 0); }
  static void ExpectSameBits(const Tensor& a, const Tensor& b) {
    ASSERT_EQ(a.shape(), b.shape());
    EXPECT_EQ(std::memcmp(a.data(), b.data(), a.bytes()), 0);
  }

  std::shared_ptr<Graph> graph_ = std::make_shared<Graph>();
  Ref<Session> session_ = MakeRef<Session>(graph_, SessionOptions());
  Builder b_{graph_.get()};
  int nodes_ = 0;
  Output handle_, read_, fed_, x_, kept_, y_, want_;
  const Node* assign_ = nullptr;
};

TEST_F(KeptTest, AVersionIsComputedTwice) {
  const Tensor x = Ramp({5}, 1);
  for (int value = 0; value < 3; ++value) {
    const Tensor v = Ramp({5}, static_cast<float>(value));
    Assign(v);
    const Tensor want = Want(x, v);
    for (int run = 0; run < 5; ++run) {
      ExpectSameBits(Run({{x_, x}}, {y_}), want);
      EXPECT_EQ(Counts(), run < 2 ? 1 : 0);
    }
  }
  // Other shapes are other specialisations.
  const Tensor row = Ramp({2, 5}, 2);
  for (int run = 0; run < 5; ++run) {
    ExpectSameBits(Run({{x_, row}}, {y_}), Want(row, Ramp({5}, 2)));
    EXPECT_EQ(Counts(), run < 2 ? 1 : 0);
  }
}

TEST_F(KeptTest, ChangesInPlaceAreSeen) {
  const Output moved = b_.Placeholder(DT_FLOAT, Shape({5}), "moved");
  const Node* add = b_.NodeOf("AssignAddVariableOp", {handle_, moved});
  const Node* descend =
      b_.NodeOf("ResourceApplyGradientDescent", {handle_, b_.Scalar<float>(0.5f), moved});
  const Tensor x = Ramp({5}, 1), step = Ramp({5}, 0.25f);
  Assign(Ramp({5}, 7));
  for (const Node* change : {add, descend, add}) {
    for (int run = 0; run < 3; ++run) Run({{x_, x}}, {y_});
    Counts();
    const Tensor before = Run({}, {read_});
    Run({{moved, step}}, {}, {change});
    const Tensor now = Run({}, {read_});
    EXPECT_NE(std::memcmp(before.data(), now.data(), now.bytes()), 0);
    ExpectSameBits(Run({{x_, x}}, {y_}), Want(x, now));
    EXPECT_EQ(Counts(), 1);
  }
}

// Nothing is kept for who changes the variable between all runs.
TEST_F(KeptTest, TrainingAndEvaluatingInTurnComputesOnceEachTime) {
  const Tensor x = Ramp({5}, 1);
  for (int value = 0; value < 6; ++value) {
    const Tensor v = Ramp({5}, static_cast<float>(value));
    Assign(v);
    ExpectSameBits(Run({{x_, x}}, {y_}), Want(x, v));
    EXPECT_EQ(Counts(), 1);
  }
}

// Changes of other variables don't touch what is kept.
TEST_F(KeptTest, OtherVariablesMayChange) {
  const Output other = b_.Op("VarHandleOp", {}, {{"dtype", DT_FLOAT}, {"shape", Shape({5})}});
  const Node* assign = b_.NodeOf("AssignVariableOp", {other, fed_});
  const Tensor x = Ramp({5}, 1), v = Ramp({5}, 2);
  Assign(v);
  for (int run = 0; run < 6; ++run) {
    ExpectSameBits(Run({{x_, x}}, {y_}), Want(x, v));
    EXPECT_EQ(Counts(), run < 2 ? 1 : 0);
    Run({{fed_, Ramp({5}, static_cast<float>(run))}}, {}, {assign});
  }
}

TEST_F(KeptTest, WhatThePlanWritesIsComputedInEachRun) {
  const Node* add = b_.NodeOf("AssignAddVariableOp", {handle_, b_.Scalar<float>(0)});
  const Tensor x = Ramp({1}, 1), v = Tensor::Scalar(4.0f);
  Assign(v);
  for (int run = 0; run < 4; ++run) {
    ExpectSameBits(Run({{x_, x}}, {y_}, {add}), Want(x, v));
    EXPECT_EQ(Counts(), 1);
  }
}

TEST_F(KeptTest, WhatWaitsForOthersIsComputedInEachRun) {
  const Output first = Counted(x_);
  const Output y = b_.Op("Mul", {x_, Counted(b_.Op("Neg", {read_}), first.node)});
  Assign(Ramp({5}, 2));
  for (int run = 0; run < 4; ++run) {
    Run({{x_, Ramp({5}, 1)}}, {y});
    EXPECT_EQ(Counts(), 2);
  }
}

TEST_F(KeptTest, LargeValuesAreComputedInEachRun) {
  const Tensor x = Tensor::Scalar(2.0f), v = Ramp({1 << 17}, 1);
  Assign(v);
  for (int run = 0; run < 4; ++run) {
    ExpectSameBits(Run({{x_, x}}, {y_}), Want(x, v));
    EXPECT_EQ(Counts(), 1);
  }
  // A small part of a large one is kept.
  const Output y = b_.Op("Mul", {x_, Counted(b_.Op("Sum", {read_, b_.Scalar<int32_t>(0)}))});
  Run({{x_, x}}, {y});
  Run({{x_, x}}, {y});
  Counts();
  Run({{x_, x}}, {y});
  EXPECT_EQ(Counts(), 0);
}

// Results that follow from the shapes of feeds alone.
TEST_F(KeptTest, ConstantsAloneAreEnough) {
  const Output size = b_.Op("Size", {x_}, {{"out_type", DT_INT32}});
  const Output y =
      b_.Op("Mul", {x_, Counted(b_.Op("Cast", {size}, {{"SrcT", DT_INT32}, {"DstT", DT_FLOAT}}))});
  for (const int64_t n : {3, 4, 3}) {
    for (int run = 0; run < 4; ++run) {
      const Tensor got = Run({{x_, Ramp({n}, 1)}}, {y});
      EXPECT_EQ(got.flat<float>()[0], static_cast<float>(n));
    }
  }
  EXPECT_EQ(Counts(), 4);
}

TEST_F(KeptTest, ResultsBelongToWhoFetchesThem) {
  const Output flat = b_.Op("Reshape", {kept_, b_.Vector<int32_t>({-1})});
  const Output more = b_.Op("Mul", {x_, flat});
  const Tensor v = Ramp({2, 3}, 2), x = Tensor::Scalar(1.0f);
  Assign(v);
  const Tensor want = Want(x, v);
  for (int run = 0; run < 5; ++run) {
    std::vector<Tensor> got;
    const Status s = TryRun({{x_, x}}, {kept_, flat, kept_, more}, {}, &got);
    ASSERT_TRUE(s.ok()) << s.ToString();
    EXPECT_EQ(Counts(), run < 2 ? 1 : 0);
    ExpectSameBits(got[0], want);
    ExpectSameBits(got[2], want);
    EXPECT_EQ(got[1].shape(), Shape({6}));
    for (const Tensor& t : got) {
      EXPECT_EQ(std::memcmp(t.data(), want.data(), want.bytes()), 0);
    }
    for (Tensor& t : got) std::ranges::fill(t.flat<float>(), -1.0f);
  }
  // The same into memory that the caller gives.
  std::vector<Tensor> mine = {Ramp({2, 3}, 0)};
  const void* const where = mine[0].data();
  for (int run = 0; run < 3; ++run) {
    std::ranges::fill(mine[0].flat<float>(), -1.0f);
    ASSERT_TRUE(TryRun({}, {kept_}, {}, &mine).ok());
    EXPECT_EQ(mine[0].data(), where);
    ExpectSameBits(mine[0], want);
  }
}

// The buffer of a variable stays its own, so that changes need no copy; also where an ordinary step
// reads it beside those that are kept, through an alias too.
TEST_F(KeptTest, TheBufferOfAVariableIsNotHeld) {
  const Output flat = b_.Op("Reshape", {read_, b_.Vector<int32_t>({-1})});
  const Output turned = Counted(b_.Op("Neg", {flat}));
  const Output y = b_.Op("AddV2", {b_.Op("Mul", {x_, turned}), b_.Op("Mul", {x_, flat})});
  const Output z = b_.Op("AddV2", {y_, read_});
  const Node* add = b_.NodeOf("AssignAddVariableOp", {handle_, fed_});
  Assign(Ramp({5}, 2));
  const Tensor handle = Run({}, {handle_}), x = Ramp({5}, 1);
  Result<Variable*> variable = AnyVariableOf(ViewOf(handle));
  ASSERT_TRUE(variable.ok()) << variable.status().ToString();
  const void* const where = (*variable)->value().data();
  for (int round = 0; round < 3; ++round) {
    for (int run = 0; run < 4; ++run) {
      const Tensor zeros = Run({{x_, x}}, {y});
      for (const float v : zeros.flat<float>()) EXPECT_EQ(v, 0);
      EXPECT_EQ(Counts(), run < 2 ? 1 : 0);
      const Tensor now = Run({}, {read_}), product = Want(x, now), got = Run({{x_, x}}, {z});
      Counts();
      for (size_t i = 0; i < 5; ++i) {
        EXPECT_EQ(got.flat<float>()[i], product.flat<float>()[i] + now.flat<float>()[i]);
      }
    }
    Run({{fed_, Ramp({5}, 1)}}, {}, {add});
    EXPECT_EQ((*variable)->value().data(), where);
  }
}

TEST_F(KeptTest, VariablesThatGoOrChangeTheirShape) {
  const Node* destroy = b_.NodeOf("DestroyResourceOp", {handle_}, {{"ignore_lookup_error", false}});
  std::vector<Tensor> none;
  const Tensor x = Ramp({5}, 1);
  const Status before = TryRun({{x_, x}}, {y_}, {}, &none);
  EXPECT_EQ(before.code(), Code::kFailedPrecondition);
  Assign(Ramp({5}, 2));
  for (int run = 0; run < 3; ++run) Run({{x_, x}}, {y_});
  Assign(Ramp({4, 5}, 3));
  for (int run = 0; run < 4; ++run) {
    ExpectSameBits(Run({{x_, x}}, {y_}), Want(x, Ramp({4, 5}, 3)));
  }
  Counts();
  Run({}, {}, {destroy});
  const Status after = TryRun({{x_, x}}, {y_}, {}, &none);
  EXPECT_EQ(after.ToString(), before.ToString());
  EXPECT_EQ(Counts(), 0);
}

TEST_F(KeptTest, FailuresAreNotKept) {
  // An index that is there only for some values of the variable.
  const Output index = b_.Op("Cast", {Counted(read_)}, {{"SrcT", DT_FLOAT}, {"DstT", DT_INT32}});
  const Output row = b_.Op("GatherV2", {b_.Const(Ramp({4}, 1)), index, b_.Scalar<int32_t>(0)});
  const Output y = b_.Op("Mul", {x_, row});
  const Tensor x = Tensor::Scalar(1.0f);
  std::vector<Tensor> none;
  for (int round = 0; round < 2; ++round) {
    Assign(Tensor::Scalar(9.0f));
    for (int run = 0; run < 4; ++run) {
      const Status s = TryRun({{x_, x}}, {y}, {}, &none);
      EXPECT_EQ(s.code(), Code::kInvalidArgument) << s.ToString();
      EXPECT_EQ(Counts(), 1);
    }
    Assign(Tensor::Scalar(2.0f));
    for (int run = 0; run < 4; ++run) {
      EXPECT_EQ(Run({{x_, x}}, {y}).scalar<float>(), 1.25f);
      EXPECT_EQ(Counts(), run < 2 ? 1 : 0);
    }
  }
}

TEST_F(KeptTest, SessionsKeepTheirOwn) {
  const Ref<Session> first = session_;
  const Tensor x = Ramp({5}, 1);
  Assign(Ramp({5}, 2));
  for (int run = 0; run < 3; ++run) Run({{x_, x}}, {y_});
  session_ = MakeRef<Session>(graph_, SessionOptions());
  Assign(Ramp({5}, 3));
  for (int run = 0; run < 3; ++run) {
    ExpectSameBits(Run({{x_, x}}, {y_}), Want(x, Ramp({5}, 3)));
  }
  session_ = first;
  Counts();
  ExpectSameBits(Run({{x_, x}}, {y_}), Want(x, Ramp({5}, 2)));
  EXPECT_EQ(Counts(), 0);
}

// The variable gets another value while a run computes what is to be kept; others may run then.
TEST_F(KeptTest, WhatChangesMeanwhileIsNotKept) {
  const Tensor x = Ramp({5}, 1), before = Ramp({5}, 2), after = Ramp({5}, 9);
  const Tensor old = Want(x, before), fresh = Want(x, after);
  for (const int others : {0, 3}) {
    Assign(before);
    ExpectSameBits(Run({{x_, x}}, {y_}), old);
    g_during = [&] {
      Assign(after);
      for (int run = 0; run < others; ++run) ExpectSameBits(Run({{x_, x}}, {y_}), fresh);
    };
    ExpectSameBits(Run({{x_, x}}, {y_}), old);
    EXPECT_EQ(g_during, nullptr);
    for (int run = 0; run < 4; ++run) ExpectSameBits(Run({{x_, x}}, {y_}), fresh);
  }
}

// Between the comparison of versions and a read for a kept step and an ordinary one the variable
// gets another value: both see the same one.
TEST_F(KeptTest, OneReadIsOneValue) {
  const Output shared(
      NodeBuilder(graph_.get(), "KeptTestShared", "shared").Input(read_).Finish().value(), 0);
  const Output other = b_.Op("VarHandleOp", {}, {{"dtype", DT_FLOAT}, {"shape", Shape({5})}});
  const Node* assign = b_.NodeOf("AssignVariableOp", {other, fed_});
  const Output read = b_.Op("ReadVariableOp", {other}, {{"dtype", DT_FLOAT}});
  const auto zeros = [&](const Output& of) {
    return b_.Op("AddV2",
                 {b_.Op("Mul", {x_, Counted(b_.Op("Neg", {of}))}), b_.Op("Mul", {x_, of})});
  };
  const Output y = b_.Op("AddV2", {zeros(shared), zeros(read)});
  const Tensor x = Tensor::Scalar(1.0f);
  Assign(Ramp({5}, 1));
  Run({{fed_, Ramp({5}, 2)}}, {}, {assign});
  for (int run = 0; run < 3; ++run) Run({{x_, x}}, {y});
  Counts();
  Run({{x_, x}}, {y});
  EXPECT_EQ(Counts(), 0);
  g_during = [&] { Run({{fed_, Ramp({5}, 30)}}, {}, {assign}); };
  const Tensor got = Run({{x_, x}}, {y});
  EXPECT_EQ(g_during, nullptr);
  EXPECT_EQ(Counts(), 2);
  for (const float v : got.flat<float>()) EXPECT_EQ(v, 0);
}

TEST_F(KeptTest, TheInterpretersNodesReadThem) {
  const Output which = b_.Placeholder(DT_BOOL, Shape(), "which");
  const Node* fork = b_.NodeOf("Switch", {kept_, which});
  const Output off(const_cast<Node*>(fork), 0), on(const_cast<Node*>(fork), 1);
  const Output y =
      b_.Op("Merge", {std::vector<Output>{b_.Op("Neg", {off}), b_.Op("Mul", {on, x_})}});
  const Tensor x = Ramp({5}, 1), v = Ramp({5}, 2);
  Assign(v);
  for (int run = 0; run < 6; ++run) {
    const Tensor got = Run({{x_, x}, {which, Tensor::Scalar(run % 2 == 0)}}, {y});
    EXPECT_EQ(Counts(), run < 2 ? 1 : 0);
    const Tensor want = Want(run % 2 == 0 ? x : Tensor::Scalar(-1.0f), v);
    ExpectSameBits(got, want);
  }
}

}  // namespace
}  // namespace hb
