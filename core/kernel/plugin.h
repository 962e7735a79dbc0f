// The door for plug-ins: shared libraries that bring ops, kernels and devices.
//
// A plug-in exports one C function, hornbeam_plugin_v1. The host calls it once, with what it
// offers; the plug-in fills in what it brings and returns 0, or returns anything else to be
// refused. Everything that it points to must live as long as the process: a plug-in is never
// unloaded.
#ifndef HORNBEAM_CORE_KERNEL_PLUGIN_H_
#define HORNBEAM_CORE_KERNEL_PLUGIN_H_

#include "core/kernel/kernel.h"
#include "core/tensor/device_def.h"

extern "C" {

enum { kHbPluginAbi = 1 };

// How the shapes of an op's outputs follow from its inputs.
enum HbShapeRule : int32_t {
  kHbShapeUnknown = 0,    // told by the kernel, which is flagged kHbDynamicOut
  kHbShapeUnchanged = 1,  // that of input 0
  kHbShapeScalar = 2,
  kHbShapeBroadcast = 3,  // inputs 0 and 1 broadcast together
  kHbShapeMerged = 4,     // that of all inputs, which agree
};

enum HbOpFlags : uint32_t { kHbOpStateful = 1 };

// An op. Lists of texts end with null and use the notation of TensorFlow's registrations:
// "x: T", "values: N * T"; "T: {float, double} = DT_FLOAT".
struct HbOpRow {
  uint32_t struct_size;
  const char* name;
  const char* const* inputs;
  const char* const* outputs;
  const char* const* attrs;
  const char* doc;
  uint32_t flags;
  int32_t shape;
};

struct HbHost {
  uint32_t struct_size;
  uint32_t plugin_abi;  // kHbPluginAbi
  uint32_t kernel_abi;  // kHbKernelAbi
  const char* version;  // of the library
  uint32_t device_abi;  // kHbDeviceAbi
};

struct HbPlugin {
  uint32_t struct_size;
  uint32_t plugin_abi;  // what the plug-in was built for
  const char* name;
  const HbOpRow* ops;
  int32_t num_ops;
  const HbKernelDef* kernels;
  int32_t num_kernels;
  // Kinds of devices; kernels name them by their type. Sessions made later have them.
  const HbDeviceDef* devices;
  int32_t num_devices;
};

typedef int (*HbPluginFn)(const HbHost* host, HbPlugin* plugin);
#define HORNBEAM_PLUGIN_ENTRY "hornbeam_plugin_v1"

}  // extern "C"

#endif  // HORNBEAM_CORE_KERNEL_PLUGIN_H_
