#include "core/io/deflate.h"

#include <algorithm>

#include "core/base/coding.h"
#include "core/io/deflate_tables.h"

namespace hb {

using namespace deflate;  // NOLINT: constants of the format

namespace {

constexpr size_t kBlock = 65536;
constexpr int kHashBits = 15;

// The last range that begins at or below `v`.
template <size_t kCount>
uint32_t SymbolOf(const Range (&ranges)[kCount], uint32_t v) {
  const Range* it = std::upper_bound(ranges, ranges + kCount, v,
                                     [](uint32_t x, const Range& r) { return x < r.base; });
  return static_cast<uint32_t>(it - ranges) - 1;
}

uint32_t Reverse(uint32_t v, int bits) {
  uint32_t r = 0;
  for (int i = 0; i < bits; ++i) r |= (v >> i & 1) << (bits - 1 - i);
  return r;
}

size_t HashAt(const char* p) {
  const uint32_t three = LoadLittle<uint16_t>(p) | uint32_t{static_cast<unsigned char>(p[2])} << 16;
  return three * 0x9e3779b1u >> (32 - kHashBits);
}

}  // namespace

Deflater::Deflater(Wrapping wrapping, Sink sink)
    : wrapping_(wrapping),
      sink_(std::move(sink)),
      heads_(size_t{1} << kHashBits, -1),
      checksum_(wrapping == Wrapping::kGzip ? 0 : 1) {
  out_ = wrapping == Wrapping::kGzip ? std::string("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10) : "\x78\x5e";
}

void Deflater::Put(uint32_t bits, int count) {
  bits_ |= uint64_t{bits} << bit_count_;
  bit_count_ += count;
  for (; bit_count_ >= 8; bit_count_ -= 8, bits_ >>= 8) out_.push_back(static_cast<char>(bits_));
}

// The code that the format fixes: 8 or 9 bits for a byte, 7 or 8 for a length.
void Deflater::PutLiteral(uint32_t s) {
  if (s < 144) return Put(Reverse(0x30 + s, 8), 8);
  if (s < 256) return Put(Reverse(0x190 + s - 144, 9), 9);
  if (s < 280) return Put(Reverse(s - 256, 7), 7);
  Put(Reverse(0xc0 + s - 280, 8), 8);
}

void Deflater::PutMatch(uint32_t length, uint32_t distance) {
  const uint32_t l = SymbolOf(kLengths, length);
  PutLiteral(257 + l);
  Put(length - kLengths[l].base, kLengths[l].bits);
  const uint32_t d = SymbolOf(kDistances, distance);
  Put(Reverse(d, 5), 5);
  Put(distance - kDistances[d].base, kDistances[d].bits);
}

Status Deflater::Block(bool last) {
  Put(last ? 1 : 0, 1);
  Put(1, 2);
  const char* const w = window_.data();
  const size_t end = window_.size();
  for (size_t i = waiting_from_; i < end;) {
    size_t length = 0, from = 0;
    if (end - i >= 3) {
      int32_t& head = heads_[HashAt(w + i)];
      if (head >= 0 && i - static_cast<size_t>(head) <= kWindow) {
        from = static_cast<size_t>(head);
        const size_t most = std::min<size_t>(end - i, 258);
        while (length < most && w[from + length] == w[i + length]) ++length;
      }
      head = static_cast<int32_t>(i);
    }
    if (length < 3) {
      PutLiteral(static_cast<unsigned char>(w[i++]));
      continue;
    }
    PutMatch(static_cast<uint32_t>(length), static_cast<uint32_t>(i - from));
    for (const size_t past = i + length; ++i < past;) {
      if (end - i >= 3) heads_[HashAt(w + i)] = static_cast<int32_t>(i);
    }
  }
  PutLiteral(kEndOfBlock);
  if (end > kWindow) {
    const int32_t dropped = static_cast<int32_t>(end - kWindow);
    window_.erase(0, static_cast<size_t>(dropped));
    for (int32_t& head : heads_) head = std::max(head - dropped, -1);
  }
  waiting_from_ = window_.size();
  const Status written = sink_(out_);
  out_.clear();
  return written;
}

Status Deflater::Append(std::string_view bytes) {
  checksum_ =
      wrapping_ == Wrapping::kGzip ? Crc32Extend(checksum_, bytes) : AdlerExtend(checksum_, bytes);
  total_ += bytes.size();
  while (!bytes.empty()) {
    const size_t room = kBlock - (window_.size() - waiting_from_);
    window_.append(bytes.substr(0, room));
    bytes.remove_prefix(std::min(room, bytes.size()));
    if (window_.size() - waiting_from_ == kBlock) HB_RETURN_IF_ERROR(Block(false));
  }
  return Status();
}

Status Deflater::Finish() {
  HB_RETURN_IF_ERROR(Block(true));
  if (bit_count_ > 0) Put(0, 8 - bit_count_);
  if (wrapping_ == Wrapping::kZlib) {
    PutFixed32(&out_, __builtin_bswap32(checksum_));
  } else {
    PutFixed32(&out_, checksum_);
    PutFixed32(&out_, static_cast<uint32_t>(total_));
  }
  return sink_(out_);
}

}  // namespace hb
