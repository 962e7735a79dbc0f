// Ops that plans run themselves, without a kernel.
#ifndef HORNBEAM_TESTS_CASES_RUN_BY_PLANS_H_
#define HORNBEAM_TESTS_CASES_RUN_BY_PLANS_H_

#include <algorithm>
#include <string_view>

#include "core/passes/ir.h"

namespace hb::cases {

inline bool RunByPlans(std::string_view op) {
  constexpr std::string_view kOthers[] = {"Const",
                                          "PartitionedCall",
                                          "StatefulPartitionedCall",
                                          "SymbolicGradient",
                                          "If",
                                          "StatelessIf",
                                          "Case",
                                          "StatelessCase",
                                          "While",
                                          "StatelessWhile"};
  return IsControlFlow(op) || std::ranges::find(kOthers, op) != std::end(kOthers);
}

}  // namespace hb::cases

#endif  // HORNBEAM_TESTS_CASES_RUN_BY_PLANS_H_
