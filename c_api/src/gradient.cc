#include "c_api/src/internal.h"
#include "core/autodiff/gradients.h"

namespace hb::capi {
namespace {

Status Differentiate(Graph& graph, const char* prefix, const std::vector<Output>& ys,
                     const std::vector<Output>& xs, const std::vector<Output>& dys,
                     HB_Output* results) {
  auto lock = Lock(graph);
  for (const Output& o : ys) HB_RETURN_IF_ERROR(CheckOutput(graph, o));
  for (const Output& o : xs) HB_RETURN_IF_ERROR(CheckOutput(graph, o));
  for (const Output& o : dys) {
    if (o.node != nullptr) HB_RETURN_IF_ERROR(CheckOutput(graph, o));
  }
  GradientOptions options;
  if (prefix != nullptr) options.prefix = prefix;
  std::vector<Output> dxs;
  HB_RETURN_IF_ERROR(AddGradients(&graph, ys, xs, dys, options, &dxs));
  for (size_t i = 0; i < dxs.size(); ++i) results[i] = FromOutput(dxs[i]);
  return Status();
}

}  // namespace
}  // namespace hb::capi

void HB_AddGradientsWithPrefix(HB_Graph* g, const char* prefix, HB_Output* y, int ny, HB_Output* x,
                               int nx, HB_Output* dx, HB_Status* status, HB_Output* dy) {
  hb::capi::Guard(status, [&] {
    return hb::capi::Differentiate(
        g->graph, prefix, hb::capi::ToOutputs(y, ny), hb::capi::ToOutputs(x, nx),
        dx == nullptr ? std::vector<hb::Output>() : hb::capi::ToOutputs(dx, ny), dy);
  });
}

void HB_AddGradients(HB_Graph* g, HB_Output* y, int ny, HB_Output* x, int nx, HB_Output* dx,
                     HB_Status* status, HB_Output* dy) {
  HB_AddGradientsWithPrefix(g, nullptr, y, ny, x, nx, dx, status, dy);
}
