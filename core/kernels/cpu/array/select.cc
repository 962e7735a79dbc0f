// Positions, distinct and largest elements.
#include <numeric>
#include <unordered_map>

#include "core/kernels/cpu/array/move.h"

namespace hb {
namespace {

template <typename T>
bool NonZero(const T& v) {
  return v != T(0);
}

int RunWhere(HbRunCtx* ctx) {
  const HbView& in = *ctx->in[0];
  int rc = 0;
  const auto run = [&]<typename T>() {
    const T* x = static_cast<const T*>(in.data);
    int64_t dims[2] = {0, in.rank};
    for (int64_t i = 0; i < in.count; ++i) dims[0] += NonZero(x[i]) ? 1 : 0;
    rc = ctx->env->alloc_out(ctx, 0, dims, 2);
    if (rc != 0) return;
    const Strides strides(in);
    int64_t* y = static_cast<int64_t*>(ctx->out[0]->data);
    for (int64_t i = 0; i < in.count; ++i) {
      if (!NonZero(x[i])) continue;
      int64_t rest = i;
      for (int d = 0; d < in.rank; ++d) {
        *y++ = rest / strides[d];
        rest %= strides[d];
      }
    }
  };
  if (!DispatchNumber(in.dtype, run)) DispatchType<bool>(in.dtype, run);
  return rc;
}

int RunInvertPermutation(HbRunCtx* ctx) {
  const HbView &in = *ctx->in[0], &out = *ctx->out[0];
  const IndexArray x(in), y(out);
  for (int64_t i = 0; i < in.count; ++i) StoreIndex(out, i, -1);
  for (int64_t i = 0; i < in.count; ++i) {
    const int64_t v = x[i];
    if (v < 0 || v >= in.count) {
      return Fail(ctx, Code::kInvalidArgument, v, " is not between 0 and ", in.count);
    }
    if (y[v] != -1) return Fail(ctx, Code::kInvalidArgument, v, " is duplicated in the input.");
    StoreIndex(out, v, i);
  }
  return 0;
}

// Slices [outer, n, inner] along one dimension, told apart by their elements.
template <typename T>
struct Slices {
  const T* x;
  int64_t outer, n, inner;
  const T& At(int64_t o, int64_t i, int64_t k) const { return x[(o * n + i) * inner + k]; }
  size_t Hash(int64_t i) const {
    size_t h = 0;
    for (int64_t o = 0; o < outer; ++o) {
      for (int64_t k = 0; k < inner; ++k) h = h * 0x9e3779b97f4a7c15u + HashOf(At(o, i, k));
    }
    return h;
  }
  bool Equal(int64_t a, int64_t b) const {
    for (int64_t o = 0; o < outer; ++o) {
      for (int64_t k = 0; k < inner; ++k) {
        if (!(At(o, a, k) == At(o, b, k))) return false;
      }
    }
    return true;
  }
  static size_t HashOf(const T& v) {
    if constexpr (std::is_same_v<T, TString>) {
      return std::hash<std::string_view>()(v.view());
    } else if constexpr (std::is_same_v<T, std::complex<float>> ||
                         std::is_same_v<T, std::complex<double>>) {
      return std::hash<double>()(v.real()) * 31 + std::hash<double>()(v.imag());
    } else if constexpr (std::is_integral_v<T>) {
      return std::hash<T>()(v) * 0x9e3779b97f4a7c15u;
    } else {
      return std::hash<double>()(static_cast<double>(v));  // equal for 0 and -0
    }
  }
};

// Indices of the first slices of each kind, and for every slice the number of its kind.
struct Kinds {
  std::vector<int64_t> first, kind, count;
};

template <typename T>
Kinds FindKinds(const Slices<T>& s) {
  Kinds kinds;
  std::unordered_multimap<size_t, int64_t> seen;
  kinds.kind.reserve(static_cast<size_t>(s.n));
  for (int64_t i = 0; i < s.n; ++i) {
    const size_t hash = s.Hash(i);
    int64_t found = -1;
    const auto [begin, end] = seen.equal_range(hash);
    for (auto it = begin; it != end && found < 0; ++it) {
      if (s.Equal(kinds.first[static_cast<size_t>(it->second)], i)) found = it->second;
    }
    if (found < 0) {
      found = static_cast<int64_t>(kinds.first.size());
      kinds.first.push_back(i);
      kinds.count.push_back(0);
      seen.emplace(hash, found);
    }
    ++kinds.count[static_cast<size_t>(found)];
    kinds.kind.push_back(found);
  }
  return kinds;
}

struct UniqueParams {
  bool has_axis, has_count;
};

int PlanUnique(HbPlanCtx* ctx) {
  auto* p = NewParams<UniqueParams>(ctx);
  if (p == nullptr) return 1;
  p->has_axis = ctx->n_in > 1;
  p->has_count = ctx->n_out > 2;
  return 0;
}

int StoreAll(HbRunCtx* ctx, int output, const std::vector<int64_t>& values) {
  const int64_t n = static_cast<int64_t>(values.size());
  if (const int rc = ctx->env->alloc_out(ctx, output, &n, 1); rc != 0) return rc;
  for (int64_t i = 0; i < n; ++i) {
    StoreIndex(*ctx->out[output], i, values[static_cast<size_t>(i)]);
  }
  return 0;
}

template <typename T>
int UniqueOf(HbRunCtx* ctx, int axis) {
  const HbView& in = *ctx->in[0];
  Slices<T> s{static_cast<const T*>(in.data), 1, in.dims[axis], 1};
  for (int i = 0; i < axis; ++i) s.outer *= in.dims[i];
  for (int i = axis + 1; i < in.rank; ++i) s.inner *= in.dims[i];
  const Kinds kinds = FindKinds(s);
  std::vector<int64_t> dims(in.dims, in.dims + in.rank);
  const auto distinct = static_cast<int64_t>(kinds.first.size());
  dims[static_cast<size_t>(axis)] = distinct;
  if (const int rc = ctx->env->alloc_out(ctx, 0, dims.data(), in.rank); rc != 0) return rc;
  T* y = static_cast<T*>(ctx->out[0]->data);
  for (int64_t o = 0; o < s.outer; ++o) {
    for (int64_t i = 0; i < distinct && s.inner > 0; ++i) {
      CopyRun(&s.At(o, kinds.first[static_cast<size_t>(i)], 0), y + (o * distinct + i) * s.inner,
              s.inner);
    }
  }
  if (const int rc = StoreAll(ctx, 1, kinds.kind); rc != 0) return rc;
  return Params<UniqueParams>(ctx).has_count ? StoreAll(ctx, 2, kinds.count) : 0;
}

int RunUnique(HbRunCtx* ctx) {
  const HbView& in = *ctx->in[0];
  int64_t axis = 0;
  if (Params<UniqueParams>(ctx).has_axis && ctx->in[1]->count > 0) {
    axis = IndexArray(*ctx->in[1])[0];
    if (axis < 0) axis += in.rank;
  }
  if (axis < 0 || axis >= in.rank) {
    return Fail(ctx, Code::kInvalidArgument, "axis must be in [", -in.rank, ", ", in.rank, ")");
  }
  int rc = 0;
  const auto run = [&]<typename T>() { rc = UniqueOf<T>(ctx, static_cast<int>(axis)); };
  if (!DispatchNumber(in.dtype, run)) DispatchType<bool, TString>(in.dtype, run);
  return rc;
}

int RunListDiff(HbRunCtx* ctx) {
  const HbView &x = *ctx->in[0], &y = *ctx->in[1];
  int rc = 0;
  const auto run = [&]<typename T>() {
    const Slices<T> have{static_cast<const T*>(y.data), 1, y.count, 1};
    const T* from = static_cast<const T*>(x.data);
    std::unordered_multimap<size_t, int64_t> seen;
    for (int64_t i = 0; i < y.count; ++i) seen.emplace(Slices<T>::HashOf(have.x[i]), i);
    std::vector<int64_t> keep;
    for (int64_t i = 0; i < x.count; ++i) {
      const auto [begin, end] = seen.equal_range(Slices<T>::HashOf(from[i]));
      if (std::none_of(begin, end, [&](auto& e) { return have.x[e.second] == from[i]; })) {
        keep.push_back(i);
      }
    }
    const int64_t n = static_cast<int64_t>(keep.size());
    rc = ctx->env->alloc_out(ctx, 0, &n, 1);
    if (rc != 0) return;
    for (int64_t i = 0; i < n; ++i) {
      static_cast<T*>(ctx->out[0]->data)[i] = from[keep[static_cast<size_t>(i)]];
    }
    rc = StoreAll(ctx, 1, keep);
  };
  if (!DispatchNumber(x.dtype, run)) DispatchType<bool, TString>(x.dtype, run);
  return rc;
}

// Larger elements first; of equal ones the lower index. NaN counts as the largest.
template <typename T>
bool Before(const T* row, int64_t a, int64_t b) {
  if constexpr (!std::is_integral_v<T>) {
    const bool a_nan = row[a] != row[a], b_nan = row[b] != row[b];
    if (a_nan || b_nan) return a_nan != b_nan ? a_nan : a < b;
  }
  if (row[b] < row[a]) return true;
  if (row[a] < row[b]) return false;
  return a < b;
}

int RunTopK(HbRunCtx* ctx) {
  const HbView &in = *ctx->in[0], &values = *ctx->out[0], &indices = *ctx->out[1];
  const int64_t cols = in.dims[in.rank - 1], k = values.dims[values.rank - 1];
  if (values.count == 0) return 0;
  const int64_t rows = in.count / cols;
  if (indices.dtype == DT_INT16 && cols > INT16_MAX) {
    return Fail(ctx, Code::kInvalidArgument, "indices up to ", cols, " do not fit int16");
  }
  DispatchReal(in.dtype, [&]<typename T>() {
    ParallelRange(ctx, rows, std::max<int64_t>(1, (1 << 14) / cols),
                  [&](int64_t begin, int64_t end) {
                    std::vector<int64_t> order(static_cast<size_t>(cols));
                    for (int64_t r = begin; r < end; ++r) {
                      const T* row = static_cast<const T*>(in.data) + r * cols;
                      std::iota(order.begin(), order.end(), 0);
                      std::partial_sort(order.begin(), order.begin() + k, order.end(),
                                        [row](int64_t a, int64_t b) { return Before(row, a, b); });
                      for (int64_t i = 0; i < k; ++i) {
                        const int64_t at = order[static_cast<size_t>(i)];
                        static_cast<T*>(values.data)[r * k + i] = row[at];
                        StoreIndex(indices, r * k + i, at);
                      }
                    }
                  });
  });
  return 0;
}

}  // namespace

void RegisterArraySelectKernels(KernelSet& set) {
  KERNEL(set, "Where",
         {.constraint = "T:" HB_NUMBERS ",bool", .flags = kHbDynamicOut, .run = RunWhere});
  KERNEL(set, "InvertPermutation", {.run = RunInvertPermutation});
  const KernelSet::Row unique{.constraint = "T:" HB_NUMBERS ",bool,string",
                              .flags = kHbDynamicOut,
                              .plan = PlanUnique,
                              .run = RunUnique};
  KERNEL(set, "Unique", unique);
  KERNEL(set, "UniqueV2", unique);
  KERNEL(set, "UniqueWithCounts", unique);
  KERNEL(set, "UniqueWithCountsV2", unique);
  KERNEL(
      set, "ListDiff",
      {.constraint = "T:" HB_NUMBERS ",bool,string", .flags = kHbDynamicOut, .run = RunListDiff});
  KERNEL(set, "TopK", {.constraint = "T:" HB_REALS, .run = RunTopK});
  KERNEL(set, "TopKV2", {.constraint = "T:" HB_REALS, .run = RunTopK});
}

}  // namespace hb
