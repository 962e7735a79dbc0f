// Tables that map keys to values.
#include <charconv>
#include <mutex>
#include <unordered_map>

#include "core/base/file_system.h"
#include "core/kernel/variable.h"
#include "core/kernels/cpu/array/move.h"
#include "core/tensor/resource.h"

namespace hb {
namespace {

// The bytes of element i, which stand for its value.
std::string_view BytesAt(DType dtype, const void* data, int64_t i) {
  if (dtype == DT_STRING) return static_cast<const TString*>(data)[i].view();
  const size_t size = DTypeSize(dtype);
  return {static_cast<const char*>(data) + i * static_cast<int64_t>(size), size};
}
void StoreBytes(DType dtype, void* data, int64_t i, std::string_view bytes) {
  if (dtype == DT_STRING) {
    static_cast<TString*>(data)[i].Assign(bytes);
  } else {
    std::memcpy(static_cast<char*>(data) + i * static_cast<int64_t>(bytes.size()), bytes.data(),
                bytes.size());
  }
}

class HashTable : public Resource {
 public:
  HashTable(std::string name, DType key, DType value)
      : name_(std::move(name)), key_(key), value_(value) {}
  const char* TypeName() const override { return "HashTable"; }
  DType key() const { return key_; }
  DType value() const { return value_; }

  using Map = std::unordered_map<std::string, std::string>;

  // Fills the table for the first time. Filling it again with as many entries does nothing.
  Status Initialize(Map map) {
    std::lock_guard lock(mu_);
    if (initialized_) {
      if (map == map_) return Status();
      return FailedPrecondition("Table '", name_, "' is already initialized with other entries.");
    }
    map_ = std::move(map);
    initialized_ = true;
    return Status();
  }
  void Replace(Map map) {
    std::lock_guard lock(mu_);
    map_ = std::move(map);
    initialized_ = true;
  }
  Status Check(DType key, DType value) const {
    if (key == key_ && value == value_) return Status();
    return InvalidArgument("table '", name_, "' maps ", DTypeName(key_), " to ", DTypeName(value_),
                           ", not ", DTypeName(key), " to ", DTypeName(value));
  }
  // Calls fn(map) while nobody changes it; FailedPrecondition before the table is filled.
  template <typename Fn>
  Status Read(Fn&& fn) {
    std::lock_guard lock(mu_);
    if (!initialized_) return FailedPrecondition("Table not initialized.");
    fn(map_);
    return Status();
  }

 private:
  const std::string name_;
  const DType key_, value_;
  std::mutex mu_;
  bool initialized_ = false;
  Map map_;
};

// Adds an entry; FailedPrecondition if the key is there with another value.
Status AddEntry(HashTable::Map* map, std::string_view key, std::string_view value) {
  const auto [it, fresh] = map->emplace(key, value);
  if (fresh || it->second == value) return Status();
  return FailedPrecondition("HashTable has different value for same key '", key, "'");
}

struct TableParams {
  const HbAttrs* attrs;
};

int PlanTable(HbPlanCtx* ctx) {
  auto* p = NewParams<TableParams>(ctx);
  if (p == nullptr) return 1;
  p->attrs = ctx->attrs;
  return 0;
}
const HbAttrs* AttrsOf(HbRunCtx* ctx) { return Params<TableParams>(ctx).attrs; }

Ref<Resource> NewTable(const std::string& name, void* arg) {
  const auto* attrs = static_cast<const HbAttrs*>(arg);
  return MakeRef<HashTable>(name, AttrType(attrs, "key_dtype"), AttrType(attrs, "value_dtype"));
}

int RunHandle(HbRunCtx* ctx) {
  const HbAttrs* attrs = AttrsOf(ctx);
  auto handle = MakeRef<ResourceHandle>();
  handle->container = std::string(AttrString(attrs, "container"));
  handle->name = std::string(AttrString(attrs, "shared_name"));
  if (handle->name.empty()) handle->name = HostOf(ctx)->NodeName(ctx);
  Result<Ref<Resource>> r = HostOf(ctx)->LookupOrCreate(
      ctx, handle->container, handle->name, "HashTable", NewTable, const_cast<HbAttrs*>(attrs));
  if (!r.ok()) return Fail(ctx, r.status());
  Status s = static_cast<HashTable*>(r->get())->Check(AttrType(attrs, "key_dtype"),
                                                      AttrType(attrs, "value_dtype"));
  if (!s.ok()) return Fail(ctx, s);
  handle->resource = std::move(r).value();
  *Out<ResourceElement>(ctx, 0) = std::move(handle);
  return 0;
}

HashTable* TableOf(HbRunCtx* ctx) {
  const HbView& v = *ctx->in[0];
  const auto* handle = static_cast<const ResourceElement*>(v.data);
  auto* table =
      v.count == 1 && *handle ? dynamic_cast<HashTable*>((*handle)->resource.get()) : nullptr;
  if (table == nullptr) Fail(ctx, Code::kInvalidArgument, "the handle names no table");
  return table;
}

// Entries of the tensors in inputs 1 and 2. Where keys repeat, the last one counts if `last_wins`,
// else values must be equal.
int EntriesOf(HbRunCtx* ctx, HashTable* table, bool last_wins, HashTable::Map* map) {
  const HbView &keys = *ctx->in[1], &values = *ctx->in[2];
  Status s = table->Check(DTypeOfView(keys), DTypeOfView(values));
  if (s.ok() && keys.count != values.count) {
    s = InvalidArgument("there are ", keys.count, " keys but ", values.count, " values");
  }
  for (int64_t i = 0; i < keys.count && s.ok(); ++i) {
    const std::string_view key = BytesAt(table->key(), keys.data, i);
    const std::string_view value = BytesAt(table->value(), values.data, i);
    if (last_wins) {
      (*map)[std::string(key)] = value;
    } else {
      s = AddEntry(map, key, value);
    }
  }
  return s.ok() ? 0 : Fail(ctx, s);
}

int RunInitialize(HbRunCtx* ctx) {
  HashTable* table = TableOf(ctx);
  HashTable::Map map;
  if (table == nullptr || EntriesOf(ctx, table, false, &map) != 0) return 1;
  Status s = table->Initialize(std::move(map));
  return s.ok() ? 0 : Fail(ctx, s);
}

int RunImport(HbRunCtx* ctx) {
  HashTable* table = TableOf(ctx);
  HashTable::Map map;
  if (table == nullptr || EntriesOf(ctx, table, true, &map) != 0) return 1;
  table->Replace(std::move(map));
  return 0;
}

// One column of a line, as the bytes of a key or value. -2 is the whole line, -1 its number.
Status Column(std::string_view line, int64_t number, int64_t index, char delimiter, DType dtype,
              std::string* bytes) {
  std::string_view text = line;
  if (index == -1) {
    bytes->assign(BytesAt(DT_INT64, &number, 0));
    return Status();
  }
  if (index >= 0) {
    const std::vector<std::string_view> columns = Split(line, delimiter);
    if (index >= static_cast<int64_t>(columns.size())) {
      return InvalidArgument("Invalid number of columns in line ", number, " (", line,
                             "): expected at least ", index + 1, " got ", columns.size());
    }
    text = columns[static_cast<size_t>(index)];
  }
  if (dtype == DT_STRING) {
    bytes->assign(text);
    return Status();
  }
  Status s = InvalidArgument("'", text, "' in line ", number, " is not a ", DTypeName(dtype));
  DispatchType<int32_t, int64_t, float, double>(dtype, [&]<typename T>() {
    T value{};
    const auto r = std::from_chars(text.data(), text.data() + text.size(), value);
    if (r.ec != std::errc() || r.ptr != text.data() + text.size()) return;
    bytes->assign(reinterpret_cast<const char*>(&value), sizeof(T));
    s = Status();
  });
  return s;
}

struct FileFormat {
  int64_t key_index, value_index, vocab_size, offset;
  char delimiter;
};

Status CheckFormat(const FileFormat& f, DType key, DType value) {
  for (const auto& [index, dtype] :
       {std::pair(f.key_index, key), std::pair(f.value_index, value)}) {
    if (index == -1 && dtype != DT_INT64) {
      return InvalidArgument("the number of the line (index -1) needs dtype int64, not ",
                             DTypeName(dtype));
    }
    if (index == -2 && dtype != DT_STRING) {
      return InvalidArgument("the whole line (index -2) needs dtype string, not ",
                             DTypeName(dtype));
    }
  }
  return Status();
}

Status ParseLines(std::string_view text, const FileFormat& f, const HashTable& table,
                  HashTable::Map* map) {
  HB_RETURN_IF_ERROR(CheckFormat(f, table.key(), table.value()));
  int64_t number = 0;
  while (!text.empty() && (f.vocab_size < 0 || number < f.vocab_size)) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    std::string key, value;
    HB_RETURN_IF_ERROR(
        Column(line, number + f.offset, f.key_index, f.delimiter, table.key(), &key));
    HB_RETURN_IF_ERROR(
        Column(line, number + f.offset, f.value_index, f.delimiter, table.value(), &value));
    HB_RETURN_IF_ERROR(AddEntry(map, key, value));
    ++number;
  }
  if (f.vocab_size >= 0 && number < f.vocab_size) {
    return InvalidArgument("Invalid vocab_size: expected ", f.vocab_size, " lines but got ",
                           number);
  }
  return Status();
}

Status InitializeFromFile(HbRunCtx* ctx, HashTable* table) {
  const HbAttrs* attrs = AttrsOf(ctx);
  const std::string path = In<TString>(ctx, 1)->str();
  HB_RETURN_IF_ERROR(HostOf(ctx)->CheckFileAccess(ctx, path, false));
  const std::string_view delimiter = AttrString(attrs, "delimiter");
  if (delimiter.size() != 1) {
    return InvalidArgument("the delimiter must be one character, not '", delimiter, "'");
  }
  const FileFormat format{AttrInt(attrs, "key_index"), AttrInt(attrs, "value_index"),
                          AttrInt(attrs, "vocab_size", -1), AttrInt(attrs, "offset"), delimiter[0]};
  HB_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  HashTable::Map map;
  HB_RETURN_IF_ERROR(ParseLines(text, format, *table, &map));
  return table->Initialize(std::move(map));
}

int RunInitializeFromFile(HbRunCtx* ctx) {
  HashTable* table = TableOf(ctx);
  if (table == nullptr) return 1;
  Status s = InitializeFromFile(ctx, table);
  return s.ok() ? 0 : Fail(ctx, s);
}

int RunFind(HbRunCtx* ctx) {
  HashTable* table = TableOf(ctx);
  if (table == nullptr) return 1;
  const HbView &keys = *ctx->in[1], &fallback = *ctx->in[2], &out = *ctx->out[0];
  Status s = table->Check(DTypeOfView(keys), DTypeOfView(fallback));
  if (s.ok() && fallback.count != 1) {
    s = InvalidArgument("default_value must be a scalar, not of shape ",
                        ShapeOf(fallback).ToString());
  }
  if (s.ok()) {
    s = table->Read([&](const HashTable::Map& map) {
      std::string key;
      for (int64_t i = 0; i < keys.count; ++i) {
        key.assign(BytesAt(table->key(), keys.data, i));
        const auto it = map.find(key);
        StoreBytes(table->value(), out.data, i,
                   it == map.end() ? BytesAt(table->value(), fallback.data, 0)
                                   : std::string_view(it->second));
      }
    });
  }
  return s.ok() ? 0 : Fail(ctx, s);
}

int RunExport(HbRunCtx* ctx) {
  HashTable* table = TableOf(ctx);
  if (table == nullptr) return 1;
  Status s = table->Check(DTypeOfView(*ctx->out[0]), DTypeOfView(*ctx->out[1]));
  if (!s.ok()) return Fail(ctx, s);
  int rc = 0;
  s = table->Read([&](const HashTable::Map& map) {
    const auto n = static_cast<int64_t>(map.size());
    for (int k = 0; k < 2 && rc == 0; ++k) rc = ctx->env->alloc_out(ctx, k, &n, 1);
    int64_t i = 0;
    for (const auto& [key, value] : map) {
      if (rc != 0) return;
      StoreBytes(table->key(), ctx->out[0]->data, i, key);
      StoreBytes(table->value(), ctx->out[1]->data, i++, value);
    }
  });
  return s.ok() ? rc : Fail(ctx, s);
}

int RunSize(HbRunCtx* ctx) {
  HashTable* table = TableOf(ctx);
  if (table == nullptr) return 1;
  int64_t* size = Out<int64_t>(ctx, 0);
  *size = 0;  // of a table that is not filled yet
  static_cast<void>(
      table->Read([&](const HashTable::Map& map) { *size = static_cast<int64_t>(map.size()); })
          .ok());
  return 0;
}

}  // namespace

void RegisterLookupKernels(KernelSet& set) {
  static constexpr char kTypes[] =
      "key_dtype:string,int32,int64;value_dtype:string,int32,int64,float,double,bool";
  KERNEL(set, "HashTableV2",
         {.constraint = kTypes,
          .flags = kHbStateful | kHbMakesHandle,
          .plan = PlanTable,
          .run = RunHandle});
  KERNEL(set, "InitializeTableV2", {.flags = kHbStateful, .run = RunInitialize});
  KERNEL(set, "InitializeTableFromTextFileV2",
         {.flags = kHbStateful, .plan = PlanTable, .run = RunInitializeFromFile});
  KERNEL(set, "LookupTableFindV2", {.flags = kHbStateful, .run = RunFind});
  KERNEL(set, "LookupTableImportV2", {.flags = kHbStateful, .run = RunImport});
  KERNEL(set, "LookupTableExportV2", {.flags = kHbStateful | kHbDynamicOut, .run = RunExport});
  KERNEL(set, "LookupTableSizeV2", {.flags = kHbStateful, .run = RunSize});
}

}  // namespace hb
