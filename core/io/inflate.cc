#include <algorithm>
#include <cstring>

#include "core/io/deflate.h"
#include "core/io/deflate_tables.h"

namespace hb {
namespace {

constexpr size_t kChunk = 65536;

constexpr std::array<uint32_t, 256> MakeCrcTable() {
  std::array<uint32_t, 256> t{};
  for (uint32_t b = 0; b < 256; ++b) {
    uint32_t c = b;
    for (int i = 0; i < 8; ++i) c = (c >> 1) ^ ((c & 1) != 0 ? 0xedb88320u : 0);
    t[b] = c;
  }
  return t;
}
constexpr std::array<uint32_t, 256> kCrcTable = MakeCrcTable();

}  // namespace

uint32_t Crc32Extend(uint32_t crc, std::string_view bytes) {
  crc = ~crc;
  for (char c : bytes) crc = (crc >> 8) ^ kCrcTable[(crc ^ static_cast<unsigned char>(c)) & 0xff];
  return ~crc;
}

namespace deflate {

uint32_t AdlerExtend(uint32_t adler, std::string_view bytes) {
  uint32_t a = adler & 0xffff, b = adler >> 16;
  while (!bytes.empty()) {
    // As many as can be summed before 32 bits overflow.
    const std::string_view part = bytes.substr(0, 5552);
    for (char c : part) {
      a += static_cast<unsigned char>(c);
      b += a;
    }
    a %= 65521;
    b %= 65521;
    bytes.remove_prefix(part.size());
  }
  return b << 16 | a;
}

}  // namespace deflate

using namespace deflate;  // NOLINT: constants of the format

bool Inflater::Code::Make(const uint8_t* lengths, size_t count, bool may_be_incomplete) {
  uint32_t of_length[16] = {};
  for (size_t i = 0; i < count; ++i) ++of_length[lengths[i]];
  of_length[0] = 0;
  bits = 15;
  while (bits > 1 && of_length[bits] == 0) --bits;
  uint32_t next[16] = {};
  uint32_t code = 0, used = 0;
  for (int n = 1; n <= 15; ++n) {
    code = (code + of_length[n - 1]) << 1;
    next[n] = code;
    used += of_length[n] << (15 - n);
  }
  if (used > 1u << 15 || (used < 1u << 15 && !may_be_incomplete)) return false;
  table.assign(size_t{1} << bits, 0);
  for (size_t i = 0; i < count; ++i) {
    const int n = lengths[i];
    if (n == 0) continue;
    // Codes come with their first bit lowest.
    uint32_t reversed = 0;
    for (int b = 0; b < n; ++b) reversed |= (next[n] >> b & 1) << (n - 1 - b);
    ++next[n];
    for (size_t at = reversed; at < table.size(); at += size_t{1} << n) {
      table[at] = static_cast<uint16_t>(i << 4 | static_cast<size_t>(n));
    }
  }
  return true;
}

Inflater::Inflater(Wrapping wrapping, Source source)
    : wrapping_(wrapping), source_(std::move(source)) {}

Status Inflater::Bad(std::string_view what) const {
  if (!status_.ok()) return status_;
  return DataLoss("malformed ", wrapping_ == Wrapping::kGzip ? "gzip" : "zlib", " data: ", what);
}

bool Inflater::MoreInput() {
  if (!status_.ok()) return false;
  Result<size_t> got = source_(input_.data(), input_.size());
  status_ = got.status();
  input_at_ = 0;
  input_end_ = got.ok() ? *got : 0;
  return input_end_ > 0;
}

bool Inflater::Need(int count) {
  while (bit_count_ < count) {
    if (input_at_ == input_end_ && !MoreInput()) return false;
    bits_ |= uint64_t{static_cast<unsigned char>(input_[input_at_++])} << bit_count_;
    bit_count_ += 8;
  }
  return true;
}

Result<uint32_t> Inflater::Bits(int count) {
  if (!Need(count)) return Bad("it ends too early");
  const uint32_t v = static_cast<uint32_t>(bits_ & ((uint64_t{1} << count) - 1));
  bits_ >>= count;
  bit_count_ -= count;
  return v;
}

Result<uint8_t> Inflater::Byte() {
  HB_ASSIGN_OR_RETURN(const uint32_t v, Bits(8));
  return static_cast<uint8_t>(v);
}

Result<uint32_t> Inflater::Symbol(const Code& code) {
  // Near the end there may be fewer bits than the longest code has.
  if (!Need(code.bits) && !status_.ok()) return status_;
  const uint16_t entry = code.table[bits_ & (code.table.size() - 1)];
  const int length = entry & 15;
  if (length == 0) return Bad("a code without a meaning");
  if (length > bit_count_) return Bad("it ends too early");
  bits_ >>= length;
  bit_count_ -= length;
  return uint32_t{entry} >> 4;
}

Status Inflater::Header() {
  checksum_ = wrapping_ == Wrapping::kGzip ? 0 : 1;
  total_ = 0;
  state_ = State::kBlockHeader;
  if (wrapping_ == Wrapping::kGzip) return GzipHeader();
  HB_ASSIGN_OR_RETURN(const uint8_t method, Byte());
  HB_ASSIGN_OR_RETURN(const uint8_t flags, Byte());
  if ((method & 15) != 8 || (method >> 4) > 7 || (method * 256 + flags) % 31 != 0) {
    return Bad("this is no zlib stream");
  }
  if ((flags & 32) != 0) return Bad("it needs a dictionary");
  return Status();
}

Status Inflater::GzipHeader() {
  uint8_t h[10];
  for (uint8_t& b : h) {
    HB_ASSIGN_OR_RETURN(b, Byte());
  }
  if (h[0] != 0x1f || h[1] != 0x8b || h[2] != 8) return Bad("this is no gzip stream");
  constexpr int kHeaderCrc = 2, kExtra = 4, kName = 8, kComment = 16;
  const int flags = h[3];
  if ((flags & kExtra) != 0) {
    HB_ASSIGN_OR_RETURN(const uint32_t size, Bits(16));
    for (uint32_t i = 0; i < size; ++i) HB_RETURN_IF_ERROR(Byte().status());
  }
  for (int text : {kName, kComment}) {
    if ((flags & text) == 0) continue;
    uint8_t c;
    do {
      HB_ASSIGN_OR_RETURN(c, Byte());
    } while (c != 0);
  }
  if ((flags & kHeaderCrc) != 0) HB_RETURN_IF_ERROR(Bits(16).status());
  return Status();
}

Status Inflater::BlockHeader() {
  HB_ASSIGN_OR_RETURN(const uint32_t last, Bits(1));
  HB_ASSIGN_OR_RETURN(const uint32_t kind, Bits(2));
  last_block_ = last != 0;
  state_ = State::kCoded;
  if (kind == 0) {
    HB_RETURN_IF_ERROR(Bits(bit_count_ % 8).status());
    HB_ASSIGN_OR_RETURN(const uint32_t sizes, Bits(32));
    stored_left_ = sizes & 0xffff;
    if ((sizes >> 16) != (~sizes & 0xffff)) return Bad("the size of a block is wrong");
    state_ = State::kStored;
    return Status();
  }
  if (kind == 3) return Bad("a block of an unknown kind");
  if (kind == 2) return DynamicCodes();
  uint8_t lengths[288];
  for (int i = 0; i < 288; ++i) {
    lengths[i] = static_cast<uint8_t>(i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
  }
  literals_.Make(lengths, 288, false);
  std::fill_n(lengths, 32, uint8_t{5});
  distances_.Make(lengths, 32, false);
  return Status();
}

Status Inflater::DynamicCodes() {
  static constexpr uint8_t kOrder[19] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                         11, 4,  12, 3, 13, 2, 14, 1, 15};
  HB_ASSIGN_OR_RETURN(uint32_t n_literals, Bits(5));
  HB_ASSIGN_OR_RETURN(uint32_t n_distances, Bits(5));
  HB_ASSIGN_OR_RETURN(uint32_t n_lengths, Bits(4));
  n_literals += 257;
  n_distances += 1;
  n_lengths += 4;
  if (n_literals > 286 || n_distances > 30) return Bad("too many codes");
  uint8_t lengths[316] = {};
  for (uint32_t i = 0; i < n_lengths; ++i) {
    HB_ASSIGN_OR_RETURN(const uint32_t v, Bits(3));
    lengths[kOrder[i]] = static_cast<uint8_t>(v);
  }
  Code code;
  if (!code.Make(lengths, 19, false)) return Bad("a code is not complete");
  std::fill_n(lengths, 19, uint8_t{0});
  for (uint32_t i = 0; i < n_literals + n_distances;) {
    HB_ASSIGN_OR_RETURN(const uint32_t symbol, Symbol(code));
    if (symbol < 16) {
      lengths[i++] = static_cast<uint8_t>(symbol);
      continue;
    }
    if (symbol == 16 && i == 0) return Bad("a length is repeated before there is one");
    const uint8_t value = symbol == 16 ? lengths[i - 1] : uint8_t{0};
    HB_ASSIGN_OR_RETURN(uint32_t times, Bits(symbol == 16 ? 2 : symbol == 17 ? 3 : 7));
    times += symbol == 18 ? 11 : 3;
    if (times > n_literals + n_distances - i) return Bad("too many lengths");
    for (; times > 0; --times) lengths[i++] = value;
  }
  if (lengths[kEndOfBlock] == 0) return Bad("a block without an end");
  const auto used = std::count_if(lengths + n_literals, lengths + n_literals + n_distances,
                                  [](uint8_t n) { return n != 0; });
  if (!literals_.Make(lengths, n_literals, false) ||
      !distances_.Make(lengths + n_literals, n_distances, used <= 1)) {
    return Bad("a code is not complete");
  }
  return Status();
}

Status Inflater::Stored() {
  while (stored_left_ > 0 && out_.size() - unread_ < kChunk) {
    if (bit_count_ >= 8 || input_at_ == input_end_) {
      HB_ASSIGN_OR_RETURN(const uint8_t b, Byte());
      out_.push_back(static_cast<char>(b));
      --stored_left_;
      continue;
    }
    const size_t n = std::min({stored_left_, input_end_ - input_at_, kChunk});
    out_.append(input_.data() + input_at_, n);
    input_at_ += n;
    stored_left_ -= n;
  }
  if (stored_left_ == 0) state_ = last_block_ ? State::kTrailer : State::kBlockHeader;
  return Status();
}

Status Inflater::CopyMatch(uint32_t symbol) {
  if (symbol > 285) return Bad("an unknown length");
  const Range& length_range = kLengths[symbol - 257];
  HB_ASSIGN_OR_RETURN(const uint32_t more_length, Bits(length_range.bits));
  HB_ASSIGN_OR_RETURN(const uint32_t of_distance, Symbol(distances_));
  if (of_distance > 29) return Bad("an unknown distance");
  const Range& range = kDistances[of_distance];
  HB_ASSIGN_OR_RETURN(const uint32_t more, Bits(range.bits));
  const size_t distance = range.base + more;
  size_t length = length_range.base + more_length;
  if (distance > out_.size()) return Bad("a distance that reaches before the beginning");
  const size_t from = out_.size() - distance;
  for (size_t i = 0; i < length; ++i) out_.push_back(out_[from + i]);
  return Status();
}

Status Inflater::Coded() {
  while (out_.size() - unread_ < kChunk) {
    HB_ASSIGN_OR_RETURN(const uint32_t symbol, Symbol(literals_));
    if (symbol < 256) {
      out_.push_back(static_cast<char>(symbol));
    } else if (symbol == kEndOfBlock) {
      state_ = last_block_ ? State::kTrailer : State::kBlockHeader;
      return Status();
    } else {
      HB_RETURN_IF_ERROR(CopyMatch(symbol));
    }
  }
  return Status();
}

Status Inflater::Trailer() {
  HB_RETURN_IF_ERROR(Bits(bit_count_ % 8).status());
  HB_ASSIGN_OR_RETURN(uint32_t checksum, Bits(32));
  if (wrapping_ == Wrapping::kZlib) checksum = __builtin_bswap32(checksum);
  if (checksum != checksum_) return Bad("the checksum is wrong");
  state_ = State::kEnd;
  if (wrapping_ == Wrapping::kZlib) return Status();
  HB_ASSIGN_OR_RETURN(const uint32_t size, Bits(32));
  if (size != static_cast<uint32_t>(total_)) return Bad("the size is wrong");
  if (Need(8)) state_ = State::kHeader;
  return status_;
}

Status Inflater::Fill() {
  while (state_ != State::kEnd && unread_ == out_.size()) {
    if (out_.size() > 4 * kWindow) {
      out_.erase(0, out_.size() - kWindow);
      unread_ = checked_ = out_.size();
    }
    if (state_ == State::kHeader) {
      // A new member can't look back into the one before.
      out_.clear();
      unread_ = checked_ = 0;
    }
    Status s;
    switch (state_) {
      case State::kHeader:
        s = Header();
        break;
      case State::kBlockHeader:
        s = BlockHeader();
        break;
      case State::kStored:
        s = Stored();
        break;
      case State::kCoded:
        s = Coded();
        break;
      case State::kTrailer:
        s = Trailer();
        break;
      case State::kEnd:
        break;
    }
    HB_RETURN_IF_ERROR(s);
    const std::string_view fresh = std::string_view(out_).substr(checked_);
    checksum_ = wrapping_ == Wrapping::kGzip ? Crc32Extend(checksum_, fresh)
                                             : AdlerExtend(checksum_, fresh);
    total_ += fresh.size();
    checked_ = out_.size();
  }
  return Status();
}

Result<size_t> Inflater::Read(char* out, size_t size) {
  size_t done = 0;
  while (done < size) {
    HB_RETURN_IF_ERROR(status_);
    if (unread_ == out_.size()) {
      if (state_ == State::kEnd) break;
      status_ = Fill();
      HB_RETURN_IF_ERROR(status_);
      continue;
    }
    const size_t n = std::min(size - done, out_.size() - unread_);
    std::memcpy(out + done, out_.data() + unread_, n);
    unread_ += n;
    done += n;
  }
  return done;
}

}  // namespace hb
