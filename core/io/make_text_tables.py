#!/usr/bin/env python3
"""Writes gen/text_tables.inc: the fields of all messages of core/proto, for the text format.

Usage: core/io/make_text_tables.py [--check]
With --check it writes nothing and exits with 1 if the file isn't current.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
OUTPUT = ROOT / "core" / "io" / "gen" / "text_tables.inc"
SCALARS = {
    "double": "kDouble", "float": "kFloat", "int32": "kInt32", "int64": "kInt64",
    "uint32": "kUInt32", "uint64": "kUInt64", "sint32": "kSInt32", "sint64": "kSInt64",
    "fixed32": "kFixed32", "fixed64": "kFixed64", "sfixed32": "kSFixed32",
    "sfixed64": "kSFixed64", "bool": "kBool", "string": "kString", "bytes": "kBytes",
}


class Parser:
    """Reads the subset of the .proto language that core/proto uses."""

    def __init__(self, text):
        text = re.sub(r"//[^\n]*", "", text)
        self.tokens = re.findall(r'"[^"]*"|[A-Za-z_][\w.]*|-?\d+|[{}\[\]<>=;,()]', text)
        self.at = 0
        self.messages = {}
        self.enums = {}

    def next(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def skip_statement(self):
        while self.next() != ";":
            pass

    def file(self):
        while self.at < len(self.tokens):
            word = self.next()
            if word == "message":
                self.message("")
            elif word == "enum":
                self.enum("")
            else:
                self.skip_statement()

    def enum(self, scope):
        name = scope + self.next()
        values = []
        self.next()
        while True:
            word = self.next()
            if word == "}":
                break
            if word in ("option", "reserved"):
                self.skip_statement()
                continue
            self.next()
            values.append((word, int(self.next())))
            self.skip_options()
        self.enums[name] = values

    def skip_options(self):
        while self.next() != ";":
            pass

    def message(self, scope):
        name = scope + self.next()
        self.messages[name] = fields = []
        self.next()
        self.body(name, fields)

    def body(self, name, fields):
        while True:
            word = self.next()
            if word == "}":
                return
            if word == "message":
                self.message(name + ".")
            elif word == "enum":
                self.enum(name + ".")
            elif word == "oneof":
                self.next()
                self.next()
                self.body(name, fields)
            elif word in ("option", "reserved", "extensions"):
                self.skip_statement()
            else:
                self.field(name, fields, word)

    def field(self, name, fields, word):
        repeated = word == "repeated"
        if word in ("repeated", "optional"):
            word = self.next()
        if word == "map":
            self.next()
            key = self.next()
            self.next()
            value = self.next()
            self.next()
            entry = f"{name}.{len(self.messages)}Entry"
            self.messages[entry] = [("key", 1, key, False, name), ("value", 2, value, False, name)]
            word, repeated = entry, True
        field = self.next()
        self.next()
        fields.append((field, int(self.next()), word, repeated, name))
        self.skip_options()


def resolve(table, scope, name):
    """The full name of a type that is used inside the message `scope`."""
    parts = scope.split(".")
    for i in range(len(parts), -1, -1):
        full = ".".join(parts[:i] + [name])
        if full in table:
            return full
    return None


def generate():
    messages, enums = {}, {}
    for path in sorted((ROOT / "core" / "proto").glob("*.proto")):
        parser = Parser(path.read_text(encoding="utf-8"))
        parser.file()
        messages.update(parser.messages)
        enums.update(parser.enums)
    names, enum_names = sorted(messages), sorted(enums)
    fields, rows, values, enum_rows = [], [], [], []
    for name in names:
        rows.append(f'    {{"{name}", {len(fields)}, {len(messages[name])}}},')
        for field, number, kind, repeated, scope in messages[name]:
            target = -1
            if kind in SCALARS:
                code = SCALARS[kind]
            elif resolve(messages, scope, kind) is not None:
                code, target = "kMessage", names.index(resolve(messages, scope, kind))
            else:
                code, target = "kEnum", enum_names.index(resolve(enums, scope, kind))
            fields.append(f'    {{"{field}", {number}, Kind::{code}, '
                          f'{"true" if repeated else "false"}, {target}}},')
    for name in enum_names:
        enum_rows.append(f'    {{{len(values)}, {len(enums[name])}}},')
        values += [f'    {{"{value}", {number}}},' for value, number in enums[name]]
    return "\n".join(
        ["// Generated from core/proto by core/io/make_text_tables.py.",
         "constexpr FieldInfo kFields[] = {", *fields, "};",
         "constexpr MessageInfo kMessages[] = {", *rows, "};",
         "constexpr EnumValue kEnumValues[] = {", *values, "};",
         "constexpr EnumInfo kEnums[] = {", *enum_rows, "};"]) + "\n"


def main():
    text = generate()
    if "--check" in sys.argv[1:]:
        if not OUTPUT.exists() or OUTPUT.read_text(encoding="utf-8") != text:
            print(f"stale: {OUTPUT.relative_to(ROOT)}; run core/io/make_text_tables.py",
                  file=sys.stderr)
            return 1
        return 0
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
