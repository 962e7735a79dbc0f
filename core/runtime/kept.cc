#include "core/runtime/kept.h"

#include <algorithm>
#include <map>

#include "core/runtime/region.h"
#include "core/runtime/specialisation.h"
#include "core/runtime/weights.h"

namespace hb {
namespace {

// Elements of a value, and bytes of all.
constexpr int64_t kMaxElements = int64_t{1} << 16;
constexpr int64_t kMaxBytes = int64_t{4} << 20;

// Of a step.
enum class KeptRole : uint8_t { kNone, kRead, kStep };

int64_t BytesOf(const Value& v) {
  return v.shape.num_elements() * static_cast<int64_t>(DTypeSize(v.dtype));
}

class Finder {
 public:
  Finder(const Specialisation& s, const Ir& ir, const std::set<const Variable*>& written)
      : s_(s), ir_(ir), written_(written), roles_(s.steps.size()), known_(s.values.size(), 0) {}

  std::vector<KeptRole> Find(const Region* region) {
    for (size_t t = 0; t < s_.steps.size(); ++t) {
      if (!Follows(s_.steps[t])) continue;
      roles_[t] = KeptRole::kStep;
      const PlanStep& step = s_.steps[t];
      for (int k = 0; k < step.n_out; ++k) known_[Root(Arg(step.first_out + k))] = 1;
    }
    FindReads(region);
    return std::move(roles_);
  }

 private:
  int Arg(int at) const { return s_.args[static_cast<size_t>(at)]; }
  const Value& V(size_t v) const { return s_.values[v]; }
  size_t Root(int v) const { return static_cast<size_t>(s_.values[static_cast<size_t>(v)].root); }
  bool Follows(const PlanStep& step);
  void FindReads(const Region* region);
  // Whether an input or output from position `first` of args on is among those roots.
  bool Any(int first, int count, const std::vector<char>& roots) const {
    for (int a = first; a < first + count; ++a) {
      if (roots[Root(Arg(a))] != 0) return true;
    }
    return false;
  }
  void MarkInputs(const PlanStep& step, std::vector<char>* roots) const {
    for (int a = 0; a < step.n_in; ++a) (*roots)[Root(Arg(step.first_in + a))] = 1;
  }

  const Specialisation& s_;
  const Ir& ir_;
  const std::set<const Variable*>& written_;
  std::vector<KeptRole> roles_;  // by step
  std::vector<char> known_;      // by root: computed by such a step
  int64_t bytes_ = 0;
};

bool Finder::Follows(const PlanStep& step) {
  const IrNode& n = ir_[step.node];
  if (!n.controls.empty() || step.n_out == 0) return false;
  if (step.kind == StepKind::kRead) return written_.count(step.variable) == 0;
  if (step.kind != StepKind::kStatic && step.kind != StepKind::kSlots) return false;
  if (!IsPure(n)) return false;
  for (int a = 0; a < step.n_in; ++a) {
    const size_t root = Root(Arg(step.first_in + a));
    // What a handle stands for may change.
    if (!IsPlain(V(root).dtype)) return false;
    if (V(root).home != Home::kConst && known_[root] == 0) return false;
  }
  int64_t bytes = 0;
  bool shares = false;
  for (int k = 0; k < step.n_out; ++k) {
    const Value& v = V(static_cast<size_t>(Arg(step.first_out + k)));
    if (v.home == Home::kAlias) continue;
    // An alias of what was read is the variable's buffer, too.
    if (step.alias_of[static_cast<size_t>(k)] >= 0) {
      shares = true;
      continue;
    }
    if (v.home != Home::kArena || v.shape.num_elements() > kMaxElements) return false;
    bytes += BytesOf(v);
  }
  // It may have to run before all that compute.
  for (int a = 0; a < step.n_in && shares; ++a) {
    const Home home = V(Root(Arg(step.first_in + a))).home;
    if (home != Home::kConst && home != Home::kSlot) return false;
  }
  if (bytes_ + bytes > kMaxBytes) return false;
  bytes_ += bytes;
  return true;
}

// What hands a variable's buffer to a step that runs each time does so, too.
void Finder::FindReads(const Region* region) {
  std::vector<char> wanted(s_.values.size(), 0);  // by root: in each run
  for (const FetchStep& f : s_.fetches) wanted[Root(f.value)] = 1;
  if (region != nullptr) {
    for (const IrEdge& e : region->inputs()) wanted[Root(s_.ValueOf(e))] = 1;
  }
  std::vector<char> computed(s_.values.size(), 0);  // by root: read by steps that stay kept
  for (size_t t = s_.steps.size(); t-- > 0;) {
    const PlanStep& step = s_.steps[t];
    KeptRole& role = roles_[t];
    for (int k = 0; k < step.n_out && role == KeptRole::kStep; ++k) {
      const size_t root = Root(Arg(step.first_out + k));
      if (V(root).home == Home::kSlot && wanted[root] != 0) role = KeptRole::kNone;
    }
    if (role != KeptRole::kStep) MarkInputs(step, &wanted);
    if (role == KeptRole::kNone && Any(step.first_out, step.n_out, computed)) {
      role = KeptRole::kRead;
    }
    if (role != KeptRole::kNone) MarkInputs(step, &computed);
  }
}

}  // namespace

std::vector<char> MoveKept(Specialisation* s, const Region* region,
                           const std::set<const Variable*>& written,
                           std::vector<std::vector<uint64_t>>* may_reuse) {
  std::vector<char> computed(s->values.size(), 0);
  if (s->uses_devices) return computed;
  const Ir& ir = s->plan->ir();
  const std::vector<KeptRole> roles = Finder(*s, ir, written).Find(region);
  if (std::ranges::find(roles, KeptRole::kStep) == roles.end()) return computed;
  std::set<Variable*> read;
  std::vector<PlanStep> steps;
  std::vector<std::vector<uint64_t>> reuse;
  for (const KeptRole want : {KeptRole::kRead, KeptRole::kStep, KeptRole::kNone}) {
    for (size_t t = 0; t < roles.size(); ++t) {
      if (roles[t] != want) continue;
      steps.push_back(std::move(s->steps[t]));
      reuse.push_back(std::move((*may_reuse)[t]));
      const PlanStep& step = steps.back();
      if (want != KeptRole::kNone && step.variable != nullptr) read.insert(step.variable);
      for (int k = 0; k < step.n_out && want == KeptRole::kStep; ++k) {
        const auto value = static_cast<size_t>(s->args[static_cast<size_t>(step.first_out + k)]);
        computed[value] = s->values[value].home == Home::kArena ? 1 : 0;
      }
    }
  }
  s->steps = std::move(steps);
  *may_reuse = std::move(reuse);
  s->kept.reads = static_cast<int>(std::ranges::count(roles, KeptRole::kRead));
  s->kept.steps = static_cast<int>(std::ranges::count(roles, KeptRole::kStep));
  s->kept.variables.assign(read.begin(), read.end());
  return computed;
}

void ViewKept(Specialisation* s, const std::vector<char>& computed) {
  Kept& kept = s->kept;
  std::map<int, int64_t> offsets;
  for (int v = 0; kept.steps > 0 && v < static_cast<int>(s->values.size()); ++v) {
    const int root = s->values[static_cast<size_t>(v)].root;
    const Value& value = s->values[static_cast<size_t>(root)];
    if (computed[static_cast<size_t>(root)] == 0 || value.last_use < kept.reads + kept.steps) {
      continue;
    }
    const auto [at, fresh] = offsets.emplace(root, kept.bytes);
    constexpr auto kStep = static_cast<int64_t>(kAlignment);
    if (fresh) kept.bytes += (BytesOf(value) + kStep - 1) / kStep * kStep;
    kept.views.emplace_back(v, at->second);
  }
}

// Makes `versions_` the present ones; whether they were.
bool Kept::TakeVersions() {
  bool same = versions_.size() == variables.size();
  if (!same) versions_.resize(variables.size());
  for (size_t i = 0; i < variables.size(); ++i) {
    std::lock_guard lock(variables[i]->mu());
    same = same && versions_[i] == variables[i]->version();
    versions_[i] = variables[i]->version();
  }
  return same;
}

Kept::Answer Kept::Find() {
  Values old;  // freed without the lock
  std::lock_guard lock(mu_);
  if (!TakeVersions() || ticket_ == 0) {
    old = std::move(values_);
    ++ticket_;
    return {};
  }
  return {values_, values_ == nullptr, ticket_};
}

void Kept::Put(uint64_t ticket, Values values) {
  std::lock_guard lock(mu_);
  if (ticket == ticket_ && values_ == nullptr) values_ = std::move(values);
}

}  // namespace hb
