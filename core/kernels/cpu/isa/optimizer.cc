#include "core/kernels/cpu/isa/optimizer.h"

#include "core/kernels/cpu/isa/gemm_micro.h"

namespace hb::HB_ISA_NS {
namespace {

constexpr int64_t kChunk = 16384;  // elements of one task

struct Job {
  const IsaSegment* segments;
  int64_t count;
  float lr, b1, b2, eps;
  int32_t nesterov;
  float rate, decay;
};

// Calls fn(segment, begin, end) for the elements of chunk `task` of all segments laid end to end.
template <typename Fn>
HB_INLINE void ForChunk(const Job* job, int64_t task, Fn fn) {
  int64_t skip = task * kChunk;
  int64_t left = kChunk;
  for (int64_t s = 0; s < job->count && left > 0; ++s) {
    const int64_t n = job->segments[s].n;
    if (skip >= n) {
      skip -= n;
      continue;
    }
    const int64_t take = MinI(left, n - skip);
    fn(job->segments[s], skip, skip + take);
    left -= take;
    skip = 0;
  }
}

template <typename Fn>
HB_INLINE void ForVectors(int64_t begin, int64_t end, Fn fn) {
  for (int64_t i = begin; i < end; i += kLanes) fn(i, MinI(kLanes, end - i));
}

void SgdTask(void* arg, int64_t task) {
  const Job* job = static_cast<const Job*>(arg);
  const VF lr = Set1(job->lr);
  ForChunk(job, task, [&](const IsaSegment& s, int64_t begin, int64_t end) {
    ForVectors(begin, end, [&](int64_t i, int64_t n) {
      StoreN(s.p + i, Sub(LoadN(s.p + i, n), Mul(lr, LoadN(s.g + i, n))), n);
    });
  });
}

void MomentumTask(void* arg, int64_t task) {
  const Job* job = static_cast<const Job*>(arg);
  const VF lr = Set1(job->lr);
  const VF mu = Set1(job->b1);
  ForChunk(job, task, [&](const IsaSegment& s, int64_t begin, int64_t end) {
    ForVectors(begin, end, [&](int64_t i, int64_t n) {
      const VF g = LoadN(s.g + i, n);
      const VF m = Add(Mul(LoadN(s.m + i, n), mu), g);
      const VF step = job->nesterov ? Add(Mul(g, lr), Mul(Mul(m, mu), lr)) : Mul(m, lr);
      StoreN(s.m + i, m, n);
      StoreN(s.p + i, Sub(LoadN(s.p + i, n), step), n);
    });
  });
}

void AdamTask(void* arg, int64_t task) {
  const Job* job = static_cast<const Job*>(arg);
  const VF alpha = Set1(job->lr);
  const VF b1 = Set1(job->b1);
  const VF c1 = Set1(1.0f - job->b1);
  const VF c2 = Set1(1.0f - job->b2);
  const VF eps = Set1(job->eps);
  const VF rate = Set1(job->rate);
  const VF decay = Set1(job->decay);
  ForChunk(job, task, [&](const IsaSegment& s, int64_t begin, int64_t end) {
    ForVectors(begin, end, [&](int64_t i, int64_t n) {
      const VF g = LoadN(s.g + i, n);
      VF m = LoadN(s.m + i, n);
      VF v = LoadN(s.v + i, n);
      m = Add(m, Mul(Sub(g, m), c1));
      v = Add(v, Mul(Sub(Mul(g, g), v), c2));
      const VF head = job->nesterov ? Add(Mul(g, c1), Mul(b1, m)) : m;
      const VF step = Div(Mul(head, alpha), Add(Sqrt(v), eps));
      StoreN(s.m + i, m, n);
      StoreN(s.v + i, v, n);
      VF p = LoadN(s.p + i, n);
      if (job->decay != 0) p = Sub(p, Mul(Mul(p, decay), rate));
      StoreN(s.p + i, Sub(p, step), n);
    });
  });
}

void Run(Job* job, void (*fn)(void*, int64_t), const IsaPool* pool) {
  int64_t total = 0;
  for (int64_t s = 0; s < job->count; ++s) total += job->segments[s].n;
  ForTasks(pool, CeilDiv(total, kChunk), fn, job);
}

}  // namespace

void Sgd(float lr, const IsaSegment* segments, int64_t count, const IsaPool* pool) {
  Job job{segments, count, lr, 0, 0, 0, 0, 0, 0};
  Run(&job, SgdTask, pool);
}

void Momentum(float lr, float momentum, int32_t nesterov, const IsaSegment* segments, int64_t count,
              const IsaPool* pool) {
  Job job{segments, count, lr, momentum, 0, 0, nesterov, 0, 0};
  Run(&job, MomentumTask, pool);
}

void Adam(const IsaAdam* h, const IsaSegment* segments, int64_t count, const IsaPool* pool) {
  const float alpha = h->lr * __builtin_sqrtf(1.0f - h->beta2_power) / (1.0f - h->beta1_power);
  Job job{segments, count, alpha, h->beta1, h->beta2, h->epsilon, h->nesterov, h->lr, h->decay};
  Run(&job, AdamTask, pool);
}

}  // namespace hb::HB_ISA_NS
