// The gradient by the filter of Winograd's algorithm, turned round: for each point the patches of
// the image, transposed, times those of dy, summed over all tiles, and then brought back to 3x3.
#include "core/kernels/cpu/isa/gemm_pack.h"
#include "core/kernels/cpu/isa/winograd_tiles.h"

namespace hb::HB_ISA_NS {
namespace {

constexpr int64_t kBlockFloats = 1 << 16;  // patches of one block, about
constexpr int64_t kLeastBlock = 32;
constexpr int64_t kMaxSplits = 16;
constexpr int64_t kSplitTiles = 256;      // at least so many tiles in a split
constexpr int64_t kSumsFloats = 1 << 20;  // of all splits

struct Job {
  Tiles tiles;
  const float* x;
  const float* dy;
  float* dfilter;
  float* sums;     // of each split: [kPoints][k][n]
  float* buffers;  // of each split: patches [kPoints][block][k], then of dy [kPoints][block][n]
  int64_t block, splits;
};

Job MakeJob(const Winograd* w) {
  Job j{};
  j.tiles = TilesOf(w);
  j.block = MaxI(kLeastBlock, kBlockFloats / (kPoints * (w->k + w->n)));
  j.splits = 1;
  while (j.splits < kMaxSplits && 2 * j.splits * kSplitTiles <= j.tiles.count &&
         2 * j.splits * kPoints * w->k * w->n <= kSumsFloats) {
    j.splits *= 2;
  }
  return j;
}

// As in winograd.cc, points don't lie a power of two apart.
int64_t PatchStep(const Job* j) { return j->block * j->tiles.w->k + 16; }
int64_t GradStep(const Job* j) { return j->block * j->tiles.w->n + 16; }
int64_t SumStep(const Job* j) { return j->tiles.w->k * j->tiles.w->n + 16; }

// A e of two vectors.
HB_INLINE void SpreadGrad(VF e0, VF e1, VF* out) {
  out[0] = e0;
  out[1] = Add(e0, e1);
  out[2] = Sub(e0, e1);
  out[3] = Neg(e1);
}

// A e A^T of the 2x2 pixels of dy at (row, col), of which some may not exist.
HB_INLINE void TransformGrad(const Winograd* w, const float* image, int64_t row, int64_t col,
                             float* out, int64_t step) {
  const bool right = col + 1 < w->out_w, below = row + 1 < w->out_h;
  const int64_t ld = w->out_w * w->n;
  const float* top = image + row * ld + col * w->n;
  for (int64_t c = 0; c < w->n; c += kLanes) {
    VF t[2][4];
    HB_UNROLL4
    for (int x = 0; x < 2; ++x) {
      const bool there = x == 0 || right;
      const float* upper = there ? top + x * w->n + c : kOutside;
      const float* lower = there && below ? top + ld + x * w->n + c : kOutside;
      VF o[4];
      SpreadGrad(Load(upper), Load(lower), o);
      HB_UNROLL4
      for (int y = 0; y < 4; ++y) t[x][y] = o[y];
    }
    HB_UNROLL4
    for (int y = 0; y < 4; ++y) {
      VF o[4];
      SpreadGrad(t[0][y], t[1][y], o);
      HB_UNROLL4
      for (int x = 0; x < 4; ++x) Store(out + (4 * y + x) * step + c, o[x]);
    }
  }
}

// Adds the products of one block to the sums of a split, or begins them.
void Multiply(const Job* j, const float* patches, const float* grads, int64_t count, bool first,
              float* sums) {
  const Winograd* w = j->tiles.w;
  const int64_t row_tiles = CeilDiv(w->k, kMr);
  MicroArgs args{};
  args.kc = count;
  args.as = w->k;
  args.bs = w->n;
  args.ldc = w->n;
  args.tail = kLanes;
  args.flags = first ? 0 : kAccumulate;
  for (int64_t p = 0; p < kPoints; ++p) {
    for (int64_t col = 0; col < w->n; col += kNr) {
      const int nv = w->n - col > kLanes ? 2 : 1;
      args.b = grads + p * GradStep(j) + col;
      for (int64_t t = 0; t < row_tiles; ++t) {
        const int64_t row = TileRow(t, row_tiles, w->k);
        const int rows = static_cast<int>(TileRow(t + 1, row_tiles, w->k) - row);
        args.a = patches + p * PatchStep(j) + row;
        args.c = sums + p * SumStep(j) + row * w->n + col;
        GetMicro(rows, nv, true)(&args);
      }
    }
  }
}

void SplitTask(void* arg, int64_t split) {
  const Job* j = static_cast<const Job*>(arg);
  const Winograd* w = j->tiles.w;
  float* sums = j->sums + split * kPoints * SumStep(j);
  float* patches = j->buffers + split * kPoints * (PatchStep(j) + GradStep(j));
  float* grads = patches + kPoints * PatchStep(j);
  const int64_t begin = split * j->tiles.count / j->splits;
  const int64_t end = (split + 1) * j->tiles.count / j->splits;
  for (int64_t t0 = begin; t0 < end; t0 += j->block) {
    const int64_t count = MinI(j->block, end - t0);
    Place p = PlaceOf(&j->tiles, t0);
    TransformPatches(&j->tiles, j->x, p, count, patches, PatchStep(j));
    for (int64_t t = 0; t < count; ++t, Next(&j->tiles, &p)) {
      TransformGrad(w, j->dy + p.image * w->out_h * w->out_w * w->n, p.row, p.col, grads + t * w->n,
                    GradStep(j));
    }
    Multiply(j, patches, grads, count, t0 == begin, sums);
  }
}

// G^T m of four vectors.
HB_INLINE void Gather3(VF m0, VF m1, VF m2, VF m3, VF* out) {
  const VF half = Set1(0.5f);
  const VF inner = Mul(half, Add(m1, m2));
  out[0] = Add(m0, inner);
  out[1] = Mul(half, Sub(m1, m2));
  out[2] = Add(inner, m3);
}

// G^T m G for one channel of the image, m the sum of all splits in order.
void FilterTask(void* arg, int64_t row) {
  const Job* j = static_cast<const Job*>(arg);
  const Winograd* w = j->tiles.w;
  const int64_t step = SumStep(j);
  for (int64_t c = row * w->n; c < (row + 1) * w->n; c += kLanes) {
    VF t[3][4];
    HB_UNROLL4
    for (int x = 0; x < 4; ++x) {
      VF m[4], o[3];
      HB_UNROLL4
      for (int y = 0; y < 4; ++y) {
        const float* p = j->sums + (4 * y + x) * step + c;
        m[y] = Load(p);
        for (int64_t s = 1; s < j->splits; ++s) m[y] = Add(m[y], Load(p + s * kPoints * step));
      }
      Gather3(m[0], m[1], m[2], m[3], o);
      HB_UNROLL4
      for (int y = 0; y < 3; ++y) t[y][x] = o[y];
    }
    HB_UNROLL4
    for (int y = 0; y < 3; ++y) {
      VF o[3];
      Gather3(t[y][0], t[y][1], t[y][2], t[y][3], o);
      HB_UNROLL4
      for (int x = 0; x < 3; ++x) Store(j->dfilter + (3 * y + x) * w->k * w->n + c, o[x]);
    }
  }
}

}  // namespace

bool IsWinogradGradFilter(const IsaConv* c) {
  constexpr int64_t kMostWeights = 128 * 128;  // of one tap: their sums must stay in cache
  return IsWinograd(c) && c->in_c * c->out_c <= kMostWeights;
}

size_t WinogradGradFilterScratchBytes(const Winograd* w) {
  const Job j = MakeJob(w);
  return static_cast<size_t>(j.splits * kPoints * (SumStep(&j) + PatchStep(&j) + GradStep(&j))) *
         sizeof(float);
}

void WinogradGradFilter(const Winograd* w, const float* x, const float* dy, float* dfilter,
                        void* scratch, const IsaPool* pool) {
  Job j = MakeJob(w);
  j.x = x, j.dy = dy, j.dfilter = dfilter;
  j.sums = static_cast<float*>(scratch);
  j.buffers = j.sums + j.splits * kPoints * SumStep(&j);
  ForTasks(pool, j.splits, SplitTask, &j);
  ForTasks(pool, w->k, FilterTask, &j);
}

}  // namespace hb::HB_ISA_NS
