// The floating-point mode in which kernels run.
#ifndef HORNBEAM_CORE_BASE_FP_STATE_H_
#define HORNBEAM_CORE_BASE_FP_STATE_H_

#include <cstdint>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace hb {

// While an object lives, the calling thread flushes denormal results and operands to zero, rounds
// to nearest and raises no trap. The mode that the thread had before comes back with the
// destructor, so objects nest; each must be destroyed by the thread that made it.
class ScopedFpState {
 public:
#if defined(__x86_64__)
  ScopedFpState() : saved_(_mm_getcsr()) {
    if ((saved_ & ~kFlags) != kMode) _mm_setcsr(kMode);
  }
  ~ScopedFpState() {
    if ((_mm_getcsr() & ~kFlags) != (saved_ & ~kFlags)) _mm_setcsr(saved_);
  }
#elif defined(__aarch64__)
  ScopedFpState() : saved_(Get()) {
    if (saved_ != kMode) Set(kMode);
  }
  ~ScopedFpState() {
    if (Get() != saved_) Set(saved_);
  }
#else
  ScopedFpState() {}
  ~ScopedFpState() {}
#endif
  ScopedFpState(const ScopedFpState&) = delete;
  ScopedFpState& operator=(const ScopedFpState&) = delete;

 private:
#if defined(__x86_64__)
  static constexpr uint32_t kFlags = 0x3f;   // sticky exception flags, no part of the mode
  static constexpr uint32_t kMode = 0x9fc0;  // flush to zero, denormals are zero, traps masked
  uint32_t saved_;
#elif defined(__aarch64__)
  static constexpr uint64_t kMode = uint64_t{1} << 24;  // flush to zero
  static uint64_t Get() {
    uint64_t v;
    asm volatile("mrs %0, fpcr" : "=r"(v));
    return v;
  }
  static void Set(uint64_t v) { asm volatile("msr fpcr, %0" : : "r"(v)); }
  uint64_t saved_;
#endif
};

}  // namespace hb

#endif  // HORNBEAM_CORE_BASE_FP_STATE_H_
