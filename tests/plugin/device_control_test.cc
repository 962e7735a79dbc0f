// Control flow whose bodies run on a device: functional, and TensorFlow 1's nodes.
#include "tests/plugin/net.h"

namespace {

constexpr HB_DataType kFloatInt[] = {HB_FLOAT, HB_INT32};

More Types(const char* attr, std::vector<HB_DataType> types) {
  return
      [=](Desc* d) { HB_SetAttrTypeList(d, attr, types.data(), static_cast<int>(types.size())); };
}

// The function twice(x) = x + x and thrice(x) = x + x + x, whose nodes ask for `device`.
void DefineBranches(Net* net, const std::string& device) {
  for (const int times : {2, 3}) {
    Net body;
    const HB_Output x = body.Feed("x");
    HB_Output y = body.Op("AddV2", "y", {x, x}, device);
    if (times == 3) y = body.Op("AddV2", "z", {y, x}, device);
    body.DefineIn(net, times == 2 ? "twice" : "thrice", {x}, {y});
  }
}

HB_Output IfNode(Net* net, const std::string& name, HB_Output cond, HB_Output x,
                 const std::string& device) {
  Desc* desc = HB_NewOperation(net->graph(), "If", name.c_str());
  HB_AddInput(desc, cond);
  HB_AddInputList(desc, &x, 1);
  if (!device.empty()) HB_SetDevice(desc, device.c_str());
  HB_SetAttrFuncName(desc, "then_branch", "twice", 5);
  HB_SetAttrFuncName(desc, "else_branch", "thrice", 6);
  Types("Tin", {HB_FLOAT})(desc);
  Types("Tout", {HB_FLOAT})(desc);
  HB_Status* status = HB_NewStatus();
  HB_Operation* op = HB_FinishOperation(desc, status);
  EXPECT_EQ(HB_GetCode(status), HB_OK) << HB_Message(status);
  HB_DeleteStatus(status);
  return {op, 0};
}

TEST(DeviceControl, BranchesOfAnIf) {
  for (const std::string body : {"", kFake}) {
    for (const std::string node : {"", kFake}) {
      Net net;
      DefineBranches(&net, body);
      const HB_Output x = net.Feed("x"), cond = net.Feed("cond", HB_BOOL);
      const HB_Output sum = net.Op("AddV2", "sum", {x, x}, kFake);
      const HB_Output y = IfNode(&net, "if", cond, sum, node);
      const HB_Output z = net.Op("AddV2", "z", {y, y}, kFake);
      for (const float taken : {1.f, 0.f, 1.f}) {
        const Copies copies;
        EXPECT_EQ(net.Fetch(z, {{x, Vector({1, 2})}, {cond, Scalar(taken)}}),
                  taken != 0 ? Vector({8, 16}) : Vector({12, 24}));
        // On the device itself nothing leaves it but the result.
        if (!node.empty()) {
          EXPECT_EQ(copies.In(), 1);
          EXPECT_EQ(copies.Out(), 1);
        }
      }
    }
  }
}

// while (i < 10) { x = x + x; i = i + 1 } as a While node, with `device` for itself and its body's
// sums; small integers stay on the host.
HB_Operation* WhileNode(Net* net, HB_Output x, HB_Output i, const std::string& device,
                        const std::string& body_device) {
  Net cond;
  const HB_Output cx = cond.Feed("x"), ci = cond.Feed("i", HB_INT32);
  const HB_Output less = cond.Op("Less", "less", {ci, cond.IntConst("ten", {10}, true)});
  cond.DefineIn(net, "cond", {cx, ci}, {less});
  Net body;
  const HB_Output bx = body.Feed("x"), bi = body.Feed("i", HB_INT32);
  const HB_Output sum = body.Op("AddV2", "sum", {bx, bx}, body_device);
  const HB_Output next = body.Op("AddV2", "next", {bi, body.IntConst("one", {1}, true)});
  body.DefineIn(net, "body", {bx, bi}, {sum, next});
  Desc* desc = HB_NewOperation(net->graph(), "While", "while");
  const HB_Output in[] = {x, i};
  HB_AddInputList(desc, in, 2);
  if (!device.empty()) HB_SetDevice(desc, device.c_str());
  HB_SetAttrFuncName(desc, "cond", "cond", 4);
  HB_SetAttrFuncName(desc, "body", "body", 4);
  HB_SetAttrTypeList(desc, "T", kFloatInt, 2);
  HB_Status* status = HB_NewStatus();
  HB_Operation* op = HB_FinishOperation(desc, status);
  EXPECT_EQ(HB_GetCode(status), HB_OK) << HB_Message(status);
  HB_DeleteStatus(status);
  return op;
}

TEST(DeviceControl, AWhileKeepsItsStateThere) {
  Net net;
  const HB_Output x = net.Feed("x"), i = net.Feed("i", HB_INT32);
  HB_Operation* loop = WhileNode(&net, x, i, kFake, "");
  const Net::Feeds feeds = {{x, Vector({1, 2})}, {i, Scalar(0)}};
  for (int k = 0; k < 2; ++k) {
    const Copies copies;
    const auto out = net.Run({{loop, 0}, {loop, 1}}, feeds);
    ASSERT_EQ(out.code, HB_OK) << out.message;
    EXPECT_EQ(out.results[0], Vector({1024, 2048}));
    EXPECT_EQ(out.results[1], Scalar(10));
    EXPECT_EQ(copies.In(), 1);
    EXPECT_EQ(copies.Out(), 1);
    EXPECT_EQ(copies.Kernels(), 10);
  }
}

TEST(DeviceControl, AWhileOfTheHostWithABodyThere) {
  Net net;
  const HB_Output x = net.Feed("x"), i = net.Feed("i", HB_INT32);
  HB_Operation* loop = WhileNode(&net, x, i, "", kFake);
  const Copies copies;
  EXPECT_EQ(net.Fetch({loop, 0}, {{x, Vector({1, 2})}, {i, Scalar(4)}}), Vector({64, 128}));
  EXPECT_EQ(copies.In(), 6);
  EXPECT_EQ(copies.Kernels(), 6);
}

TEST(DeviceControl, ACallThatIsNotInlined) {
  for (const std::string node : {"", kFake}) {
    Net net;
    DefineBranches(&net, "");
    const HB_Output x = net.Feed("x");
    Desc* desc = HB_NewOperation(net.graph(), "PartitionedCall", "call");
    HB_AddInputList(desc, &x, 1);
    if (!node.empty()) HB_SetDevice(desc, kFake);
    HB_SetAttrFuncName(desc, "f", "thrice", 6);
    HB_SetAttrBool(desc, "_noinline", 1);
    Types("Tin", {HB_FLOAT})(desc);
    Types("Tout", {HB_FLOAT})(desc);
    HB_Status* status = HB_NewStatus();
    const HB_Output call{HB_FinishOperation(desc, status), 0};
    ASSERT_EQ(HB_GetCode(status), HB_OK) << HB_Message(status);
    HB_DeleteStatus(status);
    const Copies copies;
    EXPECT_EQ(net.Fetch(call, {{x, Vector({1, 2})}}), Vector({3, 6}));
    EXPECT_EQ(copies.Kernels(), node.empty() ? 0 : 2);
  }
}

// A variable that goes into a body as a handle is read where it lies.
TEST(DeviceControl, AHandleGoesIntoABody) {
  for (const char* where : {kFake, "/cpu:0"}) {
    Net net;
    {
      Net body;
      const HB_Output v = body.Feed("v", HB_RESOURCE), x = body.Feed("x");
      const HB_Output sum = body.Op("AddV2", "sum", {body.Read("read", v), x});
      body.DefineIn(&net, "plus", {v, x}, {sum});
    }
    const HB_Output v = net.Variable("v", where), x = net.Feed("x");
    net.Do(net.Node("AssignVariableOp", "assign", {v, x}), {{x, Vector({5, 6})}});
    Desc* desc = HB_NewOperation(net.graph(), "StatefulPartitionedCall", "call");
    const HB_Output in[] = {v, x};
    HB_AddInputList(desc, in, 2);
    HB_SetAttrFuncName(desc, "f", "plus", 4);
    HB_SetAttrBool(desc, "_noinline", 1);
    Types("Tin", {HB_RESOURCE, HB_FLOAT})(desc);
    Types("Tout", {HB_FLOAT})(desc);
    HB_Status* status = HB_NewStatus();
    const HB_Output call{HB_FinishOperation(desc, status), 0};
    ASSERT_EQ(HB_GetCode(status), HB_OK) << HB_Message(status);
    HB_DeleteStatus(status);
    EXPECT_EQ(net.Fetch(call, {{x, Vector({1, 2})}}), Vector({6, 8}));
  }
}

// TensorFlow 1's Switch and Merge, with a branch that fails on the device when it is taken.
TEST(DeviceControl, OnlyTheBranchThatIsTakenRuns) {
  Net net;
  const HB_Output x = net.Feed("x"), pred = net.Feed("pred", HB_BOOL);
  HB_Operation* split = net.Node("Switch", "switch", {x, pred}, kFake);
  const HB_Output good = net.Op("AddV2", "good", {{split, 1}, {split, 1}}, kFake);
  const HB_Output bad = net.Op("FakeFail", "bad", {{split, 0}}, kFake);
  Desc* desc = HB_NewOperation(net.graph(), "Merge", "merge");
  const HB_Output both[] = {good, bad};
  HB_AddInputList(desc, both, 2);
  HB_SetDevice(desc, kFake);
  HB_Status* status = HB_NewStatus();
  HB_Operation* merge = HB_FinishOperation(desc, status);
  ASSERT_EQ(HB_GetCode(status), HB_OK) << HB_Message(status);
  HB_DeleteStatus(status);
  const auto out = net.Run({{merge, 0}, {merge, 1}}, {{x, Vector({1, 2})}, {pred, Scalar(1)}});
  ASSERT_EQ(out.code, HB_OK) << out.message;
  EXPECT_EQ(out.results[0], Vector({2, 4}));
  EXPECT_EQ(out.results[1], Scalar(0));
  const auto failed = net.Run({{merge, 0}}, {{x, Vector({1, 2})}, {pred, Scalar(0)}});
  EXPECT_EQ(failed.code, HB_OUT_OF_RANGE);
  EXPECT_NE(failed.message.find("node 'bad' (FakeFail)"), std::string::npos) << failed.message;
}

HB_Operation* Add(HB_Graph* g, const char* type, const char* name, std::vector<HB_Output> in,
                  const char* device, HB_Status* status) {
  Desc* desc = HB_NewOperation(g, type, name);
  for (const HB_Output o : in) HB_AddInput(desc, o);
  if (device != nullptr) HB_SetDevice(desc, device);
  HB_Operation* op = HB_FinishOperation(desc, status);
  EXPECT_EQ(HB_GetCode(status), HB_OK) << HB_Message(status);
  return op;
}

HB_Output IntIn(HB_Graph* g, const char* name, int32_t value, HB_Status* status) {
  HB_Tensor* t = HB_AllocateTensor(HB_INT32, nullptr, 0, 4);
  *static_cast<int32_t*>(HB_TensorData(t)) = value;
  Desc* desc = HB_NewOperation(g, "Const", name);
  HB_SetAttrTensor(desc, "value", t, status);
  HB_SetAttrType(desc, "dtype", HB_INT32);
  HB_DeleteTensor(t);
  return {HB_FinishOperation(desc, status), 0};
}

// TensorFlow 1's loop: Enter, Merge, Switch and so on are the host's, the sum in between isn't.
TEST(DeviceControl, ALoopOfTensorFlow1) {
  Net net;
  const HB_Output x = net.Feed("x"), c = net.Const("c", Vector({1, 1}));
  HB_Output in[] = {net.Op("AddV2", "first", {x, c}, kFake), net.Feed("i", HB_INT32)};
  HB_Status* status = HB_NewStatus();
  HB_WhileParams p = HB_NewWhile(net.graph(), in, 2, status);
  ASSERT_EQ(HB_GetCode(status), HB_OK) << HB_Message(status);
  p.name = "loop";
  p.cond_output = {Add(p.cond_graph, "Less", "less",
                       {p.cond_inputs[1], IntIn(p.cond_graph, "ten", 10, status)}, nullptr, status),
                   0};
  p.body_outputs[0] = {
      Add(p.body_graph, "AddV2", "sum", {p.body_inputs[0], p.body_inputs[0]}, kFake, status), 0};
  p.body_outputs[1] = {
      Add(p.body_graph, "AddV2", "next", {p.body_inputs[1], IntIn(p.body_graph, "one", 1, status)},
          nullptr, status),
      0};
  HB_Output out[2];
  HB_FinishWhile(&p, status, out);
  ASSERT_EQ(HB_GetCode(status), HB_OK) << HB_Message(status);
  HB_DeleteStatus(status);
  const HB_Output last = net.Op("AddV2", "last", {out[0], c}, kFake);
  for (const float begin : {8.f, 2.f}) {
    const Copies copies;
    const float times = begin == 8 ? 4 : 256;
    EXPECT_EQ(net.Fetch(last, {{x, Vector({0, 1})}, {in[1], Scalar(begin)}}),
              Vector({times + 1, 2 * times + 1}));
    EXPECT_EQ(copies.Kernels(), 2 + static_cast<int64_t>(10 - begin));
  }
}

}  // namespace
