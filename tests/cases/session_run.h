// A case in a session, or as one node.
#ifndef HORNBEAM_TESTS_CASES_SESSION_RUN_H_
#define HORNBEAM_TESTS_CASES_SESSION_RUN_H_

#include <memory>
#include <vector>

#include "core/runtime/node_exec.h"
#include "tests/cases/case.h"

namespace hb::cases {

// False if an op of the case has no kernel for its dtypes.
bool HasKernels(const Case& c);

enum class InputKind {
  kFeeds,      // placeholders of full shape
  kConstants,  // Const nodes
  kUnknown,    // fed, and reshaped to a fed shape: nothing is known before the step runs
};

struct SessionWay {
  InputKind inputs = InputKind::kFeeds;
  bool unaligned = false;  // feeds lie one element behind an aligned place
  int max_threads = 0;     // 0: all
};

// The outcome of each run, up to the first error.
std::vector<Result<std::vector<Tensor>>> RunInSession(const Case& c, const SessionWay& way);

// The only node of a case of one op, made ready to run.
class SingleNode {
 public:
  // With another kernel than the op's, if one is given; it must outlive the node.
  explicit SingleNode(const Case& c, const HbKernelDef* kernel = nullptr);
  const Status& status() const { return status_; }
  const NodeExec& exec() const { return *exec_; }

 private:
  Status status_;
  Graph graph_;
  Ir ir_;
  std::unique_ptr<NodeExec> exec_;
};

}  // namespace hb::cases

#endif  // HORNBEAM_TESTS_CASES_SESSION_RUN_H_
