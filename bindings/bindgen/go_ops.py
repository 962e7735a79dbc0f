"""Writes package op, a Go function for each op.

usage: go_ops.py <ops.json> <output folder>

A function takes the scope, the inputs, the attributes without a default, and options for those with
one. Inputs whose type is a handle or a reference are outputs; others may be values as well.
"""

import json
import math
import pathlib
import sys

import go_format
import schema
from go_format import word

GO_DTYPES = {"FLOAT": "Float32", "DOUBLE": "Float64", "HALF": "Float16"}
ATTRS = {"type": "hornbeam.DType", "int": "int64", "float": "float32", "bool": "bool",
         "string": "string", "shape": "hornbeam.Shape", "tensor": "*hornbeam.Tensor",
         "func": "hornbeam.Func"}


def dtype(name):
    """DT_FLOAT -> hornbeam.Float32."""
    name = name.removeprefix("DT_")
    return "hornbeam." + GO_DTYPES.get(name, name.capitalize())


def go_type(kind):
    return "[]" + ATTRS[kind[5:-1]] if kind.startswith("list(") else ATTRS[kind]


def shown(attr):
    """A default in words."""
    value = attr["default"]
    if attr["type"] == "type":
        return dtype(value).removeprefix("hornbeam.")
    if attr["type"] == "shape":
        return "nothing known" if value is None else str(value)
    if isinstance(value, float) and math.isinf(value):
        return "infinity"
    return json.dumps(value)


class Emitter:
    def __init__(self, op, names):
        self.op = op
        self.names = names
        self.generic = {}
        for arg in op.inputs:
            if not self.only_output(arg):
                self.generic[arg["name"]] = f"V{len(self.generic) + 1}"
        taken = {word(a["name"]) for a in op.inputs + op.required}
        self.results = []
        for out in op.outputs:
            name = word(out["name"])
            while name in taken:
                name += "_"
            taken.add(name)
            self.results.append(name)

    @staticmethod
    def only_output(arg):
        return (schema.is_list(arg) or arg.get("is_ref")
                or arg.get("type") in ("DT_RESOURCE", "DT_VARIANT"))

    def options(self):
        text = ""
        if self.op.optional:
            text += go_format.comment(f"{self.op.name}Attr is an optional attribute of {self.op.name}.")
            text += f"type {self.op.name}Attr func(attrs)\n\n"
        for attr in self.op.optional:
            name = self.option(attr)
            text += go_format.comment(f"{name} sets {attr['name']}, which is {shown(attr)} by default.")
            text += (f"func {name}(value {go_type(attr['type'])}) {self.op.name}Attr {{\n"
                     f"\treturn func(a attrs) {{ a[{json.dumps(attr['name'])}] = value }}\n}}\n\n")
        return text

    def option(self, attr):
        """The function that sets an attribute."""
        name = self.op.name + schema.camel(attr["name"])
        return name + "Option" if name in self.names else name  # an op is called so

    def signature(self):
        """What stands before the parameters, the parameters, and the results."""
        params = ["scope *hornbeam.Scope"]
        for arg in self.op.inputs:
            if arg["name"] in self.generic:
                kind = self.generic[arg["name"]]
            else:
                kind = "[]hornbeam.Output" if schema.is_list(arg) else "hornbeam.Output"
            params.append(f"{word(arg['name'])} {kind}")
        params += [f"{word(a['name'])} {go_type(a['type'])}" for a in self.op.required]
        if self.op.optional:
            params.append(f"optional ...{self.op.name}Attr")
        types = ", ".join(self.generic.values())
        types = f"[{types} hornbeam.Operand]" if types else ""
        if not self.op.outputs:
            results = "hornbeam.Operation"
        else:
            results = "(" + ", ".join(
                f"{name} {'[]' if schema.is_list(out) else ''}hornbeam.Output"
                for name, out in zip(self.results, self.op.outputs)) + ")"
        return f"func {self.op.name}{types}", params, results

    def inputs(self):
        fields = []
        for arg in self.op.inputs:
            field = f"Value: {word(arg['name'])}"
            if "type" in arg:
                field += f", DType: {dtype(arg['type'])}"
            elif "type_attr" in arg:
                field += f", TypeAttr: {json.dumps(arg['type_attr'])}"
            fields.append("{" + field + "}")
        return f"Inputs: []hornbeam.In{{{', '.join(fields)}}}" if fields else ""

    def attrs(self):
        given = ", ".join(f"{json.dumps(a['name'])}: {word(a['name'])}" for a in self.op.required)
        if self.op.optional:
            return f"Attrs: with(attrs{{{given}}}, optional)"
        return f"Attrs: attrs{{{given}}}" if given else ""

    def body(self):
        parts = [f"Type: {json.dumps(self.op.name)}", self.inputs(), self.attrs()]
        add = f"scope.Add(hornbeam.OpSpec{{{', '.join(p for p in parts if p)}}})"
        if not self.op.outputs:
            return f"\treturn {add}\n"
        text = f"\top := {add}\n"
        start, lists = 0, []
        for name, out in zip(self.results, self.op.outputs):
            index = " + ".join([str(start)] * bool(start or not lists) + lists)
            if schema.is_list(out):
                text += f"\t{name} = op.OutputList({json.dumps(out['name'])}, {index})\n"
                lists.append(f"len({name})")
            else:
                text += f"\t{name} = op.Output({index})\n"
                start += 1
        return text + f"\treturn {', '.join(self.results)}\n"

    def text(self):
        doc = go_format.sentence(self.op.name, self.op.doc)
        head, params, results = self.signature()
        declaration = f"{head}({', '.join(params)}) {results} {{\n"
        return self.options() + doc + declaration + self.body() + "}\n"


def main():
    folder = pathlib.Path(sys.argv[2])
    groups = {}
    ops = schema.ops(sys.argv[1])
    names = {op.name for op in ops}
    for op in ops:
        if not op.literal:
            groups.setdefault(op.group, []).append(op)
    head = go_format.HEAD.format(script="go_ops.py", schema="ops.json")
    head += 'package op\n\nimport hornbeam "hornbeam.dev/go"\n\n'
    for group, members in groups.items():
        go_format.write(folder / f"{group}_gen.go",
                        head + "\n".join(Emitter(op, names).text() for op in members))


if __name__ == "__main__":
    main()
