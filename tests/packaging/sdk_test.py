"""What is installed for C and C++, by cmake --install and by the Debian package: programs are compiled
with nothing but that."""

import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("HORNBEAM_BUILD", ROOT / "build" / "release"))
VERSION = (ROOT / "VERSION").read_text().strip()
LIBRARIES = ("libhornbeam.so.1", "libhornbeam_keras.so.1")

CORE = """
#include <stdio.h>
#include "hornbeam/c_api.h"
int main(void) { puts(HB_Version()); return 0; }
"""
ALIAS = """
#include <stdio.h>
#include "tensorflow/c/c_api.h"
int main(void) { puts(TF_Version()); return 0; }
"""
CPP = """
#include <cstdio>
#include "hornbeam/cpp/keras.h"
int main() {
  const auto x = hb::Tensor::From<float>({4, 1}, {1, 2, 3, 4});
  auto m = hb::keras::Sequential({hb::keras::Dense({.units = 1, .kernel_initializer = "ones"})});
  std::printf("%g\\n", m.Predict(x).flat<float>()[3]);
}
"""
PROJECT = """
cmake_minimum_required(VERSION 3.25)
project(consumer LANGUAGES C CXX)
find_package(hornbeam {version} REQUIRED {components})
add_executable(core core.c)
target_link_libraries(core PRIVATE hornbeam::hornbeam)
add_executable(alias alias.c)
target_link_libraries(alias PRIVATE hornbeam::tensorflow)
add_executable(cpp cpp.cc)
target_compile_features(cpp PRIVATE cxx_std_20)
target_link_libraries(cpp PRIVATE hornbeam::keras)
"""


def run(*command, check=True, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done


def write_package(folder, **environment):
    run(sys.executable, ROOT / "packaging/c/debian.py", "--build", BUILD, folder,
        env={**os.environ, **environment})
    return folder / f"hornbeam_{VERSION}_amd64.deb"


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    if not (BUILD / "lib/libhornbeam_keras.so.1").exists():
        pytest.skip("the libraries are not built")
    return write_package(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="module")
def unpacked(package, tmp_path_factory):
    folder = tmp_path_factory.mktemp("root")
    run("dpkg-deb", "-x", package, folder)
    return folder / "usr"


@pytest.fixture(scope="module")
def installed(package, tmp_path_factory):
    folder = tmp_path_factory.mktemp("prefix")
    run("cmake", "--install", BUILD, "--prefix", folder, "--component", "sdk")
    return folder


def names(folder):
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if not p.is_dir()}


@pytest.mark.parametrize("how", ["installed", "unpacked"])
def test_one_line_of_gcc(how, request, tmp_path):
    prefix = request.getfixturevalue(how)
    (tmp_path / "core.c").write_text(CORE)
    (tmp_path / "alias.c").write_text(ALIAS)
    (tmp_path / "seed.c").write_text((ROOT / "examples/01_seed_program/seed.c").read_text())
    apart = prefix / "lib/hornbeam/tensorflow/lib/pkgconfig"
    environment = dict(os.environ, PKG_CONFIG_PATH=f"{prefix}/lib/pkgconfig:{apart}")
    outputs = {}
    for program, module in (("core", "hornbeam"), ("alias", "tensorflow"), ("seed", "hornbeam_keras")):
        run("sh", "-c", f"gcc -Wall -Werror {program}.c $(pkg-config --cflags --libs {module}) "
            f"-o {program}", cwd=tmp_path, env=environment)
        where = {"LD_LIBRARY_PATH": f"{prefix}/lib"} if program != "alias" else {}
        outputs[program] = run(tmp_path / program, cwd=tmp_path, env=where).stdout
    assert outputs["core"] == f"{VERSION}\n"
    assert outputs["alias"].startswith("2.")
    assert len(outputs["seed"].splitlines()) > 100
    assert run("pkg-config", "--modversion", "hornbeam", env=environment).stdout == f"{VERSION}\n"


def configure(folder, prefix, version=VERSION, components=""):
    for name, text in (("core.c", CORE), ("alias.c", ALIAS), ("cpp.cc", CPP), (
            "CMakeLists.txt", PROJECT.format(version=version, components=components))):
        (folder / name).write_text(text)
    return run("cmake", "-G", "Ninja", "-S", folder, "-B", folder / "build",
               f"-DCMAKE_PREFIX_PATH={prefix}", check=False)


def test_a_cmake_project(unpacked, tmp_path):
    done = configure(tmp_path, unpacked, components="COMPONENTS keras tensorflow")
    assert done.returncode == 0, done.stderr
    run("ninja", "-C", tmp_path / "build")
    outputs = [run(tmp_path / "build" / name, env={}).stdout for name in ("core", "alias", "cpp")]
    assert outputs[0] == f"{VERSION}\n" and outputs[1].startswith("2.") and outputs[2] == "4\n"


def test_a_cmake_project_that_asks_for_what_is_not_there(installed, tmp_path):
    for options, message in (({"version": "9.0"}, VERSION),
                             ({"components": "COMPONENTS fortran"}, "no component 'fortran'")):
        (tmp_path / message[-3:]).mkdir()
        done = configure(tmp_path / message[-3:], installed, **options)
        assert done.returncode != 0 and message in done.stderr, done.stderr


# As with GCC 10, whose library can't write floating-point numbers by to_chars.
NUMBERS = """
#include <charconv>
#undef __cpp_lib_to_chars
#include <cstdio>
#include "hornbeam/cpp/keras_config.h"
int main() {
  hb::keras::Config config;
  for (const double number : {NUMBERS}) config.Add("x", std::vector<double>{number});
  std::puts(config.text().c_str());
}
"""


def test_numbers_without_to_chars(installed, tmp_path):
    numbers = [0.01, -1e-07, 0.1 + 0.2, 1e22, 5e-324, 1.0, 123456789.125, 1.7976931348623157e308]
    (tmp_path / "numbers.cc").write_text(
        NUMBERS.replace("{NUMBERS}", "{" + ", ".join(map(repr, numbers)) + "}"))
    run("g++", "-std=c++20", "-Wall", "-Wextra", "-Werror", "numbers.cc", "-o", "numbers",
        f"-I{installed}/include", cwd=tmp_path)
    pairs = json.loads(run(tmp_path / "numbers", env={}).stdout, object_pairs_hook=list)
    assert [value for _, (value,) in pairs] == numbers


def test_the_package_has_what_is_installed(installed, unpacked, package):
    docs = "share/doc/hornbeam"
    assert names(unpacked) - names(installed) == {f"{docs}/copyright", f"{docs}/hornbeam.cdx.json"}
    assert names(installed) - names(unpacked) == {f"{docs}/LICENSE"}
    assert {path.split("/")[0] for path in names(installed)} == {"include", "lib", "share"}
    assert {"include/hornbeam/c_api.h", "include/hornbeam/keras.h", "include/hornbeam/cpp/keras.h",
            "lib/libhornbeam.so", f"{docs}/licences/MPL-2.0.txt"} <= names(unpacked)
    for name in LIBRARIES:
        assert (unpacked / "lib" / name).read_bytes() == (BUILD / "lib" / name).read_bytes()
    # What ldconfig sees has TensorFlow's names only where one looks for them.
    assert not [n for n in names(unpacked) if n.startswith("lib/libtensorflow")]
    listed = run("dpkg-deb", "-c", package).stdout.splitlines()
    assert all(line.split()[1] == "root/root" and "/./" not in line for line in listed)
    modes = {line.split()[0] for line in listed}
    assert modes == {"drwxr-xr-x", "-rw-r--r--", "lrwxrwxrwx"}


def control_fields(package):
    lines = run("dpkg-deb", "-f", package).stdout.splitlines()
    return dict(line.split(": ", 1) for line in lines if ": " in line and not line.startswith(" "))


def test_what_debian_is_told(package, tmp_path):
    run("dpkg-deb", "-e", package, tmp_path)
    fields = control_fields(package)
    assert (fields["Package"], fields["Version"], fields["Architecture"]) == ("hornbeam", VERSION,
                                                                              "amd64")
    assert fields["Depends"] == "libc6 (>= 2.28)"
    assert (tmp_path / "triggers").read_text() == "activate-noawait ldconfig\n"
    assert (tmp_path / "shlibs").read_text().startswith(f"libhornbeam 1 hornbeam (>= {VERSION})\n")
    assert "usr/lib/libhornbeam.so.1" in (tmp_path / "md5sums").read_text()


def test_the_size_is_that_of_the_files(package, unpacked):
    stated = int(control_fields(package)["Installed-Size"])
    files = [p for p in unpacked.rglob("*") if p.is_file() and not p.is_symlink()]
    others = sum(1 for p in unpacked.rglob("*")) + 1 - len(files)  # and the folder "usr"
    content = sum(p.stat().st_size for p in files) / 1024
    assert content < stated < content + len(files) + others + 1
    # Links to a library don't count as the library.
    assert [p for p in unpacked.rglob("*.so") if p.is_symlink()]
    assert stated * 1024 < 1.5 * sum((BUILD / "lib" / name).stat().st_size for name in LIBRARIES)


# A name, and an address whose host has labels of letters, digits and hyphens.
CONTACT = r"[^<>]*[^<>\s] <[\w.+-]+@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]+>"


def test_who_answers_for_the_package(package, tmp_path):
    maintainer = control_fields(package)["Maintainer"]
    assert re.fullmatch(CONTACT, maintainer), maintainer
    # Nobody's address unless a publisher gives one.
    assert maintainer.endswith(".invalid>")
    other = write_package(tmp_path, HORNBEAM_CONTACT="A Publisher <packages@publisher.example>")
    assert control_fields(other)["Maintainer"] == "A Publisher <packages@publisher.example>"


def test_the_bill_of_materials(unpacked):
    bill = json.loads((unpacked / "share/doc/hornbeam/hornbeam.cdx.json").read_text())
    hashes = {c["name"]: c["hashes"][0]["content"] for c in bill["components"] if c["type"] == "file"}
    assert hashes == {
        f"usr/lib/{name}": hashlib.sha256((unpacked / "lib" / name).read_bytes()).hexdigest()
        for name in LIBRARIES}
    assert "pybind11" not in {c["name"] for c in bill["components"]}


def test_the_same_input_gives_the_same_bytes(package, tmp_path):
    assert write_package(tmp_path).read_bytes() == package.read_bytes()
