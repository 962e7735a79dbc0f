"""The runners of the programs: one for each language, built when it is first needed."""

import functools
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import pytest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILD = pathlib.Path(os.environ.get("HORNBEAM_BUILD", ROOT / "build" / "release"))
LANGUAGES = ["python", "c", "cpp", "go", "java"]

_folder = tempfile.TemporaryDirectory(prefix="hornbeam-runners-")


def go():
    """The Go command, and the environment in which it builds against the build tree."""
    command = subprocess.run([ROOT / "tools/setup/go.sh"], check=True, capture_output=True,
                             text=True).stdout.strip()
    return command, {**os.environ, "CGO_LDFLAGS": f"-L{BUILD}/lib", "GOTOOLCHAIN": "local",
                     "GOPROXY": "off", "GOFLAGS": "-tags=hornbeam_dev"}


def build_go(target, *files):
    command, environment = go()
    subprocess.run([command, "build", "-o", target, *map(str, files)], check=True,
                   env=environment, cwd=ROOT / "bindings/go")


def build_java(target, *files):
    subprocess.run(["javac", "--release", "17", "-Xlint:all", "-Werror", "-d", target, "-cp",
                    f"{BUILD}/java/hornbeam.jar", *map(str, files)], check=True)


def java(classes, *arguments):
    return ["java", "-cp", f"{classes}:{BUILD}/java/hornbeam.jar",
            f"-Dhornbeam.library.path={BUILD}/lib", *arguments]


@functools.cache
def runner(language):
    """The command that runs programs in a language."""
    folder = pathlib.Path(_folder.name)
    if language == "python":
        return [sys.executable, str(HERE / "python/runner.py")]
    if language in ("c", "cpp"):
        return [str(BUILD / f"bin/programs_{language}")]
    if language == "go":
        build_go(folder / "go", *sorted(HERE.glob("go/*.go")))
        return [str(folder / "go")]
    build_java(folder / "java", *sorted(HERE.glob("java/*.java")))
    return java(folder / "java", "Runner")


def environment():
    return {**os.environ, "LD_LIBRARY_PATH": f"{BUILD}/lib", "PYTHONPATH": f"{BUILD}/python"}


def run(language, text, folder, data="."):
    """What programs print, by their names, in the folder they work in."""
    path = folder / f"{language}.programs"
    path.write_text(text)
    done = subprocess.run([*runner(language), path, data], cwd=folder, capture_output=True,
                          text=True, env=environment())
    assert done.returncode == 0, f"{language}: {done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    found = {}
    for part in re.split(r"^program ", done.stdout, flags=re.M)[1:]:
        name, _, lines = part.partition("\n")
        found[name] = lines
    return found


def needs_all():
    for path in ("lib/libhornbeam_keras.so.1", "java/hornbeam.jar", "bin/programs_c"):
        if not (BUILD / path).exists():
            pytest.skip(f"{path} is not built")
    if shutil.which("javac") is None:
        pytest.skip("there is no JDK")
