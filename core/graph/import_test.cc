#include "core/graph/import.h"

#include <gtest/gtest.h>

#include "core/graph/builder.h"
#include "core/graph/test_ops.h"

namespace hb {
namespace {

pb::NodeDef* AddNode(pb::GraphDef* def, const std::string& name, const std::string& op,
                     const std::vector<std::string>& inputs, const Attrs& attrs = {}) {
  pb::NodeDef* n = def->add_node();
  n->set_name(name);
  n->set_op(op);
  for (const std::string& in : inputs) n->add_input(in);
  for (const Attr& a : attrs) (*n->mutable_attr())[a.name] = a.value;
  return n;
}

// feed -> neg (Identity), sum = feed + neg
pb::GraphDef SmallGraph() {
  pb::GraphDef def;
  AddNode(&def, "feed", "Placeholder", {}, {{"dtype", DT_FLOAT}, {"shape", Shape{2}}});
  AddNode(&def, "neg", "Identity", {"feed"}, {{"T", DT_FLOAT}});
  AddNode(&def, "sum", "Add", {"feed:0", "neg", "^neg"}, {{"T", DT_FLOAT}});
  def.mutable_versions()->set_producer(100);
  return def;
}

class ImportTest : public ::testing::Test {
 protected:
  Status Import(const pb::GraphDef& def, const ImportOptions& options = {}) {
    return ImportGraphDef(def, options, &graph_, &results_);
  }
  void ExpectError(const pb::GraphDef& def, std::string_view text) {
    pb::GraphDef before, after;
    graph_.ToProto(&before);
    Status s = Import(def);
    EXPECT_FALSE(s.ok());
    EXPECT_NE(s.message().find(text), std::string::npos) << s.ToString();
    graph_.ToProto(&after);
    EXPECT_EQ(DeterministicBytes(before), DeterministicBytes(after));
  }
  Graph graph_{&TestOps()};
  ImportResults results_;
};

TEST_F(ImportTest, BuildsNodesAndRoundTrips) {
  const pb::GraphDef def = SmallGraph();
  ASSERT_TRUE(Import(def).ok());
  Node* sum = graph_.Find("sum");
  ASSERT_NE(sum, nullptr);
  EXPECT_EQ(sum->input(1), Output(graph_.Find("neg")));
  EXPECT_EQ(sum->control_inputs().size(), 1u);
  EXPECT_EQ(sum->output_shape(0), (Shape{2}));
  EXPECT_EQ(graph_.versions().producer(), 100);
  pb::GraphDef out;
  graph_.ToProto(&out);
  Graph again(&TestOps());
  ASSERT_TRUE(ImportGraphDef(out, {}, &again).ok());
  pb::GraphDef twice;
  again.ToProto(&twice);
  EXPECT_EQ(DeterministicBytes(out), DeterministicBytes(twice));
}

TEST_F(ImportTest, AcceptsAnyOrderOfNodes) {
  pb::GraphDef def = SmallGraph(), reversed;
  for (int i = def.node_size(); i-- > 0;) *reversed.add_node() = def.node(i);
  ASSERT_TRUE(Import(reversed).ok());
  EXPECT_EQ(graph_.num_nodes(), 3);
}

TEST_F(ImportTest, PutsNamesUnderThePrefix) {
  pb::GraphDef def = SmallGraph();
  (*def.mutable_node(2)->mutable_attr())["_class"] =
      Attr("", std::vector<std::string>{"loc:@neg", "loc:@elsewhere"}).value;
  ImportOptions options;
  options.prefix = "imported/";
  ASSERT_TRUE(Import(def, options).ok());
  Node* sum = graph_.Find("imported/sum");
  ASSERT_NE(sum, nullptr);
  EXPECT_EQ(sum->attrs().Strings("_class")[0], "loc:@imported/neg");
  EXPECT_EQ(sum->attrs().Strings("_class")[1], "loc:@elsewhere");
  EXPECT_TRUE(IsInvalidArgument(Import(def, options)));
  options.uniquify_prefix = true;
  ASSERT_TRUE(Import(def, options).ok());
  EXPECT_NE(graph_.Find("imported_1/feed"), nullptr);
  options = {};
  options.validate_colocation = true;
  EXPECT_TRUE(IsInvalidArgument(Import(def, options)));
}

TEST_F(ImportTest, MakesNamesUnique) {
  pb::GraphDef def = SmallGraph();
  AddNode(&def, "neg_1", "NoOp", {});
  ASSERT_TRUE(Import(def).ok());
  ExpectError(def, "Node name 'feed' already exists");
  ImportOptions options;
  options.uniquify_names = true;
  options.return_nodes = {"neg", "neg_1"};
  ASSERT_TRUE(Import(def, options).ok());
  EXPECT_EQ(results_.return_nodes[0]->name(), "neg_2");
  EXPECT_EQ(results_.return_nodes[1]->name(), "neg_1_1");
  EXPECT_EQ(graph_.Find("sum_1")->input(1).node, results_.return_nodes[0]);
}

TEST_F(ImportTest, MapsInputsAndControlEdges) {
  Builder b(&graph_);
  Output x = b.Placeholder(DT_FLOAT, {2}, "x");
  Node* c = b.NodeOf("NoOp", {}, {}, "c");
  ASSERT_TRUE(b.ok());
  ImportOptions options;
  options.prefix = "p";
  options.input_map[{"feed", 0}] = x;
  options.input_map[{"nobody", 0}] = x;
  options.input_map[{"neg", 3}] = x;
  options.control_map["neg"] = c;
  options.return_outputs = {{"feed", 0}, {"sum", 0}};
  ASSERT_TRUE(Import(SmallGraph(), options).ok());
  Node* sum = graph_.Find("p/sum");
  EXPECT_EQ(sum->input(0), x);
  EXPECT_EQ(graph_.Find("p/neg")->input(0), x);
  EXPECT_EQ(sum->control_inputs(), std::vector<Node*>{c});
  EXPECT_EQ(results_.return_outputs[0], x);
  EXPECT_EQ(results_.return_outputs[1], Output(sum));
  ASSERT_EQ(results_.missing_unused_inputs.size(), 2u);
  EXPECT_EQ(results_.missing_unused_inputs[0], TensorKey("neg", 3));
  EXPECT_EQ(results_.missing_unused_inputs[1], TensorKey("nobody", 0));
}

TEST_F(ImportTest, AddsControlDependenciesWhereTheyAreNotInherited) {
  Builder b(&graph_);
  Node* c = b.NodeOf("NoOp", {}, {}, "c");
  ImportOptions options;
  options.control_dependencies = {c};
  options.default_device = "/device:CPU:0";
  ASSERT_TRUE(Import(SmallGraph(), options).ok());
  EXPECT_EQ(graph_.Find("feed")->control_inputs(), std::vector<Node*>{c});
  EXPECT_TRUE(graph_.Find("neg")->control_inputs().empty());
  EXPECT_EQ(graph_.Find("neg")->device(), "/device:CPU:0");
}

TEST_F(ImportTest, ClosesLoopsThroughNextIteration) {
  pb::GraphDef def;
  AddNode(&def, "x", "Placeholder", {}, {{"dtype", DT_FLOAT}, {"shape", Shape{2}}});
  AddNode(&def, "merge", "Merge", {"x", "next"}, {{"T", DT_FLOAT}, {"N", 2}});
  AddNode(&def, "add", "Add", {"merge", "merge"}, {{"T", DT_FLOAT}});
  AddNode(&def, "next", "NextIteration", {"add"}, {{"T", DT_FLOAT}});
  ASSERT_TRUE(Import(def).ok());
  Node* merge = graph_.Find("merge");
  EXPECT_EQ(merge->input(1).node, graph_.Find("next"));
  EXPECT_TRUE(merge->output_shape(0).unknown_rank());
  EXPECT_EQ(graph_.Find("x")->consumers().size(), 1u);
  EXPECT_EQ(graph_.Find("next")->consumers().size(), 1u);
}

TEST_F(ImportTest, NamesACycle) {
  pb::GraphDef def = SmallGraph();
  AddNode(&def, "a", "Identity", {"b"}, {{"T", DT_FLOAT}});
  AddNode(&def, "b", "Identity", {"c"}, {{"T", DT_FLOAT}});
  AddNode(&def, "c", "Identity", {"a"}, {{"T", DT_FLOAT}});
  AddNode(&def, "after", "Identity", {"a"}, {{"T", DT_FLOAT}});
  ExpectError(def, "cycle: 'c' -> 'b' -> 'a' -> 'c'");
}

TEST_F(ImportTest, RefusesBadGraphsAndLeavesNothing) {
  ASSERT_TRUE(Import(SmallGraph(), {.prefix = "old"}).ok());
  pb::GraphDef def = SmallGraph();
  AddNode(&def, "neg", "NoOp", {});
  ExpectError(def, "Node 'neg' is not unique");
  auto with = [&](const std::string& op, const std::vector<std::string>& inputs,
                  std::string_view text, const Attrs& attrs = {{"T", DT_FLOAT}}) {
    pb::GraphDef bad = SmallGraph();
    AddNode(&bad, "bad", op, inputs, attrs);
    pb::FunctionDef* f = bad.mutable_library()->add_function();
    f->mutable_signature()->set_name("f");
    ExpectError(bad, text);
    EXPECT_EQ(graph_.functions().size(), 0u);
  };
  with("Identity", {"nobody"}, "node 'bad' (Identity): Unknown input node 'nobody'");
  with("Identity", {"feed:1"}, "node 'bad' (Identity): Connecting to invalid output 1");
  with("Identity", {"feed:-1"}, "must be '^node', 'node' or 'node:index'");
  with("Identity", {"feed:99999999999999"}, "must be '^node', 'node' or 'node:index'");
  with("Identity", {""}, "names no node");
  with("Identity", {"^feed", "feed"}, "Control dependencies must come after");
  with("Identity", {}, "takes 1 tensors here, not 0");
  with("Identity", {"feed"}, "must be int32", {{"T", DT_INT32}});
  with("Identity", {"feed"}, "'T' (type) is missing", {});
  with("Nonesuch", {}, "Op type not registered 'Nonesuch'");
  with("Merge", {"bad"}, "cycle");
  def = SmallGraph();
  AddNode(&def, "", "NoOp", {});
  ExpectError(def, "needs a name");
  def.mutable_node(3)->set_name(std::string(1 << 20, '/'));
  ExpectError(def, "too long");
  def.mutable_node(3)->set_name("ok");
  def.mutable_versions()->set_min_consumer(kGraphDefVersion + 1);
  def.mutable_versions()->set_producer(kGraphDefVersion + 1);
  ExpectError(def, "min consumer version");
  // The older nodes have lost no consumer and gained none.
  EXPECT_EQ(graph_.Find("old/feed")->consumers().size(), 2u);
  EXPECT_EQ(graph_.Find("old/neg")->control_outputs().size(), 1u);
  EXPECT_TRUE(Import(SmallGraph()).ok());
}

TEST_F(ImportTest, CallsFunctionsOfTheLibrary) {
  pb::GraphDef def = SmallGraph();
  pb::FunctionDef* f = def.mutable_library()->add_function();
  f->mutable_signature()->set_name("twice");
  ASSERT_TRUE(ParseArg("x: float", f->mutable_signature()->add_input_arg(), {}).ok());
  ASSERT_TRUE(ParseArg("y: float", f->mutable_signature()->add_output_arg(), {}).ok());
  AddNode(&def, "call", "twice", {"feed"});
  ASSERT_TRUE(Import(def).ok());
  EXPECT_EQ(graph_.Find("call")->output_type(0), DT_FLOAT);
  // The same function again is fine, another one of that name isn't.
  ASSERT_TRUE(Import(def, {.prefix = "again"}).ok());
  def.mutable_library()->mutable_function(0)->mutable_signature()->set_is_stateful(true);
  EXPECT_TRUE(IsInvalidArgument(Import(def, {.prefix = "other"})));
}

TEST_F(ImportTest, TakesAHundredThousandNodes) {
  constexpr int kNodes = 100000;
  pb::GraphDef def;
  AddNode(&def, "n0", "Placeholder", {}, {{"dtype", DT_FLOAT}, {"shape", Shape{2}}});
  for (int i = 1; i < kNodes - 1; ++i) {
    AddNode(&def, StrCat("n", i), "Add", {StrCat("n", i - 1), "n0"}, {{"T", DT_FLOAT}});
  }
  std::vector<std::string> all;
  for (int i = 0; i < kNodes - 1; ++i) all.push_back(StrCat("^n", i));
  AddNode(&def, "all", "NoOp", all);
  ASSERT_TRUE(Import(def).ok());
}

}  // namespace
}  // namespace hb
