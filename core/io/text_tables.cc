#include "core/io/text_tables.h"

#include <algorithm>

namespace hb::text {
namespace {

struct EnumInfo {
  int32_t first;
  int32_t count;
};

#include "core/io/gen/text_tables.inc"

}  // namespace

const MessageInfo* FindMessage(std::string_view name) {
  const auto* it = std::lower_bound(
      std::begin(kMessages), std::end(kMessages), name,
      [](const MessageInfo& m, std::string_view n) { return std::string_view(m.name) < n; });
  return it != std::end(kMessages) && it->name == name ? it : nullptr;
}

std::span<const FieldInfo> Fields(const MessageInfo& message) {
  return {kFields + message.first, static_cast<size_t>(message.count)};
}

const MessageInfo& MessageOf(const FieldInfo& field) { return kMessages[field.type]; }

std::span<const EnumValue> EnumOf(const FieldInfo& field) {
  const EnumInfo& info = kEnums[field.type];
  return {kEnumValues + info.first, static_cast<size_t>(info.count)};
}

}  // namespace hb::text
