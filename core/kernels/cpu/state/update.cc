// Values added to and subtracted from variables, and what is known of them.
#include "core/kernels/cpu/array/move.h"
#include "core/kernels/cpu/state/locked.h"
#include "core/kernels/functor/arithmetic.h"

namespace hb {
namespace {

// References pass on.
int PlanUpdate(HbPlanCtx* ctx) {
  if (ctx->n_out == 1) ctx->out[0].alias_of = 0;
  return 0;
}

template <bool kAdd>
int RunUpdate(HbRunCtx* ctx) {
  const HbView& in = *ctx->in[1];
  LockedVariables vars;
  Status s = vars.Lock(ctx, 1);
  if (s.ok()) s = vars.Prepare(0, DTypeOfView(in), Dims(in));
  if (!s.ok()) return Fail(ctx, s);
  void* data = vars.value(0).data();
  DispatchNumber(in.dtype, [&]<typename T>() {
    const T* x = static_cast<const T*>(in.data);
    T* y = static_cast<T*>(data);
    ParallelRange(ctx, in.count, 1 << 16, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        y[i] = kAdd ? functor::Add::Run(y[i], x[i]) : functor::Sub::Run(y[i], x[i]);
      }
    });
  });
  return 0;
}

struct CountParams {
  int64_t limit;
};

int PlanCount(HbPlanCtx* ctx) {
  auto* p = NewParams<CountParams>(ctx);
  if (p == nullptr) return 1;
  p->limit = AttrInt(ctx->attrs, "limit");
  return 0;
}

template <typename T>
int CountUpTo(HbRunCtx* ctx, const LockedVariables& vars) {
  T& value = vars.value(0).scalar<T>();
  const int64_t limit = Params<CountParams>(ctx).limit;
  if (value >= limit) return Fail(ctx, Code::kOutOfRange, "Reached limit of ", limit);
  *Out<T>(ctx, 0) = value++;
  return 0;
}

int RunCountUpTo(HbRunCtx* ctx) {
  const DType dtype = DTypeOfView(*ctx->out[0]);
  LockedVariables vars;
  Status s = vars.Lock(ctx, 1);
  if (s.ok()) s = vars.Prepare(0, dtype, {});
  if (!s.ok()) return Fail(ctx, s);
  return dtype == DT_INT64 ? CountUpTo<int64_t>(ctx, vars) : CountUpTo<int32_t>(ctx, vars);
}

int RunVariableShape(HbRunCtx* ctx) {
  LockedVariables vars;
  if (Status s = vars.Lock(ctx, 1); !s.ok()) return Fail(ctx, s);
  if (!vars.value(0).valid()) {
    return Fail(ctx, Code::kFailedPrecondition,
                "the variable has no shape before it is initialized");
  }
  const Shape& shape = vars.value(0).shape();
  const int64_t rank = shape.rank();
  if (const int rc = ctx->env->alloc_out(ctx, 0, &rank, 1); rc != 0) return rc;
  for (int i = 0; i < rank; ++i) StoreIndex(*ctx->out[0], i, shape[i]);
  return 0;
}

}  // namespace

void RegisterVariableUpdateKernels(KernelSet& set) {
  const KernelSet::Row add{.constraint = "dtype:" HB_NUMBERS,
                           .flags = kHbStateful,
                           .plan = PlanUpdate,
                           .run = RunUpdate<true>};
  const KernelSet::Row sub{.constraint = "dtype:" HB_NUMBERS,
                           .flags = kHbStateful,
                           .plan = PlanUpdate,
                           .run = RunUpdate<false>};
  KERNEL(set, "AssignAddVariableOp", add);
  KERNEL(set, "AssignSubVariableOp", sub);
  KernelSet::Row ref = add;
  ref.constraint = "T:" HB_NUMBERS;
  KERNEL(set, "AssignAdd", ref);
  ref.run = RunUpdate<false>;
  KERNEL(set, "AssignSub", ref);
  KERNEL(set, "CountUpTo", {.flags = kHbStateful, .plan = PlanCount, .run = RunCountUpTo});
  KERNEL(set, "VariableShape", {.flags = kHbStateful | kHbDynamicOut, .run = RunVariableShape});
  KERNEL(set, "DisableCopyOnRead", {.flags = kHbStateful, .run = RunNothing});
}

}  // namespace hb
