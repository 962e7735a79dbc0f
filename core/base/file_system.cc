#include "core/base/file_system.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>

#include "core/base/errno_status.h"

namespace hb {
namespace {

Status CheckPath(const std::string& path) {
  if (path.empty()) return InvalidArgument("the path is empty");
  if (path.find('\0') != path.npos) {
    return InvalidArgument("the path '", path.c_str(), "' has a zero byte after these characters");
  }
  return Status();
}

int OpenRetrying(const std::string& path, int flags, mode_t mode = 0) {
  int fd;
  do {
    fd = open(path.c_str(), flags | O_CLOEXEC, mode);
  } while (fd < 0 && errno == EINTR);
  return fd;
}

// Stores in *is_link whether the path itself is a symbolic link.
int StatNoFollow(const std::string& path, bool* is_link) {
  struct stat st;
  if (lstat(path.c_str(), &st) != 0) return errno;
  *is_link = S_ISLNK(st.st_mode);
  return 0;
}

}  // namespace

Status ErrnoStatus(int error, std::string_view what, std::string_view path) {
  char text[128];
  const std::string message =
      StrCat("cannot ", what, " '", path, "': ", strerror_r(error, text, sizeof(text)));
  switch (error) {
    case ENOENT:
      return NotFound(message);
    case EEXIST:
      return AlreadyExists(message);
    case EACCES:
    case EPERM:
    case EROFS:
      return PermissionDenied(message);
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
    case EMFILE:
    case ENFILE:
    case ENOMEM:
      return ResourceExhausted(message);
    case EISDIR:
    case ENOTDIR:
    case ENOTEMPTY:
    case EBUSY:
    case ELOOP:
    case ETXTBSY:
    case EXDEV:
      return FailedPrecondition(message);
    case EINVAL:
    case ENAMETOOLONG:
      return InvalidArgument(message);
    case EIO:
      return DataLoss(message);
    default:
      return Unknown(message);
  }
}

std::string JoinPath(std::string_view a, std::string_view b) {
  if (a.empty() || (!b.empty() && b[0] == '/')) return std::string(b);
  return a.back() == '/' ? StrCat(a, b) : StrCat(a, "/", b);
}

std::string DirName(std::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash == path.npos) return ".";
  return std::string(slash == 0 ? "/" : path.substr(0, slash));
}

std::string BaseName(std::string_view path) {
  const size_t slash = path.rfind('/');
  return std::string(slash == path.npos ? path : path.substr(slash + 1));
}

bool FileExists(const std::string& path) {
  return CheckPath(path).ok() && access(path.c_str(), F_OK) == 0;
}

bool IsDirectory(const std::string& path) {
  struct stat st;
  return CheckPath(path).ok() && stat(path.c_str(), &st) == 0 && S_ISDIR(st.st_mode);
}

Result<uint64_t> FileSize(const std::string& path) {
  HB_RETURN_IF_ERROR(CheckPath(path));
  struct stat st;
  if (stat(path.c_str(), &st) != 0) return ErrnoStatus(errno, "look at", path);
  if (!S_ISREG(st.st_mode)) return FailedPrecondition("'", path, "' is not a regular file");
  return static_cast<uint64_t>(st.st_size);
}

Result<std::vector<std::string>> ListDirectory(const std::string& path) {
  HB_RETURN_IF_ERROR(CheckPath(path));
  DIR* dir = opendir(path.c_str());
  if (dir == nullptr) return ErrnoStatus(errno, "list the folder", path);
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = readdir(dir)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
    errno = 0;
  }
  const int error = errno;
  closedir(dir);
  if (error != 0) return ErrnoStatus(error, "list the folder", path);
  std::sort(names.begin(), names.end());
  return names;
}

Status MakeDirectories(const std::string& path) {
  HB_RETURN_IF_ERROR(CheckPath(path));
  for (size_t end = 1; end <= path.size(); ++end) {
    if (end < path.size() && path[end] != '/') continue;
    const std::string part = path.substr(0, end);
    if (mkdir(part.c_str(), 0777) == 0 || errno == EEXIST) continue;
    const int error = errno;
    if (!IsDirectory(part)) return ErrnoStatus(error, "make the folder", part);
  }
  if (!IsDirectory(path)) return ErrnoStatus(ENOTDIR, "make the folder", path);
  return Status();
}

Status DeleteFile(const std::string& path) {
  HB_RETURN_IF_ERROR(CheckPath(path));
  return unlink(path.c_str()) == 0 ? Status() : ErrnoStatus(errno, "delete", path);
}

Status DeleteTree(const std::string& path) {
  HB_RETURN_IF_ERROR(CheckPath(path));
  bool is_link = false;
  if (const int error = StatNoFollow(path, &is_link)) return ErrnoStatus(error, "delete", path);
  if (is_link || !IsDirectory(path)) return DeleteFile(path);
  HB_ASSIGN_OR_RETURN(const std::vector<std::string> names, ListDirectory(path));
  for (const std::string& name : names) HB_RETURN_IF_ERROR(DeleteTree(JoinPath(path, name)));
  return DeleteEmptyDirectory(path);
}

Status DeleteEmptyDirectory(const std::string& path) {
  HB_RETURN_IF_ERROR(CheckPath(path));
  return rmdir(path.c_str()) == 0 ? Status() : ErrnoStatus(errno, "delete", path);
}

Status RenameFile(const std::string& from, const std::string& to) {
  HB_RETURN_IF_ERROR(CheckPath(from));
  HB_RETURN_IF_ERROR(CheckPath(to));
  if (rename(from.c_str(), to.c_str()) == 0) return Status();
  return ErrnoStatus(errno, StrCat("rename '", from, "' to"), to);
}

Status SyncDirectory(const std::string& path) {
  HB_RETURN_IF_ERROR(CheckPath(path));
  const int fd = OpenRetrying(path, O_RDONLY | O_DIRECTORY);
  if (fd < 0) return ErrnoStatus(errno, "open the folder", path);
  // Some file systems can't sync folders and say so with EINVAL.
  const int error = fsync(fd) == 0 || errno == EINVAL ? 0 : errno;
  close(fd);
  return error == 0 ? Status() : ErrnoStatus(error, "sync the folder", path);
}

Result<std::string> ReadFile(const std::string& path, uint64_t max_size) {
  HB_ASSIGN_OR_RETURN(const std::unique_ptr<RandomAccessFile> file, RandomAccessFile::Open(path));
  if (file->size() > max_size) {
    return ResourceExhausted("'", path, "' has ", file->size(), " bytes, more than the ", max_size,
                             " allowed here");
  }
  std::string content;
  // Files of /proc say that their size is 0, and others may grow: read until nothing comes.
  constexpr uint64_t kStep = 1 << 16;
  try {
    for (uint64_t want = std::max(file->size(), uint64_t{1});; want = kStep) {
      const size_t have = content.size();
      content.resize(have + want);
      HB_ASSIGN_OR_RETURN(const size_t got, file->ReadUpTo(have, want, content.data() + have));
      content.resize(have + got);
      if (content.size() > max_size) {
        return ResourceExhausted("'", path, "' has more than the ", max_size,
                                 " bytes allowed here");
      }
      if (got < want || (file->size() > 0 && content.size() == file->size())) return content;
    }
  } catch (const std::exception&) {
    return ResourceExhausted("no memory for the ", file->size(), " bytes of '", path, "'");
  }
}

Status WriteFileAtomically(const std::string& path, std::string_view content) {
  HB_ASSIGN_OR_RETURN(const std::unique_ptr<AtomicFile> file, AtomicFile::Create(path));
  HB_RETURN_IF_ERROR(file->writer().Append(content));
  return file->Commit();
}

Result<std::unique_ptr<RandomAccessFile>> RandomAccessFile::Open(const std::string& path) {
  HB_RETURN_IF_ERROR(CheckPath(path));
  // Without O_NONBLOCK opening a pipe would wait for its writer.
  const int fd = OpenRetrying(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) return ErrnoStatus(errno, "open", path);
  struct stat st;
  if (fstat(fd, &st) != 0) {
    const int error = errno;
    close(fd);
    return ErrnoStatus(error, "look at", path);
  }
  if (!S_ISREG(st.st_mode)) {
    close(fd);
    return FailedPrecondition("'", path, "' is ",
                              S_ISDIR(st.st_mode) ? "a folder" : "not a regular file");
  }
  return std::unique_ptr<RandomAccessFile>(
      new RandomAccessFile(path, fd, static_cast<uint64_t>(st.st_size)));
}

RandomAccessFile::~RandomAccessFile() { close(fd_); }

Result<size_t> RandomAccessFile::ReadUpTo(uint64_t offset, size_t size, void* out) const {
  constexpr size_t kMost = size_t{1} << 30;
  if (offset > INT64_MAX || size > INT64_MAX - offset) {
    return OutOfRange("'", path_, "' has no byte ", offset);
  }
  size_t done = 0;
  while (done < size) {
    const ssize_t n = pread(fd_, static_cast<char*>(out) + done, std::min(size - done, kMost),
                            static_cast<off_t>(offset + done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return ErrnoStatus(errno, "read", path_);
    if (n == 0) break;
    done += static_cast<size_t>(n);
  }
  return done;
}

Status RandomAccessFile::Read(uint64_t offset, size_t size, void* out) const {
  HB_ASSIGN_OR_RETURN(const size_t got, ReadUpTo(offset, size, out));
  if (got == size) return Status();
  return OutOfRange("'", path_, "' ends at byte ", offset + got, " where bytes ", offset, " to ",
                    offset + size, " were to be read");
}

Result<std::unique_ptr<FileWriter>> FileWriter::Open(const std::string& path, Mode mode) {
  HB_RETURN_IF_ERROR(CheckPath(path));
  constexpr int kFlags[] = {O_TRUNC, O_APPEND, O_EXCL};
  const int fd = OpenRetrying(path, O_WRONLY | O_CREAT | O_NOCTTY | kFlags[mode], 0666);
  if (fd < 0) return ErrnoStatus(errno, "open for writing", path);
  return std::unique_ptr<FileWriter>(new FileWriter(path, fd));
}

FileWriter::~FileWriter() {
  if (fd_ >= 0) static_cast<void>(Close().ok());
}

Status FileWriter::WriteAll(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write(fd_, bytes.data(), std::min(bytes.size(), size_t{1} << 30));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return ErrnoStatus(errno, "write to", path_);
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return Status();
}

Status FileWriter::Append(std::string_view bytes) {
  constexpr size_t kBuffer = 1 << 16;
  if (fd_ < 0) return FailedPrecondition("'", path_, "' is closed");
  HB_RETURN_IF_ERROR(status_);
  position_ += bytes.size();
  if (buffer_.size() + bytes.size() <= kBuffer) {
    buffer_.append(bytes);
    return Status();
  }
  HB_RETURN_IF_ERROR(Flush());
  if (bytes.size() < kBuffer) {
    buffer_.append(bytes);
  } else {
    status_ = WriteAll(bytes);
  }
  return status_;
}

Status FileWriter::Flush() {
  if (status_.ok() && !buffer_.empty()) status_ = WriteAll(buffer_);
  buffer_.clear();
  return status_;
}

Status FileWriter::Sync() {
  HB_RETURN_IF_ERROR(Flush());
  if (fsync(fd_) != 0) status_ = ErrnoStatus(errno, "sync", path_);
  return status_;
}

Status FileWriter::Close() {
  if (fd_ < 0) return status_;
  Status flushed = Flush();
  const int fd = fd_;
  fd_ = -1;
  // After EINTR the descriptor is closed all the same.
  if (close(fd) != 0 && errno != EINTR) status_.Update(ErrnoStatus(errno, "close", path_));
  return status_;
}

Result<std::unique_ptr<AtomicFile>> AtomicFile::Create(const std::string& path) {
  static std::atomic<uint32_t> number{0};
  HB_RETURN_IF_ERROR(CheckPath(path));
  if (path.back() == '/' || IsDirectory(path)) return ErrnoStatus(EISDIR, "write to", path);
  for (int attempt = 0;; ++attempt) {
    const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
    const std::string aside = StrCat(path, ".tmp-", getpid(), "-", now, "-", number++);
    Result<std::unique_ptr<FileWriter>> writer = FileWriter::Open(aside, FileWriter::kExclusive);
    if (writer.ok()) {
      return std::unique_ptr<AtomicFile>(new AtomicFile(path, std::move(writer).value()));
    }
    if (!IsAlreadyExists(writer.status()) || attempt == 10) return std::move(writer).status();
  }
}

AtomicFile::~AtomicFile() {
  if (!committed_) static_cast<void>(DeleteFile(writer_->path()).ok());
}

Status AtomicFile::Commit() {
  HB_RETURN_IF_ERROR(writer_->Sync());
  HB_RETURN_IF_ERROR(writer_->Close());
  HB_RETURN_IF_ERROR(RenameFile(writer_->path(), path_));
  committed_ = true;
  return SyncDirectory(DirName(path_));
}

Result<std::string> ResolvePath(const std::string& path) {
  HB_RETURN_IF_ERROR(CheckPath(path));
  std::string rest = path;
  if (path[0] != '/') {
    char cwd[4096];
    if (getcwd(cwd, sizeof(cwd)) == nullptr) return ErrnoStatus(errno, "resolve", path);
    rest = JoinPath(cwd, path);
  }
  std::string done;
  bool missing = false;
  int links = 0;
  while (!rest.empty()) {
    const size_t start = rest.find_first_not_of('/');
    if (start == rest.npos) break;
    const size_t end = std::min(rest.find('/', start), rest.size());
    const std::string part = rest.substr(start, end - start);
    rest.erase(0, end);
    if (part == ".") continue;
    if (part == "..") {
      if (missing) return InvalidArgument("'", path, "' goes up from a folder that doesn't exist");
      done.resize(done.empty() ? 0 : done.rfind('/'));
      continue;
    }
    done += "/" + part;
    bool is_link = false;
    const int error = missing ? 0 : StatNoFollow(done, &is_link);
    if (error == ENOENT) missing = true;
    if (error != 0 && error != ENOENT) return ErrnoStatus(error, "resolve", path);
    if (!is_link) continue;
    char target[4096];
    const ssize_t n = readlink(done.c_str(), target, sizeof(target));
    if (n < 0) return ErrnoStatus(errno, "resolve", path);
    if (n == sizeof(target) || ++links > 40) return ErrnoStatus(ELOOP, "resolve", path);
    done.resize(target[0] == '/' ? 0 : done.rfind('/'));
    rest.insert(0, target, static_cast<size_t>(n));
  }
  return done.empty() ? "/" : done;
}

bool IsInside(const std::string& dir, const std::string& path) {
  const Result<std::string> outer = ResolvePath(dir);
  const Result<std::string> inner = ResolvePath(path);
  if (!outer.ok() || !inner.ok()) return false;
  if (*outer == "/" || *inner == *outer) return true;
  return inner->size() > outer->size() && inner->starts_with(*outer) &&
         (*inner)[outer->size()] == '/';
}

}  // namespace hb
