#ifndef HORNBEAM_CPP_STATUS_H_
#define HORNBEAM_CPP_STATUS_H_

// Errors of the C++ interface, in one of two modes:
//
//   default                           a call that fails throws hb::Error; `Returns<T>` is T.
//   HORNBEAM_NO_EXCEPTIONS defined    a call that fails returns its hb::Status; `Returns<T>` is
//                                     Result<T>, `Returns<void>` is Status.
//
// The mode is chosen for a translation unit; both may be linked into one program.

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "hornbeam/c_api.h"

#ifdef HORNBEAM_NO_EXCEPTIONS
#define HORNBEAM_MODE results
#else
#define HORNBEAM_MODE throwing
#endif

namespace hb {

// A code and, unless the code is HB_OK, a message.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(HB_Code code, std::string message) : code_(code), message_(std::move(message)) {}

  bool ok() const { return code_ == HB_OK; }
  HB_Code code() const { return code_; }
  const std::string& message() const { return message_; }

  // Keeps the first error.
  void Update(Status other) {
    if (ok()) *this = std::move(other);
  }

 private:
  HB_Code code_ = HB_OK;
  std::string message_;
};

inline Status InvalidArgument(std::string message) {
  return Status(HB_INVALID_ARGUMENT, std::move(message));
}

// What calls throw in the default mode.
class Error : public std::runtime_error {
 public:
  explicit Error(const Status& status) : std::runtime_error(status.message()), status_(status) {}
  HB_Code code() const { return status_.code(); }
  const Status& status() const { return status_; }

 private:
  Status status_;
};

// A value or the status that says why there is none.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}          // NOLINT: implicit by intent
  Result(Status status) : status_(std::move(status)) {}  // NOLINT: implicit by intent

  bool ok() const { return value_.has_value(); }
  const Status& status() const { return status_; }
  T& value() & { return *value_; }
  const T& value() const& { return *value_; }
  T&& value() && { return *std::move(value_); }
  T& operator*() & { return *value_; }
  const T& operator*() const& { return *value_; }
  T&& operator*() && { return *std::move(value_); }
  T* operator->() { return &*value_; }
  const T* operator->() const { return &*value_; }

 private:
  Status status_;
  std::optional<T> value_;
};

// An HB_Status for the calls of one function.
class CStatus {
 public:
  CStatus() : status_(HB_NewStatus()) {}
  ~CStatus() { HB_DeleteStatus(status_); }
  CStatus(const CStatus&) = delete;
  CStatus& operator=(const CStatus&) = delete;

  HB_Status* get() { return status_; }
  bool ok() const { return HB_GetCode(status_) == HB_OK; }
  Status Take() const {
    const HB_Code code = HB_GetCode(status_);
    return code == HB_OK ? Status() : Status(code, HB_Message(status_));
  }

 private:
  HB_Status* status_;
};

inline namespace HORNBEAM_MODE {

#ifdef HORNBEAM_NO_EXCEPTIONS
template <class T>
struct ReturnsOf {
  using type = Result<T>;
};
template <>
struct ReturnsOf<void> {
  using type = Status;
};
template <class T>
using Returns = typename ReturnsOf<T>::type;
// What a function returns instead of its value.
template <class T>
Returns<T> Fail(Status status) {
  return status;
}
// The end of a function that returns Returns<void>.
inline Status Done(Status status = Status()) { return status; }
#else
template <class T>
using Returns = T;
template <class T>
[[noreturn]] T Fail(const Status& status) {
  throw Error(status);
}
inline void Done(const Status& status = Status()) {
  if (!status.ok()) throw Error(status);
}
#endif

}  // namespace HORNBEAM_MODE
}  // namespace hb

#endif  // HORNBEAM_CPP_STATUS_H_
