// Kernels of the fake device. Each enqueues; the device's thread reads and writes its memory.
#include <atomic>
#include <cstring>
#include <vector>

#include "tests/plugin/fake_device.h"

namespace fake {
namespace {

std::atomic<int64_t> kernels_run{0}, waiting{0};
std::mutex gate_mu;
std::condition_variable gate_changed;
bool gate_open = true;

int Fail(HbRunCtx* ctx, int code, const char* message) {
  return ctx->env->fail(ctx, code, message, strlen(message));
}

Stream* StreamOf(HbRunCtx* ctx) { return static_cast<Stream*>(ctx->stream); }

// Floats at an address of the device.
float* At(Stream* s, const void* memory) {
  return reinterpret_cast<float*>(s->device->memory.Real(memory));
}

// Enqueues body(inputs, output) with the floats behind the addresses.
template <typename Body>
int Enqueue(HbRunCtx* ctx, std::vector<const void*> in, void* out, Body body) {
  Stream* s = StreamOf(ctx);
  s->queue->Enqueue([s, in, out, body](Failure* f) {
    std::vector<const float*> real;
    float* to = At(s, out);
    bool good = to != nullptr;
    for (const void* p : in) {
      real.push_back(At(s, p));
      good = good && real.back() != nullptr;
    }
    if (!good) {
      *f = {13, "a kernel got an address of the host"};
      return;
    }
    ++kernels_run;
    body(real, to);
  });
  return 0;
}

// Sums and products of equal shapes, or with a scalar.
template <bool kAdd>
int RunBinary(HbRunCtx* ctx) {
  const HbView &a = *ctx->in[0], &b = *ctx->in[1], &y = *ctx->out[0];
  const int64_t n = y.count;
  if ((a.count != n && a.count != 1) || (b.count != n && b.count != 1)) {
    return Fail(ctx, 12, "the device broadcasts scalars only");
  }
  const int64_t da = a.count == 1 ? 0 : 1, db = b.count == 1 ? 0 : 1;
  return Enqueue(ctx, {a.data, b.data}, y.data, [=](const auto& in, float* out) {
    for (int64_t i = 0; i < n; ++i) {
      const float u = in[0][i * da], v = in[1][i * db];
      out[i] = kAdd ? u + v : u * v;
    }
  });
}

int PlanBinary(HbPlanCtx* ctx) {
  if (ctx->in[0].count == ctx->out[0].spec.count) ctx->out[0].may_reuse = 1;
  return 0;
}

// Into scratch first, so that scratch of a device is seen to be one.
int RunMatMul(HbRunCtx* ctx) {
  const HbView &a = *ctx->in[0], &b = *ctx->in[1];
  const int64_t m = a.dims[0], k = a.dims[1], n = b.dims[1];
  Enqueue(ctx, {a.data, b.data}, ctx->scratch, [=](const auto& in, float* out) {
    for (int64_t i = 0; i < m; ++i) {
      for (int64_t j = 0; j < n; ++j) {
        float sum = 0;
        for (int64_t l = 0; l < k; ++l) sum += in[0][i * k + l] * in[1][l * n + j];
        out[i * n + j] = sum;
      }
    }
  });
  return Enqueue(ctx, {ctx->scratch}, ctx->out[0]->data, [=](const auto& in, float* out) {
    memcpy(out, in[0], static_cast<size_t>(m * n) * sizeof(float));
  });
}

int PlanMatMul(HbPlanCtx* ctx) {
  unsigned char transposed[2] = {0, 0};
  ctx->attrs->get_bool(ctx->attrs, "transpose_a", &transposed[0]);
  ctx->attrs->get_bool(ctx->attrs, "transpose_b", &transposed[1]);
  if (transposed[0] || transposed[1]) {
    static constexpr char kMessage[] = "the device transposes nothing";
    return ctx->fail(ctx, 12, kMessage, sizeof(kMessage) - 1);
  }
  ctx->scratch = static_cast<size_t>(ctx->out[0].spec.count) * sizeof(float) + 1;
  return 0;
}

// The dimensions lie on the host, the value on the device.
int RunFill(HbRunCtx* ctx) {
  const int64_t n = ctx->out[0]->count;
  return Enqueue(ctx, {ctx->in[1]->data}, ctx->out[0]->data, [=](const auto& in, float* out) {
    for (int64_t i = 0; i < n; ++i) out[i] = in[0][0];
  });
}

// The factor lies on the host; the product goes by way of temporary memory.
int RunScale(HbRunCtx* ctx) {
  const float factor = *static_cast<const float*>(ctx->in[1]->data);
  const int64_t n = ctx->out[0]->count;
  const size_t bytes = static_cast<size_t>(n) * sizeof(float);
  void* temp = ctx->env->alloc_temp(ctx, bytes);
  if (temp == nullptr) return 1;
  Enqueue(ctx, {ctx->in[0]->data}, temp, [=](const auto& in, float* out) {
    for (int64_t i = 0; i < n; ++i) out[i] = factor * in[0][i];
  });
  return Enqueue(ctx, {temp}, ctx->out[0]->data,
                 [=](const auto& in, float* out) { memcpy(out, in[0], bytes); });
}

// How many elements there are: known on the host.
int RunCount(HbRunCtx* ctx) {
  *static_cast<int32_t*>(ctx->out[0]->data) = static_cast<int32_t>(ctx->in[0]->count);
  return 0;
}

// The positive elements: their number is known only when the stream has come here.
int RunPositive(HbRunCtx* ctx) {
  Stream* s = StreamOf(ctx);
  const void* x = ctx->in[0]->data;
  const int64_t n = ctx->in[0]->count;
  auto kept = std::make_shared<std::vector<float>>();
  s->queue->Enqueue([=](Failure* f) {
    const float* in = At(s, x);
    if (in == nullptr) {
      *f = {13, "a kernel got an address of the host"};
      return;
    }
    for (int64_t i = 0; i < n; ++i) {
      if (in[i] > 0) kept->push_back(in[i]);
    }
  });
  uint64_t number;
  {
    std::lock_guard lock(s->queue->mu);
    number = s->queue->enqueued;
  }
  s->queue->Wait(number, -1);
  const int64_t count = static_cast<int64_t>(kept->size());
  if (ctx->env->alloc_out(ctx, 0, &count, 1) != 0) return 1;
  return Enqueue(ctx, {}, ctx->out[0]->data,
                 [kept](const auto&, float* out) { std::copy(kept->begin(), kept->end(), out); });
}

int RunFail(HbRunCtx* ctx) {
  StreamOf(ctx)->queue->Enqueue([](Failure* f) { *f = {11, "the device broke on purpose"}; });
  return 0;
}

int RunGate(HbRunCtx* ctx) {
  const int64_t n = ctx->out[0]->count;
  return Enqueue(ctx, {ctx->in[0]->data}, ctx->out[0]->data, [=](const auto& in, float* out) {
    {
      std::unique_lock lock(gate_mu);
      ++waiting;
      gate_changed.wait(lock, [] { return gate_open; });
      --waiting;
    }
    memcpy(out, in[0], static_cast<size_t>(n) * sizeof(float));
  });
}

// var -= alpha * delta, and var += value.
int RunDescent(HbRunCtx* ctx) {
  HbView var;
  if (ctx->env->variable(ctx, 0, kHbVariableUpdate, &var) != 0) return 1;
  const int64_t n = var.count;
  if (ctx->in[2]->count != n) return Fail(ctx, 3, "var and delta differ in shape");
  return Enqueue(ctx, {ctx->in[1]->data, ctx->in[2]->data}, var.data,
                 [=](const auto& in, float* out) {
                   for (int64_t i = 0; i < n; ++i) out[i] -= in[0][0] * in[1][i];
                 });
}
int RunAssignAdd(HbRunCtx* ctx) {
  HbView var;
  if (ctx->env->variable(ctx, 0, kHbVariableUpdate, &var) != 0) return 1;
  const int64_t n = var.count;
  if (ctx->in[1]->count != n) return Fail(ctx, 3, "var and value differ in shape");
  return Enqueue(ctx, {ctx->in[1]->data}, var.data, [=](const auto& in, float* out) {
    for (int64_t i = 0; i < n; ++i) out[i] += in[0][i];
  });
}

HbKernelDef Row(const char* op, const char* constraint, HbRunFn run,
                int (*plan)(HbPlanCtx*) = nullptr, uint32_t flags = 0, uint64_t host_in = 0,
                uint64_t host_out = 0) {
  HbKernelDef d = {};
  d.struct_size = sizeof(d);
  d.abi = kHbKernelAbi;
  d.op = op;
  d.device = "FAKE";
  d.constraint = constraint;
  d.run = run;
  d.plan = plan;
  d.flags = flags;
  d.host_in = host_in;
  d.host_out = host_out;
  return d;
}

const char* const kX[] = {"x: float", nullptr};
const char* const kXAndFactor[] = {"x: float", "factor: float", nullptr};
const char* const kY[] = {"y: float", nullptr};
const char* const kN[] = {"n: int32", nullptr};
const char* const kNone[] = {nullptr};

HbOpRow Op(const char* name, const char* const* in, const char* const* out, int32_t shape,
           uint32_t flags = 0) {
  return {sizeof(HbOpRow), name, in, out, kNone, "A test op.", flags, shape};
}

}  // namespace

const HbOpRow* Ops(int32_t* count) {
  static const HbOpRow ops[] = {
      Op("FakeScale", kXAndFactor, kY, kHbShapeUnchanged),
      Op("FakeCount", kX, kN, kHbShapeScalar),
      Op("FakePositive", kX, kY, kHbShapeUnknown),
      Op("FakeFail", kX, kY, kHbShapeUnchanged),
      Op("FakeGate", kX, kY, kHbShapeUnchanged),
  };
  *count = static_cast<int32_t>(sizeof(ops) / sizeof(ops[0]));
  return ops;
}

const HbKernelDef* Kernels(int32_t* count) {
  static const HbKernelDef kernels[] = {
      Row("AddV2", "T:float", RunBinary<true>, PlanBinary),
      Row("Mul", "T:float", RunBinary<false>, PlanBinary),
      Row("MatMul", "T:float", RunMatMul, PlanMatMul),
      Row("Fill", "T:float", RunFill, nullptr, 0, 1),
      Row("FakeScale", "", RunScale, nullptr, 0, 2),
      Row("FakeCount", "", RunCount, nullptr, 0, 0, 1),
      Row("FakePositive", "", RunPositive, nullptr, kHbDynamicOut),
      Row("FakeFail", "", RunFail),
      Row("FakeGate", "", RunGate),
      Row("ResourceApplyGradientDescent", "T:float", RunDescent, nullptr, kHbStateful),
      Row("AssignAddVariableOp", "dtype:float", RunAssignAdd, nullptr, kHbStateful),
  };
  *count = static_cast<int32_t>(sizeof(kernels) / sizeof(kernels[0]));
  return kernels;
}

int64_t KernelsRun() { return kernels_run; }
int64_t WaitingAtGate() { return waiting; }
void SetGate(bool open) {
  std::lock_guard lock(gate_mu);
  gate_open = open;
  gate_changed.notify_all();
}

}  // namespace fake
