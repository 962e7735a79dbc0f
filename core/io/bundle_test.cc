#include <gtest/gtest.h>

#include <random>

#include "core/base/coding.h"
#include "core/base/crc32c.h"
#include "core/io/snappy.h"
#include "core/io/table.h"
#include "core/io/tensor_bundle.h"

namespace hb {
namespace {

using std::literals::string_literals::operator""s;
using std::literals::string_view_literals::operator""sv;

const char kAll[] = "tests/data/io/bundle/all";
const char kParts[] = "tests/data/io/bundle/parts";

class Bundle : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "hornbeam_bundle_XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    dir_ = name;
  }
  void TearDown() override { EXPECT_TRUE(DeleteTree(dir_).ok()); }
  std::string In(std::string_view name) const { return JoinPath(dir_, name); }
  std::string dir_;
};

double NumberAt(const Tensor& t, int64_t i) {
  switch (t.dtype()) {
    case DT_FLOAT:
      return t.flat<float>()[size_t(i)];
    case DT_DOUBLE:
      return t.flat<double>()[size_t(i)];
    case DT_HALF:
      return t.flat<half>()[size_t(i)];
    case DT_BFLOAT16:
      return t.flat<bfloat16>()[size_t(i)];
    case DT_COMPLEX64:
      return t.flat<std::complex<float>>()[size_t(i)].real();
    case DT_COMPLEX128:
      return t.flat<std::complex<double>>()[size_t(i)].real();
    default:
      break;
  }
  int64_t v = 0;
  std::memcpy(&v, static_cast<char*>(t.data()) + size_t(i) * DTypeSize(t.dtype()),
              DTypeSize(t.dtype()));
  return static_cast<double>(v);
}

TEST_F(Bundle, ReadsEveryDTypeOfTensorFlow) {
  auto reader = BundleReader::Open(kAll).value();
  EXPECT_EQ(reader->Names().size(), 20u);
  const double want[] = {0, 1, 2, 3, 100, 5};
  int numbers = 0;
  for (const std::string& name : reader->Names()) {
    if (!name.starts_with("numbers/")) continue;
    ++numbers;
    Result<Tensor> t = reader->Read(name);
    ASSERT_TRUE(t.ok()) << t.status().ToString();
    EXPECT_EQ(t->shape(), Shape({2, 3}));
    for (int i = 0; i < 6; ++i) EXPECT_EQ(NumberAt(*t, i), want[i]) << name;
  }
  EXPECT_EQ(numbers, 14);
  EXPECT_EQ(reader->Read("scalar").value().scalar<float>(), 2.5f);
  EXPECT_EQ(reader->Read("empty").value().shape(), Shape({0, 3}));
  EXPECT_FALSE(reader->Read("bools").value().flat<bool>()[1]);
  const Tensor s = reader->Read("strings").value();
  EXPECT_EQ(s.shape(), Shape({2, 3}));
  EXPECT_EQ(s.flat<TString>()[2].view(), std::string(300, 'b'));
  EXPECT_EQ(s.flat<TString>()[3].view(), "\0\xc3\xbf"sv);
  EXPECT_EQ(s.flat<TString>()[5].view(), "end");
  EXPECT_EQ(reader->Read("string").value().scalar<TString>().view(), "one");
  EXPECT_EQ(reader->Read("no_strings").value().num_elements(), 0);
}

TEST_F(Bundle, WritesTheBytesOfTensorFlow) {
  auto reader = BundleReader::Open(kAll).value();
  // TensorFlow's data file has the tensors in the order in which they were given.
  auto writer = BundleWriter::Create(In("all")).value();
  for (const char* name : {"numbers/float32",
                           "numbers/float64",
                           "numbers/float16",
                           "numbers/bfloat16",
                           "numbers/int8",
                           "numbers/int16",
                           "numbers/int32",
                           "numbers/int64",
                           "numbers/uint8",
                           "numbers/uint16",
                           "numbers/uint32",
                           "numbers/uint64",
                           "numbers/complex64",
                           "numbers/complex128",
                           "bools",
                           "empty",
                           "scalar",
                           "strings",
                           "no_strings",
                           "string"}) {
    ASSERT_TRUE(writer->Add(name, reader->Read(name).value()).ok());
  }
  ASSERT_TRUE(writer->Finish().ok());
  EXPECT_EQ(ReadFile(BundleDataPath(In("all"), 0, 1)).value(),
            ReadFile(BundleDataPath(kAll, 0, 1)).value());
  EXPECT_EQ(ReadFile(BundleIndexPath(In("all"))).value(), ReadFile(BundleIndexPath(kAll)).value());
}

TEST_F(Bundle, ReadsPartitionedAndShardedTensors) {
  auto reader = BundleReader::Open(kParts).value();
  EXPECT_EQ(reader->Names(), (std::vector<std::string>{"left", "matrix", "right"}));
  EXPECT_EQ(reader->Read("right").value().scalar<TString>().view(), "r");
  const Tensor m = reader->Read("matrix").value();
  ASSERT_EQ(m.shape(), Shape({6, 4}));
  for (int i = 0; i < 24; ++i) EXPECT_EQ(m.flat<float>()[size_t(i)], i);
  const Tensor part = reader->ReadSlice("matrix", TensorSlice::Parse("1,3:2,2").value()).value();
  EXPECT_EQ(part.shape(), Shape({3, 2}));
  const float want[] = {6, 7, 10, 11, 14, 15};
  for (size_t i = 0; i < 6; ++i) EXPECT_EQ(part.flat<float>()[i], want[i]);
  EXPECT_TRUE(
      IsInvalidArgument(reader->ReadSlice("matrix", TensorSlice::Parse("5,2:-").value()).status()));
  const Tensor left = reader->ReadSlice("left", TensorSlice::Parse("1,1").value()).value();
  EXPECT_EQ(left.flat<int32_t>()[0], 2);
}

TEST_F(Bundle, WritesPartsAndMerges) {
  std::vector<float> numbers(24);
  for (size_t i = 0; i < 24; ++i) numbers[i] = static_cast<float>(i);
  const Tensor whole = Tensor::Of<float>({6, 4}, numbers);
  const TensorSlice all = TensorSlice::Parse("0,6:0,4").value();
  std::vector<std::string> prefixes;
  for (const char* text : {"0,2:0,4", "2,4:0,3", "2,4:3,1"}) {
    const TensorSlice slice = TensorSlice::Parse(text).value();
    const Tensor piece = Tensor::Allocate(DT_FLOAT, slice.ShapeOfLengths()).value();
    CopyCommonElements(whole, all, piece, slice);
    prefixes.push_back(In(StrCat("part", prefixes.size())));
    auto writer = BundleWriter::Create(prefixes.back()).value();
    ASSERT_TRUE(writer->AddSlice("matrix", Shape({6, 4}), slice, piece).ok());
    if (prefixes.size() == 1) {
      ASSERT_TRUE(writer->Add("left", Tensor::Vector<int32_t>({1, 2})).ok());
    } else if (prefixes.size() == 2) {
      ASSERT_TRUE(writer->Add("right", Tensor::Scalar<TString>("r")).ok());
    }
    ASSERT_TRUE(writer->Finish().ok());
  }
  ASSERT_TRUE(MergeBundles(prefixes, In("sub/parts")).ok());
  EXPECT_EQ(ListDirectory(dir_).value(), std::vector<std::string>{"sub"});
  EXPECT_EQ(ReadFile(BundleIndexPath(In("sub/parts"))).value(),
            ReadFile(BundleIndexPath(kParts)).value());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(ReadFile(BundleDataPath(In("sub/parts"), i, 3)).value(),
              ReadFile(BundleDataPath(kParts, i, 3)).value());
  }
  EXPECT_TRUE(IsNotFound(MergeBundles(prefixes, In("again"))));
  EXPECT_TRUE(IsNotFound(MergeBundles(prefixes, In("again"), true)));
}

TEST_F(Bundle, RefusesWhatCannotBeWritten) {
  auto writer = BundleWriter::Create(In("new/b")).value();
  EXPECT_TRUE(writer->Add("a", Tensor::Scalar(1.0f)).ok());
  EXPECT_TRUE(IsInvalidArgument(writer->Add("a", Tensor::Scalar(1.0f))));
  EXPECT_TRUE(IsInvalidArgument(writer->Add("", Tensor::Scalar(1.0f))));
  EXPECT_TRUE(IsInvalidArgument(writer->Add("r", Tensor::Allocate(DT_RESOURCE, {}).value())));
  EXPECT_TRUE(IsInvalidArgument(writer->AddSlice("s", Shape({4}), TensorSlice::Parse("0,2").value(),
                                                 Tensor::Vector<float>({1}))));
  writer = nullptr;
  EXPECT_TRUE(ListDirectory(In("new")).value().empty());
  const Status missing = BundleReader::Open(In("nothing")).status();
  EXPECT_TRUE(IsNotFound(missing));
  auto reader = BundleReader::Open(kAll).value();
  const Status no_tensor = reader->Read("scope/scalar").status();
  EXPECT_TRUE(IsNotFound(no_tensor));
  EXPECT_NE(no_tensor.message().find("it has 'scalar'"), std::string::npos);
}

TEST_F(Bundle, AlignsAndHoldsManyTensors) {
  BundleWriter::Options options;
  options.alignment = 64;
  auto writer = BundleWriter::Create(In("many"), options).value();
  constexpr int kMany = 20000;  // more than one block of the index
  for (int i = 0; i < kMany; ++i) {
    ASSERT_TRUE(writer->Add(StrCat("layer_", i, "/kernel"), Tensor::Scalar<int32_t>(i)).ok());
  }
  ASSERT_TRUE(writer->Finish().ok());
  EXPECT_EQ(FileSize(BundleDataPath(In("many"), 0, 1)).value(), (kMany - 1) * 64u + 4u);
  auto reader = BundleReader::Open(In("many")).value();
  EXPECT_EQ(reader->Names().size(), size_t{kMany});
  for (int i = 0; i < kMany; i += 777) {
    EXPECT_EQ(reader->Read(StrCat("layer_", i, "/kernel")).value().scalar<int32_t>(), i);
  }
}

// Reads everything that can be read; the result doesn't matter.
void ReadAll(const std::string& prefix) {
  Result<std::unique_ptr<BundleReader>> reader = BundleReader::Open(prefix);
  if (!reader.ok()) {
    EXPECT_FALSE(reader.status().message().empty());
    return;
  }
  for (const std::string& name : (*reader)->Names()) {
    const Result<Tensor> t = (*reader)->Read(name);
    EXPECT_EQ(t.ok(), t.status().message().empty());
  }
}

// A new file each time: some file systems write a truncated one to the disk when it is closed.
void Overwrite(const std::string& path, std::string_view content) {
  static_cast<void>(DeleteFile(path).ok());
  auto w = FileWriter::Open(path, FileWriter::kTruncate).value();
  ASSERT_TRUE(w->Append(content).ok() && w->Close().ok());
}

TEST_F(Bundle, SurvivesEveryPrefixAndChangedBytes) {
  std::mt19937 random(7);
  for (const char* fixture : {kAll, kParts}) {
    const int shards = fixture == kAll ? 1 : 3;
    std::vector<std::string> from{BundleIndexPath(fixture)}, to{BundleIndexPath(In("b"))};
    for (int i = 0; i < shards; ++i) {
      from.push_back(BundleDataPath(fixture, i, shards));
      to.push_back(BundleDataPath(In("b"), i, shards));
    }
    for (size_t f = 0; f < from.size(); ++f) Overwrite(to[f], ReadFile(from[f]).value());
    for (size_t f = 0; f < from.size(); ++f) {
      const std::string whole = ReadFile(from[f]).value();
      for (size_t n = 0; n < whole.size(); ++n) {
        Overwrite(to[f], std::string_view(whole).substr(0, n));
        ReadAll(In("b"));
      }
      const int changes = f == 0 ? 4000 : 1000;
      for (int i = 0; i < changes; ++i) {
        std::string changed = whole;
        changed[random() % changed.size()] ^= static_cast<char>(1 + random() % 255);
        Overwrite(to[f], changed);
        ReadAll(In("b"));
      }
      Overwrite(to[f], whole);
    }
  }
}

// Rewrites a table with one data block whose checksums are right after `change` was applied to its
// bytes, so that damage reaches the code behind the checksums.
std::string ReplaceBlock(std::string_view table, std::string_view block, char compression) {
  std::string out(block);
  out.push_back(compression);
  PutFixed32(&out, MaskCrc(Crc32c(out)));
  std::string footer;
  const auto add = [&](std::string bytes) {
    PutVarint(&footer, out.size());
    PutVarint(&footer, bytes.size());
    bytes.push_back('\0');
    PutFixed32(&bytes, MaskCrc(Crc32c(bytes)));
    out += bytes;
  };
  std::string handle;
  PutVarint(&handle, 0);
  PutVarint(&handle, block.size());
  add("\0\0\0\0\1\0\0\0"s);
  std::string index;
  PutVarint(&index, 0);
  PutVarint(&index, 1);
  PutVarint(&index, handle.size());
  add(index + "\xff" + handle + "\0\0\0\0\1\0\0\0"s);
  footer.resize(40);
  return out + footer + std::string(table.substr(table.size() - 8));
}

// The data block of a small table.
std::string DataBlock(std::string_view table) {
  std::string_view footer = table.substr(table.size() - 48);
  uint64_t meta_offset = 0;
  EXPECT_TRUE(GetVarint64(&footer, &meta_offset));
  return std::string(table.substr(0, meta_offset - 5));
}

TEST_F(Bundle, SurvivesDamageBehindTheChecksums) {
  std::mt19937 random(8);
  for (const char* fixture : {kAll, kParts}) {
    const int shards = fixture == kAll ? 1 : 3;
    for (int i = 0; i < shards; ++i) {
      Overwrite(BundleDataPath(In("b"), i, shards),
                ReadFile(BundleDataPath(fixture, i, shards)).value());
    }
    const std::string table = ReadFile(BundleIndexPath(fixture)).value();
    const std::string block = DataBlock(table);
    Overwrite(BundleIndexPath(In("b")), ReplaceBlock(table, block, 0));
    ASSERT_TRUE(BundleReader::Open(In("b")).ok());
    for (int i = 0; i < 5000; ++i) {
      std::string changed = block;
      changed[random() % changed.size()] ^= static_cast<char>(1 + random() % 255);
      Overwrite(BundleIndexPath(In("b")), ReplaceBlock(table, changed, 0));
      ReadAll(In("b"));
    }
  }
}

// Literals for new bytes, copies for what was seen four bytes or more ago.
std::string SnappyCompress(std::string_view in) {
  std::string out;
  PutVarint(&out, in.size());
  size_t at = 0;
  while (at < in.size()) {
    const size_t seen =
        at + 4 <= in.size() ? in.substr(0, at + 3).rfind(in.substr(at, 4), at - 1) : in.npos;
    if (at > 0 && seen != in.npos && seen < at && at - seen < 65536) {
      size_t length = 4;
      while (length < 64 && at + length < in.size() && in[seen + length] == in[at + length]) {
        ++length;
      }
      const size_t distance = at - seen;
      if (length < 12 && distance < 2048) {
        out.push_back(static_cast<char>(1 | (length - 4) << 2 | (distance >> 8) << 5));
        out.push_back(static_cast<char>(distance));
      } else {
        out.push_back(static_cast<char>(2 | (length - 1) << 2));
        out.push_back(static_cast<char>(distance));
        out.push_back(static_cast<char>(distance >> 8));
      }
      at += length;
    } else {
      out.push_back('\0');
      out.push_back(in[at++]);
    }
  }
  return out;
}

TEST_F(Bundle, ReadsSnappyBlocks) {
  const std::string table = ReadFile(BundleIndexPath(kAll)).value();
  const std::string block = DataBlock(table);
  const std::string compressed = SnappyCompress(block);
  EXPECT_LT(compressed.size(), 2 * block.size());
  EXPECT_EQ(SnappyUncompress(compressed).value(), block);
  Overwrite(BundleDataPath(In("b"), 0, 1), ReadFile(BundleDataPath(kAll, 0, 1)).value());
  Overwrite(BundleIndexPath(In("b")), ReplaceBlock(table, compressed, 1));
  EXPECT_EQ(BundleReader::Open(In("b")).value()->Names(),
            BundleReader::Open(kAll).value()->Names());
  Overwrite(BundleIndexPath(In("b")), ReplaceBlock(table, compressed, 7));
  EXPECT_TRUE(IsDataLoss(BundleReader::Open(In("b")).status()));
}

TEST(Snappy, KnownBytesAndDamage) {
  EXPECT_EQ(SnappyUncompress("\x0a\x00"
                             "a\x22\x01\x00"sv)
                .value(),
            "aaaaaaaaaa");
  EXPECT_EQ(SnappyUncompress("\x00"sv).value(), "");
  EXPECT_FALSE(SnappyUncompress("").ok());
  EXPECT_FALSE(SnappyUncompress("\xff\xff\xff\xff\x0f\x00"
                                "a"sv)
                   .ok());
  EXPECT_FALSE(SnappyUncompress("\x02\x00"
                                "a\x01\x02"sv)
                   .ok());
  std::mt19937 random(9);
  const std::string compressed = SnappyCompress(std::string(200, 'x') + "abcabcabcabcdabcd");
  for (size_t n = 0; n < compressed.size(); ++n) {
    EXPECT_FALSE(SnappyUncompress(std::string_view(compressed).substr(0, n)).ok());
  }
  for (int i = 0; i < 10000; ++i) {
    std::string changed = compressed;
    changed[random() % changed.size()] ^= static_cast<char>(1 + random() % 255);
    const Result<std::string> out = SnappyUncompress(changed);
    EXPECT_TRUE(!out.ok() || out->size() < 32 * changed.size() + 64);
  }
}

TEST(TensorSlice, ParsesAndChecks) {
  const auto parsed = ShapeAndSlice::Parse("4 5 0,2:-");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->shape, Shape({4, 5}));
  EXPECT_EQ(parsed->slice.ShapeOfLengths(), Shape({2, 5}));
  EXPECT_TRUE(ShapeAndSlice::Parse("")->whole);
  for (const char* bad : {"x", "4", "4 5", "4 5 0,2", "4 5 3,2:-", "4 5 -1,2:-", "4 5 0,0:-",
                          "4 -5 -:-", "4 5 0,2:-:-", "9223372036854775807 9 0,1:-", "4  -"}) {
    EXPECT_TRUE(IsInvalidArgument(ShapeAndSlice::Parse(bad).status())) << bad;
  }
  EXPECT_EQ(TensorSlice::Parse("0,2:-").value().ToString(), "0,2:-");
}

}  // namespace
}  // namespace hb
