#include "core/runtime/node_exec.h"

namespace hb {

int GetShapeAttr(const HbAttrs* a, const pb::TensorShapeProto& shape, const int64_t** dims,
                 int32_t* rank);

namespace {

const pb::AttrValue* Find(const HbAttrs* a, const char* name) {
  const auto* map = static_cast<const AttrReader::Map*>(a->impl);
  auto it = map->find(name);
  return it == map->end() ? nullptr : &it->second;
}

const pb::AttrValue::ListValue* FindList(const HbAttrs* a, const char* name) {
  const pb::AttrValue* v = Find(a, name);
  return v != nullptr && v->value_case() == pb::AttrValue::kList ? &v->list() : nullptr;
}

int GetInt(const HbAttrs* a, const char* name, int64_t* out) {
  const pb::AttrValue* v = Find(a, name);
  if (v == nullptr || v->value_case() != pb::AttrValue::kI) return 0;
  *out = v->i();
  return 1;
}
int GetFloat(const HbAttrs* a, const char* name, float* out) {
  const pb::AttrValue* v = Find(a, name);
  if (v == nullptr || v->value_case() != pb::AttrValue::kF) return 0;
  *out = v->f();
  return 1;
}
int GetBool(const HbAttrs* a, const char* name, unsigned char* out) {
  const pb::AttrValue* v = Find(a, name);
  if (v == nullptr || v->value_case() != pb::AttrValue::kB) return 0;
  *out = v->b() ? 1 : 0;
  return 1;
}
int GetType(const HbAttrs* a, const char* name, int32_t* out) {
  const pb::AttrValue* v = Find(a, name);
  if (v == nullptr || v->value_case() != pb::AttrValue::kType) return 0;
  *out = v->type();
  return 1;
}
int GetString(const HbAttrs* a, const char* name, const char** data, size_t* size) {
  const pb::AttrValue* v = Find(a, name);
  if (v == nullptr || v->value_case() != pb::AttrValue::kS) return 0;
  *data = v->s().data();
  *size = v->s().size();
  return 1;
}
int GetIntList(const HbAttrs* a, const char* name, const int64_t** data, size_t* count) {
  const auto* l = FindList(a, name);
  if (l == nullptr) return 0;
  *data = l->i().data();
  *count = static_cast<size_t>(l->i_size());
  return 1;
}
int GetFloatList(const HbAttrs* a, const char* name, const float** data, size_t* count) {
  const auto* l = FindList(a, name);
  if (l == nullptr) return 0;
  *data = l->f().data();
  *count = static_cast<size_t>(l->f_size());
  return 1;
}
int GetTypeList(const HbAttrs* a, const char* name, const int32_t** data, size_t* count) {
  const auto* l = FindList(a, name);
  if (l == nullptr) return 0;
  *data = l->type().data();
  *count = static_cast<size_t>(l->type_size());
  return 1;
}
int GetStringAt(const HbAttrs* a, const char* name, size_t i, const char** data, size_t* size) {
  const auto* l = FindList(a, name);
  if (l == nullptr || i >= static_cast<size_t>(l->s_size())) return 0;
  const std::string& s = l->s(static_cast<int>(i));
  *data = s.data();
  *size = s.size();
  return 1;
}
int GetShape(const HbAttrs* a, const char* name, const int64_t** dims, int32_t* rank) {
  const pb::AttrValue* v = Find(a, name);
  if (v == nullptr || v->value_case() != pb::AttrValue::kShape) return 0;
  return GetShapeAttr(a, v->shape(), dims, rank);
}
int GetShapeAt(const HbAttrs* a, const char* name, size_t i, const int64_t** dims, int32_t* rank) {
  const auto* l = FindList(a, name);
  if (l == nullptr || i >= static_cast<size_t>(l->shape_size())) return 0;
  return GetShapeAttr(a, l->shape(static_cast<int>(i)), dims, rank);
}

}  // namespace

// Dimensions are kept with the table, since the message does not hold them in a row.
int GetShapeAttr(const HbAttrs* a, const pb::TensorShapeProto& shape, const int64_t** dims,
                 int32_t* rank) {
  const auto* table = static_cast<const AttrTable*>(a);
  if (shape.unknown_rank()) {
    *rank = -1;
    *dims = nullptr;
    return 1;
  }
  std::lock_guard lock(table->mu_);
  auto& kept = table->shapes_.emplace_back();
  for (const auto& d : shape.dim()) kept.push_back(d.size());
  *dims = kept.data();
  *rank = static_cast<int32_t>(kept.size());
  return 1;
}

AttrTable::AttrTable(const AttrReader::Map* map) : HbAttrs{} {
  struct_size = sizeof(HbAttrs);
  impl = map;
  get_int = GetInt;
  get_float = GetFloat;
  get_bool = GetBool;
  get_type = GetType;
  get_string = GetString;
  get_int_list = GetIntList;
  get_float_list = GetFloatList;
  get_type_list = GetTypeList;
  get_string_at = GetStringAt;
  get_shape = GetShape;
  get_shape_at = GetShapeAt;
}

}  // namespace hb
