"""Writes the C++ op functions from the schema of the ops.

usage: cpp_ops.py <ops.json> <output folder>
"""

import json
import math
import pathlib
import sys
import textwrap

import schema

# A word that C++ keeps for itself, or that the generated function uses, gets a trailing
# underscore.
RESERVED = set("""alignas and asm auto bool break case catch char class const continue default
delete do double else enum explicit export extern false float for friend goto if inline int long
mutable namespace new not nullptr operator or private protected public register return short signed
sizeof static struct switch template this throw true try typedef typename union unsigned using
virtual void volatile while xor scope attrs op""".split())

DTYPES = {
    "DT_FLOAT": "HB_FLOAT", "DT_DOUBLE": "HB_DOUBLE", "DT_INT32": "HB_INT32",
    "DT_UINT8": "HB_UINT8", "DT_INT16": "HB_INT16", "DT_INT8": "HB_INT8",
    "DT_STRING": "HB_STRING", "DT_COMPLEX64": "HB_COMPLEX64", "DT_INT64": "HB_INT64",
    "DT_BOOL": "HB_BOOL", "DT_UINT16": "HB_UINT16", "DT_COMPLEX128": "HB_COMPLEX128",
    "DT_HALF": "HB_HALF", "DT_RESOURCE": "HB_RESOURCE", "DT_VARIANT": "HB_VARIANT",
    "DT_UINT32": "HB_UINT32", "DT_UINT64": "HB_UINT64", "DT_BFLOAT16": "HB_BFLOAT16",
    "DT_QINT8": "HB_QINT8", "DT_QUINT8": "HB_QUINT8", "DT_QINT32": "HB_QINT32",
    "DT_QINT16": "HB_QINT16", "DT_QUINT16": "HB_QUINT16",
}

# Attribute type: C++ type of a parameter, setter, C++ type of a field with a default.
ATTRS = {
    "type": ("DataType", "AttrType", "DataType"),
    "list(type)": ("const std::vector<DataType>&", "AttrTypes", "std::vector<DataType>"),
    "int": ("int64_t", "AttrInt", "int64_t"),
    "list(int)": ("const Dims&", "AttrInts", "std::vector<int64_t>"),
    "float": ("float", "AttrFloat", "float"),
    "list(float)": ("const std::vector<float>&", "AttrFloats", "std::vector<float>"),
    "bool": ("bool", "AttrBool", "bool"),
    "list(bool)": ("const std::vector<bool>&", "AttrBools", "std::vector<bool>"),
    "string": ("std::string_view", "AttrString", "std::string"),
    "list(string)": ("const std::vector<std::string>&", "AttrStrings", "std::vector<std::string>"),
    "shape": ("const std::optional<Dims>&", "AttrShape", "std::optional<Dims>"),
    "list(shape)": ("const std::vector<Dims>&", "AttrShapes", "std::vector<Dims>"),
    "tensor": ("const Tensor&", "AttrTensor", None),
    "func": ("std::string_view", "AttrFunc", "std::string"),
    "list(func)": ("const std::vector<std::string>&", "AttrFuncs", "std::vector<std::string>"),
}


def word(name):
    return name + "_" if name in RESERVED else name


def field(output):
    """The member of a result that holds an output; the operation is a member too."""
    return word("operation_" if output["name"] == "operation" else output["name"])


def quoted(text):
    return json.dumps(text)


def literal(kind, value):
    """A default value as C++; None when the field's own empty value is right."""
    if kind == "type":
        return DTYPES[value]
    if kind == "bool":
        return "true" if value else "false"
    if kind == "int":
        return str(value)
    if kind == "float":
        if math.isinf(value):
            return ("-" if value < 0 else "") + "std::numeric_limits<float>::infinity()"
        text = repr(value)
        return text + "f" if "." in text or "e" in text else text + ".0f"
    if kind in ("string", "func"):
        return quoted(value) if value else None
    if kind == "shape":
        return None if value is None else "Dims{" + ", ".join(map(str, value)) + "}"
    if kind.startswith("list("):
        inner = kind[5:-1]
        items = [literal(inner, v) or "{}" for v in value]
        return "{" + ", ".join(items) + "}" if items else None
    return None


def is_list(arg):
    return "number_attr" in arg or "type_list_attr" in arg


class Op:
    def __init__(self, row):
        self.row = row
        self.name = row["name"]
        inferred = set()
        for arg in row["inputs"]:
            inferred |= {arg.get(k) for k in ("type_attr", "number_attr", "type_list_attr")}
        attrs = [a for a in row["attrs"] if a["name"] not in inferred]
        self.type_attrs = {a["name"] for a in row["attrs"] if a["type"] == "type"} & inferred
        optional = [a for a in attrs if "default" in a and ATTRS[a["type"]][2]]
        self.optional = optional
        self.required = [a for a in attrs if a not in optional]

    def attrs_struct(self):
        if not self.optional:
            return ""
        lines = [f"struct {self.name}Attrs {{"]
        for attr in self.optional:
            value = literal(attr["type"], attr["default"])
            init = f" = {value}" if value is not None else ""
            lines.append(f"  {ATTRS[attr['type']][2]} {word(attr['name'])}{init};")
        return "\n".join(lines + ["};\n"])

    def result_struct(self):
        outputs = self.row["outputs"]
        if len(outputs) < 2:
            return ""
        lines = [f"struct {self.name}Outputs {{", "  Operation operation;"]
        for out in outputs:
            kind = "OutputList" if is_list(out) else "Output"
            lines.append(f"  {kind} {field(out)};")
        return "\n".join(lines + ["};\n"])

    def return_type(self):
        outputs = self.row["outputs"]
        if not outputs:
            return "Operation"
        if len(outputs) > 1:
            return f"{self.name}Outputs"
        return "OutputList" if is_list(outputs[0]) else "Output"

    def parameters(self):
        params = ["const Scope& scope"]
        for arg in self.row["inputs"]:
            kind = "const OutputList&" if is_list(arg) else "const Input&"
            params.append(f"{kind} {word(arg['name'])}")
        for attr in self.required:
            params.append(f"{ATTRS[attr['type']][0]} {word(attr['name'])}")
        if self.optional:
            params.append(f"const {self.name}Attrs& attrs = {{}}")
        return params

    def input_call(self, arg):
        name = word(arg["name"])
        if is_list(arg):
            return f"  op.In({name});"
        if "type" in arg:
            kind = DTYPES.get(arg["type"])
            return f"  op.In({name}, {kind});" if kind else f"  op.In({name});"
        attr = arg["type_attr"]
        peers = [word(a["name"]) for a in self.row["inputs"]
                 if a.get("type_attr") == attr and not is_list(a)]
        lists = [word(a["name"]) for a in self.row["inputs"]
                 if a.get("type_attr") == attr and is_list(a)]
        if len(peers) + len(lists) == 1:
            return f"  op.In({name});"
        text = "{" + ", ".join("&" + p for p in peers) + "}"
        if lists:
            text += ", {" + ", ".join(lists) + "}"
        return f"  op.In({name}, detail::CommonType({text}));"

    def length(self, out):
        """How many tensors a list output has, as C++."""
        if "number_attr" in out:
            attr = out["number_attr"]
            for arg in self.row["inputs"]:
                if arg.get("number_attr") == attr:
                    return f"{word(arg['name'])}.size()"
        else:
            attr = out["type_list_attr"]
            for arg in self.row["inputs"]:
                if arg.get("type_list_attr") == attr:
                    return f"{word(arg['name'])}.size()"
            attr_row = next(a for a in self.row["attrs"] if a["name"] == attr)
            where = "attrs." if attr_row in self.optional else ""
            return f"{where}{word(attr)}.size()"
        attr_row = next(a for a in self.row["attrs"] if a["name"] == attr)
        where = "attrs." if attr_row in self.optional else ""
        return f"static_cast<size_t>({where}{word(attr)})"

    def body(self):
        lines = [f'  OpBuilder op(scope, "{self.name}");']
        lines += [self.input_call(arg) for arg in self.row["inputs"]]
        for attr in self.required:
            lines.append(f"  op.{ATTRS[attr['type']][1]}({quoted(attr['name'])}, "
                         f"{word(attr['name'])});")
        for attr in self.optional:
            lines.append(f"  op.{ATTRS[attr['type']][1]}({quoted(attr['name'])}, "
                         f"attrs.{word(attr['name'])});")
        outputs = self.row["outputs"]
        if not outputs:
            lines.append("  return op.Finish();")
        elif len(outputs) == 1 and not is_list(outputs[0]):
            lines.append("  return Output(scope, op.Finish());")
        elif len(outputs) == 1:
            lines.append(f"  return detail::Outputs(scope, op.Finish(), 0, "
                         f"{self.length(outputs[0])});")
        else:
            lines.append(f"  {self.name}Outputs result;")
            lines.append("  result.operation = op.Finish();")
            start = "0"
            for i, out in enumerate(outputs):
                name = field(out)
                if is_list(out):
                    length = self.length(out)
                    lines.append(f"  result.{name} = detail::Outputs(scope, result.operation, "
                                 f"{start}, {length});")
                    start += f" + static_cast<int>({length})"
                else:
                    lines.append(f"  result.{name} = Output(scope, result.operation, {start});")
                    start = str(i + 1) if start.isdigit() else start + " + 1"
            lines.append("  return result;")
        return lines

    def text(self):
        first = f"inline {self.return_type()} {self.name}("
        head = textwrap.fill(first + ", ".join(self.parameters()) + ") {", 98,
                             subsequent_indent=" " * 4, break_long_words=False)
        comment = textwrap.fill(self.row.get("summary", ""), 98, initial_indent="// ",
                                subsequent_indent="// ", break_long_words=False)
        function = "\n".join(([comment] if comment else []) + [head] + self.body() + ["}\n"])
        return "\n".join(t for t in (self.attrs_struct(), self.result_struct(), function) if t)


HEAD = """// Generated by bindings/bindgen/cpp_ops.py from bindings/schema/ops.json; do not edit.
#ifndef {guard}
#define {guard}

"""


def write(path, text):
    path.write_text(text, encoding="utf-8")


# Operators of C++ that an op may be, by sign and number of operands. There is none for division rounded
# down, nor for a remainder that has the sign of the divisor.
OPERATORS = [("-", 1)] + [(sign, 2) for sign in ("+", "-", "*", "/", "<", "<=", ">", ">=")]

OPERATORS_HEADER = """
// Arithmetic on outputs. Operations are built in the scope of the left operand that is an Output;
// a number takes the type of the other operand.

#include <type_traits>

{includes}
namespace hb {{

template <class T>
concept Number = std::is_arithmetic_v<T>;

{unary}
#define HORNBEAM_CPP_OPERATOR(sign, op)                           \\
  inline Output operator sign(const Output& a, const Output& b) {{ \\
    return ops::op(a.scope(), a, b);                              \\
  }}                                                               \\
  template <Number T>                                             \\
  Output operator sign(const Output& a, T b) {{                    \\
    return ops::op(a.scope(), a, b);                              \\
  }}                                                               \\
  template <Number T>                                             \\
  Output operator sign(T a, const Output& b) {{                    \\
    return ops::op(b.scope(), a, b);                              \\
  }}

{binary}
#undef HORNBEAM_CPP_OPERATOR

}}  // namespace hb
"""


def operators_header(ops):
    """The text between the guards."""
    found = {key: sharing[0] for key, sharing in schema.operators(ops).items() if key in OPERATORS}
    order = sorted(found, key=OPERATORS.index)
    groups = sorted({op.group for op in found.values()})
    return OPERATORS_HEADER.format(
        includes="".join(f'#include "hornbeam/cpp/gen/{group}_ops.h"\n' for group in groups),
        unary="".join(f"inline Output operator{sign}(const Output& x) {{\n"
                      f"  return ops::{found[sign, operands].name}(x.scope(), x);\n}}\n"
                      for sign, operands in order if operands == 1),
        binary="".join(f"HORNBEAM_CPP_OPERATOR({sign}, {found[sign, operands].name})\n"
                       for sign, operands in order if operands == 2))


def main():
    ops = schema.ops(sys.argv[1])
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    groups = {}
    for op in ops:
        if not op.literal:
            groups.setdefault(op.group, []).append(op.row)
    for group, members in sorted(groups.items()):
        guard = f"HORNBEAM_CPP_GEN_{group.upper()}_OPS_H_"
        text = HEAD.format(guard=guard)
        text += "#include <limits>\n\n" if "infinity" in "".join(
            Op(r).attrs_struct() for r in members) else ""
        text += '#include "hornbeam/cpp/op_function.h"\n\nnamespace hb::ops {\n\n'
        text += "\n".join(Op(row).text() for row in members)
        text += f"\n}}  // namespace hb::ops\n\n#endif  // {guard}\n"
        write(folder / f"{group}_ops.h", text)
    guard = "HORNBEAM_CPP_OPS_H_"
    text = HEAD.format(guard=guard)
    text += "// The functions of all ops, one header a group.\n\n"
    text += "".join(f'#include "hornbeam/cpp/gen/{g}_ops.h"\n' for g in sorted(groups))
    write(folder.parent / "ops.h", text + f"\n#endif  // {guard}\n")
    guard = "HORNBEAM_CPP_OPERATORS_H_"
    text = HEAD.format(guard=guard).rstrip("\n") + "\n" + operators_header(ops)
    write(folder.parent / "operators.h", text + f"\n#endif  // {guard}\n")


if __name__ == "__main__":
    main()
