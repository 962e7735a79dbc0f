#include "core/tensor/window.h"

#include <algorithm>

namespace hb {
namespace {

constexpr int64_t kMaxSize = int64_t{1} << 40;  // products of two such numbers fit int64

Status CheckFour(std::string_view what, const std::vector<int64_t>& v, bool nchw) {
  if (v.size() != 4) {
    return InvalidArgument("Sliding window ", what, " field must specify 4 dimensions, not ",
                           v.size());
  }
  if (v[0] != 1 || v[nchw ? 1 : 3] != 1) {
    return InvalidArgument("Current implementation does not yet support ", what,
                           " in the batch and depth dimensions: they must be 1, not ", v[0],
                           " and ", v[nchw ? 1 : 3]);
  }
  return Status();
}

}  // namespace

WindowAttrs AttrsOfWindow(const WindowAttrs& all, size_t i, const std::string& padding) {
  const auto part = [i](const std::vector<int64_t>& v, size_t n) {
    const size_t begin = std::min(v.size(), i * n), end = std::min(v.size(), (i + 1) * n);
    return std::vector<int64_t>(v.data() + begin, v.data() + end);
  };
  WindowAttrs one{part(all.strides, 4), part(all.dilations, 4), {}, padding, all.data_format};
  if (padding == "EXPLICIT") one.explicit_paddings = part(all.explicit_paddings, 8);
  return one;
}

Status CompleteWindow(std::string_view padding, WindowDim* d) {
  if (d->stride <= 0 || d->stride > kMaxSize) {
    return InvalidArgument("Stride must be > 0, but got ", d->stride);
  }
  if (d->dilation <= 0 || d->dilation > kMaxSize) {
    return InvalidArgument("Dilation rate must be > 0, but got ", d->dilation);
  }
  if (d->size == 0 || d->size > kMaxSize / 4 || d->in > kMaxSize ||
      (d->size > 0 && d->size > (int64_t{1} << 60) / d->dilation)) {
    return InvalidArgument("a window of size ", d->size, " with dilation ", d->dilation,
                           " can't slide over ", d->in, " elements");
  }
  d->out = -1;
  if (padding == "SAME") {
    if (d->in >= 0) d->out = (d->in + d->stride - 1) / d->stride;
    d->pad_before = d->pad_after = d->in >= 0 && d->size >= 0 ? 0 : -1;
  } else if (padding == "VALID") {
    d->pad_before = d->pad_after = 0;
  } else if (padding != "EXPLICIT") {
    return InvalidArgument("padding must be SAME, VALID or EXPLICIT, not '", padding, "'");
  } else if (d->pad_before < 0 || d->pad_after < 0 || d->pad_before > kMaxSize ||
             d->pad_after > kMaxSize) {
    return InvalidArgument("All elements of explicit_paddings must be nonnegative, got ",
                           d->pad_before, " and ", d->pad_after);
  }
  if (d->in < 0 || d->size < 0) return Status();
  const int64_t effective = (d->size - 1) * d->dilation + 1;
  if (padding == "SAME") {
    const int64_t needed = std::max<int64_t>(0, (d->out - 1) * d->stride + effective - d->in);
    d->pad_before = needed / 2;
    d->pad_after = needed - needed / 2;
    return Status();
  }
  const int64_t padded = d->in + d->pad_before + d->pad_after;
  d->out = padded + d->stride < effective ? -1 : (padded - effective + d->stride) / d->stride;
  if (d->out < 0) {
    return InvalidArgument("Computed output size would be negative: the window covers ", effective,
                           " elements, the padded input has ", padded, " [input_size: ", d->in,
                           ", stride: ", d->stride, "]");
  }
  return Status();
}

Result<Window2D> MakeWindow2D(const WindowAttrs& attrs, const Shape& image, int64_t k_h,
                              int64_t k_w) {
  Window2D r;
  if (attrs.data_format != "NHWC" && attrs.data_format != "NCHW") {
    return InvalidArgument("data_format must be NHWC or NCHW, not '", attrs.data_format, "'");
  }
  r.nchw = attrs.data_format == "NCHW";
  const Shape in = image.unknown_rank() ? Shape::UnknownDims(4) : image;
  if (in.rank() != 4) {
    return InvalidArgument("images must have 4 dimensions, but have the shape ", in.ToString());
  }
  HB_RETURN_IF_ERROR(CheckFour("strides", attrs.strides, r.nchw));
  const auto h = static_cast<size_t>(r.h_axis()), w = static_cast<size_t>(r.w_axis());
  r.h = {in[r.h_axis()], k_h, attrs.strides[h]};
  r.w = {in[r.w_axis()], k_w, attrs.strides[w]};
  if (!attrs.dilations.empty()) {
    HB_RETURN_IF_ERROR(CheckFour("dilations", attrs.dilations, r.nchw));
    r.h.dilation = attrs.dilations[h];
    r.w.dilation = attrs.dilations[w];
  }
  const auto& pads = attrs.explicit_paddings;
  if (attrs.padding == "EXPLICIT") {
    const size_t c = static_cast<size_t>(r.c_axis());
    if (pads.size() != 8) {
      return InvalidArgument("explicit_paddings attribute must contain 8 values, but got: ",
                             pads.size());
    }
    if (pads[0] != 0 || pads[1] != 0 || pads[2 * c] != 0 || pads[2 * c + 1] != 0) {
      return InvalidArgument(
          "Nonzero explicit padding in the batch or depth dimensions is not "
          "supported");
    }
    r.h.pad_before = pads[2 * h];
    r.h.pad_after = pads[2 * h + 1];
    r.w.pad_before = pads[2 * w];
    r.w.pad_after = pads[2 * w + 1];
  } else if (!pads.empty()) {
    return InvalidArgument(
        "explicit_paddings attribute must be empty if the padding attribute is "
        "not EXPLICIT");
  }
  HB_RETURN_IF_ERROR(CompleteWindow(attrs.padding, &r.h));
  HB_RETURN_IF_ERROR(CompleteWindow(attrs.padding, &r.w));
  return r;
}

}  // namespace hb
