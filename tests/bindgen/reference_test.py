"""The reference pages show every op and class, a new one too, with the calls that the emitters of the
languages write, and their links lead somewhere."""

import json
import re

import pytest

import synthetic

FENCES = ["cpp", "python", "go", "java"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    synthetic.write_schemas(folder)
    for schema, target in (("ops.json", "ops"), ("layers.json", "keras")):
        synthetic.emit("reference.py", folder / schema, folder / target)
    return folder


def sections(folder):
    """Text below each heading of all pages, by heading; pages of ops come first."""
    found = {}
    for page in sorted(folder.rglob("*.md"), reverse=True):
        if page.name == "README.md":
            continue
        for part in page.read_text().split("\n## ")[1:]:
            found.setdefault(part.split("\n", 1)[0], []).append(part)
    return found


def test_calls_of_a_new_op_in_each_language(folder):
    text, = sections(folder)["AddFactor"]
    assert re.findall(r"^```(\w+)$", text, re.MULTILINE) == FENCES
    for line in ("| attribute | `factor` | float | `1.0` by default |",
                 "Output AddFactor(const Scope& scope, const Input& x, const AddFactorAttrs& attrs = {})",
                 "op.AddFactorFactor(value float32)", "AddFactorOptions factor(float factor)"):
        assert line in text.splitlines()
    assert "factor: float | None = None" in text


def test_calls_of_a_new_layer_in_each_language(folder):
    text, = sections(folder)["Synthetic"]
    assert re.findall(r"^```(\w+)$", text, re.MULTILINE) == FENCES
    assert "| `switch` | enum | `\"on\"` | The switch. One of `on`, `off`. |" in text.splitlines()
    for call in (".switch_ = std::string", "switch: str = 'on'", "layers.Switch(value string)",
                 ".switch_(String)"):
        assert call in text


def test_every_op_and_class_is_there(folder):
    found = sections(folder)
    ops = json.loads((folder / "ops.json").read_text())
    classes = json.loads((folder / "layers.json").read_text())
    del classes["activation"]  # a table of the index
    names = [r["name"] for r in ops if not r["name"].startswith("_")]
    names += [r["name"] for rows in classes.values() for r in rows
              if r["name"] not in ("InputLayer", "History")]
    assert sorted(name for name, parts in found.items() for _ in parts) == sorted(names)


def test_links_lead_to_headings(folder):
    pages = {page: page.read_text() for page in folder.rglob("*.md")}
    links = 0
    for page, text in pages.items():
        for target, anchor in re.findall(r"\]\(([\w.]+\.md)(?:#([\w-]+))?\)", text):
            links += 1
            headings = re.findall(r"^#+ (.*)$", pages[page.parent / target], re.MULTILINE)
            assert not anchor or anchor in [h.lower() for h in headings], (page.name, target, anchor)
    assert links > 500
