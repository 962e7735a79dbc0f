// The input is a pattern, a line feed and a text.
#include "core/base/regex.h"
#include "tests/fuzz/folder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input = hb::FuzzInput(data, size);
  const size_t end = input.find('\n');
  const auto regex = hb::Regex::Compile(input.substr(0, end));
  if (!regex.ok() || end == std::string_view::npos) return 0;
  const std::string_view text = input.substr(end + 1);
  static_cast<void>(regex->FullMatch(text));
  static_cast<void>(regex->Replace(text, "[\\0]", true));
  static_cast<void>(regex->CheckRewrite(text).ok());
  return 0;
}
