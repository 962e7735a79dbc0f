#include "core/passes/device_name.h"

#include <algorithm>

namespace hb {
namespace {

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsWord(char c) { return IsLetter(c) || (c >= '0' && c <= '9') || c == '_'; }

bool Take(std::string_view* text, std::string_view prefix) {
  if (!text->starts_with(prefix)) return false;
  text->remove_prefix(prefix.size());
  return true;
}

bool TakeNumber(std::string_view* text, std::optional<int>* number) {
  size_t n = 0;
  int value = 0;
  while (n < text->size() && n < 9 && (*text)[n] >= '0' && (*text)[n] <= '9') {
    value = value * 10 + ((*text)[n++] - '0');
  }
  if (n == 0) return false;
  text->remove_prefix(n);
  *number = value;
  return true;
}

bool TakeNumberOrStar(std::string_view* text, std::optional<int>* number) {
  if (Take(text, "*")) {
    number->reset();
    return true;
  }
  return TakeNumber(text, number);
}

bool TakeName(std::string_view* text, std::string_view more, std::optional<std::string>* name) {
  if (Take(text, "*")) {
    name->reset();
    return true;
  }
  if (text->empty() || !IsLetter(text->front())) return false;
  size_t n = 1;
  while (n < text->size() && (IsWord((*text)[n]) || more.find((*text)[n]) != more.npos)) ++n;
  *name = std::string(text->substr(0, n));
  text->remove_prefix(n);
  return true;
}

// One part: "/job:…", "/device:…" and so on.
bool TakePart(std::string_view* text, DeviceSpec* spec) {
  if (Take(text, "/job:")) return TakeName(text, "-", &spec->job);
  if (Take(text, "/replica:")) return TakeNumberOrStar(text, &spec->replica);
  if (Take(text, "/task:")) return TakeNumberOrStar(text, &spec->task);
  if (Take(text, "/device:")) {
    if (!TakeName(text, "", &spec->type)) return false;
    spec->id.reset();
    return !Take(text, ":") || TakeNumberOrStar(text, &spec->id);
  }
  if (Take(text, "/cpu:") || Take(text, "/CPU:")) {
    spec->type = "CPU";
    return TakeNumberOrStar(text, &spec->id);
  }
  if (Take(text, "/gpu:") || Take(text, "/GPU:")) {
    spec->type = "GPU";
    return TakeNumberOrStar(text, &spec->id);
  }
  return false;
}

template <typename T>
Status MergeField(std::optional<T>* to, const std::optional<T>& from, const char* what,
                  const std::string& a, const std::string& b) {
  if (to->has_value() && from.has_value() && **to != *from) {
    return InvalidArgument("Cannot merge devices with incompatible ", what, ": '", a, "' and '", b,
                           "'");
  }
  if (!to->has_value()) *to = from;
  return Status();
}

}  // namespace

bool DeviceSpec::Parse(std::string_view text, DeviceSpec* spec) {
  *spec = DeviceSpec();
  if (text == "/") return true;
  while (!text.empty()) {
    if (!TakePart(&text, spec)) return false;
  }
  return true;
}

std::string DeviceSpec::ToString() const {
  std::string out;
  if (job) StrAppend(&out, "/job:", *job);
  if (replica) StrAppend(&out, "/replica:", *replica);
  if (task) StrAppend(&out, "/task:", *task);
  if (type) {
    StrAppend(&out, "/device:", *type, ":");
    out += id ? StrCat(*id) : "*";
  }
  return out;
}

Status DeviceSpec::Merge(const DeviceSpec& other, bool soft) {
  DeviceSpec merged = *this;
  const std::string a = ToString(), b = other.ToString();
  HB_RETURN_IF_ERROR(MergeField(&merged.job, other.job, "jobs", a, b));
  HB_RETURN_IF_ERROR(MergeField(&merged.replica, other.replica, "replicas", a, b));
  HB_RETURN_IF_ERROR(MergeField(&merged.task, other.task, "tasks", a, b));
  Status kind = MergeField(&merged.type, other.type, "types", a, b);
  Status number = MergeField(&merged.id, other.id, "ids", a, b);
  if (!soft) {
    HB_RETURN_IF_ERROR(kind);
    HB_RETURN_IF_ERROR(number);
  }
  if (!kind.ok()) merged.type.reset();
  if (!kind.ok() || !number.ok()) merged.id.reset();
  *this = std::move(merged);
  return Status();
}

bool PlacedDevice::Matches(const DeviceSpec& spec) const {
  return (!spec.job || *spec.job == "localhost") && spec.replica.value_or(0) == 0 &&
         spec.task.value_or(0) == 0 && (!spec.type || *spec.type == type) &&
         spec.id.value_or(index) == index;
}

DeviceSet::DeviceSet(const std::map<std::string, int>& counts,
                     const std::vector<Device*>& devices) {
  const auto most = [&](const std::string& type, int otherwise) {
    const auto it = counts.find(type);
    return it == counts.end() ? otherwise : it->second;
  };
  const int cpus = std::clamp(most("CPU", 1), 1, 1024);
  for (int i = 0; i < cpus; ++i) {
    all_.push_back({"CPU", i, kHbCpuPriority, nullptr,
                    StrCat("/job:localhost/replica:0/task:0/device:CPU:", i)});
  }
  for (Device* d : devices) {
    if (d->index() >= most(d->type(), d->index() + 1)) continue;
    all_.push_back({d->type(), d->index(), d->def().priority, d, d->name()});
  }
}

int DeviceSet::Find(std::string_view name) const {
  for (size_t i = 0; i < all_.size(); ++i) {
    if (all_[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

std::string DeviceSet::Names() const {
  std::string out;
  for (const PlacedDevice& d : all_) StrAppend(&out, out.empty() ? "" : ", ", d.name);
  return out;
}

}  // namespace hb
