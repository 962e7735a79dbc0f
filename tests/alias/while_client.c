// While loops.
#include "client.h"

static void Run(TF_Graph* g, const char* what, TF_Output* feeds, TF_Tensor** values, int n,
                TF_Output* fetches, int m) {
  TF_SessionOptions* opts = TF_NewSessionOptions();
  TF_Session* s = TF_NewSession(g, opts, st);
  Must("session");
  TF_DeleteSessionOptions(opts);
  TF_Tensor* results[4] = {NULL, NULL, NULL, NULL};
  TF_SessionRun(s, NULL, feeds, values, n, fetches, results, m, NULL, 0, NULL, st);
  Code(what);
  for (int i = 0; i < m; ++i) {
    PrintTensor(what, results[i]);
    if (results[i] != NULL) TF_DeleteTensor(results[i]);
  }
  TF_DeleteSession(s, st);
}

// while (i < limit) { i += 1; x = x + i; }
static void Loop(void) {
  Section("a loop");
  TF_Graph* g = TF_NewGraph();
  TF_Output in[2] = {Out(Placeholder(g, "i", TF_INT32), 0), Out(Placeholder(g, "x", TF_INT32), 0)};
  TF_WhileParams p = TF_NewWhile(g, in, 2, st);
  Must("new");
  printf("%d inputs, name %d\n", p.ninputs, p.name == NULL);
  TF_Operation* limit = Const(p.cond_graph, "limit", Int(5));
  p.cond_output = Out(Binary(p.cond_graph, "Less", "less", p.cond_inputs[0], Out(limit, 0)), 0);
  TF_Operation* one = Const(p.body_graph, "one", Int(1));
  p.body_outputs[0] = Out(Binary(p.body_graph, "Add", "next", p.body_inputs[0], Out(one, 0)), 0);
  p.body_outputs[1] =
      Out(Binary(p.body_graph, "Add", "sum", p.body_inputs[1], p.body_inputs[0]), 0);
  p.name = "loop";
  TF_Output out[2];
  TF_FinishWhile(&p, st, out);
  Must("finish");
  printf("%s\n", TF_OperationOpType(out[0].oper));
  TF_Tensor* values[2] = {Int(0), Int(3)};
  Run(g, "0, 3", in, values, 2, out, 2);
  TF_DeleteTensor(values[0]);
  values[0] = Int(7);
  Run(g, "7, 3", in, values, 2, out, 2);
  TF_DeleteTensor(values[0]);
  TF_DeleteTensor(values[1]);
  TF_DeleteGraph(g);
}

static void Nested(void) {
  Section("a loop in a loop");
  TF_Graph* g = TF_NewGraph();
  TF_Output in[1] = {Out(Placeholder(g, "x", TF_INT32), 0)};
  TF_WhileParams p = TF_NewWhile(g, in, 1, st);
  Must("new");
  p.cond_output = Out(Binary(p.cond_graph, "Less", "less", p.cond_inputs[0],
                             Out(Const(p.cond_graph, "hundred", Int(100)), 0)),
                      0);
  TF_WhileParams q = TF_NewWhile(p.body_graph, (TF_Output*)p.body_inputs, 1, st);
  Must("new inner");
  q.cond_output = Out(Binary(q.cond_graph, "Less", "less", q.cond_inputs[0],
                             Out(Const(q.cond_graph, "ten", Int(10)), 0)),
                      0);
  q.body_outputs[0] = Out(Binary(q.body_graph, "Add", "next", q.body_inputs[0],
                                 Out(Const(q.body_graph, "three", Int(3)), 0)),
                          0);
  q.name = "inner";
  TF_Output inner[1];
  TF_FinishWhile(&q, st, inner);
  Must("finish inner");
  p.body_outputs[0] = Out(
      Binary(p.body_graph, "Mul", "twice", inner[0], Out(Const(p.body_graph, "two", Int(2)), 0)),
      0);
  p.name = "outer";
  TF_Output out[1];
  TF_FinishWhile(&p, st, out);
  Must("finish outer");
  TF_Tensor* v = Int(1);
  Run(g, "nested", in, &v, 1, out, 1);
  TF_DeleteTensor(v);
  TF_DeleteGraph(g);
}

static void NotSet(TF_Graph* g, TF_Output* in) {
  TF_WhileParams p = TF_NewWhile(g, in, 1, st);
  Must("new");
  p.name = "loop";
  TF_Output out[1];
  TF_FinishWhile(&p, st, out);
  Code("nothing set");
}

static void NoBool(TF_Graph* g, TF_Output* in) {
  TF_WhileParams p = TF_NewWhile(g, in, 1, st);
  Must("new");
  p.name = "loop";
  p.cond_output = p.cond_inputs[0];
  p.body_outputs[0] = p.body_inputs[0];
  TF_Output out[1];
  TF_FinishWhile(&p, st, out);
  Code("condition is no bool");
}

static void Errors(void) {
  Section("errors");
  TF_Graph* g = TF_NewGraph();
  TF_Output in[1] = {Out(Placeholder(g, "i", TF_INT32), 0)};
  TF_NewWhile(g, in, 0, st);
  Code("no inputs");
  TF_WhileParams p = TF_NewWhile(g, in, 1, st);
  Must("new");
  TF_AbortWhile(&p);
  NotSet(g, in);
  NoBool(g, in);
  TF_DeleteGraph(g);
}

int main(void) {
  st = TF_NewStatus();
  Loop();
  Nested();
  Errors();
  TF_DeleteStatus(st);
  return 0;
}
