// What the files of the extension share: statuses as exceptions, handles, tensors.
#ifndef HORNBEAM_PYTHON_COMMON_H_
#define HORNBEAM_PYTHON_COMMON_H_

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <string>
#include <vector>

#include "hornbeam/c_api.h"

namespace hbpy {

namespace py = pybind11;

// A status of the C interface. Check() raises the Python exception of its code.
class Status {
 public:
  Status() : handle_(HB_NewStatus()) {}
  ~Status() { HB_DeleteStatus(handle_); }
  Status(const Status&) = delete;
  Status& operator=(const Status&) = delete;
  operator HB_Status*() { return handle_; }  // NOLINT: passed on to C
  void Check();

 private:
  HB_Status* handle_;
};

// Raises the exception class of an error code, kept in hornbeam.errors.
[[noreturn]] void Raise(int code, const std::string& message);

struct TensorDeleter {
  void operator()(HB_Tensor* t) const { HB_DeleteTensor(t); }
};
using TensorPtr = std::unique_ptr<HB_Tensor, TensorDeleter>;

struct BufferDeleter {
  void operator()(HB_Buffer* b) const { HB_DeleteBuffer(b); }
};
using BufferPtr = std::unique_ptr<HB_Buffer, BufferDeleter>;
py::bytes BytesOf(const HB_Buffer* b);

// A NumPy array (or anything that becomes one) as a tensor. Contiguous numbers are not copied; the
// array is kept until the tensor is gone.
TensorPtr ToTensor(py::handle value, int dtype);
// A tensor over the memory of an array that a result is written into; `what` is its name in errors.
TensorPtr ToOutput(py::handle array, int dtype, const std::string& what);
// The tensor as a NumPy array that owns it: numbers are not copied, strings become bytes objects.
py::object ToArray(TensorPtr tensor);

// An array whose elements are on the stack when they are few.
template <typename T>
class Few {
 public:
  explicit Few(size_t size) {
    if (size > std::size(few_)) many_ = std::make_unique<T[]>(size);
  }
  T& operator[](size_t i) { return data()[i]; }
  T* data() { return many_ == nullptr ? few_ : many_.get(); }

 private:
  T few_[8] = {};
  std::unique_ptr<T[]> many_;
};

void DefineTensors(py::module_& m);
void DefineGraphs(py::module_& m);
void DefineSessions(py::module_& m);
void DefineKeras(py::module_& m);

// Graphs are shared by their sessions and operations.
struct Graph {
  HB_Graph* handle;
  bool owned;
  explicit Graph(HB_Graph* h, bool own = true) : handle(h), owned(own) {}
  ~Graph() {
    if (owned) HB_DeleteGraph(handle);
  }
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;
};
using GraphPtr = std::shared_ptr<Graph>;

// An operation; valid as long as it keeps its graph.
struct Operation {
  GraphPtr graph;
  HB_Operation* handle;
};

// (operation, output number) as Python passes it.
using OutputPair = std::pair<Operation*, int>;
std::vector<HB_Output> ToOutputs(const std::vector<OutputPair>& pairs);

}  // namespace hbpy

#endif  // HORNBEAM_PYTHON_COMMON_H_
