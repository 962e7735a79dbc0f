// Shared by the tests of fused steps.
#ifndef HORNBEAM_CORE_BUILTIN_TEST_FUSE_H_
#define HORNBEAM_CORE_BUILTIN_TEST_FUSE_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/builtin/builtin.h"
#include "core/graph/builder.h"
#include "core/runtime/session.h"

namespace hb {

// Numbers in (-1, 1) that differ, with some that are special if asked for.
inline Tensor Numbers(const Shape& shape, int seed, bool special = false) {
  Tensor t = Tensor::Allocate(DT_FLOAT, shape).value();
  const std::span<float> v = t.flat<float>();
  for (size_t i = 0; i < v.size(); ++i) {
    v[i] = static_cast<float>((i * 7919 + static_cast<size_t>(seed) * 104729) % 9973) / 4987 - 1;
    if (!special || i % 37 != 5) continue;
    const float kinds[] = {std::numeric_limits<float>::infinity(), -0.0f, 1e-40f, 3e38f,
                           std::nanf("")};
    v[i] = kinds[i / 37 % 5];
  }
  return t;
}

class FuseTest : public ::testing::Test {
 protected:
  FuseTest() { InitBuiltin(); }

  Output Variable(const Shape& shape, int seed, bool declared = true) {
    const std::string name = StrCat("v", inits_.size());
    const Shape says = declared ? shape : Shape::UnknownRank();
    Output handle = b_.Op("VarHandleOp", {},
                          {{"dtype", DT_FLOAT}, {"shape", says}, {"shared_name", name}}, name);
    inits_.push_back(b_.NodeOf("AssignVariableOp", {handle, b_.Const(Numbers(shape, seed))}));
    return b_.Op("ReadVariableOp", {handle}, {{"dtype", DT_FLOAT}});
  }

  // A convolution with a filter of `size` x `size` that is a variable.
  Output Conv(const Output& x, int64_t from, int64_t to, int64_t size = 1, int64_t stride = 1,
              const char* padding = "SAME") {
    return b_.Op("Conv2D", {x, Variable({size, size, from, to}, static_cast<int>(size))},
                 {{"strides", std::vector<int64_t>{1, stride, stride, 1}}, {"padding", padding}});
  }

  // The names of the ops of the plan for these fetches.
  std::vector<std::string> Plan(const std::vector<Output>& feeds,
                                const std::vector<Output>& fetches,
                                const std::vector<const Node*>& targets = {}) {
    EXPECT_TRUE(b_.ok()) << b_.status().ToString();
    Result<std::shared_ptr<hb::Plan>> plan = session_->MakePlan(feeds, fetches, targets);
    EXPECT_TRUE(plan.ok()) << plan.status().ToString();
    std::vector<std::string> ops;
    if (!plan.ok()) return ops;
    for (const IrNode& n : (*plan)->ir().nodes) {
      if (n.op != nullptr && !n.is_const()) ops.push_back(n.type());
    }
    return ops;
  }
  static int64_t Count(const std::vector<std::string>& ops, std::string_view op) {
    return std::ranges::count(ops, op);
  }

  Result<std::vector<Tensor>> Run(const std::vector<Output>& feeds, std::vector<Tensor> inputs,
                                  const std::vector<Output>& fetches) {
    if (!started_) {
      started_ = true;
      HB_RETURN_IF_ERROR(session_->Run({}, {}, {}, {}, inits_, {}));
    }
    std::vector<Tensor> results(fetches.size());
    std::vector<Tensor*> in, out;
    for (Tensor& t : inputs) in.push_back(&t);
    for (Tensor& t : results) out.push_back(&t);
    HB_RETURN_IF_ERROR(session_->Run(feeds, in, fetches, out, {}, {}));
    return results;
  }

  static void ExpectSameBits(const Tensor& a, const Tensor& b) {
    ASSERT_EQ(a.shape(), b.shape());
    EXPECT_EQ(std::memcmp(a.data(), b.data(), a.bytes()), 0);
  }

  // Fetches the last of `chain` alone, which must be one step `op`, and with all others, which must
  // be many; compares them, and one thread with several.
  void CheckChain(const std::vector<Output>& feeds, const std::vector<Tensor>& inputs,
                  const std::vector<Output>& chain, std::string_view op) {
    const std::vector<std::string> fused = Plan(feeds, {chain.back()}), apart = Plan(feeds, chain);
    EXPECT_EQ(Count(fused, op), 1);
    for (const Output& o : chain) EXPECT_EQ(Count(fused, o.node->type()), 0) << o.node->type();
    EXPECT_EQ(Count(apart, op), 0);
    auto one = Run(feeds, inputs, {chain.back()});
    auto many = Run(feeds, inputs, chain);
    ASSERT_TRUE(one.ok()) << one.status().ToString();
    ASSERT_TRUE(many.ok()) << many.status().ToString();
    ExpectSameBits((*one)[0], many->back());
    SessionOptions options;
    options.max_threads = 1;
    session_ = MakeRef<Session>(graph_, options);
    started_ = false;
    auto alone = Run(feeds, inputs, {chain.back()});
    ASSERT_TRUE(alone.ok()) << alone.status().ToString();
    ExpectSameBits((*one)[0], (*alone)[0]);
  }

  void Restart() {
    graph_ = std::make_shared<Graph>();
    session_ = MakeRef<Session>(graph_, SessionOptions());
    b_ = Builder(graph_.get());
    inits_.clear();
    started_ = false;
  }

  std::shared_ptr<Graph> graph_ = std::make_shared<Graph>();
  Ref<Session> session_ = MakeRef<Session>(graph_, SessionOptions());
  Builder b_{graph_.get()};
  std::vector<const Node*> inits_;
  bool started_ = false;
};

inline constexpr const char* kActivations[] = {"",     "Relu", "Relu6",    "Elu",
                                               "Selu", "Tanh", "Softplus", "Sigmoid"};

}  // namespace hb

#endif  // HORNBEAM_CORE_BUILTIN_TEST_FUSE_H_
