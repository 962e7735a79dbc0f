#include "core/kernels/cpu/isa/gather.h"

namespace hb::HB_ISA_NS {
namespace {

HB_INLINE void Copy(float* out, const float* in, int64_t n) {
  int64_t j = 0;
  for (; j + kLanes <= n; j += kLanes) Store(out + j, Load(in + j));
  if (j < n) StoreN(out + j, LoadN(in + j, n - j), n - j);
}

// The same, with up to kLanes - 1 floats behind overwritten: whole vectors are stored faster.
HB_INLINE void CopyOver(float* out, const float* in, int64_t n) {
  int64_t j = 0;
  for (; j + kLanes <= n; j += kLanes) Store(out + j, Load(in + j));
  if (j < n) Store(out + j, LoadN(in + j, n - j));
}

HB_INLINE void Clear(float* out, int64_t n) {
  int64_t j = 0;
  for (; j + kLanes <= n; j += kLanes) Store(out + j, Zero());
  if (j < n) StoreN(out + j, Zero(), n - j);
}

// Terms [s, s + n) of one row of taps, whose pixels lie side by side in the image.
HB_INLINE void CopySolid(const Gather* g, const float* row, int64_t iw, int64_t s, int64_t n,
                         float* out) {
  const int64_t begin = iw * g->c + s;
  const int64_t size = g->w * g->c;
  if (begin >= 0 && begin + n <= size) return Copy(out, row + begin, n);
  const int64_t left = MinI(n, MaxI(0, -begin));
  const int64_t right = MinI(n - left, MaxI(0, begin + n - size));
  Clear(out, left);
  Copy(out + left, row + begin + left, n - left - right);
  Clear(out + n - right, right);
}

// The same for taps that are apart.
HB_INLINE void CopyTaps(const Gather* g, const float* row, int64_t iw, int64_t s, int64_t n,
                        float* out) {
  int64_t tap = s / g->run;
  int64_t ch = s % g->run;
  while (n > 0) {
    const int64_t len = MinI(n, g->run - ch);
    const int64_t w = iw + tap * g->tap_w;
    if (w >= 0 && w < g->w) {
      Copy(out, row + w * g->c + ch, len);
    } else {
      Clear(out, len);
    }
    out += len;
    n -= len;
    ch = 0;
    ++tap;
  }
}

}  // namespace

void GatherRows(const Gather* g, int64_t p, int64_t rows, int64_t k, int64_t cols, float* out,
                int64_t os) {
  const bool solid = g->tap_w == 1 && g->run == g->c;
  const int64_t width = g->taps_w * g->run;
  if (rows <= 0 || cols <= 0) return;
  const int64_t i0 = k / width;
  const int64_t s0 = k % width;
  int64_t qw = p % g->grid_w;
  int64_t qh = p / g->grid_w % g->grid_h;
  const float* image = g->x + p / g->grid_w / g->grid_h * g->h * g->w * g->c;
  const bool whole = solid && k == 0 && cols == g->taps_h * width && os >= cols + kLanes;
  for (int64_t r = 0; r < rows; ++r, out += os) {
    const int64_t iw = qw * g->step_w + g->off_w;
    int64_t ih = qh * g->step_h + g->off_h + i0 * g->tap_h;
    int64_t s = s0;
    int64_t done = 0;
    if (whole && iw >= 0 && iw + g->taps_w <= g->w && ih >= 0 &&
        ih + (g->taps_h - 1) * g->tap_h < g->h) {
      // All taps of all rows lie inside.
      const float* in = image + (ih * g->w + iw) * g->c;
      for (; done < cols; done += width, in += g->tap_h * g->w * g->c) {
        CopyOver(out + done, in, width);
      }
    }
    while (done < cols) {
      const int64_t n = MinI(width - s, cols - done);
      if (ih < 0 || ih >= g->h) {
        Clear(out + done, n);
      } else if (solid) {
        CopySolid(g, image + ih * g->w * g->c, iw, s, n, out + done);
      } else {
        CopyTaps(g, image + ih * g->w * g->c, iw, s, n, out + done);
      }
      done += n;
      s = 0;
      ih += g->tap_h;
    }
    if (++qw == g->grid_w) {
      qw = 0;
      if (++qh == g->grid_h) {
        qh = 0;
        image += g->h * g->w * g->c;
      }
    }
  }
}

void GatherBand(const Gather* g, int64_t p, int64_t qw, int64_t n, float* out, int64_t ld) {
  const int64_t qh = p / g->grid_w % g->grid_h;
  const float* image = g->x + p / g->grid_w / g->grid_h * g->h * g->w * g->c;
  const int64_t iw = qw * g->step_w + g->off_w;
  const int64_t width = ((n - 1) * g->step_w + g->taps_w) * g->c;
  for (int64_t i = 0; i < g->taps_h; ++i, out += ld) {
    const int64_t ih = qh * g->step_h + g->off_h + i * g->tap_h;
    if (ih < 0 || ih >= g->h) {
      Clear(out, width);
    } else {
      CopySolid(g, image + ih * g->w * g->c, iw, 0, width, out);
    }
  }
}

void GatherColumns(const Gather* g, int64_t p, int64_t rows, int64_t k, int64_t cols, float* out,
                   int64_t os) {
  for (int64_t done = 0; done < rows;) {
    const int64_t qw = (p + done) % g->grid_w;
    const int64_t qh = (p + done) / g->grid_w % g->grid_h;
    const float* image = g->x + (p + done) / g->grid_w / g->grid_h * g->h * g->w;
    const int64_t n = MinI(rows - done, g->grid_w - qw);
    int64_t i = k / g->taps_w;
    int64_t j = k % g->taps_w;
    for (int64_t t = 0; t < cols; ++t) {
      const int64_t ih = qh * g->step_h + g->off_h + i * g->tap_h;
      float* to = out + t * os + done;
      if (ih < 0 || ih >= g->h) {
        Clear(to, n);
      } else {
        CopySolid(g, image + ih * g->w, qw + g->off_w + j * g->tap_w, 0, n, to);
      }
      if (++j == g->taps_w) {
        j = 0;
        ++i;
      }
    }
    done += n;
  }
}

}  // namespace hb::HB_ISA_NS
