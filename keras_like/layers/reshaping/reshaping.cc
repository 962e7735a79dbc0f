#include <algorithm>
#include <cmath>

#include "keras_like/builtin.h"
#include "keras_like/layers/image.h"

namespace hb::keras_like {
namespace {

// Product of sizes, -1 when one is unknown.
int64_t Product(const Dims& dims, size_t first) {
  int64_t product = 1;
  for (size_t i = first; i < dims.size(); ++i) {
    if (dims[i] < 0) return -1;
    product *= dims[i];
  }
  return product;
}

class Flatten : public Layer {
 public:
  using Layer::Layer;
  Result<Specs> OutputSpecs(const Specs& inputs) override {
    const Dims& dims = inputs[0].dims;
    return Specs{{inputs[0].dtype, {dims.empty() ? -1 : dims[0], Product(dims, 1)}}};
  }

 protected:
  OutputList Call(Trace& trace, const OutputList& inputs) override {
    Output x = inputs[0];
    const bool turn = GetText("data_format") == "channels_first";
    if (turn && x.rank() > 2) {
      Dims order = {0};
      for (int i = 2; i < x.rank(); ++i) order.push_back(i);
      order.push_back(1);
      x = Transpose(x, order);
    }
    const int64_t size = Product(x.shape().value_or(Dims{-1, -1}), 1);
    if (size >= 0) return {Reshape(x, Dims{-1, size})};
    const Output rest = Input(-1).Resolve(trace.scope, HB_INT32);
    return {Reshape(x, ops::Pack(trace.scope, {BatchSize(x, HB_INT32), rest}))};
  }
  bool casts_inputs() const override { return false; }
};

class ReshapeLayer : public Layer {
 public:
  using Layer::Layer;
  Result<Specs> OutputSpecs(const Specs& inputs) override {
    HB_ASSIGN_OR_RETURN(Dims target, Target(inputs[0].dims));
    target.insert(target.begin(), inputs[0].dims.empty() ? -1 : inputs[0].dims[0]);
    return Specs{{inputs[0].dtype, target}};
  }

 protected:
  OutputList Call(Trace& trace, const OutputList& inputs) override {
    const Output& x = inputs[0];
    Result<Dims> target = Target(x.shape().value_or(Dims{-1, -1}));
    if (!target.ok()) {
      trace.scope.Update(target.status());
      return {};
    }
    if (Product(*target, 0) >= 0) {
      target->insert(target->begin(), -1);
      return {Reshape(x, *target)};
    }
    OutputList sizes = {BatchSize(x, HB_INT32)};
    for (const int64_t size : *target) {
      sizes.push_back(Input(size).Resolve(trace.scope, HB_INT32));
    }
    return {Reshape(x, ops::Pack(trace.scope, sizes))};
  }
  bool casts_inputs() const override { return false; }

 private:
  // The shape of a sample, with the one unknown size filled in where possible.
  Result<Dims> Target(const Dims& input) const {
    Dims target = GetInts("target_shape");
    const int64_t size = Product(input, 1);
    if (std::count(target.begin(), target.end(), -1) > 1) {
      return InvalidArgument("target_shape may have one unknown size");
    }
    if (size < 0) return target;
    int64_t known = 1;
    for (const int64_t dim : target) known *= dim < 0 ? 1 : dim;
    for (int64_t& dim : target) {
      if (dim < 0 && known > 0 && size % known == 0) {
        dim = size / known;
        known = size;
      }
    }
    if (known != size) {
      return InvalidArgument("a sample of shape " +
                             ShapeText(Dims(input.begin() + 1, input.end())) +
                             " can't take the shape " + ShapeText(GetInts("target_shape")));
    }
    return target;
  }
};

class Permute : public Layer {
 public:
  using Layer::Layer;
  Result<Specs> OutputSpecs(const Specs& inputs) override {
    const Dims& dims = inputs[0].dims;
    Dims order = Order(), sorted = order;
    std::sort(sorted.begin(), sorted.end());
    for (size_t i = 0; i < sorted.size(); ++i) {
      if (sorted.size() != dims.size() || sorted[i] != static_cast<int64_t>(i)) {
        return InvalidArgument("dims must name each dimension of a sample once, from 1");
      }
    }
    for (int64_t& axis : order) axis = dims[axis];
    return Specs{{inputs[0].dtype, order}};
  }

 protected:
  OutputList Call(Trace&, const OutputList& inputs) override {
    return {Transpose(inputs[0], Order())};
  }
  bool casts_inputs() const override { return false; }

 private:
  Dims Order() const {
    Dims order = GetInts("dims");
    order.insert(order.begin(), 0);
    return order;
  }
};

class ZeroPadding2D : public ImageLayer {
 public:
  using ImageLayer::ImageLayer;

 protected:
  Result<Dims> ImageShape(const Dims& image) override {
    Dims dims = image;
    HB_ASSIGN_OR_RETURN(const Dims padding, Padding());
    if (dims[1] >= 0) dims[1] += padding[0] + padding[1];
    if (dims[2] >= 0) dims[2] += padding[2] + padding[3];
    return dims;
  }
  bool casts_inputs() const override { return false; }
  Output CallImage(Trace& trace, const Output& x) override {
    const Result<Dims> p = Padding();
    if (!p.ok()) {
      trace.scope.Update(p.status());
      return {};
    }
    const Dims& d = *p;
    const Tensor paddings = Tensor::From<int32_t>(
        {4, 2}, {0, 0, static_cast<int32_t>(d[0]), static_cast<int32_t>(d[1]),
                 static_cast<int32_t>(d[2]), static_cast<int32_t>(d[3]), 0, 0});
    return ops::Pad(trace.scope, x, Const(trace.scope, paddings));
  }

 private:
  // Top, bottom, left, right.
  Result<Dims> Padding() const {
    const Json& json = Get("padding");
    if (json.is_int()) return Dims(4, json.AsInt());
    Dims padding;
    for (const Json& item : json.items()) {
      const Json low = item.is_array() && item.items().size() == 2 ? item.items()[0] : item;
      const Json high = item.is_array() && item.items().size() == 2 ? item.items()[1] : item;
      padding.push_back(low.AsInt(-1));
      padding.push_back(high.AsInt(-1));
    }
    if (padding.size() != 4 || *std::min_element(padding.begin(), padding.end()) < 0) {
      return InvalidArgument("padding must be an integer, two integers or two pairs of integers");
    }
    return padding;
  }
};

// A matrix that stretches `size` points to `factor` times as many, linear between their centers.
Tensor Stretch(int64_t size, int64_t factor) {
  Tensor matrix(HB_FLOAT, {size * factor, size});
  if (!matrix) return matrix;
  const std::span<float> cells = matrix.flat<float>();
  std::fill(cells.begin(), cells.end(), 0.0f);
  for (int64_t i = 0; i < size * factor; ++i) {
    const double place = (static_cast<double>(i) + 0.5) / static_cast<double>(factor) - 0.5;
    const int64_t low = static_cast<int64_t>(std::floor(place));
    const float share = static_cast<float>(place - std::floor(place));
    cells[i * size + std::clamp<int64_t>(low, 0, size - 1)] += 1 - share;
    cells[i * size + std::clamp<int64_t>(low + 1, 0, size - 1)] += share;
  }
  return matrix;
}

class UpSampling2D : public ImageLayer {
 public:
  using ImageLayer::ImageLayer;

 protected:
  Result<Dims> ImageShape(const Dims& image) override {
    if (Product(image, 1) < 0) {
      return InvalidArgument("needs images of known size, got " + ShapeText(image));
    }
    const Dims size = GetInts("size");
    return Dims{image[0], image[1] * size[0], image[2] * size[1], image[3]};
  }

  Output CallImage(Trace& trace, const Output& x) override {
    const Scope& s = trace.scope;
    const Dims size = GetInts("size"), d = x.shape().value_or(Dims{});
    if (d.size() != 4 || Product(d, 1) < 0) {
      trace.scope.Update(InvalidArgument("needs images of known size"));
      return Output();
    }
    if (GetText("interpolation") == "bilinear") {
      const Output rows = Cast(Const(s, Stretch(d[1], size[0])), x.dtype());
      const Output columns = Cast(Const(s, Stretch(d[2], size[1])), x.dtype());
      return ops::Einsum(s, {columns, ops::Einsum(s, {rows, x}, "ih,nhwc->niwc")}, "jw,niwc->nijc");
    }
    // Each point is repeated by multiplying with ones of the new size.
    const Output ones = ops::Fill(s, Dims{1, 1, size[0], 1, size[1], 1}, Number(x, 1));
    const Output wide = Reshape(x, Dims{-1, d[1], 1, d[2], 1, d[3]}) * ones;
    return Reshape(wide, Dims{-1, d[1] * size[0], d[2] * size[1], d[3]});
  }
};

}  // namespace

void AddReshaping(Registry& r) {
  AddLayer<Flatten>(r, "reshaping", "Flatten", "One dimension a sample.", {DataFormatParam()});
  AddLayer<ReshapeLayer>(
      r, "reshaping", "Reshape", "Another shape of the samples.",
      {Required(ShapeParam("target_shape", Json(), "The shape; one size may be unknown."))});
  AddLayer<Permute>(r, "reshaping", "Permute", "Another order of the dimensions.",
                    {Required(Ints("dims", 0, Json(), "The order, counted from 1."))});
  AddLayer<ZeroPadding2D>(
      r, "reshaping", "ZeroPadding2D", "Zeros around images.",
      {Any("padding", 1, "Rows and columns, or pairs of them."), DataFormatParam()});
  AddLayer<UpSampling2D>(r, "reshaping", "UpSampling2D", "Repeats rows and columns of images.",
                         {Ints("size", 2, 2, "How often.").Min(1), DataFormatParam(),
                          Choice("interpolation", "nearest", {"nearest", "bilinear"}, "How.")});
}

}  // namespace hb::keras_like
