// The graph: nodes, edges, devices and the library of functions.
#ifndef HORNBEAM_CORE_GRAPH_GRAPH_H_
#define HORNBEAM_CORE_GRAPH_GRAPH_H_

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/base/ref.h"
#include "core/base/status.h"
#include "core/graph/attr.h"
#include "core/graph/infer.h"
#include "core/graph/op.h"
#include "core/graph/proto.h"

namespace hb {

class Graph;
class Node;

// Output `index` of a node; a default Output names nothing.
struct Output {
  Node* node = nullptr;
  int index = 0;
  Output() = default;
  Output(Node* n, int i = 0) : node(n), index(i) {}  // NOLINT: a node converts to its output 0
  explicit operator bool() const { return node != nullptr; }
  bool operator==(const Output&) const = default;
  auto operator<=>(const Output&) const = default;
  DType dtype() const;
  const Shape& shape() const;
  std::string name() const;  // "node:1"
};

// A node. Immutable once finished but for its consumers, the device and attributes that only the
// graph's owner may set before a session has run it.
class Node {
 public:
  int id() const { return id_; }
  const std::string& name() const { return name_; }
  const std::string& type() const { return op_->def.name(); }
  const OpInfo& op() const { return *op_; }
  const std::string& device() const { return device_; }
  AttrReader attrs() const { return AttrReader(&attrs_); }
  Graph* graph() const { return graph_; }

  int num_inputs() const { return static_cast<int>(inputs_.size()); }
  const Output& input(int i) const { return inputs_[static_cast<size_t>(i)]; }
  const std::vector<Output>& inputs() const { return inputs_; }
  DType input_type(int i) const { return input_types_[static_cast<size_t>(i)]; }
  const std::vector<Node*>& control_inputs() const { return control_inputs_; }

  int num_outputs() const { return static_cast<int>(output_types_.size()); }
  DType output_type(int i) const { return output_types_[static_cast<size_t>(i)]; }
  const std::vector<DType>& output_types() const { return output_types_; }
  // What graph building knows of the output.
  const Shape& output_shape(int i) const { return shapes_[static_cast<size_t>(i)]; }
  const HandleData& output_handle(int i) const { return handles_[static_cast<size_t>(i)]; }

  // Who reads output i: (node, its input index), in the order of connection.
  struct Consumer {
    Node* node;
    int input;
    int output;
  };
  const std::vector<Consumer>& consumers() const { return consumers_; }
  const std::vector<Node*>& control_outputs() const { return control_outputs_; }
  // Where the node came from before functions were inlined, for messages; may be empty.
  const std::string& origin() const { return origin_; }
  // The value of a Const node, decoded once; null for other nodes and malformed values. The graph's
  // mutex guards the first call.
  const Tensor* const_value() const;
  void set_origin(std::string o) { origin_ = std::move(o); }

 private:
  friend class Graph;
  friend class NodeBuilder;
  int id_ = -1;
  Graph* graph_ = nullptr;
  const OpInfo* op_ = nullptr;
  std::string name_, device_, origin_;
  AttrReader::Map attrs_;
  pb::NodeDef extra_;  // fields of the message that have no place above
  std::vector<Output> inputs_;
  std::vector<DType> input_types_, output_types_;
  std::vector<Node*> control_inputs_, control_outputs_;
  std::vector<Consumer> consumers_;
  std::vector<Shape> shapes_;
  std::vector<HandleData> handles_;
  mutable std::unique_ptr<Tensor> const_value_;
};

// Functions by name. Thread-safe; definitions are immutable and shared.
class FunctionLibrary {
 public:
  using DefPtr = std::shared_ptr<const pb::FunctionDef>;
  // InvalidArgument if another function of that name is there; the same one again is fine.
  Status Add(DefPtr def);
  // Replaces whatever has the name.
  void Put(DefPtr def);
  DefPtr Find(std::string_view name) const;
  // SymbolicGradient's registered gradients.
  Status AddGradient(const std::string& function, const std::string& gradient);
  std::string FindGradient(std::string_view function) const;
  // Functions that stand for gradients of op types of one's own (custom gradients of SavedModels).
  void AddRegisteredGradient(const std::string& op_type, const std::string& function);
  std::string FindRegisteredGradient(std::string_view op_type) const;
  // A function that goes away stays alive for whoever holds it. False if there is none.
  bool Remove(std::string_view name);
  void RemoveGradient(std::string_view function);
  std::vector<DefPtr> All() const;
  std::vector<std::pair<std::string, std::string>> Gradients() const;
  size_t size() const;
  void ToProto(pb::FunctionDefLibrary* proto) const;
  // `base`, or base_1, base_2…: a name nobody has.
  std::string UniqueName(std::string_view base) const;
  // The declaration by which a node calls the function (its signature as an op), or null. Lives as
  // long as the library.
  const OpInfo* AsOp(std::string_view name) const;

 private:
  mutable std::mutex mu_;
  std::map<std::string, DefPtr, std::less<>> defs_;
  std::map<std::string, std::string, std::less<>> gradients_, registered_;
  mutable std::map<std::string, std::unique_ptr<OpInfo>, std::less<>> ops_;
  mutable std::vector<std::unique_ptr<OpInfo>> old_ops_;
};

// Collects what a node is made of; Finish checks it all and adds the node, or leaves the graph as
// it was. An error inside a setter surfaces in Finish.
class NodeBuilder {
 public:
  NodeBuilder(Graph* graph, std::string_view op, std::string_view name);
  NodeBuilder& Input(Output o);
  NodeBuilder& InputList(const std::vector<Output>& list);
  NodeBuilder& ControlInput(Node* n);
  NodeBuilder& Device(std::string_view device);
  NodeBuilder& Attr(const hb::Attr& a);
  // colocation: "loc:@node" in attribute _class.
  NodeBuilder& ColocateWith(const Node* n);
  // Fields that Hornbeam only carries along.
  NodeBuilder& Extra(const pb::NodeDef& def);
  // Places the node's inputs in order without arguments, types unchecked against a list's ends
  // (import).
  NodeBuilder& FlatInputs(const std::vector<Output>& inputs);
  // The node's type attributes that inputs determine are inferred; then attributes are completed,
  // types and shapes checked. The graph's mutex must be held by the caller if threads share it.
  Result<Node*> Finish();
  const std::string& name() const { return name_; }
  Graph* graph() const { return graph_; }

 private:
  friend class Graph;
  Status Check(Node* node);
  Status InferAttrs(Node* node);
  Graph* graph_;
  const OpInfo* op_ = nullptr;
  std::string op_name_, name_, device_;
  AttrReader::Map attrs_;
  pb::NodeDef extra_;
  struct Arg {
    std::vector<Output> outputs;
    bool list = false;
  };
  std::vector<Arg> args_;
  bool flat_ = false;
  std::vector<Node*> controls_;
  std::vector<std::string> colocate_;
  Status error_;
};

// The version of the GraphDef format that this library writes, and the newest it reads.
inline constexpr int kGraphDefVersion = 2474;

// Nodes live as long as the graph and never move. Only NextIteration may close a cycle.
class Graph {
 public:
  // `ops` must outlive the graph.
  explicit Graph(const OpSet* ops = &OpSet::Global());
  ~Graph();
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;

  // Guards all of the graph for callers on several threads; methods don't take it themselves.
  std::mutex& mu() const { return mu_; }

  const OpSet& ops() const { return *ops_; }
  FunctionLibrary& functions() { return *functions_; }
  const FunctionLibrary& functions() const { return *functions_; }
  // Graphs of function bodies share the library of the graph they come from.
  std::shared_ptr<FunctionLibrary> shared_functions() const { return functions_; }
  void set_functions(std::shared_ptr<FunctionLibrary> f) { functions_ = std::move(f); }

  // Nodes in order of addition; an entry is never null.
  int num_nodes() const { return static_cast<int>(nodes_.size()); }
  Node* node(int id) const { return nodes_[static_cast<size_t>(id)].get(); }
  Node* Find(std::string_view name) const;
  // `base` if free, else base_1, base_2…
  std::string UniqueName(std::string_view base) const;
  // True if the name, or a scope of that name ("name/..."), is taken.
  bool PrefixTaken(std::string_view prefix) const;

  // The declaration of an op or of a library function called as one; null if unknown.
  const OpInfo* FindOp(std::string_view name) const;

  // Gives an output a shape that merges with what is known.
  Status SetShape(Output o, const Shape& shape);
  // Closes a loop: replaces input `input` of node n (a Merge) by `o`.
  Status UpdateInput(Node* n, int input, Output o);
  Status AddControlEdge(Node* from, Node* to);
  void RemoveControlInputs(Node* n);
  Status SetAttr(Node* n, const std::string& name, const pb::AttrValue& value);
  void ClearAttr(Node* n, const std::string& name);
  void SetDevice(Node* n, std::string device) { n->device_ = std::move(device); }
  // The full type, which Hornbeam only carries along.
  void SetFullType(Node* n, const pb::FullTypeDef& type) {
    *n->extra_.mutable_experimental_type() = type;
  }
  void SetHandle(Output o, HandleData h);
  // Lets a call or loop that no session has run take and give more: sets attributes and appends
  // inputs. The types that follow from the attributes must begin with those the node has.
  Status ExtendNode(Node* n, const Attrs& attrs, const std::vector<Output>& inputs);
  // Takes ExtendNode back: the attributes and counts from before. Nothing may use the outputs that
  // go away.
  void ShrinkNode(Node* n, const AttrReader::Map& attrs, int num_inputs, int num_outputs);
  // Makes the shape unknown: a loop that is about to be closed may change it.
  void ForgetShape(Output o);
  // Makes room for so many nodes more.
  void Reserve(size_t nodes);
  // Removes the nodes with ids from `first` on, which no session has seen.
  void Truncate(int first);
  // Runs the shape function of a node again, with the shapes of its inputs as they are now.
  Status InferShapes(Node* n);

  pb::VersionDef& versions() { return versions_; }
  const pb::VersionDef& versions() const { return versions_; }

  void NodeToProto(const Node* n, pb::NodeDef* def) const;
  // Nodes in topological order where possible, as they were added otherwise.
  void ToProto(pb::GraphDef* def) const;

  // The first sessions's run over a node freezes it: changing it is an error afterwards. The
  // runtime marks nodes; SetAttr, SetDevice and UpdateInput callers check.
  void MarkRun(const Node* n) { ran_.insert(n); }
  bool HasRun(const Node* n) const { return ran_.contains(n); }

 private:
  friend class NodeBuilder;
  Node* Insert(std::unique_ptr<Node> node);
  void AddPrefixes(const std::string& name);
  mutable std::mutex mu_;
  const OpSet* ops_;
  std::shared_ptr<FunctionLibrary> functions_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::unordered_map<std::string_view, Node*> by_name_;
  mutable std::unordered_map<std::string, int> name_counters_;
  std::unordered_set<std::string> prefixes_;
  std::unordered_set<const Node*> ran_;
  pb::VersionDef versions_;
};

// The value of an output as far as it can be told without running: Const nodes, Shape, Size and
// Rank of known shapes, and Identity of these. Null if unknown. `store` keeps what is computed.
const Tensor* ConstantValue(Output o, std::vector<std::unique_ptr<Tensor>>* store);
// The output, a vector of integers, read as a shape, following Shape, Pack, ConcatV2, StridedSlice
// and Cast; unknown parts are -1. nullopt if nothing is known of it.
std::optional<Shape> ConstantAsShape(Output o);

inline DType Output::dtype() const { return node->output_type(index); }
inline const Shape& Output::shape() const { return node->output_shape(index); }

// "name must match [A-Za-z0-9.][A-Za-z0-9_.\\/>-]*" is not asked of names made through the C API:
// clients rely on names with spaces. Names that are empty or hold ':' or '^' are refused.
Status CheckNodeName(std::string_view name);

}  // namespace hb

#endif  // HORNBEAM_CORE_GRAPH_GRAPH_H_
