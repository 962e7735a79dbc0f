#include "core/kernel/variable.h"

#include <typeinfo>
#include <utility>

namespace hb {

namespace {

uint64_t NextId() {
  static std::atomic<uint64_t> last{0};
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

// Written by all who change variables, read by all runs: nothing else lies beside it.
struct alignas(64) {
  std::atomic<uint64_t> count{1};
} g_changes;

}  // namespace

Variable::Variable(std::string name, Device* device)
    : name_(std::move(name)), id_(NextId()), device_(device) {}

std::atomic<uint64_t>& Variable::Epoch() {
  static std::atomic<uint64_t> epoch{1};
  return epoch;
}

const std::atomic<uint64_t>& Variable::Changes() { return g_changes.count; }

void Variable::NextVersion() {
  ++version_;
  g_changes.count.fetch_add(1, std::memory_order_release);
}

void Variable::Set(Tensor value) {
  const bool same =
      value_.valid() && value_.dtype() == value.dtype() && value_.shape() == value.shape();
  value_ = std::move(value);
  NextVersion();
  if (!same) Epoch().fetch_add(1, std::memory_order_release);
}

Status Variable::MakeWritable(bool copy) {
  if (!value_.valid()) {
    return FailedPrecondition("variable '", name_, "' is uninitialized; assign it a value first");
  }
  NextVersion();
  if (value_.buffer()->Unique() && value_.buffer()->owned()) return Status();
  if (copy) {
    HB_ASSIGN_OR_RETURN(value_, value_.Clone());
  } else {
    HB_ASSIGN_OR_RETURN(value_, Tensor::Allocate(value_.dtype(), value_.shape()));
  }
  return Status();
}

void Variable::Clear() {
  if (!value_.valid()) return;
  value_ = Tensor();
  NextVersion();
  Epoch().fetch_add(1, std::memory_order_release);
}

Result<Variable*> AnyVariableOf(const HbView& view) {
  if (view.data == nullptr || view.count != 1) {
    return InvalidArgument("a scalar handle of a variable is expected");
  }
  const ResourceElement& handle = *static_cast<const ResourceElement*>(view.data);
  if (!handle || !handle->resource) {
    return FailedPrecondition(
        "the resource handle names no variable; it was destroyed or never "
        "created");
  }
  // Nothing derives from Variable; a dynamic_cast would take most of the time of a read.
  Resource* const resource = handle->resource.get();
  Variable* const variable =
      typeid(*resource) == typeid(Variable) ? static_cast<Variable*>(resource) : nullptr;
  if (variable == nullptr) {
    return InvalidArgument("resource '", handle->name, "' is a ", handle->resource->TypeName(),
                           ", not a variable");
  }
  return variable;
}

Result<Variable*> VariableOf(const HbView& view, Device* device) {
  HB_ASSIGN_OR_RETURN(Variable * variable, AnyVariableOf(view));
  if (variable->device() != device) {
    const auto name = [](const Device* d) { return d == nullptr ? "the CPU" : d->name(); };
    return InvalidArgument("variable '", variable->name(), "' lies on ", name(variable->device()),
                           ", but the node that uses it is placed on ", name(device));
  }
  return variable;
}

}  // namespace hb
