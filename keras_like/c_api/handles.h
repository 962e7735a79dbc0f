#ifndef KERAS_LIKE_C_API_HANDLES_H_
#define KERAS_LIKE_C_API_HANDLES_H_

#include <cstdlib>
#include <cstring>
#include <exception>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "hornbeam/keras.h"
#include "keras_like/engine/model.h"
#include "keras_like/engine/user_function.h"
#include "keras_like/training/trainer.h"

namespace hb::keras_like {

// Losses, metrics and optimizers that are functions of the user.
class UserFunctions : public CustomFunctions {
 public:
  void AddLoss(const std::string& name, std::shared_ptr<const UserFunction> function) {
    losses_[name] = std::move(function);
  }
  void AddOptimizer(const std::string& name, std::shared_ptr<const UserFunction> function) {
    optimizers_[name] = std::move(function);
  }
  bool empty() const { return losses_.empty() && optimizers_.empty(); }
  LossFunction Find(const std::string& name) const override;
  Result<std::shared_ptr<Optimizer>> MakeOptimizer(const std::string& name,
                                                   const Json& config) const override;

 private:
  std::map<std::string, std::shared_ptr<const UserFunction>> losses_, optimizers_;
};

// Logs as C sees them.
struct LogArrays {
  Logs logs;
  std::vector<const char*> names;
  std::vector<double> values;
  void Set(Logs new_logs);
};

void SetStatus(HB_Status* status, const Status& value);

// Runs a function that returns a Status; nothing escapes.
template <class F>
void Guard(HB_Status* status, F function) {
  try {
    SetStatus(status, function());
  } catch (const std::bad_alloc&) {
    HB_SetStatus(status, HB_RESOURCE_EXHAUSTED, "out of memory");
  } catch (const std::exception& error) {
    HB_SetStatus(status, HB_INTERNAL, error.what());
  } catch (...) {
    HB_SetStatus(status, HB_INTERNAL, "unknown exception");
  }
}

// As Guard, for functions that fill a pointer to return.
template <class T, class F>
T* Make(HB_Status* status, F function) {
  T* made = nullptr;
  Guard(status, [&]() -> Status {
    HB_ASSIGN_OR_RETURN(std::unique_ptr<T> result, function());
    made = result.release();
    return Status();
  });
  return made;
}

Result<Json> ParseConfig(const char* text, size_t length);
// JSON given as the argument `name`, which errors name.
Result<Json> ParseArgument(const char* name, const char* text);
Status WriteBuffer(const std::string& text, HB_Buffer* buffer);
Arrays ReadArrays(const HB_Arrays* arrays);

}  // namespace hb::keras_like

struct HB_Layer {
  std::shared_ptr<hb::keras_like::Layer> layer;
};

struct HB_Symbol {
  hb::keras_like::Symbol symbol;
};

struct HB_Model {
  std::shared_ptr<hb::keras_like::Program> program;
  std::shared_ptr<hb::keras_like::UserFunctions> custom =
      std::make_shared<hb::keras_like::UserFunctions>();
  hb::keras_like::LogArrays logs;

  hb::keras_like::Model& model() const { return *program->model(); }
};

struct HB_Trainer {
  std::unique_ptr<hb::keras_like::Trainer> trainer;
  hb::keras_like::LogArrays logs;
  std::vector<std::string> messages;
  std::vector<const char*> message_texts;
};

#endif  // KERAS_LIKE_C_API_HANDLES_H_
