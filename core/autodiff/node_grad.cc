#include "core/autodiff/node_grad.h"

namespace hb::autodiff {

bool IsDifferentiable(DType t) {
  t = BaseType(t);
  return IsFloating(t) || IsComplex(t) || t == DT_RESOURCE || t == DT_VARIANT;
}

DType GradientType(Output o) {
  const DType t = BaseType(o.dtype());
  if (t != DT_RESOURCE) return t;
  const HandleData& handle = o.node->output_handle(o.index);
  if (!handle.empty()) return handle[0].first;
  for (const Node::Consumer& c : o.node->consumers()) {
    if (c.output == o.index && c.node->type() == "ReadVariableOp") {
      return c.node->attrs().Type("dtype");
    }
  }
  return DT_INVALID;
}

Output ZerosFor(Builder* b, Output o) {
  if (BaseType(o.dtype()) != DT_RESOURCE) return b->Op("ZerosLike", {o});
  const DType t = GradientType(o);
  if (t == DT_INVALID) {
    b->Fail(InvalidArgument("the type of the variable behind ", o.name(), " is not known"));
    return Output();
  }
  return b->Op("Fill", {b->Op("VariableShape", {o}), b->ScalarOf(t, 0)});
}

NodeGrad::NodeGrad(Graph* graph, const std::string& scope, Node* node, std::vector<Output> dys,
                   std::vector<bool> wanted)
    : Grad(graph, scope),
      node_(node),
      first_new_node_(graph->num_nodes()),
      dys_(std::move(dys)),
      wanted_(std::move(wanted)),
      dxs_(static_cast<size_t>(node->num_inputs())) {
  set_device(node->device());
}

bool NodeGrad::has_dy(int i) const { return static_cast<bool>(dys_[static_cast<size_t>(i)]); }

Output NodeGrad::dy(int i) {
  Output& dy = dys_[static_cast<size_t>(i)];
  if (!dy) dy = ZerosFor(this, output(i));
  return dy;
}

void NodeGrad::Return(int i, Output dx) {
  if (i < 0 || i >= static_cast<int>(dxs_.size())) {
    Fail(
        Internal("the gradient of op ", node_->type(), " returns input ", i, " of ", num_inputs()));
    return;
  }
  dxs_[static_cast<size_t>(i)] = wanted(i) ? dx : Output();
}

Status NodeGrad::Finish() {
  HB_RETURN_IF_ERROR(status());
  // The node may have got more inputs since, which nobody differentiates.
  for (int i = 0; i < static_cast<int>(dxs_.size()); ++i) {
    const Output& dx = dxs_[static_cast<size_t>(i)];
    if (!dx) continue;
    const DType want = GradientType(input(i));
    if (want != DT_INVALID && BaseType(dx.dtype()) != want) {
      return Internal("the gradient of input ", i, " is ", DTypeName(dx.dtype()), ", the input ",
                      DTypeName(want));
    }
    if (BaseType(input(i).dtype()) == DT_RESOURCE || dx.node->id() < first_new_node_) continue;
    if (Status s = graph()->SetShape(dx, input(i).shape()); !s.ok()) {
      return Internal("the gradient of input ", i, " has shape ", dx.shape().ToString(),
                      ", the input ", input(i).shape().ToString());
    }
  }
  return Status();
}

namespace {

// Which dimensions of the broadcast shape have to be summed to get back to `x`, told from static
// shapes. False if they don't tell.
bool StaticAxes(const Shape& x, const Shape& other, std::vector<int32_t>* leading,
                std::vector<int32_t>* inner) {
  if (x.unknown_rank() || other.unknown_rank()) return false;
  const int rank = std::max(x.rank(), other.rank());
  for (int d = 0; d < rank; ++d) {
    const int in_x = d - (rank - x.rank()), in_other = d - (rank - other.rank());
    if (in_x < 0) {
      leading->push_back(d);
      continue;
    }
    const int64_t a = x.dim(in_x), b = in_other < 0 ? 1 : other.dim(in_other);
    if (b == 1 || a > 1 || a == 0) continue;
    if (a == 1) {
      inner->push_back(d);
    } else if (a < 0) {
      return false;
    }
  }
  return true;
}

}  // namespace

Output NodeGrad::ReduceToInput(Output dx, int i, int other) {
  if (!dx || !ok() || !wanted(i)) return dx;
  const Output x = input(i);
  std::vector<int32_t> leading, inner;
  if (!StaticAxes(x.shape(), input(other).shape(), &leading, &inner)) {
    const Output shape = Op("Shape", {x});
    Node* axes = NodeOf("BroadcastGradientArgs", {shape, Op("Shape", {input(other)})});
    if (axes == nullptr) return Output();
    return Op("Reshape", {Op("Sum", {dx, Output(axes, 0)}), shape});
  }
  if (leading.empty() && inner.empty()) return dx;
  std::vector<int32_t> axes = leading;
  axes.insert(axes.end(), inner.begin(), inner.end());
  const bool keep = leading.empty();
  Output sum = Op("Sum", {dx, Vector(axes)}, {{"keep_dims", keep}});
  if (leading.empty() || inner.empty()) return sum;
  if (!x.shape().FullyDefined()) return Op("Reshape", {sum, Op("Shape", {x})});
  std::vector<int32_t> dims;
  for (int64_t d : x.shape().dims()) {
    if (d > INT32_MAX) return Op("Reshape", {sum, Op("Shape", {x}, {{"out_type", DT_INT64}})});
    dims.push_back(static_cast<int32_t>(d));
  }
  return Op("Reshape", {sum, Vector(dims)});
}

}  // namespace hb::autodiff
