"""The built libraries run on processors that lack the newer instructions, and compute what they
compute with those levels on this one. QEMU's user mode plays the processors."""

import os
import pathlib
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("HORNBEAM_BUILD", ROOT / "build" / "release")) / "bin"

# The oldest processors of each level: x86-64-v2 has SSE4.2, v3 has AVX2 and multiply-adds.
PROCESSORS = {"Nehalem": "v2", "Haswell": "v3"}


def run(command, **environment):
    done = subprocess.run(
        [str(c) for c in command], capture_output=True, text=True, timeout=300,
        env=os.environ | {"HORNBEAM_NUM_THREADS": "1"} | environment,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def emulated(processor):
    emulator = shutil.which("qemu-x86_64")
    assert emulator, "qemu-user is missing; ./dev test sets it up"
    return [emulator, "-cpu", processor]


@pytest.mark.parametrize("processor, level", PROCESSORS.items())
@pytest.mark.parametrize("program", [
    "examples_01_seed_program_seed", "examples_03_functional_functional",
    "examples_05_resume_resume_cpp",
])
def test_trains_to_the_same_numbers(program, processor, level, tmp_path):
    folders = [[], []] if "resume" not in program else [[tmp_path / "a"], [tmp_path / "b"]]
    expected = run([BIN / program, *folders[0]], HORNBEAM_ISA=level)
    assert expected.strip()
    assert run([*emulated(processor), BIN / program, *folders[1]]) == expected


@pytest.mark.parametrize("processor, level", PROCESSORS.items())
def test_kernels(processor, level):
    """All float kernels of the level that the library chooses there."""
    out = run([*emulated(processor), BIN / "isa_test",
               "--gtest_filter=-IsaMath.UnaryAgainstDoubleOverTheWholeRange:IsaGemm.*"
               ":IsaConv.*:IsaDepthwise.*:IsaTranspose.*:IsaReduce.All*"])
    assert "[  PASSED  ]" in out
    assert run([*emulated(processor), BIN / "isa_bench", "level"]).strip() == f"x86-64-{level}"
