#include "core/base/status.h"

namespace hb {

const char* CodeName(Code code) {
  static constexpr const char* kNames[] = {"OK",
                                           "CANCELLED",
                                           "UNKNOWN",
                                           "INVALID_ARGUMENT",
                                           "DEADLINE_EXCEEDED",
                                           "NOT_FOUND",
                                           "ALREADY_EXISTS",
                                           "PERMISSION_DENIED",
                                           "RESOURCE_EXHAUSTED",
                                           "FAILED_PRECONDITION",
                                           "ABORTED",
                                           "OUT_OF_RANGE",
                                           "UNIMPLEMENTED",
                                           "INTERNAL",
                                           "UNAVAILABLE",
                                           "DATA_LOSS",
                                           "UNAUTHENTICATED"};
  const int i = static_cast<int>(code);
  return i >= 0 && i <= 16 ? kNames[i] : "UNKNOWN";
}

Status::Status(Code code, std::string message) {
  if (code != Code::kOk) rep_ = std::make_unique<Rep>(Rep{code, std::move(message), {}});
}

const std::string& Status::message() const {
  static const std::string* const kEmpty = new std::string;
  return rep_ ? rep_->message : *kEmpty;
}

std::string Status::ToString() const {
  return ok() ? "OK" : StrCat(CodeName(code()), ": ", message());
}

Status Status::WithPrefix(std::string_view prefix) const {
  Status out = *this;
  if (out.rep_) out.rep_->message.insert(0, prefix);
  return out;
}

void Status::SetPayload(std::string key, std::string value) {
  if (rep_) rep_->payloads[std::move(key)] = std::move(value);
}

const std::map<std::string, std::string>& Status::payloads() const {
  static const auto* const kNone = new std::map<std::string, std::string>;
  return rep_ ? rep_->payloads : *kNone;
}

}  // namespace hb
