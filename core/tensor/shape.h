// Shapes, known or partly known.
#ifndef HORNBEAM_CORE_TENSOR_SHAPE_H_
#define HORNBEAM_CORE_TENSOR_SHAPE_H_

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "core/base/status.h"

namespace hb {

// TensorFlow's bound on the rank.
inline constexpr int kMaxRank = 254;
inline constexpr int64_t kUnknownDim = -1;

// A shape whose rank may be unknown and whose dimensions may be unknown (-1). The default is the
// scalar shape []. Dimensions are never below -1. Up to eight dimensions need no allocation.
class Shape {
 public:
  Shape() = default;
  Shape(std::initializer_list<int64_t> dims) : Shape(std::span(dims.begin(), dims.size())) {}
  explicit Shape(std::span<const int64_t> dims);
  static Shape UnknownRank() {
    Shape s;
    s.rank_ = -1;
    return s;
  }
  // `rank` unknown dimensions.
  static Shape UnknownDims(int rank);
  // Checks what comes from outside: rank at most 254, dimensions >= -1 (>= 0 if `full`), and that
  // the number of elements fits int64.
  static Result<Shape> Checked(std::span<const int64_t> dims, bool full);

  bool unknown_rank() const { return rank_ < 0; }
  // -1 when the rank is unknown.
  int rank() const { return rank_; }
  int64_t dim(int i) const { return data()[i]; }
  int64_t operator[](int i) const { return data()[i]; }
  void set_dim(int i, int64_t d) { mutable_data()[i] = d; }
  void Append(int64_t d);
  void Append(const Shape& s) {
    for (int64_t d : s.dims()) Append(d);
  }
  std::span<const int64_t> dims() const {
    return {data(), static_cast<size_t>(rank_ < 0 ? 0 : rank_)};
  }
  const int64_t* data() const { return more_.empty() ? few_ : more_.data(); }

  bool FullyDefined() const;
  // Product of the dimensions; -1 unless fully defined (or any dimension is known to be 0).
  int64_t num_elements() const;
  // Dimensions begin (inclusive) to end (exclusive), Python style negatives not accepted.
  Shape Sub(int begin, int end) const { return Shape(dims().subspan(begin, end - begin)); }
  Shape Sub(int begin) const { return Sub(begin, rank_); }

  bool operator==(const Shape& o) const;
  // True if some full shape fits both.
  bool Compatible(const Shape& o) const;
  // What both say together; InvalidArgument if they contradict each other.
  static Result<Shape> Merge(const Shape& a, const Shape& b);
  // "[2,?]", "[]", "<unknown>".
  std::string ToString() const;

 private:
  int64_t* mutable_data() { return more_.empty() ? few_ : more_.data(); }
  static constexpr int kFew = 8;
  int32_t rank_ = 0;
  int64_t few_[kFew] = {};
  std::vector<int64_t> more_;  // all dimensions, when the rank is above kFew
};

// NumPy's broadcasting; unknown dimensions are taken into account. InvalidArgument naming both
// shapes when they don't fit.
Result<Shape> BroadcastShapes(const Shape& a, const Shape& b);

// a * b, or -1 when it doesn't fit int64. Both must be >= 0.
inline int64_t MultiplyOrMinus1(int64_t a, int64_t b) {
  int64_t r;
  return __builtin_mul_overflow(a, b, &r) ? -1 : r;
}

}  // namespace hb

#endif  // HORNBEAM_CORE_TENSOR_SHAPE_H_
