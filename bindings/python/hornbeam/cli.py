"""The command `hornbeam`: what a SavedModel computes, running it, and the version.

  hornbeam show DIR [--all | --tag_set TAGS [--signature_def NAME]]
  hornbeam run DIR [--tag_set TAGS] [--signature_def NAME] [--inputs X=FILE;…] [--input_exprs X=EXPR;…]
               [--outdir FOLDER [--overwrite]]
  hornbeam version
"""

from __future__ import annotations

import argparse
import ast
import pathlib
import sys
from typing import Any, Sequence

import numpy as np

from hornbeam import __version__, errors, saved_model
from hornbeam.saved_model import Signature, TensorInfo

__all__ = ["main"]

# What an expression may consist of besides names and calls of NumPy.
_NODES = (
    ast.Expression, ast.Constant, ast.List, ast.Tuple, ast.Dict, ast.UnaryOp, ast.BinOp, ast.Call,
    ast.keyword, ast.Attribute, ast.Name, ast.Load, ast.operator, ast.unaryop,
)  # fmt: skip


class _UsageError(Exception):
    """What the user asked for makes no sense; the message says what would."""


def _tags_text(tags: Sequence[str]) -> str:
    return ",".join(tags) or "(none)"


def _graph(directory: str, tag_set: str | None) -> tuple[list[str], bytes]:
    """Tags and MetaGraphDef of the graph that is asked for, or of the only one."""
    graphs = saved_model.meta_graphs(directory)
    names = "; ".join(_tags_text(tags) for tags, _ in graphs)
    if tag_set is None:
        serving = [g for g in graphs if g[0] == ["serve"]] if len(graphs) > 1 else graphs
        if len(serving) != 1:
            raise _UsageError(f"say which graph with --tag_set; there are {names or 'none'}")
        return serving[0]
    wanted = {tag for tag in tag_set.split(",") if tag}
    for tags, graph in graphs:
        if set(tags) == wanted:
            return tags, graph
    raise _UsageError(f"the model has no graph with the tags '{tag_set}'; there are {names}")


def _signature(found: dict[str, Signature], name: str) -> Signature:
    if name not in found:
        there = ", ".join(sorted(found)) or "none"
        raise _UsageError(f"the graph has no signature '{name}'; there are {there}")
    return found[name]


def _shape(info: TensorInfo) -> str:
    if info.shape is None:
        return "of any rank"
    return "[" + ", ".join("?" if d is None else str(d) for d in info.shape) + "]"


def _show_signature(name: str, signature: Signature) -> None:
    print(f"  {name}  ({signature.method or 'no method'})")
    rows = [
        (side, argument, info.dtype.name, _shape(info), info.name)
        for side, infos in (("input", signature.inputs), ("output", signature.outputs))
        for argument, info in infos.items()
    ]
    widths = [max(len(cell) for cell in column) for column in zip(*rows)]
    for row in rows:
        print("    " + "  ".join(f"{c:{w}}" for c, w in zip(row, widths)).rstrip())


def _show(options: argparse.Namespace) -> None:
    if options.all:
        for tags, graph in saved_model.meta_graphs(options.dir):
            print(f"tags: {_tags_text(tags)}")
            for name, signature in saved_model.signatures(graph).items():
                _show_signature(name, signature)
        return
    if options.tag_set is None and options.signature_def is None:
        for tags, _ in saved_model.meta_graphs(options.dir):
            print(f"tags: {_tags_text(tags)}")
        return
    found = saved_model.signatures(_graph(options.dir, options.tag_set)[1])
    if options.signature_def is not None:
        _show_signature(options.signature_def, _signature(found, options.signature_def))
        return
    for name, signature in found.items():
        print(f"  {name}  ({signature.method or 'no method'})")


def _pairs(text: str | None, option: str) -> list[tuple[str, str]]:
    pairs = []
    for part in (text or "").split(";"):
        if part.strip():
            name, equals, value = part.partition("=")
            if not equals or not name.strip() or not value.strip():
                raise _UsageError(f"{option} takes NAME=VALUE, separated by ';', not '{part}'")
            pairs.append((name.strip(), value.strip()))
    return pairs


def _read(text: str) -> Any:
    """An array from FILE.npy, FILE.npz or FILE.npz[KEY]."""
    path, bracket, key = text.partition("[")
    try:
        loaded = np.load(path, allow_pickle=False)
    except (OSError, ValueError) as error:
        raise _UsageError(f"'{path}' can't be read as an array: {error}") from None
    if isinstance(loaded, np.ndarray):
        if bracket:
            raise _UsageError(f"'{path}' holds one array and takes no [KEY]")
        return loaded
    with loaded:
        wanted = key.rstrip("]") if bracket else loaded.files[0] if len(loaded.files) == 1 else None
        if wanted not in loaded.files:
            raise _UsageError(f"say which array of '{path}' with [KEY]: {', '.join(loaded.files)}")
        return loaded[wanted]


def _evaluate(text: str) -> Any:
    """The array of an expression: literals, arithmetic, and calls of NumPy as np."""
    try:
        tree = ast.parse(text, mode="eval")
        for node in ast.walk(tree):
            if not isinstance(node, _NODES) or (isinstance(node, ast.Name) and node.id != "np") or (
                isinstance(node, ast.Attribute) and node.attr.startswith("_")
            ):
                raise _UsageError(f"an expression has literals, arithmetic and np.… only: '{text}'")
        return np.asarray(eval(compile(tree, "<input>", "eval"), {"__builtins__": {}, "np": np}))
    except _UsageError:
        raise
    except Exception as error:
        raise _UsageError(f"'{text}' can't be evaluated: {error}") from None


def _run(options: argparse.Namespace) -> None:
    tags, graph = _graph(options.dir, options.tag_set)
    signature = _signature(saved_model.signatures(graph), options.signature_def)
    inputs = {name: _read(value) for name, value in _pairs(options.inputs, "--inputs")}
    inputs |= {name: _evaluate(v) for name, v in _pairs(options.input_exprs, "--input_exprs")}
    if set(inputs) != set(signature.inputs):
        raise _UsageError(
            f"the signature takes {', '.join(signature.inputs) or 'nothing'}; given were "
            f"{', '.join(sorted(inputs)) or 'none'} (--inputs NAME=FILE or --input_exprs NAME=EXPR)"
        )
    # Numbers that a program would write without a type get the signature's.
    for name, value in inputs.items():
        dtype = signature.inputs[name].dtype
        if dtype.name != "string" and value.dtype.kind in "fiu" and dtype.name.startswith(
            ("float", "int", "uint")
        ):
            inputs[name] = value.astype(dtype.as_numpy_dtype, copy=False)
    folder = pathlib.Path(options.outdir) if options.outdir else None
    files = {name: folder / f"{name}.npy" for name in signature.outputs} if folder else {}
    there = [str(path) for path in files.values() if path.exists()]
    if there and not options.overwrite:
        raise _UsageError(f"{there[0]} exists; --overwrite writes it anew")
    with saved_model.load(options.dir, tags) as session:
        results = saved_model.run(session, options.signature_def, inputs)
    for name, value in results.items():
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            np.save(files[name], np.asarray(value))
            print(f"{name}: {files[name]}")
        else:
            print(f"{name}:\n{value}")


def _version(options: argparse.Namespace) -> None:
    print(f"hornbeam {__version__} (Python {sys.version.split()[0]}, NumPy {np.__version__})")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hornbeam", description="Looks at SavedModels and runs them.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    show = commands.add_parser("show", help="prints what a model computes")
    show.add_argument("dir", help="folder of the SavedModel")
    what = show.add_mutually_exclusive_group()
    what.add_argument("--all", action="store_true", help="all graphs and signatures")
    what.add_argument("--tag_set", help="signatures of the graph with these tags: a,b")
    show.add_argument("--signature_def", help="inputs and outputs of this signature")
    show.set_defaults(function=_show)

    run = commands.add_parser("run", help="runs a signature of a model")
    run.add_argument("dir", help="folder of the SavedModel")
    run.add_argument("--tag_set", help="of the graph, if there are several: a,b")
    run.add_argument("--signature_def", default="serving_default", help="default: %(default)s")
    run.add_argument("--inputs", help="arrays from files: 'x=a.npy;y=b.npz[key]'")
    run.add_argument("--input_exprs", help="arrays from expressions: 'x=np.ones((3, 1))'")
    run.add_argument("--outdir", help="writes the results there as .npy, instead of printing them")
    run.add_argument("--overwrite", action="store_true", help="replaces files in --outdir")
    run.set_defaults(function=_run)

    commands.add_parser("version", help="prints the version").set_defaults(function=_version)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Returns its exit status: 0, 1 for an error, 2 for wrong use."""
    options = _parser().parse_args(arguments)
    try:
        options.function(options)
    except _UsageError as error:
        print(f"hornbeam {options.command}: {error}", file=sys.stderr)
        return 2
    except errors.HornbeamError as error:
        print(f"hornbeam {options.command}: {error.message}", file=sys.stderr)
        return 1
    return 0
