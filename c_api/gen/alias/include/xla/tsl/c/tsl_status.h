// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef XLA_TSL_C_TSL_STATUS_H_
#define XLA_TSL_C_TSL_STATUS_H_

#include "tensorflow/c/tf_status.h"

// The names under which newer clients know status and code.
typedef TF_Status TSL_Status;
typedef TF_Code TSL_Code;

#endif  // XLA_TSL_C_TSL_STATUS_H_
