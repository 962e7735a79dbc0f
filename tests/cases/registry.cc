// Prints what this build can do, one line for each declared op and each kernel:
//   op NAME GROUP gradient|none|nothing ATTR:dtype,dtype;...
//   kernel NAME CONSTRAINT
// Ops of internal use, whose names begin with an underscore, are left out. "nothing" is an op that
// is declared to pass no gradient on. The attributes of an op are those that are a dtype, with
// those that it may be, "*" if any; "-" is an empty list or constraint.
#include <cstdio>

#include <string>

#include "core/base/strings.h"
#include "core/builtin/builtin.h"
#include "core/graph/op.h"
#include "core/kernel/registry.h"
#include "tests/cases/run_by_plans.h"

namespace {

std::string TypeAttrs(const hb::pb::OpDef& def) {
  std::string text;
  for (const auto& attr : def.attr()) {
    if (attr.type() != "type") continue;
    hb::StrAppend(&text, text.empty() ? "" : ";", attr.name(), ":");
    const auto& allowed = attr.allowed_values().list().type();
    for (int i = 0; i < allowed.size(); ++i) {
      hb::StrAppend(&text, i == 0 ? "" : ",", hb::DTypeName(static_cast<hb::DType>(allowed[i])));
    }
    if (allowed.empty()) text += '*';
  }
  return text.empty() ? "-" : text;
}

}  // namespace

int main() {
  hb::InitBuiltin();
  const hb::OpSet& ops = hb::OpSet::Global();
  for (const std::string& name : ops.Names()) {
    if (name[0] == '_') continue;
    const hb::OpInfo* op = ops.Find(name);
    const char* gradient = op->gradient != nullptr  ? "gradient"
                           : op->not_differentiable ? "nothing"
                                                    : "none";
    std::printf("op %s %s %s %s\n", name.c_str(), op->group.c_str(), gradient,
                TypeAttrs(op->def).c_str());
    if (hb::cases::RunByPlans(name)) std::printf("kernel %s -\n", name.c_str());
  }
  for (const auto& kernel : hb::KernelRegistry::Global().All()) {
    const char* constraint = kernel.def.constraint == nullptr ? "" : kernel.def.constraint;
    std::printf("kernel %s %s\n", kernel.def.op, *constraint == '\0' ? "-" : constraint);
  }
  return 0;
}
