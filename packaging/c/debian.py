#!/usr/bin/env python3
"""Writes the Debian package for C and C++: libraries, headers, files for CMake and pkg-config.

usage: debian.py --build BUILD_FOLDER OUT_FOLDER

CPack packs the component "sdk" of the install tree (cmake/package.cmake), and dpkg-deb once more with the
size that the files have: CPack counts what a symbolic link points to as often as there are links. The same
input gives the same bytes; SOURCE_DATE_EPOCH is the date of the files. HORNBEAM_CONTACT, "Name <address>",
is who answers for the package (its Maintainer).
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


def installed_size(folder):
    """The kibibytes that Debian's policy wants stated: a file's rounded up, one for anything else."""
    return sum(-(-p.stat().st_size // 1024) if p.is_file() and not p.is_symlink() else 1
               for p in folder.rglob("*") if folder / "DEBIAN" not in (p, *p.parents))


def pack_again(package, folder, environment):
    """Packs what is in `package` with its size stated right; returns the new file."""
    tree, packed = folder / "tree", folder / "again" / package.name
    packed.parent.mkdir()
    subprocess.run(["dpkg-deb", "--raw-extract", package, tree], check=True)
    control = tree / "DEBIAN/control"
    lines = [line for line in control.read_text().splitlines()
             if not line.startswith("Installed-Size:")]
    lines.insert(1, f"Installed-Size: {installed_size(tree)}")
    control.write_text("\n".join(lines) + "\n")
    subprocess.run(["dpkg-deb", "--root-owner-group", "--threads-max=1", "-Zxz", "--build", tree, packed],
                   check=True, env=environment, stdout=subprocess.DEVNULL)
    return packed


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
        command = ["cpack", "-G", "DEB", "-B", folder]
        if os.environ.get("HORNBEAM_CONTACT"):
            command += ["-D", f"CPACK_PACKAGE_CONTACT={os.environ['HORNBEAM_CONTACT']}"]
        done = subprocess.run(command, cwd=options.build, env=environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            sys.exit(done.stdout)
        (package,) = folder.glob("*.deb")
        package = pack_again(package, folder, environment)
        options.out.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package, options.out / package.name)
        print(f"{package.name}: {package.stat().st_size} bytes")


if __name__ == "__main__":
    main()
