#!/usr/bin/env python3
"""Writes the Go modules into a folder that serves as a module proxy.

usage: make_module.py [--build BUILD] PROXY_FOLDER

Two modules come out, under the version in VERSION: hornbeam.dev/go, which is bindings/go, and
hornbeam.dev/go/native/<platform>, which holds each library as one object file that the Go command
links into programs. An object has the library's code and the C++ runtime's in it; of its symbols only
those of the C interface are visible, so that it gets along with other C++ in a program, the other
library's included. The same input gives the same bytes.
"""

import argparse
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile
import time
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import common  # noqa: E402

ROOT = common.ROOT
MODULE = "hornbeam.dev/go"
PLATFORM = "linux_amd64"
LIBRARIES = ("hornbeam", "hornbeam_keras")
# Static parts of the compiler that go along; libm and libc stay shared.
RUNTIME = ("libstdc++.a", "libgcc_eh.a")


def output(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def link_inputs(build, library):
    """Objects and archives of a library, from the command that links it."""
    command = output("ninja", "-C", build, "-t", "commands", "-s",
                     f"lib/lib{library}.so.1").splitlines()[-1]
    words = [w for w in shlex.split(command) if w.endswith((".o", ".a"))]
    return [str((build / w).resolve()) for w in words]


def make_object(build, library, target):
    """Links a library into one object with only the C interface's symbols visible."""
    inputs = link_inputs(build, library)
    objects = [i for i in inputs if i.endswith(".o")]
    archives = [i for i in inputs if i.endswith(".a")]
    archives += [output("g++", f"-print-file-name={name}").strip() for name in RUNTIME]
    # What older C libraries lack.
    shims = build / "glibc/libglibc_shims.a"
    archives += [str(shims)] if shims.exists() else []
    listed = (ROOT / f"c_api/abi/{library}.symbols").read_text(encoding="utf-8")
    symbols = [line.split()[0] for line in listed.splitlines() if line.startswith("HB")]
    with tempfile.TemporaryDirectory() as folder:
        whole, keep = pathlib.Path(folder) / "whole.o", pathlib.Path(folder) / "keep"
        keep.write_text("\n".join(symbols) + "\n", encoding="utf-8")
        roots = [f"--undefined={s}" for s in symbols]
        subprocess.run(["ld", "-r", "--force-group-allocation", "--gc-sections", "--strip-debug",
                        "-o", whole, *roots, *objects, "--start-group", *archives, "--end-group"],
                       check=True)
        # Symbols that are unique in a process can't be made local; they get names of their own.
        unique = [line.split()[-1] for line in output("nm", whole).splitlines()
                  if line.split()[-2] == "u"]
        rename = pathlib.Path(folder) / "rename"
        rename.write_text("".join(f"{u} {library}.{u}\n" for u in unique), encoding="utf-8")
        subprocess.run(["objcopy", f"--keep-global-symbols={keep}", f"--redefine-syms={rename}",
                        "--remove-section=.comment", whole, target], check=True)


def texts(module, libraries=None):
    """Licence, notices and bill of materials, which every module has: names in the module, contents."""
    found = common.legal_texts()
    found["sbom.cdx.json"] = common.bill_of_materials(
        "go" if libraries else None, f"pkg:golang/{module}@v{common.VERSION}", libraries or {})
    return found


def binding(version):
    """The files of bindings/go."""
    folder = "bindings/go/"
    listed = output("git", "-C", ROOT, "ls-files", "--cached", "--others", "--exclude-standard",
                    folder).splitlines()
    found = texts(MODULE)
    for path in sorted(set(listed)):
        name = path.removeprefix(folder)
        test = name.endswith("_test.go") and not name.endswith("example_test.go")
        if not test and (ROOT / path).is_file():
            found[name] = (ROOT / path).read_bytes()
    found["go.mod"] += f"\nrequire {MODULE}/native/{PLATFORM} {version}\n".encode()
    return found


def native(build):
    """The files of the platform's module."""
    objects = {}
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder) / "object"
        for library in LIBRARIES:
            make_object(build, library, target)
            objects[f"{library}_{PLATFORM}.syso"] = target.read_bytes()
    found = texts(f"{MODULE}/native/{PLATFORM}", objects) | objects
    found["go.mod"] = f"module {MODULE}/native/{PLATFORM}\n\ngo 1.24\n".encode()
    found["native.go"] = (
        f"// Package {PLATFORM} holds Hornbeam's native library for this platform; package\n"
        f"// {MODULE} links it.\npackage {PLATFORM}\n").encode()
    return found


def write_module(proxy, module, version, contents, moment):
    """Writes a module as a proxy has it."""
    folder = proxy / module / "@v"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "list").write_text(version + "\n", encoding="utf-8")
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))
    (folder / f"{version}.info").write_text(json.dumps({"Version": version, "Time": stamp}),
                                            encoding="utf-8")
    (folder / f"{version}.mod").write_bytes(contents["go.mod"])
    with zipfile.ZipFile(folder / f"{version}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(f"{module}@{version}/{name}", time.gmtime(moment)[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, contents[name])
    return folder / f"{version}.zip"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release")
    parser.add_argument("proxy", type=pathlib.Path)
    arguments = parser.parse_args()
    version, moment = f"v{common.VERSION}", common.moment()
    for module, contents in ((MODULE, binding(version)),
                             (f"{MODULE}/native/{PLATFORM}", native(arguments.build.resolve()))):
        path = write_module(arguments.proxy, module, version, contents, moment)
        print(f"{module} {version}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    sys.exit(main())
