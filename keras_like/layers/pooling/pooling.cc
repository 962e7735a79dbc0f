#include "keras_like/builtin.h"
#include "keras_like/layers/convolution/convolution.h"

namespace hb::keras_like {
namespace {

template <bool kMax>
class Pooling2D : public Layer {
 public:
  using Layer::Layer;

  Result<Specs> OutputSpecs(const Specs& inputs) override {
    const Dims& dims = inputs[0].dims;
    HB_ASSIGN_OR_RETURN(Dims shape,
                        WindowShape(dims, GetInts("pool_size"), Steps(), {1, 1}, GetText("padding"),
                                    dims.empty() ? 0 : dims.back()));
    return Specs{{dtype(), shape}};
  }

 protected:
  OutputList Call(Trace& trace, const OutputList& inputs) override {
    const Dims pool = GetInts("pool_size"), steps = Steps();
    const Dims size = {1, pool[0], pool[1], 1}, strides = {1, steps[0], steps[1], 1};
    const std::string padding = PaddingName(GetText("padding"));
    if (kMax) return {ops::MaxPool(trace.scope, inputs[0], size, strides, padding)};
    return {ops::AvgPool(trace.scope, inputs[0], size, strides, padding)};
  }

 private:
  Dims Steps() const {
    return Get("strides").is_null() ? GetInts("pool_size") : GetInts("strides");
  }
};

template <bool kMax>
class GlobalPooling2D : public Layer {
 public:
  using Layer::Layer;

  Result<Specs> OutputSpecs(const Specs& inputs) override {
    Dims dims = inputs[0].dims;
    if (dims.size() != 4) {
      return InvalidArgument("needs images of shape (batch, height, width, channels), got " +
                             ShapeText(dims));
    }
    return Specs{
        {dtype(), GetBool("keepdims") ? Dims{dims[0], 1, 1, dims[3]} : Dims{dims[0], dims[3]}}};
  }

 protected:
  OutputList Call(Trace&, const OutputList& inputs) override {
    const bool keep = GetBool("keepdims");
    return {kMax ? ReduceMax(inputs[0], {1, 2}, keep) : Mean(inputs[0], {1, 2}, keep)};
  }
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
}

}  // namespace hb::keras_like
