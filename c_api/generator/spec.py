"""Reads and checks the specification of the C interface."""

import dataclasses
import pathlib
import re

import yaml

STATES = ("unstable", "stable", "deprecated")
OWNERS = ("borrow", "kept", "given", "out", "out_new", "inout")
RETURN_OWNERS = ("caller", "library", "value")
KINDS = ("handle", "enum", "struct", "callback")

STATUS_TYPES = ("HB_Status*",)
STATUS_DOC = "HB_OK, or what went wrong"

_TOPIC_KEYS = {
    "topic", "order", "title", "state", "since", "doc", "types", "functions", "tf_header",
    "deprecated",
}
_FUNCTION_KEYS = {
    "name", "tf", "tf_header", "tf_returns", "returns", "args", "doc", "since", "state",
    "deprecated",
}
_TYPE_KEYS = {
    "kind", "name", "tf", "tf_header", "doc", "values", "fields", "type", "growable", "since",
}


class SpecError(Exception):
    """A row that breaks a rule of the specification."""


@dataclasses.dataclass
class Arg:
    name: str
    type: str
    own: str
    null: bool
    doc: str

    def declare(self, rename=lambda t: t):
        return declare(rename(self.type), self.name)


@dataclasses.dataclass
class Function:
    topic: "Topic"
    name: str
    tf: str
    tf_header: str
    tf_returns: str
    returns: str
    return_own: str
    return_null: bool
    args: list
    doc: str
    since: str
    state: str
    deprecated: str

    def signature(self):
        """The part of the row that must never change once it is stable."""
        args = ", ".join(a.type.replace("{}", "") for a in self.args)
        return f"{self.returns} ({args})"


@dataclasses.dataclass
class Type:
    topic: "Topic"
    kind: str
    name: str
    tf: str
    tf_header: str
    doc: str
    values: list
    fields: list
    type: str
    growable: bool


@dataclasses.dataclass
class Topic:
    name: str
    order: int
    title: str
    state: str
    since: str
    doc: str
    tf_header: str
    types: list
    functions: list
    library: str


def declare(ctype, name):
    """Puts a name where C wants it: after the type, or at the {} inside it."""
    if "{}" in ctype:
        return ctype.replace("{}", name)
    return f"{ctype} {name}"


def _require(condition, where, what):
    if not condition:
        raise SpecError(f"{where}: {what}")


def _arg(row, where):
    unknown = set(row) - {"name", "type", "own", "nullable", "doc"}
    _require(not unknown, where, f"unknown keys {sorted(unknown)} in an argument")
    name, ctype = row["name"], row["type"]
    where = f"{where}, argument {name}"
    pointer = "*" in ctype
    own = row.get("own", "borrow" if pointer else "value")
    _require(own in OWNERS or (own == "value" and not pointer), where, f"owner '{own}'")
    doc = row.get("doc", STATUS_DOC if ctype in STATUS_TYPES else "")
    if ctype in STATUS_TYPES and "own" not in row and "doc" not in row:
        own = "out"
    _require(doc, where, "has no documentation")
    return Arg(name, ctype, own, bool(row.get("nullable", False)), " ".join(doc.split()))


def _function(row, topic):
    where = f"{topic.name}: {row.get('name')}"
    unknown = set(row) - _FUNCTION_KEYS
    _require(not unknown, where, f"unknown keys {sorted(unknown)}")
    _require(re.fullmatch(r"HBE?_[A-Za-z0-9_]+", row["name"]), where, "is no HB_ name")
    _require(row.get("doc"), where, "has no documentation")
    returns = row.get("returns", "void")
    own, null = "value", False
    if isinstance(returns, dict):
        own, null = returns.get("own", "value"), bool(returns.get("nullable", False))
        returns = returns["type"]
    _require(own in RETURN_OWNERS, where, f"owner '{own}' of the result")
    _require("*" not in returns or own != "value", where, "the result needs an owner")
    state = row.get("state", topic.state)
    _require(state in STATES, where, f"state '{state}'")
    _require((state == "unstable") == (topic.state == "unstable"), where,
             "unstable rows live in topics of their own")
    _require(state != "deprecated" or row.get("deprecated"), where,
             "a deprecated row says what to use instead")
    args = [_arg(a, where) for a in row.get("args", [])]
    names = [a.name for a in args]
    _require(len(set(names)) == len(names), where, "two arguments have one name")
    return Function(topic, row["name"], row.get("tf", ""),
                    row.get("tf_header", topic.tf_header), row.get("tf_returns", ""), returns,
                    own, null, args, row["doc"].strip(), row.get("since", topic.since), state,
                    row.get("deprecated", ""))


def _type(row, topic):
    where = f"{topic.name}: type {row.get('name')}"
    unknown = set(row) - _TYPE_KEYS
    _require(not unknown, where, f"unknown keys {sorted(unknown)}")
    _require(row["kind"] in KINDS, where, f"kind '{row['kind']}'")
    _require(row.get("doc"), where, "has no documentation")
    fields = row.get("fields", [])
    growable = bool(row.get("growable", False))
    if growable:
        _require(fields and fields[0]["name"] == "struct_size", where,
                 "a struct that may grow begins with struct_size")
    return Type(topic, row["kind"], row["name"], row.get("tf", ""),
                row.get("tf_header", topic.tf_header), row["doc"].strip(),
                row.get("values", []), fields, row.get("type", ""), growable)


def _load_topic(path, library):
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    _require(isinstance(data, dict), path, "is no mapping")
    unknown = set(data) - _TOPIC_KEYS
    _require(not unknown, path, f"unknown keys {sorted(unknown)}")
    _require(data["topic"] == path.stem, path, "topic and file name differ")
    _require(data["state"] in STATES, path, f"state '{data['state']}'")
    topic = Topic(data["topic"], data["order"], data["title"], data["state"], data["since"],
                  data.get("doc", "").strip(),
                  data.get("tf_header", "tensorflow/c/c_api.h"), [], [], library)
    topic.types = [_type(r, topic) for r in data.get("types", [])]
    topic.functions = [_function(r, topic) for r in data.get("functions", [])]
    return topic


def load(folder, library):
    """All topics of one library, in the order of the reference page."""
    topics = [_load_topic(p, library) for p in sorted(pathlib.Path(folder).glob("*.yaml"))]
    topics.sort(key=lambda t: (t.order, t.name))
    return topics


def check_unique(topics):
    """No two rows of any library share a name."""
    seen = {}
    for topic in topics:
        rows = [r.name for r in topic.types + topic.functions]
        rows += [v["name"] for t in topic.types for v in t.values]
        for name in rows:
            _require(name not in seen, topic.name, f"{name} is in {seen.get(name)} already")
            seen[name] = topic.name


def identifiers(text):
    return re.findall(r"[A-Za-z_]\w*", text)


def used_types(topic):
    """Names of all types that a topic mentions."""
    texts = []
    for function in topic.functions:
        texts.append(function.returns)
        texts += [a.type for a in function.args]
    for row in topic.types:
        texts.append(row.type)
        for field in row.fields:
            texts += [field.get("type", "")] + [u["type"] for u in field.get("union", [])]
    return {i for t in texts for i in identifiers(t)}
