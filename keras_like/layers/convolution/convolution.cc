#include "keras_like/layers/convolution/convolution.h"

#include "keras_like/builtin.h"
#include "keras_like/layers/image.h"

namespace hb::keras_like {

int64_t WindowCount(int64_t size, int64_t window, int64_t stride, int64_t dilation,
                    const std::string& padding) {
  if (size < 0) return -1;
  if (padding == "same") return (size + stride - 1) / stride;
  const int64_t reach = (window - 1) * dilation + 1;
  return size < reach ? 0 : (size - reach) / stride + 1;
}

Result<Dims> WindowShape(const Dims& image, const Dims& window, const Dims& strides,
                         const Dims& dilation, const std::string& padding, int64_t channels) {
  Dims shape = {image[0], 0, 0, channels};
  for (int i = 0; i < 2; ++i) {
    shape[i + 1] = WindowCount(image[i + 1], window[i], strides[i], dilation[i], padding);
    if (shape[i + 1] == 0) {
      return InvalidArgument("a window of " + ShapeText(window) + " does not fit images of shape " +
                             ShapeText(image));
    }
  }
  return shape;
}

std::string PaddingName(const std::string& padding) { return padding == "same" ? "SAME" : "VALID"; }

Param PaddingParam() {
  return Choice("padding", "valid", {"valid", "same"},
                "Whether only whole windows count, or images are padded with zeros.");
}

namespace {

// What Conv2D and DepthwiseConv2D share.
class Convolution : public ImageLayer {
 public:
  using ImageLayer::ImageLayer;

 protected:
  Result<Dims> ImageShape(const Dims& image) override {
    return WindowShape(image, GetInts("kernel_size"), GetInts("strides"), GetInts("dilation_rate"),
                       GetText("padding"), Channels(image));
  }
  virtual int64_t Channels(const Dims& image) const = 0;
  virtual Output Convolve(Trace& trace, const Output& x, const Dims& strides,
                          const Dims& dilations) = 0;

  Status CheckImage(const Dims& image) const {
    if (image[3] >= 0) return Status();
    return InvalidArgument("needs images with a known number of channels");
  }

  Status AddBias(int64_t channels) {
    if (!GetBool("use_bias")) return Status();
    HB_ASSIGN_OR_RETURN(bias_, AddWeight("bias", {channels}, "bias"));
    return Status();
  }

  Output CallImage(Trace& trace, const Output& x) override {
    const Dims strides = GetInts("strides"), dilation = GetInts("dilation_rate");
    Output y = Convolve(trace, x, {1, strides[0], strides[1], 1}, {1, dilation[0], dilation[1], 1});
    if (bias_ != nullptr) y = ops::BiasAdd(trace.scope, y, trace.Read(*bias_));
    const Apply activation = Activation("activation");
    return activation ? activation(y) : y;
  }

  std::shared_ptr<Weight> kernel_, bias_;
};

class Conv2D : public Convolution {
 public:
  using Convolution::Convolution;

 protected:
  int64_t Channels(const Dims&) const override { return GetInt("filters"); }

  Status BuildImage(const Dims& image) override {
    HB_RETURN_IF_ERROR(CheckImage(image));
    const Dims size = GetInts("kernel_size");
    const int64_t channels = image[3], groups = GetInt("groups");
    if (channels % groups != 0 || GetInt("filters") % groups != 0) {
      return InvalidArgument("groups must divide the channels and the filters");
    }
    HB_ASSIGN_OR_RETURN(
        kernel_,
        AddWeight("kernel", {size[0], size[1], channels / groups, GetInt("filters")}, "kernel"));
    return AddBias(GetInt("filters"));
  }

  Output Convolve(Trace& trace, const Output& x, const Dims& strides,
                  const Dims& dilations) override {
    return ops::Conv2D(trace.scope, x, trace.Read(*kernel_), strides,
                       PaddingName(GetText("padding")), {.dilations = dilations});
  }
};

class DepthwiseConv2D : public Convolution {
 public:
  using Convolution::Convolution;

 protected:
  int64_t Channels(const Dims& image) const override {
    return image[3] >= 0 ? image[3] * GetInt("depth_multiplier") : -1;
  }

  Status BuildImage(const Dims& image) override {
    HB_RETURN_IF_ERROR(CheckImage(image));
    const Dims size = GetInts("kernel_size");
    const int64_t channels = image[3], factor = GetInt("depth_multiplier");
    HB_ASSIGN_OR_RETURN(kernel_,
                        AddWeight("kernel", {size[0], size[1], channels, factor}, "depthwise"));
    return AddBias(channels * factor);
  }

  Output Convolve(Trace& trace, const Output& x, const Dims& strides,
                  const Dims& dilations) override {
    return ops::DepthwiseConv2dNative(trace.scope, x, trace.Read(*kernel_), strides,
                                      PaddingName(GetText("padding")), {.dilations = dilations});
  }
};

Param KernelSize() {
  return Required(Ints("kernel_size", 2, Json(), "Height and width of the window.")).Min(1);
}
Param Strides() { return Ints("strides", 2, 1, "Steps of the window.").Min(1); }
Param Dilation() { return Ints("dilation_rate", 2, 1, "Distance of the window's points.").Min(1); }

}  // namespace

void AddConvolutions(Registry& r) {
  AddLayer<Conv2D>(
      r, "convolution", "Conv2D", "Convolution of images.",
      {Required(Int("filters", 1, "Number of output channels.")).Min(1), KernelSize(), Strides(),
       PaddingParam(), DataFormatParam(), Dilation(),
       Int("groups", 1, "Groups of channels that are convolved apart.").Min(1), ActivationParam(),
       Bool("use_bias", true, "Whether a bias is added."),
       InitializerParam("kernel_initializer", "GlorotUniform"),
       InitializerParam("bias_initializer", "Zeros"), RegularizerParam("kernel_regularizer"),
       RegularizerParam("bias_regularizer"), RegularizerParam("activity_regularizer"),
       ConstraintParam("kernel_constraint"), ConstraintParam("bias_constraint")});
  AddLayer<DepthwiseConv2D>(
      r, "convolution", "DepthwiseConv2D", "Convolution of each channel by itself.",
      {KernelSize(), Strides(), PaddingParam(),
       Int("depth_multiplier", 1, "Output channels for each input channel.").Min(1),
       DataFormatParam(), Dilation(), ActivationParam(),
       Bool("use_bias", true, "Whether a bias is added."),
       InitializerParam("depthwise_initializer", "GlorotUniform"),
       InitializerParam("bias_initializer", "Zeros"), RegularizerParam("depthwise_regularizer"),
       RegularizerParam("bias_regularizer"), RegularizerParam("activity_regularizer"),
       ConstraintParam("depthwise_constraint"), ConstraintParam("bias_constraint")});
}

}  // namespace hb::keras_like
