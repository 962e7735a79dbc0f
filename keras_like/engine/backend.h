#ifndef KERAS_LIKE_ENGINE_BACKEND_H_
#define KERAS_LIKE_ENGINE_BACKEND_H_

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "hornbeam/cpp/gen/state_ops.h"
#include "hornbeam/cpp/session.h"
#include "keras_like/engine/base.h"

namespace hb::keras_like {

// A variable in a backend's graph, with the ops that carry its value in and out.
class Variable {
 public:
  Variable(const Scope& scope, const std::string& name, DataType dtype, Dims dims);

  const std::string& name() const { return name_; }
  DataType dtype() const { return dtype_; }
  const Dims& dims() const { return dims_; }
  const Output& handle() const { return handle_; }

  Output Read(const Scope& scope) const;
  Operation Assign(const Scope& scope, const Output& value) const;
  Operation Add(const Scope& scope, const Output& value) const;
  Operation Subtract(const Scope& scope, const Output& value) const;

 private:
  friend class Backend;
  std::string name_;
  DataType dtype_;
  Dims dims_;
  Output handle_, feed_, fetch_;
  Operation assign_;
};

// A graph and its session: where the weights of one or more models live.
class Backend {
 public:
  // With `file_root` ops may touch files in that folder only.
  static Result<std::shared_ptr<Backend>> New(const std::string& file_root = "");
  const std::string& file_root() const { return file_root_; }

  const Scope& scope() const { return scope_; }
  const Session& session() const { return session_; }

  // Adds a variable without a value. The name is made unique.
  Result<std::shared_ptr<Variable>> NewVariable(const std::string& name, DataType dtype,
                                                const Dims& dims);
  Status Set(std::span<const std::pair<const Variable*, const Tensor*>> values);
  Result<std::vector<Tensor>> Get(std::span<const Variable* const> variables);

 private:
  Backend(Graph graph, Session session, std::string file_root)
      : file_root_(std::move(file_root)), scope_(graph), session_(std::move(session)) {}

  std::string file_root_;
  Scope scope_;
  Session session_;
};

// The elements of a tensor of numbers, as doubles.
Result<std::vector<double>> ToDoubles(const Tensor& tensor);
// A tensor of the type whose elements are all `value`.
Result<Tensor> Filled(DataType dtype, const Dims& dims, double value);

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_ENGINE_BACKEND_H_
