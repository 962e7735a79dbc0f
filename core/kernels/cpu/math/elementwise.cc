#include "core/kernels/cpu/math/elementwise.h"

#include <algorithm>

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
  bool same_shape = false;
  Walk walk;  // unused when the shapes are the same
};

constexpr int64_t kBlock = 512;

void Widen(int32_t dtype, const void* from, float* to, int64_t n) {
  if (dtype == DT_HALF) {
    for (int64_t i = 0; i < n; ++i) to[i] = static_cast<const half*>(from)[i];
  } else {
    for (int64_t i = 0; i < n; ++i) to[i] = static_cast<const bfloat16*>(from)[i];
  }
}

void Narrow(int32_t dtype, const float* from, void* to, int64_t n) {
  if (dtype == DT_HALF) {
    for (int64_t i = 0; i < n; ++i) static_cast<half*>(to)[i] = half(from[i]);
  } else {
    for (int64_t i = 0; i < n; ++i) static_cast<bfloat16*>(to)[i] = bfloat16(from[i]);
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
  p->same_shape = sa == sb;
  if (!p->same_shape) MakeWalk(out, {&a, &b}, &p->walk);
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
  ParallelRange(ctx, count, kElementsPerTask, [&](int64_t begin, int64_t end) {
    if (p.same_shape) {
      CallBinary(p, a + begin * p.in_size, 1, b + begin * p.in_size, 1, y + begin * p.out_size,
                 end - begin);
      return;
    }
    const int64_t as = p.walk.inner_step(1), bs = p.walk.inner_step(2);
    WalkRange(p.walk, begin, end, [&](const int64_t* at, int64_t n) {
      CallBinary(p, a + at[1] * p.in_size, as, b + at[2] * p.in_size, bs, y + at[0] * p.out_size,
                 n);
    });
  });
  return 0;
}

}  // namespace hb
