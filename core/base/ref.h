// Intrusive reference counting for objects that are shared between graphs, sessions and handles.
#ifndef HORNBEAM_CORE_BASE_REF_H_
#define HORNBEAM_CORE_BASE_REF_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace hb {

// Base of shared objects. A new object has one reference, owned by its creator (see MakeRef).
// Counting is thread-safe; the object itself is only as thread-safe as its class says.
class RefCounted {
 public:
  RefCounted() = default;
  RefCounted(const RefCounted&) = delete;
  RefCounted& operator=(const RefCounted&) = delete;
  virtual ~RefCounted() = default;

  void AddRef() const { refs_.fetch_add(1, std::memory_order_relaxed); }
  void Release() const {
    if (refs_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
  }
  // True when the caller holds the only reference.
  bool Unique() const { return refs_.load(std::memory_order_acquire) == 1; }
  // How many references there are now.
  int32_t RefCount() const { return refs_.load(std::memory_order_acquire); }

 private:
  mutable std::atomic<int32_t> refs_{1};
};

// Owning pointer to a RefCounted object; may be null.
template <typename T>
class Ref {
 public:
  Ref() = default;
  Ref(std::nullptr_t) {}  // NOLINT: null converts as for plain pointers
  // Takes over the reference that the caller owns.
  static Ref Adopt(T* p) {
    Ref r;
    r.p_ = p;
    return r;
  }
  // Adds a reference of its own.
  static Ref Share(T* p) {
    if (p != nullptr) p->AddRef();
    return Adopt(p);
  }
  Ref(const Ref& o) : p_(o.p_) {
    if (p_ != nullptr) p_->AddRef();
  }
  Ref(Ref&& o) noexcept : p_(std::exchange(o.p_, nullptr)) {}
  template <typename U>
  Ref(Ref<U> o) : p_(o.release()) {}  // NOLINT: derived converts to base
  Ref& operator=(Ref o) noexcept {
    std::swap(p_, o.p_);
    return *this;
  }
  ~Ref() {
    if (p_ != nullptr) p_->Release();
  }

  T* get() const { return p_; }
  T* operator->() const { return p_; }
  T& operator*() const { return *p_; }
  explicit operator bool() const { return p_ != nullptr; }
  bool operator==(const Ref& o) const { return p_ == o.p_; }
  // Gives up ownership without releasing the reference.
  T* release() { return std::exchange(p_, nullptr); }
  void reset() { *this = Ref(); }

 private:
  T* p_ = nullptr;
};

template <typename T, typename... Args>
Ref<T> MakeRef(Args&&... args) {
  return Ref<T>::Adopt(new T(std::forward<Args>(args)...));
}

}  // namespace hb

#endif  // HORNBEAM_CORE_BASE_REF_H_
