"""The command `hornbeam`: what a SavedModel computes, running it, how long that takes, the version.

  hornbeam show DIR [--all | --tag_set TAGS [--signature_def NAME]]
  hornbeam run DIR [--tag_set TAGS] [--signature_def NAME] [--inputs X=FILE;…] [--input_exprs X=EXPR;…]
               [--outdir FOLDER [--overwrite]]
  hornbeam bench DIR [--tag_set TAGS] [--signature_def NAME] [--batch N] [--threads N] [--seconds S]
               [--inputs X=FILE;…] [--input_exprs X=EXPR;…] [--profile FILE]
  hornbeam version
"""

from __future__ import annotations

import argparse
import ast
import pathlib
import sys
import time
from typing import Any, Sequence

import numpy as np

from hornbeam import __version__, _bench, errors, saved_model
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


def _given(options: argparse.Namespace, signature: Signature) -> dict[str, Any]:
    """The arrays of --inputs and --input_exprs."""
    inputs = {name: _read(value) for name, value in _pairs(options.inputs, "--inputs")}
    inputs |= {name: _evaluate(v) for name, v in _pairs(options.input_exprs, "--input_exprs")}
    # Numbers that a program would write without a type get the signature's.
    for name, value in inputs.items():
        if name not in signature.inputs:
            continue
        dtype = signature.inputs[name].dtype
        if dtype.name != "string" and value.dtype.kind in "fiu" and dtype.name.startswith(
            ("float", "int", "uint")
        ):
            inputs[name] = value.astype(dtype.as_numpy_dtype, copy=False)
    return inputs


def _wrong_names(inputs: dict[str, Any], signature: Signature) -> _UsageError:
    return _UsageError(
        f"the signature takes {', '.join(signature.inputs) or 'nothing'}; given were "
        f"{', '.join(sorted(inputs)) or 'none'} (--inputs NAME=FILE or --input_exprs NAME=EXPR)"
    )


def _run(options: argparse.Namespace) -> None:
    tags, graph = _graph(options.dir, options.tag_set)
    signature = _signature(saved_model.signatures(graph), options.signature_def)
    inputs = _given(options, signature)
    if set(inputs) != set(signature.inputs):
        raise _wrong_names(inputs, signature)
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


def _made(name: str, info: TensorInfo, batch: int) -> Any:
    """An input to measure with: random floats, zeros of other types, empty strings."""
    if info.shape is None or None in info.shape[1:]:
        raise _UsageError(f"the input '{name}' is {_shape(info)}: give it with --inputs "
                          f"{name}=FILE or --input_exprs '{name}=np.zeros(…)'")
    shape = [batch if d is None else d for d in info.shape]
    if info.dtype.name == "string":
        return np.full(shape, b"", object)
    if info.dtype.name.startswith(("float", "bfloat")):
        random = np.random.default_rng(0).standard_normal(shape)
        return np.asarray(random).astype(info.dtype.as_numpy_dtype)
    return np.zeros(shape, info.dtype.as_numpy_dtype)


def _bench_inputs(options: argparse.Namespace, signature: Signature) -> dict[str, Any]:
    inputs = _given(options, signature)
    if not set(inputs) <= set(signature.inputs):
        raise _wrong_names(inputs, signature)
    missing = {k: v for k, v in signature.inputs.items() if k not in inputs}
    if options.batch is not None and not any(i.shape and i.shape[0] is None
                                             for i in missing.values()):
        raise _UsageError("--batch sets the first size of inputs where it is free; there is none")
    batch = 1 if options.batch is None else options.batch
    return inputs | {name: _made(name, info, batch) for name, info in missing.items()}


def _bytes_text(count: int) -> str:
    return f"{count} bytes" if count < 10_000 else f"{count / 1e6:.2f} MB"


def _print_profile(found: _bench.Profile) -> None:
    total = found.between + sum(op.seconds for op in found.ops.values())
    rows = [(name, f"{op.nodes:.0f}", op.seconds) for name, op in found.ops.items()]
    rows.append(("between the nodes", "", found.between))
    width = max(len(name) for name, _, _ in rows)
    print(f"\n{'op':{width}}  nodes           us  share")
    for name, nodes, seconds in rows:
        print(f"{name:{width}}  {nodes:>5}  {seconds * 1e6:11.2f}  {100 * seconds / total:4.1f}%")


def _bench_model(options: argparse.Namespace) -> None:
    tags, graph = _graph(options.dir, options.tag_set)
    signature = _signature(saved_model.signatures(graph), options.signature_def)
    inputs = _bench_inputs(options, signature)
    for name, value in inputs.items():
        print(f"{name}: {signature.inputs[name].dtype.name}{list(np.shape(value))}")
    start = time.perf_counter()
    with saved_model.load(options.dir, tags, threads=options.threads) as session:
        loaded = time.perf_counter()
        serve = saved_model.function(session, options.signature_def)
        serve(**inputs)
        first = time.perf_counter()
        found = _bench.times(lambda: serve(**inputs), options.seconds)
        parts = _bench.profile(lambda: serve(**inputs), float(np.median(found)))
    print(f"load {(loaded - start) * 1e3:.2f} ms, first call {(first - loaded) * 1e3:.2f} ms")
    print(f"{len(found)} calls: min {found.min() * 1e6:.2f} us, median "
          f"{np.median(found) * 1e6:.2f} us, p99 {np.quantile(found, 0.99) * 1e6:.2f} us")
    print(f"memory for values: {_bytes_text(parts.arena)}; {_bytes_text(parts.live)} are needed at once")
    _print_profile(parts)
    if options.profile:
        try:
            pathlib.Path(options.profile).write_bytes(parts.trace)
        except OSError as error:
            raise _UsageError(f"'{options.profile}' can't be written: {error.strerror}") from None
        print(f"\ntrace: {options.profile}")


def _version(options: argparse.Namespace) -> None:
    print(f"hornbeam {__version__} (Python {sys.version.split()[0]}, NumPy {np.__version__})")


def _at_least(least: float, kind: Any) -> Any:
    def number(text: str) -> Any:
        value = kind(text)
        if not value >= least:
            raise argparse.ArgumentTypeError(f"must be at least {least}, not {text}")
        return value

    number.__name__ = "number"  # for argparse's message
    return number


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

    bench = commands.add_parser("bench", help="measures the calls of a signature, and each op in them")
    bench.add_argument("dir", help="folder of the SavedModel")
    bench.add_argument("--tag_set", help="of the graph, if there are several: a,b")
    bench.add_argument("--signature_def", default="serving_default", help="default: %(default)s")
    bench.add_argument("--batch", type=_at_least(1, int), help="first size of inputs where it is free")
    bench.add_argument("--threads", type=_at_least(0, int), default=0,
                       help="most threads of a kernel; default: all processors")
    bench.add_argument("--seconds", type=_at_least(0, float), default=2.0,
                       help="how long to measure; default: %(default)s")
    bench.add_argument("--inputs", help="as of run; other inputs are random floats, or zeros")
    bench.add_argument("--input_exprs", help="as of run")
    bench.add_argument("--profile", help="writes a trace there for chrome://tracing or Perfetto",
                       metavar="FILE")
    bench.set_defaults(function=_bench_model)

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
