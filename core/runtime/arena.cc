#include "core/runtime/arena.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <numeric>

namespace hb {
namespace {

constexpr int64_t kForever = std::numeric_limits<int64_t>::max();
// Packing by size compares all buffers with each other.
constexpr size_t kMostBySize = 2048;

// Free and used pieces of a block that grows at its end.
class Gaps {
 public:
  // The smallest gap that holds it.
  int64_t Allocate(int64_t bytes) {
    auto best = gaps_.end();
    for (auto it = gaps_.begin(); it != gaps_.end(); ++it) {
      if (it->second >= bytes && (best == gaps_.end() || it->second < best->second)) best = it;
    }
    if (best != gaps_.end()) {
      const int64_t offset = best->first, rest = best->second - bytes;
      gaps_.erase(best);
      if (rest > 0) gaps_[offset + bytes] = rest;
      return offset;
    }
    // The last gap grows at the end.
    int64_t offset = size_;
    auto last = gaps_.empty() ? gaps_.end() : std::prev(gaps_.end());
    if (last != gaps_.end() && last->first + last->second == size_) {
      offset = last->first;
      gaps_.erase(last);
    }
    size_ = offset + bytes;
    return offset;
  }

  void Free(int64_t begin, int64_t bytes) {
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

 private:
  std::map<int64_t, int64_t> gaps_;  // offset -> bytes
  int64_t size_ = 0;
};

}  // namespace

int64_t ArenaPacker::Allocate(int64_t bytes, int64_t step) {
  bytes = std::max<int64_t>(bytes, 64);  // empty buffers have places of their own, too
  buffers_.push_back({bytes, step, kForever, 0});
  live_ += bytes;
  peak_ = std::max(peak_, live_);
  return static_cast<int64_t>(buffers_.size()) - 1;
}

void ArenaPacker::Free(int64_t buffer, int64_t step) {
  Buffer& b = buffers_[static_cast<size_t>(buffer)];
  b.end = step;
  live_ -= b.bytes;
}

void ArenaPacker::Pack() {
  size_ = PackInOrder();
  if (size_ == peak_ || buffers_.size() > kMostBySize) return;
  const std::vector<Buffer> in_order = buffers_;
  const int64_t size = PackBySize();
  if (size < size_) {
    size_ = size;
  } else {
    buffers_ = in_order;
  }
}

// Each takes the smallest gap that there is when it begins to live.
int64_t ArenaPacker::PackInOrder() {
  std::vector<const Buffer*> by_end;
  for (const Buffer& b : buffers_) {
    if (b.end != kForever) by_end.push_back(&b);
  }
  std::stable_sort(by_end.begin(), by_end.end(),
                   [](const Buffer* a, const Buffer* b) { return a->end < b->end; });
  Gaps gaps;
  auto ended = by_end.begin();
  for (Buffer& b : buffers_) {
    for (; ended != by_end.end() && (*ended)->end < b.begin; ++ended) {
      gaps.Free((*ended)->offset, (*ended)->bytes);
    }
    b.offset = gaps.Allocate(b.bytes);
  }
  return gaps.size();
}

// The largest come first; each takes the smallest gap between those that live with it.
int64_t ArenaPacker::PackBySize() {
  std::vector<int> order(buffers_.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [this](int a, int b) {
    return buffers_[static_cast<size_t>(a)].bytes > buffers_[static_cast<size_t>(b)].bytes;
  });
  std::vector<Buffer> placed;  // by offset
  int64_t size = 0;
  for (const int i : order) {
    Buffer& b = buffers_[static_cast<size_t>(i)];
    int64_t at = 0, best = -1, best_gap = kForever;
    for (const Buffer& p : placed) {
      if (p.begin > b.end || b.begin > p.end) continue;
      const int64_t gap = p.offset - at;
      if (gap >= b.bytes && gap < best_gap) best = at, best_gap = gap;
      at = std::max(at, p.offset + p.bytes);
    }
    b.offset = best >= 0 ? best : at;
    size = std::max(size, b.offset + b.bytes);
    placed.insert(
        std::upper_bound(placed.begin(), placed.end(), b,
                         [](const Buffer& x, const Buffer& y) { return x.offset < y.offset; }),
        b);
  }
  return size;
}

}  // namespace hb
