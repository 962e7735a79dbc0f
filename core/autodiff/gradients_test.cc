#include "core/autodiff/gradients.h"

#include <gtest/gtest.h>

#include "core/graph/builder.h"

namespace hb {
namespace {

class GradientsTest : public ::testing::Test {
 protected:
  Output Input(const char* name, Shape shape = {2, 2}) {
    return b_.Placeholder(DT_FLOAT, shape, name);
  }
  Status Grad(const std::vector<Output>& ys, const std::vector<Output>& xs,
              const GradientOptions& options = {}, const std::vector<Output>& dys = {}) {
    EXPECT_TRUE(b_.ok()) << b_.status().ToString();
    return AddGradients(&graph_, ys, xs, dys, options, &dxs_);
  }
  std::string Bytes() {
    pb::GraphDef def;
    graph_.ToProto(&def);
    return DeterministicBytes(def);
  }
  int Count(std::string_view op) const {
    int n = 0;
    for (int i = 0; i < graph_.num_nodes(); ++i) n += graph_.node(i)->type() == op;
    return n;
  }
  Graph graph_;
  Builder b_{&graph_};
  std::vector<Output> dxs_;
};

TEST_F(GradientsTest, MatMulHasTensorFlowsNodes) {
  Output x = Input("x"), w = Input("w");
  Output y = b_.Op("MatMul", {x, w});
  ASSERT_TRUE(Grad({y}, {x, w}).ok());
  EXPECT_NE(graph_.Find("gradients/OnesLike"), nullptr);
  Node* dx = graph_.Find("gradients/MatMul");
  Node* dw = graph_.Find("gradients/MatMul_1");
  ASSERT_NE(dx, nullptr);
  ASSERT_NE(dw, nullptr);
  EXPECT_EQ(dxs_[0], Output(dx));
  EXPECT_EQ(dxs_[1], Output(dw));
  EXPECT_TRUE(dx->attrs().Bool("transpose_b"));
  EXPECT_TRUE(dw->attrs().Bool("transpose_a"));
  EXPECT_EQ(dxs_[0].shape(), (Shape{2, 2}));
}

TEST_F(GradientsTest, ChoosesAndChecksThePrefix) {
  Output x = Input("x");
  Output y = b_.Op("Square", {x});
  ASSERT_TRUE(Grad({y}, {x}).ok());
  ASSERT_TRUE(Grad({y}, {x}).ok());
  EXPECT_TRUE(dxs_[0].node->name().starts_with("gradients_1/"));
  ASSERT_TRUE(Grad({y}, {x}, {.prefix = "mine"}).ok());
  EXPECT_TRUE(dxs_[0].node->name().starts_with("mine/"));
  const std::string before = Bytes();
  EXPECT_TRUE(IsInvalidArgument(Grad({y}, {x}, {.prefix = "mine"})));
  EXPECT_TRUE(IsInvalidArgument(Grad({y}, {x}, {.prefix = "x"})));
  EXPECT_EQ(before, Bytes());
}

TEST_F(GradientsTest, SumsPathsAndYs) {
  Output x = Input("x");
  Output y = b_.Op("AddV2", {b_.Op("Square", {x}), b_.Op("Neg", {x})});
  Output z = b_.Op("Exp", {x});
  ASSERT_TRUE(Grad({y, z}, {x}).ok());
  EXPECT_EQ(dxs_[0].node->type(), "AddN");
  EXPECT_EQ(dxs_[0].node->num_inputs(), 3);
}

TEST_F(GradientsTest, UsesGivenGradientsAndChecksThem) {
  Output x = Input("x"), d = Input("d");
  Output y = b_.Op("Neg", {x});
  ASSERT_TRUE(Grad({y}, {x}, {}, {d}).ok());
  EXPECT_EQ(dxs_[0].node->input(0), d);
  EXPECT_TRUE(IsInvalidArgument(Grad({y}, {x}, {}, {Input("e", {3})})));
  EXPECT_TRUE(IsInvalidArgument(Grad({y}, {x}, {}, {b_.Scalar<double>(1)})));
  EXPECT_TRUE(IsInvalidArgument(Grad({y}, {x}, {}, {d, d})));
  EXPECT_TRUE(IsInvalidArgument(Grad({}, {x})));
  EXPECT_TRUE(IsInvalidArgument(Grad({Output()}, {x})));
  EXPECT_TRUE(IsInvalidArgument(Grad({y}, {Output(x.node, 7)})));
}

TEST_F(GradientsTest, AnXOnThePathIsDifferentiatedToo) {
  Output x = Input("x");
  Output y = b_.Op("Exp", {x});
  Output z = b_.Op("Square", {y});
  ASSERT_TRUE(Grad({z}, {x, y, z}).ok());
  ASSERT_TRUE(dxs_[0] && dxs_[1] && dxs_[2]);
  EXPECT_EQ(dxs_[2].node->type(), "OnesLike");
  // dx is made from dy.
  EXPECT_EQ(dxs_[0].node->input(0), dxs_[1]);
}

TEST_F(GradientsTest, StopsWhereAsked) {
  Output x = Input("x");
  Output y = b_.Op("Exp", {x});
  Output z = b_.Op("Mul", {y, x});
  ASSERT_TRUE(Grad({z}, {x}, {.stop_gradients = {y}}).ok());
  EXPECT_EQ(dxs_[0].node->type(), "Mul");
  ASSERT_TRUE(Grad({b_.Op("StopGradient", {x})}, {x}).ok());
  EXPECT_FALSE(dxs_[0]);
  ASSERT_TRUE(Grad({y}, {Input("other")}).ok());
  EXPECT_FALSE(dxs_[0]);
  Status s = Grad({y}, {Input("third")}, {.unreachable_is_error = true});
  EXPECT_TRUE(IsInvalidArgument(s));
  EXPECT_NE(s.message().find("'third'"), std::string::npos);
  EXPECT_TRUE(Grad({y}, {x, y}, {.unreachable_is_error = true}).ok());
}

TEST_F(GradientsTest, NamesTheOpWithoutGradientAndLeavesNothing) {
  Output x = Input("x");
  Output y = b_.Op("Neg", {b_.Op("Spence", {x})});
  const std::string before = Bytes();
  Status s = Grad({y}, {x});
  EXPECT_TRUE(IsNotFound(s));
  EXPECT_TRUE(s.message().starts_with("No gradient defined for op: Spence.")) << s.ToString();
  EXPECT_EQ(before, Bytes());
  EXPECT_TRUE(Grad({b_.Op("Neg", {x})}, {x}).ok());
}

TEST_F(GradientsTest, OpsOffThePathNeedNoGradient) {
  Output x = Input("x");
  Output shape = b_.Op("Shape", {x});
  Output y = b_.Op("Reshape", {b_.Op("Neg", {x}), shape});
  ASSERT_TRUE(Grad({y}, {x}).ok());
  EXPECT_TRUE(dxs_[0]);
}

TEST_F(GradientsTest, ReducesToBroadcastInputs) {
  Output x = Input("x", {4, 3}), bias = Input("bias", {3}), column = Input("column", {4, 1});
  Output open = Input("open", {-1, 3}), open2 = Input("open2", {-1, 3});
  ASSERT_TRUE(Grad({b_.Op("AddV2", {x, bias})}, {x, bias}).ok());
  EXPECT_EQ(dxs_[0].node->type(), "OnesLike");
  EXPECT_EQ(dxs_[1].node->type(), "Sum");
  EXPECT_EQ(dxs_[1].shape(), (Shape{3}));
  ASSERT_TRUE(Grad({b_.Op("AddV2", {x, column})}, {column}).ok());
  EXPECT_TRUE(dxs_[0].node->attrs().Bool("keep_dims"));
  ASSERT_TRUE(Grad({b_.Op("AddV2", {open, bias})}, {open, bias}).ok());
  EXPECT_EQ(dxs_[0].node->type(), "OnesLike");
  EXPECT_EQ(dxs_[1].node->type(), "Sum");
  EXPECT_EQ(Count("BroadcastGradientArgs"), 0);
  // The gradient of a constant factor is nobody's concern.
  EXPECT_TRUE(Grad({b_.Op("Mul", {x, b_.Scalar<float>(2)})}, {x}).ok());
  ASSERT_TRUE(Grad({b_.Op("AddV2", {open, open2})}, {open}).ok());
  EXPECT_EQ(Count("BroadcastGradientArgs"), 1);
}

TEST_F(GradientsTest, VariablesAreDifferentiatedByTheirHandle) {
  Output v = b_.Op("VarHandleOp", {}, {{"dtype", DT_FLOAT}, {"shape", Shape{2, 2}}});
  Output read = b_.Op("ReadVariableOp", {v}, {{"dtype", DT_FLOAT}});
  Output again = b_.Op("ReadVariableOp", {v}, {{"dtype", DT_FLOAT}});
  ASSERT_TRUE(Grad({b_.Op("Mul", {read, again})}, {v}).ok());
  EXPECT_EQ(dxs_[0].dtype(), DT_FLOAT);
  EXPECT_EQ(dxs_[0].node->type(), "AddN");
}

TEST_F(GradientsTest, RefusesToBeginInsideOfALoop) {
  Output x = Input("x");
  Node* enter = b_.NodeOf("Enter", {x}, {{"frame_name", "f"}});
  Node* merge = b_.NodeOf("Merge", {In({enter, enter})});
  Output next = b_.Op("NextIteration", {b_.Op("Neg", {merge})});
  ASSERT_TRUE(graph_.UpdateInput(merge, 1, next).ok());
  Output y = b_.Op("Neg", {merge});
  const std::string before = Bytes();
  EXPECT_TRUE(IsInvalidArgument(Grad({y}, {x})));
  EXPECT_EQ(before, Bytes());
}

TEST_F(GradientsTest, RefusesLoopsWithoutCondition) {
  Output x = Input("x");
  Node* enter = b_.NodeOf("Enter", {x}, {{"frame_name", "f"}});
  Node* merge = b_.NodeOf("Merge", {In({enter, enter})});
  Node* choice = b_.NodeOf("Switch", {Output(merge, 0), b_.Placeholder(DT_BOOL, {}, "p")});
  Output next = b_.Op("NextIteration", {b_.Op("Neg", {Output(choice, 1)})});
  ASSERT_TRUE(graph_.UpdateInput(merge, 1, next).ok());
  Output y = b_.Op("Exit", {Output(choice, 0)});
  const std::string before = Bytes();
  EXPECT_TRUE(IsInvalidArgument(Grad({y}, {x})));
  EXPECT_EQ(before, Bytes());
}

TEST_F(GradientsTest, TakesLongChains) {
  Output x = Input("x"), y = x;
  for (int i = 0; i < 20000; ++i) y = b_.Op("Neg", {y});
  ASSERT_TRUE(Grad({y}, {x}).ok());
}

// Functions

class FunctionGradientsTest : public GradientsTest {
 protected:
  // A function made from `build`, which gets the arguments and gives the results.
  template <typename Build>
  void Define(const std::string& name, int num_args, Build build) {
    Graph body;
    body.set_functions(graph_.shared_functions());
    Builder b(&body);
    ToFunctionOptions options;
    options.name = name;
    for (int i = 0; i < num_args; ++i) {
      options.inputs.push_back(b.Placeholder(DT_FLOAT, Shape{2, 2}, StrCat("a", i)));
    }
    options.outputs = build(b, options.inputs);
    ASSERT_TRUE(b.ok()) << b.status().ToString();
    Result<pb::FunctionDef> def = GraphToFunction(body, options);
    ASSERT_TRUE(def.ok()) << def.status().ToString();
    ASSERT_TRUE(graph_.functions().Add(std::make_shared<pb::FunctionDef>(*def)).ok());
  }
  static Output Call(Builder& b, const std::string& f, const std::vector<Output>& args,
                     const char* op = "PartitionedCall") {
    std::vector<DType> types(args.size(), DT_FLOAT);
    return b.Op(op, {In(args)},
                {{"f", FuncRef{f}}, {"Tin", types}, {"Tout", std::vector<DType>{DT_FLOAT}}});
  }
};

TEST_F(FunctionGradientsTest, APureCallIsComputedAgain) {
  Define("f", 2, [](Builder& b, const std::vector<Output>& a) {
    return std::vector<Output>{b.Op("Mul", {b.Op("Exp", {a[0]}), a[1]})};
  });
  Output x = Input("x"), y = Input("y");
  Output z = Call(b_, "f", {x, y});
  ASSERT_TRUE(Grad({z}, {x, y}).ok());
  EXPECT_EQ(dxs_[0].node, dxs_[1].node);
  EXPECT_EQ(dxs_[0].node->type(), "PartitionedCall");
  EXPECT_EQ(dxs_[0].node->num_inputs(), 3);
  EXPECT_EQ(z.node->num_outputs(), 1);
  EXPECT_NE(graph_.functions().Find("f_grad"), nullptr);
  // One gradient function serves both calls.
  Output w = b_.Op("Mul", {Call(b_, "f", {x, y}), Call(b_, "f", {y, x})});
  ASSERT_TRUE(Grad({w}, {x, y}).ok());
  EXPECT_EQ(graph_.functions().size(), 3u);
}

TEST_F(FunctionGradientsTest, WhatCantRunAgainIsHandedOver) {
  Define("f", 1, [](Builder& b, const std::vector<Output>& a) {
    Output r = b.Op("RandomUniform", {b.Op("Shape", {a[0]})}, {{"dtype", DT_FLOAT}});
    return std::vector<Output>{b.Op("Mul", {a[0], r})};
  });
  Output x = Input("x");
  Output z = Call(b_, "f", {x}, "StatefulPartitionedCall");
  graph_.MarkRun(z.node);
  const std::string before = Bytes();
  EXPECT_TRUE(IsFailedPrecondition(Grad({z}, {x})));
  EXPECT_EQ(before, Bytes());
  Output fresh = Call(b_, "f", {x}, "StatefulPartitionedCall");
  ASSERT_TRUE(Grad({fresh}, {x}).ok());
  EXPECT_EQ(fresh.node->num_outputs(), 2);
  EXPECT_EQ(fresh.node->attrs().Func("f"), "f_forward");
  EXPECT_EQ(dxs_[0].node->input(1), Output(fresh.node, 1));
  EXPECT_EQ(dxs_[0].node->type(), "PartitionedCall");
  // The gradient's body has no random op of its own.
  for (const pb::NodeDef& n : graph_.functions().Find("f_grad")->node_def()) {
    EXPECT_NE(n.op(), "RandomUniform");
  }
}

TEST_F(FunctionGradientsTest, ARecursiveFunctionHasARecursiveGradient) {
  ASSERT_TRUE(graph_.functions().size() == 0);
  pb::FunctionDef stub;
  stub.mutable_signature()->set_name("f");
  ASSERT_TRUE(ParseArg("a: float", stub.mutable_signature()->add_input_arg(), {}).ok());
  ASSERT_TRUE(ParseArg("b: float", stub.mutable_signature()->add_output_arg(), {}).ok());
  graph_.functions().Put(std::make_shared<pb::FunctionDef>(stub));
  Graph body;
  body.set_functions(graph_.shared_functions());
  Builder b(&body);
  ToFunctionOptions options;
  options.name = "f";
  options.inputs = {b.Placeholder(DT_FLOAT, Shape::UnknownRank(), "a")};
  options.outputs = {b.Op("Exp", {Call(b, "f", {b.Op("Neg", {options.inputs[0]})})})};
  Result<pb::FunctionDef> def = GraphToFunction(body, options);
  ASSERT_TRUE(def.ok()) << def.status().ToString();
  graph_.functions().Put(std::make_shared<pb::FunctionDef>(*def));
  Output x = Input("x");
  ASSERT_TRUE(Grad({Call(b_, "f", {x})}, {x}).ok());
  FunctionLibrary::DefPtr grad = graph_.functions().Find("f_grad");
  ASSERT_NE(grad, nullptr);
  int calls = 0;
  for (const pb::NodeDef& n : grad->node_def()) {
    auto f = n.attr().find("f");
    calls += f != n.attr().end() && f->second.func().name() == "f_grad";
  }
  EXPECT_EQ(calls, 1);
}

TEST_F(FunctionGradientsTest, RefusesEndlessNesting) {
  Define("f0", 1, [](Builder& b, const std::vector<Output>& a) {
    return std::vector<Output>{b.Op("Exp", {a[0]})};
  });
  for (int i = 1; i < 300; ++i) {
    Define(StrCat("f", i), 1, [i](Builder& b, const std::vector<Output>& a) {
      return std::vector<Output>{Call(b, StrCat("f", i - 1), {a[0]})};
    });
  }
  Output x = Input("x");
  Output y = Call(b_, "f299", {x});
  const std::string before = Bytes();
  Status s = Grad({y}, {x});
  EXPECT_TRUE(IsInvalidArgument(s));
  EXPECT_NE(s.message().find("deep"), std::string::npos);
  EXPECT_EQ(before, Bytes());
}

TEST_F(FunctionGradientsTest, UsesTheLibrarysGradient) {
  Define("f", 1, [](Builder& b, const std::vector<Output>& a) {
    return std::vector<Output>{b.Op("Exp", {a[0]})};
  });
  Define("mine", 2, [](Builder& b, const std::vector<Output>& a) {
    return std::vector<Output>{b.Op("Mul", {a[0], a[1]})};
  });
  ASSERT_TRUE(graph_.functions().AddGradient("f", "mine").ok());
  Output x = Input("x");
  ASSERT_TRUE(Grad({Call(b_, "f", {x})}, {x}).ok());
  EXPECT_EQ(dxs_[0].node->attrs().Func("f"), "mine");
  pb::NameAttrList f;
  f.set_name("f");
  EXPECT_EQ(*SymbolicGradientFunction(graph_.shared_functions(), &graph_.ops(), f), "mine");
}

TEST_F(FunctionGradientsTest, SymbolicGradientHasAllArgumentsAndResults) {
  Define("f", 2, [](Builder& b, const std::vector<Output>& a) {
    return std::vector<Output>{b.Op("Exp", {a[0]}), b.Op("Shape", {a[1]})};
  });
  pb::NameAttrList f;
  f.set_name("f");
  Result<std::string> name = SymbolicGradientFunction(graph_.shared_functions(), &graph_.ops(), f);
  ASSERT_TRUE(name.ok()) << name.status().ToString();
  FunctionLibrary::DefPtr def = graph_.functions().Find(*name);
  EXPECT_EQ(def->signature().input_arg_size(), 4);
  EXPECT_EQ(def->signature().output_arg_size(), 2);
  f.set_name("nobody");
  EXPECT_TRUE(
      IsNotFound(SymbolicGradientFunction(graph_.shared_functions(), &graph_.ops(), f).status()));
}

TEST_F(FunctionGradientsTest, ALoopCountsAndAccumulates) {
  Define("body", 2, [](Builder& b, const std::vector<Output>& a) {
    return std::vector<Output>{b.Op("Mul", {b.Op("Exp", {a[0]}), a[1]}), a[1]};
  });
  Define("cond", 2, [](Builder& b, const std::vector<Output>& a) {
    Output all = b.Op("Max", {a[0], b.Vector<int32_t>({0, 1})});
    return std::vector<Output>{b.Op("Less", {all, b.Scalar<float>(5)})};
  });
  Output x = Input("x"), y = Input("y");
  const Attrs attrs = {{"cond", FuncRef{"cond"}},
                       {"body", FuncRef{"body"}},
                       {"T", std::vector<DType>{DT_FLOAT, DT_FLOAT}}};
  Node* loop = b_.NodeOf("StatelessWhile", {In({x, y})}, attrs);
  ASSERT_TRUE(Grad({Output(loop)}, {x, y}).ok());
  // The counter, and a list of Exp's results; y stays the same and needs no list.
  EXPECT_EQ(loop->num_outputs(), 4);
  EXPECT_EQ(loop->num_inputs(), 4);
  EXPECT_EQ(dxs_[0].node->type(), "StatelessWhile");
  EXPECT_EQ(dxs_[0].node->input(0), Output(loop, 2));
  EXPECT_EQ(dxs_[1].node, dxs_[0].node);
  EXPECT_EQ(Count("StatelessWhile"), 2);

  Node* ran = b_.NodeOf("StatelessWhile", {In({x, y})}, attrs);
  graph_.MarkRun(ran);
  ASSERT_TRUE(Grad({Output(ran)}, {x}).ok());
  EXPECT_EQ(ran->num_outputs(), 2);
  EXPECT_EQ(Count("StatelessWhile"), 5);
}

}  // namespace
}  // namespace hb
