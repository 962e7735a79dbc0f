// Arithmetic of two tensors.
#include "core/kernels/cpu/math/elementwise.h"
#include "core/kernels/functor/unary.h"

namespace hb {
namespace {

HB_TYPE_SET(ModTypes, "T:float,double,int32,int64", float, double, int32_t, int64_t);
HB_TYPE_SET(PowTypes, "T:half,bfloat16,float,double,int8,int16,int32,int64,complex64,complex128",
            float, double, int8_t, int16_t, int32_t, int64_t, complex64, complex128);
HB_TYPE_SET(DifferenceTypes, "T:half,bfloat16,float,double,int32,int64,complex64,complex128", float,
            double, int32_t, int64_t, complex64, complex128);
HB_TYPE_SET(AddTypes,
            "T:half,bfloat16,float,double,int8,int16,int32,int64,uint8,uint16,uint32,uint64,"
            "complex64,complex128,string",
            float, double, int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t,
            complex64, complex128, TString);

// Quotients are rounded to half or bfloat16 before they are rounded to integers.
HB_TYPE_SET(QuotientTypes,
            "T:half,bfloat16,float,double,int8,int16,int32,int64,uint8,uint16,uint32,uint64", half,
            bfloat16, float, double, int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t,
            uint64_t);

struct AddOrJoin {
  template <typename T>
  static T Run(const T& a, const T& b) {
    if constexpr (std::is_same_v<T, TString>) {
      std::string joined(a.view());
      joined += b.view();
      return TString(joined);
    } else {
      return functor::Add::Run(a, b);
    }
  }
};

}  // namespace

void RegisterBinaryKernels(KernelSet& set) {
  using namespace functor;  // NOLINT: the functions of the rows
  HB_BINARY(set, "Add", AddOrJoin, AddTypes, kIsaAdd);
  HB_BINARY(set, "AddV2", functor::Add, NumberTypes, kIsaAdd);
  HB_BINARY(set, "Sub", Sub, NumberTypes, kIsaSub);
  HB_BINARY(set, "Mul", Mul, NumberTypes, kIsaMul);
  HB_BINARY(set, "MulNoNan", MulNoNan, FloatComplexTypes, -1);
  HB_BINARY_REFUSE(set, "Div", Div, NumberTypes, kIsaDiv, kZero);
  HB_BINARY(set, "RealDiv", Div, FloatComplexTypes, kIsaDiv);
  HB_BINARY(set, "DivNoNan", DivNoNan, FloatComplexTypes, -1);
  HB_BINARY_REFUSE(set, "FloorDiv", FloorDiv, QuotientTypes, -1, kZero);
  HB_BINARY_REFUSE(set, "TruncateDiv", TruncateDiv, QuotientTypes, -1, kZero);
  HB_BINARY_REFUSE(set, "FloorMod", FloorMod, RealTypes, -1, kZero);
  HB_BINARY_REFUSE(set, "TruncateMod", TruncateMod, ModTypes, -1, kZero);
  HB_BINARY_REFUSE(set, "Mod", TruncateMod, ModTypes, -1, kZero);
  HB_BINARY(set, "Maximum", Maximum, RealTypes, kIsaMaximum);
  HB_BINARY(set, "Minimum", Minimum, RealTypes, kIsaMinimum);
  HB_BINARY_REFUSE(set, "Pow", Pow, PowTypes, kIsaPow, kNegative);
  HB_BINARY(set, "SquaredDifference", SquaredDifference, DifferenceTypes, kIsaSquaredDifference);
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
