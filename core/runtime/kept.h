// Values that follow from constants and variables alone, kept from run to run.
#ifndef HORNBEAM_CORE_RUNTIME_KEPT_H_
#define HORNBEAM_CORE_RUNTIME_KEPT_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include "core/kernel/variable.h"

namespace hb {

class Region;
struct Specialisation;

// A specialisation begins with `reads` steps that read variables for both the next ones and for
// ordinary steps; the `steps` behind them compute nothing but such values. A run that finds the
// values of the variables' present versions skips these. Versions are kept when a second run finds
// them, so that who trains pays next to nothing. Thread-safe once it is filled.
class Kept {
 public:
  using Values = std::shared_ptr<const char>;
  struct Answer {
    Values values;        // or null:
    bool asked = false;   // the caller is to hand what his steps compute to Put
    uint64_t ticket = 0;  // to be passed on to Put
  };

  // The values of the versions that there are now.
  Answer Find();
  // Keeps them, unless other versions were found since. If one has moved that nobody has found yet,
  // the steps may have read that; the next Find tells, since no version comes twice.
  void Put(uint64_t ticket, Values values);

  int reads = 0, steps = 0;
  std::vector<Variable*> variables;  // that these steps read; guards hold them
  // What later steps, fetches and the region read: (value, offset in `Values`), aliases too.
  std::vector<std::pair<int, int64_t>> views;
  int64_t bytes = 0;  // of `Values`

 private:
  bool TakeVersions();

  std::mutex mu_;
  std::vector<uint64_t> versions_;
  uint64_t ticket_ = 0;  // moves with `versions_`
  Values values_;        // computed from `versions_`, or null
};

// Fills `s->kept`, but for the views, and puts its steps first, with `may_reuse`, which is by step.
// By value: whether such a step computes it. Steps belong to it whose inputs are known, read from
// variables that the plan doesn't write, or computed by such steps, and whose results are small. A
// variable's own buffer isn't kept, since writers would have to leave it: what an ordinary step
// reads from a variable is read in each run.
std::vector<char> MoveKept(Specialisation* s, const Region* region,
                           const std::set<const Variable*>& written,
                           std::vector<std::vector<uint64_t>>* may_reuse);
// The views, when it is known which step is the last to read a value.
void ViewKept(Specialisation* s, const std::vector<char>& kept);

}  // namespace hb

#endif  // HORNBEAM_CORE_RUNTIME_KEPT_H_
