#include "core/builtin/tf_opdefs.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "core/graph/op.h"
#include "core/kernel/registry.h"

namespace hb {
namespace {

TEST(TensorFlowOps, FindsEveryName) {
  const std::vector<std::string_view> names = TensorFlowOpNames();
  EXPECT_GT(names.size(), 1500u);
  for (std::string_view name : names) {
    pb::OpDef def;
    ASSERT_TRUE(FindTensorFlowOp(name, &def)) << name;
    EXPECT_EQ(def.name(), name);
  }
  pb::OpDef def;
  for (const char* name : {"", "AA", "zzz", "MatMu", "MatMull", "~"}) {
    EXPECT_FALSE(FindTensorFlowOp(name, &def)) << name;
  }
}

TEST(TensorFlowOps, HoldWhatTensorFlowSays) {
  pb::OpDef def;
  ASSERT_TRUE(FindTensorFlowOp("MatMul", &def));
  EXPECT_EQ(def.input_arg(0).name(), "a");
  EXPECT_EQ(def.attr(0).name(), "transpose_a");
  ASSERT_TRUE(FindTensorFlowOp("RandomUniform", &def));
  EXPECT_TRUE(def.is_stateful());
  EXPECT_EQ(OpSet::Global().Find("NcclAllReduce")->def.name(), "NcclAllReduce");
}

std::map<std::string, std::string> Exclusions() {
  std::map<std::string, std::string> out;
  std::ifstream in("core/builtin/opdef_exclusions.txt");
  EXPECT_TRUE(in.good());
  std::string line;
  while (std::getline(in, line)) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::string name, reason;
    words >> name;
    std::getline(words, reason);
    EXPECT_FALSE(reason.empty()) << name << ": an exclusion needs a reason";
    out[name] = reason;
  }
  return out;
}

std::string Show(const pb::OpDef::ArgDef& a) {
  return StrCat(a.name(), ": type ", static_cast<int>(a.type()), " type_attr '", a.type_attr(),
                "' number_attr '", a.number_attr(), "' type_list_attr '", a.type_list_attr(),
                "' is_ref ", a.is_ref());
}

std::string Show(const pb::AttrValue& v) {
  std::string bytes;
  for (unsigned char c : v.SerializeAsString()) StrAppend(&bytes, static_cast<int>(c), " ");
  return bytes;
}

std::string Show(const pb::OpDef::AttrDef& a) {
  return StrCat(a.name(), ": ", a.type(), " default [",
                a.has_default_value() ? Show(a.default_value()) : "none", "] minimum ",
                a.has_minimum() ? StrCat(a.minimum()) : "none", " allowed [",
                Show(a.allowed_values()), "]");
}

template <typename List>
std::string ShowAll(const List& list) {
  std::string out;
  for (const auto& item : list) StrAppend(&out, "\n      ", Show(item));
  return out;
}

void Compare(const pb::OpDef& ours, const pb::OpDef& theirs) {
  const std::string& name = ours.name();
  EXPECT_EQ(ShowAll(ours.input_arg()), ShowAll(theirs.input_arg())) << name << " inputs";
  EXPECT_EQ(ShowAll(ours.output_arg()), ShowAll(theirs.output_arg())) << name << " outputs";
  EXPECT_EQ(ShowAll(ours.attr()), ShowAll(theirs.attr())) << name << " attributes";
  EXPECT_EQ(ours.is_stateful(), theirs.is_stateful()) << name;
  EXPECT_EQ(ours.is_commutative(), theirs.is_commutative()) << name;
  EXPECT_EQ(ours.is_aggregate(), theirs.is_aggregate()) << name;
  EXPECT_EQ(ours.allows_uninitialized_input(), theirs.allows_uninitialized_input()) << name;
  EXPECT_EQ(ours.is_distributed_communication(), theirs.is_distributed_communication()) << name;
  EXPECT_EQ(ours.deprecation().version(), theirs.deprecation().version()) << name;
}

TEST(Declarations, EqualTensorFlows) {
  const std::map<std::string, std::string> excluded = Exclusions();
  for (const std::string& name : OpSet::Global().Names()) {
    pb::OpDef theirs;
    const bool known = FindTensorFlowOp(name, &theirs);
    if (excluded.contains(name)) continue;
    EXPECT_TRUE(known) << "TensorFlow has no op " << name << "; exclude it with a reason";
    if (known) Compare(OpSet::Global().Find(name)->def, theirs);
  }
}

TEST(Declarations, AreSound) {
  EXPECT_EQ(Join(OpSet::Global().errors(), "\n"), "");
  EXPECT_EQ(Join(KernelRegistry::Global().errors(), "\n"), "");
}

TEST(Declarations, ExclusionsNameDeclaredOps) {
  const std::vector<std::string> names = OpSet::Global().Names();
  for (const auto& [name, reason] : Exclusions()) {
    EXPECT_TRUE(std::binary_search(names.begin(), names.end(), name)) << name;
  }
}

}  // namespace
}  // namespace hb
