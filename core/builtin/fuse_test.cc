// A product or convolution, its bias and its activation as one step give the bits of three steps.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/autodiff/gradients.h"
#include "core/builtin/builtin.h"
#include "core/graph/builder.h"
#include "core/runtime/session.h"

namespace hb {
namespace {

// Numbers in (-1, 1) that differ, with some that are special if asked for.
Tensor Numbers(const Shape& shape, int seed, bool special = false) {
  Tensor t = Tensor::Allocate(DT_FLOAT, shape).value();
  const std::span<float> v = t.flat<float>();
  for (size_t i = 0; i < v.size(); ++i) {
    v[i] = static_cast<float>((i * 7919 + static_cast<size_t>(seed) * 104729) % 9973) / 4987 - 1;
    if (!special || i % 37 != 5) continue;
    const float kinds[] = {std::numeric_limits<float>::infinity(), -0.0f, 1e-40f, 3e38f,
                           std::nanf("")};
    v[i] = kinds[i / 37 % 5];
  }
  return t;
}

class FuseTest : public ::testing::Test {
 protected:
  FuseTest() { InitBuiltin(); }

  Output Variable(const Shape& shape, int seed, bool declared = true) {
    const std::string name = StrCat("v", inits_.size());
    const Shape says = declared ? shape : Shape::UnknownRank();
    Output handle = b_.Op("VarHandleOp", {},
                          {{"dtype", DT_FLOAT}, {"shape", says}, {"shared_name", name}}, name);
    inits_.push_back(b_.NodeOf("AssignVariableOp", {handle, b_.Const(Numbers(shape, seed))}));
    return b_.Op("ReadVariableOp", {handle}, {{"dtype", DT_FLOAT}});
  }

  // A convolution with a filter of `size` x `size` that is a variable.
  Output Conv(const Output& x, int64_t from, int64_t to, int64_t size = 1, int64_t stride = 1,
              const char* padding = "SAME") {
    return b_.Op("Conv2D", {x, Variable({size, size, from, to}, static_cast<int>(size))},
                 {{"strides", std::vector<int64_t>{1, stride, stride, 1}}, {"padding", padding}});
  }

  // The names of the ops of the plan for these fetches.
  std::vector<std::string> Plan(const std::vector<Output>& feeds,
                                const std::vector<Output>& fetches,
                                const std::vector<const Node*>& targets = {}) {
    EXPECT_TRUE(b_.ok()) << b_.status().ToString();
    Result<std::shared_ptr<hb::Plan>> plan = session_->MakePlan(feeds, fetches, targets);
    EXPECT_TRUE(plan.ok()) << plan.status().ToString();
    std::vector<std::string> ops;
    if (!plan.ok()) return ops;
    for (const IrNode& n : (*plan)->ir().nodes) {
      if (n.op != nullptr && !n.is_const()) ops.push_back(n.type());
    }
    return ops;
  }
  static int64_t Count(const std::vector<std::string>& ops, std::string_view op) {
    return std::ranges::count(ops, op);
  }

  Result<std::vector<Tensor>> Run(const std::vector<Output>& feeds, std::vector<Tensor> inputs,
                                  const std::vector<Output>& fetches) {
    if (!started_) {
      started_ = true;
      HB_RETURN_IF_ERROR(session_->Run({}, {}, {}, {}, inits_, {}));
    }
    std::vector<Tensor> results(fetches.size());
    std::vector<Tensor*> in, out;
    for (Tensor& t : inputs) in.push_back(&t);
    for (Tensor& t : results) out.push_back(&t);
    HB_RETURN_IF_ERROR(session_->Run(feeds, in, fetches, out, {}, {}));
    return results;
  }

  static void ExpectSameBits(const Tensor& a, const Tensor& b) {
    ASSERT_EQ(a.shape(), b.shape());
    EXPECT_EQ(std::memcmp(a.data(), b.data(), a.bytes()), 0);
  }

  // Fetches the last of `chain` alone, which must be one step `op`, and with all others, which must
  // be many; compares them, and one thread with several.
  void CheckChain(const std::vector<Output>& feeds, const std::vector<Tensor>& inputs,
                  const std::vector<Output>& chain, std::string_view op) {
    const std::vector<std::string> fused = Plan(feeds, {chain.back()}), apart = Plan(feeds, chain);
    EXPECT_EQ(Count(fused, op), 1);
    for (const Output& o : chain) EXPECT_EQ(Count(fused, o.node->type()), 0) << o.node->type();
    EXPECT_EQ(Count(apart, op), 0);
    auto one = Run(feeds, inputs, {chain.back()});
    auto many = Run(feeds, inputs, chain);
    ASSERT_TRUE(one.ok()) << one.status().ToString();
    ASSERT_TRUE(many.ok()) << many.status().ToString();
    ExpectSameBits((*one)[0], many->back());
    SessionOptions options;
    options.max_threads = 1;
    session_ = MakeRef<Session>(graph_, options);
    started_ = false;
    auto alone = Run(feeds, inputs, {chain.back()});
    ASSERT_TRUE(alone.ok()) << alone.status().ToString();
    ExpectSameBits((*one)[0], (*alone)[0]);
  }

  void Restart() {
    graph_ = std::make_shared<Graph>();
    session_ = MakeRef<Session>(graph_, SessionOptions());
    b_ = Builder(graph_.get());
    inits_.clear();
    started_ = false;
  }

  std::shared_ptr<Graph> graph_ = std::make_shared<Graph>();
  Ref<Session> session_ = MakeRef<Session>(graph_, SessionOptions());
  Builder b_{graph_.get()};
  std::vector<const Node*> inits_;
  bool started_ = false;
};

const char* const kActivations[] = {"",     "Relu", "Relu6",    "Elu",
                                    "Selu", "Tanh", "Softplus", "Sigmoid"};

TEST_F(FuseTest, ProductsGiveTheSameBits) {
  struct Case {
    int64_t m, k, n;
  };
  int variant = 0;
  for (const Case& c : {Case{1, 784, 128}, Case{1, 5000, 3}, Case{3, 7, 1}, Case{32, 784, 128},
                        Case{32, 128, 10}, Case{57, 33, 65}, Case{300, 350, 40}, Case{5, 0, 6},
                        Case{0, 4, 6}, Case{4, 3, 0}, Case{200, 64, 700}}) {
    for (const char* activation : kActivations) {
      Restart();
      ++variant;
      SCOPED_TRACE(StrCat(c.m, "x", c.k, "x", c.n, " ", activation, " variant ", variant));
      const bool ta = variant % 3 == 0, tb = variant % 5 == 0, special = variant % 4 == 0;
      const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
      const Shape w_shape = tb ? Shape({c.n, c.k}) : Shape({c.k, c.n});
      const Output w = variant % 2 == 0 ? Variable(w_shape, 2) : b_.Const(Numbers(w_shape, 2));
      const Output bias =
          variant % 2 == 0 ? Variable({c.n}, 3) : b_.Const(Numbers({c.n}, 3, special));
      std::vector<Output> chain = {
          b_.Op("MatMul", {x, w}, {{"transpose_a", ta}, {"transpose_b", tb}})};
      if (variant % 7 != 0 || *activation == '\0') {
        chain.push_back(variant % 3 == 0   ? b_.Op("BiasAdd", {chain[0], bias})
                        : variant % 3 == 1 ? b_.Op("AddV2", {chain[0], bias})
                                           : b_.Op("AddV2", {bias, chain[0]}));
      }
      if (*activation != '\0') chain.push_back(b_.Op(activation, {chain.back()}));
      const Shape x_shape = ta ? Shape({c.k, c.m}) : Shape({c.m, c.k});
      CheckChain({x}, {Numbers(x_shape, 1, special)}, chain, "_HbMatMul");
    }
  }
}

TEST_F(FuseTest, ConvolutionsGiveTheSameBits) {
  int variant = 0;
  for (const Shape& image : {Shape({2, 28, 28, 1}), Shape({1, 7, 9, 5}), Shape({3, 8, 8, 16}),
                             Shape({0, 5, 5, 2}), Shape({1, 1, 1, 64})}) {
    for (const char* activation : kActivations) {
      Restart();
      ++variant;
      SCOPED_TRACE(StrCat(image.ToString(), " ", activation, " variant ", variant));
      const bool depthwise = variant % 3 == 0;
      const int64_t size = image[1] == 1 ? 1 : 1 + variant % 3;
      const int64_t multiplier = 1 + variant % 2;
      const int64_t channels = depthwise ? image[3] * multiplier : 17;
      const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
      const Output w = Variable({size, size, image[3], depthwise ? multiplier : 17}, 2);
      const Output bias = Variable({channels}, 3);
      const int64_t stride = 1 + variant % 2;
      std::vector<Output> chain = {b_.Op(depthwise ? "DepthwiseConv2dNative" : "Conv2D", {x, w},
                                         {{"strides", std::vector<int64_t>{1, stride, stride, 1}},
                                          {"padding", variant % 4 == 0 ? "VALID" : "SAME"}})};
      chain.push_back(b_.Op(variant % 2 == 0 ? "BiasAdd" : "AddV2", {chain[0], bias}));
      if (*activation != '\0') chain.push_back(b_.Op(activation, {chain.back()}));
      CheckChain({x}, {Numbers(image, 1)}, chain, "_HbConv2D");
    }
  }
}

// What batch normalisation comes down to: a factor and a summand for each channel.
TEST_F(FuseTest, FactorsOfChannelsGiveTheSameBits) {
  int variant = 0;
  for (const Shape& image : {Shape({2, 9, 7, 5}), Shape({1, 6, 6, 32}), Shape({1, 14, 13, 16}),
                             Shape({0, 5, 5, 2}), Shape({3, 4, 5, 37})}) {
    for (const char* activation : kActivations) {
      for (bool flat : {true, false}) {
        Restart();
        ++variant;
        SCOPED_TRACE(StrCat(image.ToString(), " ", activation, " variant ", variant));
        const bool product = variant % 5 == 0, depthwise = variant % 3 == 0;
        const int64_t channels = depthwise && !product ? image[3] : 16;
        const Shape one = flat            ? Shape({channels})
                          : product       ? Shape({1, channels})
                          : variant % 2 ? Shape({1, 1, 1, channels})
                                          : Shape({1, channels});
        const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
        std::vector<Output> chain;
        if (product) {
          chain.push_back(b_.Op("MatMul", {x, Variable({image[3], channels}, 2)}));
        } else {
          const Output w = Variable({3, 3, image[3], depthwise ? 1 : channels}, 2);
          const int64_t stride = 1 + variant % 2;
          chain.push_back(b_.Op(depthwise ? "DepthwiseConv2dNative" : "Conv2D", {x, w},
                                {{"strides", std::vector<int64_t>{1, stride, stride, 1}},
                                 {"padding", "SAME"}}));
        }
        if (variant % 4 == 1) {
          chain.push_back(b_.Op("BiasAdd", {chain.back(), Variable({channels}, 3)}));
        }
        if (variant % 4 == 2) chain.push_back(b_.Op("AddV2", {Variable(one, 3), chain.back()}));
        const Output factor = b_.Const(Numbers(one, 4, variant % 7 == 0));
        chain.push_back(variant % 2 == 0 ? b_.Op("Mul", {chain.back(), factor})
                                         : b_.Op("Mul", {Variable(one, 4), chain.back()}));
        if (variant % 6 != 5) {
          chain.push_back(b_.Op("AddV2", {chain.back(), Variable(one, 5)}));
        }
        if (*activation != '\0') chain.push_back(b_.Op(activation, {chain.back()}));
        const Shape fed = product ? Shape({image[0] * image[1], image[3]}) : image;
        CheckChain({x}, {Numbers(fed, 1, variant % 4 == 0)}, chain,
                   product ? "_HbMatMul" : "_HbConv2D");
      }
    }
  }
}

// The factors are computed from variables, as Keras exports batch normalisation.
TEST_F(FuseTest, FactorsMayBeArithmetic) {
  const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
  const Output conv = Conv(x, 8, 16);
  const auto vector = [&](int seed) {
    return b_.Op("Reshape", {Variable({16}, seed), b_.Const(Tensor::Vector<int32_t>({1, 1, 1, -1}))});
  };
  const Output variance = b_.Op("Square", {vector(3)});
  const Output inverse =
      b_.Op("Mul", {b_.Op("Rsqrt", {b_.Op("AddV2", {variance, b_.Scalar<float>(1e-3f)})}), vector(4)});
  const Output scaled = b_.Op("Mul", {conv, inverse});
  const Output sum =
      b_.Op("AddV2", {scaled, b_.Op("Sub", {vector(5), b_.Op("Mul", {vector(6), inverse})})});
  const Output y = b_.Op("Relu6", {sum});
  const std::vector<std::string> ops = Plan({x}, {y});
  EXPECT_EQ(Count(ops, "_HbConv2D"), 1);
  EXPECT_EQ(Count(ops, "Mul"), 2);
  EXPECT_EQ(Count(ops, "AddV2"), 1);
  EXPECT_EQ(Count(ops, "Relu6"), 0);
  auto one = Run({x}, {Numbers({2, 6, 5, 8}, 1)}, {y});
  auto many = Run({x}, {Numbers({2, 6, 5, 8}, 1)}, {conv, scaled, sum, y});
  ASSERT_TRUE(one.ok()) << one.status().ToString();
  ASSERT_TRUE(many.ok()) << many.status().ToString();
  ExpectSameBits((*one)[0], many->back());
}

TEST_F(FuseTest, FactorsThatFitNoChannelStayApart) {
  const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
  const Output fed = b_.Placeholder(DT_FLOAT, Shape({16}), "fed");
  const Output conv = Conv(x, 8, 16);
  for (const Output& other :
       {fed, Variable({1}, 3), Variable({5, 16}, 3), Variable({1, 1, 1, 1, 16}, 3),
        Variable({16, 1}, 3), b_.Scalar<float>(2), Variable({16}, 3, false)}) {
    for (const char* op : {"Mul", "AddV2"}) {
      EXPECT_EQ(Count(Plan({x, fed}, {b_.Op(op, {conv, other})}), "_HbConv2D"), 0);
    }
  }
  // A narrow result spreads over a longer vector.
  EXPECT_EQ(Count(Plan({x}, {b_.Op("Mul", {Conv(x, 8, 1), Variable({16}, 3)})}), "_HbConv2D"), 0);
  EXPECT_EQ(Count(Plan({x}, {b_.Op("Mul", {conv, conv})}), "_HbConv2D"), 0);
  // One factor and one summand behind it are all that a step does.
  const Output v = Variable({16}, 3);
  const Output twice = b_.Op("Mul", {b_.Op("Mul", {conv, v}), v});
  std::vector<std::string> ops = Plan({x}, {twice});
  EXPECT_EQ(Count(ops, "_HbConv2D"), 1);
  EXPECT_EQ(Count(ops, "Mul"), 1);
  // A value between that is a result, too.
  const Output scaled = b_.Op("Mul", {conv, v});
  const Output sum = b_.Op("AddV2", {scaled, v});
  ops = Plan({x}, {sum, scaled});
  EXPECT_EQ(Count(ops, "_HbConv2D"), 1);
  EXPECT_EQ(Count(ops, "AddV2"), 1);
}

// A sum with a value whose pixels come from where the convolution's come from.
TEST_F(FuseTest, SumsOfEqualImagesGiveTheSameBits) {
  for (int variant = 0; variant < 12; ++variant) {
    Restart();
    SCOPED_TRACE(StrCat("variant ", variant));
    const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
    const Output root = b_.Op("Relu", {Conv(x, 3, 16)});
    const int64_t stride = 1 + variant % 2;
    const Output inner = b_.Op("Relu", {Conv(root, 16, 16, 1, stride)});
    // What is added: the root itself, or another convolution of it.
    Output other = root;
    if (stride == 2) {
      other = Conv(root, 16, 16, 1, 2, variant % 4 < 2 ? "SAME" : "VALID");
      other = b_.Op("AddV2", {b_.Op("Mul", {other, Variable({16}, 7)}), Variable({16}, 8)});
    }
    std::vector<Output> chain = {Conv(inner, 16, 16, 3)};
    if (variant % 3 == 0) chain.push_back(b_.Op("BiasAdd", {chain.back(), Variable({16}, 4)}));
    if (variant % 3 == 1) {
      chain.push_back(b_.Op("Mul", {chain.back(), Variable({16}, 4)}));
      chain.push_back(b_.Op("AddV2", {chain.back(), Variable({16}, 5)}));
    }
    chain.push_back(variant % 4 < 2 ? b_.Op("AddV2", {chain.back(), other})
                                    : b_.Op("AddV2", {other, chain.back()}));
    const Output y = b_.Op("Relu", {chain.back()});
    for (const Shape& image : {Shape({2, 9, 7, 3}), Shape({1, 16, 16, 3})}) {
      auto one = Run({x}, {Numbers(image, 1)}, {y});
      std::vector<Output> all = chain;
      all.push_back(other);
      all.push_back(y);
      auto many = Run({x}, {Numbers(image, 1)}, all);
      ASSERT_TRUE(one.ok()) << one.status().ToString();
      ASSERT_TRUE(many.ok()) << many.status().ToString();
      ExpectSameBits((*one)[0], many->back());
    }
    const std::vector<std::string> ops = Plan({x}, {y});
    EXPECT_EQ(Count(ops, "AddV2"), 0);
    EXPECT_EQ(Count(ops, "Relu"), 0);
  }
}

TEST_F(FuseTest, SumsThatMaySpreadStayApart) {
  const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
  const Output elsewhere = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "elsewhere");
  const Output root = Conv(x, 3, 16);
  const Output conv = Conv(root, 16, 16, 3);
  const Output pool = b_.Op("MaxPool", {root}, {{"ksize", std::vector<int64_t>{1, 3, 3, 1}},
                                                {"strides", std::vector<int64_t>{1, 1, 1, 1}},
                                                {"padding", "SAME"}});
  for (const Output& other :
       {elsewhere, Conv(elsewhere, 3, 16),  // other images
        x, pool,                            // channels that don't show
        Conv(root, 16, 1), Conv(root, 16, 16, 1, 2), Conv(root, 16, 16, 3, 1, "VALID"),
        b_.Op("Conv2D", {root, Variable({1, 1, 16, 16}, 3, false)},
              {{"strides", std::vector<int64_t>{1, 1, 1, 1}}, {"padding", "SAME"}}),
        b_.Op("AddV2", {Conv(root, 16, 1), Variable({16}, 3)}),
        b_.Op("Mean", {root, b_.Const(Tensor::Vector<int32_t>({1, 2}))}, {{"keep_dims", true}})}) {
    // `conv` is read by nothing else in this plan.
    const std::vector<std::string> ops =
        Plan({x, elsewhere}, {b_.Op("AddV2", {conv, b_.Op("Neg", {other})})});
    EXPECT_EQ(Count(ops, "AddV2") > 0, true) << other.node->name();
  }
  // They are computed as they stand: one channel spreads over sixteen.
  const Output narrow = b_.Op("AddV2", {conv, Conv(root, 16, 1)});
  auto r = Run({x}, {Numbers({1, 4, 4, 3}, 1)}, {narrow});
  ASSERT_TRUE(r.ok()) << r.status().ToString();
  EXPECT_EQ((*r)[0].shape(), Shape({1, 4, 4, 16}));
  // A sum of a product of matrices needs no proof of images.
  const Output m = b_.Placeholder(DT_FLOAT, {4, 4}, "m");
  const Output sum = b_.Op("AddV2", {b_.Op("MatMul", {m, Variable({4, 4}, 2)}), m});
  EXPECT_EQ(Count(Plan({m}, {sum}), "_HbMatMul"), 0);
}

TEST_F(FuseTest, ZerosAroundImagesBecomePadding) {
  for (int variant = 0; variant < 12; ++variant) {
    Restart();
    SCOPED_TRACE(StrCat("variant ", variant));
    const bool depthwise = variant % 2 == 1;
    const int64_t channels = variant % 3 == 0 ? 16 : 5;
    const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
    Tensor zeros = Tensor::Allocate(DT_INT32, {4, 2}).value();
    const int32_t around[] = {0, 0, variant % 4, 1, 2, variant % 5, 0, 0};
    std::ranges::copy(around, zeros.flat<int32_t>().begin());
    std::vector<Output> chain = {b_.Op("Pad", {x, b_.Const(zeros)})};
    const int64_t stride = 1 + variant % 2;
    chain.push_back(b_.Op(depthwise ? "DepthwiseConv2dNative" : "Conv2D",
                          {chain[0], Variable({3, 3, channels, depthwise ? 1 : channels}, 2)},
                          {{"strides", std::vector<int64_t>{1, stride, stride, 1}},
                           {"padding", "VALID"}}));
    if (variant % 4 != 3) chain.push_back(b_.Op("Relu", {chain.back()}));
    CheckChain({x}, {Numbers({2, 13, 16, channels}, 1)}, chain, "_HbConv2D");
  }
}

TEST_F(FuseTest, OtherPaddingStaysApart) {
  const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
  const auto pads = [&](std::vector<int32_t> around) {
    Tensor t = Tensor::Allocate(DT_INT32, {4, 2}).value();
    std::ranges::copy(around, t.flat<int32_t>().begin());
    return b_.Const(t);
  };
  const auto count = [&](const std::vector<Output>& fetches, std::string_view op) {
    return Count(Plan({x}, fetches), op);
  };
  const Output pad = b_.Op("Pad", {x, pads({0, 0, 1, 1, 1, 1, 0, 0})});
  const Output conv = Conv(pad, 3, 16, 3, 1, "VALID");
  EXPECT_EQ(count({conv}, "Pad"), 0);
  EXPECT_EQ(count({conv, pad}, "Pad"), 1);
  EXPECT_EQ(count({Conv(b_.Op("Pad", {x, pads({0, 0, 1, 1, 1, 1, 0, 0})}), 3, 16, 3)}, "Pad"), 1);
  for (const std::vector<int32_t>& around :
       {std::vector<int32_t>{0, 1, 1, 1, 1, 1, 0, 0}, {0, 0, 1, 1, 1, 1, 1, 0}}) {
    const int64_t from = around[6] == 0 ? 3 : 4;
    EXPECT_EQ(count({Conv(b_.Op("Pad", {x, pads(around)}), from, 16, 3, 1, "VALID")}, "Pad"), 1);
  }
  const Output ones = b_.Op("PadV2", {x, pads({0, 0, 1, 1, 1, 1, 0, 0}), b_.Scalar<float>(1)});
  EXPECT_EQ(count({Conv(ones, 3, 16, 3, 1, "VALID")}, "PadV2"), 1);
}

TEST_F(FuseTest, GivenStatisticsGiveTheSameBits) {
  for (int variant = 0; variant < 8; ++variant) {
    Restart();
    SCOPED_TRACE(StrCat("variant ", variant));
    const bool depthwise = variant % 2 == 1;
    const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
    const Output w = Variable({3, 3, 16, depthwise ? 1 : 24}, 2);
    const int64_t channels = depthwise ? 16 : 24;
    std::vector<Output> chain = {b_.Op(
        depthwise ? "DepthwiseConv2dNative" : "Conv2D", {x, w},
        {{"strides", std::vector<int64_t>{1, 1, 1, 1}}, {"padding", "SAME"}})};
    const Output variance = b_.Op("Square", {Variable({channels}, 6)});
    const char* op = variant % 4 < 2 ? "FusedBatchNormV3" : "FusedBatchNorm";
    chain.push_back(b_.Op(op,
                          {chain[0], Variable({channels}, 3), Variable({channels}, 4),
                           Variable({channels}, 5), variance},
                          {{"is_training", false}, {"epsilon", 1e-3f}}));
    if (variant >= 4) chain.push_back(b_.Op("Relu6", {chain.back()}));
    CheckChain({x}, {Numbers({2, 6, 7, 16}, 1)}, chain, "_HbConv2D");
  }
}

TEST_F(FuseTest, StatisticsThatOthersNeedStayApart) {
  const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
  const Output v = Variable({16}, 3), some = Variable({16}, 3, false);
  const auto norm = [&](const Output& mean, bool training, const Output& of) {
    return b_.NodeOf("FusedBatchNormV3", {of, v, v, mean, v}, {{"is_training", training}});
  };
  const auto count = [&](const std::vector<Output>& fetches) {
    return Count(Plan({x}, fetches), "FusedBatchNormV3");
  };
  Node* const n = norm(v, false, Conv(x, 8, 16));
  EXPECT_EQ(count({Output(n, 0)}), 0);
  EXPECT_EQ(count({Output(n, 0), Output(n, 1)}), 1);
  EXPECT_EQ(count({Output(n, 0), b_.Op("Neg", {Output(n, 2)})}), 1);
  EXPECT_EQ(count({Output(norm(v, true, Conv(x, 8, 16)), 0)}), 1);
  EXPECT_EQ(count({Output(norm(some, false, Conv(x, 8, 16)), 0)}), 1);
  const Output biased = b_.Op("BiasAdd", {Conv(x, 8, 16), v});
  EXPECT_EQ(count({Output(norm(v, false, biased), 0)}), 1);
}

// A training step needs what is between; the forward pass keeps its bits.
TEST_F(FuseTest, TrainingKeepsNormsApart) {
  const Output x = b_.Placeholder(DT_FLOAT, {2, 6, 6, 8}, "x");
  const Output w = Variable({3, 3, 8, 16}, 2);
  const Output conv = b_.Op("Conv2D", {x, w}, {{"strides", std::vector<int64_t>{1, 1, 1, 1}},
                                               {"padding", "SAME"}});
  const Output factor = Variable({16}, 3);
  const Output y = b_.Op("Relu", {b_.Op("AddV2", {b_.Op("Mul", {conv, factor}), Variable({16}, 4)})});
  std::vector<Output> grads;
  ASSERT_TRUE(AddGradients(graph_.get(), {y}, {w, factor}, {}, {}, &grads).ok());
  EXPECT_EQ(Count(Plan({x}, {y}), "_HbConv2D"), 1);
  EXPECT_EQ(Count(Plan({x}, {y, grads[0], grads[1]}), "_HbConv2D"), 0);
  auto trained = Run({x}, {Numbers({2, 6, 6, 8}, 1)}, {y, grads[0], grads[1]});
  auto predicted = Run({x}, {Numbers({2, 6, 6, 8}, 1)}, {y});
  ASSERT_TRUE(trained.ok()) << trained.status().ToString();
  ASSERT_TRUE(predicted.ok()) << predicted.status().ToString();
  ExpectSameBits((*trained)[0], (*predicted)[0]);
}

TEST_F(FuseTest, WhatOthersNeedStaysApart) {
  const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
  const Output w = Variable({4, 6}, 2), bias = Variable({6}, 3);
  const Output product = b_.Op("MatMul", {x, w});
  const Output sum = b_.Op("BiasAdd", {product, bias});
  const Output y = b_.Op("Relu", {sum});
  EXPECT_EQ(Count(Plan({x}, {y}), "_HbMatMul"), 1);
  // A result, a target, what another node reads or waits for.
  EXPECT_EQ(Count(Plan({x}, {y, product}), "_HbMatMul"), 0);
  std::vector<std::string> ops = Plan({x}, {y, sum});
  EXPECT_EQ(Count(ops, "_HbMatMul"), 1);
  EXPECT_EQ(Count(ops, "Relu"), 1);
  ops = Plan({x}, {y}, {sum.node});
  EXPECT_EQ(Count(ops, "Relu"), 1);
  EXPECT_EQ(Count(Plan({x}, {y}, {product.node}), "_HbMatMul"), 0);
  EXPECT_EQ(Count(Plan({x}, {y, b_.Op("Neg", {product})}), "_HbMatMul"), 0);
  Result<Node*> waits = NodeBuilder(graph_.get(), "NoOp", "waits").ControlInput(sum.node).Finish();
  ASSERT_TRUE(waits.ok());
  ops = Plan({x}, {y}, {*waits});
  EXPECT_EQ(Count(ops, "_HbMatMul"), 1);
  EXPECT_EQ(Count(ops, "Relu"), 1);
  // An activation that no kernel does.
  const Output leaky = b_.Op("LeakyRelu", {sum});
  ops = Plan({x}, {leaky});
  EXPECT_EQ(Count(ops, "_HbMatMul"), 1);
  EXPECT_EQ(Count(ops, "LeakyRelu"), 1);
  // A fed value between.
  EXPECT_EQ(Count(Plan({product}, {y}), "_HbMatMul"), 0);
}

TEST_F(FuseTest, SumsThatAreNoBiasStayApart) {
  const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
  const Output w = Variable({4, 6}, 2);
  const Output fed = b_.Placeholder(DT_FLOAT, Shape({6}), "fed");
  const Output product = b_.Op("MatMul", {x, w});
  for (const Output& other :
       {fed, Variable({1}, 3), Variable({2, 6}, 3), b_.Scalar<float>(2), Variable({6}, 3, false)}) {
    EXPECT_EQ(Count(Plan({x, fed}, {b_.Op("AddV2", {product, other})}), "_HbMatMul"), 0);
  }
  // A product of one column spreads over a longer vector.
  const Output narrow = b_.Op("MatMul", {x, Variable({4, 1}, 2)});
  EXPECT_EQ(Count(Plan({x}, {b_.Op("AddV2", {narrow, Variable({6}, 3)})}), "_HbMatMul"), 0);
  EXPECT_EQ(Count(Plan({x}, {b_.Op("AddV2", {product, product})}), "_HbMatMul"), 0);
  // A reference variable declares its shape as well.
  const Output ref = b_.Op("VariableV2", {}, {{"dtype", DT_FLOAT}, {"shape", Shape({6})}});
  EXPECT_EQ(Count(Plan({x}, {b_.Op("Add", {product, ref})}), "_HbMatMul"), 1);
  // BiasAdd says itself that it is one.
  EXPECT_EQ(Count(Plan({x, fed}, {b_.Op("BiasAdd", {product, fed})}), "_HbMatMul"), 1);
  // Other dtypes.
  const Output d = b_.Placeholder(DT_DOUBLE, {2, 2}, "d");
  EXPECT_EQ(Count(Plan({d}, {b_.Op("Relu", {b_.Op("MatMul", {d, d})})}), "_HbMatMul"), 0);
}

// Gradients of activations that read their result leave the forward pass fused.
TEST_F(FuseTest, TrainingFusesTheForwardPass) {
  const Output x = b_.Placeholder(DT_FLOAT, {8, 4}, "x");
  const Output w = Variable({4, 6}, 2), bias = Variable({6}, 3);
  const Output sum = b_.Op("BiasAdd", {b_.Op("MatMul", {x, w}), bias});
  for (const char* activation : {"Relu", "Tanh", "Softplus"}) {
    const Output y = b_.Op(activation, {sum});
    std::vector<Output> dws;
    ASSERT_TRUE(AddGradients(graph_.get(), {y}, {w}, {}, {}, &dws).ok());
    const std::vector<std::string> ops = Plan({x}, {y, dws[0]});
    EXPECT_EQ(Count(ops, "_HbMatMul"), 1);
    EXPECT_EQ(Count(ops, activation), activation == std::string_view("Softplus") ? 1 : 0);
    auto fused = Run({x}, {Numbers({8, 4}, 1)}, {y, dws[0]});
    auto apart = Run({x}, {Numbers({8, 4}, 1)}, {y, dws[0], sum, sum.node->input(0)});
    ASSERT_TRUE(fused.ok() && apart.ok());
    ExpectSameBits((*fused)[0], (*apart)[0]);
    ExpectSameBits((*fused)[1], (*apart)[1]);
  }
}

TEST_F(FuseTest, FailuresNameTheirNode) {
  const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
  const Output bias = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "bias");
  const Output product = b_.Op("MatMul", {x, Variable({4, 6}, 2)}, {}, "dense/MatMul");
  const Output sum = b_.Op("BiasAdd", {product, bias}, {}, "dense/BiasAdd");
  const Output y = b_.Op("Relu", {sum}, {}, "dense/Relu");
  EXPECT_EQ(Count(Plan({x, bias}, {y}), "_HbMatMul"), 1);
  const auto message = [&](const Shape& x_shape, const Shape& bias_shape) {
    auto r = Run({x, bias}, {Numbers(x_shape, 1), Numbers(bias_shape, 1)}, {y});
    return r.ok() ? std::string() : r.status().message();
  };
  EXPECT_EQ(message({2, 4}, {6}), "");
  EXPECT_EQ(message({2, 5}, {6}).find("node 'dense/MatMul' (MatMul): "), 0u);
  EXPECT_EQ(message({2, 4}, {5}).find("node 'dense/BiasAdd' (BiasAdd): "), 0u);
  EXPECT_EQ(message({2, 4}, {1, 6}).find("node 'dense/BiasAdd' (BiasAdd): "), 0u);
}

// A declared shape is taken at its word; a variable of another one fails where it is used.
TEST_F(FuseTest, OtherShapesThanDeclaredNameTheirNode) {
  const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
  const Output handle = b_.Op("VarHandleOp", {}, {{"dtype", DT_FLOAT}, {"shape", Shape({16})},
                                                  {"shared_name", "factor"}});
  inits_.push_back(b_.NodeOf("AssignVariableOp", {handle, b_.Const(Numbers({16}, 3))}));
  const Output factor = b_.Op("ReadVariableOp", {handle}, {{"dtype", DT_FLOAT}});
  const Output y = b_.Op("Relu", {b_.Op("Mul", {Conv(x, 8, 16), factor}, {}, "norm/mul")});
  ASSERT_TRUE(Run({x}, {Numbers({1, 2, 2, 8}, 1)}, {y}).ok());
  const Node* other = b_.NodeOf("AssignVariableOp", {handle, b_.Const(Numbers({1}, 3))});
  ASSERT_TRUE(session_->Run({}, {}, {}, {}, {other}, {}).ok());
  auto r = Run({x}, {Numbers({1, 2, 2, 8}, 1)}, {y});
  ASSERT_FALSE(r.ok());
  EXPECT_EQ(r.status().message().find("node 'norm/mul' (Mul): "), 0u) << r.status().ToString();
}

// What fails as a whole has the name of the node whose result it is.
TEST_F(FuseTest, CancelledStepsHaveTheirOwnName) {
  const Output x = b_.Placeholder(DT_FLOAT, {2, 4}, "x");
  const Output sum =
      b_.Op("BiasAdd", {b_.Op("MatMul", {x, Variable({4, 6}, 2)}), Variable({6}, 3)});
  const Output y = b_.Op("Relu", {sum}, {}, "dense/Relu");
  auto plan = session_->MakePlan({x}, {y}, {});
  ASSERT_TRUE(plan.ok());
  for (const auto& exec : (*plan)->execs()) {
    if (exec == nullptr || exec->op->def.name() != "_HbMatMul") continue;
    EXPECT_EQ(exec->Annotate(Aborted("why")).message(), "node 'dense/Relu' (Relu): why");
    EXPECT_EQ(exec->attrs.Strings("where").size(), 3u);
    return;
  }
  FAIL() << "nothing was fused";
}

// On a branch of a Switch the step is dead when its parts are.
TEST_F(FuseTest, DeadBranchesStayDead) {
  const Output go = b_.Placeholder(DT_BOOL, {}, "go");
  const Output x = b_.Placeholder(DT_FLOAT, {2, 4}, "x");
  const Output w = Variable({4, 6}, 2), bias = Variable({6}, 3);
  Node* sides = b_.NodeOf("Switch", {x, go});
  const Output y =
      b_.Op("Relu", {b_.Op("BiasAdd", {b_.Op("MatMul", {Output(sides, 1), w}), bias})});
  const Output other = b_.Op("MatMul", {b_.Op("Neg", {Output(sides, 0)}), w});
  const Output merged = b_.Op("Merge", {In(std::vector<Output>{y, other})});
  EXPECT_EQ(Count(Plan({go, x}, {merged}), "_HbMatMul"), 1);
  // The same with all steps.
  const Output image = b_.Placeholder(DT_FLOAT, {1, 4, 4, 3}, "image");
  Node* const images = b_.NodeOf("Switch", {image, go});
  const Output root = Conv(Output(images, 1), 3, 16);
  const Output steps = b_.Op("AddV2", {b_.Op("Mul", {Conv(root, 16, 16, 3), Variable({16}, 4)}),
                                       Variable({16}, 5)});
  const Output sums = b_.Op("Relu", {b_.Op("AddV2", {steps, root})});
  const Output either = b_.Op("Merge", {In(std::vector<Output>{sums, Output(images, 0)})});
  EXPECT_EQ(Count(Plan({go, image}, {either}), "_HbConv2D"), 1);
  for (bool taken : {false, true}) {
    auto r = Run({go, image}, {Tensor::Scalar(taken), Numbers({1, 4, 4, 3}, 1)}, {either});
    ASSERT_TRUE(r.ok()) << r.status().ToString();
    EXPECT_EQ((*r)[0].shape()[3], taken ? 16 : 3);
  }
  const Output whole = b_.Op("Relu", {b_.Op("BiasAdd", {b_.Op("MatMul", {x, w}), bias})});
  const Output plain = b_.Op("MatMul", {b_.Op("Neg", {x}), w});
  for (bool taken : {false, true}) {
    auto r = Run({go, x}, {Tensor::Scalar(taken), Numbers({2, 4}, 1)}, {merged});
    auto want = Run({x}, {Numbers({2, 4}, 1)}, {taken ? whole : plain});
    ASSERT_TRUE(r.ok()) << r.status().ToString();
    ASSERT_TRUE(want.ok());
    ExpectSameBits((*r)[0], (*want)[0]);
  }
}

}  // namespace
}  // namespace hb
