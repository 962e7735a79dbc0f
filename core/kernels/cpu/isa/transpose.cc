#include "core/kernels/cpu/isa/transpose.h"

#include "core/kernels/cpu/isa/gemm_micro.h"

namespace hb::HB_ISA_NS {
namespace {

constexpr int64_t kBlock = 32;
// Rows of the input that are gone through before the next columns: neighbouring columns then find
// their lines in cache, and few pages are open at a time.
constexpr int64_t kTile = 256;

// Stores a vector; with kStream past the caches, at an address that is aligned to the vector.
#if defined(__AVX512F__)
template <bool kStream>
HB_INLINE void Put(float* p, VF v) {
  if constexpr (kStream) {
    _mm512_stream_ps(p, v);
  } else {
    Store(p, v);
  }
}
constexpr bool kStreams = true;
#elif defined(__AVX2__)
template <bool kStream>
HB_INLINE void Put(float* p, VF v) {
  if constexpr (kStream) {
    _mm256_stream_ps(p, v);
  } else {
    Store(p, v);
  }
}
constexpr bool kStreams = true;
#else
constexpr bool kStreams = false;
#endif

// A block of 4 x 4.
#if defined(__aarch64__)
HB_INLINE void Block4(const float* p, int64_t is, float* q, int64_t os) {
  const auto pairs = [](VF a, VF b) { return vreinterpretq_f64_f32(vzip1q_f32(a, b)); };
  const auto rest = [](VF a, VF b) { return vreinterpretq_f64_f32(vzip2q_f32(a, b)); };
  const VF r0 = Load(p), r1 = Load(p + is), r2 = Load(p + 2 * is), r3 = Load(p + 3 * is);
  const float64x2_t a = pairs(r0, r1), b = pairs(r2, r3), c = rest(r0, r1), d = rest(r2, r3);
  Store(q, vreinterpretq_f32_f64(vzip1q_f64(a, b)));
  Store(q + os, vreinterpretq_f32_f64(vzip2q_f64(a, b)));
  Store(q + 2 * os, vreinterpretq_f32_f64(vzip1q_f64(c, d)));
  Store(q + 3 * os, vreinterpretq_f32_f64(vzip2q_f64(c, d)));
}
#endif

// Blocks of 4 x 4, and what is left of them. Not specialised for constant arguments: g++ 12 then
// warns of loops that never run.
__attribute__((noipa)) void SmallBlocks(const float* in, int64_t is, float* out, int64_t os,
                                        int64_t rows, int64_t cols) {
  int64_t i = 0;
  for (; i + 4 <= rows; i += 4) {
    int64_t j = 0;
    for (; j + 4 <= cols; j += 4) {
      const float* p = in + j * is + i;
      float* q = out + i * os + j;
#if defined(__aarch64__)
      Block4(p, is, q, os);
#else
      __m128 r0 = _mm_loadu_ps(p);
      __m128 r1 = _mm_loadu_ps(p + is);
      __m128 r2 = _mm_loadu_ps(p + 2 * is);
      __m128 r3 = _mm_loadu_ps(p + 3 * is);
      _MM_TRANSPOSE4_PS(r0, r1, r2, r3);
      _mm_storeu_ps(q, r0);
      _mm_storeu_ps(q + os, r1);
      _mm_storeu_ps(q + 2 * os, r2);
      _mm_storeu_ps(q + 3 * os, r3);
#endif
    }
    for (; j < cols; ++j) {
      for (int64_t u = 0; u < 4; ++u) out[(i + u) * os + j] = in[j * is + i + u];
    }
  }
  for (; i < rows; ++i) {
    for (int64_t j = 0; j < cols; ++j) out[i * os + j] = in[j * is + i];
  }
}

// A block of kLanes x kLanes.
#if defined(__AVX512F__)
template <bool kStream>
HB_INLINE void LaneBlock(const float* in, int64_t is, float* out, int64_t os) {
  __m512 a[16], b[16];
  // Each 4 x 4 corner of 16 rows is transposed in its 128-bit lanes, then the lanes are dealt out.
  _Pragma("GCC unroll 16") for (int i = 0; i < 16; ++i) a[i] = Load(in + i * is);
  _Pragma("GCC unroll 4") for (int i = 0; i < 16; i += 4) {
    const __m512d lo0 = _mm512_castps_pd(_mm512_unpacklo_ps(a[i], a[i + 1]));
    const __m512d hi0 = _mm512_castps_pd(_mm512_unpackhi_ps(a[i], a[i + 1]));
    const __m512d lo1 = _mm512_castps_pd(_mm512_unpacklo_ps(a[i + 2], a[i + 3]));
    const __m512d hi1 = _mm512_castps_pd(_mm512_unpackhi_ps(a[i + 2], a[i + 3]));
    b[i] = _mm512_castpd_ps(_mm512_unpacklo_pd(lo0, lo1));
    b[i + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(lo0, lo1));
    b[i + 2] = _mm512_castpd_ps(_mm512_unpacklo_pd(hi0, hi1));
    b[i + 3] = _mm512_castpd_ps(_mm512_unpackhi_pd(hi0, hi1));
  }
  _Pragma("GCC unroll 4") for (int c = 0; c < 4; ++c) {
    const __m512 x = _mm512_shuffle_f32x4(b[c], b[c + 4], 0x44);
    const __m512 y = _mm512_shuffle_f32x4(b[c], b[c + 4], 0xee);
    const __m512 z = _mm512_shuffle_f32x4(b[c + 8], b[c + 12], 0x44);
    const __m512 w = _mm512_shuffle_f32x4(b[c + 8], b[c + 12], 0xee);
    Put<kStream>(out + c * os, _mm512_shuffle_f32x4(x, z, 0x88));
    Put<kStream>(out + (c + 4) * os, _mm512_shuffle_f32x4(x, z, 0xdd));
    Put<kStream>(out + (c + 8) * os, _mm512_shuffle_f32x4(y, w, 0x88));
    Put<kStream>(out + (c + 12) * os, _mm512_shuffle_f32x4(y, w, 0xdd));
  }
}
#elif defined(__AVX2__)
template <bool kStream>
HB_INLINE void LaneBlock(const float* in, int64_t is, float* out, int64_t os) {
  __m256 a[8], b[8];
  _Pragma("GCC unroll 8") for (int i = 0; i < 8; ++i) a[i] = Load(in + i * is);
  _Pragma("GCC unroll 2") for (int i = 0; i < 8; i += 4) {
    const __m256d lo0 = _mm256_castps_pd(_mm256_unpacklo_ps(a[i], a[i + 1]));
    const __m256d hi0 = _mm256_castps_pd(_mm256_unpackhi_ps(a[i], a[i + 1]));
    const __m256d lo1 = _mm256_castps_pd(_mm256_unpacklo_ps(a[i + 2], a[i + 3]));
    const __m256d hi1 = _mm256_castps_pd(_mm256_unpackhi_ps(a[i + 2], a[i + 3]));
    b[i] = _mm256_castpd_ps(_mm256_unpacklo_pd(lo0, lo1));
    b[i + 1] = _mm256_castpd_ps(_mm256_unpackhi_pd(lo0, lo1));
    b[i + 2] = _mm256_castpd_ps(_mm256_unpacklo_pd(hi0, hi1));
    b[i + 3] = _mm256_castpd_ps(_mm256_unpackhi_pd(hi0, hi1));
  }
  _Pragma("GCC unroll 4") for (int c = 0; c < 4; ++c) {
    Put<kStream>(out + c * os, _mm256_permute2f128_ps(b[c], b[c + 4], 0x20));
    Put<kStream>(out + (c + 4) * os, _mm256_permute2f128_ps(b[c], b[c + 4], 0x31));
  }
}
#elif defined(__aarch64__)
template <bool kStream>
HB_INLINE void LaneBlock(const float* in, int64_t is, float* out, int64_t os) {
  Block4(in, is, out, os);
}
#else
template <bool kStream>
HB_INLINE void LaneBlock(const float* in, int64_t is, float* out, int64_t os) {
  SmallBlocks(in, is, out, os, 4, 4);
}
#endif

template <bool kStream>
void TransposeFloats(const float* in, int64_t is, float* out, int64_t os, int64_t rows,
                     int64_t cols) {
  int64_t i = 0;
  for (; i + kLanes <= rows; i += kLanes) {
    int64_t j = 0;
    for (; j + kLanes <= cols; j += kLanes) {
      LaneBlock<kStream>(in + j * is + i, is, out + i * os + j, os);
    }
    if (j < cols) SmallBlocks(in + j * is + i, is, out + i * os + j, os, kLanes, cols - j);
  }
  if (i < rows) SmallBlocks(in + i, is, out + i * os, os, rows - i, cols);
}

template <typename T>
void TransposeBlock(const T* in, int64_t is, T* out, int64_t os, int64_t rows, int64_t cols) {
  for (int64_t i = 0; i < rows; ++i) {
    for (int64_t j = 0; j < cols; ++j) out[i * os + j] = in[j * is + i];
  }
}

void TransposeBlock(const float* in, int64_t is, float* out, int64_t os, int64_t rows,
                    int64_t cols) {
  TransposeCopy(in, is, out, os, rows, cols);
}

void TransposeBlock(const double* in, int64_t is, double* out, int64_t os, int64_t rows,
                    int64_t cols) {
  int64_t i = 0;
  for (; i + 2 <= rows; i += 2) {
    int64_t j = 0;
    for (; j + 2 <= cols; j += 2) {
#if defined(__aarch64__)
      const float64x2_t a = vld1q_f64(in + j * is + i);
      const float64x2_t b = vld1q_f64(in + (j + 1) * is + i);
      vst1q_f64(out + i * os + j, vzip1q_f64(a, b));
      vst1q_f64(out + (i + 1) * os + j, vzip2q_f64(a, b));
#else
      const __m128d a = _mm_loadu_pd(in + j * is + i);
      const __m128d b = _mm_loadu_pd(in + (j + 1) * is + i);
      _mm_storeu_pd(out + i * os + j, _mm_unpacklo_pd(a, b));
      _mm_storeu_pd(out + (i + 1) * os + j, _mm_unpackhi_pd(a, b));
#endif
    }
    for (; j < cols; ++j) {
      out[i * os + j] = in[j * is + i];
      out[(i + 1) * os + j] = in[j * is + i + 1];
    }
  }
  for (; i < rows; ++i) {
    for (int64_t j = 0; j < cols; ++j) out[i * os + j] = in[j * is + i];
  }
}

struct Job {
  const void* in;
  void* out;
  int64_t rows, cols, ld_in, ld_out;
  int64_t group;  // blocks of output rows a task
  bool stream;    // floats past the caches
};

template <typename T>
void TransposeTask(void* arg, int64_t task) {
  const Job* job = static_cast<const Job*>(arg);
  const T* in = static_cast<const T*>(job->in);
  T* out = static_cast<T*>(job->out);
  const int64_t c1 = MinI(job->cols, (task + 1) * job->group * kBlock);
  for (int64_t r0 = 0; r0 < job->rows; r0 += kTile) {
    const int64_t r1 = MinI(job->rows, r0 + kTile);
    for (int64_t c = task * job->group * kBlock; c < c1; c += kBlock) {
      for (int64_t r = r0; r < r1; r += kBlock) {
        TransposeBlock(in + r * job->ld_in + c, job->ld_in, out + c * job->ld_out + r, job->ld_out,
                       MinI(kBlock, c1 - c), MinI(kBlock, r1 - r));
      }
    }
  }
}

// One line of each row of the result at a time, so that rows of the input are read from end to end:
// their lines don't stay in cache where the rows are a power of two apart.
void StreamTask(void* arg, int64_t task) {
  constexpr int64_t kLine = 16;
  const Job* job = static_cast<const Job*>(arg);
  const int64_t c = task * job->group * kBlock;
  const float* in = static_cast<const float*>(job->in) + c;
  float* out = static_cast<float*>(job->out) + c * job->ld_out;
  for (int64_t r = 0; r < job->rows; r += kLine) {
    TransposeFloats<kStreams>(in + r * job->ld_in, job->ld_in, out + r, job->ld_out,
                              MinI(job->cols - c, job->group * kBlock), MinI(kLine, job->rows - r));
  }
#if !defined(__aarch64__)
  _mm_sfence();  // whoever learns that the task has ended sees what it wrote
#endif
}

}  // namespace

void TransposeCopy(const float* in, int64_t is, float* out, int64_t os, int64_t rows,
                   int64_t cols) {
  TransposeFloats<false>(in, is, out, os, rows, cols);
}

void Transpose(int32_t element_bytes, const void* in, int64_t rows, int64_t cols, int64_t ld_in,
               void* out, int64_t ld_out, int32_t stream, const IsaPool* pool) {
  if (rows <= 0 || cols <= 0) return;
  // Whole cache lines only: half a line written past the caches costs more than one through them.
  const bool lines = reinterpret_cast<uintptr_t>(out) % 64 == 0 && ld_out % 16 == 0;
  Job job{in,
          out,
          rows,
          cols,
          ld_in,
          ld_out,
          MaxI(stream ? 8 : 4, 65536 / (rows * kBlock)),
          kStreams && stream && lines};
  const int64_t tasks = CeilDiv(CeilDiv(cols, kBlock), job.group);
  switch (element_bytes) {
    case 1:
      return ForTasks(pool, tasks, TransposeTask<uint8_t>, &job);
    case 2:
      return ForTasks(pool, tasks, TransposeTask<uint16_t>, &job);
    case 8:
      return ForTasks(pool, tasks, TransposeTask<double>, &job);
    default:
      return ForTasks(pool, tasks, job.stream ? StreamTask : TransposeTask<float>, &job);
  }
}

}  // namespace hb::HB_ISA_NS
