// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_FUNCTION_H_
#define HORNBEAM_C_FUNCTION_H_

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

// Functions
//
// A function is made from operations of a graph, or from a serialized FunctionDef, and added to any
// number of graphs, where it is called as an op of its own, by PartitionedCall or by an attribute
// of type func. Functions do not change after they were added to a graph.

// Makes a function from operations of a graph, which stays as it is. Names of inputs are those of
// the tensors' operations, lower case, with other characters replaced by '_'; a tensor may be input
// only once, and any other tensor that the body needs from outside gives HB_INVALID_ARGUMENT.
//
//   fn_body             the graph
//   fn_name             name of the function, [A-Za-z0-9_.\-/]+
//   append_hash_to_fn_name  1 appends '_' and a hash of the definition to the name
//   num_opers           length of `opers`, or -1 for all operations of the graph except the inputs'
//                       own
//   opers               operations of the body [may be NULL]
//   ninputs             number of inputs
//   inputs              tensors that become the function's arguments [may be NULL]
//   noutputs            number of outputs
//   outputs             tensors that the function returns; one may be returned more than once [may
//                       be NULL]
//   output_names        `noutputs` distinct names; NULL derives them from the operations
//   opts                NULL
//   description         text for readers [may be NULL]
//   status              HB_OK, or what went wrong
//   returns             the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_Function* HB_GraphToFunction(const HB_Graph* fn_body, const char* fn_name,
                                             unsigned char append_hash_to_fn_name, int num_opers,
                                             const HB_Operation* const* opers, int ninputs,
                                             const HB_Output* inputs, int noutputs,
                                             const HB_Output* outputs,
                                             const char* const* output_names,
                                             const HB_FunctionOptions* opts,
                                             const char* description, HB_Status* status);

// As HB_GraphToFunction, with operations that always run when the function is called, whatever is
// fetched.
//
//   fn_body             the graph
//   fn_name             name of the function, [A-Za-z0-9_.\-/]+
//   append_hash_to_fn_name  1 appends '_' and a hash of the definition to the name
//   num_opers           length of `opers`, or -1 for all operations of the graph except the inputs'
//                       own
//   opers               operations of the body [may be NULL]
//   ninputs             number of inputs
//   inputs              tensors that become the function's arguments [may be NULL]
//   noutputs            number of outputs
//   outputs             tensors that the function returns; one may be returned more than once [may
//                       be NULL]
//   output_names        `noutputs` distinct names; NULL derives them from the operations
//   ncontrol_outputs    number of control outputs
//   control_outputs     operations that always run [may be NULL]
//   control_output_names  `ncontrol_outputs` distinct names; NULL takes the operations' names
//   opts                NULL
//   description         text for readers [may be NULL]
//   status              HB_OK, or what went wrong
//   returns             the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_Function* HB_GraphToFunctionWithControlOutputs(
    const HB_Graph* fn_body, const char* fn_name, unsigned char append_hash_to_fn_name,
    int num_opers, const HB_Operation* const* opers, int ninputs, const HB_Output* inputs,
    int noutputs, const HB_Output* outputs, const char* const* output_names, int ncontrol_outputs,
    const HB_Operation* const* control_outputs, const char* const* control_output_names,
    const HB_FunctionOptions* opts, const char* description, HB_Status* status);

// Returns the name of the function, the hash included. The text lives as long as the function.
//
//   func     the function
//   returns  stays the library's
// Since 0.1.0, stable.
HORNBEAM_API const char* HB_FunctionName(HB_Function* func);

// Writes the function as a serialized FunctionDef.
//
//   func             the function
//   output_func_def  an empty buffer; receives the bytes [written]
//   status           HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_FunctionToFunctionDef(HB_Function* func, HB_Buffer* output_func_def,
                                           HB_Status* status);

// Makes a function from a serialized FunctionDef.
//
//   proto      a serialized FunctionDef
//   proto_len  number of bytes
//   status     HB_OK, or what went wrong
//   returns    the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_Function* HB_FunctionImportFunctionDef(const void* proto, size_t proto_len,
                                                       HB_Status* status);

// Sets an attribute of the function, such as "_noinline".
//
//   func       the function
//   attr_name  name of the attribute
//   proto      a serialized AttrValue
//   proto_len  number of bytes
//   status     HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_FunctionSetAttrValueProto(HB_Function* func, const char* attr_name,
                                               const void* proto, size_t proto_len,
                                               HB_Status* status);

// Writes an attribute of the function as a serialized AttrValue. HB_INVALID_ARGUMENT when it has
// none of that name.
//
//   func               the function
//   attr_name          name of the attribute
//   output_attr_value  an empty buffer; receives the bytes [written]
//   status             HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_FunctionGetAttrValueProto(HB_Function* func, const char* attr_name,
                                               HB_Buffer* output_attr_value, HB_Status* status);

// Drops the caller's reference. Graphs that have the function keep it.
//
//   func  the function [taken over; may be NULL]
// Since 0.1.0, stable.
HORNBEAM_API void HB_DeleteFunction(HB_Function* func);

// Adds a function, and its gradient if given, to a graph. Adding the same function again does
// nothing; another one of the same name gives HB_INVALID_ARGUMENT.
//
//   g       the graph
//   func    the function
//   grad    gradient function of `func` [may be NULL]
//   status  HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_GraphCopyFunction(HB_Graph* g, const HB_Function* func,
                                       const HB_Function* grad, HB_Status* status);

// Returns the number of functions in the graph.
//
//   g  the graph
// Since 0.1.0, stable.
HORNBEAM_API int HB_GraphNumFunctions(HB_Graph* g);

// Writes functions of the graph and returns how many were written.
//
//   g         the graph
//   funcs     room for `max_func` functions [written; what it receives is the caller's to free]
//   max_func  size of the room
//   status    HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API int HB_GraphGetFunctions(HB_Graph* g, HB_Function** funcs, int max_func,
                                      HB_Status* status);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_FUNCTION_H_
