"""`hornbeam bench`: what it prints, its trace, and wrong use."""

import json
import re

import numpy as np
import pytest

import hornbeam as hb
from hornbeam import _bench, cli, raw_ops


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Signatures with free sizes, with a fixed one and with strings."""
    where = tmp_path_factory.mktemp("models") / "m"
    with hb.Graph().as_default() as graph:
        x = raw_ops.Placeholder("float32", shape=[None, 4], name="x")
        y = raw_ops.MatMul(x, hb.constant(np.ones((4, 2), np.float32)))
        fixed = raw_ops.Placeholder("int32", shape=[3], name="fixed")
        free = raw_ops.Placeholder("float32", shape=[None, None], name="free")
        text = raw_ops.Placeholder("string", shape=[None], name="text")
        session = hb.Session(graph)
        hb.saved_model.save(session, where, {
            "serving_default": ({"x": x}, {"y": raw_ops.Tanh(y)}),
            "fixed": ({"a": fixed}, {"y": raw_ops.Square(fixed)}),
            "free": ({"x": x, "a": free}, {"y": raw_ops.Tanh(free), "z": y}),
            "text": ({"s": text}, {"n": raw_ops.StringLength(text)}),
        })
    return where


def bench(folder, *options):
    return cli.main(["bench", str(folder), "--seconds", "0.01", *options])


def test_what_it_prints(folder, capsys, tmp_path):
    assert bench(folder, "--batch", "5", "--threads", "1", "--profile", str(tmp_path / "t.json")) == 0
    text, errors = capsys.readouterr()
    assert errors == ""
    assert text.startswith("x: float32[5, 4]\nload ")
    calls, least, median, worst = re.search(
        r"\n(\d+) calls: min ([\d.]+) us, median ([\d.]+) us, p99 ([\d.]+) us\n", text).groups()
    assert int(calls) >= 10 and float(least) <= float(median) <= float(worst)
    assert re.search(r"\nmemory for values: \d+ bytes; \d+ bytes are needed at once\n", text)
    rows = dict(re.findall(r"^(\S.*?)  +(?:\d+  )? *[\d.]+  +([\d.]+)%$", text, re.M))
    # Products may have taken in what follows.
    assert "between the nodes" in rows and any("MatMul" in name for name in rows)
    assert abs(sum(map(float, rows.values())) - 100) < 0.1 * len(rows)
    events = json.loads((tmp_path / "t.json").read_text())["traceEvents"]
    assert set(rows) - {"between the nodes"} == {e["name"] for e in events} - {"run"}


@pytest.mark.parametrize("options,first_line", [
    (["--signature_def", "fixed"], "a: int32[3]"),
    (["--signature_def", "text", "--batch", "2"], "s: string[2]"),
    (["--input_exprs", "x=np.ones((7, 4))"], "x: float32[7, 4]"),
    (["--signature_def", "free", "--input_exprs", "a=np.ones((2, 2))"], "a: float32[2, 2]"),
])
def test_inputs(folder, capsys, options, first_line):
    assert bench(folder, *options) == 0
    assert first_line in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("status,message,options", [
    (2, "the input 'a' is [?, ?]: give it with --inputs", ["--signature_def", "free"]),
    (2, "there is none", ["--signature_def", "fixed", "--batch", "2"]),
    (2, "the signature takes x; given were y", ["--input_exprs", "y=1"]),
    (2, "no signature 'other'", ["--signature_def", "other"]),
    (2, "can't be written: No such file", ["--profile", "/nowhere/t.json"]),
    (1, "MatMul", ["--input_exprs", "x=np.ones((7, 5))"]),
])
def test_wrong_use(folder, capsys, status, message, options):
    assert bench(folder, *options) == status
    assert message in capsys.readouterr().err


def test_wrong_numbers(folder, capsys):
    for options in (["--batch", "0"], ["--threads", "-1"], ["--seconds", "nan"], ["--batch", "x"]):
        with pytest.raises(SystemExit) as ended:
            cli.main(["bench", str(folder), *options])
        assert ended.value.code == 2 and options[0] in capsys.readouterr().err


def test_a_node_counts_without_those_inside():
    def event(cat, name, ts, dur, tid=1):
        return {"cat": cat, "name": name, "ts": ts, "dur": dur, "tid": tid}

    events = [event("run", "run", 0, 100), event("op", "Tanh", 10, 20), event("op", "Exp", 30, 20),
              event("op", "While", 5, 60), event("op", "Tanh", 70, 10),
              event("op", "Tanh", 12, 3, tid=2)]
    own = [t for _, t in _bench._own_times(events)]
    assert own == [30, 20, 20, 20, 10, 3]
