// What the runner of cases must notice: kernels that misbehave, files that are no cases.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "core/kernel/helpers.h"
#include "tests/cases/case.h"
#include "tests/cases/compare.h"
#include "tests/cases/kernel_run.h"
#include "tests/cases/session_run.h"

namespace hb::cases {
namespace {

Case Negation() {
  Case c;
  c.name = "float";
  c.single = true;
  c.inputs.push_back(Tensor::Vector<float>({1, 2, 3}));
  pb::NodeDef* node = c.graph.add_node();
  node->set_name("op");
  node->set_op("Neg");
  node->add_input("in0");
  EXPECT_TRUE(ParseAttrValue("type", "float", &(*node->mutable_attr())["T"]).ok());
  return c;
}

// Neg run by this function.
Result<std::vector<Tensor>> RunAs(HbRunFn run, const KernelWay& way = {}) {
  HbKernelDef kernel = {};
  kernel.run = run;
  const Case c = Negation();
  SingleNode node(c, &kernel);
  EXPECT_TRUE(node.status().ok()) << node.status().ToString();
  return KernelRun(node.exec(), c.inputs).Run(way);
}

int Negate(HbRunCtx* ctx) {
  for (int64_t i = 0; i < InCount(ctx, 0); ++i) Out<float>(ctx, 0)[i] = -In<float>(ctx, 0)[i];
  return 0;
}
int WriteBehind(HbRunCtx* ctx) {
  Out<float>(ctx, 0)[3] = 0;
  return Negate(ctx);
}
int WriteInput(HbRunCtx* ctx) {
  static_cast<float*>(ctx->in[0]->data)[1] = 7;
  return Negate(ctx);
}
int ForgetLast(HbRunCtx* ctx) {
  for (int64_t i = 0; i + 1 < InCount(ctx, 0); ++i) Out<float>(ctx, 0)[i] = -In<float>(ctx, 0)[i];
  return 0;
}
int DependOnOrder(HbRunCtx* ctx) {
  float sum = 0;
  ParallelFor(ctx, 3, [&](int64_t i) { Out<float>(ctx, 0)[i] = sum += In<float>(ctx, 0)[i]; });
  return 0;
}
int ReadBehind(HbRunCtx* ctx) {
  Out<float>(ctx, 0)[0] = const_cast<const volatile float*>(In<float>(ctx, 0))[3];
  return 0;
}

std::vector<float> Values(const Result<std::vector<Tensor>>& r) {
  EXPECT_TRUE(r.ok()) << r.status().ToString();
  if (!r.ok()) return {};
  const auto v = (*r)[0].flat<float>();
  return {v.begin(), v.end()};
}

TEST(KernelRun, RunsAKernelWithoutASession) {
  const std::vector<float> want = {-1, -2, -3};
  EXPECT_EQ(Values(RunAs(Negate)), want);
  EXPECT_EQ(Values(RunAs(Negate, {.at_end = false})), want);
  EXPECT_EQ(Values(RunAs(Negate, {.out = 0, .in = 0})), want);
}

TEST(KernelRun, NoticesWhatAKernelMayNotDo) {
  EXPECT_TRUE(IsInternal(RunAs(WriteBehind).status()));
  EXPECT_TRUE(IsInternal(RunAs(WriteInput).status()));
  EXPECT_NE(Values(RunAs(ForgetLast, {.poison = 0x5A})),
            Values(RunAs(ForgetLast, {.poison = 0x01})));
  EXPECT_NE(Values(RunAs(DependOnOrder)), Values(RunAs(DependOnOrder, {.backwards = true})));
}

TEST(KernelRunDeathTest, StopsReadsBehindAnInput) { EXPECT_DEATH((void)RunAs(ReadBehind), ""); }

Status Read(const std::string& text) {
  const std::string path = testing::TempDir() + "/broken.case";
  std::ofstream(path) << text;
  return ReadCases(path).status();
}

TEST(CaseFile, RefusesWhatItCannotRead) {
  const std::string head = "case a\nop Neg T=float\n";
  EXPECT_TRUE(Read(head + "in float[2] 1 2\nout float[2] -1 -2\n").ok());
  for (const char* line :
       {"in float[2] 1", "in float[2] 1 2 3", "in float[2] 1 x", "in flat[2] 1 2", "in float 1",
        "out", "error NO_CODE", "op Nope", "op Neg T=nothing", "op Neg nothing=1", "maybe",
        "in float[2] 1*3", "in string[1] a"}) {
    EXPECT_FALSE(Read(head + line + "\n").ok()) << line;
  }
  EXPECT_FALSE(Read("in float[1] 1\n").ok());
}

TEST(Compare, TellsNumbersApart) {
  const auto differ = [](const char* got, const char* want, Tolerance t) {
    return !Difference(ParseTensor(got)->values, *ParseTensor(want), t).empty();
  };
  EXPECT_FALSE(differ("float[2] nan 1", "float[2] nan 1", {}));
  EXPECT_TRUE(differ("float[1] 1", "float[1] 1.0000001", {}));
  EXPECT_FALSE(differ("float[1] 1", "float[1] 1.0000001", {2, 0}));
  EXPECT_TRUE(differ("float[1] 0", "float[1] -0", {2, 0}));
  EXPECT_FALSE(differ("float[1] 0", "float[1] -0", {2, 0, true}));
  EXPECT_TRUE(differ("float[1] 3e38", "float[1] inf", {1e9, 1e9}));
  EXPECT_TRUE(differ("float[1] 0", "float[1] nan", {1e9, 1e9}));
  EXPECT_TRUE(differ("float[2] 1 2", "float[1,2] 1 2", {}));
  EXPECT_TRUE(differ("int32[1] 1", "int64[1] 1", {}));
  EXPECT_TRUE(differ("string[1] \"a\"", "string[1] \"b\"", {}));
  EXPECT_FALSE(differ("int32[5] 1 2 3 4 5", "int32[5] @2 1 3 5", {}));
  EXPECT_TRUE(differ("int32[5] 1 2 3 4 5", "int32[5] @2 1 3 4", {}));
}

}  // namespace
}  // namespace hb::cases
