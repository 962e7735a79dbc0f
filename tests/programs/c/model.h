/* The steps of a program that are about layers and models. */
#ifndef HORNBEAM_TESTS_PROGRAMS_C_MODEL_H_
#define HORNBEAM_TESTS_PROGRAMS_C_MODEL_H_

#include "graph.h"
#include "own.h"
#include "text.h"

static void DoSeed(Program* p, const Words* w) {
  (void)p;
  HB_SetRandomSeed(strtoull(w->word[0], NULL, 10));
}

static void DoPart(Program* p, const Words* w) {
  Part* part = (Part*)calloc(1, sizeof(Part));
  if (strncmp(w->word[2], "own:", 4) == 0) {
    part->fn = OwnFunction(w->word[2] + 4);
    snprintf(part->own, sizeof(part->own), "%s", w->word[2] + 4);
  }
  if (part->fn != NULL && strcmp(w->word[1], "optimizer") != 0) {
    PutQuoted(&part->json, part->own);
  } else {
    Print(&part->json,
          "{\"class_name\": \"%s\", \"config\": ", part->fn != NULL ? part->own : w->word[2]);
    PutConfig(p, &part->json, w);
    Put(&part->json, "}");
  }
  *Place(&p->parts, w->word[0]) = part;
}

static void DoLayer(Program* p, const Words* w) {
  Layer* layer = (Layer*)calloc(1, sizeof(Layer));
  layer->class_name = Copy(w->word[1], strlen(w->word[1]));
  PutConfig(p, &layer->config, w);
  *Place(&p->layers, w->word[0]) = layer;
}

static HB_Model* FindModel(Program* p, const char* name) {
  return (HB_Model*)Find(&p->models, name);
}

static void DoModelLayer(Program* p, const Words* w) {
  Layer* layer = (Layer*)calloc(1, sizeof(Layer));
  layer->made = HB_LayerFromModel(FindModel(p, w->word[1]));
  *Place(&p->layers, w->word[0]) = layer;
}

static HB_Layer* Made(Program* p, const char* name) {
  Layer* layer = (Layer*)Find(&p->layers, name);
  if (layer->made != NULL) return layer->made;
  if (strncmp(layer->class_name, "own:", 4) == 0) {
    layer->made = HB_LayerFromTrace(layer->class_name + 4, NULL, 0, 1, OwnFunction("Scale"), NULL,
                                    NULL, p->status);
  } else {
    layer->made = HB_LayerNew(layer->class_name, layer->config.data, layer->config.size, p->status);
  }
  return layer->made;
}

static void DoInput(Program* p, const Words* w) {
  Text config = {0};
  Put(&config, "{\"shape\": ");
  Text shape = {0};
  Print(&shape, "%s,", w->word[1]);
  PutValue(p, &config, shape.data);
  FreeText(&shape);
  for (int i = 0; i < w->noptions; ++i) {
    Print(&config, ", \"%s\": ", w->key[i]);
    PutValue(p, &config, w->value[i]);
  }
  Put(&config, "}");
  *Place(&p->symbols, w->word[0]) = HB_SymbolInput(config.data, config.size, p->status);
  FreeText(&config);
}

static void DoCall(Program* p, const Words* w) {
  Text call = {0};
  for (int i = 1; i < w->count; ++i) Print(&call, "%s,", w->word[i]);
  *Place(&p->calls, w->word[0]) = call.data;
  *Place(&p->symbols, w->word[0]) = NULL;
}

/* A symbol; a call is made when it is first needed. */
static HB_Symbol* FindSymbol(Program* p, const char* name) {
  HB_Symbol *inputs[kWords], *output = *(HB_Symbol**)Place(&p->symbols, name);
  if (output != NULL) return output;
  Words call = Split((const char*)Find(&p->calls, name), ',', 0);
  for (int i = 1; i < call.count; ++i) inputs[i - 1] = FindSymbol(p, call.word[i]);
  HB_Layer* layer = Ok(p) ? Made(p, call.word[0]) : NULL;
  if (Ok(p)) HB_LayerCall(layer, inputs, call.count - 1, &output, 1, p->status);
  FreeWords(&call);
  *Place(&p->symbols, name) = output;
  return output;
}

static void SetModel(Program* p, const char* name, HB_Model* model) {
  if (!Ok(p)) return;
  void** place = Place(&p->models, name);
  HB_DeleteModel((HB_Model*)*place);
  *place = model;
}

static void DoSequential(Program* p, const Words* w) {
  HB_Layer* layers[kWords];
  for (int i = 1; i < w->count && Ok(p); ++i) layers[i - 1] = Made(p, w->word[i]);
  if (Ok(p)) {
    SetModel(p, w->word[0], HB_ModelSequential(layers, w->count - 1, NULL, p->status));
  }
}

static void DoFunctional(Program* p, const Words* w) {
  HB_Symbol *in[kWords], *out[kWords];
  Words inputs = Split(w->word[1], ',', 0), outputs = Split(w->word[2], ',', 0);
  for (int i = 0; i < inputs.count && Ok(p); ++i) in[i] = FindSymbol(p, inputs.word[i]);
  for (int i = 0; i < outputs.count && Ok(p); ++i) out[i] = FindSymbol(p, outputs.word[i]);
  if (Ok(p)) {
    SetModel(p, w->word[0], HB_ModelNew(in, inputs.count, out, outputs.count, NULL, p->status));
  }
  FreeWords(&inputs);
  FreeWords(&outputs);
}

static void DoCompile(Program* p, const Words* w) {
  HB_Model* model = FindModel(p, w->word[0]);
  Text json = {0};
  Put(&json, "{");
  for (int i = 0; i < w->noptions; ++i) {
    const int list = strstr(w->key[i], "metrics") != NULL && strchr(w->value[i], ',') == NULL;
    if (i > 0) Put(&json, ", ");
    PutQuoted(&json, w->key[i]);
    Put(&json, list ? ": [" : ": ");
    PutValue(p, &json, w->value[i]);
    if (list) Put(&json, "]");
    if (w->value[i][0] != '@') continue;
    Words names = Split(w->value[i] + 1, ',', 0);
    for (int k = 0; k < names.count; ++k) {
      const Part* part = (Part*)Find(&p->parts, names.word[k]);
      if (part->fn == NULL) continue;
      if (strcmp(w->key[i], "optimizer") == 0) {
        HB_ModelAddOptimizer(model, part->own, part->fn, NULL, NULL, p->status);
      } else {
        HB_ModelAddLoss(model, part->own, part->fn, NULL, NULL, p->status);
      }
    }
    FreeWords(&names);
  }
  Put(&json, "}");
  HB_ModelCompile(model, json.data, json.size, p->status);
  FreeText(&json);
}

/* Lines of a history: a name, and a value for each epoch. */
typedef struct History {
  int count;
  char name[kWords][64];
  Text line[kWords];
} History;

static void Record(History* history, const HB_TrainerEvent* event) {
  for (int i = 0; i < event->num_logs; ++i) {
    int at = 0;
    while (at < history->count && strcmp(history->name[at], event->log_names[i]) != 0) ++at;
    if (at == history->count) {
      snprintf(history->name[at], sizeof(history->name[at]), "%s", event->log_names[i]);
      Put(&history->line[at], event->log_names[i]);
      ++history->count;
    }
    Put(&history->line[at], " ");
    PutBits(&history->line[at], event->log_values[i]);
  }
}

static void SayHistory(Program* p, History* history) {
  const char* names[kWords];
  int order[kWords];
  for (int i = 0; i < history->count; ++i) names[i] = history->name[i];
  Sorted(names, history->count, order);
  for (int i = 0; i < history->count; ++i) {
    if (Ok(p)) Say(p, history->line[order[i]].data);
  }
  for (int i = 0; i < history->count; ++i) FreeText(&history->line[i]);
}

static void Listen(Program* p, const HB_TrainerEvent* event) {
  Text text = {0};
  if (event->kind == HB_EVENT_EPOCH_BEGIN) Print(&text, "begin %d", (int)event->epoch);
  if (event->kind == HB_EVENT_BATCH_END) Print(&text, "step %d ", (int)event->batch);
  if (event->kind == HB_EVENT_EPOCH_END) Print(&text, "end %d ", (int)event->epoch);
  if (event->kind == HB_EVENT_DONE) return;
  PutLogs(&text, event->num_logs, event->log_names, event->log_values);
  SayText(p, &text);
}

/* The next of the batches such as x1/y1,x2/y2/w2; none at the end of an epoch. */
static void FeedBatch(Program* p, HB_Trainer* trainer, const Words* batches, int* next) {
  if (*next == batches->count) {
    *next = 0;
    HB_TrainerFeed(trainer, NULL, p->status);
    return;
  }
  const Tensors t = TensorsOf(p, batches->word[(*next)++], '/');
  const HB_Arrays arrays = {sizeof(arrays), &t.tensor[0], 1, &t.tensor[1], 1,
                            &t.tensor[2],   t.count - 2};
  HB_TrainerFeed(trainer, &arrays, p->status);
}

static void Train(Program* p, HB_Model* model, const Tensors* x, const Tensors* y,
                  HB_FitOptions* options, const Words* batches, int listen, int stop_after) {
  static const HB_TrainerEvent kEvent = {.struct_size = sizeof(kEvent)};
  HB_TrainerEvent event = kEvent;
  History history;
  int next = 0;
  memset(&history, 0, sizeof(history));
  options->struct_size = sizeof(*options);
  if (listen) options->events = HB_EVENT_EPOCH_BEGIN | HB_EVENT_BATCH_END | HB_EVENT_EPOCH_END;
  HB_Trainer* trainer =
      HB_TrainerNew(model, x->tensor, x->count, y->tensor, y->count, options, p->status);
  while (Ok(p) && HB_TrainerNext(trainer, &event, p->status)) {
    if (event.kind == HB_EVENT_NEED_DATA) {
      FeedBatch(p, trainer, batches, &next);
      continue;
    }
    if (event.kind == HB_EVENT_EPOCH_END) Record(&history, &event);
    if (listen) Listen(p, &event);
    if (event.kind == HB_EVENT_EPOCH_END && event.epoch + 1 == stop_after) {
      HB_TrainerStop(trainer);
    }
  }
  HB_DeleteTrainer(trainer);
  SayHistory(p, &history);
}

static void DoTyped(Program* p, const Words* w) {
  HB_FitOptions options;
  int inputs;
  HB_Model* model = Typed(w->word[1], &inputs, &options, p->status);
  Tensors x = {{NULL}, inputs}, y = {{(HB_Tensor*)Find(&p->tensors, w->word[2 + inputs])}, 1};
  for (int i = 0; i < inputs; ++i) {
    x.tensor[i] = (HB_Tensor*)Find(&p->tensors, w->word[2 + i]);
  }
  SetModel(p, w->word[0], model);
  if (Ok(p)) Train(p, model, &x, &y, &options, NULL, 0, 0);
}

static void DoFit(Program* p, const Words* w) {
  const Tensors x = TensorsOf(p, Option(w, "x"), ','), y = TensorsOf(p, Option(w, "y"), ','),
                vx = TensorsOf(p, Option(w, "validation_x"), ','),
                vy = TensorsOf(p, Option(w, "validation_y"), ','),
                weight = TensorsOf(p, Option(w, "sample_weight"), ',');
  const char *shuffle = Option(w, "shuffle"), *callbacks = Option(w, "callbacks"),
             *batches = Option(w, "batches"), *class_weight = Option(w, "class_weight");
  const HB_Arrays validation = {sizeof(validation), vx.tensor, vx.count, vy.tensor,
                                vy.count,           NULL,      0};
  HB_FitOptions options;
  Text json = {0}, weights = {0};
  memset(&options, 0, sizeof(options));
  options.epochs = (int64_t)NumberOption(w, "epochs", 0);
  options.initial_epoch = (int64_t)NumberOption(w, "initial_epoch", 0);
  options.batch_size = (int64_t)NumberOption(w, "batch_size", 0);
  options.steps_per_epoch = (int64_t)NumberOption(w, "steps_per_epoch", 0);
  options.validation_split = NumberOption(w, "validation_split", 0);
  options.no_shuffle = shuffle != NULL && strcmp(shuffle, "false") == 0;
  options.has_seed = Option(w, "seed") != NULL;
  options.seed = (uint64_t)NumberOption(w, "seed", 0);
  options.validation = vx.count > 0 ? &validation : NULL;
  options.sample_weight = weight.tensor;
  options.nsample_weight = weight.count;
  if (callbacks != NULL) {
    Put(&json, "[");
    PutParts(p, &json, callbacks + 1);
    Put(&json, "]");
    /* Two or more are a list already. */
    options.callbacks = json.data + (strchr(callbacks, ',') != NULL);
    if (strchr(callbacks, ',') != NULL) json.data[json.size - 1] = '\0';
  }
  if (class_weight != NULL) {
    Words pairs = Split(class_weight, ',', 0);
    for (int i = 0; i < pairs.count; ++i) {
      const char* colon = strchr(pairs.word[i], ':');
      Print(&weights, "%s\"%.*s\": %s", i > 0 ? ", " : "{", (int)(colon - pairs.word[i]),
            pairs.word[i], colon + 1);
    }
    Put(&weights, "}");
    options.class_weight = weights.data;
    FreeWords(&pairs);
  }
  Words list = Split(batches == NULL ? "" : batches, ',', 0);
  Train(p, FindModel(p, w->word[0]), &x, &y, &options, &list, Option(w, "listen") != NULL,
        (int)NumberOption(w, "stop_after", 0));
  FreeWords(&list);
  FreeText(&json);
  FreeText(&weights);
}

#endif /* HORNBEAM_TESTS_PROGRAMS_C_MODEL_H_ */
