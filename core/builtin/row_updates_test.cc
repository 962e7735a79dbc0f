// Updates of the rows that have a gradient give what updates of whole variables give.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <functional>

#include "core/builtin/builtin.h"
#include "core/graph/builder.h"
#include "core/runtime/session.h"

namespace hb {
namespace {

struct Optimizer {
  const char* op;
  int slots;
  std::vector<double> scalars;
};
const Optimizer kOptimizers[] = {{"ResourceApplyGradientDescent", 0, {0.1}},
                                 {"ResourceApplyAdagrad", 1, {0.1}},
                                 {"ResourceApplyAdagradV2", 1, {0.1, 1e-7}},
                                 {"_HbKerasAdagrad", 1, {0.1, 1e-7}}};
const Optimizer kAdam = {"ResourceApplyAdam", 2, {0.9, 0.999, 0.01, 0.9, 0.999, 1e-7}};

template <typename T>
Tensor Of(const Shape& shape, const std::function<double(int64_t)>& value) {
  Tensor t = Tensor::Allocate(DTypeOf<T>::value, shape).value();
  for (int64_t i = 0; i < t.num_elements(); ++i) {
    t.flat<T>()[static_cast<size_t>(i)] = static_cast<T>(value(i));
  }
  return t;
}
Tensor Real(DType dtype, const Shape& shape, const std::function<double(int64_t)>& value) {
  return dtype == DT_FLOAT ? Of<float>(shape, value) : Of<double>(shape, value);
}
Tensor Int(DType dtype, const Shape& shape, const std::function<double(int64_t)>& value) {
  return dtype == DT_INT32 ? Of<int32_t>(shape, value) : Of<int64_t>(shape, value);
}
// Numbers in (-0.5, 0.5), many of them different.
double Noise(int64_t i) { return static_cast<double>((i * 7919 + 13) % 9973) / 9973 - 0.5; }

// Tables whose gradients are sums of fed rows.
class Model {
 public:
  Model(const Optimizer& o, DType dtype, DType ids = DT_INT32)
      : optimizer_(o), dtype_(dtype), ids_(ids) {
    InitBuiltin();
    for (double s : o.scalars) scalars_.push_back(b_.ScalarOf(dtype, s));
  }
  Output Variable(const Shape& shape, double first) {
    const std::string name = StrCat("v", reads_.size());
    Output handle = b_.Op("VarHandleOp", {},
                          {{"dtype", dtype_}, {"shape", shape}, {"shared_name", name}}, name);
    const Tensor start = Real(dtype_, shape, [&](int64_t i) { return first + Noise(i + 5); });
    inits_.push_back(b_.NodeOf("AssignVariableOp", {handle, b_.Const(start)}));
    reads_.push_back(b_.Op("ReadVariableOp", {handle}, {{"dtype", dtype_}}));
    return handle;
  }
  // A sum of rows, `ids` gives their numbers; returns it.
  Output Sum(const Shape& table, const Shape& ids, const std::function<double(int64_t)>& id) {
    Shape data = ids;
    data.Append(table.Sub(1));
    Output x = b_.Placeholder(dtype_, data), rows = b_.Placeholder(ids_, ids);
    feeds_.insert(feeds_.end(), {x, rows});
    // A sum of zeros of both signs is 0.
    values_.push_back(Real(dtype_, data, [](int64_t i) { return i % 11 == 0 ? -0.0 : Noise(i); }));
    values_.push_back(Int(ids_, ids, id));
    return b_.Op("UnsortedSegmentSum", {x, rows, b_.Scalar(static_cast<int32_t>(table[0]))}, {},
                 StrCat("sum", feeds_.size() / 2));
  }
  Node* Update(const Shape& table, Output gradient) {
    std::vector<Output> slots;
    for (int i = 0; i <= optimizer_.slots; ++i) slots.push_back(Variable(table, i));
    return Update(slots, gradient);
  }
  Node* Update(std::vector<Output> inputs, Output gradient) {
    const pb::OpDef& def = OpSet::Global().Find(optimizer_.op)->def;
    for (size_t s = 0; static_cast<int>(inputs.size()) < def.input_arg_size();) {
      const std::string& name = def.input_arg(static_cast<int>(inputs.size())).name();
      inputs.push_back(name == "grad" || name == "delta" ? gradient : scalars_[s++]);
    }
    Node* update = b_.NodeOf(optimizer_.op, {inputs.begin(), inputs.end()}, {},
                             StrCat("update", updates_.size()));
    updates_.push_back(update);
    return update;
  }
  Status Start() {
    EXPECT_TRUE(b_.ok()) << b_.status().ToString();
    return session_->Run({}, {}, {}, {}, inits_, {});
  }
  Status Step(const std::vector<Output>& fetches = {}) {
    std::vector<Tensor*> inputs, results;
    for (Tensor& t : values_) inputs.push_back(&t);
    std::vector<Tensor> fetched(fetches.size());
    for (Tensor& t : fetched) results.push_back(&t);
    return session_->Run(feeds_, inputs, fetches, results, updates_, {});
  }
  std::vector<Tensor> Values() {
    std::vector<Tensor> values(reads_.size());
    std::vector<Tensor*> results;
    for (Tensor& t : values) results.push_back(&t);
    EXPECT_TRUE(session_->Run({}, {}, reads_, results, {}, {}).ok());
    return values;
  }
  int Count(const char* op, const std::vector<Output>& fetches = {}) {
    Result<std::shared_ptr<Plan>> plan = session_->MakePlan(feeds_, fetches, updates_);
    EXPECT_TRUE(plan.ok()) << plan.status().ToString();
    int count = 0;
    for (const IrNode& n : (*plan)->ir().nodes) count += n.op != nullptr && n.type() == op;
    return count;
  }

  const Optimizer& optimizer_;
  DType dtype_, ids_;
  std::shared_ptr<Graph> graph_ = std::make_shared<Graph>();
  Ref<Session> session_ = MakeRef<Session>(graph_, SessionOptions());
  Builder b_{graph_.get()};
  std::vector<Output> scalars_, reads_, feeds_;
  std::vector<Tensor> values_;
  std::vector<const Node*> inits_, updates_;
};

void ExpectSameBits(const std::vector<Tensor>& a, const std::vector<Tensor>& b,
                    const std::string& what) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(std::memcmp(a[i].data(), b[i].data(), a[i].bytes()), 0) << what << ", variable " << i;
  }
}

struct Case {
  Shape table, ids;
  std::function<double(int64_t)> id;
};
const Case kCases[] = {
    {Shape({50, 16}), Shape({40}), [](int64_t i) { return i * 31 % 50; }},  // some more than once
    {Shape({1000, 3}), Shape({12, 5}), [](int64_t i) { return i * 401 % 1000; }},
    {Shape({7, 300}), Shape({2, 3, 50}), [](int64_t i) { return i % 6; }},  // parts of rows
    {Shape({9}), Shape({30}), [](int64_t i) { return i % 3 == 0 ? -1 - i : i % 9; }},
    {Shape({4, 2, 5}), Shape({6}), [](int64_t) { return 2; }},
    {Shape({5, 0}), Shape({4}), [](int64_t i) { return i; }},
    {Shape({5, 2}), Shape({0}), [](int64_t) { return 0; }},
};

TEST(RowUpdates, GiveTheBitsOfUpdatesOfWholeVariables) {
  for (const Optimizer& o : kOptimizers) {
    for (DType dtype : {DT_FLOAT, DT_DOUBLE}) {
      for (DType ids : {DT_INT32, DT_INT64}) {
        Model rows(o, dtype, ids), whole(o, dtype, ids);
        std::vector<Output> sums;
        for (Model* m : {&rows, &whole}) {
          for (const Case& c : kCases) {
            const Output sum = m->Sum(c.table, c.ids, c.id);
            m->Update(c.table, sum);
            if (m == &whole) sums.push_back(sum);
          }
          ASSERT_TRUE(m->Start().ok());
        }
        for (int step = 0; step < 3; ++step) {
          Status s = rows.Step();
          ASSERT_TRUE(s.ok()) << s.ToString();
          s = whole.Step(sums);  // sums that somebody asks for are made
          ASSERT_TRUE(s.ok()) << s.ToString();
        }
        ExpectSameBits(rows.Values(), whole.Values(), o.op);
        EXPECT_EQ(rows.Count("_HbApplyRows"), 1);
        EXPECT_EQ(rows.Count("UnsortedSegmentSum"), 0);
        EXPECT_EQ(whole.Count("_HbApplyRows", sums), 0);
      }
    }
  }
}

TEST(RowUpdates, AreLeftWhereAllRowsChangeOrTheSumServesMore) {
  const Shape table = {6, 2}, ids = {4};
  const auto id = [](int64_t i) { return i; };
  Model adam(kAdam, DT_FLOAT);
  adam.Update(table, adam.Sum(table, ids, id));
  EXPECT_EQ(adam.Count("_HbApplyRows"), 0);

  Model norm(kOptimizers[0], DT_FLOAT);  // clipped by a norm
  const Output sum = norm.Sum(table, ids, id);
  norm.Update(table, norm.b_.Op("Mul", {sum, norm.b_.Op("L2Loss", {sum})}));
  EXPECT_EQ(norm.Count("_HbApplyRows"), 0);

  Model two(kOptimizers[0], DT_FLOAT);  // lookups of one table
  const std::vector<Output> both = {two.Sum(table, ids, id), two.Sum(table, ids, id)};
  two.Update(table, two.b_.Op("AddN", {both}));
  EXPECT_EQ(two.Count("_HbApplyRows"), 0);

  Model shared(kOptimizers[0], DT_FLOAT);
  const Output once = shared.Sum(table, ids, id);
  shared.Update(table, once);
  shared.Update(table, once);
  EXPECT_EQ(shared.Count("_HbApplyRows"), 0);
}

TEST(RowUpdates, WaitForWhatTheSumWaitedFor) {
  // The second update reads what the first has left; what waits for the sum runs all the same.
  const Shape table = {6, 2};
  Model rows(kOptimizers[0], DT_FLOAT), whole(kOptimizers[0], DT_FLOAT);
  std::vector<Output> sums;
  for (Model* m : {&rows, &whole}) {
    const Output v = m->Variable(table, 1), w = m->Variable(table, 2);
    const Output sum = m->Sum(table, {4}, [](int64_t i) { return i / 2; });
    Node* first = m->Update(std::vector<Output>{v}, sum);
    m->b_.set_control_inputs({sum.node, first});
    const Output left = m->b_.Op("ReadVariableOp", {v}, {{"dtype", DT_FLOAT}}, "left");
    m->b_.set_control_inputs({});
    m->Update(std::vector<Output>{w}, left);
    if (m == &whole) sums.push_back(sum);
    ASSERT_TRUE(m->Start().ok());
  }
  ASSERT_TRUE(rows.Step().ok());
  ASSERT_TRUE(whole.Step(sums).ok());
  EXPECT_EQ(rows.Count("_HbApplyRows"), 1);
  ExpectSameBits(rows.Values(), whole.Values(), "a chain");
}

TEST(RowUpdates, TwoHandlesOfOneVariableAreUpdatedOneAfterTheOther) {
  const Shape table = {6, 2};
  Model m(kOptimizers[0], DT_FLOAT);
  const Output v = m.Variable(table, 1);
  const Output again = m.b_.Op(
      "VarHandleOp", {}, {{"dtype", DT_FLOAT}, {"shape", table}, {"shared_name", "v0"}}, "again");
  for (const Output& handle : {v, again}) {
    m.Update(std::vector<Output>{handle}, m.Sum(table, {4}, [](int64_t i) { return i; }));
  }
  ASSERT_TRUE(m.Start().ok());
  const Tensor before = m.Values()[0];
  ASSERT_TRUE(m.Step().ok());
  const Tensor after = m.Values()[0];
  for (size_t i = 0; i < 12; ++i) {
    const float g = i < 8 ? m.values_[0].flat<float>()[i] : 0;
    EXPECT_FLOAT_EQ(after.flat<float>()[i], before.flat<float>()[i] - 0.1f * g - 0.1f * g);
  }
}

// A whole update made NaN of them: 0 times infinity.
TEST(RowUpdates, LeaveRowsWithoutGradientAloneWhateverTheRate) {
  const Optimizer infinite = {"ResourceApplyGradientDescent", 0, {INFINITY}};
  const Shape table = {3, 1};
  Model m(infinite, DT_FLOAT);
  m.Update(table, m.Sum(table, {2}, [](int64_t) { return 1; }));
  ASSERT_TRUE(m.Start().ok());
  const Tensor before = m.Values()[0];
  ASSERT_TRUE(m.Step().ok());
  const Tensor after = m.Values()[0];
  EXPECT_EQ(after.flat<float>()[0], before.flat<float>()[0]);
  EXPECT_EQ(after.flat<float>()[2], before.flat<float>()[2]);
  EXPECT_FALSE(std::isfinite(after.flat<float>()[1]));
}

TEST(RowUpdates, NameTheNodeThatFails) {
  const Optimizer& adagrad = kOptimizers[3];
  const Shape table = {6, 2};
  const auto message = [](Model* m) {
    EXPECT_TRUE(m->Start().ok());
    const std::vector<Tensor> before = m->Values();
    const Status s = m->Step();
    EXPECT_EQ(m->Count("_HbApplyRows"), 1);
    ExpectSameBits(m->Values(), before, "nothing is written");
    return s.ToString();
  };
  {
    Model rows(adagrad, DT_FLOAT), whole(adagrad, DT_FLOAT);
    std::vector<Output> sums;
    for (Model* m : {&rows, &whole}) {
      m->Update(table, m->Sum(table, {4}, [](int64_t i) { return i; }));
      sums.push_back(m->Sum(table, {2, 3}, [](int64_t i) { return i + 2; }));
      m->Update(table, sums.back());
    }
    const std::string text = message(&rows);
    ASSERT_TRUE(whole.Start().ok());
    EXPECT_NE(text.find("node 'sum2' (UnsortedSegmentSum): segment_ids[1,1] = 6 is out of range "
                        "[0, 6)"),
              std::string::npos)
        << text;
    EXPECT_EQ(whole.Step({sums[1]}).ToString(), text);
  }
  {
    Model m(adagrad, DT_FLOAT);  // a table of another shape than the gradient
    const Output v = m.Variable(table, 0), a = m.Variable(Shape({5, 2}), 1);
    const Output handle = m.b_.Op(
        "VarHandleOp", {},
        {{"dtype", DT_FLOAT}, {"shape", Shape::UnknownRank()}, {"shared_name", "v1"}}, "unknown");
    (void)a;
    m.Update({v, handle}, m.Sum(table, {4}, [](int64_t i) { return i; }));
    const std::string text = message(&m);
    EXPECT_NE(text.find("node 'update0' (_HbKerasAdagrad): variable 'v1' has shape [5,2] but the "
                        "update has [6,2]"),
              std::string::npos)
        << text;
  }
}

// Such nodes stand in plans only, but a file may hold one.
TEST(RowUpdates, RefuseWhatDoesntFit) {
  const Shape table = {6, 2};
  Model m(kOptimizers[0], DT_FLOAT);
  const Output v = m.Variable(table, 0), rows = m.b_.Scalar<int32_t>(6);
  const Output x = m.b_.Placeholder(DT_FLOAT, Shape::UnknownRank());
  const Output ids = m.b_.Placeholder(DT_INT32, Shape::UnknownRank());
  ASSERT_TRUE(m.Start().ok());
  const auto run = [&](const char* optimizer, int scalars, const Output& count,
                       const Shape& of_ids) {
    Node* node = m.b_.NodeOf(
        "_HbApplyRows",
        {std::vector<Output>{v}, std::vector<Output>(static_cast<size_t>(scalars), m.scalars_[0]),
         std::vector<Output>{x}, std::vector<Output>{ids}, std::vector<Output>{count}},
        {{"optimizer", optimizer},
         {"where", std::vector<std::string>{}},
         {"sums", std::vector<std::string>{}}});
    Tensor data = Real(DT_FLOAT, {3, 2}, Noise);
    Tensor numbers = Int(DT_INT32, of_ids, [](int64_t i) { return i; });
    std::vector<Tensor*> inputs = {&data, &numbers};
    return m.session_->Run({x, ids}, inputs, {}, {}, {node}, {}).ToString();
  };
  const std::string sgd = "ResourceApplyGradientDescent";
  EXPECT_EQ(run(sgd.c_str(), 1, rows, {3}), "OK");
  EXPECT_NE(run("ResourceApplyAdam", 1, rows, {3}).find("by ResourceApplyAdam are not made"),
            std::string::npos);
  EXPECT_NE(run(sgd.c_str(), 2, rows, {3}).find("take 1 variables and 1 scalars"),
            std::string::npos);
  EXPECT_NE(run(sgd.c_str(), 1, rows, {2}).find("does not start with segment_ids.shape"),
            std::string::npos);
  EXPECT_NE(run(sgd.c_str(), 1, m.b_.Vector<int32_t>({6, 6}), {3}).find("must be a scalar"),
            std::string::npos);
}

}  // namespace
}  // namespace hb
