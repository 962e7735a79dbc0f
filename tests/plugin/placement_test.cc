// Where nodes go when there is more than the CPU, and the errors when they can't go there.
#include "tests/plugin/net.h"

namespace {

class Placement : public testing::Test {
 protected:
  void SetUp() override { Fake(); }
};

constexpr char kDevices[] =
    "[/job:localhost/replica:0/task:0/device:CPU:0, "
    "/job:localhost/replica:0/task:0/device:FAKE:0, "
    "/job:localhost/replica:0/task:0/device:FAKE:1]";

// A ConfigProto's device_count with one entry.
std::string Count(const std::string& type, char n) {
  const std::string entry =
      std::string("\x0a") + static_cast<char>(type.size()) + type + "\x10" + n;
  return std::string("\x0a") + static_cast<char>(entry.size()) + entry;
}

std::string ListOf(Net* net) {
  HB_Status* status = HB_NewStatus();
  HB_DeviceList* list = HB_SessionListDevices(net->session(), status);
  std::string text;
  for (int i = 0; i < HB_DeviceListCount(list); ++i) {
    text += std::string(HB_DeviceListName(list, i, status)).substr(32) + " " +
            HB_DeviceListType(list, i, status) + ", ";
    EXPECT_GT(HB_DeviceListMemoryBytes(list, i, status), 0);
    EXPECT_NE(HB_DeviceListIncarnation(list, i, status), 0u);
  }
  HB_DeleteDeviceList(list);
  HB_DeleteStatus(status);
  return text;
}

// What becomes of `type`(x, x) with that device string.
Net::Outcome Try(const std::string& type, const std::string& device, bool soft = false,
                 const std::string& config = "") {
  Net net(soft, config);
  const HB_Output x = net.Feed("x");
  return net.Run({net.Op(type, "y", {x, x}, device)}, {{x, Vector({1, 2})}});
}

TEST_F(Placement, SessionsListTheDevices) {
  Net all, one(false, Count("FAKE", 1)), none(false, Count("FAKE", 0)),
      cpus(false, Count("CPU", 2));
  EXPECT_EQ(ListOf(&all), "device:CPU:0 CPU, device:FAKE:0 FAKE, device:FAKE:1 FAKE, ");
  EXPECT_EQ(ListOf(&one), "device:CPU:0 CPU, device:FAKE:0 FAKE, ");
  EXPECT_EQ(ListOf(&none), "device:CPU:0 CPU, ");
  EXPECT_EQ(ListOf(&cpus),
            "device:CPU:0 CPU, device:CPU:1 CPU, device:FAKE:0 FAKE, device:FAKE:1 FAKE, ");
}

TEST_F(Placement, StringsInFullAndInPart) {
  for (const char* device : {"/job:localhost/replica:0/task:0/device:FAKE:1", "/device:FAKE:*",
                             "/device:FAKE", "/task:0/device:FAKE:0", "/device:FAKE:1"}) {
    const Copies copies;
    const auto out = Try("AddV2", device);
    ASSERT_EQ(out.code, HB_OK) << device << ": " << out.message;
    EXPECT_EQ(out.results[0], Vector({2, 4}));
    EXPECT_EQ(copies.Kernels(), 1) << device;
  }
  for (const char* device : {"", "/job:localhost", "/cpu:0"}) {
    const Copies copies;
    EXPECT_EQ(Try("AddV2", device).results[0], Vector({2, 4}));
    EXPECT_EQ(copies.Kernels(), 0) << device;
  }
}

TEST_F(Placement, ADeviceThatIsNotThere) {
  const std::string available = std::string(kDevices + 1, sizeof(kDevices) - 3);
  auto out = Try("AddV2", "/device:FAKE:2");
  EXPECT_EQ(out.code, HB_INVALID_ARGUMENT);
  EXPECT_EQ(out.message,
            "Cannot assign a device for operation y: {{node y}} was explicitly assigned to "
            "/device:FAKE:2 but available devices are [ " +
                available + " ]. Make sure the device specification refers to a valid device.");
  out = Try("AddV2", "/device:FAKE:0", false, Count("FAKE", 0));
  EXPECT_EQ(out.code, HB_INVALID_ARGUMENT);
  // Soft placement takes another one of the kind first.
  for (const char* device : {"/device:FAKE:2", "/device:ELSE:0"}) {
    const Copies copies;
    EXPECT_EQ(Try("AddV2", device, true).results.at(0), Vector({2, 4}));
    EXPECT_EQ(copies.Kernels(), device == std::string("/device:FAKE:2") ? 1 : 0);
  }
}

TEST_F(Placement, AnOpWithoutAKernelThere) {
  auto out = Try("Sub", kFake);
  EXPECT_EQ(out.code, HB_INVALID_ARGUMENT);
  EXPECT_EQ(
      out.message.substr(0, out.message.find(". ") + 1),
      "Cannot assign a device for operation y: Could not satisfy explicit device specification "
      "'/device:FAKE:0' because no supported kernel for FAKE devices is available.");
  EXPECT_EQ(Try("Sub", kFake, true).results.at(0), Vector({0, 0}));
  // And one that only the device has, asked for elsewhere or not at all.
  Net net, elsewhere;
  HB_Output x = net.Feed("x");
  const Copies copies;
  EXPECT_EQ(net.Fetch(net.Op("FakePositive", "y", {x}), {{x, Vector({-1, 1})}}), Vector({1}));
  x = elsewhere.Feed("x");
  out = elsewhere.Run({elsewhere.Op("FakePositive", "y", {x}, "/cpu:0")}, {{x, Vector({1})}});
  EXPECT_EQ(out.code, HB_INVALID_ARGUMENT);
  EXPECT_NE(out.message.find("no supported kernel for CPU devices"), std::string::npos)
      << out.message;
}

More Beside(const std::string& name) {
  return [=](Desc* d) {
    const std::string loc = "loc:@" + name;
    const void* text[] = {loc.data()};
    const size_t size[] = {loc.size()};
    HB_SetAttrStringList(d, "_class", text, size, 1);
  };
}

TEST_F(Placement, Colocation) {
  Net net;
  const HB_Output x = net.Feed("x");
  net.Op("AddV2", "far", {x, x}, kOther);
  // Also beside a node that the run doesn't need, and beside one that is beside it.
  const HB_Output a = net.Op("AddV2", "a", {x, x}, "", Beside("far"));
  const HB_Output b = net.Op("AddV2", "b", {a, a}, "", Beside("a"));
  Copies copies;
  EXPECT_EQ(net.Fetch(b, {{x, Vector({1})}}), Vector({4}));
  EXPECT_EQ(copies.Kernels(), 2);
  EXPECT_EQ(copies.In(), 1);
  const HB_Output c = net.Op("AddV2", "c", {b, a}, kFake, Beside("b"));
  auto out = net.Run({c}, {{x, Vector({1})}});
  EXPECT_EQ(out.code, HB_INVALID_ARGUMENT);
  EXPECT_EQ(out.message,
            "Cannot colocate nodes {{colocation_node c}} and {{colocation_node b}}: Cannot merge "
            "devices with incompatible ids: '/device:FAKE:0' and '/device:FAKE:1'");
  const HB_Output d = net.Op("Sub", "d", {a, x}, "", Beside("far"));
  out = net.Run({d}, {{x, Vector({1})}});
  EXPECT_EQ(out.code, HB_INVALID_ARGUMENT);
  EXPECT_NE(out.message.find("because the node {{colocation_node a}} was colocated with a group of "
                             "nodes that required incompatible device '/device:FAKE:1'. All "
                             "available devices " +
                             std::string(kDevices) + ". Node 'd' (Sub) has no kernel"),
            std::string::npos)
      << out.message;
}

TEST_F(Placement, VariablesStayWithWhatUsesThem) {
  Net net, soft(true);
  for (Net* n : {&net, &soft}) {
    const HB_Output v = n->Variable("v", kFake), x = n->Feed("x");
    HB_Operation* assign = n->Node("AssignVariableOp", "assign", {v, x});
    // The device has no kernel for this one.
    HB_Operation* sub = n->Node("AssignSubVariableOp", "sub", {v, x});
    const HB_Output read = n->Read("read", v, "/cpu:0");
    if (n == &net) n->Do(assign, {{x, Vector({1, 2})}});
    const auto out = n->Run({}, {{x, Vector({1, 2})}}, {sub});
    const auto moved = n->Run({read}, {{x, Vector({1, 2})}});
    if (n == &net) {
      EXPECT_EQ(out.code, HB_INVALID_ARGUMENT);
      EXPECT_NE(out.message.find("Node 'sub' (AssignSubVariableOp) has no kernel for FAKE"),
                std::string::npos)
          << out.message;
      EXPECT_EQ(moved.code, HB_INVALID_ARGUMENT);
      EXPECT_NE(moved.message.find("Nodes were connected by a reference or resource connection "
                                   "(requiring them to be on the same device)"),
                std::string::npos)
          << moved.message;
    } else {
      EXPECT_EQ(out.code, HB_FAILED_PRECONDITION) << out.message;
    }
  }
}

// A function's nodes go where the call goes, if they can.
TEST_F(Placement, WhatTheCallerAsksForIsAWish) {
  Net net;
  {
    Net body;
    const HB_Output x = body.Feed("x");
    const HB_Output sum = body.Op("AddV2", "sum", {x, x});
    body.DefineIn(&net, "f", {x}, {body.Op("Sub", "sub", {sum, x})});
  }
  const HB_Output x = net.Feed("x");
  Desc* desc = HB_NewOperation(net.graph(), "PartitionedCall", "call");
  HB_AddInputList(desc, &x, 1);
  HB_SetDevice(desc, kFake);
  HB_SetAttrFuncName(desc, "f", "f", 1);
  const HB_DataType type = HB_FLOAT;
  HB_SetAttrTypeList(desc, "Tin", &type, 1);
  HB_SetAttrTypeList(desc, "Tout", &type, 1);
  HB_Status* status = HB_NewStatus();
  const HB_Output call{HB_FinishOperation(desc, status), 0};
  ASSERT_EQ(HB_GetCode(status), HB_OK) << HB_Message(status);
  HB_DeleteStatus(status);
  const Copies copies;
  EXPECT_EQ(net.Fetch(call, {{x, Vector({1, 2})}}), Vector({1, 2}));
  EXPECT_EQ(copies.Kernels(), 1);
}

}  // namespace
