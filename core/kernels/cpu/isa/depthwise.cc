// Depthwise convolution, forward and by the input: one engine over rows of a grid of pixels, each
// of which sums filter taps lane by lane.
#include "core/kernels/cpu/isa/depthwise.h"

#include "core/kernels/cpu/isa/elementwise.h"
#include "core/kernels/cpu/isa/gemm_micro.h"
#include "core/kernels/cpu/isa/taps.h"

namespace hb::HB_ISA_NS {
namespace {

#if defined(__x86_64__)
#define HB_IN_REGISTER(v) "+v"(v)
#else
#define HB_IN_REGISTER(v) "+w"(v)
#endif

// Whether there are registers for two rows of results and a filter of 3x3.
#if defined(__AVX512F__) || defined(__aarch64__)
constexpr bool kPairs = true;
#else
constexpr bool kPairs = false;
#endif

// A filter of about so many floats stays in the first-level cache beside what it meets.
constexpr int64_t kTapFloats = 2048;

// Result pixel (n, qh, qw) sums, over taps (i, j), x[n, qh * step_h + off_h + i * tap_h,
// qw * step_w + off_w + j * tap_w] times w[i * w_row + j * w_col].
struct Grid {
  const float* x;
  int64_t ring;  // row r of x's only image lies where row r % ring would
  const float* w;
  float* y;
  int64_t x_h, x_w, x_c;
  int64_t grid_h, grid_w, channels;  // channels of the result
  int64_t multiplier;                // result channel c reads channel c / multiplier of x
  int64_t step_h, step_w, off_h, off_w;
  int64_t taps_h, taps_w, tap_h, tap_w;
  int64_t w_row, w_col;
  int64_t y_image, y_row, y_pixel;  // distances in y
  IsaEpilogue e;
};

// A run of pixels that meet the same taps.
struct Span {
  const float* x;  // row 0, at the first tap of the first pixel
  int64_t row;     // of the first tap, less than the ring's rows
  const float* w;
  float* y;
  int64_t rows, cols;  // taps
};

// The row of x that tap i reads.
HB_INLINE const float* RowAt(const Grid* g, const Span& s, int64_t i) {
  const int64_t row = s.row + i * g->tap_h;
  return s.x + (row >= g->ring ? row - g->ring : row) * g->x_w * g->x_c;
}

// The same pixels of the row of results below, where neighbours in x are.
HB_INLINE Span Below(const Grid* g, Span s) {
  if (++s.row == g->ring) s.row = 0;
  s.y += g->y_row;
  return s;
}

// n lanes of x from result channel c on.
template <bool kExpand>
HB_INLINE VF LoadX(const Grid* g, const float* x, int64_t c, int64_t n) {
  if constexpr (!kExpand) return LoadN(x + c, n);
  alignas(64) float t[kLanes];
  for (int64_t l = 0; l < kLanes; ++l) t[l] = l < n ? x[(c + l) / g->multiplier] : 0.0f;
  return Load(t);
}

// The epilogue of P pixels, V full vectors of channels, step by step; see FinishSum.
template <int P, int V>
HB_INLINE void Finish(const Grid* g, const Span& s, int64_t c, VF (&acc)[P][V]) {
  const IsaEpilogue& e = g->e;
  const auto each = [&acc](const float* p, auto op) {
    _Pragma("GCC unroll 4") for (int v = 0; v < V; ++v) {
      const VF x = Load(p + v * kLanes);
      _Pragma("GCC unroll 4") for (int i = 0; i < P; ++i) acc[i][v] = op(acc[i][v], x);
    }
  };
  if (e.bias != nullptr) each(e.bias + c, [](VF a, VF b) { return Add(a, b); });
  if (e.scale != nullptr) each(e.scale + c, [](VF a, VF b) { return Mul(a, b); });
  if (e.shift != nullptr) each(e.shift + c, [](VF a, VF b) { return Add(a, b); });
  float* y = s.y + c;
  if (e.residual != nullptr) {
    const float* r = e.residual + (y - g->y);
    _Pragma("GCC unroll 4") for (int i = 0; i < P; ++i) {
      _Pragma("GCC unroll 4") for (int v = 0; v < V; ++v) {
        acc[i][v] = Add(acc[i][v], Load(r + i * g->y_pixel + v * kLanes));
      }
    }
  }
  const auto all = [&acc](auto op) {
    _Pragma("GCC unroll 4") for (int i = 0; i < P; ++i) {
      _Pragma("GCC unroll 4") for (int v = 0; v < V; ++v) acc[i][v] = op(acc[i][v]);
    }
  };
  if (e.act == kIsaActRelu || e.act == kIsaActRelu6) all([](VF a) { return Relu(a); });
  if (e.act == kIsaActRelu6) all([](VF a) { return Min6(a); });
  _Pragma("GCC unroll 4") for (int i = 0; i < P; ++i) {
    _Pragma("GCC unroll 4") for (int v = 0; v < V; ++v) {
      Store(y + i * g->y_pixel + v * kLanes, acc[i][v]);
    }
  }
}

// P pixels, V full vectors of channels.
template <int P, int V>
HB_INLINE void FullBlock(const Grid* g, const Span& s, int64_t c) {
  VF acc[P][V];
  _Pragma("GCC unroll 4") for (int p = 0; p < P; ++p) {
    _Pragma("GCC unroll 4") for (int v = 0; v < V; ++v) acc[p][v] = Zero();
  }
  const int64_t x_pixel = g->step_w * g->x_c;
  for (int64_t i = 0; i < s.rows; ++i) {
    const float* x = RowAt(g, s, i) + c;
    const float* w = s.w + i * g->w_row + c;
    for (int64_t j = 0; j < s.cols; ++j) {
      _Pragma("GCC unroll 4") for (int v = 0; v < V; ++v) {
        const VF f = Load(w + v * kLanes);
        _Pragma("GCC unroll 4") for (int p = 0; p < P; ++p) {
          acc[p][v] = Fma(Load(x + p * x_pixel + v * kLanes), f, acc[p][v]);
        }
      }
      x += g->tap_w * g->x_c;
      w += g->w_col;
    }
  }
  Finish<P, V>(g, s, c, acc);
}

// Four pixels kStep apart and three taps side by side: each x serves up to three pixels. Sums run
// in the order of FullBlock.
template <int kStep, int V>
HB_INLINE void ThreeTaps(const Grid* g, const Span& s, int64_t c) {
  VF acc[4][V];
  _Pragma("GCC unroll 4") for (int p = 0; p < 4; ++p) {
    _Pragma("GCC unroll 4") for (int v = 0; v < V; ++v) acc[p][v] = Zero();
  }
  for (int64_t i = 0; i < s.rows; ++i) {
    const float* x = RowAt(g, s, i) + c;
    const float* w = s.w + i * g->w_row + c;
    VF f[3][V];
    _Pragma("GCC unroll 4") for (int j = 0; j < 3; ++j) {
      _Pragma("GCC unroll 4") for (int v = 0; v < V; ++v) {
        f[j][v] = Load(w + j * g->w_col + v * kLanes);
      }
    }
    _Pragma("GCC unroll 16") for (int q = 0; q < 3 * kStep + 3; ++q, x += g->x_c) {
      _Pragma("GCC unroll 4") for (int v = 0; v < V; ++v) {
        VF xv = Load(x + v * kLanes);
        asm("" : HB_IN_REGISTER(xv));  // or it would be read again for each use
        _Pragma("GCC unroll 4") for (int p = 0; p < 4; ++p) {
          const int j = q - p * kStep;
          if (j >= 0 && j < 3) acc[p][v] = Fma(xv, f[j][v], acc[p][v]);
        }
      }
    }
  }
  Finish<4, V>(g, s, c, acc);
}

// Two rows of four pixels side by side under a filter of 3x3, one vector of channels: each x serves
// up to six pixels. Sums run in the order of FullBlock.
HB_INLINE void NineTaps(const Grid* g, const Span& s, int64_t c) {
  VF acc[2][4], f[3][3];
  _Pragma("GCC unroll 4") for (int p = 0; p < 4; ++p) acc[0][p] = acc[1][p] = Zero();
  _Pragma("GCC unroll 4") for (int i = 0; i < 3; ++i) {
    _Pragma("GCC unroll 4") for (int j = 0; j < 3; ++j) {
      f[i][j] = Load(s.w + i * g->w_row + j * g->w_col + c);
    }
  }
  _Pragma("GCC unroll 4") for (int r = 0; r < 4; ++r) {
    const float* x = RowAt(g, s, r) + c;
    _Pragma("GCC unroll 8") for (int q = 0; q < 6; ++q, x += g->x_c) {
      VF xv = Load(x);
      asm("" : HB_IN_REGISTER(xv));
      _Pragma("GCC unroll 4") for (int p = 0; p < 4; ++p) {
        const int j = q - p;
        if (j < 0 || j >= 3) continue;
        if (r < 3) acc[0][p] = Fma(xv, f[r][j], acc[0][p]);
        if (r > 0) acc[1][p] = Fma(xv, f[r - 1][j], acc[1][p]);
      }
    }
  }
  VF first[4][1], second[4][1];
  _Pragma("GCC unroll 4") for (int p = 0; p < 4; ++p) {
    first[p][0] = acc[0][p];
    second[p][0] = acc[1][p];
  }
  Finish<4, 1>(g, s, c, first);
  Finish<4, 1>(g, Below(g, s), c, second);
}

// One pixel, n <= kLanes channels.
template <bool kExpand>
HB_INLINE void TailBlock(const Grid* g, const Span& s, int64_t c, int64_t n) {
  VF acc = Zero();
  for (int64_t i = 0; i < s.rows; ++i) {
    const float* x = RowAt(g, s, i);
    const float* w = s.w + i * g->w_row + c;
    for (int64_t j = 0; j < s.cols; ++j) {
      acc = Fma(LoadX<kExpand>(g, x, c, n), LoadN(w, n), acc);
      x += g->tap_w * g->x_c;
      w += g->w_col;
    }
  }
  StoreN(s.y + c, FinishSum(acc, &g->e, c, s.y + c - g->y, n), n);
}

// Four pixels, V full vectors of channels.
template <int V>
HB_INLINE void FourPixels(const Grid* g, const Span& s, int64_t c, int64_t three_step) {
  if (three_step == 1) return ThreeTaps<1, V>(g, s, c);
  if (three_step == 2) return ThreeTaps<2, V>(g, s, c);
  FullBlock<4, V>(g, s, c);
}

// `pixels` from `s` on; with kTwo the same ones of the row below, too: then both meet all of a
// filter of 3x3.
template <bool kTwo>
void RunSpan(const Grid* g, const Span& s, int64_t pixels) {
  const int64_t three_step = s.cols == 3 && g->tap_w == 1 ? g->step_w : 0;
  if (kTwo && three_step != 1) {
    RunSpan<false>(g, s, pixels);
    return RunSpan<false>(g, Below(g, s), pixels);
  }
  const auto at = [g, &s](int64_t p, int row) {
    Span part = row == 0 ? s : Below(g, s);
    part.x += p * g->step_w * g->x_c;
    part.y += p * g->y_pixel;
    return part;
  };
  int64_t c = 0;
  if (g->multiplier == 1) {
    const int64_t full = g->channels / kLanes * kLanes;
    const int64_t taps = MaxI(1, g->taps_h * g->taps_w);
    const int64_t step = MaxI(1, kTapFloats / (taps * 4 * kLanes)) * 4 * kLanes;
    for (int64_t next; c < full; c = next) {
      next = MinI(full, c + step);
      int64_t p = 0;
      for (; p + 4 <= pixels; p += 4) {
        const Span four = at(p, 0);
        int64_t i = c;
        if constexpr (kTwo) {
          for (; i < next; i += kLanes) NineTaps(g, four, i);
        }
        for (; i + 2 * kLanes <= next; i += 2 * kLanes) FourPixels<2>(g, four, i, three_step);
        if (i < next) FourPixels<1>(g, four, i, three_step);
      }
      // Pixels that are left over: more channels at a time, so that as many sums run side by side.
      for (; p < pixels; ++p) {
        for (int row = 0; row <= (kTwo ? 1 : 0); ++row) {
          const Span one = at(p, row);
          int64_t i = c;
          for (; i + 4 * kLanes <= next; i += 4 * kLanes) FullBlock<1, 4>(g, one, i);
          for (; i < next; i += kLanes) FullBlock<1, 1>(g, one, i);
        }
      }
    }
  }
  for (; c < g->channels; c += kLanes) {
    const int64_t n = MinI(kLanes, g->channels - c);
    for (int row = 0; row <= (kTwo ? 1 : 0); ++row) {
      for (int64_t p = 0; p < pixels; ++p) {
        const Span one = at(p, row);
        g->multiplier == 1 ? TailBlock<false>(g, one, c, n) : TailBlock<true>(g, one, c, n);
      }
    }
  }
}

// Taps [*begin, *end) of position `at` that lie in [0, size).
HB_INLINE void Clip(int64_t at, int64_t taps, int64_t tap, int64_t size, int64_t* begin,
                    int64_t* end) {
  *begin = at >= 0 ? 0 : CeilDiv(-at, tap);
  *end = at >= size ? 0 : MinI(taps, (size - 1 - at) / tap + 1);
  if (*end < *begin) *begin = *end = 0;
}

// Whether row q_h of the grid and the next one are computed together.
HB_INLINE bool IsPair(const Grid* g, int64_t q_h) {
  return kPairs && g->multiplier == 1 && g->taps_h == 3 && g->taps_w == 3 && g->step_h == 1 &&
         g->step_w == 1 && g->tap_h == 1 && g->tap_w == 1 && q_h + 2 <= g->grid_h &&
         q_h + g->off_h >= 0 && q_h + g->off_h + 4 <= g->x_h;
}

// Row q_h of the grid, or a pair; x and y begin the image and the row of the result.
void RunRow(const Grid* g, int64_t q_h, bool pair, const float* x, float* y) {
  const int64_t ih = q_h * g->step_h + g->off_h;
  int64_t i0, i1;
  Clip(ih, g->taps_h, g->tap_h, g->x_h, &i0, &i1);
  for (int64_t q = 0; q < g->grid_w;) {
    const int64_t iw = q * g->step_w + g->off_w;
    int64_t j0, j1;
    Clip(iw, g->taps_w, g->tap_w, g->x_w, &j0, &j1);
    int64_t run = 1;
    if (j0 == 0 && j1 == g->taps_w) {
      // All taps stay inside up to the last pixel whose last tap does.
      const int64_t room = g->x_w - 1 - iw - (g->taps_w - 1) * g->tap_w;
      run = MinI(g->grid_w - q, g->taps_w == 0 ? g->grid_w : room / g->step_w + 1);
    }
    const Span s{x + (iw + j0 * g->tap_w) * g->x_c,
                 (ih + i0 * g->tap_h) % g->ring,
                 g->w + i0 * g->w_row + j0 * g->w_col,
                 y + q * g->y_pixel,
                 i1 - i0,
                 j1 - j0};
    pair ? RunSpan<kPairs>(g, s, run) : RunSpan<false>(g, s, run);
    q += run;
  }
  if (g->e.act < kIsaActUnary) return;
  // Only the forward direction has an activation; its pixels lie side by side.
  ApplyUnary(g->e.act, y, (pair ? 2 : 1) * g->grid_w * g->channels);
}

void RunRows(const Grid* g, int64_t begin, int64_t end, const float* x, float* y) {
  for (int64_t q = begin; q < end;) {
    const bool pair = q + 1 < end && IsPair(g, q);
    RunRow(g, q, pair, x, y + (q - begin) * g->y_row);
    q += pair ? 2 : 1;
  }
}

// Two rows, so that they may be a pair: the first one alone if its taps leave the image.
int64_t TasksOfImage(const Grid* g) { return (g->grid_h + 2) / 2; }
void RowsTask(void* arg, int64_t task) {
  const Grid* g = static_cast<const Grid*>(arg);
  const int64_t image = task / TasksOfImage(g), at = task % TasksOfImage(g) * 2;
  const int64_t shift = g->off_h < 0 ? g->off_h & 1 : 0;
  const int64_t begin = MaxI(0, at - shift), end = MinI(g->grid_h, at - shift + 2);
  RunRows(g, begin, end, g->x + image * g->x_h * g->x_w * g->x_c,
          g->y + image * g->y_image + begin * g->y_row);
}

// The gradient by the input where the multiplier isn't 1: one channel after the other.
struct ScalarJob {
  const IsaConv* c;
  const float* filter;
  const float* dy;
  float* dinput;
  int64_t multiplier;
};

float OneInput(const ScalarJob* job, int64_t b, int64_t h, int64_t w, int64_t ch) {
  const IsaConv* c = job->c;
  float sum = 0;
  for (int64_t i = 0; i < c->k_h; ++i) {
    const int64_t y = h + c->pad_top - i * c->dil_h;
    if (y < 0 || y % c->stride_h != 0 || y / c->stride_h >= c->out_h) continue;
    for (int64_t j = 0; j < c->k_w; ++j) {
      const int64_t x = w + c->pad_left - j * c->dil_w;
      if (x < 0 || x % c->stride_w != 0 || x / c->stride_w >= c->out_w) continue;
      const int64_t at = ((b * c->out_h + y / c->stride_h) * c->out_w + x / c->stride_w);
      const float* dy = job->dy + at * c->out_c + ch * job->multiplier;
      const float* f = job->filter + (i * c->k_w + j) * c->out_c + ch * job->multiplier;
      for (int64_t m = 0; m < job->multiplier; ++m) sum += dy[m] * f[m];
    }
  }
  return sum;
}

void ScalarTask(void* arg, int64_t row) {
  const ScalarJob* job = static_cast<const ScalarJob*>(arg);
  const IsaConv* c = job->c;
  float* out = job->dinput + row * c->in_w * c->in_c;
  for (int64_t w = 0; w < c->in_w; ++w) {
    for (int64_t ch = 0; ch < c->in_c; ++ch) {
      *out++ = OneInput(job, row / c->in_h, row % c->in_h, w, ch);
    }
  }
}

void GradPhase(const IsaConv* c, const float* filter, const float* dy, float* dinput, int64_t h,
               int64_t w, const IsaPool* pool) {
  const Taps th = TapsOf(h, c->k_h, c->stride_h, c->dil_h, c->pad_top);
  const Taps tw = TapsOf(w, c->k_w, c->stride_w, c->dil_w, c->pad_left);
  Grid g{};
  g.ring = INT64_MAX;
  g.x = dy;
  g.w = filter + (th.first * c->k_w + tw.first) * c->out_c;
  g.y = dinput + (h * c->in_w + w) * c->in_c;
  g.x_h = c->out_h, g.x_w = c->out_w, g.x_c = c->out_c;
  g.grid_h = CeilDiv(c->in_h - h, c->stride_h);
  g.grid_w = CeilDiv(c->in_w - w, c->stride_w);
  g.channels = c->in_c;
  g.multiplier = 1;
  g.step_h = g.step_w = 1;
  g.off_h = th.off, g.off_w = tw.off;
  g.taps_h = th.count, g.taps_w = tw.count;
  g.tap_h = th.dist, g.tap_w = tw.dist;
  g.w_row = -th.step * c->k_w * c->out_c;
  g.w_col = -tw.step * c->out_c;
  g.y_image = c->in_h * c->in_w * c->in_c;
  g.y_row = c->stride_h * c->in_w * c->in_c;
  g.y_pixel = c->stride_w * c->in_c;
  ForTasks(pool, c->batch * TasksOfImage(&g), RowsTask, &g);
}

Grid ForwardGrid(const IsaConv* c, const float* input, const float* filter, const IsaEpilogue* e,
                 float* output) {
  Grid g{};
  g.ring = INT64_MAX;
  g.x = input, g.w = filter, g.y = output, g.e = *e;
  g.x_h = c->in_h, g.x_w = c->in_w, g.x_c = c->in_c;
  g.grid_h = c->out_h, g.grid_w = c->out_w, g.channels = c->out_c;
  g.multiplier = c->out_c / c->in_c;
  g.step_h = c->stride_h, g.step_w = c->stride_w;
  g.off_h = -c->pad_top, g.off_w = -c->pad_left;
  g.taps_h = c->k_h, g.taps_w = c->k_w, g.tap_h = c->dil_h, g.tap_w = c->dil_w;
  g.w_row = c->k_w * c->out_c, g.w_col = c->out_c;
  g.y_pixel = c->out_c, g.y_row = c->out_w * c->out_c, g.y_image = c->out_h * g.y_row;
  return g;
}

}  // namespace

void Depthwise(const IsaConv* c, const float* input, const float* filter, const IsaEpilogue* e,
               float* output, const IsaPool* pool) {
  if (c->in_c <= 0 || c->out_c <= 0 || c->out_w <= 0) return;
  Grid g = ForwardGrid(c, input, filter, e, output);
  ForTasks(pool, c->batch * TasksOfImage(&g), RowsTask, &g);
}

void DepthwiseRows(const IsaConv* c, const float* ring, int64_t ring_rows, int64_t begin,
                   int64_t end, const float* filter, const IsaEpilogue* e, float* output) {
  if (c->in_c <= 0 || c->out_c <= 0 || c->out_w <= 0) return;
  Grid g = ForwardGrid(c, ring, filter, e, output);
  g.ring = ring_rows;
  RunRows(&g, begin, end, ring, output);
}

void DepthwiseGradInput(const IsaConv* c, const float* filter, const float* dy, float* dinput,
                        const IsaPool* pool) {
  if (c->in_c <= 0 || c->in_w <= 0 || c->in_h <= 0 || c->batch <= 0) return;
  const int64_t multiplier = c->out_c / c->in_c;
  if (multiplier != 1) {
    ScalarJob job{c, filter, dy, dinput, multiplier};
    return ForTasks(pool, c->batch * c->in_h, ScalarTask, &job);
  }
  for (int64_t h = 0; h < MinI(c->stride_h, c->in_h); ++h) {
    for (int64_t w = 0; w < MinI(c->stride_w, c->in_w); ++w) {
      GradPhase(c, filter, dy, dinput, h, w, pool);
    }
  }
}

}  // namespace hb::HB_ISA_NS
