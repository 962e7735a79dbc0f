// Functions: a FunctionDef made into the graph of its body, and a graph made into a FunctionDef.
#ifndef HORNBEAM_CORE_GRAPH_FUNCTION_H_
#define HORNBEAM_CORE_GRAPH_FUNCTION_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/graph/graph.h"

namespace hb {

// The body of a function as a graph, with the caller's attributes put in.
struct FunctionBody {
  std::unique_ptr<Graph> graph;  // shares the library it came from
  FunctionLibrary::DefPtr def;
  // _Arg nodes, in order; an argument that is a list has one for each tensor.
  std::vector<Node*> args;
  // What the _Retval nodes read, in order.
  std::vector<Output> rets;
  // Nodes that must run whenever the function is called, in the order of the signature.
  std::vector<Node*> control_rets;
};

// What a caller knows of an argument.
struct ArgInfo {
  Shape shape = Shape::UnknownRank();
  HandleData handle;
};

// The body of library function `name`. NotFound if there is no such function. `attrs` (the
// caller's, or those of the func attribute) take the place of placeholders such as $T; the
// signature's defaults fill in. Functions that the body calls are not touched, so that recursion
// is no danger here. `args`, when given, refines shapes of the arguments; it may be shorter than
// the list of arguments.
Result<std::shared_ptr<const FunctionBody>> InstantiateFunction(
    const std::shared_ptr<FunctionLibrary>& library, const OpSet* ops, const std::string& name,
    const AttrReader& attrs, const std::vector<ArgInfo>* args = nullptr);
// The same of a definition that need not be in the library.
Result<std::shared_ptr<const FunctionBody>> InstantiateDef(
    FunctionLibrary::DefPtr def, const std::shared_ptr<FunctionLibrary>& library, const OpSet* ops,
    const AttrReader& attrs, const std::vector<ArgInfo>* args = nullptr);

// The types of a function's arguments and results for one set of attributes, lists flattened.
Status FunctionTypes(const pb::FunctionDef& def, const AttrReader& attrs, std::vector<DType>* args,
                     std::vector<DType>* rets);

// Checks what can be checked without looking at ops: names present, valid and unique, every result
// and control result defined.
Status CheckFunctionDef(const pb::FunctionDef& def);

struct ToFunctionOptions {
  std::string name;
  // Appends "_" and a hash of the definition to the name.
  bool append_hash = false;
  // The nodes that make up the body; absent: all nodes but those that the inputs come from.
  std::optional<std::vector<const Node*>> body;
  // Any outputs in the graph; the function's arguments take their place.
  std::vector<Output> inputs;
  std::vector<Output> outputs;
  // Empty: made from the names of the nodes.
  std::vector<std::string> output_names;
  std::vector<const Node*> control_outputs;
  std::vector<std::string> control_output_names;
  std::string description;
};

// InvalidArgument if the body uses a tensor or control edge that is neither made in it nor an
// input. The result is not added to any library.
Result<pb::FunctionDef> GraphToFunction(const Graph& graph, const ToFunctionOptions& options);

// The nodes that `outputs` and `nodes` need, in the order of the graph; `inputs` cut the search.
// What a function body made from these outputs consists of.
std::vector<const Node*> NodesNeededFor(const Graph& graph, const std::vector<Output>& outputs,
                                        const std::vector<const Node*>& nodes,
                                        const std::vector<Output>& inputs);

}  // namespace hb

#endif  // HORNBEAM_CORE_GRAPH_FUNCTION_H_
