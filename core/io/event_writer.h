// Event files, which TensorBoard shows.
#ifndef HORNBEAM_CORE_IO_EVENT_WRITER_H_
#define HORNBEAM_CORE_IO_EVENT_WRITER_H_

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "core/base/status.h"
#include "core/io/record.h"

namespace hb {

// Writes one file events.out.tfevents.<seconds>.<host>.<process>.<number><suffix> into a folder,
// which is made if it is missing. Thread-safe.
class EventWriter {
 public:
  static Result<std::unique_ptr<EventWriter>> Open(const std::string& dir,
                                                   std::string_view suffix = "");
  const std::string& path() const { return path_; }
  // One value of the curve `tag`, at the present time.
  Status Scalar(std::string_view tag, int64_t step, float value);
  // A text, shown as Markdown.
  Status Text(std::string_view tag, int64_t step, std::string_view text);
  // A serialized GraphDef.
  Status Graph(std::string_view graph_def);
  Status Flush();

 private:
  EventWriter() = default;
  Status Append(std::string_view event);
  std::string path_;
  std::mutex mutex_;
  std::unique_ptr<RecordWriter> records_;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_IO_EVENT_WRITER_H_
