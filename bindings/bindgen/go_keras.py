"""Writes the Go packages of layers, losses, metrics, optimizers and their parts.

usage: go_keras.py <layers.json> <output folder>

A class is a function. Parameters that must be given come first, in their order; the rate of an
optimizer is among them. Every other parameter is an option: a function named like the parameter, whose
result fits the classes that have it and no others. Where a class has the name of a parameter, its
function takes that parameter first, and what it returns is the option as well.
"""

import json
import pathlib
import sys

import go_format
import schema
from go_format import word

# Kind in the schema -> package, type of the objects.
PACKAGES = {
    "layer": ("layers", "Layer"),
    "loss": ("losses", "Loss"),
    "metric": ("metrics", "Metric"),
    "optimizer": ("optimizers", "Optimizer"),
    "schedule": ("schedules", "Schedule"),
    "initializer": ("initializers", "Initializer"),
    "regularizer": ("regularizers", "Regularizer"),
    "constraint": ("constraints", "Constraint"),
    "callback": ("callbacks", "Callback"),
}
# Kind of a parameter -> Go type of an option's argument.
TYPES = {"int": "int", "real": "float64", "bool": "bool", "string": "string", "enum": "string",
         "ints": "...int", "shape": "...int", "any": "any", "activation": "string",
         "initializer": "keras.Initializer", "regularizer": "keras.Regularizer",
         "constraint": "keras.Constraint", "dtype": "hornbeam.DType", "layer": "keras.Layer"}


def default(param):
    if param.get("default") is None:
        return "Unset by default."
    return f"Default: {json.dumps(param['default'])}."


def described(param):
    """Documentation, bounds and choices of a parameter."""
    text = param.get("doc", "").strip()
    if param.get("values"):
        text += " One of " + ", ".join(json.dumps(v) for v in param["values"]) + "."
    if "minimum" in param:
        text += f" At least {param['minimum']:g}."
    if "maximum" in param:
        text += f" At most {param['maximum']:g}."
    return text


class Package:
    def __init__(self, kind, rows):
        self.kind = kind
        self.name, self.object = PACKAGES[kind]
        self.rows = rows
        self.classes = {row["name"] for row in rows}
        self.options = {}  # parameter -> [(class, its row)]
        for row in rows:
            for param in row["params"]:
                if not self.positional(row, param):
                    self.options.setdefault(param["name"], []).append((row["name"], param))

    def positional(self, row, param):
        return (param.get("required") or param["kind"] == "rate"
                or schema.camel(param["name"]) == row["name"])

    def option_type(self, name):
        """The type that fits every class with the parameter."""
        kinds = {TYPES[p["kind"]] for _, p in self.options[name]}
        if len(kinds) == 1:
            return kinds.pop()
        return "...int" if kinds == {"int", "...int"} else "any"

    def value(self, name, kind):
        """How an option's argument goes into the config."""
        if kind == "...int":
            lists = all(p["kind"] == "shape" for _, p in self.options[name])
            return "value" if lists else "keras.Dims(value)"
        return "value"

    def option(self, name):
        kind, users = self.option_type(name), self.options[name]
        go = schema.camel(name)
        docs = list(dict.fromkeys(described(p) for _, p in users))
        defaults = list(dict.fromkeys(default(p) for _, p in users))
        text = " ".join(docs)
        if len(defaults) == 1:
            text += " " + defaults[0]
        classes = sorted(c for c, _ in users)
        param = f'{{Name: {json.dumps(name)}, Value: {self.value(name, kind)}}}'
        lines = go_format.comment(f"{go}Param is the option {go} of {', '.join(classes)}.")
        if go in self.classes:
            # The class's own function makes it.
            lines += f"type {go}Param struct {{\n\tkeras.{self.object}\n\tkeras.Param\n}}\n\n"
        else:
            lines += f"type {go}Param struct{{ keras.Param }}\n\n"
            lines += go_format.sentence(go, text)
            lines += (f"func {go}(value {kind}) {go}Param {{\n"
                      f"\treturn {go}Param{{keras.Param{param}}}\n}}\n\n")
        lines += "".join(f"func ({go}Param) {self.marker(c)}() {{}}\n" for c in classes)
        return lines + "\n"

    @staticmethod
    def marker(name):
        return "of" + name

    def first(self, row):
        """The parameters that are no options."""
        return [p for p in row["params"] if self.positional(row, p)]

    def arguments(self, row):
        """The generic types of a constructor, and its parameters but for the options."""
        generics, params = [], []
        for p in self.first(row):
            kind = TYPES.get(p["kind"], "any")
            if p["kind"] in ("ints", "rate"):
                generics.append(f"V{len(generics) + 1} keras.{'Size' if p['kind'] == 'ints' else 'Rate'}")
                kind = generics[-1].split()[0]
            elif p["kind"] == "shape":
                kind = "[]int"
            params.append(f"{word(p['name'])} {kind}")
        return generics, params

    def constructor(self, row):
        name = row["name"]
        first = self.first(row)
        has_options = len(first) < len(row["params"])
        generics, params = self.arguments(row)
        fields, notes = [], []
        for p in first:
            arg = word(p["name"])
            fields.append(f"{json.dumps(p['name'])}: {arg}")
            note = described(p)
            if p.get("default") is not None:
                note += f" Keras's own is {json.dumps(p['default'])}."
            notes.append(f"//   - {arg}: {note}\n")
        lines = ""
        if has_options:
            lines += go_format.comment(f"{name}Option is an option of {name}: " + ", ".join(
                schema.camel(p["name"]) for p in row["params"] if p not in first) + ".")
            lines += f"type {name}Option interface {{\n\tkeras.Option\n\t{self.marker(name)}()\n}}\n\n"
            params.append(f"options ...{name}Option")
        lines += go_format.sentence(name, row.get("doc", ""))
        if notes:
            lines += "//\n" + "".join(notes)
        result = f"keras.{self.object}"
        config = f"keras.Params{{{', '.join(fields)}}}"
        if has_options:
            config = f"keras.Set({config}, options)"
        made = f"keras.New{self.object}({json.dumps(name)}, {config})"
        as_option = next((p for p in row["params"] if schema.camel(p["name"]) == name
                          and p["name"] in self.options), None)
        if as_option:
            result = f"{name}Param"
            param = (f"keras.Param{{Name: {json.dumps(as_option['name'])}, "
                     f"Value: {word(as_option['name'])}}}")
            made = f"{name}Param{{{made}, {param}}}"
            lines += "//\n" + go_format.comment(
                f"What it returns is the option of the same name as well: see {name}Param.")
        types = f"[{', '.join(generics)}]" if generics else ""
        lines += f"func {name}{types}({', '.join(params)}) {result} {{\n\treturn {made}\n}}\n\n"
        return lines

    def text(self):
        body = "".join(self.constructor(row) for row in self.rows)
        body += "".join(self.option(name) for name in sorted(self.options))
        imports = ['"hornbeam.dev/go/keras"']
        if "hornbeam.DType" in body:
            imports.insert(0, 'hornbeam "hornbeam.dev/go"')
        head = go_format.HEAD.format(script="go_keras.py", schema="layers.json")
        head += f"// Package {self.name} has the {self.name} of Keras; see package keras.\n"
        head += f"package {self.name}\n\nimport (\n" + "".join(f"\t{i}\n" for i in imports) + ")\n\n"
        return head + body


def activations(rows):
    head = go_format.HEAD.format(script="go_keras.py", schema="layers.json")
    head += "// Package activations has the names of the activations, for the layers' options.\n"
    text = head + "package activations\n\n// The activations.\nconst (\n"
    for row in rows:
        text += go_format.sentence(schema.camel(row["name"]), row.get("doc", ""))
        text += f"{schema.camel(row['name'])} = {json.dumps(row['name'])}\n"
    return text + ")\n"


def main():
    folder = pathlib.Path(sys.argv[2])
    classes = schema.classes(sys.argv[1], inputs=True)
    files = {PACKAGES[kind][0]: Package(kind, rows).text()
             for kind, rows in classes.items() if kind in PACKAGES}
    files["activations"] = activations(classes["activation"])
    for name, text in files.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        go_format.write(folder / name / f"{name}_gen.go", text)


if __name__ == "__main__":
    main()
