// Memory for blocks of data.
#ifndef HORNBEAM_CORE_BASE_MEMORY_H_
#define HORNBEAM_CORE_BASE_MEMORY_H_

#include <cstddef>

namespace hb {

// `bytes` of memory aligned to `alignment`, a power of two of at least 8; null if there is none. To
// be given back with std::free. Large blocks ask the system for large pages, so that reading
// columns of a matrix doesn't look up a page for each row.
void* AllocateBlock(size_t alignment, size_t bytes);

}  // namespace hb

#endif  // HORNBEAM_CORE_BASE_MEMORY_H_
