// Batch normalization.
#include "core/ops/nn/batch_norm.h"

#include "core/ops/math/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "nn";
using namespace op_util;  // NOLINT: helpers of declarations

int ChannelAxis(const InferCtx& c, const Shape& s) {
  return c.attrs().String("data_format", "NHWC").starts_with("NC") ? 1 : s.rank() - 1;
}

// The image (rank 4, or 5 for the three-dimensional formats) with its channels merged with vectors
// of one value for each.
Result<Shape> ImageWithVectors(const InferCtx& c, int image, std::initializer_list<int> vectors,
                               int64_t* channels) {
  const int rank = c.attrs().String("data_format", "NHWC").size() == 5 ? 5 : 4;
  HB_ASSIGN_OR_RETURN(Shape s, c.WithRank(image, rank));
  const int axis = ChannelAxis(c, s);
  for (int i : vectors) {
    HB_ASSIGN_OR_RETURN(const Shape v, c.WithRank(i, 1));
    auto merged = MergeDims(s[axis], v[0]);
    if (!merged.ok()) {
      return InvalidArgument("input ", i, " must have one element for each of the ", s[axis],
                             " channels of ", s.ToString(), ", but has the shape ", v.ToString());
    }
    s.set_dim(axis, *merged);
  }
  *channels = s[axis];
  return s;
}

Status NormShape(InferCtx& c) {
  int64_t channels = -1;
  HB_ASSIGN_OR_RETURN(Shape s, ImageWithVectors(c, 0, {1, 2}, &channels));
  const bool training = c.attrs().Bool("is_training", true);
  const float factor = c.attrs().Float("exponential_avg_factor", 1.0f);
  for (int i : {3, 4}) {
    HB_ASSIGN_OR_RETURN(const Shape v, c.WithRank(i, 1));
    // A fresh mean of the batch needs no old one, which may be empty then.
    if (training && factor == 1.0f && v[0] == 0) continue;
    if (!MergeDims(v[0], channels).ok()) {
      return InvalidArgument(i == 3 ? "mean" : "variance",
                             " must have the same number of elements "
                             "as the channels of x, got ",
                             v[0], " and ", channels);
    }
  }
  c.set_output(0, s);
  for (int i = 1; i < 5; ++i) c.set_output(i, {channels});
  if (c.num_outputs() > 5) c.set_output(5, Shape());  // nothing is reserved on a CPU
  return Status();
}

Status NormGradShape(InferCtx& c) {
  int64_t channels = -1;
  HB_ASSIGN_OR_RETURN(Shape s, ImageWithVectors(c, 1, {2, 3, 4}, &channels));
  HB_ASSIGN_OR_RETURN(s, Shape::Merge(s, c.input(0)));
  c.set_output(0, s);
  c.set_output(1, {channels});
  c.set_output(2, {channels});
  c.set_output(3, {0});
  c.set_output(4, {0});
  return Status();
}

void NormGradient(Grad& g) {
  const AttrReader a = g.attrs();
  const std::string type = g.node().type();
  const bool training = a.Bool("is_training");
  const std::string op = type == "FusedBatchNorm"     ? "FusedBatchNormGrad"
                         : type == "FusedBatchNormV2" ? "FusedBatchNormGradV2"
                                                      : "FusedBatchNormGradV3";
  const auto vector = [&](Output o) {
    return Cast({&g, o}, type == "FusedBatchNorm" ? g.T() : DT_FLOAT).out;
  };
  std::vector<In> inputs = {g.dy(0), g.input(0), vector(g.input(1))};
  inputs.push_back(training ? g.output(3) : vector(g.input(3)));
  inputs.push_back(training ? g.output(4) : vector(g.input(4)));
  if (type == "FusedBatchNormV3") inputs.push_back(g.output(5));
  Node* node = g.NodeOf(op, inputs,
                        {{"epsilon", a.Float("epsilon")},
                         {"data_format", a.String("data_format")},
                         {"is_training", training}});
  if (node == nullptr) return;
  for (int i = 0; i < 3; ++i) {
    g.Return(i, Cast({&g, Output(node, i)}, g.input(i).dtype()));
  }
}

}  // namespace

void DefineBatchNormOps(OpSet& ops) {
  OP("FusedBatchNorm")
      .In("x: T")
      .In("scale: T")
      .In("offset: T")
      .In("mean: T")
      .In("variance: T")
      .Out("y: T")
      .Out("batch_mean: T")
      .Out("batch_variance: T")
      .Out("reserve_space_1: T")
      .Out("reserve_space_2: T")
      .Attr("T: {float}")
      .Attr("epsilon: float = 0.0001")
      .Attr("exponential_avg_factor: float = 1.0")
      .Attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
      .Attr("is_training: bool = true")
      .Doc(
          "Batch normalization: x less its mean, divided by its standard deviation, times "
          "`scale` plus `offset`, for each channel. In training the mean and variance are the "
          "batch's own, else the ones given; outputs 1 and 2 are the running averages, the "
          "others are for the gradient.")
      .Shape(NormShape)
      .Gradient(NormGradient);

  OP("FusedBatchNormV2")
      .In("x: T")
      .In("scale: U")
      .In("offset: U")
      .In("mean: U")
      .In("variance: U")
      .Out("y: T")
      .Out("batch_mean: U")
      .Out("batch_variance: U")
      .Out("reserve_space_1: U")
      .Out("reserve_space_2: U")
      .Attr("T: {half, bfloat16, float}")
      .Attr("U: {float}")
      .Attr("epsilon: float = 0.0001")
      .Attr("exponential_avg_factor: float = 1.0")
      .Attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
      .Attr("is_training: bool = true")
      .Doc(
          "Batch normalization: x less its mean, divided by its standard deviation, times "
          "`scale` plus `offset`, for each channel. In training the mean and variance are the "
          "batch's own, else the ones given; outputs 1 and 2 are the running averages, the "
          "others are for the gradient.")
      .Shape(NormShape)
      .Gradient(NormGradient);

  OP("FusedBatchNormV3")
      .In("x: T")
      .In("scale: U")
      .In("offset: U")
      .In("mean: U")
      .In("variance: U")
      .Out("y: T")
      .Out("batch_mean: U")
      .Out("batch_variance: U")
      .Out("reserve_space_1: U")
      .Out("reserve_space_2: U")
      .Out("reserve_space_3: U")
      .Attr("T: {half, bfloat16, float}")
      .Attr("U: {bfloat16, float}")
      .Attr("epsilon: float = 0.0001")
      .Attr("exponential_avg_factor: float = 1.0")
      .Attr("data_format: {'NHWC', 'NCHW', 'NDHWC', 'NCDHW'} = 'NHWC'")
      .Attr("is_training: bool = true")
      .Doc(
          "Batch normalization: x less its mean, divided by its standard deviation, times "
          "`scale` plus `offset`, for each channel. In training the mean and variance are the "
          "batch's own, else the ones given; outputs 1 and 2 are the running averages, the "
          "others are for the gradient.")
      .Shape(NormShape)
      .Gradient(NormGradient);

  OP("FusedBatchNormGrad")
      .In("y_backprop: T")
      .In("x: T")
      .In("scale: T")
      .In("reserve_space_1: T")
      .In("reserve_space_2: T")
      .Out("x_backprop: T")
      .Out("scale_backprop: T")
      .Out("offset_backprop: T")
      .Out("reserve_space_3: T")
      .Out("reserve_space_4: T")
      .Attr("T: {float}")
      .Attr("epsilon: float = 0.0001")
      .Attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
      .Attr("is_training: bool = true")
      .Doc("The gradient of FusedBatchNorm by x, scale and offset.")
      .Shape(NormGradShape)
      .Gradient(BatchNormGradGradient);

  OP("FusedBatchNormGradV2")
      .In("y_backprop: T")
      .In("x: T")
      .In("scale: float")
      .In("reserve_space_1: U")
      .In("reserve_space_2: U")
      .Out("x_backprop: T")
      .Out("scale_backprop: U")
      .Out("offset_backprop: U")
      .Out("reserve_space_3: U")
      .Out("reserve_space_4: U")
      .Attr("T: {half, bfloat16, float}")
      .Attr("U: {float}")
      .Attr("epsilon: float = 0.0001")
      .Attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
      .Attr("is_training: bool = true")
      .Doc("The gradient of FusedBatchNormV2 by x, scale and offset.")
      .Shape(NormGradShape)
      .Gradient(BatchNormGradGradient);

  OP("FusedBatchNormGradV3")
      .In("y_backprop: T")
      .In("x: T")
      .In("scale: float")
      .In("reserve_space_1: U")
      .In("reserve_space_2: U")
      .In("reserve_space_3: U")
      .Out("x_backprop: T")
      .Out("scale_backprop: U")
      .Out("offset_backprop: U")
      .Out("reserve_space_4: U")
      .Out("reserve_space_5: U")
      .Attr("T: {half, bfloat16, float}")
      .Attr("U: {float}")
      .Attr("epsilon: float = 0.0001")
      .Attr("data_format: {'NHWC', 'NCHW', 'NDHWC', 'NCDHW'} = 'NHWC'")
      .Attr("is_training: bool = true")
      .Doc("The gradient of FusedBatchNormV3 by x, scale and offset.")
      .Shape(NormGradShape)
      .Gradient(BatchNormGradGradient);
}

}  // namespace hb
