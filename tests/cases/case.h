// Recorded cases of ops, as tests/cases/case_file.py describes their files.
#ifndef HORNBEAM_TESTS_CASES_CASE_H_
#define HORNBEAM_TESTS_CASES_CASE_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/status.h"
#include "core/graph/proto.h"
#include "core/tensor/tensor.h"

namespace hb::cases {

// What TensorFlow computed: all elements, or those at 0, step, 2 * step… `values` is no tensor when
// any will do.
struct Expected {
  DType dtype;
  Shape shape;
  Tensor values;
  int64_t step = 1;
};

// One run in the session: targets by name, fetches as "node" or "node:1"; the outputs, or the code.
struct CaseRun {
  std::vector<std::string> targets;
  std::vector<std::pair<std::string, int>> fetches;
  std::vector<Expected> outputs;
  Code error = Code::kOk;
};

struct Case {
  std::string name;
  bool single = false;  // one op, the node "op"; otherwise a graph
  std::vector<Tensor> inputs;
  std::vector<CaseRun> runs;
  // The nodes without those of the inputs, which are named in0, in1…
  pb::GraphDef graph;
};

// The cases of a file; InvalidArgument that names the line.
Result<std::vector<Case>> ReadCases(const std::string& path);

// "float[2] 1 2" as a tensor, or its sample.
Result<Expected> ParseTensor(std::string_view text);

// An attribute's value from its text; `kind` as in an OpDef: "int", "list(type)".
Status ParseAttrValue(std::string_view kind, std::string_view text, pb::AttrValue* value);

// Cuts a line at spaces outside of quotes and brackets.
std::vector<std::string_view> WordsOf(std::string_view line);

}  // namespace hb::cases

#endif  // HORNBEAM_TESTS_CASES_CASE_H_
