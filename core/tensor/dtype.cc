#include "core/tensor/dtype.h"

namespace hb {
namespace {

enum Kind : uint8_t { kOther, kFloat, kInt };
struct Row {
  const char* name;
  uint8_t size;
  Kind kind;
};
constexpr Row kRows[kNumDTypes] = {
    {"invalid", 0, kOther},
    {"float", 4, kFloat},
    {"double", 8, kFloat},
    {"int32", 4, kInt},
    {"uint8", 1, kInt},
    {"int16", 2, kInt},
    {"int8", 1, kInt},
    {"string", 24, kOther},
    {"complex64", 8, kOther},
    {"int64", 8, kInt},
    {"bool", 1, kOther},
    {"qint8", 1, kOther},
    {"quint8", 1, kOther},
    {"qint32", 4, kOther},
    {"bfloat16", 2, kFloat},
    {"qint16", 2, kOther},
    {"quint16", 2, kOther},
    {"uint16", 2, kInt},
    {"complex128", 16, kOther},
    {"half", 2, kFloat},
    {"resource", 8, kOther},
    {"variant", 8, kOther},
    {"uint32", 4, kInt},
    {"uint64", 8, kInt},
    {"float8_e5m2", 1, kFloat},
    {"float8_e4m3fn", 1, kFloat},
    {"float8_e4m3fnuz", 1, kFloat},
    {"float8_e4m3b11fnuz", 1, kFloat},
    {"float8_e5m2fnuz", 1, kFloat},
    {"int4", 1, kInt},
    {"uint4", 1, kInt},
    {"int2", 1, kInt},
    {"uint2", 1, kInt},
    {"float4_e2m1fn", 1, kFloat},
};

const Row& RowOf(DType t) {
  const int i = BaseType(t);
  return kRows[i > 0 && i < kNumDTypes ? i : 0];
}

}  // namespace

size_t DTypeSize(DType t) { return RowOf(t).size; }

std::string DTypeName(DType t) {
  std::string name = RowOf(t).name;
  return IsRef(t) ? name + "_ref" : name;
}

DType DTypeFromName(std::string_view name) {
  bool ref = name.ends_with("_ref");
  if (ref) name.remove_suffix(4);
  for (int i = 1; i < kNumDTypes; ++i) {
    if (name == kRows[i].name) return static_cast<DType>(ref ? i + DT_REF_OFFSET : i);
  }
  if (name == "float32") return ref ? RefOf(DT_FLOAT) : DT_FLOAT;
  if (name == "float64") return ref ? RefOf(DT_DOUBLE) : DT_DOUBLE;
  return DT_INVALID;
}

bool IsFloating(DType t) { return RowOf(t).kind == kFloat; }
bool IsInteger(DType t) { return RowOf(t).kind == kInt; }

}  // namespace hb
