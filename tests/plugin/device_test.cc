// Devices of a plug-in: copies, arguments on the host, variables, errors, threads, cancellation.
#include <chrono>
#include <thread>

#include "tests/plugin/net.h"

namespace {

class DeviceTest : public testing::Test {
 protected:
  void SetUp() override {
    Fake().set_gate(1);
    live_ = Fake().live_bytes();
  }
  int64_t live_ = 0;
};

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(DeviceTest, CopiesGoBothWays) {
  Net net;
  const HB_Output x = net.Feed("x");
  const HB_Output y = net.Op("AddV2", "y", {x, net.Const("c", Vector({1, 2}))}, kFake);
  const HB_Output z = net.Op("Neg", "z", {y});
  EXPECT_EQ(net.Fetch(z, {{x, Vector({10, 20})}}), Vector({-11, -22}));
  // The constant is there from the first run on.
  const Copies copies;
  EXPECT_EQ(net.Fetch(z, {{x, Vector({1, 2})}}), Vector({-2, -4}));
  EXPECT_EQ(copies.In(), 1);
  EXPECT_EQ(copies.Out(), 1);
  EXPECT_EQ(copies.Kernels(), 1);
}

TEST_F(DeviceTest, AChainStaysOnTheDevice) {
  Net net;
  const HB_Output x = net.Feed("x");
  HB_Output y = x;
  for (int i = 0; i < 20; ++i) y = net.Op("AddV2", "y" + std::to_string(i), {y, x}, kFake);
  for (const size_t n : {3, 5, 3, 3}) {
    const Copies copies;
    const std::vector<float> ones(n, 1), sums(n, 21);
    EXPECT_EQ(net.Fetch(y, {{x, Vector(ones)}}), Vector(sums));
    EXPECT_EQ(copies.In(), 1);
    EXPECT_EQ(copies.Out(), 1);
    EXPECT_EQ(copies.Kernels(), 20);
  }
}

TEST_F(DeviceTest, BackAndForthIsCopiedOnceForEachSide) {
  Net net;
  const HB_Output x = net.Feed("x");
  const HB_Output a = net.Op("AddV2", "a", {x, x}, kFake);
  const HB_Output b = net.Op("Neg", "b", {a});
  const HB_Output c = net.Op("Square", "c", {a});
  const HB_Output d = net.Op("MatMul", "d", {b, c}, kFake);
  const HB_Output e = net.Op("MatMul", "e", {d, b}, kFake);
  const Floats in{{2, 2}, {1, 2, 3, 4}};
  const Floats want{{2, 2}, {2032, 2912, 4272, 6112}};
  EXPECT_EQ(net.Fetch(e, {{x, in}}), want);
  const Copies copies;
  const auto out = net.Run({e, a, b}, {{x, in}});
  ASSERT_EQ(out.code, HB_OK) << out.message;
  EXPECT_EQ(out.results[0], want);
  EXPECT_EQ(out.results[1].values, (std::vector<float>{2, 4, 6, 8}));
  EXPECT_EQ(out.results[2].values, (std::vector<float>{-2, -4, -6, -8}));
  EXPECT_EQ(copies.In(), 3);
  EXPECT_EQ(copies.Out(), 2);
}

TEST_F(DeviceTest, ArgumentsOfTheHostAreNotCopied) {
  Net net;
  const HB_Output x = net.Feed("x"), factor = net.Feed("factor");
  const HB_Output y = net.Op("FakeScale", "y", {x, factor}, kFake);
  const HB_Output n = net.Op("FakeCount", "n", {y}, kFake);
  const Copies copies;
  const auto out = net.Run({y, n}, {{x, Vector({1, 2, 3})}, {factor, Scalar(3)}});
  ASSERT_EQ(out.code, HB_OK) << out.message;
  EXPECT_EQ(out.results[0], Vector({3, 6, 9}));
  EXPECT_EQ(out.results[1], Scalar(3));
  EXPECT_EQ(copies.In(), 1);
  EXPECT_EQ(copies.Out(), 1);
}

TEST_F(DeviceTest, ShapesThatOnlyRunningTells) {
  Net net;
  const HB_Output x = net.Feed("x"), dims = net.Feed("dims", HB_INT32);
  const HB_Output kept = net.Op("FakePositive", "kept", {x}, kFake);
  const HB_Output y =
      net.Op("MatMul", "y",
             {net.Op("ExpandDims", "row", {kept, net.IntConst("0", {0}, true)}, kFake),
              net.Op("ExpandDims", "col", {kept, net.IntConst("1", {1}, true)}, kFake)},
             kFake);
  const HB_Output filled = net.Op("Fill", "filled", {dims, x}, kFake);
  const HB_Output shape = net.Op("Shape", "shape", {kept}, kFake);
  const HB_Output back = net.Op("AddV2", "back", {net.Op("Relu", "relu", {kept}), kept}, kFake);
  const auto out = net.Run({y, shape, back}, {{x, Vector({1, -1, 2, -5, 3})}});
  ASSERT_EQ(out.code, HB_OK) << out.message;
  EXPECT_EQ(out.results[0], (Floats{{1, 1}, {14}}));
  EXPECT_EQ(out.results[1], Vector({3}));
  EXPECT_EQ(out.results[2], Vector({2, 4, 6}));
  EXPECT_EQ(net.Fetch(filled, {{dims, Vector({2, 2})}, {x, Scalar(7)}}),
            (Floats{{2, 2}, {7, 7, 7, 7}}));
}

TEST_F(DeviceTest, FromOneDeviceToAnother) {
  Net net;
  const HB_Output x = net.Feed("x");
  HB_Output y = x;
  for (int i = 0; i < 6; ++i) {
    y = net.Op("AddV2", "y" + std::to_string(i), {y, y}, i % 2 == 0 ? kFake : kOther);
  }
  EXPECT_EQ(net.Fetch(y, {{x, Vector({1, 2})}}), Vector({64, 128}));
  const Copies copies;
  EXPECT_EQ(net.Fetch(y, {{x, Vector({3, 4})}}), Vector({192, 256}));
  EXPECT_EQ(copies.In(), 1);
  EXPECT_EQ(copies.Between(), 5);
  EXPECT_EQ(copies.Out(), 1);
}

TEST_F(DeviceTest, VariablesLiveThere) {
  Net net;
  const HB_Output v = net.Variable("v", kFake), x = net.Feed("x");
  HB_Operation* assign = net.Node("AssignVariableOp", "assign", {v, x});
  const HB_Output read = net.Read("read", v);
  const HB_Output there = net.Op("VarIsInitializedOp", "there", {v});
  HB_Operation* descent =
      net.Node("ResourceApplyGradientDescent", "descent", {v, net.Const("alpha", Scalar(0.5f)), x});
  HB_Operation* destroy = net.Node("DestroyResourceOp", "destroy", {v});
  auto out = net.Run({read});
  EXPECT_EQ(out.code, HB_FAILED_PRECONDITION);
  EXPECT_TRUE(Contains(out.message, "node 'read'")) << out.message;
  EXPECT_EQ(net.Fetch(there), Scalar(0));
  net.Do(assign, {{x, Vector({8, 16})}});
  EXPECT_EQ(net.Fetch(there), Scalar(1));
  EXPECT_EQ(net.Fetch(read), Vector({8, 16}));
  const Copies copies;
  for (int i = 0; i < 4; ++i) net.Do(descent, {{x, Vector({2, 4})}});
  EXPECT_EQ(copies.In(), 5);  // and alpha once
  EXPECT_EQ(copies.Out(), 0);
  EXPECT_EQ(net.Fetch(read), Vector({4, 8}));
  // Another shape, then a value that the device has computed.
  net.Do(assign, {{x, Vector({1, 2, 3})}});
  EXPECT_EQ(net.Fetch(read), Vector({1, 2, 3}));
  out = net.Run({}, {{x, Vector({1, 2})}}, {descent});
  EXPECT_EQ(out.code, HB_INVALID_ARGUMENT);
  EXPECT_TRUE(Contains(out.message, "node 'descent'")) << out.message;
  HB_Operation* doubled =
      net.Node("AssignVariableOp", "doubled", {v, net.Op("AddV2", "sum", {read, read}, kFake)});
  net.Do(doubled);
  EXPECT_EQ(net.Fetch(read), Vector({2, 4, 6}));
  net.Do(destroy);
  EXPECT_EQ(net.Run({read}).code, HB_FAILED_PRECONDITION);
}

TEST_F(DeviceTest, AReadKeepsItsValueWhenTheVariableChanges) {
  Net net;
  const HB_Output v = net.Variable("v", kFake), x = net.Feed("x");
  net.Do(net.Node("AssignVariableOp", "init", {v, x}), {{x, Vector({1, 1})}});
  const HB_Output before = net.Read("before", v);
  HB_Operation* add = net.Node("AssignAddVariableOp", "add", {v, x}, "",
                               [&](Desc* d) { HB_AddControlInput(d, before.oper); });
  const HB_Output after = net.Op("ReadVariableOp", "after", {v}, "", [&](Desc* d) {
    HB_SetAttrType(d, "dtype", HB_FLOAT);
    HB_AddControlInput(d, add);
  });
  const HB_Output sum = net.Op("AddV2", "sum", {before, after}, kFake);
  EXPECT_EQ(net.Fetch(sum, {{x, Vector({10, 20})}}), Vector({12, 22}));
  EXPECT_EQ(net.Fetch(sum, {{x, Vector({10, 20})}}), Vector({32, 62}));
}

TEST_F(DeviceTest, OldReferenceVariables) {
  Net net;
  const HB_Output v = net.Op("VariableV2", "v", {}, kFake, [](Desc* d) {
    const int64_t two = 2;
    HB_SetAttrType(d, "dtype", HB_FLOAT);
    HB_SetAttrShape(d, "shape", &two, 1);
  });
  const HB_Output x = net.Feed("x");
  HB_Operation* assign = net.Node("Assign", "assign", {v, x});
  const HB_Output y = net.Op("AddV2", "y", {v, v}, kFake);
  net.Do(assign, {{x, Vector({3, 4})}});
  EXPECT_EQ(net.Fetch(y), Vector({6, 8}));
}

TEST_F(DeviceTest, AnErrorNamesTheNodeThatEnqueuedIt) {
  Net net;
  const HB_Output x = net.Feed("x");
  const HB_Output a = net.Op("AddV2", "a", {x, x}, kFake);
  const HB_Output bad = net.Op("FakeFail", "layer/bad", {a}, kFake);
  const HB_Output b = net.Op("AddV2", "b", {bad, bad}, kFake);
  const HB_Output fine = net.Op("AddV2", "fine", {a, a}, kFake);
  for (const auto& out : {net.Run({b}, {{x, Vector({1})}}),                           // at a fetch
                          net.Run({}, {{x, Vector({1})}}, {b.oper}),                  // at the end
                          net.Run({net.Op("Neg", "n", {b})}, {{x, Vector({1})}})}) {  // in between
    EXPECT_EQ(out.code, HB_OUT_OF_RANGE);
    EXPECT_EQ(out.message,
              "node 'layer/bad' (FakeFail): device FAKE:0: the device broke on purpose");
  }
  EXPECT_EQ(net.Fetch(fine, {{x, Vector({1})}}), Vector({4}));
}

TEST_F(DeviceTest, AnErrorWhileEnqueueingNamesTheNodeToo) {
  Net net;
  const HB_Output x = net.Feed("x"), y = net.Feed("y");
  const HB_Output sum = net.Op("AddV2", "sum", {x, y}, kFake);
  const auto out = net.Run({sum}, {{x, {{2, 1}, {1, 2}}}, {y, {{1, 2}, {1, 2}}}});
  EXPECT_EQ(out.code, HB_UNIMPLEMENTED);
  EXPECT_EQ(out.message, "node 'sum' (AddV2): the device broadcasts scalars only");
}

TEST_F(DeviceTest, OutOfMemory) {
  Net net;
  const HB_Output dims = net.Feed("dims", HB_INT32), x = net.Feed("x");
  const HB_Output big = net.Op("Fill", "big", {dims, x}, kFake);
  const auto out = net.Run({big}, {{dims, Vector({1 << 26})}, {x, Scalar(1)}});
  EXPECT_EQ(out.code, HB_RESOURCE_EXHAUSTED);
  EXPECT_TRUE(Contains(out.message, "device:FAKE:0")) << out.message;
  EXPECT_EQ(net.Fetch(big, {{dims, Vector({2})}, {x, Scalar(1)}}), Vector({1, 1}));
}

TEST_F(DeviceTest, ManyThreadsRunOneSession) {
  {
    Net net;
    const HB_Output x = net.Feed("x"), total = net.Variable("total", kFake);
    net.Do(net.Node("AssignVariableOp", "init", {total, net.Const("zero", Vector({0, 0}))}));
    const HB_Output a = net.Op("AddV2", "a", {x, x}, kFake);
    const HB_Output b = net.Op("Neg", "b", {a});
    const HB_Output c = net.Op("AddV2", "c", {b, a}, kOther);
    const HB_Output y = net.Op("AddV2", "y", {c, a}, kFake);
    HB_Operation* add =
        net.Node("AssignAddVariableOp", "add", {total, net.Const("one", Vector({1, 2}))});
    const HB_Output read = net.Read("read", total);
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 25; ++i) {
          const std::vector<float> in(static_cast<size_t>(1 + (t + i) % 4), static_cast<float>(i));
          std::vector<float> want(in.size(), 2 * static_cast<float>(i));
          EXPECT_EQ(net.Fetch(y, {{x, Vector(in)}}), Vector(want));
          net.Do(add);
          const Floats now = net.Fetch(read);
          ASSERT_EQ(now.values.size(), 2u);
          EXPECT_EQ(now.values[1], 2 * now.values[0]);
        }
      });
    }
    for (auto& t : threads) t.join();
    EXPECT_EQ(net.Fetch(read), Vector({200, 400}));
  }
  EXPECT_EQ(Fake().live_bytes(), live_);
}

// Runs `fetch` on a thread until the device waits at the gate, then lets `stop` end it.
Net::Outcome Stopped(Net* net, HB_Output fetch, HB_Output x, HB_CancellationToken* token,
                     const std::function<void()>& stop) {
  Fake().set_gate(0);
  Net::Outcome out;
  net->session();
  std::thread runner([&] { out = net->Run({fetch}, {{x, Vector({1})}}, {}, token); });
  while (Fake().waiting_at_gate() == 0) std::this_thread::yield();
  std::thread stopper(stop);
  // What has begun on a device ends as usual.
  while (token != nullptr && !HB_CancellationTokenIsCancelled(token)) std::this_thread::yield();
  Fake().set_gate(1);
  runner.join();
  stopper.join();
  return out;
}

TEST_F(DeviceTest, CancellationWhileTheDeviceWorks) {
  Net net;
  const HB_Output x = net.Feed("x");
  HB_Output y = net.Op("FakeGate", "gate", {x}, kFake);
  for (int i = 0; i < 200; ++i) y = net.Op("AddV2", "y" + std::to_string(i), {y, x}, kFake);
  HB_CancellationToken* token = HB_NewCancellationToken();
  const Copies copies;
  const auto out = Stopped(&net, y, x, token, [&] { HB_CancellationTokenCancel(token); });
  HB_DeleteCancellationToken(token);
  EXPECT_EQ(out.code, HB_CANCELLED) << out.message;
  EXPECT_EQ(net.Fetch(y, {{x, Vector({1})}}), Vector({201}));
}

TEST_F(DeviceTest, ClosingWhileTheDeviceWorks) {
  Net net;
  const HB_Output x = net.Feed("x");
  HB_Output y = net.Op("FakeGate", "gate", {x}, kFake);
  for (int i = 0; i < 200; ++i) y = net.Op("AddV2", "y" + std::to_string(i), {y, x}, kFake);
  Fake().set_gate(0);
  Net::Outcome out;
  HB_Session* session = net.session();
  std::thread runner([&] { out = net.Run({y}, {{x, Vector({1})}}); });
  while (Fake().waiting_at_gate() == 0) std::this_thread::yield();
  std::thread closer([&] {
    HB_Status* status = HB_NewStatus();
    HB_CloseSession(session, status);
    EXPECT_EQ(HB_GetCode(status), HB_OK);
    HB_DeleteStatus(status);
  });
  // A later run is refused as soon as the session closes.
  while (net.Run({x}, {}).code != HB_CANCELLED) std::this_thread::yield();
  Fake().set_gate(1);
  runner.join();
  closer.join();
  EXPECT_EQ(out.code, HB_CANCELLED) << out.message;
}

TEST_F(DeviceTest, ATimeoutWhileTheDeviceWorks) {
  Net net(false, "\x58\x01");  // operation_timeout_in_ms: 1
  const HB_Output x = net.Feed("x");
  HB_Output y = net.Op("FakeGate", "gate", {x}, kFake);
  for (int i = 0; i < 200; ++i) y = net.Op("AddV2", "y" + std::to_string(i), {y, x}, kFake);
  Fake().set_gate(0);
  Net::Outcome out;
  net.session();
  std::thread runner([&] { out = net.Run({y}, {{x, Vector({1})}}); });
  // It may have given up before the device came to the gate.
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  Fake().set_gate(1);
  runner.join();
  EXPECT_EQ(out.code, HB_DEADLINE_EXCEEDED) << out.message;
}

TEST_F(DeviceTest, VariablesAreSavedAndRestored) {
  const std::string folder = testing::TempDir() + "/device_model";
  HB_Status* status = HB_NewStatus();
  {
    Net net;
    const HB_Output v = net.Variable("v", kFake), x = net.Feed("x");
    net.Read("read", v);
    net.Do(net.Node("AssignVariableOp", "assign", {v, x}), {{x, Vector({1, 2})}});
    net.Do(net.Node("AssignAddVariableOp", "add", {v, x}), {{x, Vector({10, 10})}});
    HB_SavedModelOptions* options = HB_NewSavedModelOptions();
    HB_SavedModelWrite(net.session(), folder.c_str(), options, status);
    EXPECT_EQ(HB_GetCode(status), HB_OK) << HB_Message(status);
    HB_DeleteSavedModelOptions(options);
  }
  HB_Graph* graph = HB_NewGraph();
  const char* const tags[] = {"serve"};
  HB_Session* session =
      HB_LoadSavedModel(nullptr, nullptr, folder.c_str(), tags, 1, graph, nullptr, status);
  ASSERT_EQ(HB_GetCode(status), HB_OK) << HB_Message(status);
  const HB_Output read{HB_GraphOperationByName(graph, "read"), 0};
  ASSERT_NE(read.oper, nullptr);
  HB_Tensor* value = nullptr;
  HB_SessionRun(session, nullptr, nullptr, nullptr, 0, &read, &value, 1, nullptr, 0, nullptr,
                status);
  ASSERT_EQ(HB_GetCode(status), HB_OK) << HB_Message(status);
  EXPECT_EQ(static_cast<float*>(HB_TensorData(value))[0], 11);
  EXPECT_EQ(static_cast<float*>(HB_TensorData(value))[1], 12);
  HB_DeleteTensor(value);
  HB_DeleteSession(session, status);
  HB_DeleteGraph(graph);
  HB_DeleteStatus(status);
}

TEST_F(DeviceTest, MemoryGoesBack) {
  {
    Net net;
    const HB_Output x = net.Feed("x"), v = net.Variable("v", kFake);
    HB_Operation* assign =
        net.Node("AssignVariableOp", "assign", {v, net.Op("FakePositive", "p", {x}, kFake)});
    const HB_Output y = net.Op("AddV2", "y", {net.Read("read", v), x}, kFake);
    for (int i = 1; i < 20; ++i) {
      const Floats in = Vector(std::vector<float>(static_cast<size_t>(i), 1));
      net.Do(assign, {{x, in}});
      net.Fetch(y, {{x, in}});
    }
    EXPECT_GT(Fake().live_bytes(), live_);
  }
  EXPECT_EQ(Fake().live_bytes(), live_);
}

}  // namespace
