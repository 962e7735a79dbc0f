// Quotients and remainders, products that zeros win, bits and shifts.
#include "core/kernels/cpu/math/elementwise.h"
#include "core/kernels/functor/unary.h"

namespace hb {
namespace {

HB_TYPE_SET(ModTypes, "T:float,double,int32,int64", float, double, int32_t, int64_t);
// Quotients are rounded to half or bfloat16 before they are rounded to integers.
HB_TYPE_SET(QuotientTypes,
            "T:half,bfloat16,float,double,int8,int16,int32,int64,uint8,uint16,uint32,uint64", half,
            bfloat16, float, double, int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t,
            uint64_t);

}  // namespace

void RegisterQuotientKernels(KernelSet& set) {
  using namespace functor;  // NOLINT: the functions of the rows
  HB_BINARY(set, "MulNoNan", MulNoNan, FloatComplexTypes, -1);
  HB_BINARY(set, "DivNoNan", DivNoNan, FloatComplexTypes, -1);
  HB_BINARY_REFUSE(set, "FloorDiv", FloorDiv, QuotientTypes, -1, kZero);
  HB_BINARY_REFUSE(set, "TruncateDiv", TruncateDiv, QuotientTypes, -1, kZero);
  HB_BINARY_REFUSE(set, "FloorMod", FloorMod, RealTypes, -1, kZero);
  HB_BINARY_REFUSE(set, "TruncateMod", TruncateMod, ModTypes, -1, kZero);
  HB_BINARY_REFUSE(set, "Mod", TruncateMod, ModTypes, -1, kZero);
  HB_BINARY(set, "Atan2", InDouble<Atan2>, FloatTypes, -1);
  HB_BINARY(set, "Xlogy", InDouble<Xlogy>, FloatComplexTypes, -1);
  HB_BINARY(set, "Xlog1py", InDouble<Xlog1py>, FloatComplexTypes, -1);
  HB_BINARY(set, "Xdivy", Xdivy, FloatComplexTypes, -1);
  HB_BINARY(set, "NextAfter", NextAfter, WideTypes, -1);
  HB_BINARY(set, "BitwiseAnd", BitwiseAnd, IntegerTypes, -1);
  HB_BINARY(set, "BitwiseOr", BitwiseOr, IntegerTypes, -1);
  HB_BINARY(set, "BitwiseXor", BitwiseXor, IntegerTypes, -1);
  HB_BINARY(set, "LeftShift", LeftShift, IntegerTypes, -1);
  HB_BINARY(set, "RightShift", RightShift, IntegerTypes, -1);
}

}  // namespace hb
