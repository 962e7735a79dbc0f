// Kernels of the ops on files and checkpoints.
#include <fnmatch.h>

#include <algorithm>

#include "core/base/file_system.h"
#include "core/io/tensor_bundle.h"
#include "core/kernel/helpers.h"
#include "core/kernel/registry.h"
#include "core/kernel/variable.h"

namespace hb {
namespace {

std::string_view StringOf(const HbRunCtx* ctx, int input, int64_t i = 0) {
  return In<TString>(ctx, input)[i].view();
}

int Finish(HbRunCtx* ctx, const Status& s) { return s.ok() ? 0 : Fail(ctx, s); }

struct CountParams {
  int n_in, n_out;
};

int PlanCounts(HbPlanCtx* ctx) {
  auto* p = NewParams<CountParams>(ctx);
  if (p == nullptr) return 1;
  *p = {ctx->n_in, ctx->n_out};
  return 0;
}

// Inputs 1 and 2 must have an entry for each tensor.
Status CheckNames(const HbRunCtx* ctx, int tensors) {
  for (int i = 1; i < 3; ++i) {
    if (InCount(ctx, i) == tensors) continue;
    return InvalidArgument(i == 1 ? "tensor_names" : "shape_and_slices", " has ", InCount(ctx, i),
                           " entries but there are ", tensors, " tensors; they must agree");
  }
  return Status();
}

Status Save(HbRunCtx* ctx) {
  const int tensors = Params<CountParams>(ctx).n_in - 3;
  HB_RETURN_IF_ERROR(CheckNames(ctx, tensors));
  const std::string prefix(StringOf(ctx, 0));
  HB_RETURN_IF_ERROR(HostOf(ctx)->CheckFileAccess(ctx, prefix, true));
  HB_ASSIGN_OR_RETURN(const std::unique_ptr<BundleWriter> writer, BundleWriter::Create(prefix));
  for (int i = 0; i < tensors; ++i) {
    if (ctx->env->cancelled(ctx) != 0) return Cancelled("the save was cancelled");
    const HbView& v = *ctx->in[3 + i];
    const Tensor t(DTypeOfView(v), ShapeOf(v), nullptr, v.data);
    const std::string_view name = StringOf(ctx, 1, i);
    HB_ASSIGN_OR_RETURN(const ShapeAndSlice part, ShapeAndSlice::Parse(StringOf(ctx, 2, i)));
    HB_RETURN_IF_ERROR(part.whole ? writer->Add(name, t)
                                  : writer->AddSlice(name, part.shape, part.slice, t));
  }
  return writer->Finish();
}
int RunSave(HbRunCtx* ctx) { return Finish(ctx, Save(ctx)); }

Status RestoreOne(HbRunCtx* ctx, const BundleReader& reader, int i) {
  const std::string name(StringOf(ctx, 1, i));
  DType dtype;
  Shape shape;
  HB_RETURN_IF_ERROR(reader.LookUp(name, &dtype, &shape));
  const DType wanted = DTypeOfView(*ctx->out[i]);
  if (dtype != wanted) {
    return InvalidArgument("'", name, "' is ", DTypeName(dtype), " in the checkpoint '",
                           reader.prefix(), "', not ", DTypeName(wanted));
  }
  HB_ASSIGN_OR_RETURN(const ShapeAndSlice part, ShapeAndSlice::Parse(StringOf(ctx, 2, i)));
  if (!part.whole && part.shape != shape) {
    return InvalidArgument("'", name, "' has shape ", shape.ToString(), " in the checkpoint '",
                           reader.prefix(), "', not ", part.shape.ToString());
  }
  Result<Tensor> t = part.whole ? reader.Read(name) : reader.ReadSlice(name, part.slice);
  HB_RETURN_IF_ERROR(t.status());
  HostOf(ctx)->SetOutput(ctx, i, std::move(t).value());
  return Status();
}

Status Restore(HbRunCtx* ctx) {
  const int tensors = Params<CountParams>(ctx).n_out;
  HB_RETURN_IF_ERROR(CheckNames(ctx, tensors));
  const std::string prefix(StringOf(ctx, 0));
  HB_RETURN_IF_ERROR(HostOf(ctx)->CheckFileAccess(ctx, BundleIndexPath(prefix), false));
  HB_ASSIGN_OR_RETURN(const std::unique_ptr<BundleReader> reader, BundleReader::Open(prefix));
  for (const std::string& path : reader->DataPaths()) {
    HB_RETURN_IF_ERROR(HostOf(ctx)->CheckFileAccess(ctx, path, false));
  }
  for (int i = 0; i < tensors; ++i) {
    if (ctx->env->cancelled(ctx) != 0) return Cancelled("the restore was cancelled");
    HB_RETURN_IF_ERROR(RestoreOne(ctx, *reader, i));
  }
  return Status();
}
int RunRestore(HbRunCtx* ctx) { return Finish(ctx, Restore(ctx)); }

struct MergeParams {
  bool delete_old_dirs, allow_missing;
};

int PlanMerge(HbPlanCtx* ctx) {
  auto* p = NewParams<MergeParams>(ctx);
  if (p == nullptr) return 1;
  p->delete_old_dirs = AttrBool(ctx->attrs, "delete_old_dirs", true);
  p->allow_missing = AttrBool(ctx->attrs, "allow_missing_files");
  return 0;
}

Status Merge(HbRunCtx* ctx) {
  const auto& params = Params<MergeParams>(ctx);
  const std::string destination(StringOf(ctx, 1));
  HB_RETURN_IF_ERROR(HostOf(ctx)->CheckFileAccess(ctx, destination, true));
  std::vector<std::string> sources;
  for (int64_t i = 0; i < InCount(ctx, 0); ++i) {
    sources.emplace_back(StringOf(ctx, 0, i));
    HB_RETURN_IF_ERROR(HostOf(ctx)->CheckFileAccess(ctx, sources.back(), true));
  }
  HB_RETURN_IF_ERROR(MergeBundles(sources, destination, params.allow_missing));
  for (const std::string& source : sources) {
    // A folder that still holds other files stays.
    const std::string dir = DirName(source);
    if (params.delete_old_dirs && dir != DirName(destination)) {
      static_cast<void>(DeleteEmptyDirectory(dir).ok());
    }
  }
  return Status();
}
int RunMerge(HbRunCtx* ctx) { return Finish(ctx, Merge(ctx)); }

int RunShardedFilename(HbRunCtx* ctx) {
  const std::string name = BundleDataPath("", In<int32_t>(ctx, 1)[0], In<int32_t>(ctx, 2)[0]);
  // The part behind ".data" is what all sharded files have.
  Out<TString>(ctx, 0)[0].Assign(StrCat(StringOf(ctx, 0), std::string_view(name).substr(5)));
  return 0;
}

int RunShardedFilespec(HbRunCtx* ctx) {
  const std::string name = BundleDataPath("", 0, In<int32_t>(ctx, 1)[0]);
  Out<TString>(ctx, 0)[0].Assign(
      StrCat(StringOf(ctx, 0), "-?????", std::string_view(name).substr(11)));
  return 0;
}

Status ReadWhole(HbRunCtx* ctx) {
  const std::string path(StringOf(ctx, 0));
  HB_RETURN_IF_ERROR(HostOf(ctx)->CheckFileAccess(ctx, path, false));
  HB_ASSIGN_OR_RETURN(const std::string content, ReadFile(path));
  Out<TString>(ctx, 0)[0].Assign(content);
  return Status();
}
int RunReadFile(HbRunCtx* ctx) { return Finish(ctx, ReadWhole(ctx)); }

Status WriteWhole(HbRunCtx* ctx) {
  const std::string path(StringOf(ctx, 0));
  HB_RETURN_IF_ERROR(HostOf(ctx)->CheckFileAccess(ctx, path, true));
  HB_RETURN_IF_ERROR(MakeDirectories(DirName(path)));
  return WriteFileAtomically(path, StringOf(ctx, 1));
}
int RunWriteFile(HbRunCtx* ctx) { return Finish(ctx, WriteWhole(ctx)); }

// Appends the files below `dir` whose path matches `pattern`, part by part.
Status Match(HbRunCtx* ctx, const std::string& dir, std::string_view pattern,
             std::vector<std::string>* out) {
  const size_t slash = pattern.find('/');
  const std::string part(pattern.substr(0, slash));
  const std::string_view rest = slash == pattern.npos ? "" : pattern.substr(slash + 1);
  std::vector<std::string> names;
  if (part.find_first_of("*?[\\") == part.npos) {
    names.push_back(part);
  } else {
    const std::string folder = dir.empty() ? "." : dir;
    HB_RETURN_IF_ERROR(HostOf(ctx)->CheckFileAccess(ctx, folder, false));
    if (!IsDirectory(folder)) return Status();
    HB_ASSIGN_OR_RETURN(names, ListDirectory(folder));
    std::erase_if(names, [&](const std::string& n) {
      return fnmatch(part.c_str(), n.c_str(), FNM_PERIOD) != 0;
    });
  }
  for (const std::string& name : names) {
    const std::string path = part.empty() ? StrCat(dir, "/") : JoinPath(dir, name);
    if (!rest.empty()) {
      HB_RETURN_IF_ERROR(Match(ctx, path, rest, out));
    } else if (FileExists(path)) {
      HB_RETURN_IF_ERROR(HostOf(ctx)->CheckFileAccess(ctx, path, false));
      out->push_back(path);
    }
  }
  return Status();
}

Status MatchAll(HbRunCtx* ctx) {
  std::vector<std::string> paths;
  for (int64_t i = 0; i < InCount(ctx, 0); ++i) {
    const std::string_view pattern = StringOf(ctx, 0, i);
    if (pattern.empty()) continue;
    HB_RETURN_IF_ERROR(Match(ctx, "", pattern, &paths));
  }
  std::sort(paths.begin(), paths.end());
  const int64_t n = static_cast<int64_t>(paths.size());
  if (ctx->env->alloc_out(ctx, 0, &n, 1) != 0) return Status();
  for (int64_t i = 0; i < n; ++i) Out<TString>(ctx, 0)[i].Assign(paths[static_cast<size_t>(i)]);
  return Status();
}
int RunMatchingFiles(HbRunCtx* ctx) { return Finish(ctx, MatchAll(ctx)); }

}  // namespace

void RegisterFileKernels(KernelSet& set) {
  KERNEL(set, "SaveV2", {.flags = kHbStateful, .plan = PlanCounts, .run = RunSave});
  KERNEL(set, "RestoreV2",
         {.flags = kHbStateful | kHbDynamicOut, .plan = PlanCounts, .run = RunRestore});
  KERNEL(set, "MergeV2Checkpoints", {.flags = kHbStateful, .plan = PlanMerge, .run = RunMerge});
  KERNEL(set, "ShardedFilename", {.run = RunShardedFilename});
  KERNEL(set, "ShardedFilespec", {.run = RunShardedFilespec});
  KERNEL(set, "ReadFile", {.flags = kHbStateful, .run = RunReadFile});
  KERNEL(set, "WriteFile", {.flags = kHbStateful, .run = RunWriteFile});
  KERNEL(set, "MatchingFiles", {.flags = kHbStateful | kHbDynamicOut, .run = RunMatchingFiles});
}

}  // namespace hb
