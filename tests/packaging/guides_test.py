"""The guides are true: the programs of those for Python, C and C++ run, in order, in one folder, and are
compiled with the line that the guide gives, from nothing but what is installed. What those for Go and Java
show of functions is put into functions of one program for each guide, which calls them in order."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("HORNBEAM_BUILD", ROOT / "build" / "release"))


def blocks(page, language):
    found = re.findall(rf"^```{language}\n(.*?)^```", (ROOT / "docs" / page).read_text(),
                       re.DOTALL | re.MULTILINE)
    assert found
    return found


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    if not (BUILD / "lib/libhornbeam_keras.so.1").exists():
        pytest.skip("the libraries are not built")
    folder = tmp_path_factory.mktemp("prefix")
    run("cmake", "--install", BUILD, "--prefix", folder, "--component", "sdk")
    return folder


def outputs(page, language, suffix, prefix, folder):
    """What the programs of a page print."""
    (line,) = [line for block in blocks(page, "sh") for line in block.splitlines()
               if line.startswith(("gcc ", "g++ "))]
    compiler = line.split()[0]
    environment = dict(os.environ, PKG_CONFIG_PATH=f"{prefix}/lib/pkgconfig")
    printed = []
    for block in blocks(page, language):
        (folder / f"program{suffix}").write_text(block)
        strict = line.replace(compiler, f"{compiler} -Wall -Wextra -Werror", 1)
        run("sh", "-c", strict, cwd=folder, env=environment)
        printed.append(run("./program", cwd=folder, env={"LD_LIBRARY_PATH": f"{prefix}/lib"}))
    return printed


def test_c(prefix, tmp_path):
    train, predict, signatures = outputs("c.md", "c", ".c", prefix, tmp_path)
    losses = [float(line.split()[-1]) for line in train.splitlines()]
    assert len(losses) == 10 and losses[-1] < losses[0]
    assert len(predict.split()) == 2
    assert "serving_default takes " in signatures


def test_cpp(prefix, tmp_path):
    train, own, load, signatures, graph = outputs("cpp.md", "cpp", ".cc", prefix, tmp_path)
    assert float(train.split()[1]) < 1 and float(own) > 0
    assert len(load.splitlines()) == 2
    assert "serving_default takes input_layer" in signatures
    assert signatures.splitlines()[-1].split()[-1] == load.splitlines()[0]
    assert graph.splitlines()[1].startswith("3: ")


def test_python(tmp_path):
    environment = dict(os.environ, PYTHON=sys.executable, PYTHONPATH=str(BUILD / "python"))
    (tmp_path / "program.py").write_text("\n".join(blocks("python.md", "python")))
    printed = run(sys.executable, "program.py", cwd=tmp_path, env=environment)
    assert "NotFound" not in printed and "5 there is no folder 'nowhere'" in printed
    # What the guide says of the command is done with the model that the program has left.
    (tmp_path / "x.py").write_text("import numpy\nnumpy.save('x.npy', numpy.ones((2, 1)))\n")
    run(sys.executable, "x.py", cwd=tmp_path)
    lines = [line for block in blocks("python.md", "sh") for line in block.splitlines()
             if line.startswith("hornbeam ")]
    assert len(lines) == 5
    for line in lines:
        run("sh", "-c", line.replace("hornbeam", '"$PYTHON" -m hornbeam', 1), cwd=tmp_path,
            env=environment)
    assert len(list((tmp_path / "results").iterdir())) == 1
    assert json.loads((tmp_path / "trace.json").read_text())["traceEvents"]


# The packages that a fragment of the guide may use, by the names that it uses them by.
GO_PACKAGES = {"context": "context", "errors": "errors", "fmt": "fmt", "os": "os",
               "hornbeam": "hornbeam.dev/go", "keras": "hornbeam.dev/go/keras",
               "op": "hornbeam.dev/go/op",
               **{name: f"hornbeam.dev/go/keras/{name}" for name in (
                   "callbacks", "initializers", "layers", "losses", "metrics", "optimizers")}}
GO_PROGRAM = """package main

import (
{imports})

{functions}
func main() {{
	x := hornbeam.Must(hornbeam.NewTensor([][]float32{{{{1}}, {{2}}, {{3}}, {{4}}}}))
	y := hornbeam.Must(hornbeam.NewTensor([][]float32{{{{0}}, {{-1}}, {{-2}}, {{-3}}}}))
	for i, fragment := range []func(context.Context, *hornbeam.Tensor, *hornbeam.Tensor) error{{{names}}} {{
		if err := fragment(context.Background(), x, y); err != nil {{
			fmt.Println("fragment", i+1, err)
			os.Exit(1)
		}}
	}}
}}
"""
JAVA_PROGRAM = """{imports}
public final class Guide {{
{functions}
  public static void main(String[] arguments) throws Exception {{
    try (var x = Tensor.of(new float[][] {{{{1}}, {{2}}, {{3}}, {{4}}}});
        var y = Tensor.of(new float[][] {{{{0}}, {{-1}}, {{-2}}, {{-3}}}})) {{
{calls}
    }}
  }}
}}
"""


def check_lines(printed):
    """What the fragments of the guides for Go and Java print, by the first word."""
    lines = {}
    for line in printed.splitlines():
        first, _, rest = line.partition(" ")
        lines.setdefault(first, []).append(rest)
    numbers = {first: [float(n) for n in re.findall(r"-?\d+\.?\d*(?:[eE]-?\d+)?", rest[0])]
               for first, rest in lines.items() if first in ("losses", "own", "product")}
    assert numbers["losses"][-1] < numbers["losses"][0]
    assert len(numbers["own"]) == 3 and numbers["own"][2] < numbers["own"][0]
    assert numbers["product"] == [2.5, 4.5, 6.5, 8.5]
    assert any(line.startswith("serving_default ") for line in lines["signature"])
    assert lines["results"] == ["1"]
    assert "nowhere" in lines["code"][0]
    return lines


def test_go(tmp_path):
    if not (BUILD / "lib/libhornbeam_keras.so.1").exists():
        pytest.skip("the libraries are not built")
    go = run(ROOT / "tools/setup/go.sh").strip()
    fragments = blocks("go.md", "go")
    names = [f"fragment{i}" for i in range(len(fragments))]
    functions = "".join(
        f"func {name}(ctx context.Context, x, y *hornbeam.Tensor) error {{\n{text}\treturn nil\n}}\n\n"
        for name, text in zip(names, fragments))
    program = GO_PROGRAM.format(imports="", functions=functions, names=", ".join(names))
    used = set(re.findall(r"(?<![\w.])(\w+)\.[A-Z]", program)) & GO_PACKAGES.keys()
    imports = "".join(f'\t{name} "{GO_PACKAGES[name]}"\n' for name in sorted(used))
    (tmp_path / "main.go").write_text(GO_PROGRAM.format(imports=imports, functions=functions,
                                                        names=", ".join(names)))
    environment = {**os.environ, "GOPROXY": "off", "GOTOOLCHAIN": "local",
                   "GOFLAGS": "-mod=mod -buildvcs=false", "CGO_LDFLAGS": f"-L{BUILD}/lib",
                   "LD_LIBRARY_PATH": f"{BUILD}/lib"}
    run(go, "mod", "init", "example", cwd=tmp_path, env=environment)
    run(go, "mod", "edit", "-replace", f"hornbeam.dev/go={ROOT}/bindings/go", "-require",
        "hornbeam.dev/go@v0.1.0", cwd=tmp_path, env=environment)
    lines = check_lines(run(go, "run", "-tags", "hornbeam_dev", ".", cwd=tmp_path, env=environment))
    assert len(lines["optimizer"]) == 1


def test_java(tmp_path):
    jar = BUILD / "java/hornbeam.jar"
    if not jar.exists():
        pytest.skip("the Java binding is not built")
    jdk = pathlib.Path(os.path.realpath(shutil.which("javac"))).parent
    imports, functions, calls = {"import dev.hornbeam.Tensor;"}, "", ""
    for i, text in enumerate(blocks("java.md", "java")):
        lines = text.splitlines()
        imports |= {line for line in lines if line.startswith("import ")}
        body = "\n".join(line for line in lines if not line.startswith("import "))
        functions += f"  static void fragment{i}(Tensor x, Tensor y) throws Exception {{\n{body}\n  }}\n"
        calls += f"      fragment{i}(x, y);\n"
    (tmp_path / "Guide.java").write_text(JAVA_PROGRAM.format(
        imports="\n".join(sorted(imports)), functions=functions, calls=calls))
    run(jdk / "javac", "-Werror", "-cp", jar, "Guide.java", cwd=tmp_path)
    printed = run(jdk / "java", f"-Dhornbeam.library.path={BUILD}/lib", "-cp", f"{jar}:.", "Guide",
                  cwd=tmp_path)
    lines = check_lines(printed)
    assert lines["predicted"][0].count(",") == 3


def test_the_project_file_for_maven():
    (text,) = blocks("java.md", "xml")
    space = "{http://maven.apache.org/POM/4.0.0}"
    pom = xml.etree.ElementTree.fromstring(text)
    dependency = pom.find(f"{space}dependencies/{space}dependency")
    assert [part.text for part in dependency] == [
        "dev.hornbeam", "hornbeam-platform", (ROOT / "VERSION").read_text().strip()]
