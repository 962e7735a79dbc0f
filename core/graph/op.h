// Op declarations: everything the world needs to know of an op, in one block.
//
//   void DefineActivationOps(OpSet& ops) {
//     OP("Selu")
//         .In("features: T")
//         .Out("activations: T")
//         .Attr("T: {half, bfloat16, float, double}")
//         .Doc("Scaled exponential linear unit ...")
//         .Shape(shape_fn::Unchanged)
//         .Gradient([](Grad& g) { g.Return(0, g.Op("SeluGrad", {g.dy(0), g.output(0)})); });
//   }
#ifndef HORNBEAM_CORE_GRAPH_OP_H_
#define HORNBEAM_CORE_GRAPH_OP_H_

#include <atomic>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/base/config.h"
#include "core/graph/infer.h"
#include "core/graph/proto.h"

namespace hb {

class Grad;
using GradFn = void (*)(Grad&);

// A declared op. Lives as long as its set.
struct OpInfo {
  pb::OpDef def;                    // whole once OpSet::Find has given the op
  ShapeFn shape = nullptr;          // null: outputs of unknown rank
  GradFn gradient = nullptr;        // null: none defined (or not differentiable, see below)
  bool not_differentiable = false;  // the gradient is known to be nothing
  std::string group;
  std::string method;         // see OpBuilder::Method
  std::string operator_sign;  // see OpBuilder::Operator
  int operator_rank = 0;
  bool literal = false;  // see OpBuilder::Literal
  // Where inputs and outputs named by attributes take their types from is read off `def`.

 private:
  friend class OpSet;
  friend class OpBuilder;
  // The declaration's texts in OpSet::texts_, which the first Find parses into `def`.
  size_t begin = 0, end = 0;
  std::atomic<bool> parsed{true};
};

class OpBuilder;

// A set of declared ops, and a door to declarations from elsewhere (TensorFlow's full table, custom
// op libraries), which are asked for names that the set lacks. Filled once, then read by any
// thread. A declaration is parsed when its op is asked for, because most programs use few ops.
class OpSet {
 public:
  OpSet() = default;
  OpSet(const OpSet&) = delete;
  OpSet& operator=(const OpSet&) = delete;

  // Declares an op; a second declaration of a name is a bug and is reported by `errors()`.
  OpBuilder Define(std::string_view name, std::string_view group);
  // Null if the name is unknown here and to the fallback. Thread-safe.
  const OpInfo* Find(std::string_view name) const;
  // Adds a declaration that comes as a message (custom op libraries). Thread-safe.
  Status Add(const pb::OpDef& def, ShapeFn shape);
  // Asked for unknown names; returns false if it doesn't know the name either.
  using Fallback = bool (*)(std::string_view name, pb::OpDef* def);
  void set_fallback(Fallback f) { fallback_ = f; }
  // The names declared here, sorted.
  std::vector<std::string> Names() const;
  // What is wrong with the declarations; empty in a sound build (tested).
  std::vector<std::string> errors() const;

  // The set with all ops of this build, filled by core/builtin on first use.
  static OpSet& Global();

 private:
  friend class OpBuilder;
  OpInfo* Insert(std::string_view name) const;
  const OpInfo* Parsed(OpInfo* info) const;
  void Parse(OpInfo* info) const;
  mutable std::deque<OpInfo> infos_;
  mutable std::unordered_map<std::string, OpInfo*> by_name_;
  mutable std::vector<std::string> errors_;
  // Of all declarations, one after another: what a text is, the text, and its end.
  std::string texts_;
  Fallback fallback_ = nullptr;
};

// Core/builtin installs the function that fills OpSet::Global().
void SetGlobalOpsInitializer(void (*fill)(OpSet&));

// Builds one declaration. Texts are in the notation of TensorFlow's op registrations:
// "x: T", "values: N * T", "ref: Ref(T)", "list: Tlist"; "T: {float, double} = DT_FLOAT",
// "N: int >= 2", "shape: shape = {}", "strides: list(int) >= 4", "f: func".
class OpBuilder {
 public:
  OpBuilder(OpSet* set, OpInfo* info) : set_(set), info_(info) {}
  OpBuilder& In(std::string_view text);
  OpBuilder& Out(std::string_view text);
  OpBuilder& Attr(std::string_view text);
  OpBuilder& Doc(std::string_view text);
  OpBuilder& Shape(ShapeFn fn);
  OpBuilder& Gradient(GradFn fn);
  // Says that no gradient flows through this op.
  OpBuilder& NotDifferentiable();
  OpBuilder& Stateful();
  OpBuilder& Commutative();
  OpBuilder& Aggregate();
  OpBuilder& AllowsUninitialized();
  OpBuilder& DistributedCommunication();
  OpBuilder& Deprecated(int version, std::string_view why);

  // What bindings offer besides the function of the op; in the schema only.
  // A method of its first input, named in words with underscores ("floor_div").
  OpBuilder& Method(std::string_view name);
  // An operator, by the sign that languages know it by: "+", "-" (also of one operand), "*", "/",
  // "//" (division rounded down), "%", "**", "@" (product of matrices), "<", "<=", ">", ">=",
  // "abs". Two ops may share one: then it means the op with the highest `from_rank` that the rank
  // of an operand reaches.
  OpBuilder& Operator(std::string_view sign, int from_rank = 0);
  // Bindings make the op of a value of their language, and have no function for it.
  OpBuilder& Literal();

 private:
  enum class Text : char { kIn = 'i', kOut = 'o', kAttr = 'a', kDoc = 'd' };
  friend class OpSet;
  OpBuilder& Keep(Text kind, std::string_view text);
  OpSet* set_;
  OpInfo* info_;
};

// Begins a declaration in a function with a parameter `OpSet& ops` and a constant `kGroup`.
#define OP(name)                          \
  if constexpr (!::hb::OpEnabled(name)) { \
  } else /* NOLINT */                     \
    ops.Define(name, kGroup)

// Dtypes and counts of a node's inputs and outputs, found from the op's declaration and the node's
// attributes (all present). InvalidArgument if an attribute doesn't fit.
Status ArgTypes(const google::protobuf::RepeatedPtrField<pb::OpDef::ArgDef>& args,
                const AttrReader& attrs, std::vector<DType>* types);
// How many tensors one argument stands for.
Result<int> ArgCount(const pb::OpDef::ArgDef& arg, const AttrReader& attrs);
// Fills in default values and checks every attribute against the declaration (missing, of the wrong
// kind, not allowed, below its minimum). Attributes that the op doesn't know are left alone.
Status FinishAttrs(const pb::OpDef& def, AttrReader::Map* attrs);
// Parses the notation above; for declarations that come as text.
Status ParseArg(std::string_view text, pb::OpDef::ArgDef* arg, const pb::OpDef& def);
Status ParseAttr(std::string_view text, pb::OpDef::AttrDef* attr);

}  // namespace hb

#endif  // HORNBEAM_CORE_GRAPH_OP_H_
