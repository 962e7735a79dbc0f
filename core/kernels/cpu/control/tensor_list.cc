#include "core/kernels/cpu/control/tensor_list.h"

#include "core/kernels/cpu/array/move.h"

namespace hb {

const TensorList* ListOf(HbRunCtx* ctx, int i, DType dtype) {
  const HbView& v = *ctx->in[i];
  if (v.count != 1) {
    Fail(ctx, Code::kInvalidArgument, "a scalar handle of a list is expected, not shape ",
         ShapeOf(v).ToString());
    return nullptr;
  }
  const auto& element = *static_cast<const VariantElement*>(v.data);
  const auto* list = dynamic_cast<const TensorList*>(element.get());
  if (list == nullptr) {
    Fail(ctx, Code::kInvalidArgument, "Input handle is not a list. Saw: '",
         element ? element->TypeName() : "", "'");
  } else if (dtype != DT_INVALID && list->dtype != dtype) {
    Fail(ctx, Code::kInvalidArgument, "Invalid data types; op elements ", DTypeName(dtype),
         " but list elements ", DTypeName(list->dtype));
    list = nullptr;
  }
  return list;
}

Ref<TensorList> Changeable(HbRunCtx* ctx, const TensorList* list) {
  auto& element = *static_cast<VariantElement*>(ctx->in[0]->data);
  if ((ctx->in_owned & 1) != 0 && element->Unique()) {
    VariantElement taken = std::move(element);
    return Ref<TensorList>::Adopt(static_cast<TensorList*>(taken.release()));
  }
  return Ref<TensorList>::Adopt(static_cast<TensorList*>(list->Copy().release()));
}

int SetList(HbRunCtx* ctx, int i, Ref<TensorList> list) {
  if (ctx->out[i]->data == nullptr) {
    Result<Tensor> t = Tensor::Allocate(DT_VARIANT, Shape());
    if (!t.ok()) return Fail(ctx, t.status());
    t->scalar<VariantElement>() = std::move(list);
    HostOf(ctx)->SetOutput(ctx, i, std::move(t).value());
  } else {
    *static_cast<VariantElement*>(ctx->out[i]->data) = std::move(list);
  }
  return 0;
}

Result<Shape> ShapeArgument(const HbView& v) {
  const IndexArray dims(v);
  if (v.rank == 0) {
    if (dims[0] == -1) return Shape::UnknownRank();
    return InvalidArgument(
        "The only valid scalar shape is the fully unknown shape specified as "
        "-1, not ",
        dims[0]);
  }
  std::vector<int64_t> values;
  for (int64_t i = 0; i < v.count; ++i) values.push_back(dims[i]);
  return Shape::Checked(values, false);
}

Result<Shape> CommonShape(const TensorList& list, const Shape& given) {
  HB_ASSIGN_OR_RETURN(Shape shape, Shape::Merge(list.shape, given));
  for (const Tensor& t : list.tensors) {
    if (shape.FullyDefined()) break;
    if (!t.valid()) continue;
    HB_ASSIGN_OR_RETURN(shape, Shape::Merge(shape, t.shape()));
  }
  if (shape.FullyDefined()) return shape;
  return InvalidArgument("the shape of the elements, ", shape.ToString(),
                         ", must be known when no element is set");
}

Tensor RowOf(const Tensor& t, int64_t i) {
  const Shape shape = t.shape().Sub(1);
  const auto bytes = static_cast<int64_t>(DTypeSize(t.dtype())) * shape.num_elements();
  return Tensor(t.dtype(), shape, t.buffer(), static_cast<char*>(t.data()) + i * bytes);
}

namespace {

struct ListParams {
  DType dtype;
  int64_t num_elements;
  bool grows;
};

int PlanList(HbPlanCtx* ctx) {
  auto* p = NewParams<ListParams>(ctx);
  if (p == nullptr) return 1;
  p->dtype = AttrType(ctx->attrs, "element_dtype");
  p->num_elements = AttrInt(ctx->attrs, "num_elements", -1);
  p->grows = AttrBool(ctx->attrs, "resize_if_index_out_of_bounds");
  return 0;
}

DType ElementType(HbRunCtx* ctx) { return Params<ListParams>(ctx).dtype; }

// Elements of the list in bytes of bookkeeping; a list of more is refused.
constexpr int64_t kMaxElements = int64_t{1} << 26;

int CheckCount(HbRunCtx* ctx, int64_t n) {
  if (n >= 0 && n <= kMaxElements) return 0;
  return Fail(ctx, n < 0 ? Code::kInvalidArgument : Code::kResourceExhausted,
              "the number of elements of a list must be in [0, ", kMaxElements, "], not ", n);
}

int NewList(HbRunCtx* ctx, int64_t max_size, int64_t count) {
  Result<Shape> shape = ShapeArgument(*ctx->in[0]);
  if (!shape.ok()) return Fail(ctx, shape.status());
  auto list = MakeRef<TensorList>();
  list->dtype = ElementType(ctx);
  list->shape = *shape;
  list->max_size = max_size;
  list->tensors.resize(static_cast<size_t>(count));
  return SetList(ctx, 0, std::move(list));
}

int RunEmpty(HbRunCtx* ctx) { return NewList(ctx, *In<int32_t>(ctx, 1), 0); }

int RunReserve(HbRunCtx* ctx) {
  const int64_t n = *In<int32_t>(ctx, 1);
  if (const int rc = CheckCount(ctx, n); rc != 0) return rc;
  return NewList(ctx, -1, n);
}

int BadShape(HbRunCtx* ctx, const Shape& shape, const Shape& expected) {
  return Fail(ctx, Code::kInvalidArgument, "Tried to put a tensor of shape ", shape.ToString(),
              " into a list whose elements have shape ", expected.ToString());
}

int BadIndex(HbRunCtx* ctx, int64_t index, size_t size) {
  return Fail(ctx, Code::kInvalidArgument, "Trying to access element ", index, " in a list with ",
              size, " elements.");
}

int RunPushBack(HbRunCtx* ctx) {
  const TensorList* in = ListOf(ctx, 0, ElementType(ctx));
  if (in == nullptr) return 1;
  const Shape shape = ShapeOf(*ctx->in[1]);
  if (!in->shape.Compatible(shape)) return BadShape(ctx, shape, in->shape);
  if (in->max_size >= 0 && static_cast<int64_t>(in->tensors.size()) >= in->max_size) {
    return Fail(ctx, Code::kInvalidArgument, "Tried to push item into a full list with max size ",
                in->max_size);
  }
  Result<Tensor> item = HostOf(ctx)->InputTensor(ctx, 1);
  if (!item.ok()) return Fail(ctx, item.status());
  Ref<TensorList> list = Changeable(ctx, in);
  list->tensors.push_back(std::move(item).value());
  return SetList(ctx, 0, std::move(list));
}

// A copy of a place's tensor, or zeros of that shape.
Result<Tensor> ValueOrZeros(const TensorList& list, const Tensor& place, const Shape& shape) {
  return place.valid() ? Result<Tensor>(place) : ZeroTensor(list.dtype, shape);
}

// The element at `index` under a shape that must fit it, as output i.
int GiveElement(HbRunCtx* ctx, int i, const TensorList& list, size_t index, const HbView& given) {
  Result<Shape> shape = ShapeArgument(given);
  if (!shape.ok()) return Fail(ctx, shape.status());
  const Tensor& place = list.tensors[index];
  if (place.valid()) {
    if (!shape->Compatible(place.shape())) {
      return Fail(ctx, Code::kInvalidArgument, "Incompatible shapes: the element has shape ",
                  place.shape().ToString(), ", not ", shape->ToString());
    }
  } else {
    shape = CommonShape(list, *shape);
    if (!shape.ok()) return Fail(ctx, shape.status());
  }
  Result<Tensor> value = ValueOrZeros(list, place, *shape);
  if (!value.ok()) return Fail(ctx, value.status());
  HostOf(ctx)->SetOutput(ctx, i, std::move(value).value());
  return 0;
}

int RunPopBack(HbRunCtx* ctx) {
  const TensorList* in = ListOf(ctx, 0, ElementType(ctx));
  if (in == nullptr) return 1;
  if (in->tensors.empty()) {
    return Fail(ctx, Code::kInvalidArgument, "Trying to pop from an empty list.");
  }
  if (const int rc = GiveElement(ctx, 1, *in, in->tensors.size() - 1, *ctx->in[1]); rc != 0) {
    return rc;
  }
  Ref<TensorList> list = Changeable(ctx, in);
  list->tensors.pop_back();
  return SetList(ctx, 0, std::move(list));
}

int RunGetItem(HbRunCtx* ctx) {
  const TensorList* in = ListOf(ctx, 0, ElementType(ctx));
  if (in == nullptr) return 1;
  const int64_t index = *In<int32_t>(ctx, 1);
  if (index < 0 || index >= static_cast<int64_t>(in->tensors.size())) {
    return BadIndex(ctx, index, in->tensors.size());
  }
  return GiveElement(ctx, 0, *in, static_cast<size_t>(index), *ctx->in[2]);
}

int RunSetItem(HbRunCtx* ctx) {
  const TensorList* in = ListOf(ctx, 0, ElementType(ctx));
  if (in == nullptr) return 1;
  const Shape shape = ShapeOf(*ctx->in[2]);
  if (!in->shape.Compatible(shape)) return BadShape(ctx, shape, in->shape);
  const int64_t index = *In<int32_t>(ctx, 1);
  const bool grows = Params<ListParams>(ctx).grows && index < kMaxElements;
  if (index < 0 || (!grows && index >= static_cast<int64_t>(in->tensors.size()))) {
    return BadIndex(ctx, index, in->tensors.size());
  }
  Result<Tensor> item = HostOf(ctx)->InputTensor(ctx, 2);
  if (!item.ok()) return Fail(ctx, item.status());
  Ref<TensorList> list = Changeable(ctx, in);
  const auto at = static_cast<size_t>(index);
  if (at >= list->tensors.size()) list->tensors.resize(at + 1);
  list->tensors[at] = std::move(item).value();
  return SetList(ctx, 0, std::move(list));
}

int RunResize(HbRunCtx* ctx) {
  const TensorList* in = ListOf(ctx, 0);
  if (in == nullptr) return 1;
  const int64_t n = *In<int32_t>(ctx, 1);
  if (const int rc = CheckCount(ctx, n); rc != 0) return rc;
  Ref<TensorList> list = Changeable(ctx, in);
  list->tensors.resize(static_cast<size_t>(n));
  return SetList(ctx, 0, std::move(list));
}

// The tensors that `at(0)` to `at(count - 1)` name, stacked as output 0.
template <typename At>
int StackElements(HbRunCtx* ctx, const TensorList& list, const HbView& given, int64_t count,
                  At&& at) {
  Result<Shape> shape = ShapeArgument(given);
  if (shape.ok()) shape = CommonShape(list, *shape);
  if (!shape.ok()) return Fail(ctx, shape.status());
  Shape out({count});
  out.Append(*shape);
  if (const int rc = ctx->env->alloc_out(ctx, 0, out.data(), out.rank()); rc != 0) return rc;
  const int64_t size = shape->num_elements();
  for (int64_t i = 0; i < count; ++i) {
    const Tensor& t = list.tensors[static_cast<size_t>(at(i))];
    char* to = ElementAt(*ctx->out[0], i * size);
    if (!t.valid()) {
      ZeroElements(list.dtype, to, size);
    } else if (t.shape() == *shape) {
      CopyElements(list.dtype, t.data(), to, size);
    } else {
      return Fail(ctx, Code::kInvalidArgument,
                  "Tried to stack list which contains tensors of different shapes: ",
                  t.shape().ToString(), " and ", shape->ToString());
    }
  }
  return 0;
}

int RunStack(HbRunCtx* ctx) {
  const TensorList* list = ListOf(ctx, 0, ElementType(ctx));
  if (list == nullptr) return 1;
  const auto n = static_cast<int64_t>(list->tensors.size());
  const int64_t expected = Params<ListParams>(ctx).num_elements;
  if (expected >= 0 && expected != n) {
    return Fail(ctx, Code::kInvalidArgument, "Operation expected a list with ", expected,
                " elements but got a list with ", n, " elements.");
  }
  return StackElements(ctx, *list, *ctx->in[1], n, [](int64_t i) { return i; });
}

int RunGather(HbRunCtx* ctx) {
  const TensorList* list = ListOf(ctx, 0, ElementType(ctx));
  if (list == nullptr) return 1;
  const int32_t* indices = In<int32_t>(ctx, 1);
  for (int64_t i = 0; i < ctx->in[1]->count; ++i) {
    if (indices[i] < 0 || indices[i] >= static_cast<int64_t>(list->tensors.size())) {
      return BadIndex(ctx, indices[i], list->tensors.size());
    }
  }
  return StackElements(ctx, *list, *ctx->in[2], ctx->in[1]->count,
                       [&](int64_t i) { return indices[i]; });
}

int RunFromTensor(HbRunCtx* ctx) {
  Result<Tensor> t = HostOf(ctx)->InputTensor(ctx, 0);
  if (!t.ok()) return Fail(ctx, t.status());
  Result<Shape> shape = ShapeArgument(*ctx->in[1]);
  if (!shape.ok()) return Fail(ctx, shape.status());
  if (t->shape().rank() < 1 || !shape->Compatible(t->shape().Sub(1))) {
    return Fail(ctx, Code::kInvalidArgument, "Specified a list with shape ", shape->ToString(),
                " from a tensor with shape ", t->shape().ToString());
  }
  if (const int rc = CheckCount(ctx, t->shape()[0]); rc != 0) return rc;
  auto list = MakeRef<TensorList>();
  list->dtype = t->dtype();
  list->shape = *shape;
  for (int64_t i = 0; i < t->shape()[0]; ++i) list->tensors.push_back(RowOf(*t, i));
  return SetList(ctx, 0, std::move(list));
}

int RunScatterInto(HbRunCtx* ctx) {
  const TensorList* in = ListOf(ctx, 0, ElementType(ctx));
  if (in == nullptr) return 1;
  Result<Tensor> t = HostOf(ctx)->InputTensor(ctx, 1);
  if (!t.ok()) return Fail(ctx, t.status());
  const HbView& indices = *ctx->in[2];
  if (t->shape().rank() < 1 || t->shape()[0] != indices.count ||
      !in->shape.Compatible(t->shape().Sub(1))) {
    return Fail(ctx, Code::kInvalidArgument, "a tensor of shape ", t->shape().ToString(),
                " can't be scattered to ", indices.count, " elements of shape ",
                in->shape.ToString());
  }
  Ref<TensorList> list = Changeable(ctx, in);
  for (int64_t i = 0; i < indices.count; ++i) {
    const int64_t at = In<int32_t>(ctx, 2)[i];
    if (at < 0 || at >= kMaxElements) return BadIndex(ctx, at, list->tensors.size());
    if (at >= static_cast<int64_t>(list->tensors.size())) {
      list->tensors.resize(static_cast<size_t>(at) + 1);
    }
    list->tensors[static_cast<size_t>(at)] = RowOf(*t, i);
  }
  return SetList(ctx, 0, std::move(list));
}

int RunLength(HbRunCtx* ctx) {
  const TensorList* list = ListOf(ctx, 0);
  if (list == nullptr) return 1;
  *Out<int32_t>(ctx, 0) = static_cast<int32_t>(list->tensors.size());
  return 0;
}

int RunElementShape(HbRunCtx* ctx) {
  const TensorList* list = ListOf(ctx, 0);
  if (list == nullptr) return 1;
  const Shape& shape = list->shape;
  const int64_t rank = shape.rank();
  const bool known = rank >= 0;
  if (const int rc = ctx->env->alloc_out(ctx, 0, &rank, known ? 1 : 0); rc != 0) return rc;
  if (!known) StoreIndex(*ctx->out[0], 0, -1);
  for (int i = 0; i < shape.rank(); ++i) StoreIndex(*ctx->out[0], i, shape[i]);
  return 0;
}

}  // namespace

void RegisterTensorListKernels(KernelSet& set) {
  KERNEL(set, "EmptyTensorList", {.plan = PlanList, .run = RunEmpty});
  KERNEL(set, "TensorListReserve", {.plan = PlanList, .run = RunReserve});
  KERNEL(set, "TensorListPushBack", {.plan = PlanList, .run = RunPushBack});
  KERNEL(set, "TensorListPopBack", {.flags = kHbOwnsOutput, .plan = PlanList, .run = RunPopBack});
  KERNEL(set, "TensorListGetItem", {.flags = kHbOwnsOutput, .plan = PlanList, .run = RunGetItem});
  KERNEL(set, "TensorListSetItem", {.plan = PlanList, .run = RunSetItem});
  KERNEL(set, "TensorListResize", {.plan = PlanList, .run = RunResize});
  KERNEL(set, "TensorListStack", {.flags = kHbDynamicOut, .plan = PlanList, .run = RunStack});
  KERNEL(set, "TensorListGather", {.flags = kHbDynamicOut, .plan = PlanList, .run = RunGather});
  KERNEL(set, "TensorListFromTensor", {.plan = PlanList, .run = RunFromTensor});
  KERNEL(set, "TensorListScatterIntoExistingList", {.plan = PlanList, .run = RunScatterInto});
  KERNEL(set, "TensorListLength", {.run = RunLength});
  KERNEL(set, "TensorListElementShape", {.flags = kHbDynamicOut, .run = RunElementShape});
}

}  // namespace hb
