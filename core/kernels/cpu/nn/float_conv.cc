#include "core/kernels/cpu/nn/float_conv.h"

#include "core/kernel/variable.h"
#include "core/kernels/cpu/isa_pool.h"
#include "core/kernels/cpu/nn/window.h"

namespace hb {

int ConvGeometry(HbPlanCtx* ctx, const HbView& image, std::span<const int64_t> filter,
                 const HbView& result, bool depthwise, IsaConv* c) {
  ImageAxes axes;
  if (int rc = CheckFormat(ctx, &axes); rc != 0) return rc;
  if (image.rank != 4 || filter.size() != 4 || result.rank != 4) {
    return Fail(ctx, Code::kInvalidArgument, "image, filter and result must be 4-dimensional");
  }
  Window h, w;
  h.in = image.dims[1];
  w.in = image.dims[2];
  h.out = result.dims[1];
  w.out = result.dims[2];
  h.size = filter[0];
  w.size = filter[1];
  if (int rc = FinishWindows(ctx, axes, &h, &w); rc != 0) return rc;
  const int64_t in_c = image.dims[3], out_c = result.dims[3];
  const int64_t filter_in = depthwise ? 1 : filter[2];
  const int64_t filter_out = depthwise ? filter[2] * filter[3] : filter[3];
  const int64_t groups = depthwise ? in_c : filter_in == 0 ? 1 : in_c / filter_in;
  if (image.dims[0] != result.dims[0] || filter_out != out_c || groups < 1 ||
      groups * filter_in != in_c || out_c % groups != 0 || (depthwise && filter[2] != in_c)) {
    return Fail(ctx, Code::kInvalidArgument, "image ", ShapeOf(image).ToString(), ", filter ",
                Shape(filter).ToString(), " and result ", ShapeOf(result).ToString(),
                " don't fit together");
  }
  *c = {image.dims[0], h.in,     w.in,     in_c,       h.out,      w.out, out_c, h.size,
        w.size,        h.stride, w.stride, h.dilation, w.dilation, h.pad, w.pad, groups};
  ctx->cost = FlopsNs(2.0 * static_cast<double>(result.count) *
                      static_cast<double>(h.size * w.size * filter_in));
  return 0;
}

size_t ConvScratch(const IsaConv& c) {
  return PerChannel(c) ? 0 : Isa()->conv_scratch_bytes(&c, 0);
}

void RunConvSizes(const IsaConv& c, const float* image, const float* filter, const void* packed,
                  const IsaEpilogue& e, float* result, void* scratch, const IsaPool* pool) {
  if (PerChannel(c)) {
    Isa()->depthwise(&c, image, filter, &e, result, pool);
  } else {
    Isa()->conv(&c, image, filter, packed, &e, result, scratch, pool);
  }
}

namespace {

void PackFilter(HbRunCtx* ctx, const void* arg, void* out) {
  const auto& f = *static_cast<const FloatConv*>(arg);
  const IsaPool pool = PoolOf(ctx);
  Isa()->conv_pack_filter(&f.c, In<float>(ctx, f.filter), out, &pool);
}

// Without terms a sum is zero; the steps behind it remain.
void RunEpilogueAlone(const IsaEpilogue& e, int64_t channels, int64_t count, float* y) {
  for (int64_t i = 0; i < count; ++i) {
    const int64_t c = i % channels;
    float v = 0;
    if (e.bias != nullptr) v += e.bias[c];
    if (e.scale != nullptr) v *= e.scale[c];
    if (e.shift != nullptr) v += e.shift[c];
    if (e.residual != nullptr) v += e.residual[i];
    y[i] = v;
  }
  const int unary = e.act == kIsaActRelu    ? kIsaRelu
                    : e.act == kIsaActRelu6 ? kIsaRelu6
                                            : e.act - kIsaActUnary;
  if (e.act != kIsaActNone) Isa()->unary[unary](y, y, count);
}

}  // namespace

void PlanFloatConv(int32_t filter, FloatConv* f) {
  f->filter = filter;
  const IsaConv& c = f->c;
  if (Empty(c)) return;
  f->filter_scratch = 0;
  f->scratch = f->filter_scratch + ConvScratch(c);
  if (!PerChannel(c) && Isa()->conv_gains_by_packed_filter(&c) != 0) PlanPackedFilter(f);
}

void PlanPackedFilter(FloatConv* f) {
  const IsaConv& c = f->c;
  f->prepack = true;
  const bool plain = Isa()->conv_filter_layout(&c) == 0;
  f->request = {f->filter,
                {plain ? kPackedFilter : kPackedWinograd, c.k_h * c.k_w * (c.in_c / c.groups),
                 c.out_c, c.groups},
                Isa()->conv_packed_filter_bytes(&c),
                PackFilter,
                f};
}

PreparedFilter FilterOf(HbRunCtx* ctx, const FloatConv& f, void* /*scratch*/) {
  PreparedFilter p{In<float>(ctx, f.filter), nullptr, EpilogueOf(ctx, f.epilogue)};
  if (f.prepack) p.packed = HostOf(ctx)->PackedInput(ctx, f.request);
  return p;
}

void RunFloatConv(HbRunCtx* ctx, const FloatConv& f, const float* image, float* result,
                  void* scratch) {
  const IsaConv& c = f.c;
  if (Empty(c)) {
    return RunEpilogueAlone(EpilogueOf(ctx, f.epilogue), c.out_c,
                            c.batch * c.out_h * c.out_w * c.out_c, result);
  }
  const PreparedFilter p = FilterOf(ctx, f, scratch);
  const IsaPool pool = PoolOf(ctx);
  RunConvSizes(c, image, p.filter, p.packed.get(), p.e, result,
               static_cast<char*>(scratch) + f.filter_scratch, &pool);
}

}  // namespace hb
