// The gradient by an input of few channels, whose lanes would be mostly idle if each pixel of it
// were summed apart: dy times the transposed filter gives what each output pixel adds to its patch,
// with taps and channels side by side in the lanes, and that is added up where the patch lies. A
// single channel read with stride 1 has pixels side by side in the lanes instead.
#include "core/kernels/cpu/isa/conv.h"
#include "core/kernels/cpu/isa/gemm_micro.h"
#include "core/kernels/cpu/isa/gemm_pack.h"

namespace hb::HB_ISA_NS {
namespace {

constexpr int64_t kFewChannels = 8;
constexpr int64_t kLeastChannels = 8;       // of the output
constexpr int64_t kMaxTasks = 32;           // each has a buffer of its own
constexpr int64_t kBufferFloats = 1 << 13;  // of a task's buffer, about
constexpr int64_t kBandWork = 1 << 19;      // least number of multiply-adds of one band

// An image is cut into bands of rows of dy. A band owns the rows of dinput from the first that it
// reaches to the first that the next one reaches; what it adds to those of the next, its overlap,
// is summed apart.
struct Job {
  const IsaConv* c;
  const float* dy;
  float* dinput;
  bool across;          // lanes are pixels
  const float* filter;  // [taps, in channels] x [out channels]
  float* packed;        // its transpose in panels, unless across
  float* shares;        // of each task: [pixels][ld], or [n][ld] across
  float* overlaps;      // of each band: [overlap][in_w * in_c]
  int64_t n, panels, pixels, ld;
  int64_t bands, rows, overlap, tasks;
};

Job MakeJob(const IsaConv* c) {
  Job j{};
  j.c = c;
  j.n = c->k_h * c->k_w * c->in_c;
  j.panels = CeilDiv(j.n, kNr);
  j.across = c->in_c == 1 && c->stride_w == 1;
  if (j.across) {
    j.ld = j.pixels = MaxI(1, kBufferFloats / (j.n * kNr)) * kNr;
  } else {
    j.ld = j.panels * kNr;
    j.pixels = MaxI(1, kBufferFloats / (j.ld * kMr)) * kMr;
  }
  j.overlap = MaxI(0, (c->k_h - 1) * c->dil_h + 1 - c->stride_h);
  const int64_t work = c->out_h * c->out_w * c->out_c * j.n;
  const int64_t bands = MaxI(1, MinI(CeilDiv(16, c->batch), work / kBandWork));
  // An overlap ends within the rows that the next band owns.
  j.rows = MaxI(CeilDiv(c->out_h, bands), CeilDiv(j.overlap, c->stride_h));
  j.bands = CeilDiv(c->out_h, j.rows);
  j.tasks = MinI(c->batch * j.bands, kMaxTasks);
  return j;
}

int64_t ShareFloats(const Job* j) { return j->ld * (j->across ? j->n : j->pixels); }
size_t PackedBytes(const Job* j) { return j->across ? 0 : GemmPackedBBytes(j->c->out_c, j->n); }
int64_t OverlapFloats(const Job* j) { return j->overlap * j->c->in_w * j->c->in_c; }

// The first row of dinput that a band owns.
int64_t FirstRow(const Job* j, int64_t band) {
  if (band == 0) return 0;
  if (band == j->bands) return j->c->in_h;
  return MinI(j->c->in_h, MaxI(0, band * j->rows * j->c->stride_h - j->c->pad_top));
}

HB_INLINE void AddTo(float* to, const float* from, int64_t n) {
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) Store(to + i, Add(Load(to + i), Load(from + i)));
  if (i < n) StoreN(to + i, Add(LoadN(to + i, n - i), LoadN(from + i, n - i)), n - i);
}

// Pixel i of `count` adds `run` floats of `from`, `ld` apart, at at + i * step of a row, as far as
// they lie within it; here the pixels `first`, first + apart, ...
void AddRuns(const float* from, int64_t ld, int64_t count, int64_t run, int64_t at, int64_t step,
             int64_t first, int64_t apart, float* row, int64_t size) {
  for (int64_t i = first; i < count; i += apart) {
    const int64_t to = at + i * step;
    if (to >= 0 && to + run <= size) {
      AddTo(row + to, from + i * ld, run);
      continue;
    }
    const int64_t left = MaxI(0, -to), right = MinI(run, size - to);
    if (left < right) AddTo(row + to + left, from + i * ld + left, right - left);
  }
}

// What `count` pixels add to their patches.
void Multiply(const Job* j, const float* dy, int64_t count, float* shares) {
  const int64_t k = j->c->out_c, kc = KBlock(k);
  MicroArgs args{};
  args.as = k;
  args.bs = kNr;
  args.ldc = j->ld;
  args.tail = kLanes;
  for (int64_t k0 = 0; k0 < k; k0 += kc) {
    args.kc = MinI(kc, k - k0);
    args.flags = k0 == 0 ? 0 : kAccumulate;
    for (int64_t panel = 0; panel < j->panels; ++panel) {
      const int nv = j->n - panel * kNr > kLanes ? 2 : 1;
      args.b = j->packed + (k0 * j->panels + panel * args.kc) * kNr;
      for (int64_t p = 0; p < count; p += kMr) {
        args.a = dy + p * k + k0;
        args.c = shares + p * j->ld + panel * kNr;
        GetMicro(static_cast<int>(MinI(kMr, count - p)), nv, false)(&args);
      }
    }
  }
}

// The same transposed.
void MultiplyAcross(const Job* j, const float* dy, int64_t count, float* shares) {
  const int64_t k = j->c->out_c, kc = KBlock(k);
  const int64_t tiles = CeilDiv(j->n, kMr);
  alignas(64) float panel[kKcMax * kNr];
  MicroArgs args{};
  args.as = k;
  args.b = panel;
  args.bs = kNr;
  args.ldc = j->ld;
  args.tail = kLanes;
  for (int64_t p = 0; p < count; p += kNr) {
    for (int64_t k0 = 0; k0 < k; k0 += kc) {
      args.kc = MinI(kc, k - k0);
      args.flags = k0 == 0 ? 0 : kAccumulate;
      PackBPanel(dy + p * k + k0, k, true, args.kc, MinI(kNr, count - p), panel);
      for (int64_t t = 0; t < tiles; ++t) {
        const int64_t row = TileRow(t, tiles, j->n);
        args.a = j->filter + row * k + k0;
        args.c = shares + row * j->ld + p;
        GetMicro(static_cast<int>(TileRow(t + 1, tiles, j->n) - row), kNv, false)(&args);
      }
    }
  }
}

// The rows of dinput that a band adds to.
struct Rows {
  float* own;  // row 0 of the image
  float* overlap;
  int64_t next, size;

  float* At(int64_t h) const { return h < next ? own + h * size : overlap + (h - next) * size; }
};

// Adds the shares of `count` pixels of row y of dy, from pixel x on. Vectors that meet follow each
// other at a distance: one must be stored before its floats are loaded as part of another.
void AddShares(const Job* j, const float* shares, int64_t y, int64_t x, int64_t count,
               const Rows* rows) {
  const IsaConv* c = j->c;
  // Taps side by side are added at once.
  const bool solid = c->dil_w == 1 && !j->across;
  const int64_t runs = solid ? 1 : c->k_w, run = solid ? c->k_w * c->in_c : c->in_c;
  const int64_t step = c->stride_w * c->in_c;
  const int64_t apart = CeilDiv(CeilDiv(run, kLanes) * kLanes, step);
  const int64_t passes = j->across ? 1 : MinI(count, apart);
  for (int64_t r = 0; r < runs; ++r) {
    const int64_t at = (x * c->stride_w - c->pad_left + r * c->dil_w) * c->in_c;
    for (int64_t pass = 0; pass < passes; ++pass) {
      for (int64_t i = 0; i < c->k_h; ++i) {
        const int64_t h = y * c->stride_h - c->pad_top + i * c->dil_h;
        if (h < 0 || h >= c->in_h) continue;
        float* row = rows->At(h);
        if (j->across) {
          AddRuns(shares + (i * runs + r) * j->ld, 0, 1, count, at, 0, 0, 1, row, rows->size);
        } else {
          AddRuns(shares + (i * runs + r) * run, j->ld, count, run, at, step, pass, apart, row,
                  rows->size);
        }
      }
    }
  }
}

void RunBand(const Job* j, int64_t at, float* shares) {
  const IsaConv* c = j->c;
  const int64_t image = at / j->bands, band = at % j->bands;
  const int64_t first = FirstRow(j, band), next = FirstRow(j, band + 1);
  const int64_t size = c->in_w * c->in_c;
  float* const own = j->dinput + image * c->in_h * size;
  float* const overlap = j->overlaps + at * OverlapFloats(j);
  memset(own + first * size, 0, static_cast<size_t>((next - first) * size) * sizeof(float));
  memset(overlap, 0, static_cast<size_t>(OverlapFloats(j)) * sizeof(float));
  const Rows rows{own, overlap, next, size};
  const float* dy = j->dy + image * c->out_h * c->out_w * c->out_c;
  const int64_t end = MinI(c->out_h, (band + 1) * j->rows) * c->out_w;
  for (int64_t p0 = band * j->rows * c->out_w; p0 < end; p0 += j->pixels) {
    const int64_t p1 = MinI(end, p0 + j->pixels);
    (j->across ? MultiplyAcross : Multiply)(j, dy + p0 * c->out_c, p1 - p0, shares);
    for (int64_t p = p0, count; p < p1; p += count) {
      const int64_t x = p % c->out_w;
      count = MinI(p1 - p, c->out_w - x);
      AddShares(j, shares + (p - p0) * (j->across ? 1 : j->ld), p / c->out_w, x, count, &rows);
    }
  }
}

void BandsTask(void* arg, int64_t task) {
  const Job* j = static_cast<const Job*>(arg);
  const int64_t all = j->c->batch * j->bands;
  for (int64_t b = task * all / j->tasks; b < (task + 1) * all / j->tasks; ++b) {
    RunBand(j, b, j->shares + task * ShareFloats(j));
  }
}

// Adds the overlaps of one image's bands.
void OverlapsTask(void* arg, int64_t image) {
  const Job* j = static_cast<const Job*>(arg);
  const IsaConv* c = j->c;
  const int64_t size = c->in_w * c->in_c;
  for (int64_t band = 0; band + 1 < j->bands; ++band) {
    const int64_t first = FirstRow(j, band + 1);
    const int64_t rows = MinI(j->overlap, c->in_h - first);
    AddTo(j->dinput + (image * c->in_h + first) * size,
          j->overlaps + (image * j->bands + band) * OverlapFloats(j), rows * size);
  }
}

}  // namespace

bool HasFewInputs(const IsaConv* c) {
  return c->groups == 1 && c->in_c <= kFewChannels && c->k_h * c->k_w > 1 &&
         c->out_c >= kLeastChannels && c->batch > 0 && c->out_h > 0 && c->out_w > 0;
}

size_t ConvGradFewScratchBytes(const IsaConv* c) {
  const Job j = MakeJob(c);
  return PackedBytes(&j) +
         static_cast<size_t>(j.tasks * ShareFloats(&j) + c->batch * j.bands * OverlapFloats(&j)) *
             sizeof(float);
}

void ConvGradFew(const IsaConv* c, const float* filter, const float* dy, float* dinput,
                 void* scratch, const IsaPool* pool) {
  Job j = MakeJob(c);
  j.dy = dy;
  j.dinput = dinput;
  j.filter = filter;
  j.packed = static_cast<float*>(scratch);
  j.shares = j.packed + PackedBytes(&j) / sizeof(float);
  j.overlaps = j.shares + j.tasks * ShareFloats(&j);
  if (!j.across) PackB(c->out_c, j.n, filter, c->out_c, true, j.packed, pool);
  ForTasks(pool, j.tasks, BandsTask, &j);
  if (j.bands > 1 && j.overlap > 0) ForTasks(pool, c->batch, OverlapsTask, &j);
}

}  // namespace hb::HB_ISA_NS
