"""Tests of the generator of the C interface: what it refuses, and that its output is current."""

import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "c_api"))

from generator import abi, spec  # noqa: E402


class RecordedSymbols(unittest.TestCase):
    LINE = "HB_F stable 0.1.0 void (int)"

    def test_same_is_accepted(self):
        abi.check_symbols([self.LINE], [self.LINE, "HB_G unstable 0.2.0 int ()"])

    def test_removed(self):
        with self.assertRaisesRegex(spec.SpecError, "must not be removed"):
            abi.check_symbols([self.LINE], [])

    def test_changed_signature(self):
        with self.assertRaisesRegex(spec.SpecError, "must not change"):
            abi.check_symbols([self.LINE], ["HB_F stable 0.1.0 void (long)"])

    def test_deprecation_is_one_way(self):
        deprecated = self.LINE.replace("stable", "deprecated")
        abi.check_symbols([self.LINE], [deprecated])
        with self.assertRaisesRegex(spec.SpecError, "cannot go back"):
            abi.check_symbols([deprecated], [self.LINE])
        with self.assertRaisesRegex(spec.SpecError, "cannot go back"):
            abi.check_symbols([self.LINE], [self.LINE.replace("stable", "unstable")])

    def test_unstable_may_change(self):
        abi.check_symbols(["HB_F unstable 0.1.0 void (int)"], [])


class RecordedLayouts(unittest.TestCase):
    def test_growable_gains_at_the_end_only(self):
        old = "growable S stable 16 struct_size@0 a@8"
        abi.check_layouts([old], ["growable S stable 24 struct_size@0 a@8 b@16"])
        with self.assertRaises(spec.SpecError):
            abi.check_layouts([old], ["growable S stable 24 struct_size@0 b@8 a@16"])

    def test_struct_is_fixed(self):
        with self.assertRaises(spec.SpecError):
            abi.check_layouts(["struct S stable 8 a@0"], ["struct S stable 16 a@0 b@8"])

    def test_enum_numbers_are_fixed(self):
        abi.check_layouts(["enum E X 1"], ["enum E X 1", "enum E Y 2"])
        with self.assertRaises(spec.SpecError):
            abi.check_layouts(["enum E X 1"], ["enum E X 2"])


class Generated(unittest.TestCase):
    def test_current(self):
        done = subprocess.run([sys.executable, ROOT / "c_api" / "gen.py", "--check"],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_headers_compile_alone(self):
        include = ROOT / "c_api" / "include"
        for path in sorted(include.rglob("*.h")):
            if path.name == "macros.h":
                continue
            for command in (["gcc", "-std=c11", "-x", "c"], ["g++", "-std=c++11", "-x", "c++"]):
                done = subprocess.run(
                    command + ["-Wall", "-Wextra", "-Wpedantic", "-Werror", f"-I{include}",
                               "-include", str(path), "-fsyntax-only", "-"],
                    input="extern int unused;\n", capture_output=True, text=True, check=False)
                self.assertEqual(done.returncode, 0, f"{path}: {done.stderr}")

    def test_layouts(self):
        include = ROOT / "c_api" / "include"
        for path in sorted((ROOT / "c_api" / "gen").glob("*_layout_test.c")):
            done = subprocess.run(["gcc", "-std=c11", f"-I{include}", "-fsyntax-only", str(path)],
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_alias_compiles(self):
        alias = ROOT / "c_api" / "gen" / "alias"
        done = subprocess.run(["gcc", "-std=c11", "-Wall", "-Wextra", "-Werror",
                               f"-I{ROOT / 'c_api' / 'include'}", "-fsyntax-only",
                               str(alias / "libtensorflow.c")],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        for command in (["gcc", "-std=c11", "-x", "c"], ["g++", "-std=c++11", "-x", "c++"]):
            source = "".join(f'#include "{h}"\n' for h in (
                "tensorflow/c/c_api.h", "tensorflow/c/eager/c_api.h", "tsl/platform/ctstring.h",
                "xla/tsl/c/tsl_status.h"))
            done = subprocess.run(command + ["-Wall", "-Wextra", "-Werror",
                                             f"-I{alias / 'include'}", "-fsyntax-only", "-"],
                                  input=source, capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
