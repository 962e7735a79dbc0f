// A product or convolution, its bias and its activation as one step give the bits of three steps.
#include "core/autodiff/gradients.h"
#include "core/builtin/test_fuse.h"

namespace hb {
namespace {

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
  const Output steps =
      b_.Op("AddV2", {b_.Op("Mul", {Conv(root, 16, 16, 3), Variable({16}, 4)}), Variable({16}, 5)});
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
