"""Writes the reference page of the C interface."""

from . import header, spec


def _anchor(text):
    kept = "".join(c for c in text.lower() if c.isalnum() or c in " -_")
    return kept.replace(" ", "-")


def _type_lines(row):
    lines = [f"### {row.name}", "", row.doc, ""]
    if row.kind == "enum":
        lines += ["| value | number | meaning |", "|---|---|---|"]
        lines += [f"| `{v['name']}` | {v['value']} | {v['doc']} |" for v in row.values]
    elif row.kind == "struct":
        lines += ["```c"] + header.struct_lines(row) + ["```"]
    elif row.kind == "callback":
        lines += ["```c", f"typedef {spec.declare(row.type, row.name)};", "```"]
    else:
        return lines[:-1] + [""]
    return lines + [""]


def _function_lines(function):
    lines = [f"### {function.name}", "", "```c"]
    lines += header.declaration("", function.returns, function.name,
                                [a.declare() for a in function.args])
    lines += ["```", "", " ".join(function.doc.split()), ""]
    for arg in function.args:
        lines.append(f"- `{arg.name}`: {header.arg_text(arg)}")
    result = header.return_text(function)
    if result:
        lines.append(f"- result: {result}")
    if function.args or result:
        lines.append("")
    note = f"Since {function.since}, {function.state}."
    if function.deprecated:
        note += f" Use {function.deprecated} instead."
    if function.tf:
        note += f" TensorFlow's `{function.tf}`."
    return lines + [note, ""]


def page(title, overview, topics):
    lines = [f"# {title}", "",
             "<!-- Generated from c_api/spec by c_api/gen.py. -->", ""]
    for paragraph in overview.strip().split("\n\n"):
        lines += [" ".join(paragraph.split()), ""]
    lines += ["| topic | header | functions | state |", "|---|---|---|---|"]
    for t in topics:
        lines.append(f"| [{t.title}](#{_anchor(t.title)}) | `hornbeam/{t.library}/{t.name}.h` | "
                     f"{len(t.functions)} | {t.state} |")
    lines.append("")
    for t in topics:
        lines += [f"## {t.title}", ""]
        if t.doc:
            lines += [" ".join(t.doc.split()), ""]
        for row in t.types:
            lines += _type_lines(row)
        for function in t.functions:
            lines += _function_lines(function)
    return lines
