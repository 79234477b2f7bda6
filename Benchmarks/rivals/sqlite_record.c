// Writes down what a program asks of SQLite, so that sqlite_replay.c can ask the same without the program.
//
// Loaded with LD_PRELOAD; SQLITE_RECORD names the file. A record is a letter, the statement's number and, by letter:
// P SQL text · N index · I index, integer · T and B index, bytes · S nothing (a step) · R nothing (a reset).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *out;
static const char *texts[4096];
static int count;

// Statements of one text are one statement to the replay: it prepares each once, as a bare loop would.
static int32_t number(const char *sql) {
  for (int i = count - 1; i >= 0; i--)
    if (strcmp(texts[i], sql) == 0) return i;
  if (count == 4096) abort();
  texts[count] = strdup(sql);
  return count++;
}

static void put(char letter, sqlite3_stmt *statement) {
  if (!out) {
    const char *path = getenv("SQLITE_RECORD");
    if (!path || !(out = fopen(path, "wb"))) abort();
  }
  const char *sql = sqlite3_sql(statement);
  int known = count;
  int32_t which = number(sql);
  if (which == known) {
    int32_t length = strlen(sql);
    fputc('P', out);
    fwrite(&which, 4, 1, out);
    fwrite(&length, 4, 1, out);
    fwrite(sql, 1, length, out);
  }
  fputc(letter, out);
  fwrite(&which, 4, 1, out);
}

static void put_bytes(char letter, sqlite3_stmt *s, int32_t index, const void *bytes, int32_t n) {
  if (n < 0) n = strlen(bytes);
  put(letter, s);
  fwrite(&index, 4, 1, out);
  fwrite(&n, 4, 1, out);
  fwrite(bytes, 1, n, out);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int sqlite3_bind_int64(sqlite3_stmt *s, int i, sqlite3_int64 value) {
  int32_t index = i;
  put('I', s);
  fwrite(&index, 4, 1, out);
  fwrite(&value, 8, 1, out);
  return REAL(sqlite3_bind_int64)(s, i, value);
}

int sqlite3_bind_null(sqlite3_stmt *s, int i) {
  int32_t index = i;
  put('N', s);
  fwrite(&index, 4, 1, out);
  return REAL(sqlite3_bind_null)(s, i);
}

int sqlite3_bind_text(sqlite3_stmt *s, int i, const char *text, int n, void (*free)(void *)) {
  put_bytes('T', s, i, text, n);
  return REAL(sqlite3_bind_text)(s, i, text, n, free);
}

int sqlite3_bind_blob(sqlite3_stmt *s, int i, const void *bytes, int n, void (*free)(void *)) {
  put_bytes('B', s, i, bytes, n);
  return REAL(sqlite3_bind_blob)(s, i, bytes, n, free);
}

int sqlite3_step(sqlite3_stmt *s) {
  put('S', s);
  return REAL(sqlite3_step)(s);
}

int sqlite3_reset(sqlite3_stmt *s) {
  if (s) put('R', s);
  return REAL(sqlite3_reset)(s);
}

__attribute__((destructor)) static void finish(void) {
  if (out) fclose(out);
}
