#include "core/kernels/cpu/math/elementwise.h"

#include <algorithm>
#include <bit>

namespace hb {
namespace {

// The dtype whose loop serves this one: quantized numbers compare as the integers they are.
int32_t StorageType(int32_t dtype) {
  switch (dtype) {
    case DT_QINT8:
      return DT_INT8;
    case DT_QUINT8:
      return DT_UINT8;
    case DT_QINT16:
      return DT_INT16;
    case DT_QUINT16:
      return DT_UINT16;
    case DT_QINT32:
      return DT_INT32;
    default:
      return dtype;
  }
}

bool Is16BitFloat(int32_t dtype) { return dtype == DT_HALF || dtype == DT_BFLOAT16; }

// One typed loop, however it is reached.
struct UnaryParams {
  UnaryLoop loop = nullptr;
  IsaUnaryFn isa = nullptr;
  int32_t widen = 0;  // DT_HALF or DT_BFLOAT16: widened to float around the loop
  bool to_bool = false;
  int64_t in_size = 0, out_size = 0;
};

struct BinaryParams {
  BinaryLoop loop = nullptr;
  IsaBinaryFn isa = nullptr;
  int32_t widen = 0;
  bool to_bool = false;
  Refuse refuse = Refuse::kNothing;
  int32_t dtype = 0;
  int64_t in_size = 0, out_size = 0;
  const Walk* walk = nullptr;  // none when the shapes are the same: it is large
};

constexpr int64_t kBlock = 512;

// half to float and back as arithmetic without branches, so that the compiler makes vectors of it.
uint32_t Choose(bool condition, uint32_t a, uint32_t b) {
  const uint32_t mask = 0u - static_cast<uint32_t>(condition);
  return (a & mask) | (b & ~mask);
}

float FromHalf(uint16_t h) {
  const uint32_t abs = h & 0x7fffu, sign = static_cast<uint32_t>(h & 0x8000u) << 16;
  const uint32_t normal = (abs << 13) + 0x38000000u + Choose(abs >= 0x7c00u, 0x38000000u, 0);
  const float tiny = std::bit_cast<float>((abs << 13) + 0x38800000u) - 0x1p-14f;
  return std::bit_cast<float>(Choose(abs < 0x400u, std::bit_cast<uint32_t>(tiny), normal) | sign);
}

uint16_t ToHalf(float f) {
  const uint32_t u = std::bit_cast<uint32_t>(f), abs = u & 0x7fffffffu;
  const float shifted = std::bit_cast<float>(abs) + 0.5f;
  const uint32_t tiny = std::bit_cast<uint32_t>(shifted) - 0x3f000000u;
  const uint32_t normal = (abs - 0x38000000u + 0xfffu + ((abs >> 13) & 1u)) >> 13;
  const uint32_t special = Choose(abs > 0x7f800000u, 0x7e00u, 0x7c00u);
  const uint32_t finite = Choose(abs < 0x38800000u, tiny, normal);
  const uint32_t bits = Choose(abs >= 0x477ff000u, special, finite);
  return static_cast<uint16_t>(bits | (u >> 16 & 0x8000u));
}

__attribute__((noinline)) void Widen(int32_t dtype, const void* from, float* to, int64_t n) {
  const uint16_t* x = static_cast<const uint16_t*>(from);
  if (dtype == DT_HALF) {
    for (int64_t i = 0; i < n; ++i) to[i] = FromHalf(x[i]);
  } else {
    for (int64_t i = 0; i < n; ++i) to[i] = std::bit_cast<float>(static_cast<uint32_t>(x[i]) << 16);
  }
}

__attribute__((noinline)) void Narrow(int32_t dtype, const float* from, void* to, int64_t n) {
  uint16_t* y = static_cast<uint16_t*>(to);
  if (dtype == DT_HALF) {
    for (int64_t i = 0; i < n; ++i) y[i] = ToHalf(from[i]);
  } else {
    for (int64_t i = 0; i < n; ++i) y[i] = bfloat16(from[i]).bits;
  }
}

void Call(const UnaryParams& p, const void* x, void* y, int64_t n) {
  if (p.isa != nullptr) {
    p.isa(static_cast<const float*>(x), static_cast<float*>(y), n);
  } else {
    p.loop(x, y, n);
  }
}

void CallUnary(const UnaryParams& p, const char* x, char* y, int64_t n) {
  if (p.widen == 0) return Call(p, x, y, n);
  float in[kBlock], out[kBlock];
  for (int64_t i = 0; i < n; i += kBlock) {
    const int64_t m = std::min(kBlock, n - i);
    Widen(p.widen, x + i * 2, in, m);
    if (p.to_bool) {
      Call(p, in, y + i, m);
    } else {
      Call(p, in, out, m);
      Narrow(p.widen, out, y + i * 2, m);
    }
  }
}

void Call(const BinaryParams& p, const void* a, int64_t as, const void* b, int64_t bs, void* y,
          int64_t n) {
  if (p.isa != nullptr) {
    p.isa(static_cast<const float*>(a), as, static_cast<const float*>(b), bs,
          static_cast<float*>(y), n);
  } else {
    p.loop(a, as, b, bs, y, n);
  }
}

void CallBinary(const BinaryParams& p, const char* a, int64_t as, const char* b, int64_t bs,
                char* y, int64_t n) {
  if (p.widen == 0) return Call(p, a, as, b, bs, y, n);
  float x0[kBlock], x1[kBlock], out[kBlock];
  for (int64_t i = 0; i < n; i += kBlock) {
    const int64_t m = std::min(kBlock, n - i);
    Widen(p.widen, a + i * 2 * as, x0, as == 0 ? 1 : m);
    Widen(p.widen, b + i * 2 * bs, x1, bs == 0 ? 1 : m);
    if (p.to_bool) {
      Call(p, x0, as, x1, bs, y + i, m);
    } else {
      Call(p, x0, as, x1, bs, out, m);
      Narrow(p.widen, out, y + i * 2, m);
    }
  }
}

// Rows that are too short for a call each are brought together: operands that are broadcast are
// copied out for some rows, so that loops run over contiguous blocks.
struct ShortRows {
  const char* base;
  int64_t inner, step;  // elements of a row, and between them (0 or 1)
  bool dense;           // rows lie behind each other
  bool repeats;         // all rows are the same
};

ShortRows RowsOf(const Walk& w, int operand, const char* base) {
  ShortRows r = {base, w.inner(), w.inner_step(operand), true, true};
  for (int d = 0; d < w.rank; ++d) {
    r.dense = r.dense && w.steps[operand][d] == w.steps[0][d];
    if (d + 1 < w.rank) r.repeats = r.repeats && w.steps[operand][d] == 0;
  }
  return r;
}

int64_t RowOffset(const Walk& w, int operand, int64_t row) {
  int64_t at = 0;
  for (int d = w.rank - 2; d > 0; --d) {
    at += row % w.dims[d] * w.steps[operand][d];
    row /= w.dims[d];
  }
  return at + row * w.steps[operand][0];
}

template <typename T>
void CopyRows(const Walk& w, int operand, const ShortRows& r, int64_t first, int64_t rows,
              void* to) {
  T* y = static_cast<T*>(to);
  for (int64_t i = 0; i < rows; ++i, y += r.inner) {
    const T* x = reinterpret_cast<const T*>(r.base) + RowOffset(w, operand, first + i);
    for (int64_t k = 0; k < r.inner; ++k) y[k] = x[k * r.step];
  }
}

void CopyRows(int64_t size, const Walk& w, int operand, const ShortRows& r, int64_t first,
              int64_t rows, void* to) {
  switch (size) {
    case 1:
      return CopyRows<uint8_t>(w, operand, r, first, rows, to);
    case 2:
      return CopyRows<uint16_t>(w, operand, r, first, rows, to);
    case 4:
      return CopyRows<uint32_t>(w, operand, r, first, rows, to);
    case 8:
      return CopyRows<uint64_t>(w, operand, r, first, rows, to);
    default:
      return CopyRows<complex128>(w, operand, r, first, rows, to);
  }
}

constexpr int64_t kShortRow = 64;

// Rows [begin, end) of a walk whose rows are short.
void RunShortRows(const BinaryParams& p, const char* a, const char* b, char* y, int64_t begin,
                  int64_t end) {
  alignas(64) char copies[2][kBlock * sizeof(complex128)];
  const Walk& w = *p.walk;
  const ShortRows operands[2] = {RowsOf(w, 1, a), RowsOf(w, 2, b)};
  const int64_t inner = w.inner(), block = kBlock / inner;
  for (int64_t first = begin; first < end; first += block) {
    const int64_t rows = std::min(block, end - first);
    const char* x[2];
    for (int k = 0; k < 2; ++k) {
      const ShortRows& r = operands[k];
      x[k] = r.dense ? r.base + first * inner * p.in_size : copies[k];
      if (!r.dense && (first == begin || !r.repeats)) {
        CopyRows(p.in_size, w, k + 1, r, first, rows, copies[k]);
      }
    }
    CallBinary(p, x[0], 1, x[1], 1, y + first * inner * p.out_size, rows * inner);
  }
}

template <typename Params, typename Table, typename Fn>
int ChooseLoop(HbPlanCtx* ctx, const Table& table, Fn* const* isa_fns, Params* p) {
  int32_t dtype = StorageType(ctx->in[0].dtype);
  if (Is16BitFloat(dtype) && table.loops[dtype] == nullptr) {
    p->widen = dtype;
    dtype = DT_FLOAT;
  }
  p->to_bool = table.to_bool;
  p->in_size = static_cast<int64_t>(DTypeSize(DTypeOfView(ctx->in[0])));
  p->out_size = static_cast<int64_t>(DTypeSize(DTypeOfView(ctx->out[0].spec)));
  if (dtype == DT_FLOAT && table.isa >= 0) {
    p->isa = isa_fns[table.isa];
    return 0;
  }
  p->loop = dtype >= 0 && dtype < kNumDTypes ? table.loops[dtype] : nullptr;
  if (p->loop != nullptr) return 0;
  return Fail(ctx, Code::kUnimplemented, "no loop for ", DTypeName(DTypeOfView(ctx->in[0])));
}

template <typename T>
bool AnyAtMost(const void* data, int64_t n, bool zero) {
  const T* x = static_cast<const T*>(data);
  bool found = false;
  for (int64_t i = 0; i < n; ++i) found |= zero ? x[i] == T(0) : x[i] < T(0);
  return found;
}

bool Refused(int32_t dtype, const HbView& v, bool zero) {
  bool found = false;
  DispatchType<int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t>(
      dtype, [&]<typename T>() { found = AnyAtMost<T>(v.data, v.count, zero); });
  return found;
}

}  // namespace

void MakeWalk(const HbView& out, std::initializer_list<const HbView*> operands, Walk* w) {
  w->operands = static_cast<int32_t>(operands.size()) + 1;
  w->count = out.count;
  if (out.count == 0) return;
  int64_t size[Walk::kMaxOperands] = {1, 1, 1, 1};
  // From the innermost dimension outwards, reversed at the end.
  for (int i = 0; i < out.rank; ++i) {
    const int64_t dim = out.dims[out.rank - 1 - i];
    if (dim == 1) continue;
    int64_t step[Walk::kMaxOperands] = {size[0]};
    size[0] *= dim;
    int k = 1;
    for (const HbView* v : operands) {
      const int64_t d = i < v->rank ? v->dims[v->rank - 1 - i] : 1;
      step[k] = d == 1 ? 0 : size[k];
      size[k] *= d;
      ++k;
    }
    bool merges = w->rank > 0;
    for (k = 0; merges && k < w->operands; ++k) {
      merges = step[k] == w->steps[k][w->rank - 1] * w->dims[w->rank - 1];
    }
    if (merges) {
      w->dims[w->rank - 1] *= dim;
      continue;
    }
    w->dims[w->rank] = dim;
    for (k = 0; k < w->operands; ++k) w->steps[k][w->rank] = step[k];
    ++w->rank;
  }
  std::reverse(w->dims, w->dims + w->rank);
  for (int k = 0; k < w->operands; ++k) std::reverse(w->steps[k], w->steps[k] + w->rank);
}

int PlanUnary(HbPlanCtx* ctx, const UnaryTable& table) {
  auto* p = NewParams<UnaryParams>(ctx);
  if (p == nullptr) return 1;
  if (p->in_size == p->out_size && ctx->in[0].dtype == ctx->out[0].spec.dtype) {
    ctx->out[0].may_reuse = 1;
  }
  return ChooseLoop(ctx, table, Isa()->unary, p);
}

int RunUnary(HbRunCtx* ctx) {
  const auto& p = Params<UnaryParams>(ctx);
  const char* x = In<char>(ctx, 0);
  char* y = Out<char>(ctx, 0);
  ParallelRange(ctx, OutCount(ctx, 0), kElementsPerTask, [&](int64_t begin, int64_t end) {
    CallUnary(p, x + begin * p.in_size, y + begin * p.out_size, end - begin);
  });
  return 0;
}

int PlanBinary(HbPlanCtx* ctx, const BinaryTable& table) {
  auto* p = NewParams<BinaryParams>(ctx);
  if (p == nullptr) return 1;
  p->refuse = IsInteger(DTypeOfView(ctx->in[0])) ? table.refuse : Refuse::kNothing;
  p->dtype = ctx->in[0].dtype;
  const HbView &a = ctx->in[0], &b = ctx->in[1], &out = ctx->out[0].spec;
  const Shape sa = ShapeOf(a), sb = ShapeOf(b);
  if (!(sa == sb)) {
    void* memory = ctx->alloc_params(ctx, sizeof(Walk));
    if (memory == nullptr) return 1;
    auto* walk = new (memory) Walk;
    MakeWalk(out, {&a, &b}, walk);
    p->walk = walk;
  }
  if (a.dtype == out.dtype) {
    if (a.count == out.count) ctx->out[0].may_reuse |= 1;
    if (b.count == out.count) ctx->out[0].may_reuse |= 2;
  }
  return ChooseLoop(ctx, table, Isa()->binary, p);
}

int RunBinary(HbRunCtx* ctx) {
  const auto& p = Params<BinaryParams>(ctx);
  const char *a = In<char>(ctx, 0), *b = In<char>(ctx, 1);
  char* y = Out<char>(ctx, 0);
  const int64_t count = OutCount(ctx, 0);
  if (p.refuse != Refuse::kNothing && count > 0) {
    const bool zero = p.refuse == Refuse::kZero;
    if (Refused(p.dtype, *ctx->in[1], zero)) {
      return Fail(ctx, Code::kInvalidArgument,
                  zero ? "Integer division by zero"
                       : "Integers to negative integer powers are not allowed");
    }
  }
  const int64_t inner = p.walk == nullptr ? count : p.walk->inner();
  if (p.walk != nullptr && p.walk->rank > 1 && inner < kShortRow && p.dtype != DT_STRING &&
      count > 0) {
    ParallelRange(ctx, count / inner, kElementsPerTask / inner,
                  [&](int64_t begin, int64_t end) { RunShortRows(p, a, b, y, begin, end); });
    return 0;
  }
  ParallelRange(ctx, count, kElementsPerTask, [&](int64_t begin, int64_t end) {
    if (p.walk == nullptr) {
      CallBinary(p, a + begin * p.in_size, 1, b + begin * p.in_size, 1, y + begin * p.out_size,
                 end - begin);
      return;
    }
    const int64_t as = p.walk->inner_step(1), bs = p.walk->inner_step(2);
    WalkRange(*p.walk, begin, end, [&](const int64_t* at, int64_t n) {
      CallBinary(p, a + at[1] * p.in_size, as, b + at[2] * p.in_size, bs, y + at[0] * p.out_size,
                 n);
    });
  });
  return 0;
}

}  // namespace hb
