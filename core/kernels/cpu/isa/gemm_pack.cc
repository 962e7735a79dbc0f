#include "core/kernels/cpu/isa/gemm_pack.h"

#include "core/kernels/cpu/isa/transpose.h"

namespace hb::HB_ISA_NS {
namespace {

// Panels that are packed side by side if there are so many.
constexpr int64_t kPackPanels = 8;

struct PackJob {
  const float* in;
  float* out;
  int64_t ld, k, n;
  int64_t group;  // panels or tiles a task
  bool trans;
};

// Full panels side by side. Rows are read in runs of all of them: one panel after the other would
// touch another page with every row of a wide matrix.
void PackFullPanels(const float* b, int64_t ld, int64_t k, int64_t panels, float* out) {
  for (int64_t i = 0; i < k; ++i, b += ld, out += kNr) {
    for (int64_t j = 0; j < panels; ++j) {
      Store(out + j * k * kNr, Load(b + j * kNr));
      Store(out + j * k * kNr + kLanes, Load(b + j * kNr + kLanes));
    }
  }
}

void PackBTask(void* arg, int64_t task) {
  const PackJob* job = static_cast<const PackJob*>(arg);
  const int64_t panels = CeilDiv(job->n, kNr);
  const int64_t begin = task * job->group, end = MinI(panels, begin + job->group);
  const int64_t full = job->trans ? begin : MaxI(begin, MinI(end, job->n / kNr));
  const int64_t step = job->trans ? 1 : job->ld;
  const int64_t kc = KBlock(job->k);
  for (int64_t k0 = 0; k0 < job->k; k0 += kc) {
    const int64_t kb = MinI(kc, job->k - k0);
    const float* in = job->in + k0 * step;
    float* out = job->out + k0 * panels * kNr;
    PackFullPanels(in + begin * kNr, job->ld, kb, full - begin, out + begin * kb * kNr);
    for (int64_t j = full; j < end; ++j) {
      PackBPanel(in + j * kNr * (job->trans ? job->ld : 1), job->ld, job->trans, kb,
                 MinI(kNr, job->n - j * kNr), out + j * kb * kNr);
    }
  }
}

void PackATask(void* arg, int64_t task) {
  const PackJob* job = static_cast<const PackJob*>(arg);
  const int64_t tiles = CeilDiv(job->n, kMr);
  const int64_t end = MinI(tiles, (task + 1) * job->group);
  for (int64_t t = task * job->group; t < end; ++t) {
    const int64_t row = TileRow(t, tiles, job->n);
    const int64_t h = TileRow(t + 1, tiles, job->n) - row;
    float* out = job->out + row * job->k;
    if (job->trans) {
      CopyRows(job->in + row, job->ld, job->k, h, out, h);
    } else {
      TransposeCopy(job->in + row * job->ld, job->ld, out, h, job->k, h);
    }
  }
}

}  // namespace

void CopyRows(const float* in, int64_t is, int64_t rows, int64_t cols, float* out, int64_t os) {
  for (int64_t i = 0; i < rows; ++i, in += is, out += os) {
    int64_t j = 0;
    for (; j + kLanes <= cols; j += kLanes) Store(out + j, Load(in + j));
    if (j < cols) StoreN(out + j, LoadN(in + j, cols - j), cols - j);
  }
}

void PackBPanel(const float* b, int64_t ld, bool trans, int64_t k, int64_t cols, float* out) {
  if (trans) {
    if (cols < kNr) memset(out, 0, static_cast<size_t>(k * kNr) * sizeof(float));
    TransposeCopy(b, ld, out, kNr, k, cols);
    return;
  }
  if (cols == kNr) {
    for (int64_t i = 0; i < k; ++i, b += ld, out += kNr) {
      Store(out, Load(b));
      Store(out + kLanes, Load(b + kLanes));
    }
    return;
  }
  const int64_t n0 = MinI(cols, kLanes);
  for (int64_t i = 0; i < k; ++i, b += ld, out += kNr) {
    Store(out, LoadN(b, n0));
    Store(out + kLanes, cols > kLanes ? LoadN(b + kLanes, cols - kLanes) : Zero());
  }
}

void PackB(int64_t k, int64_t n, const float* b, int64_t ld, bool trans, float* out,
           const IsaPool* pool) {
  if (k <= 0 || n <= 0) return;
  const int64_t panels = CeilDiv(n, kNr);
  const int64_t side_by_side = trans ? 1 : MinI(kPackPanels, CeilDiv(panels, 2));
  PackJob job{b, out, ld, k, n, MaxI(side_by_side, 16384 / (k * kNr)), trans};
  ForTasks(pool, CeilDiv(panels, job.group), PackBTask, &job);
}

size_t GemmPackedBBytes(int64_t k, int64_t n) {
  return static_cast<size_t>(CeilDiv(MaxI(n, 0), kNr) * kNr * MaxI(k, 0)) * sizeof(float);
}

void GemmPackB(int64_t k, int64_t n, const float* b, int64_t ldb, int32_t trans, void* out,
               const IsaPool* pool) {
  PackB(k, n, b, ldb, trans != 0, static_cast<float*>(out), pool);
}

size_t GemmPackedABytes(int64_t m, int64_t k) {
  return static_cast<size_t>(MaxI(m, 0) * MaxI(k, 0)) * sizeof(float);
}

void GemmPackA(int64_t m, int64_t k, const float* a, int64_t lda, int32_t trans, void* out,
               const IsaPool* pool) {
  if (m <= 0 || k <= 0) return;
  PackJob job{a, static_cast<float*>(out), lda, k, m, MaxI(1, 16384 / (k * kMr)), trans != 0};
  ForTasks(pool, CeilDiv(CeilDiv(m, kMr), job.group), PackATask, &job);
}

}  // namespace hb::HB_ISA_NS
