"""The table op x dtype: which kernels TensorFlow's CPU has, which of them we have, which have
recorded cases, and which gradients are checked. Every hole stands in exclusions.txt with its reason;
a hole that doesn't, and an exclusion of no hole, are errors.

Usage: table.py            prints totals, and writes the whole table to op_table.txt in the build folder
       table.py --missing  prints the kernels that we lack, excluded ones included
       table.py --record   writes tensorflow_kernels.txt anew for the ops that we declare
"""

import collections
import itertools
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests.cases import case_file, tensorflow_kernels  # noqa: E402

BUILD = pathlib.Path(os.environ.get("HORNBEAM_BUILD", ROOT / "build/release"))
EXCLUSIONS = pathlib.Path(__file__).with_name("exclusions.txt")
# What an attribute may be that neither kernel nor op restricts.
PLAIN = tensorflow_kernels.ORDER[:tensorflow_kernels.ORDER.index("string") + 1]

# An op and, for some of its dtype attributes, what they are: (("T", "float"),). An op whose kernels
# are all products of dtypes has a cell for each attribute and dtype; another has a cell for each
# combination.
Cell = collections.namedtuple("Cell", "op types")


def name_of(cell):
    return " ".join([cell.op, ";".join(f"{a}:{t}" for a, t in cell.types) or "-"])


def parse_constraint(text):
    """"T:float,double;N:int32" as a dict of lists; "-" as an empty one."""
    parts = [] if text == "-" else text.split(";")
    return {attr: types.split(",") for attr, types in (p.split(":") for p in parts)}


class Registry:
    """What the build says of itself."""

    def __init__(self):
        self.groups, self.gradients, self.attrs = {}, {}, {}
        self.kernels = collections.defaultdict(list)
        text = subprocess.run([BUILD / "bin/op_registry"], check=True, capture_output=True,
                              text=True).stdout
        for line in text.splitlines():
            kind, name, *rest = line.split(" ")
            if kind == "op":
                self.groups[name], self.gradients[name] = rest[0], rest[1]
                self.attrs[name] = parse_constraint(rest[2])
            else:
                self.kernels[name].append(parse_constraint(rest[0]))

    def has(self, cell):
        """True if a kernel takes these dtypes, with some value of the other attributes."""
        return any(all(t in kernel.get(a, [t]) for a, t in cell.types)
                   for kernel in self.kernels[cell.op])


def cells_of(op, rows, attrs):
    """The cells of one op: `rows` are TensorFlow's kernels, `attrs` what the op may be."""
    if rows == [{}]:
        rows = [{a: PLAIN if types == ["*"] else types for a, types in attrs.items()}]
    if len(rows) == 1:
        return [Cell(op, ((a, t),)) for a, types in rows[0].items() for t in types] or [Cell(op, ())]
    return [Cell(op, tuple(zip(row, types)))
            for row in rows for types in itertools.product(*row.values())]


class Exclusions:
    """Lines "kernel OP,OP T:float,double reason…", "case …" and "gradient OP,OP reason…"."""

    def __init__(self, path=EXCLUSIONS):
        self.rows, self.problems = [], []
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            kind, ops, *rest = line.split(None, 2)
            where = f"{path.name}:{number}"
            types, reason = "-", rest[0] if rest else ""
            if kind in ("kernel", "case") and reason:
                types, _, reason = reason.partition(" ")
            if kind not in ("kernel", "case", "gradient") or not reason.strip():
                self.problems.append(f"{where}: a line is a kind, ops, dtypes and a reason")
                continue
            wanted = None if types == "*" else parse_constraint(types)
            self.rows.append([where, kind, ops.split(","), wanted, set()])

    def covers(self, kind, cell):
        found = False
        for row in self.rows:
            if row[1] == kind and cell.op in row[2] and (
                    row[3] is None or row[3].keys() == dict(cell.types).keys() and
                    all(t in row[3][a] for a, t in cell.types)):
                row[4].add(cell)
                found = True
        return found

    def stale(self):
        """What is excluded and is no hole."""
        for where, kind, ops, wanted, used in self.rows:
            listed = [Cell(op, tuple(zip(wanted, types))) for op in ops
                      for types in itertools.product(*wanted.values())] if wanted is not None else []
            for cell in listed:
                if cell not in used:
                    yield f"{where}: {kind} {name_of(cell)} is excluded and not missing"
            for op in ops:
                if wanted is None and op not in {cell.op for cell in used}:
                    yield f"{where}: {kind} {op} is excluded and not missing"


class Table:
    def __init__(self):
        self.registry = Registry()
        kernels = tensorflow_kernels.load()
        self.cells = {op: cells_of(op, kernels[op], self.registry.attrs[op])
                      for op in sorted(self.registry.groups) if op in kernels}
        self.have = {c for cells in self.cells.values() for c in cells if self.registry.has(c)}
        tested = case_file.tested_types()
        self.cases = {c for cells in self.cells.values() for c in cells
                      if any(all(types.get(a) == t for a, t in c.types) for types in tested[c.op])}

    def missing_kernels(self):
        return [c for cells in self.cells.values() for c in cells if c not in self.have]

    def missing_cases(self):
        return [c for cells in self.cells.values() for c in cells
                if c in self.have and c not in self.cases]

    def lines(self, checked):
        """The whole table, a line for each op and attribute."""
        yield "# op, attribute, gradient; then dtypes: '#' kernel and case, '+' kernel, '-' none.\n"
        for op, cells in self.cells.items():
            gradient = self.registry.gradients[op]
            if gradient == "gradient":
                gradient = "checked" if op in checked else "unchecked"
            rows = collections.defaultdict(list)
            for c in cells:
                mark = "#" if c in self.cases else "+" if c in self.have else "-"
                rows[";".join(a for a, _ in c.types)].append(mark + ";".join(t for _, t in c.types))
            for attr, marks in rows.items():
                yield f"{op} {attr or '-'} {gradient} {' '.join(marks)}\n"


def compressed(cells):
    """Cells as lines: op, and what is missing by attribute."""
    rows = collections.defaultdict(list)
    for c in cells:
        rows[c.op, tuple(a for a, _ in c.types)].append(tuple(t for _, t in c.types))
    for (op, attrs), types in rows.items():
        for product in tensorflow_kernels.products(types) if attrs else [()]:
            parts = [f"{a}:{','.join(sorted(t, key=tensorflow_kernels.ORDER.index))}"
                     for a, t in zip(attrs, product)]
            yield " ".join([op, ";".join(parts) or "-"])


def problems_of(table, checked):
    """What exclusions.txt doesn't say, and what it says and isn't so."""
    exclusions = Exclusions()
    problems = list(exclusions.problems)
    holes = {"kernel": table.missing_kernels(), "case": table.missing_cases(),
             "gradient": [Cell(op, ()) for op, kind in table.registry.gradients.items()
                          if kind == "gradient" and op not in checked]}
    for kind, cells in holes.items():
        problems += [f"no {kind}: {line}" for line in
                     compressed([c for c in cells if not exclusions.covers(kind, c)])]
    return problems + list(exclusions.stale()), {k: len(v) for k, v in holes.items()}


def summary(table, holes, checked):
    """Totals by group, and how many holes are excluded."""
    by_group = collections.defaultdict(lambda: [0] * 6)
    for op, cells in table.cells.items():
        gradient = table.registry.gradients[op] == "gradient"
        counts = (1, len(cells), sum(c in table.have for c in cells),
                  sum(c in table.cases for c in cells), gradient, gradient and op in checked)
        for group in (table.registry.groups[op], "all"):
            by_group[group] = [a + b for a, b in zip(by_group[group], counts)]
    all_ops = by_group.pop("all")
    lines = [f"{'':10}{'ops':>6}{'TensorFlow has':>16}{'we have':>9}{'cases':>7}"
             f"{'gradients':>11}{'checked':>9}"]
    for group, row in sorted(by_group.items()) + [("all", all_ops)]:
        widths = (6, 16, 9, 7, 11, 9)
        lines.append(f"{group:10}" + "".join(f"{n:>{w}}" for n, w in zip(row, widths)))
    lines.append(f"excluded: {holes['kernel']} kernels, {holes['case']} cases, "
                 f"{holes['gradient']} gradients (tests/cases/exclusions.txt)")
    return lines


def report():
    """Writes the whole table and its summary into the build folder; what is wrong with it."""
    table, checked = Table(), checked_gradients()
    (BUILD / "op_table.txt").write_text("".join(table.lines(checked)))
    problems, holes = problems_of(table, checked)
    lines = summary(table, holes, checked)
    lines.append(f"the whole table: {os.path.relpath(BUILD / 'op_table.txt', ROOT)}")
    (BUILD / "op_table_summary.txt").write_text("\n".join(lines) + "\n")
    return problems


def main(arguments):
    if arguments == ["--record"]:
        text = tensorflow_kernels.text_of(Registry().groups)
        tensorflow_kernels.FILE.write_text(text)
        return 0
    if arguments == ["--missing"]:
        print("\n".join(compressed(Table().missing_kernels())))
        return 0
    problems = report()
    print((BUILD / "op_table_summary.txt").read_text(), end="")
    print("\n".join(problems), file=sys.stderr)
    return 1 if problems else 0


def checked_gradients():
    from tests.gradients import checked
    return checked.ops()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
