// The ops of TensorArrays.
#include "core/kernel/variable.h"
#include "core/kernels/cpu/array/move.h"
#include "core/kernels/cpu/control/tensor_array.h"
#include "core/kernels/cpu/control/tensor_list.h"

namespace hb {
namespace {

// The array behind input 0; null after having failed.
TensorArray* ArrayOf(HbRunCtx* ctx) {
  const HbView& v = *ctx->in[0];
  const auto* handle = static_cast<const ResourceElement*>(v.data);
  auto* array =
      v.count == 1 && *handle ? dynamic_cast<TensorArray*>((*handle)->resource.get()) : nullptr;
  if (array == nullptr) Fail(ctx, Code::kInvalidArgument, "the handle names no TensorArray");
  return array;
}

void GiveHandle(HbRunCtx* ctx, std::string name, Ref<TensorArray> array) {
  auto handle = MakeRef<ResourceHandle>();
  handle->name = std::move(name);
  handle->resource = std::move(array);
  *Out<ResourceElement>(ctx, 0) = std::move(handle);
}

// Options hold a shape, so the attributes are read into plain numbers.
struct ArrayParams {
  DType dtype;
  bool grows, clear_after_read, same_shapes;
  int rank;  // -1: unknown
  int64_t dims[kMaxRank];
};

int PlanNew(HbPlanCtx* ctx) {
  auto* p = NewParams<ArrayParams>(ctx);
  if (p == nullptr) return 1;
  p->dtype = AttrType(ctx->attrs, "dtype");
  p->grows = AttrBool(ctx->attrs, "dynamic_size");
  p->clear_after_read = AttrBool(ctx->attrs, "clear_after_read", true);
  p->same_shapes = AttrBool(ctx->attrs, "identical_element_shapes");
  const Shape shape = AttrShape(ctx->attrs, "element_shape");
  p->rank = shape.rank();
  std::copy(shape.dims().begin(), shape.dims().end(), p->dims);
  return 0;
}

// Every execution makes an array of its own.
int RunNew(HbRunCtx* ctx) {
  const auto& p = Params<ArrayParams>(ctx);
  const int64_t size = *In<int32_t>(ctx, 0);
  if (size < 0 || size > TensorArray::kMaxElements) {
    return Fail(ctx, size < 0 ? Code::kInvalidArgument : Code::kResourceExhausted,
                "Size must be in [0, ", TensorArray::kMaxElements, "], not ", size);
  }
  TensorArray::Options o;
  o.dtype = p.dtype;
  o.grows = p.grows;
  o.clear_after_read = p.clear_after_read;
  o.same_shapes = p.same_shapes;
  if (p.rank >= 0) o.element_shape = Shape(std::span(p.dims, static_cast<size_t>(p.rank)));
  const std::string& name = HostOf(ctx)->NodeName(ctx);
  GiveHandle(ctx, name, MakeRef<TensorArray>(name, o, size));
  *Out<float>(ctx, 1) = 0;
  return 0;
}

struct GradParams {
  const char* source;
  size_t size;
};

int PlanGrad(HbPlanCtx* ctx) {
  auto* p = NewParams<GradParams>(ctx);
  if (p == nullptr) return 1;
  const std::string_view source = AttrString(ctx->attrs, "source");
  p->source = source.data();
  p->size = source.size();
  ctx->out[1].alias_of = 1;
  return 0;
}

int GiveGradient(HbRunCtx* ctx, const Shape& prefix) {
  TensorArray* array = ArrayOf(ctx);
  if (array == nullptr) return 1;
  const auto& p = Params<GradParams>(ctx);
  Result<Ref<TensorArray>> gradient = array->Gradient(std::string(p.source, p.size), prefix);
  if (!gradient.ok()) return Fail(ctx, gradient.status());
  GiveHandle(ctx, HostOf(ctx)->NodeName(ctx), std::move(gradient).value());
  return 0;
}

int RunGrad(HbRunCtx* ctx) { return GiveGradient(ctx, Shape()); }

int RunGradWithShape(HbRunCtx* ctx) {
  Result<Shape> prefix = ShapeArgument(*ctx->in[2]);
  if (!prefix.ok()) return Fail(ctx, prefix.status());
  return GiveGradient(ctx, *prefix);
}

// The flow in the last input goes on.
int PlanFlow(HbPlanCtx* ctx) {
  ctx->out[0].alias_of = ctx->n_in - 1;
  return 0;
}

int RunWrite(HbRunCtx* ctx) {
  TensorArray* array = ArrayOf(ctx);
  if (array == nullptr) return 1;
  Result<Tensor> value = HostOf(ctx)->InputTensor(ctx, 2);
  if (!value.ok()) return Fail(ctx, value.status());
  const Status s = array->Write(*In<int32_t>(ctx, 1), std::move(value).value());
  return s.ok() ? 0 : Fail(ctx, s);
}

bool Holds(HbRunCtx* ctx, const TensorArray& array) {
  const DType dtype = DTypeOfView(*ctx->out[0]);
  if (array.dtype() == dtype) return true;
  Fail(ctx, Code::kInvalidArgument, "TensorArray dtype is ", DTypeName(array.dtype()),
       " but Op requested dtype ", DTypeName(dtype), ".");
  return false;
}

int RunRead(HbRunCtx* ctx) {
  TensorArray* array = ArrayOf(ctx);
  if (array == nullptr || !Holds(ctx, *array)) return 1;
  Result<Tensor> value = array->Read(*In<int32_t>(ctx, 1));
  if (!value.ok()) return Fail(ctx, value.status());
  HostOf(ctx)->SetOutput(ctx, 0, std::move(value).value());
  return 0;
}

// Gives the values behind each other in memory, under a shape.
int GiveAll(HbRunCtx* ctx, const std::vector<Tensor>& values, const Shape& shape) {
  if (const int rc = ctx->env->alloc_out(ctx, 0, shape.data(), shape.rank()); rc != 0) return rc;
  int64_t at = 0;
  for (const Tensor& t : values) {
    CopyElements(t.dtype(), t.data(), ElementAt(*ctx->out[0], at), t.num_elements());
    at += t.num_elements();
  }
  return 0;
}

int Inconsistent(HbRunCtx* ctx, const Shape& first, size_t index, const Shape& other) {
  return Fail(ctx, Code::kInvalidArgument,
              "TensorArray has inconsistent shapes.  Index 0 has shape: ", first.ToString(),
              " but index ", index, " has shape: ", other.ToString());
}

int RunGather(HbRunCtx* ctx) {
  TensorArray* array = ArrayOf(ctx);
  if (array == nullptr || !Holds(ctx, *array)) return 1;
  const HbView& view = *ctx->in[1];
  std::vector<int64_t> indices;
  for (int64_t i = 0; i < view.count; ++i) indices.push_back(IndexArray(view)[i]);
  Result<std::vector<Tensor>> values = array->ReadAll(indices);
  if (!values.ok()) return Fail(ctx, values.status());
  const Shape element = values->empty() ? array->ElementShape() : (*values)[0].shape();
  if (!element.FullyDefined()) {
    return Fail(ctx, Code::kUnimplemented, "TensorArray has size zero, but element shape ",
                element.ToString(),
                " is not fully defined. Currently only static shapes are supported when packing "
                "zero-size TensorArrays.");
  }
  for (size_t i = 0; i < values->size(); ++i) {
    if ((*values)[i].shape() == element) continue;
    return Inconsistent(ctx, element, i, (*values)[i].shape());
  }
  Shape out({view.count});
  out.Append(element);
  return GiveAll(ctx, *values, out);
}

int RunConcat(HbRunCtx* ctx) {
  TensorArray* array = ArrayOf(ctx);
  if (array == nullptr || !Holds(ctx, *array)) return 1;
  Result<int64_t> size = array->Size();
  if (!size.ok()) return Fail(ctx, size.status());
  std::vector<int64_t> indices;
  for (int64_t i = 0; i < *size; ++i) indices.push_back(i);
  Result<std::vector<Tensor>> values = array->ReadAll(indices);
  if (!values.ok()) return Fail(ctx, values.status());
  Shape inner = values->empty() ? array->ElementShape() : (*values)[0].shape();
  if (inner.rank() < 1 || !inner.Sub(1).FullyDefined()) {
    return Fail(ctx, Code::kInvalidArgument, "elements of shape ", inner.ToString(),
                " can't be concatenated: all but their first dimension must be known");
  }
  if (const int rc = ctx->env->alloc_out(ctx, 1, &*size, 1); rc != 0) return rc;
  int64_t rows = 0;
  for (size_t i = 0; i < values->size(); ++i) {
    const Shape& shape = (*values)[i].shape();
    if (shape.rank() < 1 || !(shape.Sub(1) == inner.Sub(1))) {
      return Inconsistent(ctx, inner, i, shape);
    }
    Out<int64_t>(ctx, 1)[i] = shape[0];
    rows += shape[0];
  }
  Shape out({rows});
  out.Append(inner.Sub(1));
  return GiveAll(ctx, *values, out);
}

int RunScatter(HbRunCtx* ctx) {
  TensorArray* array = ArrayOf(ctx);
  if (array == nullptr) return 1;
  Result<Tensor> value = HostOf(ctx)->InputTensor(ctx, 2);
  if (!value.ok()) return Fail(ctx, value.status());
  const HbView& view = *ctx->in[1];
  if (value->shape().rank() < 1 || value->shape()[0] != view.count) {
    return Fail(ctx, Code::kInvalidArgument,
                "Expected len(indices) == values.shape[0], but saw: ", view.count,
                " vs. a shape of ", value->shape().ToString());
  }
  std::vector<int64_t> indices;
  std::vector<Tensor> rows;
  for (int64_t i = 0; i < view.count; ++i) {
    indices.push_back(IndexArray(view)[i]);
    rows.push_back(RowOf(*value, i));
  }
  const Status s = array->WriteRows(indices, rows);
  return s.ok() ? 0 : Fail(ctx, s);
}

// Rows [first, first + count) of a tensor, sharing its memory.
Tensor RowsOf(const Tensor& t, int64_t first, int64_t count) {
  Shape shape = t.shape();
  shape.set_dim(0, count);
  const int64_t bytes =
      static_cast<int64_t>(DTypeSize(t.dtype())) * t.shape().Sub(1).num_elements();
  return Tensor(t.dtype(), shape, t.buffer(), static_cast<char*>(t.data()) + first * bytes);
}

int RunSplit(HbRunCtx* ctx) {
  TensorArray* array = ArrayOf(ctx);
  if (array == nullptr) return 1;
  Result<Tensor> value = HostOf(ctx)->InputTensor(ctx, 1);
  if (!value.ok()) return Fail(ctx, value.status());
  Result<int64_t> size = array->Size();
  if (!size.ok()) return Fail(ctx, size.status());
  const HbView& view = *ctx->in[2];
  const int64_t all = value->shape().rank() < 1 ? -1 : value->shape()[0];
  std::vector<int64_t> indices;
  std::vector<Tensor> parts;
  int64_t rows = 0;
  for (int64_t i = 0; i < view.count; ++i) {
    const int64_t n = In<int64_t>(ctx, 2)[i];
    if (n < 0 || n > all - rows) {
      rows = -1;
      break;
    }
    indices.push_back(i);
    parts.push_back(RowsOf(*value, rows, n));
    rows += n;
  }
  if (rows != all) {
    return Fail(ctx, Code::kInvalidArgument,
                "Expected sum of lengths to be equal to values.shape[0], but value's shape is: ",
                value->shape().ToString());
  }
  if (view.count < *size) {
    return Fail(ctx, Code::kInvalidArgument,
                "TensorArray's size is not equal to the size of lengths (", *size, " vs. ",
                view.count, ")");
  }
  const Status s = array->WriteRows(indices, parts);
  return s.ok() ? 0 : Fail(ctx, s);
}

int RunSize(HbRunCtx* ctx) {
  TensorArray* array = ArrayOf(ctx);
  if (array == nullptr) return 1;
  Result<int64_t> size = array->Size();
  if (!size.ok()) return Fail(ctx, size.status());
  *Out<int32_t>(ctx, 0) = static_cast<int32_t>(*size);
  return 0;
}

int RunClose(HbRunCtx* ctx) {
  TensorArray* array = ArrayOf(ctx);
  if (array == nullptr) return 1;
  array->Close();
  return 0;
}

}  // namespace

void RegisterTensorArrayKernels(KernelSet& set) {
  constexpr uint32_t kDynamic = kHbStateful | kHbDynamicOut;
  KERNEL(set, "TensorArrayV3", {.flags = kHbStateful, .plan = PlanNew, .run = RunNew});
  KERNEL(set, "TensorArrayGradV3", {.flags = kHbStateful, .plan = PlanGrad, .run = RunGrad});
  KERNEL(set, "TensorArrayGradWithShape",
         {.flags = kHbStateful, .plan = PlanGrad, .run = RunGradWithShape});
  KERNEL(set, "TensorArrayWriteV3", {.flags = kHbStateful, .plan = PlanFlow, .run = RunWrite});
  KERNEL(set, "TensorArrayReadV3", {.flags = kHbStateful | kHbOwnsOutput, .run = RunRead});
  KERNEL(set, "TensorArrayGatherV3", {.flags = kDynamic, .run = RunGather});
  KERNEL(set, "TensorArrayScatterV3", {.flags = kHbStateful, .plan = PlanFlow, .run = RunScatter});
  KERNEL(set, "TensorArrayConcatV3", {.flags = kDynamic, .run = RunConcat});
  KERNEL(set, "TensorArraySplitV3", {.flags = kHbStateful, .plan = PlanFlow, .run = RunSplit});
  KERNEL(set, "TensorArraySizeV3", {.flags = kHbStateful, .run = RunSize});
  KERNEL(set, "TensorArrayCloseV3", {.flags = kHbStateful, .run = RunClose});
}

}  // namespace hb
