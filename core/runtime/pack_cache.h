// The packed weights of a session.
#ifndef HORNBEAM_CORE_RUNTIME_PACK_CACHE_H_
#define HORNBEAM_CORE_RUNTIME_PACK_CACHE_H_

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "core/tensor/tensor.h"

namespace hb {

// Thread-safe. A source (a variable or a constant) has one entry for each layout, which holds the
// packed form of one version of its value. A version is packed when a second run asks for it, so
// that who trains or runs once never pays. What a run has got stays until the run gives it back,
// whatever happens to the entry.
class PackCache {
 public:
  using Packed = std::shared_ptr<const void>;
  struct Key {
    uint64_t source;  // of a variable: its id; of a constant: the address of its value
    bool variable;
    std::array<int64_t, 4> layout;
    bool operator==(const Key&) const = default;
  };
  struct Answer {
    Packed packed;        // or null:
    bool asked = false;   // the caller is to pack this version and hand it to Put
    uint64_t ticket = 0;  // to be passed on to Put
  };

  // `max_bytes` of packed values are kept; beyond, what no run of the last `max_age` has used goes,
  // and if there is no such thing, the new value isn't packed.
  explicit PackCache(size_t max_bytes = kMaxBytes, uint64_t max_age = kMaxAge)
      : max_bytes_(max_bytes), max_age_(max_age) {}

  // `run`: the number of the asking run; 0: it has none yet and is given one. `pin` is held as long
  // as the entry lives (for constants, whose address must not be used again).
  Answer Find(const Key& key, uint64_t version, size_t bytes, uint64_t* run,
              const Ref<Buffer>& pin);
  // Memory for the packed form, aligned to 64; null if there is none.
  static std::shared_ptr<void> Allocate(size_t bytes);
  // Keeps what `ticket` was to pack, unless another version is there by now; null: it was not
  // packed.
  void Put(const Key& key, uint64_t ticket, Packed packed);

  size_t bytes() const;   // of what is kept
  int64_t packs() const;  // how often something was packed

  static constexpr size_t kMaxBytes = size_t{256} << 20;
  static constexpr uint64_t kMaxAge = 1000;

 private:
  struct Entry {
    uint64_t version = 0;
    uint64_t last_run = 0;
    uint64_t ticket = 0;  // of who is packing; 0: nobody
    size_t bytes = 0;     // of `packed`, or promised to who is packing
    Packed packed;
    Ref<Buffer> pin;
  };
  struct Hash {
    size_t operator()(const Key& k) const;
  };
  bool MakeRoom(size_t bytes, uint64_t run);

  const size_t max_bytes_;
  const uint64_t max_age_;
  mutable std::mutex mu_;
  std::unordered_map<Key, Entry, Hash> entries_;
  size_t bytes_ = 0;
  uint64_t runs_ = 0, tickets_ = 0;
  uint64_t swept_ = 0;  // the run that last looked for old entries
  int64_t packs_ = 0;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_RUNTIME_PACK_CACHE_H_
