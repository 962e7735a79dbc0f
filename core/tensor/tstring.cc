#include "core/tensor/tstring.h"

#include <cstdlib>
#include <cstring>
#include <new>

namespace hb {

size_t TString::size() const {
  switch (form()) {
    case kSmall:
      return raw_[0] >> 2;
    case kOffset:
      return offset_.size_and_form >> 2;
    default:
      return static_cast<size_t>(large_.size_and_form >> 2);
  }
}

const char* TString::data() const {
  switch (form()) {
    case kSmall:
      return reinterpret_cast<const char*>(raw_ + 1);
    case kLarge:
      return large_.ptr;
    case kOffset:
      return reinterpret_cast<const char*>(this) + offset_.offset;
    default:
      return view_.ptr;
  }
}

void TString::Assign(std::string_view s) {
  if (s.empty()) {  // perhaps without an address
    ResizeUninitialized(0);
    return;
  }
  const char* begin = data();
  if (s.data() >= begin && s.data() <= begin + size()) {
    TString copy;
    std::memcpy(copy.ResizeUninitialized(s.size()), s.data(), s.size());
    *this = std::move(copy);
    return;
  }
  std::memcpy(ResizeUninitialized(s.size()), s.data(), s.size());
}

char* TString::ResizeUninitialized(size_t n) {
  if (n <= kSmallCapacity) {
    Clear();
    raw_[0] = static_cast<unsigned char>(n << 2);
    raw_[1 + n] = 0;
    return reinterpret_cast<char*>(raw_ + 1);
  }
  if (form() != kLarge || large_.capacity < n) {
    // The usual rounding of the layout: capacity + 1 is a multiple of 16.
    const size_t capacity = ((n + 1 + 15) & ~size_t{15}) - 1;
    char* p = static_cast<char*>(std::malloc(capacity + 1));
    if (p == nullptr) throw std::bad_alloc();
    Clear();
    large_.capacity = capacity;
    large_.ptr = p;
  }
  large_.size_and_form = (static_cast<uint64_t>(n) << 2) | kLarge;
  large_.ptr[n] = 0;
  return large_.ptr;
}

void TString::Clear() {
  if (form() == kLarge) std::free(large_.ptr);
  std::memset(raw_, 0, sizeof(raw_));
}

void TString::MoveFrom(TString* o) {
  if (o->form() == kOffset) {
    Assign(o->view());
  } else {
    std::memcpy(raw_, o->raw_, sizeof(raw_));
  }
  if (o->form() == kLarge) {
    std::memset(o->raw_, 0, sizeof(raw_));
  } else {
    o->Clear();
  }
}

}  // namespace hb
