#ifndef HORNBEAM_CPP_KERAS_PROGRESS_H_
#define HORNBEAM_CPP_KERAS_PROGRESS_H_

// A progress bar: a client of the events of a fit.

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "hornbeam/cpp/keras_event.h"

namespace hb::keras {

// On a terminal one line that moves, with rate, time left and metrics; elsewhere one line for each
// epoch. Give it to Fit as `on_event`, with `events` = kEvents.
class ProgressBar {
 public:
  static constexpr int kEvents = HB_EVENT_BATCH_END | HB_EVENT_EPOCH_END;

  explicit ProgressBar(int64_t epochs, std::FILE* file = stdout)
      : epochs_(epochs), file_(file), terminal_(isatty(fileno(file)) != 0) {}

  bool operator()(const Event& event) {
    const bool end = event.kind == HB_EVENT_EPOCH_END;
    if (!end && !terminal_) return true;
    const std::string line = Line(event, end);
    // Blanks cover what is left of a longer line.
    const size_t blanks = shown_ > line.size() ? shown_ - line.size() : 0;
    std::fprintf(file_, "%s%s%s%s", terminal_ ? "\r" : "", line.c_str(),
                 std::string(terminal_ ? blanks : 0, ' ').c_str(), end ? "\n" : "");
    std::fflush(file_);
    shown_ = end ? 0 : line.size();
    return true;
  }

  // A line of its own.
  void Message(const std::string& text) {
    const size_t blanks = shown_ > text.size() ? shown_ - text.size() : 0;
    std::fprintf(file_, "%s%s%s\n", terminal_ ? "\r" : "", text.c_str(),
                 std::string(terminal_ ? blanks : 0, ' ').c_str());
    shown_ = 0;
  }

  // The text for an event, without end of line.
  std::string Line(const Event& event, bool end) const {
    char text[160];
    std::string line;
    std::snprintf(text, sizeof(text), "epoch %lld/%lld", static_cast<long long>(event.epoch + 1),
                  static_cast<long long>(epochs_));
    line = text;
    if (!end && event.batches > 0) {
      constexpr int kWidth = 24;
      const int done = static_cast<int>(kWidth * event.batch / event.batches);
      line += " [" + std::string(done, '=') + std::string(kWidth - done, '.') + "]";
    }
    std::snprintf(text, sizeof(text), " %lld", static_cast<long long>(event.batch));
    line += text;
    if (event.batches > 0) line += "/" + std::to_string(event.batches);
    const double step = event.batch > 0 ? event.seconds / static_cast<double>(event.batch) : 0;
    line += end ? " " + Time(event.seconds) : "";
    line += ", " + Time(step) + "/step";
    if (!end && event.batches > 0) {
      line += ", " + Time(step * static_cast<double>(event.batches - event.batch)) + " left";
    }
    for (const Metric& metric : event.logs) {
      std::snprintf(text, sizeof(text), " - %s: %.4g", metric.name.c_str(), metric.value);
      line += text;
    }
    return line;
  }

 private:
  static std::string Time(double seconds) {
    char text[40];
    if (seconds < 1e-3) {
      std::snprintf(text, sizeof(text), "%.0f us", seconds * 1e6);
    } else if (seconds < 1) {
      std::snprintf(text, sizeof(text), "%.3g ms", seconds * 1e3);
    } else if (seconds < 60) {
      std::snprintf(text, sizeof(text), "%.3g s", seconds);
    } else {
      std::snprintf(text, sizeof(text), "%d:%02d", static_cast<int>(seconds) / 60,
                    static_cast<int>(seconds) % 60);
    }
    return text;
  }

  int64_t epochs_;
  std::FILE* file_;
  bool terminal_;
  size_t shown_ = 0;
};

}  // namespace hb::keras

#endif  // HORNBEAM_CPP_KERAS_PROGRESS_H_
