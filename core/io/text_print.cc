#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

#include "core/io/text_format.h"
#include "core/io/text_tables.h"

namespace hb {
namespace {

using text::FieldInfo;
using text::Kind;
using text::MessageInfo;

constexpr int kMaxDepth = 100;

// Reads the wire format; every getter says whether the bytes were there.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  bool done() const { return bytes_.empty(); }

  bool Varint(uint64_t* v) {
    *v = 0;
    for (int shift = 0; shift < 70 && !bytes_.empty(); shift += 7) {
      const auto byte = static_cast<uint8_t>(bytes_[0]);
      bytes_.remove_prefix(1);
      if (shift < 64) *v |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return true;
    }
    return false;
  }
  bool Fixed(size_t size, uint64_t* v) {
    if (bytes_.size() < size) return false;
    *v = 0;
    for (size_t i = 0; i < size; ++i) {
      *v |= static_cast<uint64_t>(static_cast<uint8_t>(bytes_[i])) << (8 * i);
    }
    bytes_.remove_prefix(size);
    return true;
  }
  bool Bytes(std::string_view* v) {
    uint64_t size = 0;
    if (!Varint(&size) || size > bytes_.size()) return false;
    *v = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return true;
  }

 private:
  std::string_view bytes_;
};

int WireOf(Kind kind) {
  switch (kind) {
    case Kind::kDouble:
    case Kind::kFixed64:
    case Kind::kSFixed64:
      return 1;
    case Kind::kFloat:
    case Kind::kFixed32:
    case Kind::kSFixed32:
      return 5;
    case Kind::kString:
    case Kind::kBytes:
    case Kind::kMessage:
      return 2;
    default:
      return 0;
  }
}

void AppendQuoted(std::string_view value, bool utf8, std::string* out) {
  out->push_back('"');
  for (const char c : value) {
    const auto byte = static_cast<uint8_t>(c);
    if (c == '\n') {
      out->append("\\n");
    } else if (c == '\r') {
      out->append("\\r");
    } else if (c == '\t') {
      out->append("\\t");
    } else if (c == '"' || c == '\\' || c == '\'') {
      out->push_back('\\');
      out->push_back(c);
    } else if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !utf8)) {
      const char octal[] = {'\\', static_cast<char>('0' + (byte >> 6)),
                            static_cast<char>('0' + (byte >> 3 & 7)),
                            static_cast<char>('0' + (byte & 7))};
      out->append(octal, sizeof(octal));
    } else {
      out->push_back(c);
    }
  }
  out->push_back('"');
}

template <typename T>
void AppendFloating(T v, std::string* out) {
  if (std::isnan(v)) {
    out->append("nan");
  } else if (std::isinf(v)) {
    out->append(v < 0 ? "-inf" : "inf");
  } else {
    StrAppend(out, v);
  }
}

void AppendScalar(const FieldInfo& field, uint64_t v, std::string* out) {
  switch (field.kind) {
    case Kind::kDouble:
      return AppendFloating(std::bit_cast<double>(v), out);
    case Kind::kFloat:
      return AppendFloating(std::bit_cast<float>(static_cast<uint32_t>(v)), out);
    case Kind::kBool:
      return StrAppend(out, v != 0);
    case Kind::kInt32:
    case Kind::kSFixed32:
      return StrAppend(out, static_cast<int32_t>(v));
    case Kind::kUInt32:
    case Kind::kFixed32:
      return StrAppend(out, static_cast<uint32_t>(v));
    case Kind::kInt64:
    case Kind::kSFixed64:
      return StrAppend(out, static_cast<int64_t>(v));
    case Kind::kSInt32:
    case Kind::kSInt64:
      return StrAppend(out, static_cast<int64_t>(v >> 1) ^ -static_cast<int64_t>(v & 1));
    case Kind::kEnum:
      for (const auto& value : text::EnumOf(field)) {
        if (value.number == static_cast<int32_t>(v)) return StrAppend(out, value.name);
      }
      return StrAppend(out, static_cast<int32_t>(v));
    default:
      return StrAppend(out, v);
  }
}

bool ReadScalar(int wire, Reader* reader, uint64_t* v) {
  if (wire == 0) return reader->Varint(v);
  return reader->Fixed(wire == 1 ? 8 : 4, v);
}

bool Print(const MessageInfo& type, std::string_view bytes, int depth, std::string* out);

void Indent(int depth, std::string* out) { out->append(static_cast<size_t>(2 * depth), ' '); }

bool PrintField(const FieldInfo& field, int wire, Reader* reader, int depth, std::string* out) {
  const int natural = WireOf(field.kind);
  if (natural != 2 && wire == 2) {  // packed
    std::string_view bytes;
    if (!reader->Bytes(&bytes)) return false;
    Reader packed(bytes);
    while (!packed.done()) {
      uint64_t v = 0;
      if (!ReadScalar(natural, &packed, &v)) return false;
      Indent(depth, out);
      StrAppend(out, field.name, ": ");
      AppendScalar(field, v, out);
      out->push_back('\n');
    }
    return true;
  }
  if (natural != wire) return false;
  Indent(depth, out);
  out->append(field.name);
  if (field.kind == Kind::kMessage) {
    std::string_view bytes;
    if (!reader->Bytes(&bytes)) return false;
    out->append(" {\n");
    if (!Print(text::MessageOf(field), bytes, depth + 1, out)) return false;
    Indent(depth, out);
    out->append("}\n");
    return true;
  }
  out->append(": ");
  if (wire == 2) {
    std::string_view bytes;
    if (!reader->Bytes(&bytes)) return false;
    AppendQuoted(bytes, field.kind == Kind::kString, out);
  } else {
    uint64_t v = 0;
    if (!ReadScalar(wire, reader, &v)) return false;
    AppendScalar(field, v, out);
  }
  out->push_back('\n');
  return true;
}

bool SkipUnknown(int wire, Reader* reader) {
  uint64_t v = 0;
  std::string_view bytes;
  switch (wire) {
    case 0:
    case 1:
    case 5:
      return ReadScalar(wire, reader, &v);
    case 2:
      return reader->Bytes(&bytes);
    default:
      return false;
  }
}

bool Print(const MessageInfo& type, std::string_view bytes, int depth, std::string* out) {
  if (depth > kMaxDepth) return false;
  Reader reader(bytes);
  while (!reader.done()) {
    uint64_t tag = 0;
    if (!reader.Varint(&tag)) return false;
    const auto wire = static_cast<int>(tag & 7);
    const FieldInfo* field = nullptr;
    for (const FieldInfo& f : text::Fields(type)) {
      if (static_cast<uint64_t>(f.number) == tag >> 3) field = &f;
    }
    const bool ok = field == nullptr ? SkipUnknown(wire, &reader)
                                     : PrintField(*field, wire, &reader, depth, out);
    if (!ok) return false;
  }
  return true;
}

}  // namespace

Result<std::string> BytesToText(std::string_view type, std::string_view bytes) {
  const MessageInfo* message = text::FindMessage(type);
  if (message == nullptr) return Internal("there is no message ", type);
  std::string out;
  if (!Print(*message, bytes, 0, &out)) return InvalidArgument("the bytes are no valid ", type);
  return out;
}

}  // namespace hb
