// Activations and their gradients.
#include "core/kernels/functor/activation.h"

#include "core/kernels/cpu/math/elementwise.h"

namespace hb {
namespace {

// LeakyRelu and its gradient have a slope of their own.
struct LeakyParams {
  double alpha;
};

template <typename T>
int RunLeakyRelu(HbRunCtx* ctx) {
  using F = std::conditional_t<(sizeof(T) < 4), float, T>;
  const F alpha = static_cast<F>(Params<LeakyParams>(ctx).alpha);
  const T* x = In<T>(ctx, 0);
  T* y = Out<T>(ctx, 0);
  ParallelRange(ctx, OutCount(ctx, 0), kElementsPerTask, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const F v = static_cast<F>(x[i]), scaled = v * alpha;
      y[i] = static_cast<T>(v > F(0) ? v : scaled);
    }
  });
  return 0;
}

template <typename T>
int RunLeakyReluGrad(HbRunCtx* ctx) {
  using F = std::conditional_t<(sizeof(T) < 4), float, T>;
  const F alpha = static_cast<F>(Params<LeakyParams>(ctx).alpha);
  const T *dy = In<T>(ctx, 0), *x = In<T>(ctx, 1);
  T* dx = Out<T>(ctx, 0);
  ParallelRange(ctx, OutCount(ctx, 0), kElementsPerTask, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const F v = static_cast<F>(dy[i]), scaled = v * alpha;
      dx[i] = static_cast<T>(static_cast<F>(x[i]) > F(0) ? v : scaled);
    }
  });
  return 0;
}

template <bool kGrad>
int PlanLeaky(HbPlanCtx* ctx) {
  auto* p = NewParams<LeakyParams>(ctx);
  if (p == nullptr) return 1;
  p->alpha = AttrFloat(ctx->attrs, "alpha", 0.2f);
  ctx->out[0].may_reuse = kGrad ? 3 : 1;
  DispatchType<float, double, half, bfloat16>(ctx->in[0].dtype, [&]<typename T>() {
    ctx->run = kGrad ? RunLeakyReluGrad<T> : RunLeakyRelu<T>;
  });
  return 0;
}

}  // namespace

void RegisterActivationKernels(KernelSet& set) {
  using namespace functor;  // NOLINT: the functions of the rows
  HB_UNARY(set, "Relu", Relu, RealTypes, kIsaRelu);
  HB_BINARY(set, "ReluGrad", ReluGrad, RealTypes, kIsaReluGrad);
  HB_UNARY(set, "Relu6", Relu6, RealTypes, kIsaRelu6);
  HB_BINARY(set, "Relu6Grad", Relu6Grad, RealTypes, kIsaRelu6Grad);
  HB_UNARY(set, "Elu", Elu, FloatTypes, kIsaElu);
  HB_BINARY(set, "EluGrad", EluGrad, FloatTypes, kIsaEluGrad);
  HB_UNARY(set, "Selu", Selu, FloatTypes, kIsaSelu);
  HB_BINARY(set, "SeluGrad", SeluGrad, FloatTypes, kIsaSeluGrad);
  HB_UNARY(set, "Softplus", Softplus, FloatTypes, kIsaSoftplus);
  HB_BINARY(set, "SoftplusGrad", SoftplusGrad, FloatTypes, kIsaSoftplusGrad);
  HB_UNARY(set, "Softsign", Softsign, FloatTypes, -1);
  HB_BINARY(set, "SoftsignGrad", SoftsignGrad, FloatTypes, -1);
  KERNEL(set, "LeakyRelu", {.constraint = FloatTypes::kText, .plan = PlanLeaky<false>});
  KERNEL(set, "LeakyReluGrad", {.constraint = FloatTypes::kText, .plan = PlanLeaky<true>});
}

}  // namespace hb
