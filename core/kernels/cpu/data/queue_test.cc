#include <gtest/gtest.h>

#include <thread>

#include "core/graph/builder.h"
#include "core/runtime/session.h"

namespace hb {
namespace {

class QueueTest : public ::testing::Test {
 protected:
  void SetUp() override {
    queue_ = b_.Op("FIFOQueueV2", {},
                   {{"component_types", std::vector<DType>{DT_INT32}}, {"capacity", 1}});
    value_ = b_.Placeholder(DT_INT32, Shape());
    enqueue_ = b_.NodeOf("QueueEnqueueV2", {queue_, std::vector<Output>{value_}});
    dequeue_ =
        b_.Op("QueueDequeueV2", {queue_}, {{"component_types", std::vector<DType>{DT_INT32}}});
    close_ = b_.NodeOf("QueueCloseV2", {queue_});
    size_ = b_.Op("QueueSizeV2", {queue_});
    ASSERT_TRUE(b_.ok()) << b_.status().ToString();
  }
  Status Enqueue(int32_t v, const RunOptions& options = {}) {
    Tensor t = Tensor::Scalar<int32_t>(v);
    Tensor* feed = &t;
    return session_->Run({value_}, {&feed, 1}, {}, {}, {enqueue_}, options);
  }
  Status Fetch(Output o, int32_t* v, const RunOptions& options = {}) {
    Tensor t;
    Tensor* fetch = &t;
    Status s = session_->Run({}, {}, {o}, {&fetch, 1}, {}, options);
    if (s.ok()) *v = t.scalar<int32_t>();
    return s;
  }
  std::shared_ptr<Graph> graph_ = std::make_shared<Graph>();
  Ref<Session> session_ = MakeRef<Session>(graph_, SessionOptions());
  Builder b_{graph_.get()};
  Output queue_, value_, dequeue_, size_;
  Node *enqueue_ = nullptr, *close_ = nullptr;
};

TEST_F(QueueTest, ABlockedDequeueIsFedByAnotherRun) {
  int32_t got = 0;
  Status waited;
  std::thread waiter([&] { waited = Fetch(dequeue_, &got); });
  ASSERT_TRUE(Enqueue(7).ok());
  waiter.join();
  ASSERT_TRUE(waited.ok()) << waited.ToString();
  EXPECT_EQ(got, 7);
}

TEST_F(QueueTest, AFullQueueLetsEnqueuesWait) {
  ASSERT_TRUE(Enqueue(1).ok());
  Status waited;
  std::thread waiter([&] { waited = Enqueue(2); });
  int32_t v = 0;
  ASSERT_TRUE(Fetch(dequeue_, &v).ok());
  EXPECT_EQ(v, 1);
  waiter.join();
  ASSERT_TRUE(waited.ok()) << waited.ToString();
  ASSERT_TRUE(Fetch(dequeue_, &v).ok());
  EXPECT_EQ(v, 2);
}

TEST_F(QueueTest, WaitingEndsByCancellationTimeoutAndClosing) {
  int32_t v = 0;
  CancellationToken token;
  RunOptions options;
  options.cancellation = &token;
  Status waited;
  std::thread waiter([&] { waited = Fetch(dequeue_, &v, options); });
  token.Cancel();
  waiter.join();
  EXPECT_EQ(waited.code(), Code::kCancelled) << waited.ToString();

  RunOptions timed;
  timed.timeout_ms = 20;
  waited = Fetch(dequeue_, &v, timed);
  EXPECT_EQ(waited.code(), Code::kDeadlineExceeded) << waited.ToString();

  std::thread other([&] { waited = Fetch(dequeue_, &v); });
  EXPECT_TRUE(session_->Run({}, {}, {}, {}, {close_}, RunOptions()).ok());
  other.join();
  EXPECT_EQ(waited.code(), Code::kOutOfRange) << waited.ToString();
  EXPECT_EQ(Enqueue(1).code(), Code::kCancelled);
  ASSERT_TRUE(Fetch(size_, &v).ok());
  EXPECT_EQ(v, 0);
}

}  // namespace
}  // namespace hb
