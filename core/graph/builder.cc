#include "core/graph/builder.h"

#include <complex>

namespace hb {

Node* Builder::NodeOf(std::string_view op, const std::vector<In>& inputs, const Attrs& attrs,
                      std::string_view name) {
  if (!ok()) return nullptr;
  const std::string_view base = name.empty() ? op : name;
  const std::string full =
      graph_->UniqueName(scope_.empty() ? std::string(base) : StrCat(scope_, "/", base));
  NodeBuilder b(graph_, op, full);
  for (const In& in : inputs) in.list ? b.InputList(in.outputs) : b.Input(in.outputs[0]);
  for (const Attr& a : attrs) b.Attr(a);
  for (Node* c : controls_) b.ControlInput(c);
  if (!device_.empty()) b.Device(device_);
  Result<Node*> n = b.Finish();
  if (!n.ok()) {
    Fail(std::move(n).status());
    return nullptr;
  }
  return *n;
}

Output Builder::Op(std::string_view op, std::initializer_list<In> inputs, const Attrs& attrs,
                   std::string_view name) {
  Node* n = NodeOf(op, std::vector<In>(inputs), attrs, name);
  return n == nullptr || n->num_outputs() == 0 ? Output() : Output(n, 0);
}

Output Builder::Const(const Tensor& value, std::string_view name) {
  return Op("Const", {}, {{"value", value}, {"dtype", value.dtype()}}, name);
}

Output Builder::Placeholder(DType dtype, const Shape& shape, std::string_view name) {
  return Op("Placeholder", {}, {{"dtype", dtype}, {"shape", shape}}, name);
}

Output Builder::ScalarOf(DType dtype, double v) {
  switch (dtype) {
#define HB_CASE(T)        \
  case DTypeOf<T>::value: \
    return Scalar<T>(static_cast<T>(v));
    HB_CASE(float)
    HB_CASE(double)
    HB_CASE(int8_t)
    HB_CASE(int16_t)
    HB_CASE(int32_t)
    HB_CASE(int64_t)
    HB_CASE(uint8_t)
    HB_CASE(uint16_t)
    HB_CASE(uint32_t)
    HB_CASE(uint64_t)
    HB_CASE(half)
    HB_CASE(bfloat16)
#undef HB_CASE
    case DT_COMPLEX64:
      return Scalar(std::complex<float>(static_cast<float>(v), 0));
    case DT_COMPLEX128:
      return Scalar(std::complex<double>(v, 0));
    default:
      Fail(InvalidArgument("no number of type ", DTypeName(dtype)));
      return Output();
  }
}

}  // namespace hb
