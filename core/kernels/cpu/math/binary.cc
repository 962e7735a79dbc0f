// Arithmetic of two tensors.
#include "core/kernels/cpu/math/elementwise.h"
#include "core/kernels/functor/unary.h"

namespace hb {
namespace {

HB_TYPE_SET(PowTypes, "T:half,bfloat16,float,double,int8,int16,int32,int64,complex64,complex128",
            float, double, int8_t, int16_t, int32_t, int64_t, complex64, complex128);
HB_TYPE_SET(DifferenceTypes, "T:half,bfloat16,float,double,int32,int64,complex64,complex128", float,
            double, int32_t, int64_t, complex64, complex128);
HB_TYPE_SET(AddTypes,
            "T:half,bfloat16,float,double,int8,int16,int32,int64,uint8,uint16,uint32,uint64,"
            "complex64,complex128,string",
            float, double, int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t,
            complex64, complex128, TString);

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
  HB_BINARY_REFUSE(set, "Div", Div, NumberTypes, kIsaDiv, kZero);
  HB_BINARY(set, "RealDiv", Div, FloatComplexTypes, kIsaDiv);
  HB_BINARY(set, "Maximum", Maximum, RealTypes, kIsaMaximum);
  HB_BINARY(set, "Minimum", Minimum, RealTypes, kIsaMinimum);
  HB_BINARY_REFUSE(set, "Pow", Pow, PowTypes, kIsaPow, kNegative);
  HB_BINARY(set, "SquaredDifference", SquaredDifference, DifferenceTypes, kIsaSquaredDifference);
}

}  // namespace hb
