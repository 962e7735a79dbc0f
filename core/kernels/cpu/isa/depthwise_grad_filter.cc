#include "core/kernels/cpu/isa/column_sums.h"
#include "core/kernels/cpu/isa/depthwise.h"

namespace hb::HB_ISA_NS {
namespace {

constexpr int kVectors = 4;  // of channels of one task

struct Job {
  const IsaConv* c;
  const float* x;
  const float* dy;
  float* out;  // partial sums [splits, k_h, k_w, out_c], or the result
  int64_t multiplier, blocks, rows, chunk, splits;
};

Job MakeJob(const IsaConv* c) {
  Job job{};
  job.c = c;
  job.multiplier = c->in_c > 0 ? c->out_c / c->in_c : 1;
  job.blocks = CeilDiv(c->out_c, kVectors * kLanes);
  job.rows = c->batch * c->out_h;
  job.splits = 1;
  while (job.splits < 16 && job.splits * job.blocks < 16 && job.rows / (2 * job.splits) >= 4) {
    job.splits *= 2;
  }
  job.chunk = CeilDiv(job.rows, job.splits);
  return job;
}

HB_INLINE VF LoadX(const Job* job, const float* x, int64_t c, int64_t n) {
  if (job->multiplier == 1) return LoadN(x + c, n);
  alignas(64) float t[kLanes];
  for (int64_t l = 0; l < kLanes; ++l) t[l] = l < n ? x[(c + l) / job->multiplier] : 0.0f;
  return Load(t);
}

// out += sum over `count` pixels of x * dy, for one tap and V full vectors of channels; pixels
// of even and odd number are summed apart.
template <int V>
HB_INLINE void FullTap(const float* x, int64_t x_step, const float* dy, int64_t dy_step,
                       int64_t count, float* out) {
  VF even[V], odd[V];
  for (int v = 0; v < V; ++v) {
    even[v] = Load(out + v * kLanes);
    odd[v] = Zero();
  }
  for (; count >= 2; count -= 2, x += 2 * x_step, dy += 2 * dy_step) {
    _Pragma("GCC unroll 4") for (int v = 0; v < V; ++v) {
      even[v] = Fma(Load(x + v * kLanes), Load(dy + v * kLanes), even[v]);
      odd[v] = Fma(Load(x + x_step + v * kLanes), Load(dy + dy_step + v * kLanes), odd[v]);
    }
  }
  for (int v = 0; v < V; ++v) {
    if (count == 1) even[v] = Fma(Load(x + v * kLanes), Load(dy + v * kLanes), even[v]);
    Store(out + v * kLanes, Add(even[v], odd[v]));
  }
}

// One tap along one row of pixels.
void TapRow(const Job* job, const float* x, const float* dy, int64_t count, int64_t ch, int64_t end,
            float* out) {
  const IsaConv* c = job->c;
  const int64_t x_step = c->stride_w * c->in_c;
  if (job->multiplier == 1) {
    for (; ch + 4 * kLanes <= end; ch += 4 * kLanes) {
      FullTap<4>(x + ch, x_step, dy + ch, c->out_c, count, out + ch);
    }
    for (; ch + 2 * kLanes <= end; ch += 2 * kLanes) {
      FullTap<2>(x + ch, x_step, dy + ch, c->out_c, count, out + ch);
    }
    for (; ch + kLanes <= end; ch += kLanes) {
      FullTap<1>(x + ch, x_step, dy + ch, c->out_c, count, out + ch);
    }
  }
  for (; ch < end; ch += kLanes) {
    const int64_t n = MinI(kLanes, end - ch);
    VF acc = LoadN(out + ch, n);
    const float* px = x;
    const float* pd = dy + ch;
    for (int64_t p = 0; p < count; ++p, px += x_step, pd += c->out_c) {
      acc = Fma(LoadX(job, px, ch, n), LoadN(pd, n), acc);
    }
    StoreN(out + ch, acc, n);
  }
}

void SumTask(void* arg, int64_t task) {
  const Job* job = static_cast<const Job*>(arg);
  const IsaConv* c = job->c;
  const int64_t ch = task % job->blocks * kVectors * kLanes;
  const int64_t end = MinI(c->out_c, ch + kVectors * kLanes);
  const int64_t split = task / job->blocks;
  float* out = job->out + split * c->k_h * c->k_w * c->out_c;
  for (int64_t t = 0; t < c->k_h * c->k_w; ++t) {
    memset(out + t * c->out_c + ch, 0, static_cast<size_t>(end - ch) * sizeof(float));
  }
  const int64_t last = MinI(job->rows, (split + 1) * job->chunk);
  for (int64_t row = split * job->chunk; row < last; ++row) {
    const float* dy = job->dy + row * c->out_w * c->out_c;
    const float* image = job->x + row / c->out_h * c->in_h * c->in_w * c->in_c;
    for (int64_t i = 0; i < c->k_h; ++i) {
      const int64_t h = row % c->out_h * c->stride_h - c->pad_top + i * c->dil_h;
      if (h < 0 || h >= c->in_h) continue;
      for (int64_t j = 0; j < c->k_w; ++j) {
        const int64_t w = j * c->dil_w - c->pad_left;  // of output column 0
        const int64_t o0 = w >= 0 ? 0 : CeilDiv(-w, c->stride_w);
        const int64_t o1 = w >= c->in_w ? 0 : MinI(c->out_w, (c->in_w - 1 - w) / c->stride_w + 1);
        if (o1 <= o0) continue;
        TapRow(job, image + (h * c->in_w + w + o0 * c->stride_w) * c->in_c, dy + o0 * c->out_c,
               o1 - o0, ch, end, out + (i * c->k_w + j) * c->out_c);
      }
    }
  }
}

}  // namespace

size_t DepthwiseGradFilterScratchBytes(const IsaConv* c) {
  const Job job = MakeJob(c);
  if (job.splits == 1) return 0;
  return static_cast<size_t>(job.splits * c->k_h * c->k_w * c->out_c) * sizeof(float);
}

void DepthwiseGradFilter(const IsaConv* c, const float* input, const float* dy, float* dfilter,
                         void* scratch, const IsaPool* pool) {
  if (c->in_c <= 0 || c->out_c <= 0) return;
  Job job = MakeJob(c);
  job.x = input;
  job.dy = dy;
  job.out = job.splits == 1 ? dfilter : static_cast<float*>(scratch);
  ForTasks(pool, job.blocks * job.splits, SumTask, &job);
  if (job.splits == 1) return;
  const int64_t size = c->k_h * c->k_w * c->out_c;
  FoldRows(job.out, job.splits, size, [](VF a, VF b) { return Add(a, b); });
  memcpy(dfilter, job.out, static_cast<size_t>(size) * sizeof(float));
}

}  // namespace hb::HB_ISA_NS
