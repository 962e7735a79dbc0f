#include "core/tensor/shape.h"

#include <algorithm>

namespace hb {

Shape::Shape(std::span<const int64_t> dims) : rank_(static_cast<int32_t>(dims.size())) {
  if (rank_ > kFew) more_.resize(dims.size());
  std::copy(dims.begin(), dims.end(), mutable_data());
}

Shape Shape::UnknownDims(int rank) {
  return Shape(std::vector<int64_t>(static_cast<size_t>(rank), kUnknownDim));
}

Result<Shape> Shape::Checked(std::span<const int64_t> dims, bool full) {
  if (dims.size() > kMaxRank) {
    return InvalidArgument("a shape has at most ", kMaxRank, " dimensions, not ", dims.size());
  }
  int64_t n = 1;
  for (int64_t d : dims) {
    if (d < (full ? 0 : -1)) {
      return InvalidArgument("dimension ", d, " in shape [", Join(dims, ","),
                             "] must be >= ", full ? 0 : -1);
    }
    if (d > 0 && (n = MultiplyOrMinus1(n, d)) < 0) {
      return InvalidArgument("shape [", Join(dims, ","), "] has too many elements");
    }
  }
  return Shape(dims);
}

void Shape::Append(int64_t d) {
  if (rank_ == kFew && more_.empty()) more_.assign(few_, few_ + kFew);
  if (!more_.empty()) {
    more_.push_back(d);
  } else {
    few_[rank_] = d;
  }
  ++rank_;
}

bool Shape::FullyDefined() const {
  if (rank_ < 0) return false;
  for (int64_t d : dims()) {
    if (d < 0) return false;
  }
  return true;
}

int64_t Shape::num_elements() const {
  if (rank_ < 0) return -1;
  int64_t n = 1;
  bool unknown = false;
  for (int64_t d : dims()) {
    if (d == 0) return 0;
    if (d < 0) unknown = true;
    n *= d;
  }
  return unknown ? -1 : n;
}

bool Shape::operator==(const Shape& o) const {
  return rank_ == o.rank_ && std::ranges::equal(dims(), o.dims());
}

bool Shape::Compatible(const Shape& o) const {
  if (rank_ < 0 || o.rank_ < 0) return true;
  if (rank_ != o.rank_) return false;
  for (int i = 0; i < rank_; ++i) {
    if (dim(i) >= 0 && o.dim(i) >= 0 && dim(i) != o.dim(i)) return false;
  }
  return true;
}

Result<Shape> Shape::Merge(const Shape& a, const Shape& b) {
  if (a.unknown_rank()) return b;
  if (b.unknown_rank()) return a;
  if (!a.Compatible(b)) {
    return InvalidArgument("shapes ", a.ToString(), " and ", b.ToString(), " are not compatible");
  }
  Shape out = a;
  for (int i = 0; i < a.rank(); ++i) {
    if (a.dim(i) < 0) out.set_dim(i, b.dim(i));
  }
  return out;
}

std::string Shape::ToString() const {
  if (rank_ < 0) return "<unknown>";
  std::string out = "[";
  for (int i = 0; i < rank_; ++i) {
    if (i > 0) out += ',';
    if (dim(i) < 0) {
      out += '?';
    } else {
      StrAppend(&out, dim(i));
    }
  }
  return out + "]";
}

Result<Shape> BroadcastShapes(const Shape& a, const Shape& b) {
  if (a.unknown_rank() || b.unknown_rank()) return Shape::UnknownRank();
  const int rank = std::max(a.rank(), b.rank());
  Shape out = Shape::UnknownDims(rank);
  for (int i = 0; i < rank; ++i) {
    const int ia = i - (rank - a.rank()), ib = i - (rank - b.rank());
    const int64_t da = ia < 0 ? 1 : a.dim(ia), db = ib < 0 ? 1 : b.dim(ib);
    int64_t d;
    if (da == 1) {
      d = db;
    } else if (db == 1 || da == db) {
      d = da;
    } else if (da < 0 || db < 0) {
      d = std::max(da, db);
    } else {
      return InvalidArgument("Incompatible shapes: ", a.ToString(), " vs. ", b.ToString(),
                             "; dimensions must be equal or 1");
    }
    out.set_dim(i, d);
  }
  return out;
}

}  // namespace hb
