// While loops from two small graphs: Enter, Merge, LoopCond, Switch, NextIteration and Exit, as
// TensorFlow builds them.
#include <cstring>

#include "c_api/src/internal.h"
#include "core/graph/builder.h"
#include "core/graph/import.h"

namespace hb::capi {
namespace {

// What HB_WhileParams points to, and the graph that gains the loop. It is the graph of the
// condition itself, so that the parameters lead back to it.
struct Loop : HB_Graph {
  HB_Graph& cond = *this;
  HB_Graph body;
  std::shared_ptr<Graph> parent;
  std::vector<Output> initial;
  std::vector<HB_Output> cond_inputs, body_inputs, body_outputs;
};

Loop* LoopOf(const HB_WhileParams* params) { return static_cast<Loop*>(params->cond_graph); }

Status AddInputs(Graph* graph, const std::vector<Output>& initial, const char* prefix,
                 std::vector<HB_Output>* inputs) {
  for (size_t i = 0; i < initial.size(); ++i) {
    NodeBuilder builder(graph, "Placeholder", StrCat(prefix, i));
    builder.Attr(Attr("dtype", BaseType(initial[i].dtype())));
    HB_ASSIGN_OR_RETURN(Node * node, builder.Finish());
    inputs->push_back(HB_Output{FromNode(node), 0});
  }
  return Status();
}

Result<std::unique_ptr<Loop>> NewLoop(HB_Graph* graph, const HB_Output* inputs, int count) {
  if (count <= 0) return InvalidArgument("HB_NewWhile() must be passed at least one input");
  auto loop = std::make_unique<Loop>();
  loop->parent = graph->shared;
  loop->initial = ToOutputs(inputs, count);
  {
    auto lock = Lock(graph->graph);
    for (const Output& o : loop->initial) {
      HB_RETURN_IF_ERROR(CheckOutput(graph->graph, o));
      if (IsRef(o.dtype())) {
        return InvalidArgument("Loop variable ", o.name(), " is a reference; read it first");
      }
    }
    loop->cond.graph.set_functions(graph->graph.shared_functions());
    loop->body.graph.set_functions(graph->graph.shared_functions());
  }
  HB_RETURN_IF_ERROR(AddInputs(&loop->cond.graph, loop->initial, "cond_input", &loop->cond_inputs));
  HB_RETURN_IF_ERROR(AddInputs(&loop->body.graph, loop->initial, "body_input", &loop->body_inputs));
  loop->body_outputs.assign(loop->initial.size(), HB_Output{nullptr, -1});
  return loop;
}

Status CheckParams(const HB_WhileParams& params, const Loop& loop) {
  if (params.name == nullptr) return InvalidArgument("HB_WhileParams `name` field is null");
  if (params.cond_output.oper == nullptr) {
    return InvalidArgument("HB_WhileParams `cond_output` field isn't set");
  }
  const Output condition = ToOutput(params.cond_output);
  HB_RETURN_IF_ERROR(CheckOutput(loop.cond.graph, condition));
  if (condition.dtype() != DT_BOOL) {
    return InvalidArgument("BuildWhileLoop: 'cond' argument must return a boolean output, got ",
                           DTypeName(condition.dtype()));
  }
  for (int i = 0; i < params.ninputs; ++i) {
    if (params.body_outputs[i].oper == nullptr) {
      return InvalidArgument("HB_WhileParams `body_outputs[", i, "]` field isn't set");
    }
    const Output next = ToOutput(params.body_outputs[i]);
    HB_RETURN_IF_ERROR(CheckOutput(loop.body.graph, next));
    const Output& first = loop.initial[static_cast<size_t>(i)];
    if (next.dtype() != first.dtype()) {
      return InvalidArgument("Loop variable ", i, " begins as ", DTypeName(first.dtype()),
                             " and becomes ", DTypeName(next.dtype()));
    }
  }
  return Status();
}

// Copies a small graph into the parent; its placeholders become `variables`.
Result<std::vector<Output>> Copy(const Graph& from, const std::vector<HB_Output>& placeholders,
                                 const std::vector<Output>& variables,
                                 const std::vector<Output>& results, const std::string& prefix,
                                 Node* after, Graph* to) {
  pb::GraphDef def;
  from.ToProto(&def);
  def.clear_library();  // the parent has the same functions
  ImportOptions options;
  options.prefix = prefix;
  options.control_dependencies = {after};
  for (size_t i = 0; i < placeholders.size(); ++i) {
    const Output o = ToOutput(placeholders[i]);
    options.input_map[{o.node->name(), o.index}] = variables[i];
    for (int n = 0; n < def.node_size(); ++n) {
      if (def.node(n).name() == o.node->name()) {
        def.mutable_node()->DeleteSubrange(n, 1);
        break;
      }
    }
  }
  for (const Output& o : results) options.return_outputs.emplace_back(o.node->name(), o.index);
  ImportResults imported;
  HB_RETURN_IF_ERROR(ImportGraphDef(def, options, to, &imported));
  return imported.return_outputs;
}

// Builds the loop. `vague[i]` says that the shape of variable i changes from one iteration to the
// next; a variable for which that is found out is added there.
Result<std::vector<Output>> Build(const HB_WhileParams& params, const Loop& loop,
                                  std::vector<bool>* vague) {
  Graph* graph = loop.parent.get();
  const std::string scope = graph->UniqueName(params.name);
  const auto count = loop.initial.size();
  Builder b(graph, scope);
  std::vector<Output> enters, merges, trues, exits, nexts;
  for (const Output& o : loop.initial) {
    enters.push_back(b.Op("Enter", {o}, {{"frame_name", std::string_view(params.name)}}));
  }
  for (size_t i = 0; i < count && b.ok(); ++i) {
    merges.push_back(b.Op("Merge", {std::vector<Output>{enters[i], enters[i]}}));
    if (b.ok() && (*vague)[i]) graph->ForgetShape(merges[i]);
  }
  HB_RETURN_IF_ERROR(b.status());
  HB_ASSIGN_OR_RETURN(const auto condition,
                      Copy(loop.cond.graph, loop.cond_inputs, merges,
                           {ToOutput(params.cond_output)}, scope + "/cond", merges[0].node, graph));
  const Output again = b.Op("LoopCond", {condition[0]});
  for (size_t i = 0; i < count; ++i) {
    const Output chosen = b.Op("Switch", {merges[i], again});
    if (!b.ok()) break;
    trues.push_back(Output(chosen.node, 1));
    exits.push_back(b.Op("Exit", {Output(chosen.node, 0)}));
  }
  HB_RETURN_IF_ERROR(b.status());
  const Output pivot = b.Op("Identity", {trues[0]}, {}, "pivot");
  HB_RETURN_IF_ERROR(b.status());
  std::vector<Output> results;
  for (size_t i = 0; i < count; ++i) results.push_back(ToOutput(params.body_outputs[i]));
  HB_ASSIGN_OR_RETURN(const auto next_values, Copy(loop.body.graph, loop.body_inputs, trues,
                                                   results, scope + "/body", pivot.node, graph));
  for (size_t i = 0; i < count; ++i) {
    nexts.push_back(b.Op("NextIteration", {next_values[i]}));
    HB_RETURN_IF_ERROR(b.status());
    if (!(nexts[i].shape() == merges[i].shape())) (*vague)[i] = true;
    HB_RETURN_IF_ERROR(graph->UpdateInput(merges[i].node, 1, nexts[i]));
  }
  return exits;
}

Result<std::vector<Output>> Finish(const HB_WhileParams& params, const Loop& loop) {
  HB_RETURN_IF_ERROR(CheckParams(params, loop));
  auto lock = Lock(*loop.parent);
  std::vector<bool> vague(loop.initial.size());
  const int first = loop.parent->num_nodes();
  while (true) {
    const std::vector<bool> before = vague;
    auto exits = Build(params, loop, &vague);
    if (exits.ok() && vague == before) return exits;
    loop.parent->Truncate(first);
    if (!exits.ok()) return exits;
  }
}

HB_WhileParams EmptyParams() {
  const HB_Output none{nullptr, -1};
  return HB_WhileParams{0, nullptr, nullptr, none, nullptr, nullptr, nullptr, nullptr};
}

}  // namespace
}  // namespace hb::capi

HB_WhileParams HB_NewWhile(HB_Graph* g, HB_Output* inputs, int ninputs, HB_Status* status) {
  using hb::capi::Loop;
  auto* loop = hb::capi::GuardValue<Loop*>(status, nullptr, [&]() -> hb::Result<Loop*> {
    HB_ASSIGN_OR_RETURN(auto made, hb::capi::NewLoop(g, inputs, ninputs));
    return made.release();
  });
  if (loop == nullptr) return hb::capi::EmptyParams();
  return HB_WhileParams{ninputs,
                        loop,
                        loop->cond_inputs.data(),
                        HB_Output{nullptr, -1},
                        &loop->body,
                        loop->body_inputs.data(),
                        loop->body_outputs.data(),
                        nullptr};
}

void HB_FinishWhile(const HB_WhileParams* params, HB_Status* status, HB_Output* outputs) {
  const std::unique_ptr<hb::capi::Loop> loop(hb::capi::LoopOf(params));
  hb::capi::Guard(status, [&]() -> hb::Status {
    HB_ASSIGN_OR_RETURN(const auto exits, hb::capi::Finish(*params, *loop));
    for (size_t i = 0; i < exits.size(); ++i) outputs[i] = hb::capi::FromOutput(exits[i]);
    return hb::Status();
  });
}

void HB_AbortWhile(const HB_WhileParams* params) { delete hb::capi::LoopOf(params); }
