"""Shell scripts pass shellcheck."""

import re
import subprocess

import files

SHEBANG = re.compile(rb"#!.*\b(ba)?sh\b")


def is_script(root, name):
    if name.endswith(".sh"):
        return True
    with open(root / name, "rb") as stream:
        return bool(SHEBANG.match(stream.readline()))


def check(root=files.ROOT):
    names = [name for name in files.handwritten(root) if is_script(root, name)]
    done = subprocess.run(["shellcheck", "--external-sources", "--format=gcc", *names], cwd=root,
                          capture_output=True, text=True)
    return (done.stdout + done.stderr).splitlines() if done.returncode else []
