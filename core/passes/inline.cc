#include <algorithm>
#include <map>

#include "core/graph/function.h"
#include "core/passes/ir.h"

namespace hb {
namespace {

// A body larger than this in all is refused, before memory is.
constexpr int kMaxNodes = 500'000;
// Calls that are nested deeper stay calls, so that names, which grow with every level, stay short.
constexpr int kMaxDepth = 64;

std::string FunctionOf(const IrNode& call) {
  return call.op->group == "function" ? call.type() : call.reader().Func("f");
}

class Inliner {
 public:
  explicit Inliner(Ir* ir) : ir_(ir) {}

  Status Run() {
    // Bodies are appended, so that calls inside them are met later by the same loop.
    for (int i = 0; i < ir_->size(); ++i) {
      if (i >= static_cast<int>(chain_.size())) chain_.resize(static_cast<size_t>(i) + 1, -1);
      const IrNode& n = (*ir_)[i];
      if (!n.dead && !n.is_feed() && n.type() == "SymbolicGradient") CallGradientFunction(ir_, i);
      if (n.dead || !IsCall(n)) continue;
      const std::string name = FunctionOf(n);
      if (ImplementCall(ir_, i, name) || n.reader().Bool("_noinline")) continue;
      if (Depth(i) >= kMaxDepth || InChain(i, name)) continue;
      HB_RETURN_IF_ERROR(InlineOne(i, name));
      if (ir_->size() > kMaxNodes) {
        return ResourceExhausted("node '", (*ir_)[i].name, "' (", (*ir_)[i].type(),
                                 "): functions expand to more than ", kMaxNodes, " nodes");
      }
    }
    Rewire();
    return Status();
  }

 private:
  struct Frame {
    std::string function;
    int parent;  // frame of the caller; -1 at the top
    int depth;
  };

  int Depth(int node) const {
    const int f = chain_[static_cast<size_t>(node)];
    return f < 0 ? 0 : frames_[static_cast<size_t>(f)].depth;
  }

  bool InChain(int node, const std::string& name) const {
    for (int f = chain_[static_cast<size_t>(node)]; f >= 0;
         f = frames_[static_cast<size_t>(f)].parent) {
      if (frames_[static_cast<size_t>(f)].function == name) return true;
    }
    return false;
  }

  Result<std::shared_ptr<const FunctionBody>> BodyOf(const std::string& name,
                                                     const AttrReader& attrs) {
    if (!attrs.map().empty()) return InstantiateFunction(ir_->functions, ir_->ops, name, attrs);
    auto& body = bodies_[name];
    if (body == nullptr) {
      HB_ASSIGN_OR_RETURN(body, InstantiateFunction(ir_->functions, ir_->ops, name, attrs));
    }
    return body;
  }

  Status InlineOne(int call_id, const std::string& name) {
    const IrNode call = (*ir_)[call_id];
    const pb::AttrValue* f = call.op->group == "function" ? nullptr : call.reader().Find("f");
    const AttrReader attrs = f == nullptr ? call.reader() : AttrReader(&f->func().attr());
    auto where = [&](Status s) {
      return s.WithPrefix(StrCat("node '", call.name, "' (", call.type(), "): "));
    };
    Result<std::shared_ptr<const FunctionBody>> body = BodyOf(name, attrs);
    if (!body.ok()) {
      (*ir_)[call_id].missing = where(std::move(body).status());
      return Status();
    }
    Result<Ir> inner = BuildIr(*body);
    if (!inner.ok()) return where(std::move(inner).status());
    Ir& in = *inner;
    if (in.num_feeds != static_cast<int>(call.inputs.size()) ||
        in.fetches.size() != call.out_types.size()) {
      return where(InvalidArgument("function '", name, "' takes ", in.num_feeds,
                                   " arguments and "
                                   "gives ",
                                   in.fetches.size(), " results, the call has ", call.inputs.size(),
                                   " and ", call.out_types.size()));
    }
    frames_.push_back({name, chain_[static_cast<size_t>(call_id)], Depth(call_id) + 1});
    const int frame = static_cast<int>(frames_.size()) - 1;
    const int base = ir_->size();
    int entry = -1;
    if (!call.controls.empty()) {
      HB_ASSIGN_OR_RETURN(entry, ir_->Add("NoOp", call.name + "/entry", {}, {}));
      (*ir_)[entry].controls = call.controls;
    }
    const int offset = ir_->size();
    bool effects = false;
    for (IrNode& n : in.nodes) {
      if (n.is_feed()) {
        const IrEdge source = call.inputs[static_cast<size_t>(n.feed)];
        n.feed = -1;
        args_.resize(static_cast<size_t>(offset + (&n - in.nodes.data()) + 1));
        args_.back() = source;
        n.dead = true;
        ir_->nodes.push_back(std::move(n));
        continue;
      }
      effects = effects || n.op->def.is_stateful();
      n.origin = n.origin.empty() ? name : n.origin;
      n.name = StrCat(call.name, "/", n.name);
      n.scope = call.name.size() + 1;
      if (n.device.empty()) {
        n.device = call.device;
        n.wishes = true;
      }
      for (IrEdge& e : n.inputs) e.node += offset;
      for (int& c : n.controls) c += offset;
      if (entry >= 0 && !IsPure(n)) n.controls.push_back(entry);
      ir_->nodes.push_back(std::move(n));
    }
    for (auto& k : in.keep) ir_->keep.push_back(std::move(k));
    for (auto& [node, device] : in.outside) ir_->outside[StrCat(call.name, "/", node)] = device;
    return Connect(call_id, call, in, offset, base, frame, effects);
  }

  // Results of the call, and what waits for it.
  Status Connect(int call_id, const IrNode& call, const Ir& in, int offset, int base, int frame,
                 bool effects) {
    HB_ASSIGN_OR_RETURN(int exit, ir_->Add("NoOp", call.name + "/exit", {}, {}));
    std::vector<int> waits;
    for (int t : in.targets) waits.push_back(t + offset);
    for (const IrEdge& e : in.fetches) waits.push_back(e.node + offset);
    (*ir_)[exit].controls = std::move(waits);
    if (!call.controls.empty()) (*ir_)[exit].controls.push_back(base);
    Replacement r;
    r.exit = exit;
    for (size_t i = 0; i < in.fetches.size(); ++i) {
      IrEdge e = in.fetches[i];
      e.node += offset;
      if (effects && !in.targets.empty()) {
        // A result is there when the call is over, so that its effects are never left out.
        HB_ASSIGN_OR_RETURN(int id, ir_->Add("Identity", StrCat(call.name, "/ret", i),
                                             {{"T", call.out_types[i]}}, {call.out_types[i]}));
        (*ir_)[id].inputs = {e};
        (*ir_)[id].in_types = {call.out_types[i]};
        (*ir_)[id].controls = {exit};
        e = {id, 0};
      }
      r.results.push_back(e);
    }
    (*ir_)[call_id].dead = true;
    replaced_.resize(ir_->nodes.size());
    replaced_[static_cast<size_t>(call_id)] = std::move(r);
    chain_.resize(ir_->nodes.size(), frame);
    for (size_t i = static_cast<size_t>(base); i < chain_.size(); ++i) chain_[i] = frame;
    return Status();
  }

  IrEdge Resolve(IrEdge e) const {
    while (true) {
      const size_t i = static_cast<size_t>(e.node);
      if (i < args_.size() && args_[i].node >= 0) {
        e = args_[i];
      } else if (i < replaced_.size() && replaced_[i].exit >= 0) {
        e = replaced_[i].results[static_cast<size_t>(e.index)];
      } else {
        return e;
      }
    }
  }

  int ResolveControl(int c) const {
    while (true) {
      const size_t i = static_cast<size_t>(c);
      if (i < args_.size() && args_[i].node >= 0) {
        c = args_[i].node;
      } else if (i < replaced_.size() && replaced_[i].exit >= 0) {
        c = replaced_[i].exit;
      } else {
        return c;
      }
    }
  }

  void Rewire() {
    for (IrNode& n : ir_->nodes) {
      if (n.dead) continue;
      for (IrEdge& e : n.inputs) e = Resolve(e);
      for (int& c : n.controls) c = ResolveControl(c);
    }
    for (IrEdge& e : ir_->fetches) e = Resolve(e);
    for (int& t : ir_->targets) t = ResolveControl(t);
  }

  struct Replacement {
    int exit = -1;
    std::vector<IrEdge> results;
  };
  Ir* ir_;
  std::vector<Frame> frames_;
  std::map<std::string, std::shared_ptr<const FunctionBody>> bodies_;  // of functions without attrs
  std::vector<int> chain_;             // of each node: the frame it was inlined in
  std::vector<IrEdge> args_;           // of each argument node of a body: what it stands for
  std::vector<Replacement> replaced_;  // of each inlined call
};

}  // namespace

Status InlineCalls(Ir* ir) { return Inliner(ir).Run(); }

}  // namespace hb
