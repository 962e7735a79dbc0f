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

// The bytes that stand for `n` elements from `first` on. Several strings are each behind their
// length.
void ReadBytes(DType dtype, const void* data, int64_t first, int64_t n, std::string* bytes) {
  if (dtype != DT_STRING) {
    const auto size = static_cast<int64_t>(DTypeSize(dtype));
    bytes->assign(static_cast<const char*>(data) + first * size, static_cast<size_t>(n * size));
    return;
  }
  const auto* strings = static_cast<const TString*>(data) + first;
  bytes->clear();
  for (int64_t i = 0; i < n; ++i) {
    const uint64_t size = strings[i].view().size();
    if (n > 1) bytes->append(reinterpret_cast<const char*>(&size), sizeof(size));
    bytes->append(strings[i].view());
  }
}

void StoreBytes(DType dtype, void* data, int64_t first, int64_t n, std::string_view bytes) {
  if (dtype != DT_STRING) {
    std::memcpy(static_cast<char*>(data) + first * static_cast<int64_t>(DTypeSize(dtype)),
                bytes.data(), bytes.size());
    return;
  }
  auto* strings = static_cast<TString*>(data) + first;
  for (int64_t i = 0; i < n; ++i) {
    uint64_t size = bytes.size();
    if (n > 1) {
      std::memcpy(&size, bytes.data(), sizeof(size));
      bytes.remove_prefix(sizeof(size));
    }
    strings[i].Assign(bytes.substr(0, size));
    bytes.remove_prefix(size);
  }
}

// What a table maps to what.
struct TableKind {
  const char* type = "HashTable";
  DType key = DT_INVALID, value = DT_INVALID;
  Shape key_shape, value_shape;
  bool changes = false;  // entries come and go; else it is filled once
  // Keys that can't be used; empty strings where all can.
  bool has_forbidden = false;
  std::string empty_key, deleted_key;
};

class HashTable : public Resource {
 public:
  HashTable(std::string name, TableKind kind)
      : kind_(std::move(kind)), name_(std::move(name)), initialized_(kind_.changes) {}
  const char* TypeName() const override { return kind_.type; }
  const TableKind& kind() const { return kind_; }
  DType key() const { return kind_.key; }
  DType value() const { return kind_.value; }
  int64_t key_width() const { return kind_.key_shape.num_elements(); }
  int64_t value_width() const { return kind_.value_shape.num_elements(); }

  using Map = std::unordered_map<std::string, std::string>;

  // FailedPrecondition for a table that is filled once.
  Status CheckChanges() const {
    if (kind_.changes) return Status();
    return FailedPrecondition("Table '", name_, "' is filled once by its initializer");
  }
  Status CheckKey(std::string_view key) const {
    if (!kind_.has_forbidden || (key != kind_.empty_key && key != kind_.deleted_key)) {
      return Status();
    }
    return InvalidArgument("Using the ", key == kind_.empty_key ? "empty_key" : "deleted_key",
                           " as a table key is not allowed");
  }
  void Insert(Map map) {
    std::lock_guard lock(mu_);
    for (auto& [key, value] : map) map_.insert_or_assign(key, std::move(value));
  }
  void Remove(const std::string& key) {
    std::lock_guard lock(mu_);
    map_.erase(key);
  }

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
    if (key == kind_.key && value == kind_.value) return Status();
    return InvalidArgument("table '", name_, "' maps ", DTypeName(kind_.key), " to ",
                           DTypeName(kind_.value), ", not ", DTypeName(key), " to ",
                           DTypeName(value));
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
  const TableKind kind_;
  const std::string name_;
  std::mutex mu_;
  bool initialized_;
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
  return MakeRef<HashTable>(name, *static_cast<const TableKind*>(arg));
}

int GiveTable(HbRunCtx* ctx, TableKind kind) {
  const HbAttrs* attrs = AttrsOf(ctx);
  auto handle = MakeRef<ResourceHandle>();
  handle->container = std::string(AttrString(attrs, "container"));
  handle->name = std::string(AttrString(attrs, "shared_name"));
  if (handle->name.empty()) handle->name = HostOf(ctx)->NodeName(ctx);
  kind.key = AttrType(attrs, "key_dtype");
  kind.value = AttrType(attrs, "value_dtype");
  Result<Ref<Resource>> r =
      HostOf(ctx)->LookupOrCreate(ctx, handle->container, handle->name, kind.type, NewTable, &kind);
  if (!r.ok()) return Fail(ctx, r.status());
  const auto* table = static_cast<HashTable*>(r->get());
  Status s = table->Check(kind.key, kind.value);
  if (s.ok() && !(table->kind().value_shape == kind.value_shape)) {
    s = InvalidArgument("table '", handle->name, "' has values of shape ",
                        table->kind().value_shape.ToString(), ", not ",
                        kind.value_shape.ToString());
  }
  if (!s.ok()) return Fail(ctx, s);
  handle->resource = std::move(r).value();
  *Out<ResourceElement>(ctx, 0) = std::move(handle);
  return 0;
}

int RunHandle(HbRunCtx* ctx) { return GiveTable(ctx, TableKind()); }

int RunMutableHandle(HbRunCtx* ctx) {
  TableKind kind{.type = "MutableHashTable", .changes = true};
  return GiveTable(ctx, kind);
}

int CheckValueShape(HbRunCtx* ctx, const Shape& shape) {
  if (shape.FullyDefined() && shape.rank() <= 1) return 0;
  return Fail(ctx, Code::kInvalidArgument, "value_shape must be a scalar or a vector, got shape ",
              shape.ToString());
}

int RunTensorsHandle(HbRunCtx* ctx) {
  TableKind kind{.type = "MutableHashTableOfTensors", .changes = true};
  kind.value_shape = AttrShape(AttrsOf(ctx), "value_shape");
  if (const int rc = CheckValueShape(ctx, kind.value_shape); rc != 0) return rc;
  return GiveTable(ctx, kind);
}

// The keys in inputs 0 and 1 mark places that are empty and entries that went: they can't be used.
int RunDenseHandle(HbRunCtx* ctx) {
  const HbAttrs* attrs = AttrsOf(ctx);
  const HbView &empty = *ctx->in[0], &deleted = *ctx->in[1];
  TableKind kind{.type = "MutableDenseHashTable", .changes = true, .has_forbidden = true};
  kind.value_shape = AttrShape(attrs, "value_shape");
  if (const int rc = CheckValueShape(ctx, kind.value_shape); rc != 0) return rc;
  kind.key_shape = ShapeOf(empty);
  const int64_t buckets = AttrInt(attrs, "initial_num_buckets");
  if (!(kind.key_shape == ShapeOf(deleted)) || kind.key_shape.rank() > 1) {
    return Fail(ctx, Code::kInvalidArgument,
                "Empty and deleted keys must have same shape, a scalar or a vector, got shapes: ",
                kind.key_shape.ToString(), " and ", ShapeOf(deleted).ToString());
  }
  if (buckets <= 0 || (buckets & (buckets - 1)) != 0) {
    return Fail(ctx, Code::kInvalidArgument, "num_buckets must be a power of 2, got: ", buckets);
  }
  ReadBytes(DTypeOfView(empty), empty.data, 0, empty.count, &kind.empty_key);
  ReadBytes(DTypeOfView(empty), deleted.data, 0, empty.count, &kind.deleted_key);
  if (kind.empty_key == kind.deleted_key) {
    return Fail(ctx, Code::kInvalidArgument, "Empty and deleted keys cannot be equal");
  }
  return GiveTable(ctx, kind);
}

HashTable* TableOf(HbRunCtx* ctx) {
  const HbView& v = *ctx->in[0];
  const auto* handle = static_cast<const ResourceElement*>(v.data);
  auto* table =
      v.count == 1 && *handle ? dynamic_cast<HashTable*>((*handle)->resource.get()) : nullptr;
  if (table == nullptr) Fail(ctx, Code::kInvalidArgument, "the handle names no table");
  return table;
}

// How many keys the tensor in input 1 holds.
Status CountKeys(HbRunCtx* ctx, const HashTable& table, int64_t* count) {
  const HbView& keys = *ctx->in[1];
  const Shape shape = ShapeOf(keys), &key = table.kind().key_shape;
  if (DTypeOfView(keys) != table.key()) return table.Check(DTypeOfView(keys), table.value());
  if (shape.rank() < key.rank() || !(shape.Sub(shape.rank() - key.rank()) == key)) {
    return InvalidArgument("keys have shape ", shape.ToString(), ", which doesn't end with ",
                           key.ToString(), " as the table's keys do");
  }
  *count = shape.Sub(0, shape.rank() - key.rank()).num_elements();
  return Status();
}

// Entries of the tensors in inputs 1 and 2. Where keys repeat, the last one counts if `last_wins`,
// else values must be equal.
Status EntriesOf(HbRunCtx* ctx, const HashTable& table, bool last_wins, HashTable::Map* map) {
  const HbView &keys = *ctx->in[1], &values = *ctx->in[2];
  HB_RETURN_IF_ERROR(table.Check(DTypeOfView(keys), DTypeOfView(values)));
  int64_t count = 0;
  HB_RETURN_IF_ERROR(CountKeys(ctx, table, &count));
  if (values.count != count * table.value_width()) {
    return InvalidArgument("there are ", count, " keys, so there must be ",
                           count * table.value_width(), " elements of values, not ", values.count);
  }
  std::string key, value;
  for (int64_t i = 0; i < count; ++i) {
    ReadBytes(table.key(), keys.data, i * table.key_width(), table.key_width(), &key);
    ReadBytes(table.value(), values.data, i * table.value_width(), table.value_width(), &value);
    HB_RETURN_IF_ERROR(table.CheckKey(key));
    if (last_wins) {
      (*map)[key] = value;
    } else {
      HB_RETURN_IF_ERROR(AddEntry(map, key, value));
    }
  }
  return Status();
}

int RunInitialize(HbRunCtx* ctx) {
  HashTable* table = TableOf(ctx);
  if (table == nullptr) return 1;
  HashTable::Map map;
  Status s = EntriesOf(ctx, *table, false, &map);
  if (s.ok()) s = table->Initialize(std::move(map));
  return s.ok() ? 0 : Fail(ctx, s);
}

int RunImport(HbRunCtx* ctx) {
  HashTable* table = TableOf(ctx);
  if (table == nullptr) return 1;
  HashTable::Map map;
  const Status s = EntriesOf(ctx, *table, true, &map);
  if (!s.ok()) return Fail(ctx, s);
  table->Replace(std::move(map));
  return 0;
}

int RunInsert(HbRunCtx* ctx) {
  HashTable* table = TableOf(ctx);
  if (table == nullptr) return 1;
  HashTable::Map map;
  Status s = table->CheckChanges();
  if (s.ok()) s = EntriesOf(ctx, *table, true, &map);
  if (!s.ok()) return Fail(ctx, s);
  table->Insert(std::move(map));
  return 0;
}

int RunRemove(HbRunCtx* ctx) {
  HashTable* table = TableOf(ctx);
  if (table == nullptr) return 1;
  int64_t count = 0;
  Status s = table->CheckChanges();
  if (s.ok()) s = CountKeys(ctx, *table, &count);
  std::string key;
  for (int64_t i = 0; i < count && s.ok(); ++i) {
    ReadBytes(table->key(), ctx->in[1]->data, i * table->key_width(), table->key_width(), &key);
    s = table->CheckKey(key);
    if (s.ok()) table->Remove(key);
  }
  return s.ok() ? 0 : Fail(ctx, s);
}

// One column of a line, as the bytes of a key or value. -2 is the whole line, -1 its number.
Status Column(std::string_view line, int64_t number, int64_t index, char delimiter, DType dtype,
              std::string* bytes) {
  std::string_view text = line;
  if (index == -1) {
    ReadBytes(DT_INT64, &number, 0, 1, bytes);
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

// One default for all keys, or one for each.
Status Find(HbRunCtx* ctx, HashTable* table) {
  const HbView &keys = *ctx->in[1], &fallback = *ctx->in[2];
  HB_RETURN_IF_ERROR(table->Check(DTypeOfView(keys), DTypeOfView(fallback)));
  int64_t count = 0;
  HB_RETURN_IF_ERROR(CountKeys(ctx, *table, &count));
  const int64_t width = table->value_width();
  const bool each = table->kind().changes && fallback.count == count * width;
  if (fallback.count != width && !each) {
    return InvalidArgument("default_value must have shape ", table->kind().value_shape.ToString(),
                           ", not ", ShapeOf(fallback).ToString());
  }
  Shape shape = ShapeOf(keys).Sub(0, keys.rank - table->kind().key_shape.rank());
  shape.Append(table->kind().value_shape);
  if (ctx->env->alloc_out(ctx, 0, shape.data(), shape.rank()) != 0) return Status();
  std::string key, other;
  Status s;
  HB_RETURN_IF_ERROR(table->Read([&](const HashTable::Map& map) {
    for (int64_t i = 0; i < count && s.ok(); ++i) {
      ReadBytes(table->key(), keys.data, i * table->key_width(), table->key_width(), &key);
      s = table->CheckKey(key);
      const auto it = map.find(key);
      if (it == map.end()) {
        ReadBytes(table->value(), fallback.data, each ? i * width : 0, width, &other);
      }
      StoreBytes(table->value(), ctx->out[0]->data, i * width, width,
                 it == map.end() ? other : it->second);
    }
  }));
  return s;
}

int RunFind(HbRunCtx* ctx) {
  HashTable* table = TableOf(ctx);
  if (table == nullptr) return 1;
  const Status s = Find(ctx, table);
  return s.ok() ? 0 : Fail(ctx, s);
}

int RunExport(HbRunCtx* ctx) {
  HashTable* table = TableOf(ctx);
  if (table == nullptr) return 1;
  Status s = table->Check(DTypeOfView(*ctx->out[0]), DTypeOfView(*ctx->out[1]));
  if (!s.ok()) return Fail(ctx, s);
  int rc = 0;
  s = table->Read([&](const HashTable::Map& map) {
    Shape shapes[2] = {Shape({static_cast<int64_t>(map.size())}),
                       Shape({static_cast<int64_t>(map.size())})};
    shapes[0].Append(table->kind().key_shape);
    shapes[1].Append(table->kind().value_shape);
    for (int k = 0; k < 2 && rc == 0; ++k) {
      rc = ctx->env->alloc_out(ctx, k, shapes[k].data(), shapes[k].rank());
    }
    int64_t i = 0;
    for (const auto& [key, value] : map) {
      if (rc != 0) return;
      const int64_t k = table->key_width(), v = table->value_width();
      StoreBytes(table->key(), ctx->out[0]->data, i * k, k, key);
      StoreBytes(table->value(), ctx->out[1]->data, i * v, v, value);
      ++i;
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
  const auto mutable_table = [](HbRunFn run) {
    return KernelSet::Row{
        .constraint = kTypes, .flags = kHbStateful | kHbMakesHandle, .plan = PlanTable, .run = run};
  };
  KERNEL(set, "MutableHashTableV2", mutable_table(RunMutableHandle));
  KERNEL(set, "MutableHashTableOfTensorsV2", mutable_table(RunTensorsHandle));
  KERNEL(set, "MutableDenseHashTableV2", mutable_table(RunDenseHandle));
  KERNEL(set, "LookupTableInsertV2", {.flags = kHbStateful, .run = RunInsert});
  KERNEL(set, "LookupTableRemoveV2", {.flags = kHbStateful, .run = RunRemove});
  KERNEL(set, "InitializeTableV2", {.flags = kHbStateful, .run = RunInitialize});
  KERNEL(set, "InitializeTableFromTextFileV2",
         {.flags = kHbStateful, .plan = PlanTable, .run = RunInitializeFromFile});
  KERNEL(set, "LookupTableFindV2", {.flags = kHbStateful | kHbDynamicOut, .run = RunFind});
  KERNEL(set, "LookupTableImportV2", {.flags = kHbStateful, .run = RunImport});
  KERNEL(set, "LookupTableExportV2", {.flags = kHbStateful | kHbDynamicOut, .run = RunExport});
  KERNEL(set, "LookupTableSizeV2", {.flags = kHbStateful, .run = RunSize});
}

}  // namespace hb
