// Imports with prefixes, mappings, returned ends and control dependencies.
#include "client.h"

static TF_Buffer* def;

static TF_Graph* NewTarget(void) {
  TF_Graph* g = TF_NewGraph();
  Placeholder(g, "outer", TF_INT32);
  return g;
}

static void Prefixes(void) {
  Section("prefixes");
  TF_Graph* g = NewTarget();
  TF_ImportGraphDefOptions* opts = TF_NewImportGraphDefOptions();
  TF_ImportGraphDefOptionsSetPrefix(opts, "one");
  TF_GraphImportGraphDef(g, def, opts, st);
  Code("one");
  TF_ImportGraphDefOptionsSetUniquifyPrefix(opts, 1);
  TF_GraphImportGraphDef(g, def, opts, st);
  Code("unique prefix");
  TF_DeleteImportGraphDefOptions(opts);
  opts = TF_NewImportGraphDefOptions();
  TF_GraphImportGraphDef(g, def, opts, st);
  Code("no prefix");
  TF_ImportGraphDefOptionsSetUniquifyNames(opts, 1);
  TF_ImportGraphDefOptionsSetDefaultDevice(opts, "/device:CPU:0");
  TF_GraphImportGraphDef(g, def, opts, st);
  Code("unique names");
  PrintGraph(g);
  TF_DeleteImportGraphDefOptions(opts);
  TF_DeleteGraph(g);
}

static void Mappings(void) {
  Section("mappings");
  TF_Graph* g = NewTarget();
  TF_Operation* outer = TF_GraphOperationByName(g, "outer");
  TF_ImportGraphDefOptions* opts = TF_NewImportGraphDefOptions();
  TF_ImportGraphDefOptionsSetPrefix(opts, "m");
  TF_ImportGraphDefOptionsAddInputMapping(opts, "feed", 0, Out(outer, 0));
  TF_ImportGraphDefOptionsAddInputMapping(opts, "missing", 1, Out(outer, 0));
  TF_ImportGraphDefOptionsAddReturnOutput(opts, "neg", 0);
  TF_ImportGraphDefOptionsAddReturnOutput(opts, "feed", 0);
  TF_ImportGraphDefOptionsAddReturnOperation(opts, "scalar");
  printf("%d %d\n", TF_ImportGraphDefOptionsNumReturnOutputs(opts),
         TF_ImportGraphDefOptionsNumReturnOperations(opts));
  TF_ImportGraphDefResults* r = TF_GraphImportGraphDefWithResults(g, def, opts, st);
  Code("import");
  int n = 0;
  TF_Output* outputs = NULL;
  TF_ImportGraphDefResultsReturnOutputs(r, &n, &outputs);
  for (int i = 0; i < n; ++i) {
    printf("output %s:%d\n", TF_OperationName(outputs[i].oper), outputs[i].index);
  }
  TF_Operation** opers = NULL;
  TF_ImportGraphDefResultsReturnOperations(r, &n, &opers);
  for (int i = 0; i < n; ++i) printf("operation %s\n", TF_OperationName(opers[i]));
  const char** names = NULL;
  int* indexes = NULL;
  TF_ImportGraphDefResultsMissingUnusedInputMappings(r, &n, &names, &indexes);
  for (int i = 0; i < n; ++i) printf("missing %s:%d\n", names[i], indexes[i]);
  TF_DeleteImportGraphDefResults(r);
  PrintGraph(g);
  TF_Output two[2];
  TF_ImportGraphDefOptionsSetPrefix(opts, "n");
  TF_GraphImportGraphDefWithReturnOutputs(g, def, opts, two, 2, st);
  Code("with outputs");
  printf("%s\n", TF_OperationName(two[0].oper));
  TF_GraphImportGraphDefWithReturnOutputs(g, def, opts, two, 1, st);
  Code("too few outputs");
  TF_DeleteImportGraphDefOptions(opts);
  opts = TF_NewImportGraphDefOptions();
  TF_ImportGraphDefOptionsSetPrefix(opts, "e");
  TF_ImportGraphDefOptionsAddReturnOutput(opts, "nowhere", 0);
  r = TF_GraphImportGraphDefWithResults(g, def, opts, st);
  Code("return of a missing node");
  printf("%d\n", r == NULL);
  TF_DeleteImportGraphDefOptions(opts);
  TF_DeleteGraph(g);
}

static void Controls(void) {
  Section("control dependencies");
  TF_Graph* g = NewTarget();
  TF_Operation* outer = TF_GraphOperationByName(g, "outer");
  TF_ImportGraphDefOptions* opts = TF_NewImportGraphDefOptions();
  TF_ImportGraphDefOptionsSetPrefix(opts, "c");
  TF_ImportGraphDefOptionsAddControlDependency(opts, outer);
  TF_GraphImportGraphDef(g, def, opts, st);
  Code("added");
  TF_DeleteImportGraphDefOptions(opts);
  opts = TF_NewImportGraphDefOptions();
  TF_ImportGraphDefOptionsSetPrefix(opts, "r");
  TF_ImportGraphDefOptionsRemapControlDependency(opts, "feed", outer);
  TF_GraphImportGraphDef(g, def, opts, st);
  Code("remapped");
  PrintGraph(g);
  TF_DeleteImportGraphDefOptions(opts);
  TF_DeleteGraph(g);
}

int main(void) {
  st = TF_NewStatus();
  TF_Graph* g = TF_NewGraph();
  TF_Operation* feed = Placeholder(g, "feed", TF_INT32);
  TF_Operation* two = Const(g, "scalar", Int(2));
  TF_OperationDescription* desc = TF_NewOperation(g, "Neg", "neg");
  TF_AddInput(desc, Out(feed, 0));
  TF_AddControlInput(desc, feed);
  TF_AddControlInput(desc, two);
  TF_FinishOperation(desc, st);
  Must("neg");
  def = TF_NewBuffer();
  TF_GraphToGraphDef(g, def, st);
  Must("export");
  TF_DeleteGraph(g);
  Prefixes();
  Mappings();
  Controls();
  TF_DeleteBuffer(def);
  TF_DeleteStatus(st);
  return 0;
}
