#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/races/races.h"

// ThreadSanitizer doesn't let the child of a process with threads start its own.
#if !defined(__SANITIZE_THREAD__)

namespace hb::races {
namespace {

// True if `body` gives true in a child, in time.
bool InChild(const std::function<bool()>& body) {
  const pid_t pid = fork();
  if (pid == 0) {
    alarm(60);
    _exit(body() ? 0 : 1);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool Works(Session* session, const Trained& net) {
  return Fetch(session, Output(), {}, net.init).ok() &&
         Fetch(session, Output(), {{net.gradient, Filled({2000, 1}, 1)}}, {net.train}).ok() &&
         Fetch(session, net.y, {{net.x, Filled({64, 2000}, 1)}}).ok();
}

TEST(Race, ForkAfterRuns) {
  Trained net(2000);
  const Ref<Session> session = MakeRef<Session>(net.graph, SessionOptions());
  ASSERT_TRUE(Works(session.get(), net));
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(InChild([&] {
      const Ref<Session> own = MakeRef<Session>(net.graph, SessionOptions());
      return Works(session.get(), net) && Works(own.get(), net) && session->Close().ok();
    }));
  }
  EXPECT_TRUE(Works(session.get(), net));
}

// GCC 12's AddressSanitizer has no handlers for fork: when another thread is inside of its
// allocator, the child waits there for ever.
#if !defined(__SANITIZE_ADDRESS__)
// The child can't use a session that was running, and says so; a new one works.
TEST(Race, ForkDuringRuns) {
  auto graph = std::make_shared<Graph>();
  const Output endless = Endless(graph.get());
  const Output constant = Builder(graph.get()).Scalar<float>(1);
  const Ref<Session> session = MakeRef<Session>(graph, SessionOptions());
  std::atomic<bool> running{false};
  OnThreads(2, [&](int thread) {
    if (thread == 0) {
      running = true;
      EXPECT_EQ(Fetch(session.get(), endless).status().code(), Code::kCancelled);
      return;
    }
    while (!running) std::this_thread::yield();
    RunOptions options;
    options.timeout_ms = 20;  // by then the other thread is inside
    EXPECT_EQ(Fetch(session.get(), endless, {}, {}, options).status().code(),
              Code::kDeadlineExceeded);
    for (int i = 0; i < 10; ++i) {
      EXPECT_TRUE(InChild([&] {
        Trained net(2000);
        const Ref<Session> own = MakeRef<Session>(net.graph, SessionOptions());
        return Fetch(session.get(), constant).status().code() == Code::kFailedPrecondition &&
               session->Close().ok() && Works(own.get(), net);
      }));
    }
    EXPECT_TRUE(session->Close().ok());
  });
}
#endif

}  // namespace
}  // namespace hb::races

#endif
