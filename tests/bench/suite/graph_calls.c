/* What TensorFlow's C interface costs with a library that has it: TensorFlow's own, or Hornbeam's.

   usage: graph_calls LIBRARY run N             seconds of TF_SessionRun on a chain of N scalar
                                                subtractions, or on a NoOp if N is 0
          graph_calls LIBRARY import N          seconds to import, plan and first run such a chain
          graph_calls LIBRARY first MODEL INPUT I OUTPUT I
                                                seconds from dlopen to the first prediction of the
                                                digits network, a SavedModel
          graph_calls LIBRARY resident MODEL …  the bytes that are resident then

   Prints one number. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tensorflow/c/c_api.h"

// clang-format off
#define FUNCTIONS(F) \
  F(TF_NewStatus) \
  F(TF_GetCode) \
  F(TF_Message) \
  F(TF_NewGraph) \
  F(TF_DeleteGraph) \
  F(TF_NewOperation) \
  F(TF_AddInput) \
  F(TF_SetAttrType) \
  F(TF_SetAttrShape) \
  F(TF_FinishOperation) \
  F(TF_GraphOperationByName) \
  F(TF_NewBuffer) \
  F(TF_DeleteBuffer) \
  F(TF_GraphToGraphDef) \
  F(TF_NewImportGraphDefOptions) \
  F(TF_GraphImportGraphDef) \
  F(TF_NewSessionOptions) \
  F(TF_NewSession) \
  F(TF_SessionRun) \
  F(TF_LoadSessionFromSavedModel) \
  F(TF_AllocateTensor) \
  F(TF_TensorData) \
  F(TF_DeleteTensor)
// clang-format on

#define DECLARE(f) static __typeof__(f)* p_##f;
FUNCTIONS(DECLARE)

static TF_Status* status;

static void Fail(const char* message) {
  fprintf(stderr, "%s\n", message);
  exit(1);
}

static void Check(void) {
  if (p_TF_GetCode(status) != TF_OK) Fail(p_TF_Message(status));
}

static double Now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void Load(const char* path) {
  void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) Fail(dlerror());
#define FIND(f)                         \
  *(void**)&p_##f = dlsym(library, #f); \
  if (p_##f == NULL) Fail("the library has no " #f);
  FUNCTIONS(FIND)
  status = p_TF_NewStatus();
}

static TF_Output Node(TF_Graph* graph, const char* type, const char* name, const TF_Output* inputs,
                      int count) {
  TF_OperationDescription* d = p_TF_NewOperation(graph, type, name);
  for (int i = 0; i < count; ++i) p_TF_AddInput(d, inputs[i]);
  if (strcmp(type, "Placeholder") == 0) {
    p_TF_SetAttrType(d, "dtype", TF_FLOAT);
    p_TF_SetAttrShape(d, "shape", NULL, 0);
  }
  const TF_Output made = {p_TF_FinishOperation(d, status), 0};
  Check();
  return made;
}

/* Nodes x, y, n0 = x - y, n1 = n0 - y…; a NoOp n0 if the length is 0. */
static TF_Graph* Chain(int length) {
  TF_Graph* graph = p_TF_NewGraph();
  if (length == 0) {
    Node(graph, "NoOp", "n0", NULL, 0);
    return graph;
  }
  TF_Output in[2] = {Node(graph, "Placeholder", "x", NULL, 0),
                     Node(graph, "Placeholder", "y", NULL, 0)};
  for (int i = 0; i < length; ++i) {
    char name[32];
    snprintf(name, sizeof(name), "n%d", i);
    in[0] = Node(graph, "Sub", name, in, 2);
  }
  return graph;
}

static TF_Session* Open(TF_Graph* graph) {
  TF_Session* session = p_TF_NewSession(graph, p_TF_NewSessionOptions(), status);
  Check();
  return session;
}

static TF_Tensor* Scalar(float value) {
  TF_Tensor* t = p_TF_AllocateTensor(TF_FLOAT, NULL, 0, sizeof(float));
  *(float*)p_TF_TensorData(t) = value;
  return t;
}

/* What a run of a chain needs. */
static TF_Output feeds[2], fetch;
static TF_Tensor* values[2];
static const TF_Operation* target;

static void Find(TF_Graph* graph, int length) {
  char name[32];
  snprintf(name, sizeof(name), "n%d", length > 0 ? length - 1 : 0);
  fetch.oper = p_TF_GraphOperationByName(graph, name);
  target = fetch.oper;
  feeds[0].oper = p_TF_GraphOperationByName(graph, "x");
  feeds[1].oper = p_TF_GraphOperationByName(graph, "y");
  values[0] = Scalar(1);
  values[1] = Scalar(0.5f);
}

static void Run(TF_Session* session, int length) {
  if (length == 0) {
    p_TF_SessionRun(session, NULL, NULL, NULL, 0, NULL, NULL, 0, &target, 1, NULL, status);
    return;
  }
  TF_Tensor* result = NULL;
  p_TF_SessionRun(session, NULL, feeds, values, 2, &fetch, &result, 1, NULL, 0, NULL, status);
  p_TF_DeleteTensor(result);
}

/* The best mean of batches of calls, in a third of a second. */
static double TimeOfRun(int length) {
  TF_Graph* graph = Chain(length);
  TF_Session* session = Open(graph);
  Find(graph, length);
  const int calls = 1 + 2000 / (length + 1);
  for (int i = 0; i < calls; ++i) Run(session, length);
  Check();
  double best = 1e30;
  for (const double end = Now() + 0.35; Now() < end;) {
    const double start = Now();
    for (int i = 0; i < calls; ++i) Run(session, length);
    const double mean = (Now() - start) / calls;
    if (mean < best) best = mean;
  }
  Check();
  return best;
}

static double TimeOfImport(int length) {
  TF_Buffer* bytes = p_TF_NewBuffer();
  TF_Graph* made = Chain(length);
  p_TF_GraphToGraphDef(made, bytes, status);
  Check();
  p_TF_DeleteGraph(made);
  const double start = Now();
  TF_Graph* graph = p_TF_NewGraph();
  p_TF_GraphImportGraphDef(graph, bytes, p_TF_NewImportGraphDefOptions(), status);
  Check();
  TF_Session* session = Open(graph);
  Find(graph, length);
  Run(session, length);
  Check();
  return Now() - start;
}

static void Predict(char** argv) {
  const char* tags[] = {"serve"};
  TF_Graph* graph = p_TF_NewGraph();
  TF_Session* session = p_TF_LoadSessionFromSavedModel(p_TF_NewSessionOptions(), NULL, argv[0],
                                                       tags, 1, graph, NULL, status);
  Check();
  const int64_t dims[4] = {1, 8, 8, 1};
  TF_Tensor* image = p_TF_AllocateTensor(TF_FLOAT, dims, 4, 64 * sizeof(float));
  memset(p_TF_TensorData(image), 0, 64 * sizeof(float));
  const TF_Output in = {p_TF_GraphOperationByName(graph, argv[1]), atoi(argv[2])};
  const TF_Output out = {p_TF_GraphOperationByName(graph, argv[3]), atoi(argv[4])};
  if (in.oper == NULL || out.oper == NULL) Fail("the model has no such node");
  TF_Tensor* scores = NULL;
  p_TF_SessionRun(session, NULL, &in, &image, 1, &out, &scores, 1, NULL, 0, NULL, status);
  Check();
}

static double Resident(void) {
  char line[256];
  double kilobytes = 0;
  FILE* file = fopen("/proc/self/status", "r");
  while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
    if (sscanf(line, "VmRSS: %lf", &kilobytes) == 1) break;
  }
  return 1024 * kilobytes;
}

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const char* what = argv[2];
  const double start = Now();
  Load(argv[1]);
  if (strcmp(what, "run") == 0) {
    printf("%.9g\n", TimeOfRun(atoi(argv[3])));
  } else if (strcmp(what, "import") == 0) {
    printf("%.9g\n", TimeOfImport(atoi(argv[3])));
  } else if (argc == 8) {
    Predict(argv + 3);
    const double spent = Now() - start;
    printf("%.9g\n", strcmp(what, "first") == 0 ? spent : Resident());
  } else {
    return 2;
  }
  fflush(stdout);
  _Exit(0); /* TensorFlow's destructors take long, and are no part of this */
}
