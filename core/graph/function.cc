#include "core/graph/function.h"

#include <charconv>

#include "core/graph/import.h"
#include "core/graph/tensor_proto.h"

namespace hb {
namespace {

using Refs = std::vector<std::string>;

// Replaces placeholders in `value` by the attributes of the caller.
Status Substitute(const AttrReader::Map& attrs, pb::AttrValue* value) {
  if (value->value_case() == pb::AttrValue::kPlaceholder) {
    auto it = attrs.find(value->placeholder());
    if (it == attrs.end()) {
      return InvalidArgument("attribute '", value->placeholder(),
                             "', which the body refers to, is missing");
    }
    const pb::AttrValue found = it->second;
    *value = found;
    return Status();
  }
  auto substitute_func = [&attrs](pb::NameAttrList* f) {
    for (auto& [name, inner] : *f->mutable_attr()) HB_RETURN_IF_ERROR(Substitute(attrs, &inner));
    return Status();
  };
  if (value->value_case() == pb::AttrValue::kFunc) return substitute_func(value->mutable_func());
  if (value->value_case() == pb::AttrValue::kList) {
    for (auto& f : *value->mutable_list()->mutable_func()) HB_RETURN_IF_ERROR(substitute_func(&f));
  }
  return Status();
}

// Rewrites a FunctionDef as the GraphDef of its body.
class Instantiator {
 public:
  Instantiator(const pb::FunctionDef& def, const AttrReader::Map& attrs,
               const FunctionLibrary& library, const OpSet& ops)
      : def_(def), attrs_(attrs), library_(library), ops_(ops) {}

  Status Run(const std::vector<ArgInfo>* args);
  const pb::GraphDef& graph() const { return graph_; }
  const Refs& args() const { return arg_names_; }
  const Refs& rets() const { return ret_names_; }
  const Refs& control_rets() const { return control_rets_; }

 private:
  // An output argument of a node: which of the node's outputs it stands for.
  struct Range {
    std::string_view name;
    int first, count;
  };
  struct BodyNode {
    pb::NodeDef* def;
    std::vector<Range> outputs;
    bool resolved = false;
  };

  std::string UniqueName(std::string name);
  Status AddArgs(const std::vector<ArgInfo>* infos);
  Status AddNodes();
  Status AddRets();
  Status ResolveOutputs(BodyNode* n);
  Status Resolve(const std::string& ref, Refs* out);
  Status ResolveNode(std::string_view name, std::string_view rest, const std::string& ref,
                     Refs* out);

  const pb::FunctionDef& def_;
  AttrReader::Map attrs_;
  const FunctionLibrary& library_;
  const OpSet& ops_;
  pb::GraphDef graph_;
  std::unordered_set<std::string> names_;
  std::unordered_map<std::string_view, Refs> arg_refs_;
  std::unordered_map<std::string_view, BodyNode> nodes_;
  Refs arg_names_, ret_names_, control_rets_;
};

std::string Instantiator::UniqueName(std::string name) {
  const std::string base = name;
  for (int i = 0; !names_.insert(name).second; ++i) name = StrCat(base, "_", i);
  return name;
}

void SetShapes(const ArgInfo& info, pb::NodeDef* n) {
  if (!info.shape.unknown_rank()) {
    (*n->mutable_attr())["_output_shapes"] = Attr("", std::vector<Shape>{info.shape}).value;
  }
  if (info.handle.empty()) return;
  std::vector<DType> dtypes;
  std::vector<Shape> shapes;
  for (const auto& [dtype, shape] : info.handle) {
    dtypes.push_back(dtype);
    shapes.push_back(shape);
  }
  (*n->mutable_attr())["_handle_dtypes"] = Attr("", dtypes).value;
  (*n->mutable_attr())["_handle_shapes"] = Attr("", shapes).value;
}

Status Instantiator::AddArgs(const std::vector<ArgInfo>* infos) {
  int index = 0;
  uint32_t number = 0;
  for (const pb::OpDef::ArgDef& arg : def_.signature().input_arg()) {
    std::vector<DType> types;
    google::protobuf::RepeatedPtrField<pb::OpDef::ArgDef> one;
    *one.Add() = arg;
    HB_RETURN_IF_ERROR(ArgTypes(one, AttrReader(&attrs_), &types));
    const bool list = !arg.number_attr().empty() || !arg.type_list_attr().empty();
    Refs& refs = arg_refs_[arg.name()];
    for (DType t : types) {
      pb::NodeDef* n = graph_.add_node();
      n->set_name(UniqueName(list ? StrCat(arg.name(), "_", refs.size()) : arg.name()));
      n->set_op("_Arg");
      auto extra = def_.arg_attr().find(number);
      if (extra != def_.arg_attr().end()) *n->mutable_attr() = extra->second.attr();
      (*n->mutable_attr())["T"] = Attr("", t).value;
      (*n->mutable_attr())["index"] = Attr("", index).value;
      if (infos != nullptr && static_cast<size_t>(index) < infos->size()) {
        SetShapes((*infos)[static_cast<size_t>(index)], n);
      }
      ++index;
      refs.push_back(n->name());
      arg_names_.push_back(n->name());
    }
    ++number;
  }
  return Status();
}

// Which outputs the output arguments of the node's op stand for.
Status Instantiator::ResolveOutputs(BodyNode* n) {
  if (n->resolved) return Status();
  n->resolved = true;
  const OpInfo* op = ops_.Find(n->def->op());
  if (op == nullptr) op = library_.AsOp(n->def->op());
  if (op == nullptr) {
    return NotFound("Op type not registered '", n->def->op(), "' (node '", n->def->name(),
                    "'); it is no op of this build, of TensorFlow or of a loaded library");
  }
  HB_RETURN_IF_ERROR(FinishAttrs(op->def, n->def->mutable_attr()));
  int first = 0;
  for (const pb::OpDef::ArgDef& out : op->def.output_arg()) {
    HB_ASSIGN_OR_RETURN(int count, ArgCount(out, AttrReader(&n->def->attr())));
    n->outputs.push_back({out.name(), first, count});
    first += count;
  }
  return Status();
}

Status Instantiator::ResolveNode(std::string_view name, std::string_view rest,
                                 const std::string& ref, Refs* out) {
  auto it = nodes_.find(name);
  if (it == nodes_.end()) return InvalidArgument("'", ref, "' names no argument and no node");
  HB_RETURN_IF_ERROR(ResolveOutputs(&it->second));
  const size_t colon = rest.find(':');
  const std::string_view output = rest.substr(0, colon);
  for (const Range& r : it->second.outputs) {
    if (r.name != output) continue;
    int first = 0, last = r.count;
    if (colon != std::string_view::npos) {
      const std::string_view digits = rest.substr(colon + 1);
      auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), first);
      if (error != std::errc() || end != digits.data() + digits.size() || first < 0 ||
          first >= r.count) {
        return InvalidArgument("'", ref, "': output '", output, "' has ", r.count, " tensors");
      }
      last = first + 1;
    }
    for (int i = first; i < last; ++i) out->push_back(StrCat(name, ":", r.first + i));
    return Status();
  }
  return InvalidArgument("'", ref, "': op ", it->second.def->op(), " has no output '", output, "'");
}

// "arg", "arg:i", "node:out", "node:out:i", or "^node".
Status Instantiator::Resolve(const std::string& ref, Refs* out) {
  std::string_view text = ref;
  if (text.starts_with('^')) {
    text.remove_prefix(1);
    auto arg = arg_refs_.find(text);
    if (arg != arg_refs_.end() && !nodes_.contains(text)) {
      for (const std::string& name : arg->second) out->push_back("^" + name);
      return Status();
    }
    if (!nodes_.contains(text)) return InvalidArgument("'", ref, "' names no node");
    out->push_back(ref);
    return Status();
  }
  const size_t colon = text.find(':');
  const std::string_view name = text.substr(0, colon);
  auto arg = arg_refs_.find(name);
  if (colon == std::string_view::npos) {
    if (arg == arg_refs_.end()) return InvalidArgument("'", ref, "' names no argument");
    out->insert(out->end(), arg->second.begin(), arg->second.end());
    return Status();
  }
  const std::string_view rest = text.substr(colon + 1);
  size_t index = 0;
  auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), index);
  if (arg != arg_refs_.end() && error == std::errc() && end == rest.data() + rest.size()) {
    if (index >= arg->second.size()) {
      return InvalidArgument("'", ref, "': the argument has ", arg->second.size(), " tensors");
    }
    out->push_back(arg->second[index]);
    return Status();
  }
  return ResolveNode(name, rest, ref, out);
}

Status Instantiator::AddNodes() {
  for (const pb::NodeDef& source : def_.node_def()) {
    pb::NodeDef* n = graph_.add_node();
    *n = source;
    for (auto& [name, value] : *n->mutable_attr()) {
      if (Status s = Substitute(attrs_, &value); !s.ok()) {
        return s.WithPrefix(StrCat("node '", n->name(), "' (", n->op(), "): "));
      }
    }
    if (!nodes_.emplace(source.name(), BodyNode{n, {}}).second) {
      return InvalidArgument("Node '", n->name(), "' is not unique");
    }
    names_.insert(n->name());
  }
  return Status();
}

Status Instantiator::AddRets() {
  int index = 0;
  for (const pb::OpDef::ArgDef& out : def_.signature().output_arg()) {
    auto it = def_.ret().find(out.name());
    if (it == def_.ret().end()) return InvalidArgument("result '", out.name(), "' is not defined");
    std::vector<DType> types;
    google::protobuf::RepeatedPtrField<pb::OpDef::ArgDef> one;
    *one.Add() = out;
    HB_RETURN_IF_ERROR(ArgTypes(one, AttrReader(&attrs_), &types));
    Refs refs;
    if (Status s = Resolve(it->second, &refs); !s.ok()) {
      return s.WithPrefix(StrCat("result '", out.name(), "': "));
    }
    if (refs.size() != types.size()) {
      return InvalidArgument("result '", out.name(), "' stands for ", types.size(),
                             " tensors, but '", it->second, "' gives ", refs.size());
    }
    for (size_t i = 0; i < refs.size(); ++i) {
      pb::NodeDef* n = graph_.add_node();
      n->set_name(UniqueName(StrCat(out.name(), "_RetVal")));
      n->set_op("_Retval");
      n->add_input(refs[i]);
      (*n->mutable_attr())["T"] = Attr("", types[i]).value;
      (*n->mutable_attr())["index"] = Attr("", index++).value;
      ret_names_.push_back(n->name());
    }
  }
  for (const std::string& name : def_.signature().control_output()) {
    auto it = def_.control_ret().find(name);
    if (it == def_.control_ret().end() || !nodes_.contains(it->second)) {
      return InvalidArgument("control result '", name, "' names no node");
    }
    control_rets_.push_back(it->second);
  }
  return Status();
}

Status Instantiator::Run(const std::vector<ArgInfo>* args) {
  HB_RETURN_IF_ERROR(CheckFunctionDef(def_));
  HB_RETURN_IF_ERROR(FinishAttrs(def_.signature(), &attrs_));
  // Names of nodes first: they stay, arguments make way.
  HB_RETURN_IF_ERROR(AddNodes());
  const int num_nodes = graph_.node_size();
  HB_RETURN_IF_ERROR(AddArgs(args));
  for (int i = 0; i < num_nodes; ++i) {
    pb::NodeDef* n = graph_.mutable_node(i);
    Refs refs;
    for (const std::string& ref : n->input()) {
      if (Status s = Resolve(ref, &refs); !s.ok()) {
        return s.WithPrefix(StrCat("node '", n->name(), "' (", n->op(), "): input "));
      }
    }
    n->clear_input();
    for (std::string& ref : refs) n->add_input(std::move(ref));
  }
  return AddRets();
}

Status CheckArgName(const std::string& name, std::unordered_set<std::string_view>* seen) {
  if (name.empty() || name.find(':') != std::string::npos || name[0] == '^') {
    return InvalidArgument("'", name, "' is no name for an argument or result");
  }
  if (!seen->insert(name).second) {
    return InvalidArgument("the name '", name, "' appears more than once in the signature");
  }
  return Status();
}

}  // namespace

Status CheckFunctionDef(const pb::FunctionDef& def) {
  const pb::OpDef& signature = def.signature();
  if (signature.name().empty()) return InvalidArgument("a function needs a name");
  std::unordered_set<std::string_view> ins, outs, nodes;
  for (const auto& arg : signature.input_arg()) HB_RETURN_IF_ERROR(CheckArgName(arg.name(), &ins));
  for (const auto& arg : signature.output_arg()) {
    HB_RETURN_IF_ERROR(CheckArgName(arg.name(), &outs));
    if (!def.ret().contains(arg.name())) {
      return InvalidArgument("result '", arg.name(), "' is not defined");
    }
  }
  for (const pb::NodeDef& n : def.node_def()) {
    HB_RETURN_IF_ERROR(CheckNodeName(n.name()));
    if (!nodes.insert(n.name()).second) {
      return InvalidArgument("Node '", n.name(), "' is not unique");
    }
  }
  for (const std::string& name : signature.control_output()) {
    auto it = def.control_ret().find(name);
    if (it == def.control_ret().end() || !nodes.contains(it->second)) {
      return InvalidArgument("control result '", name, "' names no node");
    }
  }
  return Status();
}

Status FunctionTypes(const pb::FunctionDef& def, const AttrReader& attrs, std::vector<DType>* args,
                     std::vector<DType>* rets) {
  AttrReader::Map full = attrs.map();
  HB_RETURN_IF_ERROR(FinishAttrs(def.signature(), &full));
  HB_RETURN_IF_ERROR(ArgTypes(def.signature().input_arg(), AttrReader(&full), args));
  return ArgTypes(def.signature().output_arg(), AttrReader(&full), rets);
}

Result<std::shared_ptr<const FunctionBody>> InstantiateFunction(
    const std::shared_ptr<FunctionLibrary>& library, const OpSet* ops, const std::string& name,
    const AttrReader& attrs, const std::vector<ArgInfo>* args) {
  FunctionLibrary::DefPtr def = library->Find(name);
  if (def == nullptr) return NotFound("there is no function '", name, "' in the graph's library");
  return InstantiateDef(std::move(def), library, ops, attrs, args);
}

Result<std::shared_ptr<const FunctionBody>> InstantiateDef(
    FunctionLibrary::DefPtr def, const std::shared_ptr<FunctionLibrary>& library, const OpSet* ops,
    const AttrReader& attrs, const std::vector<ArgInfo>* args) {
  auto fail = [&](Status s) {
    return s.WithPrefix(StrCat("function '", def->signature().name(), "': "));
  };
  Instantiator instantiator(*def, attrs.map(), *library, *ops);
  if (Status s = instantiator.Run(args); !s.ok()) return fail(std::move(s));
  auto body = std::make_shared<FunctionBody>();
  body->graph = std::make_unique<Graph>(ops);
  body->graph->set_functions(library);
  Status s = ImportGraphDef(instantiator.graph(), {}, body->graph.get());
  if (!s.ok()) return fail(std::move(s));
  for (const std::string& n : instantiator.args()) body->args.push_back(body->graph->Find(n));
  for (const std::string& n : instantiator.rets()) {
    body->rets.push_back(body->graph->Find(n)->input(0));
  }
  for (const std::string& n : instantiator.control_rets()) {
    body->control_rets.push_back(body->graph->Find(n));
  }
  body->def = std::move(def);
  return std::shared_ptr<const FunctionBody>(std::move(body));
}

}  // namespace hb
