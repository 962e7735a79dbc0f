"""Hand-written lines of the bindings that name a single op or class are listed, each with its reason.

Nothing about an op or a layer should be written by hand in a binding. What counts as an exception:

- in bindings/bindgen, a text that is the name of an op or class, anywhere but in a comment or
  docstring; and a comparison of the name of an op, class, parameter or attribute with certain names;
- in the rest of the bindings, tests and documentation aside, a text that is the name of an op or class,
  and a use of a generated function or class: `ops::MatMul(`, `raw_ops.MatMul`, `layers.Dense(`,
  `MathOps.matMul(`.

tests/lint/exceptions.txt names them by file with a reason. One that isn't there fails, and so does one
that is there for nothing. Where a reason begins with "homonym:" the text means something else; such
entries aren't counted. Where it begins with "library:" the code is a library on top of the binding, which
uses generated functions as a program of a user does; such entries are listed and counted apart, and
none of their names may be there as a text. What no name gives away isn't found: a method of all layers
that only one has a use for.
"""

import ast
import json
import pathlib
import re

import files

LIST = "tests/lint/exceptions.txt"
SUFFIXES = (".h", ".cc", ".c", ".i", ".py", ".go", ".java")
OWN_TESTS = re.compile(r"(^|/)(test|tests)/|_test\.(cc|py|go)$")
COMMENT = re.compile(r"^\s*(//|\*|/\*|#(?!\s*(define|include)))")
# Calls of what is generated, by the end of a file's name: functions of ops, classes of layers and so on.
CPP = re.compile(r"\bops::(\w+)\(|^HORNBEAM_CPP_OPERATOR\([^,]+, (\w+)\)")
PACKAGES = (r"(?<![A-Za-z0-9])(?:raw_ops|ops|op|layers|losses|metrics|optimizers|schedules|initializers|"
            r"regularizers|constraints|callbacks)\.([A-Z]\w*)")
DOT = re.compile(PACKAGES + r"\b")
GO = re.compile(PACKAGES + r"[(\[]")
JAVA = re.compile(r"\b[A-Z]\w*Ops\.(\w+)\(|\b(?:Layers|Losses|Metrics|Optimizers|Schedules|"
                  r"Initializers|Regularizers|Constraints|Callbacks)\.(\w+)\(")
CALLS = {".h": CPP, ".cc": CPP, ".py": DOT, ".go": GO, ".java": JAVA}
TEXT = re.compile(r'"([A-Za-z]\w*)"')


def schema_names(root):
    """Names of ops and classes, and those of attributes and parameters."""
    ops = json.loads((root / "bindings/schema/ops.json").read_text())
    kinds = json.loads((root / "bindings/schema/layers.json").read_text())
    kinds.pop("activation")  # they are values: parameters have them by name
    classes = [row for rows in kinds.values() for row in rows]
    names = {row["name"] for row in ops + classes}
    parts = {part["name"] for row in ops for part in row["inputs"] + row["outputs"] + row["attrs"]}
    return names, parts | {p["name"] for row in classes for p in row.get("params", [])}


def constants(tree):
    """Texts of an expression."""
    return [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def is_name(node):
    """row["name"] and op.name: what an emitter knows an op or a parameter by."""
    return (isinstance(node, ast.Attribute) and node.attr == "name"
            or isinstance(node, ast.Subscript) and constants(node.slice) == ["name"])


def compared(tree):
    """Texts that names are compared with, by themselves or through a constant of the module."""
    known = {t.id: constants(n.value) for n in tree.body if isinstance(n, ast.Assign)
             for t in n.targets if isinstance(t, ast.Name)}
    for node in ast.walk(tree):
        sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
        if any(is_name(side) for side in sides):
            for side in sides:
                if isinstance(side, ast.Name):
                    yield from known.get(side.id, [])
                elif isinstance(side, (ast.Constant, ast.Tuple, ast.List, ast.Set)):
                    yield from constants(side)


def in_emitter(text, names, parts):
    tree = ast.parse(text)
    docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    found = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in docs
             and isinstance(n.value, str) and n.value in names}
    return found | {value for value in compared(tree) if value in names | parts}


def lines_of_code(text):
    return [line for line in text.splitlines() if not COMMENT.match(line)]


def as_texts(text, names):
    """Names that stand as texts."""
    return {name for line in lines_of_code(text) for name in TEXT.findall(line)} & names


def in_code(text, suffix, names):
    found = set()
    java = {name.lower(): name for name in names}
    for line in lines_of_code(text):
        found |= set(TEXT.findall(line)) & names
        for call in CALLS[suffix].finditer(line) if suffix in CALLS else []:
            name = next(group for group in call.groups() if group)
            found |= {java.get(name.lower(), name) if suffix == ".java" else name} & names
    return found


def exceptions(root):
    """Names by file."""
    names, parts = schema_names(root)
    found = {}
    for path in files.handwritten(root):
        if not path.startswith("bindings/") or not path.endswith(SUFFIXES) or OWN_TESTS.search(path):
            continue
        text = (root / path).read_text()
        emitter = path.startswith("bindings/bindgen/")
        found[path] = in_emitter(text, names, parts) if emitter else in_code(
            text, pathlib.PurePath(path).suffix, names)
    return {path: hit for path, hit in found.items() if hit}


def listed(text):
    """(file, reason, names) of each entry: a line with file and reason, then lines with names."""
    for block in re.split(r"\n\s*\n", text):
        lines = [line for line in block.splitlines() if line.strip() and not line.startswith("#")]
        if lines:
            path, _, reason = lines[0].partition(": ")
            yield path, reason.strip(), set(" ".join(lines[1:]).split())


def compare(found, entries):
    problems, allowed = [], {}
    for path, reason, names in entries:
        if not reason:
            problems.append(f"{LIST}: {path} has no reason")
        allowed.setdefault(path, set()).update(names)
    for path in sorted(found.keys() | allowed.keys()):
        here, there = found.get(path, set()), allowed.get(path, set())
        new, gone = here - there, there - here
        if new:
            problems.append(f"{path} names {', '.join(sorted(new))}: bindings should know no op and no "
                            f"class; if there is a reason, say it in {LIST}")
        if gone:
            problems.append(f"{LIST}: {path} names {', '.join(sorted(gone))} no longer")
    return problems


def no_library(text, path, names):
    """Why code isn't a library on top of generated functions."""
    wrong = as_texts(text, names)
    return [f"{LIST}: {path} has {', '.join(sorted(wrong))} as a text: a library calls generated "
            "functions"] if wrong else []


def show(title, entries):
    print(f"{title}: {sum(len(names) for _, _, names in entries)}")
    for path, reason, names in entries:
        print(f"  {path}: {len(names)} ({', '.join(sorted(names))}): {reason}")


def check(root=files.ROOT):
    entries = list(listed((root / LIST).read_text()))
    libraries = [entry for entry in entries if entry[1].startswith("library:")]
    homonyms = [entry for entry in entries if entry[1].startswith("homonym:")]
    show("hand-written exceptions for ops and classes in the bindings",
         [entry for entry in entries if entry not in libraries + homonyms])
    show("not among them, libraries on top of the bindings that use generated functions of ops", libraries)
    problems = [problem for path, _, names in libraries
                for problem in no_library((root / path).read_text(), path, names)]
    return problems + compare(exceptions(root), entries)
