// Placement: device strings, colocation, soft placement, several devices of one kind.
#include "client.h"

// A ConfigProto with device_count {"CPU": cpus} when cpus > 0, and soft placement.
static TF_Session* Session(TF_Graph* g, int cpus, int soft) {
  unsigned char config[16];
  size_t n = 0;
  if (cpus > 0) {
    const unsigned char entry[9] = {0x0a, 7, 0x0a, 3, 'C', 'P', 'U', 0x10, (unsigned char)cpus};
    memcpy(config, entry, sizeof(entry));
    n = sizeof(entry);
  }
  if (soft) {
    config[n++] = 0x38;
    config[n++] = 1;
  }
  TF_SessionOptions* opts = TF_NewSessionOptions();
  TF_SetConfig(opts, config, n, st);
  Must("config");
  TF_Session* s = TF_NewSession(g, opts, st);
  Must("session");
  TF_DeleteSessionOptions(opts);
  return s;
}

static void End(TF_Session* s) {
  TF_CloseSession(s, st);
  TF_DeleteSession(s, st);
  Must("end");
}

// Runs, and prints the result or the first line of the message, without TensorFlow's dump of the
// node that is malformed.
static void Fetch(TF_Session* s, const char* what, TF_Output fetch, TF_Operation* target) {
  TF_Tensor* result = NULL;
  const TF_Operation* targets[1] = {target};
  TF_SessionRun(s, NULL, NULL, NULL, 0, &fetch, &result, fetch.oper != NULL ? 1 : 0, targets,
                target != NULL ? 1 : 0, NULL, st);
  if (TF_GetCode(st) == TF_INVALID_ARGUMENT) {
    const char* message = TF_Message(st);
    const char* dump = strstr(message, " in node: ");
    const size_t most = dump != NULL ? (size_t)(dump - message) : strlen(message);
    const size_t line = strcspn(message, "\n");
    printf("%.*s\n", (int)(line < most ? line : most), message);
  }
  if (Code(what) && fetch.oper != NULL) PrintTensor(what, result);
  TF_DeleteTensor(result);
}

static TF_Operation* On(TF_Graph* g, const char* name, const char* device, TF_Output in,
                        TF_Operation* beside) {
  TF_OperationDescription* desc = TF_NewOperation(g, "Neg", name);
  TF_AddInput(desc, in);
  if (device != NULL) TF_SetDevice(desc, device);
  if (beside != NULL) TF_ColocateWith(desc, beside);
  TF_Operation* op = TF_FinishOperation(desc, st);
  Must(name);
  return op;
}

static const char* const kDevices[] = {
    "/job:localhost/replica:0/task:0/device:CPU:0",
    "/job:localhost/replica:0/task:0/cpu:0",
    "/job:localhost/replica:0",
    "/device:CPU:0",
    "/device:CPU:*",
    "/device:CPU",
    "/cpu:0",
    "/CPU:0",
    "/cpu",
    "CPU:0",
    "/device:cpu:0",
    "/replica:0/task:0/cpu:0",
    "/device:*",
    "/job:*",
    "/device:CPU:1",
    "/cpu:7",
    "/gpu:1",
    "/device:GPU:0",
    "/device:FAKE:0",
    "/device:fake:0",
    "/job:worker/task:1/device:CPU:0",
    "/job:localhost/replica:0/task:0/device:XLA_CPU:0",
    "somewhere",
    "/device:CPU:x",
    "/device",
    "/cpu:0/cpu:1",
};

static void Strings(int soft) {
  Section(soft ? "device strings, soft placement" : "device strings");
  for (size_t i = 0; i < sizeof(kDevices) / sizeof(kDevices[0]); ++i) {
    TF_Graph* g = TF_NewGraph();
    TF_Operation* c = Const(g, "c", Float(2));
    TF_Operation* op = On(g, "neg", kDevices[i], Out(c, 0), NULL);
    TF_Session* s = Session(g, 0, soft);
    Fetch(s, kDevices[i], Out(op, 0), NULL);
    End(s);
    TF_DeleteGraph(g);
  }
}

// Node b beside node a, each with a device or none.
static void Beside(const char* a_device, const char* b_device, int soft) {
  char what[128];
  snprintf(what, sizeof(what), "%s beside %s", b_device != NULL ? b_device : "nothing",
           a_device != NULL ? a_device : "nothing");
  TF_Graph* g = TF_NewGraph();
  TF_Operation* c = Const(g, "c", Float(2));
  TF_Operation* a = On(g, "a", a_device, Out(c, 0), NULL);
  TF_Operation* b = On(g, "b", b_device, Out(a, 0), a);
  TF_Session* s = Session(g, 2, soft);
  Fetch(s, what, Out(b, 0), NULL);
  End(s);
  TF_DeleteGraph(g);
}

static void Colocation(int soft) {
  Section(soft ? "colocation, soft placement" : "colocation");
  Beside("/device:CPU:1", NULL, soft);
  Beside("/device:CPU:1", "/cpu:1", soft);
  Beside("/device:CPU:1", "/device:CPU:0", soft);
  Beside(NULL, "/device:CPU:1", soft);
  Beside("/device:FAKE:0", NULL, soft);
  Beside("/device:FAKE:0", "/device:CPU:0", soft);
  Beside("/job:localhost", "/job:elsewhere", soft);
  Beside("/job:localhost/replica:0", "/job:localhost/replica:1", soft);
  Beside("/task:0", "/task:3", soft);
  Beside(NULL, "/device:CPU:9", soft);
}

static void Handles(int soft) {
  Section(soft ? "variables, soft placement" : "variables");
  TF_Graph* g = TF_NewGraph();
  const char* const kPlaces[2] = {"/device:CPU:1", "/device:CPU:0"};
  TF_Operation* handles[2];
  TF_Operation* assigns[2];
  TF_Operation* reads[2];
  for (int i = 0; i < 2; ++i) {
    char name[16];
    snprintf(name, sizeof(name), "v%d", i);
    TF_OperationDescription* desc = TF_NewOperation(g, "VarHandleOp", name);
    TF_SetAttrType(desc, "dtype", TF_FLOAT);
    TF_SetAttrShape(desc, "shape", NULL, 0);
    TF_SetAttrString(desc, "shared_name", "same", 4);
    TF_SetDevice(desc, kPlaces[i]);
    handles[i] = TF_FinishOperation(desc, st);
    Must(name);
    snprintf(name, sizeof(name), "value%d", i);
    TF_Operation* value = Const(g, name, Float((float)i + 5));
    snprintf(name, sizeof(name), "assign%d", i);
    assigns[i] = Binary(g, "AssignVariableOp", name, Out(handles[i], 0), Out(value, 0));
    snprintf(name, sizeof(name), "read%d", i);
    desc = TF_NewOperation(g, "ReadVariableOp", name);
    TF_SetAttrType(desc, "dtype", TF_FLOAT);
    TF_AddInput(desc, Out(handles[i], 0));
    reads[i] = TF_FinishOperation(desc, st);
    Must(name);
  }
  TF_Session* s = Session(g, 2, soft);
  Fetch(s, "assign on 1", Out(NULL, 0), assigns[0]);
  Fetch(s, "read on 1", Out(reads[0], 0), NULL);
  Fetch(s, "read on 0", Out(reads[1], 0), NULL);
  Fetch(s, "assign on 0", Out(NULL, 0), assigns[1]);
  Fetch(s, "read on 0", Out(reads[1], 0), NULL);
  Fetch(s, "read on 1", Out(reads[0], 0), NULL);
  End(s);
  TF_DeleteGraph(g);
}

static void Lists(void) {
  Section("lists");
  for (int cpus = 0; cpus < 4; ++cpus) {
    TF_Graph* g = TF_NewGraph();
    TF_Session* s = Session(g, cpus, 0);
    TF_DeviceList* list = TF_SessionListDevices(s, st);
    Must("list");
    printf("%d devices\n", TF_DeviceListCount(list));
    for (int i = 0; i < TF_DeviceListCount(list); ++i) {
      printf("%s %s %d\n", TF_DeviceListName(list, i, st), TF_DeviceListType(list, i, st),
             TF_DeviceListMemoryBytes(list, i, st) > 0);
    }
    TF_DeleteDeviceList(list);
    End(s);
    TF_DeleteGraph(g);
  }
}

int main(void) {
  st = TF_NewStatus();
  Strings(0);
  Strings(1);
  Colocation(0);
  Colocation(1);
  Handles(0);
  Handles(1);
  Lists();
  TF_DeleteStatus(st);
  return 0;
}
