#include "keras_like/engine/fused.h"

#include <cstring>
#include <memory>

#include "hornbeam/cpp/gen/control_ops.h"
#include "keras_like/engine/function.h"
#include "keras_like/engine/layer.h"

namespace hb::keras_like {
namespace {

using Attr = std::variant<bool, int64_t, float, std::string>;
using Attrs = std::vector<std::pair<std::string, Attr>>;

void AppendVarint(uint64_t value, std::string* out) {
  while (value >= 0x80) {
    out->push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out->push_back(static_cast<char>(value));
}

void AppendBytes(int field, const std::string& bytes, std::string* out) {
  out->push_back(static_cast<char>(field << 3 | 2));
  AppendVarint(bytes.size(), out);
  *out += bytes;
}

// An AttrValue message: s = 2, i = 3, f = 4, b = 5.
std::string Serialized(const Attr& attr) {
  std::string out;
  if (const auto* text = std::get_if<std::string>(&attr)) {
    AppendBytes(2, *text, &out);
  } else if (const auto* number = std::get_if<float>(&attr)) {
    char bytes[4];
    std::memcpy(bytes, number, 4);
    out.push_back(4 << 3 | 5);
    out.append(bytes, 4);
  } else if (const auto* integer = std::get_if<int64_t>(&attr)) {
    out.push_back(3 << 3);
    AppendVarint(static_cast<uint64_t>(*integer), &out);
  } else {
    out.push_back(5 << 3);
    out.push_back(std::get<bool>(attr) ? 1 : 0);
  }
  return out;
}

bool IsDifferentiable(const Output& x) {
  return x.dtype() == HB_FLOAT || x.dtype() == HB_DOUBLE || x.dtype() == HB_HALF ||
         x.dtype() == HB_BFLOAT16;
}

Status SetAttr(const char* name, const std::string& value, HB_Function* function) {
  CStatus status;
  HB_FunctionSetAttrValueProto(function, name, value.data(), value.size(), status.get());
  return status.Take();
}

// Sets `_implements`: an AttrValue (func = 10) with a NameAttrList (name = 1, attr = 2, a map with
// key = 1 and value = 2).
Status SetImplements(const std::string& name, const Attrs& attrs, HB_Function* function) {
  std::string list, value;
  AppendBytes(1, "hornbeam." + name, &list);
  for (const auto& [key, attr] : attrs) {
    std::string entry;
    AppendBytes(1, key, &entry);
    AppendBytes(2, Serialized(attr), &entry);
    AppendBytes(2, entry, &list);
  }
  AppendBytes(10, list, &value);
  return SetAttr("_implements", value, function);
}

Attrs AttrsOf(const Fused& fused) {
  Attrs attrs;
  for (const auto& [name, value] : fused.attrs) {
    attrs.emplace_back(name, std::visit([](auto v) { return Attr(v); }, value));
  }
  return attrs;
}

// The gradient by the arguments, from arguments, results and the gradients of `count` results.
// Adds it to `outer`.
Result<FunctionPtr> MakeGradient(const Scope& outer, const Fused& fused,
                                 const OutputList& arguments, const OutputList& results,
                                 size_t count) {
  const Scope scope{Graph()};
  const OutputList x = PlaceholdersLike(scope, arguments, arguments.size());
  const OutputList y = PlaceholdersLike(scope, results, results.size());
  const OutputList dy = PlaceholdersLike(scope, results, count);
  OutputList again = fused.body(x), by, dx;
  again.resize(count);
  for (const Output& argument : x) {
    if (IsDifferentiable(argument)) by.push_back(argument);
  }
  HB_RETURN_IF_ERROR(scope.status());
  const OutputList gradients = Gradients(scope, again, by, dy);
  for (size_t i = 0; i < by.size(); ++i) {
    dx.push_back(gradients[i] ? gradients[i] : ZerosLike(by[i]));
  }
  OutputList all = x;
  all.insert(all.end(), y.begin(), y.end());
  all.insert(all.end(), dy.begin(), dy.end());
  HB_ASSIGN_OR_RETURN(FunctionPtr function, MakeFunction(scope, fused.name + "_grad", all, dx));
  HB_RETURN_IF_ERROR(SetImplements(fused.name + "Grad", AttrsOf(fused), function.get()));
  HB_RETURN_IF_ERROR(AddWithCallees(outer, scope, function.get()));
  return function;
}

Result<OutputList> Call(const Scope& scope, const Fused& fused, const OutputList& arguments,
                        bool training) {
  const Scope inner{Graph()};
  const OutputList placeholders = PlaceholdersLike(inner, arguments, arguments.size());
  OutputList results = fused.body(placeholders);
  HB_RETURN_IF_ERROR(inner.status());
  const size_t count = results.size() - static_cast<size_t>(fused.residuals);
  if (!training) results.resize(count);
  HB_ASSIGN_OR_RETURN(const FunctionPtr function,
                      MakeFunction(inner, fused.name, placeholders, results));
  Attrs attrs = AttrsOf(fused);
  if (training) {
    HB_ASSIGN_OR_RETURN(const FunctionPtr gradient,
                        MakeGradient(scope, fused, arguments, results, count));
    attrs.emplace_back("gradient_function", std::string(HB_FunctionName(gradient.get())));
    attrs.emplace_back("residuals", static_cast<int64_t>(fused.residuals));
  }
  HB_RETURN_IF_ERROR(SetImplements(fused.name, attrs, function.get()));
  HB_RETURN_IF_ERROR(AddWithCallees(scope, inner, function.get()));
  std::vector<DataType> types;
  for (const Output& result : results) types.push_back(result.dtype());
  OutputList outputs = ops::PartitionedCall(scope.Named(fused.name), arguments, types,
                                            HB_FunctionName(function.get()));
  for (size_t i = 0; i < outputs.size() && scope.ok(); ++i) {
    if (const std::optional<Dims> dims = results[i].shape()) outputs[i].SetShape(*dims);
  }
  outputs.resize(count);
  return outputs;
}

Result<FunctionPtr> MakeUpdate(
    const Scope& outer, const std::string& name, const OutputList& arguments,
    const std::function<std::vector<Operation>(const OutputList& arguments)>& body) {
  const Scope scope{Graph()};
  OutputList placeholders;
  for (const Output& x : arguments) placeholders.push_back(ops::Placeholder(scope, x.dtype()));
  const std::vector<Operation> updates = body(placeholders);
  HB_ASSIGN_OR_RETURN(FunctionPtr function, MakeFunction(scope, name, placeholders, {}, updates));
  // TensorFlow refuses `_implements` where there are variables.
  const std::string implements = "hornbeam." + name + "/" + DtypeName(arguments.back().dtype());
  HB_RETURN_IF_ERROR(SetAttr("api_implements", Serialized(implements), function.get()));
  HB_RETURN_IF_ERROR(AddWithCallees(outer, scope, function.get()));
  return function;
}

}  // namespace

OutputList CallFused(const Scope& scope, const Fused& fused, const OutputList& arguments,
                     bool training) {
  if (!scope.ok()) return OutputList(1);
  Result<OutputList> outputs = Call(scope, fused, arguments, training);
  if (outputs.ok()) return std::move(outputs).value();
  scope.Update(At(fused.name, outputs.status()));
  return OutputList(1);
}

Operation CallFusedUpdate(
    const Scope& scope, const std::string& name, const OutputList& arguments,
    const std::function<std::vector<Operation>(const OutputList& arguments)>& body) {
  if (!scope.ok()) return Operation();
  const Result<FunctionPtr> function = MakeUpdate(scope, name, arguments, body);
  if (!function.ok()) {
    scope.Update(At(name, function.status()));
    return Operation();
  }
  OpBuilder call(scope.Named(name), "StatefulPartitionedCall");
  call.In(arguments).AttrTypes("Tout", {}).AttrFunc("f", HB_FunctionName(function->get()));
  return call.Finish();
}

}  // namespace hb::keras_like
