#include "tests/cases/case.h"

#include <fstream>

#include "core/base/strings.h"
#include "core/graph/op.h"

namespace hb::cases {
namespace {

// Splits "a b c" at the first `mark`, which goes away.
std::pair<std::string_view, std::string_view> Cut(std::string_view text, std::string_view mark) {
  const size_t at = text.find(mark);
  if (at == text.npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + mark.size())};
}

Code CodeOfName(std::string_view name) {
  for (int c = 1; c <= 16; ++c) {
    if (name == CodeName(static_cast<Code>(c))) return static_cast<Code>(c);
  }
  return Code::kOk;
}

// "OP INPUT… ATTR=VALUE…".
Status ReadNode(std::string_view name, std::span<const std::string_view> words, pb::NodeDef* node) {
  if (words.empty()) return InvalidArgument("a node needs an op");
  node->set_name(std::string(name));
  node->set_op(std::string(words[0]));
  const OpInfo* op = OpSet::Global().Find(words[0]);
  if (op == nullptr) return InvalidArgument("there is no op ", words[0]);
  for (std::string_view word : words.subspan(1)) {
    const auto [key, value] = Cut(word, "=");
    if (word.find('=') == word.npos) {
      node->add_input(std::string(word));
      continue;
    }
    std::string_view kind;
    for (const auto& attr : op->def.attr()) {
      if (attr.name() == key) kind = attr.type();
    }
    Status s = ParseAttrValue(kind, value, &(*node->mutable_attr())[std::string(key)]);
    if (!s.ok()) return s.WithPrefix(StrCat("attribute ", key, ": "));
  }
  return Status();
}

pb::DataType TypeNamed(std::string_view name) {
  return static_cast<pb::DataType>(DTypeFromName(name));
}

// "NAME ARG:TYPE… -> RESULT:TYPE=SOURCE…".
void ReadFunction(std::string_view line, pb::FunctionDef* f) {
  const auto [head, tail] = Cut(line, " ->");
  const std::vector<std::string_view> words = WordsOf(head);
  f->mutable_signature()->set_name(std::string(words[0]));
  for (std::string_view word : std::span(words).subspan(1)) {
    const auto [name, type] = Cut(word, ":");
    auto* arg = f->mutable_signature()->add_input_arg();
    arg->set_name(std::string(name));
    arg->set_type(TypeNamed(type));
  }
  for (std::string_view word : WordsOf(tail)) {
    const auto [left, source] = Cut(word, "=");
    const auto [name, type] = Cut(left, ":");
    auto* arg = f->mutable_signature()->add_output_arg();
    arg->set_name(std::string(name));
    arg->set_type(TypeNamed(type));
    (*f->mutable_ret())[std::string(name)] = std::string(source);
  }
}

class Reader {
 public:
  Status Line(std::string_view line) {
    const auto [kind, rest] = Cut(line, " ");
    if (kind.empty() || kind == "#") return Status();
    if (kind == "case") {
      cases_.emplace_back().name = std::string(rest);
      return Status();
    }
    if (cases_.empty()) return InvalidArgument("a file begins with a case");
    return LineOfCase(kind, rest, &cases_.back());
  }
  std::vector<Case> Take() { return std::move(cases_); }

 private:
  Status LineOfCase(std::string_view kind, std::string_view rest, Case* c) {
    const std::vector<std::string_view> words = WordsOf(rest);
    if (kind == "op") {
      c->single = true;
      c->runs.emplace_back();
      return ReadNode("op", words, c->graph.add_node());
    }
    if (kind == "node") {
      if (words.empty()) return InvalidArgument("a node needs a name");
      pb::NodeDef* node = function_ != nullptr ? function_->add_node_def() : c->graph.add_node();
      return ReadNode(words[0], std::span(words).subspan(1), node);
    }
    if (kind == "function") {
      function_ = c->graph.mutable_library()->add_function();
      ReadFunction(rest, function_);
    } else if (kind == "end") {
      function_ = nullptr;
    } else if (kind == "in") {
      HB_ASSIGN_OR_RETURN(Expected t, ParseTensor(rest));
      if (c->single) c->graph.mutable_node(0)->add_input(StrCat("in", c->inputs.size()));
      c->inputs.push_back(std::move(t.values));
    } else if (kind == "run") {
      ReadRun(rest, &c->runs.emplace_back());
    } else if (c->runs.empty()) {
      return InvalidArgument("there is no run before '", kind, "'");
    } else if (kind == "out") {
      HB_ASSIGN_OR_RETURN(Expected t, ParseTensor(rest));
      c->runs.back().outputs.push_back(std::move(t));
    } else if (kind == "error") {
      c->runs.back().error = CodeOfName(rest);
      if (c->runs.back().error == Code::kOk) return InvalidArgument("there is no code ", rest);
    } else {
      return InvalidArgument("a line can't begin with '", kind, "'");
    }
    return Status();
  }

  static void ReadRun(std::string_view rest, CaseRun* run) {
    const auto [targets, fetches] = Cut(rest, ">");
    for (std::string_view t : WordsOf(targets)) run->targets.emplace_back(t);
    for (std::string_view f : WordsOf(fetches)) {
      const auto [name, index] = Cut(f, ":");
      run->fetches.emplace_back(std::string(name), index.empty() ? 0 : index[0] - '0');
    }
  }

  std::vector<Case> cases_;
  pb::FunctionDef* function_ = nullptr;
};

}  // namespace

Result<std::vector<Case>> ReadCases(const std::string& path) {
  std::ifstream in(path);
  if (!in.good()) return NotFound(path, " can't be read");
  Reader reader;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    Status s = reader.Line(line);
    if (!s.ok()) return s.WithPrefix(StrCat(path, ":", number, ": "));
  }
  return reader.Take();
}

}  // namespace hb::cases
