#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <thread>

#include "core/base/thread_pool.h"
#include "tests/races/races.h"

namespace hb::races {
namespace {

constexpr int kThreads = 16;

bool AllEqual(const Tensor& t) {
  const auto values = t.flat<float>();
  return std::all_of(values.begin(), values.end(), [&](float v) { return v == values[0]; });
}

TEST(Race, GraphBuildingBesideRuns) {
  auto graph = std::make_shared<Graph>();
  Builder b(graph.get());
  const Output x = b.Placeholder(DT_FLOAT, {-1});
  const Output y = b.Op("Mul", {x, b.Scalar<float>(2)});
  const Ref<Session> session = MakeRef<Session>(graph, SessionOptions());
  std::atomic<bool> done{false};
  std::atomic<int> wrong{0};
  OnThreads(6, [&](int thread) {
    if (thread == 0) {
      Output last = y;
      for (int i = 0; i < 100; ++i) {
        {
          std::lock_guard lock(graph->mu());
          last = b.Op("AddV2", {last, b.Scalar<float>(1)});
        }
        const Result<Tensor> r = Fetch(session.get(), last, {{x, Filled({3}, 1)}});
        wrong += !r.ok() || r->flat<float>()[2] != static_cast<float>(i + 3);
      }
      done = true;
      return;
    }
    for (int i = 1; !done; ++i) {
      const Result<Tensor> r = Fetch(session.get(), y, {{x, Filled({i % 7 + 1}, 3)}});
      wrong += !r.ok() || r->flat<float>()[0] != 6;
    }
  });
  EXPECT_EQ(wrong, 0);
}

TEST(Race, FunctionsAddedBesideRuns) {
  auto graph = std::make_shared<Graph>();
  const Output endless = Endless(graph.get());
  const pb::FunctionDef same = *graph->functions().Find("same");
  const Ref<Session> session = MakeRef<Session>(graph, SessionOptions());
  OnThreads(4, [&](int thread) {
    for (int i = 0; i < 20; ++i) {
      if (thread == 0) {
        auto def = std::make_shared<pb::FunctionDef>(same);
        def->mutable_signature()->set_name(StrCat("other", i));
        EXPECT_TRUE(graph->functions().Add(def).ok());
      } else {
        RunOptions options;
        options.timeout_ms = 2;
        EXPECT_EQ(Fetch(session.get(), endless, {}, {}, options).status().code(),
                  Code::kDeadlineExceeded);
      }
    }
  });
}

// What follows from a variable is kept between runs while another thread assigns it: nobody sees
// less than what was assigned before his run began, nor two values of one read.
TEST(Race, KeptValuesBesideAssignments) {
  constexpr int kValues = 300;
  auto graph = std::make_shared<Graph>();
  Builder b(graph.get());
  const Output x = b.Placeholder(DT_FLOAT, {-1}), fed = b.Placeholder(DT_FLOAT, {8});
  const Output w = b.Op("VarHandleOp", {}, {{"dtype", DT_FLOAT}, {"shape", Shape({8})}});
  const Node* assign = b.NodeOf("AssignVariableOp", {w, fed});
  const Output read = b.Op("ReadVariableOp", {w}, {{"dtype", DT_FLOAT}});
  const Output kept = b.Op("Mul", {x, b.Op("Abs", {b.Op("Neg", {read})})});
  const Output zero = b.Op("AddV2", {b.Op("Mul", {x, b.Op("Neg", {read})}),  //
                                     b.Op("Mul", {x, read})});
  const Ref<Session> session = MakeRef<Session>(graph, SessionOptions());
  ASSERT_TRUE(Fetch(session.get(), Output(), {{fed, Filled({8}, 1)}}, {assign}).ok());
  std::atomic<int> assigned{1}, wrong{0}, runs{0};
  OnThreads(6, [&](int thread) {
    if (thread == 0) {
      for (int i = 2; i <= kValues; ++i) {
        // Now and then until the last values are kept.
        const int enough = runs.load() + (i % 4 == 0 ? 0 : 20);
        while (runs.load() < enough) std::this_thread::yield();
        const Status s =
            Fetch(session.get(), Output(), {{fed, Filled({8}, static_cast<float>(i))}}, {assign})
                .status();
        wrong += !s.ok();
        assigned.store(i, std::memory_order_release);
      }
      return;
    }
    for (int least = 0; least < kValues;) {
      least = assigned.load(std::memory_order_acquire);
      const Output& y = thread % 2 == 0 ? kept : zero;
      const Result<Tensor> r = Fetch(session.get(), y, {{x, Filled({8}, 1)}});
      ++runs;
      if (!r.ok() || !AllEqual(*r)) {
        ++wrong;
      } else {
        const float got = r->flat<float>()[0];
        wrong += thread % 2 == 0 ? got < static_cast<float>(least) : got != 0;
      }
    }
  });
  EXPECT_EQ(wrong, 0);
}

TEST(Race, SixteenSessionsOfOneGraph) {
  Trained net(50);
  ASSERT_TRUE(net.b.ok()) << net.b.status().ToString();
  OnThreads(kThreads, [&](int thread) {
    for (int round = 0; round < 3; ++round) {
      const Ref<Session> session = MakeRef<Session>(net.graph, SessionOptions());
      ASSERT_TRUE(Fetch(session.get(), Output(), {}, net.init).ok());
      for (int i = 0; i < 10; ++i) {
        const float g = static_cast<float>(thread + 1);
        ASSERT_TRUE(
            Fetch(session.get(), Output(), {{net.gradient, Filled({50, 1}, g)}}, {net.train}).ok());
        const Result<Tensor> y = Fetch(session.get(), net.y, {{net.x, Filled({2, 50}, 0)}});
        ASSERT_TRUE(y.ok()) << y.status().ToString();
        EXPECT_EQ(y->flat<float>()[0], 0);
      }
    }
  });
}

// Each variable is a consistent snapshot, whoever trains it meanwhile.
TEST(Race, SixteenThreadsTrainAndPredictEightShapes) {
  constexpr int64_t kSize = 5000;
  Trained net(kSize);
  ASSERT_TRUE(net.b.ok()) << net.b.status().ToString();
  const Ref<Session> session = MakeRef<Session>(net.graph, SessionOptions());
  ASSERT_TRUE(Fetch(session.get(), Output(), {}, net.init).ok());
  std::atomic<int> wrong{0};
  OnThreads(kThreads, [&](int thread) {
    for (int i = 0; i < 40; ++i) {
      if (thread % 2 == 0) {
        const float g = static_cast<float>(i % 5 - 2);
        wrong +=
            !Fetch(session.get(), net.value, {{net.gradient, Filled({kSize, 1}, g)}}, {net.train})
                 .ok();
        continue;
      }
      const Result<Tensor> value = Fetch(session.get(), net.value);
      wrong += !value.ok() || !AllEqual(*value);
      const int64_t rows = (thread / 2 + i) % 8 + 1;
      const Result<Tensor> y = Fetch(session.get(), net.y, {{net.x, Filled({rows, kSize}, 1e-5f)}});
      wrong += !y.ok() || y->num_elements() != rows || !AllEqual(*y);
    }
  });
  EXPECT_EQ(wrong, 0);
}

// Weights that are kept packed belong to one value of their variable, whoever assigns it meanwhile.
TEST(Race, AssignedWhileOthersPredictWithPackedWeights) {
  constexpr int64_t kRows = 80, kCols = 200, kSteps = 60;
  auto graph = std::make_shared<Graph>();
  Builder b(graph.get());
  const Output w = b.Op("VarHandleOp", {}, {{"dtype", DT_FLOAT}, {"shape", Shape({kRows, kCols})}});
  const Output read = b.Op("ReadVariableOp", {w}, {{"dtype", DT_FLOAT}});
  const Output next = b.Placeholder(DT_FLOAT, {kRows, kCols});
  const Node* assign = b.NodeOf("AssignVariableOp", {w, next});
  const Node* add = b.NodeOf("AssignAddVariableOp", {w, next});
  const Output x = b.Placeholder(DT_FLOAT, {-1, kRows});
  const Output y = b.Op("Relu", {b.Op("MatMul", {x, read})});
  ASSERT_TRUE(b.ok()) << b.status().ToString();
  const Ref<Session> session = MakeRef<Session>(graph, SessionOptions());
  ASSERT_TRUE(Fetch(session.get(), Output(), {{next, Filled({kRows, kCols}, 0)}}, {assign}).ok());
  std::atomic<int> wrong{0}, predictions{0};
  std::atomic<bool> done{false};
  OnThreads(5, [&](int thread) {
    if (thread == 0) {
      for (int i = 1; i <= kSteps; ++i) {
        // The value is i afterwards, written anew or added in place.
        const bool anew = i % 3 == 0;
        const float value = anew ? static_cast<float>(i) : 1.0f;
        wrong += !Fetch(session.get(), Output(), {{next, Filled({kRows, kCols}, value)}},
                        {anew ? assign : add})
                      .ok();
        const int before = predictions;
        while (predictions < before + 12) std::this_thread::yield();
      }
      done = true;
      return;
    }
    float last = 0;
    for (int i = 0; !done; ++i, ++predictions) {
      const Result<Tensor> r = Fetch(session.get(), y, {{x, Filled({2 + i % 3, kRows}, 1)}});
      if (!r.ok() || !AllEqual(*r)) {
        ++wrong;
        continue;
      }
      // A thread sees values in the order in which they were written.
      const float value = r->flat<float>()[0] / kRows;
      wrong += value != std::floor(value) || value < last || value > kSteps;
      last = value;
    }
  });
  EXPECT_EQ(wrong, 0);
  for (int i = 0; i < 3; ++i) {
    const Result<Tensor> r = Fetch(session.get(), y, {{x, Filled({4, kRows}, 1)}});
    ASSERT_TRUE(r.ok());
    EXPECT_EQ(r->flat<float>()[0], static_cast<float>(kRows * kSteps));
  }
  EXPECT_GE(session->packs().packs(), 1);
}

TEST(Race, VariableIsDestroyedAndAssignedBesideReads) {
  auto graph = std::make_shared<Graph>();
  Builder b(graph.get());
  const Output v = b.Op("VarHandleOp", {}, {{"dtype", DT_FLOAT}, {"shape", Shape::UnknownRank()}});
  const Output x = b.Placeholder(DT_FLOAT, Shape::UnknownRank());
  const Node* assign = b.NodeOf("AssignVariableOp", {v, x});
  const Node* destroy = b.NodeOf("DestroyResourceOp", {v});
  const Output y = b.Op("Neg", {b.Op("ReadVariableOp", {v}, {{"dtype", DT_FLOAT}})});
  ASSERT_TRUE(b.ok()) << b.status().ToString();
  const Ref<Session> session = MakeRef<Session>(graph, SessionOptions());
  OnThreads(8, [&](int thread) {
    for (int i = 0; i < 60; ++i) {
      if (thread == 0) {
        EXPECT_TRUE(Fetch(session.get(), Output(), {{x, Filled({i % 4 + 1}, 2)}}, {assign}).ok());
      } else if (thread == 1 && i % 8 == 0) {
        EXPECT_TRUE(Fetch(session.get(), Output(), {}, {destroy}).ok());
      } else {
        const Result<Tensor> r = Fetch(session.get(), y);
        // The value may go, or take another shape between planning and running.
        const Code code = r.status().code();
        EXPECT_TRUE(r.ok() || code == Code::kFailedPrecondition || code == Code::kAborted)
            << r.status().ToString();
        if (r.ok()) {
          EXPECT_EQ(r->flat<float>()[0], -2);
        }
      }
    }
  });
}

TEST(Race, CloseDuringRuns) {
  for (int round = 0; round < 5; ++round) {
    auto graph = std::make_shared<Graph>();
    const Output endless = Endless(graph.get());
    const Output constant = Builder(graph.get()).Scalar<float>(1);
    const Ref<Session> session = MakeRef<Session>(graph, SessionOptions());
    OnThreads(6, [&](int thread) {
      if (thread == 0) {
        EXPECT_TRUE(session->Close().ok());
      } else if (thread < 3) {
        EXPECT_EQ(Fetch(session.get(), endless).status().code(), Code::kCancelled);
      } else {
        Status s;
        while (s.ok()) s = Fetch(session.get(), constant).status();
        EXPECT_EQ(s.code(), Code::kCancelled) << s.ToString();
      }
    });
  }
}

TEST(Race, LastReferenceDropsWhileOthersRun) {
  for (int round = 0; round < 10; ++round) {
    auto graph = std::make_shared<Graph>();
    const Output constant = Builder(graph.get()).Scalar<float>(1);
    Ref<Session> first = MakeRef<Session>(graph, SessionOptions());
    std::vector<Ref<Session>> refs(8, first);
    first.reset();
    OnThreads(8, [&](int thread) {
      Ref<Session> mine = std::move(refs[static_cast<size_t>(thread)]);
      for (int i = 0; i < 5; ++i) EXPECT_TRUE(Fetch(mine.get(), constant).ok());
    });
  }
}

TEST(Race, CancellationFromOtherThreads) {
  auto graph = std::make_shared<Graph>();
  const Output endless = Endless(graph.get());
  Builder b(graph.get());
  const std::vector<DType> types = {DT_INT32};
  const Output queue = b.Op("FIFOQueueV2", {}, {{"component_types", types}});
  const Output dequeue = b.Op("QueueDequeueV2", {queue}, {{"component_types", types}});
  ASSERT_TRUE(b.ok()) << b.status().ToString();
  const Ref<Session> session = MakeRef<Session>(graph, SessionOptions());
  for (int round = 0; round < 10; ++round) {
    CancellationToken token;
    OnThreads(8, [&](int thread) {
      if (thread < 2) {
        token.Cancel();
        return;
      }
      RunOptions options;
      options.cancellation = &token;
      const Output what = thread % 2 == 0 ? endless : dequeue;
      const Status s = Fetch(session.get(), what, {}, {}, options).status();
      EXPECT_EQ(s.code(), Code::kCancelled) << s.ToString();
    });
  }
}

// A cancellation that comes as the run ends must not reach for what the run has freed.
TEST(Race, CancellationBesideTheEndOfARun) {
  auto graph = std::make_shared<Graph>();
  Builder b(graph.get());
  const std::vector<DType> types = {DT_INT32};
  const Output queue = b.Op("FIFOQueueV2", {}, {{"component_types", types}});
  const Node* enqueue =
      b.NodeOf("QueueEnqueueV2", {queue, std::vector<Output>{b.Scalar<int32_t>(1)}});
  const Output dequeue = b.Op("QueueDequeueV2", {queue}, {{"component_types", types}});
  ASSERT_TRUE(b.ok()) << b.status().ToString();
  const Ref<Session> session = MakeRef<Session>(graph, SessionOptions());
  for (int round = 0; round < 40; ++round) {
    CancellationToken token;
    OnThreads(3, [&](int thread) {
      if (thread == 0) token.Cancel();
      if (thread == 1) {
        EXPECT_TRUE(Fetch(session.get(), Output(), {}, {enqueue}).ok());
      }
      if (thread == 2) {
        RunOptions options;
        options.cancellation = &token;
        static_cast<void>(Fetch(session.get(), dequeue, {}, {}, options).ok());
      }
    });
  }
}

TEST(Race, QueueFedByOtherRuns) {
  auto graph = std::make_shared<Graph>();
  Builder b(graph.get());
  const std::vector<DType> types = {DT_INT32};
  const Output queue = b.Op("FIFOQueueV2", {}, {{"component_types", types}, {"capacity", 2}});
  const Output in = b.Placeholder(DT_INT32, Shape());
  const Node* enqueue = b.NodeOf("QueueEnqueueV2", {queue, std::vector<Output>{in}});
  const Output out = b.Op("QueueDequeueV2", {queue}, {{"component_types", types}});
  ASSERT_TRUE(b.ok()) << b.status().ToString();
  const Ref<Session> session = MakeRef<Session>(graph, SessionOptions());
  std::atomic<int> sum{0};
  OnThreads(8, [&](int thread) {
    for (int i = 1; i <= 30; ++i) {
      if (thread % 2 == 0) {
        EXPECT_TRUE(
            Fetch(session.get(), Output(), {{in, Tensor::Scalar<int32_t>(i)}}, {enqueue}).ok());
      } else {
        const Result<Tensor> r = Fetch(session.get(), out);
        ASSERT_TRUE(r.ok()) << r.status().ToString();
        sum += r->scalar<int32_t>();
      }
    }
  });
  EXPECT_EQ(sum, 4 * 30 * 31 / 2);
}

// Every thread of the pool is free for a loop while more runs wait than it has threads.
TEST(Race, BlockedDequeuesHoldNoPoolThread) {
  auto graph = std::make_shared<Graph>();
  Builder b(graph.get());
  const std::vector<DType> types = {DT_INT32};
  const Output queue = b.Op("FIFOQueueV2", {}, {{"component_types", types}});
  const Output out = b.Op("QueueDequeueV2", {queue}, {{"component_types", types}});
  const Ref<Session> session = MakeRef<Session>(graph, SessionOptions());
  ThreadPool& pool = ThreadPool::Global();
  const int waiting = 2 * pool.size() + 2;
  std::atomic<int> started{0};
  OnThreads(waiting + 1, [&](int thread) {
    if (thread < waiting) {
      started.fetch_add(1);
      EXPECT_EQ(Fetch(session.get(), out).status().code(), Code::kCancelled);
      return;
    }
    while (started.load() < waiting) std::this_thread::yield();
    // As many tasks as threads, each of which waits for a while until all are under way. After
    // helpers were late, the pool runs some loops without them (a thousand at most): those are
    // short here, but for every fortieth.
    constexpr int64_t kMuchWork = 1'000'000'000;
    std::atomic<int> most{0};
    for (int loop = 0; loop < 4000 && most.load() < pool.size(); ++loop) {
      const std::chrono::milliseconds patience(loop % 40 == 0 ? 200 : 1);
      std::atomic<int> inside{0};
      const auto escaped = pool.ParallelFor(0, kMuchWork, pool.size(), [&](int64_t) {
        inside.fetch_add(1);
        const auto end = std::chrono::steady_clock::now() + patience;
        while (inside.load() < pool.size() && std::chrono::steady_clock::now() < end) {
          std::this_thread::yield();
        }
        if (inside.load() == pool.size()) most.store(pool.size());
      });
      EXPECT_EQ(escaped, nullptr);
    }
    EXPECT_EQ(most.load(), pool.size());
    EXPECT_TRUE(session->Close().ok());
  });
}

}  // namespace
}  // namespace hb::races
