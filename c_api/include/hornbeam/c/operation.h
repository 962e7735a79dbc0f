// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_OPERATION_H_
#define HORNBEAM_C_OPERATION_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/buffer.h"
#include "hornbeam/c/dtype.h"
#include "hornbeam/c/graph.h"
#include "hornbeam/c/status.h"

#ifdef __cplusplus
extern "C" {
#endif

// Operations
//
// Questions about operations that are in a graph. They may be asked from any thread. Those about
// consumers and control outputs can change while another thread adds operations.

// Returns the name. The text lives as long as the graph.
//
//   oper     the operation
//   returns  stays the library's
// Since 0.1.0, stable.
HORNBEAM_API const char* HB_OperationName(HB_Operation* oper);

// Returns the op type, such as "MatMul". The text lives as long as the graph.
//
//   oper     the operation
//   returns  stays the library's
// Since 0.1.0, stable.
HORNBEAM_API const char* HB_OperationOpType(HB_Operation* oper);

// Returns the device that was asked for, empty for none. The text lives as long as the graph.
//
//   oper     the operation
//   returns  stays the library's
// Since 0.1.0, stable.
HORNBEAM_API const char* HB_OperationDevice(HB_Operation* oper);

// Returns the number of outputs.
//
//   oper  the operation
// Since 0.1.0, stable.
HORNBEAM_API int HB_OperationNumOutputs(HB_Operation* oper);

// Returns the data type of an output.
//
//   oper_out  the output
// Since 0.1.0, stable.
HORNBEAM_API HB_DataType HB_OperationOutputType(HB_Output oper_out);

// Returns how many tensors a named output stands for. HB_INVALID_ARGUMENT when the op has no such
// output.
//
//   oper      the operation
//   arg_name  name of the output in the op's declaration
//   status    HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API int HB_OperationOutputListLength(HB_Operation* oper, const char* arg_name,
                                              HB_Status* status);

// Returns the number of inputs, control edges not counted.
//
//   oper  the operation
// Since 0.1.0, stable.
HORNBEAM_API int HB_OperationNumInputs(HB_Operation* oper);

// Returns the data type of an input.
//
//   oper_in  the input
// Since 0.1.0, stable.
HORNBEAM_API HB_DataType HB_OperationInputType(HB_Input oper_in);

// Returns how many tensors a named input stands for. HB_INVALID_ARGUMENT when the op has no such
// input.
//
//   oper      the operation
//   arg_name  name of the input in the op's declaration
//   status    HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API int HB_OperationInputListLength(HB_Operation* oper, const char* arg_name,
                                             HB_Status* status);

// Returns the producer of an input.
//
//   oper_in  the input
// Since 0.1.0, stable.
HORNBEAM_API HB_Output HB_OperationInput(HB_Input oper_in);

// Writes the producers of all inputs, at most `max_inputs`.
//
//   oper        the operation
//   inputs      room for `max_inputs` outputs [written]
//   max_inputs  what HB_OperationNumInputs returned
// Since 0.1.0, stable.
HORNBEAM_API void HB_OperationAllInputs(HB_Operation* oper, HB_Output* inputs, int max_inputs);

// Returns the number of inputs that an output feeds at this moment.
//
//   oper_out  the output
// Since 0.1.0, stable.
HORNBEAM_API int HB_OperationOutputNumConsumers(HB_Output oper_out);

// Writes the inputs that an output feeds, at most `max_consumers`, and returns how many there are.
//
//   oper_out       the output
//   consumers      room for `max_consumers` inputs [written]
//   max_consumers  size of the room
// Since 0.1.0, stable.
HORNBEAM_API int HB_OperationOutputConsumers(HB_Output oper_out, HB_Input* consumers,
                                             int max_consumers);

// Returns the number of control edges into the operation.
//
//   oper  the operation
// Since 0.1.0, stable.
HORNBEAM_API int HB_OperationNumControlInputs(HB_Operation* oper);

// Writes the operations that this one waits for, at most `max_control_inputs`, and returns how many
// there are.
//
//   oper                the operation
//   control_inputs      room for `max_control_inputs` pointers [written]
//   max_control_inputs  size of the room
// Since 0.1.0, stable.
HORNBEAM_API int HB_OperationGetControlInputs(HB_Operation* oper, HB_Operation** control_inputs,
                                              int max_control_inputs);

// Returns the number of control edges out of the operation at this moment.
//
//   oper  the operation
// Since 0.1.0, stable.
HORNBEAM_API int HB_OperationNumControlOutputs(HB_Operation* oper);

// Writes the operations that wait for this one, at most `max_control_outputs`, and returns how many
// there are.
//
//   oper                the operation
//   control_outputs     room for `max_control_outputs` pointers [written]
//   max_control_outputs size of the room
// Since 0.1.0, stable.
HORNBEAM_API int HB_OperationGetControlOutputs(HB_Operation* oper, HB_Operation** control_outputs,
                                               int max_control_outputs);

// Writes the operation as a serialized NodeDef.
//
//   oper             the operation
//   output_node_def  an empty buffer; receives the bytes [written]
//   status           HB_OK, or what went wrong
// Since 0.1.0, stable.
HORNBEAM_API void HB_OperationToNodeDef(HB_Operation* oper, HB_Buffer* output_node_def,
                                        HB_Status* status);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_OPERATION_H_
