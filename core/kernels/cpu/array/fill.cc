// Tensors made from a rule: filled, counted, one-hot.
#include "core/kernels/cpu/array/move.h"

namespace hb {
namespace {

int RunFill(HbRunCtx* ctx) {
  FillElements(ctx, ctx->out[0]->dtype, ctx->in[1]->data, ctx->out[0]->data, ctx->out[0]->count);
  return 0;
}

int RunZeros(HbRunCtx* ctx) {
  ZeroElements(ctx->out[0]->dtype, ctx->out[0]->data, ctx->out[0]->count);
  return 0;
}

int RunOnesLike(HbRunCtx* ctx) {
  const HbView& out = *ctx->out[0];
  const auto fill = [&]<typename T>() {
    const T one = static_cast<T>(1);
    FillElements(ctx, out.dtype, &one, out.data, out.count);
  };
  if (!DispatchNumber(out.dtype, fill)) DispatchType<bool>(out.dtype, fill);
  return 0;
}

int RunRange(HbRunCtx* ctx) {
  const HbView& out = *ctx->out[0];
  DispatchReal(out.dtype, [&]<typename T>() {
    const T start = *In<T>(ctx, 0), delta = *In<T>(ctx, 2);
    T* y = static_cast<T*>(out.data);
    if constexpr (std::is_integral_v<T>) {
      // Modulo 2^64 first, so that nothing overflows.
      const auto first = static_cast<uint64_t>(start), step = static_cast<uint64_t>(delta);
      for (int64_t i = 0; i < out.count; ++i) {
        y[i] = static_cast<T>(first + static_cast<uint64_t>(i) * step);
      }
    } else {
      for (int64_t i = 0; i < out.count; ++i) y[i] = start + static_cast<T>(i) * delta;
    }
  });
  return 0;
}

int RunLinSpace(HbRunCtx* ctx) {
  const HbView& out = *ctx->out[0];
  DispatchType<float, double, half, bfloat16>(out.dtype, [&]<typename T>() {
    const T start = *In<T>(ctx, 0), stop = *In<T>(ctx, 1);
    T* y = static_cast<T*>(out.data);
    y[0] = start;
    const int64_t n = out.count;
    if (n <= 1) return;
    const T step = (stop - start) / static_cast<T>(n - 1);
    for (int64_t i = 1; i < n - 1; ++i) y[i] = start + step * static_cast<T>(i);
    y[n - 1] = stop;
  });
  return 0;
}

struct OneHotParams {
  int64_t axis;
};

int PlanOneHot(HbPlanCtx* ctx) {
  auto* p = NewParams<OneHotParams>(ctx);
  if (p == nullptr) return 1;
  p->axis = AttrInt(ctx->attrs, "axis", -1);
  return 0;
}

int RunOneHot(HbRunCtx* ctx) {
  const HbView &in = *ctx->in[0], &out = *ctx->out[0];
  FillElements(ctx, out.dtype, ctx->in[3]->data, out.data, out.count);
  const int64_t axis = Params<OneHotParams>(ctx).axis;
  const int at = axis < 0 ? in.rank : static_cast<int>(axis);
  const int64_t depth = out.dims[at];
  int64_t inner = 1;
  for (int i = at; i < in.rank; ++i) inner *= in.dims[i];
  const IndexArray indices(in);
  DispatchMove(out.dtype, [&]<typename T>() {
    const T& on = *In<T>(ctx, 2);
    T* y = static_cast<T*>(out.data);
    for (int64_t i = 0; i < in.count; ++i) {
      const int64_t k = indices[i];
      if (k >= 0 && k < depth) y[(i / inner * depth + k) * inner + i % inner] = on;
    }
  });
  return 0;
}

}  // namespace

void RegisterArrayFillKernels(KernelSet& set) {
  KERNEL(set, "Fill", {.run = RunFill});
  KERNEL(set, "Empty", {.flags = kHbStateful, .run = RunZeros});
  KERNEL(set, "ZerosLike",
         {.constraint = "T:" HB_NUMBERS
                        ",bool,string,qint8,quint8,qint16,quint16,qint32,float8_e5m2,float8_e4m3fn,"
                        "int4,uint4",
          .flags = kHbOnlyShapes,
          .run = RunZeros});
  KERNEL(set, "OnesLike",
         {.constraint = "T:" HB_NUMBERS ",bool", .flags = kHbOnlyShapes, .run = RunOnesLike});
  KERNEL(set, "Range", {.constraint = "Tidx:" HB_REALS, .run = RunRange});
  KERNEL(set, "LinSpace", {.constraint = "T:float,double,half,bfloat16", .run = RunLinSpace});
  KERNEL(set, "OneHot", {.plan = PlanOneHot, .run = RunOneHot});
}

}  // namespace hb
