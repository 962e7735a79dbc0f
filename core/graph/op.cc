#include "core/graph/op.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <shared_mutex>

namespace hb {
namespace {

std::atomic<void (*)(OpSet&)> g_fill{nullptr};
// Guards what Find adds from the fallback, and what it parses.
std::shared_mutex& Mu() {
  static auto* const mu = new std::shared_mutex;
  return *mu;
}

}  // namespace

void SetGlobalOpsInitializer(void (*fill)(OpSet&)) { g_fill.store(fill); }

OpSet& OpSet::Global() {
  static OpSet* const set = [] {
    auto* s = new OpSet;
    if (auto* fill = g_fill.load()) fill(*s);
    return s;
  }();
  return *set;
}

OpInfo* OpSet::Insert(std::string_view name) const {
  OpInfo* info = &infos_.emplace_back();
  info->def.set_name(std::string(name));
  by_name_[std::string(name)] = info;
  return info;
}

OpBuilder OpSet::Define(std::string_view name, std::string_view group) {
  if (by_name_.contains(std::string(name))) errors_.push_back(StrCat(name, ": declared twice"));
  OpInfo* info = Insert(name);
  info->group = std::string(group);
  info->begin = info->end = texts_.size();
  info->parsed.store(false, std::memory_order_relaxed);
  return OpBuilder(this, info);
}

const OpInfo* OpSet::Find(std::string_view name) const {
  const std::string key(name);
  {
    std::shared_lock lock(Mu());
    auto it = by_name_.find(key);
    if (it != by_name_.end() && it->second->parsed.load(std::memory_order_acquire)) {
      return it->second;
    }
  }
  {
    std::unique_lock lock(Mu());
    auto it = by_name_.find(key);
    if (it != by_name_.end()) return Parsed(it->second);
  }
  if (fallback_ == nullptr) return nullptr;
  pb::OpDef def;
  if (!fallback_(name, &def)) return nullptr;
  std::unique_lock lock(Mu());
  auto it = by_name_.find(key);
  if (it != by_name_.end()) return it->second;
  OpInfo* info = Insert(name);
  info->def = std::move(def);
  info->group = "unknown";
  return info;
}

Status OpSet::Add(const pb::OpDef& def, ShapeFn shape) {
  std::unique_lock lock(Mu());
  if (by_name_.contains(def.name())) {
    return AlreadyExists("op ", def.name(), " is registered already");
  }
  OpInfo* info = Insert(def.name());
  info->def = def;
  info->shape = shape;
  info->group = "custom";
  return Status();
}

const OpInfo* OpSet::Parsed(OpInfo* info) const {
  if (info->parsed.load(std::memory_order_relaxed)) return info;
  Parse(info);
  info->parsed.store(true, std::memory_order_release);
  return info;
}

std::vector<std::string> OpSet::errors() const {
  std::unique_lock lock(Mu());
  for (OpInfo& info : infos_) Parsed(&info);
  return errors_;
}

std::vector<std::string> OpSet::Names() const {
  std::shared_lock lock(Mu());
  std::vector<std::string> names;
  for (const OpInfo& i : infos_) {
    if (i.group != "unknown") names.push_back(i.def.name());
  }
  std::sort(names.begin(), names.end());
  return names;
}

void OpSet::Parse(OpInfo* info) const {
  pb::OpDef& def = info->def;
  for (size_t at = info->begin; at < info->end;) {
    const std::string_view text(texts_.data() + at + 1);
    Status s;
    switch (static_cast<OpBuilder::Text>(texts_[at])) {
      case OpBuilder::Text::kIn:
        s = ParseArg(text, def.add_input_arg(), def);
        break;
      case OpBuilder::Text::kOut:
        s = ParseArg(text, def.add_output_arg(), def);
        break;
      case OpBuilder::Text::kAttr:
        s = ParseAttr(text, def.add_attr());
        break;
      case OpBuilder::Text::kDoc:
        def.set_summary(std::string(text));
        break;
    }
    if (!s.ok()) errors_.push_back(StrCat(def.name(), ": ", s.message()));
    at += text.size() + 2;
  }
  // Arguments are declared before the attributes that they name.
  const auto resolve = [&](pb::OpDef::ArgDef* arg) {
    for (const pb::OpDef::AttrDef& attr : def.attr()) {
      if (attr.type() != "list(type)" || arg->type_attr() != attr.name()) continue;
      arg->clear_type_attr();
      arg->set_type_list_attr(attr.name());
    }
  };
  for (auto& arg : *def.mutable_input_arg()) resolve(&arg);
  for (auto& arg : *def.mutable_output_arg()) resolve(&arg);
}

OpBuilder& OpBuilder::Keep(Text kind, std::string_view text) {
  std::string& texts = set_->texts_;
  texts.push_back(static_cast<char>(kind));
  texts.append(text).push_back('\0');
  info_->end = texts.size();
  return *this;
}
OpBuilder& OpBuilder::In(std::string_view text) { return Keep(Text::kIn, text); }
OpBuilder& OpBuilder::Out(std::string_view text) { return Keep(Text::kOut, text); }
OpBuilder& OpBuilder::Attr(std::string_view text) { return Keep(Text::kAttr, text); }
OpBuilder& OpBuilder::Doc(std::string_view text) {
  return kOpDocs ? Keep(Text::kDoc, text) : *this;
}
OpBuilder& OpBuilder::Shape(ShapeFn fn) {
  info_->shape = fn;
  return *this;
}
OpBuilder& OpBuilder::Gradient(GradFn fn) {
  if constexpr (kOpGradients) info_->gradient = fn;
  return *this;
}
OpBuilder& OpBuilder::NotDifferentiable() {
  info_->not_differentiable = true;
  return *this;
}
OpBuilder& OpBuilder::Stateful() {
  info_->def.set_is_stateful(true);
  return *this;
}
OpBuilder& OpBuilder::Commutative() {
  info_->def.set_is_commutative(true);
  return *this;
}
OpBuilder& OpBuilder::Aggregate() {
  info_->def.set_is_aggregate(true);
  return *this;
}
OpBuilder& OpBuilder::AllowsUninitialized() {
  info_->def.set_allows_uninitialized_input(true);
  return *this;
}
OpBuilder& OpBuilder::DistributedCommunication() {
  info_->def.set_is_distributed_communication(true);
  return *this;
}
OpBuilder& OpBuilder::Deprecated(int version, std::string_view why) {
  info_->def.mutable_deprecation()->set_version(version);
  info_->def.mutable_deprecation()->set_explanation(std::string(why));
  return *this;
}

OpBuilder& OpBuilder::Method(std::string_view name) {
  if (kOpDocs) info_->method = std::string(name);
  return *this;
}
OpBuilder& OpBuilder::Operator(std::string_view sign, int from_rank) {
  if (kOpDocs) {
    info_->operator_sign = std::string(sign);
    info_->operator_rank = from_rank;
  }
  return *this;
}
OpBuilder& OpBuilder::Literal() {
  info_->literal = true;
  return *this;
}

Result<int> ArgCount(const pb::OpDef::ArgDef& arg, const AttrReader& attrs) {
  if (!arg.type_list_attr().empty()) {
    const pb::AttrValue* v = attrs.Find(arg.type_list_attr());
    if (v == nullptr) return InvalidArgument("attribute '", arg.type_list_attr(), "' is missing");
    return v->list().type_size();
  }
  if (arg.number_attr().empty()) return 1;
  const pb::AttrValue* v = attrs.Find(arg.number_attr());
  if (v == nullptr) return InvalidArgument("attribute '", arg.number_attr(), "' is missing");
  constexpr int64_t kMost = 1 << 24;
  if (v->i() < 0 || v->i() > kMost) {
    return InvalidArgument("attribute '", arg.number_attr(), "' = ", v->i(), " must be in [0, ",
                           kMost, "]");
  }
  return static_cast<int>(v->i());
}

Status ArgTypes(const google::protobuf::RepeatedPtrField<pb::OpDef::ArgDef>& args,
                const AttrReader& attrs, std::vector<DType>* types) {
  types->clear();
  for (const pb::OpDef::ArgDef& arg : args) {
    auto push = [&](DType t) { types->push_back(arg.is_ref() ? RefOf(t) : t); };
    if (!arg.type_list_attr().empty()) {
      for (DType t : attrs.Types(arg.type_list_attr())) push(t);
      continue;
    }
    HB_ASSIGN_OR_RETURN(int n, ArgCount(arg, attrs));
    DType t = FromPb(arg.type());
    if (!arg.type_attr().empty()) {
      t = attrs.Type(arg.type_attr());
      if (t == DT_INVALID) {
        return InvalidArgument("attribute '", arg.type_attr(), "' is missing or no type");
      }
    }
    for (int i = 0; i < n; ++i) push(t);
  }
  return Status();
}

namespace {

const char* KindOf(const pb::AttrValue& v) {
  switch (v.value_case()) {
    case pb::AttrValue::kS:
      return "string";
    case pb::AttrValue::kI:
      return "int";
    case pb::AttrValue::kF:
      return "float";
    case pb::AttrValue::kB:
      return "bool";
    case pb::AttrValue::kType:
      return "type";
    case pb::AttrValue::kShape:
      return "shape";
    case pb::AttrValue::kTensor:
      return "tensor";
    case pb::AttrValue::kList:
      return "list";
    case pb::AttrValue::kFunc:
      return "func";
    case pb::AttrValue::kPlaceholder:
      return "placeholder";
    default:
      return "none";
  }
}

template <typename T, typename Range>
Status CheckOneOf(const pb::OpDef::AttrDef& def, const T& value, const Range& allowed,
                  std::string (*print)(const T&)) {
  for (const auto& a : allowed) {
    if (a == value) return Status();
  }
  std::vector<std::string> names;
  for (const auto& a : allowed) names.push_back(print(a));
  return InvalidArgument("attribute '", def.name(), "' = ", print(value), " is not in {",
                         Join(names, ", "), "}");
}

Status CheckType(const pb::OpDef::AttrDef& def, int t) {
  if (BaseType(static_cast<DType>(t)) <= 0 || BaseType(static_cast<DType>(t)) >= kNumDTypes) {
    return InvalidArgument("attribute '", def.name(), "': ", t, " is no data type");
  }
  if (!def.has_allowed_values()) return Status();
  return CheckOneOf<int>(def, t, def.allowed_values().list().type(),
                         [](const int& x) { return DTypeName(static_cast<DType>(x)); });
}
Status CheckString(const pb::OpDef::AttrDef& def, const std::string& s) {
  if (!def.has_allowed_values()) return Status();
  return CheckOneOf<std::string>(def, s, def.allowed_values().list().s(),
                                 [](const std::string& x) { return StrCat("\"", x, "\""); });
}

Status CheckAttr(const pb::OpDef::AttrDef& def, const pb::AttrValue& v) {
  if (v.value_case() == pb::AttrValue::kPlaceholder) return Status();
  const bool list = def.type().starts_with("list(");
  if ((list && v.value_case() != pb::AttrValue::kList) || (!list && def.type() != KindOf(v))) {
    return InvalidArgument("attribute '", def.name(), "' must be of kind ", def.type(), ", not ",
                           KindOf(v));
  }
  if (list) {
    const auto& l = v.list();
    const int n = l.s_size() + l.i_size() + l.f_size() + l.b_size() + l.type_size() +
                  l.shape_size() + l.tensor_size() + l.func_size();
    if (def.has_minimum() && n < def.minimum()) {
      return InvalidArgument("attribute '", def.name(), "' has ", n, " elements and needs ",
                             def.minimum());
    }
    if (def.type() == "list(type)") {
      for (int t : l.type()) HB_RETURN_IF_ERROR(CheckType(def, t));
    }
    if (def.type() == "list(string)") {
      for (const std::string& s : l.s()) HB_RETURN_IF_ERROR(CheckString(def, s));
    }
    return Status();
  }
  if (def.type() == "int" && def.has_minimum() && v.i() < def.minimum()) {
    return InvalidArgument("attribute '", def.name(), "' = ", v.i(), " must be at least ",
                           def.minimum());
  }
  if (def.type() == "type") return CheckType(def, v.type());
  if (def.type() == "string") return CheckString(def, v.s());
  return Status();
}

}  // namespace

Status FinishAttrs(const pb::OpDef& def, AttrReader::Map* attrs) {
  for (const pb::OpDef::AttrDef& a : def.attr()) {
    auto it = attrs->find(a.name());
    if (it == attrs->end()) {
      if (!a.has_default_value()) {
        return InvalidArgument("attribute '", a.name(), "' (", a.type(), ") is missing");
      }
      (*attrs)[a.name()] = a.default_value();
      continue;
    }
    HB_RETURN_IF_ERROR(CheckAttr(a, it->second));
  }
  return Status();
}

}  // namespace hb
