// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_GRAPH_H_
#define HORNBEAM_C_GRAPH_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/buffer.h"
#include "hornbeam/c/status.h"
#include "hornbeam/c/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

// Graphs
//
// A graph is a set of operations connected by tensors and control edges, with a library of
// functions. It only grows. Several threads may add operations, query and run sessions at the same
// time; operations, once added, keep their address until the graph is freed.

// A computation graph; sessions may share it.
typedef struct HB_Graph HB_Graph;

// An operation while it is being built.
typedef struct HB_OperationDescription HB_OperationDescription;

// An operation of a graph. Lives as long as the graph; never deleted by the caller.
typedef struct HB_Operation HB_Operation;

// Operations with inputs and outputs, callable as an op of their own.
typedef struct HB_Function HB_Function;

// Reserved; pass NULL.
typedef struct HB_FunctionOptions HB_FunctionOptions;

// One input of an operation.
typedef struct HB_Input {
  // The consumer.
  HB_Operation* oper;
  // Input number, from 0.
  int index;
} HB_Input;

// One output of an operation: a tensor in the graph.
typedef struct HB_Output {
  // The producer.
  HB_Operation* oper;
  // Output number, from 0.
  int index;
} HB_Output;

// Text that the library owns.
typedef struct HB_StringView {
  // First byte; no zero byte follows.
  const char* data;
  // Number of bytes.
  size_t len;
} HB_StringView;

// Creates an empty graph.
//
//   returns  the caller's to free
// Since 0.1.0, stable.
HORNBEAM_API HB_Graph* HB_NewGraph(void);

// Drops the caller's reference. The graph itself goes with the last session that uses it.
//
//   graph  the graph [taken over; may be NULL]
// Since 0.1.0, stable.
HORNBEAM_API void HB_DeleteGraph(HB_Graph* graph);

// Narrows the inferred shape of an output: the given shape is merged with the one known so far, so
// that [-1, 2] onto [2, -1] gives [2, 2]. HB_INVALID_ARGUMENT when they contradict each other or
// when `output` is not in the graph.
//
//   graph     the graph
//   output    the tensor
//   dims      `num_dims` sizes, -1 for unknown ones; may be NULL when `num_dims` is -1 or 0
//   num_dims  rank, or -1 when it is unknown
//   status    HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_GraphSetTensorShape(HB_Graph* graph, HB_Output output, const int64_t* dims,
                                         int num_dims, HB_Status* status);

// Returns the inferred rank of an output, -1 when it is unknown. HB_INVALID_ARGUMENT when `output`
// is not in the graph.
//
//   graph   the graph
//   output  the tensor
//   status  HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API int HB_GraphGetTensorNumDims(HB_Graph* graph, HB_Output output, HB_Status* status);

// Writes the inferred shape of an output. Nothing is written for a scalar or an unknown rank.
// HB_INVALID_ARGUMENT when `output` is not in the graph or `num_dims` is not its rank.
//
//   graph     the graph
//   output    the tensor
//   dims      room for `num_dims` sizes; unknown ones become -1 [written]
//   num_dims  what HB_GraphGetTensorNumDims returned
//   status    HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_GraphGetTensorShape(HB_Graph* graph, HB_Output output, int64_t* dims,
                                         int num_dims, HB_Status* status);

// Returns the operation of that name, or NULL when there is none.
//
//   graph      the graph
//   oper_name  full name, such as "dense/MatMul"
//   returns    stays the library's; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_Operation* HB_GraphOperationByName(HB_Graph* graph, const char* oper_name);

// Walks all operations in the order in which they were added. Start with `*pos` 0; NULL ends the
// walk.
//
//   graph    the graph
//   pos      state of the walk, opaque [read and written]
//   returns  stays the library's; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_Operation* HB_GraphNextOperation(HB_Graph* graph, size_t* pos);

// Writes the graph as a serialized GraphDef, functions included.
//
//   graph             the graph
//   output_graph_def  an empty buffer; receives the bytes [written]
//   status            HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_GraphToGraphDef(HB_Graph* graph, HB_Buffer* output_graph_def,
                                     HB_Status* status);

// Writes the OpDef of an op, or of a function of this graph, by name. HB_NOT_FOUND when there is
// none.
//
//   graph          the graph
//   op_name        name of the op type
//   output_op_def  an empty buffer; receives a serialized OpDef [written]
//   status         HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_GraphGetOpDef(HB_Graph* graph, const char* op_name, HB_Buffer* output_op_def,
                                   HB_Status* status);

// Writes the graph's VersionDef.
//
//   graph               the graph
//   output_version_def  an empty buffer; receives a serialized VersionDef [written]
//   status              HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_GraphVersions(HB_Graph* graph, HB_Buffer* output_version_def,
                                   HB_Status* status);

// Evaluates an output that depends on nothing but constants. Returns 1 and a tensor if that was
// possible; 0 when it was not (with HB_OK) or on an error.
//
//   graph   the graph
//   output  the tensor to evaluate
//   result  receives the value when 1 is returned [written; what it receives is the caller's to
//           free]
//   status  HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API unsigned char HB_TryEvaluateConstant(HB_Graph* graph, HB_Output output,
                                                  HB_Tensor** result, HB_Status* status);

// Adds operations that compute d(y[0] + y[1] + ...)/dx for each x, under the prefix "gradients",
// "gradients_1" and so on. An op on the path without a gradient gives HB_INVALID_ARGUMENT or
// HB_UNIMPLEMENTED with its name, and the graph stays as it was.
//
//   g       the graph
//   y       `ny` outputs to differentiate
//   ny      number of ys
//   x       `nx` outputs to differentiate by
//   nx      number of xs
//   dx      `ny` initial gradients, one for each y; NULL stands for ones
//   status  HB_OK, or what went wrong
//   dy      room for `nx` gradients; `oper` is NULL where y does not depend on x [written]
// Since 0.1.0, stable.
HORNBEAM_API void HB_AddGradients(HB_Graph* g, HB_Output* y, int ny, HB_Output* x, int nx,
                                  HB_Output* dx, HB_Status* status, HB_Output* dy);

// As HB_AddGradients, with a name scope of the caller's choice.
//
//   g       the graph
//   prefix  scope of the new operations, which must not exist yet (HB_INVALID_ARGUMENT); NULL
//           chooses as HB_AddGradients does
//   y       `ny` outputs to differentiate
//   ny      number of ys
//   x       `nx` outputs to differentiate by
//   nx      number of xs
//   dx      `ny` initial gradients, one for each y; NULL stands for ones
//   status  HB_OK, or what went wrong
//   dy      room for `nx` gradients; `oper` is NULL where y does not depend on x [written]
// Since 0.1.0, stable.
HORNBEAM_API void HB_AddGradientsWithPrefix(HB_Graph* g, const char* prefix, HB_Output* y, int ny,
                                            HB_Output* x, int nx, HB_Output* dx, HB_Status* status,
                                            HB_Output* dy);

// Replaces what feeds one input. HB_INVALID_ARGUMENT when types differ or an index is out of range,
// HB_FAILED_PRECONDITION when the change would make a cycle or the operation has already run.
//
//   graph    the graph
//   new_src  the new producer
//   dst      the input to change
//   status   HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_UpdateEdge(HB_Graph* graph, HB_Output new_src, HB_Input dst,
                                HB_Status* status);

// Adds a control edge to an operation that is in the graph already.
//
//   graph  the graph
//   op     runs after `input`
//   input  runs before `op`
// Since 0.1.0, stable.
HORNBEAM_API void HB_AddOperationControlInput(HB_Graph* graph, HB_Operation* op,
                                              HB_Operation* input);

// Sets an attribute of an operation that is in the graph already, before it has run.
//
//   graph             the graph
//   op                the operation
//   attr_name         name of the attribute
//   attr_value_proto  a serialized AttrValue
//   status            HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetAttr(HB_Graph* graph, HB_Operation* op, const char* attr_name,
                             HB_Buffer* attr_value_proto, HB_Status* status);

// Removes an attribute of an operation that is in the graph already, before it has run.
//
//   graph      the graph
//   op         the operation
//   attr_name  name of the attribute
//   status     HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_ClearAttr(HB_Graph* graph, HB_Operation* op, const char* attr_name,
                               HB_Status* status);

// Sets the full type of an operation.
//
//   graph            the graph
//   op               the operation
//   full_type_proto  a serialized FullTypeDef
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetFullType(HB_Graph* graph, HB_Operation* op,
                                 const HB_Buffer* full_type_proto);

// Sets the device that an operation asks for.
//
//   graph   the graph
//   op      the operation
//   device  a device string, empty for no wish
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetRequestedDevice(HB_Graph* graph, HB_Operation* op, const char* device);

// Removes all control edges into an operation.
//
//   graph  the graph
//   op     the operation
// Since 0.1.0, stable.
HORNBEAM_API void HB_RemoveAllControlInputs(HB_Graph* graph, HB_Operation* op);

// Says whether an op without a shape function is an error when it is added. It is not, unless asked
// for.
//
//   graph    the graph
//   require  whether shape functions are required
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetRequireShapeInferenceFns(HB_Graph* graph, bool require);

// Returns what is known of the value behind a resource handle, as a serialized
// CppShapeInferenceResult.HandleData; an empty buffer when nothing is.
//
//   graph    the graph
//   output   an output of type HB_RESOURCE
//   returns  the caller's to free; may be NULL
// Since 0.1.0, stable.
HORNBEAM_API HB_Buffer* HB_GetHandleShapeAndType(HB_Graph* graph, HB_Output output);

// Sets what is known of the value behind a resource handle.
//
//   graph      the graph
//   output     an output of type HB_RESOURCE
//   proto      a serialized CppShapeInferenceResult.HandleData
//   proto_len  number of bytes
//   status     HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_SetHandleShapeAndType(HB_Graph* graph, HB_Output output, const void* proto,
                                           size_t proto_len, HB_Status* status);

// Adds an input to an operation that is in the graph already; meant for the back edge of a loop,
// from NextIteration to Merge.
//
//   graph    the graph
//   new_src  the producer
//   dst      the operation that gains an input
//   status   HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_AddWhileInputHack(HB_Graph* graph, HB_Output new_src, HB_Operation* dst,
                                       HB_Status* status);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_GRAPH_H_
