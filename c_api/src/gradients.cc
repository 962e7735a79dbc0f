#include "core/autodiff/gradients.h"

#include "c_api/src/internal.h"

namespace hb::capi {
namespace {

Status AddTo(HB_Graph* g, const char* prefix, const HB_Output* y, int ny, const HB_Output* x,
             int nx, const HB_Output* dx, HB_Output* dy) {
  auto lock = Lock(g->graph);
  GradientOptions options;
  if (prefix != nullptr) {
    if (*prefix == '\0') return InvalidArgument("the prefix of gradients must not be empty");
    options.prefix = prefix;
  }
  std::vector<Output> found;
  HB_RETURN_IF_ERROR(AddGradients(&g->graph, ToOutputs(y, ny), ToOutputs(x, nx),
                                  dx == nullptr ? std::vector<Output>() : ToOutputs(dx, ny),
                                  options, &found));
  for (int i = 0; i < nx; ++i) {
    const Output& o = found[static_cast<size_t>(i)];
    dy[i] = o ? FromOutput(o) : HB_Output{nullptr, -1};
  }
  return Status();
}

}  // namespace
}  // namespace hb::capi

void HB_AddGradientsWithPrefix(HB_Graph* g, const char* prefix, HB_Output* y, int ny, HB_Output* x,
                               int nx, HB_Output* dx, HB_Status* status, HB_Output* dy) {
  hb::capi::Guard(status, [&] { return hb::capi::AddTo(g, prefix, y, ny, x, nx, dx, dy); });
}

void HB_AddGradients(HB_Graph* g, HB_Output* y, int ny, HB_Output* x, int nx, HB_Output* dx,
                     HB_Status* status, HB_Output* dy) {
  HB_AddGradientsWithPrefix(g, nullptr, y, ny, x, nx, dx, status, dy);
}
