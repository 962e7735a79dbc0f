#ifndef KERAS_LIKE_OPTIMIZERS_TRACED_H_
#define KERAS_LIKE_OPTIMIZERS_TRACED_H_

#include <memory>
#include <string>

#include "keras_like/engine/user_function.h"
#include "keras_like/optimizers/optimizer.h"

namespace hb::keras_like {

// An optimizer whose update of a variable is a function of the user, of the value, the gradient,
// the learning rate and the number of the update; it gives the new value.
class TracedOptimizer : public Optimizer {
 public:
  // The config is checked against the parameters that all optimizers have.
  static Result<std::shared_ptr<Optimizer>> New(const std::string& class_name, const Json& config,
                                                std::shared_ptr<const UserFunction> function);

 protected:
  void Update(Step& step, const Variable& variable, const Output& gradient) override;

 private:
  TracedOptimizer(Json config, std::shared_ptr<const UserFunction> function)
      : Optimizer(std::move(config)), function_(std::move(function)) {}

  std::shared_ptr<const UserFunction> function_;
};

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_OPTIMIZERS_TRACED_H_
