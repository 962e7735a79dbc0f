#include "core/kernels/cpu/isa/elementwise.h"
#include "core/kernels/cpu/isa/gemm_pack.h"
#include "core/kernels/cpu/isa/winograd_tiles.h"

namespace hb::HB_ISA_NS {
namespace {

constexpr int64_t kMaxTasks = 32;          // each has buffers of its own
constexpr int64_t kBlockFloats = 1 << 13;  // of a task's buffers, about
// With more channels than the first on one side blocks have at least about so many tiles, as each
// reads the whole transformed filter from beyond the second-level cache.
constexpr int64_t kManyChannels = 256;
constexpr int64_t kLeastBlock = 32;

struct Job {
  const Winograd* w;
  const float* x;
  float* y;
  const float* points;  // the transformed filter: [kPoints][panels][k][kNr]
  float* buffers;  // of each task: patches [kPoints][block][k], then products [kPoints][block][n]
  Tiles tiles;
  int64_t block, blocks, tasks;  // tiles of one block
  int64_t panels;
  IsaEpilogue e;
};

Job MakeJob(const Winograd* w) {
  Job j{};
  j.w = w;
  j.tiles = TilesOf(w);
  j.block = MaxI(1, kBlockFloats / (kPoints * (w->k + w->n) * kMr)) * kMr;
  if (MaxI(w->k, w->n) > kManyChannels && j.block < kLeastBlock) {
    j.block = CeilDiv(j.tiles.count, MaxI(1, j.tiles.count / kLeastBlock));
  }
  j.blocks = CeilDiv(j.tiles.count, j.block);
  j.tasks = MinI(j.blocks, kMaxTasks);
  j.panels = CeilDiv(w->n, kNr);
  return j;
}

// Points lie a little more than a power of two apart, so that they don't share lines of the cache.
int64_t PatchStep(const Job* j) { return j->block * j->w->k + 16; }
int64_t ProductStep(const Job* j) { return j->block * j->w->n + 16; }
int64_t BufferFloats(const Job* j) { return kPoints * (PatchStep(j) + ProductStep(j)); }
int64_t PanelFloats(const Job* j) { return j->w->k * kNr; }

struct FilterJob {
  const Winograd* w;
  const float* filter;
  float* points;
  int64_t panels;
};

constexpr int64_t kTermBlock = 16;

// One panel of the filter: G g G^T of each 3x3 filter g, for a few terms at a time.
void FilterTask(void* arg, int64_t panel) {
  const FilterJob* j = static_cast<const FilterJob*>(arg);
  const int64_t k = j->w->k, n = j->w->n;
  const int64_t col = panel * kNr;
  const int64_t cols = MinI(kNr, n - col);
  const int64_t step = j->panels * k * kNr;
  alignas(64) float taps[9 * kTermBlock * kNr];
  constexpr int64_t kTap = kTermBlock * kNr;
  const VF half = Set1(0.5f);
  for (int64_t k0 = 0; k0 < k; k0 += kTermBlock) {
    const int64_t terms = MinI(kTermBlock, k - k0);
    for (int64_t t = 0; t < 9; ++t) {
      const float* f = j->w->turned ? j->filter + ((8 - t) * n + col) * k + k0
                                    : j->filter + (t * k + k0) * n + col;
      PackBPanel(f, j->w->turned ? k : n, j->w->turned, terms, cols, taps + t * kTap);
    }
    float* points = j->points + (panel * k + k0) * kNr;
    for (int64_t i = 0; i < terms * kNr; i += kLanes) {
      VF rows[4][3];
      HB_UNROLL4
      for (int c = 0; c < 3; ++c) {
        const VF g0 = Load(taps + c * kTap + i), g1 = Load(taps + (3 + c) * kTap + i);
        const VF g2 = Load(taps + (6 + c) * kTap + i);
        const VF outer = Add(g0, g2);
        rows[0][c] = g0;
        rows[1][c] = Mul(half, Add(outer, g1));
        rows[2][c] = Mul(half, Sub(outer, g1));
        rows[3][c] = g2;
      }
      HB_UNROLL4
      for (int r = 0; r < 4; ++r) {
        float* out = points + 4 * r * step + i;
        const VF outer = Add(rows[r][0], rows[r][2]);
        Store(out, rows[r][0]);
        Store(out + step, Mul(half, Add(outer, rows[r][1])));
        Store(out + 2 * step, Mul(half, Sub(outer, rows[r][1])));
        Store(out + 3 * step, rows[r][2]);
      }
    }
  }
}

// A^T m A of one tile's products, to the pixels at (row, col) that exist.
HB_INLINE void FinishTile(const Job* j, const float* m, int64_t step, const Place& p) {
  const Winograd* w = j->w;
  const int64_t ld = w->out_w * w->n, row = p.row, col = p.col;
  const int64_t at = (p.image * w->out_h + row) * ld + col * w->n;
  float* out = j->y + at;
  const bool right = col + 1 < w->out_w, below = row + 1 < w->out_h;
  const IsaEpilogue& e = j->e;
  const bool steps = e.scale != nullptr || e.shift != nullptr || e.residual != nullptr;
  for (int64_t c = 0; c < w->n; c += kLanes) {
    VF t[2][4];
    HB_UNROLL4
    for (int x = 0; x < 4; ++x) {
      const float* p = m + x * step + c;
      const VF m1 = Load(p + 4 * step), m2 = Load(p + 8 * step);
      t[0][x] = Add(Load(p), Add(m1, m2));
      t[1][x] = Sub(Sub(m1, m2), Load(p + 12 * step));
    }
    HB_UNROLL4
    for (int y = 0; y < 2; ++y) {
      if (y == 1 && !below) break;
      VF left = Add(t[y][0], Add(t[y][1], t[y][2]));
      VF rest = Sub(Sub(t[y][1], t[y][2]), t[y][3]);
      const int64_t here = y * ld + c, next = here + w->n;
      if (steps) {
        left = FinishSum(left, &e, c, at + here, kLanes);
        if (right) rest = FinishSum(rest, &e, c, at + next, kLanes);
      } else {
        if (e.bias != nullptr) {
          left = Add(left, Load(e.bias + c));
          rest = Add(rest, Load(e.bias + c));
        }
        left = Clamp(left, e.act);
        rest = Clamp(rest, e.act);
      }
      Store(out + here, left);
      if (right) Store(out + next, rest);
    }
  }
  if (j->e.act < kIsaActUnary) return;
  for (int64_t y = 0; y < (below ? 2 : 1); ++y) {
    ApplyUnary(j->e.act, out + y * ld, right ? 2 * w->n : w->n);
  }
}

// The product of all patches of a block with the filter, point by point.
void Multiply(const Job* j, const float* patches, int64_t count, float* products) {
  const Winograd* w = j->w;
  MicroArgs args{};
  args.kc = w->k;
  args.as = w->k;
  args.bs = kNr;
  args.ldc = w->n;
  args.tail = kLanes;
  const int64_t rows = CeilDiv(count, CeilDiv(count, kMr));
  for (int64_t p = 0; p < kPoints; ++p) {
    for (int64_t panel = 0; panel < j->panels; ++panel) {
      const int64_t col = panel * kNr;
      const int nv = w->n - col > kLanes ? 2 : 1;
      args.b = j->points + (p * j->panels + panel) * PanelFloats(j);
      for (int64_t t = 0; t < count; t += rows) {
        args.a = patches + p * PatchStep(j) + t * w->k;
        args.c = products + p * ProductStep(j) + t * w->n + col;
        GetMicro(static_cast<int>(MinI(rows, count - t)), nv, false)(&args);
      }
    }
  }
}

void BlocksTask(void* arg, int64_t task) {
  const Job* j = static_cast<const Job*>(arg);
  const Winograd* w = j->w;
  float* patches = j->buffers + task * BufferFloats(j);
  float* products = patches + kPoints * PatchStep(j);
  const int64_t end = (task + 1) * j->blocks / j->tasks;
  for (int64_t b = task * j->blocks / j->tasks; b < end; ++b) {
    const int64_t t0 = b * j->block;
    const int64_t count = MinI(j->block, j->tiles.count - t0);
    Place p = PlaceOf(&j->tiles, t0);
    TransformPatches(&j->tiles, j->x, p, count, patches, PatchStep(j));
    Multiply(j, patches, count, products);
    for (int64_t t = 0; t < count; ++t, Next(&j->tiles, &p)) {
      FinishTile(j, products + t * w->n, ProductStep(j), p);
    }
  }
}

// Tiles reach over odd sizes: at most a fourth of the work may be for nothing.
bool FillsTiles(int64_t h, int64_t w) { return 3 * CeilDiv(h, 2) * CeilDiv(w, 2) <= h * w; }

}  // namespace

bool IsWinograd(const IsaConv* c) {
  // Transforming a large filter takes as long as multiplying with it for many tiles.
  const int64_t least = MaxI(c->in_c, c->out_c) <= kManyChannels ? 36 : 96;
  const auto fits = [](int64_t ch) { return ch >= 16 && ch % 16 == 0 && ch <= kMostChannels; };
  return c->groups == 1 && c->k_h == 3 && c->k_w == 3 && c->stride_h == 1 && c->stride_w == 1 &&
         c->dil_h == 1 && c->dil_w == 1 && fits(c->in_c) && fits(c->out_c) &&
         FillsTiles(c->out_h, c->out_w) && FillsTiles(c->in_h, c->in_w) &&
         c->batch * c->out_h * c->out_w >= 4 * least;
}

Winograd WinogradForward(const IsaConv* c) {
  return {c->batch, c->in_h,  c->in_w,    c->in_c,     c->out_h,
          c->out_w, c->out_c, c->pad_top, c->pad_left, false};
}

Winograd WinogradGradInput(const IsaConv* c) {
  return {c->batch, c->out_h, c->out_w,       c->out_c,        c->in_h,
          c->in_w,  c->in_c,  2 - c->pad_top, 2 - c->pad_left, true};
}

size_t WinogradFilterBytes(const Winograd* w) {
  return static_cast<size_t>(kPoints * CeilDiv(w->n, kNr) * w->k * kNr) * sizeof(float);
}

void WinogradTransformFilter(const Winograd* w, const float* filter, void* out,
                             const IsaPool* pool) {
  FilterJob j{w, filter, static_cast<float*>(out), CeilDiv(w->n, kNr)};
  ForTasks(pool, j.panels, FilterTask, &j);
}

size_t WinogradScratchBytes(const Winograd* w, bool is_transformed) {
  const Job j = MakeJob(w);
  return static_cast<size_t>(j.tasks * BufferFloats(&j)) * sizeof(float) +
         (is_transformed ? 0 : WinogradFilterBytes(w));
}

void RunWinograd(const Winograd* w, const float* x, const float* filter, const void* transformed,
                 const IsaEpilogue* e, float* y, void* scratch, const IsaPool* pool) {
  Job j = MakeJob(w);
  j.x = x, j.e = *e, j.y = y;
  j.buffers = static_cast<float*>(scratch);
  if (transformed == nullptr) {
    void* const points = j.buffers + j.tasks * BufferFloats(&j);
    WinogradTransformFilter(w, filter, points, pool);
    transformed = points;
  }
  j.points = static_cast<const float*>(transformed);
  ForTasks(pool, j.tasks, BlocksTask, &j);
}

}  // namespace hb::HB_ISA_NS
