#ifndef HORNBEAM_CPP_KERAS_EVENT_H_
#define HORNBEAM_CPP_KERAS_EVENT_H_

// What a fit reports.

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hornbeam/keras.h"

namespace hb::keras {

struct Metric {
  std::string name;
  double value;
};
using Logs = std::vector<Metric>;

// The value of a log, NaN when it is not there.
inline double Find(const Logs& logs, std::string_view name) {
  for (const Metric& metric : logs) {
    if (metric.name == name) return metric.value;
  }
  return std::nan("");
}

struct Event {
  HB_EventKind kind;
  int64_t epoch, batch, batches;
  double seconds;
  Logs logs;
  std::vector<std::string> messages;  // of callbacks with `verbose`, and warnings
};

}  // namespace hb::keras

#endif  // HORNBEAM_CPP_KERAS_EVENT_H_
