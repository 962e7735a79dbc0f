#include "c_api/src/internal.h"

using hb::capi::GuardQuiet;

HB_Buffer* HB_NewBufferFromString(const void* proto, size_t proto_len) {
  return GuardQuiet<HB_Buffer*>(nullptr, [&] {
    return hb::capi::NewBuffer({static_cast<const char*>(proto), proto_len});
  });
}

HB_Buffer* HB_NewBuffer() {
  return GuardQuiet<HB_Buffer*>(nullptr, [] { return new HB_Buffer{nullptr, 0, nullptr}; });
}

void HB_DeleteBuffer(HB_Buffer* buffer) {
  if (buffer == nullptr) return;
  if (buffer->data_deallocator != nullptr) {
    buffer->data_deallocator(const_cast<void*>(buffer->data), buffer->length);
  }
  delete buffer;
}

HB_Buffer HB_GetBuffer(HB_Buffer* buffer) { return *buffer; }
