"""What the built shared libraries export, need and contain."""

import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(os.environ.get("HORNBEAM_BUILD", ROOT / "build" / "release"))

# Library: the pattern of its functions, its version node, and what it may need.
SYSTEM = {"libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "ld-linux-x86-64.so.2"}
# The oldest C library that the libraries run with; cmake/portable.cmake links them so.
GLIBC = (2, 28)
LIBRARIES = {
    "lib/libhornbeam.so.1": (r"HBE?_\w+", "HORNBEAM_1", SYSTEM),
    "lib/libhornbeam_keras.so.1": (r"HB_\w+", "HORNBEAM_KERAS_1", SYSTEM | {"libhornbeam.so.1"}),
}


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True,
                          errors="replace").stdout


@pytest.fixture(params=LIBRARIES)
def library(request):
    path = BUILD / request.param
    if not path.exists():
        pytest.skip(f"{request.param} is not built")
    return path, *LIBRARIES[request.param]


def test_exports_only_the_interface(library):
    path, pattern, node, _ = library
    symbols = [line.split()[-1] for line in output("nm", "-D", "--defined-only", path).splitlines()]
    assert len(symbols) > 10
    strangers = [s for s in symbols if s != node and not re.fullmatch(f"{pattern}@@{node}", s)]
    assert strangers == []


def test_needs_only_the_c_library(library):
    path, _, _, allowed = library
    needed = set(re.findall(r"\(NEEDED\).*\[(.*)\]", output("readelf", "-dW", path)))
    assert needed <= allowed


def test_asks_for_no_newer_c_library(library):
    versions = re.findall(r"\bGLIBC_([0-9.]+)", output("objdump", "-T", library[0]))
    newer = {v for v in versions if tuple(int(n) for n in v.split(".")) > GLIBC}
    assert versions and newer == set()


def test_soname_flags_and_search_path(library):
    path = library[0]
    dynamic = output("readelf", "-dW", path)
    assert f"[{path.name}]" in dynamic and "NODELETE" in dynamic
    assert re.findall(r"\(RUNPATH\).*\[(.*)\]", dynamic) in ([], ["$ORIGIN"])


def test_names_no_folder_of_the_build_machine(library):
    content = library[0].read_bytes()
    for folder in (ROOT, pathlib.Path.home() / ".cache"):
        assert str(folder).encode() + b"/" not in content


def test_our_objects_have_no_static_initialisers():
    """Only protoc's output has some: its default instances."""
    archives = sorted(BUILD.glob("libhb_*.a"))
    assert archives
    found = []
    for archive in archives:
        if archive.name == "libhb_proto.a":
            continue
        member = ""
        for line in output("readelf", "-SW", archive).splitlines():
            if line.startswith("File:"):
                member = line
            elif re.search(r" \.(init_array|ctors)\b", line):
                found.append(member)
    assert sorted(set(found)) == []
