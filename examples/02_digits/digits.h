/* Reads the handwritten digits: tf.train.Example messages in a TFRecord file. Small enough for an
   example: every record holds 64 floats and one number, and checksums are left to the library's own
   readers. */
#ifndef HORNBEAM_EXAMPLES_DIGITS_H_
#define HORNBEAM_EXAMPLES_DIGITS_H_

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Digits {
  int64_t count;
  float* images;   /* [count, 8, 8, 1], from 0 (white) to 1 (black) */
  int64_t* labels; /* [count] */
} Digits;

/* A number in the wire format of protocol buffers; the position moves on. */
static inline uint64_t DigitsVarint(const unsigned char** at, const unsigned char* end) {
  uint64_t value = 0;
  for (int shift = 0; *at < end && shift < 64; shift += 7) {
    const unsigned char byte = *(*at)++;
    value |= (uint64_t)(byte & 127) << shift;
    if (byte < 128) break;
  }
  return value;
}

/* Walks down the nested messages of an Example: lists of floats are the image, a list of numbers is
   the label. */
static inline void DigitsParse(const unsigned char* at, const unsigned char* end, int depth,
                               float* image, int64_t* label) {
  while (at < end) {
    const uint64_t tag = DigitsVarint(&at, end);
    if ((tag & 7) == 0) {
      *label = (int64_t)DigitsVarint(&at, end);
      continue;
    }
    const uint64_t size = DigitsVarint(&at, end);
    if ((tag & 7) != 2 || size > (uint64_t)(end - at)) return;
    if (size == 64 * sizeof(float) && depth == 5) {
      memcpy(image, at, size);
    } else if (depth == 5) {
      const unsigned char* packed = at;
      *label = (int64_t)DigitsVarint(&packed, at + size);
    } else if (depth != 3 || (tag >> 3) != 1) { /* the name of the feature is skipped */
      DigitsParse(at, at + size, depth + 1, image, label);
    }
    at += size;
  }
}

/* Returns 0 and reports on stderr when the file can't be read. */
static inline int DigitsRead(const char* path, Digits* digits) {
  FILE* file = fopen(path, "rb");
  unsigned char head[12], body[4096];
  int64_t room = 0;
  memset(digits, 0, sizeof(*digits));
  if (file == NULL) {
    perror(path);
    return 0;
  }
  while (fread(head, 1, sizeof(head), file) == sizeof(head)) {
    uint64_t length = 0;
    memcpy(&length, head, sizeof(length));
    if (length + 4 > sizeof(body) || fread(body, 1, length + 4, file) != length + 4) {
      fprintf(stderr, "%s: damaged record\n", path);
      fclose(file);
      return 0;
    }
    if (digits->count == room) {
      room = room == 0 ? 512 : room * 2;
      digits->images = (float*)realloc(digits->images, (size_t)room * 64 * sizeof(float));
      digits->labels = (int64_t*)realloc(digits->labels, (size_t)room * sizeof(int64_t));
    }
    float* image = digits->images + digits->count * 64;
    memset(image, 0, 64 * sizeof(float));
    digits->labels[digits->count] = 0;
    DigitsParse(body, body + length, 1, image, &digits->labels[digits->count]);
    for (int i = 0; i < 64; ++i) image[i] /= 16.0f;
    ++digits->count;
  }
  fclose(file);
  return digits->count > 0;
}

#endif /* HORNBEAM_EXAMPLES_DIGITS_H_ */
