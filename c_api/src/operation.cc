#include "c_api/src/internal.h"

namespace hb::capi {
namespace {

const char kAnyDevice[] = "";

// How many tensors the argument stands for.
Result<int> ListLength(const Node* node,
                       const google::protobuf::RepeatedPtrField<pb::OpDef::ArgDef>& args,
                       std::string_view name, const char* kind) {
  for (const auto& arg : args) {
    if (arg.name() == name) return ArgCount(arg, node->attrs());
  }
  return InvalidArgument(kind, " arg '", name, "' not found in operation '", node->name(), "' (",
                         node->type(), ")");
}

template <typename From, typename To, typename Convert>
int Copy(const From& from, To* to, int room, Convert convert) {
  int written = 0;
  for (const auto& item : from) {
    if (written == room) break;
    to[written++] = convert(item);
  }
  return written;
}

bool HasOutput(Output o) { return o.index >= 0 && o.index < o.node->num_outputs(); }

}  // namespace
}  // namespace hb::capi

using hb::capi::GuardValue;
using hb::capi::Lock;
using hb::capi::ToNode;
using hb::capi::ToOutput;

const char* HB_OperationName(HB_Operation* oper) { return ToNode(oper)->name().c_str(); }

const char* HB_OperationOpType(HB_Operation* oper) { return ToNode(oper)->type().c_str(); }

const char* HB_OperationDevice(HB_Operation* oper) {
  const std::string& device = ToNode(oper)->device();
  return device.empty() ? hb::capi::kAnyDevice : device.c_str();
}

int HB_OperationNumOutputs(HB_Operation* oper) { return ToNode(oper)->num_outputs(); }

HB_DataType HB_OperationOutputType(HB_Output oper_out) {
  const hb::Output output = ToOutput(oper_out);
  return static_cast<HB_DataType>(hb::capi::HasOutput(output) ? output.dtype() : hb::DT_INVALID);
}

int HB_OperationOutputListLength(HB_Operation* oper, const char* arg_name, HB_Status* status) {
  return GuardValue<int>(status, -1, [&] {
    const hb::Node* node = ToNode(oper);
    return hb::capi::ListLength(node, node->op().def.output_arg(), arg_name, "Output");
  });
}

int HB_OperationNumInputs(HB_Operation* oper) { return ToNode(oper)->num_inputs(); }

HB_DataType HB_OperationInputType(HB_Input oper_in) {
  const hb::Node* node = ToNode(oper_in.oper);
  if (oper_in.index < 0 || oper_in.index >= node->num_inputs()) {
    return static_cast<HB_DataType>(hb::DT_INVALID);
  }
  return static_cast<HB_DataType>(node->input_type(oper_in.index));
}

int HB_OperationInputListLength(HB_Operation* oper, const char* arg_name, HB_Status* status) {
  return GuardValue<int>(status, -1, [&] {
    const hb::Node* node = ToNode(oper);
    return hb::capi::ListLength(node, node->op().def.input_arg(), arg_name, "Input");
  });
}

HB_Output HB_OperationInput(HB_Input oper_in) {
  const hb::Node* node = ToNode(oper_in.oper);
  if (oper_in.index < 0 || oper_in.index >= node->num_inputs()) return HB_Output{nullptr, -1};
  return hb::capi::FromOutput(node->input(oper_in.index));
}

void HB_OperationAllInputs(HB_Operation* oper, HB_Output* inputs, int max_inputs) {
  hb::capi::Copy(ToNode(oper)->inputs(), inputs, max_inputs, hb::capi::FromOutput);
}

int HB_OperationOutputNumConsumers(HB_Output oper_out) {
  const hb::Node* node = ToNode(oper_out.oper);
  auto lock = Lock(*node->graph());
  int count = 0;
  for (const auto& consumer : node->consumers()) count += consumer.output == oper_out.index;
  return count;
}

int HB_OperationOutputConsumers(HB_Output oper_out, HB_Input* consumers, int max_consumers) {
  const hb::Node* node = ToNode(oper_out.oper);
  auto lock = Lock(*node->graph());
  int count = 0;
  for (const auto& consumer : node->consumers()) {
    if (consumer.output != oper_out.index) continue;
    if (count < max_consumers) {
      consumers[count] = HB_Input{hb::capi::FromNode(consumer.node), consumer.input};
    }
    ++count;
  }
  return count;
}

int HB_OperationNumControlInputs(HB_Operation* oper) {
  const hb::Node* node = ToNode(oper);
  auto lock = Lock(*node->graph());
  return static_cast<int>(node->control_inputs().size());
}

int HB_OperationGetControlInputs(HB_Operation* oper, HB_Operation** control_inputs,
                                 int max_control_inputs) {
  const hb::Node* node = ToNode(oper);
  auto lock = Lock(*node->graph());
  hb::capi::Copy(node->control_inputs(), control_inputs, max_control_inputs, hb::capi::FromNode);
  return static_cast<int>(node->control_inputs().size());
}

int HB_OperationNumControlOutputs(HB_Operation* oper) {
  const hb::Node* node = ToNode(oper);
  auto lock = Lock(*node->graph());
  return static_cast<int>(node->control_outputs().size());
}

int HB_OperationGetControlOutputs(HB_Operation* oper, HB_Operation** control_outputs,
                                  int max_control_outputs) {
  const hb::Node* node = ToNode(oper);
  auto lock = Lock(*node->graph());
  hb::capi::Copy(node->control_outputs(), control_outputs, max_control_outputs, hb::capi::FromNode);
  return static_cast<int>(node->control_outputs().size());
}

void HB_OperationToNodeDef(HB_Operation* oper, HB_Buffer* output_node_def, HB_Status* status) {
  hb::capi::Guard(status, [&] {
    const hb::Node* node = ToNode(oper);
    hb::pb::NodeDef def;
    {
      auto lock = Lock(*node->graph());
      node->graph()->NodeToProto(node, &def);
    }
    return hb::capi::FillBuffer(output_node_def, def, "The NodeDef");
  });
}
