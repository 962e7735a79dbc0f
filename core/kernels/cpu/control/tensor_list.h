// The object behind the variants of the TensorList ops.
#ifndef HORNBEAM_CORE_KERNELS_CPU_CONTROL_TENSOR_LIST_H_
#define HORNBEAM_CORE_KERNELS_CPU_CONTROL_TENSOR_LIST_H_

#include <vector>

#include "core/kernel/helpers.h"
#include "core/kernel/variable.h"
#include "core/tensor/resource.h"
#include "core/tensor/tensor.h"

namespace hb {

// A list of tensors of one dtype that all fit one shape. A default Tensor is a place that was not
// set; it reads as zeros.
class TensorList : public VariantObject {
 public:
  const char* TypeName() const override { return "TensorList"; }
  Ref<VariantObject> Copy() const override {
    auto copy = MakeRef<TensorList>();
    copy->dtype = dtype;
    copy->shape = shape;
    copy->max_size = max_size;
    copy->tensors = tensors;
    return copy;
  }

  DType dtype = DT_INVALID;
  Shape shape = Shape::UnknownRank();
  int64_t max_size = -1;  // negative: no limit
  std::vector<Tensor> tensors;
};

// The list in input i, which must be a scalar variant with elements of that dtype (DT_INVALID: of
// any); null after having failed.
const TensorList* ListOf(HbRunCtx* ctx, int i, DType dtype = DT_INVALID);
// A list that may be changed, made of the one in input 0: the same object when nobody else has it.
// `list` must come from ListOf(ctx, 0).
Ref<TensorList> Changeable(HbRunCtx* ctx, const TensorList* list);
// Hands the list over as output i.
int SetList(HbRunCtx* ctx, int i, Ref<TensorList> list);
// A shape given as a vector with -1 for unknown dimensions, or as the scalar -1.
Result<Shape> ShapeArgument(const HbView& v);
// The shape that `given` and the list's elements, set or not, have in common; it must be known.
Result<Shape> CommonShape(const TensorList& list, const Shape& given);

Result<Tensor> ZeroTensor(DType dtype, const Shape& shape);
// Adds `from` to `*to`, of which nobody else may hold the buffer.
Status AddInto(const Tensor& from, Tensor* to);
// Row i of a tensor, sharing its memory.
Tensor RowOf(const Tensor& t, int64_t i);

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNELS_CPU_CONTROL_TENSOR_LIST_H_
