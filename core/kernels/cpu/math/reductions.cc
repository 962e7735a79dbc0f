// Sums, means, products and extremes.
#include "core/kernels/cpu/array/move.h"
#include "core/kernels/cpu/isa/isa.h"
#include "core/kernels/cpu/isa_pool.h"
#include "core/kernels/cpu/math/reduce.h"

namespace hb {
namespace {

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
  return PlanReduce(ctx, fn, kIsa);
}

template <typename R, int kIsa>
int PlanReal(HbPlanCtx* ctx) {
  ReduceFn fn = nullptr;
  DispatchReal(ctx->in[0].dtype, [&]<typename T>() { fn = LoopOf<R, T, kIsa>(); });
  return PlanReduce(ctx, fn, kIsa);
}

template <typename R>
int PlanBool(HbPlanCtx* ctx) {
  return PlanReduce(ctx, ReduceTyped<R, bool>, -1);
}

int PlanL2Loss(HbPlanCtx* ctx) {
  const int64_t n = ctx->in[0].count;
  ctx->scratch =
      ctx->in[0].dtype == DT_FLOAT ? Isa()->reduce_scratch_bytes(1, n, 1) : ReduceScratch(1, n, 1);
  return 0;
}

int RunL2Loss(HbRunCtx* ctx) {
  const HbView& x = *ctx->in[0];
  if (x.dtype == DT_FLOAT) {
    const IsaPool pool = PoolOf(ctx);
    float* y = Out<float>(ctx, 0);
    Isa()->reduce(kIsaReduceSumSquares, In<float>(ctx, 0), 1, x.count, 1, y, ctx->scratch, &pool);
    *y *= 0.5f;
    return 0;
  }
  DispatchType<double, half, bfloat16>(x.dtype, [&]<typename T>() {
    ReduceTyped<functor::L2Reducer, T>(ctx, x.data, 1, x.count, 1, ctx->out[0]->data, ctx->scratch);
  });
  return 0;
}

}  // namespace

void RegisterReduceKernels(KernelSet& set) {
  using namespace functor;  // NOLINT: the functions of the rows
  const auto row = [](const char* constraint, int (*plan)(HbPlanCtx*)) {
    return KernelSet::Row{.constraint = constraint, .plan = plan, .run = RunReduce, .host_in = 2};
  };
  constexpr char kNumbers[] = "T:" HB_NUMBERS, kReals[] = "T:" HB_REALS;
  KERNEL(set, "Sum", row(kNumbers, PlanNumber<SumReducer, kIsaReduceSum>));
  KERNEL(set, "Mean", row(kNumbers, PlanNumber<MeanReducer, kIsaReduceMean>));
  KERNEL(set, "Prod", row(kNumbers, PlanNumber<ProdReducer, kIsaReduceProd>));
  KERNEL(set, "EuclideanNorm", row(kNumbers, PlanNumber<EuclideanReducer, -1>));
  KERNEL(set, "Max", row(kReals, PlanReal<MaxReducer, kIsaReduceMax>));
  KERNEL(set, "Min", row(kReals, PlanReal<MinReducer, kIsaReduceMin>));
  KERNEL(set, "All", row("", PlanBool<AllReducer>));
  KERNEL(set, "Any", row("", PlanBool<AnyReducer>));
  KERNEL(set, "L2Loss",
         {.constraint = "T:half,bfloat16,float,double", .plan = PlanL2Loss, .run = RunL2Loss});
}

}  // namespace hb
