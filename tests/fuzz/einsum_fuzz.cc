#include "core/tensor/einsum.h"
#include "tests/fuzz/folder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  for (int operands = 1; operands <= 2; ++operands) {
    const auto equation = hb::EinsumEquation::Parse(hb::FuzzInput(data, size), operands);
    if (!equation.ok()) continue;
    for (int rank = 0; rank < 5; ++rank) {
      hb::Shape shape;
      for (int d = 0; d < rank; ++d) shape.Append(d + 1);
      const std::vector<hb::Shape> shapes(static_cast<size_t>(operands), shape);
      const auto dims = hb::EinsumDims::Infer(*equation, shapes);
      if (dims.ok()) static_cast<void>(dims->Of(equation->output));
    }
  }
  return 0;
}
