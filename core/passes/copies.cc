#include <map>
#include <tuple>

#include "core/graph/builder.h"
#include "core/passes/place.h"

namespace hb {
namespace {

// No graph can name it: it is in no set of ops.
const OpInfo* CopyOp() {
  static const OpInfo* const op = [] {
    auto* info = new OpInfo;
    info->def.set_name("_CopyBetweenDevices");
    auto* in = info->def.add_input_arg();
    in->set_name("x");
    in->set_type_attr("T");
    auto* out = info->def.add_output_arg();
    out->set_name("y");
    out->set_type_attr("T");
    auto* attr = info->def.add_attr();
    attr->set_name("T");
    attr->set_type("type");
    info->shape = &shape_fn::Unchanged;
    return info;
  }();
  return op;
}

class CopyInserter {
 public:
  CopyInserter(Ir* ir, const HbKernelDef* copy) : ir_(*ir), copy_(copy) {}

  // The value of the edge in memory of `to`, copied once for all that want it there.
  IrEdge In(IrEdge e, Device* to) {
    Device* from = OutputMemory(ir_[e.node], static_cast<size_t>(e.index));
    if (from == to) return e;
    if (from != nullptr && to != nullptr &&
        (from->type() != to->type() || to->def().copy_between == nullptr)) {
      return In(In(e, nullptr), to);
    }
    const auto key = std::tuple(e.node, e.index, to);
    if (const auto it = made_.find(key); it != made_.end()) return {it->second, 0};
    const DType t = ir_[e.node].out_types[static_cast<size_t>(e.index)];
    IrNode n;
    n.op = CopyOp();
    n.name = ir_[e.node].name;
    n.origin = ir_[e.node].origin;
    AttrReader::Map& attrs = ir_.own_attrs.emplace_back();
    attrs["T"] = Attr("T", t).value;
    n.attrs = &attrs;
    n.inputs = {e};
    n.in_types = n.out_types = {t};
    n.kernel = copy_;
    n.on = to != nullptr ? to : from;
    n.host_in = {static_cast<char>(from == nullptr)};
    n.host_out = {static_cast<char>(to == nullptr)};
    ir_.nodes.push_back(std::move(n));
    made_[key] = ir_.size() - 1;
    return {ir_.size() - 1, 0};
  }

 private:
  Ir& ir_;
  const HbKernelDef* copy_;
  std::map<std::tuple<int, int, Device*>, int> made_;
};

}  // namespace

bool IsCopy(const IrNode& n) { return n.op == CopyOp(); }

Status InsertCopies(Ir* ir, const DeviceSet& devices, const HbKernelDef* copy) {
  if (!devices.has_devices()) return Status();
  CopyInserter inserter(ir, copy);
  const int count = ir->size();
  for (int i = 0; i < count; ++i) {
    if ((*ir)[i].dead || (*ir)[i].is_feed() || (*ir)[i].is_const()) continue;
    for (size_t k = 0; k < (*ir)[i].inputs.size(); ++k) {
      const IrEdge e = inserter.In((*ir)[i].inputs[k], InputMemory((*ir)[i], k));
      (*ir)[i].inputs[k] = e;
    }
  }
  for (size_t f = 0; f < ir->fetches.size(); ++f) {
    const IrEdge e = ir->fetches[f];
    const DType t = (*ir)[e.node].out_types[static_cast<size_t>(e.index)];
    Device* to =
        f < ir->fetch_places.size() && IsPlain(t) ? devices[ir->fetch_places[f]].device : nullptr;
    ir->fetches[f] = inserter.In(e, to);
  }
  return Status();
}

}  // namespace hb
