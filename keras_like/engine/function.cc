#include "keras_like/engine/function.h"

#include "hornbeam/cpp/gen/control_ops.h"

namespace hb::keras_like {
namespace {

OutputList Slice(const OutputList& list, size_t begin, size_t end) {
  return OutputList(list.begin() + static_cast<std::ptrdiff_t>(begin),
                    list.begin() + static_cast<std::ptrdiff_t>(end));
}

void Append(const OutputList& more, OutputList* list) {
  list->insert(list->end(), more.begin(), more.end());
}

Result<OutputList> MakeLoop(const Scope& scope, const OutputList& variables, size_t states,
                            const LoopBody& body) {
  const Scope condition{Graph()}, turn{Graph()};
  const OutputList c = PlaceholdersLike(condition, variables, variables.size());
  const OutputList b = PlaceholdersLike(turn, variables, variables.size());
  HB_ASSIGN_OR_RETURN(const FunctionPtr cond,
                      MakeFunction(condition, "loop_cond", c, {ops::Less(condition, c[0], c[1])}));
  const OutputList constants = Slice(b, 2 + states, b.size());
  OutputList next = {b[0] + 1, b[1]};
  Append(body(b[0], Slice(b, 2, 2 + states), constants), &next);
  Append(constants, &next);
  HB_ASSIGN_OR_RETURN(const FunctionPtr step, MakeFunction(turn, "loop_body", b, next));
  HB_RETURN_IF_ERROR(AddFunction(scope, cond.get()));
  HB_RETURN_IF_ERROR(AddWithCallees(scope, turn, step.get()));
  return ops::StatelessWhile(scope.Named("loop"), variables, HB_FunctionName(cond.get()),
                             HB_FunctionName(step.get()));
}

}  // namespace

OutputList PlaceholdersLike(const Scope& scope, const OutputList& tensors, size_t count) {
  OutputList out;
  for (size_t i = 0; i < count; ++i) {
    const std::optional<Dims> dims = tensors[i].shape();
    out.push_back(ops::Placeholder(scope, tensors[i].dtype(), {.shape = dims}));
    if (dims) out.back().SetShape(*dims);
  }
  return out;
}

Result<FunctionPtr> MakeFunction(const Scope& scope, const std::string& name,
                                 const OutputList& arguments, const OutputList& results,
                                 const std::vector<Operation>& operations) {
  std::vector<HB_Output> in, out;
  std::vector<const HB_Operation*> always;
  for (const Output& x : arguments) in.push_back(x.handle());
  for (const Output& y : results) out.push_back(Identity(y.In(scope)).handle());
  for (const Operation& operation : operations) always.push_back(operation.handle);
  HB_RETURN_IF_ERROR(scope.status());
  CStatus status;
  FunctionPtr function(
      HB_GraphToFunctionWithControlOutputs(
          scope.graph_handle(), name.c_str(), 1, -1, nullptr, static_cast<int>(in.size()),
          in.data(), static_cast<int>(out.size()), out.data(), nullptr,
          static_cast<int>(always.size()), always.data(), nullptr, nullptr, nullptr, status.get()),
      &HB_DeleteFunction);
  if (!status.ok()) return status.Take();
  return function;
}

Status AddFunction(const Scope& scope, HB_Function* function) {
  CStatus status;
  HB_GraphCopyFunction(scope.graph_handle(), function, nullptr, status.get());
  return status.Take();
}

Status AddWithCallees(const Scope& scope, const Scope& from, HB_Function* function) {
  CStatus status;
  const int count = HB_GraphNumFunctions(from.graph_handle());
  std::vector<HB_Function*> callees(static_cast<size_t>(count));
  HB_GraphGetFunctions(from.graph_handle(), callees.data(), count, status.get());
  for (HB_Function* callee : callees) {
    if (callee == nullptr) continue;
    const Status added = AddFunction(scope, callee);
    HB_DeleteFunction(callee);
    HB_RETURN_IF_ERROR(added);
  }
  return AddFunction(scope, function);
}

OutputList Loop(const Scope& scope, const Output& count, const OutputList& state,
                const OutputList& constants, const LoopBody& body) {
  const OutputList none(state.size());
  if (!scope.ok()) return none;
  OutputList variables = {Input(0).Resolve(scope, HB_INT32), count};
  Append(state, &variables);
  Append(constants, &variables);
  Result<OutputList> results = MakeLoop(scope, variables, state.size(), body);
  if (results.ok() && scope.ok()) return Slice(*results, 2, 2 + state.size());
  scope.Update(results.status());
  return none;
}

}  // namespace hb::keras_like
