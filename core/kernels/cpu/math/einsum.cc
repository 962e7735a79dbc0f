// Einsum: operands are brought into the order of a batched matrix product, and the product into the
// order of the output.
#include "core/tensor/einsum.h"

#include <algorithm>
#include <cstring>

#include "core/kernels/cpu/array/move.h"
#include "core/kernels/cpu/math/product.h"
#include "core/kernels/cpu/math/reduce.h"

namespace hb {
namespace {

// A dimension of an operand or of the output. The dimensions of an ellipsis have labels from 128
// on, counted from the left of the broadcast ellipsis.
struct Dim {
  int label;
  int64_t size, step;
};
using DimList = std::vector<Dim>;

const Dim* FindDim(const DimList& dims, int label) {
  for (const Dim& d : dims) {
    if (d.label == label) return &d;
  }
  return nullptr;
}

// Dimensions with equal labels walk together: their steps add up.
DimList DimsOf(const std::string& labels, const HbView& v, int ellipsis_rank) {
  DimList out;
  const Strides strides(v);
  const bool dots = labels.find(kEinsumEllipsis) != std::string::npos;
  const int own = dots ? v.rank - static_cast<int>(labels.size()) + 1 : 0;
  int axis = 0;
  const auto add = [&](int label) {
    for (Dim& d : out) {
      if (d.label == label) {
        d.step += strides[axis];
        ++axis;
        return;
      }
    }
    out.push_back({label, v.dims[axis], strides[axis]});
    ++axis;
  };
  for (char c : labels) {
    if (c != kEinsumEllipsis) {
      add(c);
      continue;
    }
    for (int i = 0; i < own; ++i) add(128 + ellipsis_rank - own + i);
  }
  return out;
}

// How one operand reaches [outer], each a contiguous matrix: read in place, or copied by `move`,
// then perhaps summed over its innermost `summed` elements.
struct Operand {
  bool moves = false;
  MoveLayout move;
  int64_t count = 1, summed = 1;  // elements after the sum, and of each sum
  int64_t moved_at = 0, reduced_at = 0, reduce_scratch_at = 0;
};

struct EinsumParams {
  Operand in[2];
  int32_t n = 1;
  Product product;
  ProductFn fn = nullptr;
  ReduceFn sum = nullptr;
  int64_t batches = 1, bytes = 1;
  bool out_moves = false, zero_out = false, empty = false;
  MoveLayout out;
  int64_t product_at = 0, product_scratch_at = 0;
};

bool IsDense(const MoveLayout& l) {
  return l.rank == 0 || (l.rank == 1 && l.src[0] == 1 && l.dst[0] == 1);
}

// Walks `dims` of the operand in this order into a dense block.
MoveLayout Arrange(const DimList& operand, const DimList& order) {
  MoveLayout l;
  int64_t step = 1;
  for (const Dim& d : order) step *= d.size;
  for (const Dim& d : order) {
    step = d.size == 0 ? 0 : step / d.size;
    l.Add(d.size, FindDim(operand, d.label)->step, step);
  }
  return l;
}

DimList Join(std::initializer_list<const DimList*> lists) {
  DimList out;
  for (const DimList* l : lists) out.insert(out.end(), l->begin(), l->end());
  return out;
}

int64_t Count(const DimList& dims) {
  int64_t n = 1;
  for (const Dim& d : dims) n *= d.size;
  return n;
}

int64_t Take(size_t* scratch, size_t bytes) {
  const size_t at = *scratch;
  *scratch += (bytes + 63) / 64 * 64;
  return static_cast<int64_t>(at);
}

// Fills in an operand that is wanted as `first`, or else as `second` (the transpose); sums come
// innermost. Returns true for the transpose.
bool PlanOperand(const DimList& dims, const DimList& first, const DimList& second,
                 const DimList& summed, int64_t bytes, size_t* scratch, Operand* op) {
  op->count = Count(first);
  op->summed = Count(summed);
  op->move = Arrange(dims, Join({&first, &summed}));
  if (IsDense(op->move) && op->summed == 1) return false;
  if (op->summed == 1 && IsDense(Arrange(dims, second))) return true;
  op->moves = !IsDense(op->move);
  const auto size = static_cast<size_t>(bytes);
  if (op->moves) {
    op->moved_at = Take(scratch, static_cast<size_t>(op->count * op->summed) * size);
  }
  if (op->summed != 1) {
    op->reduced_at = Take(scratch, static_cast<size_t>(op->count) * size);
    op->reduce_scratch_at = Take(scratch, ReduceScratch(op->count, op->summed, 1));
  }
  return false;
}

// Labels by the role that they play.
struct Roles {
  DimList batch, free[2], contracted, summed[2];
};

Roles Classify(const DimList* in, int n, const DimList& out) {
  Roles r;
  for (const Dim& d : out) {
    if (n == 2 && FindDim(in[0], d.label) != nullptr && FindDim(in[1], d.label) != nullptr) {
      r.batch.push_back(d);
    }
  }
  for (int i = 0; i < n; ++i) {
    for (const Dim& d : in[i]) {
      const bool in_out = FindDim(out, d.label) != nullptr;
      const bool in_other = n == 2 && FindDim(in[1 - i], d.label) != nullptr;
      if (in_out && !in_other) r.free[i].push_back(d);
      if (!in_out && in_other && i == 0) r.contracted.push_back(d);
      if (!in_out && !in_other) r.summed[i].push_back(d);
    }
  }
  return r;
}

// Leaves out what an operand doesn't have because it is broadcast along it.
void DropBroadcast(DimList* dims, const DimList& other, const DimList& out) {
  std::erase_if(*dims, [&](const Dim& d) {
    if (d.size != 1) return false;
    const Dim* wide = FindDim(out, d.label);
    if (wide == nullptr) wide = FindDim(other, d.label);
    return wide != nullptr && wide->size != 1;
  });
}

// Where each element of the product goes in the output.
void PlanOutput(const DimList& out, const DimList& order, bool repeated, size_t* scratch,
                EinsumParams* p) {
  DimList dense = order;
  int64_t step = 1;
  for (auto d = dense.rbegin(); d != dense.rend(); ++d) {
    d->step = step;
    step *= d->size;
  }
  for (const Dim& d : dense) p->out.Add(d.size, d.step, FindDim(out, d.label)->step);
  p->zero_out = repeated;
  p->out_moves = repeated || !IsDense(p->out);
  if (p->out_moves) p->product_at = Take(scratch, static_cast<size_t>(step * p->bytes));
}

int EllipsisRank(const EinsumEquation& e, const HbPlanCtx* ctx) {
  int rank = 0;
  for (size_t i = 0; i < e.inputs.size(); ++i) {
    if (e.inputs[i].find(kEinsumEllipsis) == std::string::npos) continue;
    rank = std::max(rank, ctx->in[i].rank - static_cast<int>(e.inputs[i].size()) + 1);
  }
  return rank;
}

int PlanEinsum(HbPlanCtx* ctx) {
  auto* p = NewParams<EinsumParams>(ctx);
  if (p == nullptr) return 1;
  auto equation = EinsumEquation::Parse(AttrString(ctx->attrs, "equation"), ctx->n_in);
  if (!equation.ok()) return Fail(ctx, equation.status());
  const int ellipsis = EllipsisRank(*equation, ctx);
  p->n = ctx->n_in;
  p->bytes = static_cast<int64_t>(DTypeSize(DTypeOfView(ctx->in[0])));
  DispatchNumber(ctx->in[0].dtype,
                 [&]<typename T>() { p->sum = ReduceTyped<functor::SumReducer, T>; });
  const HbView& result = ctx->out[0].spec;
  const DimList out = DimsOf(equation->output, result, ellipsis);
  const bool repeated = static_cast<int>(out.size()) != result.rank;
  for (int i = 0; i < p->n; ++i) p->empty = p->empty || ctx->in[i].count == 0;
  if (p->empty || result.count == 0) {
    p->empty = true;
    return 0;
  }
  DimList in[2];
  for (int i = 0; i < p->n; ++i) {
    in[i] = DimsOf(equation->inputs[static_cast<size_t>(i)], ctx->in[i], ellipsis);
  }
  for (int i = 0; i < p->n; ++i) DropBroadcast(&in[i], in[1 - i], out);
  const Roles r = Classify(in, p->n, out);
  PlanOutput(out, Join({&r.batch, &r.free[0], &r.free[1]}), repeated, &ctx->scratch, p);
  if (p->n == 1) {
    PlanOperand(in[0], r.free[0], r.free[0], r.summed[0], p->bytes, &ctx->scratch, &p->in[0]);
    return 0;
  }
  p->batches = Count(r.batch);
  p->product.m = Count(r.free[0]);
  p->product.n = Count(r.free[1]);
  p->product.k = Count(r.contracted);
  const DimList ak = Join({&r.batch, &r.free[0], &r.contracted});
  const DimList ka = Join({&r.batch, &r.contracted, &r.free[0]});
  const DimList kb = Join({&r.batch, &r.contracted, &r.free[1]});
  const DimList bk = Join({&r.batch, &r.free[1], &r.contracted});
  p->product.trans_a = PlanOperand(in[0], ak, ka, r.summed[0], p->bytes, &ctx->scratch, &p->in[0]);
  p->product.trans_b = PlanOperand(in[1], kb, bk, r.summed[1], p->bytes, &ctx->scratch, &p->in[1]);
  size_t bytes = 0;
  p->fn = ProductFor(ctx->in[0].dtype, p->product, &bytes);
  if (p->fn == nullptr) {
    return Fail(ctx, Code::kUnimplemented, "no product of ", DTypeName(DTypeOfView(ctx->in[0])));
  }
  p->product_scratch_at = Take(&ctx->scratch, bytes);
  return 0;
}

// The operand as the product reads it.
const char* Prepare(HbRunCtx* ctx, const EinsumParams& p, int i) {
  const Operand& op = p.in[i];
  char* scratch = static_cast<char*>(ctx->scratch);
  const char* x = In<char>(ctx, i);
  if (op.moves) {
    Move(ctx, ctx->in[i]->dtype, op.move, x, scratch + op.moved_at);
    x = scratch + op.moved_at;
  }
  if (op.summed == 1) return x;
  p.sum(ctx, x, op.count, op.summed, 1, scratch + op.reduced_at, scratch + op.reduce_scratch_at);
  return scratch + op.reduced_at;
}

int RunEinsum(HbRunCtx* ctx) {
  const auto& p = Params<EinsumParams>(ctx);
  char* scratch = static_cast<char*>(ctx->scratch);
  char* y = Out<char>(ctx, 0);
  const auto out_bytes = static_cast<size_t>(OutCount(ctx, 0) * p.bytes);
  if (p.empty || p.zero_out) std::memset(y, 0, out_bytes);
  if (p.empty) return 0;
  const char* a = Prepare(ctx, p, 0);
  const char* result = a;
  if (p.n == 2) {
    const char* b = Prepare(ctx, p, 1);
    char* c = p.out_moves ? scratch + p.product_at : y;
    const Product& m = p.product;
    for (int64_t t = 0; t < p.batches; ++t) {
      p.fn(m, a + t * m.m * m.k * p.bytes, b + t * m.k * m.n * p.bytes, c + t * m.m * m.n * p.bytes,
           scratch + p.product_scratch_at, ctx);
    }
    result = c;
  }
  if (p.out_moves) {
    Move(ctx, ctx->out[0]->dtype, p.out, result, y);
  } else if (p.n == 1) {
    std::memcpy(y, result, out_bytes);
  }
  return 0;
}

}  // namespace

void RegisterEinsumKernels(KernelSet& set) {
  KERNEL(set, "Einsum",
         {.constraint = "T:half,bfloat16,float,double,int32,int64,complex64,complex128",
          .plan = PlanEinsum,
          .run = RunEinsum});
}

}  // namespace hb
