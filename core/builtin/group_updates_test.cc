// Updates of several variables in one step give what they give one by one.
#include <gtest/gtest.h>

#include <cstring>
#include <tuple>

#include "core/builtin/builtin.h"
#include "core/graph/builder.h"
#include "core/runtime/session.h"

namespace hb {
namespace {

struct Optimizer {
  const char* op;
  int vars;
  std::vector<float> scalars;  // in the order of the op's inputs
};

const Optimizer kOptimizers[] = {
    {"ResourceApplyGradientDescent", 1, {0.1f}},
    {"ResourceApplyMomentum", 2, {0.1f, 0.9f}},
    {"ResourceApplyKerasMomentum", 2, {0.1f, 0.9f}},
    {"ResourceApplyAdagrad", 2, {0.1f}},
    {"ResourceApplyAdagradV2", 2, {0.1f, 1e-7f}},
    {"ResourceApplyAdam", 3, {0.9f, 0.999f, 0.01f, 0.9f, 0.999f, 1e-7f}},
    {"ResourceApplyAdamWithAmsgrad", 4, {0.9f, 0.999f, 0.01f, 0.9f, 0.999f, 1e-7f}},
    {"ResourceApplyAdaMax", 3, {0.9f, 0.01f, 0.9f, 0.999f, 1e-7f}},
    {"ResourceApplyRMSProp", 3, {0.01f, 0.9f, 0.5f, 1e-7f}},
    {"ResourceApplyCenteredRMSProp", 4, {0.01f, 0.9f, 0.5f, 1e-7f}},
    {"ResourceApplyAdadelta", 3, {0.5f, 0.95f, 1e-6f}},
    {"ResourceApplyFtrl", 3, {0.1f, 0.01f, 0.02f, -0.5f}},
    {"ResourceApplyFtrlV2", 3, {0.1f, 0.01f, 0.02f, 0.03f, -0.5f}},
    {"_HbKerasAdagrad", 2, {0.1f, 1e-7f}},
    {"_HbKerasAdamW", 3, {0.9f, 0.999f, 0.01f, 0.9f, 0.999f, 1e-7f, 0.004f}},
    {"_HbKerasNadam", 3, {0.4f, 0.5f, 0.3f, 0.01f, 0.1f, 0.001f, 0.99f, 1e-7f}},
    {"_HbKerasRMSprop", 2, {0.01f, 0.9f, 0.1f, 1e-7f}},
};
const Shape kShapes[] = {Shape({700, 33}), Shape({5}), Shape(), Shape({20000}), Shape({3, 1, 2})};

// Numbers in (0, 1) that differ.
Tensor Numbers(DType dtype, const Shape& shape, int seed) {
  Tensor t = Tensor::Allocate(dtype, shape).value();
  for (int64_t i = 0; i < t.num_elements(); ++i) {
    const double v = static_cast<double>((i * 7919 + seed * 104729) % 9973 + 1) / 9974;
    if (dtype == DT_FLOAT) t.flat<float>()[static_cast<size_t>(i)] = static_cast<float>(v);
    if (dtype == DT_DOUBLE) t.flat<double>()[static_cast<size_t>(i)] = v;
    if (dtype == DT_HALF) t.flat<half>()[static_cast<size_t>(i)] = half(static_cast<float>(v));
  }
  return t;
}

class Model {
 public:
  Model(const Optimizer& o, DType dtype) : dtype_(dtype) {
    InitBuiltin();
    for (float s : o.scalars) {
      scalars_.push_back(b_.ScalarOf(dtype, s));
    }
    for (const Shape& shape : kShapes) {
      std::vector<Output> inputs;
      for (int v = 0; v < o.vars; ++v) inputs.push_back(AddVariable(shape));
      AddUpdate(o, inputs, b_.Const(Numbers(dtype, shape, 3)));
    }
  }
  Output AddVariable(const Shape& shape) {
    const std::string name = StrCat("v", reads_.size());
    Output handle = b_.Op("VarHandleOp", {},
                          {{"dtype", dtype_}, {"shape", shape}, {"shared_name", name}}, name);
    const Tensor start = Numbers(dtype_, shape, static_cast<int>(reads_.size()));
    inits_.push_back(b_.NodeOf("AssignVariableOp", {handle, b_.Const(start)}));
    reads_.push_back(b_.Op("ReadVariableOp", {handle}, {{"dtype", dtype_}}));
    return handle;
  }
  Node* AddUpdate(const Optimizer& o, std::vector<Output> inputs, Output grad) {
    const pb::OpDef& def = OpSet::Global().Find(o.op)->def;
    for (size_t s = 0; static_cast<int>(inputs.size()) < def.input_arg_size();) {
      const std::string& name = def.input_arg(static_cast<int>(inputs.size())).name();
      const bool is_grad = name == "grad" || name == "delta";
      inputs.push_back(is_grad ? grad : scalars_[s++]);
    }
    Node* update =
        b_.NodeOf(o.op, {inputs.begin(), inputs.end()}, {}, StrCat("update", updates_.size()));
    updates_.push_back(update);
    return update;
  }
  Status Run(const std::vector<const Node*>& targets) {
    EXPECT_TRUE(b_.ok()) << b_.status().ToString();
    return session_->Run({}, {}, {}, {}, targets, {});
  }
  Status Start() { return Run(inits_); }
  std::vector<Tensor> Values() {
    std::vector<Tensor> values(reads_.size());
    std::vector<Tensor*> results;
    for (Tensor& t : values) results.push_back(&t);
    EXPECT_TRUE(session_->Run({}, {}, reads_, results, {}, {}).ok());
    return values;
  }
  // How many nodes of the plan for all updates are groups.
  int Groups() {
    Result<std::shared_ptr<Plan>> plan = session_->MakePlan({}, {}, updates_);
    EXPECT_TRUE(plan.ok()) << plan.status().ToString();
    int groups = 0;
    for (const IrNode& n : (*plan)->ir().nodes) groups += n.op != nullptr && n.type() == "_HbApply";
    return groups;
  }

  DType dtype_;
  std::shared_ptr<Graph> graph_ = std::make_shared<Graph>();
  Ref<Session> session_ = MakeRef<Session>(graph_, SessionOptions());
  Builder b_{graph_.get()};
  std::vector<Output> scalars_, reads_;
  std::vector<const Node*> inits_, updates_;
};

void ExpectSameBits(const std::vector<Tensor>& a, const std::vector<Tensor>& b, const char* what) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(std::memcmp(a[i].data(), b[i].data(), a[i].bytes()), 0) << what << ", variable " << i;
  }
}

TEST(GroupUpdates, GivesTheBitsOfSingleUpdates) {
  for (const Optimizer& o : kOptimizers) {
    for (DType dtype : {DT_FLOAT, DT_DOUBLE, DT_HALF}) {
      if (dtype == DT_HALF && std::string_view(o.op).starts_with("_Hb")) continue;
      Model grouped(o, dtype), single(o, dtype);
      ASSERT_TRUE(grouped.Start().ok());
      ASSERT_TRUE(single.Start().ok());
      for (int step = 0; step < 3; ++step) {
        Status s = grouped.Run(grouped.updates_);
        ASSERT_TRUE(s.ok()) << s.ToString();
        for (const Node* update : single.updates_) ASSERT_TRUE(single.Run({update}).ok());
      }
      ExpectSameBits(grouped.Values(), single.Values(), o.op);
      EXPECT_EQ(grouped.Groups(), 1) << o.op;
    }
  }
}

TEST(GroupUpdates, KeepsTheOrderOfUpdatesThatNeedEachOther) {
  const Optimizer& sgd = kOptimizers[0];
  Model grouped(sgd, DT_FLOAT), single(sgd, DT_FLOAT);
  for (Model* m : {&grouped, &single}) {
    // The gradient of the second is what the first has left, and the third updates it again.
    const Output v = m->AddVariable(Shape({4})), w = m->AddVariable(Shape({4}));
    Node* first = m->AddUpdate(sgd, {v}, m->b_.Const(Numbers(DT_FLOAT, Shape({4}), 9)));
    m->b_.set_control_inputs({first});
    Output left = m->b_.Op("ReadVariableOp", {v}, {{"dtype", DT_FLOAT}}, "left");
    m->b_.set_control_inputs({});
    Node* second = m->AddUpdate(sgd, {w}, left);
    m->b_.set_control_inputs({second});
    Output after = m->b_.Op("ReadVariableOp", {w}, {{"dtype", DT_FLOAT}}, "after");
    m->b_.set_control_inputs({});
    m->AddUpdate(sgd, {w}, after);
    ASSERT_TRUE(m->Start().ok());
  }
  ASSERT_TRUE(grouped.Run(grouped.updates_).ok());
  // The last one asks for the two before it.
  for (size_t u = 0; u < std::size(kShapes); ++u) {
    ASSERT_TRUE(single.Run({single.updates_[u]}).ok());
  }
  ASSERT_TRUE(single.Run({single.updates_.back()}).ok());
  ExpectSameBits(grouped.Values(), single.Values(), "a chain");
}

TEST(GroupUpdates, TwoHandlesOfOneVariableDontRace) {
  const Optimizer& sgd = kOptimizers[0];
  Model m(sgd, DT_FLOAT);
  for (const char* name : {"a", "b"}) {
    Output again =
        m.b_.Op("VarHandleOp", {},
                {{"dtype", DT_FLOAT}, {"shape", Shape({5})}, {"shared_name", "v1"}}, name);
    m.AddUpdate(sgd, {again}, m.b_.Const(Numbers(DT_FLOAT, Shape({5}), 5)));
  }
  ASSERT_TRUE(m.Start().ok());
  const std::vector<Tensor> before = m.Values();
  ASSERT_TRUE(m.Run(m.updates_).ok());
  const std::vector<Tensor> after = m.Values();
  const Tensor g3 = Numbers(DT_FLOAT, Shape({5}), 3), g5 = Numbers(DT_FLOAT, Shape({5}), 5);
  for (size_t i = 0; i < 5; ++i) {
    const float want =
        before[1].flat<float>()[i] - 0.1f * (g3.flat<float>()[i] + 2 * g5.flat<float>()[i]);
    EXPECT_NEAR(after[1].flat<float>()[i], want, 1e-6f);
  }
}

TEST(GroupUpdates, NamesTheUpdateThatFails) {
  const Optimizer& sgd = kOptimizers[0];
  Model m(sgd, DT_FLOAT);
  Output empty = m.b_.Op("VarHandleOp", {}, {{"dtype", DT_FLOAT}, {"shape", Shape({2})}}, "empty");
  m.AddUpdate(sgd, {empty}, m.b_.Const(Numbers(DT_FLOAT, Shape({2}), 1)));
  ASSERT_TRUE(m.Start().ok());
  Status s = m.Run(m.updates_);
  EXPECT_EQ(s.code(), Code::kFailedPrecondition);
  EXPECT_TRUE(s.message().starts_with("node 'update5' (ResourceApplyGradientDescent): variable "))
      << s.message();
}

// Such nodes stand in plans only, but a file may hold one.
TEST(GroupUpdates, RefusesGroupsThatDontFitTheOptimizer) {
  Model m(kOptimizers[0], DT_FLOAT);
  Output v = m.AddVariable(Shape({4}));
  Output grad = m.b_.Const(Numbers(DT_FLOAT, Shape({4}), 1));
  const std::vector<Output> one = {m.scalars_[0]}, two = {m.scalars_[0], m.scalars_[0]};
  for (const auto& [op, scalars, says] :
       {std::tuple{"ResourceApplyGradientDescent", two, "scalars"},
        std::tuple{"ResourceApplyAdam", one, "variables"}, std::tuple{"Nothing", one, "Nothing"}}) {
    Node* node =
        m.b_.NodeOf("_HbApply", {std::vector<Output>{v}, scalars, std::vector<Output>{grad}},
                    {{"optimizer", op}, {"where", std::vector<std::string>{}}});
    Status s = m.Run({node});
    EXPECT_FALSE(s.ok());
    EXPECT_NE(s.message().find(says), std::string::npos) << s.message();
  }
}

}  // namespace
}  // namespace hb
