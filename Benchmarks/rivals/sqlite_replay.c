// The bare loop: asks of SQLite what sqlite_record.c wrote down, and prints how long one transaction took.
//
// sqlite_replay DATABASE RECORD. Everything is in memory and every statement prepared before the clock starts, with
// the first transaction; pragmas come as they were recorded.
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char *at, *end;
static sqlite3 *db;
static const char *texts[4096];
static sqlite3_stmt *statements[4096];

static int32_t word(void) {
  int32_t value;
  memcpy(&value, at, 4);
  at += 4;
  return value;
}

static void fail(const char *what) {
  fprintf(stderr, "sqlite_replay: %s: %s\n", what, sqlite3_errmsg(db));
  exit(1);
}

static sqlite3_stmt *statement(int32_t number) {
  if (!statements[number]
      && sqlite3_prepare_v3(db, texts[number], -1, SQLITE_PREPARE_PERSISTENT, &statements[number], 0))
    fail(texts[number]);
  return statements[number];
}

// One pass over the records; `act` nil only takes the texts.
static long pass(char *begin, int act, struct timespec *start) {
  long commits = 0;
  int prepared = 0;
  for (at = begin; at < end;) {
    char letter = *at++;
    int32_t which = word();
    if (letter == 'P') {
      int32_t length = word();
      if (!act) texts[which] = strndup(at, length);
      at += length;
      continue;
    }
    int32_t index = 0, length = 0;
    int64_t integer = 0;
    char *bytes = at;
    if (strchr("NITB", letter)) index = word();
    if (letter == 'I') memcpy(&integer, at, 8), at += 8;
    if (letter == 'T' || letter == 'B') length = word(), bytes = at, at += length;
    if (!act) continue;
    if (!prepared && letter == 'S' && strncmp(texts[which], "BEGIN IMMEDIATE", 15) == 0) {
      for (int i = 0; i < 4096 && texts[i]; i++) statement(i);
      prepared = 1;
      clock_gettime(CLOCK_MONOTONIC, start);
    }
    sqlite3_stmt *s = statement(which);
    int code = SQLITE_OK;
    switch (letter) {
      case 'N': code = sqlite3_bind_null(s, index); break;
      case 'I': code = sqlite3_bind_int64(s, index, integer); break;
      case 'T': code = sqlite3_bind_text(s, index, bytes, length, SQLITE_STATIC); break;
      case 'B': code = sqlite3_bind_blob(s, index, length ? bytes : "", length, SQLITE_STATIC); break;
      case 'R': sqlite3_reset(s); break;
      case 'S':
        code = sqlite3_step(s);
        if (code == SQLITE_DONE && strncmp(texts[which], "COMMIT", 6) == 0) commits++;
        // Whoever finalized its statement after the last step did not reset it.
        if (code == SQLITE_DONE) sqlite3_reset(s);
        if (code == SQLITE_DONE || code == SQLITE_ROW) code = SQLITE_OK;
    }
    if (code) fail(texts[which]);
  }
  return commits;
}

int main(int count, char **arguments) {
  if (count != 3) return 64;
  FILE *file = fopen(arguments[2], "rb");
  if (!file || fseek(file, 0, SEEK_END)) return 1;
  long size = ftell(file);
  char *record = malloc(size);
  rewind(file);
  if (!record || fread(record, 1, size, file) != (size_t)size) return 1;
  end = record + size;
  if (sqlite3_open_v2(arguments[1], &db, SQLITE_OPEN_READWRITE, 0)) fail("open");
  struct timespec start, stop;
  pass(record, 0, &start);
  long commits = pass(record, 1, &start);
  clock_gettime(CLOCK_MONOTONIC, &stop);
  double nanoseconds = (stop.tv_sec - start.tv_sec) * 1e9 + (stop.tv_nsec - start.tv_nsec);
  printf("{\"name\": \"replay\", \"nanoseconds\": %f, \"decisions\": %ld}\n",
         nanoseconds / commits, commits);
}
