// The gradient by the filter: patches transposed times dy, summed over all output pixels; or by
// Winograd's algorithm. Patches of few channels are read from a copy of a band of the image.
#include "core/kernels/cpu/isa/conv.h"
#include "core/kernels/cpu/isa/gemm.h"
#include "core/kernels/cpu/isa/gemm_pack.h"
#include "core/kernels/cpu/isa/winograd.h"

namespace hb::HB_ISA_NS {
namespace {

constexpr int64_t kPixels = 128;    // pixels gathered at once
constexpr int64_t kBlockTiles = 4;  // row tiles of one task
constexpr int64_t kBlockRows = kBlockTiles * kMr;
constexpr int64_t kMaxSplits = 16;
constexpr int64_t kLeastRun = 6;  // floats of a row of taps that are read from a band

struct FilterJob {
  const IsaConv* c;
  Gather patches;
  const float* dy;  // offset to the group's first channel
  float* out;       // dfilter of the group, or the partial sums
  int64_t ld, split_step;
  int64_t m, n, pixels;
  int64_t tiles, blocks, splits, chunk;  // chunk: pixels of one split
  bool bands;  // a split is a number of rows of dy then, and there is one block
};

// How often the sum over pixels is split; by shape only, a power of two.
int64_t Splits(int64_t m, int64_t n, int64_t pixels) {
  const int64_t blocks = CeilDiv(CeilDiv(m, kMr), kBlockTiles);
  int64_t splits = 1;
  while (splits < kMaxSplits && splits * blocks < 16 && pixels / (2 * splits) >= 2 * kPixels &&
         m * n * (pixels / (2 * splits)) >= (1 << 19)) {
    splits *= 2;
  }
  return splits;
}

FilterJob MakeJob(const IsaConv* c) {
  FilterJob job{};
  job.c = c;
  job.m = c->k_h * c->k_w * (c->in_c / c->groups);
  job.n = c->out_c / c->groups;
  job.pixels = c->batch * c->out_h * c->out_w;
  job.tiles = CeilDiv(job.m, kMr);
  job.blocks = CeilDiv(job.tiles, kBlockTiles);
  job.splits = Splits(job.m, job.n, job.pixels);
  job.chunk = CeilDiv(CeilDiv(job.pixels, job.splits), kPixels) * kPixels;
  const Gather patches = PatchGather(c, nullptr, 0);
  job.bands = job.pixels > 0 && c->k_w * c->in_c >= kLeastRun && !HasSolidColumns(&patches) &&
              TakesBands(&patches);
  if (job.bands) {
    job.blocks = 1;
    while (job.splits > c->batch * c->out_h) job.splits /= 2;
  }
  return job;
}

void SumTask(void* arg, int64_t task) {
  const FilterJob* job = static_cast<const FilterJob*>(arg);
  const int64_t t0 = task % job->blocks * kBlockTiles;
  const int64_t t1 = MinI(job->tiles, t0 + kBlockTiles);
  const int64_t split = task / job->blocks;
  const int64_t end = MinI(job->pixels, (split + 1) * job->chunk);
  const int64_t begin = MinI(end, split * job->chunk);
  const int64_t row0 = TileRow(t0, job->tiles, job->m);
  const int64_t rows = TileRow(t1, job->tiles, job->m) - row0;
  const Epilogue ep{1.0f, 0.0f, {}, nullptr, false};
  alignas(64) float copy[kPixels * kBlockRows];
  alignas(64) float tail[kPixels * kNr];
  const int64_t rest = job->n % kNr;
  const bool solid = HasSolidColumns(&job->patches);
  float* out = job->out + split * job->split_step;
  int64_t p = begin;
  do {
    const int64_t np = MinI(kPixels, end - p);
    const float* dy = job->dy + p * job->c->out_c;
    if (solid) {
      GatherColumns(&job->patches, p, np, row0, rows, copy, kPixels);
    } else {
      GatherRows(&job->patches, p, np, row0, rows, copy, kBlockRows);
    }
    if (rest != 0) PackBPanel(dy + job->n - rest, job->c->out_c, false, np, rest, tail);
    for (int64_t col = 0; col < job->n; col += kNr) {
      const int64_t cols = MinI(kNr, job->n - col);
      for (int64_t t = t0; t < t1; ++t) {
        const int64_t row = TileRow(t, job->tiles, job->m);
        MicroArgs args;
        args.kc = np;
        args.a = copy + (row - row0) * (solid ? kPixels : 1);
        args.as = solid ? kPixels : kBlockRows;
        args.b = cols < kNr ? tail : dy + col;
        args.bs = cols < kNr ? static_cast<int64_t>(kNr) : job->c->out_c;
        args.c = out + row * job->ld + col;
        args.ldc = job->ld;
        RunTile(&args, static_cast<int>(TileRow(t + 1, job->tiles, job->m) - row), cols, col,
                !solid, p == begin, p + np >= end, &ep);
      }
    }
    p += np;
  } while (p < end);
}

// The same over the rows of dy of one split. Tiles end where rows of taps do: their terms lie side
// by side in the band.
void SumRowsTask(void* arg, int64_t split) {
  const FilterJob* job = static_cast<const FilterJob*>(arg);
  const IsaConv* c = job->c;
  const Gather* x = &job->patches;
  const Epilogue ep{1.0f, 0.0f, {}, nullptr, false};
  alignas(64) float band[kBandFloats];
  alignas(64) float tail[kPixels * kNr];
  const int64_t rest = job->n % kNr, run = c->k_w * c->in_c, tiles = CeilDiv(run, kMr);
  const int64_t span = MinI(kPixels, BandPixels(x));
  const int64_t all = c->batch * c->out_h;
  const int64_t begin = split * all / job->splits, end = (split + 1) * all / job->splits;
  float* out = job->out + split * job->split_step;
  for (int64_t y = begin; y < end; ++y) {
    for (int64_t p = 0; p < c->out_w; p += span) {
      const int64_t np = MinI(span, c->out_w - p), ld = BandLd(x, np);
      const float* dy = job->dy + (y * c->out_w + p) * c->out_c;
      GatherBand(x, y * c->out_w, p, np, band, ld);
      if (rest != 0) PackBPanel(dy + job->n - rest, c->out_c, false, np, rest, tail);
      for (int64_t col = 0; col < job->n; col += kNr) {
        const int64_t cols = MinI(kNr, job->n - col);
        for (int64_t t = 0; t < c->k_h * tiles; ++t) {
          const int64_t row = TileRow(t % tiles, tiles, run), tap = t / tiles;
          MicroArgs args;
          args.kc = np;
          args.a = band + tap * ld + row;
          args.as = c->stride_w * c->in_c;
          args.b = cols < kNr ? tail : dy + col;
          args.bs = cols < kNr ? static_cast<int64_t>(kNr) : c->out_c;
          args.c = out + (tap * run + row) * job->ld + col;
          args.ldc = job->ld;
          RunTile(&args, static_cast<int>(TileRow(t % tiles + 1, tiles, run) - row), cols, col,
                  true, y == begin && p == 0, y + 1 == end && p + np == c->out_w, &ep);
        }
      }
    }
  }
}

struct ReduceJob {
  float* partial;
  float* out;
  int64_t m, n, ld, splits;
};

// One row: the partial sums meet in a halving tree.
void ReduceTask(void* arg, int64_t row) {
  const ReduceJob* job = static_cast<const ReduceJob*>(arg);
  const int64_t step = job->m * job->n;
  for (int64_t w = job->splits / 2; w > 0; w /= 2) {
    for (int64_t s = 0; s < w; ++s) {
      float* a = job->partial + s * step + row * job->n;
      const float* b = a + w * step;
      float* out = w == 1 ? job->out + row * job->ld : a;
      for (int64_t j = 0; j < job->n; j += kLanes) {
        const int64_t n = MinI(kLanes, job->n - j);
        StoreN(out + j, Add(LoadN(a + j, n), LoadN(b + j, n)), n);
      }
    }
  }
}

}  // namespace

size_t ConvGradFilterScratchBytes(const IsaConv* c) {
  if (IsWinogradGradFilter(c)) {
    const Winograd w = WinogradForward(c);
    return WinogradGradFilterScratchBytes(&w);
  }
  const FilterJob job = MakeJob(c);
  if (job.splits == 1) return 0;
  return static_cast<size_t>(job.splits * job.m * job.n) * sizeof(float);
}

void ConvGradFilter(const IsaConv* c, const float* input, const float* dy, float* dfilter,
                    void* scratch, const IsaPool* pool) {
  if (IsWinogradGradFilter(c)) {
    const Winograd w = WinogradForward(c);
    return WinogradGradFilter(&w, input, dy, dfilter, scratch, pool);
  }
  FilterJob job = MakeJob(c);
  if (job.m <= 0 || job.n <= 0) return;
  for (int64_t g = 0; g < c->groups; ++g) {
    job.patches = PatchGather(c, input, g);
    job.dy = dy + g * job.n;
    float* const out = dfilter + g * job.n;
    const bool split = job.splits > 1;
    job.out = split ? static_cast<float*>(scratch) : out;
    job.ld = split ? job.n : c->out_c;
    job.split_step = split ? job.m * job.n : 0;
    ForTasks(pool, job.blocks * job.splits, job.bands ? SumRowsTask : SumTask, &job);
    if (!split) continue;
    ReduceJob reduce{static_cast<float*>(scratch), out, job.m, job.n, c->out_c, job.splits};
    ForTasks(pool, job.m, ReduceTask, &reduce);
  }
}

}  // namespace hb::HB_ISA_NS
