// Moving elements, compiled for each element size and not for each dtype.
#ifndef HORNBEAM_CORE_KERNELS_CPU_ARRAY_MOVE_H_
#define HORNBEAM_CORE_KERNELS_CPU_ARRAY_MOVE_H_

#include <algorithm>
#include <complex>
#include <cstring>

#include "core/base/ref.h"
#include "core/kernel/helpers.h"
#include "core/kernel/registry.h"
#include "core/tensor/tensor.h"
#include "core/tensor/tstring.h"

namespace hb {

struct Element16 {
  uint64_t low, high;
};

// Calls fn.template operator()<T>() with a type by which elements of the dtype can be assigned.
template <typename Fn>
void DispatchMove(int32_t dtype, Fn&& fn) {
  const auto t = static_cast<DType>(dtype);
  if (t == DT_STRING) return fn.template operator()<TString>();
  if (t == DT_RESOURCE || t == DT_VARIANT) return fn.template operator()<Ref<RefCounted>>();
  switch (DTypeSize(t)) {
    case 1:
      return fn.template operator()<uint8_t>();
    case 2:
      return fn.template operator()<uint16_t>();
    case 4:
      return fn.template operator()<uint32_t>();
    case 8:
      return fn.template operator()<uint64_t>();
    default:
      return fn.template operator()<Element16>();
  }
}

// Calls fn.template operator()<T>() for the dtypes of numbers (not bool); false for others.
template <typename Fn>
bool DispatchNumber(int32_t dtype, Fn&& fn) {
  return DispatchType<float, double, half, bfloat16, int8_t, int16_t, int32_t, int64_t, uint8_t,
                      uint16_t, uint32_t, uint64_t, std::complex<float>, std::complex<double>>(
      dtype, fn);
}
template <typename Fn>
bool DispatchReal(int32_t dtype, Fn&& fn) {
  return DispatchType<float, double, half, bfloat16, int8_t, int16_t, int32_t, int64_t, uint8_t,
                      uint16_t, uint32_t, uint64_t>(dtype, fn);
}
#define HB_REALS "float,double,half,bfloat16,int8,int16,int32,int64,uint8,uint16,uint32,uint64"
#define HB_NUMBERS HB_REALS ",complex64,complex128"

template <typename T>
inline void CopyRun(const T* from, T* to, int64_t n) {
  if (n == 1) {
    *to = *from;
  } else if constexpr (std::is_trivially_copyable_v<T>) {
    std::memcpy(to, from, static_cast<size_t>(n) * sizeof(T));
  } else {
    std::copy_n(from, n, to);
  }
}

// `count` elements of plain dtypes become zero, others empty.
inline void ZeroElements(int32_t dtype, void* data, int64_t count) {
  const auto t = static_cast<DType>(dtype);
  if (count <= 0) return;
  if (IsPlain(t)) {
    std::memset(data, 0, static_cast<size_t>(count) * DTypeSize(t));
  } else {
    ClearElements(t, data, count);
  }
}

// The address of element i.
inline char* ElementAt(const HbView& v, int64_t i) {
  return static_cast<char*>(v.data) + i * static_cast<int64_t>(DTypeSize(DTypeOfView(v)));
}

// Steps between elements along each dimension of a dense tensor.
struct Strides {
  explicit Strides(const HbView& v) {
    int64_t step = 1;
    for (int i = v.rank - 1; i >= 0; --i) {
      s[i] = step;
      step *= std::max<int64_t>(v.dims[i], 1);
    }
  }
  int64_t operator[](int i) const { return s[i]; }
  int64_t s[kMaxRank];
};

// A block of elements to move: sizes, and steps in the source and in the target. Dimensions are
// added from the outermost to the innermost; those of size 1 are left out.
class MoveLayout {
 public:
  void Add(int64_t size, int64_t from, int64_t to) {
    if (size == 1) return;
    if (size == 0) empty_ = true;
    if (empty_ || rank >= kMax) return;
    // Two dimensions that run on into each other are one.
    if (rank > 0 && src[rank - 1] == from * size && dst[rank - 1] == to * size) {
      dims[rank - 1] *= size;
      src[rank - 1] = from;
      dst[rank - 1] = to;
      return;
    }
    dims[rank] = size;
    src[rank] = from;
    dst[rank] = to;
    ++rank;
  }
  bool empty() const { return empty_; }
  int64_t count() const {
    int64_t n = empty_ ? 0 : 1;
    for (int i = 0; i < rank; ++i) n *= dims[i];
    return n;
  }

  // Elements are countable in 63 bits, so no more dimensions than these are above 1.
  static constexpr int kMax = 64;
  int rank = 0;
  int64_t dims[kMax], src[kMax], dst[kMax];

 private:
  bool empty_ = false;
};

// Moves a block, on several threads if it is large.
void Move(HbRunCtx* ctx, int32_t dtype, const MoveLayout& layout, const void* from, void* to);
// Copies `count` elements, on several threads if they are many.
void CopyAll(HbRunCtx* ctx, int32_t dtype, const void* from, void* to, int64_t count);
// Writes `count` copies of one element.
void FillElements(HbRunCtx* ctx, int32_t dtype, const void* value, void* to, int64_t count);

// Integers of any dtype used for indices.
struct IndexArray {
  explicit IndexArray(const HbView& v) : data(v.data), dtype(v.dtype) {}
  int64_t operator[](int64_t i) const {
    switch (dtype) {
      case DT_INT32:
        return static_cast<const int32_t*>(data)[i];
      case DT_INT64:
        return static_cast<const int64_t*>(data)[i];
      case DT_INT16:
        return static_cast<const int16_t*>(data)[i];
      case DT_UINT16:
        return static_cast<const uint16_t*>(data)[i];
      case DT_INT8:
        return static_cast<const int8_t*>(data)[i];
      case DT_UINT8:
        return static_cast<const uint8_t*>(data)[i];
      case DT_UINT32:
        return static_cast<const uint32_t*>(data)[i];
      default:
        return static_cast<const int64_t*>(data)[i];
    }
  }
  const void* data;
  int32_t dtype;
};
// Writes integer v as element i of an integer tensor.
inline void StoreIndex(const HbView& view, int64_t i, int64_t v) {
  if (view.dtype == DT_INT64) {
    static_cast<int64_t*>(view.data)[i] = v;
  } else if (view.dtype == DT_INT16) {
    static_cast<int16_t*>(view.data)[i] = static_cast<int16_t>(v);
  } else {
    static_cast<int32_t*>(view.data)[i] = static_cast<int32_t>(v);
  }
}

// "[1,2,3]", for messages.
std::string IndexText(const int64_t* values, int64_t n);
// The coordinates of flat element i, as IndexText gives them but without brackets.
std::string PositionText(const HbView& v, int64_t i);

// Plans output 0 (or output i) as input 0 (i) under its own shape; nothing is left to run.
int PlanAlias(HbPlanCtx* ctx);
int PlanAliasEach(HbPlanCtx* ctx);
// Output 0 may lie where input 0 lies.
int PlanReuse0(HbPlanCtx* ctx);
int RunNothing(HbRunCtx* ctx);

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNELS_CPU_ARRAY_MOVE_H_
