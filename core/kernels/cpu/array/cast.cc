// Conversion between dtypes.
#include <bit>
#include <limits>

#include "core/kernels/cpu/array/cast_small.h"
#include "core/kernels/cpu/array/move.h"

namespace hb {
namespace {

template <typename T>
inline constexpr bool kIsComplex = false;
template <typename T>
inline constexpr bool kIsComplex<std::complex<T>> = true;
template <typename T>
inline constexpr bool kIsHalf = std::is_same_v<T, half> || std::is_same_v<T, bfloat16>;

// The elements' values in a type that converts to all others.
template <typename From>
auto Widened(From v) {
  if constexpr (kIsHalf<From>) {
    return static_cast<float>(v);
  } else {
    return v;
  }
}

template <typename To, typename From>
To Convert(From raw) {
  const auto v = Widened(raw);
  using V = std::remove_const_t<decltype(v)>;
  if constexpr (kIsComplex<To>) {
    using Part = typename To::value_type;
    if constexpr (kIsComplex<V>) {
      return To(static_cast<Part>(v.real()), static_cast<Part>(v.imag()));
    } else {
      return To(static_cast<Part>(v), 0);
    }
  } else if constexpr (kIsComplex<V>) {
    return Convert<To>(v.real());
  } else if constexpr (kIsHalf<To>) {
    return To(static_cast<float>(v));
  } else if constexpr (std::is_floating_point_v<V> && sizeof(To) <= 2 && std::is_integral_v<To> &&
                       !std::is_same_v<To, bool>) {
    // Through 32 bits, then cut to what fits.
    const auto wide = static_cast<int32_t>(v);
    return static_cast<To>(
        std::clamp<int32_t>(wide, std::numeric_limits<To>::min(), std::numeric_limits<To>::max()));
  } else {
    return static_cast<To>(v);
  }
}

template <typename To, typename From>
void ConvertRun(const void* from, void* to, int64_t begin, int64_t end) {
  const From* x = static_cast<const From*>(from);
  To* y = static_cast<To*>(to);
  for (int64_t i = begin; i < end; ++i) y[i] = Convert<To>(x[i]);
}

// Cuts the mantissa to `bits` before the conversion, so that it rounds towards zero.
template <typename To, typename From>
void TruncateRun(const void* from, void* to, int64_t begin, int64_t end) {
  using Bits = std::conditional_t<sizeof(From) == 8, uint64_t, uint32_t>;
  constexpr int kFrom = sizeof(From) == 8 ? 52 : 23;
  constexpr int kTo = std::is_same_v<To, half> ? 10 : std::is_same_v<To, bfloat16> ? 7 : 23;
  constexpr Bits kMask = ~((Bits{1} << (kFrom - kTo)) - 1);
  const From* x = static_cast<const From*>(from);
  To* y = static_cast<To*>(to);
  for (int64_t i = begin; i < end; ++i) {
    y[i] = Convert<To>(std::bit_cast<From>(std::bit_cast<Bits>(x[i]) & kMask));
  }
}

struct CastParams {
  CastFn fn = nullptr;
  // What lies before and behind it for 8-bit floats and 4-bit integers; null for other dtypes.
  CastFn widen = nullptr, narrow = nullptr;
  int64_t from_size = 0, to_size = 0;
};

template <typename Fn>
bool DispatchAll(int32_t dtype, Fn&& fn) {
  return DispatchNumber(dtype, fn) || DispatchType<bool>(dtype, fn);
}

CastFn FindTruncating(int32_t from, int32_t to) {
  CastFn fn = nullptr;
  DispatchType<half, bfloat16>(to, [&]<typename To>() {
    if (from == DT_FLOAT) fn = TruncateRun<To, float>;
  });
  if (from == DT_DOUBLE && to == DT_HALF) fn = TruncateRun<half, double>;
  if (from == DT_DOUBLE && to == DT_FLOAT) fn = TruncateRun<float, double>;
  return fn;
}

CastFn FindConversion(int32_t from, int32_t to, bool truncate) {
  CastFn fn = truncate ? FindTruncating(from, to) : nullptr;
  if (fn != nullptr) return fn;
  DispatchAll(from, [&]<typename From>() {
    DispatchAll(to, [&]<typename To>() { fn = ConvertRun<To, From>; });
  });
  return fn;
}

int PlanCast(HbPlanCtx* ctx) {
  const int32_t from = ctx->in[0].dtype, to = ctx->out[0].spec.dtype;
  if (from == to) return PlanAlias(ctx);
  auto* p = NewParams<CastParams>(ctx);
  if (p == nullptr) return 1;
  p->from_size = static_cast<int64_t>(DTypeSize(static_cast<DType>(from)));
  p->to_size = static_cast<int64_t>(DTypeSize(static_cast<DType>(to)));
  const bool truncate = AttrBool(ctx->attrs, "Truncate");
  const SmallCast small = FindSmallCast(from, to, truncate);
  p->widen = small.widen;
  p->narrow = small.narrow;
  p->fn = FindConversion(small.from, small.to, truncate);
  if (p->fn == nullptr) {
    return Fail(ctx, Code::kUnimplemented, "Cast ", DTypeName(static_cast<DType>(from)), " to ",
                DTypeName(static_cast<DType>(to)), " is not supported");
  }
  if (p->from_size == p->to_size) PlanReuse0(ctx);
  return 0;
}

// Widens, converts and narrows a block at a time.
void CastBlocks(const CastParams& p, const char* from, char* to, int64_t n) {
  constexpr int64_t kBlock = 256;
  alignas(16) char wide[kBlock * 16], converted[kBlock * 16];
  for (int64_t i = 0; i < n; i += kBlock) {
    const int64_t m = std::min(kBlock, n - i);
    const void* x = from + i * p.from_size;
    void* y = to + i * p.to_size;
    if (p.widen != nullptr) {
      p.widen(x, wide, 0, m);
      x = wide;
    }
    p.fn(x, p.narrow == nullptr ? y : converted, 0, m);
    if (p.narrow != nullptr) p.narrow(converted, y, 0, m);
  }
}

int RunCast(HbRunCtx* ctx) {
  if (ctx->params == nullptr) return 0;
  const auto& p = Params<CastParams>(ctx);
  const char* from = In<char>(ctx, 0);
  char* to = Out<char>(ctx, 0);
  ParallelRange(ctx, ctx->in[0]->count, 1 << 16, [&](int64_t begin, int64_t end) {
    if (p.widen == nullptr && p.narrow == nullptr) return p.fn(from, to, begin, end);
    CastBlocks(p, from + begin * p.from_size, to + begin * p.to_size, end - begin);
  });
  return 0;
}

}  // namespace

void RegisterCastKernels(KernelSet& set) {
  KERNEL(set, "Cast", {.plan = PlanCast, .run = RunCast});
}

}  // namespace hb
