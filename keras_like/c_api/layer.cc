#include "keras_like/c_api/handles.h"
#include "keras_like/layers/core/traced.h"

using hb::Output;
using hb::Result;
using hb::Status;
using namespace hb::keras_like;  // NOLINT: this file is the outside of that namespace

extern "C" {

HB_Graph* HB_TraceGraph(const HB_Trace* trace) { return trace->scope.graph_handle(); }

unsigned char HB_TraceIsTraining(const HB_Trace* trace) { return trace->training ? 1 : 0; }

const char* HB_TraceScope(const HB_Trace* trace) { return trace->scope.prefix().c_str(); }

void HB_TraceAddWeight(HB_Trace* trace, const char* name, const int64_t* dims, int num_dims,
                       HB_DataType dtype, const char* initializer, unsigned char trainable,
                       HB_Output* value, HB_Status* status) {
  Guard(status, [&]() -> Status {
    Json spec;
    if (initializer != nullptr && initializer[0] == '{') {
      HB_ASSIGN_OR_RETURN(spec, Json::Parse(initializer));
    } else if (initializer != nullptr) {
      spec = initializer;
    }
    if (num_dims < 0) return hb::InvalidArgument("a weight needs a known rank");
    HB_ASSIGN_OR_RETURN(const Output output,
                        trace->hooks.add_weight(name, hb::Dims(dims, dims + num_dims), dtype, spec,
                                                trainable != 0));
    *value = output.handle();
    return Status();
  });
}

void HB_TraceUpdateWeight(HB_Trace* trace, const char* name, HB_Output value, HB_Status* status) {
  Guard(status, [&] { return trace->hooks.update_weight(name, Output(trace->scope, value)); });
}

HB_Layer* HB_LayerNew(const char* class_name, const char* config, size_t config_len,
                      HB_Status* status) {
  return Make<HB_Layer>(status, [&]() -> Result<std::unique_ptr<HB_Layer>> {
    HB_ASSIGN_OR_RETURN(Json json, ParseConfig(config, config_len));
    HB_ASSIGN_OR_RETURN(
        auto layer,
        MakeLayer(Json::Object({{"class_name", class_name}, {"config", std::move(json)}})));
    return std::unique_ptr<HB_Layer>(new HB_Layer{std::move(layer)});
  });
}

HB_Layer* HB_LayerFromTrace(const char* class_name, const char* config, size_t config_len,
                            int noutputs, HB_TraceFn fn, void* user, HB_ReleaseFn release,
                            HB_Status* status) {
  return Make<HB_Layer>(status, [&]() -> Result<std::unique_ptr<HB_Layer>> {
    const auto function = std::make_shared<const UserFunction>(fn, user, release);
    HB_ASSIGN_OR_RETURN(const Json given, ParseConfig(config, config_len));
    if (noutputs < 1) return hb::InvalidArgument("a layer needs an output");
    Json full = Json::Object({{"name", given["name"].is_string() ? given["name"] : Json()},
                              {"trainable", given["trainable"].AsBool(true)},
                              {"dtype", nullptr}});
    return std::unique_ptr<HB_Layer>(new HB_Layer{
        std::make_shared<TracedLayer>(class_name, std::move(full), noutputs, function)});
  });
}

void HB_LayerCall(HB_Layer* layer, HB_Symbol* const* inputs, int ninputs, HB_Symbol** outputs,
                  int noutputs, HB_Status* status) {
  Guard(status, [&]() -> Status {
    std::vector<Symbol> arguments;
    for (int i = 0; i < ninputs; ++i) arguments.push_back(inputs[i]->symbol);
    HB_ASSIGN_OR_RETURN(const std::vector<Symbol> results, CallLayer(layer->layer, arguments));
    if (static_cast<int>(results.size()) != noutputs) {
      return hb::InvalidArgument("the layer has " + std::to_string(results.size()) +
                                 " outputs, room was given for " + std::to_string(noutputs));
    }
    std::vector<std::unique_ptr<HB_Symbol>> made;
    for (const Symbol& result : results) made.emplace_back(new HB_Symbol{result});
    for (int i = 0; i < noutputs; ++i) outputs[i] = made[i].release();
    return Status();
  });
}

void HB_LayerAdapt(HB_Layer* layer, const HB_Tensor* data, unsigned char go_on, HB_Status* status) {
  Guard(status, [&]() -> Status {
    HB_ASSIGN_OR_RETURN(const hb::Tensor shared, Share(const_cast<HB_Tensor*>(data)));
    return layer->layer->Adapt(shared, go_on != 0);
  });
}

void HB_LayerConfig(HB_Layer* layer, HB_Buffer* json, HB_Status* status) {
  Guard(status, [&] { return WriteBuffer(layer->layer->ToJson().Dump(), json); });
}

void HB_DeleteLayer(HB_Layer* layer) { delete layer; }

HB_Symbol* HB_SymbolInput(const char* config, size_t config_len, HB_Status* status) {
  return Make<HB_Symbol>(status, [&]() -> Result<std::unique_ptr<HB_Symbol>> {
    HB_ASSIGN_OR_RETURN(const Json json, ParseConfig(config, config_len));
    HB_ASSIGN_OR_RETURN(Symbol symbol, MakeInput(json));
    return std::unique_ptr<HB_Symbol>(new HB_Symbol{std::move(symbol)});
  });
}

void HB_SymbolDescribe(const HB_Symbol* symbol, HB_Buffer* json, HB_Status* status) {
  Guard(status, [&] {
    const TensorSpec& spec = symbol->symbol.spec;
    return WriteBuffer(Json::Object({{"dtype", DtypeName(spec.dtype)},
                                     {"shape", Json::Shape(spec.dims)},
                                     {"layer", symbol->symbol.node->layer->name()}})
                           .Dump(),
                       json);
  });
}

void HB_DeleteSymbol(HB_Symbol* symbol) { delete symbol; }

void HB_LayersSchema(HB_Buffer* json, HB_Status* status) {
  Guard(status, [&] { return WriteBuffer(Registry::Get().Schema().Dump(1), json); });
}

void HB_SetRandomSeed(uint64_t seed) { SetGlobalSeed(seed); }

}  // extern "C"
