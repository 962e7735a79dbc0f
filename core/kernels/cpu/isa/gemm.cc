#include "core/kernels/cpu/isa/gemm.h"

#include "core/kernels/cpu/isa/gemm_pack.h"
#include "core/kernels/cpu/isa/gemv.h"

namespace hb::HB_ISA_NS {
namespace {

// B is read in place up to the first number of row tiles, up to the second if it has no more floats
// than the third; else through packed panels.
constexpr int64_t kFewTiles = 4;
constexpr int64_t kDirectTiles = 16;
constexpr int64_t kDirectFloats = 1 << 22;
// Panels of B that one packing phase covers.
constexpr int64_t kPhasePanels = 1024 / kNr;
// A task has at least about this many multiply-adds, unless the whole product is smaller.
constexpr int64_t kTaskWork = 1 << 19;

// Packing B ahead gains nothing for what is smaller than this, and little for a B of fewer floats
// than the second that is read in place, and for more rows than the third.
constexpr int64_t kPackLeast = 4096;
constexpr int64_t kPackInPlace = 1 << 16;
constexpr int64_t kPackRows = 256;

// A result of more floats is taken to lie beyond the first-level cache. Where a row has a single
// vector, the stores follow each other, as the processor foresees.
constexpr int64_t kFarFloats = 1 << 14;
// Columns a multiple of 1 KiB apart share places in the caches: of a transposed A of so many
// floats, which comes from far, so few terms at once that the next tile can be asked for, where a
// result of no more floats can be added to as often.
constexpr int64_t kFarColumns = 1 << 18;
constexpr int64_t kColumnTerms = 64;
constexpr int64_t kColumnResult = 1 << 17;
// The most channels of images of which bands are copied.
constexpr int64_t kBandChannels = 8;

enum class Mode { kAxpyRow, kAxpyCol, kDotRow, kDotCol, kDirect, kPacked, kPhases };

struct Run {
  const GemmJob* job;
  const IsaGemm* g;
  Epilogue ep;
  int64_t group_rows, group_tiles;
  int64_t tile_rows;      // of each tile, if all have as many; else 0
  int64_t tiles, panels;  // of the whole product
  int64_t row_tasks, panel_tasks;
  // Tasks go through the panels, not through the tiles: threads that begin at both ends then share
  // the larger side out among them.
  bool by_panels;
  int64_t panel0, panel_end;  // of this phase
  int64_t k0, k_end, kc;      // of this phase
  const float* b;             // panel panel0, term k0
  int64_t bs;
  // Panel j of the block that starts at term k0 is at b + (j - panel0) * panel_step_b +
  // (k0 - this->k0) * k_step; a panel_step_b of 0 stands for blocks as PackB lays them.
  int64_t panel_step_b, k_step;
  const float* tail;  // last panel packed apart, all of k; or null
  bool trans_a;
  bool copies_a;       // rows a multiple of 4 KiB apart would share lines of the first-level cache
  int64_t band_tiles;  // tiles of a group that share a band of the image; 0: patches are gathered
};

IsaEpilogue EpilogueOf(const IsaGemm* g) {
  return {g->bias, g->scale, g->shift, g->residual, g->act, 0};
}

int64_t TilesOf(const GemmJob* job) { return CeilDiv(job->g.m / job->groups, kMr) * job->groups; }

Mode ModeOf(const GemmJob* job) {
  const IsaGemm* g = &job->g;
  const bool a_plain = g->packed_a == nullptr && job->gather == nullptr && job->groups == 1;
  const bool b_plain = g->packed_b == nullptr;
  if (a_plain && b_plain && g->k > 0) {
    if (g->m == 1 && (!g->trans_a || g->lda == 1)) {
      return g->trans_b ? Mode::kDotRow : Mode::kAxpyRow;
    }
    if (g->n == 1 && (g->trans_b || g->ldb == 1)) {
      return g->trans_a ? Mode::kAxpyCol : Mode::kDotCol;
    }
  }
  if (!b_plain) return Mode::kPacked;
  const int64_t tiles = TilesOf(job);
  const bool in_place =
      tiles <= kFewTiles || (tiles <= kDirectTiles && g->n * g->k <= kDirectFloats);
  if (!g->trans_b && in_place) return Mode::kDirect;
  return Mode::kPhases;
}

bool TakesFewTerms(const IsaGemm* g) {
  return g->trans_a && g->packed_a == nullptr && g->packed_b == nullptr && g->lda % 256 == 0 &&
         g->m * g->k >= kFarColumns && g->m * g->n <= kColumnResult;
}

// Cuts tiles x panels into tasks, by shape only: 16 or more if they can be 4 x 4 or larger (in
// smaller ones the reading of A and B costs too much; 4 x 8 where a task copies A), else 4.
void Cut(Run* r, int64_t panels, int64_t k) {
  int64_t gm = r->tiles <= 16 ? r->tiles : 8;
  int64_t gn = MinI(panels, 512 / kNr);
  const int64_t few = r->copies_a ? 8 : 4;
  const int64_t tile_work = kMr * kNr * MaxI(k, 1);
  while (gm * gn > 1 && gm * gn * tile_work >= 2 * kTaskWork) {
    const int64_t tasks = CeilDiv(r->tiles, gm) * CeilDiv(panels, gn);
    if (tasks >= 16 || (tasks >= 4 && gm <= 4 && gn <= few)) break;
    const bool rows_longer = gm * kMr >= gn * kNr;
    if (gn == 1 || (gm > 4 && gn <= few) || (rows_longer && (gm > 4 || gn <= few))) {
      gm = CeilDiv(gm, 2);
    } else {
      gn = CeilDiv(gn, 2);
    }
  }
  r->panel_tasks = CeilDiv(panels, gn);
  r->row_tasks = CeilDiv(r->tiles, gm);
  // An even number of tasks where there are few: two threads get as much each.
  if (r->row_tasks * r->panel_tasks % 2 != 0 && r->row_tasks * r->panel_tasks < 16 &&
      r->row_tasks < r->tiles && (r->row_tasks > 1 || gm * gn * tile_work >= 2 * kTaskWork)) {
    ++r->row_tasks;
  }
  r->by_panels = r->g->n > r->g->m;
}

// The first row of a group's tile.
HB_INLINE int64_t RowOf(const Run* r, int64_t tile) {
  if (r->tile_rows != 0) return tile * r->tile_rows;
  return TileRow(tile, r->group_tiles, r->group_rows);
}

// How many tiles of a grid row share a band.
int64_t BandTiles(const Gather* x) { return BandPixels(x) / kMr; }

// The band that a task's next tiles read.
struct Band {
  float* p;
  int64_t ld, first, end_tile;  // its first pixel; the first tile behind it
  // The rows of the image that the next grid row reads and this one doesn't, and what each term of
  // a grid row's tiles asks for of them.
  const float* soon;
  int64_t soon_step;
};

void GatherTiles(const Run* r, int64_t tile, int64_t t1, Band* band) {
  const Gather* x = r->job->gather;
  const int64_t in_group = tile % r->group_tiles, group = tile / r->group_tiles;
  const int64_t tiles = MinI(r->band_tiles, MinI(t1 - tile, r->group_tiles - in_group));
  band->first = RowOf(r, in_group);
  const int64_t n = RowOf(r, in_group + tiles) - band->first;
  band->end_tile = tile + tiles;
  band->ld = BandLd(x, n);
  GatherBand(x, group * r->group_rows, band->first, n, band->p, band->ld);
  const int64_t image = group / x->grid_h * x->h, row = group % x->grid_h * x->step_h + x->off_h;
  band->soon = x->x + (image + row + x->taps_h) * x->w * x->c;
  band->soon_step = CeilDiv(x->step_h * x->w * x->c, r->group_tiles * r->g->k);
}

// What the next tile will read of A is fetched while this one is computed, one line with each term:
// the processor doesn't see by itself that rows far apart follow each other.
class NextTile {
 public:
  // `next`: the first term of the tile that comes after one of `rows` rows; null if none does.
  NextTile(const float* next, int64_t lda, int64_t rows, bool trans_a)
      : next_(next), lda_(lda), rows_left_(rows * lda), trans_a_(trans_a) {}

  // The part that is fetched beside so many terms.
  void Beside(int64_t terms, MicroArgs* args) {
    args->fetch = next_ == nullptr ? args->b : next_;
    args->fetch_step = 0;
    if (next_ == nullptr) return;
    if (trans_a_) {
      // The terms of a column lie in different lines; both ends of the tile may do, too.
      args->fetch_step = lda_;
      next_ = ends_++ == 0 ? next_ + kMr - 1 : nullptr;
    } else {
      args->fetch_step = kLine;
      next_ += terms * kLine;
      rows_left_ -= terms * kLine;
      if (rows_left_ <= 0) next_ = nullptr;
    }
  }

 private:
  static constexpr int64_t kLine = 64 / sizeof(float);
  const float* next_;
  const int64_t lda_;
  int64_t rows_left_;  // floats from next_ to the tile's end
  const bool trans_a_;
  int ends_ = 0;
};

// One row tile against panels [j0, j1) for the k block that starts at k0. One of `parts` tiles that
// take turns at each panel asks for this part of the next panel; else for the next tile.
void TileRowBlock(const Run* r, int64_t tile, int64_t j0, int64_t j1, int64_t k0, int64_t kb,
                  float* copy, const Band* band, int64_t part, int64_t parts) {
  const IsaGemm* g = r->g;
  const GemmJob* job = r->job;
  const int64_t group = tile / r->group_tiles, of_group = tile % r->group_tiles;
  const int64_t in_group = RowOf(r, of_group);
  const int64_t end = RowOf(r, of_group + 1);
  const int rows = static_cast<int>(end - in_group);
  const int64_t row = group * r->group_rows + in_group;
  MicroArgs args;
  args.kc = kb;
  args.ldc = g->ldc;
  args.a = copy;
  bool trans_a = r->trans_a;
  if (job->bands) {
    const int64_t pixel = job->gather->step_w * job->gather->c;
    args.a = band->p + (in_group - band->first) * pixel;
    args.as = pixel;
    args.run = job->gather->taps_w * job->gather->c;
    args.jump = band->ld - args.run;
  } else if (job->gather != nullptr && HasSolidColumns(job->gather)) {
    trans_a = true;
    args.as = kMr;
    GatherColumns(job->gather, row, rows, k0, kb, copy, args.as);
  } else if (job->gather != nullptr) {
    args.as = kKcMax + 16;
    GatherRows(job->gather, row, rows, k0, kb, copy, args.as);
  } else if (g->packed_a != nullptr) {
    args.a = static_cast<const float*>(g->packed_a) + row * g->k + k0 * rows;
    args.as = rows;
  } else {
    args.a = r->trans_a ? g->a + k0 * g->lda + row : g->a + row * g->lda + k0;
    args.as = g->lda;
    if (r->copies_a && rows > 4) {
      CopyRows(args.a, args.as, rows, kb, copy, kKcMax + 16);
      args.a = copy;
      args.as = kKcMax + 16;
    }
  }
  const bool follows =
      job->gather == nullptr && g->packed_a == nullptr && job->groups == 1 && tile + 1 < r->tiles;
  NextTile next(follows ? g->a + (trans_a ? k0 * g->lda + end : end * g->lda + k0) : nullptr,
                g->lda, rows, trans_a);
  float* c = g->c + in_group * g->ldc;
  if (job->groups > 1) {
    c += group / job->c_inner * job->c_outer_step + group % job->c_inner * job->c_inner_step;
  }
  const bool first = k0 == 0;
  const bool last = k0 + kb >= g->k;
  const int64_t step = r->panel_step_b != 0 ? r->panel_step_b : kNr * kb;
  for (int64_t j = j0; j < j1; ++j) {
    const int64_t col = j * kNr;
    if (r->tail != nullptr && j == r->panels - 1) {
      args.b = r->tail + k0 * kNr;
      args.bs = kNr;
    } else {
      args.b = r->b + (j - r->panel0) * step + (k0 - r->k0) * r->k_step;
      args.bs = r->bs;
      args.ahead = r->bs == kNr ? kNr * 32 : kNr;
    }
    if (job->bands) {
      args.fetch_step = band->soon_step;
      args.fetch = band->soon + of_group * kb * args.fetch_step;
    } else if (parts > 1) {
      args.fetch_step = CeilDiv(kNr, parts);
      args.fetch = args.b + step + part * kb * args.fetch_step;
    } else {
      next.Beside(kb, &args);
    }
    args.c = c + col;
    RunTile(&args, rows, MinI(kNr, g->n - col), col, trans_a, first, last, &r->ep);
  }
}

void ComputeTask(void* arg, int64_t task) {
  const Run* r = static_cast<const Run*>(arg);
  const int64_t row_task = r->by_panels ? task % r->row_tasks : task / r->panel_tasks;
  const int64_t panel_task = r->by_panels ? task / r->row_tasks : task % r->panel_tasks;
  const int64_t t0 = row_task * r->tiles / r->row_tasks;
  const int64_t t1 = (row_task + 1) * r->tiles / r->row_tasks;
  const int64_t panels = r->panel_end - r->panel0;
  const int64_t j0 = r->panel0 + panel_task * panels / r->panel_tasks;
  const int64_t j1 = r->panel0 + (panel_task + 1) * panels / r->panel_tasks;
  alignas(64) float copy[MaxI(kMr * (kKcMax + 16), kBandFloats)];
  Band band{copy, 0, 0, t0, nullptr, 0};
  // Few tiles stay in cache while they take turns at each panel of B, which comes from far but
  // once.
  const int64_t tiles = t1 - t0;
  const bool turns =
      tiles > 1 && tiles <= kFewTiles && r->bs == kNr && r->job->gather == nullptr && !r->copies_a;
  int64_t k0 = r->k0;
  do {
    const int64_t kb = MinI(r->kc, r->k_end - k0);
    for (int64_t j = j0; turns && j < j1; ++j) {
      for (int64_t t = t0; t < t1; ++t) {
        TileRowBlock(r, t, j, j + 1, k0, kb, copy, &band, t - t0, tiles);
      }
    }
    for (int64_t t = t0; !turns && t < t1; ++t) {
      if (r->job->bands && t == band.end_tile) GatherTiles(r, t, t1, &band);
      TileRowBlock(r, t, j0, j1, k0, kb, copy, &band, 0, 1);
    }
    k0 += r->kc;
  } while (k0 < r->k_end);
}

void Compute(Run* r, const IsaPool* pool) {
  ForTasks(pool, r->row_tasks * r->panel_tasks, ComputeTask, r);
}

void RunPhases(Run* r, const IsaPool* pool) {
  const IsaGemm* g = r->g;
  float* scratch = static_cast<float*>(g->scratch);
  for (int64_t p = 0; p < r->panels; p += kPhasePanels) {
    const int64_t cols = MinI(kPhasePanels * kNr, g->n - p * kNr);
    r->panel0 = p;
    r->panel_end = MinI(r->panels, p + kPhasePanels);
    int64_t k0 = 0;
    do {
      const int64_t kb = MinI(r->kc, g->k - k0);
      const float* b = g->trans_b ? g->b + p * kNr * g->ldb + k0 : g->b + k0 * g->ldb + p * kNr;
      PackB(kb, cols, b, g->ldb, g->trans_b != 0, scratch, pool);
      r->k0 = k0;
      r->k_end = k0 + kb;
      r->b = scratch;
      r->bs = kNr;
      Cut(r, r->panel_end - p, kb);
      Compute(r, pool);
      k0 += r->kc;
    } while (k0 < g->k);
  }
}

void RunGemv(const IsaGemm* g, Mode mode, const IsaPool* pool) {
  GemvArgs v{};
  v.k = g->k;
  v.y = g->c;
  v.alpha = g->alpha;
  v.beta = g->beta;
  v.e = EpilogueOf(g);
  v.scratch = static_cast<float*>(g->scratch);
  const bool row = mode == Mode::kAxpyRow || mode == Mode::kDotRow;
  v.n = row ? g->n : g->m;
  v.w = row ? g->b : g->a;
  v.ldw = row ? g->ldb : g->lda;
  v.x = row ? g->a : g->b;
  v.ys = row ? 1 : g->ldc;
  v.channel_step = row ? 1 : 0;
  if (mode == Mode::kDotRow || mode == Mode::kDotCol) {
    GemvDot(&v, pool);
  } else {
    GemvAxpy(&v, pool);
  }
}

}  // namespace

bool TakesBands(const Gather* x) {
  const int64_t k = x->taps_h * x->taps_w * x->c;
  const int64_t tiles = CeilDiv(x->grid_w, kMr);
  return x->run == x->c && x->c > 0 && x->c <= kBandChannels && x->tap_w == 1 && k > x->c &&
         k <= kKcMax && 4 * x->grid_w >= 3 * tiles * kMr && BandTiles(x) > 0;
}

size_t GemmJobScratchBytes(const GemmJob* job) {
  const IsaGemm* g = &job->g;
  if (g->m <= 0 || g->n <= 0 || g->k <= 0) return 0;
  switch (ModeOf(job)) {
    case Mode::kAxpyRow:
      return GemvAxpyScratchBytes(g->n, g->k);
    case Mode::kAxpyCol:
      return GemvAxpyScratchBytes(g->m, g->k);
    case Mode::kDirect:
      return g->n % kNr == 0 ? 0 : static_cast<size_t>(g->k * kNr) * sizeof(float);
    case Mode::kPhases:
      return static_cast<size_t>(KBlock(g->k) * kNr * MinI(CeilDiv(g->n, kNr), kPhasePanels)) *
             sizeof(float);
    default:
      return 0;
  }
}

bool JobGainsByPackedB(const GemmJob* job) {
  const IsaGemm* g = &job->g;
  if (g->m <= 0 || g->n * g->k < kPackLeast || TakesFewTerms(g)) return false;
  switch (ModeOf(job)) {
    case Mode::kDirect:
      return g->n % kNr != 0 || g->n * g->k >= kPackInPlace;
    case Mode::kPhases:
      return g->m <= kPackRows;
    default:
      return false;
  }
}

void RunGemmJob(const GemmJob* job, const IsaPool* pool) {
  const IsaGemm* g = &job->g;
  if (g->m <= 0 || g->n <= 0) return;
  const Mode mode = ModeOf(job);
  if (mode < Mode::kDirect) return RunGemv(g, mode, pool);
  Run r{};
  r.job = job;
  r.g = g;
  r.ep = MakeEpilogue(g->alpha, g->beta, EpilogueOf(g), g->c,
                      g->n > kLanes && g->m * g->n > kFarFloats);
  r.tiles = TilesOf(job);
  r.group_rows = g->m / job->groups;
  r.group_tiles = CeilDiv(r.group_rows, kMr);
  if (r.group_rows % r.group_tiles == 0) r.tile_rows = r.group_rows / r.group_tiles;
  r.panels = CeilDiv(g->n, kNr);
  r.kc = KBlock(g->k);
  r.band_tiles = job->bands ? BandTiles(job->gather) : 0;
  r.trans_a = job->gather == nullptr && (g->packed_a != nullptr || g->trans_a != 0);
  r.copies_a = !r.trans_a && g->lda % 1024 == 0;
  if (TakesFewTerms(g)) r.kc = MinI(r.kc, kColumnTerms);
  if (mode == Mode::kPhases) return RunPhases(&r, pool);
  r.panel_end = r.panels;
  r.k_end = g->k;
  if (mode == Mode::kPacked) {
    r.b = static_cast<const float*>(g->packed_b);
    r.bs = kNr;
    r.k_step = job->whole_panels ? kNr : kNr * r.panels;
    r.panel_step_b = job->whole_panels ? kNr * g->k : 0;
  } else {
    r.b = g->b;
    r.bs = g->ldb;
    r.k_step = g->ldb;
    r.panel_step_b = kNr;
    const int64_t rest = g->n % kNr;
    if (rest != 0 && g->k > 0) {
      float* tail = static_cast<float*>(g->scratch);
      PackBPanel(g->b + g->n - rest, g->ldb, false, g->k, rest, tail);
      r.tail = tail;
    }
  }
  Cut(&r, r.panels, g->k);
  Compute(&r, pool);
}

size_t GemmScratchBytes(const IsaGemm* g) {
  const GemmJob job{*g, nullptr, false, 1, 1, 0, 0};
  return GemmJobScratchBytes(&job);
}

int32_t GemmGainsByPackedB(const IsaGemm* g) {
  const GemmJob job{*g, nullptr, false, 1, 1, 0, 0};
  return JobGainsByPackedB(&job);
}

void Gemm(const IsaGemm* g, const IsaPool* pool) {
  const GemmJob job{*g, nullptr, false, 1, 1, 0, 0};
  RunGemmJob(&job, pool);
}

}  // namespace hb::HB_ISA_NS
