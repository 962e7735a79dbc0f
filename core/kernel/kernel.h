// The kernel interface: C-layout structs through which plans, our own kernels and plug-ins meet.
//
// A kernel has two functions. `plan` is called when shapes are known: it checks what the shape
// function did not, computes its parameters once and says which buffers it can share. `run` is
// called for each execution and only reads the plan's results. Steps whose input shapes are known
// only while running are planned again just before each run, with all values at hand.
#ifndef HORNBEAM_CORE_KERNEL_KERNEL_H_
#define HORNBEAM_CORE_KERNEL_KERNEL_H_

#include <cstddef>
#include <cstdint>

extern "C" {

// A tensor as kernels see it. `dims[i]` and `count` are -1, and `rank` may be -1, only in a plan
// for outputs that are known while running. Strings are arrays of hb::TString; resources and
// variants arrays of counted pointers; output elements of these are constructed and empty.
struct HbView {
  void* data;
  const int64_t* dims;
  int64_t count;
  int32_t rank;
  int32_t dtype;
};

// Attributes of a node. Each getter returns 0 and leaves `out` untouched if the attribute is
// missing or of another kind; memory belongs to the node.
struct HbAttrs {
  uint32_t struct_size;
  const void* impl;
  int (*get_int)(const HbAttrs*, const char* name, int64_t* out);
  int (*get_float)(const HbAttrs*, const char* name, float* out);
  int (*get_bool)(const HbAttrs*, const char* name, unsigned char* out);
  int (*get_type)(const HbAttrs*, const char* name, int32_t* out);
  int (*get_string)(const HbAttrs*, const char* name, const char** data, size_t* size);
  int (*get_int_list)(const HbAttrs*, const char* name, const int64_t** data, size_t* count);
  int (*get_float_list)(const HbAttrs*, const char* name, const float** data, size_t* count);
  int (*get_type_list)(const HbAttrs*, const char* name, const int32_t** data, size_t* count);
  int (*get_string_at)(const HbAttrs*, const char* name, size_t i, const char** data, size_t* size);
  // Rank -1 for an unknown rank.
  int (*get_shape)(const HbAttrs*, const char* name, const int64_t** dims, int32_t* rank);
  int (*get_shape_at)(const HbAttrs*, const char* name, size_t i, const int64_t** dims,
                      int32_t* rank);
};

// What a plan says of one output.
struct HbOutPlan {
  HbView spec;         // dtype and shape, from the op's shape function; a kernel may complete it
  int32_t alias_of;    // the output is this input under another shape (Reshape, Identity); -1 none
  uint64_t may_reuse;  // bit i: the output may lie exactly where input i lies
};

struct HbRunCtx;
typedef int (*HbRunFn)(HbRunCtx*);

struct HbPlanCtx {
  uint32_t struct_size;
  int32_t n_in, n_out;
  const HbView* in;  // data is not null: the value is known now, for small host values
  HbOutPlan* out;
  const HbAttrs* attrs;
  const char* node_name;
  // Results. `params` comes from alloc_params; `run` may choose a function for these dtypes and
  // shapes and overrides the definition's.
  void* params;
  size_t scratch;  // bytes that each run needs, aligned to 64
  HbRunFn run;
  // Zeroed memory, aligned to 64, that lives as long as the plan and is freed without destructors.
  void* (*alloc_params)(HbPlanCtx*, size_t bytes);
  // Records the error and returns non-zero, so that a kernel can `return ctx->fail(...)`.
  int (*fail)(HbPlanCtx*, int code, const char* message, size_t size);
  void* impl;
  // Result: about how many nanoseconds a run takes on one thread, which decides how many threads it
  // is worth. 0 leaves the guess to the runtime, which goes by the bytes of inputs and outputs.
  double cost;
};

// What a running kernel may ask of the runtime.
struct HbEnv {
  uint32_t struct_size;
  // Runs fn(arg, 0..tasks-1), perhaps on several threads; returns when all are done. The cut into
  // tasks must depend on shapes only. How many threads take part depends on the plan's cost too.
  void (*parallel_for)(HbRunCtx*, int64_t tasks, void (*fn)(void* arg, int64_t task), void* arg);
  // For outputs whose shape is known only now (kernels flagged kHbDynamicOut): allocates output i
  // and fills out[i]. Returns non-zero after having failed.
  int (*alloc_out)(HbRunCtx*, int i, const int64_t* dims, int rank);
  // Memory until the run function returns; null after having failed.
  void* (*alloc_temp)(HbRunCtx*, size_t bytes);
  // Non-zero once the run was cancelled. Long loops ask now and then and fail with CANCELLED.
  int (*cancelled)(HbRunCtx*);
  // Records the error (the first one stays) and returns non-zero.
  int (*fail)(HbRunCtx*, int code, const char* message, size_t size);
  // For steps of devices: the value of the variable whose handle is input i, in the device's
  // memory. What is enqueued in this step sees what other runs have written, and is seen by what
  // they enqueue later. Returns non-zero after having failed.
  int (*variable)(HbRunCtx*, int i, int access, HbView* value);
};

// What a kernel does with a variable.
enum HbVariableAccess : int {
  kHbVariableRead = 0,
  kHbVariableUpdate = 1,     // writes, and reads what was there
  kHbVariableOverwrite = 2,  // writes all of it; the shape stays
};

struct HbRunCtx {
  const HbEnv* env;
  HbView* const* in;
  HbView* const* out;
  const void* params;
  void* scratch;
  void* state;        // of (session, node), from new_state; null without one
  void* stream;       // of the step's device, see core/tensor/device_def.h; null on the CPU
  uint64_t in_owned;  // bit i: nobody else will look at input i again; its elements may be moved
  void* impl;
};

// Flags of a kernel.
enum HbKernelFlags : uint32_t {
  kHbStateful = 1,      // never folded, merged or duplicated
  kHbDynamicOut = 2,    // allocates its outputs while running
  kHbMayBlock = 4,      // has `start`, waits without a thread
  kHbOwnsOutput = 8,    // hands over buffers of its own (reads of variables)
  kHbExpensive = 16,    // worth a thread of its own
  kHbMakesHandle = 64,  // its output is a handle that stays the same for (session, node)
  kHbOnlyShapes = 32,   // never reads input data (Shape, Rank, Size, ZerosLike)
};

struct HbKernelDef {
  uint32_t struct_size;
  uint32_t abi;  // kHbKernelAbi
  const char* op;
  // "CPU", a plug-in's kind of device, or "DEFAULT" for all of those that have no row of their own.
  const char* device;
  const char* constraint;  // "T:float,double;Tidx:int32,int64"; null or "" for any
  // On devices: bit i says that argument i of the op lives in the host's memory. Strings, handles
  // and variants do in any case. A kernel of a device only enqueues on the stream; inputs, outputs,
  // parameters and views on the host are read and written before it returns. `plan` sees no data of
  // inputs that live on the device; scratch, alloc_temp and alloc_out give memory there, which
  // stays until the enqueued work is done.
  uint64_t host_in;
  uint64_t host_out;
  uint32_t flags;
  int (*plan)(HbPlanCtx*);  // may be null if run needs no parameters
  HbRunFn run;              // may be null if plan chooses it
  // Asynchronous kernels: begins, and calls done(code, arg) exactly once, from any thread that is
  // inside a call of ours. The context stays valid until then. Cancellation calls `cancel`.
  void (*start)(HbRunCtx*, void (*done)(void* arg, int code), void* arg);
  void (*cancel)(HbRunCtx*);
  void* (*new_state)(const HbAttrs*);
  void (*free_state)(void*);
};
enum { kHbKernelAbi = 1 };

}  // extern "C"

#endif  // HORNBEAM_CORE_KERNEL_KERNEL_H_
