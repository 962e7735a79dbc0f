// Updates of variables by optimizers.
#include <complex>

#include "core/kernel/registry.h"
#include "core/kernels/cpu/isa_pool.h"
#include "core/kernels/cpu/state/locked.h"
#include "core/kernels/cpu/state/optimizers.h"

namespace hb {
namespace {

namespace opt = optimizers;

// Elements of one task.
constexpr int64_t kBlock = 1 << 14;

int PlanApply(HbPlanCtx* ctx) {
  auto* o = NewParams<opt::Options>(ctx);
  if (o == nullptr) return 1;
  o->nesterov = AttrBool(ctx->attrs, "use_nesterov");
  o->update_slots = AttrBool(ctx->attrs, "update_slots", true);
  o->multiply_linear_by_lr = AttrBool(ctx->attrs, "multiply_linear_by_lr");
  if (ctx->n_out == 1) ctx->out[0].alias_of = 0;  // references pass on
  return 0;
}

// Faster ways of the same step, where this machine has one.
template <typename O, typename T>
bool StepFast(HbRunCtx*, T* const*, const T*, const T*, const opt::Options&, int64_t) {
  return false;
}
template <>
bool StepFast<opt::GradientDescent, float>(HbRunCtx* ctx, float* const* v, const float* s,
                                           const float* g, const opt::Options&, int64_t n) {
  const IsaSegment segment{v[0], nullptr, nullptr, g, n};
  const IsaPool pool = PoolOf(ctx);
  Isa()->sgd(s[0], &segment, 1, &pool);
  return true;
}
template <>
bool StepFast<opt::Momentum, float>(HbRunCtx* ctx, float* const* v, const float* s, const float* g,
                                    const opt::Options& o, int64_t n) {
  const IsaSegment segment{v[0], v[1], nullptr, g, n};
  const IsaPool pool = PoolOf(ctx);
  Isa()->momentum(s[0], s[1], o.nesterov ? 1 : 0, &segment, 1, &pool);
  return true;
}
template <>
bool StepFast<opt::Adam, float>(HbRunCtx* ctx, float* const* v, const float* s, const float* g,
                                const opt::Options& o, int64_t n) {
  const IsaAdam adam{s[2], s[3], s[4], s[5], s[0], s[1], o.nesterov ? 1 : 0};
  const IsaSegment segment{v[0], v[1], v[2], g, n};
  const IsaPool pool = PoolOf(ctx);
  Isa()->adam(&adam, &segment, 1, &pool);
  return true;
}

// Inputs are O::kVars variables, then scalars with the gradient at `kGrad` among them.
template <typename O, int kGrad, typename T>
int Apply(HbRunCtx* ctx, const LockedVariables& vars) {
  const HbView& grad = *ctx->in[kGrad];
  T* v[O::kVars];
  T s[O::kScalars];
  for (int i = 0; i < O::kVars; ++i) v[i] = static_cast<T*>(vars.value(i).data());
  int at = O::kVars;
  for (int i = 0; i < O::kScalars; ++i, ++at) {
    if (at == kGrad) ++at;
    if (ctx->in[at]->count != 1) {
      return Fail(ctx, Code::kInvalidArgument, "input ", at, " must be a scalar, not of shape ",
                  ShapeOf(*ctx->in[at]).ToString());
    }
    s[i] = *In<T>(ctx, at);
  }
  const T* g = static_cast<const T*>(grad.data);
  const opt::Options& options = Params<opt::Options>(ctx);
  if (StepFast<O, T>(ctx, v, s, g, options, grad.count)) return 0;
  ParallelRange(ctx, grad.count, kBlock, [&](int64_t begin, int64_t end) {
    T* part[O::kVars];
    for (int i = 0; i < O::kVars; ++i) part[i] = v[i] + begin;
    O::Step(part, s, g + begin, options, end - begin);
  });
  return 0;
}

template <typename O, int kGrad>
int RunApply(HbRunCtx* ctx) {
  const HbView& grad = *ctx->in[kGrad];
  LockedVariables vars;
  Status status = vars.Lock(ctx, O::kVars);
  const Shape shape = ShapeOf(grad);
  for (int i = 0; i < O::kVars && status.ok(); ++i) {
    status = vars.Prepare(i, DTypeOfView(grad), shape);
  }
  if (!status.ok()) return Fail(ctx, status);
  int rc = 0;
  const auto apply = [&]<typename T>() { rc = Apply<O, kGrad, T>(ctx, vars); };
  DispatchType<float, double, half, bfloat16>(grad.dtype, apply);
  if constexpr (!opt::kOrders<O>) {
    DispatchType<std::complex<float>, std::complex<double>>(grad.dtype, apply);
  }
  return rc;
}

template <typename O, int kGrad>
KernelSet::Row ApplyRow() {
  return {.constraint = opt::kOrders<O> ? "T:float,double,half,bfloat16"
                                        : "T:float,double,half,bfloat16,complex64,complex128",
          .flags = kHbStateful,
          .plan = PlanApply,
          .run = RunApply<O, kGrad>};
}

}  // namespace

void RegisterTrainingKernels(KernelSet& set) {
  KERNEL(set, "ApplyGradientDescent", ApplyRow<opt::GradientDescent, 2>());
  KERNEL(set, "ResourceApplyGradientDescent", ApplyRow<opt::GradientDescent, 2>());
  KERNEL(set, "ResourceApplyMomentum", ApplyRow<opt::Momentum, 3>());
  KERNEL(set, "ResourceApplyKerasMomentum", ApplyRow<opt::KerasMomentum, 3>());
  KERNEL(set, "ResourceApplyAdagrad", ApplyRow<opt::Adagrad, 3>());
  KERNEL(set, "ResourceApplyAdagradV2", ApplyRow<opt::AdagradV2, 4>());
  KERNEL(set, "ResourceApplyAdam", ApplyRow<opt::Adam, 9>());
  KERNEL(set, "ResourceApplyAdamWithAmsgrad", ApplyRow<opt::AdamWithAmsgrad, 10>());
  KERNEL(set, "ResourceApplyAdaMax", ApplyRow<opt::AdaMax, 8>());
  KERNEL(set, "ResourceApplyRMSProp", ApplyRow<opt::RmsProp, 7>());
  KERNEL(set, "ResourceApplyCenteredRMSProp", ApplyRow<opt::CenteredRmsProp, 8>());
  KERNEL(set, "ResourceApplyAdadelta", ApplyRow<opt::Adadelta, 6>());
  KERNEL(set, "ResourceApplyFtrl", ApplyRow<opt::Ftrl, 3>());
  KERNEL(set, "ResourceApplyFtrlV2", ApplyRow<opt::FtrlV2, 3>());
}

}  // namespace hb
