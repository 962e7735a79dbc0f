// The gradient by the input: for each remainder of the input position modulo the stride, a
// convolution of dy with stride 1 over the taps that meet that remainder; or by Winograd's
// algorithm, or for few channels in a way of its own.
#include "core/kernels/cpu/isa/conv.h"
#include "core/kernels/cpu/isa/gemm.h"
#include "core/kernels/cpu/isa/gemm_pack.h"
#include "core/kernels/cpu/isa/taps.h"
#include "core/kernels/cpu/isa/winograd.h"

namespace hb::HB_ISA_NS {
namespace {

struct FilterPack {
  const IsaConv* c;
  const float* filter;  // offset to the group's first output channel
  float* out;
  Taps th, tw;
  int64_t panels;
};

// Panel `task` of the matrix [taps, out channels] x [in channels].
void PackTask(void* arg, int64_t task) {
  const FilterPack* p = static_cast<const FilterPack*>(arg);
  const IsaConv* c = p->c;
  const int64_t oc = c->out_c / c->groups;
  const int64_t ic = c->in_c / c->groups;
  const int64_t cols = MinI(kNr, ic - task * kNr);
  float* out = p->out + task * kNr * p->th.count * p->tw.count * oc;
  for (int64_t i = 0; i < p->th.count; ++i) {
    for (int64_t j = 0; j < p->tw.count; ++j) {
      const int64_t tap = (p->th.first - i * p->th.step) * c->k_w + p->tw.first - j * p->tw.step;
      PackBPanel(p->filter + (tap * ic + task * kNr) * c->out_c, c->out_c, true, oc, cols, out);
      out += oc * kNr;
    }
  }
}

struct Phase {
  int64_t h, w;
  Taps th, tw;
};

Gather OutputGather(const IsaConv* c, const float* dy, const Phase& ph) {
  Gather g;
  g.x = dy;
  g.h = c->out_h;
  g.w = c->out_w;
  g.c = c->out_c;
  g.run = c->out_c / c->groups;
  g.grid_h = CeilDiv(c->in_h - ph.h, c->stride_h);
  g.grid_w = CeilDiv(c->in_w - ph.w, c->stride_w);
  g.step_h = g.step_w = 1;
  g.off_h = ph.th.off;
  g.off_w = ph.tw.off;
  g.taps_h = ph.th.count;
  g.taps_w = ph.tw.count;
  g.tap_h = ph.th.dist;
  g.tap_w = ph.tw.dist;
  return g;
}

void RunPhase(const IsaConv* c, const float* filter, const float* dy, float* dinput,
              const Phase& ph, float* scratch, const IsaPool* pool) {
  const int64_t ic = c->in_c / c->groups;
  const Gather gather = OutputGather(c, dy, ph);
  FilterPack pack{c, filter, scratch, ph.th, ph.tw, CeilDiv(ic, kNr)};
  GemmJob job{};
  job.gather = &gather;
  job.whole_panels = true;
  job.g.n = ic;
  job.g.k = gather.taps_h * gather.taps_w * gather.run;
  job.g.m = c->batch * gather.grid_h * gather.grid_w;
  job.g.alpha = 1.0f;
  job.g.packed_b = scratch;
  job.g.c = dinput + (ph.h * c->in_w + ph.w) * c->in_c;
  job.g.ldc = c->stride_w * c->in_c;
  job.groups = 1;
  job.c_inner = 1;
  if (c->stride_h != 1 || c->stride_w != 1) {
    job.groups = c->batch * gather.grid_h;
    job.c_inner = gather.grid_h;
    job.c_inner_step = c->stride_h * c->in_w * c->in_c;
    job.c_outer_step = c->in_h * c->in_w * c->in_c;
  }
  if (job.g.k > 0) ForTasks(pool, pack.panels, PackTask, &pack);
  RunGemmJob(&job, pool);
}

}  // namespace

size_t ConvGradInputScratchBytes(const IsaConv* c) {
  if (IsWinograd(c)) {
    const Winograd w = WinogradGradInput(c);
    return WinogradScratchBytes(&w, false);
  }
  if (HasFewInputs(c)) return ConvGradFewScratchBytes(c);
  // An upper bound of the taps of one phase: with stride s, at most every s / gcd(s, dilation)-th.
  int64_t taps_h = 0, taps_w = 0;
  for (int64_t p = 0; p < MinI(c->stride_h, c->in_h); ++p) {
    taps_h = MaxI(taps_h, TapsOf(p, c->k_h, c->stride_h, c->dil_h, c->pad_top).count);
  }
  for (int64_t p = 0; p < MinI(c->stride_w, c->in_w); ++p) {
    taps_w = MaxI(taps_w, TapsOf(p, c->k_w, c->stride_w, c->dil_w, c->pad_left).count);
  }
  const int64_t k = taps_h * taps_w * (c->out_c / c->groups);
  return GemmPackedBBytes(k, c->in_c / c->groups) + 64;
}

void ConvGradInput(const IsaConv* c, const float* filter, const float* dy, float* dinput,
                   void* scratch, const IsaPool* pool) {
  if (c->batch <= 0 || c->in_h <= 0 || c->in_w <= 0 || c->in_c <= 0) return;
  if (IsWinograd(c)) {
    const Winograd w = WinogradGradInput(c);
    const IsaEpilogue none{};
    return RunWinograd(&w, dy, filter, nullptr, &none, dinput, scratch, pool);
  }
  if (HasFewInputs(c)) return ConvGradFew(c, filter, dy, dinput, scratch, pool);
  const int64_t oc = c->out_c / c->groups;
  for (int64_t g = 0; g < c->groups; ++g) {
    for (int64_t h = 0; h < MinI(c->stride_h, c->in_h); ++h) {
      for (int64_t w = 0; w < MinI(c->stride_w, c->in_w); ++w) {
        const Phase ph{h, w, TapsOf(h, c->k_h, c->stride_h, c->dil_h, c->pad_top),
                       TapsOf(w, c->k_w, c->stride_w, c->dil_w, c->pad_left)};
        RunPhase(c, filter + g * oc, dy + g * oc, dinput + g * (c->in_c / c->groups), ph,
                 static_cast<float*>(scratch), pool);
      }
    }
  }
}

}  // namespace hb::HB_ISA_NS
