// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file.
#ifndef HORNBEAM_C_SAVED_MODEL_H_
#define HORNBEAM_C_SAVED_MODEL_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hornbeam/c/macros.h"
#include "hornbeam/c/buffer.h"
#include "hornbeam/c/dtype.h"
#include "hornbeam/c/graph.h"
#include "hornbeam/c/session.h"
#include "hornbeam/c/status.h"

#ifdef __cplusplus
extern "C" {
#endif

// SavedModels (unstable: rows may change between minor versions)
//
// Loading with options, the signatures of a model, and writing.

// The signatures of a MetaGraphDef. Does not change; any thread may read it.
typedef struct HB_SignatureList HB_SignatureList;

// What HB_SavedModelWrite writes. Not thread-safe.
typedef struct HB_SavedModelOptions HB_SavedModelOptions;

// Which files the graph of a loaded model may read and write.
typedef enum HB_FileAccess HORNBEAM_INT_ENUM {
  HB_FILE_ACCESS_ALL = 0,  // All that the process may.
  HB_FILE_ACCESS_MODEL_DIR_ONLY = 1,  // Those in the folder of the model only.
} HB_FileAccess;

// How to load a model. Set `struct_size` to sizeof(HB_LoadOptions) and all else to 0 for the
// defaults.
typedef struct HB_LoadOptions {
  // Bytes of this struct as the caller knows it.
  size_t struct_size;
  // Which files the graph may touch.
  HB_FileAccess file_access;
  // Most threads that one run uses; 0 for the number of processors.
  int threads;
} HB_LoadOptions;

// One input or output of a signature. All pointers belong to the list.
typedef struct HB_SignatureTensor {
  // Bytes of this struct as the caller knows it; set before the call.
  size_t struct_size;
  // Name of the argument, such as "x".
  const char* name;
  // Tensor in the graph, such as "serving_default_x:0".
  const char* tensor_name;
  // Element type.
  HB_DataType dtype;
  // Rank, -1 when it is unknown.
  int num_dims;
  // `num_dims` sizes, -1 for unknown ones.
  const int64_t* dims;
} HB_SignatureTensor;

// Lets ops of the session touch only files in a folder. Others, through links and ".." too, fail
// with HB_PERMISSION_DENIED.
//
//   options  the options
//   folder   a folder, copied; NULL for all files
// Since 0.1.0, unstable.
HORNBEAM_API void HB_SetFileRoot(HB_SessionOptions* options, const char* folder);

// As HB_LoadSessionFromSavedModel, with load options.
//
//   session_options  the session's options; NULL for the defaults
//   load_options     NULL for the defaults
//   export_dir       folder of the SavedModel
//   tags             `tags_len` tags
//   tags_len         number of tags
//   graph            a graph without operations [must outlive what this call makes]
//   meta_graph_def   an empty buffer that receives the serialized MetaGraphDef, or NULL [written]
//   status           HB_OK, or what went wrong
//   returns          the caller's to free; may be NULL
// Since 0.1.0, unstable.
HORNBEAM_API HB_Session* HB_LoadSavedModel(const HB_SessionOptions* session_options,
                                           const HB_LoadOptions* load_options,
                                           const char* export_dir, const char* const* tags,
                                           int tags_len, HB_Graph* graph, HB_Buffer* meta_graph_def,
                                           HB_Status* status);

// Reads the signatures of a serialized MetaGraphDef, sorted by name.
//
//   meta_graph_def  what HB_LoadSavedModel wrote
//   status          HB_OK, or what went wrong
//   returns         the caller's to free; may be NULL
// Since 0.1.0, unstable.
HORNBEAM_API HB_SignatureList* HB_MetaGraphDefSignatures(const HB_Buffer* meta_graph_def,
                                                         HB_Status* status);

// Frees a list.
//
//   list  the list [taken over; may be NULL]
// Since 0.1.0, unstable.
HORNBEAM_API void HB_DeleteSignatureList(HB_SignatureList* list);

// Returns the number of signatures.
//
//   list  the list
// Since 0.1.0, unstable.
HORNBEAM_API int HB_SignatureListCount(const HB_SignatureList* list);

// Returns the name of a signature, such as "serving_default"; NULL when the index is out of range.
//
//   list     the list
//   index    0 <= index < HB_SignatureListCount(list)
//   returns  stays the library's; may be NULL
// Since 0.1.0, unstable.
HORNBEAM_API const char* HB_SignatureListName(const HB_SignatureList* list, int index);

// Returns the method name of a signature, such as "tensorflow/serving/predict".
//
//   list     the list
//   index    0 <= index < HB_SignatureListCount(list)
//   returns  stays the library's; may be NULL
// Since 0.1.0, unstable.
HORNBEAM_API const char* HB_SignatureListMethod(const HB_SignatureList* list, int index);

// Returns the number of inputs of a signature, -1 when the index is out of range.
//
//   list   the list
//   index  0 <= index < HB_SignatureListCount(list)
// Since 0.1.0, unstable.
HORNBEAM_API int HB_SignatureListNumInputs(const HB_SignatureList* list, int index);

// Returns the number of outputs of a signature, -1 when the index is out of range.
//
//   list   the list
//   index  0 <= index < HB_SignatureListCount(list)
// Since 0.1.0, unstable.
HORNBEAM_API int HB_SignatureListNumOutputs(const HB_SignatureList* list, int index);

// Describes an input of a signature. Inputs are sorted by name.
//
//   list    the list
//   index   0 <= index < HB_SignatureListCount(list)
//   input   0 <= input < HB_SignatureListNumInputs(list, index)
//   tensor  receives the description [read and written]
//   status  HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_SignatureListInput(const HB_SignatureList* list, int index, int input,
                                        HB_SignatureTensor* tensor, HB_Status* status);

// Describes an output of a signature. Outputs are sorted by name.
//
//   list    the list
//   index   0 <= index < HB_SignatureListCount(list)
//   output  0 <= output < HB_SignatureListNumOutputs(list, index)
//   tensor  receives the description [read and written]
//   status  HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_SignatureListOutput(const HB_SignatureList* list, int index, int output,
                                         HB_SignatureTensor* tensor, HB_Status* status);

// Creates options: the tag "serve", no signature, all variables of the session.
//
//   returns  the caller's to free
// Since 0.1.0, unstable.
HORNBEAM_API HB_SavedModelOptions* HB_NewSavedModelOptions(void);

// Frees options.
//
//   options  the options [taken over; may be NULL]
// Since 0.1.0, unstable.
HORNBEAM_API void HB_DeleteSavedModelOptions(HB_SavedModelOptions* options);

// Adds a tag; the first one replaces the default.
//
//   options  the options
//   tag      the tag, copied
// Since 0.1.0, unstable.
HORNBEAM_API void HB_SavedModelOptionsAddTag(HB_SavedModelOptions* options, const char* tag);

// Adds a signature and returns its number.
//
//   options      the options
//   name         such as "serving_default"
//   method_name  NULL for "tensorflow/serving/predict"
// Since 0.1.0, unstable.
HORNBEAM_API int HB_SavedModelOptionsAddSignature(HB_SavedModelOptions* options, const char* name,
                                                  const char* method_name);

// Adds an input to a signature.
//
//   options    the options
//   signature  what HB_SavedModelOptionsAddSignature returned
//   name       name of the argument
//   tensor     the tensor that a call feeds
// Since 0.1.0, unstable.
HORNBEAM_API void HB_SavedModelOptionsAddSignatureInput(HB_SavedModelOptions* options,
                                                        int signature, const char* name,
                                                        HB_Output tensor);

// Adds an output to a signature.
//
//   options    the options
//   signature  what HB_SavedModelOptionsAddSignature returned
//   name       name of the result
//   tensor     the tensor that a call fetches
// Since 0.1.0, unstable.
HORNBEAM_API void HB_SavedModelOptionsAddSignatureOutput(HB_SavedModelOptions* options,
                                                         int signature, const char* name,
                                                         HB_Output tensor);

// Adds a variable to save; the first one replaces the default of all variables.
//
//   options   the options
//   key       name in the checkpoint, such as "dense/kernel"
//   variable  a VarHandleOp or a ref variable
// Since 0.1.0, unstable.
HORNBEAM_API void HB_SavedModelOptionsAddVariable(HB_SavedModelOptions* options, const char* key,
                                                  HB_Operation* variable);

// Adds an asset: the file is copied to "assets/", and when the model is loaded `tensor` holds its
// path there.
//
//   options      the options
//   source_path  file to copy
//   tensor       a string constant
// Since 0.1.0, unstable.
HORNBEAM_API void HB_SavedModelOptionsAddAsset(HB_SavedModelOptions* options,
                                               const char* source_path, HB_Output tensor);

// Adds a file with the given content.
//
//   options  the options
//   path     relative path without ".."
//   data     bytes, copied
//   length   number of bytes
// Since 0.1.0, unstable.
HORNBEAM_API void HB_SavedModelOptionsAddFile(HB_SavedModelOptions* options, const char* path,
                                              const void* data, size_t length);

// Sets the operation that a loader runs after restoring the variables.
//
//   options  the options
//   init     the operation
// Since 0.1.0, unstable.
HORNBEAM_API void HB_SavedModelOptionsSetInitOp(HB_SavedModelOptions* options, HB_Operation* init);

// Writes the session's graph, variables and signatures as a SavedModel that TensorFlow loads. All
// is written aside, synced and then moved into place: a failed call leaves what was there before.
// Runs that change variables at the same time are legal; each variable is saved as it was at one
// moment.
//
//   session     the session
//   export_dir  folder to write; an existing SavedModel there is replaced
//   options     what to write
//   status      HB_OK, or what went wrong
// Since 0.1.0, unstable.
HORNBEAM_API void HB_SavedModelWrite(HB_Session* session, const char* export_dir,
                                     const HB_SavedModelOptions* options, HB_Status* status);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // HORNBEAM_C_SAVED_MODEL_H_
