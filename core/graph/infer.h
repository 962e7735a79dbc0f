// What a shape function sees and says.
#ifndef HORNBEAM_CORE_GRAPH_INFER_H_
#define HORNBEAM_CORE_GRAPH_INFER_H_

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/graph/attr.h"
#include "core/tensor/tensor.h"

namespace hb {

class FunctionLibrary;

// dtypes and shapes behind a resource or variant handle.
using HandleData = std::vector<std::pair<DType, Shape>>;

// One call of a shape function. The same function serves graph building (shapes and values partly
// known) and planning (shapes known, small values known): with everything known its outputs must
// be exact, and it must refuse whatever a kernel could not compute safely.
class InferCtx {
 public:
  struct Input {
    Shape shape;  // unknown rank when nothing is known
    DType dtype = DT_INVALID;
    const Tensor* value = nullptr;  // when the value is known
    std::optional<Shape> as_shape;  // the value read as a shape, when it is partly known
    const HandleData* handle = nullptr;
  };

  InferCtx(AttrReader attrs, const pb::OpDef* def, std::vector<Input> inputs, int num_outputs,
           const FunctionLibrary* functions = nullptr)
      : attrs_(attrs),
        def_(def),
        inputs_(std::move(inputs)),
        outputs_(static_cast<size_t>(num_outputs), Shape::UnknownRank()),
        handles_(static_cast<size_t>(num_outputs)),
        functions_(functions) {}

  const AttrReader& attrs() const { return attrs_; }
  const FunctionLibrary* functions() const { return functions_; }
  int num_inputs() const { return static_cast<int>(inputs_.size()); }
  int num_outputs() const { return static_cast<int>(outputs_.size()); }
  const Shape& input(int i) const { return inputs_[static_cast<size_t>(i)].shape; }
  DType input_dtype(int i) const { return inputs_[static_cast<size_t>(i)].dtype; }
  const Tensor* value(int i) const { return inputs_[static_cast<size_t>(i)].value; }
  // Inputs [first, last) of the input argument `name`, which may be a list.
  std::pair<int, int> InputRange(std::string_view name) const;

  void set_output(int i, Shape s) { outputs_[static_cast<size_t>(i)] = std::move(s); }
  const Shape& output(int i) const { return outputs_[static_cast<size_t>(i)]; }
  // The data behind input i, or null.
  const HandleData* input_handle(int i) const { return inputs_[static_cast<size_t>(i)].handle; }
  void set_output_handle(int i, HandleData h) { handles_[static_cast<size_t>(i)] = std::move(h); }
  const HandleData& output_handle(int i) const { return handles_[static_cast<size_t>(i)]; }

  // The input merged with an unknown shape of that rank; InvalidArgument if it has another rank.
  Result<Shape> WithRank(int i, int rank) const;
  Result<Shape> WithRankAtLeast(int i, int rank) const;
  Result<Shape> WithRankAtMost(int i, int rank) const;
  // The 1-D integer input i read as a shape: known, partly known, or of unknown rank. -1 stands
  // for an unknown dimension; other negative numbers are InvalidArgument.
  Result<Shape> ValueAsShape(int i) const;
  // The scalar integer input i (int32 or int64), if its value is known.
  std::optional<int64_t> ScalarValue(int i) const;
  // The 1-D or scalar integer input i as numbers, if its value is known.
  std::optional<std::vector<int64_t>> IntValues(int i) const;

 private:
  AttrReader attrs_;
  const pb::OpDef* def_;
  std::vector<Input> inputs_;
  std::vector<Shape> outputs_;
  std::vector<HandleData> handles_;
  const FunctionLibrary* functions_;
};

using ShapeFn = Status (*)(InferCtx&);

// a + b, a * b of dimensions, unknown if one is.
inline int64_t DimAdd(int64_t a, int64_t b) { return a < 0 || b < 0 ? -1 : a + b; }
inline int64_t DimMul(int64_t a, int64_t b) {
  if (a == 0 || b == 0) return 0;
  return a < 0 || b < 0 ? -1 : MultiplyOrMinus1(a, b);
}
// The dimension that both agree on, or InvalidArgument.
Result<int64_t> MergeDims(int64_t a, int64_t b);
// axis in [-rank, rank) made non-negative; InvalidArgument outside.
Result<int> CheckedAxis(int64_t axis, int rank);

// Shape functions that many ops share.
namespace shape_fn {
Status Unchanged(InferCtx& c);  // every output has the shape of input 0
Status Scalar(InferCtx& c);     // every output is a scalar
Status Unknown(InferCtx& c);    // outputs of unknown rank
Status NoOutputs(InferCtx& c);
Status BroadcastBinary(InferCtx& c);  // inputs 0 and 1 broadcast together
Status MergedInputs(InferCtx& c);     // all inputs have the same shape, which is the output's
}  // namespace shape_fn

}  // namespace hb

#endif  // HORNBEAM_CORE_GRAPH_INFER_H_
