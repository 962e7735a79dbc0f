#include "core/io/table.h"

#include <algorithm>

#include "core/base/coding.h"
#include "core/base/crc32c.h"
#include "core/io/snappy.h"

namespace hb {
namespace {

constexpr uint64_t kMagic = 0xdb4775248b80fb57u;
constexpr size_t kFooterSize = 48;
constexpr size_t kTrailerSize = 5;  // compression and checksum behind each block
constexpr size_t kBlockSize = 262144;
enum Compression : char { kNone = 0, kSnappy = 1 };

struct Handle {
  uint64_t offset = 0;
  uint64_t size = 0;
};

bool TakeHandle(std::string_view* in, Handle* handle) {
  return GetVarint64(in, &handle->offset) && GetVarint64(in, &handle->size);
}

Result<std::string> ReadBlock(const RandomAccessFile& file, const Handle& handle) {
  const auto broken = [&](const auto&... what) {
    return DataLoss("'", file.path(), "' is damaged: the block at byte ", handle.offset, " ",
                    what...);
  };
  const uint64_t end = file.size() - kFooterSize;
  if (handle.offset > end || handle.size > end - handle.offset ||
      end - handle.offset - handle.size < kTrailerSize) {
    return broken("of ", handle.size, " bytes lies outside of the file");
  }
  std::string block(handle.size + kTrailerSize, '\0');
  HB_RETURN_IF_ERROR(file.Read(handle.offset, block.size(), block.data()));
  const char* trailer = block.data() + handle.size;
  const uint32_t crc = Crc32c(std::string_view(block).substr(0, handle.size + 1));
  if (UnmaskCrc(LoadLittle<uint32_t>(trailer + 1)) != crc) return broken("has a wrong checksum");
  const char compression = *trailer;
  block.resize(handle.size);
  if (compression == kNone) return block;
  if (compression != kSnappy) {
    return broken("has the unknown compression ", static_cast<int>(compression));
  }
  Result<std::string> plain = SnappyUncompress(block);
  if (!plain.ok()) return broken("holds ", plain.status().message());
  return plain;
}

// Calls entry(key, value) for each entry of a block.
template <typename Entry>
Status ParseBlock(std::string_view block, std::string* key, Entry&& entry) {
  const Status bad = DataLoss("a block of the table is malformed");
  if (block.size() < 4) return bad;
  const uint64_t restarts = LoadLittle<uint32_t>(block.data() + block.size() - 4);
  if (restarts > block.size() / 4 - 1) return bad;
  block.remove_suffix(4 + 4 * restarts);
  key->clear();
  while (!block.empty()) {
    uint32_t shared = 0, unshared = 0, value_size = 0;
    if (!GetVarint32(&block, &shared) || !GetVarint32(&block, &unshared) ||
        !GetVarint32(&block, &value_size) || shared > key->size() || unshared > block.size() ||
        value_size > block.size() - unshared) {
      return bad;
    }
    key->resize(shared);
    key->append(block.substr(0, unshared));
    HB_RETURN_IF_ERROR(entry(std::string_view(*key), block.substr(unshared, value_size)));
    block.remove_prefix(unshared + value_size);
  }
  return Status();
}

// A short key k with a <= k < b, for a < b.
std::string Separator(std::string_view a, std::string_view b) {
  const size_t common = static_cast<size_t>(
      std::mismatch(a.begin(), a.begin() + static_cast<ptrdiff_t>(std::min(a.size(), b.size())),
                    b.begin())
          .first -
      a.begin());
  std::string key(a);
  if (common == std::min(a.size(), b.size())) return key;
  const unsigned char byte = static_cast<unsigned char>(a[common]);
  if (byte < 0xff && byte + 1 < static_cast<unsigned char>(b[common])) {
    key.resize(common + 1);
    key[common] = static_cast<char>(byte + 1);
  }
  return key;
}

// A short key k >= a.
std::string Successor(std::string_view a) {
  const size_t i = a.find_first_not_of('\xff');
  std::string key(a.substr(0, i == a.npos ? i : i + 1));
  if (i != a.npos) ++key[i];
  return key;
}

}  // namespace

Status ReadTable(const RandomAccessFile& file,
                 const std::function<Status(std::string_view, std::string_view)>& entry) {
  if (file.size() < kFooterSize) {
    return DataLoss("'", file.path(), "' has ", file.size(),
                    " bytes, too few for a table of checkpoint entries");
  }
  char footer[kFooterSize];
  HB_RETURN_IF_ERROR(file.Read(file.size() - kFooterSize, kFooterSize, footer));
  if (LoadLittle<uint64_t>(footer + kFooterSize - 8) != kMagic) {
    return DataLoss("'", file.path(), "' is not a table of checkpoint entries (bad magic number)");
  }
  std::string_view handles(footer, kFooterSize - 8);
  Handle meta, index;
  if (!TakeHandle(&handles, &meta) || !TakeHandle(&handles, &index)) {
    return DataLoss("'", file.path(), "' is damaged: its footer is malformed");
  }
  HB_ASSIGN_OR_RETURN(const std::string index_block, ReadBlock(file, index));
  std::string index_key, key, last_key;
  bool first = true;
  uint64_t read_to = 0;
  return ParseBlock(index_block, &index_key, [&](std::string_view, std::string_view value) {
    Handle data;
    // Blocks in order are read once each, however large the index is.
    if (!TakeHandle(&value, &data) || data.offset < read_to) {
      return DataLoss("'", file.path(), "' is damaged: its index is malformed");
    }
    HB_ASSIGN_OR_RETURN(const std::string block, ReadBlock(file, data));
    read_to = data.offset + data.size;
    return ParseBlock(block, &key, [&](std::string_view k, std::string_view v) {
      if (!first && k <= std::string_view(last_key)) {
        return DataLoss("'", file.path(), "' is damaged: its keys are not in order");
      }
      first = false;
      last_key.assign(k);
      return entry(k, v);
    });
  });
}

void TableWriter::Block::Add(std::string_view key, std::string_view value) {
  size_t shared = 0;
  if (since_restart == restart_interval) {
    restarts.push_back(static_cast<uint32_t>(bytes.size()));
    since_restart = 0;
  } else {
    const size_t most = std::min(key.size(), last_key.size());
    while (shared < most && key[shared] == last_key[shared]) ++shared;
  }
  PutVarint(&bytes, shared);
  PutVarint(&bytes, key.size() - shared);
  PutVarint(&bytes, value.size());
  bytes.append(key.substr(shared));
  bytes.append(value);
  last_key.assign(key);
  ++since_restart;
}

Status TableWriter::WriteBlock(Block* block, std::string* handle) {
  for (uint32_t restart : block->restarts) PutFixed32(&block->bytes, restart);
  PutFixed32(&block->bytes, static_cast<uint32_t>(block->restarts.size()));
  PutVarint(handle, file_->position());
  PutVarint(handle, block->bytes.size());
  block->bytes.push_back(kNone);
  PutFixed32(&block->bytes, MaskCrc(Crc32c(block->bytes)));
  Status written = file_->Append(block->bytes);
  *block = Block(block->restart_interval);
  return written;
}

Status TableWriter::FlushData() {
  if (data_.bytes.empty()) return Status();
  return WriteBlock(&data_, &pending_handle_);
}

Status TableWriter::Add(std::string_view key, std::string_view value) {
  if (any_ && key <= std::string_view(last_key_)) {
    return Internal("keys of a table must be added in increasing order");
  }
  if (!data_.bytes.empty() && key.size() + value.size() >= 2 * kBlockSize) {
    HB_RETURN_IF_ERROR(FlushData());
  }
  if (!pending_handle_.empty()) {
    index_.Add(Separator(last_key_, key), pending_handle_);
    pending_handle_.clear();
  }
  data_.Add(key, value);
  last_key_.assign(key);
  any_ = true;
  return data_.SizeWithRestarts() >= kBlockSize ? FlushData() : Status();
}

Status TableWriter::Finish() {
  HB_RETURN_IF_ERROR(FlushData());
  if (!pending_handle_.empty()) index_.Add(Successor(last_key_), pending_handle_);
  std::string footer;
  Block meta(16);
  HB_RETURN_IF_ERROR(WriteBlock(&meta, &footer));
  HB_RETURN_IF_ERROR(WriteBlock(&index_, &footer));
  footer.resize(kFooterSize - 8);
  PutFixed64(&footer, kMagic);
  return file_->Append(footer);
}

}  // namespace hb
