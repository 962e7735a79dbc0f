// Gradients: their values and names.
#include "client.h"

static void Run(TF_Graph* g, const char* what, TF_Output* fetches, int n) {
  TF_SessionOptions* opts = TF_NewSessionOptions();
  TF_Session* s = TF_NewSession(g, opts, st);
  Must("session");
  TF_DeleteSessionOptions(opts);
  TF_Tensor* results[4] = {NULL, NULL, NULL, NULL};
  TF_SessionRun(s, NULL, NULL, NULL, 0, fetches, results, n, NULL, 0, NULL, st);
  Code(what);
  for (int i = 0; i < n; ++i) {
    PrintTensor(what, results[i]);
    if (results[i] != NULL) TF_DeleteTensor(results[i]);
  }
  TF_DeleteSession(s, st);
}

static void MatMul(void) {
  Section("a product of matrices");
  TF_Graph* g = TF_NewGraph();
  const int64_t dims[2] = {2, 2};
  const float av[4] = {1, 2, 3, 4};
  const float bv[4] = {1, 0, 0, 1};
  TF_Operation* a = Const(g, "a", FloatTensor(dims, 2, av));
  TF_Operation* b = Const(g, "b", FloatTensor(dims, 2, bv));
  TF_Operation* m = Binary(g, "MatMul", "m", Out(a, 0), Out(b, 0));
  TF_Output y = Out(m, 0);
  TF_Output x[2] = {Out(a, 0), Out(b, 0)};
  TF_Output dy[2];
  TF_AddGradients(g, &y, 1, x, 2, NULL, st, dy);
  Code("gradients");
  printf("%s %s\n", TF_OperationName(dy[0].oper), TF_OperationName(dy[1].oper));
  Run(g, "dy", dy, 2);
  TF_Output seed = Out(a, 0);
  TF_AddGradients(g, &y, 1, x, 2, &seed, st, dy);
  Code("with a seed");
  printf("%.12s\n", TF_OperationName(dy[0].oper));
  Run(g, "dy", dy, 2);
  TF_AddGradientsWithPrefix(g, "mine", &y, 1, x, 1, NULL, st, dy);
  Code("with a prefix");
  printf("%.5s\n", TF_OperationName(dy[0].oper));
  TF_AddGradientsWithPrefix(g, "mine", &y, 1, x, 1, NULL, st, dy);
  Code("with the same prefix");
  TF_AddGradientsWithPrefix(g, NULL, &y, 1, x, 1, NULL, st, dy);
  Code("with no prefix");
  printf("%.12s\n", TF_OperationName(dy[0].oper));
  TF_DeleteGraph(g);
}

static void Paths(void) {
  Section("several paths and ys");
  TF_Graph* g = TF_NewGraph();
  TF_Operation* x = Const(g, "x", Float(3));
  TF_Operation* sq = Unary(g, "Square", "square", Out(x, 0));
  TF_Operation* prod = Binary(g, "Mul", "prod", Out(sq, 0), Out(x, 0));
  TF_Output y[2] = {Out(prod, 0), Out(sq, 0)};
  TF_Output in = Out(x, 0);
  TF_Output dy;
  TF_AddGradients(g, y, 2, &in, 1, NULL, st, &dy);
  Code("x^3 + x^2");
  Run(g, "dy", &dy, 1);
  TF_DeleteGraph(g);
}

int main(void) {
  st = TF_NewStatus();
  MatMul();
  Paths();
  TF_DeleteStatus(st);
  return 0;
}
