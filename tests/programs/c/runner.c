/* Runs programs of tests/programs/list on Hornbeam's C interface.

   usage: runner PROGRAMS DATA

   README.md says what the lines of a program mean. */

#include <pthread.h>

#include "model.h"

static HB_Logs NoLogs(void) {
  HB_Logs logs;
  memset(&logs, 0, sizeof(logs));
  logs.struct_size = sizeof(logs);
  return logs;
}

static void SayLogs(Program* p, const HB_Logs* logs) {
  Text text = {0};
  if (!Ok(p)) return;
  PutLogs(&text, logs->count, logs->names, logs->values);
  SayText(p, &text);
}

static HB_Arrays Arrays(const Tensors* x, const Tensors* y, const Tensors* weight) {
  const HB_Arrays arrays = {sizeof(arrays), x->tensor,      x->count,     y->tensor,
                            y->count,       weight->tensor, weight->count};
  return arrays;
}

static void DoBatch(Program* p, const Words* w) {
  const Tensors x = TensorsOf(p, Option(w, "x"), ','), y = TensorsOf(p, Option(w, "y"), ','),
                weight = TensorsOf(p, Option(w, "sample_weight"), ',');
  const HB_Arrays arrays = Arrays(&x, &y, &weight);
  HB_Logs logs = NoLogs();
  HB_ModelTrainOnBatch(FindModel(p, w->word[0]), &arrays, NULL, &logs, p->status);
  SayLogs(p, &logs);
}

static void DoEvaluate(Program* p, const Words* w) {
  const Tensors x = TensorsOf(p, Option(w, "x"), ','), y = TensorsOf(p, Option(w, "y"), ','),
                weight = TensorsOf(p, Option(w, "sample_weight"), ',');
  const HB_Arrays arrays = Arrays(&x, &y, &weight);
  HB_Logs logs = NoLogs();
  HB_ModelEvaluate(FindModel(p, w->word[0]), &arrays, (int64_t)NumberOption(w, "batch_size", 0),
                   &logs, p->status);
  SayLogs(p, &logs);
}

/* Predictions of one thread. */
typedef struct Prediction {
  HB_Model* model;
  Tensors x;
  int times, outputs;
  Text text;
  HB_Status* status;
} Prediction;

static void* Predict(void* argument) {
  Prediction* run = (Prediction*)argument;
  for (int i = 0; i < run->times; ++i) {
    HB_Tensor* outputs[kWords] = {NULL};
    Text text = {0};
    HB_ModelPredict(run->model, run->x.tensor, run->x.count, outputs, run->outputs, run->status);
    for (int k = 0; k < run->outputs && HB_GetCode(run->status) == HB_OK; ++k) {
      if (k > 0) Put(&text, " ");
      PutTensor(&text, outputs[k]);
      HB_DeleteTensor(outputs[k]);
    }
    if (run->text.data == NULL) {
      run->text = text;
      continue;
    }
    if (text.data == NULL || strcmp(text.data, run->text.data) != 0) Put(&run->text, " differs");
    FreeText(&text);
  }
  return NULL;
}

enum { kThreads = 16 };

static void DoPredict(Program* p, const Words* w) {
  const int threads = (int)NumberOption(w, "threads", 1);
  Prediction runs[kThreads];
  pthread_t ids[kThreads];
  int same = 1;
  for (int i = 0; i < threads; ++i) {
    const Prediction run = {FindModel(p, w->word[0]),
                            TensorsOf(p, Option(w, "x"), ','),
                            (int)NumberOption(w, "times", 1),
                            (int)NumberOption(w, "outputs", 1),
                            {0},
                            threads == 1 ? p->status : HB_NewStatus()};
    runs[i] = run;
    if (threads > 1) pthread_create(&ids[i], NULL, Predict, &runs[i]);
  }
  if (threads == 1) Predict(&runs[0]);
  for (int i = 0; i < threads && threads > 1; ++i) pthread_join(ids[i], NULL);
  for (int i = 0; i < threads; ++i) {
    same = same && runs[i].text.data != NULL && strcmp(runs[i].text.data, runs[0].text.data) == 0;
  }
  if (Ok(p)) Say(p, same ? runs[0].text.data : "threads differ");
  for (int i = 0; i < threads; ++i) {
    FreeText(&runs[i].text);
    if (threads > 1) HB_DeleteStatus(runs[i].status);
  }
}

static void DoWeights(Program* p, const Words* w) {
  HB_Tensor* weights[kWords] = {NULL};
  HB_Model* model = FindModel(p, w->word[0]);
  const int count = HB_ModelNumWeights(model);
  HB_ModelGetWeights(model, weights, count, p->status);
  for (int i = 0; i < count && Ok(p); ++i) SayTensor(p, weights[i]);
}

static void DoSetWeights(Program* p, const Words* w) {
  HB_Tensor* weights[kWords];
  for (int i = 1; i < w->count; ++i) weights[i - 1] = (HB_Tensor*)Find(&p->tensors, w->word[i]);
  HB_ModelSetWeights(FindModel(p, w->word[0]), weights, w->count - 1, p->status);
}

static void DoRate(Program* p, const Words* w) {
  Text text = {0};
  PutBits(&text, HB_ModelLearningRate(FindModel(p, w->word[0]), p->status));
  SayText(p, &text);
}

static void DoSetRate(Program* p, const Words* w) {
  HB_ModelSetLearningRate(FindModel(p, w->word[0]), atof(w->word[1]), p->status);
}

static void DoSummary(Program* p, const Words* w) {
  Text text = {0};
  HB_Buffer* buffer = HB_NewBuffer();
  HB_ModelSummary(FindModel(p, w->word[0]), 80, buffer, p->status);
  char* summary = Copy((const char*)buffer->data, buffer->length);
  PutQuoted(&text, summary);
  SayText(p, &text);
  free(summary);
  HB_DeleteBuffer(buffer);
}

static void DoConfig(Program* p, const Words* w) {
  HB_Buffer* buffer = HB_NewBuffer();
  HB_ModelConfig(FindModel(p, w->word[0]), buffer, p->status);
  char* config = Copy((const char*)buffer->data, buffer->length);
  Say(p, config);
  free(config);
  HB_DeleteBuffer(buffer);
}

static void DoSave(Program* p, const Words* w) {
  HB_ModelSave(FindModel(p, w->word[0]), w->word[1], NULL, p->status);
}
static void DoLoad(Program* p, const Words* w) {
  SetModel(p, w->word[0], HB_ModelLoad(w->word[1], NULL, p->status));
}
static void DoSaveWeights(Program* p, const Words* w) {
  HB_ModelSaveWeights(FindModel(p, w->word[0]), w->word[1], p->status);
}
static void DoLoadWeights(Program* p, const Words* w) {
  HB_ModelLoadWeights(FindModel(p, w->word[0]), w->word[1], p->status);
}

static const struct {
  const char* name;
  void (*run)(Program* p, const Words* w);
} kSteps[] = {
    {"tensor", DoTensor},
    {"show", DoShow},
    {"graph", DoGraph},
    {"const", DoConst},
    {"op", DoOp},
    {"gradients", DoGradients},
    {"session", DoSession},
    {"close", DoClose},
    {"run", DoRun},
    {"callable", DoCallable},
    {"serve", DoServe},
    {"seed", DoSeed},
    {"part", DoPart},
    {"layer", DoLayer},
    {"model_layer", DoModelLayer},
    {"input", DoInput},
    {"call", DoCall},
    {"sequential", DoSequential},
    {"functional", DoFunctional},
    {"typed", DoTyped},
    {"compile", DoCompile},
    {"fit", DoFit},
    {"batch", DoBatch},
    {"evaluate", DoEvaluate},
    {"predict", DoPredict},
    {"weights", DoWeights},
    {"set_weights", DoSetWeights},
    {"rate", DoRate},
    {"set_rate", DoSetRate},
    {"summary", DoSummary},
    {"config", DoConfig},
    {"save", DoSave},
    {"load", DoLoad},
    {"save_weights", DoSaveWeights},
    {"load_weights", DoLoadWeights},
};

static void Step(Program* p, const char* line) {
  Words w = Split(line, ' ', 1);
  if (strcmp(w.word[0], "repeat") == 0) {
    const char* rest = strstr(line + strlen("repeat "), " ") + 1;
    for (int i = 0; i < atoi(w.word[1]) && Ok(p); ++i) Step(p, rest);
    FreeWords(&w);
    return;
  }
  /* A step sees the words behind its name. */
  Words rest = w;
  for (int i = 1; i < w.count; ++i) rest.word[i - 1] = w.word[i];
  --rest.count;
  for (size_t i = 0; i < sizeof(kSteps) / sizeof(kSteps[0]); ++i) {
    if (strcmp(kSteps[i].name, w.word[0]) != 0) continue;
    kSteps[i].run(p, &rest);
    FreeWords(&w);
    return;
  }
  fprintf(stderr, "there is no '%s'\n", w.word[0]);
  exit(2);
}

/* Runs a line; says what went wrong. Returns 0 when the program can't go on. */
static int RunLine(Program* p, const char* line) {
  const int fails = strncmp(line, "fails ", 6) == 0, refuses = strncmp(line, "refuses ", 8) == 0;
  if (fails || refuses) line = strchr(strchr(line, ' ') + 1, ' ') + 1;
  HB_SetStatus(p->status, HB_OK, "");
  Step(p, line);
  if (Ok(p)) {
    if (fails || refuses) Say(p, "is fine");
    return 1;
  }
  Text text = {0};
  Print(&text, "error %s", kCodes[HB_GetCode(p->status)]);
  if (!refuses) {
    Put(&text, " ");
    PutQuoted(&text, HB_Message(p->status));
  }
  SayText(p, &text);
  return fails || refuses;
}

/* A program of the file, and what its threads print. */
typedef struct Entry {
  const char* name;
  int nlines;
  char* lines[256];
  const char* data;
  Text out[kThreads];
} Entry;

typedef struct Run {
  const Entry* entry;
  Text* out;
} Run;

static void FreeProgram(Program* p) {
  for (int i = 0; i < p->models.count; ++i) HB_DeleteModel((HB_Model*)p->models.value[i]);
  for (int i = 0; i < p->symbols.count; ++i) HB_DeleteSymbol((HB_Symbol*)p->symbols.value[i]);
  for (int i = 0; i < p->layers.count; ++i) {
    Layer* layer = (Layer*)p->layers.value[i];
    HB_DeleteLayer(layer->made);
    FreeText(&layer->config);
    free(layer->class_name);
    free(layer);
  }
  for (int i = 0; i < p->parts.count; ++i) {
    FreeText(&((Part*)p->parts.value[i])->json);
    free(p->parts.value[i]);
  }
  for (int i = 0; i < p->calls.count; ++i) free(p->calls.value[i]);
  for (int i = 0; i < p->outputs.count; ++i) free(p->outputs.value[i]);
  for (int i = 0; i < p->tensors.count; ++i) HB_DeleteTensor((HB_Tensor*)p->tensors.value[i]);
  if (p->session != NULL) HB_DeleteSession(p->session, p->status);
  if (p->graph != NULL) HB_DeleteGraph(p->graph);
  HB_DeleteStatus(p->status);
}

static void* RunProgram(void* argument) {
  const Run* run = (const Run*)argument;
  Program* p = (Program*)calloc(1, sizeof(Program));
  p->data = run->entry->data;
  p->status = HB_NewStatus();
  for (p->number = 1; p->number <= run->entry->nlines; ++p->number) {
    if (!RunLine(p, run->entry->lines[p->number - 1])) break;
  }
  *run->out = p->out;
  FreeProgram(p);
  free(p);
  return NULL;
}

static void RunEntry(Entry* entry, int threads) {
  Run runs[kThreads];
  pthread_t ids[kThreads];
  int same = 1;
  for (int i = 0; i < threads; ++i) {
    runs[i].entry = entry;
    runs[i].out = &entry->out[i];
    if (threads > 1) pthread_create(&ids[i], NULL, RunProgram, &runs[i]);
  }
  if (threads == 1) RunProgram(&runs[0]);
  for (int i = 0; i < threads && threads > 1; ++i) pthread_join(ids[i], NULL);
  printf("program %s\n%s", entry->name, entry->out[0].data == NULL ? "" : entry->out[0].data);
  for (int i = 0; i < threads; ++i) {
    same = same && (i == 0 || (entry->out[i].data != NULL &&
                               strcmp(entry->out[i].data, entry->out[0].data) == 0));
  }
  if (!same) puts("threads differ");
  for (int i = 0; i < threads; ++i) FreeText(&entry->out[i]);
  for (int i = 0; i < entry->nlines; ++i) free(entry->lines[i]);
  entry->nlines = 0;
}

int main(int argc, char** argv) {
  static Entry entry;
  char line[4096], name[256];
  int threads = 1;
  FILE* file = argc == 3 ? fopen(argv[1], "r") : NULL;
  if (file == NULL) {
    fprintf(stderr, "usage: %s PROGRAMS DATA\n", argv[0]);
    return 2;
  }
  entry.name = name;
  entry.data = argv[2];
  while (fgets(line, sizeof(line), file) != NULL) {
    line[strcspn(line, "#\n")] = '\0';
    while (line[0] != '\0' && line[strlen(line) - 1] == ' ') line[strlen(line) - 1] = '\0';
    if (line[0] == '\0') continue;
    if (strncmp(line, "program ", 8) == 0) {
      if (entry.nlines > 0) RunEntry(&entry, threads);
      threads = 1;
      sscanf(line, "program %255s %d", name, &threads);
    } else {
      entry.lines[entry.nlines++] = Copy(line, strlen(line));
    }
  }
  if (entry.nlines > 0) RunEntry(&entry, threads);
  fclose(file);
  return 0;
}
