// The input is a GraphDef: it is imported, its functions are made into graphs, and it is written.
#include "core/builtin/builtin.h"
#include "core/graph/function.h"
#include "core/graph/import.h"
#include "tests/fuzz/folder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  hb::InitBuiltin();
  hb::pb::GraphDef def;
  if (!def.ParseFromArray(data, static_cast<int>(size))) return 0;
  hb::Graph graph;
  if (!hb::ImportGraphDef(def, {}, &graph).ok()) return 0;
  for (const auto& f : graph.functions().All()) {
    const hb::AttrReader::Map none;
    static_cast<void>(
        hb::InstantiateDef(f, graph.shared_functions(), &graph.ops(), hb::AttrReader(&none)).ok());
  }
  hb::pb::GraphDef out;
  graph.ToProto(&out);
  return 0;
}
