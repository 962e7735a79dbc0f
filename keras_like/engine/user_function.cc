#include "keras_like/engine/user_function.h"

namespace hb::keras_like {

UserFunction::Hooks UserFunction::NoWeights(const std::string& what) {
  return {[what](const std::string&, const Dims&, DataType, const Json&, bool) -> Result<Output> {
            return InvalidArgument(what + " can't have weights");
          },
          [what](const std::string&, const Output&) {
            return InvalidArgument(what + " can't have weights");
          }};
}

OutputList UserFunction::Trace(const Scope& scope, bool training, const OutputList& inputs,
                               int noutputs, const Hooks& hooks) const {
  if (!scope.ok()) return OutputList(noutputs);
  HB_Trace trace{scope, training, hooks};
  std::vector<HB_Output> in, out(noutputs, HB_Output{nullptr, 0});
  for (const Output& input : inputs) in.push_back(input.handle());
  CStatus status;
  fn_(user_, &trace, in.data(), static_cast<int>(in.size()), out.data(), noutputs, status.get());
  scope.Update(status.Take());
  OutputList outputs;
  for (const HB_Output& output : out) {
    if (status.ok() && output.oper == nullptr) {
      scope.Update(InvalidArgument("the traced function left an output empty"));
    }
    outputs.emplace_back(scope, output);
  }
  return outputs;
}

}  // namespace hb::keras_like
