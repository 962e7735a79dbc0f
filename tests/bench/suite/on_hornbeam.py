"""Hornbeam, through its Python API."""

import json
import os
import pathlib

import kernels
import overheads
import rows

import hornbeam as hb

PACKAGES = ("hornbeam",)


def make(row, mode, threads, folder):
    if row in rows.INFERENCE:
        return inference(row, folder)
    model = rows.model(hb.keras, row)
    model.compile(rows.optimizer(hb.keras, row), rows.loss(hb.keras, row))
    batch = rows.ROWS[row].batch
    if mode in rows.BATCHES:
        batches = rows.BATCHES[mode]
        x, y = rows.data(row, batches)

        def fit():
            model.fit(x, y, batch_size=batch, epochs=1, verbose=0)
            return batches

        return fit
    x, y = rows.data(row)

    def step():
        model.train_on_batch(x, y)
        return 1

    return step


def inference(row, folder):
    """The SavedModel that Keras has exported."""
    loaded = hb.saved_model.load(folder / row[:2])
    x, _ = rows.data(row)
    serve = hb.saved_model.function(loaded)
    (name,) = json.loads((folder / row[:2] / "inputs.json").read_text())

    def call():
        serve(**{name: x})
        return 1

    return call


def arena(call):
    """Bytes of the arena of a step, and the least that its values need at once."""
    hb.profiler.start()
    call()
    runs = [e["args"] for e in json.loads(hb.profiler.stop())["traceEvents"] if e["cat"] == "run"]
    return max((r["arena bytes"], r["live bytes"]) for r in runs)


def supplied(call, *operands):
    """Calls with the result of the first call as the memory for those of others."""
    out = call(*operands)

    def run():
        call(*operands, out=out)
        return 1

    return run


def kernel(row, threads):
    operands = kernels.data(row)
    if row.op in kernels.LAYERS:
        import tempfile  # only here: it takes a while, and predictions are measured from the import on

        with tempfile.TemporaryDirectory() as folder:
            layer = kernels.LAYERS[row.op](hb.keras)
            hb.keras.Sequential([hb.keras.Input(row.shapes[0][1:]), layer]).save(folder)
            session = hb.saved_model.load(folder)
        serving = hb.saved_model.signatures(session)["serving_default"]
        tensor = session.graph.get_tensor_by_name
        feeds, fetches = ([tensor(i.name) for i in side.values()]
                          for side in (serving.inputs, serving.outputs))
        return supplied(session.make_callable(feeds, fetches), *operands)
    with hb.Graph().as_default() as graph:
        feeds = [hb.raw_ops.Placeholder(x.dtype, shape=x.shape) for x in operands]
        result = kernels.RAW[row.op](hb.raw_ops, row.a, *feeds)
        return supplied(hb.Session(graph).make_callable(feeds, [result]), *operands)


def overhead(row):
    if row.program:
        # The same program as TensorFlow's, through the library that has its names.
        build = pathlib.Path(os.environ.get("HORNBEAM_BUILD", "build/release"))
        return overheads.program(row, build / "tensorflow/lib/libtensorflow.so.2", build)
    with hb.Graph().as_default() as graph:
        session = hb.Session(graph)
        if row.length == 0:
            return overheads.many(session.make_callable([], [], [hb.raw_ops.NoOp()]))
        x, y = feeds = [hb.raw_ops.Placeholder("float32", shape=[]) for _ in range(2)]
        for _ in range(row.length):
            x = hb.raw_ops.Sub(x, y)
        call = session.make_callable(feeds, [x])
    return overheads.many(lambda: call(*overheads.OPERANDS))
