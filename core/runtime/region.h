// The interpreter for what can't be scheduled ahead: TF1 control flow with dead branches and loop
// frames, and kernels that wait.
#ifndef HORNBEAM_CORE_RUNTIME_REGION_H_
#define HORNBEAM_CORE_RUNTIME_REGION_H_

#include <span>
#include <string>
#include <vector>

#include "core/runtime/plan.h"

namespace hb {

// The end of a plan's order, from node `begin` on. Immutable; runs are independent.
class Region {
 public:
  Region(const Plan* plan, int begin);
  int begin() const { return begin_; }
  // Values and nodes of the planned part that the region reads or waits for.
  const std::vector<IrEdge>& inputs() const { return inputs_; }
  const std::vector<int>& control_inputs() const { return control_inputs_; }
  // Runs the region; `inputs` are parallel to inputs(). Fills the results that lie in it. A fetched
  // value on a branch that was not taken is InvalidArgument.
  Status Run(std::span<const Tensor> inputs, std::span<Tensor> results, RunState* run) const;

 private:
  friend class RegionRun;
  enum class Kind : uint8_t {
    kNormal,
    kSwitch,
    kMerge,
    kEnter,
    kExit,
    kNextIteration,
    kForward,
    kTrigger
  };
  struct Use {
    int node;
    int input;  // -1: control
  };
  struct RegionNode {
    Kind kind = Kind::kNormal;
    bool is_call = false;
    bool may_block = false;
    bool constant_enter = false;
    std::string frame_name;              // of Enter
    int waits = 0;                       // inputs and controls inside the region or from before
    std::vector<std::vector<Use>> uses;  // by output
    std::vector<Use> control_uses;
    // Inputs that are constants from before: there in every iteration. (input, node)
    std::vector<std::pair<int, int>> constants;
  };
  const Plan* plan_;
  int begin_;
  std::vector<IrEdge> inputs_;
  std::vector<int> control_inputs_;
  std::vector<RegionNode> nodes_;             // by node - begin
  std::vector<std::vector<Use>> input_uses_;  // by inputs_
  std::vector<std::string> static_frame_;     // by node: the loop it belongs to; "" outside
};

}  // namespace hb

#endif  // HORNBEAM_CORE_RUNTIME_REGION_H_
