#include "c_api/src/internal.h"

#include <cstdlib>
#include <cstring>
#include <exception>

namespace hb::capi {

std::vector<Output> ToOutputs(const HB_Output* outputs, int count) {
  std::vector<Output> out;
  out.reserve(count > 0 ? static_cast<size_t>(count) : 0);
  for (int i = 0; i < count; ++i) out.push_back(ToOutput(outputs[i]));
  return out;
}

Status CheckNode(const Graph& graph, const Node* node) {
  if (node == nullptr) return InvalidArgument("The operation is NULL");
  if (node->graph() != &graph) {
    return InvalidArgument("Operation '", node->name(), "' belongs to another graph");
  }
  return Status();
}

Status CheckOutput(const Graph& graph, Output o) {
  HB_RETURN_IF_ERROR(CheckNode(graph, o.node));
  if (o.index < 0 || o.index >= o.node->num_outputs()) {
    return InvalidArgument("Operation '", o.node->name(), "' (", o.node->type(), ") has ",
                           o.node->num_outputs(), " outputs, so there is no output ", o.index);
  }
  return Status();
}

void Store(HB_Status* status, Status&& result) noexcept {
  status->status = std::move(result);
  status->exhausted = false;
}

void StoreException(HB_Status* status) noexcept {
  try {
    try {
      throw;
    } catch (const std::bad_alloc&) {
      status->status = ResourceExhausted("Out of memory");
    } catch (const std::length_error& e) {
      status->status = ResourceExhausted("A size is too large: ", e.what());
    } catch (const std::exception& e) {
      status->status = Internal("Unexpected exception: ", e.what());
    } catch (...) {
      status->status = Internal("Unexpected exception");
    }
    status->exhausted = false;
  } catch (...) {
    status->status = Status();
    status->exhausted = true;
  }
}

namespace {

void FreeBytes(void* data, size_t) { std::free(data); }

}  // namespace

Status FillBuffer(HB_Buffer* buffer, std::string_view bytes) {
  if (buffer->data != nullptr) {
    return InvalidArgument(
        "The buffer for the result is not empty; pass one from HB_NewBuffer that holds nothing");
  }
  void* copy = std::malloc(bytes.empty() ? 1 : bytes.size());
  if (copy == nullptr) return ResourceExhausted("Out of memory for ", bytes.size(), " bytes");
  if (!bytes.empty()) std::memcpy(copy, bytes.data(), bytes.size());
  buffer->data = copy;
  buffer->length = bytes.size();
  buffer->data_deallocator = FreeBytes;
  return Status();
}

HB_Buffer* NewBuffer(std::string_view bytes) {
  auto buffer = std::make_unique<HB_Buffer>(HB_Buffer{nullptr, 0, nullptr});
  if (!FillBuffer(buffer.get(), bytes).ok()) throw std::bad_alloc();
  return buffer.release();
}

}  // namespace hb::capi
