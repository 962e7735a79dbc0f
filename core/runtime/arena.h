// Packs buffers with known lifetimes into one block of memory.
#ifndef HORNBEAM_CORE_RUNTIME_ARENA_H_
#define HORNBEAM_CORE_RUNTIME_ARENA_H_

#include <algorithm>
#include <cstdint>
#include <map>

namespace hb {

// Offsets are handed out in the order of the schedule: each buffer takes the smallest gap that
// holds it. Sizes are multiples of the alignment.
class ArenaPacker {
 public:
  int64_t Allocate(int64_t bytes) {
    bytes = std::max<int64_t>(bytes, 64);  // empty buffers have places of their own, too
    auto best = gaps_.end();
    for (auto it = gaps_.begin(); it != gaps_.end(); ++it) {
      if (it->second >= bytes && (best == gaps_.end() || it->second < best->second)) best = it;
    }
    int64_t offset;
    if (best != gaps_.end()) {
      offset = best->first;
      const int64_t rest = best->second - bytes;
      gaps_.erase(best);
      if (rest > 0) gaps_[offset + bytes] = rest;
    } else {
      // The last gap grows at the end.
      offset = size_;
      auto last = gaps_.empty() ? gaps_.end() : std::prev(gaps_.end());
      if (last != gaps_.end() && last->first + last->second == size_) {
        offset = last->first;
        gaps_.erase(last);
      }
      size_ = offset + bytes;
    }
    used_[offset] = bytes;
    live_ += bytes;
    peak_ = std::max(peak_, live_);
    return offset;
  }

  void Free(int64_t offset) {
    auto used = used_.find(offset);
    if (used == used_.end()) return;
    int64_t begin = offset, bytes = used->second;
    live_ -= bytes;
    used_.erase(used);
    auto next = gaps_.lower_bound(begin);
    if (next != gaps_.end() && next->first == begin + bytes) {
      bytes += next->second;
      next = gaps_.erase(next);
    }
    if (next != gaps_.begin()) {
      auto prev = std::prev(next);
      if (prev->first + prev->second == begin) {
        begin = prev->first;
        bytes += prev->second;
        gaps_.erase(prev);
      }
    }
    gaps_[begin] = bytes;
  }

  int64_t size() const { return size_; }
  int64_t peak() const { return peak_; }  // the most that was live at once

 private:
  std::map<int64_t, int64_t> gaps_, used_;  // offset -> bytes
  int64_t size_ = 0, live_ = 0, peak_ = 0;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_RUNTIME_ARENA_H_
