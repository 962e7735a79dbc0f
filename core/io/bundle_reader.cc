#include <algorithm>

#include "core/base/coding.h"
#include "core/base/crc32c.h"
#include "core/graph/tensor_proto.h"
#include "core/io/table.h"
#include "core/io/tensor_bundle.h"

namespace hb {
namespace {

constexpr int kMaxShards = 100000;
constexpr int kBundleVersion = 1;

// Up to three names that share their last part with `name`, for messages.
template <typename Entries>
std::string AlikeNames(const Entries& entries, std::string_view name) {
  const std::string last = BaseName(name);
  std::string out;
  int n = 0;
  for (const auto& [key, entry] : entries) {
    if (n == 3) break;
    if (key.empty() || key[0] == '\0' || BaseName(key) != last) continue;
    StrAppend(&out, n++ == 0 ? "; it has " : ", ", "'", key, "'");
  }
  return out;
}

}  // namespace

Result<std::unique_ptr<BundleReader>> BundleReader::Open(const std::string& prefix) {
  std::unique_ptr<BundleReader> reader(new BundleReader(prefix));
  HB_RETURN_IF_ERROR(reader->ReadIndex());
  return reader;
}

Status BundleReader::ReadHeader(std::string_view value) {
  hornbeam::BundleHeaderProto header;
  if (!header.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
    return DataLoss("'", BundleIndexPath(prefix_), "' is damaged: its header is malformed");
  }
  if (header.endianness() != hornbeam::BundleHeaderProto::LITTLE) {
    return Unimplemented("'", prefix_, "' was written by a big-endian machine");
  }
  if (header.version().min_consumer() > kBundleVersion) {
    return FailedPrecondition("'", prefix_, "' needs a reader of version ",
                              header.version().min_consumer(), ", this one has version ",
                              kBundleVersion);
  }
  if (header.num_shards() < 1 || header.num_shards() > kMaxShards) {
    return DataLoss("'", BundleIndexPath(prefix_), "' is damaged: it names ", header.num_shards(),
                    " data files");
  }
  shards_ = header.num_shards();
  return Status();
}

Status BundleReader::ReadIndex() {
  const std::string path = BundleIndexPath(prefix_);
  Result<std::unique_ptr<RandomAccessFile>> file = RandomAccessFile::Open(path);
  if (IsNotFound(file.status())) {
    return NotFound("there is no checkpoint '", prefix_, "': ", file.status().message());
  }
  HB_RETURN_IF_ERROR(file.status());
  // Keys share what they begin with, so that a small file could name any number of bytes.
  const uint64_t budget = (uint64_t{64} << 20) + 16 * (*file)->size();
  uint64_t used = 0;
  return ReadTable(**file, [&](std::string_view key, std::string_view value) -> Status {
    if (key.empty()) return ReadHeader(value);
    if (shards_ == 0) return DataLoss("'", path, "' is damaged: its header is missing");
    used += key.size() + value.size();
    if (used > budget) return DataLoss("'", path, "' is damaged: its names are too long");
    Entry entry;
    if (!entry.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
      return DataLoss("'", path, "' is damaged: the entry '", key, "' is malformed");
    }
    entries_.emplace_hint(entries_.end(), key, std::move(entry));
    return Status();
  });
}

std::vector<std::string> BundleReader::DataPaths() const {
  std::vector<std::string> paths;
  for (int i = 0; i < shards_; ++i) paths.push_back(BundleDataPath(prefix_, i, shards_));
  return paths;
}

std::vector<std::string> BundleReader::Names() const {
  std::vector<std::string> names;
  for (const auto& [key, entry] : entries_) {
    if (key[0] != '\0') names.push_back(key);
  }
  return names;
}

bool BundleReader::Contains(std::string_view name) const { return entries_.contains(name); }

Result<const BundleReader::Entry*> BundleReader::Find(std::string_view name) const {
  const auto it = entries_.find(name);
  if (it != entries_.end()) return &it->second;
  return NotFound("the checkpoint '", prefix_, "' has no tensor '", name, "'",
                  AlikeNames(entries_, name));
}

Status BundleReader::LookUp(std::string_view name, DType* dtype, Shape* shape) const {
  HB_ASSIGN_OR_RETURN(const Entry* entry, Find(name));
  const DType stored = static_cast<DType>(entry->dtype());
  if (DTypeSize(stored) == 0 || stored == DT_RESOURCE) {
    return DataLoss("'", name, "' in the checkpoint '", prefix_, "' has the unknown dtype ",
                    entry->dtype());
  }
  HB_ASSIGN_OR_RETURN(const Shape parsed, ShapeFromProto(entry->shape()));
  HB_ASSIGN_OR_RETURN(*shape, Shape::Checked(parsed.dims(), true));
  if (parsed.unknown_rank()) {
    return DataLoss("'", name, "' in the checkpoint '", prefix_, "' has no shape");
  }
  *dtype = stored;
  return Status();
}

Result<const RandomAccessFile*> BundleReader::DataFile(int shard) const {
  if (shard < 0 || shard >= shards_) {
    return DataLoss("the checkpoint '", prefix_, "' is damaged: an entry names data file ", shard,
                    " of ", shards_);
  }
  const std::lock_guard lock(mutex_);
  std::unique_ptr<RandomAccessFile>& file = files_[shard];
  if (file == nullptr) {
    HB_ASSIGN_OR_RETURN(file, RandomAccessFile::Open(BundleDataPath(prefix_, shard, shards_)));
  }
  return file.get();
}

Status BundleReader::ReadNumbers(const RandomAccessFile& file, const Entry& entry,
                                 const Tensor& t) const {
  HB_RETURN_IF_ERROR(file.Read(static_cast<uint64_t>(entry.offset()), t.bytes(), t.data()));
  if (MaskCrc(Crc32cExtend(0, t.data(), t.bytes())) != entry.crc32c()) {
    return DataLoss("the checksum of its values is wrong");
  }
  if (t.dtype() == DT_BOOL) {
    for (uint8_t& b : std::span(static_cast<uint8_t*>(t.data()), t.bytes())) b = b != 0 ? 1 : 0;
  }
  return Status();
}

Status BundleReader::ReadStrings(const RandomAccessFile& file, const Entry& entry,
                                 const Tensor& t) const {
  std::string bytes(static_cast<size_t>(entry.size()), '\0');
  HB_RETURN_IF_ERROR(file.Read(static_cast<uint64_t>(entry.offset()), bytes.size(), bytes.data()));
  const std::span<TString> strings = t.flat<TString>();
  std::vector<uint64_t> lengths(strings.size());
  std::string_view rest = bytes;
  uint32_t crc = 0;
  for (uint64_t& n : lengths) {
    if (!GetVarint64(&rest, &n)) return DataLoss("the lengths of its strings are malformed");
    crc = Crc32cExtend(crc, &n, n <= UINT32_MAX ? 4 : 8);
  }
  uint32_t checksum = 0;
  const std::string_view from_checksum = rest;
  if (!GetFixed32(&rest, &checksum) || checksum != MaskCrc(crc)) {
    return DataLoss("the checksum of its strings' lengths is wrong");
  }
  if (MaskCrc(Crc32cExtend(crc, from_checksum.data(), from_checksum.size())) != entry.crc32c()) {
    return DataLoss("the checksum of its strings is wrong");
  }
  for (size_t i = 0; i < strings.size(); ++i) {
    if (lengths[i] > rest.size()) return DataLoss("its strings are longer than its data");
    strings[i] = rest.substr(0, lengths[i]);
    rest.remove_prefix(lengths[i]);
  }
  return rest.empty() ? Status() : DataLoss("its strings are shorter than its data");
}

Result<Tensor> BundleReader::ReadWhole(std::string_view name, const Entry& entry) const {
  DType dtype;
  Shape shape;
  HB_RETURN_IF_ERROR(LookUp(name, &dtype, &shape));
  const std::string where = StrCat("'", name, "' in the checkpoint '", prefix_, "': ");
  if (dtype == DT_VARIANT) {
    return Unimplemented(where, "variants in checkpoints can't be read");
  }
  HB_ASSIGN_OR_RETURN(const RandomAccessFile* file, DataFile(entry.shard_id()));
  const uint64_t offset = static_cast<uint64_t>(entry.offset());
  const uint64_t size = static_cast<uint64_t>(entry.size());
  if (entry.offset() < 0 || entry.size() < 0 || offset > file->size() ||
      size > file->size() - offset) {
    return DataLoss(where, "its bytes ", entry.offset(), " to ", entry.offset(), " + ",
                    entry.size(), " lie outside of '", file->path(), "', which has ", file->size());
  }
  // Each string takes at least the byte of its length.
  const int64_t count = shape.num_elements();
  const int64_t least =
      dtype == DT_STRING ? count : MultiplyOrMinus1(count, static_cast<int64_t>(DTypeSize(dtype)));
  if (least < 0 || (dtype == DT_STRING ? least > entry.size() : least != entry.size())) {
    return DataLoss(where, "it has ", entry.size(), " bytes, which don't fit ", DTypeName(dtype),
                    shape.ToString());
  }
  HB_ASSIGN_OR_RETURN(const Tensor t, Tensor::Allocate(dtype, shape));
  HB_RETURN_IF_ERROR(
      (dtype == DT_STRING ? ReadStrings(*file, entry, t) : ReadNumbers(*file, entry, t))
          .WithPrefix(where));
  return t;
}

Result<Tensor> BundleReader::Read(std::string_view name) const {
  HB_ASSIGN_OR_RETURN(const Entry* entry, Find(name));
  if (entry->slices_size() == 0) return ReadWhole(name, *entry);
  DType dtype;
  Shape shape;
  HB_RETURN_IF_ERROR(LookUp(name, &dtype, &shape));
  return ReadSlice(name, TensorSlice(shape.rank()));
}

Result<Tensor> BundleReader::ReadSlice(std::string_view name, const TensorSlice& slice) const {
  HB_ASSIGN_OR_RETURN(const Entry* entry, Find(name));
  DType dtype;
  Shape shape;
  HB_RETURN_IF_ERROR(LookUp(name, &dtype, &shape));
  Result<TensorSlice> target = slice.Within(shape);
  if (!target.ok()) {
    return target.status().WithPrefix(StrCat("'", name, "' in the checkpoint '", prefix_, "': "));
  }
  if (entry->slices_size() != 0) return Assemble(name, *entry, shape, *target);
  HB_ASSIGN_OR_RETURN(const Tensor whole, ReadWhole(name, *entry));
  HB_ASSIGN_OR_RETURN(const TensorSlice all, TensorSlice(shape.rank()).Within(shape));
  if (target->ShapeOfLengths() == shape) return whole;
  HB_ASSIGN_OR_RETURN(const Tensor part, Tensor::Allocate(dtype, target->ShapeOfLengths()));
  CopyCommonElements(whole, all, part, *target);
  return part;
}

Result<Tensor> BundleReader::Assemble(std::string_view name, const Entry& entry, const Shape& shape,
                                      const TensorSlice& target) const {
  struct Piece {
    TensorSlice slice, common;
    std::string key;
  };
  const auto broken = [&](const auto&... what) {
    return DataLoss("'", name, "' in the checkpoint '", prefix_, "': ", what...);
  };
  std::vector<Piece> pieces;
  int64_t covered = 0;
  for (const auto& proto : entry.slices()) {
    Piece p;
    HB_ASSIGN_OR_RETURN(const TensorSlice stored, TensorSlice::FromProto(proto));
    HB_ASSIGN_OR_RETURN(p.slice, stored.Within(shape));
    if (!p.slice.Intersect(target, &p.common)) continue;
    p.key = stored.KeyFor(name);
    const auto it = entries_.find(p.key);
    if (it == entries_.end()) return broken("its slice ", stored.ToString(), " is missing");
    DType dtype;
    Shape piece_shape;
    HB_RETURN_IF_ERROR(LookUp(p.key, &dtype, &piece_shape));
    if (it->second.dtype() != entry.dtype() || piece_shape != p.slice.ShapeOfLengths() ||
        it->second.slices_size() != 0) {
      return broken("its slice ", stored.ToString(), " has another dtype or shape");
    }
    for (const Piece& other : pieces) {
      TensorSlice overlap;
      if (p.common.Intersect(other.common, &overlap)) return broken("its slices overlap");
    }
    covered += p.common.ShapeOfLengths().num_elements();
    pieces.push_back(std::move(p));
  }
  const Shape part_shape = target.ShapeOfLengths();
  if (covered != part_shape.num_elements()) {
    return broken("its slices cover ", covered, " of the ", part_shape.num_elements(),
                  " elements that are wanted");
  }
  // Every element is backed by bytes of a file before the whole is allocated.
  std::vector<Tensor> tensors;
  for (const Piece& p : pieces) {
    HB_ASSIGN_OR_RETURN(Tensor t, ReadWhole(p.key, entries_.find(p.key)->second));
    tensors.push_back(std::move(t));
  }
  HB_ASSIGN_OR_RETURN(const Tensor part,
                      Tensor::Allocate(static_cast<DType>(entry.dtype()), part_shape));
  for (size_t i = 0; i < pieces.size(); ++i) {
    CopyCommonElements(tensors[i], pieces[i].slice, part, target);
  }
  return part;
}

}  // namespace hb
