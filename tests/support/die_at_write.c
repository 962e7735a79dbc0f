/* Preloaded into a process, ends it at its DIE_AT-th write, sync or rename of a file below
   DIE_BELOW: before the call, so that nothing of it happens. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int Below(const char* path) {
  const char* folder = getenv("DIE_BELOW");
  return folder != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

static int BelowFd(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
  const ssize_t n = readlink(link, path, sizeof(path) - 1);
  if (n <= 0) return 0;
  path[n] = 0;
  return Below(path);
}

static void Count(int counts) {
  static int calls = 0;
  const char* at = getenv("DIE_AT");
  if (counts && at != NULL && ++calls == atoi(at)) _exit(77);
}

#define NEXT(type, name) ((type)dlsym(RTLD_NEXT, name))

ssize_t write(int fd, const void* data, size_t size) {
  Count(BelowFd(fd));
  return NEXT(ssize_t(*)(int, const void*, size_t), "write")(fd, data, size);
}
ssize_t pwrite(int fd, const void* data, size_t size, off_t offset) {
  Count(BelowFd(fd));
  return NEXT(ssize_t(*)(int, const void*, size_t, off_t), "pwrite")(fd, data, size, offset);
}
int fsync(int fd) {
  Count(BelowFd(fd));
  return NEXT(int (*)(int), "fsync")(fd);
}
int rename(const char* from, const char* to) {
  Count(Below(from));
  return NEXT(int (*)(const char*, const char*), "rename")(from, to);
}
int renameat2(int from_dir, const char* from, int to_dir, const char* to, unsigned int flags) {
  Count(Below(from));
  return NEXT(int (*)(int, const char*, int, const char*, unsigned int), "renameat2")(
      from_dir, from, to_dir, to, flags);
}
int unlink(const char* path) {
  Count(Below(path));
  return NEXT(int (*)(const char*), "unlink")(path);
}
