// Speed of the f32 kernels: GFLOP/s, and the share of the FMA peak measured in the same run.
// usage: isa_bench [threads] [gemm|conv|depthwise|math|steps]   (HORNBEAM_ISA lowers the level)
//        isa_bench THREADS gemm M K N...: products of these shapes
//        isa_bench THREADS conv BATCH SIZE IN FILTER OUT STRIDE...: convolutions of these shapes
//        isa_bench limits [threads]: what the machine can do, as JSON
//        isa_bench level: the level that the library chooses here
#include "core/kernels/cpu/isa/isa.h"

#if defined(__aarch64__)
#include <arm_neon.h>
#else
#include <immintrin.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

namespace {

using hb::IsaGemm;
using hb::IsaPool;
using hb::IsaTable;

// A pool that spins, and yields where that takes long; enough to measure with.
class SpinPool {
 public:
  explicit SpinPool(int threads) {
    for (int i = 1; i < threads; ++i) workers_.emplace_back([this] { Work(); });
    pool_ = IsaPool{this, &SpinPool::ParallelFor};
  }
  ~SpinPool() {
    stop_ = true;
    generation_.fetch_add(1);
    for (std::thread& t : workers_) t.join();
  }
  const IsaPool* get() const { return workers_.empty() ? nullptr : &pool_; }

 private:
  static void ParallelFor(void* ctx, int64_t n, void (*fn)(void*, int64_t), void* arg) {
    SpinPool* p = static_cast<SpinPool*>(ctx);
    p->fn_ = fn;
    p->arg_ = arg;
    p->n_ = n;
    p->next_.store(0);
    p->busy_.store(static_cast<int>(p->workers_.size()));
    p->generation_.fetch_add(1);
    p->Drain();
    for (int spins = 0; p->busy_.load() != 0; ++spins) Pause(spins);
  }
  static void Pause(int spins) {
    if (spins < 200000) {
#if defined(__aarch64__)
      asm volatile("isb");
#else
      __builtin_ia32_pause();
#endif
    } else {
      std::this_thread::yield();
    }
  }
  void Drain() {
    for (int64_t i; (i = next_.fetch_add(1)) < n_;) fn_(arg_, i);
  }
  void Work() {
    int seen = 0;
    for (;;) {
      for (int spins = 0; generation_.load() == seen; ++spins) Pause(spins);
      ++seen;
      if (stop_) return;
      Drain();
      busy_.fetch_sub(1);
    }
  }

  IsaPool pool_{};
  std::vector<std::thread> workers_;
  std::atomic<int> generation_{0}, busy_{0};
  std::atomic<bool> stop_{false};
  std::atomic<int64_t> next_{0};
  void (*fn_)(void*, int64_t) = nullptr;
  void* arg_ = nullptr;
  int64_t n_ = 0;
};

bool g_one_thread = true;

// Seconds: of this thread's processor time with one thread, so that other work on the machine
// counts less; else of the wall clock.
double Now() {
  timespec t;
  clock_gettime(g_one_thread ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

// Seconds a call over many short batches, so that other work on the machine spoils few: the second
// best, as the clock itself is wrong once in a while.
double Best(const std::function<void()>& fn) {
  fn();
  double t0 = Now();
  fn();
  const double once = Now() - t0;
  const int reps = once > 5e-4 ? 1 : static_cast<int>(5e-4 / (once + 1e-9)) + 1;
  double best = 1e30, second = 1e30;
  const double stop = Now() + 0.15;
  for (int batch = 0; batch < 20 || Now() < stop; ++batch) {
    t0 = Now();
    for (int i = 0; i < reps; ++i) fn();
    const double t = (Now() - t0) / reps;
    if (t < best) {
      second = best;
      best = t;
    } else if (t < second) {
      second = t;
    }
  }
  return second;
}

struct Buffer {
  explicit Buffer(size_t n) : size(n) {
    p = static_cast<float*>(aligned_alloc(64, (n * sizeof(float) + 127) / 64 * 64));
    for (size_t i = 0; i < n; ++i) p[i] = static_cast<float>((i * 2654435761u >> 8) % 1000) / 1000;
  }
  ~Buffer() { free(p); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  size_t size;
  float* p;
};

// 12 independent chains of multiply-adds in registers, `n` links each.
#if defined(__aarch64__)
#define HB_VECTOR_REGISTER "+w"
#else
#define HB_VECTOR_REGISTER "+x"
#endif
#define HB_CHAINS(type, zero, step)               \
  type a[12], x = zero;                           \
  for (type & v : a) v = zero;                    \
  for (int i = 0; i < n; ++i) {                   \
    _Pragma("GCC unroll 16") for (type & v : a) { \
      v = step;                                   \
      asm volatile("" : HB_VECTOR_REGISTER(v));   \
    }                                             \
  }
#if defined(__aarch64__)
void ChainsNeon(int n) { HB_CHAINS(float32x4_t, vdupq_n_f32(0.0f), vfmaq_f32(v, x, x)) }
#else
#define HB_CHAINS_512 HB_CHAINS(__m512, _mm512_setzero_ps(), _mm512_fmadd_ps(x, x, v))
#define HB_CHAINS_256 HB_CHAINS(__m256, _mm256_setzero_ps(), _mm256_fmadd_ps(x, x, v))
#define HB_CHAINS_128 HB_CHAINS(__m128, _mm_setzero_ps(), _mm_add_ps(_mm_mul_ps(x, x), v))
__attribute__((target("avx512f"))) void Chains512(int n) { HB_CHAINS_512 }
__attribute__((target("avx2,fma"))) void Chains256(int n) { HB_CHAINS_256 }
void Chains128(int n) { HB_CHAINS_128 }
#endif

double Peak(const IsaTable* t) {
  const int n = 1000;
  const int lanes = t->level == 4 ? 16 : t->level == 3 ? 8 : 4;
#if defined(__aarch64__)
  const auto chains = ChainsNeon;
#else
  const auto chains = t->level == 4 ? Chains512 : t->level == 3 ? Chains256 : Chains128;
#endif
  return 2e-9 * n * 12 * lanes / Best([&] { chains(n); });
}

void BenchGemm(const IsaTable* t, const IsaPool* pool, double peak, int64_t m, int64_t k,
               int64_t n) {
  Buffer a(m * k), b(k * n), c(m * n);
  Buffer pb(t->gemm_packed_b_bytes(k, n) / 4 + 16);
  t->gemm_pack_b(k, n, b.p, n, 0, pb.p, pool);
  double gf[4];
  for (int mode = 0; mode < 4; ++mode) {
    IsaGemm g{};
    g.m = m, g.n = n, g.k = k, g.a = a.p, g.b = b.p, g.c = c.p, g.ldc = n, g.alpha = 1;
    g.trans_a = mode == 2;
    g.trans_b = mode == 3;
    g.lda = g.trans_a ? m : k;
    g.ldb = g.trans_b ? k : n;
    if (mode == 0) g.packed_b = pb.p;
    Buffer scratch(t->gemm_scratch_bytes(&g) / 4 + 16);
    g.scratch = scratch.p;
    gf[mode] = 2e-9 * m * n * k / Best([&] { t->gemm(&g, pool); });
  }
  printf(
      "gemm %5ld x %5ld x %5ld  packed %6.1f (%3.0f%%)  plain %6.1f (%3.0f%%)  transA %6.1f"
      "  transB %6.1f\n",
      static_cast<long>(m), static_cast<long>(k), static_cast<long>(n), gf[0], 100 * gf[0] / peak,
      gf[1], 100 * gf[1] / peak, gf[2], gf[3]);
}

void BenchConv(const IsaTable* t, const IsaPool* pool, double peak, const char* name,
               const hb::IsaConv& c) {
  Buffer x(c.batch * c.in_h * c.in_w * c.in_c), y(c.batch * c.out_h * c.out_w * c.out_c);
  Buffer f(c.k_h * c.k_w * (c.in_c / c.groups) * c.out_c), dx(x.size), df(f.size);
  Buffer packed(t->conv_packed_filter_bytes(&c) / 4 + 16);
  size_t bytes = 64;
  for (size_t b : {t->conv_scratch_bytes(&c, 0), t->conv_grad_input_scratch_bytes(&c),
                   t->conv_grad_filter_scratch_bytes(&c)}) {
    if (b > bytes) bytes = b;
  }
  Buffer scratch(bytes / 4);
  const hb::IsaEpilogue none{};
  t->conv_pack_filter(&c, f.p, packed.p, pool);
  const double flops =
      2e-9 * c.batch * c.out_h * c.out_w * c.out_c * c.k_h * c.k_w * (c.in_c / c.groups);
  const double fp =
      flops / Best([&] { t->conv(&c, x.p, nullptr, packed.p, &none, y.p, scratch.p, pool); });
  const double fu =
      flops / Best([&] { t->conv(&c, x.p, f.p, nullptr, &none, y.p, scratch.p, pool); });
  const double bi = flops / Best([&] { t->conv_grad_input(&c, f.p, y.p, dx.p, scratch.p, pool); });
  const double bf = flops / Best([&] { t->conv_grad_filter(&c, x.p, y.p, df.p, scratch.p, pool); });
  printf(
      "conv %-26s packed %6.1f (%3.0f%%)  plain %6.1f  by input %6.1f (%3.0f%%)"
      "  by filter %6.1f (%3.0f%%)\n",
      name, fp, 100 * fp / peak, fu, bi, 100 * bi / peak, bf, 100 * bf / peak);
}

void BenchDepthwise(const IsaTable* t, const IsaPool* pool, double peak, const char* name,
                    hb::IsaConv c) {
  c.groups = c.in_c;
  Buffer x(c.batch * c.in_h * c.in_w * c.in_c), y(c.batch * c.out_h * c.out_w * c.out_c);
  Buffer f(c.k_h * c.k_w * c.out_c), dx(x.size), df(f.size);
  Buffer scratch(t->depthwise_grad_filter_scratch_bytes(&c) / 4 + 16);
  const hb::IsaEpilogue none{};
  const double flops = 2e-9 * y.size * c.k_h * c.k_w;
  const double fw = flops / Best([&] { t->depthwise(&c, x.p, f.p, &none, y.p, pool); });
  const double bi = flops / Best([&] { t->depthwise_grad_input(&c, f.p, y.p, dx.p, pool); });
  const double bf =
      flops / Best([&] { t->depthwise_grad_filter(&c, x.p, y.p, df.p, scratch.p, pool); });
  printf("depthwise %-21s %6.1f (%3.0f%%)  by input %6.1f  by filter %6.1f\n", name, fw,
         100 * fw / peak, bi, bf);
}

void BenchUnary(const IsaTable* t) {
  const struct {
    hb::IsaUnary op;
    const char* name;
  } ops[] = {{hb::kIsaExp, "exp"},           {hb::kIsaLog, "log"},     {hb::kIsaTanh, "tanh"},
             {hb::kIsaSigmoid, "sigmoid"},   {hb::kIsaErf, "erf"},     {hb::kIsaGelu, "gelu"},
             {hb::kIsaSin, "sin"},           {hb::kIsaLog1p, "log1p"}, {hb::kIsaExpm1, "expm1"},
             {hb::kIsaSoftplus, "softplus"}, {hb::kIsaRelu, "relu"}};
  Buffer x(4096), y(4096);
  for (const auto& op : ops) {
    const double s = Best([&] { t->unary[op.op](x.p, y.p, 4096); });
    printf("%-10s %6.2f Gelem/s\n", op.name, 4096e-9 / s);
  }
  const double p = Best([&] { t->binary[hb::kIsaPow](x.p, 1, x.p, 1, y.p, 4096); });
  printf("%-10s %6.2f Gelem/s\n", "pow", 4096e-9 / p);
  const double s = Best([&] { t->softmax(x.p, y.p, 4, 1024); });
  printf("%-10s %6.2f Gelem/s (rows of 1024)\n", "softmax", 4096e-9 / s);
  Buffer r(1 << 16);
  const double sum =
      Best([&] { t->reduce(hb::kIsaReduceSum, x.p, 4, 1024, 1, y.p, r.p, nullptr); });
  printf("%-10s %6.2f Gelem/s (rows of 1024)\n", "sum", 4096e-9 / sum);
  const double col =
      Best([&] { t->reduce(hb::kIsaReduceSum, x.p, 1, 32, 128, y.p, r.p, nullptr); });
  printf("%-10s %6.2f Gelem/s (32 x 128)\n", "colsum", 4096e-9 / col);
}

void BenchSteps(const IsaTable* t, const IsaPool* pool) {
  Buffer p(102544), m(102544), v(102544), g(102544);
  hb::IsaAdam h{};
  h.lr = 1e-3f, h.beta1 = 0.9f, h.beta2 = 0.999f, h.epsilon = 1e-7f;
  h.beta1_power = 0.5f, h.beta2_power = 0.9f;
  const hb::IsaSegment s[] = {{p.p, m.p, v.p, g.p, 102544}};
  printf("adam 102544 parameters   %6.1f us\n", 1e6 * Best([&] { t->adam(&h, s, 1, pool); }));
  Buffer x(32 * 26 * 26 * 64), y(32 * 13 * 13 * 64), dx(x.size);
  const hb::IsaWindow w{32, 26, 26, 64, 13, 13, 2, 2, 2, 2, 0, 0};
  printf("max pool 26x26x64 b32    %6.1f us\n",
         1e6 * Best([&] { t->max_pool(&w, x.p, y.p, pool); }));
  printf("max pool gradient        %6.1f us\n",
         1e6 * Best([&] { t->max_pool_grad(&w, x.p, y.p, dx.p, pool); }));
  Buffer a(1 << 20), b(1 << 20);
  printf("transpose 1024x1024      %6.1f us\n",
         1e6 * Best([&] { t->transpose(4, a.p, 1024, 1024, 1024, b.p, 1024, 0, pool); }));
  Buffer gamma(768), beta(768);
  printf("layer norm 128x768       %6.1f us\n", 1e6 * Best([&] {
                                                  t->layer_norm(a.p, 128, 768, gamma.p, beta.p,
                                                                1e-5f, b.p, nullptr, nullptr, pool);
                                                }));
}

hb::IsaConv Same(int64_t batch, int64_t size, int64_t ic, int64_t k, int64_t oc, int64_t stride) {
  hb::IsaConv c{};
  c.batch = batch, c.in_h = c.in_w = size, c.in_c = ic, c.k_h = c.k_w = k, c.out_c = oc;
  c.stride_h = c.stride_w = stride, c.dil_h = c.dil_w = 1, c.groups = 1;
  c.out_h = c.out_w = (size + stride - 1) / stride;
  const int64_t pad = (c.out_h - 1) * stride + k - size;
  c.pad_top = c.pad_left = pad > 0 ? pad / 2 : 0;
  return c;
}

}  // namespace

// GB/s that copies of `floats` numbers read and write.
double CopySpeed(size_t floats) {
  const Buffer from(floats), to(floats);
  const double seconds = Best([&] { memcpy(to.p, from.p, floats * sizeof(float)); });
  return 2e-9 * static_cast<double>(floats * sizeof(float)) / seconds;
}

// What all threads reach together while each measures for itself, so that clocks, units and memory
// that they share count.
double Together(int threads, const std::function<double()>& measure) {
  std::vector<double> each(static_cast<size_t>(threads));
  std::vector<std::thread> running;
  for (double& e : each) running.emplace_back([&e, &measure] { e = measure(); });
  double sum = 0;
  for (int i = 0; i < threads; ++i) {
    running[static_cast<size_t>(i)].join();
    sum += each[static_cast<size_t>(i)];
  }
  return sum;
}

int PrintLimits(int threads) {
  printf("{\"gflops\": %.1f, \"gbytes\": %.1f, \"cache_gbytes\": %.1f}\n",
         Together(threads, [] { return Peak(hb::Isa()); }),
         Together(threads, [] { return CopySpeed(size_t{1} << 24); }),  // 64 MiB
         Together(threads, [] { return CopySpeed(size_t{96} * 1024); }));
  return 0;
}

int main(int argc, char** argv) {
  if (argc > 1 && strcmp(argv[1], "limits") == 0) {
    return PrintLimits(argc > 2 ? atoi(argv[2]) : 1);
  }
  if (argc > 1 && strcmp(argv[1], "level") == 0) {
    printf("%s\n", hb::Isa()->name);
    return 0;
  }
  const int threads = argc > 1 ? atoi(argv[1]) : 1;
  const char* what = argc > 2 ? argv[2] : "";
  const IsaTable* t = hb::Isa();
  SpinPool pool(threads);
  const double peak = Peak(t) * threads;
  g_one_thread = threads == 1;
  printf("%s, %d thread(s), peak %.0f GFLOP/s\n", t->name, threads, peak);
  if (argc > 5 && strcmp(what, "gemm") == 0) {
    for (int i = 3; i + 2 < argc; i += 3) {
      BenchGemm(t, pool.get(), peak, atoi(argv[i]), atoi(argv[i + 1]), atoi(argv[i + 2]));
    }
  } else if (strstr("gemm", what) != nullptr) {
    const int64_t shapes[][3] = {
        {64, 64, 64},       {256, 256, 256},  {1024, 1024, 1024}, {8, 1024, 1024}, {32, 784, 128},
        {32, 128, 10},      {128, 3072, 768}, {128, 768, 3072},   {784, 32, 128},  {1, 1024, 1024},
        {4, 1024, 1024},    {1024, 1024, 1},  {16, 16, 16},       {512, 64, 512},  {128, 128, 128},
        {2048, 2048, 2048}, {32, 256, 512},   {3136, 64, 64}};
    for (const auto& s : shapes) BenchGemm(t, pool.get(), peak, s[0], s[1], s[2]);
  }
  if (argc > 8 && strcmp(what, "conv") == 0) {
    for (int i = 3; i + 5 < argc; i += 6) {
      int64_t v[6];
      for (int j = 0; j < 6; ++j) v[j] = atoi(argv[i + j]);
      char name[64];
      snprintf(name, sizeof name, "%dx%d %dx%d s%d %d->%d b%d", static_cast<int>(v[1]),
               static_cast<int>(v[1]), static_cast<int>(v[3]), static_cast<int>(v[3]),
               static_cast<int>(v[5]), static_cast<int>(v[2]), static_cast<int>(v[4]),
               static_cast<int>(v[0]));
      BenchConv(t, pool.get(), peak, name, Same(v[0], v[1], v[2], v[3], v[4], v[5]));
    }
  } else if (strstr("conv", what) != nullptr) {
    BenchConv(t, pool.get(), peak, "56x56 3x3 64->64", Same(1, 56, 64, 3, 64, 1));
    BenchConv(t, pool.get(), peak, "28x28 3x3 128->128", Same(1, 28, 128, 3, 128, 1));
    BenchConv(t, pool.get(), peak, "7x7 3x3 512->512", Same(1, 7, 512, 3, 512, 1));
    BenchConv(t, pool.get(), peak, "stem 224 7x7 s2 3->64", Same(1, 224, 3, 7, 64, 2));
    BenchConv(t, pool.get(), peak, "56x56 1x1 24->144", Same(1, 56, 24, 1, 144, 1));
    BenchConv(t, pool.get(), peak, "56x56 3x3 s2 64->128", Same(1, 56, 64, 3, 128, 2));
    BenchConv(t, pool.get(), peak, "28x28 3x3 1->32 b64", Same(64, 28, 1, 3, 32, 1));
    BenchConv(t, pool.get(), peak, "26x26 3x3 32->64 b32", Same(32, 26, 32, 3, 64, 1));
    BenchConv(t, pool.get(), peak, "14x14 3x3 32->64 b64", Same(64, 14, 32, 3, 64, 1));
    BenchConv(t, pool.get(), peak, "32x32 3x3 3->16 b64", Same(64, 32, 3, 3, 16, 1));
    BenchConv(t, pool.get(), peak, "32x32 3x3 16->16 b64", Same(64, 32, 16, 3, 16, 1));
    BenchConv(t, pool.get(), peak, "32x32 3x3 s2 16->32 b64", Same(64, 32, 16, 3, 32, 2));
    BenchConv(t, pool.get(), peak, "32x32 1x1 s2 16->32 b64", Same(64, 32, 16, 1, 32, 2));
    BenchConv(t, pool.get(), peak, "16x16 3x3 32->32 b64", Same(64, 16, 32, 3, 32, 1));
    BenchConv(t, pool.get(), peak, "16x16 3x3 s2 32->64 b64", Same(64, 16, 32, 3, 64, 2));
    BenchConv(t, pool.get(), peak, "16x16 1x1 s2 32->64 b64", Same(64, 16, 32, 1, 64, 2));
    BenchConv(t, pool.get(), peak, "8x8 3x3 64->64 b64", Same(64, 8, 64, 3, 64, 1));
  }
  if (strstr("depthwise", what) != nullptr) {
    BenchDepthwise(t, pool.get(), peak, "112x112x32 3x3", Same(1, 112, 32, 3, 32, 1));
    BenchDepthwise(t, pool.get(), peak, "14x14x576 3x3 s2", Same(1, 14, 576, 3, 576, 2));
    BenchDepthwise(t, pool.get(), peak, "28x28x192 5x5", Same(1, 28, 192, 5, 192, 1));
  }
  if (strstr("math", what) != nullptr) BenchUnary(t);
  if (strstr("steps", what) != nullptr) BenchSteps(t, pool.get());
  return 0;
}
