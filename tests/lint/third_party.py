"""What we link or compile in from elsewhere stands in packaging/third_party.yaml.

Archives are read from the link maps of a release build, where there is one; headers from our
includes.
"""

import pathlib
import re

import yaml

import files

LIST = "packaging/third_party.yaml"
LOAD = re.compile(r"^LOAD (\S+\.a)$", re.MULTILINE)
INCLUDE = re.compile(r"^\s*#\s*include\s*<(\w+)/", re.MULTILINE)
REQUIRED = ("name", "version", "licence", "copyright", "used_as", "text")
# Folders of system and test headers: never part of what we ship.
SYSTEM = {"sys", "linux", "bits", "arpa", "netinet", "gtest", "gmock", "hornbeam", "tensorflow"}


def listed(root):
    return yaml.safe_load((root / LIST).read_text())["parts"]


def linked_archives(map_text, build):
    """Archives from outside the build folder that a link map names."""
    return {pathlib.Path(path).name for path in LOAD.findall(map_text)
            if pathlib.Path(path).is_absolute() and not path.startswith(str(build) + "/")}


def check(root=files.ROOT):
    parts = listed(root)
    problems = [f"{LIST}: {part.get('name', '?')} has no '{key}'"
                for part in parts for key in REQUIRED if not part.get(key)]
    archives = {name for part in parts for name in part.get("archives", [])}
    headers = {name for part in parts for name in part.get("headers", [])}

    build = root / "build" / "release"
    for path in sorted(build.glob("**/*.so.link-map")):
        for name in sorted(linked_archives(path.read_text(errors="replace"), build) - archives):
            problems.append(f"{path.name}: links {name}, which is not in {LIST}")
    for name in files.handwritten(root):
        if files.is_cpp(name) and not name.startswith("tests/"):
            used = set(INCLUDE.findall((root / name).read_text(errors="replace")))
            for header in sorted(used - headers - SYSTEM):
                problems.append(f"{name}: includes <{header}/…>, which is not in {LIST}")
    for part in parts:
        if part.get("text") and not (root / part["text"]).is_file():
            problems.append(f"{LIST}: {part['text']} is missing")
    return problems
