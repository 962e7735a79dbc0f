// An op for a scratch copy of the library (tests/bindgen/scratch_copy.sh).
#include "core/ops/math/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "scratch";

}  // namespace

void DefineScratchOps(OpSet& ops) {
  OP("ScratchAffine")
      .In("x: T")
      .Out("y: T")
      .Attr("T: {float, double}")
      .Attr("factor: float = 2.0")
      .Attr("offset: float = 1.0")
      .Method("scratch_affine")
      .Doc("`factor` times x, plus `offset`.")
      .Shape(shape_fn::Unchanged)
      .Gradient([](Grad& g) {
        const float factor = g.attrs().Float("factor");
        g.Return(0, g.Op("ScratchAffine", {g.dy(0)}, {{"factor", factor}, {"offset", 0.0f}}));
      });
}

}  // namespace hb
