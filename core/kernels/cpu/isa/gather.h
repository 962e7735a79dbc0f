// The rows of the matrix that a convolution multiplies, copied out of the image on demand.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_GATHER_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_GATHER_H_

#include "core/kernels/cpu/isa/vec.h"

namespace hb::HB_ISA_NS {

// Row p of the matrix belongs to pixel (n, qh, qw) of a grid of [batch, grid_h, grid_w]; its terms
// are [taps_h, taps_w, run], read from x[n, qh * step_h + off_h + i * tap_h,
// qw * step_w + off_w + j * tap_w, 0..run), and zero outside of the image.
struct Gather {
  const float* x;  // [batch, h, w, c], offset to the first channel that is read
  int64_t h, w, c, run;
  int64_t grid_h, grid_w;
  int64_t step_h, step_w, off_h, off_w;
  int64_t taps_h, taps_w, tap_h, tap_w;
};

// out[i * os + j] = row p + i, term k + j, for i < rows, j < cols.
void GatherRows(const Gather* g, int64_t p, int64_t rows, int64_t k, int64_t cols, float* out,
                int64_t os);

// The part of the image that the pixels [qw, qw + n) of the grid row of pixel p read, zero where it
// is outside: one row for each row of taps, `ld` apart. All taps of a row must lie side by side.
// Term (i, j) of pixel qw + t is at out[i * ld + t * step_w * c + j], j < taps_w * c.
void GatherBand(const Gather* g, int64_t p, int64_t qw, int64_t n, float* out, int64_t ld);

// Floats that a band may have, the distance of the rows of one for n pixels, and for how many
// pixels there is room.
constexpr int64_t kBandFloats = 6144;
HB_INLINE int64_t BandLd(const Gather* g, int64_t n) {
  return CeilDiv(((n - 1) * g->step_w + g->taps_w) * g->c, kLanes) * kLanes;
}
HB_INLINE int64_t BandPixels(const Gather* g) {
  const int64_t row = kBandFloats / MaxI(1, g->taps_h) - kLanes;
  return (row / g->c - g->taps_w) / g->step_w + 1;
}

// Whether neighbouring pixels of a grid row read neighbouring floats, so that GatherColumns serves.
HB_INLINE bool HasSolidColumns(const Gather* g) {
  return g->c == 1 && g->run == 1 && g->step_w == 1;
}

// The same block transposed: out[j * os + i] = row p + i, term k + j. HasSolidColumns must hold.
void GatherColumns(const Gather* g, int64_t p, int64_t rows, int64_t k, int64_t cols, float* out,
                   int64_t os);

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_GATHER_H_
