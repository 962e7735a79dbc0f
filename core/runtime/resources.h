// The resources of one session: variables, tables, queues by device, container and name.
#ifndef HORNBEAM_CORE_RUNTIME_RESOURCES_H_
#define HORNBEAM_CORE_RUNTIME_RESOURCES_H_

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

#include "core/base/status.h"
#include "core/tensor/resource.h"

namespace hb {

// Thread-safe. A place is a number in the session's DeviceSet.
class ResourceManager {
 public:
  static constexpr const char* kDefaultContainer = "localhost";

  // The resource of that name, made by `make` if there is none. InvalidArgument if there is one of
  // another type.
  Result<Ref<Resource>> LookupOrCreate(int place, const std::string& container,
                                       const std::string& name, const char* type,
                                       const std::function<Ref<Resource>()>& make) {
    std::lock_guard lock(mu_);
    Ref<Resource>& slot = slots_[{place, container.empty() ? kDefaultContainer : container, name}];
    if (!slot) slot = make();
    if (std::string_view(slot->TypeName()) != type) {
      return InvalidArgument("resource '", name, "' is a ", slot->TypeName(), ", not a ", type);
    }
    return slot;
  }
  // Null if there is none.
  Ref<Resource> Find(int place, const std::string& container, const std::string& name) {
    std::lock_guard lock(mu_);
    auto it = slots_.find({place, container.empty() ? kDefaultContainer : container, name});
    return it == slots_.end() ? Ref<Resource>() : it->second;
  }
  // NotFound if there is none.
  Status Erase(int place, const std::string& container, const std::string& name) {
    std::lock_guard lock(mu_);
    if (slots_.erase({place, container.empty() ? kDefaultContainer : container, name}) == 0) {
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
  std::map<std::tuple<int, std::string, std::string>, Ref<Resource>> slots_;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_RUNTIME_RESOURCES_H_
