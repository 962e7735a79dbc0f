// Placement: which device runs each node, in whose memory values lie, and the copies between.
#ifndef HORNBEAM_CORE_PASSES_PLACE_H_
#define HORNBEAM_CORE_PASSES_PLACE_H_

#include "core/passes/device_name.h"
#include "core/passes/ir.h"

namespace hb {

struct PlaceOptions {
  // A device that isn't there, or has no kernel for a node, is replaced by one that does.
  bool soft = false;
  // Where nodes go that ask for nothing, if it has a kernel; -1: the kind of highest priority.
  int wish = -1;
};

// Sets `place` and `on` of each node from device strings, colocation ("loc:@node" in _class), the
// handles that a node takes, and the kernels that there are. InvalidArgument in TensorFlow's words
// if that can't be had. An op without any kernel is placed anywhere.
Status Place(Ir* ir, const DeviceSet& devices, const PlaceOptions& options);

// Finds the kernel of a placed node, or why there is none, and which arguments it wants in the
// host's memory.
void FindKernel(IrNode* n, const DeviceSet& devices);

// The memory in which input or output k of a node with a kernel lies; null is the host's.
Device* InputMemory(const IrNode& n, size_t k);
Device* OutputMemory(const IrNode& n, size_t k);

// Puts copies on edges between different memories. Copies belong to the device that takes part (the
// receiving one of two), which their kernel `copy` must serve.
Status InsertCopies(Ir* ir, const DeviceSet& devices, const HbKernelDef* copy);
// True for a node that InsertCopies has made.
bool IsCopy(const IrNode& n);

}  // namespace hb

#endif  // HORNBEAM_CORE_PASSES_PLACE_H_
