// Kernels by op, device and constraint.
#ifndef HORNBEAM_CORE_KERNEL_REGISTRY_H_
#define HORNBEAM_CORE_KERNEL_REGISTRY_H_

#include <deque>
#include <functional>
#include <map>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/config.h"
#include "core/base/status.h"
#include "core/kernel/kernel.h"

namespace hb {

// A table of kernels. Core/builtin fills the global one before first use; plug-ins may add rows
// later. Thread-safe.
class KernelRegistry {
 public:
  struct Entry {
    HbKernelDef def;
    // The constraint, read: attribute name and the dtypes that it may have.
    std::vector<std::pair<std::string, std::vector<int32_t>>> constraint;
  };
  // Copies the row. InvalidArgument if the constraint can't be read or the ABI number is another.
  Status Add(const HbKernelDef& def);
  // The kernel whose constraint fits `type_of(attribute)`. NotFound names the op, the dtypes asked
  // for and the ones there are.
  Result<const HbKernelDef*> Find(std::string_view op, std::string_view device,
                                  const std::function<int32_t(const std::string&)>& type_of) const;
  // True if any kernel of the op exists for the device.
  bool Has(std::string_view op, std::string_view device) const;
  std::vector<Entry> All() const;
  // Rows that could not be added; empty in a sound build (tested).
  const std::vector<std::string>& errors() const { return errors_; }

  static KernelRegistry& Global();

 private:
  mutable std::shared_mutex mu_;
  std::map<std::string, std::deque<Entry>, std::less<>> by_op_;
  std::vector<std::string> errors_;
  friend class KernelSet;
};

// core/builtin installs the function that fills KernelRegistry::Global().
class KernelSet;
void SetGlobalKernelsInitializer(void (*fill)(KernelSet&));

// What a family's Register function writes its rows into:
//
//   void RegisterReluKernels(KernelSet& set) {
//     KERNEL(set, "Relu", {.constraint = "T:float,double", .plan = PlanRelu});
//   }
class KernelSet {
 public:
  explicit KernelSet(KernelRegistry* registry) : registry_(registry) {}
  struct Row {
    const char* constraint = "";
    const char* device = "CPU";
    uint32_t flags = 0;
    int (*plan)(HbPlanCtx*) = nullptr;
    HbRunFn run = nullptr;
    void (*start)(HbRunCtx*, void (*done)(void*, int), void*) = nullptr;
    void (*cancel)(HbRunCtx*) = nullptr;
    void* (*new_state)(const HbAttrs*) = nullptr;
    void (*free_state)(void*) = nullptr;
    uint64_t host_in = 0;
    uint64_t host_out = 0;
  };
  // Names and constraints must be literals (they are not copied).
  void Add(const char* op, const Row& row);

 private:
  KernelRegistry* registry_;
};

// Leaves out kernels of ops that the build does not carry (see OpEnabled in core/base/config.h).
#define KERNEL(set, op, ...)                                       \
  do {                                                             \
    if constexpr (::hb::OpEnabled(op)) (set).Add(op, __VA_ARGS__); \
  } while (0)

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNEL_REGISTRY_H_
