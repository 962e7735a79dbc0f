#include "core/base/utf8.h"

namespace hb {

bool TakeUtf8(std::string_view* text, uint32_t* character) {
  const auto byte = [text](size_t i) { return static_cast<unsigned char>((*text)[i]); };
  const uint32_t lead = byte(0);
  const size_t size = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  uint32_t c = size == 1 ? lead : lead & (0x7fu >> size);
  bool ok = size > 0 && lead < 0xf5 && text->size() >= size;
  for (size_t i = 1; ok && i < size; ++i) {
    ok = (byte(i) & 0xc0) == 0x80;
    c = c << 6 | (byte(i) & 0x3f);
  }
  if (ok && size == 3) ok = c >= 0x800 && (c < 0xd800 || c > 0xdfff);
  if (ok && size == 4) ok = c >= 0x10000 && c <= 0x10ffff;
  *character = ok ? c : 0xfffd;
  text->remove_prefix(ok ? size : 1);
  return ok;
}

bool IsValidUtf8(std::string_view text) {
  uint32_t c;
  while (!text.empty()) {
    if (!TakeUtf8(&text, &c)) return false;
  }
  return true;
}

size_t CountUtf8(std::string_view text) {
  size_t n = 0;
  for (uint32_t c; !text.empty(); ++n) TakeUtf8(&text, &c);
  return n;
}

void AppendUtf8(std::string* out, uint32_t c) {
  const auto tail = [c](int shift) { return static_cast<char>(0x80 | (c >> shift & 0x3f)); };
  if (c < 0x80) {
    out->push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    *out += {static_cast<char>(0xc0 | c >> 6), tail(0)};
  } else if (c < 0x10000) {
    *out += {static_cast<char>(0xe0 | c >> 12), tail(6), tail(0)};
  } else {
    *out += {static_cast<char>(0xf0 | c >> 18), tail(12), tail(6), tail(0)};
  }
}

std::string CleanUtf8(std::string_view text) {
  std::string out;
  for (uint32_t c; !text.empty();) {
    TakeUtf8(&text, &c);
    AppendUtf8(&out, c);
  }
  return out;
}

}  // namespace hb
