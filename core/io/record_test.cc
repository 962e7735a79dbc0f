#include "core/io/record.h"

#include <gtest/gtest.h>

#include <random>

namespace hb {
namespace {

class Records : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "hornbeam_records_XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    dir_ = name;
  }
  void TearDown() override { EXPECT_TRUE(DeleteTree(dir_).ok()); }
  std::string In(std::string_view name) const { return JoinPath(dir_, name); }
  std::string dir_;
};

struct Kind {
  const char* fixture;
  const char* compression;
};
constexpr Kind kKinds[] = {{"tests/data/io/records", ""},
                           {"tests/data/io/records.gz", "GZIP"},
                           {"tests/data/io/records.zlib", "ZLIB"}};

// All records up to the end or the first error.
std::vector<std::string> ReadAll(const std::string& path, std::string_view compression,
                                 Status* status) {
  std::vector<std::string> out;
  auto reader = RecordReader::Open(path, compression).value();
  std::string record;
  while (true) {
    const Result<bool> more = reader->Next(&record);
    *status = more.status();
    if (!more.ok()) {
      EXPECT_FALSE(reader->Next(&record).ok());
      return out;
    }
    if (!*more) return out;
    out.push_back(record);
  }
}

std::vector<std::string> FixtureRecords() {
  std::string bytes;
  for (int i = 0; i < 3000; ++i) bytes.push_back(static_cast<char>(i % 251));
  return {"first", "", bytes};
}

TEST_F(Records, ReadsTensorFlows) {
  for (const Kind& kind : kKinds) {
    Status s;
    EXPECT_EQ(ReadAll(kind.fixture, kind.compression, &s), FixtureRecords());
    EXPECT_TRUE(s.ok()) << s.ToString();
  }
  EXPECT_TRUE(IsInvalidArgument(RecordReader::Open(kKinds[0].fixture, "SNAPPY").status()));
  EXPECT_TRUE(IsNotFound(RecordReader::Open(In("none")).status()));
  Status s;
  ReadAll(kKinds[1].fixture, "", &s);
  EXPECT_TRUE(IsDataLoss(s));
  ReadAll(kKinds[0].fixture, "GZIP", &s);
  EXPECT_TRUE(IsDataLoss(s));
}

TEST_F(Records, RoundTrips) {
  std::mt19937 random(3);
  std::vector<std::string> records = FixtureRecords();
  records.push_back(std::string(300000, 'z'));
  std::string noise(200000, 0), text;
  for (char& c : noise) c = static_cast<char>(random());
  for (int i = 0; i < 40000; ++i) StrAppend(&text, "word", random() % 500, " ");
  records.push_back(noise);
  records.push_back(text);
  for (const Kind& kind : kKinds) {
    const std::string path = In("r");
    auto writer = RecordWriter::Open(path, kind.compression).value();
    for (const std::string& r : records) ASSERT_TRUE(writer->Append(r).ok());
    ASSERT_TRUE(writer->Close().ok());
    EXPECT_TRUE(IsFailedPrecondition(writer->Append("x")));
    Status s;
    EXPECT_TRUE(ReadAll(path, kind.compression, &s) == records) << kind.compression;
    EXPECT_TRUE(s.ok()) << s.ToString();
    if (*kind.compression != '\0') {
      EXPECT_LT(FileSize(path).value(), 230000 + text.size() * 2 / 3);
    }
  }
  auto writer = RecordWriter::Open(In("a")).value();
  ASSERT_TRUE(writer->Append("one").ok());
  writer = RecordWriter::Open(In("a"), "", true).value();
  ASSERT_TRUE(writer->Append("two").ok());
  writer = nullptr;
  Status s;
  EXPECT_EQ(ReadAll(In("a"), "", &s), (std::vector<std::string>{"one", "two"}));
}

TEST_F(Records, WritesTheBytesOfTensorFlow) {
  auto writer = RecordWriter::Open(In("r")).value();
  for (const std::string& r : FixtureRecords()) ASSERT_TRUE(writer->Append(r).ok());
  writer = nullptr;
  EXPECT_EQ(ReadFile(In("r")).value(), ReadFile(kKinds[0].fixture).value());
}

// A new file each time: some file systems write a truncated one to the disk when it is closed.
void Overwrite(const std::string& path, std::string_view content) {
  static_cast<void>(DeleteFile(path).ok());
  auto w = FileWriter::Open(path, FileWriter::kTruncate).value();
  ASSERT_TRUE(w->Append(content).ok() && w->Close().ok());
}

TEST_F(Records, SurvivesEveryPrefixAndChangedBytes) {
  std::mt19937 random(4);
  const std::vector<std::string> good = FixtureRecords();
  for (const Kind& kind : kKinds) {
    const std::string whole = ReadFile(kind.fixture).value();
    const auto check = [&](std::string_view content) {
      Overwrite(In("r"), content);
      Status s;
      const std::vector<std::string> got = ReadAll(In("r"), kind.compression, &s);
      // What is read before the damage is right.
      EXPECT_TRUE(std::equal(got.begin(), got.end(), good.begin(), good.begin() + got.size()));
    };
    for (size_t n = 0; n < whole.size(); ++n) check(std::string_view(whole).substr(0, n));
    for (int i = 0; i < 4000; ++i) {
      std::string changed = whole;
      changed[random() % changed.size()] ^= static_cast<char>(1 + random() % 255);
      check(changed);
    }
  }
}

std::string InflateAll(std::string_view in, Wrapping wrapping, Status* status) {
  Inflater inflater(wrapping, [in](char* out, size_t size) mutable -> Result<size_t> {
    const size_t n = std::min({size, in.size(), size_t{7}});
    in.copy(out, n);
    in.remove_prefix(n);
    return n;
  });
  std::string all(1 << 12, 0);
  const Result<size_t> n = inflater.Read(all.data(), all.size());
  *status = n.status();
  all.resize(n.ok() ? *n : 0);
  return all;
}

TEST(Deflate, ReadsStoredBlocksAndSeveralMembers) {
  const std::string stored(
      "\x1f\x8b\x08\0\0\0\0\0\0\xff\x01\x03\0\xfc\xff"
      "abc\xc2\x41\x24\x35\x03\0\0\0",
      26);
  Status s;
  EXPECT_EQ(InflateAll(stored, Wrapping::kGzip, &s), "abc");
  EXPECT_TRUE(s.ok()) << s.ToString();
  EXPECT_EQ(InflateAll(stored + stored, Wrapping::kGzip, &s), "abcabc");
  EXPECT_TRUE(s.ok()) << s.ToString();
  InflateAll(stored + "junk", Wrapping::kGzip, &s);
  EXPECT_TRUE(IsDataLoss(s));
  InflateAll("", Wrapping::kZlib, &s);
  EXPECT_TRUE(IsDataLoss(s));
}

TEST(Deflate, BehindTheChecksumsNothingCrashes) {
  // Random bits behind a valid header reach every part of the decoder.
  std::mt19937 random(5);
  for (int i = 0; i < 10000; ++i) {
    std::string in = "\x78\x9c";
    const uint32_t kind = random() % 3;
    in.push_back(static_cast<char>((random() & 0xf8) | kind << 1));
    for (uint32_t n = random() % 200; n > 0; --n) in.push_back(static_cast<char>(random()));
    Status s;
    InflateAll(in, Wrapping::kZlib, &s);
    EXPECT_FALSE(s.ok());
  }
}

}  // namespace
}  // namespace hb
