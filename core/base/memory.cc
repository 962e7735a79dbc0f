#include "core/base/memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>

namespace hb {
namespace {

constexpr size_t kLargePage = size_t{2} << 20;

}  // namespace

void* AllocateBlock(size_t alignment, size_t bytes) {
  const bool large = bytes >= 2 * kLargePage;
  void* p = nullptr;
  if (posix_memalign(&p, large ? std::max(alignment, kLargePage) : alignment, bytes) != 0) {
    return nullptr;
  }
  // A wish: the system may have no such pages, and what lies behind the last one stays as it is.
  if (large) madvise(p, bytes / kLargePage * kLargePage, MADV_HUGEPAGE);
  return p;
}

}  // namespace hb
