// Little-endian numbers and varints in byte strings.
#ifndef HORNBEAM_CORE_BASE_CODING_H_
#define HORNBEAM_CORE_BASE_CODING_H_

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace hb {

static_assert(std::endian::native == std::endian::little, "files are little-endian");

// Reads at any alignment; `p` must have enough bytes.
template <typename T>
inline T LoadLittle(const void* p) {
  T v;
  std::memcpy(&v, p, sizeof(T));
  return v;
}
template <typename T>
inline void StoreLittle(void* p, T v) {
  std::memcpy(p, &v, sizeof(T));
}

inline void PutFixed32(std::string* out, uint32_t v) {
  out->append(reinterpret_cast<const char*>(&v), 4);
}
inline void PutFixed64(std::string* out, uint64_t v) {
  out->append(reinterpret_cast<const char*>(&v), 8);
}
void PutVarint(std::string* out, uint64_t v);

// These take the number off the front of `in`. False, with `in` untouched, if `in` ends too early
// or, for varints, if the number needs more than 64 (32) bits.
bool GetFixed32(std::string_view* in, uint32_t* v);
bool GetFixed64(std::string_view* in, uint64_t* v);
bool GetVarint64(std::string_view* in, uint64_t* v);
bool GetVarint32(std::string_view* in, uint32_t* v);
// A varint length and as many bytes.
bool GetLengthPrefixed(std::string_view* in, std::string_view* bytes);

}  // namespace hb

#endif  // HORNBEAM_CORE_BASE_CODING_H_
