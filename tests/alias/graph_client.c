// Building, asking and exporting graphs.
#include "client.h"

static void Building(void) {
  Section("building");
  TF_Graph* g = TF_NewGraph();
  TF_Operation* feed = Placeholder(g, "feed", TF_INT32);
  TF_Operation* three = Const(g, "scalar", Int(3));
  TF_Operation* add = AddN(g, "add", Out(feed, 0), Out(three, 0));
  TF_OperationDescription* desc = TF_NewOperation(g, "Neg", "neg");
  TF_AddInput(desc, Out(add, 0));
  TF_AddControlInput(desc, feed);
  TF_SetDevice(desc, "/device:CPU:0");
  TF_Operation* neg = TF_FinishOperation(desc, st);
  Code("neg");
  desc = TF_NewOperation(g, "Neg", "near");
  TF_AddInput(desc, Out(add, 0));
  TF_ColocateWith(desc, feed);
  TF_FinishOperation(desc, st);
  Code("near");
  PrintGraph(g);
  printf("consumers %d, control outputs %d\n", TF_OperationOutputNumConsumers(Out(add, 0)),
         TF_OperationNumControlOutputs(feed));
  TF_Input uses[4];
  const int n = TF_OperationOutputConsumers(Out(add, 0), uses, 4);
  for (int i = 0; i < n; ++i) printf("%s:%d ", TF_OperationName(uses[i].oper), uses[i].index);
  printf("\n");
  TF_Operation* after[2];
  printf("%d ", TF_OperationGetControlOutputs(feed, after, 2));
  printf("%s\n", TF_OperationName(after[0]));
  TF_Input in = {neg, 0};
  printf("input type %d\n", (int)TF_OperationInputType(in));
  printf("lengths %d", TF_OperationInputListLength(add, "inputs", st));
  Code("");
  printf("%d", TF_OperationOutputListLength(add, "sum", st));
  Code("");
  TF_OperationInputListLength(add, "bogus", st);
  Code("bogus input");
  TF_OperationOutputListLength(add, "bogus", st);
  Code("bogus output");
  TF_Output all[2];
  TF_OperationAllInputs(add, all, 2);
  printf("%s %s\n", TF_OperationName(all[0].oper), TF_OperationName(all[1].oper));
  printf("found %d, not found %d\n", TF_GraphOperationByName(g, "neg") == neg,
         TF_GraphOperationByName(g, "nag") == NULL);
  TF_DeleteGraph(g);
}

static void Failing(const char* what, TF_OperationDescription* desc) {
  TF_Operation* op = TF_FinishOperation(desc, st);
  Code(what);
  printf("  %s\n", op == NULL ? "NULL" : "an operation");
}

static void Errors(void) {
  Section("errors");
  TF_Graph* g = TF_NewGraph();
  TF_Graph* other = TF_NewGraph();
  TF_Operation* a = Placeholder(g, "a", TF_FLOAT);
  TF_Operation* i = Placeholder(g, "i", TF_INT32);
  Failing("unknown op", TF_NewOperation(g, "NoSuchOp", "x"));
  Failing("name taken", TF_NewOperation(g, "NoOp", "a"));
  Failing("no inputs", TF_NewOperation(g, "Neg", "x"));
  TF_OperationDescription* desc = TF_NewOperation(g, "Add", "x");
  TF_AddInput(desc, Out(a, 0));
  TF_AddInput(desc, Out(i, 0));
  Failing("types differ", desc);
  desc = TF_NewOperation(g, "Neg", "x");
  TF_AddInput(desc, Out(a, 0));
  TF_AddInput(desc, Out(a, 0));
  Failing("too many inputs", desc);
  desc = TF_NewOperation(g, "AddN", "x");
  TF_AddInput(desc, Out(a, 0));
  Failing("single for a list", desc);
  desc = TF_NewOperation(g, "Placeholder", "x");
  Failing("no dtype", desc);
  int64_t two[2] = {2, 3};
  TF_Operation* m = Shaped(g, "m", TF_FLOAT, two, 2);
  desc = TF_NewOperation(g, "MatMul", "x");
  TF_AddInput(desc, Out(m, 0));
  TF_AddInput(desc, Out(m, 0));
  Failing("shapes differ", desc);
  desc = TF_NewOperation(g, "Neg", "x");
  TF_AddInput(desc, Out(m, 0));
  Failing("after failures the name is free", desc);
  PrintGraph(g);
  TF_DeleteGraph(other);
  TF_DeleteGraph(g);
}

static void Shapes(void) {
  Section("shapes");
  TF_Graph* g = TF_NewGraph();
  TF_Operation* p = Placeholder(g, "p", TF_FLOAT);
  printf("rank %d\n", TF_GraphGetTensorNumDims(g, Out(p, 0), st));
  int64_t dims[2] = {2, -1};
  TF_GraphSetTensorShape(g, Out(p, 0), dims, 2, st);
  Code("set");
  dims[0] = -1;
  dims[1] = 3;
  TF_GraphSetTensorShape(g, Out(p, 0), dims, 2, st);
  Code("merge");
  int64_t got[2] = {0, 0};
  TF_GraphGetTensorShape(g, Out(p, 0), got, 2, st);
  Code("get");
  printf("[%d,%d]\n", (int)got[0], (int)got[1]);
  dims[0] = 5;
  TF_GraphSetTensorShape(g, Out(p, 0), dims, 2, st);
  Code("contradiction");
  TF_GraphGetTensorShape(g, Out(p, 0), got, 1, st);
  Code("wrong rank");
  TF_GraphSetTensorShape(g, Out(p, 0), NULL, -1, st);
  Code("unknown");
  printf("rank %d\n", TF_GraphGetTensorNumDims(g, Out(p, 0), st));
  TF_Graph* other = TF_NewGraph();
  TF_GraphGetTensorNumDims(other, Out(p, 0), st);
  Code("other graph");
  TF_DeleteGraph(other);
  TF_Operation* shape = Unary(g, "Shape", "shape", Out(p, 0));
  TF_Operation* reshaped = Binary(g, "Reshape", "reshape", Out(p, 0), Out(shape, 0));
  PrintOp(g, reshaped);
  TF_DeleteGraph(g);
}

static void Export(void) {
  Section("export");
  TF_Graph* g = TF_NewGraph();
  TF_Operation* feed = Placeholder(g, "feed", TF_INT32);
  TF_Operation* neg = Unary(g, "Neg", "neg", Out(feed, 0));
  TF_Buffer* b = TF_NewBuffer();
  TF_OperationToNodeDef(neg, b, st);
  Code("node");
  printf("%d bytes\n", (int)b->length);
  TF_DeleteBuffer(b);
  b = TF_NewBuffer();
  TF_GraphToGraphDef(g, b, st);
  Code("graph");
  TF_Graph* copy = TF_NewGraph();
  TF_ImportGraphDefOptions* opts = TF_NewImportGraphDefOptions();
  TF_GraphImportGraphDef(copy, b, opts, st);
  Code("import");
  PrintGraph(copy);
  TF_GraphImportGraphDef(copy, b, opts, st);
  Code("import again");
  TF_DeleteBuffer(b);
  b = TF_NewBufferFromString("\x0a\x05nonsense", 10);
  TF_GraphImportGraphDef(copy, b, opts, st);
  Code("import nonsense");
  TF_DeleteBuffer(b);
  TF_DeleteImportGraphDefOptions(opts);
  TF_DeleteGraph(copy);
  b = TF_NewBuffer();
  TF_GraphGetOpDef(g, "NoSuchOp", b, st);
  Code("unknown op");
  TF_GraphGetOpDef(g, "Neg", b, st);
  Code("op");
  printf("some bytes: %d\n", b->length > 40);
  TF_DeleteBuffer(b);
  b = TF_NewBuffer();
  TF_GraphVersions(g, b, st);
  Code("versions");
  TF_DeleteBuffer(b);
  TF_Tensor* value = NULL;
  TF_Operation* c = Const(g, "c", Int(21));
  TF_Operation* sum = AddN(g, "sum", Out(c, 0), Out(c, 0));
  printf("evaluated %d", TF_TryEvaluateConstant(g, Out(sum, 0), &value, st));
  Code("");
  PrintTensor("value", value);
  TF_DeleteTensor(value);
  value = NULL;
  printf("evaluated %d", TF_TryEvaluateConstant(g, Out(neg, 0), &value, st));
  Code("");
  TF_DeleteGraph(g);
}

static void Edges(void) {
  Section("changing edges");
  TF_Graph* g = TF_NewGraph();
  TF_Operation* a = Placeholder(g, "a", TF_FLOAT);
  TF_Operation* b = Placeholder(g, "b", TF_FLOAT);
  TF_Operation* neg = Unary(g, "Neg", "neg", Out(a, 0));
  TF_Operation* abs = Unary(g, "Abs", "abs", Out(neg, 0));
  TF_Input in = {neg, 0};
  TF_UpdateEdge(g, Out(b, 0), in, st);
  Code("update");
  TF_Input far = {neg, 3};
  TF_UpdateEdge(g, Out(b, 0), far, st);
  Code("no such input");
  TF_AddOperationControlInput(g, abs, a);
  TF_SetRequestedDevice(g, abs, "/device:CPU:0");
  PrintGraph(g);
  TF_RemoveAllControlInputs(g, abs);
  PrintOp(g, abs);
  TF_DeleteGraph(g);
}

int main(void) {
  st = TF_NewStatus();
  Building();
  Errors();
  Shapes();
  Export();
  Edges();
  TF_DeleteStatus(st);
  return 0;
}
