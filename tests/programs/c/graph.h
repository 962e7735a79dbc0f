/* The steps of a program that are about tensors and graphs. */
#ifndef HORNBEAM_TESTS_PROGRAMS_C_GRAPH_H_
#define HORNBEAM_TESTS_PROGRAMS_C_GRAPH_H_

#include "text.h"

/* Things by name. A name that is set again keeps its place. */
enum { kNames = 96, kNameSize = 32 };
typedef struct Table {
  int count;
  char name[kNames][kNameSize];
  void* value[kNames];
} Table;

static void** Place(Table* table, const char* name) {
  for (int i = 0; i < table->count; ++i) {
    if (strcmp(table->name[i], name) == 0) return &table->value[i];
  }
  if (table->count == kNames) abort();
  snprintf(table->name[table->count], kNameSize, "%s", name);
  table->value[table->count] = NULL;
  return &table->value[table->count++];
}

static void* Find(Table* table, const char* name) {
  void* found = *Place(table, name);
  if (found == NULL) {
    fprintf(stderr, "there is no '%s'\n", name);
    exit(2);
  }
  return found;
}

/* A loss, an optimizer and so on: its JSON, and the function when it is one of the user. */
typedef struct Part {
  Text json;
  HB_TraceFn fn;
  char own[32]; /* the name of that function */
} Part;

/* One run of a program. */
typedef struct Program {
  const char* data;
  Text out;
  int number;
  HB_Status* status;
  Table tensors, outputs, parts, layers, symbols, calls, models;
  HB_Graph* graph;
  HB_Session* session;
} Program;

typedef struct Layer {
  Text config;
  char* class_name;
  HB_Layer* made; /* by the first use */
} Layer;

static void Say(Program* p, const char* text) {
  Print(&p->out, "%d: ", p->number);
  Put(&p->out, text == NULL ? "" : text);
  Put(&p->out, "\n");
}

static void SayText(Program* p, Text* text) {
  Say(p, text->data);
  FreeText(text);
}

static void SayTensor(Program* p, HB_Tensor* tensor) {
  Text text = {0};
  PutTensor(&text, tensor);
  SayText(p, &text);
  HB_DeleteTensor(tensor);
}

static int Ok(Program* p) { return HB_GetCode(p->status) == HB_OK; }

/* Parameters of classes as JSON. */

static int IsNumbers(const char* word) {
  return strspn(word, "-0123456789.,e") == strlen(word) && strpbrk(word, "0123456789") != NULL;
}

static void PutParts(Program* p, Text* json, const char* names) {
  Words w = Split(names, ',', 0);
  if (w.count > 1) Put(json, "[");
  for (int i = 0; i < w.count; ++i) {
    if (i > 0) Put(json, ", ");
    Put(json, ((Part*)Find(&p->parts, w.word[i]))->json.data);
  }
  if (w.count > 1) Put(json, "]");
  FreeWords(&w);
}

static void PutValue(Program* p, Text* json, const char* word) {
  if (word[0] == '@') {
    PutParts(p, json, word + 1);
  } else if (strcmp(word, "true") == 0 || strcmp(word, "false") == 0) {
    Put(json, word);
  } else if (!IsNumbers(word)) {
    size_t size;
    char* text = Decoded(word, &size);
    PutQuoted(json, text);
    free(text);
  } else if (strchr(word, ',') == NULL) {
    Put(json, word);
  } else {
    Words w = Split(word, ',', 0);
    for (int i = 0; i < w.count; ++i) {
      Put(json, i > 0 ? ", " : "[");
      Put(json, w.word[i]);
    }
    Put(json, "]");
    FreeWords(&w);
  }
}

static void PutConfig(Program* p, Text* json, const Words* w) {
  Put(json, "{");
  for (int i = 0; i < w->noptions; ++i) {
    if (i > 0) Put(json, ", ");
    PutQuoted(json, w->key[i]);
    Put(json, ": ");
    PutValue(p, json, w->value[i]);
  }
  Put(json, "}");
}

/* Arrays of tensors, by an option that has their names. */
typedef struct Tensors {
  HB_Tensor* tensor[kWords];
  int count;
} Tensors;

static Tensors TensorsOf(Program* p, const char* names, char separator) {
  Tensors found = {{NULL}, 0};
  if (names == NULL) return found;
  Words w = Split(names, separator, 0);
  for (; found.count < w.count; ++found.count) {
    found.tensor[found.count] = (HB_Tensor*)Find(&p->tensors, w.word[found.count]);
  }
  FreeWords(&w);
  return found;
}

/* Tensors and graphs */

static void DoTensor(Program* p, const Words* w) {
  HB_Tensor* made = MakeTensor(w, p->data);
  void** place = Place(&p->tensors, w->word[0]);
  HB_DeleteTensor((HB_Tensor*)*place);
  *place = made;
}

static void DoShow(Program* p, const Words* w) {
  Text text = {0};
  PutTensor(&text, (HB_Tensor*)Find(&p->tensors, w->word[0]));
  SayText(p, &text);
}

static void DoGraph(Program* p, const Words* w) {
  (void)w;
  p->graph = HB_NewGraph();
}

static HB_OperationDescription* Begin(Program* p, const char* type) {
  HB_Buffer* name = HB_NewBuffer();
  HB_GraphUniqueName(p->graph, type, name, p->status);
  char* text = Copy((const char*)name->data, name->length);
  HB_DeleteBuffer(name);
  HB_OperationDescription* made = HB_NewOperation(p->graph, type, text);
  free(text);
  return made;
}

static void SetOutput(Program* p, const char* name, HB_Output output) {
  void** place = Place(&p->outputs, name);
  if (*place == NULL) *place = malloc(sizeof(HB_Output));
  *(HB_Output*)*place = output;
}

static void DoConst(Program* p, const Words* w) {
  const HB_Tensor* value = (HB_Tensor*)Find(&p->tensors, w->word[1]);
  HB_OperationDescription* made = Begin(p, "Const");
  HB_SetAttrTensor(made, "value", (HB_Tensor*)value, p->status);
  HB_SetAttrType(made, "dtype", HB_TensorType(value));
  const HB_Output output = {HB_FinishOperation(made, p->status), 0};
  SetOutput(p, w->word[0], output);
}

static HB_Output FindOutput(Program* p, const char* word) {
  const char* colon = strchr(word, ':');
  char* name = Copy(word, colon == NULL ? strlen(word) : (size_t)(colon - word));
  HB_Output output = *(HB_Output*)Find(&p->outputs, name);
  free(name);
  if (colon != NULL) output.index = atoi(colon + 1);
  return output;
}

/* Outputs of a list such as a,b:1; returns how many there are. */
static int FindOutputs(Program* p, const char* list, HB_Output* outputs) {
  if (strcmp(list, "-") == 0) return 0;
  Words w = Split(list, ',', 0);
  const int count = w.count;
  for (int i = 0; i < count; ++i) outputs[i] = FindOutput(p, w.word[i]);
  FreeWords(&w);
  return count;
}

static void SetAttr(HB_OperationDescription* op, const char* name, const char* word) {
  int64_t dims[kRank];
  char kind[16];
  const char* text = strchr(word, ':') + 1;
  snprintf(kind, sizeof(kind), "%.*s", (int)(text - 1 - word), word);
  if (strcmp(kind, "type") == 0) HB_SetAttrType(op, name, Type(text));
  if (strcmp(kind, "int") == 0) HB_SetAttrInt(op, name, atoll(text));
  if (strcmp(kind, "float") == 0) HB_SetAttrFloat(op, name, (float)atof(text));
  if (strcmp(kind, "bool") == 0) HB_SetAttrBool(op, name, strcmp(text, "true") == 0);
  if (strcmp(kind, "shape") == 0) HB_SetAttrShape(op, name, dims, Shape(text, dims));
  if (strcmp(kind, "ints") == 0) HB_SetAttrIntList(op, name, dims, Shape(text, dims));
  if (strcmp(kind, "string") == 0) {
    size_t size;
    char* value = Decoded(text, &size);
    HB_SetAttrString(op, name, value, size);
    free(value);
  }
}

static void DoOp(Program* p, const Words* w) {
  HB_OperationDescription* made = Begin(p, w->word[1]);
  for (int i = 2; i < w->count; ++i) {
    if (w->word[i][0] == '[') {
      HB_Output list[kWords];
      char* names = Copy(w->word[i] + 1, strlen(w->word[i]) - 2);
      const int count = FindOutputs(p, names, list);
      HB_AddInputList(made, list, count);
      free(names);
    } else {
      HB_AddInput(made, FindOutput(p, w->word[i]));
    }
  }
  for (int i = 0; i < w->noptions; ++i) SetAttr(made, w->key[i], w->value[i]);
  const HB_Output output = {HB_FinishOperation(made, p->status), 0};
  SetOutput(p, w->word[0], output);
}

static void DoGradients(Program* p, const Words* w) {
  HB_Output y[kWords], x[kWords], dy[kWords];
  const int ny = FindOutputs(p, w->word[1], y), nx = FindOutputs(p, w->word[2], x);
  Words names = Split(w->word[0], ',', 0);
  HB_AddGradients(p->graph, y, ny, x, nx, NULL, p->status, dy);
  for (int i = 0; i < nx && Ok(p); ++i) {
    SetOutput(p, names.word[i], dy[i]);
    if (dy[i].oper != NULL) continue;
    Text text = {0};
    Print(&text, "%s is not there", names.word[i]);
    SayText(p, &text);
  }
  FreeWords(&names);
}

static void DoSession(Program* p, const Words* w) {
  (void)w;
  HB_SessionOptions* options = HB_NewSessionOptions();
  p->session = HB_NewSession(p->graph, options, p->status);
  HB_DeleteSessionOptions(options);
}

static void DoClose(Program* p, const Words* w) {
  (void)w;
  HB_CloseSession(p->session, p->status);
}

static int Feeds(Program* p, const Words* w, HB_Output* feeds, HB_Tensor** values) {
  for (int i = 0; i < w->noptions; ++i) {
    feeds[i] = FindOutput(p, w->key[i]);
    values[i] = (HB_Tensor*)Find(&p->tensors, w->value[i]);
  }
  return w->noptions;
}

static void DoRun(Program* p, const Words* w) {
  HB_Output feeds[kWords], fetches[kWords], targets[kWords];
  HB_Tensor *values[kWords], *results[kWords] = {NULL};
  const HB_Operation* operations[kWords];
  const int nfeeds = Feeds(p, w, feeds, values);
  const int nfetches = FindOutputs(p, w->word[0], fetches);
  const int ntargets = w->count > 1 ? FindOutputs(p, w->word[1], targets) : 0;
  for (int i = 0; i < ntargets; ++i) operations[i] = targets[i].oper;
  HB_SessionRun(p->session, NULL, feeds, values, nfeeds, fetches, results, nfetches, operations,
                ntargets, NULL, p->status);
  for (int i = 0; i < nfetches && Ok(p); ++i) SayTensor(p, results[i]);
}

static void DoCallable(Program* p, const Words* w) {
  HB_Output feeds[kWords], fetches[kWords];
  HB_Tensor *values[kWords], *results[kWords] = {NULL};
  const int nfeeds = Feeds(p, w, feeds, values);
  const int nfetches = FindOutputs(p, w->word[0], fetches);
  HB_Callable* callable = HB_SessionMakeCallable(p->session, feeds, nfeeds, fetches, nfetches, NULL,
                                                 0, NULL, p->status);
  if (Ok(p)) HB_CallableRun(callable, values, nfeeds, results, nfetches, NULL, p->status);
  for (int i = 0; i < nfetches && Ok(p); ++i) SayTensor(p, results[i]);
  HB_DeleteCallable(callable);
}

/* A tensor such as "name:0" of a graph. */
static HB_Output TensorByName(HB_Graph* graph, const char* name) {
  Words sides = Split(name, ':', 0);
  const HB_Output output = {HB_GraphOperationByName(graph, sides.word[0]), atoi(sides.word[1])};
  FreeWords(&sides);
  return output;
}

/* A SavedModel of anyone: the names of its tensors are those of its signature. */
static void DoServe(Program* p, const Words* w) {
  static const char* const kTags[] = {"serve"};
  HB_Graph* graph = HB_NewGraph();
  HB_Tensor *value = (HB_Tensor*)Find(&p->tensors, w->value[0]), *result = NULL;
  HB_Session* session = HB_LoadSavedModel(NULL, NULL, w->word[0], kTags, 1, graph, NULL, p->status);
  if (Ok(p)) {
    const HB_Output feed = TensorByName(graph, w->word[1]), fetch = TensorByName(graph, w->word[2]);
    HB_SessionRun(session, NULL, &feed, &value, 1, &fetch, &result, 1, NULL, 0, NULL, p->status);
  }
  if (Ok(p)) SayTensor(p, result);
  HB_Status* status = HB_NewStatus();
  if (session != NULL) HB_DeleteSession(session, status);
  HB_DeleteStatus(status);
  HB_DeleteGraph(graph);
}

#endif /* HORNBEAM_TESTS_PROGRAMS_C_GRAPH_H_ */
