#include "hornbeam/cpp/graph.h"

#include <gtest/gtest.h>

#include "hornbeam/cpp/operators.h"
#include "hornbeam/cpp/ops.h"
#include "hornbeam/cpp/session.h"

namespace hb {
namespace {

TEST(GraphTest, RunsWhatOpFunctionsBuild) {
  const Graph graph;
  const Scope scope(graph);
  const Output x = ops::Placeholder(scope, HB_FLOAT, {.shape = Dims{-1, 2}});
  const Output w = Const(scope, Tensor::From<float>({2, 1}, {1, 2}));
  const Output y = ops::Sum(scope, ops::MatMul(scope, x, w) * 2.0, {0, 1});
  const OutputList dx = Gradients(scope, std::span(&y, 1), std::span(&x, 1));
  ASSERT_TRUE(scope.ok()) << scope.status().message();
  EXPECT_EQ(x.shape(), (Dims{-1, 2}));
  const Session session = Session::New(graph);
  const Tensor in = Tensor::From<float>({2, 2}, {1, 2, 3, 4});
  const Feed feed{x, &in};
  const OutputList fetches = {y, dx[0]};
  const std::vector<Tensor> out = session.Run(std::span(&feed, 1), fetches);
  EXPECT_EQ(out[0].scalar<float>(), 32);
  EXPECT_EQ(out[1].flat<float>()[0], 2);
  EXPECT_EQ(out[1].flat<float>()[3], 4);
}

// Adds a function of one float to `graph`: x + x, or x * x.
void Define(const Graph& graph, const char* name, bool sum) {
  const Graph body;
  const Scope scope(body);
  const Output x = ops::Placeholder(scope, HB_FLOAT);
  const Output y = sum ? ops::AddV2(scope, x, x) : ops::Mul(scope, x, x);
  const HB_Output in = x.handle(), out = y.handle();
  CStatus status;
  HB_Function* function = HB_GraphToFunction(body.handle(), name, 0, -1, nullptr, 1, &in, 1, &out,
                                             nullptr, nullptr, nullptr, status.get());
  ASSERT_TRUE(status.ok()) << status.Take().message();
  HB_GraphCopyFunction(graph.handle(), function, nullptr, status.get());
  HB_DeleteFunction(function);
  ASSERT_TRUE(status.ok()) << status.Take().message();
}

TEST(GraphTest, FunctionsInAList) {
  const Graph graph;
  const std::string long_name(200, 'f');
  Define(graph, "sum", true);
  Define(graph, long_name.c_str(), false);
  const Scope scope(graph);
  const Output x = Const(scope, Tensor::From<float>({1}, {3}));
  OutputList fetches;
  for (const int branch : {0, 1}) {
    fetches.push_back(ops::Case(scope, branch, {x}, {HB_FLOAT}, {"sum", long_name})[0]);
  }
  ASSERT_TRUE(scope.ok()) << scope.status().message();
  const std::vector<Tensor> out = Session::New(graph).Run({}, fetches);
  EXPECT_EQ(out[0].flat<float>()[0], 6);
  EXPECT_EQ(out[1].flat<float>()[0], 9);
}

TEST(GraphTest, TheProfilerSeesRuns) {
  const Graph graph;
  const Scope scope(graph);
  const Output x = ops::Placeholder(scope, HB_FLOAT, {.shape = Dims{2}});
  const Output y = ops::Tanh(scope, x);
  const Session session = Session::New(graph);
  const Tensor in = Tensor::From<float>({2}, {1, 2});
  const Feed feed{x, &in};
  StartProfiler();
  EXPECT_THROW(StartProfiler(), Error);
  EXPECT_EQ(session.Run(std::span(&feed, 1), std::span(&y, 1)).size(), 1u);
  const std::string trace = StopProfiler();
  EXPECT_NE(trace.find("\"name\":\"Tanh\",\"cat\":\"op\""), std::string::npos) << trace;
  EXPECT_THROW((void)StopProfiler(), Error);
}

TEST(GraphTest, LiteralsTakeTheTypeBesideThem) {
  const Graph graph;
  const Scope scope(graph);
  const Output x = ops::Placeholder(scope, HB_DOUBLE);
  EXPECT_EQ((x + 1).dtype(), HB_DOUBLE);
  EXPECT_EQ((2.5 * x).dtype(), HB_DOUBLE);
  EXPECT_EQ(ops::Range(scope, 0, 4, 1).dtype(), HB_INT32);
  EXPECT_EQ(ops::AddV2(scope, 1, 0.5).dtype(), HB_FLOAT);
  EXPECT_TRUE(scope.ok()) << scope.status().message();
  const Output i = ops::Placeholder(scope, HB_INT32);
  const Output bad = i + 0.5;
  EXPECT_EQ(scope.status().code(), HB_INVALID_ARGUMENT);
}

TEST(GraphTest, ScopesKeepTheFirstError) {
  const Graph graph;
  const Scope scope(graph);
  const Output a = Const(scope, Tensor::From<float>({2, 3}, {0, 0, 0, 0, 0, 0}));
  const Output bad = ops::MatMul(scope, a, a);
  EXPECT_FALSE(bad);
  const std::string message = scope.status().message();
  const Output more = ops::Neg(scope, bad);
  EXPECT_FALSE(more);
  EXPECT_EQ(scope.status().message(), message);
}

TEST(GraphTest, NamesAreUnique) {
  const Graph graph;
  const Scope scope(graph);
  const Scope first = scope.Sub("layer"), second = scope.Sub("layer");
  EXPECT_EQ(first.prefix(), "layer/");
  EXPECT_EQ(second.prefix(), "layer_1/");
  const Output a = Const(first.Named("x"), Tensor::Scalar(1.0f));
  const Output b = Const(first.Named("x"), Tensor::Scalar(1.0f));
  EXPECT_EQ(a.name(), "layer/x:0");
  EXPECT_EQ(b.name(), "layer/x_1:0");
}

TEST(SessionTest, ErrorsAreThrown) {
  const Graph graph;
  const Scope scope(graph);
  const Output x = ops::Placeholder(scope.Named("x"), HB_FLOAT);
  const Output y = x + 1.0;
  const Session session = Session::New(graph);
  try {
    (void)session.Run({}, std::span(&y, 1));
    FAIL() << "a missing feed must be reported";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), HB_INVALID_ARGUMENT);
    EXPECT_NE(std::string(error.what()).find("x"), std::string::npos);
  }
}

TEST(TensorTest, HoldsStrings) {
  const std::vector<std::string> values = {"", "short", std::string(100, 'x')};
  const Tensor tensor = Tensor::Strings(values);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(tensor.string(i), values[i]);
}

}  // namespace
}  // namespace hb
