// Files and folders of the local system. Errors name the path and the system's reason; NOT_FOUND,
// PERMISSION_DENIED, ALREADY_EXISTS, RESOURCE_EXHAUSTED, FAILED_PRECONDITION and INVALID_ARGUMENT
// tell their kind. A path with a zero byte in it is INVALID_ARGUMENT.
#ifndef HORNBEAM_CORE_BASE_FILE_SYSTEM_H_
#define HORNBEAM_CORE_BASE_FILE_SYSTEM_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/status.h"

namespace hb {

// "a/b" from "a" and "b"; an absolute `b` is returned as it is.
std::string JoinPath(std::string_view a, std::string_view b);
// "a/b" of "a/b/c", "." of "c", "/" of "/c".
std::string DirName(std::string_view path);
std::string BaseName(std::string_view path);

bool FileExists(const std::string& path);
bool IsDirectory(const std::string& path);
Result<uint64_t> FileSize(const std::string& path);
// Names in a folder, sorted, without "." and "..".
Result<std::vector<std::string>> ListDirectory(const std::string& path);
// Makes the folder and those above it that are missing.
Status MakeDirectories(const std::string& path);
Status DeleteFile(const std::string& path);
// Deletes a folder with everything in it; symbolic links are deleted, not followed.
Status DeleteTree(const std::string& path);
// FAILED_PRECONDITION if the folder is not empty.
Status DeleteEmptyDirectory(const std::string& path);
// Replaces `to` in one step.
Status RenameFile(const std::string& from, const std::string& to);
// Makes names that were created or renamed in this folder survive a power failure.
Status SyncDirectory(const std::string& path);

// The whole of a regular file. RESOURCE_EXHAUSTED above `max_size` bytes.
Result<std::string> ReadFile(const std::string& path, uint64_t max_size = UINT64_MAX);
// Writes aside, syncs and renames: after a crash there is the old content or the new one.
Status WriteFileAtomically(const std::string& path, std::string_view content);

// A regular file that is read at any position. Thread-safe.
class RandomAccessFile {
 public:
  static Result<std::unique_ptr<RandomAccessFile>> Open(const std::string& path);
  RandomAccessFile(const RandomAccessFile&) = delete;
  RandomAccessFile& operator=(const RandomAccessFile&) = delete;
  ~RandomAccessFile();

  const std::string& path() const { return path_; }
  // When it was opened.
  uint64_t size() const { return size_; }
  // Reads exactly `size` bytes; OUT_OF_RANGE if the file ends before.
  Status Read(uint64_t offset, size_t size, void* out) const;
  // Reads up to `size` bytes, fewer only at the end of the file; returns how many.
  Result<size_t> ReadUpTo(uint64_t offset, size_t size, void* out) const;

 private:
  RandomAccessFile(std::string path, int fd, uint64_t size)
      : path_(std::move(path)), fd_(fd), size_(size) {}
  std::string path_;
  int fd_;
  uint64_t size_;
};

// Writes a file from front to back, buffered. After an error all later calls return it. Not
// thread-safe.
class FileWriter {
 public:
  enum Mode {
    kTruncate,   // a new file, or an existing one emptied
    kAppend,     // a new file, or after the end of an existing one
    kExclusive,  // a new file; ALREADY_EXISTS otherwise, symbolic links included
  };
  static Result<std::unique_ptr<FileWriter>> Open(const std::string& path, Mode mode);
  FileWriter(const FileWriter&) = delete;
  FileWriter& operator=(const FileWriter&) = delete;
  // Closes; what is still in the buffer is written, errors are lost.
  ~FileWriter();

  const std::string& path() const { return path_; }
  // Bytes appended so far, buffered ones included.
  uint64_t position() const { return position_; }
  Status Append(std::string_view bytes);
  // Hands the buffer to the system.
  Status Flush();
  // Flushes and waits until the content is on the disk.
  Status Sync();
  Status Close();

 private:
  FileWriter(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
  Status WriteAll(std::string_view bytes);
  std::string path_;
  int fd_;
  uint64_t position_ = 0;
  std::string buffer_;
  Status status_;
};

// A file that appears under its name only when it is complete: it is written beside its place
// under a name of its own. Without Commit it disappears.
class AtomicFile {
 public:
  static Result<std::unique_ptr<AtomicFile>> Create(const std::string& path);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  FileWriter& writer() { return *writer_; }
  // Syncs, closes and renames.
  Status Commit();

 private:
  AtomicFile(std::string path, std::unique_ptr<FileWriter> writer)
      : path_(std::move(path)), writer_(std::move(writer)) {}
  std::string path_;
  std::unique_ptr<FileWriter> writer_;
  bool committed_ = false;
};

// The absolute path without symbolic links, "." and "..". Parts at the end that don't exist yet
// are kept; INVALID_ARGUMENT if ".." follows one of them.
Result<std::string> ResolvePath(const std::string& path);
// True if `path`, resolved, is `dir`, resolved, or lies below it. False if either can't be
// resolved. Open the path that ResolvePath gives, not the one that was checked.
bool IsInside(const std::string& dir, const std::string& path);

}  // namespace hb

#endif  // HORNBEAM_CORE_BASE_FILE_SYSTEM_H_
