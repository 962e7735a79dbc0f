// Updates of variables by optimizers, one variable at a time or many in one step.
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

// Op, its optimizer, the position of the gradient among its inputs.
#define HB_OPTIMIZERS(X)                                      \
  X("ResourceApplyGradientDescent", opt::GradientDescent, 2)  \
  X("ResourceApplyMomentum", opt::Momentum, 3)                \
  X("ResourceApplyKerasMomentum", opt::KerasMomentum, 3)      \
  X("ResourceApplyAdagrad", opt::Adagrad, 3)                  \
  X("ResourceApplyAdagradV2", opt::AdagradV2, 4)              \
  X("_HbKerasAdagrad", opt::KerasAdagrad, 4)                  \
  X("_HbKerasAdamW", opt::KerasAdamW, 10)                     \
  X("_HbKerasNadam", opt::KerasNadam, 11)                     \
  X("_HbKerasRMSprop", opt::KerasRmsProp, 6)                  \
  X("ResourceApplyAdam", opt::Adam, 9)                        \
  X("ResourceApplyAdamWithAmsgrad", opt::AdamWithAmsgrad, 10) \
  X("ResourceApplyAdaMax", opt::AdaMax, 8)                    \
  X("ResourceApplyRMSProp", opt::RmsProp, 7)                  \
  X("ResourceApplyCenteredRMSProp", opt::CenteredRmsProp, 8)  \
  X("ResourceApplyAdadelta", opt::Adadelta, 6)                \
  X("ResourceApplyFtrl", opt::Ftrl, 3)                        \
  X("ResourceApplyFtrlV2", opt::FtrlV2, 3)

// One variable with its slots and its gradient.
template <typename T>
struct Segment {
  T* v[LockedVariables::kMax];
  const T* g;
  int64_t n;
};

opt::Options ReadOptions(const HbAttrs* attrs) {
  opt::Options o;
  o.nesterov = AttrBool(attrs, "use_nesterov");
  o.update_slots = AttrBool(attrs, "update_slots", true);
  o.multiply_linear_by_lr = AttrBool(attrs, "multiply_linear_by_lr");
  return o;
}

double CostNs(int64_t elements, int arrays) { return static_cast<double>(elements) * arrays / 8; }

// Faster ways of the same step, where this machine has one; `table` has room for all segments.
void Fill(const Segment<float>* segments, int64_t count, IsaSegment* table) {
  for (int64_t i = 0; i < count; ++i) {
    const Segment<float>& s = segments[i];
    table[i] = {s.v[0], s.v[1], s.v[2], s.g, s.n};
  }
}
template <typename O, typename T>
bool StepFast(HbRunCtx*, const Segment<T>*, int64_t, const T*, const opt::Options&, IsaSegment*) {
  return false;
}
template <>
bool StepFast<opt::GradientDescent, float>(HbRunCtx* ctx, const Segment<float>* segments,
                                           int64_t count, const float* s, const opt::Options&,
                                           IsaSegment* table) {
  Fill(segments, count, table);
  const IsaPool pool = PoolOf(ctx);
  Isa()->sgd(s[0], table, count, &pool);
  return true;
}
template <>
bool StepFast<opt::Momentum, float>(HbRunCtx* ctx, const Segment<float>* segments, int64_t count,
                                    const float* s, const opt::Options& o, IsaSegment* table) {
  Fill(segments, count, table);
  const IsaPool pool = PoolOf(ctx);
  Isa()->momentum(s[0], s[1], o.nesterov ? 1 : 0, table, count, &pool);
  return true;
}
template <>
bool StepFast<opt::Adam, float>(HbRunCtx* ctx, const Segment<float>* segments, int64_t count,
                                const float* s, const opt::Options& o, IsaSegment* table) {
  Fill(segments, count, table);
  const IsaAdam adam{s[2], s[3], s[4], s[5], s[0], s[1], o.nesterov ? 1 : 0, 0};
  const IsaPool pool = PoolOf(ctx);
  Isa()->adam(&adam, table, count, &pool);
  return true;
}
template <>
bool StepFast<opt::KerasAdamW, float>(HbRunCtx* ctx, const Segment<float>* segments, int64_t count,
                                      const float* s, const opt::Options&, IsaSegment* table) {
  Fill(segments, count, table);
  const IsaAdam adam{s[2], s[3], s[4], s[5], s[0], s[1], 0, s[6]};
  const IsaPool pool = PoolOf(ctx);
  Isa()->adam(&adam, table, count, &pool);
  return true;
}

// Steps the elements [begin, end) of all segments laid end to end.
template <typename O, typename T>
[[gnu::noinline]] void StepRange(const Segment<T>* segments, const T* s,
                                 const opt::Options& options, int64_t begin, int64_t end) {
  for (const Segment<T>* seg = segments; begin < end; ++seg) {
    if (begin < seg->n) {
      T* part[O::kVars];
      for (int i = 0; i < O::kVars; ++i) part[i] = seg->v[i] + begin;
      O::Step(part, s, seg->g + begin, options, std::min(end, seg->n) - begin);
    }
    begin = std::max<int64_t>(begin - seg->n, 0);
    end -= seg->n;
  }
}

template <typename O, typename T>
void Step(HbRunCtx* ctx, const Segment<T>* segments, int64_t count, const T* s,
          const opt::Options& options, IsaSegment* table) {
  if (StepFast<O, T>(ctx, segments, count, s, options, table)) return;
  int64_t total = 0;
  for (int64_t i = 0; i < count; ++i) total += segments[i].n;
  ParallelRange(ctx, total, kBlock, [&](int64_t begin, int64_t end) {
    StepRange<O, T>(segments, s, options, begin, end);
  });
}

// The scalars from input `at` on, without the one at `skip`.
template <typename O, typename T>
int ReadScalars(HbRunCtx* ctx, int at, int skip, T* s) {
  for (int i = 0; i < O::kScalars; ++i, ++at) {
    if (at == skip) ++at;
    if (ctx->in[at]->count != 1) {
      return Fail(ctx, Code::kInvalidArgument, "input ", at, " must be a scalar, not of shape ",
                  ShapeOf(*ctx->in[at]).ToString());
    }
    s[i] = *In<T>(ctx, at);
  }
  return 0;
}

// Calls fn.template operator()<T>() with the C++ type of the dtype.
template <typename O, typename Fn>
void ForType(int32_t dtype, Fn&& fn) {
  if (DispatchType<float, double>(dtype, fn)) return;
  if constexpr (!opt::kImplements<O>) {
    if (DispatchType<half, bfloat16>(dtype, fn)) return;
  }
  if constexpr (!opt::kImplements<O> && !opt::kOrders<O>) {
    DispatchType<std::complex<float>, std::complex<double>>(dtype, fn);
  }
}
constexpr char kFewTypes[] = "T:float,double";
constexpr char kRealTypes[] = "T:float,double,half,bfloat16";
constexpr char kAllTypes[] = "T:float,double,half,bfloat16,complex64,complex128";

int PlanApply(HbPlanCtx* ctx) {
  auto* o = NewParams<opt::Options>(ctx);
  if (o == nullptr) return 1;
  *o = ReadOptions(ctx->attrs);
  if (ctx->n_out == 1) ctx->out[0].alias_of = 0;  // references pass on
  return 0;
}

// Inputs are O::kVars variables, then scalars with the gradient at `kGrad` among them.
template <typename O, int kGrad>
int RunApply(HbRunCtx* ctx) {
  const HbView& grad = *ctx->in[kGrad];
  LockedVariables vars;
  Status status = vars.Lock(ctx, O::kVars);
  for (int i = 0; i < O::kVars && status.ok(); ++i) {
    status = vars.Prepare(i, DTypeOfView(grad), Dims(grad));
  }
  if (!status.ok()) return Fail(ctx, status);
  int rc = 0;
  ForType<O>(grad.dtype, [&]<typename T>() {
    T s[O::kScalars];
    if (rc = ReadScalars<O, T>(ctx, O::kVars, kGrad, s); rc != 0) return;
    Segment<T> segment = {{}, static_cast<const T*>(grad.data), grad.count};
    for (int i = 0; i < O::kVars; ++i) segment.v[i] = static_cast<T*>(vars.value(i).data());
    IsaSegment table;
    Step<O, T>(ctx, &segment, 1, s, Params<opt::Options>(ctx), &table);
  });
  return rc;
}

// --- Many variables ---
// Inputs: all variables, all first slots and so on; the scalars; all gradients.

struct GroupParams {
  opt::Options options;
  int64_t count = 0;
  // What stands before a failure of an update: "node 'w' (ResourceApplyAdam): ".
  struct Text {
    const char* data;
    size_t size;
  };
  Text where[1];
};

// Bytes for one update: its variables twice, its segments.
template <typename O>
constexpr size_t kUpdateScratch = 2 * O::kVars * sizeof(Variable*) + sizeof(Segment<float>) +
                                  sizeof(IsaSegment);

template <typename O>
int RunGroup(HbRunCtx* ctx) {
  const auto& p = Params<GroupParams>(ctx);
  const int count = static_cast<int>(p.count);
  auto* const variables = static_cast<Variable**>(ctx->scratch);
  Variable** const order = variables + count * O::kVars;
  void* const segments = order + count * O::kVars;
  VariableLocks vars(variables, order);
  const int first_grad = count * O::kVars + O::kScalars;
  if (Status s = vars.Lock(ctx, count * O::kVars); !s.ok()) return Fail(ctx, s);
  const DType dtype = DTypeOfView(*ctx->in[first_grad]);
  for (int u = 0; u < count; ++u) {
    const std::span<const int64_t> dims = Dims(*ctx->in[first_grad + u]);
    for (int i = 0; i < O::kVars; ++i) {
      Status s = vars.Prepare(i * count + u, dtype, dims);
      if (!s.ok()) {
        return Fail(ctx, s.code(), std::string_view(p.where[u].data, p.where[u].size), s.message());
      }
    }
  }
  int rc = 0;
  ForType<O>(dtype, [&]<typename T>() {
    T s[O::kScalars];
    if (rc = ReadScalars<O, T>(ctx, count * O::kVars, -1, s); rc != 0) return;
    auto* const all = static_cast<Segment<T>*>(segments);
    for (int u = 0; u < count; ++u) {
      const HbView& grad = *ctx->in[first_grad + u];
      all[u] = {{}, static_cast<const T*>(grad.data), grad.count};
      for (int i = 0; i < O::kVars; ++i) {
        all[u].v[i] = static_cast<T*>(vars.value(i * count + u).data());
      }
    }
    auto* const table = reinterpret_cast<IsaSegment*>(all + count);
    // Two updates of one variable must not run at once.
    const int at_once = vars.locked() == count * O::kVars ? count : 1;
    for (int u = 0; u < count; u += at_once) Step<O, T>(ctx, all + u, at_once, s, p.options, table);
  });
  return rc;
}

int PlanGroup(HbPlanCtx* ctx) {
  struct Row {
    std::string_view op;
    HbRunFn run;
    size_t scratch;
    int vars, scalars;
  };
  static constexpr Row kRows[] = {
#define HB_ROW(op, O, grad) {op, RunGroup<O>, kUpdateScratch<O>, O::kVars, O::kScalars},
      HB_OPTIMIZERS(HB_ROW)
#undef HB_ROW
  };
  const std::string_view op = AttrString(ctx->attrs, "optimizer");
  const Row* row = std::ranges::find(kRows, op, &Row::op);
  if (row == std::end(kRows)) {
    return Fail(ctx, Code::kUnimplemented, "updates by ", op, " are not grouped");
  }
  const int64_t count = AttrInt(ctx->attrs, "M");
  if (AttrInt(ctx->attrs, "N") != count * row->vars || AttrInt(ctx->attrs, "S") != row->scalars) {
    return Fail(ctx, Code::kInvalidArgument, count, " updates by ", op, " take ", count * row->vars,
                " variables and ", row->scalars, " scalars");
  }
  void* memory = ctx->alloc_params(
      ctx, sizeof(GroupParams) + static_cast<size_t>(count) * sizeof(GroupParams::Text));
  if (memory == nullptr) return 1;
  auto* p = new (memory) GroupParams;
  ctx->params = p;
  p->options = ReadOptions(ctx->attrs);
  p->count = count;
  for (int64_t u = 0; u < count; ++u) {
    GroupParams::Text text = {"", 0};
    ctx->attrs->get_string_at(ctx->attrs, "where", static_cast<size_t>(u), &text.data, &text.size);
    p->where[u] = text;
    ctx->cost += CostNs(ctx->in[ctx->n_in - 1 - u].count, row->vars + 1);
  }
  ctx->scratch = static_cast<size_t>(count) * row->scratch;
  ctx->run = row->run;
  return 0;
}

}  // namespace

void RegisterTrainingKernels(KernelSet& set) {
#define HB_ROW(op, O, grad)                              \
  KERNEL(set, op,                                        \
         {.constraint = opt::kImplements<O> ? kFewTypes  \
                        : opt::kOrders<O>   ? kRealTypes \
                                            : kAllTypes,   \
          .flags = kHbStateful,                          \
          .plan = PlanApply,                             \
          .run = RunApply<O, grad>});
  HB_OPTIMIZERS(HB_ROW)
  HB_ROW("ApplyGradientDescent", opt::GradientDescent, 2)
#undef HB_ROW
  KERNEL(set, "_HbApply", {.constraint = kAllTypes, .flags = kHbStateful, .plan = PlanGroup});
}

}  // namespace hb
