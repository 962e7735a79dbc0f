// A graph and a session behind the C interface, for cases that expect a certain error.
#ifndef HORNBEAM_TESTS_BAD_INPUT_WORLD_H_
#define HORNBEAM_TESTS_BAD_INPUT_WORLD_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "hornbeam/c_api.h"
#include "hornbeam/cpp/tensor.h"

namespace hb::bad_input {

// A case gives what is wrong, "" for nothing.
struct Case {
  std::string name;
  std::function<std::string()> run;
};
using Cases = std::vector<Case>;
Cases GraphCases();     // types, shapes, names, attributes, feeds
Cases SizeCases();      // sizes that no machine has
Cases DepthCases();     // cycles, recursion, loops without end, nesting
Cases FileCases();      // damaged files, files outside of a folder
Cases TrainingCases();  // layers, models, NaN

class World {
 public:
  World();
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  using Feed = std::pair<std::string, Tensor>;
  // Each returns whether the call succeeded; the status says more.
  bool Import(const std::string& graph_def);
  // Fetches output 0 of `fetch` ("node:1" for another), or runs the node if `fetch` begins with
  // '^'.
  bool Run(const std::string& fetch, std::vector<Feed> feeds = {},
           HB_CancellationToken* token = nullptr, int64_t timeout_ms = 0);
  // Imports and runs; false as soon as one of them fails.
  bool ImportAndRun(const std::string& graph_def, const std::string& fetch,
                    std::vector<Feed> feeds = {});

  // "" if the last call failed with that code and a message that holds all the words, a list whose
  // first one names the node; else what came instead.
  std::string Expect(HB_Code code, const std::vector<std::string>& words) const;
  // "" if the last call succeeded.
  std::string ExpectOk() const;

  HB_Graph* graph() const { return graph_; }
  HB_Status* status() const { return status_; }
  HB_Session* session();
  HB_Output Find(const std::string& name) const;
  const Tensor& result() const { return result_; }

 private:
  HB_Status* status_;
  HB_Graph* graph_;
  HB_Session* session_ = nullptr;
  Tensor result_;
};

// What a status holds, in the words of World::Expect.
std::string ExpectStatus(const HB_Status* status, HB_Code code,
                         const std::vector<std::string>& words);

// A folder that goes with the object.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  const std::string& path() const { return path_; }
  std::string File(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};
void WriteFile(const std::string& path, const std::string& content);
std::string ReadFile(const std::string& path);

}  // namespace hb::bad_input

#endif  // HORNBEAM_TESTS_BAD_INPUT_WORLD_H_
