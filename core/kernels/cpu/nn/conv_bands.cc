// A convolution, a depthwise one of its result, and one of single pixels of that: a block of a
// mobile network. What is between is larger than what goes in and out. Where it wouldn't stay in
// cache, a task takes some rows of the result in bands: it computes the rows of the first
// convolution that a band needs and doesn't have yet into a ring, then the band's rows of the
// others. Rows at the border of two tasks are computed by both. Every element is computed as by
// single nodes, so the bits are those.
#include <algorithm>
#include <atomic>
#include <bit>
#include <string>
#include <vector>

#include "core/base/thread_pool.h"
#include "core/kernel/registry.h"
#include "core/kernels/cpu/isa_pool.h"
#include "core/kernels/cpu/nn/float_conv.h"
#include "core/tensor/window.h"

namespace hb {
namespace {

constexpr int kConvs = 3;
constexpr int kFirst = 0, kDepthwise = 1, kLast = 2;

// Values between the convolutions of so many bytes in all no longer stay in cache.
constexpr int64_t kFarBytes = 3 << 19;
// What a band takes of the second-level cache beside filters, which take no more than the second.
constexpr int64_t kBandBytes = 320 << 10;
constexpr int64_t kFilterBytes = 256 << 10;
constexpr int64_t kMostRows = 16;  // of a band
// A task has at least so many rows for each row of the first convolution that its neighbour
// computes, too; images are cut into tasks up to so many in all.
constexpr int64_t kRowsForOneTwice = 14;
constexpr int64_t kEnoughTasks = 16;
constexpr int64_t kMostSlots = 64;

struct BandPlan {
  FloatConv conv[kConvs];
  int64_t middle[2];  // floats between the convolutions; 0 with bands
  bool bands;
  int64_t strips;     // tasks of an image
  int64_t band_rows;  // of the result
  int64_t ring_rows;
  int64_t task_floats, slots;  // memory of a task, and how many may run
};

int64_t Floats(int64_t a, int64_t b, int64_t c) { return (a * b * c + 15) / 16 * 16; }
int64_t FirstRowFloats(const BandPlan& p) {
  return p.conv[kFirst].c.out_w * p.conv[kFirst].c.out_c;
}
int64_t MiddleRowFloats(const BandPlan& p) {
  return p.conv[kDepthwise].c.out_w * p.conv[kDepthwise].c.out_c;
}
int64_t RingFloats(const BandPlan& p) { return Floats(p.ring_rows, FirstRowFloats(p), 1); }

bool IsPointwise(const IsaConv& c) {
  return c.k_h == 1 && c.k_w == 1 && c.stride_h == 1 && c.stride_w == 1 && c.pad_top == 0 &&
         c.pad_left == 0 && c.out_h == c.in_h && c.out_w == c.in_w && c.groups == 1;
}

size_t Aligned(size_t bytes) { return (bytes + 63) & ~size_t{63}; }
size_t PackedBytes(const FloatConv& f) { return Aligned(Isa()->conv_packed_filter_bytes(&f.c)); }

// Whether parts of the rows can be computed apart, with a packed filter that stays in cache.
bool CutsIntoRows(const FloatConv& f) {
  const IsaConv& c = f.c;
  // With strides there is no other algorithm than the product of patches.
  return (IsPointwise(c) || (c.groups == 1 && c.stride_h > 1)) &&
         Isa()->conv_filter_layout(&c) == 0 &&
         static_cast<int64_t>(PackedBytes(f)) <= kFilterBytes / 2;
}

// Chooses bands if they gain.
void PlanBands(BandPlan* p) {
  const IsaConv &first = p->conv[kFirst].c, &middle = p->conv[kDepthwise].c;
  for (const FloatConv& f : p->conv) {
    if (Empty(f.c)) return;
  }
  const int64_t bytes =
      first.batch * (first.out_h * FirstRowFloats(*p) + middle.out_h * MiddleRowFloats(*p)) * 4;
  if (bytes < kFarBytes || !PerChannel(middle) || p->conv[kFirst].epilogue.residual != 0 ||
      p->conv[kDepthwise].epilogue.residual != 0 || !CutsIntoRows(p->conv[kFirst]) ||
      !CutsIntoRows(p->conv[kLast]) || !IsPointwise(p->conv[kLast].c)) {
    return;
  }
  const int64_t twice = std::max<int64_t>(1, (middle.k_h - 1) * middle.dil_h + 1 - middle.stride_h);
  p->strips = std::clamp<int64_t>(middle.out_h / (twice * kRowsForOneTwice), 1,
                                  std::max<int64_t>(1, kEnoughTasks / first.batch));
  if (first.batch * p->strips < 2) return;
  const auto ring_rows = [&](int64_t rows) {
    return (rows - 1) * middle.stride_h + (middle.k_h - 1) * middle.dil_h + 1;
  };
  int64_t rows = 0;
  while (rows < std::min(kMostRows, middle.out_h) &&
         (ring_rows(rows + 1) * FirstRowFloats(*p) + (rows + 1) * MiddleRowFloats(*p)) * 4 <=
             kBandBytes) {
    ++rows;
  }
  if (rows == 0) return;
  p->bands = true;
  p->band_rows = rows;
  p->ring_rows = ring_rows(rows);
  p->task_floats = RingFloats(*p) + Floats(rows, MiddleRowFloats(*p), 1);
  p->slots = std::min<int64_t>(
      {kMostSlots, first.batch * p->strips, std::max(1, ThreadPool::Global().size())});
}

// --- A run in bands ---

struct BandRun {
  const BandPlan* p;
  const float* image;
  float* result;
  const float* filter[kConvs];
  const void* packed[kConvs];
  IsaEpilogue epilogue[kConvs];
  float* memory;
  std::atomic<uint64_t> free_slots;
};

// Rows [begin, end) of the first convolution of an image, into the ring.
void FirstRows(const BandRun& r, int64_t image, int64_t begin, int64_t end, float* ring) {
  const IsaConv& whole = r.p->conv[kFirst].c;
  while (begin < end) {
    const int64_t at = begin % r.p->ring_rows;
    const int64_t rows = std::min(end - begin, r.p->ring_rows - at);
    IsaConv c = whole;
    c.batch = 1;
    c.out_h = rows;
    const int64_t top = begin * c.stride_h - c.pad_top;
    const int64_t from = std::max<int64_t>(0, top);
    c.pad_top = from - top;
    const int64_t reach = top + (rows - 1) * c.stride_h + (c.k_h - 1) * c.dil_h + 1;
    c.in_h = std::min(whole.in_h, reach) - from;
    Isa()->conv(&c, r.image + (image * whole.in_h + from) * c.in_w * c.in_c, nullptr,
                r.packed[kFirst], &r.epilogue[kFirst], ring + at * FirstRowFloats(*r.p), nullptr,
                nullptr);
    begin += rows;
  }
}

void RunStrip(const BandRun& r, int64_t task, float* memory) {
  const BandPlan& p = *r.p;
  const IsaConv &first = p.conv[kFirst].c, &middle = p.conv[kDepthwise].c;
  const int64_t image = task / p.strips, strip = task % p.strips;
  const int64_t end = (strip + 1) * middle.out_h / p.strips;
  float* const ring = memory;
  float* const between = memory + RingFloats(p);
  int64_t there = 0;  // rows of the first convolution up to here are in the ring
  for (int64_t y = strip * middle.out_h / p.strips; y < end; y += p.band_rows) {
    const int64_t rows = std::min(p.band_rows, end - y);
    const int64_t top = y * middle.stride_h - middle.pad_top;
    const int64_t reach = top + (rows - 1) * middle.stride_h + (middle.k_h - 1) * middle.dil_h + 1;
    const int64_t begin = std::max({there, top, int64_t{0}});
    there = std::max(begin, std::min(first.out_h, reach));
    FirstRows(r, image, begin, there, ring);
    Isa()->depthwise_rows(&middle, ring, p.ring_rows, y, y + rows, r.filter[kDepthwise],
                          &r.epilogue[kDepthwise], between);
    IsaConv c = p.conv[kLast].c;
    c.batch = 1;
    c.in_h = c.out_h = rows;
    IsaEpilogue e = r.epilogue[kLast];
    const int64_t at = (image * middle.out_h + y) * c.out_w * c.out_c;
    if (e.residual != nullptr) e.residual += at;
    Isa()->conv(&c, between, nullptr, r.packed[kLast], &e, r.result + at, nullptr, nullptr);
  }
}

// Tasks that run at the same time have memory of their own, and one that follows another on its
// thread the same.
void StripTask(BandRun* r, int64_t task) {
  uint64_t free = r->free_slots.load(std::memory_order_relaxed);
  do {
    while (free == 0) free = r->free_slots.load(std::memory_order_relaxed);
  } while (
      !r->free_slots.compare_exchange_weak(free, free & (free - 1), std::memory_order_acquire));
  const int slot = std::countr_zero(free);
  RunStrip(*r, task, r->memory + slot * r->p->task_floats);
  r->free_slots.fetch_or(uint64_t{1} << slot, std::memory_order_release);
}

int RunBands(HbRunCtx* ctx) {
  const auto& p = Params<BandPlan>(ctx);
  BandRun r{};
  r.p = &p;
  r.image = In<float>(ctx, 0);
  r.result = Out<float>(ctx, 0);
  char* scratch = static_cast<char*>(ctx->scratch);
  PreparedFilter filters[kConvs];
  for (int i = 0; i < kConvs; ++i) {
    const FloatConv& f = p.conv[i];
    filters[i] = FilterOf(ctx, f, scratch);
    scratch += Aligned(f.filter_scratch);
    r.filter[i] = filters[i].filter;
    r.packed[i] = filters[i].packed.get();
    r.epilogue[i] = filters[i].e;
    if (i == kDepthwise || r.packed[i] != nullptr) continue;
    const IsaPool pool = PoolOf(ctx);
    Isa()->conv_pack_filter(&f.c, r.filter[i], scratch, &pool);
    r.packed[i] = scratch;
    scratch += PackedBytes(f);
  }
  r.memory = reinterpret_cast<float*>(scratch);
  r.free_slots = p.slots == 64 ? ~uint64_t{0} : (uint64_t{1} << p.slots) - 1;
  ParallelFor(ctx, p.conv[kFirst].c.batch * p.strips, [&r](int64_t t) { StripTask(&r, t); });
  return 0;
}

// --- One convolution after the other ---

int RunOneByOne(HbRunCtx* ctx) {
  const auto& p = Params<BandPlan>(ctx);
  float* const memory = static_cast<float*>(ctx->scratch);
  float* const middle[] = {memory, memory + p.middle[0], Out<float>(ctx, 0)};
  void* const scratch = memory + p.middle[0] + p.middle[1];
  const float* image = In<float>(ctx, 0);
  for (int i = 0; i < kConvs; ++i) {
    RunFloatConv(ctx, p.conv[i], image, middle[i], scratch);
    image = middle[i];
  }
  return 0;
}

// --- Planning ---

// A convolution of an image; sets the dimensions of its result.
int PlanConv(HbPlanCtx* ctx, const WindowAttrs& attrs, const Shape& image, int32_t filter,
             bool depthwise, FloatConv* f, Shape* result) {
  const HbView& v = ctx->in[filter];
  const Shape dims = ShapeOf(v);
  Result<Window2D> w = MakeWindow2D(attrs, image, dims[0], dims[1]);
  if (!w.ok()) return Fail(ctx, w.status().code(), w.status().message());
  const int64_t in_c = image[3];
  const int64_t group_in = depthwise ? 1 : dims[2];
  f->c = {image[0],
          image[1],
          image[2],
          in_c,
          w->h.out,
          w->w.out,
          depthwise ? dims[2] * dims[3] : dims[3],
          dims[0],
          dims[1],
          w->h.stride,
          w->w.stride,
          w->h.dilation,
          w->w.dilation,
          w->h.pad_before,
          w->w.pad_before,
          group_in == 0 ? 1 : in_c / group_in};
  *result = Shape({f->c.batch, f->c.out_h, f->c.out_w, f->c.out_c});
  ctx->cost += FlopsNs(2.0 * static_cast<double>(result->num_elements()) *
                       static_cast<double>(dims[0] * dims[1] * group_in));
  return 0;
}

int PlanConvs(HbPlanCtx* ctx) {
  auto* p = NewParams<BandPlan>(ctx);
  if (p == nullptr) return 1;
  const std::vector<std::string> steps = AttrStrings(ctx->attrs, "steps");
  const std::vector<std::string> paddings = AttrStrings(ctx->attrs, "paddings");
  const std::vector<std::string> activations = AttrStrings(ctx->attrs, "activations");
  const std::vector<int64_t> depthwise = AttrInts(ctx->attrs, "depthwise");
  const WindowAttrs all = {AttrInts(ctx->attrs, "strides"), AttrInts(ctx->attrs, "dilations"),
                           AttrInts(ctx->attrs, "explicit_paddings"), "", "NHWC"};
  if (paddings.size() != kConvs || activations.size() != kConvs || depthwise.size() != kConvs ||
      std::ranges::count(steps, "filter") != kConvs || steps[0] != "filter") {
    return Fail(ctx, Code::kUnimplemented, "only ", kConvs, " convolutions are computed as one");
  }
  Shape image = ShapeOf(ctx->in[0]);
  auto step = steps.begin();
  for (size_t i = 0; i < kConvs; ++i) {
    FloatConv* f = &p->conv[i];
    const auto filter = static_cast<int32_t>(step - steps.begin()) + 1;
    const auto next = std::find(step + 1, steps.end(), "filter");
    Shape result;
    if (int rc = PlanConv(ctx, AttrsOfWindow(all, i, paddings[i]), image, filter, depthwise[i] != 0,
                          f, &result);
        rc != 0) {
      return rc;
    }
    const HbView view{nullptr, result.data(), result.num_elements(), result.rank(), DT_FLOAT};
    if (int rc =
            PlanEpilogue(ctx, {step + 1, next}, filter + 1, activations[i], view, &f->epilogue);
        rc != 0) {
      return rc;
    }
    PlanFloatConv(filter, f);
    image = result;
    step = next;
  }
  PlanBands(p);
  if (p->bands) {
    for (FloatConv& f : p->conv) {
      ctx->scratch += Aligned(f.filter_scratch);
      if (PerChannel(f.c)) continue;
      PlanPackedFilter(&f);
      ctx->scratch += PackedBytes(f);
    }
    ctx->scratch += static_cast<size_t>(p->slots * p->task_floats) * sizeof(float);
    ctx->run = RunBands;
    return 0;
  }
  size_t most = 0;
  for (int i = 0; i < kConvs; ++i) {
    const IsaConv& c = p->conv[i].c;
    if (i < kLast) p->middle[i] = Floats(c.batch * c.out_h, c.out_w, c.out_c);
    most = std::max(most, p->conv[i].scratch);
  }
  ctx->scratch = static_cast<size_t>(p->middle[0] + p->middle[1]) * sizeof(float) + most;
  ctx->run = RunOneByOne;
  return 0;
}

}  // namespace

void RegisterConvBandsKernels(KernelSet& set) {
  KERNEL(set, "_HbConvs", {.constraint = "T:float", .plan = PlanConvs});
}

}  // namespace hb
