#include "core/kernels/cpu/isa/conv.h"

#include "core/kernels/cpu/isa/gemm.h"
#include "core/kernels/cpu/isa/gemm_pack.h"
#include "core/kernels/cpu/isa/winograd.h"

namespace hb::HB_ISA_NS {
namespace {

// A convolution whose patches are the pixels themselves.
bool IsPointwise(const IsaConv* c) {
  return c->k_h == 1 && c->k_w == 1 && c->stride_h == 1 && c->stride_w == 1 && c->pad_top == 0 &&
         c->pad_left == 0 && c->out_h == c->in_h && c->out_w == c->in_w;
}

int64_t PatchSize(const IsaConv* c) { return c->k_h * c->k_w * (c->in_c / c->groups); }

// The product of one group; gather must outlive the job.
GemmJob GroupJob(const IsaConv* c, const Gather* gather) {
  GemmJob job{};
  IsaGemm* g = &job.g;
  g->m = c->batch * c->out_h * c->out_w;
  g->n = c->out_c / c->groups;
  g->k = PatchSize(c);
  g->ldb = c->out_c;
  g->ldc = c->out_c;
  g->alpha = 1.0f;
  job.groups = 1;
  job.c_inner = 1;
  if (IsPointwise(c)) {
    g->lda = c->in_c;
  } else {
    job.gather = gather;
    job.bands = TakesBands(gather);
    if (job.bands) {
      job.groups = c->batch * c->out_h;
      job.c_outer_step = c->out_w * c->out_c;
    }
  }
  return job;
}

}  // namespace

Gather PatchGather(const IsaConv* c, const float* input, int64_t group) {
  Gather g;
  g.run = c->in_c / c->groups;
  g.x = input == nullptr ? nullptr : input + group * g.run;
  g.h = c->in_h;
  g.w = c->in_w;
  g.c = c->in_c;
  g.grid_h = c->out_h;
  g.grid_w = c->out_w;
  g.step_h = c->stride_h;
  g.step_w = c->stride_w;
  g.off_h = -c->pad_top;
  g.off_w = -c->pad_left;
  g.taps_h = c->k_h;
  g.taps_w = c->k_w;
  g.tap_h = c->dil_h;
  g.tap_w = c->dil_w;
  return g;
}

size_t ConvScratchBytes(const IsaConv* c, int32_t is_packed) {
  if (IsWinograd(c)) {
    const Winograd w = WinogradForward(c);
    return WinogradScratchBytes(&w, is_packed != 0);
  }
  const Gather gather = PatchGather(c, nullptr, 0);
  GemmJob job = GroupJob(c, &gather);
  if (is_packed) job.g.packed_b = c;
  return GemmJobScratchBytes(&job);
}

void Conv(const IsaConv* c, const float* input, const float* filter, const void* packed,
          const IsaEpilogue* e, float* output, void* scratch, const IsaPool* pool) {
  if (IsWinograd(c)) {
    const Winograd w = WinogradForward(c);
    return RunWinograd(&w, input, filter, packed, e, output, scratch, pool);
  }
  const auto of_group = [](const float* p, int64_t at) { return p == nullptr ? nullptr : p + at; };
  const int64_t n = c->out_c / c->groups;
  const size_t packed_step = GemmPackedBBytes(PatchSize(c), n);
  for (int64_t i = 0; i < c->groups; ++i) {
    const Gather gather = PatchGather(c, input, i);
    GemmJob job = GroupJob(c, &gather);
    job.g.a = gather.x;
    if (packed != nullptr) {
      job.g.packed_b = static_cast<const char*>(packed) + static_cast<size_t>(i) * packed_step;
    } else {
      job.g.b = filter + i * n;
    }
    job.g.bias = of_group(e->bias, i * n);
    job.g.scale = of_group(e->scale, i * n);
    job.g.shift = of_group(e->shift, i * n);
    job.g.residual = of_group(e->residual, i * n);
    job.g.act = e->act;
    job.g.c = output + i * n;
    job.g.scratch = scratch;
    RunGemmJob(&job, pool);
  }
}

int32_t ConvFilterLayout(const IsaConv* c) { return IsWinograd(c) ? 1 : 0; }

int32_t ConvGainsByPackedFilter(const IsaConv* c) {
  if (IsWinograd(c)) return 1;
  const Gather gather = PatchGather(c, nullptr, 0);
  const GemmJob job = GroupJob(c, &gather);
  return JobGainsByPackedB(&job);
}

size_t ConvPackedFilterBytes(const IsaConv* c) {
  if (IsWinograd(c)) {
    const Winograd w = WinogradForward(c);
    return WinogradFilterBytes(&w);
  }
  return GemmPackedBBytes(PatchSize(c), c->out_c / c->groups) * static_cast<size_t>(c->groups);
}

void ConvPackFilter(const IsaConv* c, const float* filter, void* out, const IsaPool* pool) {
  if (IsWinograd(c)) {
    const Winograd w = WinogradForward(c);
    return WinogradTransformFilter(&w, filter, out, pool);
  }
  const int64_t k = PatchSize(c);
  const int64_t n = c->out_c / c->groups;
  float* p = static_cast<float*>(out);
  for (int64_t i = 0; i < c->groups; ++i) {
    PackB(k, n, filter + i * n, c->out_c, false, p, pool);
    p += GemmPackedBBytes(k, n) / sizeof(float);
  }
}

}  // namespace hb::HB_ISA_NS
