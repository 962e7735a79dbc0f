// Tensors and shapes to and from their protocol buffers.
#ifndef HORNBEAM_CORE_GRAPH_TENSOR_PROTO_H_
#define HORNBEAM_CORE_GRAPH_TENSOR_PROTO_H_

#include "core/graph/proto.h"
#include "core/tensor/tensor.h"

namespace hb {

// Checks everything: sizes against contents before memory is allocated. Values may come as
// tensor_content or as repeated fields, of which the last is repeated to fill the shape.
Result<Tensor> TensorFromProto(const pb::TensorProto& proto);
// Numbers go to tensor_content, strings to string_val. Resources and variants are refused.
Status TensorToProto(const Tensor& t, pb::TensorProto* proto);

// Unknown ranks and dimensions are kept. InvalidArgument for negative sizes other than -1.
Result<Shape> ShapeFromProto(const pb::TensorShapeProto& proto);
void ShapeToProto(const Shape& shape, pb::TensorShapeProto* proto);

}  // namespace hb

#endif  // HORNBEAM_CORE_GRAPH_TENSOR_PROTO_H_
