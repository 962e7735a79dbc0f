#include "tests/cases/guarded.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <new>

namespace hb::cases {
namespace {

constexpr size_t kPage = 4096;
constexpr size_t kSmallest = 4 * kPage;
constexpr unsigned char kPattern = 0xCB;
// How far beside an allocation the pattern reaches.
constexpr size_t kReach = 128;

}  // namespace

GuardedMemory::~GuardedMemory() {
  for (const Block& b : blocks_) munmap(b.base - kPage, b.size + 2 * kPage);
}

void* GuardedMemory::Allocate(size_t bytes, size_t align, bool at_end) {
  auto block = std::find_if(blocks_.begin(), blocks_.end(),
                            [&](const Block& b) { return b.begin == nullptr && b.size >= bytes; });
  if (block == blocks_.end()) {
    const size_t size = std::max(kSmallest, (bytes + kPage - 1) / kPage * kPage);
    void* p = mmap(nullptr, size + 2 * kPage, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) throw std::bad_alloc();
    auto* base = static_cast<unsigned char*>(p) + kPage;
    if (mprotect(base, size, PROT_READ | PROT_WRITE) != 0) throw std::bad_alloc();
    block = blocks_.insert(blocks_.end(), Block{base, size});
  }
  unsigned char* begin = block->base;
  if (at_end) {
    begin += block->size - bytes;
    begin -= reinterpret_cast<uintptr_t>(begin) % align;
  }
  block->begin = begin;
  block->used = bytes;
  unsigned char* low = std::max(block->base, begin - std::min<size_t>(kReach, begin - block->base));
  unsigned char* high = std::min(block->base + block->size, begin + bytes + kReach);
  std::memset(low, kPattern, static_cast<size_t>(high - low));
  return begin;
}

bool GuardedMemory::Intact() const {
  return std::all_of(blocks_.begin(), blocks_.end(), [](const Block& b) {
    if (b.begin == nullptr) return true;
    const unsigned char* low =
        b.begin - std::min<size_t>(kReach, static_cast<size_t>(b.begin - b.base));
    const unsigned char* high = std::min(b.base + b.size, b.begin + b.used + kReach);
    const auto is_pattern = [](unsigned char c) { return c == kPattern; };
    return std::all_of(low, static_cast<const unsigned char*>(b.begin), is_pattern) &&
           std::all_of(b.begin + b.used, const_cast<unsigned char*>(high), is_pattern);
  });
}

void GuardedMemory::Reset() {
  for (Block& b : blocks_) b.begin = nullptr;
}

}  // namespace hb::cases
