// Functions: from their definitions to graphs and back.
#ifndef HORNBEAM_CORE_GRAPH_FUNCTION_H_
#define HORNBEAM_CORE_GRAPH_FUNCTION_H_

#include <memory>
#include <string>
#include <vector>

#include "core/graph/graph.h"

namespace hb {

// A function's body as a graph, with the caller's attributes put in.
struct FunctionBody {
  std::unique_ptr<Graph> graph;     // shares the library it came from
  std::vector<Node*> args;          // _Arg nodes, in order
  std::vector<Output> rets;         // what the _Retval nodes read, in order
  std::vector<Node*> control_rets;  // nodes that must run whenever the function is called
};

// The body of library function `name`, with placeholders such as $T replaced by `attrs`. NotFound
// if there is no such function.
Result<std::shared_ptr<const FunctionBody>> InstantiateFunction(
    const std::shared_ptr<FunctionLibrary>& library, const OpSet* ops, const std::string& name,
    const AttrReader& attrs);

}  // namespace hb

#endif  // HORNBEAM_CORE_GRAPH_FUNCTION_H_
