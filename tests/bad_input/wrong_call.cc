#include "tests/bad_input/wrong_call.h"

#include <algorithm>
#include <climits>
#include <cmath>
#include <limits>

#include "core/graph/tensor_proto.h"

namespace hb::bad_input {
namespace {

const std::vector<Shape>& Shapes() {
  static const auto* const shapes = new std::vector<Shape>{Shape(),
                                                           {0},
                                                           {1},
                                                           {2},
                                                           {3},
                                                           {4},
                                                           {5},
                                                           {2, 2},
                                                           {2, 3},
                                                           {3, 2},
                                                           {1, 3},
                                                           {0, 3},
                                                           {3, 0},
                                                           {4, 4},
                                                           {2, 2, 2},
                                                           {2, 3, 4},
                                                           {1, 4, 4, 1},
                                                           {2, 4, 4, 2},
                                                           {3, 3, 1, 2},
                                                           {2, 2, 2, 1},
                                                           {1, 0, 4, 1},
                                                           {3, 3, 0, 2},
                                                           {1, 1, 1, 1},
                                                           {1, 3, 3, 2, 1},
                                                           {1, 2, 1, 2, 1, 2, 1, 1, 2}};
  return *shapes;
}

const std::vector<int64_t>& Small() {
  static const auto* const values = new std::vector<int64_t>{0, 0, 1, 1, 1, 2, 2, 3, 4, -1, -1, -2};
  return *values;
}

const std::vector<int64_t>& Extreme() {
  static const auto* const values = new std::vector<int64_t>{INT_MAX,
                                                             INT_MIN,
                                                             INT64_MAX,
                                                             INT64_MIN,
                                                             int64_t{1} << 16,
                                                             -100,
                                                             100,
                                                             (int64_t{1} << 30) + 3,
                                                             UINT_MAX,
                                                             int64_t{1} << 40,
                                                             INT_MAX - 1,
                                                             int64_t{1} << 62,
                                                             INT64_MAX / 2,
                                                             INT64_MIN + 1};
  return *values;
}

std::string Show(const pb::AttrValue& v) {
  switch (v.value_case()) {
    case pb::AttrValue::kI:
      return StrCat(v.i());
    case pb::AttrValue::kF:
      return StrCat(v.f());
    case pb::AttrValue::kB:
      return v.b() ? "true" : "false";
    case pb::AttrValue::kS:
      return StrCat("'", v.s(), "'");
    case pb::AttrValue::kType:
      return DTypeName(FromPb(v.type()));
    case pb::AttrValue::kList: {
      std::string out = "[";
      for (int64_t i : v.list().i()) StrAppend(&out, i, " ");
      for (int t : v.list().type()) StrAppend(&out, DTypeName(static_cast<DType>(t)), " ");
      return out + "]";
    }
    case pb::AttrValue::kShape: {
      const Result<Shape> shape = ShapeFromProto(v.shape());
      return shape.ok() ? shape->ToString() : "?";
    }
    default:
      return "?";
  }
}

}  // namespace

WrongCall::WrongCall(const OpInfo& op, const std::vector<KernelRegistry::Entry>& kernels,
                     Seeds seeds)
    : op_(op), kernels_(kernels), seeds_(std::move(seeds)), random_(seeds_[0]) {
  common_ = Pick(Shapes());
  small_ = Chance(70);
}

int64_t WrongCall::DrawInt() { return Chance(small_ ? 95 : 50) ? Pick(Small()) : Pick(Extreme()); }

std::string WrongCall::DrawString() {
  static const std::vector<std::string> texts = {"",
                                                 "a",
                                                 "SAME",
                                                 "VALID",
                                                 "NHWC",
                                                 "NCHW",
                                                 "%",
                                                 "(",
                                                 "ij,jk->ik",
                                                 "i->",
                                                 "...i",
                                                 "min",
                                                 "REFLECT",
                                                 "1.5",
                                                 "-7",
                                                 "nan",
                                                 "1e999",
                                                 "\xff\xfe",
                                                 "a.*b",
                                                 "[a-",
                                                 "x{1000}{1000}",
                                                 "99999999999999999999",
                                                 " 3 ",
                                                 "/proc/nowhere/at/all",
                                                 "2 0,1"};
  return Pick(texts);
}

Shape WrongCall::DrawShape() { return Chance(55) ? common_ : Pick(Shapes()); }

DType WrongCall::DrawType(const pb::OpDef::AttrDef& def) {
  // Mostly one that there is a kernel for.
  if (!kernels_.empty() && Chance(85)) {
    const auto& kernel = kernels_[random_() % kernels_.size()];
    for (const auto& [name, types] : kernel.constraint) {
      if (name == def.name()) return static_cast<DType>(Pick(types));
    }
  }
  const auto& allowed = def.allowed_values().list().type();
  if (!allowed.empty()) {
    return FromPb(static_cast<pb::DataType>(
        allowed[static_cast<int>(random_() % static_cast<size_t>(allowed.size()))]));
  }
  static const std::vector<DType> types = {
      DT_FLOAT, DT_FLOAT,   DT_INT32,    DT_INT64,     DT_BOOL, DT_STRING, DT_DOUBLE,
      DT_UINT8, DT_VARIANT, DT_RESOURCE, DT_COMPLEX64, DT_HALF, DT_INT4};
  return Pick(types);
}

void WrongCall::DrawList(const pb::OpDef::AttrDef& def, pb::AttrValue::ListValue* list) {
  const size_t n = Chance(60) ? 4 : random_() % 6;
  const std::string& type = def.type();
  for (size_t i = 0; i < n; ++i) {
    if (type == "list(int)") list->add_i(Chance(60) ? 1 : DrawInt());
    if (type == "list(float)") list->add_f(static_cast<float>(i));
    if (type == "list(bool)") list->add_b(Chance(50));
    if (type == "list(string)") list->add_s(DrawString());
    if (type == "list(shape)") ShapeToProto(DrawShape(), list->add_shape());
    if (type == "list(func)") list->add_func()->set_name("nobody");
    if (type == "list(type)" && (i < 2 || Chance(30))) list->add_type(ToPb(DrawType(def)));
    if (type == "list(tensor)") {
      static_cast<void>(TensorToProto(DrawTensor(DT_FLOAT, DrawShape()), list->add_tensor()).ok());
    }
  }
}

// False to leave the attribute to its default.
bool WrongCall::DrawAttr(const pb::OpDef::AttrDef& def, pb::AttrValue* value) {
  const std::string& type = def.type();
  if (def.has_default_value() && Chance(50)) return false;
  if (type == "int") {
    const bool number = std::any_of(op_.def.input_arg().begin(), op_.def.input_arg().end(),
                                    [&](const auto& a) { return a.number_attr() == def.name(); });
    value->set_i(number ? static_cast<int64_t>(random_() % 4) : DrawInt());
    if (def.has_minimum() && Chance(80)) value->set_i(std::max(value->i(), def.minimum()));
  } else if (type == "float") {
    static const std::vector<float> floats = {0, 1, -1, 0.5f, 1e30f, -1e30f, NAN, INFINITY};
    value->set_f(Pick(floats));
  } else if (type == "bool") {
    value->set_b(Chance(50));
  } else if (type == "string") {
    const auto& allowed = def.allowed_values().list().s();
    value->set_s(allowed.empty() || Chance(10)
                     ? DrawString()
                     : allowed[static_cast<int>(random_() % static_cast<size_t>(allowed.size()))]);
  } else if (type == "type") {
    value->set_type(ToPb(DrawType(def)));
  } else if (type == "shape") {
    ShapeToProto(Chance(20)   ? Shape::UnknownRank()
                 : Chance(10) ? Shape{2, -1}
                              : DrawShape(),
                 value->mutable_shape());
    if (Chance(5)) value->mutable_shape()->add_dim()->set_size(DrawInt());
  } else if (type == "tensor") {
    static_cast<void>(TensorToProto(DrawTensor(Chance(50) ? DT_FLOAT : DT_INT32, DrawShape()),
                                    value->mutable_tensor())
                          .ok());
  } else if (type == "func") {
    value->mutable_func()->set_name("nobody");
  } else {
    DrawList(def, value->mutable_list());
  }
  return true;
}

Status WrongCall::DrawAttrs() {
  size_t next = 1;
  for (const auto& def : op_.def.attr()) {
    random_.seed(seeds_[next++]);
    pb::AttrValue value;
    if (!DrawAttr(def, &value)) continue;
    StrAppend(&text_, def.name(), "=", Show(value), " ");
    attrs_[def.name()] = value;
  }
  return FinishAttrs(op_.def, &attrs_);
}

void WrongCall::FillInts(const Tensor& t) {
  const size_t size = DTypeSize(t.dtype());
  for (int64_t i = 0; i < t.num_elements(); ++i) {
    const int64_t v = DrawInt();
    std::memcpy(static_cast<char*>(t.data()) + static_cast<size_t>(i) * size, &v,
                std::min(size, sizeof(v)));
    if (size == 16)
      std::memset(static_cast<char*>(t.data()) + static_cast<size_t>(i) * size + 8, 0, 8);
  }
}

Tensor WrongCall::DrawTensor(DType dtype, const Shape& shape) {
  Result<Tensor> made = Tensor::Allocate(dtype, shape);
  if (!made.ok()) return Tensor::Scalar(0.0f);
  Tensor t = *made;
  static const std::vector<double> numbers = {0,    1,     -1,    0.5, 2,        -3,
                                              1e30, -1e30, 1e-40, NAN, INFINITY, -INFINITY};
  const bool tame = Chance(70);
  const auto number = [&] { return tame ? static_cast<double>(Pick(Small())) : Pick(numbers); };
  for (int64_t i = 0; i < t.num_elements(); ++i) {
    const size_t k = static_cast<size_t>(i);
    if (dtype == DT_FLOAT) t.flat<float>()[k] = static_cast<float>(number());
    if (dtype == DT_DOUBLE) t.flat<double>()[k] = number();
    if (dtype == DT_HALF) t.flat<half>()[k] = half(static_cast<float>(number()));
    if (dtype == DT_BFLOAT16) t.flat<bfloat16>()[k] = bfloat16(static_cast<float>(number()));
    if (dtype == DT_COMPLEX64) t.flat<std::complex<float>>()[k] = {static_cast<float>(number()), 1};
    if (dtype == DT_COMPLEX128) t.flat<std::complex<double>>()[k] = {number(), -1};
    if (dtype == DT_BOOL) t.flat<bool>()[k] = Chance(50);
    if (dtype == DT_STRING) t.flat<TString>()[k] = TString(DrawString());
  }
  if (IsPlain(dtype) && !IsFloating(dtype) && !IsComplex(dtype) && dtype != DT_BOOL) FillInts(t);
  return t;
}

Output WrongCall::Deliver(Tensor value) {
  StrAppend(&text_, DTypeName(value.dtype()), value.shape().ToString());
  if (value.num_elements() <= 16 && IsPlain(value.dtype()))
    StrAppend(&text_, " ", DebugString(value));
  StrAppend(&text_, "; ");
  if (Chance(40) && value.dtype() != DT_RESOURCE && value.dtype() != DT_VARIANT) {
    return b_.Const(value);
  }
  const Output fed =
      b_.Placeholder(value.dtype(), Chance(50) ? value.shape() : Shape::UnknownRank());
  feeds_.push_back(fed);
  values_.push_back(std::move(value));
  return fed;
}

// A variable, a queue, a table, a stack, or a handle of nothing.
Output WrongCall::DrawResource() {
  const DType dtype = attrs_.contains("dtype") ? AttrReader(&attrs_).Type("dtype")
                      : attrs_.contains("T")   ? AttrReader(&attrs_).Type("T")
                                               : DT_FLOAT;
  const DType stored = Chance(85) && IsPlain(dtype) ? dtype : DT_FLOAT;
  return Resource(ResourceKind(), stored, DrawTensor(stored, DrawShape()));
}

int WrongCall::ResourceKind() {
  const std::string& name = op_.def.name();
  if (Chance(25)) return static_cast<int>(random_() % 7);
  if (name.find("Queue") != std::string::npos) return 2;
  if (name.find("Table") != std::string::npos) return 3;
  return name.find("Stack") != std::string::npos ? 4 : 6;
}

Output WrongCall::Resource(int kind, DType dtype, const Tensor& value) {
  switch (kind) {
    case 0:
      return Deliver(Tensor(DT_RESOURCE, Shape(), Buffer::Allocate(DT_RESOURCE, 1).value()));
    case 1:
      return Deliver(Tensor(DT_RESOURCE, Shape{2}, Buffer::Allocate(DT_RESOURCE, 2).value()));
    case 2:
      text_ += "queue; ";
      return b_.Op("FIFOQueueV2", {}, {{"component_types", std::vector<DType>{dtype}}});
    case 3:
      text_ += "table; ";
      return b_.Op("HashTableV2", {}, {{"key_dtype", DT_STRING}, {"value_dtype", DT_INT64}});
    case 4:
      text_ += "stack; ";
      return b_.Op("StackV2", {b_.Scalar<int32_t>(2)}, {{"elem_type", dtype}});
    case 5:
      text_ += "uninitialized variable; ";
      return b_.Op("VarHandleOp", {}, {{"dtype", dtype}, {"shape", Shape::UnknownRank()}});
    default: {
      StrAppend(&text_, "variable ", DTypeName(dtype), value.shape().ToString(), "; ");
      const Output handle =
          b_.Op("VarHandleOp", {}, {{"dtype", dtype}, {"shape", Shape::UnknownRank()}});
      initializers_.push_back(b_.NodeOf("AssignVariableOp", {handle, b_.Const(value)}));
      return handle;
    }
  }
}

// A list of tensors, or a variant that holds nothing.
Output WrongCall::DrawVariant() {
  if (Chance(20)) {
    return Deliver(Tensor(DT_VARIANT, Shape(), Buffer::Allocate(DT_VARIANT, 1).value()));
  }
  const DType type = Chance(80) && attrs_.contains("element_dtype")
                         ? AttrReader(&attrs_).Type("element_dtype")
                         : DT_FLOAT;
  text_ += "list; ";
  const Output shape = b_.Const(Chance(50) ? Tensor::Scalar<int32_t>(-1)
                                           : DrawTensor(DT_INT32, Shape{common_.rank()}));
  Output list =
      Chance(50)
          ? b_.Op("EmptyTensorList", {shape, b_.Scalar<int32_t>(3)}, {{"element_dtype", type}})
          : b_.Op("TensorListReserve", {shape, b_.Scalar<int32_t>(2)}, {{"element_dtype", type}});
  for (int n = static_cast<int>(random_() % 3); n > 0 && IsPlain(type); --n) {
    list = b_.Op("TensorListPushBack", {list, b_.Const(DrawTensor(type, DrawShape()))});
  }
  return list;
}

Output WrongCall::DrawReference(DType dtype) {
  StrAppend(&text_, "reference ", DTypeName(dtype), "; ");
  const Output ref = b_.Op("VariableV2", {}, {{"dtype", dtype}, {"shape", Shape::UnknownRank()}});
  if (Chance(85) && b_.ok()) {
    Node* assign = b_.NodeOf("Assign", {ref, b_.Const(DrawTensor(dtype, DrawShape()))},
                             {{"validate_shape", false}});
    initializers_.push_back(assign);
  }
  return ref;
}

Output WrongCall::DrawInput(DType dtype) {
  if (IsRef(dtype)) return DrawReference(BaseType(dtype));
  if (dtype == DT_RESOURCE) return DrawResource();
  if (dtype == DT_VARIANT) return DrawVariant();
  return Deliver(DrawTensor(dtype, DrawShape()));
}

Status WrongCall::Build() {
  HB_RETURN_IF_ERROR(DrawAttrs().WithPrefix("node 'victim': "));
  const AttrReader reader(&attrs_);
  std::vector<In> args;
  size_t next = static_cast<size_t>(1 + op_.def.attr_size());
  for (const auto& arg : op_.def.input_arg()) {
    random_.seed(seeds_[next++]);
    google::protobuf::RepeatedPtrField<pb::OpDef::ArgDef> one;
    *one.Add() = arg;
    std::vector<DType> types;
    HB_RETURN_IF_ERROR(ArgTypes(one, reader, &types).WithPrefix("node 'victim': "));
    std::vector<Output> inputs;
    StrAppend(&text_, arg.name(), ": ");
    for (DType t : types) inputs.push_back(DrawInput(t));
    const bool list = !arg.number_attr().empty() || !arg.type_list_attr().empty();
    args.push_back(list ? In(inputs) : In(inputs[0]));
  }
  // What comes before the victim is no subject of the test.
  if (!b_.ok()) return b_.status().WithPrefix("'victim' is not reached: ");
  Attrs attrs;
  for (const auto& [name, value] : attrs_) attrs.emplace_back(name, value);
  victim_ = b_.NodeOf(op_.def.name(), args, attrs, "victim");
  initializers_.erase(std::remove(initializers_.begin(), initializers_.end(), nullptr),
                      initializers_.end());
  return b_.status();
}

}  // namespace hb::bad_input
