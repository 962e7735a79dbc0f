// Status and Result<T>: how every function that can fail reports it.
#ifndef HORNBEAM_CORE_BASE_STATUS_H_
#define HORNBEAM_CORE_BASE_STATUS_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/strings.h"

namespace hb {

// TensorFlow's canonical codes (error_codes.proto).
enum class Code : int {
  kOk = 0,
  kCancelled = 1,
  kUnknown = 2,
  kInvalidArgument = 3,
  kDeadlineExceeded = 4,
  kNotFound = 5,
  kAlreadyExists = 6,
  kPermissionDenied = 7,
  kResourceExhausted = 8,
  kFailedPrecondition = 9,
  kAborted = 10,
  kOutOfRange = 11,
  kUnimplemented = 12,
  kInternal = 13,
  kUnavailable = 14,
  kDataLoss = 15,
  kUnauthenticated = 16,
};

// "INVALID_ARGUMENT" and so on; "UNKNOWN" for a number that is no code.
const char* CodeName(Code code);

// OK, or a code with a message (and optional payloads by key). OK costs one null pointer.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Code code, std::string message);
  Status(const Status& o) { *this = o; }
  Status(Status&&) noexcept = default;
  Status& operator=(const Status& o) {
    rep_ = o.rep_ ? std::make_unique<Rep>(*o.rep_) : nullptr;
    return *this;
  }
  Status& operator=(Status&&) noexcept = default;

  bool ok() const { return rep_ == nullptr; }
  Code code() const { return rep_ ? rep_->code : Code::kOk; }
  const std::string& message() const;
  // "INVALID_ARGUMENT: text", or "OK".
  std::string ToString() const;
  // The same code with `prefix` put before the message; OK stays OK.
  Status WithPrefix(std::string_view prefix) const;
  // Keeps the first error: does nothing if this is an error already.
  void Update(Status other) {
    if (ok()) *this = std::move(other);
  }
  void SetPayload(std::string key, std::string value);
  const std::map<std::string, std::string>& payloads() const;

 private:
  struct Rep {
    Code code;
    std::string message;
    std::map<std::string, std::string> payloads;
  };
  std::unique_ptr<Rep> rep_;
};

#define HB_DEFINE_ERROR(Name)                      \
  template <typename... Args>                      \
  Status Name(const Args&... args) {               \
    return Status(Code::k##Name, StrCat(args...)); \
  }                                                \
  inline bool Is##Name(const Status& s) { return s.code() == Code::k##Name; }
HB_DEFINE_ERROR(Cancelled)
HB_DEFINE_ERROR(Unknown)
HB_DEFINE_ERROR(InvalidArgument)
HB_DEFINE_ERROR(DeadlineExceeded)
HB_DEFINE_ERROR(NotFound)
HB_DEFINE_ERROR(AlreadyExists)
HB_DEFINE_ERROR(PermissionDenied)
HB_DEFINE_ERROR(ResourceExhausted)
HB_DEFINE_ERROR(FailedPrecondition)
HB_DEFINE_ERROR(Aborted)
HB_DEFINE_ERROR(OutOfRange)
HB_DEFINE_ERROR(Unimplemented)
HB_DEFINE_ERROR(Internal)
HB_DEFINE_ERROR(Unavailable)
HB_DEFINE_ERROR(DataLoss)
#undef HB_DEFINE_ERROR

// A value, or the status that says why there is none.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(Status status) : status_(std::move(status)) {}  // NOLINT: return errors directly
  Result(T value) : value_(std::move(value)) {}          // NOLINT: return values directly
  bool ok() const { return status_.ok(); }
  const Status& status() const& { return status_; }
  Status&& status() && { return std::move(status_); }
  T& value() & { return *value_; }
  const T& value() const& { return *value_; }
  T&& value() && { return std::move(*value_); }
  T& operator*() & { return *value_; }
  const T& operator*() const& { return *value_; }
  T&& operator*() && { return std::move(*value_); }
  T* operator->() { return &*value_; }
  const T* operator->() const { return &*value_; }

 private:
  Status status_;
  std::optional<T> value_;
};

#define HB_RETURN_IF_ERROR(expr)                                               \
  do {                                                                         \
    if (::hb::Status hb_status_ = (expr); !hb_status_.ok()) return hb_status_; \
  } while (0)

#define HB_CONCAT_INNER(a, b) a##b
#define HB_CONCAT(a, b) HB_CONCAT_INNER(a, b)
#define HB_ASSIGN_OR_RETURN(lhs, expr) \
  HB_ASSIGN_OR_RETURN_IMPL(HB_CONCAT(hb_result_, __LINE__), lhs, expr)
#define HB_ASSIGN_OR_RETURN_IMPL(result, lhs, expr)    \
  auto result = (expr);                                \
  if (!result.ok()) return std::move(result).status(); \
  lhs = std::move(result).value()

}  // namespace hb

#endif  // HORNBEAM_CORE_BASE_STATUS_H_
