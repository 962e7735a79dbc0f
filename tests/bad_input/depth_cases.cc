// Cycles, recursion, loops without end, and what is nested or connected too much.
#include <chrono>
#include <thread>

#include "tests/bad_input/graph_def.h"
#include "tests/bad_input/world.h"

namespace hb::bad_input {
namespace {

const NodeAttrs kFloat = {{"T", OfType(HB_FLOAT)}};
const std::vector<HB_DataType> kOne = {HB_FLOAT};

NodeAttrs CallAttrs(std::string_view function) {
  return {{"Tin", OfTypes(kOne)}, {"Tout", OfTypes(kOne)}, {"f", OfFunction(function)}};
}
std::string Call(std::string_view name, std::string_view function, const std::string& input) {
  return NodeDef(name, "StatefulPartitionedCall", {input}, CallAttrs(function));
}
// A function of one float that calls another, and adds the argument.
std::string Caller(std::string_view name, std::string_view callee) {
  return FunctionDef(
      name, kOne, kOne,
      {Call("call", callee, "x0"), NodeDef("sum", "AddV2", {"call:output:0", "x0"}, kFloat)},
      {"sum:z:0"});
}
std::string Same(std::string_view name) {
  return FunctionDef(name, kOne, kOne, {NodeDef("same", "Identity", {"x0"}, kFloat)},
                     {"same:output:0"});
}
std::string Always(bool yes) {
  return FunctionDef(
      yes ? "always" : "never", kOne, {HB_BOOL},
      {NodeDef("c", "Const", {},
               {{"dtype", OfType(HB_BOOL)},
                {"value", OfTensor(TensorProto(HB_BOOL, {},
                                               yes ? std::string(1, 1) : std::string(1, 0)))}})},
      {"c:output:0"});
}
std::string While(std::string_view name, std::string_view cond, std::string_view body,
                  const std::string& input) {
  return NodeDef(name, "While", {input},
                 {{"T", OfTypes(kOne)}, {"cond", OfFunction(cond)}, {"body", OfFunction(body)}});
}

Case Fails(const std::string& name, const std::function<std::string()>& graph, HB_Code code,
           const std::vector<std::string>& words, int64_t timeout_ms = 0) {
  return {name, [=]() -> std::string {
            World w;
            if (w.Import(graph())) w.Run("victim", {}, nullptr, timeout_ms);
            return w.Expect(code, words);
          }};
}

// What is large but right has to work.
Case Works(const char* name, const std::function<std::string()>& graph) {
  return {name, [=]() -> std::string {
            World w;
            if (w.Import(graph())) w.Run("victim");
            return w.ExpectOk();
          }};
}

void AddCycles(Cases* cases) {
  cases->push_back(Fails("two nodes in a circle",
                         [] {
                           return GraphDef({NodeDef("a", "Identity", {"victim"}, kFloat),
                                            NodeDef("victim", "Identity", {"a"}, kFloat)});
                         },
                         HB_INVALID_ARGUMENT, {"cycle", "victim"}));
  cases->push_back(
      Fails("a node that is its own input",
            [] { return GraphDef({NodeDef("victim", "Identity", {"victim"}, kFloat)}); },
            HB_INVALID_ARGUMENT, {"cycle", "victim"}));
  cases->push_back(Fails(
      "a circle of control edges",
      [] {
        return GraphDef({NodeDef("a", "NoOp", {"^victim"}), NodeDef("victim", "NoOp", {"^a"})});
      },
      HB_INVALID_ARGUMENT, {"cycle", "victim"}));
  cases->push_back(Fails("a circle in a function",
                         [] {
                           return GraphDef(
                               {FloatConst("c", 1), Call("victim", "f", "c")},
                               {FunctionDef("f", kOne, kOne,
                                            {NodeDef("a", "AddV2", {"x0", "b:output:0"}, kFloat),
                                             NodeDef("b", "Identity", {"a:z:0"}, kFloat)},
                                            {"b:output:0"})});
                         },
                         HB_INVALID_ARGUMENT, {"'victim'", "cycle"}));
  cases->push_back(
      {"a circle closed afterwards", []() -> std::string {
         World w;
         w.Import(GraphDef({NodeDef("a", "NoOp", {}), NodeDef("victim", "NoOp", {"^a"})}));
         HB_AddOperationControlInput(w.graph(), w.Find("a").oper, w.Find("victim").oper);
         w.Run("^victim");
         return w.Expect(HB_INVALID_ARGUMENT, {"cycle", "'a'"});
       }});
}

void AddRecursion(Cases* cases) {
  cases->push_back(
      Fails("a function that calls itself",
            [] {
              return GraphDef({FloatConst("c", 1), Call("victim", "f", "c")}, {Caller("f", "f")});
            },
            HB_RESOURCE_EXHAUSTED, {"node '", "400", "recursion"}));
  cases->push_back(Fails("two functions that call each other",
                         [] {
                           return GraphDef({FloatConst("c", 1), Call("victim", "f", "c")},
                                           {Caller("f", "g"), Caller("g", "f")});
                         },
                         HB_RESOURCE_EXHAUSTED, {"node '", "400", "recursion"}));
  cases->push_back(Fails(
      "a loop whose body is the loop",
      [] {
        return GraphDef(
            {FloatConst("c", 1), While("victim", "always", "f", "c")},
            {Always(true),
             FunctionDef("f", kOne, kOne, {While("w", "always", "f", "x0")}, {"w:output:0"})});
      },
      HB_RESOURCE_EXHAUSTED, {"node '", "400", "recursion"}));
  cases->push_back(
      {"the gradient of a function that calls itself", []() -> std::string {
         World w;
         w.Import(GraphDef({FloatConst("c", 1), Call("victim", "f", "c")}, {Caller("f", "f")}));
         HB_Output y = w.Find("victim"), x = w.Find("c"), dx{};
         HB_AddGradients(w.graph(), &y, 1, &x, 1, nullptr, w.status(), &dx);
         if (HB_GetCode(w.status()) == HB_OK) w.Run("victim");
         return HB_GetCode(w.status()) == HB_OK ? "it worked"
                                                : w.Expect(HB_GetCode(w.status()), {"victim"});
       }});
}

// TensorFlow 1's loop: counts without end.
std::string EndlessFrames() {
  const NodeAttrs enter = {{"T", OfType(HB_FLOAT)}, {"frame_name", OfString("loop")}};
  return GraphDef(
      {FloatConst("c", 1), NodeDef("enter", "Enter", {"c"}, enter),
       NodeDef("merge", "Merge", {"enter", "next"}, {{"T", OfType(HB_FLOAT)}, {"N", OfInt(2)}}),
       NodeDef("zero", "Const", {"^merge"},
               {{"dtype", OfType(HB_FLOAT)},
                {"value", OfTensor(TensorProto(HB_FLOAT, {}, Raw<float>({0})))}}),
       NodeDef("more", "Greater", {"merge", "zero"}, kFloat), NodeDef("cond", "LoopCond", {"more"}),
       NodeDef("switch", "Switch", {"merge", "cond"}, kFloat),
       NodeDef("next", "NextIteration", {"switch:1"}, kFloat),
       NodeDef("victim", "Exit", {"switch"}, kFloat)});
}

std::string EndlessWhile() {
  return GraphDef({FloatConst("c", 1), While("victim", "always", "f", "c")},
                  {Always(true), Same("f")});
}

void AddLoops(Cases* cases) {
  for (const auto& [name, graph] :
       {std::pair("a loop without end", &EndlessWhile),
        std::pair("a loop of TensorFlow 1 without end", &EndlessFrames)}) {
    cases->push_back(Fails(std::string(name) + ", timed", graph, HB_DEADLINE_EXCEEDED,
                           {"node '", "timeout"}, 50));
    cases->push_back({std::string(name) + ", cancelled", [graph = graph]() -> std::string {
                        World w;
                        if (!w.Import(graph())) return w.ExpectOk();
                        HB_CancellationToken* token = HB_NewCancellationToken();
                        std::thread other([token] {
                          std::this_thread::sleep_for(std::chrono::milliseconds(50));
                          HB_CancellationTokenCancel(token);
                        });
                        w.Run("victim", {}, token);
                        other.join();
                        HB_DeleteCancellationToken(token);
                        return w.Expect(HB_CANCELLED, {"cancelled"});
                      }});
    cases->push_back({std::string(name) + ", session closed", [graph = graph]() -> std::string {
                        World w;
                        if (!w.Import(graph())) return w.ExpectOk();
                        HB_Session* session = w.session();
                        std::thread other([session] {
                          std::this_thread::sleep_for(std::chrono::milliseconds(50));
                          HB_Status* status = HB_NewStatus();
                          HB_CloseSession(session, status);
                          HB_DeleteStatus(status);
                        });
                        w.Run("victim");
                        other.join();
                        return w.Expect(HB_CANCELLED, {"closed"});
                      }});
  }
}

std::string DeepCalls(int depth) {
  std::vector<std::string> functions;
  for (int i = 0; i < depth; ++i) {
    functions.push_back(Caller("f" + std::to_string(i), "f" + std::to_string(i + 1)));
  }
  functions.push_back(Same("f" + std::to_string(depth)));
  return GraphDef({FloatConst("c", 1), Call("victim", "f0", "c")}, functions);
}

// Each function calls the next one twice.
std::string Doubling(int depth) {
  std::vector<std::string> functions;
  for (int i = 0; i < depth; ++i) {
    const std::string next = "f" + std::to_string(i + 1);
    functions.push_back(FunctionDef("f" + std::to_string(i), kOne, kOne,
                                    {Call("a", next, "x0"), Call("b", next, "a:output:0")},
                                    {"b:output:0"}));
  }
  functions.push_back(Same("f" + std::to_string(depth)));
  return GraphDef({FloatConst("c", 1), Call("victim", "f0", "c")}, functions);
}

// Loops, or conditionals, each in the body of the one before.
std::string Nested(bool loops, int depth) {
  std::vector<std::string> functions = {Always(true), Same("f" + std::to_string(depth))};
  for (int i = 0; i < depth; ++i) {
    const std::string next = "f" + std::to_string(i + 1);
    functions.push_back(FunctionDef("f" + std::to_string(i), kOne, kOne,
                                    {loops ? While("inner", "always", next, "x0")
                                           : NodeDef("inner", "If", {"x0", "x0"},
                                                     {{"Tcond", OfType(HB_FLOAT)},
                                                      {"Tin", OfTypes(kOne)},
                                                      {"Tout", OfTypes(kOne)},
                                                      {"then_branch", OfFunction(next)},
                                                      {"else_branch", OfFunction(next)}})},
                                    {"inner:output:0"}));
  }
  return GraphDef({FloatConst("c", 1), Call("victim", "f0", "c")}, functions);
}

std::string NestedAttribute(int depth) {
  std::string value = OfFunction("f");
  for (int i = 0; i < depth; ++i) value = Bytes(10, Bytes(1, "f") + MapEntry(2, "a", value));
  return GraphDef({FloatConst("c", 1), NodeDef("victim", "Identity", {"c"},
                                               {{"T", OfType(HB_FLOAT)}, {"_deep", value}})});
}

std::string ManyControls(int count) {
  std::vector<std::string> nodes, inputs = {"c"};
  for (int i = 0; i < count; ++i) {
    nodes.push_back(NodeDef("n" + std::to_string(i), "NoOp", {}));
    inputs.push_back("^n" + std::to_string(i));
  }
  nodes.push_back(FloatConst("c", 1));
  nodes.push_back(NodeDef("victim", "Identity", inputs, kFloat));
  return GraphDef(nodes);
}

std::string Chain(int length) {
  std::vector<std::string> nodes = {PlaceholderNode("p", HB_FLOAT),
                                    NodeDef("n0", "Neg", {"c"}, kFloat), FloatConst("c", 1)};
  for (int i = 1; i < length; ++i) {
    nodes.push_back(NodeDef("n" + std::to_string(i), "Neg", {"n" + std::to_string(i - 1)}, kFloat));
  }
  nodes.push_back(NodeDef("victim", "Neg", {"n" + std::to_string(length - 1)}, kFloat));
  return GraphDef(nodes);
}

std::string ManyInputs(int count) {
  std::vector<std::string> inputs(static_cast<size_t>(count), "c");
  return GraphDef({FloatConst("c", 1), NodeDef("victim", "AddN", inputs,
                                               {{"T", OfType(HB_FLOAT)}, {"N", OfInt(count)}})});
}

void AddDepth(Cases* cases) {
  cases->push_back(Works("functions 10,000 deep", [] { return DeepCalls(10000); }));
  cases->push_back(Fails("functions that double 60 times", [] { return Doubling(60); },
                         HB_RESOURCE_EXHAUSTED, {"victim"}));
  cases->push_back(Fails("loops 10,000 deep", [] { return Nested(true, 10000); },
                         HB_RESOURCE_EXHAUSTED, {"node 'inner'", "400 deep"}));
  cases->push_back(Fails("conditionals 10,000 deep", [] { return Nested(false, 10000); },
                         HB_RESOURCE_EXHAUSTED, {"node 'inner'", "400 deep"}));
  cases->push_back(Fails("attributes nested 10,000 deep", [] { return NestedAttribute(10000); },
                         HB_INVALID_ARGUMENT, {"GraphDef"}));
  cases->push_back(Works("100,000 control edges", [] { return ManyControls(100000); }));
  cases->push_back(Works("the same control edge 100,000 times", [] {
    std::vector<std::string> inputs(100001, "^n");
    inputs[0] = "c";
    return GraphDef({FloatConst("c", 1), NodeDef("n", "NoOp", {}),
                     NodeDef("victim", "Identity", inputs, kFloat)});
  }));
  cases->push_back(Works("100,000 nodes in a row", [] { return Chain(100000); }));
  cases->push_back(Works("100,000 inputs", [] { return ManyInputs(100000); }));
  cases->push_back({"the gradient of 100,000 nodes in a row", []() -> std::string {
                      World w;
                      if (!w.Import(Chain(100000))) return w.ExpectOk();
                      HB_Output y = w.Find("victim"), x = w.Find("c"), dx{};
                      HB_AddGradients(w.graph(), &y, 1, &x, 1, nullptr, w.status(), &dx);
                      if (HB_GetCode(w.status()) == HB_OK) w.Run(HB_OperationName(dx.oper));
                      return w.ExpectOk();
                    }});
}

}  // namespace

Cases DepthCases() {
  Cases cases;
  AddCycles(&cases);
  AddRecursion(&cases);
  AddLoops(&cases);
  AddDepth(&cases);
  return cases;
}

}  // namespace hb::bad_input
