// One op run through its kernel's two functions, without a session.
#ifndef HORNBEAM_TESTS_CASES_KERNEL_RUN_H_
#define HORNBEAM_TESTS_CASES_KERNEL_RUN_H_

#include <memory>
#include <string>
#include <vector>

#include "core/runtime/node_exec.h"
#include "tests/cases/guarded.h"

namespace hb::cases {

// Where buffers lie and what is in them before the kernel runs.
struct KernelWay {
  // Buffers end at a page that can't be touched, inputs aligned to their elements only; otherwise
  // they begin behind one.
  bool at_end = true;
  unsigned char poison = 0xFF;  // of outputs and scratch
  bool backwards = false;       // parallel tasks, last one first
  bool known_values = true;     // the plan sees the inputs' values
  int out = -1, in = -1;        // this output lies where this input lies
};

// A node of one op with its inputs.
class KernelRun {
 public:
  // `node` must outlive it.
  KernelRun(const NodeExec& node, std::vector<Tensor> inputs);

  // True if the shapes of the outputs follow from those of the inputs, so that a plan needs no
  // values.
  bool PlansWithoutValues() const;
  // False for kernels that need a session: state, handles, waiting, resources and variants.
  bool Applies() const;
  // The outputs, or why there are none. INTERNAL also says what a kernel may not do: write beside
  // its buffers or into inputs.
  Result<std::vector<Tensor>> Run(const KernelWay& way);
  // (output, input) pairs that the kernel let share memory in the last run.
  const std::vector<std::pair<int, int>>& reuses() const { return reuses_; }

  struct Context;  // of the running kernel

 private:
  Status Plan(const KernelWay& way, Context* c);
  Status Place(const KernelWay& way, Context* c);
  Status CheckInputs(const KernelWay& way, const Context& c) const;
  std::vector<Tensor> Outputs(const Context& c) const;

  const NodeExec& node_;
  std::vector<Tensor> inputs_;
  GuardedMemory memory_;
  std::vector<std::pair<int, int>> reuses_;
};

}  // namespace hb::cases

#endif  // HORNBEAM_TESTS_CASES_KERNEL_RUN_H_
