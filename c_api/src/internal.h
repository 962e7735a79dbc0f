// What stands behind the handles, and the guard around every function.
#ifndef HORNBEAM_C_API_SRC_INTERNAL_H_
#define HORNBEAM_C_API_SRC_INTERNAL_H_

#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/ref.h"
#include "core/base/status.h"
#include "core/graph/graph.h"
#include "core/tensor/tensor.h"
#include "hornbeam/c_api.h"

struct HB_Status {
  hb::Status status;
  // Set when there was no memory left even for a message.
  bool exhausted = false;
};

struct HB_Tensor {
  hb::Tensor tensor;
};

// Sessions share the graph with the caller's handle.
struct HB_Graph {
  HB_Graph() : HB_Graph(std::make_shared<hb::Graph>()) {}
  explicit HB_Graph(std::shared_ptr<hb::Graph> g) : shared(std::move(g)), graph(*shared) {}
  std::shared_ptr<hb::Graph> shared;
  hb::Graph& graph;
};

struct HB_Function {
  hb::FunctionLibrary::DefPtr def;
};

namespace hb::capi {

// Operations have no object of their own: the handle is the node.
inline Node* ToNode(const HB_Operation* oper) {
  return reinterpret_cast<Node*>(const_cast<HB_Operation*>(oper));
}
inline HB_Operation* FromNode(Node* node) { return reinterpret_cast<HB_Operation*>(node); }
inline Output ToOutput(HB_Output o) { return Output(ToNode(o.oper), o.index); }
inline HB_Output FromOutput(Output o) { return HB_Output{FromNode(o.node), o.index}; }
std::vector<Output> ToOutputs(const HB_Output* outputs, int count);

// InvalidArgument unless the output is one of a node of this graph.
Status CheckOutput(const Graph& graph, Output o);
Status CheckNode(const Graph& graph, const Node* node);

// The graph's lock, which every function holds while it reads or changes nodes.
using GraphLock = std::unique_lock<std::mutex>;
inline GraphLock Lock(const Graph& graph) { return GraphLock(graph.mu()); }

// Stores the result of a call. Never throws.
void Store(HB_Status* status, Status&& result) noexcept;
void StoreException(HB_Status* status) noexcept;

// Runs `body`, which returns a Status; whatever escapes it becomes one.
template <typename Body>
void Guard(HB_Status* status, Body&& body) noexcept {
  try {
    Store(status, body());
  } catch (...) {
    StoreException(status);
  }
}

// Runs a body that returns Result<T>; gives the value, or `fallback` on an error.
template <typename T, typename Body>
T GuardValue(HB_Status* status, T fallback, Body&& body) noexcept {
  try {
    Result<T> result = body();
    if (result.ok()) {
      T value = std::move(result).value();
      Store(status, Status());
      return value;
    }
    Store(status, std::move(result).status());
  } catch (...) {
    StoreException(status);
  }
  return fallback;
}

// For functions without a status: gives `fallback` when anything escapes.
template <typename T, typename Body>
T GuardQuiet(T fallback, Body&& body) noexcept {
  try {
    return body();
  } catch (...) {
    return fallback;
  }
}
template <typename Body>
void GuardQuiet(Body&& body) noexcept {
  try {
    body();
  } catch (...) {
  }
}

// Puts bytes into an empty buffer of the caller.
Status FillBuffer(HB_Buffer* buffer, std::string_view bytes);
HB_Buffer* NewBuffer(std::string_view bytes);

template <typename Message>
Status FillBuffer(HB_Buffer* buffer, const Message& message, const char* what) {
  std::string bytes;
  if (!message.SerializeToString(&bytes)) {
    return InvalidArgument(what, " is too large to be serialized: at most 2 GiB are possible");
  }
  return FillBuffer(buffer, bytes);
}

template <typename Message>
Status Parse(const void* data, size_t size, Message* message, const char* what) {
  if (size > 0x7fffffffu || (data == nullptr && size != 0) ||
      !message->ParseFromArray(data, static_cast<int>(size))) {
    return InvalidArgument("The bytes are no serialized ", what);
  }
  return Status();
}
template <typename Message>
Status Parse(const HB_Buffer* buffer, Message* message, const char* what) {
  return Parse(buffer->data, buffer->length, message, what);
}

}  // namespace hb::capi

#endif  // HORNBEAM_C_API_SRC_INTERNAL_H_
