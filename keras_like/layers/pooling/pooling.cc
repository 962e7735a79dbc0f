#include "keras_like/builtin.h"
#include "keras_like/layers/convolution/convolution.h"
#include "keras_like/layers/image.h"

namespace hb::keras_like {
namespace {

template <bool kMax>
class Pooling2D : public ImageLayer {
 public:
  using ImageLayer::ImageLayer;

 protected:
  Result<Dims> ImageShape(const Dims& image) override {
    return WindowShape(image, GetInts("pool_size"), Steps(), {1, 1}, GetText("padding"), image[3]);
  }
  Output CallImage(Trace& trace, const Output& x) override {
    const Dims pool = GetInts("pool_size"), steps = Steps();
    const Dims size = {1, pool[0], pool[1], 1}, strides = {1, steps[0], steps[1], 1};
    const std::string padding = PaddingName(GetText("padding"));
    if (kMax) return ops::MaxPool(trace.scope, x, size, strides, padding);
    return ops::AvgPool(trace.scope, x, size, strides, padding);
  }

 private:
  Dims Steps() const {
    return Get("strides").is_null() ? GetInts("pool_size") : GetInts("strides");
  }
};

template <bool kMax>
class GlobalPooling2D : public ImageLayer {
 public:
  using ImageLayer::ImageLayer;

 protected:
  Result<Dims> ImageShape(const Dims& image) override {
    return GetBool("keepdims") ? Dims{image[0], 1, 1, image[3]} : Dims{image[0], image[3]};
  }
  Output CallImage(Trace&, const Output& x) override {
    const bool keep = GetBool("keepdims");
    return kMax ? ReduceMax(x, {1, 2}, keep) : Mean(x, {1, 2}, keep);
  }
};

template <bool kMax>
class GlobalPooling1D : public Layer {
 public:
  using Layer::Layer;
  Result<Specs> OutputSpecs(const Specs& inputs) override {
    Dims dims = inputs[0].dims;
    if (dims.size() != 3) {
      return InvalidArgument(
          std::string("needs sequences of shape ") +
          (channels_first() ? "(batch, features, steps)" : "(batch, steps, features)") + ", got " +
          ShapeText(dims));
    }
    if (GetBool("keepdims")) {
      dims[Steps()] = 1;
    } else {
      dims.erase(dims.begin() + Steps());
    }
    return Specs{{dtype(), dims}};
  }

 protected:
  OutputList Call(Trace& trace, const OutputList& inputs) override {
    const Output& x = inputs[0];
    const bool keep = GetBool("keepdims");
    const Dims steps = {Steps()};
    if (kMax) return {ReduceMax(x, steps, keep)};
    const Output mask = trace.Mask(x);
    if (!mask) return {Mean(x, steps, keep)};
    const Output counts = ExpandDims(mask, channels_first() ? 1 : 2);
    return {Sum(Where(counts, x, 0), steps, keep) / Sum(Cast(counts, x.dtype()), steps, keep)};
  }

 private:
  bool channels_first() const { return GetText("data_format") == "channels_first"; }
  int Steps() const { return channels_first() ? 2 : 1; }
};

}  // namespace

void AddPooling(Registry& r) {
  const std::vector<Param> pooling = {
      Ints("pool_size", 2, 2, "Height and width of the window.").Min(1),
      Ints("strides", 2, nullptr, "Steps of the window; null for its size.").Min(1), PaddingParam(),
      DataFormatParam()};
  std::vector<Param> average = pooling;
  average[0] = Required(std::move(average[0]));
  AddLayer<Pooling2D<true>>(r, "pooling", "MaxPooling2D", "Maximum over windows of an image.",
                            pooling);
  AddLayer<Pooling2D<false>>(r, "pooling", "AveragePooling2D", "Mean over windows of an image.",
                             average);
  const std::vector<Param> global = {
      DataFormatParam(), Bool("keepdims", false, "Whether height and width stay, with size 1.")};
  AddLayer<GlobalPooling2D<true>>(r, "pooling", "GlobalMaxPooling2D", "Maximum over an image.",
                                  global);
  AddLayer<GlobalPooling2D<false>>(r, "pooling", "GlobalAveragePooling2D", "Mean over an image.",
                                   global);
  const std::vector<Param> sequence = {
      DataFormatParam(), Bool("keepdims", false, "Whether the steps stay, with size 1.")};
  AddLayer<GlobalPooling1D<true>>(r, "pooling", "GlobalMaxPooling1D",
                                  "Maximum over the steps of a sequence.", sequence);
  AddLayer<GlobalPooling1D<false>>(r, "pooling", "GlobalAveragePooling1D",
                                   "Mean over the steps of a sequence, without masked ones.",
                                   sequence);
}

}  // namespace hb::keras_like
