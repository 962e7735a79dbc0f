#include "c_api/src/session.h"

#include <algorithm>
#include <optional>

#include "c_api/src/device.h"
#include "core/builtin/builtin.h"
#include "core/proto/config.pb.h"
#include "core/runtime/trace.h"

namespace hb::capi {

std::vector<const Node*> ToNodes(const HB_Operation* const* operations, int count) {
  std::vector<const Node*> nodes;
  for (int i = 0; i < count; ++i) nodes.push_back(ToNode(operations[i]));
  return nodes;
}

namespace {

Status CheckEnd(const Graph& graph, const Output& o) {
  HB_RETURN_IF_ERROR(CheckNode(graph, o.node));
  if (o.index >= 0 && o.index < o.node->num_outputs()) return Status();
  return OutOfRange("Operation '", o.node->name(), "' (", o.node->type(), ") has ",
                    o.node->num_outputs(), " outputs, so there is no output ", o.index);
}

}  // namespace

Status CheckEnds(const Graph& graph, std::span<const Output> feeds, std::span<const Output> fetches,
                 std::span<const Node* const> targets) {
  auto lock = Lock(graph);
  for (const Output& o : feeds) HB_RETURN_IF_ERROR(CheckEnd(graph, o));
  for (const Output& o : fetches) HB_RETURN_IF_ERROR(CheckEnd(graph, o));
  for (const Node* node : targets) HB_RETURN_IF_ERROR(CheckNode(graph, node));
  return Status();
}

Result<HB_Session*> NewSession(const HB_Graph* graph, const HB_SessionOptions* options) {
  InitBuiltin();
  const HB_SessionOptions defaults;
  const HB_SessionOptions& o = options != nullptr ? *options : defaults;
  if (!o.target.empty() && o.target != "local") {
    return NotFound("No session factory registered for the target '", o.target,
                    "'; Hornbeam runs in this process only, target \"\"");
  }
  auto session = std::make_unique<HB_Session>();
  session->session = MakeRef<Session>(graph->shared, o.options);
  session->timeout_ms = o.timeout_ms;
  return session.release();
}

namespace {

Status SetConfig(HB_SessionOptions* options, const void* proto, size_t size) {
  pb::ConfigProto config;
  if (!Parse(proto, size, &config, "ConfigProto").ok()) {
    return InvalidArgument("Unparseable ConfigProto");
  }
  options->options.max_threads = std::max(0, config.intra_op_parallelism_threads());
  options->timeout_ms = std::max<int64_t>(0, config.operation_timeout_in_ms());
  options->options.soft_placement = config.allow_soft_placement();
  for (const auto& [type, count] : config.device_count()) {
    options->options.device_counts[type] = count;
  }
  return Status();
}

// `trace` is where a run that the options want traced writes what it does.
Result<RunOptions> ReadRunOptions(const HB_Session& session, const RunArgs& args,
                                  std::optional<RunTrace>* trace) {
  RunOptions options;
  options.timeout_ms = session.timeout_ms;
  options.cancellation = args.token;
  if (args.run_options != nullptr) {
    pb::RunOptions message;
    if (!Parse(args.run_options, &message, "RunOptions").ok()) {
      return InvalidArgument("Unparseable RunOptions proto");
    }
    if (message.timeout_in_ms() > 0) options.timeout_ms = message.timeout_in_ms();
    options.trace_nodes = message.trace_level() != pb::RunOptions::NO_TRACE;
    options.trace_graph = message.output_partition_graphs();
    if (args.run_metadata != nullptr && (options.trace_nodes || options.trace_graph)) {
      options.trace = &trace->emplace();
    }
  }
  if (args.run_metadata != nullptr && args.run_metadata->data != nullptr) {
    return InvalidArgument("Passing non-empty run_metadata is invalid.");
  }
  return options;
}

// A run names every feed once and fetches none of them, as TensorFlow has it.
Status CheckDistinct(const std::vector<Output>& feeds, const std::vector<Output>& fetches) {
  for (size_t i = 0; i < feeds.size(); ++i) {
    if (std::find(feeds.begin(), feeds.begin() + static_cast<ptrdiff_t>(i), feeds[i]) !=
        feeds.begin() + static_cast<ptrdiff_t>(i)) {
      return InvalidArgument("Tensor ", feeds[i].name(), " is fed more than once");
    }
    if (std::find(fetches.begin(), fetches.end(), feeds[i]) != fetches.end()) {
      return InvalidArgument("Tensor ", feeds[i].name(),
                             " is both fed and fetched; take the fed value instead");
    }
  }
  return Status();
}

Status Run(HB_Session* handle, const RunArgs& args) {
  std::optional<RunTrace> trace;
  HB_ASSIGN_OR_RETURN(const RunOptions options, ReadRunOptions(*handle, args, &trace));
  const Ref<Session> session = handle->session;
  const auto feeds = ToOutputs(args.inputs, args.ninputs);
  const auto fetches = ToOutputs(args.outputs, args.noutputs);
  const auto targets = ToNodes(args.targets, args.ntargets);
  HB_RETURN_IF_ERROR(CheckEnds(session->graph(), feeds, fetches, targets));
  HB_RETURN_IF_ERROR(CheckDistinct(feeds, fetches));
  std::vector<Tensor*> inputs;
  for (int i = 0; i < args.ninputs; ++i) {
    if (args.input_values[i] == nullptr) {
      return InvalidArgument("The value of feed ", feeds[static_cast<size_t>(i)].name(),
                             " is NULL");
    }
    inputs.push_back(&args.input_values[i]->tensor);
  }
  if (args.token != nullptr && args.token->cancelled()) return Cancelled("The run was cancelled");
  std::vector<std::unique_ptr<HB_Tensor>> values;
  std::vector<Tensor*> results;
  for (int i = 0; i < args.noutputs; ++i) {
    values.push_back(std::make_unique<HB_Tensor>());
    results.push_back(&values.back()->tensor);
  }
  HB_RETURN_IF_ERROR(session->Run(feeds, inputs, fetches, results, targets, options));
  if (args.run_metadata != nullptr) {
    pb::RunMetadata metadata;
    if (trace.has_value()) trace->Write(session->devices(), &metadata);
    HB_RETURN_IF_ERROR(FillBuffer(args.run_metadata, metadata, "The RunMetadata"));
  }
  for (int i = 0; i < args.noutputs; ++i) {
    args.output_values[i] = values[static_cast<size_t>(i)].release();
  }
  return Status();
}

}  // namespace
}  // namespace hb::capi

using hb::Status;
using hb::capi::Guard;
using hb::capi::GuardQuiet;
using hb::capi::GuardValue;

HB_SessionOptions* HB_NewSessionOptions() {
  return GuardQuiet<HB_SessionOptions*>(nullptr, [] { return new HB_SessionOptions; });
}

void HB_SetTarget(HB_SessionOptions* options, const char* target) {
  GuardQuiet([&] { options->target = target; });
}

void HB_SetConfig(HB_SessionOptions* options, const void* proto, size_t proto_len,
                  HB_Status* status) {
  Guard(status, [&] { return hb::capi::SetConfig(options, proto, proto_len); });
}

void HB_SetThreads(HB_SessionOptions* options, int threads) {
  options->options.max_threads = std::max(0, threads);
}

void HB_DeleteSessionOptions(HB_SessionOptions* options) { delete options; }

HB_Session* HB_NewSession(HB_Graph* graph, const HB_SessionOptions* opts, HB_Status* status) {
  return GuardValue<HB_Session*>(status, nullptr,
                                 [&] { return hb::capi::NewSession(graph, opts); });
}

void HB_CloseSession(HB_Session* session, HB_Status* status) {
  Guard(status, [&] { return session->session->Close(); });
}

void HB_DeleteSession(HB_Session* session, HB_Status* status) {
  Guard(status, [&] {
    if (session == nullptr) return Status();
    std::unique_ptr<HB_Session> owned(session);
    return owned->session->Close();
  });
}

void HB_SessionRunWithToken(HB_Session* session, const HB_Buffer* run_options,
                            const HB_Output* inputs, HB_Tensor* const* input_values, int ninputs,
                            const HB_Output* outputs, HB_Tensor** output_values, int noutputs,
                            const HB_Operation* const* target_opers, int ntargets,
                            HB_Buffer* run_metadata, HB_CancellationToken* token,
                            HB_Status* status) {
  for (int i = 0; i < noutputs; ++i) output_values[i] = nullptr;
  Guard(status, [&] {
    return hb::capi::Run(
        session, {run_options, inputs, input_values, ninputs, outputs, output_values, noutputs,
                  target_opers, ntargets, run_metadata, token});
  });
}

void HB_SessionRun(HB_Session* session, const HB_Buffer* run_options, const HB_Output* inputs,
                   HB_Tensor* const* input_values, int ninputs, const HB_Output* outputs,
                   HB_Tensor** output_values, int noutputs, const HB_Operation* const* target_opers,
                   int ntargets, HB_Buffer* run_metadata, HB_Status* status) {
  HB_SessionRunWithToken(session, run_options, inputs, input_values, ninputs, outputs,
                         output_values, noutputs, target_opers, ntargets, run_metadata, nullptr,
                         status);
}

void HB_ExtendSession(HB_Session* session, HB_Status* status) {
  Guard(status, [&] {
    return session->session->closed() ? hb::Cancelled("Session has been closed.") : Status();
  });
}

HB_DeviceList* HB_SessionListDevices(HB_Session* session, HB_Status* status) {
  return GuardValue<HB_DeviceList*>(status, nullptr, [&]() -> hb::Result<HB_DeviceList*> {
    if (session->session->closed()) return hb::Cancelled("Session has been closed.");
    return hb::capi::NewDeviceList(session->session->devices());
  });
}
