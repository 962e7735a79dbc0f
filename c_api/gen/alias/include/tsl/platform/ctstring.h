// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef TSL_PLATFORM_CTSTRING_H_
#define TSL_PLATFORM_CTSTRING_H_

#include "tensorflow/core/platform/ctstring.h"

#endif  // TSL_PLATFORM_CTSTRING_H_
