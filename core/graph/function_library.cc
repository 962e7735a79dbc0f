#include <algorithm>

#include "core/graph/graph.h"

namespace hb {

Status FunctionLibrary::Add(DefPtr def) {
  std::lock_guard lock(mu_);
  const std::string& name = def->signature().name();
  if (name.empty()) return InvalidArgument("a function needs a name");
  auto it = defs_.find(name);
  if (it != defs_.end()) {
    if (it->second == def || DeterministicBytes(*it->second) == DeterministicBytes(*def)) {
      return Status();
    }
    return InvalidArgument("Cannot add function '", name,
                           "' because a different function with the same name already exists.");
  }
  defs_[name] = std::move(def);
  return Status();
}

void FunctionLibrary::Put(DefPtr def) {
  std::lock_guard lock(mu_);
  const std::string name = def->signature().name();
  defs_[name] = std::move(def);
  // Nodes may still point to the old declaration.
  auto it = ops_.find(name);
  if (it != ops_.end()) {
    old_ops_.push_back(std::move(it->second));
    ops_.erase(it);
  }
}

void FunctionLibrary::AddRegisteredGradient(const std::string& op_type,
                                            const std::string& function) {
  std::lock_guard lock(mu_);
  registered_[op_type] = function;
}

std::string FunctionLibrary::FindRegisteredGradient(std::string_view op_type) const {
  std::lock_guard lock(mu_);
  auto it = registered_.find(op_type);
  return it == registered_.end() ? "" : it->second;
}

bool FunctionLibrary::Remove(std::string_view name) {
  std::lock_guard lock(mu_);
  auto it = defs_.find(name);
  if (it == defs_.end()) return false;
  defs_.erase(it);
  auto op = ops_.find(name);
  if (op != ops_.end()) {
    old_ops_.push_back(std::move(op->second));
    ops_.erase(op);
  }
  return true;
}

void FunctionLibrary::RemoveGradient(std::string_view function) {
  std::lock_guard lock(mu_);
  auto it = gradients_.find(function);
  if (it != gradients_.end()) gradients_.erase(it);
}

FunctionLibrary::DefPtr FunctionLibrary::Find(std::string_view name) const {
  std::lock_guard lock(mu_);
  auto it = defs_.find(name);
  return it == defs_.end() ? nullptr : it->second;
}

Status FunctionLibrary::AddGradient(const std::string& function, const std::string& gradient) {
  std::lock_guard lock(mu_);
  auto [it, inserted] = gradients_.emplace(function, gradient);
  if (!inserted && it->second != gradient) {
    return InvalidArgument("Cannot assign gradient function '", gradient, "' to '", function,
                           "' because it already has gradient function '", it->second, "'");
  }
  return Status();
}

std::string FunctionLibrary::FindGradient(std::string_view function) const {
  std::lock_guard lock(mu_);
  auto it = gradients_.find(function);
  return it == gradients_.end() ? "" : it->second;
}

std::vector<FunctionLibrary::DefPtr> FunctionLibrary::All() const {
  std::lock_guard lock(mu_);
  std::vector<DefPtr> out;
  for (const auto& [name, def] : defs_) out.push_back(def);
  return out;
}

std::vector<std::pair<std::string, std::string>> FunctionLibrary::Gradients() const {
  std::lock_guard lock(mu_);
  return {gradients_.begin(), gradients_.end()};
}

size_t FunctionLibrary::size() const {
  std::lock_guard lock(mu_);
  return defs_.size();
}

void FunctionLibrary::ToProto(pb::FunctionDefLibrary* proto) const {
  for (const DefPtr& def : All()) *proto->add_function() = *def;
  for (const auto& [function, gradient] : Gradients()) {
    pb::GradientDef* g = proto->add_gradient();
    g->set_function_name(function);
    g->set_gradient_func(gradient);
  }
  std::lock_guard lock(mu_);
  for (const auto& [op_type, function] : registered_) {
    pb::RegisteredGradient* g = proto->add_registered_gradients();
    g->set_registered_op_type(op_type);
    g->set_gradient_func(function);
  }
}

std::string FunctionLibrary::UniqueName(std::string_view base) const {
  std::lock_guard lock(mu_);
  if (!defs_.contains(base)) return std::string(base);
  for (int i = 1;; ++i) {
    std::string name = StrCat(base, "_", i);
    if (!defs_.contains(name)) return name;
  }
}

const OpInfo* FunctionLibrary::AsOp(std::string_view name) const {
  std::lock_guard lock(mu_);
  auto op = ops_.find(name);
  if (op != ops_.end()) return op->second.get();
  auto def = defs_.find(name);
  if (def == defs_.end()) return nullptr;
  auto info = std::make_unique<OpInfo>();
  info->def = def->second->signature();
  info->group = "function";
  return (ops_[std::string(name)] = std::move(info)).get();
}

}  // namespace hb
