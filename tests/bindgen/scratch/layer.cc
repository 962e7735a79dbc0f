// A layer for a scratch copy of the library (tests/bindgen/scratch_copy.sh).
#include "keras_like/builtin.h"
#include "keras_like/layers/elementwise.h"

namespace hb::keras_like {
namespace {

class ScratchShift : public SameShape {
 public:
  using SameShape::SameShape;

 protected:
  Status Build(const Specs& inputs) override {
    HB_ASSIGN_OR_RETURN(shift_, AddWeight("shift", {inputs[0].dims.back()}, "shift"));
    return Status();
  }
  OutputList Call(Trace& trace, const OutputList& inputs) override {
    return {inputs[0] * GetReal("factor") + trace.Read(*shift_)};
  }

 private:
  std::shared_ptr<Weight> shift_;
};

}  // namespace

void AddScratch(Registry& r) {
  AddLayer<ScratchShift>(r, "core", "ScratchShift", "A factor times the input, plus a weight.",
                         {Required(Real("factor", 1.0, "Multiplies the input.")),
                          InitializerParam("shift_initializer", "Zeros")});
}

}  // namespace hb::keras_like
