// Boxes within a tensor: the pieces of partitioned variables.
#ifndef HORNBEAM_CORE_IO_TENSOR_SLICE_H_
#define HORNBEAM_CORE_IO_TENSOR_SLICE_H_

#include <string>
#include <string_view>
#include <vector>

#include "core/base/status.h"
#include "core/proto/tensor_bundle.pb.h"
#include "core/tensor/tensor.h"

namespace hb {

// One extent a dimension; length kFull is the whole dimension (start is 0 then).
class TensorSlice {
 public:
  static constexpr int64_t kFull = -1;
  struct Extent {
    int64_t start = 0;
    int64_t length = kFull;
    bool operator==(const Extent&) const = default;
  };

  TensorSlice() = default;
  explicit TensorSlice(int rank) : extents_(static_cast<size_t>(rank)) {}
  // "0,2:-": two rows from the first on, all columns. InvalidArgument otherwise.
  static Result<TensorSlice> Parse(std::string_view text);
  static Result<TensorSlice> FromProto(const hornbeam::TensorSliceProto& proto);
  void ToProto(hornbeam::TensorSliceProto* proto) const;
  std::string ToString() const;

  int rank() const { return static_cast<int>(extents_.size()); }
  const Extent& operator[](int d) const { return extents_[static_cast<size_t>(d)]; }
  bool IsFull() const;
  // The same slice with every length known, checked to lie within the full shape `shape`.
  Result<TensorSlice> Within(const Shape& shape) const;
  // The shape of a slice whose lengths are known.
  Shape ShapeOfLengths() const;
  // What both slices have in common, both with known lengths; false if nothing.
  bool Intersect(const TensorSlice& other, TensorSlice* common) const;

  // The key under which a bundle stores this slice of the tensor `name`. Slices sort behind each
  // other and before all names.
  std::string KeyFor(std::string_view name) const;

 private:
  std::vector<Extent> extents_;
};

// An element of the shape_and_slices input of SaveV2 and RestoreV2: "" for a whole tensor, or the
// full shape and a slice of it, "4 5 0,2:-".
struct ShapeAndSlice {
  bool whole = true;
  Shape shape;
  TensorSlice slice;  // lengths known
  static Result<ShapeAndSlice> Parse(std::string_view text);
};

// Copies the elements that `from`, which holds the slice `from_slice` of a tensor, and `to`, which
// holds `to_slice` of the same tensor, have in common. Lengths are known and agree with the shapes.
void CopyCommonElements(const Tensor& from, const TensorSlice& from_slice, const Tensor& to,
                        const TensorSlice& to_slice);

}  // namespace hb

#endif  // HORNBEAM_CORE_IO_TENSOR_SLICE_H_
