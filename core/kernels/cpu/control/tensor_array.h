// The object behind the handles of the TensorArray ops.
#ifndef HORNBEAM_CORE_KERNELS_CPU_CONTROL_TENSOR_ARRAY_H_
#define HORNBEAM_CORE_KERNELS_CPU_CONTROL_TENSOR_ARRAY_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/status.h"
#include "core/tensor/resource.h"
#include "core/tensor/tensor.h"

namespace hb {

// An array of tensors of one dtype. Each element is written once; an array of gradients adds up
// what is written. Thread-safe.
class TensorArray : public Resource {
 public:
  struct Options {
    DType dtype = DT_INVALID;
    Shape element_shape = Shape::UnknownRank();
    bool grows = false;             // writes beyond the end make it longer
    bool clear_after_read = false;  // an element is read once
    bool same_shapes = false;       // the first element fixes the shape of all
    bool adds = false;              // writes are added up
  };
  // Arrays of more elements are refused.
  static constexpr int64_t kMaxElements = int64_t{1} << 23;

  TensorArray(std::string name, Options options, int64_t size)
      : name_(std::move(name)), o_(std::move(options)), elements_(static_cast<size_t>(size)) {}
  const char* TypeName() const override { return "TensorArray"; }
  DType dtype() const { return o_.dtype; }

  Status Write(int64_t index, Tensor value);
  // The element, or zeros where nothing was written and the shape is known.
  Result<Tensor> Read(int64_t index);
  // Several elements at once: all or none is changed by a failing check of the range.
  Status WriteRows(const std::vector<int64_t>& indices, const std::vector<Tensor>& values);
  Result<std::vector<Tensor>> ReadAll(const std::vector<int64_t>& indices);
  Result<int64_t> Size();
  // The shape that all elements fit, as far as it is known.
  Shape ElementShape();
  // Frees the elements; everything after it fails.
  void Close();
  // The array of gradients for `source`, made at the first call: as long as this one, which can't
  // grow any more. Its elements have the shapes of those that were written here, behind `prefix`.
  Result<Ref<TensorArray>> Gradient(const std::string& source, const Shape& prefix);

 private:
  struct Element {
    Tensor value;  // not valid: nothing was written, or it was cleared
    // Of what was cleared, or of the zeros that an element reads as when nobody wrote it.
    std::unique_ptr<Shape> shape;
    bool written = false, read = false, cleared = false;
  };
  Status CheckOpen() const;
  Status WriteLocked(int64_t index, Tensor value);
  Result<Tensor> ReadLocked(int64_t index);

  const std::string name_;
  std::mutex mu_;
  Options o_;
  std::vector<Element> elements_;
  bool closed_ = false, added_twice_ = false;
  std::map<std::string, Ref<TensorArray>> gradients_;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNELS_CPU_CONTROL_TENSOR_ARRAY_H_
