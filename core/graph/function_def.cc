// Graph to FunctionDef.
#include <algorithm>
#include <cctype>

#include "core/graph/function.h"

namespace hb {
namespace {

// Lower case, only letters, digits and '_', beginning with a letter.
std::string NormalizedName(std::string_view name) {
  std::string out;
  for (char c : name) {
    const auto u = static_cast<unsigned char>(c);
    if (out.empty() && !std::isalpha(u)) continue;
    out.push_back(std::isalnum(u) ? static_cast<char>(std::tolower(u)) : '_');
  }
  return out.empty() ? "unknown" : out;
}

// FNV-1a, 64 bits, in hexadecimal digits.
std::string HashOf(const pb::FunctionDef& def) {
  uint64_t h = 0xcbf29ce484222325u;
  for (unsigned char c : DeterministicBytes(def)) h = (h ^ c) * 0x100000001b3u;
  std::string out;
  for (int shift = 60; shift >= 0; shift -= 4) out.push_back("0123456789abcdef"[(h >> shift) & 15]);
  return out;
}

class Maker {
 public:
  Maker(const Graph& graph, const ToFunctionOptions& options) : graph_(graph), options_(options) {}
  Result<pb::FunctionDef> Run();

 private:
  Status AddInputs();
  Status ChooseBody();
  Status AddOutputs();
  Status AddNode(const Node* n);
  Status AddRets();
  Status AddControlRets();
  void FixColocation(pb::NodeDef* def) const;
  std::string Unique(std::string name);
  Result<std::string> Ref(Output o) const;

  const Graph& graph_;
  const ToFunctionOptions& options_;
  pb::FunctionDef def_;
  std::unordered_set<std::string> used_;
  std::map<Output, std::string> inputs_;
  std::vector<const Node*> body_;
  std::unordered_map<const Node*, std::string> names_;
};

std::string Maker::Unique(std::string name) {
  const std::string base = name;
  for (int i = 0; !used_.insert(name).second; ++i) name = StrCat(base, "_", i);
  return name;
}

bool IsOutputOf(const Output& o, const Graph& g) {
  return o.node != nullptr && o.node->graph() == &g && o.index >= 0 &&
         o.index < o.node->num_outputs();
}

Status Maker::AddInputs() {
  for (size_t i = 0; i < options_.inputs.size(); ++i) {
    const Output& in = options_.inputs[i];
    if (!IsOutputOf(in, graph_)) return InvalidArgument("input ", i, " is no output of the graph");
    if (IsRef(in.dtype())) {
      return InvalidArgument("input ", i, ", ", in.name(),
                             ", is a variable reference; a function takes values");
    }
    pb::OpDef::ArgDef* arg = def_.mutable_signature()->add_input_arg();
    arg->set_name(Unique(NormalizedName(in.node->name())));
    arg->set_type(ToPb(in.dtype()));
    if (!inputs_.emplace(in, arg->name()).second) {
      return InvalidArgument("output ", in.name(), " appears twice in the input list");
    }
    pb::FunctionDef::ArgAttrs extra;
    for (const auto& [name, value] : in.node->attrs().map()) {
      if (name.starts_with('_') && name != "_class") (*extra.mutable_attr())[name] = value;
      if (name == "shape" && in.node->type() == "Placeholder" && in.dtype() != DT_RESOURCE) {
        *(*extra.mutable_attr())["_output_shapes"].mutable_list()->add_shape() = value.shape();
      }
    }
    if (extra.attr_size() > 0) (*def_.mutable_arg_attr())[static_cast<uint32_t>(i)] = extra;
  }
  return Status();
}

Status Maker::ChooseBody() {
  if (options_.body) {
    body_ = *options_.body;
    for (const Node* n : body_) {
      if (n == nullptr || n->graph() != &graph_) {
        return InvalidArgument("the body lists a node that isn't in the graph");
      }
    }
    return Status();
  }
  std::unordered_set<const Node*> sources;
  for (const auto& [in, name] : inputs_) sources.insert(in.node);
  for (int i = 0; i < graph_.num_nodes(); ++i) {
    const Node* n = graph_.node(i);
    if (!sources.contains(n)) {
      body_.push_back(n);
    } else if (n->num_outputs() != 1) {
      return InvalidArgument(
          "when the body is the whole graph, inputs must come from nodes with "
          "one output; node '",
          n->name(), "' has ", n->num_outputs());
    }
  }
  return Status();
}

Status Maker::AddOutputs() {
  const auto& names = options_.output_names;
  if (!names.empty() && names.size() != options_.outputs.size()) {
    return InvalidArgument("there are ", options_.outputs.size(), " outputs and ", names.size(),
                           " names for them");
  }
  std::unordered_set<std::string> seen;
  for (size_t i = 0; i < options_.outputs.size(); ++i) {
    const Output& o = options_.outputs[i];
    if (!IsOutputOf(o, graph_)) return InvalidArgument("output ", i, " is no output of the graph");
    pb::OpDef::ArgDef* arg = def_.mutable_signature()->add_output_arg();
    arg->set_type(ToPb(BaseType(o.dtype())));
    if (names.empty()) {
      arg->set_name(Unique(NormalizedName(o.node->name())));
    } else {
      if (!seen.insert(names[i]).second) {
        return InvalidArgument("Cannot have duplicate output names. Name '", names[i],
                               "' appears more than once in 'output_names' array.");
      }
      if (names[i].empty() || names[i].find(':') != std::string::npos || names[i][0] == '^') {
        return InvalidArgument("'", names[i], "' is no name for an output");
      }
      arg->set_name(names[i]);
      used_.insert(names[i]);
    }
  }
  return Status();
}

Result<std::string> Maker::Ref(Output o) const {
  auto in = inputs_.find(o);
  if (in != inputs_.end()) return in->second;
  auto it = names_.find(o.node);
  if (it == names_.end()) {
    return InvalidArgument(o.name(),
                           " is not available in the function; make it an input or "
                           "include its node in the body");
  }
  int first = 0;
  for (const pb::OpDef::ArgDef& out : o.node->op().def.output_arg()) {
    HB_ASSIGN_OR_RETURN(int count, ArgCount(out, o.node->attrs()));
    if (o.index < first + count) {
      return StrCat(it->second, ":", out.name(), ":", o.index - first);
    }
    first += count;
  }
  return Internal("output ", o.name(), " belongs to no output argument");
}

// Colocation with a node of the body follows its name; any other is dropped.
void Maker::FixColocation(pb::NodeDef* def) const {
  auto it = def->mutable_attr()->find("_class");
  if (it == def->mutable_attr()->end()) return;
  pb::AttrValue kept;
  kept.mutable_list();
  for (const std::string& s : it->second.list().s()) {
    if (!s.starts_with("loc:@")) {
      kept.mutable_list()->add_s(s);
      continue;
    }
    auto name = names_.find(graph_.Find(std::string_view(s).substr(5)));
    if (name != names_.end()) kept.mutable_list()->add_s(StrCat("loc:@", name->second));
  }
  if (kept.list().s_size() == 0) {
    def->mutable_attr()->erase("_class");
  } else {
    it->second = kept;
  }
}

Status Maker::AddNode(const Node* n) {
  pb::NodeDef* def = def_.add_node_def();
  graph_.NodeToProto(n, def);
  def->set_name(names_.at(n));
  def->clear_input();
  for (int i = 0; i < n->num_inputs(); ++i) {
    Result<std::string> ref = Ref(n->input(i));
    if (!ref.ok()) {
      return std::move(ref).status().WithPrefix(
          StrCat("input ", i, " of node '", n->name(), "' in function '", options_.name, "', "));
    }
    def->add_input(*ref);
  }
  std::vector<std::string> controls;
  for (const Node* c : n->control_inputs()) {
    auto it = names_.find(c);
    if (it == names_.end()) {
      return InvalidArgument("The source '", c->name(), "' of a control edge to '", n->name(),
                             "' is not in the body of function '", options_.name, "'");
    }
    controls.push_back("^" + it->second);
  }
  std::sort(controls.begin(), controls.end());
  for (std::string& c : controls) def->add_input(std::move(c));
  FixColocation(def);
  if (n->op().def.is_stateful()) def_.mutable_signature()->set_is_stateful(true);
  return Status();
}

Status Maker::AddRets() {
  for (size_t i = 0; i < options_.outputs.size(); ++i) {
    Result<std::string> ref = Ref(options_.outputs[i]);
    if (!ref.ok()) {
      return std::move(ref).status().WithPrefix(
          StrCat("output ", i, " of function '", options_.name, "', "));
    }
    (*def_.mutable_ret())[def_.signature().output_arg(static_cast<int>(i)).name()] = *ref;
  }
  return Status();
}

Status Maker::AddControlRets() {
  const auto& names = options_.control_output_names;
  if (!names.empty() && names.size() != options_.control_outputs.size()) {
    return InvalidArgument("there are ", options_.control_outputs.size(), " control outputs and ",
                           names.size(), " names for them");
  }
  for (size_t i = 0; i < options_.control_outputs.size(); ++i) {
    auto it = names_.find(options_.control_outputs[i]);
    if (it == names_.end()) {
      return InvalidArgument("control output ", i, " is no node in the body of function '",
                             options_.name, "'");
    }
    const std::string& name = names.empty() ? it->second : names[i];
    if (name.empty() || def_.control_ret().contains(name)) {
      return InvalidArgument("control output names must be unique; '", name,
                             "' is empty or appears more than once");
    }
    def_.mutable_signature()->add_control_output(name);
    (*def_.mutable_control_ret())[name] = it->second;
  }
  return Status();
}

Result<pb::FunctionDef> Maker::Run() {
  if (options_.name.empty()) return InvalidArgument("a function needs a name");
  def_.mutable_signature()->set_name(options_.name);
  def_.mutable_signature()->set_description(options_.description);
  HB_RETURN_IF_ERROR(AddInputs());
  HB_RETURN_IF_ERROR(ChooseBody());
  HB_RETURN_IF_ERROR(AddOutputs());
  for (const Node* n : body_) {
    if (!names_.emplace(n, "").second) {
      return InvalidArgument("node '", n->name(), "' is listed twice in the body");
    }
    names_[n] = Unique(n->name());
  }
  for (const Node* n : body_) HB_RETURN_IF_ERROR(AddNode(n));
  HB_RETURN_IF_ERROR(AddRets());
  HB_RETURN_IF_ERROR(AddControlRets());
  if (options_.append_hash) {
    def_.mutable_signature()->set_name(StrCat(options_.name, "_", HashOf(def_)));
  }
  return std::move(def_);
}

}  // namespace

Result<pb::FunctionDef> GraphToFunction(const Graph& graph, const ToFunctionOptions& options) {
  return Maker(graph, options).Run();
}

std::vector<const Node*> NodesNeededFor(const Graph& graph, const std::vector<Output>& outputs,
                                        const std::vector<const Node*>& nodes,
                                        const std::vector<Output>& inputs) {
  std::vector<bool> needed(static_cast<size_t>(graph.num_nodes()), false);
  std::vector<const Node*> work;
  std::vector<Output> cut = inputs;
  std::sort(cut.begin(), cut.end());
  auto visit = [&](const Node* n) {
    if (needed[static_cast<size_t>(n->id())]) return;
    needed[static_cast<size_t>(n->id())] = true;
    work.push_back(n);
  };
  auto visit_output = [&](const Output& o) {
    if (!std::binary_search(cut.begin(), cut.end(), o)) visit(o.node);
  };
  for (const Output& o : outputs) visit_output(o);
  for (const Node* n : nodes) visit(n);
  while (!work.empty()) {
    const Node* n = work.back();
    work.pop_back();
    for (const Output& o : n->inputs()) visit_output(o);
    for (const Node* c : n->control_inputs()) visit(c);
  }
  std::vector<const Node*> out;
  for (int i = 0; i < graph.num_nodes(); ++i) {
    if (needed[static_cast<size_t>(i)]) out.push_back(graph.node(i));
  }
  return out;
}

}  // namespace hb
