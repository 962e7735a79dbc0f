#include "keras_like/losses/functions.h"

#include <string>

#include "keras_like/engine/arrange.h"

namespace hb::keras_like {

void SameRank(Output* a, Output* b) {
  const std::optional<Dims> x = a->shape(), y = b->shape();
  if (!x || !y) return;
  if (x->size() == y->size() + 1 && x->back() == 1) {
    if (y->size() == 1) {
      *b = ExpandDims(*b, -1);
    } else {
      *a = Squeeze(*a, -1);
    }
  } else if (y->size() == x->size() + 1 && y->back() == 1) {
    if (x->size() == 1) {
      *a = ExpandDims(*a, -1);
    } else {
      *b = Squeeze(*b, -1);
    }
  }
}

Output LogitsOf(const Output& y, const char* op) {
  if (y.operation().type() != op) return Output();
  return Output(y.scope(), HB_OperationInput(HB_Input{y.operation().handle, 0}));
}

void AddLoss(Registry& registry, const char* name, const char* snake_name, const char* doc,
             std::vector<Param> params, std::function<LossFunction(const Json&)> make,
             std::vector<std::string> aliases, const std::vector<std::string>& order) {
  params.push_back(Choice("reduction", "sum_over_batch_size",
                          {"sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none"},
                          "How the values of a batch become one.")
                       .Null());
  params.push_back(Text("name", snake_name, "Name of the loss."));
  params.push_back(Any("dtype", nullptr, "Type that it is computed in; null for float32."));
  Arrange(&params, order);
  registry.Add({.kind = ObjectKind::kLoss,
                .name = name,
                .doc = doc,
                .params = std::move(params),
                .aliases = std::move(aliases),
                .make = [make](const Json& config) { return std::any(make(config)); }});
}

}  // namespace hb::keras_like
