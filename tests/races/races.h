// Helpers of the tests that race: a session over a small graph, and threads.
#ifndef HORNBEAM_TESTS_RACES_RACES_H_
#define HORNBEAM_TESTS_RACES_RACES_H_

#include <atomic>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "core/graph/builder.h"
#include "core/graph/function.h"
#include "core/runtime/session.h"

namespace hb::races {

// Runs fn(0) … fn(n - 1), each on a thread of its own, all at once.
inline void OnThreads(int n, const std::function<void(int)>& fn) {
  std::atomic<int> ready{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < n; ++i) {
    threads.emplace_back([&, i] {
      ready.fetch_add(1);
      while (ready.load() < n) std::this_thread::yield();
      fn(i);
    });
  }
  for (std::thread& t : threads) t.join();
}

inline Result<Tensor> Fetch(Session* session, Output fetch,
                            const std::vector<std::pair<Output, Tensor>>& feeds = {},
                            const std::vector<const Node*>& targets = {},
                            const RunOptions& options = {}) {
  std::vector<Output> ends;
  std::vector<Tensor> values;
  for (const auto& [end, value] : feeds) {
    ends.push_back(end);
    values.push_back(value);
  }
  std::vector<Tensor*> inputs;
  for (Tensor& t : values) inputs.push_back(&t);
  Tensor result;
  Tensor* results[] = {&result};
  const std::vector<Output> fetches = fetch ? std::vector<Output>{fetch} : std::vector<Output>();
  HB_RETURN_IF_ERROR(session->Run(
      ends, inputs, fetches, std::span<Tensor* const>(results, fetches.size()), targets, options));
  return result;
}

inline Tensor Filled(const Shape& shape, float value) {
  Tensor t = Tensor::Allocate(DT_FLOAT, shape).value();
  for (float& f : t.flat<float>()) f = value;
  return t;
}

// A variable of n equal floats, trained by Adam with a gradient that is equal everywhere, so that
// its elements stay equal, and predictions from it.
struct Trained {
  explicit Trained(int64_t n);
  std::shared_ptr<Graph> graph = std::make_shared<Graph>();
  Builder b{graph.get()};
  std::vector<const Node*> init;
  const Node* train = nullptr;
  Output x, y, value, gradient;  // y = x @ variable + x's own sum; value: the variable
};

inline Trained::Trained(int64_t n) {
  const auto variable = [&](const char* name, const Shape& shape, float start) {
    Output v = b.Op("VarHandleOp", {}, {{"dtype", DT_FLOAT}, {"shape", shape}}, name);
    init.push_back(b.NodeOf("AssignVariableOp", {v, b.Const(Filled(shape, start))}));
    return v;
  };
  const Output w = variable("w", {n, 1}, 1), m = variable("m", {n, 1}, 0),
               v = variable("v", {n, 1}, 0);
  gradient = b.Placeholder(DT_FLOAT, {n, 1}, "gradient");
  const auto scalar = [&](float f) { return b.Scalar<float>(f); };
  train = b.NodeOf("ResourceApplyAdam", {w, m, v, scalar(0.9f), scalar(0.99f), scalar(0.01f),
                                         scalar(0.9f), scalar(0.999f), scalar(1e-7f), gradient});
  value = b.Op("ReadVariableOp", {w}, {{"dtype", DT_FLOAT}});
  x = b.Placeholder(DT_FLOAT, {-1, n}, "x");
  y = b.Op("Tanh", {b.Op("MatMul", {x, value})});
}

// A loop that ends only from outside.
inline Output Endless(Graph* graph) {
  const auto add = [&](const char* name, const std::function<Output(Builder&, Output)>& make) {
    Graph body;
    body.set_functions(graph->shared_functions());
    Builder b(&body);
    ToFunctionOptions options;
    options.name = name;
    options.inputs = {b.Placeholder(DT_FLOAT, Shape(), "x")};
    options.outputs = {make(b, options.inputs[0])};
    Result<pb::FunctionDef> def = GraphToFunction(body, options);
    return def.ok() ? graph->functions().Add(std::make_shared<pb::FunctionDef>(*def))
                    : def.status();
  };
  Builder b(graph);
  b.Fail(add("forever", [](Builder& f, Output x) { return f.Op("Equal", {x, x}); }));
  b.Fail(add("same", [](Builder& f, Output x) { return f.Op("Identity", {x}); }));
  return b.Op("While", {std::vector<Output>{b.Scalar<float>(1)}},
              {{"T", std::vector<DType>{DT_FLOAT}},
               {"cond", FuncRef{"forever"}},
               {"body", FuncRef{"same"}}},
              "endless");
}

}  // namespace hb::races

#endif  // HORNBEAM_TESTS_RACES_RACES_H_
