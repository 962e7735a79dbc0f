// Shapes that values have whatever is fed, as far as they show without running shape functions.
#ifndef HORNBEAM_CORE_PASSES_KNOWN_SHAPES_H_
#define HORNBEAM_CORE_PASSES_KNOWN_SHAPES_H_

#include "core/passes/ir.h"

namespace hb {

// Of constants, of variables that declare one (they are taken at their word), and of elementwise
// arithmetic and reshaping of such values; of unknown rank else.
Shape KnownShape(const Ir& ir, const IrEdge& e);

// The number of columns or channels of the result of MatMul, Conv2D, DepthwiseConv2dNative and the
// ops that they are fused into, channels last; -1 if unknown.
int64_t ChannelsOf(const Ir& ir, const IrNode& n);

// Whether `images`, the result of a convolution, and `other` must have the same shape: their pixels
// come from the same value through convolutions with the same strides, and they have as many
// channels.
bool SameImages(const Ir& ir, const IrEdge& images, const IrEdge& other);

}  // namespace hb

#endif  // HORNBEAM_CORE_PASSES_KNOWN_SHAPES_H_
