// Text helpers: concatenation, splitting, prefix tests.
#ifndef HORNBEAM_CORE_BASE_STRINGS_H_
#define HORNBEAM_CORE_BASE_STRINGS_H_

#include <charconv>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace hb {
namespace internal {

inline void AppendPiece(std::string* out, std::string_view s) { out->append(s); }
inline void AppendPiece(std::string* out, char c) { out->push_back(c); }
template <typename T>
requires std::is_same_v<T, bool>
void AppendPiece(std::string* out, T b) { out->append(b ? "true" : "false"); }
template <typename T>
requires(std::is_arithmetic_v<T> && !std::is_same_v<T, bool> &&
         !std::is_same_v<T, char>) void AppendPiece(std::string* out, T v) {
  char buf[64];
  auto r = std::to_chars(buf, buf + sizeof(buf), v);
  out->append(buf, static_cast<size_t>(r.ptr - buf));
}
template <typename T>
requires std::is_enum_v<T>
void AppendPiece(std::string* out, T v) { AppendPiece(out, static_cast<long long>(v)); }

}  // namespace internal

// Concatenates strings, characters, booleans (true, false) and numbers (shortest round trip).
template <typename... Args>
std::string StrCat(const Args&... args) {
  std::string out;
  (internal::AppendPiece(&out, args), ...);
  return out;
}

template <typename... Args>
void StrAppend(std::string* out, const Args&... args) {
  (internal::AppendPiece(out, args), ...);
}

// Pieces between the separators; empty pieces are kept; the empty string gives no piece.
std::vector<std::string_view> Split(std::string_view text, char separator);

// The elements' StrCat joined with `separator`.
template <typename Range>
std::string Join(const Range& range, std::string_view separator) {
  std::string out;
  bool first = true;
  for (const auto& item : range) {
    if (!first) out.append(separator);
    first = false;
    internal::AppendPiece(&out, item);
  }
  return out;
}

}  // namespace hb

#endif  // HORNBEAM_CORE_BASE_STRINGS_H_
