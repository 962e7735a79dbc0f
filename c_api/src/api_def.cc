#include <algorithm>
#include <map>

#include "c_api/src/internal.h"
#include "core/io/text_format.h"
#include "core/proto/api_def.pb.h"

struct HB_ApiDefMap {
  std::map<std::string, hb::pb::ApiDef, std::less<>> defs;
  bool read = false;  // nothing may be put any more
};

namespace hb::capi {
namespace {

pb::ApiDef DefaultApiDef(const pb::OpDef& op) {
  pb::ApiDef def;
  def.set_graph_op_name(op.name());
  def.set_visibility(pb::ApiDef::VISIBLE);
  def.add_endpoint()->set_name(op.name());
  const auto add = [](const pb::OpDef::ArgDef& arg, pb::ApiDef::Arg* out) {
    out->set_name(arg.name());
    out->set_rename_to(arg.name());
    out->set_description(arg.description());
  };
  for (const auto& arg : op.input_arg()) {
    add(arg, def.add_in_arg());
    def.add_arg_order(arg.name());
  }
  for (const auto& arg : op.output_arg()) add(arg, def.add_out_arg());
  for (const auto& attr : op.attr()) {
    auto* out = def.add_attr();
    out->set_name(attr.name());
    out->set_rename_to(attr.name());
    if (attr.has_default_value()) *out->mutable_default_value() = attr.default_value();
    out->set_description(attr.description());
  }
  def.set_summary(op.summary());
  def.set_description(op.description());
  return def;
}

// Turns `field: <<END ... END` blocks, which the text format lacks, into quoted strings. The block
// begins after the line and ends at a line that begins with the marker.
std::string QuoteBlocks(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const size_t colon = line.find(": <<");
    if (colon == std::string_view::npos || line.substr(0, colon).find('"') != line.npos) {
      StrAppend(&out, line, "\n");
      continue;
    }
    std::string_view marker = line.substr(colon + 4);
    while (!marker.empty() && (marker.back() == ' ' || marker.back() == '\r')) {
      marker.remove_suffix(1);
    }
    StrAppend(&out, line.substr(0, colon), ": \"");
    std::string_view rest;
    bool first = true;
    while (!text.empty()) {
      const size_t next = text.find('\n');
      const std::string_view inner = text.substr(0, next);
      text.remove_prefix(next == std::string_view::npos ? text.size() : next + 1);
      if (!marker.empty() && inner.starts_with(marker)) {
        rest = inner.substr(marker.size());
        break;
      }
      if (!first) out += "\\n";
      first = false;
      for (const char c : inner) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
      }
    }
    StrAppend(&out, "\"", rest, "\n");
  }
  return out;
}

template <typename Item>
Item* FindByName(google::protobuf::RepeatedPtrField<Item>* items, const std::string& name) {
  for (Item& item : *items) {
    if (item.name() == name) return &item;
  }
  return nullptr;
}

template <typename Item>
Status MergeItems(const google::protobuf::RepeatedPtrField<Item>& from,
                  google::protobuf::RepeatedPtrField<Item>* to, const char* kind,
                  const std::string& op) {
  for (const Item& item : from) {
    Item* base = FindByName(to, item.name());
    if (base == nullptr) {
      return FailedPrecondition(kind, " ", item.name(), " not defined in base api for ", op);
    }
    if (!item.rename_to().empty()) base->set_rename_to(item.rename_to());
    if (!item.description().empty()) base->set_description(item.description());
    if constexpr (std::is_same_v<Item, pb::ApiDef::Attr>) {
      if (item.has_default_value()) *base->mutable_default_value() = item.default_value();
    }
  }
  return Status();
}

Status MergeOrder(const pb::ApiDef& from, pb::ApiDef* to) {
  if (from.arg_order_size() == 0) return Status();
  if (!std::is_permutation(from.arg_order().begin(), from.arg_order().end(),
                           to->arg_order().begin(), to->arg_order().end())) {
    return FailedPrecondition("Invalid arg_order: ", Join(from.arg_order(), ", "), " for ",
                              to->graph_op_name(),
                              ". All elements in arg_order override must match "
                              "base arg_order: ",
                              Join(to->arg_order(), ", "));
  }
  *to->mutable_arg_order() = from.arg_order();
  return Status();
}

Status Merge(const pb::ApiDef& from, pb::ApiDef* to) {
  const std::string& op = to->graph_op_name();
  if (from.visibility() != pb::ApiDef::DEFAULT_VISIBILITY) to->set_visibility(from.visibility());
  if (!from.deprecation_message().empty()) to->set_deprecation_message(from.deprecation_message());
  if (from.endpoint_size() > 0) *to->mutable_endpoint() = from.endpoint();
  HB_RETURN_IF_ERROR(MergeItems(from.in_arg(), to->mutable_in_arg(), "Argument", op));
  HB_RETURN_IF_ERROR(MergeItems(from.out_arg(), to->mutable_out_arg(), "Argument", op));
  HB_RETURN_IF_ERROR(MergeOrder(from, to));
  HB_RETURN_IF_ERROR(MergeItems(from.attr(), to->mutable_attr(), "Attribute", op));
  if (!from.summary().empty()) to->set_summary(from.summary());
  std::string description = from.description().empty() ? to->description() : from.description();
  if (!from.description_prefix().empty()) {
    description = StrCat(from.description_prefix(), "\n", description);
  }
  if (!from.description_suffix().empty()) {
    description = StrCat(description, "\n", from.description_suffix());
  }
  to->set_description(description);
  return Status();
}

void Replace(const std::string& from, const std::string& to, std::string* text) {
  for (size_t at = 0; (at = text->find(from, at)) != std::string::npos; at += to.size()) {
    text->replace(at, from.size(), to);
  }
}

// Renames `from` wherever the documentation has it in backticks.
void RenameInDocs(const std::string& from, const std::string& to, pb::ApiDef* def) {
  if (from == to) return;
  const std::string old_text = StrCat("`", from, "`"), new_text = StrCat("`", to, "`");
  for (auto& arg : *def->mutable_in_arg()) Replace(old_text, new_text, arg.mutable_description());
  for (auto& arg : *def->mutable_out_arg()) Replace(old_text, new_text, arg.mutable_description());
  for (auto& attr : *def->mutable_attr()) Replace(old_text, new_text, attr.mutable_description());
  Replace(old_text, new_text, def->mutable_summary());
  Replace(old_text, new_text, def->mutable_description());
}

// Documentation uses the new names of ops, arguments and attributes.
void UpdateDocs(pb::ApiDef* def) {
  if (def->endpoint_size() > 0) RenameInDocs(def->graph_op_name(), def->endpoint(0).name(), def);
  const pb::ApiDef names = *def;
  for (const auto& arg : names.in_arg()) RenameInDocs(arg.name(), arg.rename_to(), def);
  for (const auto& arg : names.out_arg()) RenameInDocs(arg.name(), arg.rename_to(), def);
  for (const auto& attr : names.attr()) RenameInDocs(attr.name(), attr.rename_to(), def);
}

Result<HB_Buffer*> Get(HB_ApiDefMap* map, std::string_view name) {
  if (!map->read) {
    map->read = true;
    for (auto& [op, def] : map->defs) UpdateDocs(&def);
  }
  const auto it = map->defs.find(name);
  if (it == map->defs.end()) return static_cast<HB_Buffer*>(nullptr);
  return NewBuffer(it->second.SerializeAsString());
}

// All of the text or nothing.
Status Put(HB_ApiDefMap* map, std::string_view text) {
  if (map->read) {
    return FailedPrecondition("Cannot call HB_ApiDefMapPut after HB_ApiDefMapGet has been called.");
  }
  pb::ApiDefs message;
  HB_RETURN_IF_ERROR(ParseText("ApiDefs", QuoteBlocks(text), &message));
  auto merged = map->defs;
  for (const auto& def : message.op()) {
    const auto it = merged.find(def.graph_op_name());
    if (it != merged.end()) HB_RETURN_IF_ERROR(Merge(def, &it->second));
  }
  map->defs = std::move(merged);
  return Status();
}

}  // namespace
}  // namespace hb::capi

using hb::Status;
using hb::capi::Guard;
using hb::capi::GuardValue;

HB_ApiDefMap* HB_NewApiDefMap(HB_Buffer* op_list_buffer, HB_Status* status) {
  return GuardValue<HB_ApiDefMap*>(status, nullptr, [&]() -> hb::Result<HB_ApiDefMap*> {
    hb::pb::OpList ops;
    HB_RETURN_IF_ERROR(hb::capi::Parse(op_list_buffer, &ops, "OpList"));
    auto map = std::make_unique<HB_ApiDefMap>();
    for (const auto& op : ops.op()) map->defs[op.name()] = hb::capi::DefaultApiDef(op);
    return map.release();
  });
}

void HB_DeleteApiDefMap(HB_ApiDefMap* apimap) { delete apimap; }

void HB_ApiDefMapPut(HB_ApiDefMap* api_def_map, const char* text, size_t text_len,
                     HB_Status* status) {
  Guard(status, [&] { return hb::capi::Put(api_def_map, {text, text_len}); });
}

HB_Buffer* HB_ApiDefMapGet(HB_ApiDefMap* api_def_map, const char* name, size_t name_len,
                           HB_Status* status) {
  return GuardValue<HB_Buffer*>(status, nullptr, [&] {
    return hb::capi::Get(api_def_map, {name, name_len});
  });
}
