#include "core/graph/function.h"

#include "c_api/src/internal.h"

namespace hb::capi {
namespace {

using DefPtr = FunctionLibrary::DefPtr;

struct ToFunctionArgs {
  const HB_Graph* body;
  const char* name;
  bool append_hash;
  int num_opers;
  const HB_Operation* const* opers;
  int ninputs;
  const HB_Output* inputs;
  int noutputs;
  const HB_Output* outputs;
  const char* const* output_names;
  int ncontrol;
  const HB_Operation* const* control;
  const char* const* control_names;
  const char* description;
};

Result<HB_Function*> ToFunction(const ToFunctionArgs& args) {
  Graph& graph = args.body->graph;
  auto lock = Lock(graph);
  ToFunctionOptions options;
  options.name = args.name;
  options.append_hash = args.append_hash;
  options.inputs = ToOutputs(args.inputs, args.ninputs);
  options.outputs = ToOutputs(args.outputs, args.noutputs);
  for (const Output& o : options.inputs) HB_RETURN_IF_ERROR(CheckOutput(graph, o));
  for (const Output& o : options.outputs) HB_RETURN_IF_ERROR(CheckOutput(graph, o));
  if (args.num_opers >= 0) {
    options.body.emplace();
    for (int i = 0; i < args.num_opers; ++i) {
      HB_RETURN_IF_ERROR(CheckNode(graph, ToNode(args.opers[i])));
      options.body->push_back(ToNode(args.opers[i]));
    }
  }
  for (int i = 0; i < args.noutputs && args.output_names != nullptr; ++i) {
    options.output_names.emplace_back(args.output_names[i]);
  }
  for (int i = 0; i < args.ncontrol; ++i) {
    HB_RETURN_IF_ERROR(CheckNode(graph, ToNode(args.control[i])));
    options.control_outputs.push_back(ToNode(args.control[i]));
    if (args.control_names != nullptr) {
      options.control_output_names.emplace_back(args.control_names[i]);
    }
  }
  if (args.description != nullptr) options.description = args.description;
  HB_ASSIGN_OR_RETURN(pb::FunctionDef def, GraphToFunction(graph, options));
  return new HB_Function{std::make_shared<const pb::FunctionDef>(std::move(def))};
}

// Adds the function and its gradient, or neither.
Status CopyFunction(Graph& graph, const HB_Function* func, const HB_Function* grad) {
  if (func == nullptr) {
    return InvalidArgument("'func' argument to HB_GraphCopyFunction cannot be null");
  }
  auto lock = Lock(graph);
  FunctionLibrary& library = graph.functions();
  const std::string& name = func->def->signature().name();
  const bool had_func = library.Find(name) != nullptr;
  HB_RETURN_IF_ERROR(library.Add(func->def));
  if (grad == nullptr) return Status();
  const std::string& grad_name = grad->def->signature().name();
  const bool had_grad = library.Find(grad_name) != nullptr;
  Status status = library.Add(grad->def);
  if (status.ok()) {
    status = library.AddGradient(name, grad_name);
    if (!status.ok() && !had_grad) library.Remove(grad_name);
  }
  if (!status.ok() && !had_func) library.Remove(name);
  return status;
}

}  // namespace
}  // namespace hb::capi

using hb::Status;
using hb::capi::Guard;
using hb::capi::GuardValue;

HB_Function* HB_GraphToFunctionWithControlOutputs(
    const HB_Graph* fn_body, const char* fn_name, unsigned char append_hash_to_fn_name,
    int num_opers, const HB_Operation* const* opers, int ninputs, const HB_Output* inputs,
    int noutputs, const HB_Output* outputs, const char* const* output_names, int ncontrol_outputs,
    const HB_Operation* const* control_outputs, const char* const* control_output_names,
    const HB_FunctionOptions*, const char* description, HB_Status* status) {
  return GuardValue<HB_Function*>(status, nullptr, [&] {
    return hb::capi::ToFunction({fn_body, fn_name, append_hash_to_fn_name != 0, num_opers, opers,
                                 ninputs, inputs, noutputs, outputs, output_names, ncontrol_outputs,
                                 control_outputs, control_output_names, description});
  });
}

HB_Function* HB_GraphToFunction(const HB_Graph* fn_body, const char* fn_name,
                                unsigned char append_hash_to_fn_name, int num_opers,
                                const HB_Operation* const* opers, int ninputs,
                                const HB_Output* inputs, int noutputs, const HB_Output* outputs,
                                const char* const* output_names, const HB_FunctionOptions* opts,
                                const char* description, HB_Status* status) {
  return HB_GraphToFunctionWithControlOutputs(
      fn_body, fn_name, append_hash_to_fn_name, num_opers, opers, ninputs, inputs, noutputs,
      outputs, output_names, 0, nullptr, nullptr, opts, description, status);
}

const char* HB_FunctionName(HB_Function* func) { return func->def->signature().name().c_str(); }

void HB_FunctionToFunctionDef(HB_Function* func, HB_Buffer* output_func_def, HB_Status* status) {
  Guard(status,
        [&] { return hb::capi::FillBuffer(output_func_def, *func->def, "The FunctionDef"); });
}

HB_Function* HB_FunctionImportFunctionDef(const void* proto, size_t proto_len, HB_Status* status) {
  return GuardValue<HB_Function*>(status, nullptr, [&]() -> hb::Result<HB_Function*> {
    hb::pb::FunctionDef def;
    HB_RETURN_IF_ERROR(hb::capi::Parse(proto, proto_len, &def, "FunctionDef"));
    return new HB_Function{std::make_shared<const hb::pb::FunctionDef>(std::move(def))};
  });
}

void HB_FunctionSetAttrValueProto(HB_Function* func, const char* attr_name, const void* proto,
                                  size_t proto_len, HB_Status* status) {
  Guard(status, [&]() -> Status {
    hb::pb::AttrValue value;
    HB_RETURN_IF_ERROR(hb::capi::Parse(proto, proto_len, &value, "AttrValue"));
    auto def = std::make_shared<hb::pb::FunctionDef>(*func->def);
    (*def->mutable_attr())[attr_name] = std::move(value);
    func->def = std::move(def);
    return Status();
  });
}

void HB_FunctionGetAttrValueProto(HB_Function* func, const char* attr_name,
                                  HB_Buffer* output_attr_value, HB_Status* status) {
  Guard(status, [&]() -> Status {
    const auto found = func->def->attr().find(attr_name);
    if (found == func->def->attr().end()) {
      return hb::InvalidArgument("Function '", func->def->signature().name(),
                                 "' has no attr named '", attr_name, "'.");
    }
    return hb::capi::FillBuffer(output_attr_value, found->second, "The AttrValue");
  });
}

void HB_DeleteFunction(HB_Function* func) { delete func; }

void HB_GraphCopyFunction(HB_Graph* g, const HB_Function* func, const HB_Function* grad,
                          HB_Status* status) {
  Guard(status, [&] { return hb::capi::CopyFunction(g->graph, func, grad); });
}

int HB_GraphNumFunctions(HB_Graph* g) {
  auto lock = hb::capi::Lock(g->graph);
  return static_cast<int>(g->graph.functions().size());
}

int HB_GraphGetFunctions(HB_Graph* g, HB_Function** funcs, int max_func, HB_Status* status) {
  return GuardValue<int>(status, 0, [&]() -> hb::Result<int> {
    auto lock = hb::capi::Lock(g->graph);
    std::vector<std::unique_ptr<HB_Function>> made;
    for (auto& def : g->graph.functions().All()) {
      if (static_cast<int>(made.size()) >= max_func) break;
      made.push_back(std::make_unique<HB_Function>(HB_Function{std::move(def)}));
    }
    for (size_t i = 0; i < made.size(); ++i) funcs[i] = made[i].release();
    return static_cast<int>(made.size());
  });
}
