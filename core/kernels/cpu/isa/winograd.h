// Convolutions with 3x3 filters by Winograd's algorithm F(2x2, 3x3): 16 products instead of 36 for
// four pixels of the output.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_WINOGRAD_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_WINOGRAD_H_

#include "core/kernels/cpu/isa/isa.h"
#include "core/kernels/cpu/isa/vec.h"

namespace hb::HB_ISA_NS {

// y = epilogue(conv(x, filter)) with stride 1: x [batch, in_h, in_w, k], y [batch, out_h, out_w,
// n], row r of y reads rows r - pad_h .. r - pad_h + 2 of x. An infinite x may give NaN.
struct Winograd {
  int64_t batch, in_h, in_w, k;
  int64_t out_h, out_w, n;
  int64_t pad_h, pad_w;
  bool turned;  // the filter is [3, 3, n, k], its taps in reverse order; else [3, 3, k, n]
};

// Whether `c` is such a convolution, and large enough that the algorithm pays; the same at every
// level. Its gradient by the input is one too then.
bool IsWinograd(const IsaConv* c);
Winograd WinogradForward(const IsaConv* c);
Winograd WinogradGradInput(const IsaConv* c);

// Whether the gradient by the filter pays too, and that gradient: dfilter [3, 3, k, n] of `w`, the
// forward convolution.
bool IsWinogradGradFilter(const IsaConv* c);
size_t WinogradGradFilterScratchBytes(const Winograd* w);
void WinogradGradFilter(const Winograd* w, const float* x, const float* dy, float* dfilter,
                        void* scratch, const IsaPool* pool);

// The transformed filter, which can be kept; else `filter` is transformed in each call.
size_t WinogradFilterBytes(const Winograd* w);
void WinogradTransformFilter(const Winograd* w, const float* filter, void* out,
                             const IsaPool* pool);

size_t WinogradScratchBytes(const Winograd* w, bool is_transformed);
void RunWinograd(const Winograd* w, const float* x, const float* filter, const void* transformed,
                 const IsaEpilogue* e, float* y, void* scratch, const IsaPool* pool);

}  // namespace hb::HB_ISA_NS

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_WINOGRAD_H_
