#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "core/autodiff/gradients.h"
#include "core/graph/builder.h"
#include "core/graph/function.h"
#include "core/runtime/session.h"

namespace hb {
namespace {

// x of [4, 6], normalised over its rows in plain ops: y, mean, rstd.
std::vector<Output> Normalise(Builder& b, Output x, Output gamma, Output beta) {
  const Output axis = b.Vector<int32_t>({1});
  const Attrs keep = {{"keep_dims", true}};
  const Output mean = b.Op("Mean", {x, axis}, keep);
  const Output d = b.Op("Sub", {x, mean});
  const Output variance = b.Op("Mean", {b.Op("Square", {d}), axis}, keep);
  const Output rstd = b.Op("Rsqrt", {b.Op("AddV2", {variance, b.Scalar<float>(0.001f)})});
  const Output hat = b.Op("Mul", {d, rstd});
  return {b.Op("AddV2", {b.Op("Mul", {hat, gamma}), beta}), mean, rstd};
}

pb::AttrValue Implements(const char* name, const Attrs& attrs) {
  pb::AttrValue v;
  v.mutable_func()->set_name(name);
  for (const Attr& a : attrs) (*v.mutable_func()->mutable_attr())[a.name] = a.value;
  return v;
}

class ImplementTest : public ::testing::Test {
 protected:
  ImplementTest() : graph_(std::make_shared<Graph>()), b_(graph_.get()) {}

  void AddFunction(const char* name, const Graph& body, const std::vector<Output>& in,
                   const std::vector<Output>& out, const pb::AttrValue& implements,
                   const char* attribute = "_implements") {
    ToFunctionOptions options;
    options.name = name;
    options.inputs = in;
    options.outputs = out;
    Result<pb::FunctionDef> def = GraphToFunction(body, options);
    ASSERT_TRUE(def.ok()) << def.status().ToString();
    if (implements.value_case() != pb::AttrValue::VALUE_NOT_SET) {
      (*def->mutable_attr())[attribute] = implements;
    }
    ASSERT_TRUE(graph_->functions()
                    .Add(std::make_shared<const pb::FunctionDef>(std::move(def).value()))
                    .ok());
  }

  // Functions "norm" and "norm_grad"; with `fused` they name their kernels.
  void AddPair(bool fused) {
    Graph body, grad;
    Builder f(&body), g(&grad);
    const std::vector<Output> in = Arguments(f);
    AddFunction("norm", body, in, Normalise(f, in[0], in[1], in[2]),
                fused ? Implements("hornbeam.LayerNorm", {{"epsilon", 0.001f},
                                                          {"gradient_function", "norm_grad"},
                                                          {"residuals", 2}})
                      : pb::AttrValue());
    std::vector<Output> all = Arguments(g);
    for (Shape s : {Shape{4, 6}, Shape{4, 1}, Shape{4, 1}, Shape{4, 6}}) {
      all.push_back(g.Placeholder(DT_FLOAT, s));
    }
    const std::vector<Output> y = Normalise(g, all[0], all[1], all[2]);
    std::vector<Output> dxs;
    ASSERT_TRUE(AddGradients(&grad, {y[0]}, {all[0], all[1], all[2]}, {all[6]}, {}, &dxs).ok());
    AddFunction("norm_grad", grad, all, dxs,
                fused ? Implements("hornbeam.LayerNormGrad", {}) : pb::AttrValue());
  }

  static std::vector<Output> Arguments(Builder& b) {
    return {b.Placeholder(DT_FLOAT, {4, 6}, "x"), b.Placeholder(DT_FLOAT, {6}, "gamma"),
            b.Placeholder(DT_FLOAT, {6}, "beta")};
  }

  std::vector<Output> Call(const std::vector<Output>& in) {
    Node* call =
        b_.NodeOf("PartitionedCall", {In(in)},
                  {{"f", FuncRef{"norm"}},
                   {"Tin", std::vector<DType>(3, DT_FLOAT)},
                   {"Tout", std::vector<DType>(3, DT_FLOAT)},
                   {"_output_shapes", std::vector<Shape>{Shape{4, 6}, Shape{4, 1}, Shape{4, 1}}}});
    if (call == nullptr) return {};
    return {Output(call, 0), Output(call, 1), Output(call, 2)};
  }

  // Values of y, its gradients, and second derivatives; counts nodes of our ops in the plan.
  std::vector<Tensor> Derivatives(int* kernels) {
    const std::vector<Output> in = Arguments(b_);
    const std::vector<Output> y = Call(in);
    EXPECT_TRUE(b_.ok()) << b_.status().ToString();
    const Output weighed = b_.Op("Square", {y[0]});
    std::vector<Output> first, second;
    Status s = AddGradients(graph_.get(), {weighed}, in, {}, {}, &first);
    EXPECT_TRUE(s.ok()) << s.ToString();
    s = AddGradients(graph_.get(), {b_.Op("Square", {first[0]})}, in, {}, {}, &second);
    EXPECT_TRUE(s.ok()) << s.ToString();
    std::vector<Output> fetches = {y[0]};
    fetches.insert(fetches.end(), first.begin(), first.end());
    fetches.insert(fetches.end(), second.begin(), second.begin() + 2);
    auto session = MakeRef<Session>(graph_, SessionOptions());
    Result<std::shared_ptr<Plan>> plan = session->MakePlan(in, fetches, {});
    EXPECT_TRUE(plan.ok()) << plan.status().ToString();
    *kernels = 0;
    for (const IrNode& n : (*plan)->ir().nodes) {
      *kernels += n.op != nullptr && n.type().starts_with("_HbLayerNorm");
    }
    std::vector<float> x(24), gamma(6), beta(6);
    for (size_t i = 0; i < x.size(); ++i) x[i] = std::sin(static_cast<float>(i * i));
    for (size_t i = 0; i < 6; ++i) gamma[i] = 0.5f + static_cast<float>(i), beta[i] = 0.1f;
    Tensor feeds[] = {Tensor::Of<float>({4, 6}, std::span<const float>(x)),
                      Tensor::Vector<float>(gamma), Tensor::Vector<float>(beta)};
    std::vector<Tensor> results(fetches.size());
    std::vector<Tensor*> feed_pointers, result_pointers;
    for (Tensor& t : feeds) feed_pointers.push_back(&t);
    for (Tensor& t : results) result_pointers.push_back(&t);
    s = session->RunPlan(**plan, feed_pointers, result_pointers, {});
    EXPECT_TRUE(s.ok()) << s.ToString();
    return results;
  }

  std::shared_ptr<Graph> graph_;
  Builder b_;
};

TEST_F(ImplementTest, KernelsAndBodiesAgreeToTheSecondDerivative) {
  AddPair(true);
  int kernels = 0;
  const std::vector<Tensor> fused = Derivatives(&kernels);
  EXPECT_GE(kernels, 2);
  graph_ = std::make_shared<Graph>();
  b_ = Builder(graph_.get());
  AddPair(false);
  const std::vector<Tensor> plain = Derivatives(&kernels);
  EXPECT_EQ(kernels, 0);
  ASSERT_EQ(fused.size(), plain.size());
  for (size_t i = 0; i < fused.size(); ++i) {
    ASSERT_EQ(fused[i].shape(), plain[i].shape()) << i;
    float largest = 0;
    for (float v : plain[i].flat<float>()) largest = std::max(largest, std::abs(v));
    for (int64_t k = 0; k < fused[i].num_elements(); ++k) {
      const auto at = static_cast<size_t>(k);
      EXPECT_NEAR(fused[i].flat<float>()[at], plain[i].flat<float>()[at], 2e-5f * largest)
          << i << " " << k;
    }
  }
}

// What names a kernel that isn't there, or has other types, runs its body.
TEST_F(ImplementTest, UnknownKernelsRunTheBody) {
  Graph body;
  Builder f(&body);
  const Output x = f.Placeholder(DT_FLOAT, {2}, "x");
  const Output y = f.Op("Neg", {x});
  AddFunction("f", body, {x}, {y}, Implements("hornbeam.NoSuchThing", {}));
  AddFunction("g", body, {x}, {y}, Implements("hornbeam.LayerNorm", {{"epsilon", 0.1f}}));
  AddFunction("h", body, {x}, {y}, Attr("_implements", "some text").value);
  AddFunction("i", body, {x}, {y}, Attr("", "hornbeam.KerasAdagrad/float32").value,
              "api_implements");
  AddFunction("j", body, {x}, {y}, Attr("", "hornbeam.").value, "api_implements");
  AddFunction("k", body, {x}, {y}, Attr("", 3).value, "api_implements");
  const Output in = b_.Placeholder(DT_FLOAT, {2}, "in");
  std::vector<Output> fetches;
  for (const char* name : {"f", "g", "h", "i", "j", "k"}) {
    fetches.push_back(b_.Op("PartitionedCall", {In(std::vector<Output>{in})},
                            {{"f", FuncRef{name}},
                             {"Tin", std::vector<DType>{DT_FLOAT}},
                             {"Tout", std::vector<DType>{DT_FLOAT}}}));
  }
  ASSERT_TRUE(b_.ok()) << b_.status().ToString();
  auto session = MakeRef<Session>(graph_, SessionOptions());
  Tensor feed = Tensor::Vector<float>({1, -2}), results[6];
  Tensor* feeds[] = {&feed};
  std::vector<Tensor*> outs;
  for (Tensor& t : results) outs.push_back(&t);
  const Status s = session->Run({in}, feeds, fetches, outs, {}, {});
  ASSERT_TRUE(s.ok()) << s.ToString();
  for (const Tensor& t : results) {
    EXPECT_EQ(t.flat<float>()[0], -1);
    EXPECT_EQ(t.flat<float>()[1], 2);
  }
}

}  // namespace
}  // namespace hb
