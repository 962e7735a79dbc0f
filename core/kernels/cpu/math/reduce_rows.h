// What the files of reductions share: choosing the loop for a dtype.
#ifndef HORNBEAM_CORE_KERNELS_CPU_MATH_REDUCE_ROWS_H_
#define HORNBEAM_CORE_KERNELS_CPU_MATH_REDUCE_ROWS_H_

#include "core/kernels/cpu/array/move.h"
#include "core/kernels/cpu/isa/isa.h"
#include "core/kernels/cpu/math/reduce.h"

namespace hb {

// The float loops are not made where the per-ISA reduction takes their place.
template <typename R, typename T, int kIsa>
constexpr ReduceFn LoopOf() {
  if constexpr (kIsa >= 0 && std::is_same_v<T, float>) {
    return nullptr;
  } else {
    return ReduceTyped<R, T>;
  }
}

template <typename R, int kIsa>
int PlanNumber(HbPlanCtx* ctx) {
  ReduceFn fn = nullptr;
  DispatchNumber(ctx->in[0].dtype, [&]<typename T>() { fn = LoopOf<R, T, kIsa>(); });
  return PlanReduce(ctx, fn, kIsa, !std::is_same_v<R, functor::EuclideanReducer>);
}

template <typename R, int kIsa>
int PlanReal(HbPlanCtx* ctx) {
  ReduceFn fn = nullptr;
  DispatchReal(ctx->in[0].dtype, [&]<typename T>() { fn = LoopOf<R, T, kIsa>(); });
  return PlanReduce(ctx, fn, kIsa, true);
}

template <typename R>
int PlanBool(HbPlanCtx* ctx) {
  return PlanReduce(ctx, ReduceTyped<R, bool>, -1, true);
}

inline KernelSet::Row ReduceKernel(const char* constraint, int (*plan)(HbPlanCtx*)) {
  return {.constraint = constraint, .plan = plan, .run = RunReduce, .host_in = 2};
}

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNELS_CPU_MATH_REDUCE_ROWS_H_
