// Packs buffers with known lifetimes into one block of memory.
#ifndef HORNBEAM_CORE_RUNTIME_ARENA_H_
#define HORNBEAM_CORE_RUNTIME_ARENA_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hb {

// Buffers are asked for and given back in the order of the schedule; Pack() then gives each its
// place, such that those that live at the same step don't overlap. Sizes are multiples of the
// alignment.
class ArenaPacker {
 public:
  // A buffer that lives from this step on; its number.
  int64_t Allocate(int64_t bytes, int64_t step);
  // It is needed in this step for the last time.
  void Free(int64_t buffer, int64_t step);
  void Pack();

  // Of a buffer, after Pack().
  int64_t offset(int64_t buffer) const { return buffers_[static_cast<size_t>(buffer)].offset; }
  int64_t size() const { return size_; }
  int64_t peak() const { return peak_; }  // the most that lives at once: no packing takes less

 private:
  struct Buffer {
    int64_t bytes, begin, end, offset;
  };
  int64_t PackInOrder();
  int64_t PackBySize();

  std::vector<Buffer> buffers_;
  int64_t size_ = 0, live_ = 0, peak_ = 0;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_RUNTIME_ARENA_H_
