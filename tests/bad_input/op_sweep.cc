// op_sweep [OP…]: calls every op that has a kernel, or those named, with wrong inputs, each op in a
// process of its own. A call may succeed or give an error that names the node; it may not crash,
// hang, or read and write what isn't its own. HORNBEAM_SWEEP=<calls> sets how many calls an op
// gets, HORNBEAM_SWEEP_SEED chooses others.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>

#include "core/base/file_system.h"
#include "core/builtin/builtin.h"
#include "core/runtime/session.h"
#include "tests/bad_input/child.h"
#include "tests/bad_input/wrong_call.h"

namespace hb::bad_input {
namespace {

// After this many failures of one op the rest of its calls are left out.
constexpr int kMaxFailures = 5;

int FromEnvironment(const char* name, int fallback) {
  const char* text = std::getenv(name);
  return text == nullptr ? fallback : std::atoi(text);
}

// Draws calls: new ones, and some that went well with a part of them changed.
class Caller {
 public:
  Caller(const OpInfo& op, int first)
      : count_(WrongCall::NumSeeds(op)),
        random_(static_cast<uint32_t>(std::hash<std::string>()(op.def.name()) +
                                      static_cast<size_t>(first)) +
                static_cast<uint32_t>(FromEnvironment("HORNBEAM_SWEEP_SEED", 0))) {}
  WrongCall::Seeds Next() {
    WrongCall::Seeds seeds(count_);
    if (good_.empty() || random_() % 3 == 0) {
      for (uint32_t& s : seeds) s = random_();
    } else {
      seeds = good_[random_() % good_.size()];
      for (uint32_t changes = random_() % 3; changes < 3; ++changes) {
        seeds[random_() % count_] = random_();
      }
    }
    return seeds;
  }
  void WentWell(const WrongCall::Seeds& seeds) { good_.push_back(seeds); }

 private:
  size_t count_;
  std::mt19937 random_;
  std::vector<WrongCall::Seeds> good_;
};

// Looks at every byte of a result.
int64_t Read(const Tensor& t) {
  int64_t sum = 0;
  if (!t.valid()) return -1;
  if (IsPlain(t.dtype())) {
    const auto* bytes = static_cast<const unsigned char*>(t.data());
    for (size_t i = 0; i < t.bytes(); ++i) sum += bytes[i];
  } else if (t.dtype() == DT_STRING) {
    for (const TString& s : t.flat<TString>()) {
      for (const char c : s.view()) sum += c;
    }
  }
  return sum;
}

Status Run(WrongCall* call) {
  const Ref<Session> session = MakeRef<Session>(call->graph(), SessionOptions());
  RunOptions options;
  options.timeout_ms = 300;
  if (!call->initializers().empty()) {
    static_cast<void>(session->Run({}, {}, {}, {}, call->initializers(), options).ok());
  }
  std::vector<Tensor*> inputs;
  for (Tensor& t : call->values()) inputs.push_back(&t);
  std::vector<Output> fetches;
  const Node& victim = *call->victim();
  for (int i = 0; i < victim.num_outputs(); ++i) {
    fetches.emplace_back(call->victim(), i);
  }
  for (int round = 0; round < 2; ++round) {
    std::vector<Tensor> values(fetches.size());
    std::vector<Tensor*> results;
    for (Tensor& t : values) results.push_back(&t);
    HB_RETURN_IF_ERROR(session->Run(call->feeds(), inputs, fetches, results, {&victim}, options));
    for (size_t i = 0; i < values.size(); ++i) {
      const Tensor& t = values[i];
      if (!t.valid()) return Internal("'victim' gave no value for output ", i);
      const Shape& shape = victim.output_shape(static_cast<int>(i));
      if (!IsRef(victim.output_type(static_cast<int>(i))) && !shape.Compatible(t.shape())) {
        return Internal("'victim' gives ", t.shape().ToString(), ", its shape function says ",
                        shape.ToString());
      }
      Read(t);
    }
  }
  return Status();
}

// What is wrong with how a call ends.
std::string Judge(const Status& s) {
  if (s.ok()) return "";
  if (s.message().empty()) return "an error without a message";
  if (s.code() == Code::kInternal || s.code() == Code::kUnknown) return s.ToString();
  if (s.message().find("victim") == std::string::npos) return "names no node: " + s.ToString();
  return "";
}

std::string Try(const OpInfo& op, const std::vector<KernelRegistry::Entry>& kernels, int number,
                Caller* caller, Shared* shared) {
  try {
    const WrongCall::Seeds seeds = caller->Next();
    WrongCall call(op, kernels, seeds);
    Status s = call.Build();
    shared->Say(call.text());
    if (s.ok()) s = Run(&call);
    if (s.ok()) caller->WentWell(seeds);
    if (std::getenv("HORNBEAM_SHOW_CHILDREN") != nullptr) {
      std::fprintf(stderr, "%s %d: %s -> %s\n", op.def.name().c_str(), number, call.text().c_str(),
                   s.ToString().c_str());
    }
    return Judge(s);
  } catch (const std::bad_alloc&) {
    return "";  // the guard of the C interface makes it RESOURCE_EXHAUSTED
  } catch (const std::length_error&) {
    return "";
  }
}

// The number of failures.
int Sweep(const OpInfo& op, const std::vector<KernelRegistry::Entry>& kernels, int calls,
          Shared* shared) {
  int failures = 0;
  for (int next = 0; next < calls && failures < kMaxFailures;) {
    const std::string wrong = InChild([&]() -> std::string {
      Caller caller(op, next);
      for (int n = next; n < calls; ++n) {
        shared->progress = n;
        shared->Say("");
        RestartClock();
        const std::string w = Try(op, kernels, n, &caller, shared);
        if (!w.empty()) return w;
      }
      shared->progress = calls;
      return "";
    });
    if (wrong.empty()) break;
    ++failures;
    std::printf("%s, call %d: %s\n    %s\n", op.def.name().c_str(), shared->progress, wrong.c_str(),
                shared->text);
    next = shared->progress + 1;
  }
  return failures;
}

// Works in a folder of its own: ops that write files take relative names too.
class Elsewhere {
 public:
  Elsewhere() {
    if (mkdtemp(path_.data()) == nullptr || chdir(path_.c_str()) != 0) std::abort();
  }
  ~Elsewhere() { static_cast<void>(DeleteTree(path_).ok()); }
  Elsewhere(const Elsewhere&) = delete;
  Elsewhere& operator=(const Elsewhere&) = delete;

 private:
  std::string path_ = "/tmp/hornbeam_sweep_XXXXXX";
};

int Main(int argc, char** argv) {
  const Elsewhere elsewhere;
  InitBuiltin();
  std::map<std::string, std::vector<KernelRegistry::Entry>> by_op;
  for (KernelRegistry::Entry& e : KernelRegistry::Global().All()) by_op[e.def.op].push_back(e);
  Shared* shared = NewShared();
  const int calls = FromEnvironment("HORNBEAM_SWEEP", 60);
  int swept = 0, failures = 0;
  for (const auto& [name, kernels] : by_op) {
    const OpInfo* op = OpSet::Global().Find(name);
    if (op == nullptr) continue;
    bool wanted = argc < 2;
    for (int i = 1; i < argc; ++i) wanted = wanted || name == argv[i];
    if (!wanted) continue;
    ++swept;
    failures += Sweep(*op, kernels, calls, shared);
  }
  std::printf("%d ops, %d calls each, %d failures\n", swept, calls, failures);
  return failures == 0 && swept > 0 ? 0 : 1;
}

}  // namespace
}  // namespace hb::bad_input

int main(int argc, char** argv) { return hb::bad_input::Main(argc, argv); }
