// ZerosLike and AddN of tensor lists, as gradients of loops need them.
#include "core/kernels/cpu/array/move.h"
#include "core/kernels/cpu/control/tensor_list.h"

namespace hb {

Result<Tensor> ZeroTensor(DType dtype, const Shape& shape) {
  HB_ASSIGN_OR_RETURN(Tensor t, Tensor::Allocate(dtype, shape));
  ZeroElements(dtype, t.data(), t.num_elements());
  return t;
}

namespace {

// The sum of two places; unset ones count as zeros.
Status AddPlaces(const Tensor& from, Tensor* to) {
  if (!from.valid()) return Status();
  if (!to->valid()) {
    *to = from;
    return Status();
  }
  HB_ASSIGN_OR_RETURN(*to, to->Clone());
  return AddInto(from, to);
}

Result<VariantElement> AddLists(const VariantElement& a, const VariantElement& b) {
  if (!a) return b;
  if (!b) return a;
  const auto* x = dynamic_cast<const TensorList*>(a.get());
  const auto* y = dynamic_cast<const TensorList*>(b.get());
  if (x == nullptr || y == nullptr) {
    return InvalidArgument("only tensor lists can be added, not ", a->TypeName(), " and ",
                           b->TypeName());
  }
  if (x->dtype != y->dtype || x->tensors.size() != y->tensors.size()) {
    return InvalidArgument(
        "Trying to add two lists of tensors with incompatible lengths or "
        "dtypes: ",
        x->tensors.size(), " of ", DTypeName(x->dtype), " and ", y->tensors.size(), " of ",
        DTypeName(y->dtype));
  }
  HB_ASSIGN_OR_RETURN(const Shape shape, Shape::Merge(x->shape, y->shape));
  Ref<VariantObject> sum = x->Copy();
  auto* list = static_cast<TensorList*>(sum.get());
  list->shape = shape;
  for (size_t i = 0; i < list->tensors.size(); ++i) {
    HB_RETURN_IF_ERROR(AddPlaces(y->tensors[i], &list->tensors[i]));
  }
  return sum;
}

}  // namespace

Status AddInto(const Tensor& from, Tensor* to) {
  if (!(from.shape() == to->shape())) {
    return InvalidArgument("tensors of shapes ", from.shape().ToString(), " and ",
                           to->shape().ToString(), " can't be added");
  }
  if (to->dtype() == DT_VARIANT) {
    for (int64_t i = 0; i < to->num_elements(); ++i) {
      VariantElement& element = to->flat<VariantElement>()[static_cast<size_t>(i)];
      HB_ASSIGN_OR_RETURN(element,
                          AddLists(element, from.flat<VariantElement>()[static_cast<size_t>(i)]));
    }
    return Status();
  }
  const bool known = DispatchNumber(to->dtype(), [&]<typename T>() {
    const T* x = static_cast<const T*>(from.data());
    T* y = static_cast<T*>(to->data());
    for (int64_t i = 0; i < to->num_elements(); ++i) y[i] = static_cast<T>(y[i] + x[i]);
  });
  if (known) return Status();
  return InvalidArgument("elements of ", DTypeName(to->dtype()), " can't be added");
}

namespace {

struct SumParams {
  int32_t n;
};

int PlanSum(HbPlanCtx* ctx) {
  auto* p = NewParams<SumParams>(ctx);
  if (p == nullptr) return 1;
  p->n = ctx->n_in;
  return 0;
}

int RunSum(HbRunCtx* ctx) {
  const HbView& out = *ctx->out[0];
  auto* y = static_cast<VariantElement*>(out.data);
  for (int k = 0; k < Params<SumParams>(ctx).n; ++k) {
    if (ctx->in[k]->count != out.count) {
      return Fail(ctx, Code::kInvalidArgument, "all inputs must have the same shape");
    }
    const auto* x = static_cast<const VariantElement*>(ctx->in[k]->data);
    for (int64_t i = 0; i < out.count; ++i) {
      Result<VariantElement> sum = k == 0 ? Result<VariantElement>(x[i]) : AddLists(y[i], x[i]);
      if (!sum.ok()) return Fail(ctx, sum.status());
      y[i] = std::move(sum).value();
    }
  }
  return 0;
}

// A list of zeros with the same elements; places that are not set stay so.
Result<VariantElement> ZerosOf(const VariantElement& element) {
  if (!element) return element;
  const auto* list = dynamic_cast<const TensorList*>(element.get());
  if (list == nullptr) {
    return InvalidArgument("there are no zeros like a ", element->TypeName());
  }
  Ref<VariantObject> zeros = list->Copy();
  for (Tensor& t : static_cast<TensorList*>(zeros.get())->tensors) {
    if (!t.valid()) continue;
    const Tensor old = t;
    HB_ASSIGN_OR_RETURN(t, ZeroTensor(old.dtype(), old.shape()));
    if (old.dtype() != DT_VARIANT) continue;
    for (size_t i = 0; i < old.flat<VariantElement>().size(); ++i) {
      HB_ASSIGN_OR_RETURN(t.flat<VariantElement>()[i], ZerosOf(old.flat<VariantElement>()[i]));
    }
  }
  return zeros;
}

int RunZeros(HbRunCtx* ctx) {
  const auto* x = In<VariantElement>(ctx, 0);
  for (int64_t i = 0; i < ctx->in[0]->count; ++i) {
    Result<VariantElement> zeros = ZerosOf(x[i]);
    if (!zeros.ok()) return Fail(ctx, zeros.status());
    Out<VariantElement>(ctx, 0)[i] = std::move(zeros).value();
  }
  return 0;
}

}  // namespace

void RegisterVariantMathKernels(KernelSet& set) {
  KERNEL(set, "AddN", {.constraint = "T:variant", .plan = PlanSum, .run = RunSum});
  KERNEL(set, "ZerosLike", {.constraint = "T:variant", .run = RunZeros});
}

}  // namespace hb
