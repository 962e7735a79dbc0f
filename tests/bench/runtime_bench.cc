// What a run costs through the C interface: a trivial graph, chains, predictions of small networks,
// and the training step of an MLP 784-128-10 (Adam, batch 32) as a user writes it.
//
// usage: runtime_bench [threads [calls|predict|fit]]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <vector>

#include "hornbeam/c_api.h"
#include "hornbeam/cpp/keras.h"
#include "hornbeam/cpp/ops.h"

namespace {

using Clock = std::chrono::steady_clock;

// The least time of a call, in nanoseconds, over several batches of calls.
template <typename Fn>
double BestNs(int calls, int batches, Fn&& fn) {
  double best = 1e30;
  for (int b = 0; b < batches; ++b) {
    const auto start = Clock::now();
    for (int i = 0; i < calls; ++i) fn();
    const std::chrono::duration<double, std::nano> spent = Clock::now() - start;
    best = std::min(best, spent.count() / calls);
  }
  return best;
}

void Check(HB_Status* status) {
  if (HB_GetCode(status) == HB_OK) return;
  std::fprintf(stderr, "%s\n", HB_Message(status));
  std::exit(1);
}

HB_Output Placeholder(HB_Graph* graph, HB_Status* status, int rank = -1) {
  HB_OperationDescription* d = HB_NewOperation(graph, "Placeholder", "x");
  HB_SetAttrType(d, "dtype", HB_FLOAT);
  HB_SetAttrShape(d, "shape", nullptr, rank);
  HB_Operation* op = HB_FinishOperation(d, status);
  Check(status);
  return {op, 0};
}

// A chain of `length` negations; nanoseconds of a call with the output supplied.
double ChainNs(int length, bool callable_run) {
  HB_Status* status = HB_NewStatus();
  HB_Graph* graph = HB_NewGraph();
  const HB_Output x = Placeholder(graph, status, 0);
  HB_Output y = x;
  for (int i = 0; i < length; ++i) {
    HB_OperationDescription* d = HB_NewOperation(graph, "Neg", ("n" + std::to_string(i)).c_str());
    HB_AddInput(d, y);
    y = {HB_FinishOperation(d, status), 0};
    Check(status);
  }
  HB_SessionOptions* options = HB_NewSessionOptions();
  HB_Session* session = HB_NewSession(graph, options, status);
  HB_Callable* callable =
      HB_SessionMakeCallable(session, &x, 1, &y, 1, nullptr, 0, nullptr, status);
  Check(status);
  HB_Tensor* in = HB_AllocateTensor(HB_FLOAT, nullptr, 0, 4);
  HB_Tensor* out = HB_AllocateTensor(HB_FLOAT, nullptr, 0, 4);
  *static_cast<float*>(HB_TensorData(in)) = 1.0f;
  double ns = 0;
  if (callable_run) {
    ns = BestNs(2000, 40, [&] { HB_CallableRun(callable, &in, 1, &out, 1, nullptr, status); });
  } else {
    ns = BestNs(2000, 40, [&] {
      HB_Tensor* result = nullptr;
      HB_SessionRun(session, nullptr, &x, &in, 1, &y, &result, 1, nullptr, 0, nullptr, status);
      HB_DeleteTensor(result);
    });
  }
  Check(status);
  HB_DeleteTensor(in);
  HB_DeleteTensor(out);
  HB_DeleteCallable(callable);
  HB_DeleteSession(session, status);
  HB_DeleteSessionOptions(options);
  HB_DeleteGraph(graph);
  HB_DeleteStatus(status);
  return ns;
}

HB_Tensor* Filled(const std::vector<int64_t>& dims) {
  size_t count = 1;
  for (int64_t d : dims) count *= static_cast<size_t>(d);
  HB_Tensor* t = HB_AllocateTensor(HB_FLOAT, dims.data(), static_cast<int>(dims.size()), 4 * count);
  for (size_t i = 0; i < count; ++i) {
    static_cast<float*>(HB_TensorData(t))[i] = static_cast<float>(i * 7919 % 256) / 256 - 0.5f;
  }
  return t;
}

// A graph and its session.
struct Network {
  HB_Status* status = HB_NewStatus();
  HB_Graph* graph = HB_NewGraph();
  HB_SessionOptions* options = HB_NewSessionOptions();
  HB_Session* session = HB_NewSession(graph, options, status);
  int nodes = 0;

  ~Network() {
    HB_DeleteSession(session, status);
    HB_DeleteSessionOptions(options);
    HB_DeleteGraph(graph);
    HB_DeleteStatus(status);
  }
  template <typename Attrs>
  HB_Output Op(const char* type, const std::vector<HB_Output>& inputs, Attrs&& attrs) {
    const std::string name = "n" + std::to_string(nodes++);
    HB_OperationDescription* d = HB_NewOperation(graph, type, name.c_str());
    for (const HB_Output& input : inputs) HB_AddInput(d, input);
    attrs(d);
    HB_Operation* op = HB_FinishOperation(d, status);
    Check(status);
    return {op, 0};
  }
  HB_Output Op(const char* type, const std::vector<HB_Output>& inputs) {
    return Op(type, inputs, [](HB_OperationDescription*) {});
  }
  HB_Output Variable(const std::vector<int64_t>& dims) {
    const auto rank = static_cast<int>(dims.size());
    const HB_Output handle = Op("VarHandleOp", {}, [&](HB_OperationDescription* d) {
      HB_SetAttrType(d, "dtype", HB_FLOAT);
      HB_SetAttrShape(d, "shape", dims.data(), rank);
    });
    HB_Tensor* value = Filled(dims);
    const HB_Output start = Op("Const", {}, [&](HB_OperationDescription* d) {
      HB_SetAttrTensor(d, "value", value, status);
      HB_SetAttrType(d, "dtype", HB_FLOAT);
    });
    HB_DeleteTensor(value);
    HB_Operation* const assign = Op("AssignVariableOp", {handle, start}).oper;
    HB_SessionRun(session, nullptr, nullptr, nullptr, 0, nullptr, nullptr, 0, &assign, 1, nullptr,
                  status);
    Check(status);
    return Op("ReadVariableOp", {handle},
              [](HB_OperationDescription* d) { HB_SetAttrType(d, "dtype", HB_FLOAT); });
  }
};

// Microseconds of a prediction of dense layers of these sizes with relu between, output supplied.
double PredictUs(int64_t batch, const std::vector<int64_t>& sizes) {
  Network net;
  const HB_Output x = Placeholder(net.graph, net.status);
  HB_Output y = x;
  for (size_t i = 0; i + 1 < sizes.size(); ++i) {
    y = net.Op("BiasAdd", {net.Op("MatMul", {y, net.Variable({sizes[i], sizes[i + 1]})}),
                           net.Variable({sizes[i + 1]})});
    if (i + 2 < sizes.size()) y = net.Op("Relu", {y});
  }
  HB_Callable* callable =
      HB_SessionMakeCallable(net.session, &x, 1, &y, 1, nullptr, 0, nullptr, net.status);
  Check(net.status);
  HB_Tensor* in = Filled({batch, sizes.front()});
  HB_Tensor* out = Filled({batch, sizes.back()});
  const double ns =
      BestNs(50, 60, [&] { HB_CallableRun(callable, &in, 1, &out, 1, nullptr, net.status); });
  Check(net.status);
  HB_DeleteTensor(in);
  HB_DeleteTensor(out);
  HB_DeleteCallable(callable);
  return ns / 1000;
}

// Microseconds of processor time that the calling thread has taken.
double ThreadUs() {
  timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return 1e6 * static_cast<double>(t.tv_sec) + 1e-3 * static_cast<double>(t.tv_nsec);
}

// Microseconds of a step of fit: by the clock, and of the calling thread alone.
std::pair<double, double> StepUs() {
  constexpr int64_t kRows = 3200;
  std::vector<float> images(kRows * 784);
  std::vector<int64_t> labels(kRows);
  for (size_t i = 0; i < images.size(); ++i) images[i] = static_cast<float>(i * 7919 % 256) / 256;
  for (size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<int64_t>(i % 10);
  const int64_t x_dims[] = {kRows, 784}, y_dims[] = {kRows};
  const auto x = hb::Tensor::From<float>(x_dims, std::span<const float>(images));
  const auto y = hb::Tensor::From<int64_t>(y_dims, std::span<const int64_t>(labels));
  auto model = hb::keras::Sequential({hb::keras::Dense({.units = 128, .activation = "relu"}),
                                      hb::keras::Dense({.units = 10, .activation = "softmax"})});
  model.Compile(hb::keras::Adam(), hb::keras::SparseCategoricalCrossentropy());
  model.Fit(x, y, {.epochs = 1});
  double best = 1e30, best_thread = 1e30;
  for (int i = 0; i < 60; ++i) {
    const auto start = Clock::now();
    const double thread_start = ThreadUs();
    model.Fit(x, y, {.epochs = 1});
    const std::chrono::duration<double, std::micro> spent = Clock::now() - start;
    best = std::min(best, spent.count() / (kRows / 32));
    best_thread = std::min(best_thread, (ThreadUs() - thread_start) / (kRows / 32));
  }
  return {best, best_thread};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1) setenv("HORNBEAM_NUM_THREADS", argv[1], 1);
  const char* what = argc > 2 ? argv[2] : "";
  if (std::strstr("calls", what) != nullptr) {
    const double one = ChainNs(1, true), chain = ChainNs(1001, true);
    std::printf("callable, one node, output supplied   %8.1f ns\n", one);
    std::printf("a node in a chain of 1,000            %8.1f ns\n", (chain - one) / 1000);
    std::printf("HB_SessionRun, one node               %8.1f ns\n", ChainNs(1, false));
  }
  if (std::strstr("predict", what) != nullptr) {
    for (int64_t batch : {1, 4, 32}) {
      std::printf("predict, 784-128-10, batch %-2d          %8.2f us\n", static_cast<int>(batch),
                  PredictUs(batch, {784, 128, 10}));
    }
    for (int64_t batch : {1, 4, 32}) {
      std::printf("predict, 4 x 1000 units, batch %-2d       %8.2f us\n", static_cast<int>(batch),
                  PredictUs(batch, {1000, 1000, 1000, 1000, 1000}));
    }
  }
  if (std::strstr("fit", what) != nullptr) {
    const auto [clock, thread] = StepUs();
    std::printf("fit, MLP 784-128-10, Adam, batch 32   %8.1f us a step (calling thread %.1f)\n",
                clock, thread);
  }
}
