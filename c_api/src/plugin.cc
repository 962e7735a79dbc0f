#include "core/kernel/plugin.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>

#include "c_api/src/internal.h"
#include "core/builtin/builtin.h"
#include "core/kernel/registry.h"
#include "core/tensor/device.h"

struct HB_Library {
  std::string ops;  // a serialized OpList
};

namespace hb::capi {
namespace {

// Loaded plug-ins by real path, with their ops.
struct Loaded {
  std::mutex mu;
  std::map<std::string, std::string> ops_by_path;
};
Loaded& Plugins() {
  static auto* const plugins = new Loaded;
  return *plugins;
}

Status ParseTexts(const char* const* texts, const std::function<Status(std::string_view)>& parse) {
  for (; texts != nullptr && *texts != nullptr; ++texts) HB_RETURN_IF_ERROR(parse(*texts));
  return Status();
}

Result<pb::OpDef> ReadOp(const HbOpRow& row) {
  if (row.struct_size < sizeof(HbOpRow) || row.name == nullptr) {
    return InvalidArgument("an op without a name, or with a struct_size below ", sizeof(HbOpRow));
  }
  pb::OpDef def;
  def.set_name(row.name);
  if (row.doc != nullptr) def.set_summary(row.doc);
  def.set_is_stateful((row.flags & kHbOpStateful) != 0);
  HB_RETURN_IF_ERROR(ParseTexts(
      row.attrs, [&](std::string_view text) { return ParseAttr(text, def.add_attr()); }));
  HB_RETURN_IF_ERROR(ParseTexts(
      row.inputs, [&](std::string_view text) { return ParseArg(text, def.add_input_arg(), def); }));
  HB_RETURN_IF_ERROR(ParseTexts(row.outputs, [&](std::string_view text) {
    return ParseArg(text, def.add_output_arg(), def);
  }));
  if (OpSet::Global().Find(row.name) != nullptr) {
    return AlreadyExists("op '", row.name, "' is there already");
  }
  return def;
}

Result<ShapeFn> RuleOf(const HbOpRow& row) {
  switch (row.shape) {
    case kHbShapeUnknown:
      return &shape_fn::Unknown;
    case kHbShapeUnchanged:
      return &shape_fn::Unchanged;
    case kHbShapeScalar:
      return &shape_fn::Scalar;
    case kHbShapeBroadcast:
      return &shape_fn::BroadcastBinary;
    case kHbShapeMerged:
      return &shape_fn::MergedInputs;
    default:
      return InvalidArgument("op '", row.name, "' has the unknown shape rule ", row.shape);
  }
}

// Adds what the plug-in brings. Ops and devices are checked before the first one is added.
Status Install(const HbPlugin& plugin, std::string* op_list) {
  pb::OpList list;
  std::vector<ShapeFn> rules;
  for (int i = 0; i < plugin.num_ops; ++i) {
    HB_ASSIGN_OR_RETURN(*list.add_op(), ReadOp(plugin.ops[i]));
    HB_ASSIGN_OR_RETURN(ShapeFn rule, RuleOf(plugin.ops[i]));
    rules.push_back(rule);
  }
  for (int i = 0; i < plugin.num_devices; ++i) {
    HB_RETURN_IF_ERROR(DeviceRegistry::Check(plugin.devices[i]));
  }
  for (int i = 0; i < plugin.num_devices; ++i) {
    HB_RETURN_IF_ERROR(DeviceRegistry::Global().Add(plugin.devices[i]));
  }
  for (int i = 0; i < list.op_size(); ++i) {
    HB_RETURN_IF_ERROR(OpSet::Global().Add(list.op(i), rules[static_cast<size_t>(i)]));
  }
  for (int i = 0; i < plugin.num_kernels; ++i) {
    HB_RETURN_IF_ERROR(KernelRegistry::Global().Add(plugin.kernels[i]));
  }
  *op_list = list.SerializeAsString();
  return Status();
}

Status Open(const char* filename, std::string* op_list) {
  void* handle = dlopen(filename, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    const char* why = dlerror();
    return InvalidArgument("'", filename, "' cannot be loaded: ", why != nullptr ? why : "?");
  }
  auto* entry = reinterpret_cast<HbPluginFn>(dlsym(handle, HORNBEAM_PLUGIN_ENTRY));
  if (entry == nullptr) {
    dlclose(handle);
    return InvalidArgument("'", filename,
                           "' does not export " HORNBEAM_PLUGIN_ENTRY
                           ", so it is no plug-in of Hornbeam");
  }
  const HbHost host{sizeof(HbHost), kHbPluginAbi, kHbKernelAbi, HB_Version(), kHbDeviceAbi};
  HbPlugin plugin{};
  plugin.struct_size = sizeof(plugin);
  if (const int code = entry(&host, &plugin); code != 0) {
    return FailedPrecondition("plug-in '", filename, "' refused to start with code ", code);
  }
  if (plugin.plugin_abi != kHbPluginAbi) {
    return InvalidArgument("plug-in '", filename, "' was built for interface ", plugin.plugin_abi,
                           ", this library offers ", static_cast<int>(kHbPluginAbi));
  }
  return Install(plugin, op_list).WithPrefix(StrCat("plug-in '", filename, "': "));
}

// Loads a plug-in once.
Result<std::string> Load(const char* filename) {
  InitBuiltin();
  std::error_code error;
  const auto path = std::filesystem::canonical(filename, error);
  if (error) return NotFound("'", filename, "': ", error.message());
  auto& plugins = Plugins();
  std::lock_guard lock(plugins.mu);
  if (const auto it = plugins.ops_by_path.find(path.string()); it != plugins.ops_by_path.end()) {
    return it->second;
  }
  std::string ops;
  HB_RETURN_IF_ERROR(Open(path.c_str(), &ops));
  plugins.ops_by_path[path.string()] = ops;
  return ops;
}

}  // namespace
}  // namespace hb::capi

void HB_LoadPlugin(const char* filename, HB_Status* status) {
  hb::capi::Guard(status, [&] { return hb::capi::Load(filename).status(); });
}

HB_Library* HB_LoadLibrary(const char* library_filename, HB_Status* status) {
  return hb::capi::GuardValue<HB_Library*>(status, nullptr, [&]() -> hb::Result<HB_Library*> {
    HB_ASSIGN_OR_RETURN(std::string ops, hb::capi::Load(library_filename));
    return new HB_Library{std::move(ops)};
  });
}

HB_Buffer HB_GetOpList(HB_Library* lib_handle) {
  return HB_Buffer{lib_handle->ops.data(), lib_handle->ops.size(), nullptr};
}

void HB_DeleteLibraryHandle(HB_Library* lib_handle) { delete lib_handle; }
