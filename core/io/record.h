// TFRecord files: a sequence of byte strings with checksums, perhaps compressed as a whole.
#ifndef HORNBEAM_CORE_IO_RECORD_H_
#define HORNBEAM_CORE_IO_RECORD_H_

#include <memory>
#include <string>
#include <string_view>

#include "core/base/file_system.h"
#include "core/base/status.h"
#include "core/io/deflate.h"

namespace hb {

// Reads records front to back. The file is untrusted. Not thread-safe.
class RecordReader {
 public:
  // `compression` is "", "ZLIB" or "GZIP".
  static Result<std::unique_ptr<RecordReader>> Open(const std::string& path,
                                                    std::string_view compression = "");
  // Reads the next record; false at the end of the file. DATA_LOSS, at every further call too, if
  // a checksum is wrong or the file ends within a record.
  Result<bool> Next(std::string* record);

 private:
  RecordReader() = default;
  // Up to `size` bytes, fewer only at the end.
  Result<size_t> Read(char* out, size_t size);
  Result<bool> ReadNext(std::string* record);
  Status Damaged(std::string_view what) const;

  std::unique_ptr<RandomAccessFile> file_;
  std::unique_ptr<Inflater> inflater_;  // null without compression
  uint64_t file_at_ = 0;
  uint64_t position_ = 0;  // of the next record in the uncompressed stream
  std::string buffer_;
  size_t buffer_at_ = 0;
  Status status_;
};

// Writes records. Not thread-safe.
class RecordWriter {
 public:
  // Replaces the file if there is one; `append` goes on behind its end (without compression only).
  static Result<std::unique_ptr<RecordWriter>> Open(const std::string& path,
                                                    std::string_view compression = "",
                                                    bool append = false);
  // Closes; errors are lost.
  ~RecordWriter();
  Status Append(std::string_view record);
  // Hands what was written to the system; compressed data may stay behind until Close.
  Status Flush();
  Status Close();

 private:
  RecordWriter() = default;
  Status Put(std::string_view bytes);
  std::unique_ptr<FileWriter> file_;
  std::unique_ptr<Deflater> deflater_;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_IO_RECORD_H_
