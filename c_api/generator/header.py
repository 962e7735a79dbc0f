"""Writes the C headers. They are the manual, so every row brings its documentation."""

import textwrap

from . import spec

WIDTH = 100
NOTICE = "// Generated from c_api/spec by c_api/gen.py; edit the specification, not this file."

OWNER_TEXT = {
    "kept": "must outlive what this call makes",
    "given": "taken over",
    "out": "written",
    "out_new": "written; what it receives is the caller's to free",
    "inout": "read and written",
}


def comment(text, indent="", hanging=""):
    """Wraps paragraphs into line comments."""
    lines = []
    for paragraph in text.strip().split("\n\n"):
        if lines:
            lines.append(f"{indent}//")
        lines += textwrap.wrap(" ".join(paragraph.split()), WIDTH,
                               initial_indent=f"{indent}// ",
                               subsequent_indent=f"{indent}// {hanging}",
                               break_on_hyphens=False, break_long_words=False)
    return lines


def arg_text(arg):
    notes = []
    if arg.own in OWNER_TEXT and arg.type not in spec.STATUS_TYPES:
        notes.append(OWNER_TEXT[arg.own])
    if arg.null and "NULL" not in arg.doc:
        notes.append("may be NULL")
    return arg.doc + (f" [{'; '.join(notes)}]" if notes else "")


def return_text(function):
    if function.returns == "void" or function.return_own == "value":
        return ""
    owner = {"caller": "the caller's to free", "library": "stays the library's"}
    text = owner[function.return_own]
    return text + ("; may be NULL" if function.return_null else "")


def function_comment(function):
    lines = comment(function.doc)
    rows = [(a.name, arg_text(a)) for a in function.args]
    result = return_text(function)
    if result:
        rows.append(("returns", result))
    if not rows:
        return lines
    lines.append("//")
    column = min(max(len(name) for name, _ in rows), 18) + 2
    for name, text in rows:
        head = f"//   {name.ljust(column)}"
        if len(name) >= column:
            head = f"//   {name}  "
        lines += textwrap.wrap(text, WIDTH, initial_indent=head,
                               subsequent_indent="//   " + " " * column,
                               break_on_hyphens=False, break_long_words=False)
    return lines


def declaration(prefix, returns, name, params, end=";"):
    """One declaration, wrapped so that it keeps to the width."""
    return _wrapped(f"{prefix}{returns} {name}(", params or ["void"], ")" + end, " " * 4)


def call(prefix, name, args):
    """One call statement, wrapped so that it keeps to the width."""
    return _wrapped(f"{prefix}{name}(", args, ");", " " * 6)


def _wrapped(head, params, end, indent):
    text = head + ", ".join(params) + end
    if len(text) <= WIDTH:
        return [text]
    lines, current = [], head
    if len(head) + max(len(p) for p in params) + len(end) <= WIDTH:
        indent = " " * len(head)
    else:
        lines.append(head)
        current = indent
    first = True
    for i, param in enumerate(params):
        token = param + (end if i == len(params) - 1 else ",")
        if not first and len(current) + 1 + len(token) > WIDTH:
            lines.append(current)
            current = indent + token
        else:
            current += token if first else " " + token
        first = False
    return lines + [current]


def enum_lines(row, rename=lambda t: t, own=True):
    base = " HORNBEAM_INT_ENUM" if own else ""
    lines = comment(row.doc) + [f"typedef enum {rename(row.name)}{base} {{"]
    for value in row.values:
        item = f"  {rename(value['name'])} = {value['value']},"
        lines.append(f"{item}  // {value['doc']}")
    return lines + [f"}} {rename(row.name)};"]


def _field_lines(field, indent, rename):
    lines = comment(field["doc"], indent) if "doc" in field else []
    if "union" in field:
        lines.append(f"{indent}union {{")
        for member in field["union"]:
            lines += _field_lines(member, indent + "  ", rename)
        return lines + [f"{indent}}} {field['name']};"]
    return lines + [f"{indent}{spec.declare(rename(field['type']), field['name'])};"]


def struct_lines(row, rename=lambda t: t):
    lines = comment(row.doc) + [f"typedef struct {rename(row.name)} {{"]
    for field in row.fields:
        lines += _field_lines(field, "  ", rename)
    return lines + [f"}} {rename(row.name)};"]


def type_lines(row, rename=lambda t: t, own=True):
    if row.kind == "handle":
        name = rename(row.name)
        return comment(row.doc) + [f"typedef struct {name} {name};"]
    if row.kind == "callback":
        declared = spec.declare(rename(row.type), rename(row.name))
        return comment(row.doc) + [f"typedef {declared};"]
    if row.kind == "enum":
        return enum_lines(row, rename, own)
    return struct_lines(row, rename)


def _includes(topic, home):
    """Headers of the other topics whose types this one mentions."""
    own = {t.name for t in topic.types}
    needed = set()
    for name in spec.used_types(topic) - own:
        if name in home:
            needed.add(home[name])
    return sorted(needed)


def topic_header(topic, home, prefix, guard):
    lines = [NOTICE, f"#ifndef {guard}", f"#define {guard}", "",
             "#include <stdbool.h>", "#include <stddef.h>", "#include <stdint.h>", "",
             '#include "hornbeam/c/macros.h"']
    lines += [f'#include "{h}"' for h in _includes(topic, home)]
    lines += ["", "#ifdef __cplusplus", 'extern "C" {', "#endif", ""]
    title = topic.title + (" (unstable: rows may change between minor versions)"
                           if topic.state == "unstable" else "")
    lines += [f"// {title}", "//"] if topic.doc else [f"// {title}", ""]
    if topic.doc:
        lines += comment(topic.doc) + [""]
    for row in topic.types:
        lines += type_lines(row) + [""]
    for function in topic.functions:
        lines += function_comment(function)
        lines.append(f"// Since {function.since}, {function.state}.")
        attr = prefix
        if function.state == "deprecated":
            attr += f'HORNBEAM_DEPRECATED("{function.deprecated}") '
        lines += declaration(attr, function.returns, function.name,
                             [a.declare() for a in function.args]) + [""]
    return lines + ["#ifdef __cplusplus", '}  // extern "C"', "#endif", "", f"#endif  // {guard}"]


MACROS = NOTICE + '''
#ifndef HORNBEAM_C_MACROS_H_
#define HORNBEAM_C_MACROS_H_

// Version of the interface that this header describes; see HB_AbiVersion.
#define HORNBEAM_ABI_VERSION 1

// Marks what the shared libraries export.
#if defined(_WIN32)
#if defined(HORNBEAM_BUILDING_LIBRARY)
#define HORNBEAM_API __declspec(dllexport)
#else
#define HORNBEAM_API __declspec(dllimport)
#endif
#else
#define HORNBEAM_API __attribute__((visibility("default")))
#endif

// In C++, as in C, an enumeration holds any int: what a library of a later version returns, or a
// wrong argument, which is answered with an error.
#if defined(__cplusplus)
#define HORNBEAM_INT_ENUM : int
#else
#define HORNBEAM_INT_ENUM
#endif

// Makes the compiler say what to use instead of a function that will go.
#if defined(__GNUC__) || defined(__clang__)
#define HORNBEAM_DEPRECATED(instead) __attribute__((deprecated(instead)))
#else
#define HORNBEAM_DEPRECATED(instead)
#endif

#endif  // HORNBEAM_C_MACROS_H_
'''

OVERVIEW = '''
The C interface of Hornbeam. It is C11 and C++11, and all that other languages use.

Rules that hold for every function:

Status. A function that can fail takes a status, nearly always last. It is set on every call: to
HB_OK, or to a code and a message that says what was wrong, where, and what would be right. NULL is
legal only where an argument says so; a status must never be NULL.

Results. Out-parameters stay as they were when a call fails, unless a function says otherwise.
Nothing aborts, exits or prints.

Ownership. Handles are opaque. What a function gives "to free" goes to the matching delete function,
which takes NULL and does nothing then. Arguments without a note are read during the call only.

Types. Truth values are unsigned char, sizes size_t, dimensions int64_t. Strings are UTF-8. Structs
that may grow begin with struct_size, which the caller sets to their sizeof.

Threads. A function may be called from any thread. Two calls on one object at the same time are safe
where the object's page says so; on different objects they always are.

Stability. A stable row never changes. Unstable rows, which have headers of their own, may change
between minor versions; define HORNBEAM_NO_UNSTABLE to leave them out.
'''


def umbrella(topics, guard, overview, folder):
    lines = [NOTICE, f"#ifndef {guard}", f"#define {guard}", ""] + comment(overview) + [""]
    stable = [t for t in topics if t.state != "unstable"]
    unstable = [t for t in topics if t.state == "unstable"]
    lines += ['#include "hornbeam/c/macros.h"']
    lines += [f'#include "{folder}/{t.name}.h"  // {t.title}' for t in stable]
    if unstable:
        lines += ["", "#ifndef HORNBEAM_NO_UNSTABLE"]
        lines += [f'#include "{folder}/{t.name}.h"  // {t.title}' for t in unstable]
        lines += ["#endif  // HORNBEAM_NO_UNSTABLE"]
    return lines + ["", f"#endif  // {guard}"]
