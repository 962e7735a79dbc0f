#include "core/kernels/cpu/nn/float_conv.h"

#include <cstring>
#include <utility>

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

// Pixels of the result from which on a factor goes into the filter: multiplying the filter in each
// run costs at most one part in so many of the convolution.
constexpr int64_t kMinFoldedPixels = 16;

size_t Aligned(int64_t floats) {
  return (static_cast<size_t>(floats) * sizeof(float) + kAlignment - 1) & ~(kAlignment - 1);
}

int64_t Terms(const IsaConv& c) { return c.k_h * c.k_w * (c.in_c / c.groups); }

// y = x[i, c] * by[c], or + plus[c] then.
void Scale(const float* x, int64_t rows, int64_t channels, const float* by, const float* plus,
           float* y, const IsaPool* pool) {
  Isa()->column_affine(x, rows, channels, nullptr, by, plus, kIsaActNone, y, pool);
}

// The bytes of a packed filter; the factors that it has been multiplied with are kept behind it.
size_t PackedBytes(const FloatConv& f) {
  if (!f.prepack) return Aligned(Terms(f.c) * f.c.out_c);
  const size_t bytes = Isa()->conv_packed_filter_bytes(&f.c);
  return (bytes + kAlignment - 1) & ~(kAlignment - 1);
}

void PackFilter(HbRunCtx* ctx, const void* arg, void* out) {
  const auto& f = *static_cast<const FloatConv*>(arg);
  const IsaPool pool = PoolOf(ctx);
  const float* filter = In<float>(ctx, f.filter);
  if (f.folds) {
    const int64_t terms = Terms(f.c), channels = f.c.out_c;
    const float* const factors = In<float>(ctx, f.epilogue.scale);
    auto* scaled = static_cast<float*>(out);
    if (f.prepack) {
      scaled = static_cast<float*>(ctx->env->alloc_temp(ctx, Aligned(terms * channels)));
      if (scaled == nullptr) return;
    }
    Scale(filter, terms, channels, factors, nullptr, scaled, &pool);
    std::memcpy(static_cast<char*>(out) + PackedBytes(f), factors,
                static_cast<size_t>(channels) * sizeof(float));
    filter = scaled;
  }
  if (f.prepack) Isa()->conv_pack_filter(&f.c, filter, out, &pool);
}

// Differs for most factors that differ.
uint64_t HashOf(const float* factors, int64_t count) {
  uint64_t lanes[4] = {1, 2, 3, 4};
  int64_t i = 0;
  const auto mix = [](uint64_t h, uint64_t bits) {
    h = (h ^ bits) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 32;
  };
  for (; i + 8 <= count; i += 8) {
    uint64_t bits[4];
    std::memcpy(bits, factors + i, sizeof(bits));
    for (int l = 0; l < 4; ++l) lanes[l] = mix(lanes[l], bits[l]);
  }
  for (; i < count; ++i) {
    uint32_t bits;
    std::memcpy(&bits, factors + i, sizeof(bits));
    lanes[0] = mix(lanes[0], bits);
  }
  return mix(mix(mix(lanes[0], lanes[1]), lanes[2]), lanes[3]);
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

namespace {

void PlanRequest(FloatConv* f) {
  if (!f->prepack && !f->folds) return;
  const IsaConv& c = f->c;
  int64_t kind = !f->prepack                          ? kPlainFilter
                 : Isa()->conv_filter_layout(&c) == 0 ? kPackedFilter
                                                      : kPackedWinograd;
  size_t bytes = PackedBytes(*f);
  if (f->folds) {
    kind += kScaled;
    bytes += Aligned(c.out_c);
  }
  f->request = {f->filter, {kind, Terms(c), c.out_c, c.groups}, bytes, PackFilter, f};
}

}  // namespace

void PlanFloatConv(int32_t filter, FloatConv* f) {
  f->filter = filter;
  const IsaConv& c = f->c;
  if (Empty(c)) return;
  f->folds = f->epilogue.scale != 0 && c.batch * c.out_h * c.out_w >= kMinFoldedPixels;
  f->filter_scratch = f->folds ? Aligned(c.out_c) + Aligned(Terms(c) * c.out_c) : 0;
  f->scratch = f->filter_scratch + ConvScratch(c);
  f->prepack = !PerChannel(c) && Isa()->conv_gains_by_packed_filter(&c) != 0;
  PlanRequest(f);
}

void PlanPackedFilter(FloatConv* f) {
  f->prepack = true;
  PlanRequest(f);
}

namespace {

// The factors are part of the filter, and what is added before or behind them is one vector.
void Fold(HbRunCtx* ctx, const FloatConv& f, char* scratch, PreparedFilter* p) {
  const IsaPool pool = PoolOf(ctx);
  const int64_t channels = f.c.out_c;
  const float* const factors = std::exchange(p->e.scale, nullptr);
  if (p->e.bias != nullptr) {
    auto* sums = reinterpret_cast<float*>(scratch);
    Scale(p->e.bias, 1, channels, factors, p->e.shift, sums, &pool);
    p->e.bias = sums;
  } else {
    p->e.bias = p->e.shift;
  }
  p->e.shift = nullptr;
  PackRequest request = f.request;
  request.salt = HashOf(factors, channels);
  p->packed = HostOf(ctx)->PackedInput(ctx, request);
  const auto is_of_factors = [&](const void* packed) {
    return std::memcmp(static_cast<const char*>(packed) + PackedBytes(f), factors,
                       static_cast<size_t>(channels) * sizeof(float)) == 0;
  };
  if (p->packed != nullptr && is_of_factors(p->packed.get())) {
    if (f.prepack) return;
    p->filter = static_cast<const float*>(p->packed.get());
    p->packed = std::shared_ptr<const void>(p->packed, nullptr);
    return;
  }
  p->packed = nullptr;
  auto* scaled = reinterpret_cast<float*>(scratch + Aligned(channels));
  Scale(p->filter, Terms(f.c), channels, factors, nullptr, scaled, &pool);
  p->filter = scaled;
}

}  // namespace

PreparedFilter FilterOf(HbRunCtx* ctx, const FloatConv& f, void* scratch) {
  PreparedFilter p{In<float>(ctx, f.filter), nullptr, EpilogueOf(ctx, f.epilogue)};
  if (f.folds) {
    Fold(ctx, f, static_cast<char*>(scratch), &p);
  } else if (f.prepack) {
    p.packed = HostOf(ctx)->PackedInput(ctx, f.request);
  }
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
