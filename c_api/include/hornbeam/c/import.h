// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_IMPORT_H_
#define HORNBEAM_C_IMPORT_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/buffer.h"
#include "hornbeam/c/graph.h"
#include "hornbeam/c/status.h"

#ifdef __cplusplus
extern "C" {
#endif

// Importing graphs
//
// Adds the nodes and functions of a serialized GraphDef to a graph, all or none of them.

// How to import.
typedef struct HB_ImportGraphDefOptions HB_ImportGraphDefOptions;

// What an import found.
typedef struct HB_ImportGraphDefResults HB_ImportGraphDefResults;

// Creates options: no prefix, no mapping, names must not collide.
//
//   returns  the caller's to free
// Since 0.1.0, stable.
HORNBEAM_API HB_ImportGraphDefOptions* HB_NewImportGraphDefOptions(void);

// Frees options.
//
//   opts  the options [taken over; may be NULL]
// Since 0.1.0, stable.
HORNBEAM_API void HB_DeleteImportGraphDefOptions(HB_ImportGraphDefOptions* opts);

// Puts all imported names under "prefix/".
//
//   opts    the options
//   prefix  a node name, with or without the slash
// Since 0.1.0, stable.
HORNBEAM_API void HB_ImportGraphDefOptionsSetPrefix(HB_ImportGraphDefOptions* opts,
                                                    const char* prefix);

// Sets the device of every imported node that names none.
//
//   opts    the options
//   device  a device string
// Since 0.1.0, stable.
HORNBEAM_API void HB_ImportGraphDefOptionsSetDefaultDevice(HB_ImportGraphDefOptions* opts,
                                                           const char* device);

// Says whether a name that exists already gets a number appended instead of giving an error.
//
//   opts            the options
//   uniquify_names  0 or 1
// Since 0.1.0, stable.
HORNBEAM_API void HB_ImportGraphDefOptionsSetUniquifyNames(HB_ImportGraphDefOptions* opts,
                                                           unsigned char uniquify_names);

// Says whether a prefix that exists already gets a number appended instead of giving an error.
//
//   opts             the options
//   uniquify_prefix  0 or 1
// Since 0.1.0, stable.
HORNBEAM_API void HB_ImportGraphDefOptionsSetUniquifyPrefix(HB_ImportGraphDefOptions* opts,
                                                            unsigned char uniquify_prefix);

// Feeds every use of an imported tensor from a tensor of the graph instead.
//
//   opts       the options
//   src_name   node in the GraphDef, without prefix
//   src_index  output of that node, -1 for its control edges
//   dst        tensor of the graph that is imported into
// Since 0.1.0, stable.
HORNBEAM_API void HB_ImportGraphDefOptionsAddInputMapping(HB_ImportGraphDefOptions* opts,
                                                          const char* src_name, int src_index,
                                                          HB_Output dst);

// Replaces every control edge from an imported node by one from an operation of the graph.
//
//   opts      the options
//   src_name  node in the GraphDef, without prefix
//   dst       operation of the graph that is imported into
// Since 0.1.0, stable.
HORNBEAM_API void HB_ImportGraphDefOptionsRemapControlDependency(HB_ImportGraphDefOptions* opts,
                                                                 const char* src_name,
                                                                 HB_Operation* dst);

// Makes all imported nodes run after an operation of the graph.
//
//   opts  the options
//   oper  operation of the graph that is imported into
// Since 0.1.0, stable.
HORNBEAM_API void HB_ImportGraphDefOptionsAddControlDependency(HB_ImportGraphDefOptions* opts,
                                                               HB_Operation* oper);

// Asks for a tensor of the GraphDef to be returned; a mapped one returns what it was mapped to.
//
//   opts       the options
//   oper_name  node in the GraphDef, without prefix
//   index      output of that node
// Since 0.1.0, stable.
HORNBEAM_API void HB_ImportGraphDefOptionsAddReturnOutput(HB_ImportGraphDefOptions* opts,
                                                          const char* oper_name, int index);

// Returns how many tensors were asked for.
//
//   opts  the options
// Since 0.1.0, stable.
HORNBEAM_API int HB_ImportGraphDefOptionsNumReturnOutputs(const HB_ImportGraphDefOptions* opts);

// Asks for a node of the GraphDef to be returned.
//
//   opts       the options
//   oper_name  node in the GraphDef, without prefix
// Since 0.1.0, stable.
HORNBEAM_API void HB_ImportGraphDefOptionsAddReturnOperation(HB_ImportGraphDefOptions* opts,
                                                             const char* oper_name);

// Returns how many nodes were asked for.
//
//   opts  the options
// Since 0.1.0, stable.
HORNBEAM_API int HB_ImportGraphDefOptionsNumReturnOperations(const HB_ImportGraphDefOptions* opts);

// Returns the tensors that were asked for, in that order. The array belongs to `results`.
//
//   results      the results
//   num_outputs  length of the array [written]
//   outputs      the array [written]
// Since 0.1.0, stable.
HORNBEAM_API void HB_ImportGraphDefResultsReturnOutputs(HB_ImportGraphDefResults* results,
                                                        int* num_outputs, HB_Output** outputs);

// Returns the operations that were asked for, in that order. The array belongs to `results`.
//
//   results    the results
//   num_opers  length of the array [written]
//   opers      the array [written]
// Since 0.1.0, stable.
HORNBEAM_API void HB_ImportGraphDefResultsReturnOperations(HB_ImportGraphDefResults* results,
                                                           int* num_opers, HB_Operation*** opers);

// Returns the input mappings that no imported node used and whose source the GraphDef does not
// have. The arrays belong to `results`.
//
//   results             the results
//   num_missing_unused_input_mappings  length of both arrays [written]
//   src_names           node names [written]
//   src_indexes         output numbers [written]
// Since 0.1.0, stable.
HORNBEAM_API void HB_ImportGraphDefResultsMissingUnusedInputMappings(
    HB_ImportGraphDefResults* results, int* num_missing_unused_input_mappings,
    const char*** src_names, int** src_indexes);

// Frees results.
//
//   results  the results [taken over; may be NULL]
// Since 0.1.0, stable.
HORNBEAM_API void HB_DeleteImportGraphDefResults(HB_ImportGraphDefResults* results);

// Imports a GraphDef. NULL on an error, and the graph stays as it was.
//
//   graph      the graph to import into
//   graph_def  a serialized GraphDef
//   options    how to import
//   status     HB_OK, or what went wrong
//   returns    the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_ImportGraphDefResults* HB_GraphImportGraphDefWithResults(
    HB_Graph* graph, const HB_Buffer* graph_def, const HB_ImportGraphDefOptions* options,
    HB_Status* status);

// As HB_GraphImportGraphDefWithResults. TensorFlow expects a C++ object in the buffer here;
// Hornbeam shares no C++ object with its callers and takes serialized bytes.
//
//   graph      the graph to import into
//   graph_def  a serialized GraphDef
//   options    how to import
//   status     HB_OK, or what went wrong
//   returns    the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_ImportGraphDefResults* HB_GraphImportGraphDefWithResultsNoSerialization(
    HB_Graph* graph, const HB_Buffer* graph_def, const HB_ImportGraphDefOptions* options,
    HB_Status* status);

// Imports a GraphDef and returns the tensors that the options ask for.
//
//   graph               the graph to import into
//   graph_def           a serialized GraphDef
//   options             how to import
//   return_outputs      room for `num_return_outputs` outputs [written]
//   num_return_outputs  must be HB_ImportGraphDefOptionsNumReturnOutputs(options)
//   status              HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_GraphImportGraphDefWithReturnOutputs(HB_Graph* graph,
                                                          const HB_Buffer* graph_def,
                                                          const HB_ImportGraphDefOptions* options,
                                                          HB_Output* return_outputs,
                                                          int num_return_outputs,
                                                          HB_Status* status);

// Imports a GraphDef.
//
//   graph      the graph to import into
//   graph_def  a serialized GraphDef
//   options    how to import
//   status     HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_GraphImportGraphDef(HB_Graph* graph, const HB_Buffer* graph_def,
                                         const HB_ImportGraphDefOptions* options,
                                         HB_Status* status);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_IMPORT_H_
