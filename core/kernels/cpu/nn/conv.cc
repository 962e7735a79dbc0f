// 2-D convolutions, plain, grouped and depthwise, and their gradients. Float runs on the per-ISA
// kernels, half and bfloat16 through float, others on plain loops.
#include <algorithm>
#include <cstring>

#include "core/kernel/registry.h"
#include "core/kernels/cpu/isa_pool.h"
#include "core/kernels/cpu/nn/float_conv.h"

namespace hb {
namespace {

// Calls body(image offset, filter offset, result offset) for every pair of pixels that meet, in a
// fixed order, for one image of the batch.
template <typename Body>
void ForEachTap(const IsaConv& c, int64_t n, Body&& body) {
  for (int64_t y = 0; y < c.out_h; ++y) {
    for (int64_t x = 0; x < c.out_w; ++x) {
      const int64_t result = ((n * c.out_h + y) * c.out_w + x) * c.out_c;
      for (int64_t i = 0; i < c.k_h; ++i) {
        const int64_t iy = y * c.stride_h - c.pad_top + i * c.dil_h;
        if (iy < 0 || iy >= c.in_h) continue;
        for (int64_t j = 0; j < c.k_w; ++j) {
          const int64_t ix = x * c.stride_w - c.pad_left + j * c.dil_w;
          if (ix < 0 || ix >= c.in_w) continue;
          body(((n * c.in_h + iy) * c.in_w + ix) * c.in_c,
               (i * c.k_w + j) * (c.in_c / c.groups) * c.out_c, result);
        }
      }
    }
  }
}

// For one tap: fn(input channel, weight row of that channel in its group, output channels).
template <typename Body>
void ForEachChannel(const IsaConv& c, Body&& body) {
  const int64_t group_in = c.in_c / c.groups, group_out = c.out_c / c.groups;
  for (int64_t g = 0; g < c.groups; ++g) {
    for (int64_t k = 0; k < group_in; ++k) {
      body(g * group_in + k, k * c.out_c + g * group_out, g * group_out, group_out);
    }
  }
}

template <typename T>
void Forward(const IsaConv& c, const T* image, const T* filter, T* result, HbRunCtx* ctx) {
  ParallelFor(ctx, c.batch, [&](int64_t n) {
    const int64_t size = c.out_h * c.out_w * c.out_c;
    std::fill(result + n * size, result + (n + 1) * size, T(0));
    ForEachTap(c, n, [&](int64_t at_image, int64_t at_filter, int64_t at_result) {
      ForEachChannel(c, [&](int64_t in, int64_t weight, int64_t out, int64_t count) {
        const T x = image[at_image + in];
        const T* f = filter + at_filter + weight;
        T* r = result + at_result + out;
        for (int64_t o = 0; o < count; ++o) r[o] += x * f[o];
      });
    });
  });
}

template <typename T>
void GradInput(const IsaConv& c, const T* filter, const T* dy, T* dimage, HbRunCtx* ctx) {
  ParallelFor(ctx, c.batch, [&](int64_t n) {
    const int64_t size = c.in_h * c.in_w * c.in_c;
    std::fill(dimage + n * size, dimage + (n + 1) * size, T(0));
    ForEachTap(c, n, [&](int64_t at_image, int64_t at_filter, int64_t at_result) {
      ForEachChannel(c, [&](int64_t in, int64_t weight, int64_t out, int64_t count) {
        const T* f = filter + at_filter + weight;
        const T* r = dy + at_result + out;
        T sum = 0;
        for (int64_t o = 0; o < count; ++o) sum += f[o] * r[o];
        dimage[at_image + in] += sum;
      });
    });
  });
}

template <typename T>
void GradFilter(const IsaConv& c, const T* image, const T* dy, T* dfilter) {
  std::fill(dfilter, dfilter + c.k_h * c.k_w * (c.in_c / c.groups) * c.out_c, T(0));
  for (int64_t n = 0; n < c.batch; ++n) {
    ForEachTap(c, n, [&](int64_t at_image, int64_t at_filter, int64_t at_result) {
      ForEachChannel(c, [&](int64_t in, int64_t weight, int64_t out, int64_t count) {
        const T x = image[at_image + in];
        T* f = dfilter + at_filter + weight;
        const T* r = dy + at_result + out;
        for (int64_t o = 0; o < count; ++o) f[o] += x * r[o];
      });
    });
  }
}

struct ConvForward {
  static constexpr int kLeft = 0, kRight = 1;  // image, filter
  static void Float(const IsaConv& c, const float* image, const float* filter, float* result,
                    HbRunCtx* ctx) {
    const IsaPool pool = PoolOf(ctx);
    RunConvSizes(c, image, filter, nullptr, {}, result, ctx->scratch, &pool);
  }
  template <typename T>
  static void Plain(const IsaConv& c, const T* image, const T* filter, T* result, HbRunCtx* ctx) {
    Forward(c, image, filter, result, ctx);
  }
};
struct ConvGradInput {
  static constexpr int kLeft = 1, kRight = 2;  // filter, dy; input 0 has the sizes of the image
  static void Float(const IsaConv& c, const float* filter, const float* dy, float* dimage,
                    HbRunCtx* ctx) {
    const IsaPool pool = PoolOf(ctx);
    if (PerChannel(c)) return Isa()->depthwise_grad_input(&c, filter, dy, dimage, &pool);
    Isa()->conv_grad_input(&c, filter, dy, dimage, ctx->scratch, &pool);
  }
  template <typename T>
  static void Plain(const IsaConv& c, const T* filter, const T* dy, T* dimage, HbRunCtx* ctx) {
    GradInput(c, filter, dy, dimage, ctx);
  }
};
struct ConvGradFilter {
  static constexpr int kLeft = 0, kRight = 2;  // image, dy; input 1 has the sizes of the filter
  static void Float(const IsaConv& c, const float* image, const float* dy, float* dfilter,
                    HbRunCtx* ctx) {
    const IsaPool pool = PoolOf(ctx);
    if (PerChannel(c)) {
      return Isa()->depthwise_grad_filter(&c, image, dy, dfilter, ctx->scratch, &pool);
    }
    Isa()->conv_grad_filter(&c, image, dy, dfilter, ctx->scratch, &pool);
  }
  template <typename T>
  static void Plain(const IsaConv& c, const T* image, const T* dy, T* dfilter, HbRunCtx*) {
    GradFilter(c, image, dy, dfilter);
  }
};

// Computed in float, rounded once.
template <typename Conv, typename T>
int RunNarrow(HbRunCtx* ctx, const IsaConv& c) {
  const HbView &left = *ctx->in[Conv::kLeft], &right = *ctx->in[Conv::kRight], &out = *ctx->out[0];
  const auto floats = static_cast<size_t>(left.count + right.count + out.count);
  float* l = static_cast<float*>(ctx->env->alloc_temp(ctx, floats * sizeof(float)));
  if (l == nullptr) return 1;
  float* r = l + left.count;
  float* y = r + right.count;
  std::copy_n(static_cast<const T*>(left.data), left.count, l);
  std::copy_n(static_cast<const T*>(right.data), right.count, r);
  Conv::Float(c, l, r, y, ctx);
  std::transform(y, y + out.count, static_cast<T*>(out.data), [](float v) { return T(v); });
  return 0;
}

template <typename Conv>
int RunConv(HbRunCtx* ctx) {
  const auto& c = Params<IsaConv>(ctx);
  const HbView& out = *ctx->out[0];
  if (Empty(c)) {
    std::memset(out.data, 0, static_cast<size_t>(out.count) * DTypeSize(DTypeOfView(out)));
    return 0;
  }
  if (out.dtype == DT_FLOAT) {
    Conv::Float(c, In<float>(ctx, Conv::kLeft), In<float>(ctx, Conv::kRight), Out<float>(ctx, 0),
                ctx);
    return 0;
  }
  if (out.dtype == DT_HALF) return RunNarrow<Conv, half>(ctx, c);
  if (out.dtype == DT_BFLOAT16) return RunNarrow<Conv, bfloat16>(ctx, c);
  // Integers wrap around, as unsigned ones do.
  const auto plain = [&]<typename T>() {
    Conv::Plain(c, In<T>(ctx, Conv::kLeft), In<T>(ctx, Conv::kRight), Out<T>(ctx, 0), ctx);
  };
  if (out.dtype == DT_INT32) {
    plain.template operator()<uint32_t>();
  } else {
    plain.template operator()<double>();
  }
  return 0;
}

bool RunsInFloat(int32_t dtype) {
  return dtype == DT_FLOAT || dtype == DT_HALF || dtype == DT_BFLOAT16;
}

template <bool kDepthwise>
int PlanGradInput(HbPlanCtx* ctx) {
  auto* c = NewParams<IsaConv>(ctx);
  if (c == nullptr) return 1;
  if (int rc = ConvGeometry(ctx, ctx->out[0].spec, Dims(ctx->in[1]), ctx->in[2], kDepthwise, c);
      rc != 0) {
    return rc;
  }
  ctx->run = RunConv<ConvGradInput>;
  if (RunsInFloat(ctx->in[1].dtype) && !Empty(*c)) {
    ctx->scratch = PerChannel(*c) ? 0 : Isa()->conv_grad_input_scratch_bytes(c);
  }
  return 0;
}

template <bool kDepthwise>
int PlanGradFilter(HbPlanCtx* ctx) {
  auto* c = NewParams<IsaConv>(ctx);
  if (c == nullptr) return 1;
  if (int rc = ConvGeometry(ctx, ctx->in[0], Dims(ctx->out[0].spec), ctx->in[2], kDepthwise, c);
      rc != 0) {
    return rc;
  }
  ctx->run = RunConv<ConvGradFilter>;
  if (RunsInFloat(ctx->in[0].dtype) && !Empty(*c)) {
    ctx->scratch = PerChannel(*c) ? Isa()->depthwise_grad_filter_scratch_bytes(c)
                                  : Isa()->conv_grad_filter_scratch_bytes(c);
  }
  return 0;
}

int PlanFloat(HbPlanCtx* ctx, bool depthwise) {
  auto* f = NewParams<FloatConv>(ctx);
  if (f == nullptr) return 1;
  if (int rc = PlanEpilogue(ctx, &f->epilogue); rc != 0) return rc;
  if (int rc = ConvGeometry(ctx, ctx->in[0], Dims(ctx->in[1]), ctx->out[0].spec, depthwise, &f->c);
      rc != 0) {
    return rc;
  }
  PlanFloatConv(1, f);
  ctx->scratch = f->scratch;
  ctx->run = [](HbRunCtx* run) {
    RunFloatConv(run, Params<FloatConv>(run), In<float>(run, 0), Out<float>(run, 0), run->scratch);
    return 0;
  };
  return 0;
}

int PlanFused(HbPlanCtx* ctx) { return PlanFloat(ctx, AttrBool(ctx->attrs, "depthwise")); }

template <bool kDepthwise>
int PlanForward(HbPlanCtx* ctx) {
  if (ctx->in[0].dtype == DT_FLOAT) return PlanFloat(ctx, kDepthwise);
  auto* c = NewParams<IsaConv>(ctx);
  if (c == nullptr) return 1;
  if (int rc = ConvGeometry(ctx, ctx->in[0], Dims(ctx->in[1]), ctx->out[0].spec, kDepthwise, c);
      rc != 0) {
    return rc;
  }
  ctx->run = RunConv<ConvForward>;
  if (RunsInFloat(ctx->in[0].dtype) && !Empty(*c)) ctx->scratch = ConvScratch(*c);
  return 0;
}

constexpr char kTypes[] = "T:float,double,half,bfloat16,int32";
constexpr char kFloatTypes[] = "T:float,double,half,bfloat16";

}  // namespace

void RegisterConvKernels(KernelSet& set) {
  KERNEL(set, "Conv2D", {.constraint = kTypes, .plan = PlanForward<false>});
  KERNEL(set, "Conv2DBackpropInput", {.constraint = kTypes, .plan = PlanGradInput<false>});
  KERNEL(set, "Conv2DBackpropFilter", {.constraint = kFloatTypes, .plan = PlanGradFilter<false>});
  KERNEL(set, "DepthwiseConv2dNative", {.constraint = kFloatTypes, .plan = PlanForward<true>});
  KERNEL(set, "DepthwiseConv2dNativeBackpropInput",
         {.constraint = kFloatTypes, .plan = PlanGradInput<true>});
  KERNEL(set, "DepthwiseConv2dNativeBackpropFilter",
         {.constraint = kFloatTypes, .plan = PlanGradFilter<true>});
  KERNEL(set, "_HbConv2D", {.constraint = "T:float", .plan = PlanFused});
}

}  // namespace hb
