// Shapes and small values, before anything runs.
#include "core/passes/place.h"
#include "core/runtime/specialiser.h"

namespace hb {
namespace {

// Host values up to this many elements are followed while specialising.
constexpr int64_t kMaxFollowed = 1024;

}  // namespace

Status Specialiser::Infer(std::span<Tensor* const> feeds) {
  int count = 0;
  for (const IrNode& n : ir_.nodes) {
    s_.first_value.push_back(count);
    count += static_cast<int>(n.out_types.size());
  }
  s_.values.resize(static_cast<size_t>(count));
  for (int v = 0; v < count; ++v) V(v).root = v;
  dynamic_.assign(ir_.nodes.size(), 0);
  for (int i = 0; i < ir_.size(); ++i) {
    const IrNode& n = ir_[i];
    for (size_t k = 0; k < n.out_types.size(); ++k) {
      V({i, static_cast<int>(k)}).dtype = StoredType(n.out_types[k]);
      V({i, static_cast<int>(k)}).device = OutputMemory(n, k);
    }
    s_.uses_devices = s_.uses_devices || n.on != nullptr;
    if (n.is_feed()) {
      Value& v = V({i, 0});
      v.home = Home::kFeed;
      v.number = n.feed;
      v.shape = feeds[static_cast<size_t>(n.feed)]->shape();
      v.known_shape = true;
    } else if (n.is_const()) {
      Value& v = V({i, 0});
      v.home = Home::kConst;
      v.constant = n.value;
      v.shape = n.value.shape();
      v.known_shape = true;
    } else if (i < end_) {
      HB_RETURN_IF_ERROR(InferNode(i));
    }
  }
  return Status();
}

Status Specialiser::InferNode(int i) {
  const IrNode& n = ir_[i];
  const NodeExec& exec = Exec(i);
  if (exec.handle.valid()) {
    Value& v = V({i, 0});
    v.home = Home::kConst;
    v.constant = exec.handle;
    v.shape = exec.handle.shape();
    v.known_shape = true;
    return Status();
  }
  char& dynamic = dynamic_[static_cast<size_t>(i)];
  std::vector<Shape> shapes, outs;
  std::vector<const Tensor*> values;
  for (const IrEdge& e : n.inputs) {
    const Value& v = V(e);
    dynamic = dynamic || !v.known_shape;
    shapes.push_back(v.known_shape ? v.shape : Shape::UnknownRank());
    const bool readable = v.home == Home::kConst && IsPlain(v.dtype) && v.device == nullptr;
    values.push_back(readable ? &v.constant : nullptr);
  }
  if (exec.kernel == nullptr || CallKindOf(exec) != CallKind::kNone) {
    dynamic = 1;
    return Status();
  }
  Status s = InferOutputs(exec, shapes, values, &outs);
  if (!s.ok()) return exec.Annotate(std::move(s));
  for (size_t k = 0; k < outs.size(); ++k) {
    Value& v = V({i, static_cast<int>(k)});
    v.known_shape = outs[k].FullyDefined();
    v.shape = std::move(outs[k]);
  }
  if ((exec.flags() & kHbOwnsOutput) != 0) InferVariable(i);
  if ((exec.flags() & kHbDynamicOut) != 0) dynamic = 1;
  for (size_t k = 0; k < n.out_types.size(); ++k) {
    dynamic = dynamic || !V({i, static_cast<int>(k)}).known_shape;
  }
  if (!n.controls.empty() || !IsPure(n)) return Status();
  if (Follow(i, shapes)) dynamic = 0;
  return Status();
}

// A read of a variable has the shape that the variable has now; a guard notices when it changes.
void Specialiser::InferVariable(int i) {
  const IrNode& n = ir_[i];
  if (n.inputs.empty() || V(n.inputs[0]).home != Home::kConst) return;
  const Value& handle = V(n.inputs[0]);
  if (handle.dtype != DT_RESOURCE) return;
  Result<Variable*> variable = AnyVariableOf(ViewOf(handle.constant));
  if (!variable.ok() || n.out_types.size() != 1) return;
  std::lock_guard lock((*variable)->mu());
  const bool initialized = (*variable)->initialized();
  Specialisation::Guard guard{Ref<Variable>::Share(*variable), Shape(), initialized};
  Value& v = V({i, 0});
  v.known_shape = false;
  if (initialized && (*variable)->value().dtype() == v.dtype) {
    guard.shape = v.shape = (*variable)->value().shape();
    v.known_shape = true;
  }
  s_.guards.push_back(std::move(guard));
}

// Computes small integers now: shapes, and what is computed from them.
bool Specialiser::Follow(int i, const std::vector<Shape>& shapes) {
  const IrNode& n = ir_[i];
  const NodeExec& exec = Exec(i);
  const bool only_shapes = (exec.flags() & kHbOnlyShapes) != 0;
  if (n.inputs.empty() || n.out_types.empty()) return false;
  if (n.on != nullptr && std::string_view(exec.kernel->device) != "DEFAULT") return false;
  for (size_t k = 0; k < n.out_types.size(); ++k) {
    const Value& v = V({i, static_cast<int>(k)});
    if ((!IsInteger(v.dtype) && v.dtype != DT_BOOL) || v.device != nullptr) return false;
    if (v.known_shape && v.shape.num_elements() > kMaxFollowed) return false;
  }
  std::vector<Tensor> in;
  for (size_t k = 0; k < n.inputs.size(); ++k) {
    const Value& v = V(n.inputs[k]);
    if (v.home == Home::kConst && v.device == nullptr) {
      if (v.constant.num_elements() > kMaxFollowed && !only_shapes) return false;
      in.push_back(v.constant);
    } else if (only_shapes && v.known_shape) {
      in.push_back(Tensor(v.dtype, shapes[k], nullptr));
    } else {
      return false;
    }
  }
  std::vector<Tensor> out(n.out_types.size());
  RunState run;
  run.session = session_;
  if (!RunNode(exec, in, 0, out, &run).ok()) return false;
  for (size_t k = 0; k < out.size(); ++k) {
    Value& v = V({i, static_cast<int>(k)});
    v.home = Home::kConst;
    v.shape = out[k].shape();
    v.known_shape = true;
    v.constant = std::move(out[k]);
  }
  return true;
}

}  // namespace hb
