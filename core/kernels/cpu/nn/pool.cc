// Max and average pooling of images with channels last, and their gradients. Float runs on the
// per-ISA kernels, other types on plain loops.
#include <algorithm>
#include <limits>

#include "core/kernel/registry.h"
#include "core/kernels/cpu/isa_pool.h"
#include "core/kernels/cpu/nn/window.h"

namespace hb {
namespace {

struct PoolParams {
  int64_t batch, channels;
  Window h, w;
};

// ksize comes from the attribute, or from input `sizes` (with strides after it).
int Geometry(HbPlanCtx* ctx, const HbView& image, const HbView& result, int sizes, PoolParams* p) {
  ImageAxes axes;
  if (int rc = CheckFormat(ctx, &axes); rc != 0) return rc;
  if (image.rank != 4 || result.rank != 4 || image.dims[0] != result.dims[0] ||
      image.dims[3] != result.dims[3]) {
    return Fail(ctx, Code::kInvalidArgument, "pooling takes ", ShapeOf(image).ToString(), " to ",
                ShapeOf(result).ToString(), ": batch and channels must stay, rank must be 4");
  }
  std::vector<int64_t> ksize = AttrInts(ctx->attrs, "ksize");
  std::vector<int64_t> strides = AttrInts(ctx->attrs, "strides");
  if (sizes >= 0) {
    const HbView &k = ctx->in[sizes], &s = ctx->in[sizes + 1];
    if (k.data == nullptr || s.data == nullptr) {
      return Fail(ctx, Code::kInternal, "window sizes must be known when planning");
    }
    ksize.clear();
    strides.clear();
    for (int64_t i = 0; i < k.count; ++i) ksize.push_back(IntAt(k, i));
    for (int64_t i = 0; i < s.count; ++i) strides.push_back(IntAt(s, i));
  }
  if (ksize.size() != 4 || strides.size() != 4 || ksize[0] != 1 || ksize[3] != 1 ||
      strides[0] != 1 || strides[3] != 1 || ksize[1] < 1 || ksize[2] < 1) {
    return Fail(ctx, Code::kUnimplemented,
                "ksize and strides must hold 4 numbers, 1 for batch and channels");
  }
  p->batch = image.dims[0];
  p->channels = image.dims[3];
  p->h.in = image.dims[1];
  p->w.in = image.dims[2];
  p->h.out = result.dims[1];
  p->w.out = result.dims[2];
  p->h.size = ksize[1];
  p->w.size = ksize[2];
  return FinishWindows(ctx, axes, strides[1], strides[2], &p->h, &p->w);
}

// Elements [begin, end) of the image that window `o` covers.
void Range(const Window& w, int64_t o, int64_t* begin, int64_t* end) {
  const int64_t first = o * w.stride - w.pad;
  *begin = std::max<int64_t>(first, 0);
  *end = std::min(first + w.size, w.in);
}

// Whether every window holds a pixel of the image.
bool AllMeet(const Window& w) { return w.pad < w.size && (w.out - 1) * w.stride - w.pad < w.in; }

bool RunsOnIsa(const PoolParams& p) { return AllMeet(p.h) && AllMeet(p.w); }

IsaWindow WindowOf(const PoolParams& p) {
  return {p.batch,  p.h.in,   p.w.in,     p.channels, p.h.out, p.w.out,
          p.h.size, p.w.size, p.h.stride, p.w.stride, p.h.pad, p.w.pad};
}

// Calls body(image number, y, x, offset of the result's channels, y range, x range).
template <typename Body>
void ForEachWindow(const PoolParams& p, int64_t n, Body&& body) {
  for (int64_t y = 0; y < p.h.out; ++y) {
    int64_t y0, y1;
    Range(p.h, y, &y0, &y1);
    for (int64_t x = 0; x < p.w.out; ++x) {
      int64_t x0, x1;
      Range(p.w, x, &x0, &x1);
      body(((n * p.h.out + y) * p.w.out + x) * p.channels, y0, y1, x0, x1);
    }
  }
}

int64_t ImageAt(const PoolParams& p, int64_t n, int64_t y, int64_t x) {
  return ((n * p.h.in + y) * p.w.in + x) * p.channels;
}

template <typename T>
T Lowest() {
  if constexpr (std::is_same_v<T, half> || std::is_same_v<T, bfloat16>) {
    return T(-std::numeric_limits<float>::infinity());
  } else if constexpr (std::is_floating_point_v<T>) {
    return -std::numeric_limits<T>::infinity();
  } else {
    return std::numeric_limits<T>::lowest();
  }
}

template <typename T>
int RunMaxPool(HbRunCtx* ctx) {
  const auto& p = Params<PoolParams>(ctx);
  const T* image = In<T>(ctx, 0);
  T* result = Out<T>(ctx, 0);
  if constexpr (std::is_same_v<T, float>) {
    if (RunsOnIsa(p)) {
      const IsaPool pool = PoolOf(ctx);
      const IsaWindow w = WindowOf(p);
      Isa()->max_pool(&w, image, result, &pool);
      return 0;
    }
  }
  ParallelFor(ctx, p.batch, [&](int64_t n) {
    ForEachWindow(p, n, [&](int64_t at, int64_t y0, int64_t y1, int64_t x0, int64_t x1) {
      T* r = result + at;
      std::fill(r, r + p.channels, Lowest<T>());
      for (int64_t y = y0; y < y1; ++y) {
        for (int64_t x = x0; x < x1; ++x) {
          const T* v = image + ImageAt(p, n, y, x);
          for (int64_t c = 0; c < p.channels; ++c) r[c] = r[c] < v[c] ? v[c] : r[c];
        }
      }
    });
  });
  return 0;
}

template <typename T>
int RunAvgPool(HbRunCtx* ctx) {
  const auto& p = Params<PoolParams>(ctx);
  const T* image = In<T>(ctx, 0);
  T* result = Out<T>(ctx, 0);
  if constexpr (std::is_same_v<T, float>) {
    if (RunsOnIsa(p)) {
      const IsaPool pool = PoolOf(ctx);
      const IsaWindow w = WindowOf(p);
      Isa()->avg_pool(&w, image, result, &pool);
      return 0;
    }
  }
  using S = std::conditional_t<sizeof(T) == 2, float, T>;
  ParallelFor(ctx, p.batch, [&](int64_t n) {
    ForEachWindow(p, n, [&](int64_t at, int64_t y0, int64_t y1, int64_t x0, int64_t x1) {
      const S count = static_cast<S>((y1 - y0) * (x1 - x0));
      for (int64_t c = 0; c < p.channels; ++c) {
        S sum = 0;
        for (int64_t y = y0; y < y1; ++y) {
          for (int64_t x = x0; x < x1; ++x) sum += static_cast<S>(image[ImageAt(p, n, y, x) + c]);
        }
        result[at + c] = static_cast<T>(sum / count);
      }
    });
  });
  return 0;
}

// The first element of a window that holds its maximum.
template <typename T>
int64_t ArgMax(const PoolParams& p, const T* image, int64_t n, int64_t c, int64_t y0, int64_t y1,
               int64_t x0, int64_t x1) {
  int64_t best = ImageAt(p, n, y0, x0) + c;
  for (int64_t y = y0; y < y1; ++y) {
    for (int64_t x = x0; x < x1; ++x) {
      const int64_t i = ImageAt(p, n, y, x) + c;
      if (image[best] < image[i]) best = i;
    }
  }
  return best;
}

// Inputs: image, result (not read), dy.
template <typename T>
int RunMaxPoolGrad(HbRunCtx* ctx) {
  const auto& p = Params<PoolParams>(ctx);
  const T *image = In<T>(ctx, 0), *dy = In<T>(ctx, 2);
  T* dx = Out<T>(ctx, 0);
  if constexpr (std::is_same_v<T, float>) {
    if (RunsOnIsa(p)) {
      const IsaPool pool = PoolOf(ctx);
      const IsaWindow w = WindowOf(p);
      Isa()->max_pool_grad(&w, image, dy, dx, &pool);
      return 0;
    }
  }
  ParallelFor(ctx, p.batch, [&](int64_t n) {
    const int64_t size = p.h.in * p.w.in * p.channels;
    std::fill(dx + n * size, dx + (n + 1) * size, T(0));
    ForEachWindow(p, n, [&](int64_t at, int64_t y0, int64_t y1, int64_t x0, int64_t x1) {
      if (y0 >= y1 || x0 >= x1) return;
      for (int64_t c = 0; c < p.channels; ++c) {
        const int64_t i = ArgMax(p, image, n, c, y0, y1, x0, x1);
        dx[i] = static_cast<T>(dx[i] + dy[at + c]);
      }
    });
  });
  return 0;
}

// Inputs: image, result (not read), gradient by dx; the gradient by dy.
template <typename T>
int RunMaxPoolGradGrad(HbRunCtx* ctx) {
  const auto& p = Params<PoolParams>(ctx);
  const T *image = In<T>(ctx, 0), *ddx = In<T>(ctx, 2);
  T* out = Out<T>(ctx, 0);
  ParallelFor(ctx, p.batch, [&](int64_t n) {
    ForEachWindow(p, n, [&](int64_t at, int64_t y0, int64_t y1, int64_t x0, int64_t x1) {
      for (int64_t c = 0; c < p.channels; ++c) {
        const bool empty = y0 >= y1 || x0 >= x1;
        out[at + c] = empty ? T(0) : ddx[ArgMax(p, image, n, c, y0, y1, x0, x1)];
      }
    });
  });
  return 0;
}

// Inputs: dimensions of the image, dy.
template <typename T>
int RunAvgPoolGrad(HbRunCtx* ctx) {
  const auto& p = Params<PoolParams>(ctx);
  const T* dy = In<T>(ctx, 1);
  T* dx = Out<T>(ctx, 0);
  if constexpr (std::is_same_v<T, float>) {
    if (RunsOnIsa(p)) {
      const IsaPool pool = PoolOf(ctx);
      const IsaWindow w = WindowOf(p);
      Isa()->avg_pool_grad(&w, dy, dx, &pool);
      return 0;
    }
  }
  using S = std::conditional_t<sizeof(T) == 2, float, T>;
  ParallelFor(ctx, p.batch, [&](int64_t n) {
    const int64_t size = p.h.in * p.w.in * p.channels;
    std::fill(dx + n * size, dx + (n + 1) * size, T(0));
    ForEachWindow(p, n, [&](int64_t at, int64_t y0, int64_t y1, int64_t x0, int64_t x1) {
      const S scale = S(1) / static_cast<S>((y1 - y0) * (x1 - x0));
      for (int64_t y = y0; y < y1; ++y) {
        for (int64_t x = x0; x < x1; ++x) {
          T* d = dx + ImageAt(p, n, y, x);
          for (int64_t c = 0; c < p.channels; ++c) {
            d[c] = static_cast<T>(static_cast<S>(d[c]) + static_cast<S>(dy[at + c]) * scale);
          }
        }
      }
    });
  });
  return 0;
}

template <typename... Ts, typename Choose>
int Finish(HbPlanCtx* ctx, int32_t dtype, Choose choose) {
  const bool known =
      DispatchType<Ts...>(dtype, [&]<typename T>() { ctx->run = choose.template operator()<T>(); });
  return known ? 0 : Fail(ctx, Code::kUnimplemented, "no pooling of this type");
}

// kSizes: the input that holds ksize, or -1.
template <int kSizes>
int PlanMaxPool(HbPlanCtx* ctx) {
  auto* p = NewParams<PoolParams>(ctx);
  if (p == nullptr) return 1;
  if (int rc = Geometry(ctx, ctx->in[0], ctx->out[0].spec, kSizes, p); rc != 0) return rc;
  return Finish<float, double, half, bfloat16, int32_t, int64_t, uint8_t, int16_t, int8_t,
                uint16_t>(ctx, ctx->in[0].dtype,
                          []<typename T>() -> HbRunFn { return RunMaxPool<T>; });
}

int PlanAvgPool(HbPlanCtx* ctx) {
  auto* p = NewParams<PoolParams>(ctx);
  if (p == nullptr) return 1;
  if (int rc = Geometry(ctx, ctx->in[0], ctx->out[0].spec, -1, p); rc != 0) return rc;
  return Finish<float, double, half, bfloat16>(
      ctx, ctx->in[0].dtype, []<typename T>() -> HbRunFn { return RunAvgPool<T>; });
}

template <int kSizes>
int PlanMaxPoolGrad(HbPlanCtx* ctx) {
  auto* p = NewParams<PoolParams>(ctx);
  if (p == nullptr) return 1;
  if (int rc = Geometry(ctx, ctx->in[0], ctx->in[2], kSizes, p); rc != 0) return rc;
  return Finish<float, double, half, bfloat16, int32_t, int64_t, uint8_t, int16_t, int8_t, uint16_t,
                uint32_t, uint64_t>(ctx, ctx->in[0].dtype,
                                    []<typename T>() -> HbRunFn { return RunMaxPoolGrad<T>; });
}

template <int kSizes>
int PlanMaxPoolGradGrad(HbPlanCtx* ctx) {
  auto* p = NewParams<PoolParams>(ctx);
  if (p == nullptr) return 1;
  if (int rc = Geometry(ctx, ctx->in[0], ctx->out[0].spec, kSizes, p); rc != 0) return rc;
  return Finish<float, double, half, bfloat16, int32_t, int64_t, uint8_t, int16_t, int8_t, uint16_t,
                uint32_t, uint64_t>(ctx, ctx->in[0].dtype,
                                    []<typename T>() -> HbRunFn { return RunMaxPoolGradGrad<T>; });
}

int PlanAvgPoolGrad(HbPlanCtx* ctx) {
  auto* p = NewParams<PoolParams>(ctx);
  if (p == nullptr) return 1;
  if (int rc = Geometry(ctx, ctx->out[0].spec, ctx->in[1], -1, p); rc != 0) return rc;
  return Finish<float, double, half, bfloat16>(
      ctx, ctx->in[1].dtype, []<typename T>() -> HbRunFn { return RunAvgPoolGrad<T>; });
}

constexpr char kMaxTypes[] = "T:float,double,half,bfloat16,int32,int64,uint8,int16,int8,uint16";
constexpr char kMaxGradTypes[] =
    "T:float,double,half,bfloat16,int32,int64,uint8,int16,int8,uint16,uint32,uint64";
constexpr char kAvgTypes[] = "T:float,double,half,bfloat16";

}  // namespace

void RegisterPoolKernels(KernelSet& set) {
  KERNEL(set, "MaxPool", {.constraint = kMaxTypes, .plan = PlanMaxPool<-1>});
  KERNEL(set, "MaxPoolV2", {.constraint = kMaxTypes, .plan = PlanMaxPool<1>});
  KERNEL(set, "MaxPoolGrad", {.constraint = kMaxGradTypes, .plan = PlanMaxPoolGrad<-1>});
  KERNEL(set, "MaxPoolGradV2", {.constraint = kMaxGradTypes, .plan = PlanMaxPoolGrad<3>});
  KERNEL(set, "MaxPoolGradGrad", {.constraint = kMaxGradTypes, .plan = PlanMaxPoolGradGrad<-1>});
  KERNEL(set, "MaxPoolGradGradV2", {.constraint = kMaxGradTypes, .plan = PlanMaxPoolGradGrad<3>});
  KERNEL(set, "AvgPool", {.constraint = kAvgTypes, .plan = PlanAvgPool});
  KERNEL(set, "AvgPoolGrad", {.constraint = kAvgTypes, .plan = PlanAvgPoolGrad});
}

}  // namespace hb
