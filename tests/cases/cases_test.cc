// Runs every recorded case six ways and compares with what TensorFlow computed:
//   static     shapes known (inputs fed, and inputs as constants, which are folded)
//   dynamic    shapes known only while running, so that steps are planned then
//   unaligned  feeds that lie at odd places
//   threads    one worker and many, with the same bits
//   reuse      each output that may lie where an input lies, there
//   poison     outputs and scratch filled with garbage, guard pages at both ends of buffers
// The last two, and unaligned inputs once more, go to the kernel without a session, where it needs
// none. Shape functions are asked with full and partial knowledge.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "core/graph/graph.h"
#include "tests/cases/case.h"
#include "tests/cases/compare.h"
#include "tests/cases/kernel_run.h"
#include "tests/cases/session_run.h"
#include "tests/cases/shape_check.h"

namespace hb::cases {
namespace {

constexpr const char* kFolder = "tests/cases/op";

std::vector<std::string> Files() {
  std::vector<std::string> files;
  std::error_code none;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kFolder, none)) {
    if (entry.path().extension() == ".case") files.push_back(entry.path().string());
  }
  std::ranges::sort(files);
  return files;
}

std::string OpOf(const std::string& path) { return std::filesystem::path(path).stem().string(); }

void Expect(const std::string& op, const std::vector<Tensor>& got, const CaseRun& run) {
  ASSERT_EQ(got.size(), run.outputs.size());
  for (size_t i = 0; i < got.size(); ++i) {
    const Expected& want = run.outputs[i];
    EXPECT_EQ(Difference(got[i], want, ToleranceOf(op, want.dtype)), "") << "output " << i;
  }
}

// Compares all runs of a case in a session. The outputs, for comparisons among ways.
std::vector<std::vector<Tensor>> ExpectSession(const std::string& op, const Case& c,
                                               const SessionWay& way) {
  std::vector<std::vector<Tensor>> all;
  const std::vector<Result<std::vector<Tensor>>> results = RunInSession(c, way);
  if (results.size() < c.runs.size()) {
    ADD_FAILURE() << "run " << results.size() - 1 << ": " << results.back().status().ToString();
    return all;
  }
  for (size_t i = 0; i < results.size() && i < c.runs.size(); ++i) {
    SCOPED_TRACE(StrCat("run ", i));
    const auto& r = results[i];
    if (c.runs[i].error != Code::kOk) {
      EXPECT_STREQ(CodeName(r.status().code()), CodeName(c.runs[i].error)) << r.status().ToString();
    } else if (!r.ok()) {
      ADD_FAILURE() << r.status().ToString();
    } else {
      Expect(op, *r, c.runs[i]);
      all.push_back(*r);
    }
  }
  return all;
}

bool Same(const std::vector<Tensor>& a, const std::vector<Tensor>& b) {
  return std::ranges::equal(a, b, SameBits);
}

void ExpectKernel(const std::string& op, const Case& c) {
  SingleNode node(c);
  if (!node.status().ok()) return;  // refused when it is built; the session says so
  KernelRun kernel(node.exec(), c.inputs);
  if (!kernel.Applies()) return;
  const CaseRun& run = c.runs[0];
  const auto expect = [&](const KernelWay& way) {
    Result<std::vector<Tensor>> r = kernel.Run(way);
    if (run.error != Code::kOk) {
      EXPECT_FALSE(r.ok());
      EXPECT_FALSE(IsInternal(r.status())) << r.status().ToString();
      return std::vector<Tensor>();
    }
    if (!r.ok()) {
      ADD_FAILURE() << r.status().ToString();
      return std::vector<Tensor>();
    }
    Expect(op, *r, run);
    return std::move(r).value();
  };
  std::vector<Tensor> first;
  std::vector<std::pair<int, int>> reuses;
  {
    SCOPED_TRACE("kernel, guard pages behind, unaligned inputs");
    first = expect({});
    reuses = kernel.reuses();
  }
  {
    SCOPED_TRACE("kernel, guard pages before, other garbage, tasks backwards");
    EXPECT_TRUE(Same(expect({.at_end = false, .poison = 0x5A, .backwards = true}), first))
        << "other bits";
  }
  if ((node.exec().flags() & kHbDynamicOut) == 0 && kernel.PlansWithoutValues()) {
    SCOPED_TRACE("kernel, values unknown when it is planned");
    EXPECT_TRUE(Same(expect({.known_values = false}), first)) << "other bits";
  }
  if (run.error != Code::kOk) return;
  for (auto [out, in] : reuses) {
    SCOPED_TRACE(StrCat("kernel, output ", out, " where input ", in, " lies"));
    EXPECT_TRUE(Same(expect({.out = out, .in = in}), first)) << "other bits";
  }
}

int Failures() {
  return testing::UnitTest::GetInstance()->current_test_info()->result()->total_part_count();
}

void ExpectCase(const std::string& op, const Case& c) {
  // The table of ops and dtypes lists what has no kernel.
  if (!HasKernels(c)) return;
  const int before = Failures();
  std::vector<std::vector<Tensor>> first;
  const auto same = [&](const std::vector<std::vector<Tensor>>& other) {
    if (other.size() != first.size()) return;
    for (size_t i = 0; i < first.size(); ++i) EXPECT_TRUE(Same(first[i], other[i])) << "other bits";
  };
  {
    SCOPED_TRACE("static shapes");
    first = ExpectSession(op, c, {.inputs = InputKind::kFeeds});
  }
  // What is wrong already would be said again by every other way.
  if (Failures() != before) return;
  {
    SCOPED_TRACE("constant inputs");
    ExpectSession(op, c, {.inputs = InputKind::kConstants});
  }
  {
    SCOPED_TRACE("dynamic shapes");
    ExpectSession(op, c, {.inputs = InputKind::kUnknown});
  }
  {
    SCOPED_TRACE("unaligned feeds");
    same(ExpectSession(op, c, {.inputs = InputKind::kFeeds, .unaligned = true}));
  }
  {
    SCOPED_TRACE("one worker");
    same(ExpectSession(op, c, {.inputs = InputKind::kFeeds, .max_threads = 1}));
  }
  if (c.single) {
    ExpectKernel(op, c);
    SCOPED_TRACE("shape function");
    for (const std::string& problem : ShapeProblems(c)) ADD_FAILURE() << problem;
  }
}

class Cases : public testing::TestWithParam<std::string> {};

TEST_P(Cases, AreTensorFlows) {
  const std::string op = OpOf(GetParam());
  Result<std::vector<Case>> cases = ReadCases(GetParam());
  ASSERT_TRUE(cases.ok()) << cases.status().ToString();
  EXPECT_FALSE(cases->empty());
  for (const Case& c : *cases) {
    SCOPED_TRACE(StrCat("case ", c.name));
    ExpectCase(op, c);
  }
}

INSTANTIATE_TEST_SUITE_P(Op, Cases, testing::ValuesIn(Files()),
                         [](const auto& info) { return OpOf(info.param); });

}  // namespace
}  // namespace hb::cases
