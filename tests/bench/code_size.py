#!/usr/bin/env python3
"""Kilobytes of kernel code an op, and the files that took longest to compile.

Usage: code_size.py [BUILD]      (default: build/release)

Code is the text of the object files, read-only data included, before the linker drops what nobody
needs. A family is a folder of kernels; its ops are those of the library's kernels that its sources
name. The per-ISA objects serve all families.
"""

import ctypes
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
KERNELS = ROOT / "core/kernels/cpu"
ISA = KERNELS / "isa"
LONGEST = 10


def fields(data):
    """The length-delimited fields of a protocol buffer message: (number, bytes)."""
    at = 0

    def varint():
        nonlocal at
        value, shift = 0, 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(data):
        tag = varint()
        if tag & 7 == 0:
            varint()
        elif tag & 7 == 2:
            size = varint()
            yield tag >> 3, data[at : at + size]
            at += size
        else:
            at += 4 if tag & 7 == 5 else 8


class Buffer(ctypes.Structure):
    _fields_ = [
        ("data", ctypes.c_void_p),
        ("length", ctypes.c_size_t),
        ("deallocator", ctypes.c_void_p),
    ]


def ops_with_kernels(build):
    library = ctypes.CDLL(str(build / "lib/libhornbeam.so.1"))
    library.HB_NewStatus.restype = ctypes.c_void_p
    library.HB_GetAllRegisteredKernels.restype = ctypes.POINTER(Buffer)
    library.HB_GetAllRegisteredKernels.argtypes = [ctypes.c_void_p]
    buffer = library.HB_GetAllRegisteredKernels(library.HB_NewStatus()).contents
    kernels = [body for _, body in fields(ctypes.string_at(buffer.data, buffer.length))]
    return {value.decode() for body in kernels for number, value in fields(body) if number == 1}


def text_bytes(paths):
    if not paths:
        return 0
    lines = subprocess.run(["size", *paths], check=True, capture_output=True, text=True).stdout
    return sum(int(line.split()[0]) for line in lines.splitlines()[1:])


def print_sizes(build):
    ops = ops_with_kernels(build)
    objects = build / "CMakeFiles"
    print(f"{'family':10} {'KB':>7} {'ops':>5} {'KB an op':>9}")
    total = 0
    for folder in sorted(f for f in KERNELS.iterdir() if f.is_dir() and f != ISA):
        sources = [s for s in folder.glob("*.cc") if not s.stem.endswith("_test")]
        text = "".join(s.read_text() for s in folder.iterdir())
        named = ops & set(re.findall(r'"(\w+)"', text))
        place = objects / "hb_kernels_cpu.dir" / folder.relative_to(ROOT)
        size = text_bytes([o for s in sources if (o := place / f"{s.name}.o").is_file()]) / 1024
        total += size
        print(f"{folder.name:10} {size:7.0f} {len(named):5} {size / max(len(named), 1):9.1f}")
    for level in (2, 3, 4):
        size = text_bytes([build / f"hb_isa_v{level}.o"]) / 1024
        total += size
        print(f"{'isa v' + str(level):10} {size:7.0f}")
    print(f"{'all':10} {total:7.0f} {len(ops):5} {total / max(len(ops), 1):9.1f}")


def print_times(build):
    seconds = {}
    for line in (build / ".ninja_log").read_text().splitlines()[1:]:
        start, end, _, output, _ = line.split("\t")
        if output.endswith(".o"):
            # The cache answers later builds: the longest time is that of the compiler.
            seconds[output] = max(seconds.get(output, 0), (int(end) - int(start)) / 1000)
    longest = sorted(seconds.items(), key=lambda item: -item[1])[:LONGEST]
    print(f"longest to compile, of {len(seconds)} objects (as the build ran, beside other jobs):")
    for output, took in longest:
        print(f"{took:7.1f} s  {re.sub(r'^.*[.]dir/', '', output)}")


def main(arguments):
    build = pathlib.Path(arguments[0] if arguments else "build/release")
    print_sizes(build)
    print_times(build)


if __name__ == "__main__":
    main(sys.argv[1:])
