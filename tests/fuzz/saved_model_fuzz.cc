// The input is the saved_model.pb of a model without variables.
#include "core/builtin/builtin.h"
#include "core/saved_model/loader.h"
#include "tests/fuzz/folder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  hb::InitBuiltin();
  static const hb::FuzzFolder folder;
  hb::PutFile(folder.File("saved_model.pb"), hb::FuzzInput(data, size));
  hb::LoadOptions options;
  options.model_dir_only = true;
  hb::pb::MetaGraphDef meta;
  static_cast<void>(
      hb::LoadSavedModel(folder.path, {"serve"}, options, std::make_shared<hb::Graph>(), &meta)
          .ok());
  return 0;
}
