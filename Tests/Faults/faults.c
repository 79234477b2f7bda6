// Counts what a process writes under one folder, and lets the n-th such call fail or be the last.
//
// Loaded with LD_PRELOAD. FAULT_FOLDER: calls on files in it count. FAULT_AT: the call to meet, from 1; 0 or
// absent: none. FAULT_KIND: `kill` (before it happens), `tear` (half of a write happens, then the process dies), `once` (it alone fails),
// `eio`, `enospc` (it and all later ones fail), `short` (half of a write happens, the disk is full from then on).
// FAULT_LOG: each call is written there as a line `call name`.
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
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return GO;
  path[length] = 0;
  return meet(call, path, is_write);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *bytes, size_t count) {
  switch (meet_file("write", file, 1)) {
    case FAIL: return -1;
    case HALF: count /= 2;
    case GO: break;
  }
  return REAL(write)(file, bytes, count);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
  switch (meet_file("write", file, 1)) {
    case FAIL: return -1;
    case HALF: count /= 2;
    case GO: break;
  }
  return REAL(pwrite64)(file, bytes, count, offset);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
  return pwrite64(file, bytes, count, offset);
}

int fsync(int file) {
  return meet_file("sync", file, 0) == GO ? REAL(fsync)(file) : -1;
}

int fdatasync(int file) {
  return meet_file("sync", file, 0) == GO ? REAL(fdatasync)(file) : -1;
}

int ftruncate64(int file, off64_t length) {
  return meet_file("truncate", file, 0) == GO ? REAL(ftruncate64)(file, length) : -1;
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

int unlink(const char *path) {
  return meet("unlink", path, 0) == GO ? REAL(unlink)(path) : -1;
}

int rename(const char *from, const char *to) {
  return meet("rename", to, 0) == GO ? REAL(rename)(from, to) : -1;
}
