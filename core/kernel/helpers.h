// C++ helpers for kernels, over the C structs of kernel.h.
#ifndef HORNBEAM_CORE_KERNEL_HELPERS_H_
#define HORNBEAM_CORE_KERNEL_HELPERS_H_

#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/base/status.h"
#include "core/kernel/kernel.h"
#include "core/tensor/dtype.h"
#include "core/tensor/shape.h"

namespace hb {

// return Fail(ctx, Code::kInvalidArgument, "indices[", i, "] = ", v, " is not in [0, ", n, ")");
template <typename... Args>
int Fail(HbPlanCtx* ctx, Code code, const Args&... args) {
  const std::string m = StrCat(args...);
  return ctx->fail(ctx, static_cast<int>(code), m.data(), m.size());
}
template <typename... Args>
int Fail(HbRunCtx* ctx, Code code, const Args&... args) {
  const std::string m = StrCat(args...);
  return ctx->env->fail(ctx, static_cast<int>(code), m.data(), m.size());
}
template <typename Ctx>
int Fail(Ctx* ctx, const Status& s) {
  return Fail(ctx, s.code(), s.message());
}

// The parameters of a step: a trivially destructible struct made in plan and read in run.
template <typename P>
P* NewParams(HbPlanCtx* ctx) {
  static_assert(std::is_trivially_destructible_v<P>);
  ctx->params = ctx->alloc_params(ctx, sizeof(P));
  return ctx->params == nullptr ? nullptr : new (ctx->params) P();
}
template <typename P>
const P& Params(const HbRunCtx* ctx) {
  return *static_cast<const P*>(ctx->params);
}

// Attributes by name; the fallback if missing.
inline int64_t AttrInt(const HbAttrs* a, const char* name, int64_t fallback = 0) {
  int64_t v = fallback;
  a->get_int(a, name, &v);
  return v;
}
inline float AttrFloat(const HbAttrs* a, const char* name, float fallback = 0) {
  float v = fallback;
  a->get_float(a, name, &v);
  return v;
}
inline bool AttrBool(const HbAttrs* a, const char* name, bool fallback = false) {
  unsigned char v = fallback ? 1 : 0;
  a->get_bool(a, name, &v);
  return v != 0;
}
inline DType AttrType(const HbAttrs* a, const char* name) {
  int32_t v = DT_INVALID;
  a->get_type(a, name, &v);
  return static_cast<DType>(v);
}
inline std::string_view AttrString(const HbAttrs* a, const char* name) {
  const char* data = "";
  size_t size = 0;
  a->get_string(a, name, &data, &size);
  return {data, size};
}
inline std::vector<int64_t> AttrInts(const HbAttrs* a, const char* name) {
  const int64_t* data = nullptr;
  size_t n = 0;
  a->get_int_list(a, name, &data, &n);
  return {data, data + n};
}
inline std::vector<float> AttrFloats(const HbAttrs* a, const char* name) {
  const float* data = nullptr;
  size_t n = 0;
  a->get_float_list(a, name, &data, &n);
  return {data, data + n};
}
inline std::vector<DType> AttrTypes(const HbAttrs* a, const char* name) {
  const int32_t* data = nullptr;
  size_t n = 0;
  a->get_type_list(a, name, &data, &n);
  std::vector<DType> out;
  for (size_t i = 0; i < n; ++i) out.push_back(static_cast<DType>(data[i]));
  return out;
}
// Strings of a list attribute.
inline std::vector<std::string> AttrStrings(const HbAttrs* a, const char* name) {
  std::vector<std::string> out;
  const char* data = nullptr;
  size_t size = 0;
  for (size_t i = 0; a->get_string_at(a, name, i, &data, &size) != 0; ++i) {
    out.emplace_back(data, size);
  }
  return out;
}
inline Shape AttrShape(const HbAttrs* a, const char* name) {
  const int64_t* dims = nullptr;
  int32_t rank = -1;
  if (a->get_shape(a, name, &dims, &rank) == 0 || rank < 0) return Shape::UnknownRank();
  return Shape(std::span(dims, static_cast<size_t>(rank)));
}

inline DType DTypeOfView(const HbView& v) { return static_cast<DType>(v.dtype); }
inline std::span<const int64_t> Dims(const HbView& v) {
  return {v.dims, static_cast<size_t>(v.rank < 0 ? 0 : v.rank)};
}
inline Shape ShapeOf(const HbView& v) { return v.rank < 0 ? Shape::UnknownRank() : Shape(Dims(v)); }

// Elements of input i or output i.
template <typename T>
const T* In(const HbRunCtx* ctx, int i) {
  return static_cast<const T*>(ctx->in[i]->data);
}
template <typename T>
T* Out(const HbRunCtx* ctx, int i) {
  return static_cast<T*>(ctx->out[i]->data);
}
inline int64_t InCount(const HbRunCtx* ctx, int i) { return ctx->in[i]->count; }
inline int64_t OutCount(const HbRunCtx* ctx, int i) { return ctx->out[i]->count; }
// A host integer of int32 or int64 from a view.
inline int64_t IntAt(const HbView& v, int64_t i) {
  return v.dtype == DT_INT64 ? static_cast<const int64_t*>(v.data)[i]
                             : static_cast<const int32_t*>(v.data)[i];
}

// Runs body(task) for every task, perhaps on several threads.
template <typename Body>
void ParallelFor(HbRunCtx* ctx, int64_t tasks, Body&& body) {
  if (tasks == 1) {
    body(int64_t{0});
    return;
  }
  using B = std::remove_reference_t<Body>;
  ctx->env->parallel_for(
      ctx, tasks, [](void* arg, int64_t task) { (*static_cast<B*>(arg))(task); }, &body);
}
// Cuts [0, n) into blocks of `block` and runs body(begin, end) for each. The cut depends on n and
// the block alone.
template <typename Body>
void ParallelRange(HbRunCtx* ctx, int64_t n, int64_t block, Body&& body) {
  const int64_t tasks = (n + block - 1) / block;
  if (tasks <= 1) {
    if (n > 0) body(int64_t{0}, n);
    return;
  }
  ParallelFor(ctx, tasks,
              [&](int64_t t) { body(t * block, t * block + block < n ? t * block + block : n); });
}

// Calls fn.template operator()<T>() with the C++ type of the dtype; false if it is not in the list.
template <typename... Ts, typename Fn>
bool DispatchType(int32_t dtype, Fn&& fn) {
  return ((dtype == DTypeOf<Ts>::value ? (fn.template operator()<Ts>(), true) : false) || ...);
}

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNEL_HELPERS_H_
