// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_WHILE_H_
#define HORNBEAM_C_WHILE_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/graph.h"
#include "hornbeam/c/status.h"

#ifdef __cplusplus
extern "C" {
#endif

// While loops
//
// A loop is described by two small graphs of its own, one for the condition and one for the body.
// Every successful HB_NewWhile is followed by exactly one HB_FinishWhile or HB_AbortWhile.
// Condition and body see the loop variables only; tensors of the outer graph must be passed as loop
// variables.

// A loop under construction.
typedef struct HB_WhileParams {
  // Number of loop variables.
  const int ninputs;
  // Graph of the condition.
  HB_Graph* const cond_graph;
  // The loop variables in `cond_graph`, `ninputs` of them.
  const HB_Output* const cond_inputs;
  // Set by the caller: a scalar bool in `cond_graph`.
  HB_Output cond_output;
  // Graph of the body.
  HB_Graph* const body_graph;
  // The loop variables in `body_graph`, `ninputs` of them.
  const HB_Output* const body_inputs;
  // Set by the caller: the next values, `ninputs` tensors in `body_graph`.
  HB_Output* const body_outputs;
  // Set by the caller: name scope of the loop, unique in the graph.
  const char* name;
} HB_WhileParams;

// Starts a loop. The result is meaningless when the status is an error.
//
//   g        the graph that gains the loop [must outlive what this call makes]
//   inputs   `ninputs` initial values in `g`
//   ninputs  number of loop variables
//   status   HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API HB_WhileParams HB_NewWhile(HB_Graph* g, HB_Output* inputs, int ninputs,
                                        HB_Status* status);

// Adds the loop to the graph. `params` is used up in every case.
//
//   params   the loop [taken over]
//   status   HB_OK, or what went wrong
//   outputs  room for `ninputs` tensors, the values after the last iteration [written]
// Since 0.1.0, stable.
HORNBEAM_API void HB_FinishWhile(const HB_WhileParams* params, HB_Status* status,
                                 HB_Output* outputs);

// Gives a loop up; the outer graph stays as it was.
//
//   params  the loop [taken over]
// Since 0.1.0, stable.
HORNBEAM_API void HB_AbortWhile(const HB_WhileParams* params);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_WHILE_H_
