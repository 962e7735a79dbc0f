"""Export maps, the symbol list and the struct layouts that releases are held to."""

import re

from . import header, spec

_SIZES = {
    "int": 4, "float": 4, "double": 8, "size_t": 8, "int64_t": 8, "uint64_t": 8, "int32_t": 4,
    "uint32_t": 4, "uint8_t": 1, "char": 1, "unsigned char": 1, "bool": 1,
}


def export_map(topics, node):
    names = sorted(f.name for t in topics for f in t.functions)
    lines = ["# Generated from c_api/spec by c_api/gen.py.", f"{node} {{", "  global:"]
    lines += [f"    {n};" for n in names]
    return lines + ["  local:", "    *;", "};"]


def symbols(topics):
    """One line a function: name, state, since, signature."""
    rows = sorted((f for t in topics for f in t.functions), key=lambda f: f.name)
    return [f"{f.name} {f.state} {f.since} {f.signature()}" for f in rows]


def check_symbols(recorded, current):
    """A recorded stable row must still be there, unchanged but for its deprecation."""
    now = {line.split(" ", 1)[0]: line.split(" ", 3)[1:] for line in current}
    for line in recorded:
        name, state, since, signature = line.split(" ", 3)
        if state == "unstable":
            continue
        if name not in now:
            raise spec.SpecError(f"{name} is {state} and must not be removed")
        new_state, new_since, new_signature = now[name]
        if (new_since, new_signature) != (since, signature):
            raise spec.SpecError(f"{name} is {state} and must not change:\n"
                                 f"  recorded: {since} {signature}\n"
                                 f"  now:      {new_since} {new_signature}")
        if new_state == "unstable" or (state, new_state) == ("deprecated", "stable"):
            raise spec.SpecError(f"{name} cannot go back from {state} to {new_state}")


class Layouts:
    """Sizes and offsets of structs under the LP64 model."""

    def __init__(self, topics):
        self.types = {r.name: r for t in topics for r in t.types}

    def measure(self, ctype):
        """Size and alignment of a type."""
        array = re.match(r"^(.*?)\s*\{\}\[(\d+)\]$", ctype)
        if array:
            size, align = self.measure(array.group(1))
            return size * int(array.group(2)), align
        if "*" in ctype:
            return 8, 8
        name = ctype.replace("const ", "").strip()
        if name in _SIZES:
            return _SIZES[name], _SIZES[name]
        row = self.types.get(name)
        if row is None:
            raise spec.SpecError(f"type '{ctype}' has no known size")
        if row.kind == "enum":
            return 4, 4
        if row.kind == "struct":
            size, align, _ = self.struct(row)
            return size, align
        return 8, 8

    def struct(self, row):
        offset, align, fields = 0, 1, []
        for field in row.fields:
            if "union" in field:
                parts = [self.measure(m["type"]) for m in field["union"]]
                a = max(p[1] for p in parts)
                s = -(-max(p[0] for p in parts) // a) * a
            else:
                s, a = self.measure(field["type"])
            offset = -(-offset // a) * a
            fields.append((field["name"], offset))
            offset += s
            align = max(align, a)
        return -(-offset // align) * align, align, fields

    def lines(self):
        out = []
        for name in sorted(self.types):
            row = self.types[name]
            if row.kind == "enum":
                for value in row.values:
                    out.append(f"enum {name} {value['name']} {value['value']}")
            if row.kind != "struct":
                continue
            size, _, fields = self.struct(row)
            kind = "growable" if row.growable else "struct"
            state = "unstable" if row.topic.state == "unstable" else "stable"
            out.append(f"{kind} {name} {state} {size} " +
                       " ".join(f"{n}@{o}" for n, o in fields))
        return out


def check_layouts(recorded, current):
    """Recorded layouts stay; a growable struct may gain fields at its end."""
    now = {}
    for line in current:
        kind, name, rest = line.split(" ", 2)
        now[(name, rest.split(" ")[0]) if kind == "enum" else name] = line
    for line in recorded:
        kind, name, rest = line.split(" ", 2)
        if kind == "enum":
            new = now.get((name, rest.split(" ")[0]))
            if new != line:
                raise spec.SpecError(f"recorded '{line}' is now '{new}'")
            continue
        state = rest.split(" ")[0]
        if state == "unstable":
            continue
        new = now.get(name, "")
        old_fields, new_fields = line.split(" ")[4:], new.split(" ")[4:]
        if kind == "growable":
            same = new_fields[:len(old_fields)] == old_fields
        else:
            same = new == line
        if not same:
            raise spec.SpecError(f"recorded '{line}' is now '{new}'")


def layout_test(lines, include):
    """A C file that compiles only where the recorded layouts hold."""
    out = [header.NOTICE, "// Compiles only when the recorded layouts hold (LP64).", "",
           f'#include "{include}"', "", "#ifdef __cplusplus",
           "#define LAYOUT(condition, text) static_assert(condition, text)", "#else",
           "#define LAYOUT(condition, text) _Static_assert(condition, text)", "#endif", ""]
    for line in lines:
        parts = line.split(" ")
        if parts[0] == "enum":
            out.append(f'LAYOUT({parts[2]} == {parts[3]}, "{parts[2]}");')
            continue
        name, size = parts[1], parts[3]
        out.append(f'LAYOUT(sizeof({name}) == {size}, "{name}");')
        for field in parts[4:]:
            member, offset = field.split("@")
            out.append(f'LAYOUT(offsetof({name}, {member}) == {offset}, "{name}.{member}");')
    return out
