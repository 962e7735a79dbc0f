// A graph with a session, for tests of devices: short ways to add nodes and to run.
#ifndef HORNBEAM_TESTS_PLUGIN_NET_H_
#define HORNBEAM_TESTS_PLUGIN_NET_H_

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "hornbeam/c_api.h"
#include "tests/plugin/fake_device.h"

// A tensor of floats by shape and values.
struct Floats {
  std::vector<int64_t> dims;
  std::vector<float> values;
  bool operator==(const Floats&) const = default;
};
inline Floats Scalar(float v) { return {{}, {v}}; }
inline Floats Vector(std::vector<float> v) {
  return {{static_cast<int64_t>(v.size())}, std::move(v)};
}
inline void PrintTo(const Floats& f, std::ostream* os) {
  *os << "[";
  for (int64_t d : f.dims) *os << d << " ";
  *os << "]";
  for (float v : f.values) *os << " " << v;
}

using Desc = HB_OperationDescription;
using More = std::function<void(Desc*)>;

class Net {
 public:
  // `soft`: allow_soft_placement; `config`: more bytes of a ConfigProto.
  explicit Net(bool soft = false, std::string config = "")
      : soft_(soft), config_(std::move(config)) {}
  ~Net() {
    if (session_ != nullptr) HB_DeleteSession(session_, status_);
    HB_DeleteGraph(graph_);
    HB_DeleteStatus(status_);
  }
  Net(const Net&) = delete;
  Net& operator=(const Net&) = delete;

  HB_Graph* graph() { return graph_; }

  HB_Operation* Node(const std::string& type, const std::string& name,
                     const std::vector<HB_Output>& in, const std::string& device = "",
                     const More& more = {}) {
    Desc* desc = HB_NewOperation(graph_, type.c_str(), name.c_str());
    for (HB_Output o : in) HB_AddInput(desc, o);
    if (!device.empty()) HB_SetDevice(desc, device.c_str());
    if (more) more(desc);
    HB_Operation* op = HB_FinishOperation(desc, status_);
    EXPECT_EQ(HB_GetCode(status_), HB_OK) << name << ": " << HB_Message(status_);
    return op;
  }
  HB_Output Op(const std::string& type, const std::string& name, const std::vector<HB_Output>& in,
               const std::string& device = "", const More& more = {}) {
    return {Node(type, name, in, device, more), 0};
  }
  HB_Output Feed(const std::string& name, HB_DataType type = HB_FLOAT) {
    return Op("Placeholder", name, {}, "", [&](Desc* d) { HB_SetAttrType(d, "dtype", type); });
  }
  HB_Output Const(const std::string& name, const Floats& value) {
    HB_Tensor* t = NewTensor(value);
    HB_Output out = Constant(name, t);
    HB_DeleteTensor(t);
    return out;
  }
  HB_Output IntConst(const std::string& name, std::vector<int32_t> v, bool scalar = false) {
    const int64_t n = static_cast<int64_t>(v.size());
    HB_Tensor* t = HB_AllocateTensor(HB_INT32, &n, scalar ? 0 : 1, v.size() * 4);
    memcpy(HB_TensorData(t), v.data(), v.size() * 4);
    HB_Output out = Constant(name, t);
    HB_DeleteTensor(t);
    return out;
  }
  // A variable of floats, of any shape.
  HB_Output Variable(const std::string& name, const std::string& device) {
    return Op("VarHandleOp", name, {}, device, [](Desc* d) {
      HB_SetAttrType(d, "dtype", HB_FLOAT);
      HB_SetAttrShape(d, "shape", nullptr, -1);
    });
  }
  HB_Output Read(const std::string& name, HB_Output handle, const std::string& device = "") {
    return Op("ReadVariableOp", name, {handle}, device,
              [](Desc* d) { HB_SetAttrType(d, "dtype", HB_FLOAT); });
  }
  // The graph's nodes as a function of another net.
  void DefineIn(Net* other, const std::string& name, const std::vector<HB_Output>& in,
                const std::vector<HB_Output>& out) {
    HB_Function* f = HB_GraphToFunction(
        graph_, name.c_str(), 0, -1, nullptr, static_cast<int>(in.size()), in.data(),
        static_cast<int>(out.size()), out.data(), nullptr, nullptr, nullptr, status_);
    ASSERT_EQ(HB_GetCode(status_), HB_OK) << HB_Message(status_);
    HB_GraphCopyFunction(other->graph_, f, nullptr, status_);
    ASSERT_EQ(HB_GetCode(status_), HB_OK) << HB_Message(status_);
    HB_DeleteFunction(f);
  }

  HB_Session* session() {
    if (session_ != nullptr) return session_;
    HB_SessionOptions* options = HB_NewSessionOptions();
    if (soft_) config_ += std::string("\x38\x01", 2);
    HB_SetConfig(options, config_.data(), config_.size(), status_);
    EXPECT_EQ(HB_GetCode(status_), HB_OK) << HB_Message(status_);
    session_ = HB_NewSession(graph_, options, status_);
    HB_DeleteSessionOptions(options);
    EXPECT_EQ(HB_GetCode(status_), HB_OK) << HB_Message(status_);
    return session_;
  }

  struct Outcome {
    HB_Code code;
    std::string message;
    std::vector<Floats> results;
  };
  using Feeds = std::vector<std::pair<HB_Output, Floats>>;
  // May be called by several threads once session() has been.
  Outcome Run(const std::vector<HB_Output>& fetches, const Feeds& feeds = {},
              const std::vector<HB_Operation*>& targets = {},
              HB_CancellationToken* token = nullptr) {
    std::vector<HB_Output> inputs;
    std::vector<HB_Tensor*> values, results(fetches.size());
    for (const auto& [o, v] : feeds) {
      inputs.push_back(o);
      values.push_back(NewTensor(v, HB_OperationOutputType(o)));
    }
    HB_Status* status = HB_NewStatus();
    HB_SessionRunWithToken(session(), nullptr, inputs.data(), values.data(),
                           static_cast<int>(inputs.size()), fetches.data(), results.data(),
                           static_cast<int>(fetches.size()), targets.data(),
                           static_cast<int>(targets.size()), nullptr, token, status);
    Outcome out{HB_GetCode(status), HB_Message(status), {}};
    HB_DeleteStatus(status);
    for (HB_Tensor* t : values) HB_DeleteTensor(t);
    for (HB_Tensor* t : results) {
      if (t != nullptr) out.results.push_back(Take(t));
      HB_DeleteTensor(t);
    }
    return out;
  }
  Floats Fetch(HB_Output fetch, const Feeds& feeds = {}) {
    Outcome out = Run({fetch}, feeds);
    EXPECT_EQ(out.code, HB_OK) << out.message;
    return out.results.empty() ? Floats{{-1}, {}} : out.results[0];
  }
  void Do(HB_Operation* target, const Feeds& feeds = {}) {
    Outcome out = Run({}, feeds, {target});
    EXPECT_EQ(out.code, HB_OK) << out.message;
  }

 private:
  HB_Output Constant(const std::string& name, HB_Tensor* t) {
    return Op("Const", name, {}, "", [&](Desc* d) {
      HB_SetAttrTensor(d, "value", t, status_);
      HB_SetAttrType(d, "dtype", HB_TensorType(t));
    });
  }
  // Floats, or what they are as another type.
  static HB_Tensor* NewTensor(const Floats& f, HB_DataType type = HB_FLOAT) {
    const size_t n = f.values.size(), size = type == HB_BOOL ? 1 : 4;
    HB_Tensor* t =
        HB_AllocateTensor(type, f.dims.data(), static_cast<int>(f.dims.size()), n * size);
    for (size_t i = 0; i < n; ++i) {
      if (type == HB_FLOAT) static_cast<float*>(HB_TensorData(t))[i] = f.values[i];
      if (type == HB_INT32) {
        static_cast<int32_t*>(HB_TensorData(t))[i] = static_cast<int32_t>(f.values[i]);
      }
      if (type == HB_BOOL) static_cast<bool*>(HB_TensorData(t))[i] = f.values[i] != 0;
    }
    return t;
  }
  static Floats Take(const HB_Tensor* t) {
    Floats f;
    for (int i = 0; i < HB_NumDims(t); ++i) f.dims.push_back(HB_Dim(t, i));
    for (int64_t i = 0; i < HB_TensorElementCount(t); ++i) {
      const void* data = HB_TensorData(t);
      float v = -1;
      if (HB_TensorType(t) == HB_FLOAT) v = static_cast<const float*>(data)[i];
      if (HB_TensorType(t) == HB_BOOL) v = static_cast<const bool*>(data)[i];
      if (HB_TensorType(t) == HB_INT32) {
        v = static_cast<float>(static_cast<const int32_t*>(data)[i]);
      }
      f.values.push_back(v);
    }
    return f;
  }

  bool soft_;
  std::string config_;
  HB_Graph* graph_ = HB_NewGraph();
  HB_Status* status_ = HB_NewStatus();
  HB_Session* session_ = nullptr;
};

constexpr char kFake[] = "/device:FAKE:0";
constexpr char kOther[] = "/device:FAKE:1";

// Loads the plug-in with the fake device, once.
inline const FakeControl& Fake() {
  static const FakeControl* const control = [] {
    HB_Status* status = HB_NewStatus();
    HB_LoadPlugin(HORNBEAM_FAKE_DEVICE, status);
    EXPECT_EQ(HB_GetCode(status), HB_OK) << HB_Message(status);
    HB_DeleteStatus(status);
    void* library = dlopen(HORNBEAM_FAKE_DEVICE, RTLD_NOW | RTLD_NOLOAD);
    auto* get = reinterpret_cast<const FakeControl* (*)()>(dlsym(library, "fake_device_control"));
    return get();
  }();
  return *control;
}

// Copies since the object was made.
struct Copies {
  int64_t in = Fake().copies_in(), out = Fake().copies_out(), between = Fake().copies_between(),
          kernels = Fake().kernels();
  int64_t In() const { return Fake().copies_in() - in; }
  int64_t Out() const { return Fake().copies_out() - out; }
  int64_t Between() const { return Fake().copies_between() - between; }
  int64_t Kernels() const { return Fake().kernels() - kernels; }
};

#endif  // HORNBEAM_TESTS_PLUGIN_NET_H_
