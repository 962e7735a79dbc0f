// GraphDefs written by hand, field by field: also such that no library would write.
#ifndef HORNBEAM_TESTS_BAD_INPUT_GRAPH_DEF_H_
#define HORNBEAM_TESTS_BAD_INPUT_GRAPH_DEF_H_

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hornbeam/c_api.h"

namespace hb::bad_input {

inline std::string Varint(uint64_t v) {
  std::string out;
  for (; v >= 0x80; v >>= 7) out.push_back(static_cast<char>(v | 0x80));
  out.push_back(static_cast<char>(v));
  return out;
}
inline std::string Number(int field, int64_t v) {
  return Varint(static_cast<uint64_t>(field) << 3) + Varint(static_cast<uint64_t>(v));
}
inline std::string Bytes(int field, std::string_view bytes) {
  return Varint(static_cast<uint64_t>(field) << 3 | 2) + Varint(bytes.size()) + std::string(bytes);
}
template <typename T>
std::string Raw(const std::vector<T>& values) {
  return std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

// Serialized AttrValues, TensorShapeProtos and TensorProtos.
inline std::string ShapeProto(const std::vector<int64_t>& dims) {
  std::string out;
  for (const int64_t d : dims) out += Bytes(2, Number(1, d));
  return out;
}
inline std::string TensorProto(HB_DataType dtype, const std::vector<int64_t>& dims,
                               std::string_view content) {
  return Number(1, dtype) + Bytes(2, ShapeProto(dims)) + Bytes(4, content);
}
inline std::string OfString(std::string_view v) { return Bytes(2, v); }
inline std::string OfInt(int64_t v) { return Number(3, v); }
inline std::string OfBool(bool v) { return Number(5, v); }
inline std::string OfType(HB_DataType v) { return Number(6, v); }
inline std::string OfShape(const std::vector<int64_t>& dims) { return Bytes(7, ShapeProto(dims)); }
inline std::string OfTensor(const std::string& proto) { return Bytes(8, proto); }
inline std::string OfFunction(std::string_view name) { return Bytes(10, Bytes(1, name)); }
inline std::string OfTypes(const std::vector<HB_DataType>& types) {
  std::string list;
  for (const HB_DataType t : types) list += Number(6, t);
  return Bytes(1, list);
}
inline std::string OfInts(const std::vector<int64_t>& values) {
  std::string list;
  for (const int64_t v : values) list += Number(3, v);
  return Bytes(1, list);
}
inline std::string MapEntry(int field, std::string_view key, std::string_view value) {
  return Bytes(field, Bytes(1, key) + Bytes(2, value));
}

using NodeAttrs = std::vector<std::pair<std::string, std::string>>;
// A serialized NodeDef. Inputs are named as a GraphDef names them: "node", "node:1", "^node".
inline std::string NodeDef(std::string_view name, std::string_view op,
                           const std::vector<std::string>& inputs, const NodeAttrs& attrs = {}) {
  std::string out = Bytes(1, name) + Bytes(2, op);
  for (const std::string& input : inputs) out += Bytes(3, input);
  for (const auto& [key, value] : attrs) out += MapEntry(5, key, value);
  return out;
}

// A serialized GraphDef of serialized nodes and functions.
inline std::string GraphDef(const std::vector<std::string>& nodes,
                            const std::vector<std::string>& functions = {}) {
  std::string out, library;
  for (const std::string& n : nodes) out += Bytes(1, n);
  for (const std::string& f : functions) library += Bytes(1, f);
  return out + Bytes(2, library) + Bytes(4, Number(1, 1882));
}

// A serialized FunctionDef with arguments x0, x1… and results y0, y1…; `results` name what is
// returned as function bodies name it ("node:output:0", "x0").
inline std::string FunctionDef(std::string_view name, const std::vector<HB_DataType>& in,
                               const std::vector<HB_DataType>& out,
                               const std::vector<std::string>& nodes,
                               const std::vector<std::string>& results) {
  std::string signature = Bytes(1, name);
  for (size_t i = 0; i < in.size(); ++i) {
    signature += Bytes(2, Bytes(1, "x" + std::to_string(i)) + Number(3, in[i]));
  }
  for (size_t i = 0; i < out.size(); ++i) {
    signature += Bytes(3, Bytes(1, "y" + std::to_string(i)) + Number(3, out[i]));
  }
  std::string f = Bytes(1, signature);
  for (const std::string& n : nodes) f += Bytes(3, n);
  for (size_t i = 0; i < results.size(); ++i) {
    f += MapEntry(4, "y" + std::to_string(i), results[i]);
  }
  return f;
}

inline std::string FloatConst(std::string_view name, float value) {
  return NodeDef(name, "Const", {},
                 {{"dtype", OfType(HB_FLOAT)},
                  {"value", OfTensor(TensorProto(HB_FLOAT, {}, Raw<float>({value})))}});
}
inline std::string IntsConst(std::string_view name, const std::vector<int64_t>& values) {
  return NodeDef(name, "Const", {},
                 {{"dtype", OfType(HB_INT64)},
                  {"value", OfTensor(TensorProto(HB_INT64, {static_cast<int64_t>(values.size())},
                                                 Raw(values)))}});
}
inline std::string StringConst(std::string_view name, std::string_view value) {
  return NodeDef(name, "Const", {},
                 {{"dtype", OfType(HB_STRING)},
                  {"value", OfTensor(Number(1, HB_STRING) + Bytes(2, "") + Bytes(8, value))}});
}
inline std::string PlaceholderNode(std::string_view name, HB_DataType dtype) {
  return NodeDef(name, "Placeholder", {}, {{"dtype", OfType(dtype)}});
}

}  // namespace hb::bad_input

#endif  // HORNBEAM_TESTS_BAD_INPUT_GRAPH_DEF_H_
