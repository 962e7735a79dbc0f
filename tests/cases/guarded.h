// Memory between pages that can't be touched.
#ifndef HORNBEAM_TESTS_CASES_GUARDED_H_
#define HORNBEAM_TESTS_CASES_GUARDED_H_

#include <cstddef>
#include <vector>

namespace hb::cases {

// Reading or writing behind an allocation at the end of its block, or before one at the beginning,
// ends the process. What alignment leaves between an allocation and the guard is filled with a
// pattern that Intact() checks. Blocks are used again after Reset().
class GuardedMemory {
 public:
  GuardedMemory() = default;
  GuardedMemory(const GuardedMemory&) = delete;
  GuardedMemory& operator=(const GuardedMemory&) = delete;
  ~GuardedMemory();

  // At the end of a block, as far as the alignment allows, or at its beginning.
  void* Allocate(size_t bytes, size_t align, bool at_end);
  // False if something wrote beside an allocation.
  bool Intact() const;
  void Reset();

 private:
  struct Block {
    unsigned char* base;  // of the usable part
    size_t size;
    unsigned char* begin = nullptr;  // of the allocation, while in use
    size_t used = 0;
  };
  std::vector<Block> blocks_;
};

}  // namespace hb::cases

#endif  // HORNBEAM_TESTS_CASES_GUARDED_H_
