// FusedBatchNorm of all versions, and their gradients, for channels last and channels first. The
// statistics are float whatever the images are.
#include <cmath>
#include <cstring>

#include "core/kernel/helpers.h"
#include "core/kernel/registry.h"
#include "core/kernels/cpu/isa_pool.h"

namespace hb {
namespace {

struct NormParams {
  int64_t outer = 1, channels = 0, inner = 1;  // the image is [outer, channels, inner]
  float epsilon = 0, average_factor = 1;
  bool training = true, images_last = true;
  bool is_float = true;
};

int PlanNorm(HbPlanCtx* ctx, int image, NormParams* p) {
  const HbView& x = ctx->in[image];
  if (x.rank != 4 && x.rank != 5) {
    return Fail(ctx, Code::kInvalidArgument, "batch normalisation takes 4 or 5 dimensions, not ",
                x.rank);
  }
  const std::string_view format = AttrString(ctx->attrs, "data_format");
  const bool first = format == "NCHW" || format == "NCDHW";
  const int axis = first ? 1 : x.rank - 1;
  p->channels = x.dims[axis];
  for (int i = 0; i < axis; ++i) p->outer *= x.dims[i];
  for (int i = axis + 1; i < x.rank; ++i) p->inner *= x.dims[i];
  p->images_last = !first;
  p->epsilon = AttrFloat(ctx->attrs, "epsilon", 0.0001f);
  p->average_factor = AttrFloat(ctx->attrs, "exponential_avg_factor", 1);
  p->training = AttrBool(ctx->attrs, "is_training", true);
  p->is_float = x.dtype == DT_FLOAT;
  return 0;
}

// Calls body(element, channel) for every element of the image in memory order.
template <typename Body>
void ForEachElement(const NormParams& p, Body&& body) {
  int64_t i = 0;
  for (int64_t o = 0; o < p.outer; ++o) {
    for (int64_t c = 0; c < p.channels; ++c) {
      for (int64_t k = 0; k < p.inner; ++k) body(i++, c);
    }
  }
}

// Mean and biased variance of every channel.
template <typename T>
void Moments(HbRunCtx* ctx, const NormParams& p, const T* x, float* mean, float* variance) {
  const int64_t n = p.outer * p.inner;
  if constexpr (std::is_same_v<T, float>) {
    if (p.images_last && n > 0) {
      const IsaPool pool = PoolOf(ctx);
      Isa()->column_moments(x, n, p.channels, mean, variance, ctx->scratch, &pool);
      return;
    }
  }
  double* sums = static_cast<double*>(ctx->scratch);
  std::memset(sums, 0, static_cast<size_t>(p.channels) * sizeof(double));
  ForEachElement(p, [&](int64_t i, int64_t c) { sums[c] += static_cast<float>(x[i]); });
  for (int64_t c = 0; c < p.channels; ++c) {
    mean[c] = static_cast<float>(sums[c] / static_cast<double>(n));
    sums[c] = 0;
  }
  ForEachElement(p, [&](int64_t i, int64_t c) {
    const double d = static_cast<double>(static_cast<float>(x[i])) - mean[c];
    sums[c] += d * d;
  });
  for (int64_t c = 0; c < p.channels; ++c) {
    variance[c] = static_cast<float>(sums[c] / static_cast<double>(n));
  }
}

// y = (x - center) * scale + shift, with float factors of every channel.
template <typename T>
void Affine(HbRunCtx* ctx, const NormParams& p, const T* x, const float* center, const float* scale,
            const float* shift, T* y) {
  if constexpr (std::is_same_v<T, float>) {
    if (p.images_last) {
      const IsaPool pool = PoolOf(ctx);
      Isa()->column_affine(x, p.outer, p.channels, center, scale, shift, kIsaActNone, y, &pool);
      return;
    }
  }
  ForEachElement(p, [&](int64_t i, int64_t c) {
    const float v = (static_cast<float>(x[i]) - center[c]) * scale[c];
    y[i] = static_cast<T>(shift == nullptr ? v : v + shift[c]);
  });
}

// Where the scratch of the statistics ends and factors of channels begin.
float* Factors(HbRunCtx* ctx, size_t statistics) {
  return reinterpret_cast<float*>(static_cast<char*>(ctx->scratch) + statistics);
}

struct ForwardParams : NormParams {
  size_t statistics = 0;
  bool has_reserve_3 = false;
};

// Inputs: x, scale, offset, mean, variance. Outputs: y, mean, variance, and what the gradient
// needs.
template <typename T>
int RunForward(HbRunCtx* ctx) {
  const auto& p = Params<ForwardParams>(ctx);
  const T* x = In<T>(ctx, 0);
  const float *gamma = In<float>(ctx, 1), *beta = In<float>(ctx, 2);
  float *mean = Out<float>(ctx, 1), *variance = Out<float>(ctx, 2);
  float *saved_mean = Out<float>(ctx, 3), *saved_variance = Out<float>(ctx, 4);
  float* factor = Factors(ctx, p.statistics);
  const int64_t n = p.outer * p.inner;
  if (p.training) {
    Moments(ctx, p, x, saved_mean, saved_variance);
  } else {
    std::memcpy(saved_mean, In<float>(ctx, 3), static_cast<size_t>(p.channels) * sizeof(float));
    std::memcpy(saved_variance, In<float>(ctx, 4), static_cast<size_t>(p.channels) * sizeof(float));
  }
  // The variance that is handed out is the unbiased one.
  const float bessel = n > 1 ? static_cast<float>(n) / static_cast<float>(n - 1) : 1.0f;
  for (int64_t c = 0; c < p.channels; ++c) {
    factor[c] = gamma[c] / std::sqrt(saved_variance[c] + p.epsilon);
    mean[c] = saved_mean[c];
    variance[c] = saved_variance[c] * (p.training ? bessel : 1.0f);
    if (p.training && p.average_factor != 1.0f) {
      const float f = p.average_factor;
      mean[c] = (1 - f) * In<float>(ctx, 3)[c] + f * mean[c];
      variance[c] = (1 - f) * In<float>(ctx, 4)[c] + f * variance[c];
    }
  }
  Affine(ctx, p, x, saved_mean, factor, beta, Out<T>(ctx, 0));
  if (p.has_reserve_3) *Out<float>(ctx, 5) = 0;
  return 0;
}

int PlanForward(HbPlanCtx* ctx) {
  auto* p = NewParams<ForwardParams>(ctx);
  if (p == nullptr) return 1;
  if (int rc = PlanNorm(ctx, 0, p); rc != 0) return rc;
  p->has_reserve_3 = ctx->n_out > 5;
  for (int i = 1; i < 5; ++i) {
    const bool unused = i >= 3 && p->training && p->average_factor == 1.0f;
    if (ctx->in[i].count != p->channels && !(unused && ctx->in[i].count == 0)) {
      return Fail(ctx, Code::kInvalidArgument, "input ", i, " must have ", p->channels,
                  " elements, one a channel, not ", ctx->in[i].count);
    }
  }
  p->statistics = std::max(static_cast<size_t>(p->channels) * sizeof(double),
                           Isa()->column_moments_scratch_bytes(p->outer, p->channels));
  p->statistics = (p->statistics + 63) & ~size_t{63};
  ctx->scratch = p->statistics + static_cast<size_t>(p->channels) * sizeof(float);
  const bool known = DispatchType<float, half, bfloat16>(
      ctx->in[0].dtype, [&]<typename T>() { ctx->run = RunForward<T>; });
  return known ? 0 : Fail(ctx, Code::kUnimplemented, "no batch normalisation of this type");
}

// Sums over each channel of dy and of dy * (x - mean).
template <typename T>
void GradSums(HbRunCtx* ctx, const NormParams& p, const T* dy, const T* x, const float* mean,
              float* sum_dy, float* sum_dyx) {
  if constexpr (std::is_same_v<T, float>) {
    if (p.images_last) {
      const IsaPool pool = PoolOf(ctx);
      Isa()->column_grad_sums(dy, x, mean, p.outer, p.channels, sum_dy, sum_dyx, ctx->scratch,
                              &pool);
      return;
    }
  }
  double* sums = static_cast<double*>(ctx->scratch);
  std::memset(sums, 0, static_cast<size_t>(p.channels) * 2 * sizeof(double));
  ForEachElement(p, [&](int64_t i, int64_t c) {
    const double g = static_cast<float>(dy[i]);
    sums[2 * c] += g;
    sums[2 * c + 1] += g * (static_cast<double>(static_cast<float>(x[i])) - mean[c]);
  });
  for (int64_t c = 0; c < p.channels; ++c) {
    sum_dy[c] = static_cast<float>(sums[2 * c]);
    sum_dyx[c] = static_cast<float>(sums[2 * c + 1]);
  }
}

struct GradParams : NormParams {
  size_t statistics = 0;
};

// Inputs: dy, x, scale, mean, variance. Outputs: dx, dscale, doffset, and two empty ones.
template <typename T>
int RunGrad(HbRunCtx* ctx) {
  const auto& p = Params<GradParams>(ctx);
  const T *dy = In<T>(ctx, 0), *x = In<T>(ctx, 1);
  const float *gamma = In<float>(ctx, 2), *mean = In<float>(ctx, 3), *variance = In<float>(ctx, 4);
  T* dx = Out<T>(ctx, 0);
  float *dgamma = Out<float>(ctx, 1), *dbeta = Out<float>(ctx, 2);
  float* a = Factors(ctx, p.statistics);
  float *b = a + p.channels, *scale = b + p.channels;
  GradSums(ctx, p, dy, x, mean, dbeta, dgamma);
  const float n = static_cast<float>(p.outer * p.inner);
  for (int64_t c = 0; c < p.channels; ++c) {
    const float inverse = 1.0f / (variance[c] + p.epsilon);
    const float rstd = std::sqrt(inverse);
    scale[c] = gamma[c] * rstd;
    a[c] = p.training ? dbeta[c] / n : 0.0f;
    b[c] = p.training ? dgamma[c] * inverse / n : 0.0f;
    dgamma[c] *= rstd;
  }
  if constexpr (std::is_same_v<T, float>) {
    if (p.images_last) {
      const IsaPool pool = PoolOf(ctx);
      Isa()->column_norm_grad(dy, x, p.outer, p.channels, mean, a, b, scale, dx, &pool);
      return 0;
    }
  }
  ForEachElement(p, [&](int64_t i, int64_t c) {
    const float d = static_cast<float>(dy[i]) - a[c] - (static_cast<float>(x[i]) - mean[c]) * b[c];
    dx[i] = static_cast<T>(d * scale[c]);
  });
  return 0;
}

int PlanGrad(HbPlanCtx* ctx) {
  auto* p = NewParams<GradParams>(ctx);
  if (p == nullptr) return 1;
  if (int rc = PlanNorm(ctx, 1, p); rc != 0) return rc;
  for (int i = 2; i < 5; ++i) {
    if (ctx->in[i].count != p->channels) {
      return Fail(ctx, Code::kInvalidArgument, "input ", i, " must have ", p->channels,
                  " elements, one a channel, not ", ctx->in[i].count);
    }
  }
  if (!(ShapeOf(ctx->in[0]) == ShapeOf(ctx->in[1]))) {
    return Fail(ctx, Code::kInvalidArgument, "y_backprop and x must have the same shape");
  }
  p->statistics = std::max(static_cast<size_t>(p->channels) * 2 * sizeof(double),
                           Isa()->column_grad_sums_scratch_bytes(p->outer, p->channels));
  p->statistics = (p->statistics + 63) & ~size_t{63};
  ctx->scratch = p->statistics + static_cast<size_t>(p->channels) * 3 * sizeof(float);
  const bool known = DispatchType<float, half, bfloat16>(
      ctx->in[1].dtype, [&]<typename T>() { ctx->run = RunGrad<T>; });
  return known ? 0 : Fail(ctx, Code::kUnimplemented, "no batch normalisation of this type");
}

}  // namespace

void RegisterBatchNormKernels(KernelSet& set) {
  constexpr char kV1[] = "T:float";
  constexpr char kV2[] = "T:float,half,bfloat16;U:float";
  KERNEL(set, "FusedBatchNorm", {.constraint = kV1, .plan = PlanForward});
  KERNEL(set, "FusedBatchNormV2", {.constraint = kV2, .plan = PlanForward});
  KERNEL(set, "FusedBatchNormV3", {.constraint = kV2, .plan = PlanForward});
  KERNEL(set, "FusedBatchNormGrad", {.constraint = kV1, .plan = PlanGrad});
  KERNEL(set, "FusedBatchNormGradV2", {.constraint = kV2, .plan = PlanGrad});
  KERNEL(set, "FusedBatchNormGradV3", {.constraint = kV2, .plan = PlanGrad});
}

}  // namespace hb
