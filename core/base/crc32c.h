// CRC-32C (Castagnoli), and the masked form in which files store it.
#ifndef HORNBEAM_CORE_BASE_CRC32C_H_
#define HORNBEAM_CORE_BASE_CRC32C_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hb {

// The checksum of A followed by B, given that of A (0 for nothing) and B's bytes.
uint32_t Crc32cExtend(uint32_t crc, const void* data, size_t size);
inline uint32_t Crc32c(std::string_view bytes) {
  return Crc32cExtend(0, bytes.data(), bytes.size());
}

// Files hold checksums of data that itself holds checksums; masking keeps these from cancelling.
inline uint32_t MaskCrc(uint32_t crc) { return ((crc >> 15) | (crc << 17)) + 0xa282ead8u; }
inline uint32_t UnmaskCrc(uint32_t masked) {
  const uint32_t rotated = masked - 0xa282ead8u;
  return (rotated >> 17) | (rotated << 15);
}

namespace internal {
// The variant without special instructions, for tests.
uint32_t Crc32cExtendPortable(uint32_t crc, const void* data, size_t size);
}  // namespace internal

}  // namespace hb

#endif  // HORNBEAM_CORE_BASE_CRC32C_H_
