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

  // act((conv + before) * factor + behind + residual) for a convolution `conv`; vectors that are
  // there have an element for each channel.
  struct Scaled {
    Output conv, factor;
    Output before = {}, behind = {}, residual = {};
    const char* activation = "";
  };
  // The form that is computed: the factor is part of the filter, the vectors are one. Or, with
  // `magnitudes`, the same of the values' magnitudes, without the activation.
  Output Folded(const Scaled& s, bool magnitudes) {
    const auto value = [&](const Output& o) { return magnitudes ? b_.Op("Abs", {o}) : o; };
    const bool depthwise = s.conv.node->type() == "DepthwiseConv2dNative";
    const auto row = [&](const Output& o) {
      return value(b_.Op("Reshape", {o, b_.Const(Tensor::Vector<int32_t>({-1}))}));
    };
    Output factor = row(s.factor), sum;
    if (s.before) sum = b_.Op("Mul", {row(s.before), factor});
    if (s.behind) sum = sum ? b_.Op("AddV2", {sum, row(s.behind)}) : row(s.behind);
    if (depthwise) {
      factor = b_.Op("Reshape", {factor, b_.Const(Tensor::Vector<int32_t>({-1, 1}))});
    }
    const Node& conv = *s.conv.node;
    const Output filter = b_.Op("Mul", {value(conv.input(1)), factor});
    Output y = b_.Op(
        conv.type(), {value(conv.input(0)), filter},
        {{"strides", conv.attrs().Ints("strides")}, {"padding", conv.attrs().String("padding")}});
    if (sum) y = b_.Op("AddV2", {y, sum});
    if (s.residual) y = b_.Op("AddV2", {y, value(s.residual)});
    if (!magnitudes && *s.activation != '\0') y = b_.Op(s.activation, {y});
    return y;
  }
  // Holds what was computed as one step against the form above, bit for bit, and against single
  // steps. Both sum `terms` products and a few more; a product is rounded once more if the factor
  // is in it. Activations enlarge a difference to less than twice its size.
  void ExpectFolded(const Scaled& s, const std::vector<Output>& feeds,
                    const std::vector<Tensor>& inputs, const Tensor& one, const Tensor& many) {
    auto same = Run(feeds, inputs, {Folded(s, false)});
    auto size = Run(feeds, inputs, {Folded(s, true)});
    ASSERT_TRUE(b_.ok()) << b_.status().ToString();
    ASSERT_TRUE(same.ok()) << same.status().ToString();
    ASSERT_TRUE(size.ok()) << size.status().ToString();
    ExpectSameBits(one, (*same)[0]);
    ASSERT_EQ(one.shape(), many.shape());
    auto filter = Run(feeds, inputs, {s.conv.node->input(1)});
    ASSERT_TRUE(filter.ok()) << filter.status().ToString();
    const Shape& shape = (*filter)[0].shape();
    const bool depthwise = s.conv.node->type() == "DepthwiseConv2dNative";
    const auto terms = static_cast<float>(shape[0] * shape[1] * (depthwise ? 1 : shape[2]));
    const auto a = one.flat<float>(), b = many.flat<float>(), magnitude = (*size)[0].flat<float>();
    for (size_t i = 0; i < a.size(); ++i) {
      // Single steps may overflow before a small factor.
      if (!std::isfinite(magnitude[i]) || !std::isfinite(b[i])) continue;
      const float bound = 2 * (2 * terms + 8) * 0x1p-24f * magnitude[i];
      ASSERT_LE(std::abs(a[i] - b[i]), bound + 1e-40f) << i;
    }
  }

  // Fetches the last of `chain` alone, which must be one step `op`, and with all others, which must
  // be many; compares them, and one thread with several.
  void CheckChain(const std::vector<Output>& feeds, const std::vector<Tensor>& inputs,
                  const std::vector<Output>& chain, std::string_view op,
                  const Scaled* scaled = nullptr) {
    const std::vector<std::string> fused = Plan(feeds, {chain.back()}), apart = Plan(feeds, chain);
    EXPECT_EQ(Count(fused, op), 1);
    for (const Output& o : chain) EXPECT_EQ(Count(fused, o.node->type()), 0) << o.node->type();
    EXPECT_EQ(Count(apart, op), 0);
    auto one = Run(feeds, inputs, {chain.back()});
    auto many = Run(feeds, inputs, chain);
    ASSERT_TRUE(one.ok()) << one.status().ToString();
    ASSERT_TRUE(many.ok()) << many.status().ToString();
    if (scaled == nullptr) {
      ExpectSameBits((*one)[0], many->back());
    } else {
      ExpectFolded(*scaled, feeds, inputs, (*one)[0], many->back());
    }
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
