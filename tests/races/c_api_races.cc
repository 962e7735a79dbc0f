#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "hornbeam/c_api.h"
#include "hornbeam/keras.h"

namespace {

void OnThreads(int n, const std::function<void(int)>& fn) {
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

struct StatusDeleter {
  void operator()(HB_Status* s) const { HB_DeleteStatus(s); }
};
using StatusPtr = std::unique_ptr<HB_Status, StatusDeleter>;
StatusPtr NewStatus() { return StatusPtr(HB_NewStatus()); }
bool Ok(const StatusPtr& s) { return HB_GetCode(s.get()) == HB_OK; }

HB_Tensor* Floats(std::vector<int64_t> dims, float value) {
  int64_t count = 1;
  for (const int64_t d : dims) count *= d;
  HB_Tensor* t = HB_AllocateTensor(HB_FLOAT, dims.data(), static_cast<int>(dims.size()),
                                   static_cast<size_t>(count) * sizeof(float));
  std::fill_n(static_cast<float*>(HB_TensorData(t)), count, value);
  return t;
}
float First(const HB_Tensor* t) { return *static_cast<const float*>(HB_TensorData(t)); }

// x, and y = x + c.
struct Sum {
  explicit Sum(float c) {
    const StatusPtr s = NewStatus();
    HB_OperationDescription* d = HB_NewOperation(graph, "Placeholder", "x");
    HB_SetAttrType(d, "dtype", HB_FLOAT);
    x = {HB_FinishOperation(d, s.get()), 0};
    d = HB_NewOperation(graph, "Const", "c");
    HB_Tensor* value = Floats({}, c);
    HB_SetAttrTensor(d, "value", value, s.get());
    HB_SetAttrType(d, "dtype", HB_FLOAT);
    HB_DeleteTensor(value);
    const HB_Output constant = {HB_FinishOperation(d, s.get()), 0};
    d = HB_NewOperation(graph, "AddV2", "y");
    HB_AddInput(d, x);
    HB_AddInput(d, constant);
    y = {HB_FinishOperation(d, s.get()), 0};
    HB_SessionOptions* options = HB_NewSessionOptions();
    session = HB_NewSession(graph, options, s.get());
    HB_DeleteSessionOptions(options);
    EXPECT_TRUE(Ok(s)) << HB_Message(s.get());
  }
  ~Sum() {
    const StatusPtr s = NewStatus();
    HB_DeleteSession(session, s.get());
    HB_DeleteGraph(graph);
  }
  HB_Callable* MakeCallable() const {
    const StatusPtr s = NewStatus();
    return HB_SessionMakeCallable(session, &x, 1, &y, 1, nullptr, 0, nullptr, s.get());
  }
  HB_Graph* graph = HB_NewGraph();
  HB_Session* session = nullptr;
  HB_Output x, y;
};

// The code of a run with x = value; y must be value + c.
HB_Code Call(HB_Callable* callable, int64_t n, float value, float c) {
  const StatusPtr s = NewStatus();
  HB_Tensor* in = Floats({n}, value);
  HB_Tensor* out = nullptr;
  HB_CallableRun(callable, &in, 1, &out, 1, nullptr, s.get());
  if (Ok(s)) {
    EXPECT_EQ(First(out), value + c);
  }
  HB_DeleteTensor(in);
  HB_DeleteTensor(out);
  return HB_GetCode(s.get());
}

TEST(Race, CallableDeletedDuringItsRun) {
  Sum sum(1);
  for (int round = 0; round < 20; ++round) {
    HB_Callable* callable = sum.MakeCallable();
    ASSERT_NE(callable, nullptr);
    // Whoever comes last has the handle no more, but its run goes on.
    std::atomic<int> inside{0};
    OnThreads(5, [&](int thread) {
      if (thread == 0) {
        while (inside.load() < 4) std::this_thread::yield();
        HB_DeleteCallable(callable);
        return;
      }
      EXPECT_EQ(Call(callable, thread + 1, 2, 1), HB_OK);
      inside.fetch_add(1);
    });
  }
}

TEST(Race, SessionAndGraphDeletedBesideACallable) {
  for (int round = 0; round < 20; ++round) {
    auto sum = std::make_unique<Sum>(1.f);
    HB_Callable* callable = sum->MakeCallable();
    OnThreads(4, [&](int thread) {
      if (thread == 0) {
        sum.reset();
        return;
      }
      for (int i = 0; i < 5; ++i) {
        const HB_Code code = Call(callable, thread, 2, 1);
        EXPECT_TRUE(code == HB_OK || code == HB_CANCELLED) << code;
      }
    });
    HB_DeleteCallable(callable);
  }
}

// A service replaces its model by a newer one while it answers.
TEST(Race, ModelReloadBesidePredictions) {
  struct Loaded {
    explicit Loaded(float c) : sum(c), version(c), callable(sum.MakeCallable()) {}
    ~Loaded() { HB_DeleteCallable(callable); }
    Sum sum;
    float version;
    HB_Callable* callable;
  };
  std::mutex mutex;
  auto current = std::make_shared<Loaded>(0.f);
  std::atomic<bool> done{false};
  OnThreads(6, [&](int thread) {
    if (thread == 0) {
      for (int version = 1; version <= 20; ++version) {
        auto next = std::make_shared<Loaded>(static_cast<float>(version));
        std::lock_guard lock(mutex);
        current.swap(next);
      }
      done = true;
      return;
    }
    while (!done) {
      std::shared_ptr<Loaded> mine;
      {
        std::lock_guard lock(mutex);
        mine = current;
      }
      EXPECT_EQ(Call(mine->callable, thread, 5, mine->version), HB_OK);
    }
  });
}

TEST(Race, OperationsAddedBesideRuns) {
  Sum sum(1);
  OnThreads(4, [&](int thread) {
    const StatusPtr s = NewStatus();
    for (int i = 0; i < 50; ++i) {
      if (thread < 2) {
        const std::string name = "n" + std::to_string(thread) + "_" + std::to_string(i);
        HB_OperationDescription* d = HB_NewOperation(sum.graph, "Neg", name.c_str());
        HB_AddInput(d, sum.y);
        const HB_Output neg = {HB_FinishOperation(d, s.get()), 0};
        ASSERT_TRUE(Ok(s)) << HB_Message(s.get());
        HB_Tensor* in = Floats({2}, 1);
        HB_Tensor* out = nullptr;
        HB_SessionRun(sum.session, nullptr, &sum.x, &in, 1, &neg, &out, 1, nullptr, 0, nullptr,
                      s.get());
        ASSERT_TRUE(Ok(s)) << HB_Message(s.get());
        EXPECT_EQ(First(out), -2);
        HB_DeleteTensor(in);
        HB_DeleteTensor(out);
      } else {
        size_t at = 0;
        while (const HB_Operation* op = HB_GraphNextOperation(sum.graph, &at)) {
          ASSERT_NE(HB_OperationName(const_cast<HB_Operation*>(op)), nullptr);
        }
        HB_Output dx{}, y = sum.y, x = sum.x;
        HB_AddGradients(sum.graph, &y, 1, &x, 1, nullptr, s.get(), &dx);
        EXPECT_TRUE(Ok(s)) << HB_Message(s.get());
      }
    }
  });
}

TEST(Race, PluginLoadingBesideRuns) {
  OnThreads(6, [&](int thread) {
    const StatusPtr s = NewStatus();
    for (int i = 0; i < 10; ++i) {
      if (thread < 2) {
        HB_LoadPlugin(HORNBEAM_TEST_PLUGIN, s.get());
        ASSERT_TRUE(Ok(s)) << HB_Message(s.get());
        HB_Buffer* ops = HB_GetAllOpList();
        EXPECT_GT(ops->length, 0u);
        HB_DeleteBuffer(ops);
      } else {
        Sum sum(static_cast<float>(i));
        HB_Callable* callable = sum.MakeCallable();
        EXPECT_EQ(Call(callable, 3, 1, static_cast<float>(i)), HB_OK);
        HB_DeleteCallable(callable);
      }
    }
  });
}

HB_Model* NewModel(const StatusPtr& s) {
  static constexpr char kConfig[] = R"({"units": 4, "activation": "tanh"})";
  static constexpr char kCompile[] = R"({"optimizer": "adam", "loss": "mse"})";
  HB_Layer* layers[2] = {HB_LayerNew("Dense", kConfig, sizeof(kConfig) - 1, s.get()),
                         HB_LayerNew("Dense", kConfig, sizeof(kConfig) - 1, s.get())};
  HB_Model* model = HB_ModelSequential(layers, 2, nullptr, s.get());
  for (HB_Layer* l : layers) HB_DeleteLayer(l);
  HB_ModelCompile(model, kCompile, sizeof(kCompile) - 1, s.get());
  EXPECT_TRUE(Ok(s)) << HB_Message(s.get());
  return model;
}

// Fits until it is over; the code that it ends with.
HB_Code Fit(HB_Trainer* trainer) {
  const StatusPtr s = NewStatus();
  HB_TrainerEvent event = {};
  event.struct_size = sizeof(event);
  while (HB_TrainerNext(trainer, &event, s.get())) {
  }
  return HB_GetCode(s.get());
}

HB_Trainer* NewTrainer(HB_Model* model, HB_Tensor* x, HB_Tensor* y, int64_t epochs) {
  const StatusPtr s = NewStatus();
  HB_FitOptions options = {};
  options.struct_size = sizeof(options);
  options.epochs = epochs;
  options.batch_size = 8;
  HB_Trainer* trainer = HB_TrainerNew(model, &x, 1, &y, 1, &options, s.get());
  EXPECT_TRUE(Ok(s)) << HB_Message(s.get());
  return trainer;
}

TEST(Race, FitsOfSeveralModels) {
  OnThreads(4, [&](int) {
    const StatusPtr s = NewStatus();
    HB_Model* model = NewModel(s);
    HB_Tensor *x = Floats({32, 3}, 1), *y = Floats({32, 4}, 0);
    HB_Trainer* trainer = NewTrainer(model, x, y, 3);
    EXPECT_EQ(Fit(trainer), HB_OK);
    HB_DeleteTrainer(trainer);
    HB_DeleteModel(model);
    HB_DeleteTensor(x);
    HB_DeleteTensor(y);
  });
}

TEST(Race, FitCancelledFromAnotherThread) {
  const StatusPtr s = NewStatus();
  HB_Model* model = NewModel(s);
  HB_Tensor *x = Floats({32, 3}, 1), *y = Floats({32, 4}, 0);
  for (int round = 0; round < 5; ++round) {
    HB_Trainer* trainer = NewTrainer(model, x, y, 1000000);
    OnThreads(2, [&](int thread) {
      if (thread == 0) {
        HB_TrainerCancel(trainer);
      } else {
        EXPECT_EQ(Fit(trainer), HB_CANCELLED);
      }
    });
    HB_DeleteTrainer(trainer);
  }
  HB_DeleteModel(model);
  HB_DeleteTensor(x);
  HB_DeleteTensor(y);
}

}  // namespace
