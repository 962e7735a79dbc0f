#ifndef HORNBEAM_CPP_GRAPH_H_
#define HORNBEAM_CPP_GRAPH_H_

// Graphs and the building of operations.
//
// Building never throws and never returns a status: a scope keeps the first error of all that was
// built in it and in its children, later calls do nothing and give an empty Output. Ask
// `scope.status()` when the building is done.

#include <cmath>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "hornbeam/cpp/status.h"
#include "hornbeam/cpp/tensor.h"

namespace hb {

class Scope;

// An operation of a graph; empty when building it failed.
struct Operation {
  HB_Operation* handle = nullptr;

  explicit operator bool() const { return handle != nullptr; }
  std::string name() const { return handle == nullptr ? "" : HB_OperationName(handle); }
  std::string type() const { return handle == nullptr ? "" : HB_OperationOpType(handle); }
};

namespace detail {

struct GraphState {
  HB_Graph* handle = nullptr;
  bool owned = true;
  std::unordered_map<std::string, int> names;

  ~GraphState() {
    if (owned) HB_DeleteGraph(handle);
  }
};

struct ScopeData {
  std::shared_ptr<GraphState> graph;
  std::shared_ptr<Status> status;
  std::string prefix;  // empty, or ends with '/'
  std::string op_name;
  std::vector<HB_Operation*> control;
};

}  // namespace detail

// A graph. Copies share it; it lives as long as the last copy, scope, output or session of it.
class Graph {
 public:
  Graph() : state_(std::make_shared<detail::GraphState>()) { state_->handle = HB_NewGraph(); }
  // A graph that someone else owns and that outlives all uses of this object.
  static Graph Borrow(HB_Graph* handle) {
    auto state = std::make_shared<detail::GraphState>();
    state->handle = handle;
    state->owned = false;
    return Graph(std::move(state));
  }
  explicit Graph(std::shared_ptr<detail::GraphState> state) : state_(std::move(state)) {}

  HB_Graph* handle() const { return state_->handle; }
  const std::shared_ptr<detail::GraphState>& state() const { return state_; }

  // A name that no operation of the graph has and that this object will not give again.
  std::string UniqueName(const std::string& base) const {
    int& count = state_->names[base];
    std::string name = count == 0 ? base : base + "_" + std::to_string(count);
    while (HB_GraphOperationByName(handle(), name.c_str()) != nullptr ||
           (count > 0 && state_->names.count(name) > 0)) {
      name = base + "_" + std::to_string(++count);
    }
    ++count;
    if (name != base) state_->names[name] = 1;
    return name;
  }

 private:
  std::shared_ptr<detail::GraphState> state_;
};

// Where operations are built: graph, name prefix, control inputs, first error. Copies are cheap.
class Scope {
 public:
  Scope() = default;
  explicit Scope(const Graph& graph) {
    auto data = std::make_shared<detail::ScopeData>();
    data->graph = graph.state();
    data->status = std::make_shared<Status>();
    data_ = std::move(data);
  }

  explicit operator bool() const { return data_ != nullptr; }
  Graph graph() const { return Graph(data_->graph); }
  HB_Graph* graph_handle() const { return data_->graph->handle; }
  const std::string& prefix() const { return data_->prefix; }
  const std::vector<HB_Operation*>& control() const { return data_->control; }
  bool ok() const { return data_ != nullptr && data_->status->ok(); }
  Status status() const {
    return data_ == nullptr ? InvalidArgument("empty scope") : *data_->status;
  }
  void Update(Status status) const {
    if (data_ != nullptr) data_->status->Update(std::move(status));
  }

  // A scope whose operations are named "<this prefix><name>/...", with "_1", "_2"... when used.
  Scope Sub(const std::string& name) const {
    auto data = Copy();
    data->prefix = graph().UniqueName(data_->prefix + name) + "/";
    data->op_name.clear();
    return Scope(std::move(data));
  }
  // A scope with this prefix as it is: empty, or ending with '/'.
  Scope WithPrefix(std::string prefix) const {
    auto data = Copy();
    data->prefix = std::move(prefix);
    data->op_name.clear();
    return Scope(std::move(data));
  }
  // The next operations get this name instead of that of their type.
  Scope Named(std::string name) const {
    auto data = Copy();
    data->op_name = std::move(name);
    return Scope(std::move(data));
  }
  // Operations run after the given ones, and after those of this scope.
  Scope After(std::span<const Operation> operations) const {
    auto data = Copy();
    for (const Operation& operation : operations) {
      if (operation) data->control.push_back(operation.handle);
    }
    return Scope(std::move(data));
  }
  Scope After(Operation operation) const {
    return After(std::span<const Operation>(&operation, 1));
  }

  std::string NewName(const char* type) const {
    return graph().UniqueName(data_->prefix + (data_->op_name.empty() ? type : data_->op_name));
  }

 private:
  explicit Scope(std::shared_ptr<const detail::ScopeData> data) : data_(std::move(data)) {}
  std::shared_ptr<detail::ScopeData> Copy() const {
    return std::make_shared<detail::ScopeData>(*data_);
  }

  std::shared_ptr<const detail::ScopeData> data_;
};

// One output of an operation. Remembers the scope that built it, in which operators on it build.
class Output {
 public:
  Output() = default;
  Output(Scope scope, HB_Output output) : scope_(std::move(scope)), output_(output) {}
  Output(Scope scope, Operation operation, int index = 0)
      : scope_(std::move(scope)), output_{operation.handle, index} {}

  explicit operator bool() const { return output_.oper != nullptr; }
  HB_Output handle() const { return output_; }
  Operation operation() const { return Operation{output_.oper}; }
  const Scope& scope() const { return scope_; }
  Output In(Scope scope) const { return Output(std::move(scope), output_); }

  DataType dtype() const {
    return output_.oper == nullptr ? DataType{} : HB_OperationOutputType(output_);
  }
  // "<operation>:<index>".
  std::string name() const { return operation().name() + ":" + std::to_string(output_.index); }
  // Sizes, -1 for unknown ones; nothing when the rank is unknown.
  std::optional<Dims> shape() const {
    CStatus status;
    if (output_.oper == nullptr) return std::nullopt;
    const int rank = HB_GraphGetTensorNumDims(scope_.graph_handle(), output_, status.get());
    if (!status.ok() || rank < 0) return std::nullopt;
    Dims dims(rank);
    HB_GraphGetTensorShape(scope_.graph_handle(), output_, dims.data(), rank, status.get());
    if (!status.ok()) return std::nullopt;
    return dims;
  }
  // The rank, -1 when it is unknown.
  int rank() const {
    const std::optional<Dims> dims = shape();
    return dims ? static_cast<int>(dims->size()) : -1;
  }
  // Tells the graph what the shape is; must agree with what is known.
  void SetShape(std::span<const int64_t> dims) const {
    CStatus status;
    if (output_.oper == nullptr) return;
    HB_GraphSetTensorShape(scope_.graph_handle(), output_, dims.data(),
                           static_cast<int>(dims.size()), status.get());
    scope_.Update(status.Take());
  }

 private:
  Scope scope_;
  HB_Output output_{nullptr, 0};
};

using OutputList = std::vector<Output>;

// A constant. Also what an argument of an op is built from when it is given as a literal.
Output Const(const Scope& scope, const Tensor& value);

// An argument of an op: an Output, or a literal. Beside an output a literal takes its type; alone
// a floating literal is float32, an integer int32, text a string. A conversion that loses
// anything is an error of the scope.
class Input {
 public:
  Input(Output output) : output_(std::move(output)) {}  // NOLINT: implicit by intent
  template <class T>
  requires std::is_arithmetic_v<T> Input(T value) {  // NOLINT: implicit by intent
    Set(std::span<const T>(&value, 1));
  }
  Input(const char* value) : kind_(HB_STRING), text_(value) {}             // NOLINT
  Input(std::string value) : kind_(HB_STRING), text_(std::move(value)) {}  // NOLINT
  template <class T>
  requires std::is_arithmetic_v<T> Input(std::initializer_list<T> values) : vector_(true) {
    Set(std::span<const T>(values.begin(), values.size()));
  }
  template <class T>
  requires std::is_arithmetic_v<T> Input(const std::vector<T>& values)
      : vector_(true) {  // NOLINT: implicit by intent
    Set(std::span<const T>(values));
  }

  bool is_output() const { return kind_ == 0; }
  const Output& output() const { return output_; }
  DataType dtype() const { return is_output() ? output_.dtype() : static_cast<DataType>(kind_); }
  // The output, or a constant of the wanted type; 0 wants the literal's own.
  Output Resolve(const Scope& scope, DataType wanted) const;

 private:
  template <class T>
  void Set(std::span<const T> values) {
    kind_ = std::is_same_v<T, bool> ? HB_BOOL : std::is_integral_v<T> ? HB_INT32 : HB_FLOAT;
    for (T value : values) {
      integers_.push_back(static_cast<int64_t>(value));
      reals_.push_back(static_cast<double>(value));
    }
  }
  template <class T>
  Tensor Convert(const Scope& scope, std::span<const int64_t> dims) const;

  Output output_;
  int kind_ = 0;
  bool vector_ = false;
  std::vector<int64_t> integers_;
  std::vector<double> reals_;
  std::string text_;
};

// Builds one operation; used by the generated functions and for ops that have none.
class OpBuilder {
 public:
  OpBuilder(const Scope& scope, const char* type) : scope_(scope) {
    if (!scope.ok()) return;
    type_ = type;
    name_ = scope.NewName(type);
    description_ = HB_NewOperation(scope.graph_handle(), type, name_.c_str());
  }
  OpBuilder(const OpBuilder&) = delete;
  OpBuilder& operator=(const OpBuilder&) = delete;

  OpBuilder& In(const Input& input, DataType wanted = DataType{}) {
    if (description_ == nullptr) return *this;
    const Output output = input.Resolve(scope_, wanted);
    if (output) {
      HB_AddInput(description_, output.handle());
    } else {
      scope_.Update(InvalidArgument("'" + name_ + "' (" + type_ + "): an input is empty"));
      failed_ = true;
    }
    return *this;
  }
  OpBuilder& In(std::span<const Output> inputs) {
    if (description_ == nullptr) return *this;
    std::vector<HB_Output> handles;
    for (const Output& output : inputs) {
      if (!output) {
        scope_.Update(InvalidArgument("'" + name_ + "' (" + type_ + "): an input is empty"));
        failed_ = true;
        return *this;
      }
      handles.push_back(output.handle());
    }
    HB_AddInputList(description_, handles.data(), static_cast<int>(handles.size()));
    return *this;
  }
  OpBuilder& AttrType(const char* name, DataType value) {
    if (description_ != nullptr) HB_SetAttrType(description_, name, value);
    return *this;
  }
  OpBuilder& AttrTypes(const char* name, std::span<const DataType> values) {
    if (description_ != nullptr) {
      HB_SetAttrTypeList(description_, name, values.data(), static_cast<int>(values.size()));
    }
    return *this;
  }
  OpBuilder& AttrInt(const char* name, int64_t value) {
    if (description_ != nullptr) HB_SetAttrInt(description_, name, value);
    return *this;
  }
  OpBuilder& AttrInts(const char* name, std::span<const int64_t> values) {
    if (description_ != nullptr) {
      HB_SetAttrIntList(description_, name, values.data(), static_cast<int>(values.size()));
    }
    return *this;
  }
  OpBuilder& AttrFloat(const char* name, float value) {
    if (description_ != nullptr) HB_SetAttrFloat(description_, name, value);
    return *this;
  }
  OpBuilder& AttrFloats(const char* name, std::span<const float> values) {
    if (description_ != nullptr) {
      HB_SetAttrFloatList(description_, name, values.data(), static_cast<int>(values.size()));
    }
    return *this;
  }
  OpBuilder& AttrBool(const char* name, bool value) {
    if (description_ != nullptr) HB_SetAttrBool(description_, name, value ? 1 : 0);
    return *this;
  }
  OpBuilder& AttrBools(const char* name, const std::vector<bool>& values) {
    const std::vector<unsigned char> bytes(values.begin(), values.end());
    if (description_ != nullptr) {
      HB_SetAttrBoolList(description_, name, bytes.data(), static_cast<int>(bytes.size()));
    }
    return *this;
  }
  OpBuilder& AttrString(const char* name, std::string_view value) {
    if (description_ != nullptr) HB_SetAttrString(description_, name, value.data(), value.size());
    return *this;
  }
  OpBuilder& AttrStrings(const char* name, std::span<const std::string> values) {
    if (description_ == nullptr) return *this;
    std::vector<const void*> data;
    std::vector<size_t> sizes;
    for (const std::string& value : values) {
      data.push_back(value.data());
      sizes.push_back(value.size());
    }
    HB_SetAttrStringList(description_, name, data.data(), sizes.data(),
                         static_cast<int>(values.size()));
    return *this;
  }
  // Nothing stands for an unknown rank.
  OpBuilder& AttrShape(const char* name, const std::optional<Dims>& dims) {
    if (description_ != nullptr) {
      HB_SetAttrShape(description_, name, dims ? dims->data() : nullptr,
                      dims ? static_cast<int>(dims->size()) : -1);
    }
    return *this;
  }
  OpBuilder& AttrShapes(const char* name, std::span<const Dims> shapes) {
    if (description_ == nullptr) return *this;
    std::vector<const int64_t*> dims;
    std::vector<int> ranks;
    for (const Dims& shape : shapes) {
      dims.push_back(shape.data());
      ranks.push_back(static_cast<int>(shape.size()));
    }
    HB_SetAttrShapeList(description_, name, dims.data(), ranks.data(),
                        static_cast<int>(shapes.size()));
    return *this;
  }
  OpBuilder& AttrTensor(const char* name, const Tensor& value) {
    if (description_ == nullptr) return *this;
    CStatus status;
    HB_SetAttrTensor(description_, name, value.handle(), status.get());
    scope_.Update(status.Take());
    return *this;
  }
  OpBuilder& AttrFunc(const char* name, std::string_view value) {
    if (description_ != nullptr) {
      HB_SetAttrFuncName(description_, name, value.data(), value.size());
    }
    return *this;
  }
  // Names of functions of the graph.
  OpBuilder& AttrFuncs(const char* name, std::span<const std::string> values) {
    if (description_ == nullptr) return *this;
    std::string list;  // AttrValue.ListValue.func is field 9, NameAttrList.name field 1.
    for (const std::string& value : values) list += Field(9, Field(1, value));
    const std::string proto = Field(1, list);
    CStatus status;
    HB_SetAttrValueProto(description_, name, proto.data(), proto.size(), status.get());
    scope_.Update(status.Take());
    return *this;
  }
  Operation Finish() {
    if (description_ == nullptr) return Operation();
    for (HB_Operation* operation : scope_.control()) HB_AddControlInput(description_, operation);
    CStatus status;
    HB_Operation* operation = HB_FinishOperation(description_, status.get());
    description_ = nullptr;
    if (!status.ok()) {
      if (!failed_) scope_.Update(status.Take());
      return Operation();
    }
    return Operation{failed_ ? nullptr : operation};
  }

 private:
  // A field with a length, as protocol buffers are written.
  static std::string Field(int number, std::string_view content) {
    std::string out(1, static_cast<char>(number * 8 + 2));
    size_t size = content.size();
    for (; size >= 128; size /= 128) out += static_cast<char>(size % 128 + 128);
    out += static_cast<char>(size);
    return out.append(content);
  }

  Scope scope_;
  const char* type_ = "";
  std::string name_;
  HB_OperationDescription* description_ = nullptr;
  bool failed_ = false;
};

inline Output Const(const Scope& scope, const Tensor& value) {
  if (!value) {
    scope.Update(Status(HB_RESOURCE_EXHAUSTED, "no memory for a constant"));
    return Output();
  }
  // A constant is not bound to the scope's control inputs: it would not be folded.
  OpBuilder builder(scope, "Const");
  builder.AttrTensor("value", value).AttrType("dtype", value.dtype());
  return Output(scope, builder.Finish());
}

template <class T>
Tensor Input::Convert(const Scope& scope, std::span<const int64_t> dims) const {
  Tensor tensor(DataTypeOf<T>::value, dims);
  for (size_t i = 0; tensor && i < reals_.size(); ++i) {
    const bool integral = kind_ != HB_FLOAT;
    T value;
    if constexpr (std::is_floating_point_v<T>) {
      value = integral ? static_cast<T>(integers_[i]) : static_cast<T>(reals_[i]);
    } else {
      value = static_cast<T>(integers_[i]);
      const bool exact = static_cast<int64_t>(value) == integers_[i] &&
                         (integral || static_cast<double>(integers_[i]) == reals_[i]);
      if (!exact) {
        scope.Update(InvalidArgument("the literal " + std::to_string(reals_[i]) +
                                     " does not fit the integer type of its op"));
      }
    }
    tensor.flat<T>()[i] = value;
  }
  return tensor;
}

inline Output Input::Resolve(const Scope& scope, DataType wanted) const {
  if (is_output()) return output_;
  if (wanted == DataType{}) wanted = dtype();
  const int64_t count = static_cast<int64_t>(reals_.size());
  const std::span<const int64_t> dims(&count, vector_ ? 1 : 0);
  switch (wanted) {
    case HB_FLOAT:
      return Const(scope, Convert<float>(scope, dims));
    case HB_DOUBLE:
      return Const(scope, Convert<double>(scope, dims));
    case HB_INT32:
      return Const(scope, Convert<int32_t>(scope, dims));
    case HB_INT64:
      return Const(scope, Convert<int64_t>(scope, dims));
    case HB_INT16:
      return Const(scope, Convert<int16_t>(scope, dims));
    case HB_INT8:
      return Const(scope, Convert<int8_t>(scope, dims));
    case HB_UINT8:
      return Const(scope, Convert<uint8_t>(scope, dims));
    case HB_UINT32:
      return Const(scope, Convert<uint32_t>(scope, dims));
    case HB_UINT64:
      return Const(scope, Convert<uint64_t>(scope, dims));
    case HB_BOOL:
      return Const(scope, Convert<bool>(scope, dims));
    case HB_STRING:
      if (kind_ == HB_STRING) return Const(scope, Tensor::String(text_));
      [[fallthrough]];
    default:
      scope.Update(InvalidArgument("a literal can't have data type " + std::to_string(wanted)));
      return Output();
  }
}

namespace detail {

// The type of the first argument that is no literal; else that of the first one; else 0.
inline DataType CommonType(std::initializer_list<const Input*> inputs,
                           std::initializer_list<std::span<const Output>> lists = {}) {
  for (const Input* input : inputs) {
    if (input->is_output() && input->output()) return input->dtype();
  }
  for (std::span<const Output> list : lists) {
    if (!list.empty()) return list.front().dtype();
  }
  DataType type{};
  for (const Input* input : inputs) {
    if (!input->is_output() && (type == DataType{} || input->dtype() == HB_FLOAT)) {
      type = input->dtype();
    }
  }
  return type;
}

}  // namespace detail

// Symbolic derivatives of the sum of `ys` by each of `xs`; an entry is empty when no y depends on
// that x. `dys`, unless empty, weighs the ys.
inline OutputList Gradients(const Scope& scope, std::span<const Output> ys,
                            std::span<const Output> xs, std::span<const Output> dys = {}) {
  OutputList result(xs.size());
  if (!scope.ok()) return result;
  std::vector<HB_Output> y, x, dy, dx(xs.size(), HB_Output{nullptr, 0});
  for (const Output& output : ys) y.push_back(output.handle());
  for (const Output& output : xs) x.push_back(output.handle());
  for (const Output& output : dys) dy.push_back(output.handle());
  const std::string prefix = scope.graph().UniqueName(scope.prefix() + "gradients");
  CStatus status;
  HB_AddGradientsWithPrefix(scope.graph_handle(), prefix.c_str(), y.data(),
                            static_cast<int>(y.size()), x.data(), static_cast<int>(x.size()),
                            dy.empty() ? nullptr : dy.data(), status.get(), dx.data());
  scope.Update(status.Take());
  if (!status.ok()) return result;
  for (size_t i = 0; i < dx.size(); ++i) {
    if (dx[i].oper != nullptr) result[i] = Output(scope, dx[i]);
  }
  return result;
}

}  // namespace hb

#endif  // HORNBEAM_CPP_GRAPH_H_
