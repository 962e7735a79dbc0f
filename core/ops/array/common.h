// Helpers that op declarations share: reading index inputs in shape functions, and small graph
// fragments of gradients.
#ifndef HORNBEAM_CORE_OPS_ARRAY_COMMON_H_
#define HORNBEAM_CORE_OPS_ARRAY_COMMON_H_

#include <optional>
#include <vector>

#include "core/graph/grad.h"
#include "core/graph/op.h"

namespace hb::op_util {

// Sets output i; InvalidArgument if the number of elements doesn't fit int64.
Status SetChecked(InferCtx& c, int i, const Shape& s);
// The scalar or 1-D input i of any signed or unsigned integer dtype, if its value is known.
std::optional<std::vector<int64_t>> IndexValues(const InferCtx& c, int i);
// The same for one scalar (or one-element) input.
std::optional<int64_t> IndexValue(const InferCtx& c, int i);
// The scalar input i as an axis in [-rank, rank), made non-negative; -1 if its value isn't known.
Result<int> AxisValue(const InferCtx& c, int i, int rank);
// InvalidArgument unless input i can be a scalar, or a vector.
Status CheckScalar(const InferCtx& c, int i);
Status CheckVector(const InferCtx& c, int i);
// A shape of `rank` dimensions; -1 gives an unknown rank.
Shape Unknown(int rank);

// The shape of x as a vector: a constant if it is known, else a Shape node.
Output ShapeOf(Grad& g, Output x, DType dtype = DT_INT32);
// x in the shape of `like`.
Output ReshapeLike(Grad& g, Output x, Output like);
Output ZerosLike(Grad& g, Output x);
// Vectors of int32.
Output Ints(Grad& g, const std::vector<int32_t>& values);
// The value of a Const, as integers.
std::optional<std::vector<int64_t>> KnownInts(Output o);

// Gradient of ops that hand input 0 on unchanged.
void PassThrough(Grad& g);

}  // namespace hb::op_util

#endif  // HORNBEAM_CORE_OPS_ARRAY_COMMON_H_
