#include "core/passes/place.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "core/kernel/registry.h"

namespace hb {
namespace {

constexpr std::string_view kLoc = "loc:@";

bool IsPlaceholder(const IrNode& n) {
  return n.type() == "Placeholder" || n.type() == "PlaceholderV2";
}

// Runs on any device without a kernel of its own.
bool RunsAnywhere(const IrNode& n) {
  return n.is_feed() || n.is_const() || IsControlFlow(n.type()) || RunsFunctions(n) ||
         IsPlaceholder(n);
}

Result<const HbKernelDef*> KernelOf(const IrNode& n, std::string_view device) {
  const AttrReader attrs = n.reader();
  return KernelRegistry::Global().Find(n.type(), device,
                                       [&](const std::string& attr) { return attrs.Type(attr); });
}

// Nodes that must be together are one group; a group is known by one of its members.
class Placer {
 public:
  Placer(Ir* ir, const DeviceSet& devices, const PlaceOptions& options)
      : ir_(*ir), devices_(devices), options_(options) {
    for (const PlacedDevice& d : devices_.all()) {
      if (std::find(types_.begin(), types_.end(), d.type) == types_.end()) types_.push_back(d.type);
    }
  }

  Status Run() {
    const size_t n = ir_.nodes.size();
    group_.resize(n);
    std::iota(group_.begin(), group_.end(), 0);
    asks_.resize(n);
    wish_.assign(n, -1);
    fixed_.assign(n, -1);
    for (int i = 0; i < ir_.size(); ++i) HB_RETURN_IF_ERROR(Read(i));
    for (int i = 0; i < ir_.size(); ++i) HB_RETURN_IF_ERROR(Colocate(i));
    for (int i = 0; i < ir_.size(); ++i) HB_RETURN_IF_ERROR(FollowHandles(i));
    FindSupport();
    std::vector<int> chosen(n, -1);
    for (int i = 0; i < ir_.size(); ++i) {
      if (ir_[i].dead) continue;
      int& place = chosen[static_cast<size_t>(Root(i))];
      if (place < 0) {
        HB_ASSIGN_OR_RETURN(place, Choose(i));
      }
      ir_[i].place = place;
      ir_[i].on = devices_[place].device;
    }
    return Status();
  }

 private:
  int Root(int i) {
    while (group_[static_cast<size_t>(i)] != i) {
      int& up = group_[static_cast<size_t>(i)];
      up = group_[static_cast<size_t>(up)];
      i = up;
    }
    return i;
  }

  int RootOf(int i) const {
    while (group_[static_cast<size_t>(i)] != i) i = group_[static_cast<size_t>(i)];
    return i;
  }

  // What the node asks for itself.
  Status Read(int i) {
    const IrNode& n = ir_[i];
    if (n.dead) return Status();
    if (n.is_feed()) {
      const size_t feed = static_cast<size_t>(n.feed);
      fixed_[static_cast<size_t>(i)] = feed < ir_.feed_places.size() ? ir_.feed_places[feed] : 0;
      return Status();
    }
    DeviceSpec spec;
    if (!DeviceSpec::Parse(n.device, &spec)) {
      return InvalidArgument("Malformed device specification '", n.device, "' in node: '", n.name,
                             "' (", n.type(), "); right are \"/device:CPU:0\", \"/cpu:0\" and \"",
                             devices_[0].name, "\"");
    }
    if (n.wishes) {
      wish_[static_cast<size_t>(i)] = Match(spec);
    } else {
      asks_[static_cast<size_t>(i)] = spec;
      if (spec.empty()) wish_[static_cast<size_t>(i)] = options_.wish;
    }
    return Status();
  }

  int Match(const DeviceSpec& spec) const {
    for (size_t d = 0; d < devices_.all().size(); ++d) {
      if (!spec.empty() && devices_.all()[d].Matches(spec)) return static_cast<int>(d);
    }
    return -1;
  }

  // Joins the group of `i` to that of `other`.
  Status Join(int i, int other) {
    const int a = Root(i), b = Root(other);
    if (a == b) return Status();
    DeviceSpec merged = asks_[static_cast<size_t>(a)];
    HB_RETURN_IF_ERROR(merged.Merge(asks_[static_cast<size_t>(b)], options_.soft));
    asks_[static_cast<size_t>(b)] = merged;
    if (wish_[static_cast<size_t>(b)] < 0)
      wish_[static_cast<size_t>(b)] = wish_[static_cast<size_t>(a)];
    if (fixed_[static_cast<size_t>(b)] < 0) {
      fixed_[static_cast<size_t>(b)] = fixed_[static_cast<size_t>(a)];
    }
    group_[static_cast<size_t>(a)] = b;
    return Status();
  }

  Status Colocate(int i) {
    const IrNode& n = ir_[i];
    if (n.dead || n.is_feed() || n.attrs->find("_class") == n.attrs->end()) return Status();
    if (by_name_.empty()) {
      for (int k = 0; k < ir_.size(); ++k) {
        if (!ir_[k].dead && !ir_[k].is_feed()) by_name_.emplace(ir_[k].name, k);
      }
    }
    for (const std::string& entry : n.reader().Strings("_class")) {
      if (!std::string_view(entry).starts_with(kLoc)) continue;
      const std::string name = n.name.substr(0, n.scope) + entry.substr(kLoc.size());
      HB_RETURN_IF_ERROR(Beside(i, name));
    }
    return Status();
  }

  // The node and whatever else wants to be beside `name` are one group, whether that is here or
  // not.
  Status Beside(int i, const std::string& name) {
    auto [it, first] = by_name_.emplace(name, i);
    if (first) {
      const auto outside = ir_.outside.find(name);
      DeviceSpec spec;
      if (outside == ir_.outside.end() || !DeviceSpec::Parse(outside->second, &spec)) {
        return Status();
      }
      Status s = asks_[static_cast<size_t>(Root(i))].Merge(spec, options_.soft);
      return options_.soft ? Status() : Explain(i, name, s);
    }
    Status s = Join(i, it->second);
    return options_.soft ? Status() : Explain(i, name, s);
  }

  Status Explain(int i, const std::string& other, const Status& why) const {
    if (why.ok()) return why;
    return InvalidArgument("Cannot colocate nodes {{colocation_node ", ir_[i].name,
                           "}} and {{colocation_node ", other, "}}: ", why.message());
  }

  // A resource stays where its handle was made, a reference likewise; a loop's values stay in one
  // memory.
  Status FollowHandles(int i) {
    const IrNode& n = ir_[i];
    if (n.dead || n.is_feed()) return Status();
    const bool merges = n.type() == "Merge" || n.type() == "RefMerge";
    for (size_t k = 0; k < n.inputs.size(); ++k) {
      const IrNode& from = ir_[n.inputs[k].node];
      const DType t = from.out_types[static_cast<size_t>(n.inputs[k].index)];
      const bool handle =
          (t == DT_RESOURCE || IsRef(t)) && !RunsFunctions(n) && !RunsFunctions(from);
      const bool loop = merges && from.op != nullptr &&
                        (from.type().ends_with("NextIteration") || from.type().ends_with("Enter"));
      if (!handle && !loop) continue;
      Status s = Join(i, n.inputs[k].node);
      if (s.ok()) continue;
      if (options_.soft) continue;
      return InvalidArgument(
          "Nodes were connected by a reference or resource connection (requiring them to be on the "
          "same device), but the two nodes were assigned two different devices: ",
          Explain(i, from.name, s).message());
    }
    return Status();
  }

  // By group and kind of device: whether all members have a kernel.
  void FindSupport() {
    supports_.assign(ir_.nodes.size(), ~uint64_t{0});
    if (types_.size() == 1) return;
    for (int i = 0; i < ir_.size(); ++i) {
      const IrNode& n = ir_[i];
      if (n.dead || RunsAnywhere(n) || !n.missing.ok()) continue;
      uint64_t mine = 0;
      for (size_t t = 0; t < types_.size() && t < 64; ++t) {
        if (KernelOf(n, types_[t]).ok()) mine |= uint64_t{1} << t;
      }
      if (mine != 0) supports_[static_cast<size_t>(Root(i))] &= mine;
    }
  }

  bool Supports(int root, const PlacedDevice& d) const {
    const auto t = std::find(types_.begin(), types_.end(), d.type) - types_.begin();
    return t < 64 && (supports_[static_cast<size_t>(root)] >> t & 1) != 0;
  }

  // The device with the highest priority that fits, or -1.
  int Best(int root, const DeviceSpec& spec) const {
    int best = -1;
    for (int d = 0; d < static_cast<int>(devices_.all().size()); ++d) {
      const PlacedDevice& device = devices_[d];
      if (!device.Matches(spec) || !Supports(root, device)) continue;
      if (best < 0 || device.priority > devices_[best].priority) best = d;
    }
    return best;
  }

  Result<int> Choose(int i) {
    const int root = Root(i);
    const size_t r = static_cast<size_t>(root);
    const DeviceSpec& spec = asks_[r];
    if (const int fixed = fixed_[r]; fixed >= 0) {
      if (Supports(root, devices_[fixed]) && (options_.soft || devices_[fixed].Matches(spec))) {
        return fixed;
      }
      return Refuse(i, spec,
                    DeviceSpec{"localhost", 0, 0, devices_[fixed].type, devices_[fixed].index});
    }
    const int wish = wish_[r];
    if (wish >= 0 && spec.empty() && Supports(root, devices_[wish])) return wish;
    if (const int best = Best(root, spec); best >= 0) return best;
    if (options_.soft) {
      DeviceSpec any = spec;
      any.id.reset();
      if (const int best = Best(root, any); best >= 0) return best;
      any.type.reset();
      if (const int best = Best(root, any); best >= 0) return best;
    }
    return Refuse(i, spec, spec);
  }

  // Why no device will do, in TensorFlow's words.
  Status Refuse(int i, const DeviceSpec& spec, const DeviceSpec& required) const {
    const IrNode& n = ir_[i];
    const std::string name = n.is_feed() ? StrCat("argument ", n.feed) : n.name;
    const std::string cannot = StrCat("Cannot assign a device for operation ", name, ": ");
    DeviceSpec own;
    const bool asks =
        !n.is_feed() && !n.wishes && !n.device.empty() && DeviceSpec::Parse(n.device, &own);
    if (asks && Match(own) < 0) {
      const bool gpu = own.type == "GPU" && Match(DeviceSpec{{}, {}, {}, "GPU", {}}) < 0;
      return InvalidArgument(
          cannot, "{{node ", name, "}} was explicitly assigned to ", n.device,
          " but available devices are [ ", devices_.Names(),
          " ]. Make sure the device specification refers to a valid device.",
          gpu ? " The requested device appears to be a GPU, but CUDA is not enabled." : "");
    }
    const std::string asked = asks ? n.device : "";
    if (asks && own == spec && !RunsAnywhere(n)) {
      const std::string type = own.type.value_or(devices_[Match(own)].type);
      if (Result<const HbKernelDef*> k = KernelOf(n, type); !k.ok()) {
        return InvalidArgument(cannot, "Could not satisfy explicit device specification '", asked,
                               "' because no supported kernel for ", type,
                               " devices is available. ", k.status().message());
      }
    }
    return InvalidArgument(cannot, "Could not satisfy explicit device specification '", asked,
                           "' because the node {{colocation_node ", name,
                           "}} was colocated with a group of nodes that required incompatible ",
                           "device '", required.ToString(), "'. All available devices [",
                           devices_.Names(), "]. ", Lacking(RootOf(i), required));
  }

  // The member of a group that has no kernel for a kind of device.
  std::string Lacking(int root, const DeviceSpec& spec) const {
    if (!spec.type) return "";
    for (int i = 0; i < ir_.size(); ++i) {
      const IrNode& n = ir_[i];
      if (n.dead || RunsAnywhere(n) || RootOf(i) != root || KernelOf(n, *spec.type).ok()) continue;
      return StrCat("Node '", n.name, "' (", n.type(), ") has no kernel for ", *spec.type,
                    " devices.");
    }
    return "";
  }

  Ir& ir_;
  const DeviceSet& devices_;
  PlaceOptions options_;
  std::vector<std::string> types_;
  std::vector<int> group_;
  std::vector<DeviceSpec> asks_;  // of groups, by their root
  std::vector<int> wish_, fixed_;
  std::vector<uint64_t> supports_;
  std::unordered_map<std::string, int> by_name_;
};

// Spreads a mask over the op's arguments to the flat inputs or outputs.
void SpreadMask(const google::protobuf::RepeatedPtrField<pb::OpDef::ArgDef>& args,
                const AttrReader& attrs, uint64_t mask, std::vector<char>* flat) {
  size_t at = 0;
  for (int a = 0; a < args.size(); ++a) {
    const Result<int> count = ArgCount(args[a], attrs);
    for (int k = 0; count.ok() && k < *count && at < flat->size(); ++k, ++at) {
      if (a < 64 && (mask >> a & 1) != 0) (*flat)[at] = 1;
    }
  }
}

void MarkHostArguments(IrNode* n) {
  n->host_in.assign(n->in_types.size(), 0);
  n->host_out.assign(n->out_types.size(), 0);
  if (n->kernel != nullptr) {
    SpreadMask(n->op->def.input_arg(), n->reader(), n->kernel->host_in, &n->host_in);
    SpreadMask(n->op->def.output_arg(), n->reader(), n->kernel->host_out, &n->host_out);
  }
  // Functions take and give small integers on the host, where loops count and branches are chosen.
  const bool calls = RunsFunctions(*n);
  const auto host = [&](DType t) { return !IsPlain(t) || IsRef(t) || (calls && t == DT_INT32); };
  for (size_t k = 0; k < n->in_types.size(); ++k) n->host_in[k] |= host(n->in_types[k]) ? 1 : 0;
  for (size_t k = 0; k < n->out_types.size(); ++k) n->host_out[k] |= host(n->out_types[k]) ? 1 : 0;
  std::string_view type = n->type();
  if (calls && !IsCall(*n) && !type.ends_with("While")) n->host_in[0] = 1;
  if (!IsControlFlow(type)) return;
  if (type.starts_with("Ref")) type.remove_prefix(3);
  if ((type == "Switch" || type == "_SwitchN") && n->host_in.size() > 1) n->host_in[1] = 1;
  if (type == "Merge" && n->host_out.size() > 1) n->host_out[1] = 1;
  if (type == "LoopCond") n->host_in[0] = n->host_out[0] = 1;
}

}  // namespace

Status Place(Ir* ir, const DeviceSet& devices, const PlaceOptions& options) {
  const bool open = std::all_of(ir->nodes.begin(), ir->nodes.end(),
                                [](const IrNode& n) { return n.dead || n.device.empty(); });
  if (open && devices.only_one()) return Status();
  return Placer(ir, devices, options).Run();
}

void FindKernel(IrNode* n, const DeviceSet& devices) {
  if (n->missing.ok()) {
    if (IsPlaceholder(*n)) {
      n->missing = InvalidArgument("You must feed a value for placeholder tensor '", n->name,
                                   "' with dtype ", DTypeName(n->reader().Type("dtype")),
                                   " and shape ", n->reader().ShapeOf("shape").ToString());
    } else {
      Result<const HbKernelDef*> k = KernelOf(*n, devices[n->place].type);
      if (k.ok()) {
        n->kernel = *k;
      } else {
        n->missing = std::move(k).status();
      }
    }
  }
  if (n->on != nullptr) MarkHostArguments(n);
}

Device* InputMemory(const IrNode& n, size_t k) {
  return n.on == nullptr || n.host_in[k] != 0 ? nullptr : n.on;
}

Device* OutputMemory(const IrNode& n, size_t k) {
  if (n.is_const()) return n.value.buffer() ? n.value.buffer()->device() : nullptr;
  if (n.is_feed()) return IsPlain(n.out_types[k]) ? n.on : nullptr;
  return n.on == nullptr || n.host_out[k] != 0 ? nullptr : n.on;
}

}  // namespace hb
