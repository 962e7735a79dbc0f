// What stands behind sessions, their options and tokens.
#ifndef HORNBEAM_C_API_SRC_SESSION_H_
#define HORNBEAM_C_API_SRC_SESSION_H_

#include <span>
#include <string>

#include "c_api/src/internal.h"
#include "core/runtime/cancellation.h"
#include "core/runtime/session.h"

struct HB_SessionOptions {
  std::string target;
  hb::SessionOptions options;
  int64_t timeout_ms = 0;  // of every run; 0 none
};

struct HB_Session {
  hb::Ref<hb::Session> session;
  int64_t timeout_ms = 0;
};

struct HB_CancellationToken : hb::CancellationToken {};

namespace hb::capi {

// Makes a session, or says why the options can't be met.
Result<HB_Session*> NewSession(const HB_Graph* graph, const HB_SessionOptions* options);

// The arguments of a run as the C functions have them.
struct RunArgs {
  const HB_Buffer* run_options;
  const HB_Output* inputs;
  HB_Tensor* const* input_values;
  int ninputs;
  const HB_Output* outputs;
  HB_Tensor** output_values;
  int noutputs;
  const HB_Operation* const* targets;
  int ntargets;
  HB_Buffer* run_metadata;
  HB_CancellationToken* token;
};

// Checks feeds, fetches and targets against the graph.
Status CheckEnds(const Graph& graph, std::span<const Output> feeds, std::span<const Output> fetches,
                 std::span<const Node* const> targets);
std::vector<const Node*> ToNodes(const HB_Operation* const* operations, int count);

}  // namespace hb::capi

#endif  // HORNBEAM_C_API_SRC_SESSION_H_
