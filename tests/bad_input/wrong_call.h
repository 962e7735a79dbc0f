// A call of an op with inputs and attributes drawn at random from what is wrong, or nearly right.
#ifndef HORNBEAM_TESTS_BAD_INPUT_WRONG_CALL_H_
#define HORNBEAM_TESTS_BAD_INPUT_WRONG_CALL_H_

#include <random>
#include <string>
#include <vector>

#include "core/graph/builder.h"
#include "core/kernel/registry.h"

namespace hb::bad_input {

// Builds a graph with one node of the op, named "victim", and what it needs before it.
class WrongCall {
 public:
  // Numbers that say everything about a call: one for what holds for all of it, one for each
  // attribute, one for each argument.
  using Seeds = std::vector<uint32_t>;
  static size_t NumSeeds(const OpInfo& op) {
    return static_cast<size_t>(1 + op.def.attr_size() + op.def.input_arg_size());
  }
  // `kernels` are those of the op.
  WrongCall(const OpInfo& op, const std::vector<KernelRegistry::Entry>& kernels, Seeds seeds);

  // Adds everything to the graph. An error is that of the victim, or of the attributes drawn.
  Status Build();

  const std::shared_ptr<Graph>& graph() const { return graph_; }
  Node* victim() const { return victim_; }
  const std::vector<Output>& feeds() const { return feeds_; }
  std::vector<Tensor>& values() { return values_; }
  // To be run first; may be empty.
  const std::vector<const Node*>& initializers() const { return initializers_; }
  // The call in words, to find a failure again.
  const std::string& text() const { return text_; }

 private:
  bool Chance(int percent) { return static_cast<int>(random_() % 100) < percent; }
  template <typename T>
  const T& Pick(const std::vector<T>& list) {
    return list[random_() % list.size()];
  }
  Status DrawAttrs();
  bool DrawAttr(const pb::OpDef::AttrDef& def, pb::AttrValue* value);
  void DrawList(const pb::OpDef::AttrDef& def, pb::AttrValue::ListValue* list);
  DType DrawType(const pb::OpDef::AttrDef& def);
  int64_t DrawInt();
  std::string DrawString();
  Shape DrawShape();
  Tensor DrawTensor(DType dtype, const Shape& shape);
  void FillInts(const Tensor& t);
  Output DrawInput(DType dtype);
  Output Deliver(Tensor value);
  Output DrawResource();
  Output DrawVariant();
  Output DrawReference(DType dtype);
  int ResourceKind();
  Output Resource(int kind, DType dtype, const Tensor& value);

  const OpInfo& op_;
  const std::vector<KernelRegistry::Entry>& kernels_;
  const Seeds seeds_;
  std::minstd_rand random_;
  std::shared_ptr<Graph> graph_ = std::make_shared<Graph>();
  Builder b_{graph_.get()};
  AttrReader::Map attrs_;
  Node* victim_ = nullptr;
  std::vector<Output> feeds_;
  std::vector<Tensor> values_;
  std::vector<const Node*> initializers_;
  Shape common_;       // many inputs have it
  bool small_ = true;  // integers are likely indices
  std::string text_;
};

}  // namespace hb::bad_input

#endif  // HORNBEAM_TESTS_BAD_INPUT_WRONG_CALL_H_
