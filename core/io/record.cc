#include "core/io/record.h"

#include <algorithm>
#include <cstring>

#include "core/base/coding.h"
#include "core/base/crc32c.h"

namespace hb {
namespace {

constexpr size_t kHeader = 12;  // length and its checksum
constexpr size_t kBuffer = 1 << 16;

// OK and the wrapping, or OK and null for "".
Result<std::unique_ptr<Wrapping>> WrappingOf(std::string_view compression) {
  std::unique_ptr<Wrapping> w;
  if (compression == "ZLIB") {
    w = std::make_unique<Wrapping>(Wrapping::kZlib);
  } else if (compression == "GZIP") {
    w = std::make_unique<Wrapping>(Wrapping::kGzip);
  } else if (!compression.empty()) {
    return InvalidArgument("unknown compression '", compression,
                           "' of records; it must be '', 'ZLIB' or 'GZIP'");
  }
  return w;
}

}  // namespace

Result<std::unique_ptr<RecordReader>> RecordReader::Open(const std::string& path,
                                                         std::string_view compression) {
  HB_ASSIGN_OR_RETURN(const std::unique_ptr<Wrapping> wrapping, WrappingOf(compression));
  std::unique_ptr<RecordReader> reader(new RecordReader);
  HB_ASSIGN_OR_RETURN(reader->file_, RandomAccessFile::Open(path));
  if (wrapping != nullptr) {
    RecordReader* const r = reader.get();
    reader->inflater_ = std::make_unique<Inflater>(*wrapping, [r](char* out, size_t size) {
      Result<size_t> got = r->file_->ReadUpTo(r->file_at_, size, out);
      if (got.ok()) r->file_at_ += *got;
      return got;
    });
  }
  return reader;
}

Result<size_t> RecordReader::Read(char* out, size_t size) {
  size_t done = 0;
  while (done < size) {
    if (buffer_at_ == buffer_.size()) {
      buffer_.resize(kBuffer);
      buffer_at_ = 0;
      Result<size_t> got = inflater_ != nullptr
                               ? inflater_->Read(buffer_.data(), kBuffer)
                               : file_->ReadUpTo(file_at_, kBuffer, buffer_.data());
      buffer_.resize(got.ok() ? *got : 0);
      HB_RETURN_IF_ERROR(got.status());
      if (inflater_ == nullptr) file_at_ += *got;
      if (*got == 0) break;
    }
    const size_t n = std::min(size - done, buffer_.size() - buffer_at_);
    std::memcpy(out + done, buffer_.data() + buffer_at_, n);
    buffer_at_ += n;
    done += n;
  }
  return done;
}

Status RecordReader::Damaged(std::string_view what) const {
  return DataLoss("'", file_->path(), "': the record at byte ", position_, " ", what);
}

Result<bool> RecordReader::ReadNext(std::string* record) {
  char header[kHeader];
  HB_ASSIGN_OR_RETURN(const size_t got, Read(header, kHeader));
  if (got == 0) return false;
  if (got < kHeader) return Damaged("is cut off");
  const uint64_t length = LoadLittle<uint64_t>(header);
  if (UnmaskCrc(LoadLittle<uint32_t>(header + 8)) != Crc32cExtend(0, header, 8)) {
    return Damaged(
        "has a wrong checksum of its length; is this a TFRecord file of the given "
        "compression?");
  }
  if (inflater_ == nullptr && length > file_->size()) return Damaged("is cut off");
  // Grows with what is there, since the length of compressed data can't be compared beforehand.
  record->clear();
  constexpr uint64_t kStep = 1 << 20;
  while (record->size() < length) {
    const size_t have = record->size();
    const size_t want =
        static_cast<size_t>(std::min(length - have, std::max(uint64_t{have}, kStep)));
    record->resize(have + want);
    HB_ASSIGN_OR_RETURN(const size_t read, Read(record->data() + have, want));
    if (read < want) return Damaged("is cut off");
  }
  char crc[4];
  HB_ASSIGN_OR_RETURN(const size_t read, Read(crc, 4));
  if (read < 4) return Damaged("is cut off");
  if (UnmaskCrc(LoadLittle<uint32_t>(crc)) != Crc32c(*record)) {
    return Damaged("has a wrong checksum");
  }
  position_ += kHeader + length + 4;
  return true;
}

Result<bool> RecordReader::Next(std::string* record) {
  HB_RETURN_IF_ERROR(status_);
  try {
    Result<bool> more = ReadNext(record);
    status_ = more.status();
    return more;
  } catch (const std::exception&) {
    return status_ = ResourceExhausted("'", file_->path(), "': no memory for the record at byte ",
                                       position_);
  }
}

Result<std::unique_ptr<RecordWriter>> RecordWriter::Open(const std::string& path,
                                                         std::string_view compression,
                                                         bool append) {
  HB_ASSIGN_OR_RETURN(const std::unique_ptr<Wrapping> wrapping, WrappingOf(compression));
  if (append && wrapping != nullptr) {
    return InvalidArgument("compressed records can't be appended to '", path, "'");
  }
  std::unique_ptr<RecordWriter> writer(new RecordWriter);
  HB_ASSIGN_OR_RETURN(writer->file_,
                      FileWriter::Open(path, append ? FileWriter::kAppend : FileWriter::kTruncate));
  if (wrapping != nullptr) {
    FileWriter* const file = writer->file_.get();
    writer->deflater_ = std::make_unique<Deflater>(
        *wrapping, [file](std::string_view bytes) { return file->Append(bytes); });
  }
  return writer;
}

RecordWriter::~RecordWriter() { static_cast<void>(Close().ok()); }

Status RecordWriter::Put(std::string_view bytes) {
  return deflater_ != nullptr ? deflater_->Append(bytes) : file_->Append(bytes);
}

Status RecordWriter::Append(std::string_view record) {
  if (file_ == nullptr) return FailedPrecondition("the file of records is closed");
  std::string header;
  PutFixed64(&header, record.size());
  PutFixed32(&header, MaskCrc(Crc32c(header)));
  std::string crc;
  PutFixed32(&crc, MaskCrc(Crc32c(record)));
  HB_RETURN_IF_ERROR(Put(header));
  HB_RETURN_IF_ERROR(Put(record));
  return Put(crc);
}

Status RecordWriter::Flush() {
  if (file_ == nullptr) return FailedPrecondition("the file of records is closed");
  return file_->Flush();
}

Status RecordWriter::Close() {
  if (file_ == nullptr) return Status();
  Status s = deflater_ != nullptr ? deflater_->Finish() : Status();
  s.Update(file_->Close());
  file_ = nullptr;
  deflater_ = nullptr;
  return s;
}

}  // namespace hb
