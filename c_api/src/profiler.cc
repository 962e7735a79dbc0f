#include "core/runtime/trace.h"

#include "c_api/src/internal.h"

using hb::Status;
using hb::capi::Guard;

void HB_ProfilerStart(HB_Status* status) {
  Guard(status, [] { return hb::Profiler::Start(); });
}

void HB_ProfilerStop(HB_Buffer* trace, HB_Status* status) {
  Guard(status, [&]() -> Status {
    if (trace->data != nullptr) return hb::InvalidArgument("The buffer must be empty");
    HB_ASSIGN_OR_RETURN(const std::string json, hb::Profiler::Stop());
    return hb::capi::FillBuffer(trace, json);
  });
}
