// The resources of one session: variables, tables, queues by container and name.
#ifndef HORNBEAM_CORE_RUNTIME_RESOURCES_H_
#define HORNBEAM_CORE_RUNTIME_RESOURCES_H_

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "core/base/status.h"
#include "core/tensor/resource.h"

namespace hb {

// Thread-safe.
class ResourceManager {
 public:
  static constexpr const char* kDefaultContainer = "localhost";

  // The resource of that name, made by `make` if there is none. InvalidArgument if there is one of
  // another type.
  Result<Ref<Resource>> LookupOrCreate(const std::string& container, const std::string& name,
                                       const char* type,
                                       const std::function<Ref<Resource>()>& make) {
    std::lock_guard lock(mu_);
    Ref<Resource>& slot = slots_[{container.empty() ? kDefaultContainer : container, name}];
    if (!slot) slot = make();
    if (std::string_view(slot->TypeName()) != type) {
      return InvalidArgument("resource '", name, "' is a ", slot->TypeName(), ", not a ", type);
    }
    return slot;
  }
  // Null if there is none.
  Ref<Resource> Find(const std::string& container, const std::string& name) {
    std::lock_guard lock(mu_);
    auto it = slots_.find({container.empty() ? kDefaultContainer : container, name});
    return it == slots_.end() ? Ref<Resource>() : it->second;
  }
  // NotFound if there is none.
  Status Erase(const std::string& container, const std::string& name) {
    std::lock_guard lock(mu_);
    if (slots_.erase({container.empty() ? kDefaultContainer : container, name}) == 0) {
      return NotFound("there is no resource '", name, "'");
    }
    return Status();
  }
  void Clear() {
    std::lock_guard lock(mu_);
    slots_.clear();
  }

 private:
  std::mutex mu_;
  std::map<std::pair<std::string, std::string>, Ref<Resource>> slots_;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_RUNTIME_RESOURCES_H_
