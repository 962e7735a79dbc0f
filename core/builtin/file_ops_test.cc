// The ops on files and checkpoints, in sessions.
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/base/file_system.h"
#include "core/builtin/builtin.h"
#include "core/graph/builder.h"
#include "core/io/tensor_bundle.h"
#include "core/runtime/session.h"

namespace hb {
namespace {

class FileOps : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "hornbeam_ops_XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    dir_ = name;
  }
  void TearDown() override { EXPECT_TRUE(DeleteTree(dir_).ok()); }
  std::string In(std::string_view name) const { return JoinPath(dir_, name); }
  Output Text(const std::string& s) { return b_.Const(Tensor::Scalar<TString>(s)); }
  Output Texts(const std::vector<TString>& v) { return b_.Vector(v); }

  Result<std::vector<Tensor>> Run(const std::vector<Output>& fetches,
                                  const std::vector<const Node*>& targets = {}) {
    HB_RETURN_IF_ERROR(b_.status());
    const Ref<Session> session = MakeRef<Session>(graph_, options_);
    std::vector<Tensor> values(fetches.size());
    std::vector<Tensor*> results;
    for (Tensor& t : values) results.push_back(&t);
    HB_RETURN_IF_ERROR(session->Run({}, {}, fetches, results, targets, {}));
    return values;
  }

  std::string dir_;
  SessionOptions options_;
  std::shared_ptr<Graph> graph_ = std::make_shared<Graph>();
  Builder b_{graph_.get()};
};

TEST_F(FileOps, SavesAndRestores) {
  const Node* save =
      b_.NodeOf("SaveV2", {Text(In("v/ckpt")), Texts({"m", "s", "part"}), Texts({"", "", "4 2,2"}),
                           std::vector<Output>{b_.Const(Tensor::Of<float>({2, 2}, {1, 2, 3, 4})),
                                               Texts({"a", "long string that needs a buffer"}),
                                               b_.Vector<int32_t>({7, 8})}});
  const Node* rest = b_.NodeOf("SaveV2", {Text(In("v/more")), Texts({"part"}), Texts({"4 0,2"}),
                                          std::vector<Output>{b_.Vector<int32_t>({5, 6})}});
  const Status saved = Run({}, {save, rest}).status();
  ASSERT_TRUE(saved.ok()) << saved.ToString();
  const Node* merge =
      b_.NodeOf("MergeV2Checkpoints", {Texts({In("v/ckpt"), In("v/more")}), Text(In("w/all"))});
  ASSERT_TRUE(Run({}, {merge}).ok());
  EXPECT_EQ(ListDirectory(dir_).value(), std::vector<std::string>{"w"});
  Node* restore = b_.NodeOf(
      "RestoreV2",
      {Text(In("w/all")), Texts({"part", "m", "s", "part"}), Texts({"", "2 2 -:1,1", "", "4 1,2"})},
      {{"dtypes", std::vector<DType>{DT_INT32, DT_FLOAT, DT_STRING, DT_INT32}}});
  ASSERT_TRUE(b_.ok()) << b_.status().ToString();
  const auto r =
      Run({Output(restore, 0), Output(restore, 1), Output(restore, 2), Output(restore, 3)});
  ASSERT_TRUE(r.ok()) << r.status().ToString();
  EXPECT_EQ(DebugString((*r)[0]), "int32[4] {5 6 7 8}");
  EXPECT_EQ(DebugString((*r)[1]), "float[2,1] {2 4}");
  EXPECT_EQ((*r)[2].flat<TString>()[1].view(), "long string that needs a buffer");
  EXPECT_EQ(DebugString((*r)[3]), "int32[2] {6 7}");
}

TEST_F(FileOps, RestoreSaysWhatIsWrong) {
  const auto restore = [&](const std::string& prefix, const char* name, DType type,
                           const char* slice) {
    Node* n = b_.NodeOf("RestoreV2", {Text(prefix), Texts({name}), Texts({slice})},
                        {{"dtypes", std::vector<DType>{type}}});
    return Run({Output(n, 0)}).status();
  };
  auto writer = BundleWriter::Create(In("c")).value();
  ASSERT_TRUE(writer->Add("a/x", Tensor::Vector<float>({1, 2})).ok() && writer->Finish().ok());
  EXPECT_TRUE(restore(In("c"), "a/x", DT_FLOAT, "").ok());
  EXPECT_TRUE(IsNotFound(restore(In("none"), "a/x", DT_FLOAT, "")));
  const Status name = restore(In("c"), "b/x", DT_FLOAT, "");
  EXPECT_TRUE(IsNotFound(name));
  EXPECT_NE(name.message().find("'a/x'"), std::string::npos);
  EXPECT_NE(name.message().find("RestoreV2"), std::string::npos);
  EXPECT_TRUE(IsInvalidArgument(restore(In("c"), "a/x", DT_INT32, "")));
  EXPECT_TRUE(IsInvalidArgument(restore(In("c"), "a/x", DT_FLOAT, "3 0,1")));
}

TEST_F(FileOps, ReadsWritesAndMatches) {
  const Node* write = b_.NodeOf("WriteFile", {Text(In("x/one.txt")), Text("content")});
  const Node* other = b_.NodeOf("WriteFile", {Text(In("x/two.txt")), Text("")});
  ASSERT_TRUE(Run({}, {write, other}).ok());
  const auto r = Run({b_.Op("ReadFile", {Text(In("x/one.txt"))}),
                      b_.Op("MatchingFiles", {Texts({In("*/t*.txt"), In("x/one.txt")})}),
                      b_.Op("MatchingFiles", {Text(In("x/none*"))}),
                      b_.Op("ShardedFilename", {Text("b"), b_.Scalar(3), b_.Scalar(12)}),
                      b_.Op("ShardedFilespec", {Text("b"), b_.Scalar(12)})});
  ASSERT_TRUE(r.ok()) << r.status().ToString();
  EXPECT_EQ((*r)[0].scalar<TString>().view(), "content");
  ASSERT_EQ((*r)[1].num_elements(), 2);
  EXPECT_EQ((*r)[1].flat<TString>()[0].view(), In("x/one.txt"));
  EXPECT_EQ((*r)[1].flat<TString>()[1].view(), In("x/two.txt"));
  EXPECT_EQ((*r)[2].num_elements(), 0);
  EXPECT_EQ((*r)[3].scalar<TString>().view(), "b-00003-of-00012");
  EXPECT_EQ((*r)[4].scalar<TString>().view(), "b-\?\?\?\?\?-of-00012");
}

TEST_F(FileOps, StaysInItsFolder) {
  ASSERT_TRUE(MakeDirectories(In("in")).ok());
  ASSERT_TRUE(WriteFileAtomically(In("secret"), "s").ok());
  auto writer = BundleWriter::Create(In("out")).value();
  ASSERT_TRUE(writer->Add("x", Tensor::Scalar(1.0f)).ok() && writer->Finish().ok());
  // A checkpoint inside whose data file is a link to one outside.
  ASSERT_TRUE(RenameFile(In("out.index"), In("in/out.index")).ok());
  ASSERT_EQ(
      symlink(BundleDataPath(In("out"), 0, 1).c_str(), BundleDataPath(In("in/out"), 0, 1).c_str()),
      0);
  options_.restrict_files = true;
  options_.file_root = In("in");
  const auto denied = [&](const Node* n) {
    std::vector<Output> fetches;
    if (n->num_outputs() > 0) fetches.push_back(Output(const_cast<Node*>(n), 0));
    return IsPermissionDenied(Run(fetches, {n}).status());
  };
  const Attrs dtypes = {{"dtypes", std::vector<DType>{DT_FLOAT}}};
  EXPECT_TRUE(denied(b_.NodeOf("ReadFile", {Text(In("secret"))})));
  EXPECT_TRUE(denied(b_.NodeOf("ReadFile", {Text(In("in/../secret"))})));
  EXPECT_TRUE(denied(b_.NodeOf("WriteFile", {Text(In("in/../new")), Text("")})));
  EXPECT_TRUE(denied(b_.NodeOf("MatchingFiles", {Text(In("*"))})));
  EXPECT_TRUE(denied(b_.NodeOf(
      "SaveV2", {Text(In("stolen")), Texts({"a"}), Texts({""}), std::vector<Output>{Text("a")}})));
  EXPECT_TRUE(denied(b_.NodeOf("MergeV2Checkpoints", {Texts({In("out")}), Text(In("in/merged"))})));
  EXPECT_TRUE(
      denied(b_.NodeOf("RestoreV2", {Text(In("in/out")), Texts({"x"}), Texts({""})}, dtypes)));
  const Node* allowed = b_.NodeOf("WriteFile", {Text(In("in/sub/new")), Text("ok")});
  EXPECT_TRUE(Run({}, {allowed}).ok());
  EXPECT_TRUE(FileExists(In("in/sub/new")));
  EXPECT_FALSE(FileExists(In("new")));
}

}  // namespace
}  // namespace hb
