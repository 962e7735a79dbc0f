// The gradient by an input of few channels, whose lanes would be mostly idle if each pixel of it were
// summed apart: dy times the transposed filter gives what each output pixel adds to its patch, with
// taps and channels side by side in the lanes, and that is added up where the patch lies.
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
  float* packed;    // the filter as [out channels] x [taps, in channels]
  float* shares;    // of each task: [pixels][panels * kNr]
  float* overlaps;  // of each band: [overlap][in_w * in_c]
  int64_t n, panels, pixels;
  int64_t bands, rows, overlap, tasks;
};

Job MakeJob(const IsaConv* c) {
  Job j{};
  j.c = c;
  j.n = c->k_h * c->k_w * c->in_c;
  j.panels = CeilDiv(j.n, kNr);
  j.pixels = MaxI(1, kBufferFloats / (j.panels * kNr * kMr)) * kMr;
  j.overlap = MaxI(0, (c->k_h - 1) * c->dil_h + 1 - c->stride_h);
  const int64_t work = c->out_h * c->out_w * c->out_c * j.n;
  const int64_t bands = MaxI(1, MinI(CeilDiv(16, c->batch), work / kBandWork));
  // An overlap ends within the rows that the next band owns.
  j.rows = MaxI(CeilDiv(c->out_h, bands), CeilDiv(j.overlap, c->stride_h));
  j.bands = CeilDiv(c->out_h, j.rows);
  j.tasks = MinI(c->batch * j.bands, kMaxTasks);
  return j;
}

int64_t ShareFloats(const Job* j) { return j->pixels * j->panels * kNr; }
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

// What `count` pixels add to one row: pixel i adds `run` floats of `from`, `ld` apart, at `at` +
// i * step, as far as they lie within the row.
void AddRuns(const float* from, int64_t ld, int64_t count, int64_t run, int64_t at, int64_t step,
             float* row, int64_t size) {
  const auto add = [=](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const int64_t left = MaxI(0, -(at + i * step));
      const int64_t right = MinI(run, size - (at + i * step));
      if (left < right) AddTo(row + at + i * step + left, from + i * ld + left, right - left);
    }
  };
  const int64_t inside = MinI(count, at < 0 ? CeilDiv(-at, step) : 0);
  const int64_t room = size - run - at;
  const int64_t outside = MaxI(inside, room < 0 ? 0 : MinI(count, room / step + 1));
  add(0, inside);
  // Runs that overlap follow each other at a distance: a store has to be done before its floats are
  // loaded again as part of another vector.
  const int64_t apart = CeilDiv(run, step);
  for (int64_t first = inside; first < MinI(outside, inside + apart); ++first) {
    float* to = row + at + first * step;
    const float* p = from + first * ld;
    for (int64_t i = first; i < outside; i += apart, to += apart * step, p += apart * ld) {
      AddTo(to, p, run);
    }
  }
  add(outside, count);
}

// What `count` pixels add to their patches.
void Multiply(const Job* j, const float* dy, int64_t count, float* shares) {
  const int64_t k = j->c->out_c, kc = KBlock(k);
  MicroArgs args{};
  args.as = k;
  args.bs = kNr;
  args.ldc = j->panels * kNr;
  args.tail = kLanes;
  for (int64_t k0 = 0; k0 < k; k0 += kc) {
    args.kc = MinI(kc, k - k0);
    args.flags = k0 == 0 ? 0 : kAccumulate;
    for (int64_t panel = 0; panel < j->panels; ++panel) {
      const int nv = j->n - panel * kNr > kLanes ? 2 : 1;
      args.b = j->packed + (k0 * j->panels + panel * args.kc) * kNr;
      for (int64_t p = 0; p < count; p += kMr) {
        args.a = dy + p * k + k0;
        args.c = shares + p * args.ldc + panel * kNr;
        GetMicro(static_cast<int>(MinI(kMr, count - p)), nv, false)(&args);
      }
    }
  }
}

void RunBand(const Job* j, int64_t at, float* shares) {
  const IsaConv* c = j->c;
  const int64_t image = at / j->bands, band = at % j->bands;
  const int64_t first = FirstRow(j, band), next = FirstRow(j, band + 1);
  const int64_t size = c->in_w * c->in_c, ld = j->panels * kNr, step = c->stride_w * c->in_c;
  float* const own = j->dinput + image * c->in_h * size;
  float* const overlap = j->overlaps + at * OverlapFloats(j);
  memset(own + first * size, 0, static_cast<size_t>((next - first) * size) * sizeof(float));
  memset(overlap, 0, static_cast<size_t>(OverlapFloats(j)) * sizeof(float));
  // Taps side by side are added at once.
  const bool solid = c->dil_w == 1;
  const int64_t runs = solid ? 1 : c->k_w, run = solid ? c->k_w * c->in_c : c->in_c;
  const float* dy = j->dy + image * c->out_h * c->out_w * c->out_c;
  const int64_t end = MinI(c->out_h, (band + 1) * j->rows) * c->out_w;
  for (int64_t p0 = band * j->rows * c->out_w; p0 < end; p0 += j->pixels) {
    const int64_t p1 = MinI(end, p0 + j->pixels);
    Multiply(j, dy + p0 * c->out_c, p1 - p0, shares);
    for (int64_t p = p0; p < p1;) {
      const int64_t y = p / c->out_w, x = p % c->out_w;
      const int64_t count = MinI(p1 - p, c->out_w - x);
      for (int64_t i = 0; i < c->k_h; ++i) {
        const int64_t h = y * c->stride_h - c->pad_top + i * c->dil_h;
        if (h < 0 || h >= c->in_h) continue;
        float* row = h < next ? own + h * size : overlap + (h - next) * size;
        for (int64_t r = 0; r < runs; ++r) {
          const int64_t w = x * c->stride_w - c->pad_left + r * c->dil_w;
          AddRuns(shares + (p - p0) * ld + (i * runs + r) * run, ld, count, run, w * c->in_c, step,
                  row, size);
        }
      }
      p += count;
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
         c->out_c >= kLeastChannels && c->out_h > 0 && c->out_w > 0;
}

size_t ConvGradFewScratchBytes(const IsaConv* c) {
  const Job j = MakeJob(c);
  return GemmPackedBBytes(c->out_c, j.n) +
         static_cast<size_t>(j.tasks * ShareFloats(&j) + c->batch * j.bands * OverlapFloats(&j)) *
             sizeof(float);
}

void ConvGradFew(const IsaConv* c, const float* filter, const float* dy, float* dinput,
                 void* scratch, const IsaPool* pool) {
  Job j = MakeJob(c);
  j.dy = dy;
  j.dinput = dinput;
  j.packed = static_cast<float*>(scratch);
  j.shares = j.packed + GemmPackedBBytes(c->out_c, j.n) / sizeof(float);
  j.overlaps = j.shares + j.tasks * ShareFloats(&j);
  PackB(c->out_c, j.n, filter, c->out_c, true, j.packed, pool);
  ForTasks(pool, j.tasks, BandsTask, &j);
  if (j.bands > 1 && j.overlap > 0) ForTasks(pool, c->batch, OverlapsTask, &j);
}

}  // namespace hb::HB_ISA_NS
