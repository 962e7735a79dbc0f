// Nodes that run other plans: calls that were not inlined, If, Case and While.
#include <cmath>

#include "core/runtime/plan.h"
#include "core/runtime/session.h"

namespace hb {
namespace {

// Nested calls; each level takes a few hundred bytes of stack.
constexpr int kMaxDepth = 400;

// Where the function of a call finds its arguments and leaves its results. A handle says itself
// where its resource is. `first` inputs of the node are its own; the results of a loop's condition
// are the host's.
Session::CallPlaces PlacesOf(const NodeExec& node, std::span<const Tensor> in, size_t outs,
                             bool condition, const Session& session) {
  Session::CallPlaces places;
  const size_t first = node.in_types.size() - in.size();
  const DeviceSet& devices = session.devices();
  for (size_t k = 0; k < in.size(); ++k) {
    int place = node.InMemory(first + k) != nullptr ? node.place : 0;
    if (in[k].dtype() == DT_RESOURCE && in[k].num_elements() == 1) {
      const auto& handle = in[k].scalar<ResourceElement>();
      if (handle) place = std::max(0, devices.Find(handle->device));
    }
    places.in.push_back(place);
  }
  for (size_t k = 0; k < outs; ++k) {
    const bool there = !condition && node.OutMemory(k) != nullptr;
    places.out.push_back(there ? node.place : 0);
  }
  if (node.on != nullptr) places.wish = node.place;
  return places;
}

Status CallFunction(const NodeExec& node, const std::string& name, const AttrReader& attrs,
                    std::span<Tensor> in, std::span<Tensor> out, RunState* run,
                    bool condition = false) {
  Session::CallPlaces places;
  if (run->session->devices().all().size() > 1) {
    places = PlacesOf(node, in, out.size(), condition, *run->session);
  }
  HB_ASSIGN_OR_RETURN(std::shared_ptr<Plan> plan,
                      run->session->FunctionPlan(node.functions, name, attrs, places));
  if (plan->num_feeds() != static_cast<int>(in.size()) ||
      plan->num_fetches() != static_cast<int>(out.size())) {
    return InvalidArgument("function '", name, "' takes ", plan->num_feeds(),
                           " arguments and gives ", plan->num_fetches(), " results; the node has ",
                           in.size(), " and ", out.size());
  }
  std::vector<Tensor*> feeds, fetches;
  for (Tensor& t : in) feeds.push_back(&t);
  for (Tensor& t : out) fetches.push_back(&t);
  return plan->Run(feeds, fetches, *run);
}

// TensorFlow's truth of a tensor: a scalar by its value, anything else by being non-empty.
Result<bool> Truth(const Tensor& t) {
  if (t.shape().rank() != 0) return t.num_elements() > 0;
  switch (t.dtype()) {
    case DT_BOOL:
      return t.scalar<bool>();
    case DT_INT32:
      return t.scalar<int32_t>() != 0;
    case DT_INT64:
      return t.scalar<int64_t>() != 0;
    case DT_UINT8:
    case DT_INT8:
      return t.scalar<int8_t>() != 0;
    case DT_INT16:
      return t.scalar<int16_t>() != 0;
    case DT_FLOAT:
      return t.scalar<float>() != 0;
    case DT_DOUBLE:
      return t.scalar<double>() != 0;
    case DT_STRING:
      return t.scalar<TString>().size() > 0;
    default:
      return InvalidArgument("a condition can't be of type ", DTypeName(t.dtype()));
  }
}

Status RunWhile(const NodeExec& node, std::span<Tensor> in, std::span<Tensor> out, RunState* run) {
  const pb::AttrValue* cond = node.attrs.Find("cond");
  const pb::AttrValue* body = node.attrs.Find("body");
  if (cond == nullptr || body == nullptr) return InvalidArgument("cond or body is missing");
  const AttrReader cond_attrs(&cond->func().attr()), body_attrs(&body->func().attr());
  std::vector<Tensor> state(in.begin(), in.end());
  for (Tensor& t : in) t = Tensor();
  while (true) {
    HB_RETURN_IF_ERROR(run->CheckCancelled());
    Tensor go;
    HB_RETURN_IF_ERROR(
        CallFunction(node, cond->func().name(), cond_attrs, state, {&go, 1}, run, true));
    HB_ASSIGN_OR_RETURN(bool more, Truth(go));
    if (!more) break;
    std::vector<Tensor> next(out.size());
    HB_RETURN_IF_ERROR(CallFunction(node, body->func().name(), body_attrs, state, next, run));
    state = std::move(next);
  }
  for (size_t i = 0; i < out.size(); ++i) out[i] = std::move(state[i]);
  return Status();
}

Status RunBranch(const NodeExec& node, CallKind kind, std::span<Tensor> in, std::span<Tensor> out,
                 RunState* run) {
  const pb::AttrValue* f = nullptr;
  pb::NameAttrList chosen;
  if (kind == CallKind::kIf) {
    HB_ASSIGN_OR_RETURN(bool yes, Truth(in[0]));
    f = node.attrs.Find(yes ? "then_branch" : "else_branch");
    if (f == nullptr) return InvalidArgument("a branch is missing");
    chosen = f->func();
  } else {
    f = node.attrs.Find("branches");
    const int n = f == nullptr ? 0 : f->list().func_size();
    if (n == 0) return InvalidArgument("Case has no branches");
    if (in[0].dtype() != DT_INT32 || in[0].num_elements() != 1) {
      return InvalidArgument("branch_index must be a scalar of int32");
    }
    const int index = in[0].scalar<int32_t>();
    chosen = f->list().func(index < 0 || index >= n ? n - 1 : index);
  }
  const AttrReader attrs(&chosen.attr());
  return CallFunction(node, chosen.name(), attrs, in.subspan(1), out, run);
}

}  // namespace

CallKind CallKindOf(const NodeExec& node) {
  if (node.op->group == "function") return CallKind::kCall;
  const std::string& t = node.op->def.name();
  if (t == "PartitionedCall" || t == "StatefulPartitionedCall") return CallKind::kCall;
  if (t == "If" || t == "StatelessIf") return CallKind::kIf;
  if (t == "Case" || t == "StatelessCase") return CallKind::kCase;
  if (t == "While" || t == "StatelessWhile") return CallKind::kWhile;
  return CallKind::kNone;
}

Status RunCall(const NodeExec& node, CallKind kind, std::span<Tensor> in, std::span<Tensor> out,
               RunState* run) {
  if (!node.missing.ok() && IsNotFound(node.missing) && kind == CallKind::kCall &&
      node.op->group != "function" && node.attrs.Func("f").empty()) {
    return node.missing;
  }
  if (run->depth >= kMaxDepth) {
    return ResourceExhausted("functions are nested more than ", kMaxDepth,
                             " deep; is there an endless recursion?");
  }
  RunState inner = *run;
  ++inner.depth;
  inner.share_results = true;
  switch (kind) {
    case CallKind::kWhile:
      return RunWhile(node, in, out, &inner);
    case CallKind::kIf:
    case CallKind::kCase:
      return RunBranch(node, kind, in, out, &inner);
    default: {
      const bool direct = node.op->group == "function";
      const pb::AttrValue* f = node.attrs.Find("f");
      const AttrReader attrs = direct || f == nullptr ? node.attrs : AttrReader(&f->func().attr());
      return CallFunction(node, direct ? node.op->def.name() : node.attrs.Func("f"), attrs, in, out,
                          &inner);
    }
  }
}

}  // namespace hb
