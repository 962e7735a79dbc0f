// A convolution, a depthwise one and one of single pixels as one step give the bits of three steps,
// in bands of rows and one after the other.
#include "core/builtin/test_fuse.h"

namespace hb {
namespace {

struct Block {
  Shape image;
  int64_t size, stride;                        // of the first filter
  int64_t between, out;                        // channels
  int64_t depth_size, depth_stride, dilation;  // of the depthwise filter
  const char* padding;
  const char* activation;
  bool residual, bands;
};

class ConvsTest : public FuseTest {
 protected:
  Output Depthwise(const Output& x, int64_t channels, const Block& k) {
    return b_.Op("DepthwiseConv2dNative",
                 {x, Variable({k.depth_size, k.depth_size, channels, 1}, 4)},
                 {{"strides", std::vector<int64_t>{1, k.depth_stride, k.depth_stride, 1}},
                  {"dilations", std::vector<int64_t>{1, k.dilation, k.dilation, 1}},
                  {"padding", k.padding}});
  }

  // What the three convolutions of a block give.
  std::vector<Output> Chain(const Output& root, const Block& k) {
    std::vector<Output> chain = {Conv(root, k.image[3], k.between, k.size, k.stride)}, ends;
    const auto add = [&](const char* op, const Output& more) {
      chain.push_back(b_.Op(op, {chain.back(), more}));
    };
    const auto activate = [&] {
      if (*k.activation != '\0') chain.push_back(b_.Op(k.activation, {chain.back()}));
    };
    add("AddV2", Variable({k.between}, 5));
    activate();
    ends.push_back(chain.back());
    chain.push_back(Depthwise(chain.back(), k.between, k));
    add("Mul", Variable({k.between}, 6));
    add("AddV2", Variable({k.between}, 7));
    activate();
    ends.push_back(chain.back());
    chain.push_back(Conv(chain.back(), k.between, k.out));
    add("BiasAdd", Variable({k.out}, 8));
    if (k.residual) add("AddV2", root);
    ends.push_back(chain.back());
    return ends;
  }

  // One step for the last of `ends`, three for all, and the same bits, with any number of threads.
  void Check(const Output& x, const Tensor& image, const std::vector<Output>& ends) {
    EXPECT_EQ(Count(Plan({x}, {ends[2]}), "_HbConvs"), 1);
    EXPECT_EQ(Count(Plan({x}, {ends[2]}), "_HbConv2D"), 1);  // the root
    EXPECT_EQ(Count(Plan({x}, ends), "_HbConvs"), 0);
    EXPECT_EQ(Count(Plan({x}, ends), "_HbConv2D"), 4);
    auto one = Run({x}, {image}, {ends[2]});
    auto three = Run({x}, {image}, ends);
    ASSERT_TRUE(one.ok()) << one.status().ToString();
    ASSERT_TRUE(three.ok()) << three.status().ToString();
    ExpectSameBits((*one)[0], (*three)[2]);
    SessionOptions options;
    options.max_threads = 1;
    session_ = MakeRef<Session>(graph_, options);
    started_ = false;
    auto alone = Run({x}, {image}, {ends[2]});
    ASSERT_TRUE(alone.ok()) << alone.status().ToString();
    ExpectSameBits((*one)[0], (*alone)[0]);
  }

  // Bytes of the arena of a plan that ran once.
  int64_t ArenaBytes(const Output& x, Tensor image, const Output& y) {
    Result<std::shared_ptr<hb::Plan>> plan = session_->MakePlan({x}, {y}, {});
    EXPECT_TRUE(plan.ok()) << plan.status().ToString();
    Tensor result;
    Tensor *in[] = {&image}, *out[] = {&result};
    RunState run;
    run.session = session_.get();
    const Status s = (*plan)->Run(in, out, run);
    EXPECT_TRUE(s.ok()) << s.ToString();
    return (*plan)->ArenaBytes().first;
  }
};

TEST_F(ConvsTest, GivesTheBitsOfThreeSteps) {
  int variant = 0;
  for (const Block& k : {
           Block{{2, 60, 58, 8}, 1, 1, 32, 8, 3, 1, 1, "SAME", "Relu6", true, true},
           Block{{3, 123, 119, 3}, 3, 2, 32, 16, 3, 1, 1, "SAME", "Relu6", false, true},
           Block{{2, 70, 66, 8}, 1, 1, 48, 24, 5, 2, 1, "SAME", "Relu", false, true},
           Block{{2, 71, 97, 5}, 1, 1, 37, 40, 3, 1, 2, "SAME", "Elu", false, true},
           Block{{2, 64, 57, 16}, 1, 1, 48, 7, 3, 2, 1, "VALID", "", false, true},
           Block{{5, 63, 61, 4}, 3, 2, 80, 8, 3, 1, 1, "VALID", "Sigmoid", false, true},
           Block{{17, 28, 28, 8}, 1, 1, 24, 8, 1, 1, 1, "SAME", "Relu6", true, true},
           Block{{4, 28, 28, 8}, 1, 1, 72, 8, 3, 1, 1, "SAME", "Relu", true, true},
           // Rows too long for bands; too little; filters too large; another algorithm; nothing.
           Block{{2, 15, 400, 8}, 1, 1, 96, 8, 3, 1, 1, "SAME", "Relu6", false, false},
           Block{{2, 14, 14, 8}, 1, 1, 32, 8, 3, 1, 1, "SAME", "Relu6", true, false},
           Block{{2, 20, 20, 96}, 1, 1, 640, 16, 3, 1, 1, "SAME", "Relu6", false, false},
           Block{{2, 64, 60, 16}, 3, 1, 32, 8, 3, 1, 1, "SAME", "Relu6", false, false},
           Block{{0, 60, 58, 8}, 1, 1, 32, 8, 3, 1, 1, "SAME", "Relu6", true, false},
       }) {
    Restart();
    SCOPED_TRACE(StrCat("variant ", variant));
    const bool special = variant++ % 3 == 2;
    const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
    const Output root = b_.Op("Relu", {Conv(x, k.image[3], k.image[3])});
    const std::vector<Output> chain = Chain(root, k);
    const Tensor image = Numbers(k.image, 1, special);
    Check(x, image, chain);
    const int64_t pixels = k.image[0] * ((k.image[1] + k.stride - 1) / k.stride) *
                           ((k.image[2] + k.stride - 1) / k.stride);
    // In bands there is never all that the first convolution gives.
    const int64_t whole = pixels * k.between * 4 + static_cast<int64_t>(image.bytes());
    if (k.bands) {
      EXPECT_LT(ArenaBytes(x, image, chain.back()), whole);
    } else {
      EXPECT_GE(ArenaBytes(x, image, chain.back()), pixels * k.between * 4);
    }
  }
}

TEST_F(ConvsTest, PackedFiltersGiveTheSameBits) {
  const Block k = {{2, 60, 58, 8}, 1, 1, 32, 8, 3, 1, 1, "SAME", "Relu6", false, true};
  const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
  const std::vector<Output> chain = Chain(x, k);
  std::vector<Tensor> first;
  for (int run = 0; run < 4; ++run) {
    auto r = Run({x}, {Numbers(k.image, 1)}, {chain.back()});
    ASSERT_TRUE(r.ok()) << r.status().ToString();
    first.push_back((*r)[0]);
    ExpectSameBits(first[0], first.back());
    // The depthwise filter, times its factors, is one of them.
    EXPECT_EQ(session_->packs().packs(), run == 0 ? 0 : 3);
  }
  // A new value is seen by the next run, packed or not.
  Restart();
  const Output y = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "y");
  const std::vector<Output> again = Chain(y, k);
  ASSERT_TRUE(Run({y}, {Numbers(k.image, 1)}, {again.back()}).ok());
  ASSERT_TRUE(Run({y}, {Numbers(k.image, 1)}, {again.back()}).ok());
  const Node* node = again[0].node;
  while (node->type() != "Conv2D") node = node->input(0).node;
  const Output handle = node->input(1).node->input(0);
  const Node* const assign =
      b_.NodeOf("AssignVariableOp", {handle, b_.Const(Numbers({1, 1, 8, 32}, 77))});
  std::vector<Tensor*> none;
  ASSERT_TRUE(session_->Run({}, none, {}, none, {assign}, {}).ok());
  auto one = Run({y}, {Numbers(k.image, 1)}, {again.back()});
  auto many = Run({y}, {Numbers(k.image, 1)}, again);
  ASSERT_TRUE(one.ok() && many.ok());
  ExpectSameBits((*one)[0], many->back());
  EXPECT_NE(std::memcmp((*one)[0].data(), first[0].data(), first[0].bytes()), 0);
}

TEST_F(ConvsTest, OthersStayApart) {
  const Block k = {{2, 14, 14, 8}, 1, 1, 32, 8, 3, 1, 1, "SAME", "Relu6", false, false};
  const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
  // What is between is a result, too.
  for (size_t i : {0u, 1u}) {
    const std::vector<Output> chain = Chain(x, k);
    EXPECT_EQ(Count(Plan({x}, {chain.back(), chain[i]}), "_HbConvs"), 0);
    EXPECT_EQ(Count(Plan({x}, {chain.back()}, {chain[i].node}), "_HbConvs"), 0);
    EXPECT_EQ(Count(Plan({x}, {chain.back()}), "_HbConvs"), 1);
  }
  // The last one reads more than a pixel, or has a filter of a size that doesn't show.
  const Output middle = Chain(x, k)[1];
  for (const Output& last :
       {Conv(middle, 32, 8, 3),
        b_.Op("Conv2D", {middle, Variable({1, 1, 32, 8}, 2, false)},
              {{"strides", std::vector<int64_t>{1, 1, 1, 1}}, {"padding", "SAME"}})}) {
    const Output y = b_.Op("BiasAdd", {last, Variable({8}, 3)});
    EXPECT_EQ(Count(Plan({x}, {y}), "_HbConvs"), 0);
    started_ = false;
    EXPECT_TRUE(Run({x}, {Numbers(k.image, 1)}, {y}).ok());
  }
}

TEST_F(ConvsTest, WrongShapesAreBlamedOnTheirNode) {
  const Output x = b_.Placeholder(DT_FLOAT, Shape::UnknownRank(), "x");
  const auto bias = [&](const Output& of, int64_t declared, bool wrong) {
    const Output v = Variable({wrong ? declared + 1 : declared}, 3, false);
    return b_.Op("BiasAdd", {of, v});
  };
  for (int at = 0; at < 4; ++at) {
    const Output first = bias(Conv(x, 8, 32), 32, at == 0);
    const Output depth = bias(
        Depthwise(first, 32, {{}, 1, 1, 32, 8, 3, 1, 1, "SAME", "", false, false}), 32, at == 1);
    const Output last = bias(Conv(depth, 32, 8), 8, at == 2);
    EXPECT_EQ(Count(Plan({x}, {last}), "_HbConvs"), 1);
    started_ = false;
    auto r = Run({x}, {Numbers({1, 6, 6, at == 3 ? 5 : 8}, 1)}, {last});
    ASSERT_FALSE(r.ok());
    const Node* const blamed = at == 0   ? first.node
                               : at == 1 ? depth.node
                               : at == 2 ? last.node
                                         : first.node->input(0).node;
    EXPECT_NE(r.status().message().find(StrCat("'", blamed->name(), "'")), std::string::npos)
        << r.status().ToString();
  }
}

}  // namespace
}  // namespace hb
