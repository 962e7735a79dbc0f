#include "core/graph/tensor_proto.h"

#include <algorithm>
#include <complex>
#include <limits>

namespace hb {
namespace {

// Elements of the repeated field fill the tensor from its start; the last one is repeated. No
// element at all means zeros.
template <typename T, typename Field, typename Convert>
Status FillFrom(const Field& field, Tensor* t, Convert convert) {
  const int64_t want = t->num_elements();
  const int64_t have = field.size();
  if (have > want) {
    return InvalidArgument("tensor of shape ", t->shape().ToString(), " holds ", want,
                           " values, but the message has ", have);
  }
  T* out = static_cast<T*>(t->data());
  for (int64_t i = 0; i < have; ++i) out[i] = convert(field[static_cast<int>(i)]);
  if (have < want) std::fill(out + have, out + want, have > 0 ? out[have - 1] : T());
  return Status();
}

template <typename T, typename Field>
Status Fill(const Field& field, Tensor* t) {
  return FillFrom<T>(field, t, [](auto v) { return static_cast<T>(v); });
}

// Halves and bfloat16s come as their bits.
Status FillBits16(const pb::TensorProto& proto, Tensor* t) {
  return Fill<uint16_t>(proto.half_val(), t);
}

// Complex numbers come as pairs.
template <typename T, typename Field>
Status FillComplex(const Field& field, Tensor* t) {
  const int64_t have = field.size() / 2, want = t->num_elements();
  if (field.size() % 2 != 0) return InvalidArgument("complex values come in pairs");
  if (have > want) {
    return InvalidArgument("tensor of shape ", t->shape().ToString(), " holds ", want,
                           " values, but the message has ", have);
  }
  auto* out = static_cast<std::complex<T>*>(t->data());
  for (int64_t i = 0; i < have; ++i) {
    out[i] = {field[static_cast<int>(2 * i)], field[static_cast<int>(2 * i + 1)]};
  }
  std::fill(out + have, out + want, have > 0 ? out[have - 1] : std::complex<T>());
  return Status();
}

// Types of one byte without a repeated field of their own.
Status FillBytes(const std::string& bytes, Tensor* t) {
  const int64_t have = static_cast<int64_t>(bytes.size()), want = t->num_elements();
  if (have > want) {
    return InvalidArgument("tensor of shape ", t->shape().ToString(), " holds ", want,
                           " values, but the message has ", have);
  }
  auto* out = static_cast<uint8_t*>(t->data());
  std::memcpy(out, bytes.data(), bytes.size());
  std::fill(out + have, out + want, have > 0 ? out[have - 1] : uint8_t{0});
  return Status();
}

bool ReadVarint(std::string_view* in, uint64_t* value) {
  *value = 0;
  for (int shift = 0; shift < 64 && !in->empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(in->front());
    in->remove_prefix(1);
    *value |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

// Strings in tensor_content: all lengths as varints, then all bytes.
Status StringsFromContent(std::string_view content, Tensor* t) {
  const int64_t n = t->num_elements();
  std::vector<size_t> sizes(static_cast<size_t>(n));
  for (size_t& size : sizes) {
    uint64_t v;
    if (!ReadVarint(&content, &v) || v > content.size()) {
      return InvalidArgument("tensor_content of a string tensor is truncated");
    }
    size = static_cast<size_t>(v);
  }
  for (int64_t i = 0; i < n; ++i) {
    const size_t size = sizes[static_cast<size_t>(i)];
    if (size > content.size()) {
      return InvalidArgument("tensor_content of a string tensor is truncated");
    }
    t->flat<TString>()[static_cast<size_t>(i)].Assign(content.substr(0, size));
    content.remove_prefix(size);
  }
  if (!content.empty()) {
    return InvalidArgument("tensor_content of a string tensor has ", content.size(),
                           " bytes too many");
  }
  return Status();
}

Status FromRepeated(const pb::TensorProto& p, Tensor* t) {
  switch (t->dtype()) {
    case DT_FLOAT:
      return Fill<float>(p.float_val(), t);
    case DT_DOUBLE:
      return Fill<double>(p.double_val(), t);
    case DT_INT32:
    case DT_QINT32:
      return Fill<int32_t>(p.int_val(), t);
    case DT_INT16:
    case DT_QINT16:
      return Fill<int16_t>(p.int_val(), t);
    case DT_UINT16:
    case DT_QUINT16:
      return Fill<uint16_t>(p.int_val(), t);
    case DT_INT8:
    case DT_QINT8:
    case DT_UINT8:
    case DT_QUINT8:
    case DT_INT4:
    case DT_UINT4:
    case DT_INT2:
    case DT_UINT2:
      return Fill<uint8_t>(p.int_val(), t);
    case DT_INT64:
      return Fill<int64_t>(p.int64_val(), t);
    case DT_UINT32:
      return Fill<uint32_t>(p.uint32_val(), t);
    case DT_UINT64:
      return Fill<uint64_t>(p.uint64_val(), t);
    case DT_BOOL:
      return Fill<bool>(p.bool_val(), t);
    case DT_HALF:
    case DT_BFLOAT16:
      return FillBits16(p, t);
    case DT_COMPLEX64:
      return FillComplex<float>(p.scomplex_val(), t);
    case DT_COMPLEX128:
      return FillComplex<double>(p.dcomplex_val(), t);
    case DT_STRING:
      return FillFrom<TString>(p.string_val(), t, [](const std::string& s) { return TString(s); });
    default:
      return FillBytes(p.float8_val(), t);
  }
}

Status FromContent(const std::string& content, Tensor* t) {
  if (content.size() != t->bytes()) {
    return InvalidArgument("tensor_content has ", content.size(), " bytes, but a ",
                           DTypeName(t->dtype()), " tensor of shape ", t->shape().ToString(),
                           " takes ", t->bytes());
  }
  if (t->dtype() == DT_BOOL) {
    for (size_t i = 0; i < content.size(); ++i) t->flat<bool>()[i] = content[i] != 0;
  } else {
    std::memcpy(t->data(), content.data(), content.size());
  }
  return Status();
}

}  // namespace

Result<Tensor> TensorFromProto(const pb::TensorProto& proto) {
  const DType dtype = FromPb(proto.dtype());
  if (dtype == DT_RESOURCE || dtype == DT_VARIANT) {
    return InvalidArgument("a tensor of dtype ", DTypeName(dtype),
                           " can't be made from a message; only numbers and strings can");
  }
  if (IsRef(dtype) || DTypeSize(dtype) == 0) {
    return InvalidArgument("tensor message has dtype ", static_cast<int>(proto.dtype()),
                           ", which is no data type of a tensor");
  }
  HB_ASSIGN_OR_RETURN(Shape shape, ShapeFromProto(proto.tensor_shape()));
  if (!shape.FullyDefined()) {
    return InvalidArgument("tensor message has shape ", shape.ToString(),
                           "; it must be fully defined");
  }
  const std::string& content = proto.tensor_content();
  const int64_t count = shape.num_elements();
  const auto size = static_cast<int64_t>(DTypeSize(dtype));
  if (MultiplyOrMinus1(count, size) < 0) {
    return InvalidArgument("tensor of shape ", shape.ToString(), " is too large");
  }
  if (!content.empty() && dtype != DT_STRING &&
      count * size != static_cast<int64_t>(content.size())) {
    return InvalidArgument("tensor_content has ", content.size(), " bytes, but a ",
                           DTypeName(dtype), " tensor of shape ", shape.ToString(), " takes ",
                           count * size);
  }
  if (!content.empty() && dtype == DT_STRING && count > static_cast<int64_t>(content.size())) {
    return InvalidArgument("tensor_content of a string tensor is truncated");
  }
  HB_ASSIGN_OR_RETURN(Tensor t, Tensor::Allocate(dtype, shape));
  if (content.empty()) {
    HB_RETURN_IF_ERROR(FromRepeated(proto, &t));
  } else if (dtype == DT_STRING) {
    HB_RETURN_IF_ERROR(StringsFromContent(content, &t));
  } else {
    HB_RETURN_IF_ERROR(FromContent(content, &t));
  }
  return t;
}

Status TensorToProto(const Tensor& t, pb::TensorProto* proto) {
  if (!t.valid() || t.dtype() == DT_RESOURCE || t.dtype() == DT_VARIANT) {
    return InvalidArgument("a tensor of dtype ", DTypeName(t.dtype()),
                           " can't be written to a message; only numbers and strings can");
  }
  if (t.bytes() > static_cast<size_t>(std::numeric_limits<int32_t>::max())) {
    return InvalidArgument("a tensor of ", t.bytes(), " bytes doesn't fit a message (2 GB)");
  }
  proto->Clear();
  proto->set_dtype(ToPb(t.dtype()));
  ShapeToProto(t.shape(), proto->mutable_tensor_shape());
  if (t.dtype() == DT_STRING) {
    for (const TString& s : t.flat<TString>()) proto->add_string_val(s.data(), s.size());
  } else {
    proto->set_tensor_content(t.data(), t.bytes());
  }
  return Status();
}

Result<Shape> ShapeFromProto(const pb::TensorShapeProto& proto) {
  if (proto.unknown_rank()) {
    if (proto.dim_size() > 0) {
      return InvalidArgument("a shape of unknown rank must not list dimensions, but has ",
                             proto.dim_size());
    }
    return Shape::UnknownRank();
  }
  std::vector<int64_t> dims;
  dims.reserve(static_cast<size_t>(std::min(proto.dim_size(), kMaxRank + 1)));
  for (const auto& dim : proto.dim()) {
    dims.push_back(dim.size());
    if (dims.size() > kMaxRank) break;
  }
  return Shape::Checked(dims, /*full=*/false);
}

void ShapeToProto(const Shape& shape, pb::TensorShapeProto* proto) {
  proto->Clear();
  if (shape.unknown_rank()) {
    proto->set_unknown_rank(true);
    return;
  }
  for (int64_t d : shape.dims()) proto->add_dim()->set_size(d);
}

}  // namespace hb
