#include "core/kernels/cpu/isa/pooling.h"

#include "core/kernels/cpu/isa/gemm_micro.h"

namespace hb::HB_ISA_NS {
namespace {

struct Job {
  const IsaWindow* w;
  const float* x;
  const float* dy;
  float* out;
  int64_t group;  // rows, or channels, of one task
};

struct Range {
  int64_t begin, end;
};

// The input positions of window `o`.
HB_INLINE Range Inside(int64_t o, int64_t k, int64_t stride, int64_t pad, int64_t size) {
  const int64_t at = o * stride - pad;
  return {MaxI(0, at), MinI(size, at + k)};
}

// The windows that hold input position `i`.
HB_INLINE Range Windows(int64_t i, int64_t k, int64_t stride, int64_t pad, int64_t count) {
  const int64_t low = i + pad - k + 1;
  return {low <= 0 ? 0 : CeilDiv(low, stride), MinI(count, (i + pad) / stride + 1)};
}

// One output pixel over all channels.
template <bool kMax>
HB_INLINE void PoolPixel(const IsaWindow* w, const float* image, Range h, Range v, float* out) {
  const VF count = Set1(static_cast<float>((h.end - h.begin) * (v.end - v.begin)));
  for (int64_t c = 0; c < w->channels; c += kLanes) {
    const int64_t n = MinI(kLanes, w->channels - c);
    VF acc = kMax ? Set1(-__builtin_inff()) : Zero();
    for (int64_t y = h.begin; y < h.end; ++y) {
      const float* p = image + (y * w->in_w + v.begin) * w->channels + c;
      for (int64_t x = v.begin; x < v.end; ++x, p += w->channels) {
        // The second operand stays where the first one is NaN.
        acc = kMax ? Max(LoadN(p, n), acc) : Add(acc, LoadN(p, n));
      }
    }
    StoreN(out + c, kMax ? acc : Div(acc, count), n);
  }
}

template <bool kMax>
void PoolTask(void* arg, int64_t task) {
  const Job* job = static_cast<const Job*>(arg);
  const IsaWindow* w = job->w;
  const int64_t end = MinI(w->batch * w->out_h, (task + 1) * job->group);
  for (int64_t row = task * job->group; row < end; ++row) {
    const float* image = job->x + row / w->out_h * w->in_h * w->in_w * w->channels;
    const Range h = Inside(row % w->out_h, w->k_h, w->stride_h, w->pad_top, w->in_h);
    float* out = job->out + row * w->out_w * w->channels;
    for (int64_t o = 0; o < w->out_w; ++o, out += w->channels) {
      const Range v = Inside(o, w->k_w, w->stride_w, w->pad_left, w->in_w);
      PoolPixel<kMax>(w, image, h, v, out);
    }
  }
}

// Sends one vector of dy to where its window's first largest input lies. Where windows are apart,
// all of the window is written; else the vector is added.
template <bool kApart, bool kFull>
HB_INLINE void SendToLargest(const IsaWindow* w, const float* image, float* dimage, Range h,
                             Range v, const float* dy, int64_t n) {
  const auto load = [n](const float* p) { return kFull ? Load(p) : LoadN(p, n); };
  VF best = load(image + (h.begin * w->in_w + v.begin) * w->channels);
  VI where = ISet1(0);
  int32_t at = 0;
  for (int64_t y = h.begin; y < h.end; ++y) {
    const float* p = image + (y * w->in_w + v.begin) * w->channels;
    for (int64_t x = v.begin; x < v.end; ++x, p += w->channels, ++at) {
      const VF value = load(p);
      const VM take = Lt(best, value);
      best = Select(take, value, best);
      where = ISelect(take, ISet1(at), where);
    }
  }
  const VF g = load(dy);
  at = 0;
  for (int64_t y = h.begin; y < h.end; ++y) {
    float* p = dimage + (y * w->in_w + v.begin) * w->channels;
    for (int64_t x = v.begin; x < v.end; ++x, p += w->channels, ++at) {
      VF out = Select(IEq(where, ISet1(at)), g, Zero());
      if (!kApart) out = Add(load(p), out);
      kFull ? Store(p, out) : StoreN(p, out, n);
    }
  }
}

template <bool kApart>
HB_INLINE void MaxGradWindows(const IsaWindow* w, const float* image, float* dimage,
                              const float* dy, int64_t c0, int64_t c1) {
  for (int64_t y = 0; y < w->out_h; ++y) {
    const Range h = Inside(y, w->k_h, w->stride_h, w->pad_top, w->in_h);
    for (int64_t x = 0; x < w->out_w; ++x, dy += w->channels) {
      const Range v = Inside(x, w->k_w, w->stride_w, w->pad_left, w->in_w);
      int64_t c = c0;
      for (; c + kLanes <= c1; c += kLanes) {
        SendToLargest<kApart, true>(w, image + c, dimage + c, h, v, dy + c, kLanes);
      }
      if (c < c1) SendToLargest<kApart, false>(w, image + c, dimage + c, h, v, dy + c, c1 - c);
    }
  }
}

// One image and one group of channels.
void MaxGradTask(void* arg, int64_t task) {
  const Job* job = static_cast<const Job*>(arg);
  const IsaWindow* w = job->w;
  const int64_t groups = CeilDiv(w->channels, job->group);
  const int64_t b = task / groups;
  const int64_t c0 = task % groups * job->group;
  const int64_t c1 = MinI(w->channels, c0 + job->group);
  const float* image = job->x + b * w->in_h * w->in_w * w->channels;
  float* dimage = job->out + b * w->in_h * w->in_w * w->channels;
  const bool apart = w->stride_h >= w->k_h && w->stride_w >= w->k_w;
  const bool whole = apart && w->stride_h == w->k_h && w->stride_w == w->k_w &&
                     w->out_h * w->k_h >= w->in_h + w->pad_top &&
                     w->out_w * w->k_w >= w->in_w + w->pad_left;
  for (int64_t i = 0; i < w->in_h * w->in_w && !whole; ++i) {
    memset(dimage + i * w->channels + c0, 0, static_cast<size_t>(c1 - c0) * sizeof(float));
  }
  const float* dy = job->dy + b * w->out_h * w->out_w * w->channels;
  if (apart) {
    MaxGradWindows<true>(w, image, dimage, dy, c0, c1);
  } else {
    MaxGradWindows<false>(w, image, dimage, dy, c0, c1);
  }
}

// One row of the input.
void AvgGradTask(void* arg, int64_t row) {
  const Job* job = static_cast<const Job*>(arg);
  const IsaWindow* w = job->w;
  const float* dy = job->dy + row / w->in_h * w->out_h * w->out_w * w->channels;
  const Range wh = Windows(row % w->in_h, w->k_h, w->stride_h, w->pad_top, w->out_h);
  float* out = job->out + row * w->in_w * w->channels;
  for (int64_t i = 0; i < w->in_w; ++i, out += w->channels) {
    const Range ww = Windows(i, w->k_w, w->stride_w, w->pad_left, w->out_w);
    for (int64_t c = 0; c < w->channels; c += kLanes) {
      const int64_t n = MinI(kLanes, w->channels - c);
      VF acc = Zero();
      for (int64_t y = wh.begin; y < wh.end; ++y) {
        const Range h = Inside(y, w->k_h, w->stride_h, w->pad_top, w->in_h);
        for (int64_t x = ww.begin; x < ww.end; ++x) {
          const Range v = Inside(x, w->k_w, w->stride_w, w->pad_left, w->in_w);
          const float count = static_cast<float>((h.end - h.begin) * (v.end - v.begin));
          const VF g = LoadN(dy + (y * w->out_w + x) * w->channels + c, n);
          acc = Add(acc, Mul(g, Set1(1.0f / count)));
        }
      }
      StoreN(out + c, acc, n);
    }
  }
}

bool Empty(const IsaWindow* w, int64_t h, int64_t v) {
  return w->batch <= 0 || w->channels <= 0 || h <= 0 || v <= 0;
}

void RunRows(Job* job, void (*fn)(void*, int64_t), const IsaPool* pool) {
  const IsaWindow* w = job->w;
  const int64_t work = w->out_w * w->k_h * w->k_w * w->channels;
  job->group = MaxI(1, 32768 / MaxI(work, 1));
  ForTasks(pool, CeilDiv(w->batch * w->out_h, job->group), fn, job);
}

}  // namespace

void MaxPool(const IsaWindow* w, const float* input, float* output, const IsaPool* pool) {
  if (Empty(w, w->out_h, w->out_w)) return;
  Job job{w, input, nullptr, output, 0};
  RunRows(&job, PoolTask<true>, pool);
}

void MaxPoolGrad(const IsaWindow* w, const float* input, const float* dy, float* dinput,
                 const IsaPool* pool) {
  if (Empty(w, w->in_h, w->in_w)) return;
  Job job{w, input, dy, dinput, w->channels};
  if (w->batch < 16) job.group = MaxI(2 * kLanes, CeilDiv(w->channels, 8 * kLanes) * kLanes);
  ForTasks(pool, w->batch * CeilDiv(w->channels, job.group), MaxGradTask, &job);
}

void AvgPool(const IsaWindow* w, const float* input, float* output, const IsaPool* pool) {
  if (Empty(w, w->out_h, w->out_w)) return;
  Job job{w, input, nullptr, output, 0};
  RunRows(&job, PoolTask<false>, pool);
}

void AvgPoolGrad(const IsaWindow* w, const float* dy, float* dinput, const IsaPool* pool) {
  if (Empty(w, w->in_h, w->in_w)) return;
  Job job{w, nullptr, dy, dinput, 1};
  ForTasks(pool, w->batch * w->in_h, AvgGradTask, &job);
}

}  // namespace hb::HB_ISA_NS
