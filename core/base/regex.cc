#include "core/base/regex.h"

#include <algorithm>

#include "core/base/utf8.h"

namespace hb {
namespace {

constexpr size_t kNone = std::string_view::npos;

// The character at `at` and the number of its bytes.
uint32_t CharAt(std::string_view text, size_t at, size_t* size) {
  std::string_view rest = text.substr(at);
  uint32_t c = 0;
  if (!TakeUtf8(&rest, &c)) c = 0xfffd;
  *size = text.size() - at - rest.size();
  return c;
}

bool IsWordByte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

}  // namespace

// Threads in the order of preference, each with its slots.
struct Regex::Threads {
  explicit Threads(size_t n) : mark(n, 0) {}
  struct Thread {
    int32_t pc;
    std::vector<size_t> slots;
  };
  std::vector<Thread> list;
  std::vector<uint32_t> mark;  // by pc: the round in which it was added
  uint32_t round = 0;
  void Clear() {
    list.clear();
    ++round;
  }
};

bool Regex::InSet(int32_t set, uint32_t c) const {
  const Ranges& r = sets_[static_cast<size_t>(set)];
  auto it = std::upper_bound(r.begin(), r.end(), c,
                             [](uint32_t v, const auto& range) { return v < range.first; });
  return it != r.begin() && c <= std::prev(it)->second;
}

bool Regex::Holds(Assertion a, std::string_view text, size_t at) const {
  const bool before = at > 0 && IsWordByte(text[at - 1]);
  const bool after = at < text.size() && IsWordByte(text[at]);
  switch (a) {
    case kTextBegin:
      return at == 0;
    case kTextEnd:
      return at == text.size();
    case kLineBegin:
      return at == 0 || text[at - 1] == '\n';
    case kLineEnd:
      return at == text.size() || text[at] == '\n';
    case kWord:
      return before != after;
    case kNotWord:
      return before == after;
  }
  return false;
}

// Follows jumps to the instructions that read a character, in the order of preference. The stack
// holds instructions still to follow and slots to restore after them.
void Regex::Add(Threads* list, int32_t pc, std::string_view text, size_t at,
                std::vector<size_t>* slots) const {
  struct Todo {
    int32_t pc;  // -1: restore a slot
    size_t slot, old;
  };
  std::vector<Todo> todo{{pc, 0, 0}};
  while (!todo.empty()) {
    const Todo next = todo.back();
    todo.pop_back();
    if (next.pc < 0) {
      (*slots)[next.slot] = next.old;
      continue;
    }
    uint32_t& mark = list->mark[static_cast<size_t>(next.pc)];
    if (mark == list->round) continue;
    mark = list->round;
    const Inst& inst = code_[static_cast<size_t>(next.pc)];
    switch (inst.op) {
      case kJump:
        todo.push_back({inst.x, 0, 0});
        break;
      case kSplit:
        todo.push_back({inst.y, 0, 0});
        todo.push_back({inst.x, 0, 0});
        break;
      case kSave: {
        const auto slot = static_cast<size_t>(inst.x);
        todo.push_back({-1, slot, (*slots)[slot]});
        todo.push_back({next.pc + 1, 0, 0});
        (*slots)[slot] = at;
        break;
      }
      case kAssert:
        if (Holds(static_cast<Assertion>(inst.x), text, at)) todo.push_back({next.pc + 1, 0, 0});
        break;
      default:
        list->list.push_back({next.pc, *slots});
    }
  }
}

bool Regex::Run(std::string_view text, size_t start, bool full, std::vector<size_t>* result) const {
  Threads now(code_.size()), next(code_.size());
  now.Clear();
  next.Clear();
  const size_t num_slots = 2 * static_cast<size_t>(num_groups_ + 1);
  bool found = false;
  for (size_t at = start;;) {
    if (!found && (!full || at == start)) {
      std::vector<size_t> slots(num_slots, kNone);
      Add(&now, 0, text, at, &slots);
    }
    if (now.list.empty() && (found || full)) break;
    size_t size = 0;
    const bool more = at < text.size();
    const uint32_t c = more ? CharAt(text, at, &size) : 0;
    for (Threads::Thread& t : now.list) {
      const Inst& inst = code_[static_cast<size_t>(t.pc)];
      if (inst.op == kMatch) {
        if (full && at != text.size()) continue;
        *result = std::move(t.slots);
        found = true;
        break;  // threads behind are less preferred
      }
      if (more && InSet(inst.x, c)) Add(&next, t.pc + 1, text, at + size, &t.slots);
    }
    if (!more) break;
    std::swap(now, next);
    next.Clear();
    at += size;
  }
  return found;
}

bool Regex::FullMatch(std::string_view text) const {
  std::vector<size_t> slots;
  return Run(text, 0, true, &slots);
}

bool Regex::Search(std::string_view text, size_t start,
                   std::vector<std::string_view>* groups) const {
  std::vector<size_t> slots;
  if (start > text.size() || !Run(text, start, false, &slots)) return false;
  groups->assign(static_cast<size_t>(num_groups_ + 1), std::string_view());
  for (size_t g = 0; g < groups->size(); ++g) {
    if (slots[2 * g] == kNone || slots[2 * g + 1] == kNone) continue;
    (*groups)[g] = text.substr(slots[2 * g], slots[2 * g + 1] - slots[2 * g]);
  }
  return true;
}

std::string Regex::Replace(std::string_view text, std::string_view rewrite, bool all) const {
  std::string out;
  std::vector<std::string_view> groups;
  size_t at = 0, last_end = kNone;
  while (at <= text.size() && Search(text, at, &groups)) {
    const size_t begin = static_cast<size_t>(groups[0].data() - text.data());
    out.append(text.substr(at, begin - at));
    at = begin;
    if (groups[0].empty() && begin == last_end) {
      // An empty match right behind a match does not count.
      if (at == text.size()) return out;
      size_t size = 0;
      CharAt(text, at, &size);
      out.append(text.substr(at, size));
      at += size;
      continue;
    }
    for (size_t i = 0; i < rewrite.size(); ++i) {
      if (rewrite[i] != '\\') {
        out.push_back(rewrite[i]);
      } else if (++i < rewrite.size() && rewrite[i] >= '0' && rewrite[i] <= '9') {
        const auto g = static_cast<size_t>(rewrite[i] - '0');
        if (g < groups.size()) out.append(groups[g]);
      } else {
        out.push_back('\\');
      }
    }
    at += groups[0].size();
    last_end = at;
    if (!all) break;
  }
  if (at < text.size()) out.append(text.substr(at));
  return out;
}

Status Regex::CheckRewrite(std::string_view rewrite) const {
  for (size_t i = 0; i < rewrite.size(); ++i) {
    if (rewrite[i] != '\\') continue;
    if (++i == rewrite.size()) return InvalidArgument("the rewrite ends in a backslash");
    if (rewrite[i] == '\\') continue;
    if (rewrite[i] < '0' || rewrite[i] > '9') {
      return InvalidArgument("in a rewrite a digit or a backslash must follow a backslash, not '",
                             rewrite[i], "'");
    }
    if (rewrite[i] - '0' > num_groups_) {
      return InvalidArgument("the rewrite names group ", rewrite[i] - '0', " but the pattern has ",
                             num_groups_);
    }
  }
  return Status();
}

}  // namespace hb
