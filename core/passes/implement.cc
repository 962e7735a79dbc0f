// Calls of functions that a kernel of ours implements.
//
// A function has the attribute `_implements` of kind func, `hornbeam.X` with attributes; then op
// _HbX with these attributes computes what its body does. The op's attribute T is the type of its
// first argument that is no resource. The function may have fewer results than the op; further ones
// are not used.
#include <algorithm>

#include "core/kernel/registry.h"
#include "core/passes/ir.h"

namespace hb {
namespace {

constexpr std::string_view kPrefix = "hornbeam.";

// The attributes of the op; false if one is missing.
bool TakeAttrs(const pb::OpDef& op, const pb::NameAttrList& from, DType type,
               AttrReader::Map* attrs) {
  for (const pb::OpDef::AttrDef& a : op.attr()) {
    if (a.name() == "T") {
      (*attrs)["T"].set_type(static_cast<pb::DataType>(type));
      continue;
    }
    auto it = from.attr().find(a.name());
    if (it == from.attr().end()) return false;
    (*attrs)[a.name()] = it->second;
  }
  return FinishAttrs(op, attrs).ok();
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
  auto it = def->attr().find("_implements");
  if (it == def->attr().end()) return false;
  const pb::NameAttrList& kernel = it->second.func();
  if (!kernel.name().starts_with(kPrefix)) return false;
  const OpInfo* op = ir->ops->Find("_Hb" + kernel.name().substr(kPrefix.size()));
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
