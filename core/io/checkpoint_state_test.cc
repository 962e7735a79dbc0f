#include "core/io/checkpoint_state.h"

#include <gtest/gtest.h>

#include "core/base/file_system.h"
#include "core/io/event_writer.h"
#include "core/io/tensor_bundle.h"
#include "core/proto/event.pb.h"

namespace hb {
namespace {

class StateFiles : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "hornbeam_state_XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    dir_ = name;
  }
  void TearDown() override { EXPECT_TRUE(DeleteTree(dir_).ok()); }
  std::string In(std::string_view name) const { return JoinPath(dir_, name); }
  std::string dir_;
};

TEST_F(StateFiles, ReadsAndWritesTensorFlows) {
  CheckpointState s = ReadCheckpointState("tests/data/io").value();
  EXPECT_EQ(s.latest, "tests/data/io/model-2");
  EXPECT_EQ(s.all, (std::vector<std::string>{"tests/data/io/model-1", "tests/data/io/model-2"}));
  EXPECT_EQ(s.timestamps, (std::vector<double>{1.5, 2.5}));
  EXPECT_EQ(s.last_preserved, 0.5);
  s.latest = In("model-2");
  s.all = {In("model-1"), In("model-2")};
  ASSERT_TRUE(WriteCheckpointState(dir_, s).ok());
  EXPECT_EQ(ReadFile(In("checkpoint")).value(), ReadFile("tests/data/io/checkpoint").value());
}

TEST_F(StateFiles, FindsTheLatest) {
  EXPECT_TRUE(IsNotFound(LatestCheckpoint(dir_).status()));
  ASSERT_TRUE(WriteFileAtomically(In("checkpoint"), "model_checkpoint_path: 'm-1'").ok());
  EXPECT_TRUE(IsNotFound(LatestCheckpoint(dir_).status()));
  ASSERT_TRUE(BundleWriter::Create(In("m-1")).value()->Finish().ok());
  EXPECT_EQ(LatestCheckpoint(dir_).value(), In("m-1"));
  ASSERT_TRUE(WriteFileAtomically(In("checkpoint"), "model_checkpoint_path").ok());
  EXPECT_TRUE(IsInvalidArgument(LatestCheckpoint(dir_).status()));
  ASSERT_TRUE(WriteFileAtomically(In("checkpoint"), "").ok());
  EXPECT_TRUE(IsDataLoss(LatestCheckpoint(dir_).status()));
}

TEST_F(StateFiles, WritesEvents) {
  auto writer = EventWriter::Open(In("logs"), ".v2").value();
  ASSERT_TRUE(writer->Scalar("epoch_loss", 3, 0.25f).ok());
  ASSERT_TRUE(writer->Text("note", 0, "hello").ok());
  ASSERT_TRUE(writer->Flush().ok());
  auto reader = RecordReader::Open(writer->path()).value();
  std::string record;
  hornbeam::Event event;
  ASSERT_TRUE(reader->Next(&record).value() && event.ParseFromString(record));
  EXPECT_EQ(event.file_version(), "brain.Event:2");
  EXPECT_GT(event.wall_time(), 1e9);
  ASSERT_TRUE(reader->Next(&record).value() && event.ParseFromString(record));
  EXPECT_EQ(event.step(), 3);
  EXPECT_EQ(event.summary().value(0).tag(), "epoch_loss");
  EXPECT_EQ(event.summary().value(0).tensor().float_val(0), 0.25f);
  ASSERT_TRUE(reader->Next(&record).value() && event.ParseFromString(record));
  EXPECT_EQ(event.summary().value(0).tensor().string_val(0), "hello");
  EXPECT_FALSE(reader->Next(&record).value());
}

}  // namespace
}  // namespace hb
