// The deflate format in its gzip (RFC 1952) and zlib (RFC 1950) wrappings, as streams.
#ifndef HORNBEAM_CORE_IO_DEFLATE_H_
#define HORNBEAM_CORE_IO_DEFLATE_H_

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/status.h"

namespace hb {

enum class Wrapping { kZlib, kGzip };

// CRC-32 of gzip and zip: of A followed by B, given that of A (0 for nothing).
uint32_t Crc32Extend(uint32_t crc, std::string_view bytes);

// Uncompresses untrusted input, in constant memory. Checksums and lengths are verified; several
// gzip members one behind the other are one stream. DATA_LOSS if the input is malformed or cut.
class Inflater {
 public:
  // `source` puts up to `size` bytes at `out` and returns how many, 0 at the end.
  using Source = std::function<Result<size_t>(char* out, size_t size)>;
  Inflater(Wrapping wrapping, Source source);
  // Reads up to `size` bytes, fewer only at the end.
  Result<size_t> Read(char* out, size_t size);

 private:
  // A code of up to 15 bits as a table by the next bits: symbol * 16 + length; 0 for no symbol.
  struct Code {
    int bits = 0;
    std::vector<uint16_t> table;
    bool Make(const uint8_t* lengths, size_t count, bool may_be_incomplete);
  };
  enum class State { kHeader, kBlockHeader, kStored, kCoded, kTrailer, kEnd };

  Status Bad(std::string_view what) const;
  bool MoreInput();
  // Makes `count` (at most 32) bits available; false at the end of the input.
  bool Need(int count);
  Result<uint32_t> Bits(int count);
  Result<uint32_t> Symbol(const Code& code);
  Result<uint8_t> Byte();
  Status Header();
  Status GzipHeader();
  Status BlockHeader();
  Status DynamicCodes();
  Status Stored();
  Status Coded();
  Status CopyMatch(uint32_t symbol);
  Status Trailer();
  // Decodes until there is output that nobody has read, or the end.
  Status Fill();

  Wrapping wrapping_;
  Source source_;
  Status status_;
  State state_ = State::kHeader;
  std::array<char, 16384> input_;
  size_t input_at_ = 0, input_end_ = 0;
  uint64_t bits_ = 0;
  int bit_count_ = 0;
  bool last_block_ = false;
  size_t stored_left_ = 0;
  Code literals_, distances_;
  std::string out_;     // the last 32 KiB of output and what follows
  size_t unread_ = 0;   // where the reader goes on in out_
  size_t checked_ = 0;  // up to where out_ is in the checksum
  uint32_t checksum_ = 0;
  uint64_t total_ = 0;
};

// Compresses: everything that was added is a valid stream after Finish.
class Deflater {
 public:
  using Sink = std::function<Status(std::string_view bytes)>;
  Deflater(Wrapping wrapping, Sink sink);
  Status Append(std::string_view bytes);
  Status Finish();

 private:
  void Put(uint32_t bits, int count);
  void PutLiteral(uint32_t symbol);
  void PutMatch(uint32_t length, uint32_t distance);
  Status Block(bool last);

  Wrapping wrapping_;
  Sink sink_;
  std::string window_;  // up to 32 KiB that were compressed, then what waits
  size_t waiting_from_ = 0;
  std::vector<int32_t> heads_;  // by hash of three bytes, the last position in window_
  std::string out_;
  uint64_t bits_ = 0;
  int bit_count_ = 0;
  uint32_t checksum_;
  uint64_t total_ = 0;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_IO_DEFLATE_H_
