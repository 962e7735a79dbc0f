#include "core/io/event_writer.h"

#include <unistd.h>

#include <atomic>
#include <chrono>

#include "core/base/file_system.h"
#include "core/proto/event.pb.h"

namespace hb {
namespace {

double Now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

hornbeam::Event NewEvent(int64_t step) {
  hornbeam::Event event;
  event.set_wall_time(Now());
  event.set_step(step);
  return event;
}

hornbeam::Summary::Value* AddValue(hornbeam::Event* event, std::string_view tag,
                                   std::string_view plugin) {
  hornbeam::Summary::Value* value = event->mutable_summary()->add_value();
  value->set_tag(std::string(tag));
  value->mutable_metadata()->mutable_plugin_data()->set_plugin_name(std::string(plugin));
  return value;
}

}  // namespace

Result<std::unique_ptr<EventWriter>> EventWriter::Open(const std::string& dir,
                                                       std::string_view suffix) {
  static std::atomic<uint32_t> number{0};
  HB_RETURN_IF_ERROR(MakeDirectories(dir));
  char host[256] = "localhost";
  if (gethostname(host, sizeof(host)) != 0) host[0] = '\0';
  host[sizeof(host) - 1] = '\0';
  std::string seconds = StrCat(static_cast<int64_t>(Now()));
  if (seconds.size() < 10) seconds.insert(0, 10 - seconds.size(), '0');
  std::unique_ptr<EventWriter> writer(new EventWriter);
  writer->path_ = JoinPath(dir, StrCat("events.out.tfevents.", seconds, ".", host, ".", getpid(),
                                       ".", number++, suffix));
  HB_ASSIGN_OR_RETURN(writer->records_, RecordWriter::Open(writer->path_));
  hornbeam::Event first = NewEvent(0);
  first.set_file_version("brain.Event:2");
  HB_RETURN_IF_ERROR(writer->Append(first.SerializeAsString()));
  HB_RETURN_IF_ERROR(writer->Flush());
  return writer;
}

Status EventWriter::Append(std::string_view event) {
  const std::lock_guard lock(mutex_);
  return records_->Append(event);
}

Status EventWriter::Scalar(std::string_view tag, int64_t step, float value) {
  hornbeam::Event event = NewEvent(step);
  hornbeam::TensorProto* t = AddValue(&event, tag, "scalars")->mutable_tensor();
  t->set_dtype(hornbeam::DT_FLOAT);
  t->mutable_tensor_shape();
  t->add_float_val(value);
  return Append(event.SerializeAsString());
}

Status EventWriter::Text(std::string_view tag, int64_t step, std::string_view text) {
  hornbeam::Event event = NewEvent(step);
  hornbeam::TensorProto* t = AddValue(&event, tag, "text")->mutable_tensor();
  t->set_dtype(hornbeam::DT_STRING);
  t->mutable_tensor_shape();
  t->add_string_val(std::string(text));
  return Append(event.SerializeAsString());
}

Status EventWriter::Graph(std::string_view graph_def) {
  hornbeam::Event event = NewEvent(0);
  event.set_graph_def(std::string(graph_def));
  return Append(event.SerializeAsString());
}

Status EventWriter::Flush() {
  const std::lock_guard lock(mutex_);
  return records_->Flush();
}

}  // namespace hb
