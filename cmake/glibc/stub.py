#!/usr/bin/env python3
"""Writes libraries to link with in the place of glibc, which have only what an older glibc has.

usage: stub.py --cc COMPILER --version 2.28 --shims SHIMS_C FOLDER

A library that is linked with them asks for no newer glibc at run time. They hold names and versions,
and no code. glibc keeps every old version of its symbols, so that those of the machine's own say what
an older one had: of each symbol the newest version up to the one asked for. What is newer than that is
missing, and the linker says so, unless it is in the shims, which are linked in.
"""

import argparse
import collections
import pathlib
import re
import subprocess

LIBRARIES = ("libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1",
             "ld-linux-x86-64.so.2")
# Where symbols were before glibc 2.34 put all into libc.
FORMER = ((re.compile(r"(__)?(pthread|sem)_"), "libpthread.so.0"),
          (re.compile(r"dl(open|mopen|close|sym|vsym|error|info|addr1?)$"), "libdl.so.2"))
LINE = re.compile(r"^\s*\d+:\s+[0-9a-f]+\s+(\d+|0x[0-9a-f]+)\s+(\w+)\s+(?:GLOBAL|WEAK)\s+DEFAULT\s+"
                  r"(?:\d+|ABS)\s+(\w+)@@?GLIBC_([0-9.]+)", re.MULTILINE)


def number(version):
    return tuple(int(part) for part in version.split("."))


def symbols(path, newest):
    """Name -> (version, whether it is data, size) of what a library defines."""
    text = subprocess.run(["readelf", "--dyn-syms", "-W", path], check=True, capture_output=True,
                          text=True).stdout
    found = {}
    for size, kind, name, version in LINE.findall(text):
        if kind == "TLS" or number(version) > newest:
            continue
        if name not in found or number(version) > number(found[name][0]):
            found[name] = (version, kind == "OBJECT", int(size, 0))
    return found


def write(folder, cc, library, found):
    """A library with these symbols."""
    source, script = folder / f"{library}.s", folder / f"{library}.map"
    lines = [".text", "code: nop", ".bss", "data: .skip 65536"]
    nodes = collections.defaultdict(list)
    for name, (version, is_data, size) in sorted(found.items()):
        nodes[version].append(name)
        lines += [f".globl {name}", f".type {name}, {'@object' if is_data else '@function'}",
                  f".size {name}, {max(size, 1)}", f"{name} = {'data' if is_data else 'code'}"]
    source.write_text("\n".join(lines + ['.section .note.GNU-stack,"",@progbits', ""]))
    script.write_text("".join(f"GLIBC_{version} {{ global: {'; '.join(names)}; }};\n"
                              for version, names in sorted(nodes.items(), key=lambda n: number(n[0])))
                      + "NOTHING { local: *; };\n")
    subprocess.run([cc, "-shared", "-nostdlib", "-o", folder / library, source,
                    f"-Wl,-soname,{library}", f"-Wl,--version-script={script}",
                    "-Wl,--build-id=none"], check=True)
    source.unlink()
    script.unlink()


def main():
    parser = argparse.ArgumentParser()
    for name in ("--cc", "--version", "--shims"):
        parser.add_argument(name, required=True)
    parser.add_argument("folder", type=pathlib.Path)
    options = parser.parse_args()

    def where(name):
        return subprocess.run([options.cc, f"-print-file-name={name}"], check=True,
                              capture_output=True, text=True).stdout.strip()

    folder = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    tables = {library: {} for library in LIBRARIES}
    for library in LIBRARIES:
        for name, symbol in symbols(where(library), number(options.version)).items():
            home = next((former for pattern, former in FORMER if pattern.match(name)), library)
            tables[home][name] = symbol
    for library, found in tables.items():
        if found:
            write(folder, options.cc, library, found)
        else:
            (folder / library).unlink(missing_ok=True)
    # What -lm, -lpthread and so on find; -lc finds a script, as glibc itself has one.
    for library in LIBRARIES[1:-1]:
        link = folder / f"{library.split('.')[0]}.so"
        link.unlink(missing_ok=True)
        link.symlink_to(library if tables[library] else "libc.so.6")
    shims = folder / "shims.o"
    subprocess.run([options.cc, "-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", "-fPIC",
                    "-fvisibility=hidden", f"-ffile-prefix-map={pathlib.Path(options.shims).parent}/=",
                    "-ffunction-sections", "-c", options.shims, "-o", shims], check=True)
    archive = folder / "libglibc_shims.a"
    archive.unlink(missing_ok=True)
    subprocess.run(["ar", "rcD", archive, shims], check=True)
    needed = " ".join(l for l in LIBRARIES[2:] if tables[l])
    (folder / "libc.so").write_text(
        f"GROUP ( libc.so.6 {archive.name} {where('libc_nonshared.a')} AS_NEEDED ( {needed} ) )\n")


if __name__ == "__main__":
    main()
