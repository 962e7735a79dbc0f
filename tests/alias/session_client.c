// Sessions: runs, feeds, targets, errors, growth, partial runs, devices.
#include "client.h"

static TF_Session* NewSession(TF_Graph* g) {
  TF_SessionOptions* opts = TF_NewSessionOptions();
  TF_Session* s = TF_NewSession(g, opts, st);
  Must("session");
  TF_DeleteSessionOptions(opts);
  return s;
}

static void End(TF_Session* s) {
  TF_CloseSession(s, st);
  Must("close");
  TF_DeleteSession(s, st);
  Must("delete");
}

// Runs with up to two feeds and one fetch, and prints it.
static void Run(TF_Session* s, const char* what, TF_Output* feeds, TF_Tensor** values, int n,
                TF_Output fetch) {
  TF_Tensor* result = NULL;
  TF_SessionRun(s, NULL, feeds, values, n, &fetch, &result, 1, NULL, 0, NULL, st);
  for (int i = 0; i < n; ++i) TF_DeleteTensor(values[i]);
  if (Code(what)) PrintTensor(what, result);
  if (result != NULL) TF_DeleteTensor(result);
}

static void Runs(void) {
  Section("runs");
  TF_Graph* g = TF_NewGraph();
  TF_Operation* feed = Placeholder(g, "feed", TF_INT32);
  TF_Operation* two = Const(g, "scalar", Int(2));
  TF_Operation* add = AddN(g, "add", Out(feed, 0), Out(two, 0));
  TF_Session* s = NewSession(g);
  TF_Output f = Out(feed, 0);
  TF_Tensor* v = Int(3);
  Run(s, "3+2", &f, &v, 1, Out(add, 0));
  TF_Operation* neg = Unary(g, "Neg", "neg", Out(add, 0));
  v = Int(7);
  Run(s, "-(7+2) after growth", &f, &v, 1, Out(neg, 0));
  Run(s, "nothing fed", NULL, NULL, 0, Out(neg, 0));
  v = Float(1);
  Run(s, "wrong type", &f, &v, 1, Out(neg, 0));
  const int64_t three[1] = {3};
  const int values[3] = {1, 2, 3};
  v = IntTensor(three, 1, values);
  Run(s, "a vector", &f, &v, 1, Out(neg, 0));
  v = Int(9);
  Run(s, "fetch a feed", &f, &v, 1, f);
  TF_Output inner = Out(add, 0);
  v = Int(40);
  Run(s, "feed inside", &inner, &v, 1, Out(neg, 0));
  Run(s, "a constant", NULL, NULL, 0, Out(two, 0));
  Run(s, "no such output", NULL, NULL, 0, Out(two, 5));
  TF_Output both[2] = {f, f};
  TF_Tensor* twice[2] = {Int(1), Int(2)};
  Run(s, "fed twice", both, twice, 2, Out(add, 0));
  TF_Output fetches[3] = {Out(add, 0), Out(neg, 0), Out(add, 0)};
  TF_Tensor* results[3] = {NULL, NULL, NULL};
  v = Int(1);
  TF_SessionRun(s, NULL, &f, &v, 1, fetches, results, 3, NULL, 0, NULL, st);
  Code("three fetches");
  for (int i = 0; i < 3; ++i) {
    PrintTensor("fetch", results[i]);
    TF_DeleteTensor(results[i]);
  }
  const TF_Operation* target = neg;
  TF_SessionRun(s, NULL, &f, &v, 1, NULL, NULL, 0, &target, 1, NULL, st);
  Code("a target");
  TF_Buffer* metadata = TF_NewBuffer();
  TF_Buffer* options = TF_NewBuffer();
  TF_SessionRun(s, options, &f, &v, 1, NULL, NULL, 0, &target, 1, metadata, st);
  Code("with metadata");
  TF_DeleteBuffer(options);
  options = TF_NewBufferFromString("\xff\xff", 2);
  TF_DeleteBuffer(metadata);
  TF_SessionRun(s, options, &f, &v, 1, NULL, NULL, 0, &target, 1, NULL, st);
  Code("with nonsense for options");
  TF_DeleteBuffer(options);
  TF_DeleteTensor(v);
  TF_CloseSession(s, st);
  Must("close");
  v = Int(1);
  Run(s, "closed", &f, &v, 1, Out(add, 0));
  TF_DeleteSession(s, st);
  TF_DeleteGraph(g);
}

static void Empty(void) {
  Section("empty tensors, strings, errors while running");
  TF_Graph* g = TF_NewGraph();
  TF_Operation* p = Placeholder(g, "p", TF_FLOAT);
  TF_Operation* id = Unary(g, "Identity", "id", Out(p, 0));
  TF_Operation* q = Placeholder(g, "q", TF_STRING);
  TF_Operation* sid = Unary(g, "Identity", "sid", Out(q, 0));
  const int64_t one[1] = {1};
  const int seven = 7;
  TF_Operation* shape = Const(g, "shape", IntTensor(one, 1, &seven));
  TF_Operation* bad = Binary(g, "Reshape", "bad", Out(p, 0), Out(shape, 0));
  TF_Session* s = NewSession(g);
  const int64_t none[2] = {0, 3};
  TF_Tensor* v = TF_AllocateTensor(TF_FLOAT, none, 2, 0);
  TF_Output f = Out(p, 0);
  Run(s, "empty", &f, &v, 1, Out(id, 0));
  const int64_t two[1] = {2};
  v = TF_AllocateTensor(TF_STRING, two, 1, 2 * sizeof(TF_TString));
  TF_TString* strings = (TF_TString*)TF_TensorData(v);
  TF_TString_Init(&strings[0]);
  TF_TString_Init(&strings[1]);
  TF_TString_Copy(&strings[0], "short", 5);
  TF_TString_Copy(&strings[1], "a string that does not fit in place", 35);
  TF_Output fs = Out(q, 0);
  Run(s, "strings", &fs, &v, 1, Out(sid, 0));
  v = Float(1);
  Run(s, "bad reshape", &f, &v, 1, Out(bad, 0));
  End(s);
  TF_DeleteGraph(g);
}

static void Variables(void) {
  Section("variables");
  TF_Graph* g = TF_NewGraph();
  TF_OperationDescription* desc = TF_NewOperation(g, "VarHandleOp", "v");
  TF_SetAttrType(desc, "dtype", TF_FLOAT);
  const int64_t dims[1] = {2};
  TF_SetAttrShape(desc, "shape", dims, 1);
  TF_Operation* v = TF_FinishOperation(desc, st);
  Must("v");
  desc = TF_NewOperation(g, "ReadVariableOp", "read");
  TF_AddInput(desc, Out(v, 0));
  TF_SetAttrType(desc, "dtype", TF_FLOAT);
  TF_Operation* read = TF_FinishOperation(desc, st);
  Must("read");
  TF_Operation* p = Placeholder(g, "p", TF_FLOAT);
  desc = TF_NewOperation(g, "AssignVariableOp", "assign");
  TF_AddInput(desc, Out(v, 0));
  TF_AddInput(desc, Out(p, 0));
  TF_Operation* assign = TF_FinishOperation(desc, st);
  Must("assign");
  desc = TF_NewOperation(g, "AssignAddVariableOp", "add");
  TF_AddInput(desc, Out(v, 0));
  TF_AddInput(desc, Out(p, 0));
  TF_Operation* add = TF_FinishOperation(desc, st);
  Must("add");
  PrintGraph(g);
  TF_Session* s = NewSession(g);
  TF_Session* other = NewSession(g);
  Run(s, "uninitialised", NULL, NULL, 0, Out(read, 0));
  const float values[2] = {1, 2};
  TF_Tensor* t = FloatTensor(dims, 1, values);
  TF_Output f = Out(p, 0);
  const TF_Operation* target = assign;
  TF_SessionRun(s, NULL, &f, &t, 1, NULL, NULL, 0, &target, 1, NULL, st);
  Code("assign");
  target = add;
  for (int i = 0; i < 3; ++i) {
    TF_SessionRun(s, NULL, &f, &t, 1, NULL, NULL, 0, &target, 1, NULL, st);
    Code("add");
  }
  TF_DeleteTensor(t);
  Run(s, "read", NULL, NULL, 0, Out(read, 0));
  Run(other, "the other session's", NULL, NULL, 0, Out(read, 0));
  End(s);
  End(other);
  TF_DeleteGraph(g);
}

static void Finish(TF_OperationDescription* desc, TF_Operation** op, const char* what) {
  *op = TF_FinishOperation(desc, st);
  Must(what);
}

static void RefVariables(void) {
  Section("reference variables");
  TF_Graph* g = TF_NewGraph();
  const int64_t dims[1] = {2};
  TF_OperationDescription* desc = TF_NewOperation(g, "VariableV2", "v");
  TF_SetAttrType(desc, "dtype", TF_FLOAT);
  TF_SetAttrShape(desc, "shape", dims, 1);
  TF_Operation *v, *assign, *read, *add, *twice;
  Finish(desc, &v, "v");
  const float values[2] = {1, 2};
  TF_Operation* c = Const(g, "c", FloatTensor(dims, 1, values));
  desc = TF_NewOperation(g, "Assign", "assign");
  TF_AddInput(desc, Out(v, 0));
  TF_AddInput(desc, Out(c, 0));
  Finish(desc, &assign, "assign");
  desc = TF_NewOperation(g, "Identity", "read");
  TF_AddInput(desc, Out(v, 0));
  Finish(desc, &read, "read");
  desc = TF_NewOperation(g, "AssignAdd", "add");
  TF_AddInput(desc, Out(v, 0));
  TF_AddInput(desc, Out(c, 0));
  Finish(desc, &add, "add");
  twice = Binary(g, "Mul", "product", Out(read, 0), Out(c, 0));
  TF_Operation* direct = Binary(g, "Mul", "direct", Out(v, 0), Out(c, 0));
  PrintGraph(g);
  TF_Session* s = NewSession(g);
  Run(s, "uninitialised", NULL, NULL, 0, Out(read, 0));
  Run(s, "assign", NULL, NULL, 0, Out(assign, 0));
  Run(s, "read", NULL, NULL, 0, Out(read, 0));
  Run(s, "product", NULL, NULL, 0, Out(twice, 0));
  Run(s, "direct", NULL, NULL, 0, Out(direct, 0));
  Run(s, "add", NULL, NULL, 0, Out(add, 0));
  Run(s, "variable", NULL, NULL, 0, Out(v, 0));
  End(s);
  TF_DeleteGraph(g);
}

static void Partial(void) {
  Section("partial runs");
  TF_Graph* g = TF_NewGraph();
  TF_Operation* a = Placeholder(g, "a", TF_INT32);
  TF_Operation* b = Placeholder(g, "b", TF_INT32);
  TF_Operation* plus = AddN(g, "plus", Out(a, 0), Out(Const(g, "two", Int(2)), 0));
  TF_Operation* sum = AddN(g, "sum", Out(plus, 0), Out(b, 0));
  TF_Session* s = NewSession(g);
  TF_Output feeds[2] = {Out(a, 0), Out(b, 0)};
  TF_Output fetches[2] = {Out(plus, 0), Out(sum, 0)};
  const char* handle = NULL;
  TF_SessionPRunSetup(s, feeds, 2, fetches, 2, NULL, 0, &handle, st);
  Code("setup");
  TF_Tensor* v = Int(1);
  TF_Tensor* r = NULL;
  TF_SessionPRun(s, handle, &feeds[0], &v, 1, &fetches[0], &r, 1, NULL, 0, st);
  if (Code("first")) PrintTensor("plus", r);
  TF_DeleteTensor(r);
  r = NULL;
  TF_SessionPRun(s, handle, &feeds[0], &v, 1, &fetches[1], &r, 1, NULL, 0, st);
  Code("fed again");
  TF_DeleteTensor(v);
  v = Int(4);
  TF_SessionPRun(s, handle, &feeds[1], &v, 1, &fetches[1], &r, 1, NULL, 0, st);
  if (Code("second")) PrintTensor("sum", r);
  TF_DeleteTensor(r);
  TF_DeleteTensor(v);
  TF_DeletePRunHandle(handle);
  End(s);
  TF_DeleteGraph(g);
}

static void Devices(void) {
  Section("devices and options");
  TF_Graph* g = TF_NewGraph();
  TF_Session* s = NewSession(g);
  TF_DeviceList* list = TF_SessionListDevices(s, st);
  Code("list");
  printf("%s ", TF_DeviceListName(list, 0, st));
  printf("%s %d\n", TF_DeviceListType(list, 0, st), TF_DeviceListMemoryBytes(list, 0, st) > 0);
  TF_DeviceListName(list, 100, st);
  Code("out of range");
  TF_DeleteDeviceList(list);
  End(s);
  TF_SessionOptions* opts = TF_NewSessionOptions();
  // ConfigProto: intra_op_parallelism_threads 4.
  TF_SetConfig(opts, "\x10\x04", 2, st);
  Code("config");
  TF_SetConfig(opts, "\x0a\xff\x01", 3, st);
  Code("nonsense");
  TF_SetTarget(opts, "nowhere");
  s = TF_NewSession(g, opts, st);
  Code("target");
  printf("%d\n", s == NULL);
  TF_DeleteSessionOptions(opts);
  TF_DeleteGraph(g);
}

static void Unused(void) {
  Section("graph deleted first");
  TF_Graph* g = TF_NewGraph();
  TF_Operation* c = Const(g, "c", Int(11));
  TF_Output out = Out(c, 0);
  TF_Session* s = NewSession(g);
  TF_DeleteGraph(g);
  Run(s, "still there", NULL, NULL, 0, out);
  End(s);
}

int main(void) {
  st = TF_NewStatus();
  Runs();
  Empty();
  Variables();
  RefVariables();
  Partial();
  Devices();
  Unused();
  TF_DeleteStatus(st);
  return 0;
}
