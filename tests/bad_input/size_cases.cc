// Sizes that no machine has, and allocations from numbers in a graph.
#include "tests/bad_input/graph_def.h"
#include "tests/bad_input/world.h"

namespace hb::bad_input {
namespace {

constexpr int64_t kHuge = int64_t{1} << 62;
constexpr int64_t kLarge = int64_t{1} << 40;  // fits an int64 as a number of bytes, no memory

std::string Scalar(std::string_view name, HB_DataType dtype, std::string_view content) {
  return NodeDef(name, "Const", {},
                 {{"dtype", OfType(dtype)}, {"value", OfTensor(TensorProto(dtype, {}, content))}});
}

// Node 'big', which makes a tensor of a size that it gets as a tensor or an attribute.
std::string Maker(const std::string& op, const std::vector<int64_t>& sizes) {
  const std::string ints = IntsConst("sizes", sizes);
  const std::string size = Scalar("size", HB_INT64, Raw<int64_t>({sizes[0]}));
  const std::string zero = Scalar("zero", HB_INT64, Raw<int64_t>({0}));
  const std::string one = Scalar("one", HB_INT64, Raw<int64_t>({1}));
  const std::string f = FloatConst("f", 1);
  const auto T = OfType(HB_FLOAT), I = OfType(HB_INT64);
  if (op == "Fill") {
    return GraphDef({ints, f, NodeDef("big", op, {"sizes", "f"}, {{"T", T}, {"index_type", I}})});
  }
  if (op == "RandomUniform" || op == "Empty") {
    NodeAttrs attrs = {{"dtype", T}};
    const std::string dims = op == "Empty" ? "as32" : "sizes";
    if (op != "Empty") attrs.emplace_back("T", I);
    return GraphDef({ints,
                     NodeDef("as32", "Cast", {"sizes"}, {{"SrcT", I}, {"DstT", OfType(HB_INT32)}}),
                     NodeDef("big", op, {dims}, attrs)});
  }
  if (op == "BroadcastTo") {
    return GraphDef({ints, f, NodeDef("big", op, {"f", "sizes"}, {{"T", T}, {"Tidx", I}})});
  }
  if (op == "Range") {
    return GraphDef({size, zero, one, NodeDef("big", op, {"zero", "size", "one"}, {{"Tidx", I}})});
  }
  if (op == "OneHot") {
    return GraphDef({ints, zero, one,
                     NodeDef("depth", "Cast", {"s"}, {{"SrcT", I}, {"DstT", OfType(HB_INT32)}}),
                     Scalar("s", HB_INT64, Raw<int64_t>({(int64_t{1} << 31) - 1})),
                     NodeDef("ones", "Fill", {"sizes", "one"}, {{"T", I}, {"index_type", I}}),
                     NodeDef("big", op, {"ones", "depth", "one", "zero"}, {{"T", I}, {"TI", I}})});
  }
  if (op == "Tile") {
    return GraphDef({IntsConst("in", {1, 2}), ints,
                     NodeDef("big", op, {"in", "sizes"}, {{"T", I}, {"Tmultiples", I}})});
  }
  if (op == "Reshape") {
    return GraphDef({IntsConst("in", {1, 2}), ints,
                     NodeDef("big", op, {"in", "sizes"}, {{"T", I}, {"Tshape", I}})});
  }
  if (op == "Pad") {
    return GraphDef(
        {IntsConst("in", {1, 2}),
         NodeDef("pads", "Const", {},
                 {{"dtype", I},
                  {"value",
                   OfTensor(TensorProto(HB_INT64, {1, 2}, Raw<int64_t>({sizes[0], sizes[0]})))}}),
         NodeDef("big", op, {"in", "pads"}, {{"T", I}, {"Tpaddings", I}})});
  }
  return GraphDef(
      {ints,
       NodeDef("big", "ScatterNd", {"index", "updates", "sizes"}, {{"T", I}, {"Tindices", I}}),
       NodeDef(
           "index", "Const", {},
           {{"dtype", I}, {"value", OfTensor(TensorProto(HB_INT64, {1, 1}, Raw<int64_t>({0})))}}),
       NodeDef("updates", "Fill", {"slice", "one"}, {{"T", I}, {"index_type", I}}), one,
       IntsConst("slice",
                 sizes.size() > 1 ? std::vector<int64_t>{1, sizes[1]} : std::vector<int64_t>{1})});
}

Case TooLarge(const std::string& op, const std::vector<int64_t>& sizes, HB_Code code) {
  std::string name = op + " of";
  for (const int64_t s : sizes) name += " " + std::to_string(s);
  return {name, [=]() -> std::string {
            World w;
            w.ImportAndRun(Maker(op, sizes), "big");
            return w.Expect(code, {"'big'"});
          }};
}

// The same where nobody fetches the large tensor itself.
Case TooLargeBetween(const std::string& op, HB_DataType dtype, int64_t size, HB_Code code) {
  return {op + " of " + std::to_string(size) + " in the middle", [=]() -> std::string {
            World w;
            w.ImportAndRun(
                Maker(op, {size}) +
                    GraphDef({IntsConst("axes", {0}),
                              NodeDef("after", "Sum", {"big", "axes"},
                                      {{"T", OfType(dtype)}, {"Tidx", OfType(HB_INT64)}})}),
                "after");
            return w.Expect(code, {"'big'"});
          }};
}

void AddMakers(Cases* cases) {
  for (const int64_t size : {kLarge, kLarge * 64, kHuge}) {
    const HB_Code code = size == kHuge ? HB_INVALID_ARGUMENT : HB_RESOURCE_EXHAUSTED;
    for (const char* op : {"Fill", "RandomUniform", "BroadcastTo"}) {
      cases->push_back(TooLargeBetween(op, HB_FLOAT, size, code));
    }
    cases->push_back(TooLargeBetween("Range", HB_INT64, size, code));
  }
  for (const char* op : {"Fill", "RandomUniform", "BroadcastTo", "ScatterNd"}) {
    cases->push_back(TooLarge(op, {kHuge, 3}, HB_INVALID_ARGUMENT));
    cases->push_back(TooLarge(op, {kLarge, 3}, HB_RESOURCE_EXHAUSTED));
    cases->push_back(TooLarge(op, {-5}, HB_INVALID_ARGUMENT));
  }
  for (const char* op : {"Range", "Tile", "Pad"}) {
    cases->push_back(TooLarge(op, {kLarge}, HB_RESOURCE_EXHAUSTED));
  }
  cases->push_back(TooLarge("Range", {kHuge}, HB_INVALID_ARGUMENT));
  cases->push_back(TooLarge("Tile", {kHuge}, HB_INVALID_ARGUMENT));
  cases->push_back(TooLarge("Pad", {kHuge}, HB_INVALID_ARGUMENT));
  cases->push_back(TooLarge("OneHot", {1000}, HB_RESOURCE_EXHAUSTED));
  cases->push_back(TooLarge("Reshape", {kHuge}, HB_INVALID_ARGUMENT));
  cases->push_back(TooLarge("Reshape", {kHuge, 4}, HB_INVALID_ARGUMENT));
  cases->push_back(TooLarge("Reshape", {-1, 0}, HB_INVALID_ARGUMENT));
  cases->push_back(TooLarge("Reshape", {-1, -1}, HB_INVALID_ARGUMENT));
}

Case BadConst(const char* name, const std::string& tensor, HB_Code code,
              const std::vector<std::string>& words) {
  return {name, [=]() -> std::string {
            World w;
            w.Import(GraphDef({NodeDef(
                "c", "Const", {}, {{"dtype", OfType(HB_FLOAT)}, {"value", OfTensor(tensor)}})}));
            return w.Expect(code, words);
          }};
}

void AddConstants(Cases* cases) {
  const std::string four = Raw<float>({1});
  cases->push_back(BadConst("constant of 2^62 elements", TensorProto(HB_FLOAT, {kHuge}, four),
                            HB_INVALID_ARGUMENT, {"'c'"}));
  cases->push_back(BadConst("constant whose size overflows",
                            TensorProto(HB_FLOAT, {kHuge, 4}, four), HB_INVALID_ARGUMENT, {"'c'"}));
  cases->push_back(BadConst("constant of negative size", TensorProto(HB_FLOAT, {-7}, four),
                            HB_INVALID_ARGUMENT, {"'c'", "-7"}));
  cases->push_back(BadConst("constant with too few bytes", TensorProto(HB_FLOAT, {2}, four),
                            HB_INVALID_ARGUMENT, {"'c'", "4", "8"}));
  cases->push_back(BadConst("constant with too many bytes", TensorProto(HB_FLOAT, {}, four + four),
                            HB_INVALID_ARGUMENT, {"'c'", "8", "4"}));
  cases->push_back(BadConst("one value for 2^40 elements",
                            Number(1, HB_FLOAT) + Bytes(2, ShapeProto({kLarge})) + Bytes(5, four),
                            HB_RESOURCE_EXHAUSTED, {"'c'"}));
  cases->push_back(
      BadConst("three values for two elements",
               Number(1, HB_FLOAT) + Bytes(2, ShapeProto({2})) + Bytes(5, four + four + four),
               HB_INVALID_ARGUMENT, {"'c'", "3", "2"}));
  cases->push_back(BadConst("constant of 255 dimensions",
                            TensorProto(HB_FLOAT, std::vector<int64_t>(255, 1), four),
                            HB_INVALID_ARGUMENT, {"'c'", "254"}));
  cases->push_back(BadConst("constant of a dtype that isn't",
                            TensorProto(static_cast<HB_DataType>(77), {}, four),
                            HB_INVALID_ARGUMENT, {"'c'", "77"}));
}

void AddTensors(Cases* cases) {
  cases->push_back(
      {"placeholder whose size overflows", []() -> std::string {
         World w;
         w.ImportAndRun(
             GraphDef({NodeDef("p", "Placeholder", {},
                               {{"dtype", OfType(HB_FLOAT)}, {"shape", OfShape({kHuge, kHuge})}})}),
             "p");
         return w.Expect(HB_INVALID_ARGUMENT, {"'p'"});
       }});
  cases->push_back({"tensor of 2^62 elements", []() -> std::string {
                      const int64_t dims[] = {kHuge, 4}, large[] = {kLarge};
                      if (HB_AllocateTensor(HB_FLOAT, dims, 2, 16) != nullptr) return "made";
                      if (HB_AllocateTensor(HB_FLOAT, large, 1, size_t{4} << 40) != nullptr) {
                        return "made of 4 TiB";
                      }
                      return "";
                    }});
  cases->push_back({"tensor of fewer bytes than it needs", []() -> std::string {
                      const int64_t dims[] = {100};
                      static float one;
                      HB_Tensor* t = HB_NewTensor(
                          HB_FLOAT, dims, 1, &one, 4, [](void*, size_t, void*) {}, nullptr);
                      return t == nullptr ? "" : "made";
                    }});
  cases->push_back({"bytes that are no ConfigProto", []() -> std::string {
                      World w;
                      HB_SessionOptions* options = HB_NewSessionOptions();
                      HB_SetConfig(options, "\xff\xff\xff", 3, w.status());
                      HB_DeleteSessionOptions(options);
                      return w.Expect(HB_INVALID_ARGUMENT, {"ConfigProto"});
                    }});
}

}  // namespace

Cases SizeCases() {
  Cases cases;
  AddMakers(&cases);
  AddConstants(&cases);
  AddTensors(&cases);
  return cases;
}

}  // namespace hb::bad_input
