// Random numbers: TensorFlow's for the same seeds.
#include "core/base/philox.h"
#include "core/kernels/cpu/array/move.h"
#include "core/kernels/cpu/random/generator.h"

namespace hb {
namespace {

// Numbers of one task; a multiple of every group.
constexpr int64_t kBlock = 1 << 14;

enum class Kind { kUniform, kNormal, kTruncated };

void FillBlock(Kind kind, const Philox& gen, int64_t begin, int64_t end, float* y) {
  if (kind == Kind::kUniform) FillUniform(gen, begin, end, y);
  if (kind == Kind::kNormal) FillNormal(gen, begin, end, y);
  if (kind == Kind::kTruncated) FillTruncatedNormal(gen, begin, end, y);
}
void FillBlock(Kind kind, const Philox& gen, int64_t begin, int64_t end, double* y) {
  if (kind == Kind::kUniform) FillUniform(gen, begin, end, y);
  if (kind == Kind::kNormal) FillNormal(gen, begin, end, y);
  if (kind == Kind::kTruncated) FillTruncatedNormal(gen, begin, end, y);
}

// The 16-bit types have numbers of their own when uniform, and rounded floats otherwise.
template <typename T>
void FillBlock16(Kind kind, const Philox& gen, int64_t begin, int64_t end, T* y) {
  constexpr int64_t kPart = 256;
  Philox g = gen;
  for (int64_t i = begin; i < end; i += kPart) {
    const int64_t stop = std::min(end, i + kPart);
    if (kind != Kind::kUniform) {
      // Numbers are addressed from the start of the output.
      Philox part = gen;
      part.Skip(static_cast<uint64_t>(i / kPhiloxGroup32) *
                (kind == Kind::kTruncated ? kTruncatedSkip<T> : 1));
      float numbers[kPart];
      FillBlock(kind, part, 0, stop - i, numbers);
      for (int64_t k = i; k < stop; ++k) y[k] = T(numbers[k - i]);
      continue;
    }
    g = gen;
    g.Skip(static_cast<uint64_t>(i / kPhiloxGroup32));
    PhiloxWords words(g);
    for (int64_t k = i; k < stop; ++k) {
      y[k] = T(std::is_same_v<T, half> ? UniformHalf(words()) : UniformBfloat16(words()));
    }
  }
}

void FillFloating(HbRunCtx* ctx, Kind kind, const Philox& gen) {
  const HbView& out = *ctx->out[0];
  DispatchType<float, double, half, bfloat16>(out.dtype, [&]<typename T>() {
    T* y = static_cast<T*>(out.data);
    ParallelRange(ctx, out.count, kBlock, [&](int64_t begin, int64_t end) {
      if constexpr (sizeof(T) == 2) {
        FillBlock16(kind, gen, begin, end, y);
      } else {
        FillBlock(kind, gen, begin, end, y);
      }
    });
  });
}

// Integers in [low, low + range); range 0 stands for all of them.
template <typename T>
void FillInts(HbRunCtx* ctx, const Philox& gen, T low, std::make_unsigned_t<T> range) {
  using U = std::make_unsigned_t<T>;
  constexpr int64_t kGroup = sizeof(T) == 8 ? kPhiloxGroup64 : kPhiloxGroup32;
  const HbView& out = *ctx->out[0];
  T* y = static_cast<T*>(out.data);
  ParallelRange(ctx, out.count, kBlock, [&](int64_t begin, int64_t end) {
    Philox g = gen;
    g.Skip(static_cast<uint64_t>(begin / kGroup));
    PhiloxWords words(g);
    for (int64_t i = begin; i < end; ++i) {
      U word = words();
      if constexpr (sizeof(T) == 8) word = JoinWords(static_cast<uint32_t>(word), words());
      y[i] = static_cast<T>(static_cast<U>(low) + (range == 0 ? word : word % range));
    }
  });
}

// Integers in [input low, input low + 1).
int FillIntsBetween(HbRunCtx* ctx, const Philox& gen, int low_input) {
  int rc = 0;
  DispatchType<int32_t, int64_t, uint32_t, uint64_t>(ctx->out[0]->dtype, [&]<typename T>() {
    if (ctx->out[0]->count == 0) return;
    const T low = *In<T>(ctx, low_input), high = *In<T>(ctx, low_input + 1);
    if (low >= high) {
      rc = Fail(ctx, Code::kInvalidArgument, "Need minval < maxval, got ", low, " >= ", high);
      return;
    }
    using U = std::make_unsigned_t<T>;
    FillInts<T>(ctx, gen, low, static_cast<U>(high) - static_cast<U>(low));
  });
  return rc;
}

Philox ReserveOutputs(HbRunCtx* ctx) {
  const auto n = static_cast<uint64_t>(ctx->out[0]->count);
  return static_cast<Generator*>(ctx->state)->Reserve(PhiloxGroupsOfOutputs(n));
}

template <Kind kKind>
int RunStateful(HbRunCtx* ctx) {
  FillFloating(ctx, kKind, ReserveOutputs(ctx));
  return 0;
}

int RunUniformInt(HbRunCtx* ctx) { return FillIntsBetween(ctx, ReserveOutputs(ctx), 1); }

int RunShuffle(HbRunCtx* ctx) {
  const HbView &in = *ctx->in[0], &out = *ctx->out[0];
  const int64_t rows = in.rank == 0 ? 1 : in.dims[0];
  if (in.count <= 1 || rows <= 1) {
    CopyAll(ctx, in.dtype, in.data, out.data, in.count);
    return 0;
  }
  if (rows > INT32_MAX) return Fail(ctx, Code::kInvalidArgument, "too many rows: ", rows);
  PhiloxWords words(
      static_cast<Generator*>(ctx->state)->Reserve(static_cast<uint64_t>(rows - 1 + 3) / 4));
  std::vector<int64_t> order(static_cast<size_t>(rows));
  for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int64_t>(i);
  for (size_t i = 0; i + 1 < order.size(); ++i) {
    std::swap(order[i], order[i + words() % static_cast<uint32_t>(order.size() - i)]);
  }
  const int64_t inner = in.count / rows;
  DispatchMove(in.dtype, [&]<typename T>() {
    for (int64_t i = 0; i < rows; ++i) {
      CopyRun(static_cast<const T*>(in.data) + order[static_cast<size_t>(i)] * inner,
              static_cast<T*>(out.data) + i * inner, inner);
    }
  });
  return 0;
}

// Key, counter and algorithm in inputs 1 to 3.
int OfKeyCounter(HbRunCtx* ctx, Philox* gen) {
  const int32_t alg = *In<int32_t>(ctx, 3);
  if (alg != 1 && alg != 3) {
    return Fail(ctx, alg == 2 ? Code::kUnimplemented : Code::kInvalidArgument,
                "Unsupported algorithm id: ", alg, "; use 1 (Philox) or 3 (automatic)");
  }
  if (ctx->in[2]->count < 2) {
    return Fail(ctx, Code::kInvalidArgument, "Philox needs a counter of 2 elements, not ",
                ctx->in[2]->count);
  }
  const uint64_t* counter = In<uint64_t>(ctx, 2);
  *gen = Philox(*In<uint64_t>(ctx, 1), counter[0], counter[1]);
  return 0;
}

template <Kind kKind>
int RunStateless(HbRunCtx* ctx) {
  FillFloating(ctx, kKind, OfSeed(*ctx->in[1]));
  return 0;
}
template <Kind kKind>
int RunStatelessV2(HbRunCtx* ctx) {
  Philox gen(0, 0);
  if (const int rc = OfKeyCounter(ctx, &gen); rc != 0) return rc;
  FillFloating(ctx, kKind, gen);
  return 0;
}

int FillFullInts(HbRunCtx* ctx, const Philox& gen) {
  DispatchType<int32_t, int64_t, uint32_t, uint64_t>(
      ctx->out[0]->dtype, [&]<typename T>() { FillInts<T>(ctx, gen, 0, 0); });
  return 0;
}

int RunStatelessInt(HbRunCtx* ctx) { return FillIntsBetween(ctx, OfSeed(*ctx->in[1]), 2); }
int RunStatelessFullInt(HbRunCtx* ctx) { return FillFullInts(ctx, OfSeed(*ctx->in[1])); }
int RunStatelessIntV2(HbRunCtx* ctx) {
  Philox gen(0, 0);
  if (const int rc = OfKeyCounter(ctx, &gen); rc != 0) return rc;
  return FillIntsBetween(ctx, gen, 4);
}
int RunStatelessFullIntV2(HbRunCtx* ctx) {
  Philox gen(0, 0);
  if (const int rc = OfKeyCounter(ctx, &gen); rc != 0) return rc;
  return FillFullInts(ctx, gen);
}

int RunKeyCounter(HbRunCtx* ctx) {
  const Philox gen = OfSeed(*ctx->in[0]);
  *Out<uint64_t>(ctx, 0) = gen.key();
  Out<uint64_t>(ctx, 1)[0] = gen.counter_low();
  Out<uint64_t>(ctx, 1)[1] = gen.counter_high();
  return 0;
}
int RunAlg(HbRunCtx* ctx) {
  *Out<int32_t>(ctx, 0) = 1;
  return 0;
}
int RunKeyCounterAlg(HbRunCtx* ctx) {
  *Out<int32_t>(ctx, 2) = 1;
  return RunKeyCounter(ctx);
}

}  // namespace

void RegisterRandomKernels(KernelSet& set) {
  static constexpr char kFloating[] = "dtype:float,double,half,bfloat16";
  const auto stateful = [](const char* constraint, HbRunFn run) {
    return KernelSet::Row{.constraint = constraint,
                          .flags = kHbStateful,
                          .run = run,
                          .new_state = NewGenerator,
                          .free_state = FreeGenerator};
  };
  const auto pure = [](const char* constraint, HbRunFn run) {
    return KernelSet::Row{.constraint = constraint, .run = run};
  };
  KERNEL(set, "RandomUniform", stateful(kFloating, RunStateful<Kind::kUniform>));
  KERNEL(set, "RandomStandardNormal", stateful(kFloating, RunStateful<Kind::kNormal>));
  KERNEL(set, "TruncatedNormal", stateful(kFloating, RunStateful<Kind::kTruncated>));
  KERNEL(set, "RandomUniformInt", stateful("Tout:int32,int64", RunUniformInt));
  KERNEL(set, "RandomShuffle", stateful("", RunShuffle));
  KERNEL(set, "StatelessRandomUniform", pure(kFloating, RunStateless<Kind::kUniform>));
  KERNEL(set, "StatelessRandomNormal", pure(kFloating, RunStateless<Kind::kNormal>));
  KERNEL(set, "StatelessTruncatedNormal", pure(kFloating, RunStateless<Kind::kTruncated>));
  KERNEL(set, "StatelessRandomUniformV2", pure(kFloating, RunStatelessV2<Kind::kUniform>));
  KERNEL(set, "StatelessRandomNormalV2", pure(kFloating, RunStatelessV2<Kind::kNormal>));
  KERNEL(set, "StatelessTruncatedNormalV2", pure(kFloating, RunStatelessV2<Kind::kTruncated>));
  KERNEL(set, "StatelessRandomUniformInt", pure("", RunStatelessInt));
  KERNEL(set, "StatelessRandomUniformFullInt", pure("", RunStatelessFullInt));
  KERNEL(set, "StatelessRandomUniformIntV2", pure("", RunStatelessIntV2));
  KERNEL(set, "StatelessRandomUniformFullIntV2", pure("", RunStatelessFullIntV2));
  KERNEL(set, "StatelessRandomGetKeyCounter", pure("", RunKeyCounter));
  KERNEL(set, "StatelessRandomGetKeyCounterAlg", pure("", RunKeyCounterAlg));
  KERNEL(set, "StatelessRandomGetAlg", pure("", RunAlg));
}

}  // namespace hb
