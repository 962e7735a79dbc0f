// What one request for gradients shares between the graph it starts in and the bodies of the
// functions it goes through.
#ifndef HORNBEAM_CORE_AUTODIFF_CONTEXT_H_
#define HORNBEAM_CORE_AUTODIFF_CONTEXT_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/autodiff/loops.h"
#include "core/autodiff/node_grad.h"
#include "core/graph/function.h"

namespace hb::autodiff {

// Functions that call functions deeper than this are refused.
inline constexpr int kMaxFunctionDepth = 128;

// A gradient function of a call, by what was asked of it.
struct CallGradient {
  std::string name;
  bool done = false;
  bool used_inside = false;  // by a call inside of itself
  bool stateful = false;
  // Which of the wanted gradients there are, and the types of all.
  std::vector<bool> has_dx;
  std::vector<DType> dx_types;
  // The function that gives what the gradient needs after its own results; empty if it needs
  // nothing.
  std::string forward;
  std::vector<DType> extra_types;
};

// A loop whose body is being differentiated.
struct OpenLoop {
  const Graph* graph;
  std::string frame, gradient_frame;
  // The count of the iteration that begins; what it waits for before the next one begins.
  Node *forward_index, *forward_sync;
  Node* gradient_sync;
};

class Context {
 public:
  // `root` may be null when only functions are made.
  Context(Graph* root, std::shared_ptr<FunctionLibrary> library, const OpSet* ops,
          const std::vector<Output>& stop);

  // The core of AddGradients, for the root graph and for bodies. New nodes go under `scope`. With
  // a `loop`, for the body of that loop, which begins at xs and ends at ys.
  Status Differentiate(Graph* graph, const std::string& scope, const std::vector<Output>& ys,
                       const std::vector<Output>& xs, const std::vector<Output>& dys,
                       std::vector<Output>* dxs, const Loop* loop = nullptr);
  // The loops of a graph that is being differentiated, as it was when that began.
  Loops& LoopsOf(const Graph& graph);
  // From the outermost to the innermost.
  std::vector<OpenLoop>& open_loops() { return open_loops_; }
  // Graph::ExtendNode, remembered for Undo.
  Status Extend(Node* n, const Attrs& attrs, const std::vector<Output>& inputs);
  // A function name that nobody has, now or later.
  std::string NewName(const std::string& base);
  Status AddFunction(pb::FunctionDef def);
  // Takes back what was done to the root graph and its library.
  void Undo();

  const std::shared_ptr<FunctionLibrary>& library() const { return library_; }
  const OpSet* ops() const { return ops_; }
  Graph* root() const { return root_; }
  const std::set<Output>& stop() const { return stop_; }
  std::map<std::string, CallGradient>& calls() { return calls_; }

 private:
  struct Extended {
    Node* node;
    AttrReader::Map attrs;
    int num_inputs, num_outputs;
  };
  Graph* root_;
  std::shared_ptr<FunctionLibrary> library_;
  const OpSet* ops_;
  int root_nodes_;
  int depth_ = 0;
  std::set<Output> stop_;
  std::vector<Extended> extended_;
  std::vector<std::string> functions_;
  std::set<std::string> names_;
  std::map<std::string, CallGradient> calls_;
  std::map<const Graph*, std::unique_ptr<Loops>> loops_;
  std::vector<OpenLoop> open_loops_;
};

// Gradients of ops that need to see functions or deadness. They report errors through the Grad's
// status. Null for any other op.
using StructuralGradFn = void (*)(Context& context, NodeGrad& g);
StructuralGradFn FindStructuralGradient(const Node& node);

void CallGrad(Context& context, NodeGrad& g);
void SymbolicGradientGrad(Context& context, NodeGrad& g);
void IfGrad(Context& context, NodeGrad& g);
void WhileGrad(Context& context, NodeGrad& g);
void SwitchGrad(Context& context, NodeGrad& g);
void MergeGrad(Context& context, NodeGrad& g);

}  // namespace hb::autodiff

#endif  // HORNBEAM_CORE_AUTODIFF_CONTEXT_H_
