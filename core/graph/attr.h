// Attribute values: made from C++ values, and read by name and kind.
#ifndef HORNBEAM_CORE_GRAPH_ATTR_H_
#define HORNBEAM_CORE_GRAPH_ATTR_H_

#include <string>
#include <string_view>
#include <vector>

#include "core/graph/proto.h"
#include "core/tensor/tensor.h"

namespace hb {

// A function by name, as the value of an attribute of type func.
struct FuncRef {
  std::string name;
};

// A named attribute value, converting from the C++ types of all kinds. Lists are std::vector;
// integers become int, floating numbers float, text string.
struct Attr {
  std::string name;
  pb::AttrValue value;

  Attr(std::string n, pb::AttrValue v) : name(std::move(n)), value(std::move(v)) {}
  Attr(std::string n, bool v);
  Attr(std::string n, int v) : Attr(std::move(n), static_cast<int64_t>(v)) {}
  Attr(std::string n, int64_t v);
  Attr(std::string n, float v);
  Attr(std::string n, double v) : Attr(std::move(n), static_cast<float>(v)) {}
  Attr(std::string n, DType v);
  Attr(std::string n, const char* v) : Attr(std::move(n), std::string_view(v)) {}
  Attr(std::string n, std::string_view v);
  Attr(std::string n, const std::string& v) : Attr(std::move(n), std::string_view(v)) {}
  Attr(std::string n, const Shape& v);
  Attr(std::string n, const Tensor& v);
  Attr(std::string n, const FuncRef& v);
  Attr(std::string n, const std::vector<int64_t>& v);
  Attr(std::string n, const std::vector<float>& v);
  Attr(std::string n, const std::vector<bool>& v);
  Attr(std::string n, const std::vector<std::string>& v);
  Attr(std::string n, const std::vector<DType>& v);
  Attr(std::string n, const std::vector<Shape>& v);
};
using Attrs = std::vector<Attr>;

// Reads the attributes of one node. Getters return the fallback if the attribute is missing or of
// another kind; nodes in a graph have all their op's attributes, defaults filled in.
class AttrReader {
 public:
  using Map = google::protobuf::Map<std::string, pb::AttrValue>;
  explicit AttrReader(const Map* map) : map_(map) {}
  const pb::AttrValue* Find(std::string_view name) const;
  int64_t Int(std::string_view name, int64_t fallback = 0) const;
  float Float(std::string_view name, float fallback = 0) const;
  bool Bool(std::string_view name, bool fallback = false) const;
  DType Type(std::string_view name, DType fallback = DT_INVALID) const;
  std::string String(std::string_view name, std::string_view fallback = "") const;
  Shape ShapeOf(std::string_view name) const;  // unknown rank if missing or malformed
  std::string Func(std::string_view name) const;
  std::vector<int64_t> Ints(std::string_view name) const;
  std::vector<float> Floats(std::string_view name) const;
  std::vector<DType> Types(std::string_view name) const;
  std::vector<Shape> Shapes(std::string_view name) const;
  std::vector<std::string> Strings(std::string_view name) const;
  const Map& map() const { return *map_; }

 private:
  const Map* map_;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_GRAPH_ATTR_H_
