#ifndef KERAS_LIKE_ENGINE_BASE_H_
#define KERAS_LIKE_ENGINE_BASE_H_

// What every file of the layer library uses: statuses, and the macros that pass errors on.

#ifndef HORNBEAM_NO_EXCEPTIONS
#define HORNBEAM_NO_EXCEPTIONS
#endif

#include <string>
#include <utility>

#include "hornbeam/cpp/status.h"

#define HB_RETURN_IF_ERROR(expression)                                               \
  do {                                                                               \
    if (::hb::Status hb_status_ = (expression); !hb_status_.ok()) return hb_status_; \
  } while (false)

#define HB_CONCAT_(a, b) a##b
#define HB_CONCAT(a, b) HB_CONCAT_(a, b)
#define HB_ASSIGN_OR_RETURN(target, expression) \
  HB_ASSIGN_OR_RETURN_(HB_CONCAT(hb_result_, __LINE__), target, expression)
#define HB_ASSIGN_OR_RETURN_(result, target, expression) \
  auto result = (expression);                            \
  if (!result.ok()) return result.status();              \
  target = std::move(result).value()

namespace hb::keras_like {

// The same error with the place in front: "<where>: <message>".
inline Status At(const std::string& where, const Status& status) {
  return status.ok() ? status : Status(status.code(), where + ": " + status.message());
}

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_ENGINE_BASE_H_
