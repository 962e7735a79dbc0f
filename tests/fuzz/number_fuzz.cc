// The input is a number as text, for StringToNumber.
#include "core/builtin/builtin.h"
#include "core/graph/builder.h"
#include "core/runtime/session.h"
#include "tests/fuzz/folder.h"

namespace {

struct Numbers {
  Numbers() {
    hb::Builder b(graph.get());
    text = b.Placeholder(hb::DT_STRING, hb::Shape());
    for (hb::DType t : {hb::DT_FLOAT, hb::DT_DOUBLE, hb::DT_INT32, hb::DT_INT64}) {
      numbers.push_back(b.Op("StringToNumber", {text}, {{"out_type", t}}));
    }
    if (!b.ok()) std::abort();
  }
  std::shared_ptr<hb::Graph> graph = std::make_shared<hb::Graph>();
  hb::Ref<hb::Session> session = hb::MakeRef<hb::Session>(graph, hb::SessionOptions());
  hb::Output text;
  std::vector<hb::Output> numbers;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  hb::InitBuiltin();
  static Numbers* const numbers = new Numbers;
  hb::Tensor in = hb::Tensor::Scalar(hb::TString(hb::FuzzInput(data, size)));
  hb::Tensor* const feed = &in;
  for (const hb::Output& number : numbers->numbers) {
    hb::Tensor out;
    hb::Tensor* const fetch = &out;
    static_cast<void>(
        numbers->session->Run({numbers->text}, {&feed, 1}, {number}, {&fetch, 1}, {}, {}).ok());
  }
  return 0;
}
