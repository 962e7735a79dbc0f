#include "core/base/file_system.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hb {
namespace {

class FileSystem : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "hornbeam_fs_XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    dir_ = ResolvePath(name).value();
  }
  void TearDown() override { EXPECT_TRUE(DeleteTree(dir_).ok()); }
  std::string In(std::string_view name) const { return JoinPath(dir_, name); }
  std::string dir_;
};

TEST_F(FileSystem, WritesAndReads) {
  const std::string path = In("a");
  ASSERT_TRUE(WriteFileAtomically(path, "hello").ok());
  EXPECT_EQ(ReadFile(path).value(), "hello");
  const std::string large(300000, 'x');
  ASSERT_TRUE(WriteFileAtomically(path, large).ok());
  EXPECT_EQ(ReadFile(path).value(), large);
  EXPECT_EQ(FileSize(path).value(), large.size());
  EXPECT_TRUE(IsResourceExhausted(ReadFile(path, 100).status()));
  EXPECT_EQ(ListDirectory(dir_).value(), std::vector<std::string>{"a"});
  EXPECT_GT(ReadFile("/proc/self/status").value().size(), 100u);
}

TEST_F(FileSystem, WriterBuffersAndAppends) {
  auto w = FileWriter::Open(In("w"), FileWriter::kTruncate).value();
  std::string expected;
  for (int i = 0; i < 3000; ++i) {
    const std::string piece(static_cast<size_t>(i * 37 % 500), static_cast<char>('a' + i % 26));
    expected += piece;
    ASSERT_TRUE(w->Append(piece).ok());
  }
  EXPECT_EQ(w->position(), expected.size());
  ASSERT_TRUE(w->Close().ok());
  EXPECT_TRUE(IsFailedPrecondition(w->Append("x")));
  w = FileWriter::Open(In("w"), FileWriter::kAppend).value();
  ASSERT_TRUE(w->Append("end").ok());
  w = nullptr;
  EXPECT_EQ(ReadFile(In("w")).value(), expected + "end");
  EXPECT_TRUE(IsAlreadyExists(FileWriter::Open(In("w"), FileWriter::kExclusive).status()));
}

TEST_F(FileSystem, AtomicFileWithoutCommitLeavesTheOldOne) {
  ASSERT_TRUE(WriteFileAtomically(In("a"), "old").ok());
  {
    auto f = AtomicFile::Create(In("a")).value();
    ASSERT_TRUE(f->writer().Append("new").ok());
  }
  EXPECT_EQ(ReadFile(In("a")).value(), "old");
  EXPECT_EQ(ListDirectory(dir_).value().size(), 1u);
  EXPECT_TRUE(IsNotFound(WriteFileAtomically(In("no/b"), "x")));
  EXPECT_TRUE(IsFailedPrecondition(WriteFileAtomically(dir_, "x")));
}

TEST_F(FileSystem, ErrorsHaveCodesAndPaths) {
  const Status missing = ReadFile(In("missing")).status();
  EXPECT_TRUE(IsNotFound(missing));
  EXPECT_NE(missing.message().find(In("missing")), std::string::npos);
  EXPECT_NE(missing.message().find("No such file"), std::string::npos);
  EXPECT_TRUE(IsFailedPrecondition(ReadFile(dir_).status()));
  EXPECT_TRUE(IsInvalidArgument(ReadFile(std::string("a\0b", 3)).status()));
  EXPECT_TRUE(IsInvalidArgument(ReadFile("").status()));
  ASSERT_EQ(mkfifo(In("pipe").c_str(), 0600), 0);
  EXPECT_TRUE(IsFailedPrecondition(ReadFile(In("pipe")).status()));
  ASSERT_TRUE(WriteFileAtomically(In("a"), "x").ok());
  EXPECT_TRUE(IsFailedPrecondition(MakeDirectories(In("a/b"))));
  EXPECT_TRUE(IsFailedPrecondition(MakeDirectories(In("a"))));
  auto file = RandomAccessFile::Open(In("a")).value();
  char buf[8];
  EXPECT_TRUE(file->Read(0, 1, buf).ok());
  EXPECT_TRUE(IsOutOfRange(file->Read(0, 2, buf)));
  EXPECT_TRUE(IsOutOfRange(file->Read(UINT64_MAX, 2, buf)));
}

TEST_F(FileSystem, MakesAndDeletesFolders) {
  ASSERT_TRUE(MakeDirectories(In("x/y//z/")).ok());
  ASSERT_TRUE(MakeDirectories(In("x/y/z")).ok());
  EXPECT_TRUE(IsDirectory(In("x/y/z")));
  ASSERT_TRUE(WriteFileAtomically(In("keep"), "k").ok());
  ASSERT_EQ(symlink(dir_.c_str(), In("x/link").c_str()), 0);
  ASSERT_TRUE(DeleteTree(In("x")).ok());
  EXPECT_FALSE(FileExists(In("x")));
  EXPECT_TRUE(FileExists(In("keep")));
}

TEST_F(FileSystem, IsInsideSeesThroughLinksAndDots) {
  ASSERT_TRUE(MakeDirectories(In("in/sub")).ok());
  ASSERT_TRUE(MakeDirectories(In("inner")).ok());
  const std::string in = In("in");
  EXPECT_TRUE(IsInside(in, in));
  EXPECT_TRUE(IsInside(in + "/", in + "/sub"));
  EXPECT_TRUE(IsInside(in, in + "/new/file"));
  EXPECT_TRUE(IsInside(in, in + "/sub/../file"));
  EXPECT_TRUE(IsInside("/", in));
  EXPECT_FALSE(IsInside(in, dir_));
  EXPECT_FALSE(IsInside(in, In("inner")));
  EXPECT_FALSE(IsInside(in, in + "/../inner/x"));
  EXPECT_FALSE(IsInside(in, in + "/new/../../x"));
  EXPECT_FALSE(IsInside(in, "/etc/passwd"));
  EXPECT_FALSE(IsInside(in, ""));
  ASSERT_EQ(symlink("../inner", (in + "/out").c_str()), 0);
  EXPECT_FALSE(IsInside(in, in + "/out/file"));
  ASSERT_EQ(symlink("/nowhere/at/all", (in + "/dangling").c_str()), 0);
  EXPECT_FALSE(IsInside(in, in + "/dangling"));
  ASSERT_EQ(symlink("sub", (in + "/stay").c_str()), 0);
  EXPECT_TRUE(IsInside(in, in + "/stay/file"));
  ASSERT_EQ(symlink("loop", (in + "/loop").c_str()), 0);
  EXPECT_FALSE(IsInside(in, in + "/loop"));
  ASSERT_EQ(symlink("in", In("alias").c_str()), 0);
  EXPECT_TRUE(IsInside(In("alias"), in + "/x"));
}

TEST(Path, Parts) {
  EXPECT_EQ(JoinPath("a", "b"), "a/b");
  EXPECT_EQ(JoinPath("a/", "b"), "a/b");
  EXPECT_EQ(JoinPath("a", "/b"), "/b");
  EXPECT_EQ(JoinPath("", "b"), "b");
  EXPECT_EQ(DirName("a/b/c"), "a/b");
  EXPECT_EQ(DirName("c"), ".");
  EXPECT_EQ(DirName("/c"), "/");
  EXPECT_EQ(BaseName("a/b/c"), "c");
}

}  // namespace
}  // namespace hb
