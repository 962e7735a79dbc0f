#include "core/kernels/cpu/array/move.h"

#include "core/kernels/cpu/isa/isa.h"

namespace hb {
namespace {

// Bytes that are worth a task of their own.
constexpr int64_t kTaskBytes = 256 << 10;
constexpr int64_t kTransposedRows = 256;
// Results of transpositions from this size on are written past the caches.
constexpr int64_t kStreamBytes = 8 << 20;

// One line of the innermost dimension.
template <typename T>
void MoveLine(const T* from, int64_t from_step, T* to, int64_t to_step, int64_t n) {
  if (from_step == 1 && to_step == 1) return CopyRun(from, to, n);
  if (from_step == 0 && to_step == 1) {
    std::fill_n(to, n, *from);
    return;
  }
  for (int64_t i = 0; i < n; ++i) to[i * to_step] = from[i * from_step];
}

// Two dimensions of which one is dense in the source and the other in the target, tile by tile.
template <typename T>
void MoveTiles(const T* from, T* to, int64_t rows, int64_t to_row, int64_t cols, int64_t from_col,
               bool stream) {
  if constexpr (std::is_unsigned_v<T>) {
    Isa()->transpose(sizeof(T), from, cols, rows, from_col, to, to_row, stream, nullptr);
    return;
  }
  constexpr int64_t kTile = sizeof(T) >= 8 ? 8 : 16;
  for (int64_t r = 0; r < rows; r += kTile) {
    const int64_t r_end = std::min(rows, r + kTile);
    for (int64_t c = 0; c < cols; c += kTile) {
      const int64_t c_end = std::min(cols, c + kTile);
      for (int64_t i = r; i < r_end; ++i) {
        for (int64_t j = c; j < c_end; ++j) to[i * to_row + j] = from[i + j * from_col];
      }
    }
  }
}

// Calls body(from, to) for each index of the dimensions [0, outer), the first one cut to a range.
template <typename T, typename Body>
void ForOuter(const MoveLayout& l, int outer, const T* from, T* to, Body&& body) {
  int64_t index[MoveLayout::kMax] = {};
  for (;;) {
    body(from, to);
    int d = outer - 1;
    for (; d >= 0; --d) {
      from += l.src[d];
      to += l.dst[d];
      if (++index[d] < l.dims[d]) break;
      from -= l.src[d] * l.dims[d];
      to -= l.dst[d] * l.dims[d];
      index[d] = 0;
    }
    if (d < 0) return;
  }
}

// Puts the dimension that is dense in the source second to last; false if there is none.
bool ArrangeTiles(MoveLayout* l) {
  const int last = l->rank - 1;
  if (last < 1 || l->dst[last] != 1 || l->src[last] <= 1 || l->dims[last] < 4) return false;
  for (int d = 0; d < last; ++d) {
    if (l->src[d] != 1 || l->dims[d] < 4) continue;
    for (int e = d; e < last - 1; ++e) {
      std::swap(l->dims[e], l->dims[e + 1]);
      std::swap(l->src[e], l->src[e + 1]);
      std::swap(l->dst[e], l->dst[e + 1]);
    }
    return true;
  }
  return false;
}

template <typename T>
void MoveBlock(MoveLayout l, const T* from, T* to, bool stream) {
  if (l.rank == 0) {
    *to = *from;
    return;
  }
  const int last = l.rank - 1;
  if (ArrangeTiles(&l)) {
    ForOuter(l, last - 1, from, to, [&](const T* f, T* t) {
      MoveTiles(f, t, l.dims[last - 1], l.dst[last - 1], l.dims[last], l.src[last], stream);
    });
    return;
  }
  ForOuter(l, last, from, to,
           [&](const T* f, T* t) { MoveLine(f, l.src[last], t, l.dst[last], l.dims[last]); });
}

}  // namespace

void Move(HbRunCtx* ctx, int32_t dtype, const MoveLayout& l, const void* from, void* to) {
  if (l.empty()) return;
  DispatchMove(dtype, [&]<typename T>() {
    const T* src = static_cast<const T*>(from);
    T* dst = static_cast<T*>(to);
    const int64_t bytes = l.count() * static_cast<int64_t>(sizeof(T));
    if (l.rank == 0 || bytes < 2 * kTaskBytes) return MoveBlock(l, src, dst, false);
    // A task along what is dense in the source reads that far at a time.
    const int64_t least = l.src[0] == 1 ? kTransposedRows : 1;
    const int64_t block = std::max(least, l.dims[0] * kTaskBytes / bytes);
    ParallelRange(ctx, l.dims[0], block, [&](int64_t begin, int64_t end) {
      MoveLayout part = l;
      part.dims[0] = end - begin;
      MoveBlock(part, src + begin * l.src[0], dst + begin * l.dst[0], bytes >= kStreamBytes);
    });
  });
}

void CopyAll(HbRunCtx* ctx, int32_t dtype, const void* from, void* to, int64_t count) {
  if (from == to || count == 0) return;
  MoveLayout l;
  l.Add(count, 1, 1);
  Move(ctx, dtype, l, from, to);
}

void FillElements(HbRunCtx* ctx, int32_t dtype, const void* value, void* to, int64_t count) {
  MoveLayout l;
  l.Add(count, 0, 1);
  Move(ctx, dtype, l, value, to);
}

std::string IndexText(const int64_t* values, int64_t n) {
  return StrCat("[", Join(std::span(values, static_cast<size_t>(n)), ","), "]");
}

std::string PositionText(const HbView& v, int64_t i) {
  const Strides strides(v);
  std::string text;
  for (int d = 0; d < v.rank; ++d) {
    StrAppend(&text, d == 0 ? "" : ",", i / strides[d] % std::max<int64_t>(v.dims[d], 1));
  }
  return text;
}

int PlanAlias(HbPlanCtx* ctx) {
  ctx->out[0].alias_of = 0;
  return 0;
}

int PlanAliasEach(HbPlanCtx* ctx) {
  for (int i = 0; i < ctx->n_out; ++i) ctx->out[i].alias_of = i;
  return 0;
}

int PlanReuse0(HbPlanCtx* ctx) {
  ctx->out[0].may_reuse = 1;
  return 0;
}

int RunNothing(HbRunCtx*) { return 0; }

}  // namespace hb
