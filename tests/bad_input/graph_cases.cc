// Wrong types, shapes, names, attributes, feeds and fetches.
#include "tests/bad_input/graph_def.h"
#include "tests/bad_input/world.h"

namespace hb::bad_input {
namespace {

// A graph that can't be imported.
Case BadImport(const char* name, const std::string& graph, HB_Code code,
               const std::vector<std::string>& words) {
  return {name, [=]() -> std::string {
            World w;
            w.Import(graph);
            std::string wrong = w.Expect(code, words);
            size_t at = 0;
            if (HB_GraphNextOperation(w.graph(), &at) != nullptr) wrong += " (half of it is there)";
            return wrong;
          }};
}

// A graph that can be imported, but not run.
Case BadRun(const char* name, const std::string& graph, const std::string& fetch, HB_Code code,
            const std::vector<std::string>& words) {
  return {name, [=]() -> std::string {
            World w;
            if (!w.Import(graph)) return "import: " + w.ExpectOk();
            w.Run(fetch);
            return w.Expect(code, words);
          }};
}

const NodeAttrs kFloat = {{"T", OfType(HB_FLOAT)}};

std::string VariableGraph() {
  return GraphDef(
      {NodeDef("v", "VarHandleOp", {}, {{"dtype", OfType(HB_FLOAT)}, {"shape", OfShape({2})}}),
       NodeDef("read", "ReadVariableOp", {"v"}, {{"dtype", OfType(HB_FLOAT)}}),
       IntsConst("i", {1, 2}),
       NodeDef("c", "Cast", {"i"}, {{"SrcT", OfType(HB_INT64)}, {"DstT", OfType(HB_FLOAT)}}),
       NodeDef("add", "AssignAddVariableOp", {"v", "c"}, {{"dtype", OfType(HB_FLOAT)}}),
       NodeDef("ref", "VariableV2", {}, {{"dtype", OfType(HB_FLOAT)}, {"shape", OfShape({2})}}),
       NodeDef("use", "Identity", {"ref"}, kFloat)});
}

void AddImports(Cases* cases) {
  const std::string a = FloatConst("a", 1), ints = IntsConst("ints", {1, 2});
  cases->push_back(BadImport("wrong dtype",
                             GraphDef({a, ints, NodeDef("sum", "AddV2", {"a", "ints"}, kFloat)}),
                             HB_INVALID_ARGUMENT, {"'sum'", "float", "int64"}));
  cases->push_back(BadImport("dtype not allowed",
                             GraphDef({NodeDef("r", "Relu", {"p"}, {{"T", OfType(HB_STRING)}}),
                                       PlaceholderNode("p", HB_STRING)}),
                             HB_INVALID_ARGUMENT, {"'r'", "'T'", "string", "float"}));
  cases->push_back(
      BadImport("wrong shape",
                GraphDef({ints, IntsConst("three", {1, 2, 3}),
                          NodeDef("sum", "AddV2", {"ints", "three"}, {{"T", OfType(HB_INT64)}})}),
                HB_INVALID_ARGUMENT, {"'sum'", "[2]", "[3]"}));
  cases->push_back(BadImport(
      "wrong rank",
      GraphDef({ints, NodeDef("m", "MatMul", {"ints", "ints"}, {{"T", OfType(HB_INT64)}})}),
      HB_INVALID_ARGUMENT, {"'m'", "rank"}));
  cases->push_back(BadImport("unknown op", GraphDef({NodeDef("n", "NoSuchOp", {})}), HB_NOT_FOUND,
                             {"'n'", "NoSuchOp"}));
  cases->push_back(BadImport("unknown input",
                             GraphDef({NodeDef("i", "Identity", {"nobody"}, kFloat)}),
                             HB_INVALID_ARGUMENT, {"'i'", "nobody"}));
  cases->push_back(BadImport("unknown control input", GraphDef({NodeDef("i", "NoOp", {"^nobody"})}),
                             HB_INVALID_ARGUMENT, {"'i'", "nobody"}));
  cases->push_back(BadImport("output number out of range",
                             GraphDef({a, NodeDef("i", "Identity", {"a:7"}, kFloat)}),
                             HB_INVALID_ARGUMENT, {"'i'", "a", "7"}));
  cases->push_back(BadImport("duplicate name", GraphDef({a, a}), HB_INVALID_ARGUMENT, {"'a'"}));
  cases->push_back(
      BadImport("empty name", GraphDef({FloatConst("", 1)}), HB_INVALID_ARGUMENT, {"name"}));
}

void AddAttributes(Cases* cases) {
  const std::string a = FloatConst("a", 1);
  cases->push_back(BadImport("missing attribute", GraphDef({NodeDef("p", "Placeholder", {})}),
                             HB_INVALID_ARGUMENT, {"'p'", "'dtype'"}));
  cases->push_back(BadImport("attribute of another kind",
                             GraphDef({NodeDef("p", "Placeholder", {}, {{"dtype", OfInt(1)}})}),
                             HB_INVALID_ARGUMENT, {"'p'", "'dtype'", "type"}));
  cases->push_back(
      BadImport("attribute below its minimum",
                GraphDef({NodeDef("c", "AddN", {}, {{"N", OfInt(0)}, {"T", OfType(HB_FLOAT)}})}),
                HB_INVALID_ARGUMENT, {"'c'", "'N'", "1"}));
  cases->push_back(BadImport(
      "text that is not allowed",
      GraphDef({PlaceholderNode("x", HB_FLOAT), NodeDef("conv", "Conv2D", {"x", "x"},
                                                        {{"T", OfType(HB_FLOAT)},
                                                         {"strides", OfInts({1, 1, 1, 1})},
                                                         {"padding", OfString("MAYBE")}})}),
      HB_INVALID_ARGUMENT, {"'conv'", "'padding'", "MAYBE", "SAME"}));
  cases->push_back(BadImport("too few inputs",
                             GraphDef({a, NodeDef("sum", "AddV2", {"a"}, kFloat)}),
                             HB_INVALID_ARGUMENT, {"'sum'", "2", "1"}));
  cases->push_back(BadImport("too many inputs",
                             GraphDef({a, NodeDef("i", "Identity", {"a", "a"}, kFloat)}),
                             HB_INVALID_ARGUMENT, {"'i'"}));
  cases->push_back(BadImport("constant without its value",
                             GraphDef({NodeDef("c", "Const", {}, {{"dtype", OfType(HB_FLOAT)}})}),
                             HB_INVALID_ARGUMENT, {"'c'", "'value'"}));
  cases->push_back(BadImport(
      "constant of another dtype",
      GraphDef({NodeDef("c", "Const", {},
                        {{"dtype", OfType(HB_INT32)},
                         {"value", OfTensor(TensorProto(HB_FLOAT, {}, Raw<float>({1})))}})}),
      HB_INVALID_ARGUMENT, {"'c'", "float", "int32"}));
  cases->push_back(BadImport("no GraphDef at all", "these bytes are no message",
                             HB_INVALID_ARGUMENT, {"GraphDef"}));
}

void AddRuns(Cases* cases) {
  cases->push_back(
      BadRun("missing feed",
             GraphDef({PlaceholderNode("p", HB_FLOAT), NodeDef("i", "Identity", {"p"}, kFloat)}),
             "i", HB_INVALID_ARGUMENT, {"'p'", "feed", "float"}));
  cases->push_back(BadRun("uninitialized variable", VariableGraph(), "read", HB_FAILED_PRECONDITION,
                          {"'read'", "v", "uninitialized"}));
  cases->push_back(BadRun("update of an uninitialized variable", VariableGraph(), "^add",
                          HB_FAILED_PRECONDITION, {"'add'", "'v'", "uninitialized"}));
  cases->push_back(BadRun("uninitialized reference", VariableGraph(), "use", HB_FAILED_PRECONDITION,
                          {"'ref", "ref", "uninitialized"}));
  cases->push_back(BadRun(
      "op without a kernel",
      GraphDef({PlaceholderNode("p", HB_FLOAT),
                NodeDef("c", "Cholesky", {"a"}, {{"T", OfType(HB_FLOAT)}}),
                NodeDef("a", "Const", {},
                        {{"dtype", OfType(HB_FLOAT)},
                         {"value", OfTensor(TensorProto(HB_FLOAT, {1, 1}, Raw<float>({1})))}})}),
      "c", HB_NOT_FOUND, {"'c'", "Cholesky"}));
  cases->push_back(
      BadRun("call of a function that isn't there",
             GraphDef({FloatConst("a", 1), NodeDef("call", "StatefulPartitionedCall", {"a"},
                                                   {{"Tin", OfTypes({HB_FLOAT})},
                                                    {"Tout", OfTypes({HB_FLOAT})},
                                                    {"f", OfFunction("gone")}})}),
             "call", HB_NOT_FOUND, {"'call'", "gone"}));
  cases->push_back(
      BadRun("index out of range",
             GraphDef({IntsConst("table", {1, 2, 3}), IntsConst("i", {5}), IntsConst("axis", {0}),
                       NodeDef("zero", "Squeeze", {"axis"}, {{"T", OfType(HB_INT64)}}),
                       NodeDef("g", "GatherV2", {"table", "i", "zero"},
                               {{"Tparams", OfType(HB_INT64)},
                                {"Tindices", OfType(HB_INT64)},
                                {"Taxis", OfType(HB_INT64)}})}),
             "g", HB_INVALID_ARGUMENT, {"'g'", "5", "3"}));
}

// What is fed and fetched is wrong; the graph is x, of shape [2], and y.
Case BadFeed(const char* name, HB_Code code, const std::vector<std::string>& words,
             const std::function<void(World*)>& run) {
  return {
      name, [=]() -> std::string {
        World w;
        if (!w.Import(GraphDef({NodeDef("x", "Placeholder", {},
                                        {{"dtype", OfType(HB_FLOAT)}, {"shape", OfShape({2})}}),
                                IntsConst("i", {1, 2}),
                                NodeDef("two", "Cast", {"i"},
                                        {{"SrcT", OfType(HB_INT64)}, {"DstT", OfType(HB_FLOAT)}}),
                                NodeDef("y", "AddV2", {"x", "two"}, kFloat)}))) {
          return w.ExpectOk();
        }
        run(&w);
        return w.Expect(code, words);
      }};
}

World::Feed Floats(const std::string& name, int64_t count) {
  return {name, Tensor(HB_FLOAT, {count})};
}

void Callable(World* w, int nfeeds, int ncall) {
  const HB_Output x = w->Find("x"), y = w->Find("y");
  HB_Callable* c =
      HB_SessionMakeCallable(w->session(), &x, nfeeds, &y, 1, nullptr, 0, nullptr, w->status());
  if (c == nullptr) return;
  Tensor value(HB_FLOAT, {2});
  HB_Tensor* const values[2] = {value.handle(), value.handle()};
  HB_Tensor* out = nullptr;
  HB_CallableRun(c, values, ncall, &out, 1, nullptr, w->status());
  HB_DeleteTensor(out);
  HB_DeleteCallable(c);
}

void AddFeeds(Cases* cases) {
  const auto run = [](auto make) {
    return [make](World* w) {
      std::vector<World::Feed> feeds;
      make(&feeds);
      w->Run("y", std::move(feeds));
    };
  };
  using Feeds = std::vector<World::Feed>;
  cases->push_back(BadFeed("feed of another dtype", HB_INVALID_ARGUMENT,
                           {"'x:0'", "float", "int32"},
                           run([](Feeds* f) { f->emplace_back("x", Tensor(HB_INT32, {2})); })));
  cases->push_back(BadFeed("feed of another shape", HB_INVALID_ARGUMENT, {"'y'", "[3]", "[2]"},
                           run([](Feeds* f) { f->push_back(Floats("x", 3)); })));
  cases->push_back(BadFeed("feed without a tensor", HB_INVALID_ARGUMENT, {"x", "NULL"},
                           run([](Feeds* f) { f->emplace_back("x", Tensor()); })));
  cases->push_back(BadFeed("feed of no node", HB_INVALID_ARGUMENT, {"NULL"},
                           run([](Feeds* f) { f->push_back(Floats("nobody", 2)); })));
  cases->push_back(
      BadFeed("feed given twice", HB_INVALID_ARGUMENT, {"x:0", "once"}, run([](Feeds* f) {
                f->push_back(Floats("x", 2));
                f->push_back(Floats("x", 2));
              })));
  cases->push_back(BadFeed("fetch of no node", HB_INVALID_ARGUMENT, {"NULL"},
                           [](World* w) { w->Run("nobody"); }));
  cases->push_back(BadFeed("fetch of an output that isn't there", HB_OUT_OF_RANGE, {"'y'", "3"},
                           [](World* w) { w->Run("y:3"); }));
  cases->push_back(BadFeed("callable with too many values", HB_INVALID_ARGUMENT, {"1 feeds", "2"},
                           [](World* w) { Callable(w, 1, 2); }));
  cases->push_back(BadFeed("callable without its feed", HB_INVALID_ARGUMENT, {"'x'", "feed"},
                           [](World* w) { Callable(w, 0, 0); }));
  cases->push_back(
      BadFeed("node of another graph", HB_INVALID_ARGUMENT, {"'z'", "another graph"}, [](World* w) {
        World other;
        other.Import(GraphDef({FloatConst("z", 1)}));
        const HB_Output z = other.Find("z");
        HB_Tensor* out = nullptr;
        HB_SessionRun(w->session(), nullptr, nullptr, nullptr, 0, &z, &out, 1, nullptr, 0, nullptr,
                      w->status());
      }));
}

}  // namespace

Cases GraphCases() {
  Cases cases;
  AddImports(&cases);
  AddAttributes(&cases);
  AddRuns(&cases);
  AddFeeds(&cases);
  return cases;
}

}  // namespace hb::bad_input
