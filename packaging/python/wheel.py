#!/usr/bin/env python3
"""Writes the Python wheels.

usage: wheel.py --build BUILD_FOLDER OUT_FOLDER

There is one for each version of CPython that the build has an extension module for (its python/pythons.txt
lists them). In each are the Python files, that module, and the same two shared libraries beside it. The
same input gives the same bytes; SOURCE_DATE_EPOCH is the date of the files.
"""

import argparse
import base64
import hashlib
import pathlib
import re
import subprocess
import sys
import time
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import common  # noqa: E402

PACKAGE = common.ROOT / "bindings/python/hornbeam"
INFO = f"hornbeam-{common.VERSION}.dist-info"
# What any Linux with a glibc has; anything else would have to be in the wheel.
SYSTEM = {"libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1",
          "ld-linux-x86-64.so.2"}
OLDEST = (2, 28)

METADATA = """\
Metadata-Version: 2.4
Name: hornbeam
Version: {version}
Summary: {summary}
License-Expression: Apache-2.0 AND MPL-2.0 AND BSD-3-Clause
{licence_files}Keywords: machine learning,neural networks,tensorflow,keras,savedmodel
Classifier: Development Status :: 4 - Beta
Classifier: Intended Audience :: Developers
Classifier: Operating System :: POSIX :: Linux
Classifier: Programming Language :: C++
Classifier: Programming Language :: Python :: 3
Classifier: Programming Language :: Python :: 3.{minor}
Classifier: Programming Language :: Python :: Implementation :: CPython
Classifier: Topic :: Scientific/Engineering :: Artificial Intelligence
Classifier: Typing :: Typed
Requires-Python: >=3.10
Requires-Dist: numpy>=1.26
Provides-Extra: bfloat16
Requires-Dist: ml_dtypes; extra == "bfloat16"
Description-Content-Type: text/markdown

{description}"""


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def platform_tag(files):
    """The tag of the oldest Linux that these files run on."""
    newest = OLDEST
    for path in files:
        needed = set(re.findall(r"\(NEEDED\).*\[(.*)\]", run("readelf", "-dW", path)))
        strangers = needed - SYSTEM - set(common.LIBRARIES)
        if strangers:
            sys.exit(f"{path.name} needs {', '.join(sorted(strangers))}, which is not in the wheel")
        for version in re.findall(r"\bGLIBC_([0-9.]+)", run("objdump", "-T", path)):
            newest = max(newest, tuple(int(n) for n in version.split(".")[:2]))
    return f"manylinux_{newest[0]}_{newest[1]}_x86_64"


def extensions(build):
    """The extension modules that the build was configured for."""
    for line in (build / "python/pythons.txt").read_text().splitlines():
        path = build / "python/hornbeam" / line.split("\t")[1]
        if not path.exists():
            sys.exit(f"{path.name} is not built: the target hb_pythons makes it")
        yield path


def contents(build, extension):
    """Files of the wheel by name, and its tag."""
    minor = re.fullmatch(r"_hornbeam\.cpython-3(\d+)-x86_64-linux-gnu\.so", extension.name)[1]
    natives = [extension] + [build / "lib" / name for name in common.LIBRARIES]
    files = {f"hornbeam/{path.name}": path.read_bytes() for path in natives}
    for pattern in ("*.py", "*.pyi", "py.typed"):
        for path in PACKAGE.rglob(pattern):
            files[f"hornbeam/{path.relative_to(PACKAGE).as_posix()}"] = path.read_bytes()
    tag = f"cp3{minor}-cp3{minor}-{platform_tag(natives)}"

    texts = common.legal_texts()
    files |= {f"{INFO}/licenses/{name}": text for name, text in texts.items()}
    description = (common.ROOT / "docs/python.md").read_text(encoding="utf-8")
    files[f"{INFO}/METADATA"] = METADATA.format(
        version=common.VERSION, summary=common.SUMMARY, minor=minor, description=description,
        licence_files="".join(f"License-File: {name}\n" for name in sorted(texts))).encode()
    files[f"{INFO}/WHEEL"] = (f"Wheel-Version: 1.0\nGenerator: hornbeam {common.VERSION}\n"
                              f"Root-Is-Purelib: false\nTag: {tag}\n").encode()
    files[f"{INFO}/entry_points.txt"] = b"[console_scripts]\nhornbeam = hornbeam.cli:main\n"
    files[f"{INFO}/sboms/hornbeam.cdx.json"] = common.bill_of_materials(
        "python", f"pkg:pypi/hornbeam@{common.VERSION}",
        {path.name: path.read_bytes() for path in natives})
    return files, tag


def record(files):
    rows = []
    for name, content in sorted(files.items()):
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        rows.append(f"{name},sha256={digest},{len(content)}\n")
    return "".join(rows + [f"{INFO}/RECORD,,\n"]).encode()


def write(files, tag, folder):
    files[f"{INFO}/RECORD"] = record(files)
    path = folder / f"hornbeam-{common.VERSION}-{tag}.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        # The metadata come last, as wheels have it.
        for name in sorted(files, key=lambda n: (n.startswith(INFO), n)):
            info = zipfile.ZipInfo(name, time.gmtime(common.moment())[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o100755 if ".so" in name else 0o100644) << 16
            wheel.writestr(info, files[name], compresslevel=9)
    print(f"{path.name}: {path.stat().st_size} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("out", type=pathlib.Path)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for extension in extensions(options.build):
        write(*contents(options.build, extension), options.out)


if __name__ == "__main__":
    main()
