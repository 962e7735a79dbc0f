// BiasAdd and its gradient, for channels last and channels first.
#include <algorithm>

#include "core/kernel/helpers.h"
#include "core/kernel/registry.h"
#include "core/kernels/cpu/isa/isa.h"
#include "core/kernels/cpu/isa_pool.h"

namespace hb {
namespace {

// The value is [outer, channels, inner]; inner is 1 with channels last.
struct BiasParams {
  int64_t outer = 1, channels = 1, inner = 1;
};

BiasParams Layout(const HbView& v, const HbAttrs* attrs) {
  BiasParams p;
  if (v.rank == 0) return p;
  const bool first = AttrString(attrs, "data_format") == "NCHW";
  const int axis = first ? std::min(1, v.rank - 1) : v.rank - 1;
  p.channels = v.dims[axis];
  for (int i = 0; i < axis; ++i) p.outer *= v.dims[i];
  for (int i = axis + 1; i < v.rank; ++i) p.inner *= v.dims[i];
  return p;
}

int PlanBiasAdd(HbPlanCtx* ctx) {
  auto* p = NewParams<BiasParams>(ctx);
  if (p == nullptr) return 1;
  *p = Layout(ctx->in[0], ctx->attrs);
  if (ctx->in[1].count != p->channels) {
    return Fail(ctx, Code::kInvalidArgument,
                "Must provide as many biases as the last dimension "
                "of the input tensor: ",
                ShapeOf(ctx->in[1]).ToString(), " vs. ", ShapeOf(ctx->in[0]).ToString());
  }
  ctx->out[0].may_reuse = 1;
  return 0;
}

// About 16k elements a task.
int64_t RowsPerTask(int64_t row) { return std::max<int64_t>(1, 16384 / std::max<int64_t>(row, 1)); }

template <typename T>
int RunBiasAdd(HbRunCtx* ctx) {
  const auto& p = Params<BiasParams>(ctx);
  const T *x = In<T>(ctx, 0), *b = In<T>(ctx, 1);
  T* y = Out<T>(ctx, 0);
  const int64_t row = p.channels * p.inner;
  ParallelRange(ctx, p.outer, RowsPerTask(row), [&](int64_t begin, int64_t end) {
    for (int64_t o = begin; o < end; ++o) {
      if (p.inner == 1) {
        const T* xo = x + o * row;
        T* yo = y + o * row;
        for (int64_t c = 0; c < p.channels; ++c) yo[c] = static_cast<T>(xo[c] + b[c]);
        continue;
      }
      for (int64_t c = 0; c < p.channels; ++c) {
        const T* xo = x + (o * p.channels + c) * p.inner;
        T* yo = y + (o * p.channels + c) * p.inner;
        for (int64_t i = 0; i < p.inner; ++i) yo[i] = static_cast<T>(xo[i] + b[c]);
      }
    }
  });
  return 0;
}

// Sums of blocks of rows, then the sum of the blocks: the order depends on the shape alone.
constexpr int64_t kBlockRows = 256;

int PlanBiasAddGrad(HbPlanCtx* ctx) {
  auto* p = NewParams<BiasParams>(ctx);
  if (p == nullptr) return 1;
  *p = Layout(ctx->in[0], ctx->attrs);
  const int64_t blocks = (p->outer + kBlockRows - 1) / kBlockRows;
  ctx->scratch = static_cast<size_t>(std::max<int64_t>(blocks, 1) * p->channels) * 16;
  return 0;
}

template <typename T>
int RunBiasAddGrad(HbRunCtx* ctx) {
  using Sum = std::conditional_t<std::is_same_v<T, half> || std::is_same_v<T, bfloat16>, float, T>;
  const auto& p = Params<BiasParams>(ctx);
  const T* dy = In<T>(ctx, 0);
  T* out = Out<T>(ctx, 0);
  Sum* partial = static_cast<Sum*>(ctx->scratch);
  const int64_t blocks = (p.outer + kBlockRows - 1) / kBlockRows;
  ParallelFor(ctx, blocks, [&](int64_t block) {
    Sum* sum = partial + block * p.channels;
    std::fill(sum, sum + p.channels, Sum(0));
    const int64_t end = std::min(p.outer, (block + 1) * kBlockRows);
    for (int64_t o = block * kBlockRows; o < end; ++o) {
      const T* row = dy + o * p.channels * p.inner;
      for (int64_t c = 0; c < p.channels; ++c) {
        if (p.inner == 1) {
          sum[c] = static_cast<Sum>(sum[c] + static_cast<Sum>(row[c]));
          continue;
        }
        Sum s = Sum(0);
        for (int64_t i = 0; i < p.inner; ++i) {
          s = static_cast<Sum>(s + static_cast<Sum>(row[c * p.inner + i]));
        }
        sum[c] = static_cast<Sum>(sum[c] + s);
      }
    }
  });
  for (int64_t c = 0; c < p.channels; ++c) {
    Sum s = Sum(0);
    for (int64_t block = 0; block < blocks; ++block) {
      s = static_cast<Sum>(s + partial[block * p.channels + c]);
    }
    out[c] = static_cast<T>(s);
  }
  return 0;
}

// Floats with the channels last are summed by the per-ISA reduction.
int RunFloatRowsGrad(HbRunCtx* ctx) {
  const auto& p = Params<BiasParams>(ctx);
  const IsaPool pool = PoolOf(ctx);
  Isa()->reduce(kIsaReduceSum, In<float>(ctx, 0), 1, p.outer, p.channels, Out<float>(ctx, 0),
                ctx->scratch, &pool);
  return 0;
}

template <int (*Plan)(HbPlanCtx*), typename Choose>
int PlanTyped(HbPlanCtx* ctx, Choose choose) {
  if (int rc = Plan(ctx); rc != 0) return rc;
  const bool known =
      DispatchType<float, double, half, bfloat16, int8_t, uint8_t, int16_t, uint16_t, int32_t,
                   uint32_t, int64_t, uint64_t, std::complex<float>, std::complex<double>>(
          ctx->in[0].dtype, [&]<typename T>() { ctx->run = choose.template operator()<T>(); });
  return known ? 0 : Fail(ctx, Code::kUnimplemented, "no kernel for this type");
}

int PlanAdd(HbPlanCtx* ctx) {
  return PlanTyped<PlanBiasAdd>(ctx, []<typename T>() -> HbRunFn { return RunBiasAdd<T>; });
}
int PlanGrad(HbPlanCtx* ctx) {
  const int rc =
      PlanTyped<PlanBiasAddGrad>(ctx, []<typename T>() -> HbRunFn { return RunBiasAddGrad<T>; });
  if (rc != 0 || ctx->in[0].dtype != DT_FLOAT) return rc;
  const auto& p = *static_cast<const BiasParams*>(ctx->params);
  if (p.inner != 1) return 0;
  ctx->scratch = Isa()->reduce_scratch_bytes(1, p.outer, p.channels);
  ctx->run = RunFloatRowsGrad;
  return 0;
}

constexpr char kTypes[] =
    "T:float,double,half,bfloat16,int8,uint8,int16,uint16,int32,uint32,int64,uint64,complex64,"
    "complex128";

}  // namespace

void RegisterBiasKernels(KernelSet& set) {
  KERNEL(set, "BiasAdd", {.constraint = kTypes, .plan = PlanAdd});
  KERNEL(set, "BiasAddV1", {.constraint = kTypes, .plan = PlanAdd});
  KERNEL(set, "BiasAddGrad", {.constraint = kTypes, .plan = PlanGrad});
}

}  // namespace hb
