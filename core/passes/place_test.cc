#include "core/passes/place.h"

#include <gtest/gtest.h>

#include "core/builtin/builtin.h"
#include "core/graph/builder.h"
#include "core/kernel/registry.h"

namespace hb {
namespace {

// A kind of device that would take everything it has a kernel for; it is never run.
HbDeviceDef Quick() {
  HbDeviceDef d = {};
  d.struct_size = sizeof(d);
  d.abi = kHbDeviceAbi;
  d.type = "QUICK";
  d.count = 2;
  d.priority = kHbCpuPriority + 1;
  d.open = [](int32_t, void**, HbDeviceError*) { return 0; };
  d.memory_bytes = [](void*) { return int64_t{1}; };
  d.allocate = [](void*, size_t) -> void* { return nullptr; };
  d.deallocate = [](void*, void*, size_t) {};
  d.new_stream = [](void*, void**, HbDeviceError*) { return 1; };
  d.delete_stream = [](void*, void*) {};
  d.copy_in = [](void*, const void*, void*, size_t, uint32_t, HbDeviceError*) { return 1; };
  d.copy_out = [](void*, const void*, void*, size_t, uint32_t, HbDeviceError*) { return 1; };
  d.copy_within = [](void*, const void*, void*, size_t, HbDeviceError*) { return 1; };
  d.new_event = [](void*, void**, HbDeviceError*) { return 1; };
  d.delete_event = [](void*, void*) {};
  d.record = [](void*, void*, HbDeviceError*) { return 1; };
  d.wait = [](void*, void*, HbDeviceError*) { return 1; };
  d.sync = [](void*, int64_t, HbDeviceError*) { return 1; };
  return d;
}

class PlaceTest : public ::testing::Test {
 protected:
  static const DeviceSet& Devices() {
    static const DeviceSet* const devices = [] {
      InitBuiltin();
      static const HbDeviceDef def = Quick();
      DeviceRegistry registry;
      EXPECT_TRUE(registry.Add(def).ok());
      KernelSet set(&KernelRegistry::Global());
      set.Add("Neg",
              {.constraint = "T:float", .device = "QUICK", .run = [](HbRunCtx*) { return 0; }});
      return new DeviceSet({{"CPU", 2}}, registry.All());
    }();
    return *devices;
  }
  void SetUp() override { Devices(); }

  // Where the node of that name goes, or the error.
  Result<std::string> PlaceOf(const Output& fetch, const std::string& name, bool soft = false) {
    if (!b_.ok()) return b_.status();
    HB_ASSIGN_OR_RETURN(Ir ir, BuildIr(*graph_, {x_}, {fetch}, {}));
    HB_RETURN_IF_ERROR(Place(&ir, Devices(), {soft, -1}));
    for (const IrNode& n : ir.nodes) {
      if (n.name == name) return Devices()[n.place].name.substr(32);
    }
    return NotFound(name);
  }
  std::string On(const Output& fetch, const std::string& name, bool soft = false) {
    Result<std::string> place = PlaceOf(fetch, name, soft);
    return place.ok() ? *place : place.status().ToString();
  }

  std::shared_ptr<Graph> graph_ = std::make_shared<Graph>();
  Builder b_{graph_.get()};
  Output x_ = b_.Placeholder(DT_FLOAT, Shape({2}));
};

TEST_F(PlaceTest, TheHighestPriorityThatHasAKernel) {
  const Output a = b_.Op("Neg", {x_}, {}, "a");
  const Output wide = b_.Op("Cast", {a}, {{"DstT", DT_DOUBLE}}, "wide");
  const Output b = b_.Op("Neg", {wide}, {}, "b");
  EXPECT_EQ(On(b, "a"), "device:QUICK:0");
  EXPECT_EQ(On(b, "b"), "device:CPU:0");
  EXPECT_EQ(On(b, "wide"), "device:CPU:0");
}

TEST_F(PlaceTest, StringsSayWhere) {
  b_.set_device("/cpu:1");
  const Output a = b_.Op("Neg", {x_}, {}, "a");
  b_.set_device("/device:QUICK:1");
  const Output b = b_.Op("Neg", {a}, {}, "b");
  const Output c = b_.Op("Square", {b}, {}, "c");
  EXPECT_EQ(On(b, "a"), "device:CPU:1");
  EXPECT_EQ(On(b, "b"), "device:QUICK:1");
  EXPECT_EQ(PlaceOf(c, "c").status().code(), Code::kInvalidArgument);
  EXPECT_EQ(On(c, "c", true), "device:CPU:0");
}

TEST(DeviceName, ReadsWhatTensorFlowReads) {
  DeviceSpec spec;
  for (const char* good : {"", "/", "/job:*", "/job:a-b/replica:1/task:2/device:T_1:3", "/cpu:0",
                           "/CPU:*", "/gpu:2", "/device:CPU", "/device:*", "/cpu:0/cpu:1"}) {
    EXPECT_TRUE(DeviceSpec::Parse(good, &spec)) << good;
  }
  EXPECT_EQ(spec, (DeviceSpec{{}, {}, {}, "CPU", 1}));
  for (const char* bad :
       {"cpu", "CPU:0", "/cpu", "/cpu:", "/device:", "/device:CPU:x", "/job:", "/job:9", "/task:-1",
        "/device:CPU:0 ", "//cpu:0", "/device:CPU:99999999999999999999"}) {
    EXPECT_FALSE(DeviceSpec::Parse(bad, &spec)) << bad;
  }
  EXPECT_TRUE(DeviceSpec::Parse("/job:a/replica:1/task:2/device:CPU:*", &spec));
  EXPECT_EQ(spec.ToString(), "/job:a/replica:1/task:2/device:CPU:*");
}

TEST(DeviceName, MergesAndSaysWhatContradicts) {
  DeviceSpec a, b;
  DeviceSpec::Parse("/job:w/device:CPU", &a);
  DeviceSpec::Parse("/task:1/cpu:3", &b);
  EXPECT_TRUE(a.Merge(b, false).ok());
  EXPECT_EQ(a.ToString(), "/job:w/task:1/device:CPU:3");
  DeviceSpec::Parse("/gpu:3", &b);
  EXPECT_EQ(a.Merge(b, false).message(),
            "Cannot merge devices with incompatible types: '/job:w/task:1/device:CPU:3' and "
            "'/device:GPU:3'");
  EXPECT_TRUE(a.Merge(b, true).ok());
  EXPECT_EQ(a.ToString(), "/job:w/task:1");
}

}  // namespace
}  // namespace hb
