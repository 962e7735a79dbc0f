#include "core/graph/function.h"

#include <gtest/gtest.h>

#include "core/graph/builder.h"
#include "core/graph/test_ops.h"

namespace hb {
namespace {

using Body = std::shared_ptr<const FunctionBody>;

pb::NodeDef* AddNode(pb::FunctionDef* f, const std::string& name, const std::string& op,
                     const std::vector<std::string>& inputs) {
  pb::NodeDef* n = f->add_node_def();
  n->set_name(name);
  n->set_op(op);
  for (const std::string& in : inputs) n->add_input(in);
  return n;
}

void SetPlaceholder(pb::NodeDef* n, const std::string& attr, const std::string& name) {
  (*n->mutable_attr())[attr].set_placeholder(name);
}

// f(x: T, rest: N * T) -> (y: T, all: N * T), with a node of two output arguments.
pb::FunctionDef ListFunction() {
  pb::FunctionDef f;
  pb::OpDef* s = f.mutable_signature();
  s->set_name("f");
  EXPECT_TRUE(ParseAttr("T: {float, int32}", s->add_attr()).ok());
  EXPECT_TRUE(ParseAttr("N: int >= 1", s->add_attr()).ok());
  EXPECT_TRUE(ParseArg("x: T", s->add_input_arg(), *s).ok());
  EXPECT_TRUE(ParseArg("rest: N * T", s->add_input_arg(), *s).ok());
  EXPECT_TRUE(ParseArg("y: T", s->add_output_arg(), *s).ok());
  EXPECT_TRUE(ParseArg("all: N * T", s->add_output_arg(), *s).ok());
  pb::NodeDef* sum = AddNode(&f, "sum", "AddN", {"rest"});
  SetPlaceholder(sum, "T", "T");
  SetPlaceholder(sum, "N", "N");
  pb::NodeDef* two = AddNode(&f, "two", "Two", {"sum:sum:0", "^sum"});
  SetPlaceholder(two, "T", "T");
  SetPlaceholder(two, "N", "N");
  pb::NodeDef* add = AddNode(&f, "add", "Add", {"two:bs:1", "rest:0"});
  SetPlaceholder(add, "T", "T");
  (*f.mutable_ret())["y"] = "add:z:0";
  (*f.mutable_ret())["all"] = "two:bs";
  f.mutable_signature()->add_control_output("done");
  (*f.mutable_control_ret())["done"] = "two";
  return f;
}

class FunctionTest : public ::testing::Test {
 protected:
  Result<Body> Instantiate(const pb::FunctionDef& f, const Attrs& attrs) {
    AttrReader::Map map;
    for (const Attr& a : attrs) map[a.name] = a.value;
    return InstantiateDef(std::make_shared<pb::FunctionDef>(f), library_, &TestOps(),
                          AttrReader(&map));
  }
  void ExpectError(const pb::FunctionDef& f, std::string_view text) {
    Result<Body> body = Instantiate(f, {{"T", DT_FLOAT}, {"N", 2}});
    ASSERT_FALSE(body.ok());
    EXPECT_NE(body.status().message().find(text), std::string::npos) << body.status().ToString();
  }
  std::shared_ptr<FunctionLibrary> library_ = std::make_shared<FunctionLibrary>();
};

TEST_F(FunctionTest, PutsInTheCallersAttributes) {
  Result<Body> r = Instantiate(ListFunction(), {{"T", DT_INT32}, {"N", 2}});
  ASSERT_TRUE(r.ok()) << r.status().ToString();
  const FunctionBody& body = **r;
  ASSERT_EQ(body.args.size(), 3u);
  EXPECT_EQ(body.args[0]->name(), "x");
  EXPECT_EQ(body.args[2]->name(), "rest_1");
  EXPECT_EQ(body.args[2]->output_type(0), DT_INT32);
  const Node* add = body.graph->Find("add");
  EXPECT_EQ(add->input(0), Output(body.graph->Find("two"), 2));
  EXPECT_EQ(add->input(1), Output(body.args[1]));
  ASSERT_EQ(body.rets.size(), 3u);
  EXPECT_EQ(body.rets[0].node, add);
  EXPECT_EQ(body.rets[1], Output(body.graph->Find("two"), 1));
  EXPECT_EQ(body.control_rets, std::vector<Node*>{body.graph->Find("two")});
  EXPECT_FALSE(Instantiate(ListFunction(), {{"T", DT_STRING}, {"N", 2}}).ok());
  EXPECT_FALSE(Instantiate(ListFunction(), {{"T", DT_INT32}}).ok());
}

TEST_F(FunctionTest, RefusesBrokenDefinitions) {
  auto broken = [](auto change) {
    pb::FunctionDef f = ListFunction();
    change(&f);
    return f;
  };
  ExpectError(broken([](auto* f) { f->mutable_node_def(2)->set_input(0, "two:bs:2"); }),
              "node 'add' (Add): input 'two:bs:2': output 'bs' has 2 tensors");
  ExpectError(broken([](auto* f) { f->mutable_node_def(2)->set_input(0, "two:cs:0"); }),
              "has no output 'cs'");
  ExpectError(broken([](auto* f) { f->mutable_node_def(2)->set_input(0, "nobody:y:0"); }),
              "names no argument and no node");
  ExpectError(broken([](auto* f) { f->mutable_node_def(2)->set_input(1, "rest:2"); }),
              "the argument has 2 tensors");
  ExpectError(broken([](auto* f) { f->mutable_node_def(1)->set_input(1, "^nobody"); }),
              "names no node");
  ExpectError(broken([](auto* f) { f->mutable_node_def(0)->set_op("Nonesuch"); }),
              "Op type not registered 'Nonesuch'");
  ExpectError(broken([](auto* f) { f->mutable_node_def(0)->set_input(0, "add:z:0"); }), "cycle");
  ExpectError(broken([](auto* f) { f->mutable_ret()->erase("y"); }), "result 'y' is not defined");
  ExpectError(broken([](auto* f) { (*f->mutable_ret())["all"] = "two:bs:0"; }),
              "stands for 2 tensors");
  ExpectError(broken([](auto* f) { (*f->mutable_control_ret())["done"] = "x"; }),
              "control result 'done' names no node");
  ExpectError(broken([](auto* f) { SetPlaceholder(f->mutable_node_def(2), "T", "U"); }),
              "attribute 'U'");
  ExpectError(
      broken([](auto* f) { f->mutable_signature()->mutable_input_arg(0)->set_name("rest"); }),
      "more than once");
  ExpectError(broken([](auto* f) { f->mutable_node_def(1)->set_name("sum"); }), "not unique");
}

TEST_F(FunctionTest, SubstitutesInsideFunctionAttributes) {
  pb::FunctionDef f;
  f.mutable_signature()->set_name("g");
  ASSERT_TRUE(ParseAttr("T: type", f.mutable_signature()->add_attr()).ok());
  pb::NodeDef* call = AddNode(&f, "call", "Call", {});
  (*call->mutable_attr())["Tin"].mutable_list();
  (*call->mutable_attr())["Tout"].mutable_list();
  (*call->mutable_attr())["f"].mutable_func()->set_name("g");
  (*(*call->mutable_attr())["f"].mutable_func()->mutable_attr())["T"].set_placeholder("T");
  Result<Body> body = Instantiate(f, {{"T", DT_INT64}});
  ASSERT_TRUE(body.ok()) << body.status().ToString();
  const pb::AttrValue* func = (*body)->graph->Find("call")->attrs().Find("f");
  EXPECT_EQ(func->func().attr().at("T").type(), pb::DT_INT64);
}

TEST_F(FunctionTest, TakesShapesOfArguments) {
  pb::FunctionDef f = ListFunction();
  AttrReader::Map attrs;
  attrs["T"] = Attr("", DT_FLOAT).value;
  attrs["N"] = Attr("", 2).value;
  std::vector<ArgInfo> infos(2);
  infos[1] = {Shape{3, 4}, {{DT_FLOAT, Shape{7}}}};
  Result<Body> body = InstantiateDef(std::make_shared<pb::FunctionDef>(f), library_, &TestOps(),
                                     AttrReader(&attrs), &infos);
  ASSERT_TRUE(body.ok()) << body.status().ToString();
  EXPECT_TRUE((*body)->args[0]->output_shape(0).unknown_rank());
  EXPECT_EQ((*body)->args[1]->output_shape(0), (Shape{3, 4}));
  ASSERT_EQ((*body)->args[1]->output_handle(0).size(), 1u);
  EXPECT_EQ((*body)->args[1]->output_handle(0)[0].second, (Shape{7}));
}

class ToFunctionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    x_ = b_.Placeholder(DT_FLOAT, {2}, "Feed1");
    y_ = b_.Placeholder(DT_FLOAT, {2}, "9 feed.2");
    add_ = b_.Op("Add", {x_, y_}, {}, "add");
    ASSERT_TRUE(b_.ok()) << b_.status().ToString();
    options_.name = "F";
    options_.inputs = {x_, y_};
    options_.outputs = {add_};
  }
  void ExpectError(std::string_view text) {
    Result<pb::FunctionDef> def = GraphToFunction(graph_, options_);
    ASSERT_FALSE(def.ok());
    EXPECT_NE(def.status().message().find(text), std::string::npos) << def.status().ToString();
  }
  Graph graph_{&TestOps()};
  Builder b_{&graph_};
  Output x_, y_, add_;
  ToFunctionOptions options_;
};

TEST_F(ToFunctionTest, NamesArgumentsResultsAndNodes) {
  Result<pb::FunctionDef> def = GraphToFunction(graph_, options_);
  ASSERT_TRUE(def.ok()) << def.status().ToString();
  EXPECT_EQ(def->signature().input_arg(0).name(), "feed1");
  EXPECT_EQ(def->signature().input_arg(1).name(), "feed_2");
  EXPECT_EQ(def->signature().output_arg(0).name(), "add");
  ASSERT_EQ(def->node_def_size(), 1);
  EXPECT_EQ(def->node_def(0).name(), "add_0");
  EXPECT_EQ(def->node_def(0).input(1), "feed_2");
  EXPECT_EQ(def->ret().at("add"), "add_0:z:0");
  EXPECT_EQ(def->arg_attr().at(0).attr().at("_output_shapes").list().shape(0).dim(0).size(), 2);
  options_.append_hash = true;
  EXPECT_TRUE(GraphToFunction(graph_, options_)->signature().name().starts_with("F_"));
}

TEST_F(ToFunctionTest, RoundTripsThroughAnInstance) {
  Node* two = b_.NodeOf("Two", {add_}, {{"N", 2}}, "scope/two");
  Node* done = b_.NodeOf("NoOp", {}, {}, "done");
  ASSERT_TRUE(graph_.AddControlEdge(two, done).ok());
  options_.outputs = {Output(two, 2), x_};
  options_.output_names = {"b1", "same"};
  options_.control_outputs = {done};
  options_.control_output_names = {"end"};
  Result<pb::FunctionDef> def = GraphToFunction(graph_, options_);
  ASSERT_TRUE(def.ok()) << def.status().ToString();
  EXPECT_EQ(def->ret().at("b1"), "scope/two:bs:1");
  EXPECT_EQ(def->ret().at("same"), "feed1");
  AttrReader::Map none;
  Result<Body> r =
      InstantiateDef(std::make_shared<pb::FunctionDef>(*def), std::make_shared<FunctionLibrary>(),
                     &TestOps(), AttrReader(&none));
  ASSERT_TRUE(r.ok()) << r.status().ToString();
  const FunctionBody& body = **r;
  EXPECT_EQ(body.rets[0], Output(body.graph->Find("scope/two"), 2));
  EXPECT_EQ(body.rets[1], Output(body.args[0]));
  EXPECT_EQ(body.control_rets[0]->control_inputs()[0], body.rets[0].node);
  ToFunctionOptions again;
  again.name = "F";
  for (Node* a : body.args) again.inputs.push_back(a);
  again.outputs = body.rets;
  again.output_names = options_.output_names;
  again.control_outputs = {body.control_rets[0]};
  again.control_output_names = {"end"};
  again.body = NodesNeededFor(*body.graph, again.outputs, again.control_outputs, again.inputs);
  Result<pb::FunctionDef> twice = GraphToFunction(*body.graph, again);
  ASSERT_TRUE(twice.ok()) << twice.status().ToString();
  EXPECT_EQ(DeterministicBytes(*twice).size(), DeterministicBytes(*def).size());
  EXPECT_EQ(twice->ret().at("b1"), def->ret().at("b1"));
}

TEST_F(ToFunctionTest, CutsTheBodyWhereInputsAre) {
  Output sum = b_.Op("Add", {add_, add_}, {}, "sum");
  options_.inputs = {add_};
  options_.outputs = {sum};
  options_.body = std::vector<const Node*>{sum.node};
  Result<pb::FunctionDef> def = GraphToFunction(graph_, options_);
  ASSERT_TRUE(def.ok()) << def.status().ToString();
  EXPECT_EQ(def->node_def(0).input(0), "add");
  options_.inputs = {x_};
  ExpectError("input 0 of node 'sum' in function 'F', add:0 is not available");
}

TEST_F(ToFunctionTest, SaysWhenTheBodyIsStateful) {
  EXPECT_FALSE(GraphToFunction(graph_, options_)->signature().is_stateful());
  b_.NodeOf("Random", {});
  EXPECT_TRUE(GraphToFunction(graph_, options_)->signature().is_stateful());
}

TEST_F(ToFunctionTest, RefusesWhatMakesNoSense) {
  options_.inputs = {x_, x_};
  ExpectError("appears twice");
  options_.inputs = {x_};
  options_.body = std::vector<const Node*>{add_.node};
  ExpectError("9 feed.2:0");
  options_.body.reset();
  options_.inputs = {x_, y_};
  options_.output_names = {"a", "b"};
  ExpectError("1 outputs and 2 names");
  options_.outputs = {add_, x_};
  options_.output_names = {"a", "a"};
  ExpectError("Cannot have duplicate output names");
  options_.output_names = {"a:b", "c"};
  ExpectError("no name for an output");
  options_.output_names = {};
  options_.control_outputs = {x_.node};
  ExpectError("no node in the body");
  options_.control_outputs = {add_.node, add_.node};
  ExpectError("must be unique");
  options_.control_outputs = {};
  ASSERT_TRUE(graph_.AddControlEdge(x_.node, add_.node).ok());
  ExpectError("control edge");
  options_.name = "";
  ExpectError("needs a name");
}

}  // namespace
}  // namespace hb
