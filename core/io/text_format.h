// Protocol buffers as text: ApiDef maps, "checkpoint" files, .pbtxt graphs and configurations.
#ifndef HORNBEAM_CORE_IO_TEXT_FORMAT_H_
#define HORNBEAM_CORE_IO_TEXT_FORMAT_H_

#include <string>
#include <string_view>

#include "core/base/status.h"

namespace hb {

// The bytes of the message `type` ("GraphDef", "ApiDefs") that the text describes. The text is
// untrusted: nesting is bounded, and InvalidArgument names line and column of what is wrong.
Result<std::string> TextToBytes(std::string_view type, std::string_view text);

// The text of a serialized message, two spaces a level. Fields that the message doesn't have are
// left out. InvalidArgument if the bytes are no such message.
Result<std::string> BytesToText(std::string_view type, std::string_view bytes);

template <typename Message>
Status ParseText(std::string_view type, std::string_view text, Message* message) {
  HB_ASSIGN_OR_RETURN(const std::string bytes, TextToBytes(type, text));
  if (!message->ParseFromString(bytes)) return InvalidArgument("the text is no valid ", type);
  return Status();
}

template <typename Message>
Result<std::string> PrintText(std::string_view type, const Message& message) {
  return BytesToText(type, message.SerializeAsString());
}

}  // namespace hb

#endif  // HORNBEAM_CORE_IO_TEXT_FORMAT_H_
