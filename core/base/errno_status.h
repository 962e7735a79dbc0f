// System errors as Status.
#ifndef HORNBEAM_CORE_BASE_ERRNO_STATUS_H_
#define HORNBEAM_CORE_BASE_ERRNO_STATUS_H_

#include <string_view>

#include "core/base/status.h"

namespace hb {

// "cannot <what> '<path>': <the system's text>", with the code that fits `error` (an errno).
Status ErrnoStatus(int error, std::string_view what, std::string_view path);

}  // namespace hb

#endif  // HORNBEAM_CORE_BASE_ERRNO_STATUS_H_
