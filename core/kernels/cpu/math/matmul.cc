// MatMul and the batched products.
#include <cstring>

#include "core/kernel/helpers.h"
#include "core/kernel/registry.h"
#include "core/kernels/cpu/isa_pool.h"
#include "core/kernels/cpu/math/matmul_float.h"
#include "core/kernels/cpu/math/product.h"

namespace hb {
namespace {

struct MatMulParams {
  Product p;
  ProductFn fn = nullptr;
  int64_t batches = 1;
  int64_t a_bytes = 0, b_bytes = 0, c_bytes = 0;  // of one matrix
  bool convert_a = false, convert_b = false;      // an operand has another dtype than the result
  int rank = 0;                                   // of the batch dimensions
  int64_t dims[kMaxRank];                         // of the output's batch
  int64_t a_step[kMaxRank], b_step[kMaxRank];     // 0 where an operand is broadcast
};

// The shape function has checked ranks and that contracted dimensions agree.
int PlanProduct(HbPlanCtx* ctx, MatMulParams* p) {
  const HbView &a = ctx->in[0], &b = ctx->in[1], &c = ctx->out[0].spec;
  p->p.m = c.dims[c.rank - 2];
  p->p.n = c.dims[c.rank - 1];
  p->p.k = p->p.trans_a ? a.dims[a.rank - 2] : a.dims[a.rank - 1];
  const int64_t size = static_cast<int64_t>(DTypeSize(DTypeOfView(c)));
  p->a_bytes = p->p.m * p->p.k * size;
  p->b_bytes = p->p.k * p->p.n * size;
  p->c_bytes = p->p.m * p->p.n * size;
  p->rank = c.rank - 2;
  int64_t a_stride = 1, b_stride = 1;
  for (int i = p->rank - 1; i >= 0; --i) {
    const int ia = i - (c.rank - a.rank), ib = i - (c.rank - b.rank);
    const int64_t da = ia < 0 ? 1 : a.dims[ia], db = ib < 0 ? 1 : b.dims[ib];
    p->dims[i] = c.dims[i];
    p->a_step[i] = da == 1 ? 0 : a_stride;
    p->b_step[i] = db == 1 ? 0 : b_stride;
    a_stride *= da;
    b_stride *= db;
    p->batches *= c.dims[i];
  }
  ctx->cost = FlopsNs(2.0 * static_cast<double>(c.count) * static_cast<double>(p->p.k));
  const bool floats = a.dtype == DT_FLOAT && b.dtype == DT_FLOAT && c.dtype == DT_FLOAT;
  if (floats && !p->p.trans_a && b.count == p->p.k * p->p.n && a_stride == p->batches) {
    // All rows of A meet one matrix.
    Product whole = p->p;
    whole.m *= p->batches;
    return PlanFloatProduct(ctx, whole);
  }
  p->fn = ProductFor(c.dtype, p->p, &ctx->scratch);
  if (p->fn == nullptr) {
    return Fail(ctx, Code::kUnimplemented, "no matrix product of ", DTypeName(DTypeOfView(c)));
  }
  return 0;
}

// Small integers as elements of the result's dtype, int32 or bfloat16.
template <typename From, typename To>
void ConvertAll(const HbView& from, void* to) {
  const From* x = static_cast<const From*>(from.data);
  for (int64_t i = 0; i < from.count; ++i) static_cast<To*>(to)[i] = static_cast<To>(x[i]);
}
const char* Converted(HbRunCtx* ctx, int i, int32_t dtype) {
  const HbView& v = *ctx->in[i];
  void* to =
      ctx->env->alloc_temp(ctx, static_cast<size_t>(v.count + 1) * DTypeSize(DTypeOfView(v)) * 4);
  if (to == nullptr) return nullptr;
  DispatchType<int8_t, uint8_t>(v.dtype, [&]<typename T>() {
    dtype == DT_INT32 ? ConvertAll<T, int32_t>(v, to) : ConvertAll<T, bfloat16>(v, to);
  });
  return static_cast<const char*>(to);
}

int PlanMatMul(HbPlanCtx* ctx) {
  if (ctx->out[0].spec.dtype == DT_FLOAT) return PlanFloatMatMul(ctx);
  auto* p = NewParams<MatMulParams>(ctx);
  if (p == nullptr) return 1;
  p->p.trans_a = AttrBool(ctx->attrs, "transpose_a");
  p->p.trans_b = AttrBool(ctx->attrs, "transpose_b");
  return PlanProduct(ctx, p);
}

int PlanBatchMatMul(HbPlanCtx* ctx) {
  auto* p = NewParams<MatMulParams>(ctx);
  if (p == nullptr) return 1;
  p->p.trans_a = p->p.conj_a = AttrBool(ctx->attrs, "adj_x");
  p->p.trans_b = p->p.conj_b = AttrBool(ctx->attrs, "adj_y");
  p->convert_a = ctx->in[0].dtype != ctx->out[0].spec.dtype;
  p->convert_b = ctx->in[1].dtype != ctx->out[0].spec.dtype;
  return PlanProduct(ctx, p);
}

int RunMatMul(HbRunCtx* ctx) {
  const auto& p = Params<MatMulParams>(ctx);
  const char *a = In<char>(ctx, 0), *b = In<char>(ctx, 1);
  char* c = Out<char>(ctx, 0);
  if (p.c_bytes == 0 || p.batches == 0) return 0;
  if (p.p.k == 0) {
    std::memset(c, 0, static_cast<size_t>(p.c_bytes * p.batches));
    return 0;
  }
  if (p.convert_a) a = Converted(ctx, 0, ctx->out[0]->dtype);
  if (p.convert_b) b = Converted(ctx, 1, ctx->out[0]->dtype);
  if (a == nullptr || b == nullptr) return 1;
  int64_t index[kMaxRank] = {};
  int64_t ia = 0, ib = 0;
  for (int64_t t = 0; t < p.batches; ++t) {
    p.fn(p.p, a + ia * p.a_bytes, b + ib * p.b_bytes, c + t * p.c_bytes, ctx->scratch, ctx);
    for (int d = p.rank - 1; d >= 0; --d) {
      ia += p.a_step[d];
      ib += p.b_step[d];
      if (++index[d] < p.dims[d]) break;
      ia -= p.a_step[d] * p.dims[d];
      ib -= p.b_step[d] * p.dims[d];
      index[d] = 0;
    }
  }
  return 0;
}

constexpr char kTypes[] =
    "T:float,double,half,bfloat16,int8,uint8,int16,uint16,int32,uint32,int64,uint64,complex64,"
    "complex128";

}  // namespace

void RegisterMatMulKernels(KernelSet& set) {
  KERNEL(set, "MatMul", {.constraint = kTypes, .plan = PlanMatMul, .run = RunMatMul});
  KERNEL(set, "BatchMatMul", {.constraint = kTypes, .plan = PlanBatchMatMul, .run = RunMatMul});
  KERNEL(set, "BatchMatMulV2", {.constraint = kTypes, .plan = PlanBatchMatMul, .run = RunMatMul});
#define HB_SAME_TYPES(t) "Ta:" t ";Tb:" t ";Tout:" t
  for (const char* types :
       {HB_SAME_TYPES("float"), HB_SAME_TYPES("double"), HB_SAME_TYPES("half"),
        HB_SAME_TYPES("bfloat16"), HB_SAME_TYPES("int16"), HB_SAME_TYPES("int32"),
        HB_SAME_TYPES("int64"), HB_SAME_TYPES("complex64"), HB_SAME_TYPES("complex128"),
        "Ta:int8,uint8;Tb:int8,uint8;Tout:int32", "Ta:bfloat16;Tb:int8,uint8;Tout:bfloat16",
        "Ta:int8,uint8;Tb:bfloat16;Tout:bfloat16"}) {
    KERNEL(set, "BatchMatMulV3", {.constraint = types, .plan = PlanBatchMatMul, .run = RunMatMul});
  }
#undef HB_SAME_TYPES
}

}  // namespace hb
