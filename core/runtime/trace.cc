#include "core/runtime/trace.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <mutex>

namespace hb {
namespace {

// Nodes that the profiler keeps; each takes some hundred bytes.
constexpr size_t kMaxNodes = 2'000'000;

// Feeds are called after what they feed, as in TensorFlow: "_arg_x_0_0" for "x:0".
std::string NodeName(const IrNode& n) {
  if (!n.is_feed()) return n.name;
  std::string name = StrCat("_arg_", n.name, "_", n.feed);
  std::replace(name.begin(), name.end(), ':', '_');
  return name;
}

std::string OutputName(const Ir& ir, const IrEdge& e) {
  const std::string name = NodeName(ir[e.node]);
  return e.index == 0 ? name : StrCat(name, ":", e.index);
}

// With what must be escaped between the quotes of a JSON string.
void AppendQuoted(std::string_view text, std::string* to) {
  to->push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') to->push_back('\\');
    if (static_cast<unsigned char>(c) >= 0x20) {
      to->push_back(c);
      continue;
    }
    char code[8];
    std::snprintf(code, sizeof(code), "\\u%04x", static_cast<unsigned>(c));
    to->append(code);
  }
  to->push_back('"');
}

// A complete event up to its arguments.
void AppendEvent(std::string_view name, std::string_view category, uint32_t thread,
                 int64_t start_ns, int64_t end_ns, std::string* to) {
  to->append(to->back() == '[' ? "\n" : ",\n");
  to->append("{\"ph\":\"X\",\"name\":");
  AppendQuoted(name, to);
  to->append(",\"cat\":");
  AppendQuoted(category, to);
  char rest[128];
  std::snprintf(rest, sizeof(rest), ",\"pid\":%d,\"tid\":%u,\"ts\":%.3f,\"dur\":%.3f",
                static_cast<int>(getpid()), thread, static_cast<double>(start_ns) / 1e3,
                static_cast<double>(end_ns - start_ns) / 1e3);
  to->append(rest);
}

}  // namespace

RunTrace::RunTrace()
    : thread_(static_cast<uint32_t>(syscall(SYS_gettid))),
      start_ns_(Now()),
      epoch_ns_(std::chrono::duration_cast<std::chrono::nanoseconds>(
                    std::chrono::system_clock::now().time_since_epoch())
                    .count() -
                start_ns_) {}

int64_t RunTrace::Now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void RunTrace::Add(const Ir& ir, int node, int64_t start_ns, std::vector<HbView> outputs) {
  const int64_t end_ns = Now();
  const IrNode& n = ir[node];
  Entry e{n.name, n.type(), {}, n.place, start_ns, end_ns, {}};
  for (const IrEdge& in : n.inputs) e.inputs.push_back(OutputName(ir, in));
  for (const int c : n.controls) e.inputs.push_back(StrCat("^", NodeName(ir[c])));
  for (size_t k = 0; k < outputs.size(); ++k) {
    const HbView& v = outputs[k];
    if (v.data == nullptr || v.rank < 0) continue;
    const DType dtype = static_cast<DType>(v.dtype);
    e.outputs.push_back({static_cast<int>(k), dtype, std::vector<int64_t>(v.dims, v.dims + v.rank),
                         v.count * static_cast<int64_t>(DTypeSize(dtype))});
  }
  entries_.push_back(std::move(e));
}

void RunTrace::AddArena(int64_t bytes, int64_t live_bytes) {
  if (bytes <= arena_bytes_) return;
  arena_bytes_ = bytes;
  live_bytes_ = live_bytes;
}

void RunTrace::AddGraph(const Ir& ir, const DeviceSet& devices) {
  pb::GraphDef& def = graphs_.emplace_back();
  for (const IrNode& n : ir.nodes) {
    if (n.dead) continue;
    pb::NodeDef* node = def.add_node();
    node->set_name(NodeName(n));
    node->set_device(devices[n.place].name);
    if (n.is_feed()) {
      node->set_op("_Arg");
      (*node->mutable_attr())["T"].set_type(static_cast<pb::DataType>(n.out_types[0]));
      (*node->mutable_attr())["index"].set_i(n.feed);
      continue;
    }
    node->set_op(n.is_const() ? "Const" : n.type());
    for (const IrEdge& in : n.inputs) node->add_input(OutputName(ir, in));
    for (const int c : n.controls) node->add_input(StrCat("^", NodeName(ir[c])));
    if (n.attrs != nullptr) *node->mutable_attr() = *n.attrs;
  }
}

void RunTrace::Write(const DeviceSet& devices, pb::RunMetadata* metadata) const {
  for (size_t place = 0; place < devices.all().size(); ++place) {
    pb::DeviceStepStats* device = nullptr;
    for (const Entry& e : entries_) {
      if (static_cast<size_t>(e.place) != place) continue;
      if (device == nullptr) {
        device = metadata->mutable_step_stats()->add_dev_stats();
        device->set_device(devices.all()[place].name);
        (*device->mutable_thread_names())[thread_] = StrCat("thread ", thread_);
      }
      pb::NodeExecStats* node = device->add_node_stats();
      const int64_t start = e.start_ns + epoch_ns_, spent = e.end_ns - e.start_ns;
      node->set_node_name(e.name);
      node->set_all_start_nanos(start);
      node->set_all_start_micros(start / 1000);
      node->set_op_end_rel_nanos(spent);
      node->set_op_end_rel_micros((spent + 999) / 1000);
      node->set_all_end_rel_nanos(spent);
      node->set_all_end_rel_micros((spent + 999) / 1000);
      node->set_scheduled_nanos(start);
      node->set_scheduled_micros(start / 1000);
      node->set_thread_id(thread_);
      std::string label = StrCat(e.name, " = ", e.op, "(");
      for (size_t k = 0; k < e.inputs.size(); ++k) {
        StrAppend(&label, k == 0 ? "" : ", ", e.inputs[k]);
      }
      node->set_timeline_label(label + ")");
      for (const Output& o : e.outputs) {
        pb::NodeOutput* output = node->add_output();
        output->set_slot(o.slot);
        pb::TensorDescription* tensor = output->mutable_tensor_description();
        tensor->set_dtype(static_cast<pb::DataType>(o.dtype));
        for (const int64_t d : o.dims) tensor->mutable_shape()->add_dim()->set_size(d);
        tensor->mutable_allocation_description()->set_requested_bytes(o.bytes);
        tensor->mutable_allocation_description()->set_allocated_bytes(o.bytes);
        tensor->mutable_allocation_description()->set_allocator_name("cpu");
      }
    }
  }
  for (const pb::GraphDef& g : graphs_) *metadata->add_partition_graphs() = g;
}

std::atomic<bool> Profiler::on_{false};

namespace {

struct Collected {
  std::mutex mu;
  std::vector<RunTrace> runs;
  size_t nodes = 0;
  int64_t dropped = 0;  // runs
};

Collected& All() {
  static Collected* const all = new Collected;
  return *all;
}

}  // namespace

Status Profiler::Start() {
  Collected& all = All();
  std::lock_guard lock(all.mu);
  if (on()) return FailedPrecondition("the profiler is running already");
  all.runs.clear();
  all.nodes = 0;
  all.dropped = 0;
  on_.store(true);
  return Status();
}

void Profiler::Take(RunTrace trace) {
  Collected& all = All();
  std::lock_guard lock(all.mu);
  if (!on()) return;
  if (all.nodes + trace.entries_.size() > kMaxNodes) {
    ++all.dropped;
    return;
  }
  all.nodes += trace.entries_.size();
  all.runs.push_back(std::move(trace));
}

Result<std::string> Profiler::Stop() {
  Collected& all = All();
  std::vector<RunTrace> runs;
  int64_t dropped = 0;
  {
    std::lock_guard lock(all.mu);
    if (!on()) return FailedPrecondition("the profiler is not running");
    on_.store(false);
    runs.swap(all.runs);
    dropped = all.dropped;
  }
  std::string json = "{\"displayTimeUnit\":\"ns\",\"otherData\":{\"dropped_runs\":";
  StrAppend(&json, dropped, "},\"traceEvents\":[");
  for (const RunTrace& run : runs) {
    AppendEvent("run", "run", run.thread_, run.start_ns_, run.end_ns_, &json);
    StrAppend(&json, ",\"args\":{\"arena bytes\":", run.arena_bytes_,
              ",\"live bytes\":", run.live_bytes_, "}}");
    for (const RunTrace::Entry& e : run.entries_) {
      AppendEvent(e.op, "op", run.thread_, e.start_ns, e.end_ns, &json);
      json.append(",\"args\":{\"name\":");
      AppendQuoted(e.name, &json);
      for (const RunTrace::Output& o : e.outputs) {
        StrAppend(&json, ",\"output ", o.slot, "\":\"", DTypeName(o.dtype), "[");
        for (size_t k = 0; k < o.dims.size(); ++k) StrAppend(&json, k == 0 ? "" : ",", o.dims[k]);
        json.append("]\"");
      }
      json.append("}}");
    }
  }
  json.append("\n]}\n");
  return json;
}

}  // namespace hb
