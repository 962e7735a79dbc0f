"""The Go modules that packaging/go writes: a program in an empty folder, with only Go and gcc, a vendored
copy, another package that holds C++."""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import zipfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(os.environ.get("HORNBEAM_BUILD", ROOT / "build" / "release"))

OTHER = {"other.go": """package other

// #include "other.h"
import "C"

// Length is the length of a text, found out with an exception of C++.
func Length(text string) int { return int(C.other_length(C.CString(text))) }
""", "other.h": """#ifdef __cplusplus
extern "C"
#endif
int other_length(const char* text);
""", "other.cc": """#include "other.h"

#include <sstream>
#include <stdexcept>
#include <string>

int other_length(const char* text) {
  try {
    std::ostringstream out;
    out << text;
    throw std::runtime_error(out.str());
  } catch (const std::exception& error) {
    return static_cast<int>(std::string(error.what()).size());
  }
}
"""}


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    """A folder that serves the modules."""
    if not (BUILD / "lib/libhornbeam_keras.so.1").exists():
        pytest.skip("the libraries are not built")
    folder = tmp_path_factory.mktemp("proxy")
    make(folder)
    return folder


def make(folder):
    subprocess.run([sys.executable, ROOT / "packaging/go/make_module.py", "--build", BUILD, folder],
                   check=True)


class Place:
    """A folder for a program, with a module cache of its own and only these tools."""

    def __init__(self, folder, proxy, *tools):
        go = subprocess.run([ROOT / "tools/setup/go.sh"], check=True, capture_output=True,
                            text=True).stdout.strip()
        self.folder, self.bin = folder / "program", folder / "bin"
        self.folder.mkdir()
        self.bin.mkdir()
        (self.bin / "go").symlink_to(go)
        for tool in ("gcc", "as", "ld", *tools):
            (self.bin / tool).symlink_to(shutil.which(tool))
        cache = subprocess.run([go, "env", "GOCACHE"], check=True, capture_output=True,
                               text=True).stdout.strip()
        self.environment = {
            "PATH": str(self.bin), "HOME": str(folder), "GOCACHE": cache,
            "GOMODCACHE": str(folder / "modules"), "GOPROXY": f"file://{proxy}",
            "GONOSUMDB": "hornbeam.dev", "GOTOOLCHAIN": "local",
            "GOFLAGS": "-mod=mod -modcacherw -buildvcs=false"}

    def run(self, *command, check=True, **environment):
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True,
                              env={**self.environment, **environment})
        assert not check or done.returncode == 0, done.stderr[-3000:]
        return done

    def write(self, contents):
        for name, text in contents.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)


SEED = (ROOT / "examples/00_ten_lines/ten_lines.go").read_text()


def test_a_program_in_an_empty_folder(proxy, tmp_path):
    place = Place(tmp_path, proxy)
    place.write({"main.go": SEED})
    place.run("go", "mod", "init", "example")
    assert place.run("go", "run", ".").stdout.startswith("[[")

    # The binary runs elsewhere, alone.
    place.run("go", "build", "-o", "program", ".")
    needed = subprocess.run(["readelf", "-dW", place.folder / "program"], check=True,
                            capture_output=True, text=True).stdout
    libraries = {line.split("[")[1].rstrip("]") for line in needed.splitlines() if "NEEDED" in line}
    assert libraries <= {"libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2"}
    assert "RUNPATH" not in needed and "RPATH" not in needed

    # A vendored copy needs no proxy and no cache.
    place.run("go", "mod", "vendor")
    shutil.rmtree(tmp_path / "modules")
    vendored = place.run("go", "run", "-mod=vendor", ".", GOPROXY="off", GOFLAGS="-buildvcs=false")
    assert vendored.stdout.startswith("[[")
    shutil.rmtree(place.folder / "model")
    (place.folder / "program").rename(tmp_path / "alone")
    shutil.rmtree(place.folder)
    alone = subprocess.run([tmp_path / "alone"], cwd=tmp_path, env={}, check=True,
                           capture_output=True, text=True)
    assert alone.stdout.startswith("[[")


def test_beside_other_cpp(proxy, tmp_path):
    place = Place(tmp_path, proxy, "g++")
    program = SEED.replace('"log"\n', '"log"\n\n\t"example/other"\n').replace(
        "ctx := ", 'fmt.Println("length", other.Length("horn"))\n\tctx := ')
    place.write({"main.go": program, **{f"other/{name}": text for name, text in OTHER.items()}})
    place.run("go", "mod", "init", "example")
    lines = place.run("go", "run", ".").stdout.splitlines()
    assert lines[0] == "length 4" and lines[1].startswith("[[")


def test_without_cgo_one_line_says_what_to_do(proxy, tmp_path):
    place = Place(tmp_path, proxy)
    place.write({"main.go": SEED})
    place.run("go", "mod", "init", "example")
    place.run("go", "mod", "tidy")
    done = place.run("go", "build", ".", check=False, CGO_ENABLED="0")
    lines = [line for line in done.stderr.splitlines() if not line.startswith("#")]
    assert done.returncode != 0 and len(lines) == 1, done.stderr
    assert "install_gcc_and_build_with_CGO_ENABLED_1" in lines[0]


def test_a_replace_uses_the_checkout(tmp_path):
    place = Place(tmp_path, "/nowhere")
    place.write({"main.go": SEED})
    place.run("go", "mod", "init", "example")
    place.run("go", "mod", "edit", "-replace", f"hornbeam.dev/go={ROOT}/bindings/go",
              "-require", "hornbeam.dev/go@v0.1.0")
    out = place.run("go", "run", "-tags", "hornbeam_dev", ".", GOPROXY="off",
                    CGO_LDFLAGS=f"-L{BUILD}/lib", LD_LIBRARY_PATH=f"{BUILD}/lib").stdout
    assert out.startswith("[[")


def test_an_installed_library_is_found(proxy, tmp_path):
    place = Place(tmp_path, proxy, "pkg-config")
    place.write({"main.go": SEED})
    place.run("go", "mod", "init", "example")
    out = place.run("go", "run", "-tags", "hornbeam_system", ".", LD_LIBRARY_PATH=f"{BUILD}/lib",
                    PKG_CONFIG_PATH=f"{BUILD}/lib/pkgconfig").stdout
    assert out.startswith("[[")


@pytest.fixture(scope="module")
def native(proxy, tmp_path_factory):
    """The unpacked module with the library."""
    (archive,) = (proxy / "hornbeam.dev/go/native/linux_amd64/@v").glob("*.zip")
    folder = tmp_path_factory.mktemp("native")
    with zipfile.ZipFile(archive) as module:
        module.extractall(folder)
    (found,) = (folder / "hornbeam.dev/go/native").iterdir()
    return found


def test_the_module_has_licences_and_a_bill_of_materials(native):
    assert (native / "LICENSE").exists() and (native / "licences/MPL-2.0.txt").exists()
    bill = json.loads((native / "sbom.cdx.json").read_text())
    hashes = {c["name"]: c["hashes"][0]["content"] for c in bill["components"] if c["type"] == "file"}
    assert hashes == {p.name: hashlib.sha256(p.read_bytes()).hexdigest()
                      for p in native.glob("*.syso")}
    assert len(hashes) == 2


def test_the_objects_ask_for_no_newer_c_library(native):
    """Everything undefined is in glibc 2.28 or comes from gcc, which links the program."""
    def names(flag, path):
        lines = subprocess.run(["nm", flag, path], check=True, capture_output=True,
                               text=True).stdout.splitlines()
        return {line.split()[-1].split("@")[0] for line in lines
                if len(line.split()) > 1 and line.split()[-2] != "w"}

    known = {"_GLOBAL_OFFSET_TABLE_", "__dso_handle", "atexit"}
    for stub in (BUILD / "glibc").glob("*.so.*"):
        known |= names("-D", stub)
    libgcc = subprocess.run(["gcc", "-print-libgcc-file-name"], check=True, capture_output=True,
                            text=True).stdout.strip()
    known |= names("--defined-only", libgcc)
    needed = {name for path in native.glob("*.syso") for name in names("-u", path)}
    assert "malloc" in needed
    strangers = {n for n in needed - known if not n.startswith(("HB", "_ITM_", "_ZGTt"))}
    assert strangers == set()


def test_the_same_input_gives_the_same_bytes(proxy, tmp_path):
    make(tmp_path)
    for path in sorted(p for p in proxy.rglob("*") if p.is_file()):
        assert path.read_bytes() == (tmp_path / path.relative_to(proxy)).read_bytes(), path.name
