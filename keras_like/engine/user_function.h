#ifndef KERAS_LIKE_ENGINE_USER_FUNCTION_H_
#define KERAS_LIKE_ENGINE_USER_FUNCTION_H_

#include <functional>
#include <string>

#include "hornbeam/cpp/graph.h"
#include "hornbeam/keras/trace.h"
#include "keras_like/engine/base.h"
#include "keras_like/engine/json.h"

namespace hb::keras_like {

// A function of the user that builds a part of a graph; calls its release when the last owner is
// gone.
class UserFunction {
 public:
  UserFunction(HB_TraceFn fn, void* user, HB_ReleaseFn release)
      : fn_(fn), user_(user), release_(release) {}
  ~UserFunction() {
    if (release_ != nullptr) release_(user_);
  }
  UserFunction(const UserFunction&) = delete;
  UserFunction& operator=(const UserFunction&) = delete;

  // What the function may ask for while it runs.
  struct Hooks {
    // The value of a weight, which is made if need be; a null initializer leaves the choice to
    // what is being traced.
    std::function<Result<Output>(const std::string& name, const Dims& dims, DataType dtype,
                                 const Json& initializer, bool trainable)>
        add_weight;
    // Gives a weight a new value with each training step.
    std::function<Status(const std::string& name, const Output& value)> update_weight;
  };
  // For functions that have no weights; `what` says what can't have any.
  static Hooks NoWeights(const std::string& what);

  // Builds outputs in a scope. Errors stay in the scope.
  OutputList Trace(const Scope& scope, bool training, const OutputList& inputs, int noutputs,
                   const Hooks& hooks) const;

 private:
  HB_TraceFn fn_;
  void* user_;
  HB_ReleaseFn release_;
};

}  // namespace hb::keras_like

// What a trace is made of; the handle of the C interface.
struct HB_Trace {
  hb::Scope scope;
  bool training;
  hb::keras_like::UserFunction::Hooks hooks;
};

#endif  // KERAS_LIKE_ENGINE_USER_FUNCTION_H_
