#include "core/kernel/registry.h"

#include <algorithm>
#include <atomic>
#include <mutex>

#include "core/base/strings.h"
#include "core/tensor/dtype.h"

namespace hb {
namespace {

std::atomic<void (*)(KernelSet&)> g_fill{nullptr};

}  // namespace

void SetGlobalKernelsInitializer(void (*fill)(KernelSet&)) { g_fill.store(fill); }

KernelRegistry& KernelRegistry::Global() {
  static KernelRegistry* const registry = [] {
    auto* r = new KernelRegistry;
    KernelSet set(r);
    if (auto* fill = g_fill.load()) fill(set);
    return r;
  }();
  return *registry;
}

Status KernelRegistry::Add(const HbKernelDef& def) {
  if (def.struct_size < offsetof(HbKernelDef, free_state) + sizeof(void*) ||
      def.abi != kHbKernelAbi) {
    return InvalidArgument("kernel of ", def.op == nullptr ? "?" : def.op, " is made for ABI ",
                           def.abi, "; this library has ", static_cast<int>(kHbKernelAbi));
  }
  if (def.op == nullptr || def.device == nullptr ||
      (def.plan == nullptr && def.run == nullptr && def.start == nullptr)) {
    return InvalidArgument("a kernel needs an op, a device and a function");
  }
  Entry e{def, {}};
  for (std::string_view part : Split(def.constraint == nullptr ? "" : def.constraint, ';')) {
    const size_t colon = part.find(':');
    if (colon == std::string_view::npos) {
      return InvalidArgument("kernel of ", def.op, ": constraint '", part, "' has no ':'");
    }
    std::vector<int32_t> types;
    for (std::string_view t : Split(part.substr(colon + 1), ',')) {
      const DType type = DTypeFromName(t);
      if (type == DT_INVALID) {
        return InvalidArgument("kernel of ", def.op, ": '", t, "' is no dtype");
      }
      types.push_back(type);
    }
    e.constraint.emplace_back(std::string(part.substr(0, colon)), std::move(types));
  }
  std::unique_lock lock(mu_);
  by_op_[def.op].push_back(std::move(e));
  return Status();
}

Result<const HbKernelDef*> KernelRegistry::Find(
    std::string_view op, std::string_view device,
    const std::function<int32_t(const std::string&)>& type_of) const {
  std::shared_lock lock(mu_);
  auto it = by_op_.find(op);
  std::string offered;
  // Rows for any device come after those of the device itself.
  for (int any = 0; it != by_op_.end() && any < (device == "CPU" ? 1 : 2); ++any) {
    for (const Entry& e : it->second) {
      if ((any == 0 ? device : "DEFAULT") != std::string_view(e.def.device)) continue;
      const bool fits = std::all_of(e.constraint.begin(), e.constraint.end(), [&](const auto& c) {
        return std::find(c.second.begin(), c.second.end(), type_of(c.first)) != c.second.end();
      });
      if (fits) return &e.def;
      StrAppend(&offered, offered.empty() ? "" : " | ", e.def.constraint);
    }
  }
  if (offered.empty()) {
    return NotFound("No kernel for op ", op, " on device ", device,
                    "; this build can load the op but not run it");
  }
  return NotFound("No kernel for op ", op, " on device ", device,
                  " with these types; there is: ", offered);
}

bool KernelRegistry::Has(std::string_view op, std::string_view device) const {
  std::shared_lock lock(mu_);
  auto it = by_op_.find(op);
  if (it == by_op_.end()) return false;
  return std::any_of(it->second.begin(), it->second.end(),
                     [&](const Entry& e) { return device == e.def.device; });
}

std::vector<KernelRegistry::Entry> KernelRegistry::All() const {
  std::shared_lock lock(mu_);
  std::vector<Entry> out;
  for (const auto& [op, entries] : by_op_) out.insert(out.end(), entries.begin(), entries.end());
  return out;
}

void KernelSet::Add(const char* op, const Row& row) {
  HbKernelDef def = {};
  def.struct_size = sizeof(def);
  def.abi = kHbKernelAbi;
  def.op = op;
  def.device = row.device;
  def.constraint = row.constraint;
  def.host_in = row.host_in;
  def.host_out = row.host_out;
  def.flags = row.flags | (row.new_state != nullptr ? kHbStateful : 0u) |
              (row.start != nullptr ? kHbMayBlock : 0u);
  def.plan = row.plan;
  def.run = row.run;
  def.start = row.start;
  def.cancel = row.cancel;
  def.new_state = row.new_state;
  def.free_state = row.free_state;
  Status s = registry_->Add(def);
  if (!s.ok()) registry_->errors_.push_back(s.message());
}

}  // namespace hb
