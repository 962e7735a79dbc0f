#include <algorithm>

#include "core/graph/graph.h"
#include "core/graph/tensor_proto.h"

namespace hb {

NodeBuilder::NodeBuilder(Graph* graph, std::string_view op, std::string_view name)
    : graph_(graph), op_(graph->FindOp(op)), op_name_(op), name_(name) {
  if (op_ == nullptr) {
    error_ = NotFound("Op type not registered '", op, "' (node '", name,
                      "'); it is no op of this build, of TensorFlow or of a loaded library");
  }
}

NodeBuilder& NodeBuilder::Input(Output o) {
  args_.push_back({{o}, false});
  return *this;
}
NodeBuilder& NodeBuilder::InputList(const std::vector<Output>& list) {
  args_.push_back({list, true});
  return *this;
}
NodeBuilder& NodeBuilder::FlatInputs(const std::vector<Output>& inputs) {
  args_.assign(1, {inputs, true});
  flat_ = true;
  return *this;
}
NodeBuilder& NodeBuilder::ControlInput(Node* n) {
  controls_.push_back(n);
  return *this;
}
NodeBuilder& NodeBuilder::Device(std::string_view device) {
  device_ = std::string(device);
  return *this;
}
NodeBuilder& NodeBuilder::Attr(const hb::Attr& a) {
  attrs_[a.name] = a.value;
  return *this;
}
NodeBuilder& NodeBuilder::ColocateWith(const Node* n) {
  colocate_.push_back(StrCat("loc:@", n->name()));
  return *this;
}
NodeBuilder& NodeBuilder::Extra(const pb::NodeDef& def) {
  extra_ = def;
  extra_.clear_attr();
  return *this;
}

namespace {

// Sets an attribute that inputs determine, or checks that it says the same.
Status Determine(AttrReader::Map* attrs, const Attr& a, std::string_view arg) {
  auto it = attrs->find(a.name);
  if (it == attrs->end()) {
    (*attrs)[a.name] = a.value;
    return Status();
  }
  if (it->second.SerializeAsString() == a.value.SerializeAsString()) return Status();
  auto show = [](const pb::AttrValue& v) {
    return v.value_case() == pb::AttrValue::kType ? DTypeName(FromPb(v.type()))
           : v.value_case() == pb::AttrValue::kI  ? StrCat(v.i())
                                                  : std::string("a list of types");
  };
  return InvalidArgument("Inconsistent values for attr '", a.name, "' ", show(it->second), " vs. ",
                         show(a.value), " of input '", arg, "'");
}

}  // namespace

Status NodeBuilder::InferAttrs(Node* node) {
  const auto& defs = op_->def.input_arg();
  if (static_cast<int>(args_.size()) != defs.size()) {
    return InvalidArgument("op ", op_name_, " takes ", defs.size(), " inputs, not ", args_.size());
  }
  for (int i = 0; i < defs.size(); ++i) {
    const pb::OpDef::ArgDef& def = defs[i];
    const Arg& arg = args_[static_cast<size_t>(i)];
    const bool wants_list = !def.number_attr().empty() || !def.type_list_attr().empty();
    if (arg.list != wants_list) {
      return InvalidArgument("input '", def.name(), "' takes ",
                             wants_list ? "a list of tensors" : "one tensor, not a list");
    }
    std::vector<DType> types;
    for (const Output& o : arg.outputs) {
      if (o.node == nullptr || o.node->graph() != graph_) {
        return InvalidArgument("input '", def.name(), "' is no output of this graph");
      }
      if (o.index < 0 || o.index >= o.node->num_outputs()) {
        return InvalidArgument("node '", o.node->name(), "' has ", o.node->num_outputs(),
                               " outputs; there is no output ", o.index);
      }
      types.push_back(BaseType(o.dtype()));
      node->inputs_.push_back(o);
    }
    if (!def.number_attr().empty()) {
      HB_RETURN_IF_ERROR(
          Determine(&attrs_, {def.number_attr(), static_cast<int64_t>(types.size())}, def.name()));
    }
    if (!def.type_list_attr().empty()) {
      HB_RETURN_IF_ERROR(Determine(&attrs_, {def.type_list_attr(), types}, def.name()));
    } else if (!def.type_attr().empty()) {
      for (DType t : types)
        HB_RETURN_IF_ERROR(Determine(&attrs_, {def.type_attr(), t}, def.name()));
    }
  }
  return Status();
}

Status NodeBuilder::Check(Node* node) {
  HB_RETURN_IF_ERROR(CheckNodeName(name_));
  if (graph_->Find(name_) != nullptr) {
    return InvalidArgument("Duplicate node name in graph: '", name_, "'");
  }
  if (flat_) {
    node->inputs_ = args_[0].outputs;
  } else {
    HB_RETURN_IF_ERROR(InferAttrs(node));
  }
  if (!colocate_.empty()) {
    AttrReader reader(&attrs_);
    std::vector<std::string> all = reader.Strings("_class");
    all.insert(all.end(), colocate_.begin(), colocate_.end());
    attrs_["_class"] = hb::Attr("_class", all).value;
  }
  HB_RETURN_IF_ERROR(FinishAttrs(op_->def, &attrs_));
  AttrReader reader(&attrs_);
  HB_RETURN_IF_ERROR(ArgTypes(op_->def.input_arg(), reader, &node->input_types_));
  HB_RETURN_IF_ERROR(ArgTypes(op_->def.output_arg(), reader, &node->output_types_));
  if (node->input_types_.size() != node->inputs_.size()) {
    return InvalidArgument("op ", op_name_, " takes ", node->input_types_.size(),
                           " tensors here, not ", node->inputs_.size());
  }
  for (int i = 0; i < node->num_inputs(); ++i) {
    const Output& o = node->input(i);
    if (o.node == nullptr || o.index < 0 || o.index >= o.node->num_outputs()) {
      return InvalidArgument("input ", i, " names no output of the graph");
    }
    const DType want = node->input_type(i), have = o.dtype();
    if (BaseType(want) != BaseType(have)) {
      return InvalidArgument("input ", i, " must be ", DTypeName(want), ", but ", o.name(), " is ",
                             DTypeName(have));
    }
    if (IsRef(want) && !IsRef(have)) {
      return InvalidArgument("input ", i, " must be a variable reference (", DTypeName(want),
                             "), but ", o.name(), " is ", DTypeName(have));
    }
  }
  if (op_->def.name() == "Const") {
    Result<Tensor> t = TensorFromProto(reader.Find("value")->tensor());
    if (!t.ok()) return std::move(t).status();
    if (t->dtype() != reader.Type("dtype")) {
      return InvalidArgument("attribute 'value' is ", DTypeName(t->dtype()), ", but 'dtype' says ",
                             DTypeName(reader.Type("dtype")));
    }
  }
  return Status();
}

Result<Node*> NodeBuilder::Finish() {
  auto fail = [this](Status s) {
    return s.WithPrefix(StrCat("node '", name_, "' (", op_name_, "): "));
  };
  if (!error_.ok()) return error_;
  auto node = std::make_unique<Node>();
  if (Status s = Check(node.get()); !s.ok()) return fail(std::move(s));
  node->graph_ = graph_;
  node->op_ = op_;
  node->name_ = name_;
  node->device_ = device_;
  node->attrs_ = std::move(attrs_);
  node->extra_ = std::move(extra_);
  std::unordered_set<Node*> seen;
  for (Node* c : controls_) {
    if (c == nullptr || c->graph() != graph_) {
      return fail(InvalidArgument("a control input is no node of this graph"));
    }
    if (controls_.size() == 1 || seen.insert(c).second) node->control_inputs_.push_back(c);
  }
  node->shapes_.assign(node->output_types_.size(), Shape::UnknownRank());
  node->handles_.resize(node->output_types_.size());
  if (Status s = graph_->InferShapes(node.get()); !s.ok()) return fail(std::move(s));
  return graph_->Insert(std::move(node));
}

}  // namespace hb
