// Weights that a session keeps packed: when it packs them, and that results stay the same bits.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <utility>

#include "core/autodiff/gradients.h"
#include "core/graph/builder.h"
#include "core/kernel/helpers.h"
#include "core/kernel/registry.h"
#include "core/runtime/session.h"

namespace hb {
namespace {

Tensor Numbers(const Shape& shape, int seed) {
  Tensor t = Tensor::Allocate(DT_FLOAT, shape).value();
  const std::span<float> v = t.flat<float>();
  for (size_t i = 0; i < v.size(); ++i) {
    v[i] = static_cast<float>((i * 7919 + static_cast<size_t>(seed) * 104729) % 9973) / 4987 - 1;
  }
  return t;
}

class PrepackTest : public ::testing::Test {
 protected:
  void AddVariable(const Shape& shape) {
    handle_ = b_.Op("VarHandleOp", {}, {{"dtype", DT_FLOAT}, {"shape", shape}});
    read_ = b_.Op("ReadVariableOp", {handle_}, {{"dtype", DT_FLOAT}});
    fed_ = b_.Placeholder(DT_FLOAT, shape, "fed");
    assign_ = b_.NodeOf("AssignVariableOp", {handle_, fed_});
    x_ = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
  }
  Tensor Run(const std::vector<std::pair<Output, Tensor>>& feeds, const std::vector<Output>& fetch,
             const std::vector<const Node*>& targets = {}) {
    EXPECT_TRUE(b_.ok()) << b_.status().ToString();
    std::vector<Output> outputs;
    std::vector<Tensor> values, results(fetch.size());
    std::vector<Tensor*> in, out;
    for (const auto& [o, t] : feeds) outputs.push_back(o), values.push_back(t);
    for (Tensor& t : values) in.push_back(&t);
    for (Tensor& t : results) out.push_back(&t);
    const Status s = session_->Run(outputs, in, fetch, out, targets, {});
    EXPECT_TRUE(s.ok()) << s.ToString();
    return fetch.empty() ? Tensor() : results[0];
  }
  void Assign(const Tensor& value) { Run({{fed_, value}}, {}, {assign_}); }
  int64_t Packs() { return session_->packs().packs(); }
  static void ExpectSameBits(const Tensor& a, const Tensor& b) {
    ASSERT_EQ(a.shape(), b.shape());
    EXPECT_EQ(std::memcmp(a.data(), b.data(), a.bytes()), 0);
  }

  std::shared_ptr<Graph> graph_ = std::make_shared<Graph>();
  Ref<Session> session_ = MakeRef<Session>(graph_, SessionOptions());
  Builder b_{graph_.get()};
  Output handle_, read_, fed_, x_;
  const Node* assign_ = nullptr;
};

// What is fed is never packed: the measure for the others.
TEST_F(PrepackTest, ProductsGiveTheBitsOfFedWeights) {
  struct Case {
    int64_t m, k, n;
    bool trans_b, packs;
  };
  for (const Case& c :
       {Case{2, 300, 50, false, true}, Case{9, 700, 1000, false, true},
        Case{5, 200, 64, true, true}, Case{90, 330, 40, true, true}, Case{60, 64, 130, false, true},
        Case{1, 700, 1000, false, false}, Case{1, 700, 1000, true, false},
        Case{8, 5000, 1, false, false}, Case{500, 64, 130, true, false}}) {
    SCOPED_TRACE(StrCat(c.m, "x", c.k, "x", c.n, c.trans_b ? " transposed" : ""));
    graph_ = std::make_shared<Graph>();
    session_ = MakeRef<Session>(graph_, SessionOptions());
    b_ = Builder(graph_.get());
    const Shape shape = c.trans_b ? Shape({c.n, c.k}) : Shape({c.k, c.n});
    AddVariable(shape);
    const Tensor w = Numbers(shape, 2), x = Numbers({c.m, c.k}, 1);
    Assign(w);
    const Attrs attrs = {{"transpose_b", c.trans_b}};
    const Output kept = b_.Op("MatMul", {x_, read_}, attrs);
    const Output constant = b_.Op("MatMul", {x_, b_.Const(w)}, attrs);
    const Output fresh = b_.Op("MatMul", {x_, fed_}, attrs);
    const Tensor want = Run({{x_, x}, {fed_, w}}, {fresh});
    EXPECT_EQ(Packs(), 0);
    for (int run = 0; run < 4; ++run) {
      ExpectSameBits(Run({{x_, x}}, {kept}), want);
      ExpectSameBits(Run({{x_, x}}, {constant}), want);
      EXPECT_EQ(Packs(), c.packs && run > 0 ? 2 : 0);
      ExpectSameBits(Run({{x_, x}, {fed_, w}}, {fresh}), want);
    }
  }
}

// Weights of more than two dimensions reach a batched product through a Reshape. All samples meet
// one matrix, so that it is the product of all their rows.
TEST_F(PrepackTest, BatchesThatMeetOneMatrixUseReshapedWeights) {
  for (const bool adjoint : {false, true}) {
    graph_ = std::make_shared<Graph>();
    session_ = MakeRef<Session>(graph_, SessionOptions());
    b_ = Builder(graph_.get());
    AddVariable({300, 5, 10});
    const Tensor w = Numbers({300, 5, 10}, 2), x = Numbers({3, 4, adjoint ? 50 : 300}, 1);
    Assign(w);
    const Output shape = b_.Vector<int32_t>({300, 50});
    const auto matrix = [&](const Output& o) { return b_.Op("Reshape", {o, shape}); };
    const Attrs attrs = {{"adj_y", adjoint}};
    const Output kept = b_.Op("BatchMatMulV2", {x_, matrix(read_)}, attrs);
    const Output one = b_.Op("BatchMatMulV2", {x_, matrix(fed_)}, attrs);
    const Output rows =
        b_.Op("MatMul", {b_.Op("Reshape", {x_, b_.Vector<int32_t>({12, -1})}), matrix(fed_)},
              {{"transpose_b", adjoint}});
    Tensor want = Run({{x_, x}, {fed_, w}}, {rows});
    const Tensor flat = Run({{x_, x}, {fed_, w}}, {one});
    EXPECT_EQ(flat.shape(), Shape({3, 4, adjoint ? 300 : 50}));
    ASSERT_EQ(flat.bytes(), want.bytes());
    EXPECT_EQ(std::memcmp(flat.data(), want.data(), want.bytes()), 0);
    for (int run = 0; run < 4; ++run) {
      ExpectSameBits(Run({{x_, x}}, {kept}), flat);
      EXPECT_EQ(Packs(), run > 0 ? 1 : 0);
    }
  }
}

// A single sample's LSTM has its recurrent kernel packed; a batch packs within the step.
TEST_F(PrepackTest, LstmsOfOneSampleKeepTheRecurrentKernel) {
  AddVariable({70, 280});
  const Tensor w = Numbers({70, 280}, 2);
  Assign(w);
  const auto lstm = [&](int64_t batch, const Output& recurrent) {
    const Output x = b_.Const(Numbers({batch, 9, 6}, 1));
    const Output state = b_.Const(Numbers({batch, 70}, 3));
    return b_.Op(
        "_HbLSTM",
        {x, b_.Const(Numbers({6, 280}, 4)), recurrent, b_.Const(Numbers({280}, 5)), state, state},
        {{"keep", false}});
  };
  const Output kept = lstm(1, read_), fresh = lstm(1, fed_), batch = lstm(2, read_);
  Tensor want = Run({{fed_, w}}, {fresh});
  for (int run = 0; run < 4; ++run) {
    ExpectSameBits(Run({}, {kept}), want);
    Run({}, {batch});
    EXPECT_EQ(Packs(), run > 0 ? 1 : 0);
  }
  const Tensor other = Numbers({70, 280}, 6);
  Assign(other);
  want = Run({{fed_, other}}, {fresh});
  for (int run = 0; run < 3; ++run) ExpectSameBits(Run({}, {kept}), want);
  EXPECT_EQ(Packs(), 2);
}

// Where each sample has a matrix of its own, or A is transposed, samples stay apart.
TEST_F(PrepackTest, BatchesOfMatricesStayApart) {
  const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "a");
  const Output y = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "b");
  const Output plain = b_.Op("BatchMatMulV2", {x, y});
  const Output adjoint = b_.Op("BatchMatMulV2", {x, y}, {{"adj_x", true}});
  struct Case {
    Output product;
    Shape a, b, c;
  };
  for (const Case& c :
       {Case{plain, {2, 3, 4, 5}, {5, 6}, {2, 3, 4, 6}},
        Case{plain, {1, 3, 4, 5}, {2, 1, 5, 6}, {2, 3, 4, 6}},
        Case{plain, {4, 5}, {3, 5, 6}, {3, 4, 6}}, Case{plain, {2, 4, 0}, {0, 6}, {2, 4, 6}},
        Case{plain, {0, 4, 5}, {5, 6}, {0, 4, 6}}, Case{adjoint, {3, 5, 4}, {5, 6}, {3, 4, 6}}}) {
    SCOPED_TRACE(StrCat(c.a.ToString(), " ", c.b.ToString()));
    const Tensor a = Numbers(c.a, 1), b = Numbers(c.b, 2);
    const Tensor got = Run({{x, a}, {y, b}}, {c.product});
    ASSERT_EQ(got.shape(), c.c);
    const bool turned = c.product.node == adjoint.node;
    const int64_t m = 4, n = 6, k = c.b[c.b.rank() - 2];
    const auto matrix = [](const Shape& s, int64_t sample, int64_t batches) {
      // The number of the operand's matrix that a sample of the result meets.
      int64_t at = 0, step = 1;
      for (int i = s.rank() - 3; i >= 0; --i) {
        const int64_t size = i == s.rank() - 3 && batches == 6 ? 3 : batches == 6 ? 2 : batches;
        at += s[i] == 1 ? 0 : sample % size * step;
        sample /= size;
        step *= s[i];
      }
      return at;
    };
    const int64_t batches = c.c.num_elements() / (m * n);
    for (int64_t s = 0; s < batches; ++s) {
      const float* pa = a.flat<float>().data() + matrix(c.a, s, batches) * m * k;
      const float* pb = b.flat<float>().data() + matrix(c.b, s, batches) * k * n;
      for (int64_t i = 0; i < m * n; ++i) {
        double sum = 0;
        for (int64_t t = 0; t < k; ++t) {
          sum += static_cast<double>(turned ? pa[t * m + i / n] : pa[i / n * k + t]) *
                 pb[t * n + i % n];
        }
        EXPECT_NEAR(got.flat<float>()[static_cast<size_t>(s * m * n + i)], sum, 1e-6);
      }
    }
  }
}

TEST_F(PrepackTest, ConvolutionsGiveTheBitsOfFedFilters) {
  const Shape shape({3, 3, 64, 70});
  AddVariable(shape);
  const Tensor w = Numbers(shape, 2), x = Numbers({1, 7, 7, 64}, 1);
  Assign(w);
  const Attrs attrs = {{"strides", std::vector<int64_t>{1, 1, 1, 1}}, {"padding", "SAME"}};
  const Output kept = b_.Op("Relu", {b_.Op("Conv2D", {x_, read_}, attrs)});
  const Tensor want =
      Run({{x_, x}, {fed_, w}}, {b_.Op("Relu", {b_.Op("Conv2D", {x_, fed_}, attrs)})});
  for (int run = 0; run < 4; ++run) ExpectSameBits(Run({{x_, x}}, {kept}), want);
  EXPECT_EQ(Packs(), 1);
}

// Panels, Winograd's form, and filters that kernels read as they are.
TEST_F(PrepackTest, FiltersAreKeptTimesFactors) {
  struct Case {
    Shape filter, image;
    const char* op;
  };
  for (const Case& c :
       {Case{{1, 1, 64, 70}, {1, 7, 7, 64}, "Conv2D"},
        Case{{3, 3, 64, 64}, {1, 14, 14, 64}, "Conv2D"}, Case{{3, 3, 3, 8}, {1, 9, 9, 3}, "Conv2D"},
        Case{{3, 3, 40, 1}, {1, 7, 7, 40}, "DepthwiseConv2dNative"}}) {
    SCOPED_TRACE(StrCat(c.op, " ", c.filter.ToString()));
    graph_ = std::make_shared<Graph>();
    session_ = MakeRef<Session>(graph_, SessionOptions());
    b_ = Builder(graph_.get());
    AddVariable(c.filter);
    const bool depthwise = c.filter[3] == 1;
    const Shape row({depthwise ? c.filter[2] : c.filter[3]});
    const Output scale = b_.Op("VarHandleOp", {}, {{"dtype", DT_FLOAT}, {"shape", row}}, "scale");
    const Output given = b_.Placeholder(DT_FLOAT, row, "given");
    const Node* const set = b_.NodeOf("AssignVariableOp", {scale, given});
    const Output factor = b_.Op("ReadVariableOp", {scale}, {{"dtype", DT_FLOAT}});
    const Attrs attrs = {{"strides", std::vector<int64_t>{1, 1, 1, 1}}, {"padding", "SAME"}};
    const auto end = [&](const Output& y) {
      return b_.Op("Relu", {b_.Op("AddV2", {y, b_.Const(Numbers(row, 9))})});
    };
    const Output kept = end(b_.Op("Mul", {b_.Op(c.op, {x_, read_}, attrs), factor}));
    const Output by =
        b_.Op("Reshape", {given, b_.Vector<int32_t>({-1, static_cast<int32_t>(c.filter[3])})});
    const Output once = end(b_.Op(c.op, {x_, b_.Op("Mul", {fed_, by})}, attrs));
    const Tensor x = Numbers(c.image, 1);
    int64_t packs = 0;
    for (int round = 0; round < 4; ++round) {
      // Filter and factors change in turn.
      const Tensor w = Numbers(c.filter, 2 + round / 2), f = Numbers(row, 5 + (round + 1) / 2);
      Assign(w);
      Run({{given, f}}, {}, {set});
      const Tensor want = Run({{x_, x}, {fed_, w}, {given, f}}, {once});
      for (int run = 0; run < 4; ++run) {
        ExpectSameBits(Run({{x_, x}}, {kept}), want);
        packs += run == 1;
        EXPECT_EQ(Packs(), packs);
      }
    }
    // Only the factors change.
    const Tensor w = Numbers(c.filter, 3), f = Numbers(row, 8);
    Run({{given, f}}, {}, {set});
    const Tensor want = Run({{x_, x}, {fed_, w}, {given, f}}, {once});
    for (int run = 0; run < 3; ++run) ExpectSameBits(Run({{x_, x}}, {kept}), want);
    EXPECT_EQ(Packs(), packs + 1);
    // Another batch has the same filter; one that meets it with other factors has its own.
    Shape larger = c.image;
    larger.set_dim(0, 2);
    for (int run = 0; run < 3; ++run) Run({{x_, Numbers(larger, 1)}}, {kept});
    EXPECT_EQ(Packs(), packs + 1);
  }
}

// Two steps meet one filter with other factors: neither gets what is the other's.
TEST_F(PrepackTest, FactorsOfTwoStepsAreNotTakenForEachOther) {
  AddVariable({1, 1, 64, 70});
  Assign(Numbers({1, 1, 64, 70}, 2));
  const Attrs attrs = {{"strides", std::vector<int64_t>{1, 1, 1, 1}}, {"padding", "SAME"}};
  const auto factor = [&](int seed) { return b_.Const(Numbers({70}, seed)); };
  const auto kept_one = [&](const Output& x, int seed) {
    return b_.Op("Mul", {b_.Op("Conv2D", {x, read_}, attrs), factor(seed)});
  };
  const auto fresh_one = [&](const Output& x, int seed) {
    return b_.Op("Conv2D", {x, b_.Op("Mul", {fed_, factor(seed)})}, attrs);
  };
  const Output other = b_.Op("Neg", {x_});
  const Output kept = b_.Op("AddN", {std::vector<Output>{kept_one(x_, 5), kept_one(other, 6)}});
  const Output fresh = b_.Op("AddN", {std::vector<Output>{fresh_one(x_, 5), fresh_one(other, 6)}});
  const Tensor x = Numbers({1, 7, 7, 64}, 1), w = Numbers({1, 1, 64, 70}, 2);
  const Tensor want = Run({{x_, x}, {fed_, w}}, {fresh});
  for (int run = 0; run < 4; ++run) ExpectSameBits(Run({{x_, x}}, {kept}), want);
}

TEST_F(PrepackTest, ShapesOfOtherInputsShareAPack) {
  AddVariable({300, 50});
  Assign(Numbers({300, 50}, 2));
  const Output y = b_.Op("MatMul", {x_, read_});
  const Output other = b_.Op("Tanh", {b_.Op("MatMul", {b_.Op("Neg", {x_}), read_})});
  for (int64_t rows : {2, 3, 4, 5}) {
    Run({{x_, Numbers({rows, 300}, 1)}}, {y});
    Run({{x_, Numbers({rows, 300}, 1)}}, {other});
  }
  EXPECT_EQ(Packs(), 1);
  EXPECT_GT(session_->packs().bytes(), 300u * 50 * 4);
}

TEST_F(PrepackTest, AssignedValuesArePackedAnew) {
  AddVariable({300, 50});
  const Output y = b_.Op("MatMul", {x_, read_}), fresh = b_.Op("MatMul", {x_, fed_});
  const Tensor x = Numbers({4, 300}, 1);
  for (int value = 0; value < 5; ++value) {
    const Tensor w = Numbers({300, 50}, value);
    Assign(w);
    const Tensor want = Run({{x_, x}, {fed_, w}}, {fresh});
    // Odd values are used once only.
    const int runs = value % 2 == 0 ? 3 : 1;
    for (int run = 0; run < runs; ++run) ExpectSameBits(Run({{x_, x}}, {y}), want);
  }
  EXPECT_EQ(Packs(), 3);
}

TEST_F(PrepackTest, TrainingNeverPacks) {
  AddVariable({300, 50});
  Assign(Numbers({300, 50}, 2));
  const Output y = b_.Op("Relu", {b_.Op("MatMul", {x_, read_})});
  std::vector<Output> grads;
  ASSERT_TRUE(AddGradients(graph_.get(), {y}, {read_, x_}, {}, {}, &grads).ok());
  const Node* train =
      b_.NodeOf("ResourceApplyGradientDescent", {handle_, b_.Scalar<float>(0.01f), grads[0]});
  const Output fresh = b_.Op("Relu", {b_.Op("MatMul", {x_, fed_})});
  const Tensor x = Numbers({4, 300}, 1);
  // Alone, and with predictions between.
  for (int step = 0; step < 6; ++step) {
    Run({{x_, x}}, {y, grads[1]}, {train});
    if (step < 3) continue;
    const Tensor got = Run({{x_, x}}, {y});
    ExpectSameBits(got, Run({{x_, x}, {fed_, Run({}, {read_})}}, {fresh}));
  }
  EXPECT_EQ(Packs(), 0);
  // A run that can write keeps nothing, even if the value stays.
  const Node* still =
      b_.NodeOf("ResourceApplyGradientDescent", {handle_, b_.Scalar<float>(0), grads[0]});
  for (int step = 0; step < 3; ++step) Run({{x_, x}}, {y}, {still});
  EXPECT_EQ(Packs(), 0);
  // Afterwards predictions are packed.
  for (int run = 0; run < 3; ++run) Run({{x_, x}}, {y});
  EXPECT_EQ(Packs(), 1);
}

TEST_F(PrepackTest, TheSameWeightsTwiceInARunAreOneSighting) {
  AddVariable({100, 100});
  Assign(Numbers({100, 100}, 2));
  const Output y = b_.Op("MatMul", {b_.Op("Tanh", {b_.Op("MatMul", {x_, read_})}), read_});
  const Tensor x = Numbers({4, 100}, 1);
  Run({{x_, x}}, {y});
  EXPECT_EQ(Packs(), 0);
  Run({{x_, x}}, {y});
  EXPECT_EQ(Packs(), 1);
}

// An identity that calls whatever the test wants to happen in the middle of a run.
std::function<void()> g_hook;

int RunHook(HbRunCtx* ctx) {
  std::copy_n(In<float>(ctx, 0), InCount(ctx, 0), Out<float>(ctx, 0));
  if (const auto hook = std::exchange(g_hook, nullptr)) hook();
  return 0;
}

void RegisterHook() {
  pb::OpDef def;
  def.set_name("PrepackTestHook");
  for (pb::OpDef::ArgDef* arg : {def.add_input_arg(), def.add_output_arg()}) {
    arg->set_name(arg == &def.input_arg(0) ? "x" : "y");
    arg->set_type(pb::DT_FLOAT);
  }
  ASSERT_TRUE(OpSet::Global().Add(def, shape_fn::Unchanged).ok());
  HbKernelDef kernel = {};
  kernel.struct_size = sizeof(kernel);
  kernel.abi = kHbKernelAbi;
  kernel.op = "PrepackTestHook";
  kernel.device = "CPU";
  kernel.run = RunHook;
  ASSERT_TRUE(KernelRegistry::Global().Add(kernel).ok());
}

// Between a run's read and its product the variable gets another value, which others pack.
TEST_F(PrepackTest, WhatWasReadIsNotTakenForWhatWasAssignedSince) {
  RegisterHook();
  AddVariable({300, 50});
  const Tensor before = Numbers({300, 50}, 2), after = Numbers({300, 50}, 3);
  const Tensor x = Numbers({4, 300}, 1);
  Assign(before);
  Result<Node*> hook = NodeBuilder(graph_.get(), "PrepackTestHook", "hook")
                           .Input(x_)
                           .ControlInput(read_.node)
                           .Finish();
  ASSERT_TRUE(hook.ok()) << hook.status().ToString();
  const Output y = b_.Op("MatMul", {Output(*hook, 0), read_});
  const Output other = b_.Op("MatMul", {x_, read_}), fresh = b_.Op("MatMul", {x_, fed_});
  const Tensor want = Run({{x_, x}, {fed_, before}}, {fresh});
  for (int run = 0; run < 3; ++run) ExpectSameBits(Run({{x_, x}}, {y}), want);
  EXPECT_EQ(Packs(), 1);
  g_hook = [&] {
    Assign(after);
    for (int run = 0; run < 3; ++run) Run({{x_, x}}, {other});
    EXPECT_EQ(Packs(), 2);
  };
  ExpectSameBits(Run({{x_, x}}, {y}), want);
  ExpectSameBits(Run({{x_, x}}, {y}), Run({{x_, x}, {fed_, after}}, {fresh}));
}

}  // namespace
}  // namespace hb
