#!/usr/bin/env python3
"""Writes the Debian package for C and C++: libraries, headers, files for CMake and pkg-config.

usage: debian.py --build BUILD_FOLDER OUT_FOLDER

CPack packs the component "sdk" of the install tree (cmake/package.cmake). The same input gives the same
bytes; SOURCE_DATE_EPOCH is the date of the files.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import common  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("out", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        bill = folder / "hornbeam.cdx.json"
        bill.write_bytes(common.bill_of_materials(
            "c", f"pkg:deb/hornbeam@{common.VERSION}?arch=amd64",
            {f"usr/lib/{library}": (options.build / "lib" / library).read_bytes()
             for library in common.LIBRARIES}))
        environment = dict(os.environ, SOURCE_DATE_EPOCH=str(common.moment()), HORNBEAM_BILL=str(bill))
        done = subprocess.run(["cpack", "-G", "DEB", "-B", folder], cwd=options.build, env=environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            sys.exit(done.stdout)
        (package,) = folder.glob("*.deb")
        options.out.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package, options.out / package.name)
        print(f"{package.name}: {package.stat().st_size} bytes")


if __name__ == "__main__":
    main()
