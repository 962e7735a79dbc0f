// Softmax, LogSoftmax, and cross-entropy on top of them.
#include <cmath>

#include "core/kernel/helpers.h"
#include "core/kernel/registry.h"
#include "core/kernels/cpu/isa/isa.h"

namespace hb {
namespace {

struct RowParams {
  int64_t rows = 0, cols = 0;
};

int64_t RowsPerTask(int64_t cols) {
  return std::max<int64_t>(1, 8192 / std::max<int64_t>(cols, 1));
}

// One row in double, or in float for the half types; NaN spreads over its row.
template <typename T, typename S>
void SoftmaxRow(const T* x, T* y, int64_t n, bool log) {
  S top = -INFINITY;
  for (int64_t i = 0; i < n; ++i) {
    const S v = static_cast<S>(x[i]);
    top = v > top || std::isnan(v) ? v : top;
  }
  S sum = 0;
  for (int64_t i = 0; i < n; ++i) sum += std::exp(static_cast<S>(x[i]) - top);
  const S log_sum = std::log(sum);
  for (int64_t i = 0; i < n; ++i) {
    const S shifted = static_cast<S>(x[i]) - top;
    y[i] = static_cast<T>(log ? shifted - log_sum : std::exp(shifted) / sum);
  }
}

template <bool kLog>
void FloatRows(const float* x, float* y, int64_t rows, int64_t cols) {
  kLog ? Isa()->log_softmax(x, y, rows, cols) : Isa()->softmax(x, y, rows, cols);
}

// Half types go through a float row, so that no transcendental function of libm is called.
template <typename T, bool kLog>
void Rows(const T* x, T* y, int64_t rows, int64_t cols, float* row) {
  if constexpr (std::is_same_v<T, float>) {
    FloatRows<kLog>(x, y, rows, cols);
  } else if constexpr (std::is_same_v<T, double>) {
    for (int64_t r = 0; r < rows; ++r) {
      SoftmaxRow<double, double>(x + r * cols, y + r * cols, cols, kLog);
    }
  } else {
    for (int64_t r = 0; r < rows; ++r) {
      for (int64_t i = 0; i < cols; ++i) row[i] = x[r * cols + i];
      FloatRows<kLog>(row, row, 1, cols);
      for (int64_t i = 0; i < cols; ++i) y[r * cols + i] = T(row[i]);
    }
  }
}

template <typename T, bool kLog>
int RunSoftmax(HbRunCtx* ctx) {
  const auto& p = Params<RowParams>(ctx);
  const T* x = In<T>(ctx, 0);
  T* y = Out<T>(ctx, 0);
  const int64_t per_task = RowsPerTask(p.cols);
  ParallelRange(ctx, p.rows, per_task, [&](int64_t begin, int64_t end) {
    float* row = static_cast<float*>(ctx->scratch) + begin / per_task * p.cols;
    Rows<T, kLog>(x + begin * p.cols, y + begin * p.cols, end - begin, p.cols, row);
  });
  return 0;
}

template <bool kLog>
int PlanSoftmax(HbPlanCtx* ctx) {
  auto* p = NewParams<RowParams>(ctx);
  if (p == nullptr) return 1;
  const HbView& in = ctx->in[0];
  p->cols = in.dims[in.rank - 1];
  p->rows = p->cols == 0 ? 0 : in.count / p->cols;
  if (in.dtype == DT_HALF || in.dtype == DT_BFLOAT16) {
    const int64_t per_task = RowsPerTask(p->cols);
    ctx->scratch = static_cast<size_t>((p->rows + per_task - 1) / per_task * p->cols) * 4;
  }
  ctx->out[0].may_reuse = 1;
  DispatchType<float, double, half, bfloat16>(
      in.dtype, [&]<typename T>() { ctx->run = RunSoftmax<T, kLog>; });
  return 0;
}

struct XentParams {
  int64_t rows = 0, cols = 0;
  bool logits_rows = true, logits_cols = true;  // false: broadcast from 1
  bool labels_rows = true, labels_cols = true;
};

// loss[r] = -sum(labels * log_softmax(logits)), dlogits = softmax(logits) - labels. The gradient's
// memory holds the log-softmax on the way. Outputs: loss, backprop.
template <typename T>
int RunXent(HbRunCtx* ctx) {
  const auto& p = Params<XentParams>(ctx);
  const T *logits = In<T>(ctx, 0), *labels = In<T>(ctx, 1);
  T *loss = Out<T>(ctx, 0), *grad = Out<T>(ctx, 1);
  const int64_t logit_cols = p.logits_cols ? p.cols : 1, label_cols = p.labels_cols ? p.cols : 1;
  const int64_t per_task = RowsPerTask(p.cols);
  ParallelRange(ctx, p.rows, per_task, [&](int64_t begin, int64_t end) {
    float* row = static_cast<float*>(ctx->scratch) + begin / per_task * p.cols;
    for (int64_t r = begin; r < end; ++r) {
      T* g = grad + r * p.cols;
      const T* x = logits + (p.logits_rows ? r : 0) * logit_cols;
      const T* l = labels + (p.labels_rows ? r : 0) * label_cols;
      for (int64_t i = 0; i < p.cols; ++i) g[i] = x[p.logits_cols ? i : 0];
      Rows<T, true>(g, g, 1, p.cols, row);
      double sum = 0;
      for (int64_t i = 0; i < p.cols; ++i) {
        const double label = static_cast<double>(l[p.labels_cols ? i : 0]);
        if (label != 0) sum -= label * static_cast<double>(g[i]);
      }
      loss[r] = static_cast<T>(sum);
      for (int64_t i = 0; i < p.cols; ++i) g[i] = x[p.logits_cols ? i : 0];
      Rows<T, false>(g, g, 1, p.cols, row);
      for (int64_t i = 0; i < p.cols; ++i) {
        g[i] = static_cast<T>(g[i] - l[p.labels_cols ? i : 0]);
      }
    }
  });
  return 0;
}

int PlanXent(HbPlanCtx* ctx) {
  auto* p = NewParams<XentParams>(ctx);
  if (p == nullptr) return 1;
  const HbView& grad = ctx->out[1].spec;
  p->rows = grad.dims[0];
  p->cols = grad.dims[1];
  p->logits_rows = ctx->in[0].dims[0] == p->rows;
  p->logits_cols = ctx->in[0].dims[1] == p->cols;
  p->labels_rows = ctx->in[1].dims[0] == p->rows;
  p->labels_cols = ctx->in[1].dims[1] == p->cols;
  const int64_t per_task = RowsPerTask(p->cols);
  ctx->scratch = static_cast<size_t>((p->rows + per_task - 1) / per_task * p->cols) * 4;
  DispatchType<float, double, half, bfloat16>(grad.dtype,
                                              [&]<typename T>() { ctx->run = RunXent<T>; });
  return 0;
}

// A label outside of [0, cols) is an error on the CPU.
template <typename T, typename L>
int RunSparseXent(HbRunCtx* ctx) {
  const auto& p = Params<RowParams>(ctx);
  const T* logits = In<T>(ctx, 0);
  const L* labels = In<L>(ctx, 1);
  T *loss = Out<T>(ctx, 0), *grad = Out<T>(ctx, 1);
  for (int64_t r = 0; r < p.rows; ++r) {
    const int64_t label = static_cast<int64_t>(labels[r]);
    if (label < 0 || label >= p.cols) {
      return Fail(ctx, Code::kInvalidArgument, "Received a label value of ", label,
                  " which is outside the valid range of [0, ", p.cols, ")");
    }
  }
  const int64_t per_task = RowsPerTask(p.cols);
  ParallelRange(ctx, p.rows, per_task, [&](int64_t begin, int64_t end) {
    float* row = static_cast<float*>(ctx->scratch) + begin / per_task * p.cols;
    for (int64_t r = begin; r < end; ++r) {
      T* g = grad + r * p.cols;
      const int64_t label = static_cast<int64_t>(labels[r]);
      Rows<T, true>(logits + r * p.cols, g, 1, p.cols, row);
      loss[r] = static_cast<T>(-static_cast<float>(1) * g[label]);
      Rows<T, false>(logits + r * p.cols, g, 1, p.cols, row);
      g[label] = static_cast<T>(g[label] - T(1));
    }
  });
  return 0;
}

int PlanSparseXent(HbPlanCtx* ctx) {
  auto* p = NewParams<RowParams>(ctx);
  if (p == nullptr) return 1;
  p->rows = ctx->in[0].dims[0];
  p->cols = ctx->in[0].dims[1];
  const int64_t per_task = RowsPerTask(p->cols);
  ctx->scratch = static_cast<size_t>((p->rows + per_task - 1) / per_task * p->cols) * 4;
  const bool wide = ctx->in[1].dtype == DT_INT64;
  DispatchType<float, double, half, bfloat16>(ctx->in[0].dtype, [&]<typename T>() {
    ctx->run = wide ? RunSparseXent<T, int64_t> : RunSparseXent<T, int32_t>;
  });
  return 0;
}

constexpr char kTypes[] = "T:float,double,half,bfloat16";

}  // namespace

void RegisterSoftmaxKernels(KernelSet& set) {
  KERNEL(set, "Softmax", {.constraint = kTypes, .plan = PlanSoftmax<false>});
  KERNEL(set, "LogSoftmax", {.constraint = kTypes, .plan = PlanSoftmax<true>});
  KERNEL(set, "SoftmaxCrossEntropyWithLogits", {.constraint = kTypes, .plan = PlanXent});
  KERNEL(
      set, "SparseSoftmaxCrossEntropyWithLogits",
      {.constraint = "T:float,double,half,bfloat16;Tlabels:int32,int64", .plan = PlanSparseXent});
}

}  // namespace hb
