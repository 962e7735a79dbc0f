// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
// Forwards TensorFlow's C functions to Hornbeam's. Holds no state.
#include "hornbeam/c_api.h"

#define TF_ALIAS __attribute__((visibility("default")))

TF_ALIAS const char* TF_Version(void);
const char* TF_Version(void) {
  return "2.21.0";
}

TF_ALIAS HB_Status* TF_NewStatus(void);
HB_Status* TF_NewStatus(void) {
  return HB_NewStatus();
}

TF_ALIAS void TF_DeleteStatus(HB_Status* status);
void TF_DeleteStatus(HB_Status* status) {
  HB_DeleteStatus(status);
}

TF_ALIAS void TF_SetStatus(HB_Status* s, HB_Code code, const char* msg);
void TF_SetStatus(HB_Status* s, HB_Code code, const char* msg) {
  HB_SetStatus(s, code, msg);
}

TF_ALIAS void TF_SetPayload(HB_Status* s, const char* key, const char* value);
void TF_SetPayload(HB_Status* s, const char* key, const char* value) {
  HB_SetPayload(s, key, value);
}

TF_ALIAS void TF_ForEachPayload(const HB_Status* s, HB_PayloadVisitor visitor, void* capture);
void TF_ForEachPayload(const HB_Status* s, HB_PayloadVisitor visitor, void* capture) {
  HB_ForEachPayload(s, visitor, capture);
}

TF_ALIAS void TF_SetStatusFromIOError(HB_Status* s, int error_code, const char* context);
void TF_SetStatusFromIOError(HB_Status* s, int error_code, const char* context) {
  HB_SetStatusFromIOError(s, error_code, context);
}

TF_ALIAS HB_Code TF_GetCode(const HB_Status* s);
HB_Code TF_GetCode(const HB_Status* s) {
  return HB_GetCode(s);
}

TF_ALIAS const char* TF_Message(const HB_Status* s);
const char* TF_Message(const HB_Status* s) {
  return HB_Message(s);
}

TF_ALIAS HB_Buffer* TF_NewBufferFromString(const void* proto, size_t proto_len);
HB_Buffer* TF_NewBufferFromString(const void* proto, size_t proto_len) {
  return HB_NewBufferFromString(proto, proto_len);
}

TF_ALIAS HB_Buffer* TF_NewBuffer(void);
HB_Buffer* TF_NewBuffer(void) {
  return HB_NewBuffer();
}

TF_ALIAS void TF_DeleteBuffer(HB_Buffer* buffer);
void TF_DeleteBuffer(HB_Buffer* buffer) {
  HB_DeleteBuffer(buffer);
}

TF_ALIAS HB_Buffer TF_GetBuffer(HB_Buffer* buffer);
HB_Buffer TF_GetBuffer(HB_Buffer* buffer) {
  return HB_GetBuffer(buffer);
}

TF_ALIAS size_t TF_DataTypeSize(HB_DataType dt);
size_t TF_DataTypeSize(HB_DataType dt) {
  return HB_DataTypeSize(dt);
}

TF_ALIAS void TF_StringInit(HB_TString* t);
void TF_StringInit(HB_TString* t) {
  HB_StringInit(t);
}

TF_ALIAS void TF_StringCopy(HB_TString* dst, const char* src, size_t size);
void TF_StringCopy(HB_TString* dst, const char* src, size_t size) {
  HB_StringCopy(dst, src, size);
}

TF_ALIAS void TF_StringAssignView(HB_TString* dst, const char* src, size_t size);
void TF_StringAssignView(HB_TString* dst, const char* src, size_t size) {
  HB_StringAssignView(dst, src, size);
}

TF_ALIAS const char* TF_StringGetDataPointer(const HB_TString* tstr);
const char* TF_StringGetDataPointer(const HB_TString* tstr) {
  return HB_StringGetDataPointer(tstr);
}

TF_ALIAS HB_TString_Type TF_StringGetType(const HB_TString* str);
HB_TString_Type TF_StringGetType(const HB_TString* str) {
  return HB_StringGetType(str);
}

TF_ALIAS size_t TF_StringGetSize(const HB_TString* tstr);
size_t TF_StringGetSize(const HB_TString* tstr) {
  return HB_StringGetSize(tstr);
}

TF_ALIAS size_t TF_StringGetCapacity(const HB_TString* str);
size_t TF_StringGetCapacity(const HB_TString* str) {
  return HB_StringGetCapacity(str);
}

TF_ALIAS void TF_StringDealloc(HB_TString* tstr);
void TF_StringDealloc(HB_TString* tstr) {
  HB_StringDealloc(tstr);
}

TF_ALIAS HB_Tensor* TF_NewTensor(HB_DataType dtype, const int64_t* dims, int num_dims, void* data,
                                 size_t len, void (*deallocator)(void* data, size_t len, void* arg),
                                 void* deallocator_arg);
HB_Tensor* TF_NewTensor(HB_DataType dtype, const int64_t* dims, int num_dims, void* data,
                        size_t len, void (*deallocator)(void* data, size_t len, void* arg),
                        void* deallocator_arg) {
  return HB_NewTensor(dtype, dims, num_dims, data, len, deallocator, deallocator_arg);
}

TF_ALIAS size_t TF_TensorDefaultAlignment(void);
size_t TF_TensorDefaultAlignment(void) {
  return HB_TensorDefaultAlignment();
}

TF_ALIAS HB_Tensor* TF_AllocateTensor(HB_DataType dtype, const int64_t* dims, int num_dims,
                                      size_t len);
HB_Tensor* TF_AllocateTensor(HB_DataType dtype, const int64_t* dims, int num_dims, size_t len) {
  return HB_AllocateTensor(dtype, dims, num_dims, len);
}

TF_ALIAS HB_Tensor* TF_TensorMaybeMove(HB_Tensor* tensor);
HB_Tensor* TF_TensorMaybeMove(HB_Tensor* tensor) {
  return HB_TensorMaybeMove(tensor);
}

TF_ALIAS void TF_DeleteTensor(HB_Tensor* tensor);
void TF_DeleteTensor(HB_Tensor* tensor) {
  HB_DeleteTensor(tensor);
}

TF_ALIAS HB_DataType TF_TensorType(const HB_Tensor* tensor);
HB_DataType TF_TensorType(const HB_Tensor* tensor) {
  return HB_TensorType(tensor);
}

TF_ALIAS void TF_SetShape(HB_Tensor* tensor, const int64_t* dims, int num_dims);
void TF_SetShape(HB_Tensor* tensor, const int64_t* dims, int num_dims) {
  HB_SetShape(tensor, dims, num_dims);
}

TF_ALIAS int TF_NumDims(const HB_Tensor* tensor);
int TF_NumDims(const HB_Tensor* tensor) {
  return HB_NumDims(tensor);
}

TF_ALIAS int64_t TF_Dim(const HB_Tensor* tensor, int dim_index);
int64_t TF_Dim(const HB_Tensor* tensor, int dim_index) {
  return HB_Dim(tensor, dim_index);
}

TF_ALIAS size_t TF_TensorByteSize(const HB_Tensor* tensor);
size_t TF_TensorByteSize(const HB_Tensor* tensor) {
  return HB_TensorByteSize(tensor);
}

TF_ALIAS void* TF_TensorData(const HB_Tensor* tensor);
void* TF_TensorData(const HB_Tensor* tensor) {
  return HB_TensorData(tensor);
}

TF_ALIAS int64_t TF_TensorElementCount(const HB_Tensor* tensor);
int64_t TF_TensorElementCount(const HB_Tensor* tensor) {
  return HB_TensorElementCount(tensor);
}

TF_ALIAS void TF_TensorBitcastFrom(const HB_Tensor* from, HB_DataType type, HB_Tensor* to,
                                   const int64_t* new_dims, int num_new_dims, HB_Status* status);
void TF_TensorBitcastFrom(const HB_Tensor* from, HB_DataType type, HB_Tensor* to,
                          const int64_t* new_dims, int num_new_dims, HB_Status* status) {
  HB_TensorBitcastFrom(from, type, to, new_dims, num_new_dims, status);
}

TF_ALIAS bool TF_TensorIsAligned(const HB_Tensor* tensor);
bool TF_TensorIsAligned(const HB_Tensor* tensor) {
  return HB_TensorIsAligned(tensor);
}

TF_ALIAS void TF_TensorFromProto(const HB_Buffer* from, HB_Tensor* to, HB_Status* status);
void TF_TensorFromProto(const HB_Buffer* from, HB_Tensor* to, HB_Status* status) {
  HB_TensorFromProto(from, to, status);
}

TF_ALIAS HB_Graph* TF_NewGraph(void);
HB_Graph* TF_NewGraph(void) {
  return HB_NewGraph();
}

TF_ALIAS void TF_DeleteGraph(HB_Graph* graph);
void TF_DeleteGraph(HB_Graph* graph) {
  HB_DeleteGraph(graph);
}

TF_ALIAS void TF_GraphSetTensorShape(HB_Graph* graph, HB_Output output, const int64_t* dims,
                                     int num_dims, HB_Status* status);
void TF_GraphSetTensorShape(HB_Graph* graph, HB_Output output, const int64_t* dims, int num_dims,
                            HB_Status* status) {
  HB_GraphSetTensorShape(graph, output, dims, num_dims, status);
}

TF_ALIAS int TF_GraphGetTensorNumDims(HB_Graph* graph, HB_Output output, HB_Status* status);
int TF_GraphGetTensorNumDims(HB_Graph* graph, HB_Output output, HB_Status* status) {
  return HB_GraphGetTensorNumDims(graph, output, status);
}

TF_ALIAS void TF_GraphGetTensorShape(HB_Graph* graph, HB_Output output, int64_t* dims, int num_dims,
                                     HB_Status* status);
void TF_GraphGetTensorShape(HB_Graph* graph, HB_Output output, int64_t* dims, int num_dims,
                            HB_Status* status) {
  HB_GraphGetTensorShape(graph, output, dims, num_dims, status);
}

TF_ALIAS HB_Operation* TF_GraphOperationByName(HB_Graph* graph, const char* oper_name);
HB_Operation* TF_GraphOperationByName(HB_Graph* graph, const char* oper_name) {
  return HB_GraphOperationByName(graph, oper_name);
}

TF_ALIAS HB_Operation* TF_GraphNextOperation(HB_Graph* graph, size_t* pos);
HB_Operation* TF_GraphNextOperation(HB_Graph* graph, size_t* pos) {
  return HB_GraphNextOperation(graph, pos);
}

TF_ALIAS void TF_GraphToGraphDef(HB_Graph* graph, HB_Buffer* output_graph_def, HB_Status* status);
void TF_GraphToGraphDef(HB_Graph* graph, HB_Buffer* output_graph_def, HB_Status* status) {
  HB_GraphToGraphDef(graph, output_graph_def, status);
}

TF_ALIAS void TF_GraphGetOpDef(HB_Graph* graph, const char* op_name, HB_Buffer* output_op_def,
                               HB_Status* status);
void TF_GraphGetOpDef(HB_Graph* graph, const char* op_name, HB_Buffer* output_op_def,
                      HB_Status* status) {
  HB_GraphGetOpDef(graph, op_name, output_op_def, status);
}

TF_ALIAS void TF_GraphVersions(HB_Graph* graph, HB_Buffer* output_version_def, HB_Status* status);
void TF_GraphVersions(HB_Graph* graph, HB_Buffer* output_version_def, HB_Status* status) {
  HB_GraphVersions(graph, output_version_def, status);
}

TF_ALIAS unsigned char TF_TryEvaluateConstant(HB_Graph* graph, HB_Output output, HB_Tensor** result,
                                              HB_Status* status);
unsigned char TF_TryEvaluateConstant(HB_Graph* graph, HB_Output output, HB_Tensor** result,
                                     HB_Status* status) {
  return HB_TryEvaluateConstant(graph, output, result, status);
}

TF_ALIAS void TF_AddGradients(HB_Graph* g, HB_Output* y, int ny, HB_Output* x, int nx,
                              HB_Output* dx, HB_Status* status, HB_Output* dy);
void TF_AddGradients(HB_Graph* g, HB_Output* y, int ny, HB_Output* x, int nx, HB_Output* dx,
                     HB_Status* status, HB_Output* dy) {
  HB_AddGradients(g, y, ny, x, nx, dx, status, dy);
}

TF_ALIAS void TF_AddGradientsWithPrefix(HB_Graph* g, const char* prefix, HB_Output* y, int ny,
                                        HB_Output* x, int nx, HB_Output* dx, HB_Status* status,
                                        HB_Output* dy);
void TF_AddGradientsWithPrefix(HB_Graph* g, const char* prefix, HB_Output* y, int ny, HB_Output* x,
                               int nx, HB_Output* dx, HB_Status* status, HB_Output* dy) {
  HB_AddGradientsWithPrefix(g, prefix, y, ny, x, nx, dx, status, dy);
}

TF_ALIAS void TF_UpdateEdge(HB_Graph* graph, HB_Output new_src, HB_Input dst, HB_Status* status);
void TF_UpdateEdge(HB_Graph* graph, HB_Output new_src, HB_Input dst, HB_Status* status) {
  HB_UpdateEdge(graph, new_src, dst, status);
}

TF_ALIAS void TF_AddOperationControlInput(HB_Graph* graph, HB_Operation* op, HB_Operation* input);
void TF_AddOperationControlInput(HB_Graph* graph, HB_Operation* op, HB_Operation* input) {
  HB_AddOperationControlInput(graph, op, input);
}

TF_ALIAS void TF_SetAttr(HB_Graph* graph, HB_Operation* op, const char* attr_name,
                         HB_Buffer* attr_value_proto, HB_Status* status);
void TF_SetAttr(HB_Graph* graph, HB_Operation* op, const char* attr_name,
                HB_Buffer* attr_value_proto, HB_Status* status) {
  HB_SetAttr(graph, op, attr_name, attr_value_proto, status);
}

TF_ALIAS void TF_ClearAttr(HB_Graph* graph, HB_Operation* op, const char* attr_name,
                           HB_Status* status);
void TF_ClearAttr(HB_Graph* graph, HB_Operation* op, const char* attr_name, HB_Status* status) {
  HB_ClearAttr(graph, op, attr_name, status);
}

TF_ALIAS void TF_SetFullType(HB_Graph* graph, HB_Operation* op, const HB_Buffer* full_type_proto);
void TF_SetFullType(HB_Graph* graph, HB_Operation* op, const HB_Buffer* full_type_proto) {
  HB_SetFullType(graph, op, full_type_proto);
}

TF_ALIAS void TF_SetRequestedDevice(HB_Graph* graph, HB_Operation* op, const char* device);
void TF_SetRequestedDevice(HB_Graph* graph, HB_Operation* op, const char* device) {
  HB_SetRequestedDevice(graph, op, device);
}

TF_ALIAS void TF_RemoveAllControlInputs(HB_Graph* graph, HB_Operation* op);
void TF_RemoveAllControlInputs(HB_Graph* graph, HB_Operation* op) {
  HB_RemoveAllControlInputs(graph, op);
}

TF_ALIAS void TF_SetRequireShapeInferenceFns(HB_Graph* graph, bool require);
void TF_SetRequireShapeInferenceFns(HB_Graph* graph, bool require) {
  HB_SetRequireShapeInferenceFns(graph, require);
}

TF_ALIAS HB_Buffer* TF_GetHandleShapeAndType(HB_Graph* graph, HB_Output output);
HB_Buffer* TF_GetHandleShapeAndType(HB_Graph* graph, HB_Output output) {
  return HB_GetHandleShapeAndType(graph, output);
}

TF_ALIAS void TF_SetHandleShapeAndType(HB_Graph* graph, HB_Output output, const void* proto,
                                       size_t proto_len, HB_Status* status);
void TF_SetHandleShapeAndType(HB_Graph* graph, HB_Output output, const void* proto,
                              size_t proto_len, HB_Status* status) {
  HB_SetHandleShapeAndType(graph, output, proto, proto_len, status);
}

TF_ALIAS void TF_AddWhileInputHack(HB_Graph* graph, HB_Output new_src, HB_Operation* dst,
                                   HB_Status* status);
void TF_AddWhileInputHack(HB_Graph* graph, HB_Output new_src, HB_Operation* dst,
                          HB_Status* status) {
  HB_AddWhileInputHack(graph, new_src, dst, status);
}

TF_ALIAS HB_OperationDescription* TF_NewOperationLocked(HB_Graph* graph, const char* op_type,
                                                        const char* oper_name);
HB_OperationDescription* TF_NewOperationLocked(HB_Graph* graph, const char* op_type,
                                               const char* oper_name) {
  return HB_NewOperationLocked(graph, op_type, oper_name);
}

TF_ALIAS HB_OperationDescription* TF_NewOperation(HB_Graph* graph, const char* op_type,
                                                  const char* oper_name);
HB_OperationDescription* TF_NewOperation(HB_Graph* graph, const char* op_type,
                                         const char* oper_name) {
  return HB_NewOperation(graph, op_type, oper_name);
}

TF_ALIAS void TF_SetDevice(HB_OperationDescription* desc, const char* device);
void TF_SetDevice(HB_OperationDescription* desc, const char* device) {
  HB_SetDevice(desc, device);
}

TF_ALIAS void TF_AddInput(HB_OperationDescription* desc, HB_Output input);
void TF_AddInput(HB_OperationDescription* desc, HB_Output input) {
  HB_AddInput(desc, input);
}

TF_ALIAS void TF_AddInputList(HB_OperationDescription* desc, const HB_Output* inputs,
                              int num_inputs);
void TF_AddInputList(HB_OperationDescription* desc, const HB_Output* inputs, int num_inputs) {
  HB_AddInputList(desc, inputs, num_inputs);
}

TF_ALIAS void TF_AddControlInput(HB_OperationDescription* desc, HB_Operation* input);
void TF_AddControlInput(HB_OperationDescription* desc, HB_Operation* input) {
  HB_AddControlInput(desc, input);
}

TF_ALIAS void TF_ColocateWith(HB_OperationDescription* desc, HB_Operation* op);
void TF_ColocateWith(HB_OperationDescription* desc, HB_Operation* op) {
  HB_ColocateWith(desc, op);
}

TF_ALIAS void TF_SetAttrString(HB_OperationDescription* desc, const char* attr_name,
                               const void* value, size_t length);
void TF_SetAttrString(HB_OperationDescription* desc, const char* attr_name, const void* value,
                      size_t length) {
  HB_SetAttrString(desc, attr_name, value, length);
}

TF_ALIAS void TF_SetAttrStringList(HB_OperationDescription* desc, const char* attr_name,
                                   const void* const* values, const size_t* lengths,
                                   int num_values);
void TF_SetAttrStringList(HB_OperationDescription* desc, const char* attr_name,
                          const void* const* values, const size_t* lengths, int num_values) {
  HB_SetAttrStringList(desc, attr_name, values, lengths, num_values);
}

TF_ALIAS void TF_SetAttrInt(HB_OperationDescription* desc, const char* attr_name, int64_t value);
void TF_SetAttrInt(HB_OperationDescription* desc, const char* attr_name, int64_t value) {
  HB_SetAttrInt(desc, attr_name, value);
}

TF_ALIAS void TF_SetAttrIntList(HB_OperationDescription* desc, const char* attr_name,
                                const int64_t* values, int num_values);
void TF_SetAttrIntList(HB_OperationDescription* desc, const char* attr_name, const int64_t* values,
                       int num_values) {
  HB_SetAttrIntList(desc, attr_name, values, num_values);
}

TF_ALIAS void TF_SetAttrFloat(HB_OperationDescription* desc, const char* attr_name, float value);
void TF_SetAttrFloat(HB_OperationDescription* desc, const char* attr_name, float value) {
  HB_SetAttrFloat(desc, attr_name, value);
}

TF_ALIAS void TF_SetAttrFloatList(HB_OperationDescription* desc, const char* attr_name,
                                  const float* values, int num_values);
void TF_SetAttrFloatList(HB_OperationDescription* desc, const char* attr_name, const float* values,
                         int num_values) {
  HB_SetAttrFloatList(desc, attr_name, values, num_values);
}

TF_ALIAS void TF_SetAttrBool(HB_OperationDescription* desc, const char* attr_name,
                             unsigned char value);
void TF_SetAttrBool(HB_OperationDescription* desc, const char* attr_name, unsigned char value) {
  HB_SetAttrBool(desc, attr_name, value);
}

TF_ALIAS void TF_SetAttrBoolList(HB_OperationDescription* desc, const char* attr_name,
                                 const unsigned char* values, int num_values);
void TF_SetAttrBoolList(HB_OperationDescription* desc, const char* attr_name,
                        const unsigned char* values, int num_values) {
  HB_SetAttrBoolList(desc, attr_name, values, num_values);
}

TF_ALIAS void TF_SetAttrType(HB_OperationDescription* desc, const char* attr_name,
                             HB_DataType value);
void TF_SetAttrType(HB_OperationDescription* desc, const char* attr_name, HB_DataType value) {
  HB_SetAttrType(desc, attr_name, value);
}

TF_ALIAS void TF_SetAttrTypeList(HB_OperationDescription* desc, const char* attr_name,
                                 const HB_DataType* values, int num_values);
void TF_SetAttrTypeList(HB_OperationDescription* desc, const char* attr_name,
                        const HB_DataType* values, int num_values) {
  HB_SetAttrTypeList(desc, attr_name, values, num_values);
}

TF_ALIAS void TF_SetAttrPlaceholder(HB_OperationDescription* desc, const char* attr_name,
                                    const char* placeholder);
void TF_SetAttrPlaceholder(HB_OperationDescription* desc, const char* attr_name,
                           const char* placeholder) {
  HB_SetAttrPlaceholder(desc, attr_name, placeholder);
}

TF_ALIAS void TF_SetAttrFuncName(HB_OperationDescription* desc, const char* attr_name,
                                 const char* value, size_t length);
void TF_SetAttrFuncName(HB_OperationDescription* desc, const char* attr_name, const char* value,
                        size_t length) {
  HB_SetAttrFuncName(desc, attr_name, value, length);
}

TF_ALIAS void TF_SetAttrShape(HB_OperationDescription* desc, const char* attr_name,
                              const int64_t* dims, int num_dims);
void TF_SetAttrShape(HB_OperationDescription* desc, const char* attr_name, const int64_t* dims,
                     int num_dims) {
  HB_SetAttrShape(desc, attr_name, dims, num_dims);
}

TF_ALIAS void TF_SetAttrShapeList(HB_OperationDescription* desc, const char* attr_name,
                                  const int64_t* const* dims, const int* num_dims, int num_shapes);
void TF_SetAttrShapeList(HB_OperationDescription* desc, const char* attr_name,
                         const int64_t* const* dims, const int* num_dims, int num_shapes) {
  HB_SetAttrShapeList(desc, attr_name, dims, num_dims, num_shapes);
}

TF_ALIAS void TF_SetAttrTensorShapeProto(HB_OperationDescription* desc, const char* attr_name,
                                         const void* proto, size_t proto_len, HB_Status* status);
void TF_SetAttrTensorShapeProto(HB_OperationDescription* desc, const char* attr_name,
                                const void* proto, size_t proto_len, HB_Status* status) {
  HB_SetAttrTensorShapeProto(desc, attr_name, proto, proto_len, status);
}

TF_ALIAS void TF_SetAttrTensorShapeProtoList(HB_OperationDescription* desc, const char* attr_name,
                                             const void* const* protos, const size_t* proto_lens,
                                             int num_shapes, HB_Status* status);
void TF_SetAttrTensorShapeProtoList(HB_OperationDescription* desc, const char* attr_name,
                                    const void* const* protos, const size_t* proto_lens,
                                    int num_shapes, HB_Status* status) {
  HB_SetAttrTensorShapeProtoList(desc, attr_name, protos, proto_lens, num_shapes, status);
}

TF_ALIAS void TF_SetAttrTensor(HB_OperationDescription* desc, const char* attr_name,
                               HB_Tensor* value, HB_Status* status);
void TF_SetAttrTensor(HB_OperationDescription* desc, const char* attr_name, HB_Tensor* value,
                      HB_Status* status) {
  HB_SetAttrTensor(desc, attr_name, value, status);
}

TF_ALIAS void TF_SetAttrTensorList(HB_OperationDescription* desc, const char* attr_name,
                                   HB_Tensor* const* values, int num_values, HB_Status* status);
void TF_SetAttrTensorList(HB_OperationDescription* desc, const char* attr_name,
                          HB_Tensor* const* values, int num_values, HB_Status* status) {
  HB_SetAttrTensorList(desc, attr_name, values, num_values, status);
}

TF_ALIAS void TF_SetAttrValueProto(HB_OperationDescription* desc, const char* attr_name,
                                   const void* proto, size_t proto_len, HB_Status* status);
void TF_SetAttrValueProto(HB_OperationDescription* desc, const char* attr_name, const void* proto,
                          size_t proto_len, HB_Status* status) {
  HB_SetAttrValueProto(desc, attr_name, proto, proto_len, status);
}

TF_ALIAS HB_Operation* TF_FinishOperationLocked(HB_OperationDescription* desc, HB_Status* status);
HB_Operation* TF_FinishOperationLocked(HB_OperationDescription* desc, HB_Status* status) {
  return HB_FinishOperationLocked(desc, status);
}

TF_ALIAS HB_Operation* TF_FinishOperation(HB_OperationDescription* desc, HB_Status* status);
HB_Operation* TF_FinishOperation(HB_OperationDescription* desc, HB_Status* status) {
  return HB_FinishOperation(desc, status);
}

TF_ALIAS const char* TF_OperationName(HB_Operation* oper);
const char* TF_OperationName(HB_Operation* oper) {
  return HB_OperationName(oper);
}

TF_ALIAS const char* TF_OperationOpType(HB_Operation* oper);
const char* TF_OperationOpType(HB_Operation* oper) {
  return HB_OperationOpType(oper);
}

TF_ALIAS const char* TF_OperationDevice(HB_Operation* oper);
const char* TF_OperationDevice(HB_Operation* oper) {
  return HB_OperationDevice(oper);
}

TF_ALIAS int TF_OperationNumOutputs(HB_Operation* oper);
int TF_OperationNumOutputs(HB_Operation* oper) {
  return HB_OperationNumOutputs(oper);
}

TF_ALIAS HB_DataType TF_OperationOutputType(HB_Output oper_out);
HB_DataType TF_OperationOutputType(HB_Output oper_out) {
  return HB_OperationOutputType(oper_out);
}

TF_ALIAS int TF_OperationOutputListLength(HB_Operation* oper, const char* arg_name,
                                          HB_Status* status);
int TF_OperationOutputListLength(HB_Operation* oper, const char* arg_name, HB_Status* status) {
  return HB_OperationOutputListLength(oper, arg_name, status);
}

TF_ALIAS int TF_OperationNumInputs(HB_Operation* oper);
int TF_OperationNumInputs(HB_Operation* oper) {
  return HB_OperationNumInputs(oper);
}

TF_ALIAS HB_DataType TF_OperationInputType(HB_Input oper_in);
HB_DataType TF_OperationInputType(HB_Input oper_in) {
  return HB_OperationInputType(oper_in);
}

TF_ALIAS int TF_OperationInputListLength(HB_Operation* oper, const char* arg_name,
                                         HB_Status* status);
int TF_OperationInputListLength(HB_Operation* oper, const char* arg_name, HB_Status* status) {
  return HB_OperationInputListLength(oper, arg_name, status);
}

TF_ALIAS HB_Output TF_OperationInput(HB_Input oper_in);
HB_Output TF_OperationInput(HB_Input oper_in) {
  return HB_OperationInput(oper_in);
}

TF_ALIAS void TF_OperationAllInputs(HB_Operation* oper, HB_Output* inputs, int max_inputs);
void TF_OperationAllInputs(HB_Operation* oper, HB_Output* inputs, int max_inputs) {
  HB_OperationAllInputs(oper, inputs, max_inputs);
}

TF_ALIAS int TF_OperationOutputNumConsumers(HB_Output oper_out);
int TF_OperationOutputNumConsumers(HB_Output oper_out) {
  return HB_OperationOutputNumConsumers(oper_out);
}

TF_ALIAS int TF_OperationOutputConsumers(HB_Output oper_out, HB_Input* consumers,
                                         int max_consumers);
int TF_OperationOutputConsumers(HB_Output oper_out, HB_Input* consumers, int max_consumers) {
  return HB_OperationOutputConsumers(oper_out, consumers, max_consumers);
}

TF_ALIAS int TF_OperationNumControlInputs(HB_Operation* oper);
int TF_OperationNumControlInputs(HB_Operation* oper) {
  return HB_OperationNumControlInputs(oper);
}

TF_ALIAS int TF_OperationGetControlInputs(HB_Operation* oper, HB_Operation** control_inputs,
                                          int max_control_inputs);
int TF_OperationGetControlInputs(HB_Operation* oper, HB_Operation** control_inputs,
                                 int max_control_inputs) {
  return HB_OperationGetControlInputs(oper, control_inputs, max_control_inputs);
}

TF_ALIAS int TF_OperationNumControlOutputs(HB_Operation* oper);
int TF_OperationNumControlOutputs(HB_Operation* oper) {
  return HB_OperationNumControlOutputs(oper);
}

TF_ALIAS int TF_OperationGetControlOutputs(HB_Operation* oper, HB_Operation** control_outputs,
                                           int max_control_outputs);
int TF_OperationGetControlOutputs(HB_Operation* oper, HB_Operation** control_outputs,
                                  int max_control_outputs) {
  return HB_OperationGetControlOutputs(oper, control_outputs, max_control_outputs);
}

TF_ALIAS void TF_OperationToNodeDef(HB_Operation* oper, HB_Buffer* output_node_def,
                                    HB_Status* status);
void TF_OperationToNodeDef(HB_Operation* oper, HB_Buffer* output_node_def, HB_Status* status) {
  HB_OperationToNodeDef(oper, output_node_def, status);
}

TF_ALIAS HB_AttrMetadata TF_OperationGetAttrMetadata(HB_Operation* oper, const char* attr_name,
                                                     HB_Status* status);
HB_AttrMetadata TF_OperationGetAttrMetadata(HB_Operation* oper, const char* attr_name,
                                            HB_Status* status) {
  return HB_OperationGetAttrMetadata(oper, attr_name, status);
}

TF_ALIAS void TF_OperationGetAttrString(HB_Operation* oper, const char* attr_name, void* value,
                                        size_t max_length, HB_Status* status);
void TF_OperationGetAttrString(HB_Operation* oper, const char* attr_name, void* value,
                               size_t max_length, HB_Status* status) {
  HB_OperationGetAttrString(oper, attr_name, value, max_length, status);
}

TF_ALIAS void TF_OperationGetAttrStringList(HB_Operation* oper, const char* attr_name,
                                            void** values, size_t* lengths, int max_values,
                                            void* storage, size_t storage_size, HB_Status* status);
void TF_OperationGetAttrStringList(HB_Operation* oper, const char* attr_name, void** values,
                                   size_t* lengths, int max_values, void* storage,
                                   size_t storage_size, HB_Status* status) {
  HB_OperationGetAttrStringList(oper, attr_name, values, lengths, max_values, storage, storage_size,
                                status);
}

TF_ALIAS void TF_OperationGetAttrInt(HB_Operation* oper, const char* attr_name, int64_t* value,
                                     HB_Status* status);
void TF_OperationGetAttrInt(HB_Operation* oper, const char* attr_name, int64_t* value,
                            HB_Status* status) {
  HB_OperationGetAttrInt(oper, attr_name, value, status);
}

TF_ALIAS void TF_OperationGetAttrIntList(HB_Operation* oper, const char* attr_name, int64_t* values,
                                         int max_values, HB_Status* status);
void TF_OperationGetAttrIntList(HB_Operation* oper, const char* attr_name, int64_t* values,
                                int max_values, HB_Status* status) {
  HB_OperationGetAttrIntList(oper, attr_name, values, max_values, status);
}

TF_ALIAS void TF_OperationGetAttrFloat(HB_Operation* oper, const char* attr_name, float* value,
                                       HB_Status* status);
void TF_OperationGetAttrFloat(HB_Operation* oper, const char* attr_name, float* value,
                              HB_Status* status) {
  HB_OperationGetAttrFloat(oper, attr_name, value, status);
}

TF_ALIAS void TF_OperationGetAttrFloatList(HB_Operation* oper, const char* attr_name, float* values,
                                           int max_values, HB_Status* status);
void TF_OperationGetAttrFloatList(HB_Operation* oper, const char* attr_name, float* values,
                                  int max_values, HB_Status* status) {
  HB_OperationGetAttrFloatList(oper, attr_name, values, max_values, status);
}

TF_ALIAS void TF_OperationGetAttrBool(HB_Operation* oper, const char* attr_name,
                                      unsigned char* value, HB_Status* status);
void TF_OperationGetAttrBool(HB_Operation* oper, const char* attr_name, unsigned char* value,
                             HB_Status* status) {
  HB_OperationGetAttrBool(oper, attr_name, value, status);
}

TF_ALIAS void TF_OperationGetAttrBoolList(HB_Operation* oper, const char* attr_name,
                                          unsigned char* values, int max_values, HB_Status* status);
void TF_OperationGetAttrBoolList(HB_Operation* oper, const char* attr_name, unsigned char* values,
                                 int max_values, HB_Status* status) {
  HB_OperationGetAttrBoolList(oper, attr_name, values, max_values, status);
}

TF_ALIAS void TF_OperationGetAttrType(HB_Operation* oper, const char* attr_name, HB_DataType* value,
                                      HB_Status* status);
void TF_OperationGetAttrType(HB_Operation* oper, const char* attr_name, HB_DataType* value,
                             HB_Status* status) {
  HB_OperationGetAttrType(oper, attr_name, value, status);
}

TF_ALIAS void TF_OperationGetAttrTypeList(HB_Operation* oper, const char* attr_name,
                                          HB_DataType* values, int max_values, HB_Status* status);
void TF_OperationGetAttrTypeList(HB_Operation* oper, const char* attr_name, HB_DataType* values,
                                 int max_values, HB_Status* status) {
  HB_OperationGetAttrTypeList(oper, attr_name, values, max_values, status);
}

TF_ALIAS void TF_OperationGetAttrShape(HB_Operation* oper, const char* attr_name, int64_t* value,
                                       int num_dims, HB_Status* status);
void TF_OperationGetAttrShape(HB_Operation* oper, const char* attr_name, int64_t* value,
                              int num_dims, HB_Status* status) {
  HB_OperationGetAttrShape(oper, attr_name, value, num_dims, status);
}

TF_ALIAS void TF_OperationGetAttrShapeList(HB_Operation* oper, const char* attr_name,
                                           int64_t** dims, int* num_dims, int num_shapes,
                                           int64_t* storage, int storage_size, HB_Status* status);
void TF_OperationGetAttrShapeList(HB_Operation* oper, const char* attr_name, int64_t** dims,
                                  int* num_dims, int num_shapes, int64_t* storage, int storage_size,
                                  HB_Status* status) {
  HB_OperationGetAttrShapeList(oper, attr_name, dims, num_dims, num_shapes, storage, storage_size,
                               status);
}

TF_ALIAS void TF_OperationGetAttrTensorShapeProto(HB_Operation* oper, const char* attr_name,
                                                  HB_Buffer* value, HB_Status* status);
void TF_OperationGetAttrTensorShapeProto(HB_Operation* oper, const char* attr_name,
                                         HB_Buffer* value, HB_Status* status) {
  HB_OperationGetAttrTensorShapeProto(oper, attr_name, value, status);
}

TF_ALIAS void TF_OperationGetAttrTensorShapeProtoList(HB_Operation* oper, const char* attr_name,
                                                      HB_Buffer** values, int max_values,
                                                      HB_Status* status);
void TF_OperationGetAttrTensorShapeProtoList(HB_Operation* oper, const char* attr_name,
                                             HB_Buffer** values, int max_values,
                                             HB_Status* status) {
  HB_OperationGetAttrTensorShapeProtoList(oper, attr_name, values, max_values, status);
}

TF_ALIAS void TF_OperationGetAttrTensor(HB_Operation* oper, const char* attr_name,
                                        HB_Tensor** value, HB_Status* status);
void TF_OperationGetAttrTensor(HB_Operation* oper, const char* attr_name, HB_Tensor** value,
                               HB_Status* status) {
  HB_OperationGetAttrTensor(oper, attr_name, value, status);
}

TF_ALIAS void TF_OperationGetAttrTensorList(HB_Operation* oper, const char* attr_name,
                                            HB_Tensor** values, int max_values, HB_Status* status);
void TF_OperationGetAttrTensorList(HB_Operation* oper, const char* attr_name, HB_Tensor** values,
                                   int max_values, HB_Status* status) {
  HB_OperationGetAttrTensorList(oper, attr_name, values, max_values, status);
}

TF_ALIAS void TF_OperationGetAttrValueProto(HB_Operation* oper, const char* attr_name,
                                            HB_Buffer* output_attr_value, HB_Status* status);
void TF_OperationGetAttrValueProto(HB_Operation* oper, const char* attr_name,
                                   HB_Buffer* output_attr_value, HB_Status* status) {
  HB_OperationGetAttrValueProto(oper, attr_name, output_attr_value, status);
}

TF_ALIAS int TF_OperationGetNumAttrs(HB_Operation* oper);
int TF_OperationGetNumAttrs(HB_Operation* oper) {
  return HB_OperationGetNumAttrs(oper);
}

TF_ALIAS int TF_OperationGetAttrNameLength(HB_Operation* oper, int i);
int TF_OperationGetAttrNameLength(HB_Operation* oper, int i) {
  return HB_OperationGetAttrNameLength(oper, i);
}

TF_ALIAS void TF_OperationGetAttrName(HB_Operation* oper, int i, char* output, HB_Status* status);
void TF_OperationGetAttrName(HB_Operation* oper, int i, char* output, HB_Status* status) {
  HB_OperationGetAttrName(oper, i, output, status);
}

TF_ALIAS HB_ImportGraphDefOptions* TF_NewImportGraphDefOptions(void);
HB_ImportGraphDefOptions* TF_NewImportGraphDefOptions(void) {
  return HB_NewImportGraphDefOptions();
}

TF_ALIAS void TF_DeleteImportGraphDefOptions(HB_ImportGraphDefOptions* opts);
void TF_DeleteImportGraphDefOptions(HB_ImportGraphDefOptions* opts) {
  HB_DeleteImportGraphDefOptions(opts);
}

TF_ALIAS void TF_ImportGraphDefOptionsSetPrefix(HB_ImportGraphDefOptions* opts, const char* prefix);
void TF_ImportGraphDefOptionsSetPrefix(HB_ImportGraphDefOptions* opts, const char* prefix) {
  HB_ImportGraphDefOptionsSetPrefix(opts, prefix);
}

TF_ALIAS void TF_ImportGraphDefOptionsSetDefaultDevice(HB_ImportGraphDefOptions* opts,
                                                       const char* device);
void TF_ImportGraphDefOptionsSetDefaultDevice(HB_ImportGraphDefOptions* opts, const char* device) {
  HB_ImportGraphDefOptionsSetDefaultDevice(opts, device);
}

TF_ALIAS void TF_ImportGraphDefOptionsSetUniquifyNames(HB_ImportGraphDefOptions* opts,
                                                       unsigned char uniquify_names);
void TF_ImportGraphDefOptionsSetUniquifyNames(HB_ImportGraphDefOptions* opts,
                                              unsigned char uniquify_names) {
  HB_ImportGraphDefOptionsSetUniquifyNames(opts, uniquify_names);
}

TF_ALIAS void TF_ImportGraphDefOptionsSetUniquifyPrefix(HB_ImportGraphDefOptions* opts,
                                                        unsigned char uniquify_prefix);
void TF_ImportGraphDefOptionsSetUniquifyPrefix(HB_ImportGraphDefOptions* opts,
                                               unsigned char uniquify_prefix) {
  HB_ImportGraphDefOptionsSetUniquifyPrefix(opts, uniquify_prefix);
}

TF_ALIAS void TF_ImportGraphDefOptionsAddInputMapping(HB_ImportGraphDefOptions* opts,
                                                      const char* src_name, int src_index,
                                                      HB_Output dst);
void TF_ImportGraphDefOptionsAddInputMapping(HB_ImportGraphDefOptions* opts, const char* src_name,
                                             int src_index, HB_Output dst) {
  HB_ImportGraphDefOptionsAddInputMapping(opts, src_name, src_index, dst);
}

TF_ALIAS void TF_ImportGraphDefOptionsRemapControlDependency(HB_ImportGraphDefOptions* opts,
                                                             const char* src_name,
                                                             HB_Operation* dst);
void TF_ImportGraphDefOptionsRemapControlDependency(HB_ImportGraphDefOptions* opts,
                                                    const char* src_name, HB_Operation* dst) {
  HB_ImportGraphDefOptionsRemapControlDependency(opts, src_name, dst);
}

TF_ALIAS void TF_ImportGraphDefOptionsAddControlDependency(HB_ImportGraphDefOptions* opts,
                                                           HB_Operation* oper);
void TF_ImportGraphDefOptionsAddControlDependency(HB_ImportGraphDefOptions* opts,
                                                  HB_Operation* oper) {
  HB_ImportGraphDefOptionsAddControlDependency(opts, oper);
}

TF_ALIAS void TF_ImportGraphDefOptionsAddReturnOutput(HB_ImportGraphDefOptions* opts,
                                                      const char* oper_name, int index);
void TF_ImportGraphDefOptionsAddReturnOutput(HB_ImportGraphDefOptions* opts, const char* oper_name,
                                             int index) {
  HB_ImportGraphDefOptionsAddReturnOutput(opts, oper_name, index);
}

TF_ALIAS int TF_ImportGraphDefOptionsNumReturnOutputs(const HB_ImportGraphDefOptions* opts);
int TF_ImportGraphDefOptionsNumReturnOutputs(const HB_ImportGraphDefOptions* opts) {
  return HB_ImportGraphDefOptionsNumReturnOutputs(opts);
}

TF_ALIAS void TF_ImportGraphDefOptionsAddReturnOperation(HB_ImportGraphDefOptions* opts,
                                                         const char* oper_name);
void TF_ImportGraphDefOptionsAddReturnOperation(HB_ImportGraphDefOptions* opts,
                                                const char* oper_name) {
  HB_ImportGraphDefOptionsAddReturnOperation(opts, oper_name);
}

TF_ALIAS int TF_ImportGraphDefOptionsNumReturnOperations(const HB_ImportGraphDefOptions* opts);
int TF_ImportGraphDefOptionsNumReturnOperations(const HB_ImportGraphDefOptions* opts) {
  return HB_ImportGraphDefOptionsNumReturnOperations(opts);
}

TF_ALIAS void TF_ImportGraphDefResultsReturnOutputs(HB_ImportGraphDefResults* results,
                                                    int* num_outputs, HB_Output** outputs);
void TF_ImportGraphDefResultsReturnOutputs(HB_ImportGraphDefResults* results, int* num_outputs,
                                           HB_Output** outputs) {
  HB_ImportGraphDefResultsReturnOutputs(results, num_outputs, outputs);
}

TF_ALIAS void TF_ImportGraphDefResultsReturnOperations(HB_ImportGraphDefResults* results,
                                                       int* num_opers, HB_Operation*** opers);
void TF_ImportGraphDefResultsReturnOperations(HB_ImportGraphDefResults* results, int* num_opers,
                                              HB_Operation*** opers) {
  HB_ImportGraphDefResultsReturnOperations(results, num_opers, opers);
}

TF_ALIAS void TF_ImportGraphDefResultsMissingUnusedInputMappings(
    HB_ImportGraphDefResults* results, int* num_missing_unused_input_mappings,
    const char*** src_names, int** src_indexes);
void TF_ImportGraphDefResultsMissingUnusedInputMappings(HB_ImportGraphDefResults* results,
                                                        int* num_missing_unused_input_mappings,
                                                        const char*** src_names,
                                                        int** src_indexes) {
  HB_ImportGraphDefResultsMissingUnusedInputMappings(results, num_missing_unused_input_mappings,
                                                     src_names, src_indexes);
}

TF_ALIAS void TF_DeleteImportGraphDefResults(HB_ImportGraphDefResults* results);
void TF_DeleteImportGraphDefResults(HB_ImportGraphDefResults* results) {
  HB_DeleteImportGraphDefResults(results);
}

TF_ALIAS HB_ImportGraphDefResults* TF_GraphImportGraphDefWithResults(
    HB_Graph* graph, const HB_Buffer* graph_def, const HB_ImportGraphDefOptions* options,
    HB_Status* status);
HB_ImportGraphDefResults* TF_GraphImportGraphDefWithResults(
    HB_Graph* graph, const HB_Buffer* graph_def, const HB_ImportGraphDefOptions* options,
    HB_Status* status) {
  return HB_GraphImportGraphDefWithResults(graph, graph_def, options, status);
}

TF_ALIAS HB_ImportGraphDefResults* TF_GraphImportGraphDefWithResultsNoSerialization(
    HB_Graph* graph, const HB_Buffer* graph_def, const HB_ImportGraphDefOptions* options,
    HB_Status* status);
HB_ImportGraphDefResults* TF_GraphImportGraphDefWithResultsNoSerialization(
    HB_Graph* graph, const HB_Buffer* graph_def, const HB_ImportGraphDefOptions* options,
    HB_Status* status) {
  return HB_GraphImportGraphDefWithResultsNoSerialization(graph, graph_def, options, status);
}

TF_ALIAS void TF_GraphImportGraphDefWithReturnOutputs(HB_Graph* graph, const HB_Buffer* graph_def,
                                                      const HB_ImportGraphDefOptions* options,
                                                      HB_Output* return_outputs,
                                                      int num_return_outputs, HB_Status* status);
void TF_GraphImportGraphDefWithReturnOutputs(HB_Graph* graph, const HB_Buffer* graph_def,
                                             const HB_ImportGraphDefOptions* options,
                                             HB_Output* return_outputs, int num_return_outputs,
                                             HB_Status* status) {
  HB_GraphImportGraphDefWithReturnOutputs(graph, graph_def, options, return_outputs,
                                          num_return_outputs, status);
}

TF_ALIAS void TF_GraphImportGraphDef(HB_Graph* graph, const HB_Buffer* graph_def,
                                     const HB_ImportGraphDefOptions* options, HB_Status* status);
void TF_GraphImportGraphDef(HB_Graph* graph, const HB_Buffer* graph_def,
                            const HB_ImportGraphDefOptions* options, HB_Status* status) {
  HB_GraphImportGraphDef(graph, graph_def, options, status);
}

TF_ALIAS HB_Function* TF_GraphToFunction(const HB_Graph* fn_body, const char* fn_name,
                                         unsigned char append_hash_to_fn_name, int num_opers,
                                         const HB_Operation* const* opers, int ninputs,
                                         const HB_Output* inputs, int noutputs,
                                         const HB_Output* outputs, const char* const* output_names,
                                         const HB_FunctionOptions* opts, const char* description,
                                         HB_Status* status);
HB_Function* TF_GraphToFunction(const HB_Graph* fn_body, const char* fn_name,
                                unsigned char append_hash_to_fn_name, int num_opers,
                                const HB_Operation* const* opers, int ninputs,
                                const HB_Output* inputs, int noutputs, const HB_Output* outputs,
                                const char* const* output_names, const HB_FunctionOptions* opts,
                                const char* description, HB_Status* status) {
  return HB_GraphToFunction(fn_body, fn_name, append_hash_to_fn_name, num_opers, opers, ninputs,
                            inputs, noutputs, outputs, output_names, opts, description, status);
}

TF_ALIAS HB_Function* TF_GraphToFunctionWithControlOutputs(
    const HB_Graph* fn_body, const char* fn_name, unsigned char append_hash_to_fn_name,
    int num_opers, const HB_Operation* const* opers, int ninputs, const HB_Output* inputs,
    int noutputs, const HB_Output* outputs, const char* const* output_names, int ncontrol_outputs,
    const HB_Operation* const* control_outputs, const char* const* control_output_names,
    const HB_FunctionOptions* opts, const char* description, HB_Status* status);
HB_Function* TF_GraphToFunctionWithControlOutputs(const HB_Graph* fn_body, const char* fn_name,
                                                  unsigned char append_hash_to_fn_name,
                                                  int num_opers, const HB_Operation* const* opers,
                                                  int ninputs, const HB_Output* inputs,
                                                  int noutputs, const HB_Output* outputs,
                                                  const char* const* output_names,
                                                  int ncontrol_outputs,
                                                  const HB_Operation* const* control_outputs,
                                                  const char* const* control_output_names,
                                                  const HB_FunctionOptions* opts,
                                                  const char* description, HB_Status* status) {
  return HB_GraphToFunctionWithControlOutputs(fn_body, fn_name, append_hash_to_fn_name, num_opers,
                                              opers, ninputs, inputs, noutputs, outputs,
                                              output_names, ncontrol_outputs, control_outputs,
                                              control_output_names, opts, description, status);
}

TF_ALIAS const char* TF_FunctionName(HB_Function* func);
const char* TF_FunctionName(HB_Function* func) {
  return HB_FunctionName(func);
}

TF_ALIAS void TF_FunctionToFunctionDef(HB_Function* func, HB_Buffer* output_func_def,
                                       HB_Status* status);
void TF_FunctionToFunctionDef(HB_Function* func, HB_Buffer* output_func_def, HB_Status* status) {
  HB_FunctionToFunctionDef(func, output_func_def, status);
}

TF_ALIAS HB_Function* TF_FunctionImportFunctionDef(const void* proto, size_t proto_len,
                                                   HB_Status* status);
HB_Function* TF_FunctionImportFunctionDef(const void* proto, size_t proto_len, HB_Status* status) {
  return HB_FunctionImportFunctionDef(proto, proto_len, status);
}

TF_ALIAS void TF_FunctionSetAttrValueProto(HB_Function* func, const char* attr_name,
                                           const void* proto, size_t proto_len, HB_Status* status);
void TF_FunctionSetAttrValueProto(HB_Function* func, const char* attr_name, const void* proto,
                                  size_t proto_len, HB_Status* status) {
  HB_FunctionSetAttrValueProto(func, attr_name, proto, proto_len, status);
}

TF_ALIAS void TF_FunctionGetAttrValueProto(HB_Function* func, const char* attr_name,
                                           HB_Buffer* output_attr_value, HB_Status* status);
void TF_FunctionGetAttrValueProto(HB_Function* func, const char* attr_name,
                                  HB_Buffer* output_attr_value, HB_Status* status) {
  HB_FunctionGetAttrValueProto(func, attr_name, output_attr_value, status);
}

TF_ALIAS void TF_DeleteFunction(HB_Function* func);
void TF_DeleteFunction(HB_Function* func) {
  HB_DeleteFunction(func);
}

TF_ALIAS void TF_GraphCopyFunction(HB_Graph* g, const HB_Function* func, const HB_Function* grad,
                                   HB_Status* status);
void TF_GraphCopyFunction(HB_Graph* g, const HB_Function* func, const HB_Function* grad,
                          HB_Status* status) {
  HB_GraphCopyFunction(g, func, grad, status);
}

TF_ALIAS int TF_GraphNumFunctions(HB_Graph* g);
int TF_GraphNumFunctions(HB_Graph* g) {
  return HB_GraphNumFunctions(g);
}

TF_ALIAS int TF_GraphGetFunctions(HB_Graph* g, HB_Function** funcs, int max_func,
                                  HB_Status* status);
int TF_GraphGetFunctions(HB_Graph* g, HB_Function** funcs, int max_func, HB_Status* status) {
  return HB_GraphGetFunctions(g, funcs, max_func, status);
}

TF_ALIAS HB_WhileParams TF_NewWhile(HB_Graph* g, HB_Output* inputs, int ninputs, HB_Status* status);
HB_WhileParams TF_NewWhile(HB_Graph* g, HB_Output* inputs, int ninputs, HB_Status* status) {
  return HB_NewWhile(g, inputs, ninputs, status);
}

TF_ALIAS void TF_FinishWhile(const HB_WhileParams* params, HB_Status* status, HB_Output* outputs);
void TF_FinishWhile(const HB_WhileParams* params, HB_Status* status, HB_Output* outputs) {
  HB_FinishWhile(params, status, outputs);
}

TF_ALIAS void TF_AbortWhile(const HB_WhileParams* params);
void TF_AbortWhile(const HB_WhileParams* params) {
  HB_AbortWhile(params);
}

TF_ALIAS void TF_DeleteDeviceList(HB_DeviceList* list);
void TF_DeleteDeviceList(HB_DeviceList* list) {
  HB_DeleteDeviceList(list);
}

TF_ALIAS int TF_DeviceListCount(const HB_DeviceList* list);
int TF_DeviceListCount(const HB_DeviceList* list) {
  return HB_DeviceListCount(list);
}

TF_ALIAS const char* TF_DeviceListName(const HB_DeviceList* list, int index, HB_Status* status);
const char* TF_DeviceListName(const HB_DeviceList* list, int index, HB_Status* status) {
  return HB_DeviceListName(list, index, status);
}

TF_ALIAS const char* TF_DeviceListType(const HB_DeviceList* list, int index, HB_Status* status);
const char* TF_DeviceListType(const HB_DeviceList* list, int index, HB_Status* status) {
  return HB_DeviceListType(list, index, status);
}

TF_ALIAS int64_t TF_DeviceListMemoryBytes(const HB_DeviceList* list, int index, HB_Status* status);
int64_t TF_DeviceListMemoryBytes(const HB_DeviceList* list, int index, HB_Status* status) {
  return HB_DeviceListMemoryBytes(list, index, status);
}

TF_ALIAS uint64_t TF_DeviceListIncarnation(const HB_DeviceList* list, int index, HB_Status* status);
uint64_t TF_DeviceListIncarnation(const HB_DeviceList* list, int index, HB_Status* status) {
  return HB_DeviceListIncarnation(list, index, status);
}

TF_ALIAS HB_SessionOptions* TF_NewSessionOptions(void);
HB_SessionOptions* TF_NewSessionOptions(void) {
  return HB_NewSessionOptions();
}

TF_ALIAS void TF_SetTarget(HB_SessionOptions* options, const char* target);
void TF_SetTarget(HB_SessionOptions* options, const char* target) {
  HB_SetTarget(options, target);
}

TF_ALIAS void TF_SetConfig(HB_SessionOptions* options, const void* proto, size_t proto_len,
                           HB_Status* status);
void TF_SetConfig(HB_SessionOptions* options, const void* proto, size_t proto_len,
                  HB_Status* status) {
  HB_SetConfig(options, proto, proto_len, status);
}

TF_ALIAS void TF_DeleteSessionOptions(HB_SessionOptions* options);
void TF_DeleteSessionOptions(HB_SessionOptions* options) {
  HB_DeleteSessionOptions(options);
}

TF_ALIAS HB_Session* TF_NewSession(HB_Graph* graph, const HB_SessionOptions* opts,
                                   HB_Status* status);
HB_Session* TF_NewSession(HB_Graph* graph, const HB_SessionOptions* opts, HB_Status* status) {
  return HB_NewSession(graph, opts, status);
}

TF_ALIAS HB_Session* TF_LoadSessionFromSavedModel(const HB_SessionOptions* session_options,
                                                  const HB_Buffer* run_options,
                                                  const char* export_dir, const char* const* tags,
                                                  int tags_len, HB_Graph* graph,
                                                  HB_Buffer* meta_graph_def, HB_Status* status);
HB_Session* TF_LoadSessionFromSavedModel(const HB_SessionOptions* session_options,
                                         const HB_Buffer* run_options, const char* export_dir,
                                         const char* const* tags, int tags_len, HB_Graph* graph,
                                         HB_Buffer* meta_graph_def, HB_Status* status) {
  return HB_LoadSessionFromSavedModel(session_options, run_options, export_dir, tags, tags_len,
                                      graph, meta_graph_def, status);
}

TF_ALIAS void TF_CloseSession(HB_Session* session, HB_Status* status);
void TF_CloseSession(HB_Session* session, HB_Status* status) {
  HB_CloseSession(session, status);
}

TF_ALIAS void TF_DeleteSession(HB_Session* session, HB_Status* status);
void TF_DeleteSession(HB_Session* session, HB_Status* status) {
  HB_DeleteSession(session, status);
}

TF_ALIAS void TF_SessionRun(HB_Session* session, const HB_Buffer* run_options,
                            const HB_Output* inputs, HB_Tensor* const* input_values, int ninputs,
                            const HB_Output* outputs, HB_Tensor** output_values, int noutputs,
                            const HB_Operation* const* target_opers, int ntargets,
                            HB_Buffer* run_metadata, HB_Status* status);
void TF_SessionRun(HB_Session* session, const HB_Buffer* run_options, const HB_Output* inputs,
                   HB_Tensor* const* input_values, int ninputs, const HB_Output* outputs,
                   HB_Tensor** output_values, int noutputs, const HB_Operation* const* target_opers,
                   int ntargets, HB_Buffer* run_metadata, HB_Status* status) {
  HB_SessionRun(session, run_options, inputs, input_values, ninputs, outputs, output_values,
                noutputs, target_opers, ntargets, run_metadata, status);
}

TF_ALIAS void TF_SessionPRunSetup(HB_Session* session, const HB_Output* inputs, int ninputs,
                                  const HB_Output* outputs, int noutputs,
                                  const HB_Operation* const* target_opers, int ntargets,
                                  const char** handle, HB_Status* status);
void TF_SessionPRunSetup(HB_Session* session, const HB_Output* inputs, int ninputs,
                         const HB_Output* outputs, int noutputs,
                         const HB_Operation* const* target_opers, int ntargets, const char** handle,
                         HB_Status* status) {
  HB_SessionPRunSetup(session, inputs, ninputs, outputs, noutputs, target_opers, ntargets, handle,
                      status);
}

TF_ALIAS void TF_SessionPRun(HB_Session* session, const char* handle, const HB_Output* inputs,
                             HB_Tensor* const* input_values, int ninputs, const HB_Output* outputs,
                             HB_Tensor** output_values, int noutputs,
                             const HB_Operation* const* target_opers, int ntargets,
                             HB_Status* status);
void TF_SessionPRun(HB_Session* session, const char* handle, const HB_Output* inputs,
                    HB_Tensor* const* input_values, int ninputs, const HB_Output* outputs,
                    HB_Tensor** output_values, int noutputs,
                    const HB_Operation* const* target_opers, int ntargets, HB_Status* status) {
  HB_SessionPRun(session, handle, inputs, input_values, ninputs, outputs, output_values, noutputs,
                 target_opers, ntargets, status);
}

TF_ALIAS void TF_DeletePRunHandle(const char* handle);
void TF_DeletePRunHandle(const char* handle) {
  HB_DeletePRunHandle(handle);
}

TF_ALIAS void TF_ExtendSession(HB_Session* session, HB_Status* status);
void TF_ExtendSession(HB_Session* session, HB_Status* status) {
  HB_ExtendSession(session, status);
}

TF_ALIAS HB_DeviceList* TF_SessionListDevices(HB_Session* session, HB_Status* status);
HB_DeviceList* TF_SessionListDevices(HB_Session* session, HB_Status* status) {
  return HB_SessionListDevices(session, status);
}

TF_ALIAS HB_Library* TF_LoadLibrary(const char* library_filename, HB_Status* status);
HB_Library* TF_LoadLibrary(const char* library_filename, HB_Status* status) {
  return HB_LoadLibrary(library_filename, status);
}

TF_ALIAS HB_Buffer TF_GetOpList(HB_Library* lib_handle);
HB_Buffer TF_GetOpList(HB_Library* lib_handle) {
  return HB_GetOpList(lib_handle);
}

TF_ALIAS void TF_DeleteLibraryHandle(HB_Library* lib_handle);
void TF_DeleteLibraryHandle(HB_Library* lib_handle) {
  HB_DeleteLibraryHandle(lib_handle);
}

TF_ALIAS HB_Buffer* TF_GetAllOpList(void);
HB_Buffer* TF_GetAllOpList(void) {
  return HB_GetAllOpList();
}

TF_ALIAS HB_Buffer* TF_GetAllRegisteredKernels(HB_Status* status);
HB_Buffer* TF_GetAllRegisteredKernels(HB_Status* status) {
  return HB_GetAllRegisteredKernels(status);
}

TF_ALIAS HB_Buffer* TF_GetRegisteredKernelsForOp(const char* name, HB_Status* status);
HB_Buffer* TF_GetRegisteredKernelsForOp(const char* name, HB_Status* status) {
  return HB_GetRegisteredKernelsForOp(name, status);
}

TF_ALIAS void TF_RegisterLogListener(void (*listener)(const char*));
void TF_RegisterLogListener(void (*listener)(const char*)) {
  HB_RegisterLogListener(listener);
}

TF_ALIAS void TF_RegisterFilesystemPlugin(const char* plugin_filename, HB_Status* status);
void TF_RegisterFilesystemPlugin(const char* plugin_filename, HB_Status* status) {
  HB_RegisterFilesystemPlugin(plugin_filename, status);
}

TF_ALIAS HB_ApiDefMap* TF_NewApiDefMap(HB_Buffer* op_list_buffer, HB_Status* status);
HB_ApiDefMap* TF_NewApiDefMap(HB_Buffer* op_list_buffer, HB_Status* status) {
  return HB_NewApiDefMap(op_list_buffer, status);
}

TF_ALIAS void TF_DeleteApiDefMap(HB_ApiDefMap* apimap);
void TF_DeleteApiDefMap(HB_ApiDefMap* apimap) {
  HB_DeleteApiDefMap(apimap);
}

TF_ALIAS void TF_ApiDefMapPut(HB_ApiDefMap* api_def_map, const char* text, size_t text_len,
                              HB_Status* status);
void TF_ApiDefMapPut(HB_ApiDefMap* api_def_map, const char* text, size_t text_len,
                     HB_Status* status) {
  HB_ApiDefMapPut(api_def_map, text, text_len, status);
}

TF_ALIAS HB_Buffer* TF_ApiDefMapGet(HB_ApiDefMap* api_def_map, const char* name, size_t name_len,
                                    HB_Status* status);
HB_Buffer* TF_ApiDefMapGet(HB_ApiDefMap* api_def_map, const char* name, size_t name_len,
                           HB_Status* status) {
  return HB_ApiDefMapGet(api_def_map, name, name_len, status);
}

TF_ALIAS HBE_ContextOptions* TFE_NewContextOptions(void);
HBE_ContextOptions* TFE_NewContextOptions(void) {
  return HBE_NewContextOptions();
}

TF_ALIAS void TFE_ContextOptionsSetConfig(HBE_ContextOptions* options, const void* proto,
                                          size_t proto_len, HB_Status* status);
void TFE_ContextOptionsSetConfig(HBE_ContextOptions* options, const void* proto, size_t proto_len,
                                 HB_Status* status) {
  HBE_ContextOptionsSetConfig(options, proto, proto_len, status);
}

TF_ALIAS void TFE_ContextOptionsSetAsync(HBE_ContextOptions* options, unsigned char enable);
void TFE_ContextOptionsSetAsync(HBE_ContextOptions* options, unsigned char enable) {
  HBE_ContextOptionsSetAsync(options, enable);
}

TF_ALIAS void TFE_ContextOptionsSetDevicePlacementPolicy(HBE_ContextOptions* options,
                                                         HBE_ContextDevicePlacementPolicy policy);
void TFE_ContextOptionsSetDevicePlacementPolicy(HBE_ContextOptions* options,
                                                HBE_ContextDevicePlacementPolicy policy) {
  HBE_ContextOptionsSetDevicePlacementPolicy(options, policy);
}

TF_ALIAS void TFE_DeleteContextOptions(HBE_ContextOptions* options);
void TFE_DeleteContextOptions(HBE_ContextOptions* options) {
  HBE_DeleteContextOptions(options);
}

TF_ALIAS HBE_Context* TFE_NewContext(const HBE_ContextOptions* opts, HB_Status* status);
HBE_Context* TFE_NewContext(const HBE_ContextOptions* opts, HB_Status* status) {
  return HBE_NewContext(opts, status);
}

TF_ALIAS void TFE_DeleteContext(HBE_Context* ctx);
void TFE_DeleteContext(HBE_Context* ctx) {
  HBE_DeleteContext(ctx);
}

TF_ALIAS HB_DeviceList* TFE_ContextListDevices(HBE_Context* ctx, HB_Status* status);
HB_DeviceList* TFE_ContextListDevices(HBE_Context* ctx, HB_Status* status) {
  return HBE_ContextListDevices(ctx, status);
}

TF_ALIAS void TFE_ContextClearCaches(HBE_Context* ctx);
void TFE_ContextClearCaches(HBE_Context* ctx) {
  HBE_ContextClearCaches(ctx);
}

TF_ALIAS void TFE_ContextSetThreadLocalDevicePlacementPolicy(
    HBE_Context* ctx, HBE_ContextDevicePlacementPolicy policy);
void TFE_ContextSetThreadLocalDevicePlacementPolicy(HBE_Context* ctx,
                                                    HBE_ContextDevicePlacementPolicy policy) {
  HBE_ContextSetThreadLocalDevicePlacementPolicy(ctx, policy);
}

TF_ALIAS HBE_ContextDevicePlacementPolicy TFE_ContextGetDevicePlacementPolicy(HBE_Context* ctx);
HBE_ContextDevicePlacementPolicy TFE_ContextGetDevicePlacementPolicy(HBE_Context* ctx) {
  return HBE_ContextGetDevicePlacementPolicy(ctx);
}

TF_ALIAS HBE_TensorHandle* TFE_NewTensorHandle(const HB_Tensor* t, HB_Status* status);
HBE_TensorHandle* TFE_NewTensorHandle(const HB_Tensor* t, HB_Status* status) {
  return HBE_NewTensorHandle(t, status);
}

TF_ALIAS void TFE_DeleteTensorHandle(HBE_TensorHandle* h);
void TFE_DeleteTensorHandle(HBE_TensorHandle* h) {
  HBE_DeleteTensorHandle(h);
}

TF_ALIAS HB_DataType TFE_TensorHandleDataType(HBE_TensorHandle* h);
HB_DataType TFE_TensorHandleDataType(HBE_TensorHandle* h) {
  return HBE_TensorHandleDataType(h);
}

TF_ALIAS int TFE_TensorHandleNumDims(HBE_TensorHandle* h, HB_Status* status);
int TFE_TensorHandleNumDims(HBE_TensorHandle* h, HB_Status* status) {
  return HBE_TensorHandleNumDims(h, status);
}

TF_ALIAS int64_t TFE_TensorHandleNumElements(HBE_TensorHandle* h, HB_Status* status);
int64_t TFE_TensorHandleNumElements(HBE_TensorHandle* h, HB_Status* status) {
  return HBE_TensorHandleNumElements(h, status);
}

TF_ALIAS int64_t TFE_TensorHandleDim(HBE_TensorHandle* h, int dim_index, HB_Status* status);
int64_t TFE_TensorHandleDim(HBE_TensorHandle* h, int dim_index, HB_Status* status) {
  return HBE_TensorHandleDim(h, dim_index, status);
}

TF_ALIAS const char* TFE_TensorHandleDeviceName(HBE_TensorHandle* h, HB_Status* status);
const char* TFE_TensorHandleDeviceName(HBE_TensorHandle* h, HB_Status* status) {
  return HBE_TensorHandleDeviceName(h, status);
}

TF_ALIAS const char* TFE_TensorHandleBackingDeviceName(HBE_TensorHandle* h, HB_Status* status);
const char* TFE_TensorHandleBackingDeviceName(HBE_TensorHandle* h, HB_Status* status) {
  return HBE_TensorHandleBackingDeviceName(h, status);
}

TF_ALIAS HBE_TensorHandle* TFE_TensorHandleCopySharingTensor(HBE_TensorHandle* h,
                                                             HB_Status* status);
HBE_TensorHandle* TFE_TensorHandleCopySharingTensor(HBE_TensorHandle* h, HB_Status* status) {
  return HBE_TensorHandleCopySharingTensor(h, status);
}

TF_ALIAS HB_Tensor* TFE_TensorHandleResolve(HBE_TensorHandle* h, HB_Status* status);
HB_Tensor* TFE_TensorHandleResolve(HBE_TensorHandle* h, HB_Status* status) {
  return HBE_TensorHandleResolve(h, status);
}

TF_ALIAS HBE_TensorHandle* TFE_TensorHandleCopyToDevice(HBE_TensorHandle* h, HBE_Context* ctx,
                                                        const char* device_name, HB_Status* status);
HBE_TensorHandle* TFE_TensorHandleCopyToDevice(HBE_TensorHandle* h, HBE_Context* ctx,
                                               const char* device_name, HB_Status* status) {
  return HBE_TensorHandleCopyToDevice(h, ctx, device_name, status);
}

TF_ALIAS HBE_TensorDebugInfo* TFE_TensorHandleTensorDebugInfo(HBE_TensorHandle* h,
                                                              HB_Status* status);
HBE_TensorDebugInfo* TFE_TensorHandleTensorDebugInfo(HBE_TensorHandle* h, HB_Status* status) {
  return HBE_TensorHandleTensorDebugInfo(h, status);
}

TF_ALIAS void TFE_DeleteTensorDebugInfo(HBE_TensorDebugInfo* debug_info);
void TFE_DeleteTensorDebugInfo(HBE_TensorDebugInfo* debug_info) {
  HBE_DeleteTensorDebugInfo(debug_info);
}

TF_ALIAS int TFE_TensorDebugInfoOnDeviceNumDims(HBE_TensorDebugInfo* debug_info);
int TFE_TensorDebugInfoOnDeviceNumDims(HBE_TensorDebugInfo* debug_info) {
  return HBE_TensorDebugInfoOnDeviceNumDims(debug_info);
}

TF_ALIAS int64_t TFE_TensorDebugInfoOnDeviceDim(HBE_TensorDebugInfo* debug_info, int dim_index);
int64_t TFE_TensorDebugInfoOnDeviceDim(HBE_TensorDebugInfo* debug_info, int dim_index) {
  return HBE_TensorDebugInfoOnDeviceDim(debug_info, dim_index);
}

TF_ALIAS HB_DeprecatedSession* TF_NewDeprecatedSession(const HB_SessionOptions* options,
                                                       HB_Status* status);
HB_DeprecatedSession* TF_NewDeprecatedSession(const HB_SessionOptions* options, HB_Status* status) {
  return HB_NewDeprecatedSession(options, status);
}

TF_ALIAS void TF_CloseDeprecatedSession(HB_DeprecatedSession* session, HB_Status* status);
void TF_CloseDeprecatedSession(HB_DeprecatedSession* session, HB_Status* status) {
  HB_CloseDeprecatedSession(session, status);
}

TF_ALIAS void TF_DeleteDeprecatedSession(HB_DeprecatedSession* session, HB_Status* status);
void TF_DeleteDeprecatedSession(HB_DeprecatedSession* session, HB_Status* status) {
  HB_DeleteDeprecatedSession(session, status);
}

TF_ALIAS void TF_Reset(const HB_SessionOptions* opt, const char** containers, int ncontainers,
                       HB_Status* status);
void TF_Reset(const HB_SessionOptions* opt, const char** containers, int ncontainers,
              HB_Status* status) {
  HB_Reset(opt, containers, ncontainers, status);
}

TF_ALIAS void TF_ExtendGraph(HB_DeprecatedSession* session, const void* proto, size_t proto_len,
                             HB_Status* status);
void TF_ExtendGraph(HB_DeprecatedSession* session, const void* proto, size_t proto_len,
                    HB_Status* status) {
  HB_ExtendGraph(session, proto, proto_len, status);
}

TF_ALIAS void TF_Run(HB_DeprecatedSession* session, const HB_Buffer* run_options,
                     const char** input_names, HB_Tensor** inputs, int ninputs,
                     const char** output_names, HB_Tensor** outputs, int noutputs,
                     const char** target_oper_names, int ntargets, HB_Buffer* run_metadata,
                     HB_Status* status);
void TF_Run(HB_DeprecatedSession* session, const HB_Buffer* run_options, const char** input_names,
            HB_Tensor** inputs, int ninputs, const char** output_names, HB_Tensor** outputs,
            int noutputs, const char** target_oper_names, int ntargets, HB_Buffer* run_metadata,
            HB_Status* status) {
  HB_Run(session, run_options, input_names, inputs, ninputs, output_names, outputs, noutputs,
         target_oper_names, ntargets, run_metadata, status);
}

TF_ALIAS void TF_PRunSetup(HB_DeprecatedSession* session, const char** input_names, int ninputs,
                           const char** output_names, int noutputs, const char** target_oper_names,
                           int ntargets, const char** handle, HB_Status* status);
void TF_PRunSetup(HB_DeprecatedSession* session, const char** input_names, int ninputs,
                  const char** output_names, int noutputs, const char** target_oper_names,
                  int ntargets, const char** handle, HB_Status* status) {
  HB_PRunSetup(session, input_names, ninputs, output_names, noutputs, target_oper_names, ntargets,
               handle, status);
}

TF_ALIAS void TF_PRun(HB_DeprecatedSession* session, const char* handle, const char** input_names,
                      HB_Tensor** inputs, int ninputs, const char** output_names,
                      HB_Tensor** outputs, int noutputs, const char** target_oper_names,
                      int ntargets, HB_Status* status);
void TF_PRun(HB_DeprecatedSession* session, const char* handle, const char** input_names,
             HB_Tensor** inputs, int ninputs, const char** output_names, HB_Tensor** outputs,
             int noutputs, const char** target_oper_names, int ntargets, HB_Status* status) {
  HB_PRun(session, handle, input_names, inputs, ninputs, output_names, outputs, noutputs,
          target_oper_names, ntargets, status);
}

TF_ALIAS HB_DeviceList* TF_DeprecatedSessionListDevices(HB_DeprecatedSession* session,
                                                        HB_Status* status);
HB_DeviceList* TF_DeprecatedSessionListDevices(HB_DeprecatedSession* session, HB_Status* status) {
  return HB_DeprecatedSessionListDevices(session, status);
}

TF_ALIAS HB_Server* TF_NewServer(const void* proto, size_t proto_len, HB_Status* status);
HB_Server* TF_NewServer(const void* proto, size_t proto_len, HB_Status* status) {
  return HB_NewServer(proto, proto_len, status);
}

TF_ALIAS void TF_ServerStart(HB_Server* server, HB_Status* status);
void TF_ServerStart(HB_Server* server, HB_Status* status) {
  HB_ServerStart(server, status);
}

TF_ALIAS void TF_ServerStop(HB_Server* server, HB_Status* status);
void TF_ServerStop(HB_Server* server, HB_Status* status) {
  HB_ServerStop(server, status);
}

TF_ALIAS void TF_ServerJoin(HB_Server* server, HB_Status* status);
void TF_ServerJoin(HB_Server* server, HB_Status* status) {
  HB_ServerJoin(server, status);
}

TF_ALIAS const char* TF_ServerTarget(HB_Server* server);
const char* TF_ServerTarget(HB_Server* server) {
  return HB_ServerTarget(server);
}

TF_ALIAS void TF_DeleteServer(HB_Server* server);
void TF_DeleteServer(HB_Server* server) {
  HB_DeleteServer(server);
}

