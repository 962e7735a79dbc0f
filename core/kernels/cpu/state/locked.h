// Variables that a kernel changes, locked together.
#ifndef HORNBEAM_CORE_KERNELS_CPU_STATE_LOCKED_H_
#define HORNBEAM_CORE_KERNELS_CPU_STATE_LOCKED_H_

#include <algorithm>

#include "core/kernel/helpers.h"
#include "core/kernel/variable.h"

namespace hb {

// The locks of some variables. They are taken in the order of the variables' addresses, so that two
// updates of the same variables don't wait for each other.
class VariableLocks {
 public:
  // Room for as many pointers each as variables will be locked.
  VariableLocks(Variable** variables, Variable** order) : variables_(variables), order_(order) {}
  VariableLocks(const VariableLocks&) = delete;
  VariableLocks& operator=(const VariableLocks&) = delete;
  ~VariableLocks() {
    for (int i = 0; i < locked_; ++i) order_[i]->mu().unlock();
  }

  // Locks the variables of inputs [0, n).
  Status Lock(HbRunCtx* ctx, int n) {
    for (int i = 0; i < n; ++i) {
      HB_ASSIGN_OR_RETURN(variables_[i], VariableOf(*ctx->in[i]));
      order_[i] = variables_[i];
    }
    std::sort(order_, order_ + n);
    Variable** end = std::unique(order_, order_ + n);
    for (Variable** v = order_; v != end; ++v, ++locked_) (*v)->mu().lock();
    return Status();
  }
  // Different variables among those that are locked.
  int locked() const { return locked_; }
  // Makes variable i writable in place; it must hold that dtype.
  Status Prepare(int i, DType dtype) {
    Variable& v = *variables_[i];
    HB_RETURN_IF_ERROR(v.MakeWritable(true));
    if (v.value().dtype() == dtype) return Status();
    return InvalidArgument("variable '", v.name(), "' holds ", DTypeName(v.value().dtype()),
                           ", not ", DTypeName(dtype));
  }
  // The same, and it must have that shape.
  Status Prepare(int i, DType dtype, std::span<const int64_t> dims) {
    HB_RETURN_IF_ERROR(Prepare(i, dtype));
    Variable& v = *variables_[i];
    if (std::ranges::equal(v.value().shape().dims(), dims)) return Status();
    return InvalidArgument("variable '", v.name(), "' has shape ", v.value().shape().ToString(),
                           " but the update has ", Shape(dims).ToString(), "; they must agree");
  }
  const Tensor& value(int i) const { return variables_[i]->value(); }

 private:
  Variable** variables_;
  Variable** order_;
  int locked_ = 0;
};

// Up to four variables.
class LockedVariables : public VariableLocks {
 public:
  static constexpr int kMax = 4;
  LockedVariables() : VariableLocks(few_, few_order_) {}

 private:
  Variable* few_[kMax] = {};
  Variable* few_order_[kMax] = {};
};

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNELS_CPU_STATE_LOCKED_H_
