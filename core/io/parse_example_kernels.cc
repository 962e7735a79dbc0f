// ParseExample and ParseExampleV2.
#include "core/io/feature_columns.h"
#include "core/kernel/registry.h"

namespace hb {
namespace {

int RunParse(HbRunCtx* ctx) {
  const Status s = Parser(ctx).Run();
  return s.ok() ? 0 : Fail(ctx, s);
}

}  // namespace

void RegisterParseExampleKernels(KernelSet& set) {
  KERNEL(set, "ParseExample", {.flags = kHbDynamicOut, .plan = PlanParse, .run = RunParse});
  KERNEL(set, "ParseExampleV2", {.flags = kHbDynamicOut, .plan = PlanParse, .run = RunParse});
}

}  // namespace hb
