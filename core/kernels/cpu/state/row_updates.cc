// Updates of variables by optimizers that leave alone what has no gradient, where the gradient is a
// sum of rows: only the rows that an id names are read and written, and no gradient of the whole
// variable is made.
//
// Rows with the same id are summed in their order, beginning with 0, as UnsortedSegmentSum does.
#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <new>

#include "core/kernel/registry.h"
#include "core/kernels/cpu/array/move.h"
#include "core/kernels/cpu/state/locked.h"
#include "core/kernels/cpu/state/optimizers.h"

namespace hb {
namespace {

namespace opt = optimizers;

constexpr int kMaxVars = 2, kMaxScalars = 2;
// Elements of one task; of a part of a row that is summed in between.
constexpr int64_t kBlock = 1 << 12, kPart = 256;
// How many rows ahead memory is asked for.
constexpr int64_t kAhead = 8;

// The ids of one update, each with its rows of data: a list from `first` along `next` to `last`.
struct Ids {
  IndexArray ids;
  int32_t* table;  // from hashes to numbers of ids, -1 for none
  int64_t slots;   // of the table, a power of two
  int32_t *first, *last, *next;
  int64_t count = 0;  // different ids
  int64_t bad = -1;   // position of an id that is too large

  int64_t row(int64_t id) const { return ids[first[id]]; }
};

constexpr size_t IdsBytes(int64_t n, int64_t slots) {
  return static_cast<size_t>(slots + 3 * n) * sizeof(int32_t);
}

void Find(Ids* x, int64_t n, int64_t rows) {
  std::fill_n(x->table, x->slots, -1);
  const int shift = 64 - std::countr_zero(static_cast<uint64_t>(x->slots));
  for (int64_t i = 0; i < n; ++i) {
    const int64_t id = x->ids[i];
    if (id < 0) continue;
    if (id >= rows) {
      x->bad = i;
      return;
    }
    const int32_t at = static_cast<int32_t>(i);
    x->next[i] = -1;
    uint64_t slot = (static_cast<uint64_t>(id) * 0x9E3779B97F4A7C15u) >> shift;
    while (x->table[slot] >= 0 && x->row(x->table[slot]) != id) {
      slot = (slot + 1) & static_cast<uint64_t>(x->slots - 1);
    }
    int32_t& number = x->table[slot];
    if (number < 0) {
      number = static_cast<int32_t>(x->count++);
      x->first[number] = at;
    } else {
      x->next[x->last[number]] = at;
    }
    x->last[number] = at;
  }
}

// One update.
struct Job {
  Ids ids;
  void* v[kMaxVars];
  const void* data;
  int64_t row;  // elements
};

// Steps the rows of the ids [begin, end).
template <typename O, typename T>
void StepRows(const Job& job, const void* scalars, const opt::Options& options, int64_t begin,
              int64_t end) {
  const Ids& ids = job.ids;
  const T* const data = static_cast<const T*>(job.data);
  T sum[kPart];
  for (int64_t id = begin; id < end; ++id) {
    const int64_t offset = ids.row(id) * job.row;
    if (id + kAhead < end) {
      const int64_t ahead = ids.row(id + kAhead) * job.row;
      for (int v = 0; v < O::kVars; ++v) __builtin_prefetch(static_cast<T*>(job.v[v]) + ahead, 1);
    }
    for (int64_t part = 0; part < job.row; part += kPart) {
      const int64_t n = std::min(kPart, job.row - part);
      const T* x = data + ids.first[id] * job.row + part;
      for (int64_t k = 0; k < n; ++k) sum[k] = T(0) + x[k];
      for (int32_t i = ids.next[ids.first[id]]; i >= 0; i = ids.next[i]) {
        x = data + i * job.row + part;
        for (int64_t k = 0; k < n; ++k) sum[k] += x[k];
      }
      T* v[O::kVars];
      for (int i = 0; i < O::kVars; ++i) v[i] = static_cast<T*>(job.v[i]) + offset + part;
      O::Step(v, static_cast<const T*>(scalars), sum, options, n);
    }
  }
}
using StepFn = void (*)(const Job&, const void* scalars, const opt::Options&, int64_t begin,
                        int64_t end);

struct Row {
  std::string_view op;
  int vars, scalars;
  StepFn in_float, in_double;
};
// Optimizers for which a gradient of 0 changes nothing.
constexpr Row kRows[] = {
#define HB_ROW(op, O) \
  { op, O::kVars, O::kScalars, StepRows<O, float>, StepRows<O, double> }
    HB_ROW("ResourceApplyGradientDescent", opt::GradientDescent),
    HB_ROW("ResourceApplyAdagrad", opt::Adagrad),
    HB_ROW("ResourceApplyAdagradV2", opt::AdagradV2),
    HB_ROW("_HbKerasAdagrad", opt::KerasAdagrad),
#undef HB_ROW
};

struct Text {
  const char* data;
  size_t size;
};

struct RowsParams {
  opt::Options options;
  StepFn step;
  int count, vars, scalars;
  // Updates: what stands before their failures and those of their sums.
  struct Names {
    Text update, sum;
  };
  Names names[1];

  int data(int u) const { return count * vars + scalars + u; }
  int ids(int u) const { return data(u) + count; }
  int rows(int u) const { return ids(u) + count; }
};

int64_t SlotsFor(int64_t n) {
  return static_cast<int64_t>(std::bit_ceil(static_cast<uint64_t>(2 * n + 2)));
}

size_t Aligned(size_t bytes) { return (bytes + 63) / 64 * 64; }

// Scratch: pointers to variables, twice; jobs; the ids of all jobs.
size_t PointerBytes(const RowsParams& p) {
  return Aligned(2 * static_cast<size_t>(p.count * p.vars) * sizeof(Variable*));
}
size_t JobBytes(const RowsParams& p) { return Aligned(static_cast<size_t>(p.count) * sizeof(Job)); }

Text TextAt(const HbAttrs* attrs, const char* name, int i) {
  Text text = {"", 0};
  attrs->get_string_at(attrs, name, static_cast<size_t>(i), &text.data, &text.size);
  return text;
}

int PlanRows(HbPlanCtx* ctx) {
  const std::string_view op = AttrString(ctx->attrs, "optimizer");
  const Row* row = std::ranges::find(kRows, op, &Row::op);
  if (row == std::end(kRows)) {
    return Fail(ctx, Code::kUnimplemented, "updates by ", op, " are not made by rows");
  }
  const int64_t count = AttrInt(ctx->attrs, "M");
  if (AttrInt(ctx->attrs, "N") != count * row->vars || AttrInt(ctx->attrs, "S") != row->scalars) {
    return Fail(ctx, Code::kInvalidArgument, count, " updates by ", op, " take ", count * row->vars,
                " variables and ", row->scalars, " scalars");
  }
  void* memory = ctx->alloc_params(
      ctx, sizeof(RowsParams) + static_cast<size_t>(count) * sizeof(RowsParams::Names));
  if (memory == nullptr) return 1;
  auto* p = new (memory) RowsParams;
  ctx->params = p;
  p->options.update_slots = AttrBool(ctx->attrs, "update_slots", true);
  p->count = static_cast<int>(count);
  p->vars = row->vars;
  p->scalars = row->scalars;
  p->step = ctx->in[p->data(0)].dtype == DT_FLOAT ? row->in_float : row->in_double;
  ctx->scratch = PointerBytes(*p) + JobBytes(*p);
  for (int u = 0; u < p->count; ++u) {
    p->names[u] = {TextAt(ctx->attrs, "where", u), TextAt(ctx->attrs, "sums", u)};
    const int64_t n = ctx->in[p->ids(u)].count;
    if (n > std::numeric_limits<int32_t>::max()) {
      return Fail(ctx, Code::kResourceExhausted, "an update of ", n, " rows is too large");
    }
    ctx->scratch += IdsBytes(n, SlotsFor(n));
    ctx->cost += static_cast<double>(n) * 20 +
                 static_cast<double>(ctx->in[p->data(u)].count * (row->vars + 1)) / 4;
  }
  return 0;
}

template <typename... Args>
int FailAt(HbRunCtx* ctx, const Text& where, Code code, const Args&... args) {
  return Fail(ctx, code, std::string_view(where.data, where.size), args...);
}

// Checks the inputs of update u and makes its variables writable.
int Prepare(HbRunCtx* ctx, const RowsParams& p, VariableLocks* vars, int u) {
  const HbView &data = *ctx->in[p.data(u)], &ids = *ctx->in[p.ids(u)], &rows = *ctx->in[p.rows(u)];
  if (rows.count != 1) {
    return FailAt(ctx, p.names[u].sum, Code::kInvalidArgument, "num_segments must be a scalar");
  }
  if (ids.rank > data.rank ||
      !std::ranges::equal(Dims(ids), Dims(data).first(static_cast<size_t>(ids.rank)))) {
    return FailAt(ctx, p.names[u].sum, Code::kInvalidArgument,
                  "data.shape = ", ShapeOf(data).ToString(),
                  " does not start with segment_ids.shape = ", ShapeOf(ids).ToString());
  }
  Shape gradient = {IntAt(rows, 0)};
  gradient.Append(ShapeOf(data).Sub(ids.rank));
  for (int i = 0; i < p.vars; ++i) {
    const Status s = vars->Prepare(i * p.count + u, DTypeOfView(data), gradient.dims());
    if (!s.ok()) return FailAt(ctx, p.names[u].update, s.code(), s.message());
  }
  return 0;
}

int RunRows(HbRunCtx* ctx) {
  const auto& p = Params<RowsParams>(ctx);
  char* scratch = static_cast<char*>(ctx->scratch);
  auto* const variables = reinterpret_cast<Variable**>(scratch);
  scratch += PointerBytes(p);
  Job* const jobs = reinterpret_cast<Job*>(scratch);
  scratch += JobBytes(p);
  double scalars[kMaxScalars];
  const size_t size = DTypeSize(DTypeOfView(*ctx->in[p.data(0)]));
  for (int i = 0; i < p.scalars; ++i) {
    const HbView& scalar = *ctx->in[p.count * p.vars + i];
    if (scalar.count != 1) {
      return Fail(ctx, Code::kInvalidArgument, "input ", p.count * p.vars + i,
                  " must be a scalar, not of shape ", ShapeOf(scalar).ToString());
    }
    std::memcpy(reinterpret_cast<char*>(scalars) + static_cast<size_t>(i) * size, scalar.data,
                size);
  }
  VariableLocks vars(variables, variables + p.count * p.vars);
  if (Status s = vars.Lock(ctx, p.count * p.vars); !s.ok()) return Fail(ctx, s);
  for (int u = 0; u < p.count; ++u) {
    if (const int rc = Prepare(ctx, p, &vars, u); rc != 0) return rc;
    const HbView& ids = *ctx->in[p.ids(u)];
    const int64_t n = ids.count, slots = SlotsFor(n);
    auto* numbers = reinterpret_cast<int32_t*>(scratch);
    scratch += IdsBytes(n, slots);
    const HbView& data = *ctx->in[p.data(u)];
    new (&jobs[u]) Job{{IndexArray(ids), numbers, slots, numbers + slots, numbers + slots + n,
                        numbers + slots + 2 * n},
                       {},
                       data.data,
                       n == 0 ? 0 : data.count / n};
    for (int i = 0; i < p.vars; ++i) jobs[u].v[i] = vars.value(i * p.count + u).data();
  }
  ParallelFor(ctx, p.count, [&](int64_t u) {
    const int i = static_cast<int>(u);
    Find(&jobs[u].ids, ctx->in[p.ids(i)]->count, IntAt(*ctx->in[p.rows(i)], 0));
  });
  for (int u = 0; u < p.count; ++u) {
    const Ids& ids = jobs[u].ids;
    if (ids.bad < 0) continue;
    return FailAt(ctx, p.names[u].sum, Code::kInvalidArgument, "segment_ids[",
                  PositionText(*ctx->in[p.ids(u)], ids.bad), "] = ", ids.ids[ids.bad],
                  " is out of range [0, ", IntAt(*ctx->in[p.rows(u)], 0), ")");
  }
  const auto block = [](const Job& job) {
    return std::max<int64_t>(1, kBlock / std::max<int64_t>(1, job.row));
  };
  const auto step = [&](const Job& job, int64_t begin, int64_t end) {
    p.step(job, scalars, p.options, begin, std::min(end, job.ids.count));
  };
  // Two updates of one variable must not run at once.
  if (vars.locked() != p.count * p.vars) {
    for (int u = 0; u < p.count; ++u) step(jobs[u], 0, jobs[u].ids.count);
    return 0;
  }
  int64_t tasks = 0;
  const auto blocks = [&](int u) {
    const int64_t b = block(jobs[u]);
    return (ctx->in[p.ids(u)]->count + b - 1) / b;
  };
  for (int u = 0; u < p.count; ++u) tasks += blocks(u);
  if (tasks == 0) return 0;
  ParallelFor(ctx, tasks, [&](int64_t task) {
    int u = 0;
    for (; task >= blocks(u); ++u) task -= blocks(u);
    const int64_t b = block(jobs[u]);
    step(jobs[u], task * b, task * b + b);
  });
  return 0;
}

}  // namespace

void RegisterRowUpdateKernels(KernelSet& set) {
  KERNEL(set, "_HbApplyRows",
         {.constraint = "T:float,double", .flags = kHbStateful, .plan = PlanRows, .run = RunRows});
}

}  // namespace hb
