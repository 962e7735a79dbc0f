// What comparisons with recorded cases don't reach: errors, reuse of buffers, threads, and shapes
// that are known only while running.
#include <gtest/gtest.h>

#include <cmath>

#include "core/graph/builder.h"
#include "core/runtime/session.h"

namespace hb {
namespace {

class MathTest : public ::testing::Test {
 protected:
  // The inputs as placeholders of known or unknown shape, fed with `values`.
  Result<Tensor> Run(const char* op, const std::vector<Tensor>& values, const Attrs& attrs = {},
                     bool known = true) {
    auto graph = std::make_shared<Graph>();
    Builder b(graph.get());
    std::vector<In> inputs;
    std::vector<Output> feeds;
    for (const Tensor& v : values) {
      feeds.push_back(b.Placeholder(v.dtype(), known ? v.shape() : Shape::UnknownRank()));
      inputs.push_back(feeds.back());
    }
    Node* n = b.NodeOf(op, inputs, attrs);
    HB_RETURN_IF_ERROR(b.status());
    return Fetch(graph, n, feeds, values);
  }

  static Result<Tensor> Fetch(const std::shared_ptr<Graph>& graph, Output fetch,
                              const std::vector<Output>& feeds, std::vector<Tensor> values) {
    auto session = MakeRef<Session>(graph, SessionOptions());
    std::vector<Tensor*> inputs;
    for (Tensor& v : values) inputs.push_back(&v);
    Tensor result;
    Tensor* results[] = {&result};
    const std::vector<Output> fetches = {fetch};
    HB_RETURN_IF_ERROR(session->Run(feeds, inputs, fetches, results, {}, {}));
    return result;
  }
};

template <typename T>
std::vector<T> Values(const Result<Tensor>& r) {
  EXPECT_TRUE(r.ok()) << r.status().ToString();
  if (!r.ok()) return {};
  return std::vector<T>(r->flat<T>().begin(), r->flat<T>().end());
}

Tensor Matrix(const Shape& shape, const std::vector<float>& v) {
  return Tensor::Of<float>(shape, std::span<const float>(v));
}

TEST_F(MathTest, BroadcastsBothOperands) {
  for (bool known : {true, false}) {
    EXPECT_EQ(
        Values<float>(Run("Sub", {Matrix({2, 1}, {10, 20}), Matrix({1, 3}, {1, 2, 3})}, {}, known)),
        (std::vector<float>{9, 8, 7, 19, 18, 17}));
  }
}

TEST_F(MathTest, DividesIntegersWithoutTraps) {
  const Tensor low = Tensor::Vector<int32_t>({INT32_MIN, -7, 7});
  const Tensor by = Tensor::Vector<int32_t>({-1, 2, -2});
  EXPECT_EQ(Values<int32_t>(Run("Div", {low, by})), (std::vector<int32_t>{INT32_MIN, -3, -3}));
  EXPECT_EQ(Values<int32_t>(Run("FloorDiv", {low, by})), (std::vector<int32_t>{INT32_MIN, -4, -4}));
  EXPECT_EQ(Values<int32_t>(Run("FloorMod", {low, by})), (std::vector<int32_t>{0, 1, -1}));
  for (const char* op : {"Div", "FloorDiv", "TruncateDiv", "FloorMod", "TruncateMod", "Mod"}) {
    const auto r = Run(op, {low, Tensor::Vector<int32_t>({1, 0, 1})});
    EXPECT_TRUE(IsInvalidArgument(r.status())) << op << r.status().ToString();
  }
  const auto r = Run("Pow", {by, Tensor::Vector<int32_t>({2, -1, 2})});
  EXPECT_TRUE(IsInvalidArgument(r.status())) << r.status().ToString();
}

TEST_F(MathTest, OverwritesAnOperandOnlyWhereTheResultHasItsShape) {
  // y = ((x + 1) * row) - column: the middle results may lie in place, the operands may not.
  auto graph = std::make_shared<Graph>();
  Builder b(graph.get());
  const Output x = b.Placeholder(DT_FLOAT, {2, 3}), row = b.Placeholder(DT_FLOAT, {3});
  const Output one = b.Scalar(1.0f);
  const Output sum = b.Op("AddV2", {x, one});
  const Output product = b.Op("Mul", {row, sum});
  const Output y = b.Op("Sub", {product, sum});
  ASSERT_TRUE(b.ok()) << b.status().ToString();
  const auto r =
      Fetch(graph, y, {x, row}, {Matrix({2, 3}, {0, 1, 2, 3, 4, 5}), Matrix({3}, {1, 2, 3})});
  EXPECT_EQ(Values<float>(r), (std::vector<float>{0, 2, 6, 0, 5, 12}));
}

TEST_F(MathTest, ReducesAnyDimensions) {
  std::vector<float> v(2 * 3 * 2 * 3);
  for (size_t i = 0; i < v.size(); ++i) v[i] = static_cast<float>(i);
  const Tensor x = Matrix({2, 3, 2, 3}, v);
  // Dimensions 0 and 2, which aren't neighbours.
  std::vector<float> want(9, 0);
  for (size_t i = 0; i < v.size(); ++i) want[i / 6 % 3 * 3 + i % 3] += v[i];
  for (bool known : {true, false}) {
    EXPECT_EQ(Values<float>(Run("Sum", {x, Tensor::Vector<int32_t>({0, 2})}, {}, known)), want);
    EXPECT_EQ(Values<float>(Run("Sum", {x, Tensor::Vector<int32_t>({-2, 0})}, {}, known)), want);
    for (auto axes : {std::vector<int32_t>{4}, {-5}, {1, 1}, {1, -3}}) {
      const auto r = Run("Sum", {x, Tensor::Vector(axes)}, {}, known);
      EXPECT_TRUE(IsInvalidArgument(r.status())) << r.status().ToString();
    }
    // Axes that are all there is, but repeat one.
    const auto r =
        Run("Sum", {Matrix({2, 2}, {1, 2, 3, 4}), Tensor::Vector<int32_t>({0, 0})}, {}, known);
    EXPECT_TRUE(IsInvalidArgument(r.status())) << r.status().ToString();
  }
}

TEST_F(MathTest, ReducesNothing) {
  const Tensor none = Matrix({0, 2}, {}), axis = Tensor::Vector<int32_t>({0});
  EXPECT_EQ(Values<float>(Run("Sum", {none, axis})), (std::vector<float>{0, 0}));
  EXPECT_EQ(Values<float>(Run("Prod", {none, axis})), (std::vector<float>{1, 1}));
  EXPECT_EQ(Values<float>(Run("Max", {none, axis})), (std::vector<float>{-INFINITY, -INFINITY}));
  EXPECT_TRUE(std::isnan(Values<float>(Run("Mean", {none, axis}))[0]));
  EXPECT_TRUE(IsInvalidArgument(Run("ArgMax", {none, Tensor::Scalar<int32_t>(0)}).status()));
}

TEST_F(MathTest, ContractsWithEinsum) {
  const Tensor a = Matrix({2, 3}, {1, 2, 3, 4, 5, 6}), b = Matrix({3, 2}, {1, 0, 0, 1, 1, 1});
  const auto run = [&](const char* equation, const std::vector<Tensor>& operands) {
    auto graph = std::make_shared<Graph>();
    Builder g(graph.get());
    std::vector<Output> feeds;
    for (const Tensor& t : operands) feeds.push_back(g.Placeholder(t.dtype(), t.shape()));
    const Output y = g.Op("Einsum", {feeds}, {{"equation", equation}});
    if (!g.ok()) return Result<Tensor>(g.status());
    return Fetch(graph, y, feeds, operands);
  };
  EXPECT_EQ(Values<float>(run("ij,jk->ki", {a, b})), (std::vector<float>{4, 10, 5, 11}));
  EXPECT_EQ(Values<float>(run("ij->j", {a})), (std::vector<float>{5, 7, 9}));
  EXPECT_EQ(Values<float>(run("ij,kl->", {a, b})), (std::vector<float>{84}));
  EXPECT_EQ(Values<float>(run("ii->i", {Matrix({2, 2}, {1, 2, 3, 4})})),
            (std::vector<float>{1, 4}));
  EXPECT_EQ(Values<float>(run("i->ii", {Matrix({2}, {1, 2})})), (std::vector<float>{1, 0, 0, 2}));
  for (const char* bad : {"ij,jk", "ij,jk,kl->il", "ij,jk->im", "ij,j->i", "i.j,jk->ik"}) {
    EXPECT_TRUE(IsInvalidArgument(run(bad, {a, b}).status())) << bad;
  }
}

TEST_F(MathTest, ChecksSegments) {
  const Tensor rows = Matrix({3, 1}, {1, 2, 4});
  const auto ids = [](std::vector<int32_t> v) { return Tensor::Vector(v); };
  EXPECT_EQ(Values<float>(Run("SegmentSum", {rows, ids({0, 0, 2})})),
            (std::vector<float>{3, 0, 4}));
  EXPECT_TRUE(IsInvalidArgument(Run("SegmentSum", {rows, ids({1, 0, 2})}).status()));
  EXPECT_TRUE(IsInvalidArgument(Run("SegmentSum", {rows, ids({-1, 0, 2})}).status()));
  EXPECT_TRUE(IsInvalidArgument(Run("SegmentSum", {rows, ids({0, 0})}, {}, false).status()));
  const Tensor two = Tensor::Scalar<int32_t>(2);
  EXPECT_EQ(Values<float>(Run("UnsortedSegmentSum", {rows, ids({1, -1, 1}), two})),
            (std::vector<float>{0, 5}));
  EXPECT_TRUE(IsInvalidArgument(Run("UnsortedSegmentSum", {rows, ids({0, 2, 1}), two}).status()));
}

// Enough elements for several tasks: the order of sums doesn't depend on the threads, so that the
// sum of a part that is one task alone comes out the same.
TEST_F(MathTest, SumsTheSameEveryTime) {
  std::vector<double> values(200000);
  uint32_t state = 1;
  for (double& v : values) {
    state = state * 1664525u + 1013904223u;
    v = static_cast<double>(state) / 65536.0 - 32768.0;
  }
  const Tensor x = Tensor::Vector(values);
  const Tensor axis = Tensor::Vector<int32_t>({0});
  const auto first = Values<double>(Run("Sum", {x, axis}));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(Values<double>(Run("Sum", {x, axis})), first);
}

}  // namespace
}  // namespace hb
