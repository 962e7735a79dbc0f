// Variables that a kernel changes, locked together.
#ifndef HORNBEAM_CORE_KERNELS_CPU_STATE_LOCKED_H_
#define HORNBEAM_CORE_KERNELS_CPU_STATE_LOCKED_H_

#include <algorithm>

#include "core/kernel/helpers.h"
#include "core/kernel/variable.h"

namespace hb {

// Up to four variables. Their locks are taken in the order of their addresses, so that two updates
// of the same variables don't wait for each other.
class LockedVariables {
 public:
  static constexpr int kMax = 4;
  LockedVariables() = default;
  LockedVariables(const LockedVariables&) = delete;
  LockedVariables& operator=(const LockedVariables&) = delete;
  ~LockedVariables() {
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
  // Makes variable i writable in place; it must hold that dtype.
  Status Prepare(int i, DType dtype) {
    Variable& v = *variables_[i];
    HB_RETURN_IF_ERROR(v.MakeWritable(true));
    if (v.value().dtype() == dtype) return Status();
    return InvalidArgument("variable '", v.name(), "' holds ", DTypeName(v.value().dtype()),
                           ", not ", DTypeName(dtype));
  }
  // The same, and it must have that shape.
  Status Prepare(int i, DType dtype, const Shape& shape) {
    HB_RETURN_IF_ERROR(Prepare(i, dtype));
    Variable& v = *variables_[i];
    if (v.value().shape() == shape) return Status();
    return InvalidArgument("variable '", v.name(), "' has shape ", v.value().shape().ToString(),
                           " but the update has ", shape.ToString(), "; they must agree");
  }
  const Tensor& value(int i) const { return variables_[i]->value(); }

 private:
  Variable* variables_[kMax] = {};
  Variable* order_[kMax] = {};
  int locked_ = 0;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNELS_CPU_STATE_LOCKED_H_
