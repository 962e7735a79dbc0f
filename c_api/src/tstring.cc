#include <cstdlib>
#include <cstring>

#include "c_api/src/internal.h"

static_assert(sizeof(HB_TString) == sizeof(hb::TString));

namespace {

hb::TString* Cast(HB_TString* s) { return reinterpret_cast<hb::TString*>(s); }
const hb::TString* Cast(const HB_TString* s) { return reinterpret_cast<const hb::TString*>(s); }

}  // namespace

void HB_StringInit(HB_TString* t) { std::memset(t, 0, sizeof(*t)); }

void HB_StringCopy(HB_TString* dst, const char* src, size_t size) {
  hb::capi::GuardQuiet([&] { Cast(dst)->Assign({src, size}); });
}

void HB_StringAssignView(HB_TString* dst, const char* src, size_t size) {
  Cast(dst)->Clear();
  dst->u.view.size = size << 2 | HB_TSTR_VIEW;
  dst->u.view.ptr = src;
  dst->u.view.owner_ref = nullptr;
}

const char* HB_StringGetDataPointer(const HB_TString* tstr) { return Cast(tstr)->data(); }

HB_TString_Type HB_StringGetType(const HB_TString* str) {
  return static_cast<HB_TString_Type>(str->u.raw.raw[0] & 3);
}

size_t HB_StringGetSize(const HB_TString* tstr) { return Cast(tstr)->size(); }

size_t HB_StringGetCapacity(const HB_TString* str) {
  switch (HB_StringGetType(str)) {
    case HB_TSTR_SMALL:
      return sizeof(str->u.smll.str) - 1;
    case HB_TSTR_LARGE:
      return str->u.large.cap;
    default:
      return 0;
  }
}

void HB_StringDealloc(HB_TString* tstr) {
  Cast(tstr)->Clear();
  HB_StringInit(tstr);
}
