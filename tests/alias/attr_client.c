// Attributes of every kind, set and read back. Functions carry attributes of any name.
#include "client.h"

static TF_Graph* g;

static void Meta(TF_Operation* op, const char* name) {
  TF_AttrMetadata m = TF_OperationGetAttrMetadata(op, name, st);
  if (!Code(name)) return;
  printf("  list %d size %d type %d total %d\n", m.is_list, m.is_list ? (int)m.list_size : -1,
         (int)m.type, (int)m.total_size);
}

static TF_OperationDescription* Begin(const char* name) { return TF_NewOperation(g, "NoOp", name); }

static TF_Operation* End(TF_OperationDescription* desc, const char* what) {
  TF_Operation* op = TF_FinishOperation(desc, st);
  Code(what);
  return op;
}

static void Scalars(void) {
  Section("single values");
  TF_OperationDescription* desc = Begin("single");
  TF_SetAttrString(desc, "_s", "bunny", 5);
  TF_SetAttrInt(desc, "_i", -31415);
  TF_SetAttrFloat(desc, "_f", 2.5f);
  TF_SetAttrBool(desc, "_b", 1);
  TF_SetAttrType(desc, "_t", TF_COMPLEX128);
  const int64_t dims[3] = {2, -1, 4};
  TF_SetAttrShape(desc, "_sh", dims, 3);
  TF_SetAttrShape(desc, "_un", NULL, -1);
  TF_SetAttrShape(desc, "_sc", NULL, 0);
  TF_SetAttrFuncName(desc, "_fn", "Body", 4);
  TF_SetAttrPlaceholder(desc, "_ph", "T");
  TF_Tensor* t = Int(5);
  TF_SetAttrTensor(desc, "_te", t, st);
  TF_DeleteTensor(t);
  TF_Operation* op = End(desc, "finish");
  const char* names[] = {"_s", "_i", "_f", "_b", "_t", "_sh", "_un", "_sc", "_fn", "_ph", "_te"};
  for (int i = 0; i < 11; ++i) Meta(op, names[i]);
  TF_OperationGetAttrMetadata(op, "_missing", st);
  printf("%s\n", TF_Message(st));
  Code("missing");
  char text[8];
  memset(text, '.', sizeof(text));
  TF_OperationGetAttrString(op, "_s", text, 3, st);
  Code("string");
  printf("%.8s\n", text);
  int64_t i = 0;
  TF_OperationGetAttrInt(op, "_i", &i, st);
  Code("int");
  float f = 0;
  TF_OperationGetAttrFloat(op, "_f", &f, st);
  Code("float");
  unsigned char b = 0;
  TF_OperationGetAttrBool(op, "_b", &b, st);
  Code("bool");
  TF_DataType type = TF_FLOAT;
  TF_OperationGetAttrType(op, "_t", &type, st);
  Code("type");
  int64_t shape[3] = {0};
  TF_OperationGetAttrShape(op, "_sh", shape, 3, st);
  Code("shape");
  printf("%d %g %d %d [%d,%d,%d]\n", (int)i, (double)f, b, (int)type, (int)shape[0], (int)shape[1],
         (int)shape[2]);
  TF_Tensor* value = NULL;
  TF_OperationGetAttrTensor(op, "_te", &value, st);
  Code("tensor");
  PrintTensor("value", value);
  TF_DeleteTensor(value);
  TF_OperationGetAttrInt(op, "_s", &i, st);
  Code("int of a string");
  TF_OperationGetAttrString(op, "_i", text, 3, st);
  Code("string of an int");
  TF_OperationGetAttrTensor(op, "_i", &value, st);
  Code("tensor of an int");
  TF_Buffer* buffer = TF_NewBuffer();
  TF_OperationGetAttrTensorShapeProto(op, "_sh", buffer, st);
  Code("shape proto");
  printf("%d bytes\n", (int)buffer->length);
  desc = Begin("again");
  TF_SetAttrTensorShapeProto(desc, "_sh", buffer->data, buffer->length, st);
  Code("set shape proto");
  TF_SetAttrTensorShapeProto(desc, "_x", "\xff", 1, st);
  Code("set nonsense");
  TF_DeleteBuffer(buffer);
  buffer = TF_NewBuffer();
  TF_OperationGetAttrValueProto(op, "_i", buffer, st);
  Code("value proto");
  TF_SetAttrValueProto(desc, "_copy", buffer->data, buffer->length, st);
  Code("set value proto");
  TF_DeleteBuffer(buffer);
  op = End(desc, "finish");
  Meta(op, "_sh");
  Meta(op, "_copy");
  printf("attributes: %d\n", TF_OperationGetNumAttrs(op));
}

static void Lists(void) {
  Section("lists");
  TF_OperationDescription* desc = Begin("list");
  const void* strings[3] = {"bugs", "bunny", "duck"};
  const size_t lengths[3] = {4, 5, 4};
  TF_SetAttrStringList(desc, "_s", strings, lengths, 3);
  const int64_t ints[4] = {1, 2, 3, -4};
  TF_SetAttrIntList(desc, "_i", ints, 4);
  const float floats[2] = {0.5f, -3.0f};
  TF_SetAttrFloatList(desc, "_f", floats, 2);
  const unsigned char bools[3] = {1, 0, 1};
  TF_SetAttrBoolList(desc, "_b", bools, 3);
  const TF_DataType types[2] = {TF_RESOURCE, TF_VARIANT};
  TF_SetAttrTypeList(desc, "_t", types, 2);
  const int64_t one[1] = {7};
  const int64_t two[2] = {-1, 3};
  const int64_t* shapes[3] = {one, NULL, two};
  const int ranks[3] = {1, -1, 2};
  TF_SetAttrShapeList(desc, "_sh", shapes, ranks, 3);
  TF_Tensor* tensors[2] = {Int(5), Float(1.5f)};
  TF_SetAttrTensorList(desc, "_te", tensors, 2, st);
  Code("set tensors");
  TF_DeleteTensor(tensors[0]);
  TF_DeleteTensor(tensors[1]);
  TF_SetAttrIntList(desc, "_none", NULL, 0);
  TF_Operation* op = End(desc, "finish");
  const char* names[] = {"_s", "_i", "_f", "_b", "_t", "_sh", "_te"};
  for (int i = 0; i < 7; ++i) Meta(op, names[i]);
  void* values[3];
  size_t sizes[3];
  char storage[13];
  TF_OperationGetAttrStringList(op, "_s", values, sizes, 3, storage, 13, st);
  Code("strings");
  for (int i = 0; i < 3; ++i) printf("'%.*s' ", (int)sizes[i], (const char*)values[i]);
  printf("\n");
  TF_OperationGetAttrStringList(op, "_s", values, sizes, 3, storage, 12, st);
  Code("strings without room");
  int64_t got[4];
  TF_OperationGetAttrIntList(op, "_i", got, 4, st);
  Code("ints");
  float fgot[2];
  TF_OperationGetAttrFloatList(op, "_f", fgot, 2, st);
  Code("floats");
  unsigned char bgot[3];
  TF_OperationGetAttrBoolList(op, "_b", bgot, 3, st);
  Code("bools");
  TF_DataType tgot[2];
  TF_OperationGetAttrTypeList(op, "_t", tgot, 2, st);
  Code("types");
  printf("%d %d %g %g %d%d%d %d %d\n", (int)got[0], (int)got[3], (double)fgot[0], (double)fgot[1],
         bgot[0], bgot[1], bgot[2], (int)tgot[0], (int)tgot[1]);
  int64_t* dims[3];
  int nd[3];
  int64_t room[3];
  TF_OperationGetAttrShapeList(op, "_sh", dims, nd, 3, room, 3, st);
  Code("shapes");
  printf("%d %d %d: %d %d %d\n", nd[0], nd[1], nd[2], (int)dims[0][0], (int)dims[2][0],
         (int)dims[2][1]);
  TF_OperationGetAttrShapeList(op, "_sh", dims, nd, 3, room, 2, st);
  Code("shapes without room");
  TF_Tensor* out[2] = {NULL, NULL};
  TF_OperationGetAttrTensorList(op, "_te", out, 2, st);
  Code("tensors");
  PrintTensor("0", out[0]);
  PrintTensor("1", out[1]);
  TF_DeleteTensor(out[0]);
  TF_DeleteTensor(out[1]);
  TF_Buffer* protos[3] = {NULL, NULL, NULL};
  TF_OperationGetAttrTensorShapeProtoList(op, "_sh", protos, 3, st);
  Code("shape protos");
  for (int i = 0; i < 3; ++i) {
    printf("%d ", (int)protos[i]->length);
    TF_DeleteBuffer(protos[i]);
  }
  printf("\n");
}

static void Declared(void) {
  Section("attributes of declared ops");
  const int64_t dims[2] = {1, -1};
  TF_Operation* p = Shaped(g, "p", TF_FLOAT, dims, 2);
  Meta(p, "dtype");
  Meta(p, "shape");
  TF_OperationDescription* desc = TF_NewOperation(g, "Squeeze", "squeeze");
  TF_AddInput(desc, Out(p, 0));
  TF_Operation* squeeze = End(desc, "squeeze");
  Meta(squeeze, "squeeze_dims");
  Meta(squeeze, "T");
  TF_DataType type;
  TF_OperationGetAttrType(squeeze, "T", &type, st);
  printf("T %d\n", (int)type);
  desc = TF_NewOperation(g, "MatMul", "matmul");
  TF_AddInput(desc, Out(p, 0));
  TF_AddInput(desc, Out(p, 0));
  TF_SetAttrString(desc, "transpose_a", "yes", 3);
  End(desc, "wrong kind");
  desc = TF_NewOperation(g, "Cast", "cast");
  TF_AddInput(desc, Out(p, 0));
  End(desc, "missing attribute");
  desc = TF_NewOperation(g, "BitwiseAnd", "and");
  TF_AddInput(desc, Out(p, 0));
  TF_AddInput(desc, Out(p, 0));
  End(desc, "type not allowed");
}

int main(void) {
  st = TF_NewStatus();
  g = TF_NewGraph();
  Scalars();
  Lists();
  Declared();
  TF_DeleteGraph(g);
  TF_DeleteStatus(st);
  return 0;
}
