// Changing nodes that are in the graph already.
#include <algorithm>

#include "core/graph/graph.h"

namespace hb {
namespace {

bool BeginsWith(const std::vector<DType>& types, const std::vector<DType>& start) {
  return types.size() >= start.size() && std::equal(start.begin(), start.end(), types.begin());
}

}  // namespace

Status Graph::ExtendNode(Node* n, const Attrs& attrs, const std::vector<Output>& inputs) {
  if (HasRun(n)) {
    return FailedPrecondition("node '", n->name(), "' (", n->type(),
                              ") can't change any more: a session has run it");
  }
  AttrReader::Map map = n->attrs_;
  for (const Attr& a : attrs) map[a.name] = a.value;
  HB_RETURN_IF_ERROR(FinishAttrs(n->op().def, &map));
  std::vector<DType> in_types, out_types;
  HB_RETURN_IF_ERROR(ArgTypes(n->op().def.input_arg(), AttrReader(&map), &in_types));
  HB_RETURN_IF_ERROR(ArgTypes(n->op().def.output_arg(), AttrReader(&map), &out_types));
  bool fits = BeginsWith(in_types, n->input_types_) && BeginsWith(out_types, n->output_types_) &&
              in_types.size() == n->inputs_.size() + inputs.size();
  for (size_t i = 0; fits && i < inputs.size(); ++i) {
    fits = BaseType(inputs[i].dtype()) == in_types[n->inputs_.size() + i];
  }
  if (!fits) {
    return InvalidArgument("node '", n->name(), "' (", n->type(),
                           "): the new inputs don't fit its new types");
  }
  for (const Output& in : inputs) {
    in.node->consumers_.push_back({n, n->num_inputs(), in.index});
    n->inputs_.push_back(in);
  }
  n->attrs_ = std::move(map);
  n->input_types_ = std::move(in_types);
  n->output_types_ = std::move(out_types);
  n->shapes_.resize(n->output_types_.size(), Shape::UnknownRank());
  n->handles_.resize(n->output_types_.size());
  const std::vector<Shape> known = n->shapes_;
  HB_RETURN_IF_ERROR(InferShapes(n));
  for (size_t i = 0; i < known.size(); ++i) {
    Result<Shape> both = Shape::Merge(n->shapes_[i], known[i]);
    if (both.ok()) n->shapes_[i] = std::move(both).value();
  }
  return Status();
}

void Graph::ShrinkNode(Node* n, const AttrReader::Map& attrs, int num_inputs, int num_outputs) {
  for (int i = n->num_inputs(); i-- > num_inputs;) {
    std::erase_if(n->inputs_.back().node->consumers_,
                  [&](const Node::Consumer& c) { return c.node == n && c.input == i; });
    n->inputs_.pop_back();
  }
  n->input_types_.resize(static_cast<size_t>(num_inputs));
  n->output_types_.resize(static_cast<size_t>(num_outputs));
  n->shapes_.resize(static_cast<size_t>(num_outputs), Shape::UnknownRank());
  n->handles_.resize(static_cast<size_t>(num_outputs));
  n->attrs_ = attrs;
}

}  // namespace hb
