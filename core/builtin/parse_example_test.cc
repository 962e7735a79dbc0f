// ParseExample and ParseExampleV2; the expected values are TensorFlow's for the same examples.
#include <gtest/gtest.h>

#include "core/graph/builder.h"
#include "core/proto/example.pb.h"
#include "core/runtime/session.h"

namespace hb {
namespace {

struct Features {
  hornbeam::Example example;
  Features& Float(const char* name, std::vector<float> v) {
    auto* list = Of(name)->mutable_float_list();
    for (float x : v) list->add_value(x);
    return *this;
  }
  Features& Int(const char* name, std::vector<int64_t> v) {
    auto* list = Of(name)->mutable_int64_list();
    for (int64_t x : v) list->add_value(x);
    return *this;
  }
  Features& Text(const char* name, std::vector<std::string> v) {
    auto* list = Of(name)->mutable_bytes_list();
    for (auto& x : v) list->add_value(x);
    return *this;
  }
  hornbeam::Feature* Of(const char* name) {
    return &(*example.mutable_features()->mutable_feature())[name];
  }
  TString Bytes() { return TString(example.SerializeAsString()); }
};

std::vector<TString> Examples() {
  Features second;
  second.Float("a", {3, 4}).Of("i");
  return {Features().Float("a", {1, 2}).Text("s", {"x", "y"}).Int("i", {3}).Bytes(), second.Bytes(),
          Features().Float("a", {5, 6}).Int("i", {7, 8, 9}).Float("v", {1}).Bytes()};
}

class ParseExample : public testing::Test {
 protected:
  struct Spec {
    std::vector<TString> sparse, dense, ragged, names;
    std::vector<DType> sparse_types, ragged_types, split_types;
    std::vector<Tensor> defaults;
    std::vector<Shape> shapes;
  };

  // All outputs of ParseExampleV2.
  Result<std::vector<Tensor>> Parse(const Tensor& serialized, const Spec& spec) {
    auto graph = std::make_shared<Graph>();
    Builder b(graph.get());
    std::vector<Output> defaults;
    std::vector<DType> types;
    for (const Tensor& t : spec.defaults) {
      defaults.push_back(b.Const(t));
      types.push_back(t.dtype());
    }
    Node* n = b.NodeOf("ParseExampleV2",
                       {b.Const(serialized), b.Vector(spec.names), b.Vector(spec.sparse),
                        b.Vector(spec.dense), b.Vector(spec.ragged), defaults},
                       {{"Tdense", types},
                        {"num_sparse", static_cast<int64_t>(spec.sparse.size())},
                        {"sparse_types", spec.sparse_types},
                        {"ragged_value_types", spec.ragged_types},
                        {"ragged_split_types", spec.split_types},
                        {"dense_shapes", spec.shapes}});
    HB_RETURN_IF_ERROR(b.status());
    return Run(graph, n);
  }

  Result<std::vector<Tensor>> Run(const std::shared_ptr<Graph>& graph, Node* n) {
    const Ref<Session> session = MakeRef<Session>(graph, SessionOptions());
    std::vector<Tensor> values(static_cast<size_t>(n->num_outputs()));
    std::vector<Tensor*> results;
    std::vector<Output> fetches;
    for (Tensor& t : values) {
      fetches.push_back(Output(n, static_cast<int>(fetches.size())));
      results.push_back(&t);
    }
    HB_RETURN_IF_ERROR(session->Run({}, {}, fetches, results, {}, {}));
    return values;
  }

  void Expect(const Tensor& serialized, const Spec& spec, const std::vector<std::string>& want) {
    const auto r = Parse(serialized, spec);
    ASSERT_TRUE(r.ok()) << r.status().ToString();
    ASSERT_EQ(r->size(), want.size());
    for (size_t i = 0; i < want.size(); ++i) EXPECT_EQ(DebugString((*r)[i]), want[i]) << i;
  }
  void ExpectError(const Spec& spec, std::string_view text) {
    const Status s = Parse(batch_, spec).status();
    EXPECT_TRUE(IsInvalidArgument(s)) << s.ToString();
    EXPECT_NE(s.message().find(text), std::string::npos) << s.ToString();
  }

  Tensor batch_ = Tensor::Vector(Examples());
  Tensor no_floats_ = Tensor::Vector<float>({});
};

TEST_F(ParseExample, Sparse) {
  const Spec spec = {.sparse = {"i", "s"}, .sparse_types = {DT_INT64, DT_STRING}};
  Expect(batch_, spec,
         {"int64[4,2] {0 0 2 0 2 1 2 2}", "int64[2,2] {0 0 0 1}", "int64[4] {3 7 8 9}",
          "string[2] {\"x\" \"y\"}", "int64[2] {3 3}", "int64[2] {3 2}"});
  Expect(Tensor::Scalar(Examples()[0]), spec,
         {"int64[1,1] {0}", "int64[2,1] {0 1}", "int64[1] {3}", "string[2] {\"x\" \"y\"}",
          "int64[1] {1}", "int64[1] {2}"});
}

TEST_F(ParseExample, Ragged) {
  const Spec spec = {.ragged = {"i", "s"},
                     .ragged_types = {DT_INT64, DT_STRING},
                     .split_types = {DT_INT32, DT_INT64}};
  Expect(batch_, spec,
         {"int64[4] {3 7 8 9}", "string[2] {\"x\" \"y\"}", "int32[4] {0 1 1 4}",
          "int64[4] {0 2 2 2}"});
  Expect(Tensor::Scalar(Examples()[2]), spec,
         {"int64[3] {7 8 9}", "string[0] {}", "int32[0] {}", "int64[0] {}"});
}

TEST_F(ParseExample, Dense) {
  Expect(batch_, {.dense = {"a"}, .defaults = {no_floats_}, .shapes = {Shape({2})}},
         {"float[3,2] {1 2 3 4 5 6}"});
  Expect(Tensor::Scalar(Examples()[0]),
         {.dense = {"a"}, .defaults = {no_floats_}, .shapes = {Shape({2})}}, {"float[2] {1 2}"});
  Expect(batch_, {.dense = {"v"}, .defaults = {Tensor::Vector<float>({9})}, .shapes = {Shape({1})}},
         {"float[3,1] {9 9 1}"});
  Expect(batch_,
         {.dense = {"i"}, .defaults = {Tensor::Vector<int64_t>({5})}, .shapes = {Shape({-1})}},
         {"int64[3,3] {3 5 5 5 5 5 7 8 ...}"});
  Expect(batch_, {.dense = {"a"}, .defaults = {Tensor::Scalar(-1.0f)}, .shapes = {Shape({-1, 2})}},
         {"float[3,1,2] {1 2 3 4 5 6}"});
  Expect(Tensor::Vector<TString>({}),
         {.dense = {"a"}, .defaults = {no_floats_}, .shapes = {Shape({2})}}, {"float[0,2] {}"});
}

TEST_F(ParseExample, SaysWhatIsWrong) {
  Spec spec = {.dense = {"v"}, .defaults = {no_floats_}, .shapes = {Shape({1})}};
  ExpectError(spec, "Name: <unknown>, Feature: v (data type: float) is required");
  spec.names = {"n0", "n1", "n2"};
  ExpectError(spec, "Name: n0, Feature: v");
  spec.names = {"n0"};
  ExpectError(spec, "1 names for 3 examples");
  ExpectError({.dense = {"a"}, .defaults = {no_floats_}, .shapes = {Shape({3})}},
              "Values size: 2 but output shape: [3]");
  ExpectError({.dense = {"i"}, .defaults = {no_floats_}, .shapes = {Shape({1})}},
              "Data type: int64 but expected type: float");
  ExpectError({.sparse = {"a"}, .sparse_types = {DT_INT64}}, "Data types don't match");
  ExpectError({.dense = {"v"}, .defaults = {no_floats_}, .shapes = {Shape({-1})}},
              "must contain a single element");
  batch_ = Tensor::Vector<TString>({"\x0a\xff"});
  ExpectError({.sparse = {"a"}, .sparse_types = {DT_INT64}}, "Index: 0");
}

TEST_F(ParseExample, FirstVersion) {
  auto graph = std::make_shared<Graph>();
  Builder b(graph.get());
  const auto text = [&](const char* s) { return b.Const(Tensor::Scalar<TString>(s)); };
  Node* n =
      b.NodeOf("ParseExample",
               {b.Const(batch_), b.Vector<TString>({}), std::vector<Output>{text("i")},
                std::vector<Output>{text("a"), text("v")},
                std::vector<Output>{b.Const(no_floats_), b.Const(Tensor::Vector<float>({7}))}},
               {{"Nsparse", 1},
                {"Ndense", 2},
                {"sparse_types", std::vector<DType>{DT_INT64}},
                {"Tdense", std::vector<DType>{DT_FLOAT, DT_FLOAT}},
                {"dense_shapes", std::vector<Shape>{Shape({2}), Shape({1})}}});
  ASSERT_TRUE(b.ok()) << b.status().ToString();
  const auto r = Run(graph, n);
  ASSERT_TRUE(r.ok()) << r.status().ToString();
  EXPECT_EQ(DebugString((*r)[1]), "int64[4] {3 7 8 9}");
  EXPECT_EQ(DebugString((*r)[2]), "int64[2] {3 3}");
  EXPECT_EQ(DebugString((*r)[3]), "float[3,2] {1 2 3 4 5 6}");
  EXPECT_EQ(DebugString((*r)[4]), "float[3,1] {7 7 1}");
}

}  // namespace
}  // namespace hb
