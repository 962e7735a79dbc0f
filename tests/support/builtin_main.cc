// The main function of the tests that use the ops and kernels of the build.
#include <gtest/gtest.h>

#include "core/builtin/builtin.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  hb::InitBuiltin();
  return RUN_ALL_TESTS();
}
