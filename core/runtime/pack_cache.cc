#include "core/runtime/pack_cache.h"

#include <cstdlib>

#include "core/base/memory.h"
namespace hb {
namespace {

// Sources that were seen, packed or not; more are not kept in mind.
constexpr size_t kMaxEntries = 4096;

}  // namespace

size_t PackCache::Hash::operator()(const Key& k) const {
  uint64_t h = k.source;
  for (int64_t v : k.layout) {
    h = (h ^ static_cast<uint64_t>(v)) * 0x9e3779b97f4a7c15u;
    h ^= h >> 29;
  }
  return static_cast<size_t>(h);
}

PackCache::Answer PackCache::Find(const Key& key, uint64_t version, size_t bytes, uint64_t* run,
                                  const Ref<Buffer>& pin) {
  Packed old;  // freed without the lock
  std::lock_guard lock(mu_);
  if (*run == 0) *run = ++runs_;
  auto it = entries_.find(key);
  if (it == entries_.end()) {
    if (!MakeRoom(0, *run)) return {};
    it = entries_.emplace(key, Entry()).first;
    it->second.pin = pin;
  }
  Entry& e = it->second;
  if (e.version != version || e.last_run == 0) {
    old = std::move(e.packed);
    bytes_ -= e.bytes;
    e.bytes = 0;
    e.ticket = 0;
    e.version = version;
    e.last_run = *run;
    return {};
  }
  const bool seen_before = e.last_run != *run;
  e.last_run = *run;
  if (e.packed != nullptr) return {e.packed};
  if (!seen_before || e.ticket != 0 || !MakeRoom(bytes, *run)) return {};
  e.bytes = bytes;
  bytes_ += bytes;
  e.ticket = ++tickets_;
  return {nullptr, true, e.ticket};
}

// Makes `bytes` and one more entry fit by dropping old ones; looks for such not at each run.
bool PackCache::MakeRoom(size_t bytes, uint64_t run) {
  const auto fits = [&] { return bytes_ + bytes <= max_bytes_ && entries_.size() < kMaxEntries; };
  if (fits()) return true;
  if (bytes > max_bytes_ || (swept_ != 0 && run - swept_ < max_age_ / 8)) return false;
  swept_ = run;
  for (auto it = entries_.begin(); it != entries_.end();) {
    const Entry& e = it->second;
    if (e.ticket != 0 || run - e.last_run <= max_age_) {
      ++it;
    } else {
      bytes_ -= e.bytes;
      it = entries_.erase(it);
    }
  }
  return fits();
}

std::shared_ptr<void> PackCache::Allocate(size_t bytes) {
  void* p = AllocateBlock(kAlignment, (bytes + kAlignment) & ~(kAlignment - 1));
  return p == nullptr ? nullptr : std::shared_ptr<void>(p, std::free);
}

void PackCache::Put(const Key& key, uint64_t ticket, Packed packed) {
  std::lock_guard lock(mu_);
  packs_ += packed != nullptr;
  auto it = entries_.find(key);
  if (it == entries_.end() || it->second.ticket != ticket) return;
  Entry& e = it->second;
  e.ticket = 0;
  if (packed == nullptr) {
    bytes_ -= e.bytes;
    e.bytes = 0;
  }
  e.packed = std::move(packed);
}

size_t PackCache::bytes() const {
  std::lock_guard lock(mu_);
  return bytes_;
}

int64_t PackCache::packs() const {
  std::lock_guard lock(mu_);
  return packs_;
}

}  // namespace hb
