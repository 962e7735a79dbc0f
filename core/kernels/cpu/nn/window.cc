#include "core/kernels/cpu/nn/window.h"

#include <algorithm>

namespace hb {

int CheckFormat(HbPlanCtx* ctx, ImageAxes*) {
  const std::string_view format = AttrString(ctx->attrs, "data_format");
  if (format.empty() || format == "NHWC") return 0;
  return Fail(ctx, Code::kUnimplemented, "data_format ", format,
              " is not computed on the CPU; use NHWC");
}

namespace {

// Sets the padding and checks the output's size.
int Pad(HbPlanCtx* ctx, std::string_view padding, int64_t before, int64_t after, Window* w) {
  const int64_t span = (w->size - 1) * w->dilation + 1;
  int64_t want = 0;
  if (padding == "SAME") {
    want = (w->in + w->stride - 1) / w->stride;
    w->pad = std::max<int64_t>(0, (want - 1) * w->stride + span - w->in) / 2;
  } else {
    if (padding == "VALID") before = after = 0;
    w->pad = before;
    want = std::max<int64_t>(0, (w->in + before + after - span + w->stride) / w->stride);
  }
  if (w->out == want) return 0;
  return Fail(ctx, Code::kInvalidArgument, "the output has size ", w->out, " where size ", w->in,
              " with window ", w->size, ", stride ", w->stride, " and padding ", padding, " gives ",
              want);
}

}  // namespace

int FinishWindows(HbPlanCtx* ctx, const ImageAxes& axes, int64_t stride_h, int64_t stride_w,
                  Window* h, Window* w) {
  const std::string_view padding = AttrString(ctx->attrs, "padding");
  const std::vector<int64_t> explicit_pads = AttrInts(ctx->attrs, "explicit_paddings");
  const std::vector<int64_t> dilations = AttrInts(ctx->attrs, "dilations");
  auto at = [](const std::vector<int64_t>& v, int i, int64_t fallback) {
    return i < static_cast<int>(v.size()) ? v[static_cast<size_t>(i)] : fallback;
  };
  h->stride = stride_h;
  w->stride = stride_w;
  h->dilation = at(dilations, axes.h, 1);
  w->dilation = at(dilations, axes.w, 1);
  if (h->stride < 1 || w->stride < 1 || h->dilation < 1 || w->dilation < 1) {
    return Fail(ctx, Code::kInvalidArgument, "strides and dilations must be at least 1");
  }
  if (padding == "EXPLICIT" && explicit_pads.size() != 8) {
    return Fail(ctx, Code::kInvalidArgument, "explicit_paddings must hold 8 numbers, not ",
                explicit_pads.size());
  }
  if (int rc = Pad(ctx, padding, at(explicit_pads, 2 * axes.h, 0),
                   at(explicit_pads, 2 * axes.h + 1, 0), h);
      rc != 0) {
    return rc;
  }
  return Pad(ctx, padding, at(explicit_pads, 2 * axes.w, 0), at(explicit_pads, 2 * axes.w + 1, 0),
             w);
}

int FinishWindows(HbPlanCtx* ctx, const ImageAxes& axes, Window* h, Window* w) {
  const std::vector<int64_t> strides = AttrInts(ctx->attrs, "strides");
  if (strides.size() != 4) {
    return Fail(ctx, Code::kInvalidArgument, "strides must hold 4 numbers, not ", strides.size());
  }
  return FinishWindows(ctx, axes, strides[static_cast<size_t>(axes.h)],
                       strides[static_cast<size_t>(axes.w)], h, w);
}

}  // namespace hb
