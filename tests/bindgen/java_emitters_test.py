"""A new op and a new layer need no hand in the Java binding: with a row more in the schema, the generated
classes compile, and the op, which a plug-in brings, runs."""

import json
import pathlib
import shutil

import pytest

import synthetic
from synthetic import BUILD

# As bindings/java/build.sh has them.
LINT = "-Xlint:all,-serial,-exports,-path"

PROGRAM = """
import dev.hornbeam.DType;
import dev.hornbeam.Graph;
import dev.hornbeam.HornbeamException;
import dev.hornbeam.NotFoundException;
import dev.hornbeam.Operand;
import dev.hornbeam.Output;
import dev.hornbeam.Plugin;
import dev.hornbeam.Scope;
import dev.hornbeam.Session;
import dev.hornbeam.Shape;
import dev.hornbeam.Tensor;
import dev.hornbeam.keras.Layers;
import dev.hornbeam.keras.Sequential;
import dev.hornbeam.keras.layers.Other;
import dev.hornbeam.keras.layers.Synthetic;
import dev.hornbeam.op.MathOps;
import dev.hornbeam.op.NewgroupOps;
import java.nio.file.Path;
import java.util.List;

public final class Program {
  public static void main(String[] arguments) {
    Plugin.load(Path.of(arguments[0]));
    try (var graph = new Graph(); var n = Tensor.of(new int[] {1, 2})) {
      Scope s = graph.scope();
      Output y = MathOps.addFactor(s, Operand.of(Tensor.of(new float[] {1, 2})), o -> o.factor(40));
      Output z = s.constant(n).addFactor();
      try (var session = new Session(graph); var floats = session.run(y); var ints = session.run(z)) {
        System.out.printf("%.0f %.0f%n", floats.floats()[0], floats.floats()[1]);
        System.out.printf("%d %d%n", ints.ints()[0], ints.ints()[1]);
      }
      try {
        NewgroupOps.Range_Result made =
            NewgroupOps.range_(s, Operand.of("text"), Operand.of(1), List.of(y), y,
                new DType[] {DType.BOOL}, Shape.of(1), n,
                o -> o.flag(true).lambda(4).class_("c").branches("f").flags(true, false));
        System.out.println(made.range() + " " + made.list() + made.operation_() + made.more());
      } catch (HornbeamException e) {
        System.out.println(e.getMessage());
      }
      try {
        throw new AssertionError(NewgroupOps.range_Flag(s));
      } catch (HornbeamException e) {
        System.out.println(e.getMessage());
      }
    }
    Synthetic layer =
        Synthetic.type(1).func(1, 2).range(3).synthetic(true).many(4, 5).switch_("off").lambda(0.25)
            .build();
    System.out.println(layer.toJson());
    try (var model = Sequential.of(layer, Layers.other())) {
      throw new AssertionError(model);
    } catch (HornbeamException e) {
      System.out.println(e.getMessage());
    }
    try {
      Plugin.load(Path.of("no such file"));
      throw new AssertionError("a file that isn't there was loaded");
    } catch (NotFoundException e) {
      System.out.println(Other.synthetic(true).build().className());
    }
  }
}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("generated")
    synthetic.write_schemas(folder)
    for script, schema in (("java_ops.py", "ops.json"), ("java_keras.py", "layers.json")):
        synthetic.emit(script, folder / schema, folder / "gen")
    return folder


def test_a_new_op_and_a_new_layer_need_no_hand(folder):
    jar = BUILD / "java/hornbeam.jar"
    synthetic.need(synthetic.PLUGIN, jar)
    jdk = pathlib.Path(shutil.which("javac")).resolve().parent
    (folder / "Program.java").write_text(PROGRAM)
    # What is compiled here stands before the classes of the same names in the jar.
    classes = folder / "classes"
    synthetic.run(jdk / "javac", "--release", "17", "-Werror", LINT, "-Xdoclint:all,-missing", "-cp", jar,
                  "-d", classes, folder / "Program.java", *(folder / "gen").rglob("*.java"))
    lines = synthetic.run(jdk / "java", "-Xshare:auto", "-XX:TieredStopAtLevel=1",
                          f"-Dhornbeam.library.path={BUILD}/lib", "-cp", f"{classes}:{jar}", "Program",
                          synthetic.PLUGIN)
    assert lines[:2] == synthetic.RESULTS
    assert "Range_" in lines[2]
    assert "Range_Flag" in lines[3]
    described = json.loads(lines[4])
    assert described["class_name"] == "Synthetic"
    synthetic.check_config(json.dumps(described["config"]))
    assert "Synthetic" in lines[5]
    assert lines[6] == "Other"
