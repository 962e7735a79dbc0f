// Elementwise ops joined into one step give the bits of single steps.
#include "core/autodiff/gradients.h"
#include "core/builtin/test_fuse.h"
#include "core/kernel/chain_ops.h"

namespace hb {
namespace {

class ChainsTest : public FuseTest {
 protected:
  Output Feed(const char* name) { return b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), name); }
  Output Gelu(const Output& x) {
    const Output inner = b_.Op("Erf", {b_.Op("Mul", {x, b_.Scalar(0.70710677f)})});
    return b_.Op("Mul",
                 {b_.Op("Mul", {b_.Scalar(0.5f), x}), b_.Op("AddV2", {b_.Scalar(1.0f), inner})});
  }
};

TEST_F(ChainsTest, EveryOpGivesItsBits) {
#define HB_NAME(op, function) #op,
  const std::vector<const char*> unary = {HB_CHAIN_UNARY_OPS(HB_NAME)};
  const std::vector<const char*> binary = {HB_CHAIN_BINARY_OPS(HB_NAME)};
#undef HB_NAME
  for (const char* op : unary) {
    SCOPED_TRACE(op);
    Restart();
    const Output x = Feed("x");
    const Output y = b_.Op(op, {x});
    // Neg is exact, and its own inverse.
    const std::vector<Output> chain = {y, b_.Op("Neg", {y})};
    const std::vector<std::string> ops = Plan({x}, {chain.back()});
    EXPECT_EQ(Count(ops, "_HbChain"), 1);
    EXPECT_EQ(ops.size(), 1u);
    for (int64_t n : {1, 37, 5000, 70001}) {
      auto one = Run({x}, {Numbers({n}, 1, true)}, {chain.back()});
      auto many = Run({x}, {Numbers({n}, 1, true)}, chain);
      ASSERT_TRUE(one.ok() && many.ok()) << one.status().ToString() << many.status().ToString();
      ExpectSameBits((*one)[0], (*many)[1]);
    }
  }
  for (const char* op : binary) {
    SCOPED_TRACE(op);
    Restart();
    const Output x = Feed("x"), z = Feed("z");
    const Output y = b_.Op(op, {x, z});
    const std::vector<Output> chain = {y, b_.Op("Neg", {y})};
    EXPECT_EQ(Count(Plan({x, z}, {chain.back()}), "_HbChain"), 1);
    for (int64_t n : {1, 37, 5000, 70001}) {
      const std::vector<Tensor> in = {Numbers({n}, 1, true), Numbers({n}, 2, true)};
      auto one = Run({x, z}, in, {chain.back()});
      auto many = Run({x, z}, in, chain);
      ASSERT_TRUE(one.ok() && many.ok()) << one.status().ToString() << many.status().ToString();
      ExpectSameBits((*one)[0], (*many)[1]);
    }
  }
}

TEST_F(ChainsTest, OperandsOfAnyShape) {
  // (tanh(a) + b) * (a - c), where each of the operands may be broadcast.
  const std::vector<Shape> shapes = {{},     {1},       {7},       {5, 1},    {5, 7},
                                     {1, 7}, {4, 1, 7}, {4, 5, 7}, {4, 1, 1}, {4, 5, 1}};
  const Output a = Feed("a"), b = Feed("b"), c = Feed("c");
  const Output t = b_.Op("Tanh", {a});
  const Output sum = b_.Op("AddV2", {t, b}), difference = b_.Op("Sub", {a, c});
  const std::vector<Output> chain = {t, sum, difference, b_.Op("Mul", {sum, difference})};
  EXPECT_EQ(Count(Plan({a, b, c}, {chain.back()}), "_HbChain"), 1);
  for (const Shape& sa : shapes) {
    for (const Shape& sb : shapes) {
      for (const Shape& sc : shapes) {
        SCOPED_TRACE(StrCat(sa.ToString(), " ", sb.ToString(), " ", sc.ToString()));
        const std::vector<Tensor> in = {Numbers(sa, 1), Numbers(sb, 2), Numbers(sc, 3)};
        auto one = Run({a, b, c}, in, {chain.back()});
        auto many = Run({a, b, c}, in, chain);
        ASSERT_TRUE(one.ok() && many.ok()) << one.status().ToString() << many.status().ToString();
        ExpectSameBits((*one)[0], many->back());
      }
    }
  }
}

TEST_F(ChainsTest, RowsSpreadOverManyBlocks) {
  // Rows that divide a block, that don't, that are longer; two of different lengths together.
  for (int64_t width : {3, 64, 100, 1000, 1500, 5000}) {
    Restart();
    SCOPED_TRACE(width);
    const Output x = Feed("x"), row = Feed("row"), column = Feed("column");
    const Output sum = b_.Op("AddV2", {x, row}), product = b_.Op("Mul", {column, sum});
    CheckChain(
        {x, row, column},
        {Numbers({83000 / width, width}, 1), Numbers({width}, 2), Numbers({83000 / width, 1}, 3)},
        {sum, product, b_.Op("Exp", {product})}, "_HbChain");
  }
}

TEST_F(ChainsTest, AnActivationOfManyOpsIsOneStep) {
  const Output x = Feed("x");
  const Output y = Gelu(x);
  const std::vector<std::string> ops = Plan({x}, {y});
  EXPECT_EQ(Count(ops, "_HbChain"), 1);
  EXPECT_EQ(Count(ops, "Mul") + Count(ops, "Erf") + Count(ops, "AddV2"), 0);
  for (const Shape& shape : {Shape({0, 4}), Shape({3}), Shape({70, 1000})}) {
    auto r = Run({x}, {Numbers(shape, 1)}, {y});
    ASSERT_TRUE(r.ok()) << r.status().ToString();
    const Tensor in = Numbers(shape, 1);
    for (size_t i = 0; i < in.flat<float>().size(); ++i) {
      const double v = in.flat<float>()[i];
      ASSERT_NEAR((*r)[0].flat<float>()[i], 0.5 * v * (1 + std::erf(v / std::sqrt(2.0))), 2e-7);
    }
  }
}

TEST_F(ChainsTest, WhatOthersNeedStaysApart) {
  const Output x = Feed("x");
  const Output a = b_.Op("Exp", {x}), b = b_.Op("Neg", {a}), c = b_.Op("Sqrt", {b});
  EXPECT_EQ(Plan({x}, {c}), std::vector<std::string>{"_HbChain"});
  std::vector<std::string> ops = Plan({x}, {c, a});
  EXPECT_EQ(Count(ops, "Exp"), 1);
  EXPECT_EQ(Count(ops, "_HbChain"), 1);
  ops = Plan({x}, {c}, {b.node});
  EXPECT_EQ(Count(ops, "Sqrt"), 1);
  EXPECT_EQ(Count(ops, "_HbChain"), 1);
  Result<Node*> waits = NodeBuilder(graph_.get(), "NoOp", "waits").ControlInput(a.node).Finish();
  ASSERT_TRUE(waits.ok());
  EXPECT_EQ(Count(Plan({x}, {c}, {*waits}), "Exp"), 1);
  // Fed between.
  EXPECT_EQ(Count(Plan({b}, {c}), "_HbChain"), 0);
  // Read by something else as well, and by that alone.
  const Output s = b_.Op("Softmax", {b});
  EXPECT_EQ(Count(Plan({x}, {c, s}), "Sqrt"), 1);
  // Both readers are in the chain.
  EXPECT_EQ(Count(Plan({x}, {b_.Op("Mul", {b, c})}), "_HbChain"), 1);
  // Other dtypes.
  const Output d = b_.Placeholder(DT_DOUBLE, {2}, "d");
  EXPECT_EQ(Count(Plan({d}, {b_.Op("Neg", {b_.Op("Exp", {d})})}), "_HbChain"), 0);
}

TEST_F(ChainsTest, WaitsForWhatItsStepsWaitFor) {
  // The second step runs after an assignment that a read after the chain must see.
  const Output x = Feed("x");
  const Output handle = b_.Op("VarHandleOp", {}, {{"dtype", DT_FLOAT}, {"shape", Shape({})}}, "v");
  Node* assign = b_.NodeOf("AssignVariableOp", {handle, b_.Scalar(3.0f)});
  Result<Node*> exp =
      NodeBuilder(graph_.get(), "Exp", "exp").Input(x).ControlInput(assign).Finish();
  ASSERT_TRUE(exp.ok());
  const Output y = b_.Op("Neg", {Output(*exp)});
  Result<Node*> read = NodeBuilder(graph_.get(), "ReadVariableOp", "read")
                           .Input(handle)
                           .ControlInput(y.node)
                           .Attr({"dtype", DT_FLOAT})
                           .Finish();
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(Count(Plan({x}, {y, Output(*read)}), "_HbChain"), 1);
  auto r = Run({x}, {Numbers({4}, 1)}, {y, Output(*read)});
  ASSERT_TRUE(r.ok()) << r.status().ToString();
  EXPECT_EQ((*r)[1].flat<float>()[0], 3.0f);
}

TEST_F(ChainsTest, LongOnesAreCut) {
  const Output x = Feed("x");
  std::vector<Output> chain = {x};
  for (int i = 0; i < 60; ++i) {
    chain.push_back(i % 2 == 0 ? b_.Op("Mul", {chain.back(), b_.Scalar(1.0f + 0.01f * i)})
                               : b_.Op("Sub", {x, chain.back()}));
  }
  EXPECT_GE(Count(Plan({x}, {chain.back()}), "_HbChain"), 3);
  auto one = Run({x}, {Numbers({3000}, 1)}, {chain.back()});
  auto many = Run({x}, {Numbers({3000}, 1)}, chain);
  ASSERT_TRUE(one.ok() && many.ok()) << one.status().ToString() << many.status().ToString();
  ExpectSameBits((*one)[0], many->back());
}

TEST_F(ChainsTest, TrainingJoinsForwardAndBackward) {
  const Output x = Feed("x");
  const Output y = Gelu(x);
  const Output loss = b_.Op("Sum", {y, b_.Const(Tensor::Vector<int32_t>({0}))});
  std::vector<Output> dx;
  ASSERT_TRUE(AddGradients(graph_.get(), {loss}, {x}, {}, {}, &dx).ok());
  EXPECT_GE(Count(Plan({x}, {loss, dx[0]}), "_HbChain"), 1);
  auto r = Run({x}, {Numbers({5000}, 1)}, {loss, dx[0]});
  ASSERT_TRUE(r.ok()) << r.status().ToString();
  const Tensor in = Numbers({5000}, 1);
  for (size_t i = 0; i < 5000; ++i) {
    const double v = in.flat<float>()[i];
    const double want = 0.5 * (1 + std::erf(v / std::sqrt(2.0))) +
                        v * std::exp(-v * v / 2) / std::sqrt(2 * 3.14159265358979);
    ASSERT_NEAR((*r)[1].flat<float>()[i], want, 1e-6);
  }
}

TEST_F(ChainsTest, NamesTheStepWhoseShapesDontFit) {
  const Output x = Feed("x"), y = Feed("y");
  const Output sum = b_.Op("AddV2", {b_.Op("Exp", {x}, {}, "first"), y}, {}, "second");
  const Output z = b_.Op("Neg", {sum}, {}, "third");
  EXPECT_EQ(Count(Plan({x, y}, {z}), "_HbChain"), 1);
  auto r = Run({x, y}, {Numbers({3}, 1), Numbers({4}, 2)}, {z});
  ASSERT_TRUE(IsInvalidArgument(r.status())) << r.status().ToString();
  EXPECT_NE(r.status().ToString().find("node 'second' (AddV2)"), std::string::npos)
      << r.status().ToString();
  // Gradients of functions don't broadcast.
  const Output g = b_.Op("TanhGrad", {b_.Op("Neg", {x}), y}, {}, "gradient");
  r = Run({x, y}, {Numbers({3}, 1), Numbers({1}, 2)}, {g});
  ASSERT_TRUE(IsInvalidArgument(r.status())) << r.status().ToString();
  EXPECT_NE(r.status().ToString().find("node 'gradient' (TanhGrad)"), std::string::npos)
      << r.status().ToString();
}

}  // namespace
}  // namespace hb
