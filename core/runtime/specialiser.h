// Builds a specialisation: what shapes values have (specialiser_infer.cc), which steps run and
// where their results lie (specialisation.cc).
#ifndef HORNBEAM_CORE_RUNTIME_SPECIALISER_H_
#define HORNBEAM_CORE_RUNTIME_SPECIALISER_H_

#include <set>
#include <span>
#include <vector>

#include "core/runtime/session.h"
#include "core/runtime/specialisation.h"

namespace hb {

class Specialiser {
 public:
  Specialiser(Specialisation* spec, Plan* plan, const Ir& ir, Session* session, int region_begin,
              const Region* region)
      : s_(*spec), plan_(*plan), ir_(ir), session_(session), end_(region_begin), region_(region) {}

  Status Run(std::span<Tensor* const> feeds);

 private:
  Value& V(const IrEdge& e) { return s_.values[static_cast<size_t>(s_.ValueOf(e))]; }
  Value& V(int v) { return s_.values[static_cast<size_t>(v)]; }
  const NodeExec& Exec(int i) const { return *plan_.execs()[static_cast<size_t>(i)]; }

  Status Infer(std::span<Tensor* const> feeds);
  Status InferNode(int i);
  void InferVariable(int i);
  bool Follow(int i, const std::vector<Shape>& shapes);
  void FindNeeded();
  void MarkFetches();
  Status Emit(int i);
  void EmitSync(int i);
  Status EmitStatic(int i, PlanStep* step);
  bool HandedOver(const Value& v) const;
  Status PlaceOutputs(const NodeExec& exec, const std::vector<HbOutPlan>& plans, PlanStep* step);
  void Liveness();
  void Place();
  void Reuse(const PlanStep& step, size_t index);

  Specialisation& s_;
  Plan& plan_;
  const Ir& ir_;
  Session* session_;
  int end_;
  const Region* region_;
  std::vector<char> dynamic_;  // by node
  std::vector<char> needed_;
  std::vector<char> kept_;                        // by value: computed by a step of `kept`
  std::set<int> copied_out_;                      // values that the host must wait for
  std::vector<std::vector<uint64_t>> may_reuse_;  // by step, by output
};

}  // namespace hb

#endif  // HORNBEAM_CORE_RUNTIME_SPECIALISER_H_
