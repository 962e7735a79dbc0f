// Building graphs in C++: gradients, graph rewrites and tests use it.
#ifndef HORNBEAM_CORE_GRAPH_BUILDER_H_
#define HORNBEAM_CORE_GRAPH_BUILDER_H_

#include <initializer_list>
#include <string>
#include <vector>

#include "core/graph/graph.h"

namespace hb {

// One argument of an op: a tensor, or a list of tensors.
struct In {
  std::vector<Output> outputs;
  bool list = false;
  In(Output o) : outputs{o} {}                                      // NOLINT: converts
  In(Node* n) : outputs{Output(n)} {}                               // NOLINT: converts
  In(std::vector<Output> l) : outputs(std::move(l)), list(true) {}  // NOLINT: converts
};

// Adds nodes under a name scope. The first error stays: later calls do nothing and return an empty
// Output, so that a caller checks status() once.
class Builder {
 public:
  explicit Builder(Graph* graph, std::string scope = "") : graph_(graph), scope_(scope) {}
  virtual ~Builder() = default;

  Graph* graph() const { return graph_; }
  const Status& status() const { return status_; }
  bool ok() const { return status_.ok(); }
  void Fail(Status s) { status_.Update(std::move(s)); }

  // Output 0 of a new node, named after the op unless `name` is given.
  Output Op(std::string_view op, std::initializer_list<In> inputs, const Attrs& attrs = {},
            std::string_view name = "");
  // The new node, for ops with several outputs or none; null after an error.
  Node* NodeOf(std::string_view op, const std::vector<In>& inputs, const Attrs& attrs = {},
               std::string_view name = "");

  Output Const(const Tensor& value, std::string_view name = "");
  template <typename T>
  Output Scalar(T value) {
    return Const(Tensor::Scalar<T>(value));
  }
  // A scalar of the given dtype, converted from a double (complex, floating or integer).
  Output ScalarOf(DType dtype, double value);
  template <typename T>
  Output Vector(const std::vector<T>& values) {
    return Const(Tensor::Vector<T>(values));
  }
  Output Placeholder(DType dtype, const Shape& shape, std::string_view name = "");

  // Nodes added from here on run after these.
  void set_control_inputs(std::vector<Node*> nodes) { controls_ = std::move(nodes); }
  void set_device(std::string device) { device_ = std::move(device); }
  const std::string& scope() const { return scope_; }
  void set_scope(std::string s) { scope_ = std::move(s); }

 private:
  Graph* graph_;
  std::string scope_, device_;
  std::vector<Node*> controls_;
  Status status_;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_GRAPH_BUILDER_H_
