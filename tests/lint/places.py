"""No file names a path of one machine or the host of a package registry."""

import re

import files

# Written in pieces, so that this file passes itself.
PATHS = re.compile(r"(?<![\w.}$*-])/(?:" + "|".join(["wo" + "rk", "ro" + "ot", r"ho" + r"me/\w+"]) +
                   r")/\w")
HOSTS = re.compile("|".join(re.escape(a + b) for a, b in [
    ("pypi", ".org"), ("files.python", "hosted.org"), ("deb.debian", ".org"),
    ("proxy.go", "lang.org"), ("repo1.maven", ".org"), ("repo.maven", ".apache.org"),
    ("registry.npm", "js.org"), ("download.pytorch", ".org")]))


def problems_of(name, text):
    for number, line in enumerate(text.splitlines(), 1):
        for what, pattern in (("a path of one machine", PATHS), ("a registry's host", HOSTS)):
            found = pattern.search(line)
            if found:
                yield f"{name}:{number}: names {what}: {found.group(0)}"


def check(root=files.ROOT):
    problems = []
    for name in files.tracked(root):
        if not files.is_data(name) or name.endswith((".md", ".py")):
            content = (root / name).read_bytes()
            if b"\0" not in content:
                problems += problems_of(name, content.decode(errors="replace"))
    return problems
