// Partial runs: feeds and fetches are announced once and then served piece by piece. What a piece
// computes and a later one needs is kept by the handle and fed to the later ones, so that no
// operation with results runs twice.
#include <cstring>
#include <map>
#include <mutex>
#include <set>
#include <unordered_map>

#include "c_api/src/session.h"

namespace hb::capi {
namespace {

struct PartialRun {
  std::mutex mu;
  Ref<Session> session;
  std::set<Output> feeds;    // announced, not fed yet
  std::set<Output> fetches;  // announced, not fetched yet
  std::set<const Node*> targets;
  std::map<Output, Tensor> values;  // fed or computed
  std::set<const Node*> done;       // nodes that have run
  std::vector<Output> announced_fetches;
  std::set<const Node*> needed;  // nodes that the whole run consists of
};

std::mutex registry_mu;
std::map<std::string, std::shared_ptr<PartialRun>, std::less<>>& Registry() {
  static auto* const runs = new std::map<std::string, std::shared_ptr<PartialRun>, std::less<>>;
  return *runs;
}

// Adds what `node` needs, as far as it isn't known, to `nodes`. False if a feed is missing.
bool Collect(const PartialRun& run, const Node* node, std::set<const Node*>* nodes,
             const Node** blocked) {
  std::vector<const Node*> stack{node};
  while (!stack.empty()) {
    const Node* n = stack.back();
    stack.pop_back();
    if (run.done.contains(n) || !nodes->insert(n).second) continue;
    for (const Output& in : n->inputs()) {
      if (run.values.contains(in)) continue;
      if (run.feeds.contains(in)) {
        *blocked = in.node;
        return false;
      }
      stack.push_back(in.node);
    }
    for (const Node* c : n->control_inputs()) {
      if (!run.values.contains(Output(const_cast<Node*>(c), 0))) stack.push_back(c);
    }
  }
  return true;
}

Result<std::string> Setup(HB_Session* handle, const std::vector<Output>& feeds,
                          const std::vector<Output>& fetches,
                          const std::vector<const Node*>& targets) {
  const Ref<Session> session = handle->session;
  if (session->closed()) return Cancelled("Session has been closed.");
  HB_RETURN_IF_ERROR(CheckEnds(session->graph(), feeds, fetches, targets));
  auto run = std::make_shared<PartialRun>();
  run->session = session;
  run->feeds.insert(feeds.begin(), feeds.end());
  run->fetches.insert(fetches.begin(), fetches.end());
  run->announced_fetches = fetches;
  run->targets.insert(targets.begin(), targets.end());
  {
    auto lock = Lock(session->graph());
    PartialRun all;  // as if every feed were there
    for (const Output& o : feeds) all.values.emplace(o, Tensor());
    const Node* blocked = nullptr;
    for (const Output& o : fetches) {
      if (!all.values.contains(o)) Collect(all, o.node, &run->needed, &blocked);
    }
    for (const Node* n : targets) Collect(all, n, &run->needed, &blocked);
  }
  std::lock_guard lock(registry_mu);
  static int64_t next = 0;
  std::string name = StrCat("partial_run_", ++next);
  Registry()[name] = std::move(run);
  return name;
}

// What this piece computes that is fetched now or needed by nodes that have not run.
std::vector<Output> Kept(const PartialRun& run, const std::set<const Node*>& nodes) {
  std::vector<Output> kept;
  for (const Node* node : nodes) {
    for (int i = 0; i < node->num_outputs(); ++i) {
      const Output o(const_cast<Node*>(node), i);
      if (run.values.contains(o) || IsRef(o.dtype())) continue;
      bool later = run.fetches.contains(o);
      for (const auto& consumer : node->consumers()) {
        later |= consumer.output == i && run.needed.contains(consumer.node) &&
                 !nodes.contains(consumer.node) && !run.done.contains(consumer.node);
      }
      if (later) kept.push_back(o);
    }
  }
  return kept;
}

Status CheckPiece(const PartialRun& run, const std::vector<Output>& feeds,
                  const std::vector<Output>& fetches, const std::vector<const Node*>& targets) {
  for (const Output& o : feeds) {
    if (run.values.contains(o))
      return InvalidArgument("The feed ", o.name(), " has already been fed.");
    if (!run.feeds.contains(o)) {
      return InvalidArgument("The feed ", o.name(), " was not specified in partial_run_setup.");
    }
  }
  const std::set<Output> announced(run.announced_fetches.begin(), run.announced_fetches.end());
  for (const Output& o : fetches) {
    if (!announced.contains(o)) {
      return InvalidArgument("The fetch ", o.name(), " was not specified in partial_run_setup.");
    }
    if (!run.fetches.contains(o)) {
      return InvalidArgument("The fetch ", o.name(), " has already been fetched.");
    }
  }
  for (const Node* n : targets) {
    if (!run.targets.contains(n)) {
      return InvalidArgument("The target ", n->name(), " was not specified in partial_run_setup.");
    }
  }
  return Status();
}

// Runs what the piece asks for and keeps what later pieces need.
Status RunPiece(PartialRun* run, const std::vector<Output>& fetches,
                const std::vector<const Node*>& targets) {
  std::set<const Node*> nodes;
  std::vector<Output> kept;
  {
    auto lock = Lock(run->session->graph());
    const Node* blocked = nullptr;
    bool ready = true;
    for (const Output& o : fetches) {
      if (!run->values.contains(o)) ready = ready && Collect(*run, o.node, &nodes, &blocked);
    }
    for (const Node* n : targets) ready = ready && Collect(*run, n, &nodes, &blocked);
    if (!ready) {
      return InvalidArgument(
          "A fetch or target can't be computed from the feeds that have been "
          "fed so far: '",
          blocked->name(), "' has not been fed");
    }
    kept = Kept(*run, nodes);
  }
  std::vector<Output> known;
  std::vector<Tensor> inputs;
  for (const auto& [output, value] : run->values) {
    known.push_back(output);
    inputs.push_back(value);
  }
  std::vector<Tensor> results(kept.size());
  std::vector<Tensor*> in, out;
  for (Tensor& t : inputs) in.push_back(&t);
  for (Tensor& t : results) out.push_back(&t);
  if (!nodes.empty()) {
    HB_RETURN_IF_ERROR(run->session->Run(known, in, kept, out, targets, RunOptions()));
  }
  for (size_t i = 0; i < kept.size(); ++i) run->values[kept[i]] = results[i];
  run->done.insert(nodes.begin(), nodes.end());
  return Status();
}

Status RunPartial(HB_Session* session, const char* handle, const RunArgs& args) {
  std::shared_ptr<PartialRun> run;
  {
    std::lock_guard lock(registry_mu);
    const auto it = Registry().find(std::string_view(handle));
    if (it != Registry().end()) run = it->second;
  }
  if (run == nullptr || !(run->session == session->session)) {
    return InvalidArgument("Must run 'setup' before performing partial runs: there is no run '",
                           handle, "' in this session");
  }
  std::lock_guard lock(run->mu);
  const auto feeds = ToOutputs(args.inputs, args.ninputs);
  const auto fetches = ToOutputs(args.outputs, args.noutputs);
  const auto targets = ToNodes(args.targets, args.ntargets);
  HB_RETURN_IF_ERROR(CheckEnds(run->session->graph(), feeds, fetches, targets));
  HB_RETURN_IF_ERROR(CheckPiece(*run, feeds, fetches, targets));
  for (size_t i = 0; i < feeds.size(); ++i) {
    const Tensor& value = args.input_values[i]->tensor;
    if (value.dtype() != BaseType(feeds[i].dtype())) {
      return InvalidArgument("Feed ", feeds[i].name(), " has type ", DTypeName(feeds[i].dtype()),
                             ", the given value ", DTypeName(value.dtype()));
    }
    HB_ASSIGN_OR_RETURN(Tensor copy, value.Clone());
    run->values[feeds[i]] = std::move(copy);
    run->feeds.erase(feeds[i]);
  }
  HB_RETURN_IF_ERROR(RunPiece(run.get(), fetches, targets));
  std::vector<std::unique_ptr<HB_Tensor>> results;
  for (const Output& o : fetches) {
    HB_ASSIGN_OR_RETURN(Tensor copy, run->values.at(o).Clone());
    results.push_back(std::make_unique<HB_Tensor>(HB_Tensor{std::move(copy)}));
  }
  for (size_t i = 0; i < fetches.size(); ++i) {
    run->fetches.erase(fetches[i]);
    args.output_values[i] = results[i].release();
  }
  for (const Node* n : targets) run->targets.erase(n);
  return Status();
}

}  // namespace
}  // namespace hb::capi

using hb::Status;
using hb::capi::Guard;

void HB_SessionPRunSetup(HB_Session* session, const HB_Output* inputs, int ninputs,
                         const HB_Output* outputs, int noutputs,
                         const HB_Operation* const* target_opers, int ntargets, const char** handle,
                         HB_Status* status) {
  *handle = nullptr;
  Guard(status, [&]() -> Status {
    HB_ASSIGN_OR_RETURN(const std::string name,
                        hb::capi::Setup(session, hb::capi::ToOutputs(inputs, ninputs),
                                        hb::capi::ToOutputs(outputs, noutputs),
                                        hb::capi::ToNodes(target_opers, ntargets)));
    auto* copy = new char[name.size() + 1];
    std::memcpy(copy, name.c_str(), name.size() + 1);
    *handle = copy;
    return Status();
  });
}

void HB_SessionPRun(HB_Session* session, const char* handle, const HB_Output* inputs,
                    HB_Tensor* const* input_values, int ninputs, const HB_Output* outputs,
                    HB_Tensor** output_values, int noutputs,
                    const HB_Operation* const* target_opers, int ntargets, HB_Status* status) {
  for (int i = 0; i < noutputs; ++i) output_values[i] = nullptr;
  Guard(status, [&] {
    return hb::capi::RunPartial(session, handle,
                                {nullptr, inputs, input_values, ninputs, outputs, output_values,
                                 noutputs, target_opers, ntargets, nullptr, nullptr});
  });
}

void HB_DeletePRunHandle(const char* handle) {
  if (handle == nullptr) return;
  hb::capi::GuardQuiet([&] {
    std::lock_guard lock(hb::capi::registry_mu);
    auto& runs = hb::capi::Registry();
    if (const auto it = runs.find(std::string_view(handle)); it != runs.end()) runs.erase(it);
  });
  delete[] handle;
}
