/* The lines of the programs as words, and results as text. */
#ifndef HORNBEAM_TESTS_PROGRAMS_C_TEXT_H_
#define HORNBEAM_TESTS_PROGRAMS_C_TEXT_H_

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hornbeam/c_api.h"
#include "hornbeam/keras.h"

/* A text that grows. */
typedef struct Text {
  char* data;
  size_t size, room;
} Text;

static void Append(Text* text, const char* data, size_t size) {
  if (text->size + size + 1 > text->room) {
    text->room = 2 * (text->size + size + 1);
    text->data = (char*)realloc(text->data, text->room);
  }
  memcpy(text->data + text->size, data, size);
  text->size += size;
  text->data[text->size] = '\0';
}

static void Put(Text* text, const char* data) { Append(text, data, strlen(data)); }

static void Print(Text* text, const char* format, ...) {
  char line[256];
  va_list list;
  va_start(list, format);
  vsnprintf(line, sizeof(line), format, list);
  va_end(list);
  Put(text, line);
}

static void FreeText(Text* text) {
  free(text->data);
  memset(text, 0, sizeof(*text));
}

static char* Copy(const char* data, size_t size) {
  char* text = (char*)malloc(size + 1);
  memcpy(text, data, size);
  text[size] = '\0';
  return text;
}

enum { kWords = 64 };

/* Words of a line. Those name=value, the options, stand apart from the others. */
typedef struct Words {
  char* text; /* holds all of them */
  int count, noptions;
  const char* word[kWords];
  const char* key[kWords];
  const char* value[kWords];
} Words;

/* Splits at a separator; with `options` words that hold a '=' become options. */
static Words Split(const char* line, char separator, int options) {
  Words w;
  memset(&w, 0, sizeof(w));
  w.text = Copy(line, strlen(line));
  for (char* at = w.text; *at != '\0';) {
    char* end = strchr(at, separator);
    if (end != NULL) *end = '\0';
    char* equals = options ? strchr(at, '=') : NULL;
    if (w.count + w.noptions == 2 * kWords || w.count == kWords) abort();
    if (equals != NULL) {
      *equals = '\0';
      w.key[w.noptions] = at;
      w.value[w.noptions++] = equals + 1;
    } else if (*at != '\0') {
      w.word[w.count++] = at;
    }
    if (end == NULL) break;
    at = end + 1;
  }
  return w;
}

static void FreeWords(Words* w) { free(w->text); }

/* The value of an option, NULL when it is not there. */
static const char* Option(const Words* w, const char* key) {
  for (int i = 0; i < w->noptions; ++i) {
    if (strcmp(w->key[i], key) == 0) return w->value[i];
  }
  return NULL;
}

static double NumberOption(const Words* w, const char* key, double otherwise) {
  const char* value = Option(w, key);
  return value == NULL ? otherwise : atof(value);
}

/* %20 stands for a blank, and so on. The caller frees the result. */
static char* Decoded(const char* word, size_t* size) {
  char* text = Copy(word, strlen(word));
  *size = 0;
  for (const char* at = word; *at != '\0'; ++at) {
    unsigned code = (unsigned char)*at;
    if (*at == '%') {
      sscanf(at + 1, "%2x", &code);
      at += 2;
    }
    text[(*size)++] = (char)code;
  }
  text[*size] = '\0';
  return text;
}

enum { kRank = 8 };

/* Sizes such as 2,3 or 2,?; returns how many there are. */
static int Shape(const char* word, int64_t* dims) {
  int rank = 0;
  if (strcmp(word, "-") == 0) return 0;
  Words w = Split(word, ',', 0);
  for (; rank < w.count; ++rank) {
    dims[rank] = w.word[rank][0] == '?' ? -1 : atoll(w.word[rank]);
  }
  FreeWords(&w);
  return rank;
}

static const struct {
  const char* name;
  HB_DataType type;
} kTypes[] = {
    {"float32", HB_FLOAT}, {"float64", HB_DOUBLE}, {"int32", HB_INT32},   {"int64", HB_INT64},
    {"uint8", HB_UINT8},   {"bool", HB_BOOL},      {"string", HB_STRING},
};
enum { kTypeCount = sizeof(kTypes) / sizeof(kTypes[0]) };

static HB_DataType Type(const char* name) {
  for (int i = 0; i < kTypeCount; ++i) {
    if (strcmp(kTypes[i].name, name) == 0) return kTypes[i].type;
  }
  fprintf(stderr, "there is no type %s\n", name);
  exit(2);
}

static const char* TypeName(HB_DataType type) {
  for (int i = 0; i < kTypeCount; ++i) {
    if (kTypes[i].type == type) return kTypes[i].name;
  }
  return "?";
}

static const char* const kCodes[] = {
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
};

static void PutHex(Text* text, const unsigned char* bytes, size_t size) {
  for (size_t i = 0; i < size; ++i) Print(text, "%02x", bytes[i]);
}

static void PutBits(Text* text, double number) {
  uint64_t bits;
  memcpy(&bits, &number, sizeof(bits));
  Print(text, "%016llx", (unsigned long long)bits);
}

static void PutQuoted(Text* text, const char* word) {
  Put(text, "\"");
  for (; *word != '\0'; ++word) {
    if (*word == '\\') Put(text, "\\");
    if (*word == '\n') {
      Put(text, "\\n");
    } else {
      Append(text, word, 1);
    }
  }
  Put(text, "\"");
}

/* A tensor as text: type, shape, bytes; of a big one a hash of the bytes. */
static void PutTensor(Text* text, const HB_Tensor* tensor) {
  const unsigned char* bytes = (const unsigned char*)HB_TensorData(tensor);
  const size_t size = HB_TensorByteSize(tensor);
  Print(text, "%s %s", TypeName(HB_TensorType(tensor)), HB_NumDims(tensor) == 0 ? "-" : "");
  for (int i = 0; i < HB_NumDims(tensor); ++i) {
    Print(text, "%s%lld", i > 0 ? "," : "", (long long)HB_Dim(tensor, i));
  }
  if (HB_TensorType(tensor) == HB_STRING) {
    const HB_TString* strings = (const HB_TString*)bytes;
    for (int64_t i = 0; i < HB_TensorElementCount(tensor); ++i) {
      const size_t length = HB_StringGetSize(&strings[i]);
      Put(text, length == 0 ? " -" : " ");
      PutHex(text, (const unsigned char*)HB_StringGetDataPointer(&strings[i]), length);
    }
    return;
  }
  Put(text, " ");
  PutHex(text, bytes, size <= 512 ? size : 16);
  if (size <= 512) return;
  uint64_t hashed = 0xCBF29CE484222325u;
  for (size_t i = 0; i < size; ++i) hashed = (hashed ^ bytes[i]) * 0x100000001B3u;
  Print(text, " fnv %016llx", (unsigned long long)hashed);
}

/* Numbers from 0 to count - 1 in the order of their names. */
static void Sorted(const char* const* names, int count, int* order) {
  for (int i = 0; i < count; ++i) {
    int at = i;
    for (; at > 0 && strcmp(names[order[at - 1]], names[i]) > 0; --at) order[at] = order[at - 1];
    order[at] = i;
  }
}

static void PutLogs(Text* text, int count, const char* const* names, const double* values) {
  int order[kWords];
  Sorted(names, count, order);
  for (int i = 0; i < count; ++i) {
    Print(text, "%s%s=", i > 0 ? " " : "", names[order[i]]);
    PutBits(text, values[order[i]]);
  }
}

/* A generator of numbers that every language has. */
static int64_t NextRandom(int64_t* state) {
  *state = (*state * 1103515245 + 12345) % ((int64_t)1 << 31);
  return *state;
}

static void Store(HB_DataType type, void* data, int64_t at, double value) {
  if (type == HB_FLOAT) ((float*)data)[at] = (float)value;
  if (type == HB_DOUBLE) ((double*)data)[at] = value;
  if (type == HB_INT32) ((int32_t*)data)[at] = (int32_t)value;
  if (type == HB_INT64) ((int64_t*)data)[at] = (int64_t)value;
  if (type == HB_UINT8) ((uint8_t*)data)[at] = (uint8_t)value;
  if (type == HB_BOOL) ((unsigned char*)data)[at] = value != 0;
}

/* NAME TYPE SHAPE KIND... */
static HB_Tensor* MakeTensor(const Words* w, const char* folder) {
  int64_t dims[kRank], count = 1;
  const HB_DataType type = Type(w->word[1]);
  const int rank = Shape(w->word[2], dims);
  for (int i = 0; i < rank; ++i) count *= dims[i];
  const size_t size = type == HB_STRING ? sizeof(HB_TString) : HB_DataTypeSize(type);
  HB_Tensor* tensor = HB_AllocateTensor(type, dims, rank, (size_t)count * size);
  void* data = HB_TensorData(tensor);
  const char *kind = w->word[3], *const *rest = w->word + 4;
  if (strcmp(kind, "file") == 0) {
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", folder, rest[0]);
    FILE* file = fopen(path, "rb");
    if (file == NULL || fread(data, size, (size_t)count, file) != (size_t)count) abort();
    fclose(file);
    return tensor;
  }
  int64_t state = strcmp(kind, "random") == 0 || strcmp(kind, "below") == 0 ? atoll(rest[0]) : 0;
  for (int64_t i = 0; i < count; ++i) {
    if (strcmp(kind, "text") == 0) {
      size_t length;
      char* text = Decoded(rest[i], &length);
      HB_StringCopy((HB_TString*)data + i, text, length);
      free(text);
    } else if (strcmp(kind, "values") == 0) {
      Store(type, data, i, atof(rest[i]));
    } else if (strcmp(kind, "range") == 0) {
      Store(type, data, i, atof(rest[0]) + (double)i * atof(rest[1]));
    } else if (strcmp(kind, "random") == 0) {
      Store(type, data, i, (double)NextRandom(&state) / (1 << 30) - 1);
    } else {
      Store(type, data, i, (double)((NextRandom(&state) >> 8) % atoll(rest[1])));
    }
  }
  return tensor;
}

#endif /* HORNBEAM_TESTS_PROGRAMS_C_TEXT_H_ */
