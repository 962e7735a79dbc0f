// Reading slices by index.
#include "core/kernels/cpu/array/move.h"

namespace hb {
namespace {

struct GatherParams {
  int64_t batch_dims;
  bool has_axis;
  bool ignore_bad;  // of GatherNd: a bad index reads as zeros
};

int PlanGather(HbPlanCtx* ctx) {
  auto* p = NewParams<GatherParams>(ctx);
  if (p == nullptr) return 1;
  p->batch_dims = AttrInt(ctx->attrs, "batch_dims");
  p->has_axis = ctx->n_in > 2;
  const std::string_view policy = AttrString(ctx->attrs, "bad_indices_policy");
  p->ignore_bad = policy == "IGNORE";
  if (!policy.empty() && policy != "DEFAULT" && policy != "ERROR" && policy != "IGNORE") {
    return Fail(ctx, Code::kInvalidArgument, "bad_indices_policy '", policy,
                "' must be empty, DEFAULT, ERROR or IGNORE");
  }
  return 0;
}

int64_t Product(const HbView& v, int begin, int end) {
  int64_t n = 1;
  for (int i = begin; i < end; ++i) n *= v.dims[i];
  return n;
}

// params [batch, outer, size, inner], indices [batch, count], out [batch, outer, count, inner].
struct GatherShape {
  int64_t batch, outer, size, inner, count;
};

constexpr int64_t kIndexBlock = 256;

template <typename I>
void ReadIndices(const void* data, int64_t first, int64_t n, int64_t* out) {
  std::copy_n(static_cast<const I*>(data) + first, n, out);
}

// Elements [first, first + n) of the indices, n at most kIndexBlock.
void ReadIndices(const HbView& view, int64_t first, int64_t n, int64_t* out) {
  switch (view.dtype) {
    case DT_INT32:
      return ReadIndices<int32_t>(view.data, first, n, out);
    case DT_INT16:
      return ReadIndices<int16_t>(view.data, first, n, out);
    default:
      return ReadIndices<int64_t>(view.data, first, n, out);
  }
}

// Asks for the cache lines of a row ahead of its turn: rows lie anywhere, which no processor
// foresees. Of a long row the first lines do.
void FetchRow(const char* row, int64_t bytes) {
  constexpr int64_t kLine = 64, kMost = 8 * kLine;
  for (int64_t i = 0; i < std::min(bytes, kMost); i += kLine) __builtin_prefetch(row + i);
  // Where the row begins within a line, it may end in one more.
  __builtin_prefetch(row + std::min(bytes, kMost) - 1);
}

// Rows of `bytes` plain bytes from `params` for n indices.
void CopyRows(const char* params, const int64_t* rows, int64_t n, int64_t bytes, char* out) {
  if (bytes == 4) {
    for (int64_t i = 0; i < n; ++i) std::memcpy(out + i * 4, params + rows[i] * 4, 4);
    return;
  }
  // As many lines on the way as a core keeps track of.
  const int64_t ahead = std::clamp<int64_t>(2048 / bytes, 2, 16);
  for (int64_t i = 0; i < std::min(ahead, n); ++i) FetchRow(params + rows[i] * bytes, bytes);
  for (int64_t i = 0; i < n; ++i) {
    if (i + ahead < n) FetchRow(params + rows[i + ahead] * bytes, bytes);
    std::memcpy(out + i * bytes, params + rows[i] * bytes, static_cast<size_t>(bytes));
  }
}

void CopyRows(int32_t dtype, const char* params, const int64_t* rows, int64_t n, int64_t inner,
              char* out) {
  const auto t = static_cast<DType>(dtype);
  const auto size = static_cast<int64_t>(DTypeSize(t));
  if (IsPlain(t)) return CopyRows(params, rows, n, inner * size, out);
  DispatchMove(dtype, [&]<typename T>() {
    for (int64_t i = 0; i < n; ++i) {
      CopyRun(reinterpret_cast<const T*>(params) + rows[i] * inner,
              reinterpret_cast<T*>(out) + i * inner, inner);
    }
  });
}

void GatherRows(HbRunCtx* ctx, const GatherShape& s, const HbView& params, const HbView& indices,
                const HbView& out) {
  const int64_t block = std::max<int64_t>(1, (1 << 15) / std::max<int64_t>(1, s.inner));
  ParallelRange(ctx, s.batch * s.outer * s.count, block, [&](int64_t begin, int64_t end) {
    int64_t rows[kIndexBlock];
    for (int64_t r = begin; r < end;) {
      const int64_t k = r % s.count, slab = r / s.count;
      const int64_t n = std::min({kIndexBlock, s.count - k, end - r});
      ReadIndices(indices, slab / s.outer * s.count + k, n, rows);
      CopyRows(params.dtype, ElementAt(params, slab * s.size * s.inner), rows, n, s.inner,
               ElementAt(out, r * s.inner));
      r += n;
    }
  });
}

int CheckRows(HbRunCtx* ctx, const HbView& view, int64_t size) {
  int64_t rows[kIndexBlock];
  for (int64_t first = 0; first < view.count; first += kIndexBlock) {
    const int64_t n = std::min(kIndexBlock, view.count - first);
    ReadIndices(view, first, n, rows);
    // Negative ones become the largest.
    const auto bad = [size](int64_t v) {
      return static_cast<uint64_t>(v) >= static_cast<uint64_t>(size);
    };
    bool any = false;
    for (int64_t i = 0; i < n; ++i) any |= bad(rows[i]);
    if (!any) continue;
    const int64_t i = std::find_if(rows, rows + n, bad) - rows;
    return Fail(ctx, Code::kInvalidArgument, "indices[", PositionText(view, first + i),
                "] = ", rows[i], " is not in [0, ", size, ")");
  }
  return 0;
}

int RunGather(HbRunCtx* ctx) {
  const GatherParams& p = Params<GatherParams>(ctx);
  const HbView &params = *ctx->in[0], &indices = *ctx->in[1], &out = *ctx->out[0];
  int64_t axis = p.has_axis ? IndexArray(*ctx->in[2])[0] : 0;
  if (axis < 0) axis += params.rank;
  const int batch = static_cast<int>(p.batch_dims < 0 ? p.batch_dims + indices.rank : p.batch_dims);
  if (axis < batch || axis >= params.rank || batch < 0 || batch > indices.rank) {
    return Fail(ctx, Code::kInvalidArgument, "axis ", axis, " must be in [", batch, ", ",
                params.rank, ")");
  }
  const int a = static_cast<int>(axis);
  const GatherShape s{Product(params, 0, batch), Product(params, batch, a), params.dims[a],
                      Product(params, a + 1, params.rank), Product(indices, batch, indices.rank)};
  if (out.count == 0) return 0;
  if (const int rc = CheckRows(ctx, indices, s.size); rc != 0) return rc;
  GatherRows(ctx, s, params, indices, out);
  return 0;
}

int RunGatherNd(HbRunCtx* ctx) {
  const HbView &params = *ctx->in[0], &view = *ctx->in[1], &out = *ctx->out[0];
  const int depth = static_cast<int>(view.dims[view.rank - 1]);
  const int64_t count = Product(view, 0, view.rank - 1);
  const int64_t inner = Product(params, depth, params.rank);
  const IndexArray indices(view);
  const Strides strides(params);
  const bool ignore = Params<GatherParams>(ctx).ignore_bad;
  if (count > 0 && params.count == 0 && !ignore) {
    return Fail(ctx, Code::kInvalidArgument, "Requested more than 0 entries, but params is empty.");
  }
  if (ignore) ZeroElements(out.dtype, out.data, out.count);
  int rc = 0;
  DispatchMove(params.dtype, [&]<typename T>() {
    const T* x = static_cast<const T*>(params.data);
    T* y = static_cast<T*>(out.data);
    for (int64_t i = 0; i < count && rc == 0; ++i) {
      int64_t at = 0;
      bool bad = false;
      for (int d = 0; d < depth; ++d) {
        const int64_t v = indices[i * depth + d];
        bad = bad || v < 0 || v >= params.dims[d];
        if (!bad) at += v * strides[d];
      }
      if (!bad) {
        if (inner > 0) CopyRun(x + at, y + i * inner, inner);
      } else if (!ignore) {
        std::vector<int64_t> where;
        for (int d = 0; d < depth; ++d) where.push_back(indices[i * depth + d]);
        rc =
            Fail(ctx, Code::kInvalidArgument, "indices[", i, "] = ", IndexText(where.data(), depth),
                 " does not index into param shape ", ShapeOf(params).ToString());
      }
    }
  });
  return rc;
}

}  // namespace

void RegisterArrayGatherKernels(KernelSet& set) {
  KERNEL(set, "Gather", {.plan = PlanGather, .run = RunGather});
  KERNEL(set, "GatherV2", {.plan = PlanGather, .run = RunGather});
  KERNEL(set, "GatherNd", {.plan = PlanGather, .run = RunGatherNd});
}

}  // namespace hb
