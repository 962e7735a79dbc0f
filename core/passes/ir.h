// The form in which a part of a graph is rewritten before it becomes a plan: an array of nodes that
// refer to each other by number. Graph nodes are never changed.
#ifndef HORNBEAM_CORE_PASSES_IR_H_
#define HORNBEAM_CORE_PASSES_IR_H_

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/graph/graph.h"
#include "core/kernel/kernel.h"
#include "core/tensor/tensor.h"

namespace hb {

struct IrEdge {
  int node = -1;
  int index = 0;
  bool operator==(const IrEdge&) const = default;
};

struct IrNode {
  const OpInfo* op = nullptr;  // null for a feed
  std::string name;            // the caller's name, then the callee's: "call/body/MatMul"
  std::string origin;          // the function the node comes from, for messages; may be empty
  std::string device;          // what it asks for
  bool wishes = false;         // `device` is the caller's: nice to have
  size_t scope = 0;            // length of the callers' part of the name, with its slash
  const AttrReader::Map* attrs = nullptr;  // of the graph node, or kept in Ir::own_attrs
  std::vector<IrEdge> inputs;
  std::vector<int> controls;
  std::vector<DType> out_types;
  std::vector<DType> in_types;
  int feed = -1;      // number of the feed that this node is
  Tensor value;       // the value of a constant
  bool dead = false;  // removed
  Status missing;     // why the node can't run; returned when it runs
  const HbKernelDef* kernel = nullptr;
  // Where it runs (see place.h): the number in the session's devices, and the device itself; null
  // is the host.
  int place = 0;
  Device* on = nullptr;
  // On a device: which inputs and outputs are in the host's memory all the same.
  std::vector<char> host_in, host_out;

  bool is_feed() const { return feed >= 0; }
  bool is_const() const { return value.valid(); }
  const std::string& type() const { return op->def.name(); }
  AttrReader reader() const { return AttrReader(attrs); }
};

struct Ir {
  std::vector<IrNode> nodes;
  std::vector<IrEdge> fetches;
  std::vector<int> targets;
  int num_feeds = 0;
  // Of function bodies: the place where each argument lies and where each result is wanted; empty:
  // the host.
  std::vector<int> feed_places, fetch_places;
  // Devices that nodes outside of `nodes` ask for, where nodes inside want to be beside them.
  std::map<std::string, std::string> outside;
  std::shared_ptr<FunctionLibrary> functions;
  const OpSet* ops = nullptr;
  // What nodes point into: attribute maps of nodes made by passes, function bodies.
  std::deque<AttrReader::Map> own_attrs;
  std::vector<std::shared_ptr<const void>> keep;

  IrNode& operator[](int i) { return nodes[static_cast<size_t>(i)]; }
  const IrNode& operator[](int i) const { return nodes[static_cast<size_t>(i)]; }
  int size() const { return static_cast<int>(nodes.size()); }
  // A new node of a registered op, without inputs.
  Result<int> Add(std::string_view op, std::string name, const Attrs& attrs,
                  std::vector<DType> out_types);
};

// The part of the graph that feeds, fetches and targets ask for, with fed outputs cut.
// InvalidArgument for an output that doesn't exist. The graph's mutex must be held.
Result<Ir> BuildIr(const Graph& graph, const std::vector<Output>& feeds,
                   const std::vector<Output>& fetches, const std::vector<const Node*>& targets);

// The same for a function body: its arguments are the feeds, its results the fetches, the nodes
// that must run the targets.
struct FunctionBody;
Result<Ir> BuildIr(const std::shared_ptr<const FunctionBody>& body);

// True for ops that need the region interpreter: TF1 control flow.
bool IsControlFlow(std::string_view op);
bool IsCall(const IrNode& n);  // PartitionedCall, StatefulPartitionedCall, or a function by name
bool RunsFunctions(const IrNode& n);  // calls, and If, Case and While
// Whether the node may be folded, merged, or left out when nobody asks for it.
bool IsPure(const IrNode& n);

// Removes what neither fetches nor targets need.
void Prune(Ir* ir);

// Makes the function that SymbolicGradient of `f` calls and gives its name. Core/builtin hands it
// in; without one such nodes can't run.
using GradientFunctionMaker = Result<std::string> (*)(
    const std::shared_ptr<FunctionLibrary>& library, const OpSet* ops, const pb::NameAttrList& f);
void SetGradientFunctionMaker(GradientFunctionMaker maker);
// Turns a SymbolicGradient node into a call of that function.
void CallGradientFunction(Ir* ir, int id);

// Turns a call of `function` into the op that implements it, if its definition names one that has a
// kernel for these types; see implement.cc.
bool ImplementCall(Ir* ir, int id, const std::string& function);

// Replaces calls by the ops that implement their functions, or else by the bodies, but for
// recursive ones and those that say _noinline; these stay as calls.
Status InlineCalls(Ir* ir);

// Puts an Identity that carries their control edges behind constants that may be dead, those that
// run only if a Switch went their way. Constants themselves are always there.
Status GuardConstants(Ir* ir);

// Merges nodes that compute the same value.
void MergeCommon(Ir* ir);

// Replaces pure nodes with constant inputs by their values. `evaluate` runs one node; a node whose
// evaluation fails stays as it is. Results above `max_bytes` are not kept.
using Evaluator =
    std::function<Status(const IrNode& node, std::vector<Tensor> inputs, std::vector<Tensor>* out)>;
void FoldConstants(Ir* ir, const Evaluator& evaluate, size_t max_bytes);

// Identity and the like are passed by.
void PassThrough(Ir* ir);

// Makes one node of the updates of several variables by the same optimizer with the same
// hyperparameters. The nodes must be in order and have their kernels; new ones have none yet.
Status GroupUpdates(Ir* ir);

// Makes one node of a product or convolution and what is done to its result element by element,
// where nothing else needs what is between; see fuse.cc. The nodes must be in order and have their
// kernels; new ones have none yet.
Status FuseEpilogues(Ir* ir);

// Makes one node of a depthwise convolution, the one in front and the one of single pixels behind,
// of those that FuseEpilogues made; see join_convs.cc. New nodes have no kernels yet.
Status JoinConvs(Ir* ir);

// Makes one node of elementwise ops that nobody else reads between; see chains.cc. As for
// FuseEpilogues.
Status JoinChains(Ir* ir);

// Makes one node of a loop that runs an LSTM over a list's items, as Keras exports it; see
// lstm_loop.cc. Constants must be folded, nodes in order; new ones have no kernels yet.
Status ImplementLstmLoops(Ir* ir);

// Makes one node of each layer normalisation and attention that single ops compute, and brings bias
// and activation in front of a Reshape; see patterns.cc. As for ImplementLstmLoops.
Status ImplementPatterns(Ir* ir);

// Puts gradients of weights right behind the last of their inputs. Nodes must be in order, and are
// so after it.
void HoistWeightGradients(Ir* ir);

// How messages name a node: "node 'w' (MatMul, inlined from function 'f'): ".
std::string WhereIs(const std::string& name, const std::string& op, const std::string& origin);

// Puts the nodes in an order in which each comes after its inputs (loops aside) and drops dead
// ones. InvalidArgument naming a node if there is a cycle without NextIteration.
Status Order(Ir* ir);

// Puts the nodes in this order, which names all that others refer to; the rest is dropped.
void Arrange(Ir* ir, const std::vector<int>& order);

}  // namespace hb

#endif  // HORNBEAM_CORE_PASSES_IR_H_
