// Op lists and ApiDef maps, as generators of bindings use them.
#include "client.h"

// An OpList with one op: Test(a: float, b: float) -> (c: float), attribute x of type int.
static const unsigned char kOps[] = {
    0x0a, 0x2a, 0x0a, 0x04, 'T', 'e',  's',  't',            // name
    0x12, 0x05, 0x0a, 0x01, 'a', 0x18, 0x01,                 // input_arg a
    0x12, 0x05, 0x0a, 0x01, 'b', 0x18, 0x01,                 // input_arg b
    0x1a, 0x05, 0x0a, 0x01, 'c', 0x18, 0x01,                 // output_arg c
    0x22, 0x08, 0x0a, 0x01, 'x', 0x12, 0x03, 'i', 'n', 't',  // attr x
    0x2a, 0x03, 's',  'u',  'm',                             // summary
};

static TF_ApiDefMap* map;

static void Put(const char* what, const char* text) {
  TF_ApiDefMapPut(map, text, strlen(text), st);
  Code(what);
}

static void Get(const char* name) {
  TF_Buffer* b = TF_ApiDefMapGet(map, name, strlen(name), st);
  if (!Code(name)) return;
  if (b == NULL) {
    printf("  none\n");
    return;
  }
  printf(" ");
  for (size_t i = 0; i < b->length; ++i) {
    const char c = ((const char*)b->data)[i];
    printf(c >= 32 && c < 127 ? "%c" : "<%d>", c);
  }
  printf("\n");
  TF_DeleteBuffer(b);
}

int main(void) {
  st = TF_NewStatus();
  TF_Buffer* ops = TF_NewBufferFromString(kOps, sizeof(kOps));
  map = TF_NewApiDefMap(ops, st);
  Must("map");
  TF_DeleteBuffer(ops);
  Put("visibility", "op { graph_op_name: 'Test' visibility: HIDDEN }");
  Put("endpoints",
      "op: <graph_op_name: \"Test\" endpoint { name: \"x.Test\" } "
      "endpoint { name: 'Old' deprecated: true }>");
  Put("arguments",
      "op { graph_op_name: \"Test\"\n  in_arg { name: 'a' rename_to: \"first\" }\n"
      "  out_arg { name: 'c' description: \"the\" \" sum\" } arg_order: 'b' arg_order: 'a' }");
  Put("block",
      "op {\n  graph_op_name: \"Test\"\n  summary: \"s\"\n  description: <<END\nOne \"line\".\n\n"
      "Another \\ one.\nEND\n  description_suffix: \"end\"\n}\n");
  Put("attribute", "op { graph_op_name: 'Test' attr { name: 'x' default_value { i: 5 } } }");
  Put("another op", "op { graph_op_name: 'Other' summary: 'skipped' }");
  Put("no such argument", "op { graph_op_name: 'Test' in_arg { name: 'z' } }");
  Put("no such attribute", "op { graph_op_name: 'Test' attr { name: 'z' } }");
  Put("wrong order", "op { graph_op_name: 'Test' arg_order: 'a' arg_order: 'a' }");
  Put("no such field", "op { graph_op_name: 'Test' nonsense: 1 }");
  Put("not text", "op { graph_op_name: Test }");
  Put("a name in the text",
      "op { graph_op_name: 'Test' description: 'Adds `a` and `b`.' in_arg { name: 'b' "
      "description: 'like `a`, `Test`' } }");
  Get("Test");
  Get("Missing");
  Put("after a get", "op { graph_op_name: 'Test' visibility: SKIP }");
  TF_DeleteApiDefMap(map);
  TF_Buffer* nonsense = TF_NewBufferFromString("\xff\xff", 2);
  map = TF_NewApiDefMap(nonsense, st);
  Code("nonsense");
  TF_DeleteBuffer(nonsense);
  TF_Buffer* all = TF_GetAllOpList();
  map = TF_NewApiDefMap(all, st);
  Code("all ops");
  TF_Buffer* b = TF_ApiDefMapGet(map, "MatMul", 6, st);
  printf("has MatMul: %d\n", b != NULL);
  TF_DeleteBuffer(b);
  TF_DeleteApiDefMap(map);
  TF_DeleteBuffer(all);
  b = TF_GetRegisteredKernelsForOp("MatMul", st);
  Code("kernels");
  printf("some: %d\n", b->length > 0);
  TF_DeleteBuffer(b);
  b = TF_GetRegisteredKernelsForOp("NoSuchOp", st);
  Code("no kernels");
  printf("%d bytes\n", (int)b->length);
  TF_DeleteBuffer(b);
  TF_DeleteStatus(st);
  return 0;
}
