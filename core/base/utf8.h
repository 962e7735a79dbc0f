// UTF-8.
#ifndef HORNBEAM_CORE_BASE_UTF8_H_
#define HORNBEAM_CORE_BASE_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hb {

// Takes one character off the front of `text`. False, with one byte taken, if the front is no
// valid UTF-8 (overlong forms, surrogates and values above 0x10ffff aren't). `text` must not be
// empty.
bool TakeUtf8(std::string_view* text, uint32_t* character);
bool IsValidUtf8(std::string_view text);
// Characters, each invalid byte counting as one.
size_t CountUtf8(std::string_view text);
// `character` must be a Unicode scalar value.
void AppendUtf8(std::string* out, uint32_t character);
// The text with each invalid byte replaced by U+FFFD.
std::string CleanUtf8(std::string_view text);

}  // namespace hb

#endif  // HORNBEAM_CORE_BASE_UTF8_H_
