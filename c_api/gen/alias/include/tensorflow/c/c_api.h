// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef TENSORFLOW_C_C_API_H_
#define TENSORFLOW_C_C_API_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tensorflow/c/c_api_macros.h"
#include "tensorflow/c/tf_attrtype.h"
#include "tensorflow/c/tf_buffer.h"
#include "tensorflow/c/tf_datatype.h"
#include "tensorflow/c/tf_status.h"
#include "tensorflow/c/tf_tensor.h"
#include "tensorflow/c/tf_tstring.h"

#ifdef __cplusplus
extern "C" {
#endif

// A computation graph; sessions may share it.
typedef struct TF_Graph TF_Graph;

// An operation while it is being built.
typedef struct TF_OperationDescription TF_OperationDescription;

// An operation of a graph. Lives as long as the graph; never deleted by the caller.
typedef struct TF_Operation TF_Operation;

// Operations with inputs and outputs, callable as an op of their own.
typedef struct TF_Function TF_Function;

// Reserved; pass NULL.
typedef struct TF_FunctionOptions TF_FunctionOptions;

// One input of an operation.
typedef struct TF_Input {
  // The consumer.
  TF_Operation* oper;
  // Input number, from 0.
  int index;
} TF_Input;

// One output of an operation: a tensor in the graph.
typedef struct TF_Output {
  // The producer.
  TF_Operation* oper;
  // Output number, from 0.
  int index;
} TF_Output;

// Text that the library owns.
typedef struct TF_StringView {
  // First byte; no zero byte follows.
  const char* data;
  // Number of bytes.
  size_t len;
} TF_StringView;

// What an attribute holds.
typedef struct TF_AttrMetadata {
  // 1 for a list.
  unsigned char is_list;
  // Length of the list, -1 when it is none.
  int64_t list_size;
  // Kind of the value or of the list's elements.
  TF_AttrType type;
  // For strings the bytes, summed over a list; for a shape its rank, -1 when unknown; for a list of
  // shapes the sum of the known ranks; -1 for all else.
  int64_t total_size;
} TF_AttrMetadata;

// How to import.
typedef struct TF_ImportGraphDefOptions TF_ImportGraphDefOptions;

// What an import found.
typedef struct TF_ImportGraphDefResults TF_ImportGraphDefResults;

// A loop under construction.
typedef struct TF_WhileParams {
  // Number of loop variables.
  const int ninputs;
  // Graph of the condition.
  TF_Graph* const cond_graph;
  // The loop variables in `cond_graph`, `ninputs` of them.
  const TF_Output* const cond_inputs;
  // Set by the caller: a scalar bool in `cond_graph`.
  TF_Output cond_output;
  // Graph of the body.
  TF_Graph* const body_graph;
  // The loop variables in `body_graph`, `ninputs` of them.
  const TF_Output* const body_inputs;
  // Set by the caller: the next values, `ninputs` tensors in `body_graph`.
  TF_Output* const body_outputs;
  // Set by the caller: name scope of the loop, unique in the graph.
  const char* name;
} TF_WhileParams;

// The devices of a session or context.
typedef struct TF_DeviceList TF_DeviceList;

// Options for new sessions.
typedef struct TF_SessionOptions TF_SessionOptions;

// Runs a graph.
typedef struct TF_Session TF_Session;

// A library of ops that was loaded.
typedef struct TF_Library TF_Library;

// ApiDefs by op name.
typedef struct TF_ApiDefMap TF_ApiDefMap;

// Never created.
typedef struct TF_DeprecatedSession TF_DeprecatedSession;

// Never created.
typedef struct TF_Server TF_Server;

// Returns the library's version, such as "0.1.0". The text lives forever.
TF_CAPI_EXPORT extern const char* TF_Version(void);

// Fills `to` from a serialized TensorProto. `to` is unchanged on error.
TF_CAPI_EXPORT extern void TF_TensorFromProto(const TF_Buffer* from, TF_Tensor* to,
                                              TF_Status* status);

// Creates an empty graph.
TF_CAPI_EXPORT extern TF_Graph* TF_NewGraph(void);

// Drops the caller's reference. The graph itself goes with the last session that uses it.
TF_CAPI_EXPORT extern void TF_DeleteGraph(TF_Graph* graph);

// Narrows the inferred shape of an output: the given shape is merged with the one known so far, so
// that [-1, 2] onto [2, -1] gives [2, 2]. TF_INVALID_ARGUMENT when they contradict each other or
// when `output` is not in the graph.
TF_CAPI_EXPORT extern void TF_GraphSetTensorShape(TF_Graph* graph, TF_Output output,
                                                  const int64_t* dims, int num_dims,
                                                  TF_Status* status);

// Returns the inferred rank of an output, -1 when it is unknown. TF_INVALID_ARGUMENT when `output`
// is not in the graph.
TF_CAPI_EXPORT extern int TF_GraphGetTensorNumDims(TF_Graph* graph, TF_Output output,
                                                   TF_Status* status);

// Writes the inferred shape of an output. Nothing is written for a scalar or an unknown rank.
// TF_INVALID_ARGUMENT when `output` is not in the graph or `num_dims` is not its rank.
TF_CAPI_EXPORT extern void TF_GraphGetTensorShape(TF_Graph* graph, TF_Output output, int64_t* dims,
                                                  int num_dims, TF_Status* status);

// Returns the operation of that name, or NULL when there is none.
TF_CAPI_EXPORT extern TF_Operation* TF_GraphOperationByName(TF_Graph* graph, const char* oper_name);

// Walks all operations in the order in which they were added. Start with `*pos` 0; NULL ends the
// walk.
TF_CAPI_EXPORT extern TF_Operation* TF_GraphNextOperation(TF_Graph* graph, size_t* pos);

// Writes the graph as a serialized GraphDef, functions included.
TF_CAPI_EXPORT extern void TF_GraphToGraphDef(TF_Graph* graph, TF_Buffer* output_graph_def,
                                              TF_Status* status);

// Writes the OpDef of an op, or of a function of this graph, by name. TF_NOT_FOUND when there is
// none.
TF_CAPI_EXPORT extern void TF_GraphGetOpDef(TF_Graph* graph, const char* op_name,
                                            TF_Buffer* output_op_def, TF_Status* status);

// Writes the graph's VersionDef.
TF_CAPI_EXPORT extern void TF_GraphVersions(TF_Graph* graph, TF_Buffer* output_version_def,
                                            TF_Status* status);

// Evaluates an output that depends on nothing but constants. Returns 1 and a tensor if that was
// possible; 0 when it was not (with TF_OK) or on an error.
TF_CAPI_EXPORT extern unsigned char TF_TryEvaluateConstant(TF_Graph* graph, TF_Output output,
                                                           TF_Tensor** result, TF_Status* status);

// Adds operations that compute d(y[0] + y[1] + ...)/dx for each x, under the prefix "gradients",
// "gradients_1" and so on. An op on the path without a gradient gives TF_INVALID_ARGUMENT or
// TF_UNIMPLEMENTED with its name, and the graph stays as it was.
TF_CAPI_EXPORT extern void TF_AddGradients(TF_Graph* g, TF_Output* y, int ny, TF_Output* x, int nx,
                                           TF_Output* dx, TF_Status* status, TF_Output* dy);

// As TF_AddGradients, with a name scope of the caller's choice.
TF_CAPI_EXPORT extern void TF_AddGradientsWithPrefix(TF_Graph* g, const char* prefix, TF_Output* y,
                                                     int ny, TF_Output* x, int nx, TF_Output* dx,
                                                     TF_Status* status, TF_Output* dy);

// Replaces what feeds one input. TF_INVALID_ARGUMENT when types differ or an index is out of range,
// TF_FAILED_PRECONDITION when the change would make a cycle or the operation has already run.
TF_CAPI_EXPORT extern void TF_UpdateEdge(TF_Graph* graph, TF_Output new_src, TF_Input dst,
                                         TF_Status* status);

// Adds a control edge to an operation that is in the graph already.
TF_CAPI_EXPORT extern void TF_AddOperationControlInput(TF_Graph* graph, TF_Operation* op,
                                                       TF_Operation* input);

// Sets an attribute of an operation that is in the graph already, before it has run.
TF_CAPI_EXPORT extern void TF_SetAttr(TF_Graph* graph, TF_Operation* op, const char* attr_name,
                                      TF_Buffer* attr_value_proto, TF_Status* status);

// Removes an attribute of an operation that is in the graph already, before it has run.
TF_CAPI_EXPORT extern void TF_ClearAttr(TF_Graph* graph, TF_Operation* op, const char* attr_name,
                                        TF_Status* status);

// Sets the full type of an operation.
TF_CAPI_EXPORT extern void TF_SetFullType(TF_Graph* graph, TF_Operation* op,
                                          const TF_Buffer* full_type_proto);

// Sets the device that an operation asks for.
TF_CAPI_EXPORT extern void TF_SetRequestedDevice(TF_Graph* graph, TF_Operation* op,
                                                 const char* device);

// Removes all control edges into an operation.
TF_CAPI_EXPORT extern void TF_RemoveAllControlInputs(TF_Graph* graph, TF_Operation* op);

// Says whether an op without a shape function is an error when it is added. It is not, unless asked
// for.
TF_CAPI_EXPORT extern void TF_SetRequireShapeInferenceFns(TF_Graph* graph, bool require);

// Returns what is known of the value behind a resource handle, as a serialized
// CppShapeInferenceResult.HandleData; an empty buffer when nothing is.
TF_CAPI_EXPORT extern TF_Buffer* TF_GetHandleShapeAndType(TF_Graph* graph, TF_Output output);

// Sets what is known of the value behind a resource handle.
TF_CAPI_EXPORT extern void TF_SetHandleShapeAndType(TF_Graph* graph, TF_Output output,
                                                    const void* proto, size_t proto_len,
                                                    TF_Status* status);

// Adds an input to an operation that is in the graph already; meant for the back edge of a loop,
// from NextIteration to Merge.
TF_CAPI_EXPORT extern void TF_AddWhileInputHack(TF_Graph* graph, TF_Output new_src,
                                                TF_Operation* dst, TF_Status* status);

// As TF_NewOperation, for a caller that already excludes other threads from the graph.
TF_CAPI_EXPORT extern TF_OperationDescription* TF_NewOperationLocked(TF_Graph* graph,
                                                                     const char* op_type,
                                                                     const char* oper_name);

// Starts an operation. Nothing is added to the graph, and no error reported, until
// TF_FinishOperation.
TF_CAPI_EXPORT extern TF_OperationDescription* TF_NewOperation(TF_Graph* graph, const char* op_type,
                                                               const char* oper_name);

// Asks for a device, such as "/device:CPU:0".
TF_CAPI_EXPORT extern void TF_SetDevice(TF_OperationDescription* desc, const char* device);

// Adds the next input, a single tensor.
TF_CAPI_EXPORT extern void TF_AddInput(TF_OperationDescription* desc, TF_Output input);

// Adds the next input, a list of tensors.
TF_CAPI_EXPORT extern void TF_AddInputList(TF_OperationDescription* desc, const TF_Output* inputs,
                                           int num_inputs);

// Makes the operation run after another.
TF_CAPI_EXPORT extern void TF_AddControlInput(TF_OperationDescription* desc, TF_Operation* input);

// Asks for the device on which another operation is placed.
TF_CAPI_EXPORT extern void TF_ColocateWith(TF_OperationDescription* desc, TF_Operation* op);

// Sets an attribute of type string.
TF_CAPI_EXPORT extern void TF_SetAttrString(TF_OperationDescription* desc, const char* attr_name,
                                            const void* value, size_t length);

// Sets an attribute of type list(string).
TF_CAPI_EXPORT extern void TF_SetAttrStringList(TF_OperationDescription* desc,
                                                const char* attr_name, const void* const* values,
                                                const size_t* lengths, int num_values);

// Sets an attribute of type int.
TF_CAPI_EXPORT extern void TF_SetAttrInt(TF_OperationDescription* desc, const char* attr_name,
                                         int64_t value);

// Sets an attribute of type list(int).
TF_CAPI_EXPORT extern void TF_SetAttrIntList(TF_OperationDescription* desc, const char* attr_name,
                                             const int64_t* values, int num_values);

// Sets an attribute of type float.
TF_CAPI_EXPORT extern void TF_SetAttrFloat(TF_OperationDescription* desc, const char* attr_name,
                                           float value);

// Sets an attribute of type list(float).
TF_CAPI_EXPORT extern void TF_SetAttrFloatList(TF_OperationDescription* desc, const char* attr_name,
                                               const float* values, int num_values);

// Sets an attribute of type bool.
TF_CAPI_EXPORT extern void TF_SetAttrBool(TF_OperationDescription* desc, const char* attr_name,
                                          unsigned char value);

// Sets an attribute of type list(bool).
TF_CAPI_EXPORT extern void TF_SetAttrBoolList(TF_OperationDescription* desc, const char* attr_name,
                                              const unsigned char* values, int num_values);

// Sets an attribute of type type.
TF_CAPI_EXPORT extern void TF_SetAttrType(TF_OperationDescription* desc, const char* attr_name,
                                          TF_DataType value);

// Sets an attribute of type list(type).
TF_CAPI_EXPORT extern void TF_SetAttrTypeList(TF_OperationDescription* desc, const char* attr_name,
                                              const TF_DataType* values, int num_values);

// Makes the attribute refer to an attribute of the function that the operation will be part of.
TF_CAPI_EXPORT extern void TF_SetAttrPlaceholder(TF_OperationDescription* desc,
                                                 const char* attr_name, const char* placeholder);

// Sets an attribute of type func to a function without attributes of its own.
TF_CAPI_EXPORT extern void TF_SetAttrFuncName(TF_OperationDescription* desc, const char* attr_name,
                                              const char* value, size_t length);

// Sets an attribute of type shape.
TF_CAPI_EXPORT extern void TF_SetAttrShape(TF_OperationDescription* desc, const char* attr_name,
                                           const int64_t* dims, int num_dims);

// Sets an attribute of type list(shape).
TF_CAPI_EXPORT extern void TF_SetAttrShapeList(TF_OperationDescription* desc, const char* attr_name,
                                               const int64_t* const* dims, const int* num_dims,
                                               int num_shapes);

// Sets an attribute of type shape from its serialized form. TF_INVALID_ARGUMENT when it does not
// parse.
TF_CAPI_EXPORT extern void TF_SetAttrTensorShapeProto(TF_OperationDescription* desc,
                                                      const char* attr_name, const void* proto,
                                                      size_t proto_len, TF_Status* status);

// Sets an attribute of type list(shape) from serialized forms.
TF_CAPI_EXPORT extern void TF_SetAttrTensorShapeProtoList(TF_OperationDescription* desc,
                                                          const char* attr_name,
                                                          const void* const* protos,
                                                          const size_t* proto_lens, int num_shapes,
                                                          TF_Status* status);

// Sets an attribute of type tensor, such as the value of a Const.
TF_CAPI_EXPORT extern void TF_SetAttrTensor(TF_OperationDescription* desc, const char* attr_name,
                                            TF_Tensor* value, TF_Status* status);

// Sets an attribute of type list(tensor).
TF_CAPI_EXPORT extern void TF_SetAttrTensorList(TF_OperationDescription* desc,
                                                const char* attr_name, TF_Tensor* const* values,
                                                int num_values, TF_Status* status);

// Sets an attribute of any type from a serialized AttrValue.
TF_CAPI_EXPORT extern void TF_SetAttrValueProto(TF_OperationDescription* desc,
                                                const char* attr_name, const void* proto,
                                                size_t proto_len, TF_Status* status);

// As TF_FinishOperation, for a caller that already excludes other threads from the graph.
TF_CAPI_EXPORT extern TF_Operation* TF_FinishOperationLocked(TF_OperationDescription* desc,
                                                             TF_Status* status);

// Checks the description and adds the operation. On an error NULL is returned and the graph stays
// as it was; the message names the operation, what is wrong and what would be right.
TF_CAPI_EXPORT extern TF_Operation* TF_FinishOperation(TF_OperationDescription* desc,
                                                       TF_Status* status);

// Returns the name. The text lives as long as the graph.
TF_CAPI_EXPORT extern const char* TF_OperationName(TF_Operation* oper);

// Returns the op type, such as "MatMul". The text lives as long as the graph.
TF_CAPI_EXPORT extern const char* TF_OperationOpType(TF_Operation* oper);

// Returns the device that was asked for, empty for none. The text lives as long as the graph.
TF_CAPI_EXPORT extern const char* TF_OperationDevice(TF_Operation* oper);

// Returns the number of outputs.
TF_CAPI_EXPORT extern int TF_OperationNumOutputs(TF_Operation* oper);

// Returns the data type of an output.
TF_CAPI_EXPORT extern TF_DataType TF_OperationOutputType(TF_Output oper_out);

// Returns how many tensors a named output stands for. TF_INVALID_ARGUMENT when the op has no such
// output.
TF_CAPI_EXPORT extern int TF_OperationOutputListLength(TF_Operation* oper, const char* arg_name,
                                                       TF_Status* status);

// Returns the number of inputs, control edges not counted.
TF_CAPI_EXPORT extern int TF_OperationNumInputs(TF_Operation* oper);

// Returns the data type of an input.
TF_CAPI_EXPORT extern TF_DataType TF_OperationInputType(TF_Input oper_in);

// Returns how many tensors a named input stands for. TF_INVALID_ARGUMENT when the op has no such
// input.
TF_CAPI_EXPORT extern int TF_OperationInputListLength(TF_Operation* oper, const char* arg_name,
                                                      TF_Status* status);

// Returns the producer of an input.
TF_CAPI_EXPORT extern TF_Output TF_OperationInput(TF_Input oper_in);

// Writes the producers of all inputs, at most `max_inputs`.
TF_CAPI_EXPORT extern void TF_OperationAllInputs(TF_Operation* oper, TF_Output* inputs,
                                                 int max_inputs);

// Returns the number of inputs that an output feeds at this moment.
TF_CAPI_EXPORT extern int TF_OperationOutputNumConsumers(TF_Output oper_out);

// Writes the inputs that an output feeds, at most `max_consumers`, and returns how many there are.
TF_CAPI_EXPORT extern int TF_OperationOutputConsumers(TF_Output oper_out, TF_Input* consumers,
                                                      int max_consumers);

// Returns the number of control edges into the operation.
TF_CAPI_EXPORT extern int TF_OperationNumControlInputs(TF_Operation* oper);

// Writes the operations that this one waits for, at most `max_control_inputs`, and returns how many
// there are.
TF_CAPI_EXPORT extern int TF_OperationGetControlInputs(TF_Operation* oper,
                                                       TF_Operation** control_inputs,
                                                       int max_control_inputs);

// Returns the number of control edges out of the operation at this moment.
TF_CAPI_EXPORT extern int TF_OperationNumControlOutputs(TF_Operation* oper);

// Writes the operations that wait for this one, at most `max_control_outputs`, and returns how many
// there are.
TF_CAPI_EXPORT extern int TF_OperationGetControlOutputs(TF_Operation* oper,
                                                        TF_Operation** control_outputs,
                                                        int max_control_outputs);

// Writes the operation as a serialized NodeDef.
TF_CAPI_EXPORT extern void TF_OperationToNodeDef(TF_Operation* oper, TF_Buffer* output_node_def,
                                                 TF_Status* status);

// Returns kind and size of an attribute.
TF_CAPI_EXPORT extern TF_AttrMetadata TF_OperationGetAttrMetadata(TF_Operation* oper,
                                                                  const char* attr_name,
                                                                  TF_Status* status);

// Writes the bytes of a string, at most `max_length`, without a zero byte after them.
TF_CAPI_EXPORT extern void TF_OperationGetAttrString(TF_Operation* oper, const char* attr_name,
                                                     void* value, size_t max_length,
                                                     TF_Status* status);

// Writes a list of strings: the bytes one after the other into `storage`, pointers to them into
// `values`.
TF_CAPI_EXPORT extern void TF_OperationGetAttrStringList(TF_Operation* oper, const char* attr_name,
                                                         void** values, size_t* lengths,
                                                         int max_values, void* storage,
                                                         size_t storage_size, TF_Status* status);

// Writes an int.
TF_CAPI_EXPORT extern void TF_OperationGetAttrInt(TF_Operation* oper, const char* attr_name,
                                                  int64_t* value, TF_Status* status);

// Writes a list of ints.
TF_CAPI_EXPORT extern void TF_OperationGetAttrIntList(TF_Operation* oper, const char* attr_name,
                                                      int64_t* values, int max_values,
                                                      TF_Status* status);

// Writes a float.
TF_CAPI_EXPORT extern void TF_OperationGetAttrFloat(TF_Operation* oper, const char* attr_name,
                                                    float* value, TF_Status* status);

// Writes a list of floats.
TF_CAPI_EXPORT extern void TF_OperationGetAttrFloatList(TF_Operation* oper, const char* attr_name,
                                                        float* values, int max_values,
                                                        TF_Status* status);

// Writes a bool.
TF_CAPI_EXPORT extern void TF_OperationGetAttrBool(TF_Operation* oper, const char* attr_name,
                                                   unsigned char* value, TF_Status* status);

// Writes a list of bools.
TF_CAPI_EXPORT extern void TF_OperationGetAttrBoolList(TF_Operation* oper, const char* attr_name,
                                                       unsigned char* values, int max_values,
                                                       TF_Status* status);

// Writes a data type.
TF_CAPI_EXPORT extern void TF_OperationGetAttrType(TF_Operation* oper, const char* attr_name,
                                                   TF_DataType* value, TF_Status* status);

// Writes a list of data types.
TF_CAPI_EXPORT extern void TF_OperationGetAttrTypeList(TF_Operation* oper, const char* attr_name,
                                                       TF_DataType* values, int max_values,
                                                       TF_Status* status);

// Writes the sizes of a shape, -1 for unknown ones; nothing when the rank is unknown.
TF_CAPI_EXPORT extern void TF_OperationGetAttrShape(TF_Operation* oper, const char* attr_name,
                                                    int64_t* value, int num_dims,
                                                    TF_Status* status);

// Writes a list of shapes: all sizes one after the other into `storage`, pointers to them into
// `dims`.
TF_CAPI_EXPORT extern void TF_OperationGetAttrShapeList(TF_Operation* oper, const char* attr_name,
                                                        int64_t** dims, int* num_dims,
                                                        int num_shapes, int64_t* storage,
                                                        int storage_size, TF_Status* status);

// Writes a shape as a serialized TensorShapeProto.
TF_CAPI_EXPORT extern void TF_OperationGetAttrTensorShapeProto(TF_Operation* oper,
                                                               const char* attr_name,
                                                               TF_Buffer* value, TF_Status* status);

// Writes a list of shapes as serialized TensorShapeProtos, one new buffer each.
TF_CAPI_EXPORT extern void TF_OperationGetAttrTensorShapeProtoList(TF_Operation* oper,
                                                                   const char* attr_name,
                                                                   TF_Buffer** values,
                                                                   int max_values,
                                                                   TF_Status* status);

// Returns a tensor.
TF_CAPI_EXPORT extern void TF_OperationGetAttrTensor(TF_Operation* oper, const char* attr_name,
                                                     TF_Tensor** value, TF_Status* status);

// Returns a list of tensors.
TF_CAPI_EXPORT extern void TF_OperationGetAttrTensorList(TF_Operation* oper, const char* attr_name,
                                                         TF_Tensor** values, int max_values,
                                                         TF_Status* status);

// Writes an attribute of any kind as a serialized AttrValue.
TF_CAPI_EXPORT extern void TF_OperationGetAttrValueProto(TF_Operation* oper, const char* attr_name,
                                                         TF_Buffer* output_attr_value,
                                                         TF_Status* status);

// Returns the number of attributes.
TF_CAPI_EXPORT extern int TF_OperationGetNumAttrs(TF_Operation* oper);

// Returns the bytes of the name of an attribute, without a zero byte.
TF_CAPI_EXPORT extern int TF_OperationGetAttrNameLength(TF_Operation* oper, int i);

// Writes the name of an attribute, without a zero byte. Attributes are sorted by name.
TF_CAPI_EXPORT extern void TF_OperationGetAttrName(TF_Operation* oper, int i, char* output,
                                                   TF_Status* status);

// Creates options: no prefix, no mapping, names must not collide.
TF_CAPI_EXPORT extern TF_ImportGraphDefOptions* TF_NewImportGraphDefOptions(void);

// Frees options.
TF_CAPI_EXPORT extern void TF_DeleteImportGraphDefOptions(TF_ImportGraphDefOptions* opts);

// Puts all imported names under "prefix/".
TF_CAPI_EXPORT extern void TF_ImportGraphDefOptionsSetPrefix(TF_ImportGraphDefOptions* opts,
                                                             const char* prefix);

// Sets the device of every imported node that names none.
TF_CAPI_EXPORT extern void TF_ImportGraphDefOptionsSetDefaultDevice(TF_ImportGraphDefOptions* opts,
                                                                    const char* device);

// Says whether a name that exists already gets a number appended instead of giving an error.
TF_CAPI_EXPORT extern void TF_ImportGraphDefOptionsSetUniquifyNames(TF_ImportGraphDefOptions* opts,
                                                                    unsigned char uniquify_names);

// Says whether a prefix that exists already gets a number appended instead of giving an error.
TF_CAPI_EXPORT extern void TF_ImportGraphDefOptionsSetUniquifyPrefix(
    TF_ImportGraphDefOptions* opts, unsigned char uniquify_prefix);

// Feeds every use of an imported tensor from a tensor of the graph instead.
TF_CAPI_EXPORT extern void TF_ImportGraphDefOptionsAddInputMapping(TF_ImportGraphDefOptions* opts,
                                                                   const char* src_name,
                                                                   int src_index, TF_Output dst);

// Replaces every control edge from an imported node by one from an operation of the graph.
TF_CAPI_EXPORT extern void TF_ImportGraphDefOptionsRemapControlDependency(
    TF_ImportGraphDefOptions* opts, const char* src_name, TF_Operation* dst);

// Makes all imported nodes run after an operation of the graph.
TF_CAPI_EXPORT extern void TF_ImportGraphDefOptionsAddControlDependency(
    TF_ImportGraphDefOptions* opts, TF_Operation* oper);

// Asks for a tensor of the GraphDef to be returned; a mapped one returns what it was mapped to.
TF_CAPI_EXPORT extern void TF_ImportGraphDefOptionsAddReturnOutput(TF_ImportGraphDefOptions* opts,
                                                                   const char* oper_name,
                                                                   int index);

// Returns how many tensors were asked for.
TF_CAPI_EXPORT extern int TF_ImportGraphDefOptionsNumReturnOutputs(
    const TF_ImportGraphDefOptions* opts);

// Asks for a node of the GraphDef to be returned.
TF_CAPI_EXPORT extern void TF_ImportGraphDefOptionsAddReturnOperation(
    TF_ImportGraphDefOptions* opts, const char* oper_name);

// Returns how many nodes were asked for.
TF_CAPI_EXPORT extern int TF_ImportGraphDefOptionsNumReturnOperations(
    const TF_ImportGraphDefOptions* opts);

// Returns the tensors that were asked for, in that order. The array belongs to `results`.
TF_CAPI_EXPORT extern void TF_ImportGraphDefResultsReturnOutputs(TF_ImportGraphDefResults* results,
                                                                 int* num_outputs,
                                                                 TF_Output** outputs);

// Returns the operations that were asked for, in that order. The array belongs to `results`.
TF_CAPI_EXPORT extern void TF_ImportGraphDefResultsReturnOperations(
    TF_ImportGraphDefResults* results, int* num_opers, TF_Operation*** opers);

// Returns the input mappings that no imported node used and whose source the GraphDef does not
// have. The arrays belong to `results`.
TF_CAPI_EXPORT extern void TF_ImportGraphDefResultsMissingUnusedInputMappings(
    TF_ImportGraphDefResults* results, int* num_missing_unused_input_mappings,
    const char*** src_names, int** src_indexes);

// Frees results.
TF_CAPI_EXPORT extern void TF_DeleteImportGraphDefResults(TF_ImportGraphDefResults* results);

// Imports a GraphDef. NULL on an error, and the graph stays as it was.
TF_CAPI_EXPORT extern TF_ImportGraphDefResults* TF_GraphImportGraphDefWithResults(
    TF_Graph* graph, const TF_Buffer* graph_def, const TF_ImportGraphDefOptions* options,
    TF_Status* status);

// As TF_GraphImportGraphDefWithResults. TensorFlow expects a C++ object in the buffer here;
// Hornbeam shares no C++ object with its callers and takes serialized bytes.
TF_CAPI_EXPORT extern TF_ImportGraphDefResults* TF_GraphImportGraphDefWithResultsNoSerialization(
    TF_Graph* graph, const TF_Buffer* graph_def, const TF_ImportGraphDefOptions* options,
    TF_Status* status);

// Imports a GraphDef and returns the tensors that the options ask for.
TF_CAPI_EXPORT extern void TF_GraphImportGraphDefWithReturnOutputs(
    TF_Graph* graph, const TF_Buffer* graph_def, const TF_ImportGraphDefOptions* options,
    TF_Output* return_outputs, int num_return_outputs, TF_Status* status);

// Imports a GraphDef.
TF_CAPI_EXPORT extern void TF_GraphImportGraphDef(TF_Graph* graph, const TF_Buffer* graph_def,
                                                  const TF_ImportGraphDefOptions* options,
                                                  TF_Status* status);

// Makes a function from operations of a graph, which stays as it is. Names of inputs are those of
// the tensors' operations, lower case, with other characters replaced by '_'; a tensor may be input
// only once, and any other tensor that the body needs from outside gives TF_INVALID_ARGUMENT.
TF_CAPI_EXPORT extern TF_Function* TF_GraphToFunction(const TF_Graph* fn_body, const char* fn_name,
                                                      unsigned char append_hash_to_fn_name,
                                                      int num_opers,
                                                      const TF_Operation* const* opers, int ninputs,
                                                      const TF_Output* inputs, int noutputs,
                                                      const TF_Output* outputs,
                                                      const char* const* output_names,
                                                      const TF_FunctionOptions* opts,
                                                      const char* description, TF_Status* status);

// As TF_GraphToFunction, with operations that always run when the function is called, whatever is
// fetched.
TF_CAPI_EXPORT extern TF_Function* TF_GraphToFunctionWithControlOutputs(
    const TF_Graph* fn_body, const char* fn_name, unsigned char append_hash_to_fn_name,
    int num_opers, const TF_Operation* const* opers, int ninputs, const TF_Output* inputs,
    int noutputs, const TF_Output* outputs, const char* const* output_names, int ncontrol_outputs,
    const TF_Operation* const* control_outputs, const char* const* control_output_names,
    const TF_FunctionOptions* opts, const char* description, TF_Status* status);

// Returns the name of the function, the hash included. The text lives as long as the function.
TF_CAPI_EXPORT extern const char* TF_FunctionName(TF_Function* func);

// Writes the function as a serialized FunctionDef.
TF_CAPI_EXPORT extern void TF_FunctionToFunctionDef(TF_Function* func, TF_Buffer* output_func_def,
                                                    TF_Status* status);

// Makes a function from a serialized FunctionDef.
TF_CAPI_EXPORT extern TF_Function* TF_FunctionImportFunctionDef(const void* proto, size_t proto_len,
                                                                TF_Status* status);

// Sets an attribute of the function, such as "_noinline".
TF_CAPI_EXPORT extern void TF_FunctionSetAttrValueProto(TF_Function* func, const char* attr_name,
                                                        const void* proto, size_t proto_len,
                                                        TF_Status* status);

// Writes an attribute of the function as a serialized AttrValue. TF_INVALID_ARGUMENT when it has
// none of that name.
TF_CAPI_EXPORT extern void TF_FunctionGetAttrValueProto(TF_Function* func, const char* attr_name,
                                                        TF_Buffer* output_attr_value,
                                                        TF_Status* status);

// Drops the caller's reference. Graphs that have the function keep it.
TF_CAPI_EXPORT extern void TF_DeleteFunction(TF_Function* func);

// Adds a function, and its gradient if given, to a graph. Adding the same function again does
// nothing; another one of the same name gives TF_INVALID_ARGUMENT.
TF_CAPI_EXPORT extern void TF_GraphCopyFunction(TF_Graph* g, const TF_Function* func,
                                                const TF_Function* grad, TF_Status* status);

// Returns the number of functions in the graph.
TF_CAPI_EXPORT extern int TF_GraphNumFunctions(TF_Graph* g);

// Writes functions of the graph and returns how many were written.
TF_CAPI_EXPORT extern int TF_GraphGetFunctions(TF_Graph* g, TF_Function** funcs, int max_func,
                                               TF_Status* status);

// Starts a loop. The result is meaningless when the status is an error.
TF_CAPI_EXPORT extern TF_WhileParams TF_NewWhile(TF_Graph* g, TF_Output* inputs, int ninputs,
                                                 TF_Status* status);

// Adds the loop to the graph. `params` is used up in every case.
TF_CAPI_EXPORT extern void TF_FinishWhile(const TF_WhileParams* params, TF_Status* status,
                                          TF_Output* outputs);

// Gives a loop up; the outer graph stays as it was.
TF_CAPI_EXPORT extern void TF_AbortWhile(const TF_WhileParams* params);

// Frees a list.
TF_CAPI_EXPORT extern void TF_DeleteDeviceList(TF_DeviceList* list);

// Returns the number of devices.
TF_CAPI_EXPORT extern int TF_DeviceListCount(const TF_DeviceList* list);

// Returns the full name of a device. The text belongs to the list. TF_INVALID_ARGUMENT and NULL
// when the index is out of range.
TF_CAPI_EXPORT extern const char* TF_DeviceListName(const TF_DeviceList* list, int index,
                                                    TF_Status* status);

// Returns the kind of a device, such as "CPU". The text belongs to the list.
TF_CAPI_EXPORT extern const char* TF_DeviceListType(const TF_DeviceList* list, int index,
                                                    TF_Status* status);

// Returns the bytes of memory that a device has, -1 on an error.
TF_CAPI_EXPORT extern int64_t TF_DeviceListMemoryBytes(const TF_DeviceList* list, int index,
                                                       TF_Status* status);

// Returns a number that differs each time a device is set up, 0 on an error.
TF_CAPI_EXPORT extern uint64_t TF_DeviceListIncarnation(const TF_DeviceList* list, int index,
                                                        TF_Status* status);

// Creates default options.
TF_CAPI_EXPORT extern TF_SessionOptions* TF_NewSessionOptions(void);

// Names the runtime to connect to. Only "" and "local" are offered; TF_NewSession reports any
// other.
TF_CAPI_EXPORT extern void TF_SetTarget(TF_SessionOptions* options, const char* target);

// Sets the configuration from a serialized ConfigProto. Of its fields Hornbeam reads the thread
// counts, allow_soft_placement, log_device_placement, device_count and operation_timeout_in_ms; it
// ignores the others. TF_INVALID_ARGUMENT when the bytes do not parse.
TF_CAPI_EXPORT extern void TF_SetConfig(TF_SessionOptions* options, const void* proto,
                                        size_t proto_len, TF_Status* status);

// Frees options.
TF_CAPI_EXPORT extern void TF_DeleteSessionOptions(TF_SessionOptions* options);

// Creates a session over a graph. The graph outlives every session that uses it by itself.
TF_CAPI_EXPORT extern TF_Session* TF_NewSession(TF_Graph* graph, const TF_SessionOptions* opts,
                                                TF_Status* status);

// Loads a SavedModel into a new session: imports the graph, restores the variables and runs the
// initialization. On an error NULL is returned and nothing of the model remains but nodes in
// `graph`.
TF_CAPI_EXPORT extern TF_Session* TF_LoadSessionFromSavedModel(
    const TF_SessionOptions* session_options, const TF_Buffer* run_options, const char* export_dir,
    const char* const* tags, int tags_len, TF_Graph* graph, TF_Buffer* meta_graph_def,
    TF_Status* status);

// Closes a session; later runs fail. Blocked operations end with TF_CANCELLED.
TF_CAPI_EXPORT extern void TF_CloseSession(TF_Session* session, TF_Status* status);

// Closes a session if it is open and drops the caller's reference.
TF_CAPI_EXPORT extern void TF_DeleteSession(TF_Session* session, TF_Status* status);

// Runs what is needed for `outputs` and `target_opers`. On an error every output value is NULL and
// the message names the node that failed. With a trace_level above NO_TRACE the RunMetadata holds
// StepStats with the time and the outputs of each node that ran (nodes that were computed ahead,
// such as those of constants, don't run); with output_partition_graphs the graph that the passes
// made of the caller's, in which ops may be internal ones.
TF_CAPI_EXPORT extern void TF_SessionRun(TF_Session* session, const TF_Buffer* run_options,
                                         const TF_Output* inputs, TF_Tensor* const* input_values,
                                         int ninputs, const TF_Output* outputs,
                                         TF_Tensor** output_values, int noutputs,
                                         const TF_Operation* const* target_opers, int ntargets,
                                         TF_Buffer* run_metadata, TF_Status* status);

// Announces feeds and fetches of a partial run, which TF_SessionPRun then feeds and fetches piece
// by piece.
TF_CAPI_EXPORT extern void TF_SessionPRunSetup(TF_Session* session, const TF_Output* inputs,
                                               int ninputs, const TF_Output* outputs, int noutputs,
                                               const TF_Operation* const* target_opers,
                                               int ntargets, const char** handle,
                                               TF_Status* status);

// Continues a partial run: feeds some of the announced tensors and fetches some of the announced
// outputs. Each may be fed or fetched once.
TF_CAPI_EXPORT extern void TF_SessionPRun(TF_Session* session, const char* handle,
                                          const TF_Output* inputs, TF_Tensor* const* input_values,
                                          int ninputs, const TF_Output* outputs,
                                          TF_Tensor** output_values, int noutputs,
                                          const TF_Operation* const* target_opers, int ntargets,
                                          TF_Status* status);

// Frees a handle of TF_SessionPRunSetup.
TF_CAPI_EXPORT extern void TF_DeletePRunHandle(const char* handle);

// Takes over what the graph has gained since the last run, and reports what is wrong with it. Runs
// do so by themselves.
TF_CAPI_EXPORT extern void TF_ExtendSession(TF_Session* session, TF_Status* status);

// Returns the devices of a session.
TF_CAPI_EXPORT extern TF_DeviceList* TF_SessionListDevices(TF_Session* session, TF_Status* status);

// Loads a shared library with ops and kernels for Hornbeam (see HB_LoadPlugin). Libraries that were
// built for TensorFlow's C++ interface are refused with TF_INVALID_ARGUMENT. TF_NOT_FOUND when
// there is no such file.
TF_CAPI_EXPORT extern TF_Library* TF_LoadLibrary(const char* library_filename, TF_Status* status);

// Returns the ops of a loaded library as a serialized OpList. The bytes belong to the handle.
TF_CAPI_EXPORT extern TF_Buffer TF_GetOpList(TF_Library* lib_handle);

// Frees a handle. The code stays loaded.
TF_CAPI_EXPORT extern void TF_DeleteLibraryHandle(TF_Library* lib_handle);

// Returns all ops that the library knows as a serialized OpList.
TF_CAPI_EXPORT extern TF_Buffer* TF_GetAllOpList(void);

// Returns all kernels as a serialized KernelList.
TF_CAPI_EXPORT extern TF_Buffer* TF_GetAllRegisteredKernels(TF_Status* status);

// Returns the kernels of one op as a serialized KernelList, an empty one when there are none.
TF_CAPI_EXPORT extern TF_Buffer* TF_GetRegisteredKernelsForOp(const char* name, TF_Status* status);

// Sets the function that receives log lines from then on. Without one nothing is logged anywhere.
TF_CAPI_EXPORT extern void TF_RegisterLogListener(void (*listener)(const char*));

// Sets TF_UNIMPLEMENTED: TensorFlow's file system plug-ins are not offered.
TF_CAPI_EXPORT extern void TF_RegisterFilesystemPlugin(const char* plugin_filename,
                                                       TF_Status* status);

// Creates a map with a default ApiDef for each op of a list.
TF_CAPI_EXPORT extern TF_ApiDefMap* TF_NewApiDefMap(TF_Buffer* op_list_buffer, TF_Status* status);

// Frees a map.
TF_CAPI_EXPORT extern void TF_DeleteApiDefMap(TF_ApiDefMap* apimap);

// Merges ApiDefs in protocol buffer text format (an ApiDefs message, with <<END style blocks) into
// the map. Ops that the map does not have are skipped. TF_INVALID_ARGUMENT names line and column of
// a syntax error. TF_FAILED_PRECONDITION for an argument or attribute that the op does not have,
// and once TF_ApiDefMapGet has been called.
TF_CAPI_EXPORT extern void TF_ApiDefMapPut(TF_ApiDefMap* api_def_map, const char* text,
                                           size_t text_len, TF_Status* status);

// Returns the ApiDef of an op, serialized. NULL with TF_OK when the map does not have the op. In
// the documentation, names in backticks are replaced by what they were renamed to. Nothing can be
// put into the map afterwards.
TF_CAPI_EXPORT extern TF_Buffer* TF_ApiDefMapGet(TF_ApiDefMap* api_def_map, const char* name,
                                                 size_t name_len, TF_Status* status);

// Sets TF_UNIMPLEMENTED; use TF_NewSession.
TF_CAPI_EXPORT extern TF_DeprecatedSession* TF_NewDeprecatedSession(
    const TF_SessionOptions* options, TF_Status* status);

// Sets TF_UNIMPLEMENTED.
TF_CAPI_EXPORT extern void TF_CloseDeprecatedSession(TF_DeprecatedSession* session,
                                                     TF_Status* status);

// Sets TF_OK for NULL.
TF_CAPI_EXPORT extern void TF_DeleteDeprecatedSession(TF_DeprecatedSession* session,
                                                      TF_Status* status);

// Sets TF_UNIMPLEMENTED; containers go with their session.
TF_CAPI_EXPORT extern void TF_Reset(const TF_SessionOptions* opt, const char** containers,
                                    int ncontainers, TF_Status* status);

// Sets TF_UNIMPLEMENTED; use TF_GraphImportGraphDef.
TF_CAPI_EXPORT extern void TF_ExtendGraph(TF_DeprecatedSession* session, const void* proto,
                                          size_t proto_len, TF_Status* status);

// Sets TF_UNIMPLEMENTED; use TF_SessionRun.
TF_CAPI_EXPORT extern void TF_Run(TF_DeprecatedSession* session, const TF_Buffer* run_options,
                                  const char** input_names, TF_Tensor** inputs, int ninputs,
                                  const char** output_names, TF_Tensor** outputs, int noutputs,
                                  const char** target_oper_names, int ntargets,
                                  TF_Buffer* run_metadata, TF_Status* status);

// Sets TF_UNIMPLEMENTED; use TF_SessionPRunSetup.
TF_CAPI_EXPORT extern void TF_PRunSetup(TF_DeprecatedSession* session, const char** input_names,
                                        int ninputs, const char** output_names, int noutputs,
                                        const char** target_oper_names, int ntargets,
                                        const char** handle, TF_Status* status);

// Sets TF_UNIMPLEMENTED; use TF_SessionPRun.
TF_CAPI_EXPORT extern void TF_PRun(TF_DeprecatedSession* session, const char* handle,
                                   const char** input_names, TF_Tensor** inputs, int ninputs,
                                   const char** output_names, TF_Tensor** outputs, int noutputs,
                                   const char** target_oper_names, int ntargets, TF_Status* status);

// Sets TF_UNIMPLEMENTED; use TF_SessionListDevices.
TF_CAPI_EXPORT extern TF_DeviceList* TF_DeprecatedSessionListDevices(TF_DeprecatedSession* session,
                                                                     TF_Status* status);

// Sets TF_UNIMPLEMENTED.
TF_CAPI_EXPORT extern TF_Server* TF_NewServer(const void* proto, size_t proto_len,
                                              TF_Status* status);

// Sets TF_UNIMPLEMENTED.
TF_CAPI_EXPORT extern void TF_ServerStart(TF_Server* server, TF_Status* status);

// Sets TF_UNIMPLEMENTED.
TF_CAPI_EXPORT extern void TF_ServerStop(TF_Server* server, TF_Status* status);

// Sets TF_UNIMPLEMENTED.
TF_CAPI_EXPORT extern void TF_ServerJoin(TF_Server* server, TF_Status* status);

// Returns an empty string.
TF_CAPI_EXPORT extern const char* TF_ServerTarget(TF_Server* server);

// Does nothing.
TF_CAPI_EXPORT extern void TF_DeleteServer(TF_Server* server);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // TENSORFLOW_C_C_API_H_
