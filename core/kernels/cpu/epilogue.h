// What products and convolutions do to their result on the way out.
#ifndef HORNBEAM_CORE_KERNELS_CPU_EPILOGUE_H_
#define HORNBEAM_CORE_KERNELS_CPU_EPILOGUE_H_

#include <span>
#include <string>
#include <string_view>

#include "core/kernel/helpers.h"
#include "core/kernels/cpu/isa/isa.h"

namespace hb {

struct Epilogue {
  int32_t act = kIsaActNone;
  // Which inputs hold the vectors and the residual; 0: there is none.
  int32_t bias = 0, scale = 0, shift = 0, residual = 0;
};

// Reads the attributes of a fused op, and none of others. INVALID_ARGUMENT for operands that don't
// fit the result, UNIMPLEMENTED for an activation that isn't there.
int PlanEpilogue(HbPlanCtx* ctx, Epilogue* e);
// The same for `steps` whose operands are the inputs from `first` on.
int PlanEpilogue(HbPlanCtx* ctx, std::span<const std::string> steps, int32_t first,
                 std::string_view activation, const HbView& result, Epilogue* e);

inline IsaEpilogue EpilogueOf(HbRunCtx* ctx, const Epilogue& e) {
  const auto in = [ctx](int32_t i) { return i == 0 ? nullptr : In<float>(ctx, i); };
  return {in(e.bias), in(e.scale), in(e.shift), in(e.residual), e.act, 0};
}

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNELS_CPU_EPILOGUE_H_
