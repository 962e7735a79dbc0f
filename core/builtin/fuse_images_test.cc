// Batch normalisation, sums of branches and padding as part of convolutions give the bits of single
// steps; where there is a factor, those of steps with the factor in the filter.
#include "core/autodiff/gradients.h"
#include "core/builtin/test_fuse.h"

namespace hb {
namespace {

// What batch normalisation comes down to: a factor and a summand for each channel.
TEST_F(FuseTest, FactorsOfChannelsArePartOfFilters) {
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
        const Shape one = flat          ? Shape({channels})
                          : product     ? Shape({1, channels})
                          : variant % 2 ? Shape({1, 1, 1, channels})
                                        : Shape({1, channels});
        const int64_t stride = 1 + variant % 2;
        const int64_t pixels =
            image[0] * ((image[1] + stride - 1) / stride) * ((image[2] + stride - 1) / stride);
        const bool folds = !product && pixels >= 16;
        const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
        std::vector<Output> chain;
        if (product) {
          chain.push_back(b_.Op("MatMul", {x, Variable({image[3], channels}, 2)}));
        } else {
          const Output w = Variable({3, 3, image[3], depthwise ? 1 : channels}, 2);
          chain.push_back(b_.Op(
              depthwise ? "DepthwiseConv2dNative" : "Conv2D", {x, w},
              {{"strides", std::vector<int64_t>{1, stride, stride, 1}}, {"padding", "SAME"}}));
        }
        Scaled scaled{chain[0], {}};
        scaled.activation = activation;
        if (variant % 4 == 1) {
          scaled.before = Variable({channels}, 3);
          chain.push_back(b_.Op("BiasAdd", {chain.back(), scaled.before}));
        }
        if (variant % 4 == 2) {
          scaled.before = Variable(one, 3);
          chain.push_back(b_.Op("AddV2", {scaled.before, chain.back()}));
        }
        scaled.factor =
            variant % 2 == 0 ? b_.Const(Numbers(one, 4, variant % 7 == 0)) : Variable(one, 4);
        chain.push_back(variant % 2 == 0 ? b_.Op("Mul", {chain.back(), scaled.factor})
                                         : b_.Op("Mul", {scaled.factor, chain.back()}));
        if (variant % 6 != 5) {
          scaled.behind = Variable(one, 5);
          chain.push_back(b_.Op("AddV2", {chain.back(), scaled.behind}));
        }
        if (*activation != '\0') chain.push_back(b_.Op(activation, {chain.back()}));
        const Shape fed = product ? Shape({image[0] * image[1], image[3]}) : image;
        CheckChain({x}, {Numbers(fed, 1, variant % 4 == 0)}, chain,
                   product ? "_HbMatMul" : "_HbConv2D", folds ? &scaled : nullptr);
      }
    }
  }
}

// A few pixels don't pay for multiplying a filter.
TEST_F(FuseTest, FactorsOfFewPixelsGiveTheSameBits) {
  for (const Shape& image : {Shape({1, 3, 5, 8}), Shape({1, 4, 4, 8})}) {
    Restart();
    const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
    std::vector<Output> chain = {Conv(x, 8, 16)};
    Scaled scaled{chain[0], Variable({16}, 3)};
    scaled.behind = Variable({16}, 4);
    chain.push_back(b_.Op("Mul", {chain[0], scaled.factor}));
    chain.push_back(b_.Op("AddV2", {chain[1], scaled.behind}));
    CheckChain({x}, {Numbers(image, 1)}, chain, "_HbConv2D", image[1] == 4 ? &scaled : nullptr);
  }
}

// The factors are computed from variables, as Keras exports batch normalisation.
TEST_F(FuseTest, FactorsMayBeArithmetic) {
  const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
  const Output conv = Conv(x, 8, 16);
  const auto vector = [&](int seed) {
    return b_.Op("Reshape",
                 {Variable({16}, seed), b_.Const(Tensor::Vector<int32_t>({1, 1, 1, -1}))});
  };
  const Output variance = b_.Op("Square", {vector(3)});
  const Output inverse = b_.Op(
      "Mul", {b_.Op("Rsqrt", {b_.Op("AddV2", {variance, b_.Scalar<float>(1e-3f)})}), vector(4)});
  const Output scaled = b_.Op("Mul", {conv, inverse});
  const Output behind = b_.Op("Sub", {vector(5), b_.Op("Mul", {vector(6), inverse})});
  const Output sum = b_.Op("AddV2", {scaled, behind});
  const Output y = b_.Op("Relu6", {sum});
  const std::vector<std::string> ops = Plan({x}, {y});
  EXPECT_EQ(Count(ops, "_HbConv2D"), 1);
  EXPECT_EQ(Count(ops, "_HbChain"), 2);  // the arithmetic on vectors
  EXPECT_EQ(Count(ops, "Mul"), 0);
  EXPECT_EQ(Count(ops, "AddV2"), 0);
  EXPECT_EQ(Count(ops, "Relu6"), 0);
  auto one = Run({x}, {Numbers({2, 6, 5, 8}, 1)}, {y});
  auto many = Run({x}, {Numbers({2, 6, 5, 8}, 1)}, {conv, scaled, sum, y});
  ASSERT_TRUE(one.ok()) << one.status().ToString();
  ASSERT_TRUE(many.ok()) << many.status().ToString();
  Scaled form{conv, inverse};
  form.behind = behind;
  form.activation = "Relu6";
  ExpectFolded(form, {x}, {Numbers({2, 6, 5, 8}, 1)}, (*one)[0], many->back());
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
    Scaled scaled{chain[0], {}};
    scaled.residual = other;
    scaled.activation = "Relu";
    if (variant % 3 == 1) {
      scaled.factor = Variable({16}, 4);
      scaled.behind = Variable({16}, 5);
      chain.push_back(b_.Op("Mul", {chain.back(), scaled.factor}));
      chain.push_back(b_.Op("AddV2", {chain.back(), scaled.behind}));
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
      if (scaled.factor) {
        ExpectFolded(scaled, {x}, {Numbers(image, 1)}, (*one)[0], many->back());
      } else {
        ExpectSameBits((*one)[0], many->back());
      }
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
  const Output pool = b_.Op("MaxPool", {root},
                            {{"ksize", std::vector<int64_t>{1, 3, 3, 1}},
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
    EXPECT_GT(Count(ops, "AddV2") + Count(ops, "_HbChain"), 0) << other.node->name();
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
    chain.push_back(
        b_.Op(depthwise ? "DepthwiseConv2dNative" : "Conv2D",
              {chain[0], Variable({3, 3, channels, depthwise ? 1 : channels}, 2)},
              {{"strides", std::vector<int64_t>{1, stride, stride, 1}}, {"padding", "VALID"}}));
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

TEST_F(FuseTest, GivenStatisticsArePartOfFilters) {
  for (int variant = 0; variant < 8; ++variant) {
    Restart();
    SCOPED_TRACE(StrCat("variant ", variant));
    const bool depthwise = variant % 2 == 1;
    const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
    const Output w = Variable({3, 3, 16, depthwise ? 1 : 24}, 2);
    const int64_t channels = depthwise ? 16 : 24;
    std::vector<Output> chain = {
        b_.Op(depthwise ? "DepthwiseConv2dNative" : "Conv2D", {x, w},
              {{"strides", std::vector<int64_t>{1, 1, 1, 1}}, {"padding", "SAME"}})};
    const Output variance = b_.Op("Square", {Variable({channels}, 6)});
    const char* op = variant % 4 < 2 ? "FusedBatchNormV3" : "FusedBatchNorm";
    const Output gamma = Variable({channels}, 3), mean = Variable({channels}, 5);
    Scaled scaled{chain[0], {}};
    scaled.behind = Variable({channels}, 4);
    scaled.before = b_.Op("Neg", {mean});
    scaled.factor = b_.Op(
        "RealDiv", {gamma, b_.Op("Sqrt", {b_.Op("AddV2", {variance, b_.Scalar<float>(1e-3f)})})});
    chain.push_back(b_.Op(op, {chain[0], gamma, scaled.behind, mean, variance},
                          {{"is_training", false}, {"epsilon", 1e-3f}}));
    if (variant >= 4) chain.push_back(b_.Op("Relu6", {chain.back()}));
    if (variant >= 4) scaled.activation = "Relu6";
    CheckChain({x}, {Numbers({2, 6, 7, 16}, 1)}, chain, "_HbConv2D", &scaled);
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

// A training step needs what is between.
TEST_F(FuseTest, TrainingKeepsNormsApart) {
  const Output x = b_.Placeholder(DT_FLOAT, {2, 6, 6, 8}, "x");
  const Output w = Variable({3, 3, 8, 16}, 2);
  const Output conv =
      b_.Op("Conv2D", {x, w}, {{"strides", std::vector<int64_t>{1, 1, 1, 1}}, {"padding", "SAME"}});
  const Output factor = Variable({16}, 3), behind = Variable({16}, 4);
  const Output y = b_.Op("Relu", {b_.Op("AddV2", {b_.Op("Mul", {conv, factor}), behind})});
  std::vector<Output> grads;
  ASSERT_TRUE(AddGradients(graph_.get(), {y}, {w, factor}, {}, {}, &grads).ok());
  EXPECT_EQ(Count(Plan({x}, {y}), "_HbConv2D"), 1);
  EXPECT_EQ(Count(Plan({x}, {y, grads[0], grads[1]}), "_HbConv2D"), 0);
  auto trained = Run({x}, {Numbers({2, 6, 6, 8}, 1)}, {y, grads[0], grads[1]});
  auto predicted = Run({x}, {Numbers({2, 6, 6, 8}, 1)}, {y});
  ASSERT_TRUE(trained.ok()) << trained.status().ToString();
  ASSERT_TRUE(predicted.ok()) << predicted.status().ToString();
  Scaled form{conv, factor};
  form.behind = behind;
  form.activation = "Relu";
  ExpectFolded(form, {x}, {Numbers({2, 6, 6, 8}, 1)}, (*predicted)[0], (*trained)[0]);
}

// A declared shape is taken at its word; a variable of another one fails where it is used.
TEST_F(FuseTest, OtherShapesThanDeclaredNameTheirNode) {
  const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
  const Output handle = b_.Op(
      "VarHandleOp", {}, {{"dtype", DT_FLOAT}, {"shape", Shape({16})}, {"shared_name", "factor"}});
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

}  // namespace
}  // namespace hb
