#include "core/io/tensor_slice.h"

#include <algorithm>
#include <bit>
#include <charconv>

namespace hb {
namespace {

bool ToNumber(std::string_view text, int64_t* v) {
  const auto r = std::from_chars(text.data(), text.data() + text.size(), *v);
  return !text.empty() && r.ec == std::errc() && r.ptr == text.data() + text.size();
}

// Numbers and strings in an encoding whose byte order is the values' order.
void PutOrdered(std::string* out, uint64_t v) {
  const int bytes = (std::bit_width(v) + 7) / 8;
  out->push_back(static_cast<char>(bytes));
  for (int i = bytes - 1; i >= 0; --i) out->push_back(static_cast<char>(v >> (8 * i)));
}

void PutOrderedSigned(std::string* out, int64_t v) {
  const uint64_t magnitude = static_cast<uint64_t>(v < 0 ? ~v : v);
  // The leading bits tell the length: as many as there are bytes, the opposite of the sign.
  const int bytes = std::bit_width(magnitude) / 7 + 1;
  char buf[10];
  for (int i = 0; i < bytes; ++i) {
    const int shift = 8 * (bytes - 1 - i);
    buf[i] = static_cast<char>(shift < 64 ? v >> shift : v < 0 ? -1 : 0);
  }
  const uint32_t header = 0xffffu << (16 - bytes);
  buf[0] = static_cast<char>(buf[0] ^ static_cast<char>(header >> 8 & 0xff));
  if (bytes > 1) buf[1] = static_cast<char>(buf[1] ^ static_cast<char>(header & 0xff));
  out->append(buf, static_cast<size_t>(bytes));
}

void PutOrdered(std::string* out, std::string_view text) {
  for (char c : text) {
    out->push_back(c);
    if (c == '\0') out->push_back('\xff');
    if (c == '\xff') out->push_back('\0');
  }
  out->append("\0\1", 2);
}

}  // namespace

Result<TensorSlice> TensorSlice::Parse(std::string_view text) {
  TensorSlice slice;
  for (std::string_view part : Split(text, ':')) {
    Extent e;
    const size_t comma = part.find(',');
    if (part != "-" &&
        (comma == part.npos || !ToNumber(part.substr(0, comma), &e.start) ||
         !ToNumber(part.substr(comma + 1), &e.length) || e.start < 0 || e.length <= 0)) {
      return InvalidArgument("'", text, "' is no slice: every dimension must be '-' or ",
                             "'start,length' with start >= 0 and length > 0, joined by ':'");
    }
    slice.extents_.push_back(e);
  }
  if (slice.rank() > kMaxRank) {
    return InvalidArgument("a slice of ", slice.rank(), " dimensions; at most ", kMaxRank,
                           " are possible");
  }
  return slice;
}

Result<TensorSlice> TensorSlice::FromProto(const hornbeam::TensorSliceProto& proto) {
  if (proto.extent_size() > kMaxRank) return DataLoss("a slice has too many dimensions");
  TensorSlice slice(proto.extent_size());
  for (int d = 0; d < slice.rank(); ++d) {
    const auto& e = proto.extent(d);
    if (e.has_length_hack_case() == e.HAS_LENGTH_HACK_NOT_SET) {
      if (e.start() != 0) return DataLoss("a slice has a start but no length");
      continue;
    }
    if (e.start() < 0 || e.length() < 0) return DataLoss("a slice has a negative extent");
    slice.extents_[static_cast<size_t>(d)] = {e.start(), e.length()};
  }
  return slice;
}

void TensorSlice::ToProto(hornbeam::TensorSliceProto* proto) const {
  proto->Clear();
  for (const Extent& e : extents_) {
    auto* p = proto->add_extent();
    if (e.length == kFull) continue;
    p->set_start(e.start);
    p->set_length(e.length);
  }
}

std::string TensorSlice::ToString() const {
  std::string out;
  for (const Extent& e : extents_) {
    if (!out.empty()) out += ':';
    if (e.length == kFull) {
      out += '-';
    } else {
      StrAppend(&out, e.start, ",", e.length);
    }
  }
  return out;
}

bool TensorSlice::IsFull() const {
  return std::all_of(extents_.begin(), extents_.end(),
                     [](const Extent& e) { return e.length == kFull; });
}

Result<TensorSlice> TensorSlice::Within(const Shape& shape) const {
  if (rank() != shape.rank()) {
    return InvalidArgument("the slice '", ToString(), "' has ", rank(), " dimensions, the shape ",
                           shape.ToString(), " has ", shape.rank());
  }
  TensorSlice known = *this;
  for (int d = 0; d < rank(); ++d) {
    Extent& e = known.extents_[static_cast<size_t>(d)];
    if (e.length == kFull) e.length = shape[d];
    if (e.start > shape[d] || e.length > shape[d] - e.start) {
      return InvalidArgument("the slice '", ToString(), "' reaches beyond the shape ",
                             shape.ToString());
    }
  }
  return known;
}

Shape TensorSlice::ShapeOfLengths() const {
  Shape shape;
  for (const Extent& e : extents_) shape.Append(e.length);
  return shape;
}

bool TensorSlice::Intersect(const TensorSlice& other, TensorSlice* common) const {
  *common = TensorSlice(rank());
  for (size_t d = 0; d < extents_.size(); ++d) {
    const Extent &a = extents_[d], &b = other.extents_[d];
    const int64_t start = std::max(a.start, b.start);
    const int64_t end = std::min(a.start + a.length, b.start + b.length);
    if (end <= start) return false;
    common->extents_[d] = {start, end - start};
  }
  return true;
}

std::string TensorSlice::KeyFor(std::string_view name) const {
  std::string key;
  PutOrdered(&key, uint64_t{0});
  PutOrdered(&key, name);
  PutOrdered(&key, static_cast<uint64_t>(rank()));
  for (const Extent& e : extents_) {
    PutOrderedSigned(&key, e.start);
    PutOrderedSigned(&key, e.length);
  }
  return key;
}

Result<ShapeAndSlice> ShapeAndSlice::Parse(std::string_view text) {
  ShapeAndSlice out;
  if (text.empty()) return out;
  out.whole = false;
  std::vector<std::string_view> words = Split(text, ' ');
  const std::string_view slice = words.back();
  words.pop_back();
  std::vector<int64_t> dims;
  for (std::string_view word : words) {
    int64_t d = 0;
    if (!ToNumber(word, &d)) {
      return InvalidArgument("'", text, "' must be dimensions and a slice, such as '4 5 0,2:-'");
    }
    dims.push_back(d);
  }
  HB_ASSIGN_OR_RETURN(out.shape, Shape::Checked(dims, true));
  HB_ASSIGN_OR_RETURN(const TensorSlice parsed, TensorSlice::Parse(slice));
  HB_ASSIGN_OR_RETURN(out.slice, parsed.Within(out.shape));
  return out;
}

void CopyCommonElements(const Tensor& from, const TensorSlice& from_slice, const Tensor& to,
                        const TensorSlice& to_slice) {
  TensorSlice common;
  if (!from_slice.Intersect(to_slice, &common)) return;
  const size_t size = DTypeSize(from.dtype());
  const int rank = common.rank();
  const int64_t row = rank == 0 ? 1 : common[rank - 1].length;
  std::vector<int64_t> index(static_cast<size_t>(rank), 0);
  while (true) {
    int64_t source = 0, target = 0;
    for (int d = 0; d < rank; ++d) {
      const int64_t i = common[d].start + index[static_cast<size_t>(d)];
      source = source * from_slice[d].length + i - from_slice[d].start;
      target = target * to_slice[d].length + i - to_slice[d].start;
    }
    CopyElements(from.dtype(), static_cast<const char*>(from.data()) + size * size_t(source),
                 static_cast<char*>(to.data()) + size * size_t(target), row);
    int d = rank - 2;
    for (; d >= 0; --d) {
      if (++index[static_cast<size_t>(d)] < common[d].length) break;
      index[static_cast<size_t>(d)] = 0;
    }
    if (d < 0) return;
  }
}

}  // namespace hb
