// Complex numbers and their parts.
#include "core/kernels/cpu/array/move.h"
#include "core/kernels/cpu/math/elementwise.h"
#include "core/kernels/functor/unary.h"

namespace hb {
namespace {

struct RealPart {
  template <typename T>
  static typename T::value_type Run(T z) {
    return z.real();
  }
};
struct ImaginaryPart {
  template <typename T>
  static typename T::value_type Run(T z) {
    return z.imag();
  }
};
struct Angle {
  template <typename T>
  static typename T::value_type Run(T z) {
    return std::arg(z);
  }
};
struct Magnitude {
  template <typename T>
  static typename T::value_type Run(T z) {
    return std::abs(z);
  }
};
struct MakeComplex {
  template <typename T>
  static std::complex<T> Run(T re, T im) {
    return {re, im};
  }
};

// Matching pairs of complex and real dtypes.
struct Parts : ComplexTypes {
  static constexpr char kText[] = "T:complex64,complex128";
};

template <typename F>
int PlanPart(HbPlanCtx* ctx) {
  if ((ctx->in[0].dtype == DT_COMPLEX64) != (ctx->out[0].spec.dtype == DT_FLOAT)) {
    return Fail(ctx, Code::kUnimplemented, "the parts of ", DTypeName(DTypeOfView(ctx->in[0])),
                " can't be ", DTypeName(DTypeOfView(ctx->out[0].spec)));
  }
  return PlanUnaryOp<F, Parts, -1>(ctx);
}

int PlanComplex(HbPlanCtx* ctx) {
  if ((ctx->in[0].dtype == DT_FLOAT) != (ctx->out[0].spec.dtype == DT_COMPLEX64)) {
    return Fail(ctx, Code::kUnimplemented, DTypeName(DTypeOfView(ctx->in[0])), " parts can't make ",
                DTypeName(DTypeOfView(ctx->out[0].spec)));
  }
  return PlanBinaryOp<MakeComplex, WideTypes, -1, Refuse::kNothing>(ctx);
}

}  // namespace

void RegisterComplexKernels(KernelSet& set) {
  KERNEL(set, "Real", {.constraint = Parts::kText, .plan = PlanPart<RealPart>, .run = RunUnary});
  KERNEL(set, "Imag",
         {.constraint = Parts::kText, .plan = PlanPart<ImaginaryPart>, .run = RunUnary});
  KERNEL(set, "Angle", {.constraint = Parts::kText, .plan = PlanPart<Angle>, .run = RunUnary});
  KERNEL(set, "ComplexAbs",
         {.constraint = Parts::kText, .plan = PlanPart<Magnitude>, .run = RunUnary});
  KERNEL(set, "Complex", {.constraint = WideTypes::kText, .plan = PlanComplex, .run = RunBinary});
  HB_UNARY(set, "Conj", functor::Conj, ComplexTypes, -1);
}

}  // namespace hb
