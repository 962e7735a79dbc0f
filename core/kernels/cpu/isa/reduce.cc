#include "core/kernels/cpu/isa/reduce.h"

#include "core/kernels/cpu/isa/column_sums.h"

namespace hb::HB_ISA_NS {
namespace {

struct SumOp {
  static constexpr float kNone = 0.0f;
  HB_INLINE VF Term(VF x) { return x; }
  HB_INLINE VF Join(VF a, VF b) { return Add(a, b); }
  HB_INLINE float Join(float a, float b) { return a + b; }
};
struct SquareOp : SumOp {
  HB_INLINE VF Term(VF x) { return Mul(x, x); }
};
struct ProdOp {
  static constexpr float kNone = 1.0f;
  HB_INLINE VF Term(VF x) { return x; }
  HB_INLINE VF Join(VF a, VF b) { return Mul(a, b); }
  HB_INLINE float Join(float a, float b) { return a * b; }
};
struct MaxOp {
  static constexpr float kNone = -__builtin_inff();
  HB_INLINE VF Term(VF x) { return x; }
  HB_INLINE VF Join(VF a, VF b) { return Select(IsNan(a), a, Max(a, b)); }
  HB_INLINE float Join(float a, float b) { return a != a || a > b ? a : b; }
};
struct MinOp {
  static constexpr float kNone = __builtin_inff();
  HB_INLINE VF Term(VF x) { return x; }
  HB_INLINE VF Join(VF a, VF b) { return Select(IsNan(a), a, Min(a, b)); }
  HB_INLINE float Join(float a, float b) { return a != a || a < b ? a : b; }
};

constexpr int64_t kChunk = 8192;  // terms of one row that are summed in one go

template <typename Op>
float RowChunk(const float* x, int64_t n) {
  VF acc[4];
  for (VF& a : acc) a = Set1(Op::kNone);
  int64_t i = 0;
  for (; i + 4 * kLanes <= n; i += 4 * kLanes) {
    for (int u = 0; u < 4; ++u) acc[u] = Op::Join(acc[u], Op::Term(Load(x + i + u * kLanes)));
  }
  for (int u = 0; i < n; i += kLanes, ++u) {
    const int64_t m = MinI(kLanes, n - i);
    alignas(64) float t[kLanes];
    Store(t, Set1(Op::kNone));
    StoreN(t, Op::Term(LoadN(x + i, m)), m);
    acc[u] = Op::Join(acc[u], Load(t));
  }
  const VF v = Op::Join(Op::Join(acc[0], acc[1]), Op::Join(acc[2], acc[3]));
  return FoldLanes(v, [](float a, float b) { return Op::Join(a, b); });
}

// One vector of columns: every fourth row in order, then the four together.
template <typename Op, bool kFull>
HB_INLINE VF NarrowChunk(const float* p, int64_t rows, int64_t ld, int64_t lanes) {
  const auto load = [lanes](const float* q) { return Op::Term(kFull ? Load(q) : LoadN(q, lanes)); };
  VF acc[4];
  for (VF& a : acc) a = Set1(Op::kNone);
  int64_t r = 0;
  for (; r + 4 <= rows; r += 4, p += 4 * ld) {
    for (int u = 0; u < 4; ++u) acc[u] = Op::Join(acc[u], load(p + u * ld));
  }
  for (; r < rows; ++r, p += ld) acc[0] = Op::Join(acc[0], load(p));
  return Op::Join(Op::Join(acc[0], acc[1]), Op::Join(acc[2], acc[3]));
}

// [n, width] into [width]: wide strips row after row.
template <typename Op>
void ColumnChunk(const float* x, int64_t rows, int64_t width, int64_t ld, float* out) {
  for (int64_t j = 0; j < width; j += 4 * kLanes) {
    const int64_t rest = width - j;
    VF acc[4];
    for (VF& a : acc) a = Set1(Op::kNone);
    const float* p = x + j;
    if (rest >= 4 * kLanes) {
      for (int64_t r = 0; r < rows; ++r, p += ld) {
        for (int u = 0; u < 4; ++u) acc[u] = Op::Join(acc[u], Op::Term(Load(p + u * kLanes)));
      }
      for (int u = 0; u < 4; ++u) Store(out + j + u * kLanes, acc[u]);
      continue;
    }
    for (int64_t u = 0; u * kLanes < rest; ++u) {
      const int64_t m = MinI(kLanes, rest - u * kLanes);
      const VF sum = m == kLanes ? NarrowChunk<Op, true>(p + u * kLanes, rows, ld, m)
                                 : NarrowChunk<Op, false>(p + u * kLanes, rows, ld, m);
      StoreN(out + j + u * kLanes, sum, m);
    }
  }
}

struct Job {
  const float* x;
  float* out;  // results, or the partial ones
  float* final_out;
  int64_t outer, mid, inner;
  int64_t block, blocks;  // of mid
  int64_t group;          // outer indices a task where blocks == 1
  bool mean;
};

HB_INLINE float Finish(const Job* job, float v) {
  return job->mean ? v / static_cast<float>(job->mid) : v;
}

template <typename Op>
void WholeTask(void* arg, int64_t task) {
  const Job* job = static_cast<const Job*>(arg);
  const int64_t end = MinI(job->outer, (task + 1) * job->group);
  for (int64_t r = task * job->group; r < end; ++r) {
    float* out = job->out + r * job->inner;
    if (job->inner == 1) {
      *out = RowChunk<Op>(job->x + r * job->mid, job->mid);
    } else {
      ColumnChunk<Op>(job->x + r * job->mid * job->inner, job->mid, job->inner, job->inner, out);
    }
    if (!job->mean) continue;
    for (int64_t j = 0; j < job->inner; ++j) out[j] = Finish(job, out[j]);
  }
}

template <typename Op>
void BlockTask(void* arg, int64_t task) {
  const Job* job = static_cast<const Job*>(arg);
  const int64_t o = task / job->blocks;
  const int64_t m0 = task % job->blocks * job->block;
  const int64_t m = MinI(job->block, job->mid - m0);
  const float* x = job->x + (o * job->mid + m0) * job->inner;
  float* out = job->out + task * job->inner;
  if (job->inner == 1) {
    *out = RowChunk<Op>(x, m);
  } else {
    ColumnChunk<Op>(x, m, job->inner, job->inner, out);
  }
}

template <typename Op>
void FoldTask(void* arg, int64_t o) {
  const Job* job = static_cast<const Job*>(arg);
  float* p = job->out + o * job->blocks * job->inner;
  FoldRows(p, job->blocks, job->inner, [](VF a, VF b) { return Op::Join(a, b); });
  for (int64_t j = 0; j < job->inner; ++j) job->final_out[o * job->inner + j] = Finish(job, p[j]);
}

int64_t BlockOf(int64_t mid, int64_t inner) {
  return inner == 1 ? MinI(MaxI(mid, 1), kChunk) : RowBlock(mid, inner);
}

template <typename Op, typename TermOp>
void Run(Job* job, void* scratch, const IsaPool* pool) {
  if (job->blocks == 1) {
    job->group = MaxI(1, 32768 / MaxI(job->mid * job->inner, 1));
    return ForTasks(pool, CeilDiv(job->outer, job->group), WholeTask<TermOp>, job);
  }
  job->out = static_cast<float*>(scratch);
  ForTasks(pool, job->outer * job->blocks, BlockTask<TermOp>, job);
  ForTasks(pool, job->outer, FoldTask<Op>, job);
}

}  // namespace

size_t ReduceScratchBytes(int64_t outer, int64_t mid, int64_t inner) {
  if (outer <= 0 || inner <= 0) return 0;
  const int64_t blocks = MaxI(1, CeilDiv(mid, BlockOf(mid, inner)));
  if (blocks == 1) return 0;
  return static_cast<size_t>(outer * blocks * inner) * sizeof(float);
}

void Reduce(int op, const float* x, int64_t outer, int64_t mid, int64_t inner, float* out,
            void* scratch, const IsaPool* pool) {
  if (outer <= 0 || inner <= 0) return;
  Job job{};
  job.x = x;
  job.out = out;
  job.final_out = out;
  job.outer = outer;
  job.mid = mid;
  job.inner = inner;
  job.block = BlockOf(mid, inner);
  job.blocks = MaxI(1, CeilDiv(mid, job.block));
  job.mean = op == kIsaReduceMean;
  switch (op) {
    case kIsaReduceProd:
      return Run<ProdOp, ProdOp>(&job, scratch, pool);
    case kIsaReduceMax:
      return Run<MaxOp, MaxOp>(&job, scratch, pool);
    case kIsaReduceMin:
      return Run<MinOp, MinOp>(&job, scratch, pool);
    case kIsaReduceSumSquares:
      return Run<SumOp, SquareOp>(&job, scratch, pool);
    default:
      return Run<SumOp, SumOp>(&job, scratch, pool);
  }
}

}  // namespace hb::HB_ISA_NS
