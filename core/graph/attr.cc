#include "core/graph/attr.h"

#include "core/graph/tensor_proto.h"

namespace hb {

Attr::Attr(std::string n, bool v) : name(std::move(n)) { value.set_b(v); }
Attr::Attr(std::string n, int64_t v) : name(std::move(n)) { value.set_i(v); }
Attr::Attr(std::string n, float v) : name(std::move(n)) { value.set_f(v); }
Attr::Attr(std::string n, DType v) : name(std::move(n)) { value.set_type(ToPb(v)); }
Attr::Attr(std::string n, std::string_view v) : name(std::move(n)) { value.set_s(std::string(v)); }
Attr::Attr(std::string n, const Shape& v) : name(std::move(n)) {
  ShapeToProto(v, value.mutable_shape());
}
Attr::Attr(std::string n, const Tensor& v) : name(std::move(n)) {
  // Only resources and variants can't be written; their attribute stays an invalid tensor, which
  // adding the node refuses.
  if (!TensorToProto(v, value.mutable_tensor()).ok()) value.mutable_tensor()->Clear();
}
Attr::Attr(std::string n, const FuncRef& v) : name(std::move(n)) {
  value.mutable_func()->set_name(v.name);
}
Attr::Attr(std::string n, const std::vector<int64_t>& v) : name(std::move(n)) {
  for (int64_t x : v) value.mutable_list()->add_i(x);
  value.mutable_list();
}
Attr::Attr(std::string n, const std::vector<float>& v) : name(std::move(n)) {
  for (float x : v) value.mutable_list()->add_f(x);
  value.mutable_list();
}
Attr::Attr(std::string n, const std::vector<bool>& v) : name(std::move(n)) {
  for (bool x : v) value.mutable_list()->add_b(x);
  value.mutable_list();
}
Attr::Attr(std::string n, const std::vector<std::string>& v) : name(std::move(n)) {
  for (const std::string& x : v) value.mutable_list()->add_s(x);
  value.mutable_list();
}
Attr::Attr(std::string n, const std::vector<DType>& v) : name(std::move(n)) {
  for (DType x : v) value.mutable_list()->add_type(ToPb(x));
  value.mutable_list();
}
Attr::Attr(std::string n, const std::vector<Shape>& v) : name(std::move(n)) {
  for (const Shape& x : v) ShapeToProto(x, value.mutable_list()->add_shape());
  value.mutable_list();
}

const pb::AttrValue* AttrReader::Find(std::string_view name) const {
  auto it = map_->find(std::string(name));
  return it == map_->end() ? nullptr : &it->second;
}

int64_t AttrReader::Int(std::string_view name, int64_t fallback) const {
  const pb::AttrValue* v = Find(name);
  return v != nullptr && v->value_case() == pb::AttrValue::kI ? v->i() : fallback;
}
float AttrReader::Float(std::string_view name, float fallback) const {
  const pb::AttrValue* v = Find(name);
  return v != nullptr && v->value_case() == pb::AttrValue::kF ? v->f() : fallback;
}
bool AttrReader::Bool(std::string_view name, bool fallback) const {
  const pb::AttrValue* v = Find(name);
  return v != nullptr && v->value_case() == pb::AttrValue::kB ? v->b() : fallback;
}
DType AttrReader::Type(std::string_view name, DType fallback) const {
  const pb::AttrValue* v = Find(name);
  return v != nullptr && v->value_case() == pb::AttrValue::kType ? FromPb(v->type()) : fallback;
}
std::string AttrReader::String(std::string_view name, std::string_view fallback) const {
  const pb::AttrValue* v = Find(name);
  return v != nullptr && v->value_case() == pb::AttrValue::kS ? v->s() : std::string(fallback);
}
Shape AttrReader::ShapeOf(std::string_view name) const {
  const pb::AttrValue* v = Find(name);
  if (v == nullptr || v->value_case() != pb::AttrValue::kShape) return Shape::UnknownRank();
  Result<Shape> s = ShapeFromProto(v->shape());
  return s.ok() ? *s : Shape::UnknownRank();
}
std::string AttrReader::Func(std::string_view name) const {
  const pb::AttrValue* v = Find(name);
  return v != nullptr && v->value_case() == pb::AttrValue::kFunc ? v->func().name() : "";
}
std::vector<int64_t> AttrReader::Ints(std::string_view name) const {
  const pb::AttrValue* v = Find(name);
  if (v == nullptr) return {};
  return {v->list().i().begin(), v->list().i().end()};
}
std::vector<float> AttrReader::Floats(std::string_view name) const {
  const pb::AttrValue* v = Find(name);
  if (v == nullptr) return {};
  return {v->list().f().begin(), v->list().f().end()};
}
std::vector<DType> AttrReader::Types(std::string_view name) const {
  const pb::AttrValue* v = Find(name);
  std::vector<DType> out;
  if (v == nullptr) return out;
  for (int t : v->list().type()) out.push_back(static_cast<DType>(t));
  return out;
}
std::vector<Shape> AttrReader::Shapes(std::string_view name) const {
  const pb::AttrValue* v = Find(name);
  std::vector<Shape> out;
  if (v == nullptr) return out;
  for (const pb::TensorShapeProto& s : v->list().shape()) {
    Result<Shape> shape = ShapeFromProto(s);
    out.push_back(shape.ok() ? *shape : Shape::UnknownRank());
  }
  return out;
}
std::vector<std::string> AttrReader::Strings(std::string_view name) const {
  const pb::AttrValue* v = Find(name);
  if (v == nullptr) return {};
  return {v->list().s().begin(), v->list().s().end()};
}

}  // namespace hb
