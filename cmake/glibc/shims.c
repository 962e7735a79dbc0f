// What glibc 2.28 lacks of what the compiler's runtime and its headers call. Linked into our shared
// libraries, hidden. Where the process has the real function, that is what is called.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// The real function of that name, or NULL. A cache of its own for each caller.
static void* Real(_Atomic(void*)* cache, const char* name) {
  static char missing;
  void* found = atomic_load_explicit(cache, memory_order_relaxed);
  if (found == NULL) {
    found = dlsym(RTLD_DEFAULT, name);
    if (found == NULL) found = &missing;
    atomic_store_explicit(cache, found, memory_order_relaxed);
  }
  return found == &missing ? NULL : found;
}

// 2.32. Whether reference counts may do without atomic instructions: no.
char __libc_single_threaded = 0;

// 2.33. The kernel's struct is the C library's on x86-64.
int fstatat(int dir, const char* path, struct stat* out, int flags) {
  return (int)syscall(SYS_newfstatat, dir, path, out, flags);
}
int stat(const char* path, struct stat* out) { return fstatat(AT_FDCWD, path, out, 0); }
int lstat(const char* path, struct stat* out) {
  return fstatat(AT_FDCWD, path, out, AT_SYMLINK_NOFOLLOW);
}
int fstat(int file, struct stat* out) { return (int)syscall(SYS_fstat, file, out); }
int fstat64(int file, struct stat64* out) { return (int)syscall(SYS_fstat, file, out); }

// 2.36.
uint32_t arc4random(void) {
  uint32_t value;
  for (size_t have = 0; have < sizeof(value);) {
    const ssize_t got = getrandom((char*)&value + have, sizeof(value) - have, 0);
    if (got > 0) {
      have += (size_t)got;
    } else if (errno != EINTR) {
      abort();
    }
  }
  return value;
}

// 2.30. Without the real one, the deadline is put onto the clock that the condition has; callers
// look at their own clock when it has passed.
int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
                           const struct timespec* deadline) {
  static _Atomic(void*) cache;
  int (*real)(pthread_cond_t*, pthread_mutex_t*, clockid_t, const struct timespec*);
  *(void**)&real = Real(&cache, "pthread_cond_clockwait");
  if (real != NULL) return real(condition, mutex, clock, deadline);
  struct timespec now, out;
  if (clock_gettime(clock, &now) != 0) return errno;
  if (clock_gettime(CLOCK_REALTIME, &out) != 0) return errno;
  out.tv_sec += deadline->tv_sec - now.tv_sec;
  out.tv_nsec += deadline->tv_nsec - now.tv_nsec;
  if (out.tv_nsec < 0) {
    out.tv_nsec += 1000000000;
    --out.tv_sec;
  } else if (out.tv_nsec >= 1000000000) {
    out.tv_nsec -= 1000000000;
    ++out.tv_sec;
  }
  return pthread_cond_timedwait(condition, mutex, &out);
}

// 2.35. Finds the unwinding tables of the code at an address.
struct Search {
  uintptr_t address;
  struct dl_find_object* out;
};

static int Visit(struct dl_phdr_info* object, size_t size, void* data) {
  (void)size;
  const struct Search* search = data;
  uintptr_t start = UINTPTR_MAX, end = 0, tables = 0;
  int inside = 0;
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const ElfW(Phdr)* header = &object->dlpi_phdr[i];
    const uintptr_t begin = object->dlpi_addr + header->p_vaddr;
    if (header->p_type == PT_GNU_EH_FRAME) tables = begin;
    if (header->p_type != PT_LOAD) continue;
    if (begin < start) start = begin;
    if (begin + header->p_memsz > end) end = begin + header->p_memsz;
    if (search->address >= begin && search->address < begin + header->p_memsz) inside = 1;
  }
  if (!inside || tables == 0) return 0;
  memset(search->out, 0, sizeof(*search->out));
  search->out->dlfo_map_start = (void*)start;
  search->out->dlfo_map_end = (void*)end;
  search->out->dlfo_eh_frame = (void*)tables;
  return 1;
}

int _dl_find_object(void* address, struct dl_find_object* out) {
  static _Atomic(void*) cache;
  int (*real)(void*, struct dl_find_object*);
  *(void**)&real = Real(&cache, "_dl_find_object");
  if (real != NULL) return real(address, out);
  struct Search search = {(uintptr_t)address, out};
  return dl_iterate_phdr(Visit, &search) == 1 ? 0 : -1;
}
