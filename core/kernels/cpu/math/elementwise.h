// Elementwise kernels: walking indices is untyped code that all ops share; an op adds a functor and
// a row that names its dtypes.
//
//   HB_UNARY(set, "Neg", functor::Neg, SignedTypes, kIsaNeg);
//
// half and bfloat16 have no loops of their own: they are widened to float in blocks, run through
// the float loop, and rounded.
#ifndef HORNBEAM_CORE_KERNELS_CPU_MATH_ELEMENTWISE_H_
#define HORNBEAM_CORE_KERNELS_CPU_MATH_ELEMENTWISE_H_

#include <complex>

#include "core/kernel/helpers.h"
#include "core/kernel/registry.h"
#include "core/kernels/cpu/isa/isa.h"
#include "core/tensor/dtype.h"
#include "core/tensor/tstring.h"

namespace hb {

// y[i] = f(x[i]); y may be x.
using UnaryLoop = void (*)(const void* x, void* y, int64_t n);
// out[i] = f(a[i * a_step], b[i * b_step]) with steps 0 or 1; out may be an operand of step 1.
using BinaryLoop = void (*)(const void* a, int64_t a_step, const void* b, int64_t b_step, void* out,
                            int64_t n);

// What must not be among the second operand's integers.
enum class Refuse : int8_t { kNothing, kZero, kNegative };

struct UnaryTable {
  UnaryLoop loops[kNumDTypes] = {};
  int isa = -1;          // IsaUnary for float, instead of a loop
  bool to_bool = false;  // else the result has x's dtype (or the loop writes another, see plan)
};

struct BinaryTable {
  BinaryLoop loops[kNumDTypes] = {};
  int isa = -1;  // IsaBinary
  bool to_bool = false;
  Refuse refuse = Refuse::kNothing;
};

template <typename... Ts>
struct TypeList {};

using complex64 = std::complex<float>;
using complex128 = std::complex<double>;

// Sets of dtypes: what a kernel's constraint says, and the loops that are made for it.
#define HB_TYPE_SET(Name, text, ...)      \
  struct Name {                           \
    static constexpr char kText[] = text; \
    using Loops = TypeList<__VA_ARGS__>;  \
  }
HB_TYPE_SET(FloatTypes, "T:half,bfloat16,float,double", float, double);
HB_TYPE_SET(WideTypes, "T:float,double", float, double);
HB_TYPE_SET(ComplexTypes, "T:complex64,complex128", complex64, complex128);
HB_TYPE_SET(FloatComplexTypes, "T:half,bfloat16,float,double,complex64,complex128", float, double,
            complex64, complex128);
HB_TYPE_SET(IntegerTypes, "T:int8,int16,int32,int64,uint8,uint16,uint32,uint64", int8_t, int16_t,
            int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t);
HB_TYPE_SET(SignedTypes, "T:half,bfloat16,float,double,int8,int16,int32,int64", float, double,
            int8_t, int16_t, int32_t, int64_t);
HB_TYPE_SET(SignedComplexTypes,
            "T:half,bfloat16,float,double,int8,int16,int32,int64,complex64,complex128", float,
            double, int8_t, int16_t, int32_t, int64_t, complex64, complex128);
HB_TYPE_SET(RealTypes,
            "T:half,bfloat16,float,double,int8,int16,int32,int64,uint8,uint16,uint32,uint64", float,
            double, int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t);
HB_TYPE_SET(NumberTypes,
            "T:half,bfloat16,float,double,int8,int16,int32,int64,uint8,uint16,uint32,uint64,"
            "complex64,complex128",
            float, double, int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t,
            complex64, complex128);

// A functor may bring a float loop of its own: a member `kFloatLoop`.
template <typename F, typename T>
void UnaryLoopOf(const void* x, void* y, int64_t n) {
  using R = decltype(F::Run(T()));
  const T* in = static_cast<const T*>(x);
  R* out = static_cast<R*>(y);
  for (int64_t i = 0; i < n; ++i) out[i] = F::Run(in[i]);
}

template <typename F, typename T>
void BinaryLoopOf(const void* a, int64_t a_step, const void* b, int64_t b_step, void* out,
                  int64_t n) {
  using R = decltype(F::Run(T(), T()));
  const T *x = static_cast<const T*>(a), *y = static_cast<const T*>(b);
  R* z = static_cast<R*>(out);
  if (a_step == 0) {
    const T v = *x;
    for (int64_t i = 0; i < n; ++i) z[i] = F::Run(v, y[i * b_step]);
  } else if (b_step == 0) {
    const T v = *y;
    for (int64_t i = 0; i < n; ++i) z[i] = F::Run(x[i], v);
  } else {
    for (int64_t i = 0; i < n; ++i) z[i] = F::Run(x[i], y[i]);
  }
}

template <typename F, int kIsa, typename... Ts>
constexpr UnaryTable MakeUnary(TypeList<Ts...>) {
  UnaryTable t;
  t.isa = kIsa;
  const auto add = [&t]<typename T>() {
    if constexpr (std::is_same_v<T, float> && requires { F::kFloatLoop; }) {
      t.loops[DT_FLOAT] = F::kFloatLoop;
    } else if constexpr (kIsa < 0 || !std::is_same_v<T, float>) {
      t.loops[DTypeOf<T>::value] = &UnaryLoopOf<F, T>;
    }
    t.to_bool = std::is_same_v<decltype(F::Run(T())), bool> && !std::is_same_v<T, bool>;
  };
  (add.template operator()<Ts>(), ...);
  return t;
}

template <typename F, int kIsa, Refuse kRefuse, typename... Ts>
constexpr BinaryTable MakeBinary(TypeList<Ts...>) {
  BinaryTable t;
  t.isa = kIsa;
  t.refuse = kRefuse;
  const auto add = [&t]<typename T>() {
    if constexpr (kIsa < 0 || !std::is_same_v<T, float>) {
      t.loops[DTypeOf<T>::value] = &BinaryLoopOf<F, T>;
    }
    t.to_bool = std::is_same_v<decltype(F::Run(T(), T())), bool> && !std::is_same_v<T, bool>;
  };
  (add.template operator()<Ts>(), ...);
  return t;
}

template <typename F, typename Types, int kIsa>
inline constexpr UnaryTable kUnaryTable = MakeUnary<F, kIsa>(typename Types::Loops());
template <typename F, typename Types, int kIsa, Refuse kRefuse>
inline constexpr BinaryTable kBinaryTable = MakeBinary<F, kIsa, kRefuse>(typename Types::Loops());

int PlanUnary(HbPlanCtx* ctx, const UnaryTable& table);
int RunUnary(HbRunCtx* ctx);
int PlanBinary(HbPlanCtx* ctx, const BinaryTable& table);
int RunBinary(HbRunCtx* ctx);

template <typename F, typename Types, int kIsa>
int PlanUnaryOp(HbPlanCtx* ctx) {
  return PlanUnary(ctx, kUnaryTable<F, Types, kIsa>);
}
template <typename F, typename Types, int kIsa, Refuse kRefuse>
int PlanBinaryOp(HbPlanCtx* ctx) {
  return PlanBinary(ctx, kBinaryTable<F, Types, kIsa, kRefuse>);
}

// Rows. `isa` is the float function of the per-ISA tables, or -1.
#define HB_UNARY(set, op, F, Types, isa) \
  KERNEL(set, op, {.constraint = Types::kText, .plan = PlanUnaryOp<F, Types, isa>, .run = RunUnary})
#define HB_BINARY_REFUSE(set, op, F, Types, isa, refuse)       \
  KERNEL(set, op,                                              \
         {.constraint = Types::kText,                          \
          .plan = PlanBinaryOp<F, Types, isa, Refuse::refuse>, \
          .run = RunBinary})
#define HB_BINARY(set, op, F, Types, isa) HB_BINARY_REFUSE(set, op, F, Types, isa, kNothing)

// How several tensors are walked together: dimensions that run on into each other are merged, the
// innermost has steps of 0 or 1. Operand 0 is the output.
struct Walk {
  static constexpr int kMaxOperands = 4;
  static constexpr int kMax = 64;  // dimensions above 1 are no more than this, or the count is 0
  int32_t rank = 0;
  int32_t operands = 0;
  int64_t count = 0;
  int64_t dims[kMax];
  int64_t steps[kMaxOperands][kMax];
  // The elements of the innermost run, and of the operand's step within it.
  int64_t inner() const { return rank == 0 ? 1 : dims[rank - 1]; }
  int64_t inner_step(int operand) const { return rank == 0 ? 1 : steps[operand][rank - 1]; }
};

// Lays operands out under the output's shape, to which they broadcast.
void MakeWalk(const HbView& out, std::initializer_list<const HbView*> operands, Walk* walk);

// Elements of a task; below it, everything runs on the calling thread.
inline constexpr int64_t kElementsPerTask = 16384;

// Calls body(offsets, n) for runs of n elements along the innermost dimension that together cover
// elements [begin, end) of the output; offsets[k] is where operand k starts.
template <typename Body>
void WalkRange(const Walk& w, int64_t begin, int64_t end, Body&& body) {
  int64_t index[Walk::kMax], offsets[Walk::kMaxOperands] = {};
  int64_t rest = begin;
  for (int d = w.rank - 1; d >= 0; --d) {
    index[d] = rest % w.dims[d];
    rest /= w.dims[d];
    for (int k = 0; k < w.operands; ++k) offsets[k] += index[d] * w.steps[k][d];
  }
  const int last = w.rank - 1;
  while (begin < end) {
    const int64_t n = last < 0 ? 1 : std::min(w.dims[last] - index[last], end - begin);
    body(offsets, n);
    begin += n;
    if (last < 0) break;
    index[last] += n;
    for (int k = 0; k < w.operands; ++k) offsets[k] += n * w.steps[k][last];
    for (int d = last; d > 0 && index[d] == w.dims[d]; --d) {
      index[d] = 0;
      ++index[d - 1];
      for (int k = 0; k < w.operands; ++k) {
        offsets[k] += w.steps[k][d - 1] - w.dims[d] * w.steps[k][d];
      }
    }
  }
}

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNELS_CPU_MATH_ELEMENTWISE_H_
