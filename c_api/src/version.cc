#include "core/base/config.h"
#include "hornbeam/c_api.h"

const char* HB_Version() { return hb::kVersion; }

void HB_AbiVersion(int* min, int* max) {
  *min = 1;
  *max = HORNBEAM_ABI_VERSION;
}
