"""C and C++ files are formatted as .clang-format says (clang-format 14, Debian 12's), Go files as gofmt
does. Java files have lines of 100 characters at most, no tabs and no blanks at their ends."""

import os
import re
import subprocess
import sys

import files


def formatter():
    return os.environ.get("HORNBEAM_CLANG_FORMAT", "clang-format-14")


def wanted(names):
    return [n for n in names if files.is_cpp(n) and not files.is_generated(n)
            and not files.is_data(n)]


def check_go(root):
    names = [n for n in files.tracked(root) if n.endswith(".go")]
    if not names:
        return []
    go = subprocess.run(["tools/setup/go.sh"], cwd=root, check=True, capture_output=True,
                        text=True).stdout.strip()
    run = subprocess.run([os.path.join(os.path.dirname(go), "gofmt"), "-l", *names], cwd=root,
                         check=True, capture_output=True, text=True)
    return [f"{name}: not formatted; run ./dev format" for name in run.stdout.split()]


def java_problems(name, text):
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > 100 or "\t" in line or line != line.rstrip():
            yield f"{name}:{number}: longer than 100 characters, or with a tab or blanks at its end"


def check_java(root):
    names = [n for n in files.tracked(root) if n.endswith(".java")]
    return [p for n in names for p in java_problems(n, (root / n).read_text())]


def check(root=files.ROOT):
    return check_cpp(root) + check_go(root) + check_java(root)


def check_cpp(root):
    names = wanted(files.tracked(root))
    if not names:
        return []
    version = subprocess.run([formatter(), "--version"], check=True, capture_output=True,
                             text=True).stdout
    if not re.search(r"version 14\.", version):
        return [f"clang-format 14 is needed, this is: {version.strip()}"]
    run = subprocess.run([formatter(), "--dry-run", *names], cwd=root, capture_output=True,
                         text=True)
    wrong = sorted({line.split(":")[0] for line in run.stderr.splitlines()
                    if "clang-format-violations" in line})
    return [f"{name}: not formatted; run ./dev format" for name in wanted(wrong)]


if __name__ == "__main__":
    # A filter: file names in, separated by NUL, those that are to be formatted out.
    sys.stdout.write("\0".join(wanted(sys.stdin.read().split("\0"))))
