"""A new op and a new layer need no hand in the C++ binding: with a row more in the schema, the generated
headers compile, and the op, which a plug-in brings, runs."""

import pytest

import synthetic
from synthetic import BUILD, ROOT

# g++ and warnings as in cmake/flags.cmake.
COMPILE = ("g++", "-std=c++20", "-O0", "-Wall", "-Wextra", "-Wno-missing-field-initializers", "-Werror")

PROGRAM = """#include <cstdio>

#include "hornbeam/cpp/keras.h"
#include "hornbeam/cpp/operators.h"
#include "hornbeam/cpp/ops.h"

int main(int, char** argv) {
  hb::LoadPlugin(argv[1]);
  const hb::Graph graph;
  const hb::Scope scope(graph);
  const hb::Output x = hb::Const(scope, hb::Tensor::From<float>({2}, {1, 2}));
  const hb::Output n = hb::Const(scope, hb::Tensor::From<int32_t>({2}, {1, 2}));
  const hb::Output y = hb::ops::AddFactor(scope, x, {.factor = 40});
  const hb::OutputList fetches = {y, -n};
  const hb::Session session = hb::Session::New(graph);
  const auto out = session.Run({}, fetches);
  std::printf("%g %g\\n", out[0].flat<float>()[0], out[0].flat<float>()[1]);
  std::printf("%d %d\\n", out[1].flat<int32_t>()[0], out[1].flat<int32_t>()[1]);

  const hb::ops::Range_Outputs range = hb::ops::Range_(
      scope, "text", 1, {y, y}, y, {HB_BOOL}, hb::Dims{1}, out[0],
      {.lambda = 4, .flags = {true, false}, .flag = true, .class_ = "c"});
  std::printf("%d %zu %d %zu %d %s\\n", !range.range, range.list.size(), !range.operation_,
              range.more.size(), !range.end, scope.status().message().c_str());
  hb::ops::Range_Flag(scope);

  const auto layer = hb::keras::Synthetic({.type = 1, .func = {{1, 2}}, .range = {{3}},
                                           .synthetic = true, .many = {{4, 5}}, .switch_ = "off",
                                           .lambda = 0.25});
  std::printf("%s\\n", layer.config.text().c_str());
  try {
    hb::keras::Sequential({layer, hb::keras::Other({.synthetic = true})});
  } catch (const hb::Error& error) {
    std::printf("%s\\n", error.what());
  }
  try {
    hb::LoadPlugin("no such file");
  } catch (const hb::Error& error) {
    return error.code() == HB_NOT_FOUND ? 0 : 2;
  }
  return 1;
}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("generated")
    synthetic.write_schemas(folder)
    generated = folder / "include/hornbeam/cpp/gen"
    generated.mkdir(parents=True)
    synthetic.emit("cpp_ops.py", folder / "ops.json", generated)
    synthetic.emit("cpp_keras.py", folder / "layers.json", generated / "keras_classes.h")
    return folder


def test_a_new_op_and_a_new_layer_need_no_hand(folder):
    synthetic.need(synthetic.PLUGIN)
    (folder / "program.cc").write_text(PROGRAM)
    synthetic.run(*COMPILE, "-I", folder / "include", "-I", ROOT / "bindings/cpp/include",
                  "-I", ROOT / "c_api/include", folder / "program.cc", "-o", folder / "program",
                  f"-L{BUILD}/lib", f"-Wl,-rpath,{BUILD}/lib", "-lhornbeam_keras", "-lhornbeam")
    lines = synthetic.run(folder / "program", synthetic.PLUGIN)
    assert lines[:2] == synthetic.RESULTS
    # The type of an attribute says how long `more` is, so that it is known of a failed op too.
    assert lines[2].startswith("1 2 1 1 1 ") and "Range_" in lines[2]
    synthetic.check_config(lines[3])
    assert "Synthetic" in lines[4]
