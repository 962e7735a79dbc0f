#include <cerrno>
#include <cstring>
#include <system_error>

#include "c_api/src/internal.h"

namespace hb::capi {
namespace {

Code CodeOfErrno(int error) {
  switch (error) {
    case 0:
      return Code::kOk;
    case EINVAL:
    case ENAMETOOLONG:
    case E2BIG:
    case EDESTADDRREQ:
    case EDOM:
    case EFAULT:
    case EILSEQ:
    case ENOPROTOOPT:
    case ENOTSOCK:
    case ENOTTY:
    case EPROTOTYPE:
    case ESPIPE:
      return Code::kInvalidArgument;
    case ETIMEDOUT:
    case ETIME:
      return Code::kDeadlineExceeded;
    case ENODEV:
    case ENOENT:
    case ENXIO:
    case ESRCH:
      return Code::kNotFound;
    case EEXIST:
    case EADDRNOTAVAIL:
    case EALREADY:
      return Code::kAlreadyExists;
    case EPERM:
    case EACCES:
    case EROFS:
      return Code::kPermissionDenied;
    case ENOTEMPTY:
    case EISDIR:
    case ENOTDIR:
    case EADDRINUSE:
    case EBADF:
    case EBUSY:
    case ECHILD:
    case EISCONN:
    case ENOTBLK:
    case ENOTCONN:
    case EPIPE:
    case ESHUTDOWN:
    case ETXTBSY:
      return Code::kFailedPrecondition;
    case ENOSPC:
    case EDQUOT:
    case EMFILE:
    case EMLINK:
    case ENFILE:
    case ENOBUFS:
    case ENODATA:
    case ENOMEM:
    case ENOSR:
    case EUSERS:
      return Code::kResourceExhausted;
    case EFBIG:
    case EOVERFLOW:
    case ERANGE:
      return Code::kOutOfRange;
    case ENOSYS:
    case ENOTSUP:
    case EAFNOSUPPORT:
    case EPFNOSUPPORT:
    case EPROTONOSUPPORT:
    case ESOCKTNOSUPPORT:
    case EXDEV:
      return Code::kUnimplemented;
    case EAGAIN:
    case ECONNREFUSED:
    case ECONNABORTED:
    case ECONNRESET:
    case EINTR:
    case EHOSTDOWN:
    case EHOSTUNREACH:
    case ENETDOWN:
    case ENETRESET:
    case ENETUNREACH:
    case ENOLCK:
    case ENOLINK:
      return Code::kUnavailable;
    case EDEADLK:
    case ESTALE:
      return Code::kAborted;
    case ECANCELED:
      return Code::kCancelled;
    default:
      return Code::kUnknown;
  }
}

}  // namespace
}  // namespace hb::capi

using hb::capi::Guard;
using hb::capi::GuardQuiet;

HB_Status* HB_NewStatus() {
  return GuardQuiet<HB_Status*>(nullptr, [] { return new HB_Status; });
}

void HB_DeleteStatus(HB_Status* status) { delete status; }

void HB_SetStatus(HB_Status* s, HB_Code code, const char* msg) {
  Guard(s, [&] {
    return hb::Status(static_cast<hb::Code>(code), std::string(msg != nullptr ? msg : ""));
  });
}

void HB_SetPayload(HB_Status* s, const char* key, const char* value) {
  GuardQuiet([&] { s->status.SetPayload(key, value); });
}

void HB_ForEachPayload(const HB_Status* s, HB_PayloadVisitor visitor, void* capture) {
  for (const auto& [key, value] : s->status.payloads()) {
    visitor(key.c_str(), value.c_str(), capture);
  }
}

void HB_SetStatusFromIOError(HB_Status* s, int error_code, const char* context) {
  Guard(s, [&] {
    return hb::Status(hb::capi::CodeOfErrno(error_code),
                      hb::StrCat(context, "; ", std::generic_category().message(error_code)));
  });
}

HB_Code HB_GetCode(const HB_Status* s) {
  return s->exhausted ? HB_RESOURCE_EXHAUSTED : static_cast<HB_Code>(s->status.code());
}

const char* HB_Message(const HB_Status* s) {
  return s->exhausted ? "Out of memory" : s->status.message().c_str();
}
