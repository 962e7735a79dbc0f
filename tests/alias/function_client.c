// Functions made from graphs, copied, called and exported.
#include "client.h"

static void Run(TF_Graph* g, const char* what, TF_Output feed, TF_Tensor* v, TF_Output fetch) {
  TF_SessionOptions* opts = TF_NewSessionOptions();
  TF_Session* s = TF_NewSession(g, opts, st);
  Must("session");
  TF_DeleteSessionOptions(opts);
  TF_Tensor* result = NULL;
  TF_SessionRun(s, NULL, &feed, &v, 1, &fetch, &result, 1, NULL, 0, NULL, st);
  if (Code(what)) {
    PrintTensor(what, result);
    TF_DeleteTensor(result);
  }
  TF_DeleteTensor(v);
  TF_DeleteSession(s, st);
}

// f(a, b) = (a + b, -(a + b))
static TF_Function* Make(TF_Graph* body, const char* name, unsigned char hash) {
  TF_Operation* a = Placeholder(body, "Feed1", TF_INT32);
  TF_Operation* b = Placeholder(body, "feed2", TF_INT32);
  TF_Operation* sum = AddN(body, "Sum", Out(a, 0), Out(b, 0));
  TF_Operation* neg = Unary(body, "Neg", "Neg", Out(sum, 0));
  TF_Output in[2] = {Out(a, 0), Out(b, 0)};
  TF_Output out[2] = {Out(sum, 0), Out(neg, 0)};
  return TF_GraphToFunction(body, name, hash, -1, NULL, 2, in, 2, out, NULL, NULL, "a test", st);
}

static void Calls(void) {
  Section("making and calling");
  TF_Graph* body = TF_NewGraph();
  TF_Function* f = Make(body, "Pair", 0);
  Must("to function");
  printf("%s\n", TF_FunctionName(f));
  TF_Graph* g = TF_NewGraph();
  TF_GraphCopyFunction(g, f, NULL, st);
  Code("copy");
  TF_GraphCopyFunction(g, f, NULL, st);
  Code("copy again");
  printf("functions: %d\n", TF_GraphNumFunctions(g));
  TF_Operation* p = Placeholder(g, "p", TF_INT32);
  TF_Operation* c = Const(g, "c", Int(10));
  TF_Operation* call = Binary(g, "Pair", "call", Out(p, 0), Out(c, 0));
  printf("%s: %d outputs\n", TF_OperationOpType(call), TF_OperationNumOutputs(call));
  Run(g, "sum", Out(p, 0), Int(5), Out(call, 0));
  Run(g, "neg", Out(p, 0), Int(5), Out(call, 1));
  TF_Function* got[4];
  printf("got %d", TF_GraphGetFunctions(g, got, 4, st));
  Code("");
  printf("%s\n", TF_FunctionName(got[0]));
  TF_DeleteFunction(got[0]);
  TF_Buffer* def = TF_NewBuffer();
  TF_FunctionToFunctionDef(f, def, st);
  Code("to def");
  TF_Function* again = TF_FunctionImportFunctionDef(def->data, def->length, st);
  Code("from def");
  printf("%s\n", TF_FunctionName(again));
  TF_FunctionImportFunctionDef("\xff\xff", 2, st);
  Code("from nonsense");
  TF_Buffer* attr = TF_NewBuffer();
  TF_FunctionGetAttrValueProto(again, "_noinline", attr, st);
  Code("no attribute");
  // An AttrValue: b true.
  TF_FunctionSetAttrValueProto(again, "_noinline", "\x28\x01", 2, st);
  Code("set attribute");
  TF_FunctionGetAttrValueProto(again, "_noinline", attr, st);
  Code("get attribute");
  printf("%d bytes\n", (int)attr->length);
  TF_GraphCopyFunction(g, again, NULL, st);
  Code("another of that name");
  TF_DeleteBuffer(attr);
  TF_DeleteBuffer(def);
  TF_DeleteFunction(again);
  TF_DeleteFunction(f);
  TF_DeleteGraph(body);
  TF_Buffer* graph_def = TF_NewBuffer();
  TF_GraphToGraphDef(g, graph_def, st);
  Code("export");
  TF_DeleteGraph(g);
  g = TF_NewGraph();
  TF_ImportGraphDefOptions* opts = TF_NewImportGraphDefOptions();
  TF_ImportGraphDefOptionsSetPrefix(opts, "in");
  TF_GraphImportGraphDef(g, graph_def, opts, st);
  Code("import");
  Run(g, "imported", Out(TF_GraphOperationByName(g, "in/p"), 0), Int(6),
      Out(TF_GraphOperationByName(g, "in/call"), 1));
  TF_DeleteBuffer(graph_def);
  TF_DeleteImportGraphDefOptions(opts);
  TF_DeleteGraph(g);
}

static void Hash(void) {
  Section("names with a hash");
  TF_Graph* body = TF_NewGraph();
  TF_Function* f = Make(body, "Hashed", 1);
  Must("to function");
  printf("longer %d, begins %d\n", strlen(TF_FunctionName(f)) > strlen("Hashed_"),
         strncmp(TF_FunctionName(f), "Hashed_", 7) == 0);
  TF_DeleteFunction(f);
  TF_DeleteGraph(body);
}

static void Errors(void) {
  Section("errors");
  TF_Graph* g = TF_NewGraph();
  TF_Operation* a = Placeholder(g, "a", TF_INT32);
  TF_Operation* b = Placeholder(g, "b", TF_INT32);
  TF_Operation* sum = AddN(g, "sum", Out(a, 0), Out(b, 0));
  TF_Output one = Out(a, 0);
  TF_Output out = Out(sum, 0);
  const TF_Operation* ops[1] = {sum};
  TF_Function* f = TF_GraphToFunction(g, "F", 0, 1, ops, 1, &one, 1, &out, NULL, NULL, NULL, st);
  Code("a tensor from outside");
  printf("%d\n", f == NULL);
  TF_Output twice[2] = {one, one};
  f = TF_GraphToFunction(g, "F", 0, 1, ops, 2, twice, 1, &out, NULL, NULL, NULL, st);
  Code("an input twice");
  const char* names[2] = {"x", "x"};
  TF_Output in[2] = {Out(a, 0), Out(b, 0)};
  TF_Output outs[2] = {out, out};
  f = TF_GraphToFunction(g, "F", 0, 1, ops, 2, in, 2, outs, names, NULL, NULL, st);
  Code("two outputs of one name");
  names[1] = "y";
  f = TF_GraphToFunction(g, "F", 0, 1, ops, 2, in, 2, outs, names, NULL, NULL, st);
  Code("two names for one tensor");
  TF_DeleteFunction(f);
  TF_GraphCopyFunction(g, NULL, NULL, st);
  Code("no function");
  TF_DeleteGraph(g);
}

int main(void) {
  st = TF_NewStatus();
  Calls();
  Hash();
  Errors();
  TF_DeleteStatus(st);
  return 0;
}
