// Classes drawn by their unnormalised log-probabilities: the ones that TensorFlow draws on one
// thread.
#include <algorithm>
#include <cmath>
#include <vector>

#include "core/kernels/cpu/array/move.h"
#include "core/kernels/cpu/random/generator.h"

namespace hb {
namespace {

// cdf[i] becomes the weight of classes 0 to i, of which those that are not finite have none.
template <typename T>
void Accumulate(const T* logits, int64_t n, double* cdf) {
  double highest = -std::numeric_limits<double>::max();
  const auto finite = [logits](int64_t i) { return std::isfinite(static_cast<double>(logits[i])); };
  for (int64_t i = 0; i < n; ++i) {
    if (finite(i)) highest = std::max(highest, static_cast<double>(logits[i]));
  }
  double total = 0;
  for (int64_t i = 0; i < n; ++i) {
    if (finite(i)) total += std::exp(static_cast<double>(logits[i]) - highest);
    cdf[i] = total;
  }
}

int Draw(HbRunCtx* ctx, const Philox& gen) {
  const HbView &logits = *ctx->in[0], &out = *ctx->out[0];
  const int64_t classes = logits.dims[1], samples = out.dims[1];
  if (out.count == 0) return 0;
  if (classes <= 0 || classes > INT32_MAX) {
    return Fail(ctx, Code::kInvalidArgument, "num_classes should be positive and fit int32, got ",
                classes);
  }
  PhiloxWords words(gen);
  std::vector<double> cdf(static_cast<size_t>(classes));
  for (int64_t b = 0; b < out.dims[0]; ++b) {
    DispatchType<float, double, half, bfloat16>(logits.dtype, [&]<typename T>() {
      Accumulate(static_cast<const T*>(logits.data) + b * classes, classes, cdf.data());
    });
    for (int64_t i = 0; i < samples; ++i) {
      const uint32_t first = words();
      const double at = UniformDouble(first, words()) * cdf.back();
      StoreIndex(out, b * samples + i, std::upper_bound(cdf.begin(), cdf.end(), at) - cdf.begin());
    }
  }
  return 0;
}

int RunMultinomial(HbRunCtx* ctx) {
  const HbView& out = *ctx->out[0];
  const auto numbers = static_cast<uint64_t>(out.dims[0] * ((out.dims[1] + 3) / 4 * 4) * 2);
  return Draw(ctx, static_cast<Generator*>(ctx->state)->Reserve(PhiloxGroupsOfOutputs(numbers)));
}

int RunStatelessMultinomial(HbRunCtx* ctx) { return Draw(ctx, OfSeed(*ctx->in[2])); }

}  // namespace

void RegisterMultinomialKernels(KernelSet& set) {
  static constexpr char kTypes[] = "T:float,double,half,bfloat16;output_dtype:int32,int64";
  KERNEL(set, "Multinomial",
         {.constraint = kTypes,
          .flags = kHbStateful,
          .run = RunMultinomial,
          .new_state = NewGenerator,
          .free_state = FreeGenerator});
  KERNEL(set, "StatelessMultinomial", {.constraint = kTypes, .run = RunStatelessMultinomial});
}

}  // namespace hb
