// The tiles of 2x2 pixels of Winograd's algorithm, and the 4x4 patches that they read.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_WINOGRAD_TILES_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_WINOGRAD_TILES_H_

#include "core/kernels/cpu/isa/winograd.h"

namespace hb::HB_ISA_NS {

constexpr int64_t kPoints = 16;         // of a transformed patch
constexpr int64_t kMostChannels = 512;  // of either side

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

// What a pixel outside of the image holds.
alignas(64) constexpr float kOutside[kMostChannels] = {};

// Where the 16 pixels of the patch at (row, col) of an image lie.
HB_INLINE void FindPixels(const Winograd* w, const float* image, int64_t row, int64_t col,
                          const float** at) {
  for (int64_t y = row; y < row + 4; ++y) {
    for (int64_t x = col; x < col + 4; ++x) {
      const bool inside = y >= 0 && y < w->in_h && x >= 0 && x < w->in_w;
      *at++ = inside ? image + (y * w->in_w + x) * w->k : kOutside;
    }
  }
}

// B^T d B of a patch whose pixel (y, x), at channel c, is at pixel(y, x, c).
template <typename Pixel>
HB_INLINE void TransformPatch(int64_t k, Pixel pixel, float* out, int64_t step) {
  for (int64_t c = 0; c < k; c += kLanes) {
    VF t[4][4];
    HB_UNROLL4
    for (int x = 0; x < 4; ++x) {
      VF d[4], o[4];
      HB_UNROLL4
      for (int y = 0; y < 4; ++y) d[y] = Load(pixel(y, x, c));
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
      const float* first = image + (row * w->in_w + col) * w->k;
      const int64_t ld = w->in_w * w->k, next = w->k;
      const auto pixel = [=](int y, int x, int64_t c) { return first + y * ld + x * next + c; };
      TransformPatch(w->k, pixel, out, step);
    } else {
      const float* at[16];
      FindPixels(w, image, row, col, at);
      const auto pixel = [&at](int y, int x, int64_t c) { return at[4 * y + x] + c; };
      TransformPatch(w->k, pixel, out, step);
    }
  }
}

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_WINOGRAD_TILES_H_
