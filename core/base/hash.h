// Hash functions whose values are part of formats and of op semantics.
#ifndef HORNBEAM_CORE_BASE_HASH_H_
#define HORNBEAM_CORE_BASE_HASH_H_

#include <cstdint>
#include <string_view>

namespace hb {

// FarmHash's Fingerprint64: the same on every machine and in every version. The bucket of
// StringToHashBucketFast is this modulo the number of buckets.
uint64_t Fingerprint64(std::string_view bytes);

}  // namespace hb

#endif  // HORNBEAM_CORE_BASE_HASH_H_
