// Damaged graphs: whatever bytes a GraphDef has, importing it, making its functions into graphs and
// differentiating it ends with a status.
#include <gtest/gtest.h>

#include <random>

#include "core/autodiff/gradients.h"
#include "core/graph/builder.h"
#include "core/graph/import.h"

namespace hb {
namespace {

void AddFunction(Graph* graph, const std::string& name,
                 const std::function<std::vector<Output>(Builder&, Output, Output)>& build) {
  Graph body;
  body.set_functions(graph->shared_functions());
  Builder b(&body);
  ToFunctionOptions options;
  options.name = name;
  for (const char* arg : {"x", "y"}) {
    options.inputs.push_back(b.Placeholder(DT_FLOAT, Shape{2, 2}, arg));
  }
  options.outputs = build(b, options.inputs[0], options.inputs[1]);
  Result<pb::FunctionDef> def = GraphToFunction(body, options);
  ASSERT_TRUE(def.ok()) << def.status().ToString();
  ASSERT_TRUE(graph->functions().Add(std::make_shared<pb::FunctionDef>(*def)).ok());
}

// A network, a loop, a conditional, a call and the gradients of all.
std::string SampleGraph() {
  Graph graph;
  Builder b(&graph);
  AddFunction(&graph, "body", [](Builder& f, Output x, Output y) {
    return std::vector<Output>{f.Op("Mul", {f.Op("Exp", {x}), y}), y};
  });
  AddFunction(&graph, "cond", [](Builder& f, Output x, Output) {
    return std::vector<Output>{
        f.Op("Less", {f.Op("Max", {x, f.Vector<int32_t>({0, 1})}), f.Scalar<float>(5)})};
  });
  AddFunction(&graph, "call", [](Builder& f, Output x, Output y) {
    Output r = f.Op("RandomUniform", {f.Op("Shape", {x})}, {{"dtype", DT_FLOAT}});
    return std::vector<Output>{f.Op("AddV2", {f.Op("Mul", {x, r}), y})};
  });
  const std::vector<DType> two = {DT_FLOAT, DT_FLOAT}, one = {DT_FLOAT};
  Output image = b.Placeholder(DT_FLOAT, {-1, 4, 4, 1}, "image");
  Output filter = b.Placeholder(DT_FLOAT, {3, 3, 1, 4}, "filter");
  Output conv = b.Op("Conv2D", {image, filter},
                     {{"strides", std::vector<int64_t>{1, 2, 2, 1}}, {"padding", "SAME"}});
  Output rows = b.Op("Reshape", {b.Op("Relu", {conv}), b.Vector<int32_t>({-1, 2})});
  Output head = b.Op("StridedSlice", {rows, b.Vector<int32_t>({0}), b.Vector<int32_t>({2}),
                                      b.Vector<int32_t>({1})});
  Node* loop = b.NodeOf("StatelessWhile", {In({head, head})},
                        {{"cond", FuncRef{"cond"}}, {"body", FuncRef{"body"}}, {"T", two}});
  EXPECT_TRUE(b.ok()) << b.status().ToString();
  Output called = b.Op("StatefulPartitionedCall", {In({Output(loop), head})},
                       {{"f", FuncRef{"call"}}, {"Tin", two}, {"Tout", one}}, "called");
  EXPECT_TRUE(b.ok()) << b.status().ToString();
  std::vector<Output> dxs;
  Status s = AddGradients(&graph, {called}, {filter}, {}, {}, &dxs);
  EXPECT_TRUE(s.ok()) << s.ToString();
  pb::GraphDef def;
  graph.ToProto(&def);
  return DeterministicBytes(def);
}

// Everything that can be asked of a graph without running it.
bool Use(const std::string& bytes) {
  pb::GraphDef def;
  if (!def.ParseFromString(bytes)) return false;
  Graph graph;
  if (!ImportGraphDef(def, {}, &graph).ok()) {
    EXPECT_EQ(graph.num_nodes(), 0);
    EXPECT_EQ(graph.functions().size(), 0u);
    return false;
  }
  for (const FunctionLibrary::DefPtr& f : graph.functions().All()) {
    const AttrReader::Map none;
    static_cast<void>(InstantiateDef(f, graph.shared_functions(), &graph.ops(), AttrReader(&none)));
  }
  Node* y = graph.Find("called");
  Node* x = graph.Find("image");
  std::vector<Output> dxs;
  if (y != nullptr && x != nullptr && y->num_outputs() > 0 && x->num_outputs() > 0) {
    const int before = graph.num_nodes();
    if (!AddGradients(&graph, {y}, {x}, {}, {}, &dxs).ok()) {
      EXPECT_EQ(graph.num_nodes(), before);
    }
  }
  pb::GraphDef out;
  graph.ToProto(&out);
  return true;
}

TEST(DamagedGraphs, TheSampleItselfIsFine) { EXPECT_TRUE(Use(SampleGraph())); }

TEST(DamagedGraphs, EveryPrefix) {
  const std::string bytes = SampleGraph();
  for (size_t n = 0; n < bytes.size(); n += 7) Use(bytes.substr(0, n));
}

TEST(DamagedGraphs, ChangedBytes) {
  const std::string bytes = SampleGraph();
  std::mt19937 random(1);
  int good = 0;
  for (int i = 0; i < 4000; ++i) {
    std::string bad = bytes;
    for (int k = 0; k <= i % 3; ++k) {
      bad[random() % bad.size()] = static_cast<char>(random() % 256);
    }
    good += Use(bad);
  }
  EXPECT_GT(good, 0);
}

}  // namespace
}  // namespace hb
