// Counts what a process writes under one folder, and lets the n-th such call fail or be the last.
//
// Loaded with LD_PRELOAD. FAULT_FOLDER: calls on files in it count. FAULT_AT: the call to meet, from 1; 0 or
// absent: none. FAULT_KIND: `kill` (before it happens), `tear` (half of a write happens, then the process dies), `once` (it alone fails),
// `eio`, `enospc` (it and all later ones fail), `short` (half of a write happens, the disk is full from then on).
// FAULT_LOG: each call is written there as a line `call name`.
// FAULT_TRACE: each call is written there with all that is needed to do it again: a line `write name offset length` and the
// bytes, `sync name`, `truncate name length`, `unlink name`.
// FAULT_DROP: nothing is done to files whose name ends like this, and the caller is told that it was: a careless program.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static long calls;

enum verdict { GO, FAIL, HALF };

static int in_folder(const char *path) {
  const char *folder = getenv("FAULT_FOLDER");
  return folder && strncmp(path, folder, strlen(folder)) == 0;
}

static int path_of(int file, char path[4096]) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, 4095);
  path[length < 0 ? 0 : length] = 0;
  return length >= 0;
}

static void note(const char *call, const char *path) {
  const char *log = getenv("FAULT_LOG");
  if (!log) return;
  int file = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) abort();
  char line[4200];
  const char *name = strrchr(path, '/');
  int length = snprintf(line, sizeof line, "%s %s\n", call, name ? name + 1 : path);
  if (syscall(SYS_write, file, line, length) != length) abort();
  syscall(SYS_close, file);
}

static void append(const char *path, const void *bytes, size_t count) {
  int file = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0 || syscall(SYS_write, file, bytes, count) != (long)count) abort();
  syscall(SYS_close, file);
}

// A program of one thread at a time: the line and its bytes stay together.
static void trace(const char *call, const char *path, long a, long b, const void *bytes) {
  const char *log = getenv("FAULT_TRACE"), *name = strrchr(path, '/');
  if (!log || !in_folder(path)) return;
  char line[4200];
  int length = snprintf(line, sizeof line, "%s %s %ld %ld\n", call, name ? name + 1 : path, a, b);
  append(log, line, length);
  if (bytes) append(log, bytes, b);
}

static void trace_file(const char *call, int file, long a, long b, const void *bytes) {
  char path[4096];
  if (path_of(file, path)) trace(call, path, a, b, bytes);
}

static int is_dropped(int file) {
  const char *end = getenv("FAULT_DROP");
  char path[4096];
  if (!end || !path_of(file, path) || !in_folder(path)) return 0;
  size_t length = strlen(path), tail = strlen(end);
  return length >= tail && strcmp(path + length - tail, end) == 0;
}

static enum verdict meet(const char *call, const char *path, int is_write) {
  if (!in_folder(path)) return GO;
  long number = __sync_add_and_fetch(&calls, 1);
  note(call, path);
  const char *at = getenv("FAULT_AT"), *kind = getenv("FAULT_KIND");
  long fault = at ? atol(at) : 0;
  if (fault == 0 || !kind || number < fault) return GO;
  if (strcmp(kind, "once") == 0 && number > fault) return GO;
  if (strcmp(kind, "kill") == 0) kill(getpid(), SIGKILL);
  if (strcmp(kind, "tear") == 0) {
    if (is_write && number == fault) return HALF;
    kill(getpid(), SIGKILL);
  }
  if (strcmp(kind, "short") == 0 && is_write && number == fault) return HALF;
  errno = strcmp(kind, "eio") == 0 || strcmp(kind, "once") == 0 ? EIO : ENOSPC;
  return FAIL;
}

static enum verdict meet_file(const char *call, int file, int is_write) {
  char path[4096];
  return path_of(file, path) ? meet(call, path, is_write) : GO;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *bytes, size_t count) {
  switch (meet_file("write", file, 1)) {
    case FAIL: return -1;
    case HALF: count /= 2;
    case GO: break;
  }
  ssize_t done = REAL(write)(file, bytes, count);
  if (done > 0) trace_file("write", file, lseek(file, 0, SEEK_CUR) - done, done, bytes);
  return done;
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
  switch (meet_file("write", file, 1)) {
    case FAIL: return -1;
    case HALF: count /= 2;
    case GO: break;
  }
  if (is_dropped(file)) return count;
  ssize_t done = REAL(pwrite64)(file, bytes, count, offset);
  if (done > 0) trace_file("write", file, offset, done, bytes);
  return done;
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
  return pwrite64(file, bytes, count, offset);
}

int fsync(int file) {
  if (meet_file("sync", file, 0) != GO) return -1;
  trace_file("sync", file, 0, 0, 0);
  return REAL(fsync)(file);
}

int fdatasync(int file) {
  if (meet_file("sync", file, 0) != GO) return -1;
  trace_file("sync", file, 0, 0, 0);
  return REAL(fdatasync)(file);
}

int ftruncate64(int file, off64_t length) {
  if (meet_file("truncate", file, 0) != GO) return -1;
  if (is_dropped(file)) return 0;
  trace_file("truncate", file, length, 0, 0);
  return REAL(ftruncate64)(file, length);
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

int unlink(const char *path) {
  if (meet("unlink", path, 0) != GO) return -1;
  trace("unlink", path, 0, 0, 0);
  return REAL(unlink)(path);
}

int rename(const char *from, const char *to) {
  return meet("rename", to, 0) == GO ? REAL(rename)(from, to) : -1;
}
