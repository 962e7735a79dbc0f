// Conversion between dtypes.
#include <bit>
#include <limits>

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

using RunFn = void (*)(const void*, void*, int64_t, int64_t);
struct CastParams {
  RunFn fn;  // null: the elements are copied
};

template <typename Fn>
bool DispatchAll(int32_t dtype, Fn&& fn) {
  return DispatchNumber(dtype, fn) || DispatchType<bool>(dtype, fn);
}

RunFn FindTruncating(int32_t from, int32_t to) {
  RunFn fn = nullptr;
  DispatchType<half, bfloat16>(to, [&]<typename To>() {
    if (from == DT_FLOAT) fn = TruncateRun<To, float>;
  });
  if (from == DT_DOUBLE && to == DT_HALF) fn = TruncateRun<half, double>;
  if (from == DT_DOUBLE && to == DT_FLOAT) fn = TruncateRun<float, double>;
  return fn;
}

int PlanCast(HbPlanCtx* ctx) {
  const int32_t from = ctx->in[0].dtype, to = ctx->out[0].spec.dtype;
  if (from == to) return PlanAlias(ctx);
  auto* p = NewParams<CastParams>(ctx);
  if (p == nullptr) return 1;
  if (AttrBool(ctx->attrs, "Truncate")) p->fn = FindTruncating(from, to);
  if (p->fn == nullptr) {
    DispatchAll(from, [&]<typename From>() {
      DispatchAll(to, [&]<typename To>() { p->fn = ConvertRun<To, From>; });
    });
  }
  if (p->fn == nullptr) {
    return Fail(ctx, Code::kUnimplemented, "Cast ", DTypeName(static_cast<DType>(from)), " to ",
                DTypeName(static_cast<DType>(to)), " is not supported");
  }
  if (DTypeSize(static_cast<DType>(from)) == DTypeSize(static_cast<DType>(to))) PlanReuse0(ctx);
  return 0;
}

int RunCast(HbRunCtx* ctx) {
  if (ctx->params == nullptr) return 0;
  const RunFn fn = Params<CastParams>(ctx).fn;
  const void* from = ctx->in[0]->data;
  void* to = ctx->out[0]->data;
  ParallelRange(ctx, ctx->in[0]->count, 1 << 16,
                [&](int64_t begin, int64_t end) { fn(from, to, begin, end); });
  return 0;
}

}  // namespace

void RegisterCastKernels(KernelSet& set) {
  KERNEL(set, "Cast", {.plan = PlanCast, .run = RunCast});
}

}  // namespace hb
