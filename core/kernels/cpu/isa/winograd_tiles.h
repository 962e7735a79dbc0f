// The tiles of 2x2 pixels of Winograd's algorithm, and the 4x4 patches that they read.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_WINOGRAD_TILES_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_WINOGRAD_TILES_H_

#include "core/kernels/cpu/isa/winograd.h"

namespace hb::HB_ISA_NS {

constexpr int64_t kPoints = 16;  // of a transformed patch

#define HB_UNROLL4 _Pragma("GCC unroll 4")

struct Tiles {
  const Winograd* w;
  int64_t rows, cols, count;  // of one image; count: of all images
};

HB_INLINE Tiles TilesOf(const Winograd* w) {
  const int64_t rows = CeilDiv(w->out_h, 2), cols = CeilDiv(w->out_w, 2);
  return {w, rows, cols, w->batch * rows * cols};
}

// Where a tile lies: the number of its image, and its first pixel in it.
struct Place {
  int64_t image, row, col;
};

HB_INLINE Place PlaceOf(const Tiles* g, int64_t tile) {
  const int64_t row = tile / g->cols;
  return {row / g->rows, row % g->rows * 2, tile % g->cols * 2};
}

HB_INLINE void Next(const Tiles* g, Place* p) {
  if ((p->col += 2) < 2 * g->cols) return;
  p->col = 0;
  if ((p->row += 2) < 2 * g->rows) return;
  p->row = 0;
  ++p->image;
}

// B^T d of four vectors.
HB_INLINE void Spread(const VF* d, VF* out) {
  out[0] = Sub(d[0], d[2]);
  out[1] = Add(d[1], d[2]);
  out[2] = Sub(d[2], d[1]);
  out[3] = Sub(d[1], d[3]);
}

alignas(64) constexpr float kOutside[kLanes] = {};

// B^T d B of the 4x4 patch at (row, col) of an image, which may reach out of it.
template <bool kInside>
HB_INLINE void TransformPatch(const Winograd* w, const float* image, int64_t row, int64_t col,
                              float* out, int64_t step) {
  for (int64_t c = 0; c < w->k; c += kLanes) {
    VF t[4][4];
    HB_UNROLL4
    for (int x = 0; x < 4; ++x) {
      VF d[4], o[4];
      HB_UNROLL4
      for (int y = 0; y < 4; ++y) {
        const float* p = image + ((row + y) * w->in_w + col + x) * w->k + c;
        const bool inside = kInside || (row + y >= 0 && row + y < w->in_h && col + x >= 0 &&
                                        col + x < w->in_w);
        d[y] = Load(inside ? p : kOutside);
      }
      Spread(d, o);
      HB_UNROLL4
      for (int y = 0; y < 4; ++y) t[y][x] = o[y];
    }
    HB_UNROLL4
    for (int y = 0; y < 4; ++y) {
      VF o[4];
      Spread(t[y], o);
      HB_UNROLL4
      for (int x = 0; x < 4; ++x) Store(out + (4 * y + x) * step + c, o[x]);
    }
  }
}

// The patches of `count` tiles from `p` on; point i of patch t starts at out + i * step + t * k.
HB_INLINE void TransformPatches(const Tiles* g, const float* x, Place p, int64_t count, float* out,
                                int64_t step) {
  const Winograd* w = g->w;
  for (int64_t t = 0; t < count; ++t, Next(g, &p), out += w->k) {
    const float* image = x + p.image * w->in_h * w->in_w * w->k;
    const int64_t row = p.row - w->pad_h, col = p.col - w->pad_w;
    if (row >= 0 && col >= 0 && row + 4 <= w->in_h && col + 4 <= w->in_w) {
      TransformPatch<true>(w, image, row, col, out, step);
    } else {
      TransformPatch<false>(w, image, row, col, out, step);
    }
  }
}

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_WINOGRAD_TILES_H_
