// Damaged bytes, and graphs that reach for files that they may not touch.
#include <unistd.h>

#include <filesystem>
#include <random>

#include "tests/bad_input/graph_def.h"
#include "tests/bad_input/world.h"

namespace hb::bad_input {
namespace {

constexpr int kChanges = 10000;

// Calls `use` with every prefix of the bytes, or with single bytes changed at random, until it says
// that something is wrong.
std::string WithPrefixes(const std::string& bytes, size_t step,
                         const std::function<std::string(const std::string&)>& use) {
  for (size_t n = 0; n < bytes.size(); n += step) {
    const std::string wrong = use(bytes.substr(0, n));
    if (!wrong.empty()) return std::to_string(n) + " bytes: " + wrong;
  }
  return "";
}
std::string WithChanges(const std::string& bytes, int changes,
                        const std::function<std::string(const std::string&)>& use) {
  std::minstd_rand random(7);
  for (int i = 0; i < changes; ++i) {
    std::string bad = bytes;
    const size_t at = random() % bad.size();
    bad[at] = static_cast<char>(random() >> 8);
    const std::string wrong = use(bad);
    if (!wrong.empty()) return "byte " + std::to_string(at) + ": " + wrong;
  }
  return "";
}

// An outcome that damage may have: a success, or an error that says something.
std::string Acceptable(const World& w) {
  const HB_Code code = HB_GetCode(w.status());
  if (code == HB_OK) return "";
  if (code == HB_INTERNAL || code == HB_UNKNOWN) return w.ExpectOk();
  return HB_Message(w.status())[0] == '\0' ? "an error without a message" : "";
}

// A network, a call, a loop that ends, and numbers that are shapes.
std::string SmallGraph() {
  const std::vector<HB_DataType> one = {HB_FLOAT};
  const NodeAttrs T = {{"T", OfType(HB_FLOAT)}};
  const std::string body =
      FunctionDef("body", one, one, {NodeDef("sum", "AddV2", {"x0", "x0"}, T)}, {"sum:z:0"});
  const std::string cond =
      FunctionDef("cond", one, {HB_BOOL},
                  {NodeDef("five", "Const", {},
                           {{"dtype", OfType(HB_FLOAT)},
                            {"value", OfTensor(TensorProto(HB_FLOAT, {}, Raw<float>({5})))}}),
                   NodeDef("less", "Less", {"x0", "five:output:0"}, T)},
                  {"less:z:0"});
  return GraphDef(
      {FloatConst("c", 1),
       NodeDef(
           "m", "Const", {},
           {{"dtype", OfType(HB_FLOAT)},
            {"value", OfTensor(TensorProto(HB_FLOAT, {2, 3}, Raw<float>({1, 2, 3, 4, 5, 6})))}}),
       NodeDef("prod", "MatMul", {"m", "m"},
               {{"T", OfType(HB_FLOAT)}, {"transpose_b", OfBool(true)}}),
       IntsConst("dims", {-1}),
       NodeDef("flat", "Reshape", {"prod", "dims"},
               {{"T", OfType(HB_FLOAT)}, {"Tshape", OfType(HB_INT64)}}),
       IntsConst("axis", {0}),
       NodeDef("total", "Sum", {"flat", "axis"},
               {{"T", OfType(HB_FLOAT)}, {"Tidx", OfType(HB_INT64)}}),
       NodeDef("loop", "StatelessWhile", {"c"},
               {{"T", OfTypes(one)}, {"cond", OfFunction("cond")}, {"body", OfFunction("body")}}),
       NodeDef("victim", "AddV2", {"loop", "total"}, T)},
      {body, cond});
}

std::string UseGraph(const std::string& bytes) {
  World w;
  if (w.Import(bytes) && w.Find("victim").oper != nullptr &&
      HB_OperationNumOutputs(w.Find("victim").oper) > 0) {
    w.Run("victim", {}, nullptr, 100);
  }
  return Acceptable(w);
}

std::string ExampleBytes() {
  const auto feature = [](const std::string& key, int kind, const std::string& list) {
    return Bytes(1, Bytes(1, key) + Bytes(2, Bytes(kind, list)));
  };
  return Bytes(1, feature("f", 2, Bytes(1, Raw<float>({1, 2}))) +
                      feature("i", 3, Bytes(1, Varint(5) + Varint(300))) +
                      feature("s", 1, Bytes(1, "one") + Bytes(1, "two")));
}

std::string UseExample(const std::string& bytes) {
  World w;
  const std::vector<HB_DataType> types = {HB_FLOAT, HB_INT64, HB_STRING};
  std::string shapes;
  for (int i = 0; i < 3; ++i) shapes += Bytes(7, ShapeProto({2}));
  const auto none = [](const char* name, HB_DataType t) {
    return NodeDef(
        name, "Const", {},
        {{"dtype", OfType(t)}, {"value", OfTensor(Number(1, t) + Bytes(2, ShapeProto({0})))}});
  };
  const std::string graph = GraphDef(
      {NodeDef("in", "Const", {},
               {{"dtype", OfType(HB_STRING)},
                {"value",
                 OfTensor(Number(1, HB_STRING) + Bytes(2, ShapeProto({1})) + Bytes(8, bytes))}}),
       none("names", HB_STRING), StringConst("kf", "f"), StringConst("ki", "i"),
       StringConst("ks", "s"), none("df", HB_FLOAT), none("di", HB_INT64), none("ds", HB_STRING),
       NodeDef("victim", "ParseExample", {"in", "names", "kf", "ki", "ks", "df", "di", "ds"},
               {{"Nsparse", OfInt(0)},
                {"Ndense", OfInt(3)},
                {"sparse_types", OfTypes({})},
                {"Tdense", OfTypes(types)},
                {"dense_shapes", Bytes(1, shapes)}})});
  w.ImportAndRun(graph, "victim");
  if (HB_GetCode(w.status()) != HB_OK) return w.Expect(HB_INVALID_ARGUMENT, {"'victim'"});
  return "";
}

// A checkpoint of two tensors, one of them of strings.
std::string CheckpointGraph(const std::string& prefix) {
  return GraphDef({StringConst("prefix", prefix),
                   NodeDef("names", "Const", {},
                           {{"dtype", OfType(HB_STRING)},
                            {"value", OfTensor(Number(1, HB_STRING) + Bytes(2, ShapeProto({2})) +
                                               Bytes(8, "a/w") + Bytes(8, "b"))}}),
                   NodeDef("slices", "Const", {},
                           {{"dtype", OfType(HB_STRING)},
                            {"value", OfTensor(Number(1, HB_STRING) + Bytes(2, ShapeProto({2})) +
                                               Bytes(8, "") + Bytes(8, ""))}}),
                   IntsConst("w", {1, 2, 3}), StringConst("s", "some text"),
                   NodeDef("save", "SaveV2", {"prefix", "names", "slices", "w", "s"},
                           {{"dtypes", OfTypes({HB_INT64, HB_STRING})}}),
                   NodeDef("victim", "RestoreV2", {"prefix", "names", "slices"},
                           {{"dtypes", OfTypes({HB_INT64, HB_STRING})}})});
}

std::string DamageCheckpoint(const std::string& file, bool prefixes) {
  const TempFolder folder;
  World w;
  const std::string path = folder.File("ckpt") + file;
  if (!w.Import(CheckpointGraph(folder.File("ckpt"))) || !w.Run("^save") || !w.Run("victim")) {
    return w.ExpectOk();
  }
  const std::string good = ReadFile(path);
  if (good.empty()) return path + " is empty";
  int failures = 0;
  const auto use = [&](const std::string& bad) -> std::string {
    std::filesystem::remove(path);
    WriteFile(path, bad);
    w.Run("^victim");
    if (bad == good) return w.ExpectOk();
    if (HB_GetCode(w.status()) == HB_OK) return "";
    ++failures;
    const std::string wrong = Acceptable(w);
    return wrong.empty() ? w.Expect(HB_GetCode(w.status()), {"'victim'", folder.path()}) : wrong;
  };
  const std::string wrong =
      prefixes ? WithPrefixes(good, 1, use) : WithChanges(good, kChanges, use);
  if (wrong.empty() && failures < (prefixes ? static_cast<int>(good.size()) : kChanges / 2)) {
    return "only " + std::to_string(failures) + " changes were noticed";
  }
  return wrong;
}

void AddDamage(Cases* cases) {
  cases->push_back(
      {"every prefix of a GraphDef", [] { return WithPrefixes(SmallGraph(), 1, UseGraph); }});
  cases->push_back({"changed bytes of a GraphDef",
                    [] { return WithChanges(SmallGraph(), kChanges / 2, UseGraph); }});
  cases->push_back({"the GraphDef as it is", []() -> std::string {
                      World w;
                      w.ImportAndRun(SmallGraph(), "victim");
                      return w.ExpectOk();
                    }});
  cases->push_back({"every prefix of an Example", []() -> std::string {
                      const std::string whole = UseExample(ExampleBytes());
                      return whole.empty() ? WithPrefixes(ExampleBytes(), 1, UseExample) : whole;
                    }});
  cases->push_back({"changed bytes of an Example",
                    [] { return WithChanges(ExampleBytes(), kChanges / 2, UseExample); }});
  for (const char* file : {".index", ".data-00000-of-00001"}) {
    for (const bool prefixes : {true, false}) {
      cases->push_back(
          {std::string(prefixes ? "every prefix" : "changed bytes") + " of a checkpoint's " + file,
           [=] { return DamageCheckpoint(file, prefixes); }});
    }
  }
}

// A model with nodes that read and write files by the name that they are fed.
bool SaveModel(const std::string& folder, World* w) {
  if (!w->Import(GraphDef(
          {PlaceholderNode("path", HB_STRING), StringConst("text", "written"),
           NodeDef("read", "ReadFile", {"path"}), NodeDef("write", "WriteFile", {"path", "text"}),
           NodeDef("names", "Const", {},
                   {{"dtype", OfType(HB_STRING)},
                    {"value",
                     OfTensor(Number(1, HB_STRING) + Bytes(2, ShapeProto({1})) + Bytes(8, "t"))}}),
           NodeDef("slices", "Const", {},
                   {{"dtype", OfType(HB_STRING)},
                    {"value",
                     OfTensor(Number(1, HB_STRING) + Bytes(2, ShapeProto({1})) + Bytes(8, ""))}}),
           NodeDef("save", "SaveV2", {"path", "names", "slices", "text"},
                   {{"dtypes", OfTypes({HB_STRING})}}),
           NodeDef("restore", "RestoreV2", {"path", "names", "slices"},
                   {{"dtypes", OfTypes({HB_STRING})}})}))) {
    return false;
  }
  HB_SavedModelOptions* options = HB_NewSavedModelOptions();
  const int signature = HB_SavedModelOptionsAddSignature(options, "serving_default", nullptr);
  HB_SavedModelOptionsAddSignatureInput(options, signature, "path", w->Find("path"));
  HB_SavedModelOptionsAddSignatureOutput(options, signature, "text", w->Find("read"));
  HB_SavedModelWrite(w->session(), folder.c_str(), options, w->status());
  HB_DeleteSavedModelOptions(options);
  return HB_GetCode(w->status()) == HB_OK;
}

std::string Reach(const std::string& node,
                  const std::function<std::string(const TempFolder&)>& where, HB_Code code) {
  const TempFolder folder;
  WriteFile(folder.File("secret"), "secret");
  const std::string model = folder.File("model");
  World saved;
  if (!SaveModel(model, &saved)) return saved.ExpectOk();
  std::filesystem::create_symlink(folder.path(), model + "/link");
  const std::string path = where(folder);
  HB_Graph* graph = HB_NewGraph();
  HB_Status* status = HB_NewStatus();
  const HB_LoadOptions load = {sizeof(HB_LoadOptions), HB_FILE_ACCESS_MODEL_DIR_ONLY, 0};
  const char* tag = "serve";
  HB_Session* session =
      HB_LoadSavedModel(nullptr, &load, model.c_str(), &tag, 1, graph, nullptr, status);
  if (session == nullptr) return ExpectStatus(status, HB_OK, {});
  const HB_Output in = {HB_GraphOperationByName(graph, "path"), 0};
  const HB_Operation* const target = HB_GraphOperationByName(graph, node.c_str());
  const Tensor value = Tensor::String(path);
  HB_Tensor* const fed = value.handle();
  HB_SessionRun(session, nullptr, &in, &fed, 1, nullptr, nullptr, 0, &target, 1, nullptr, status);
  std::string wrong = code == HB_OK ? ExpectStatus(status, code, {})
                                    : ExpectStatus(status, code, {"'" + node + "'", model});
  if (code != HB_OK) {
    for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
      const std::string name = file.path().filename().string();
      if (name != "secret" && name != "model") wrong += " and " + name + " was written";
    }
    if (ReadFile(folder.File("secret")) != "secret") wrong += " and a file was overwritten";
  }
  HB_DeleteSession(session, status);
  HB_DeleteGraph(graph);
  HB_DeleteStatus(status);
  return wrong;
}

void AddAccess(Cases* cases) {
  for (const char* node : {"read", "write", "save", "restore"}) {
    const auto add = [&](const char* what, std::function<std::string(const TempFolder&)> where) {
      cases->push_back({std::string("'") + node + "' reaches " + what,
                        [=] { return Reach(node, where, HB_PERMISSION_DENIED); }});
    };
    add("a file beside the model", [](const TempFolder& f) { return f.File("secret"); });
    add("out by '..'", [](const TempFolder& f) { return f.File("model/../secret"); });
    add("out by a link", [](const TempFolder& f) { return f.File("model/link/secret"); });
    add("a new file by a link", [](const TempFolder& f) { return f.File("model/link/new"); });
    add("a file whose name begins as the model's",
        [](const TempFolder& f) { return f.File("model2"); });
  }
  cases->push_back({"'write' reaches a file inside", [] {
                      return Reach(
                          "write", [](const TempFolder& f) { return f.File("model/new"); }, HB_OK);
                    }});
}

}  // namespace

Cases FileCases() {
  Cases cases;
  AddDamage(&cases);
  AddAccess(&cases);
  return cases;
}

}  // namespace hb::bad_input
