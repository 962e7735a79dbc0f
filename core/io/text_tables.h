// The fields of all messages of core/proto: what the lite runtime cannot tell.
#ifndef HORNBEAM_CORE_IO_TEXT_TABLES_H_
#define HORNBEAM_CORE_IO_TEXT_TABLES_H_

#include <cstdint>
#include <span>
#include <string_view>

namespace hb::text {

enum class Kind : uint8_t {
  kDouble,
  kFloat,
  kInt32,
  kInt64,
  kUInt32,
  kUInt64,
  kSInt32,
  kSInt64,
  kFixed32,
  kFixed64,
  kSFixed32,
  kSFixed64,
  kBool,
  kString,
  kBytes,
  kEnum,
  kMessage,
};

struct FieldInfo {
  const char* name;
  int32_t number;
  Kind kind;
  bool repeated;
  int16_t type;  // of a message or an enum: its index
};

// A field of type map is a repeated message with the fields key and value.
struct MessageInfo {
  const char* name;  // without package, nested ones with dots: "ApiDef.Arg"
  int32_t first;
  int32_t count;
};

struct EnumValue {
  const char* name;
  int32_t number;
};

// The message of that name, or null.
const MessageInfo* FindMessage(std::string_view name);
std::span<const FieldInfo> Fields(const MessageInfo& message);
// The message, or the values of the enum, that a field's type stands for.
const MessageInfo& MessageOf(const FieldInfo& field);
std::span<const EnumValue> EnumOf(const FieldInfo& field);

}  // namespace hb::text

#endif  // HORNBEAM_CORE_IO_TEXT_TABLES_H_
