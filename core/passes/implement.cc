// Calls of functions that a kernel of ours implements.
//
// A function has the attribute `_implements` of kind func, `hornbeam.X` with attributes; then op
// _HbX with these attributes computes what its body does. The op's attribute T is the type of its
// first argument that is no resource. The function may have fewer results than the op; further ones
// are not used.
//
// A function that changes variables can't have that attribute, which TensorFlow keeps for functions
// without effects. It has the attribute `api_implements`, a string, instead: `hornbeam.X/` and
// anything that tells it from functions with other types of arguments; the op has no further
// attributes.
#include <algorithm>

#include "core/kernel/registry.h"
#include "core/passes/ir.h"

namespace hb {
namespace {

constexpr std::string_view kPrefix = "hornbeam.";

// The attributes of the op; false if one without a default is missing.
bool TakeAttrs(const pb::OpDef& op, const pb::NameAttrList& from, DType type,
               AttrReader::Map* attrs) {
  for (const pb::OpDef::AttrDef& a : op.attr()) {
    if (a.name() == "T") {
      (*attrs)["T"].set_type(static_cast<pb::DataType>(type));
      continue;
    }
    auto it = from.attr().find(a.name());
    if (it != from.attr().end()) {
      (*attrs)[a.name()] = it->second;
    } else if (!a.has_default_value()) {
      return false;
    }
  }
  return FinishAttrs(op, attrs).ok();
}

// The kernel that the function names, with its attributes; without a name if there is none.
pb::NameAttrList KernelOf(const pb::FunctionDef& def) {
  pb::NameAttrList kernel;
  if (auto it = def.attr().find("_implements"); it != def.attr().end()) {
    kernel = it->second.func();
  } else if (auto update = def.attr().find("api_implements"); update != def.attr().end()) {
    const std::string& name = update->second.s();
    kernel.set_name(name.substr(0, name.find('/')));
  }
  if (!kernel.name().starts_with(kPrefix)) return {};
  kernel.set_name("_Hb" + kernel.name().substr(kPrefix.size()));
  return kernel;
}

bool OnCpu(const std::string& device) {
  return device.empty() || device.find("CPU") != std::string::npos ||
         device.find("cpu") != std::string::npos;
}

}  // namespace

bool ImplementCall(Ir* ir, int id, const std::string& function) {
  IrNode& n = (*ir)[id];
  FunctionLibrary::DefPtr def = ir->functions->Find(function);
  if (def == nullptr || n.inputs.empty() || !OnCpu(n.device)) return false;
  const pb::NameAttrList kernel = KernelOf(*def);
  const OpInfo* op = kernel.name().empty() ? nullptr : ir->ops->Find(kernel.name());
  if (op == nullptr) return false;
  const auto value = std::ranges::find_if(n.in_types, [](DType t) { return t != DT_RESOURCE; });
  if (value == n.in_types.end()) return false;
  AttrReader::Map attrs;
  if (!TakeAttrs(op->def, kernel, BaseType(*value), &attrs)) return false;
  const AttrReader reader(&attrs);
  std::vector<DType> in, out;
  if (!ArgTypes(op->def.input_arg(), reader, &in).ok() ||
      !ArgTypes(op->def.output_arg(), reader, &out).ok() || in != n.in_types ||
      out.size() < n.out_types.size() ||
      !std::equal(n.out_types.begin(), n.out_types.end(), out.begin())) {
    return false;
  }
  if (!KernelRegistry::Global()
           .Find(op->def.name(), "CPU", [&](const std::string& a) { return reader.Type(a); })
           .ok()) {
    return false;
  }
  n.op = op;
  n.origin = n.origin.empty() ? function : n.origin;
  n.attrs = &ir->own_attrs.emplace_back(std::move(attrs));
  n.out_types = std::move(out);
  return true;
}

}  // namespace hb
