"""RunMetadata as TensorFlow's own tools read it, and the profiler's trace."""

import json
import os
import threading

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import pytest
import tensorflow as tf
from tensorflow.python.client import timeline

import hornbeam as hb

v1 = tf.compat.v1
X = np.arange(6, dtype=np.float32).reshape(2, 3)


def traced(session, fetches, feeds, **options):
    options.setdefault("trace_level", v1.RunOptions.FULL_TRACE)
    metadata = v1.RunMetadata()
    session.run(fetches, feeds, options=v1.RunOptions(**options), run_metadata=metadata)
    return metadata


def imported(build):
    with tf.Graph().as_default() as g:
        x = v1.placeholder(tf.float32, X.shape, name="x")
        tf.identity(build(x), name="y")
    graph = hb.Graph()
    graph.import_graph_def(g.as_graph_def().SerializeToString())
    return hb.Session(graph)


def nodes_of(metadata):
    return {n.node_name: n for d in metadata.step_stats.dev_stats for n in d.node_stats}


def test_nodes_have_times_labels_and_outputs():
    session = imported(lambda x: tf.matmul(x, tf.tanh(x, name="tanh"), transpose_b=True, name="mm"))
    metadata = traced(session, "y:0", {"x:0": X})
    (device,) = metadata.step_stats.dev_stats
    assert device.device == "/job:localhost/replica:0/task:0/device:CPU:0"
    nodes = nodes_of(metadata)
    assert nodes["mm"].timeline_label == "mm = MatMul(_arg_x_0_0, tanh)"
    assert nodes["tanh"].timeline_label == "tanh = Tanh(_arg_x_0_0)"
    assert nodes["tanh"].all_start_nanos <= nodes["mm"].all_start_nanos
    assert nodes["tanh"].all_start_nanos + nodes["tanh"].all_end_rel_nanos <= (
        nodes["mm"].all_start_nanos
    )
    (output,) = nodes["tanh"].output
    assert [d.size for d in output.tensor_description.shape.dim] == [2, 3]
    assert output.tensor_description.dtype == tf.float32.as_datatype_enum
    assert output.tensor_description.allocation_description.requested_bytes == 24


def test_nothing_is_traced_without_a_level():
    session = imported(tf.tanh)
    assert traced(session, "y:0", {"x:0": X}, trace_level=v1.RunOptions.NO_TRACE) == (
        v1.RunMetadata()
    )
    metadata = v1.RunMetadata()
    session.run("y:0", {"x:0": X}, run_metadata=metadata)
    assert metadata == v1.RunMetadata()


def loops(x):
    return v1.while_loop(lambda i, v: i < 4, lambda i, v: (i + 1, tf.tanh(v, name="inner")), [0, x])[1]


@pytest.mark.parametrize("v2", [False, True])
def test_every_iteration_is_traced(v2):
    (v1.enable_control_flow_v2 if v2 else v1.disable_control_flow_v2)()
    try:
        session = imported(loops)
    finally:
        v1.enable_control_flow_v2()
    metadata = traced(session, "y:0", {"x:0": X})
    all_nodes = [n for d in metadata.step_stats.dev_stats for n in d.node_stats]
    assert sum("= Tanh(" in n.timeline_label for n in all_nodes) == 4


def test_timeline_of_tensorflow_reads_it():
    session = imported(lambda x: tf.nn.softmax(tf.matmul(x, x, transpose_b=True)))
    metadata = traced(session, "y:0", {"x:0": X})
    text = timeline.Timeline(metadata.step_stats).generate_chrome_trace_format(
        show_dataflow=True, show_memory=True
    )
    events = json.loads(text)["traceEvents"]
    ops = {e["name"] for e in events if e["ph"] == "X"}
    assert {"MatMul", "Softmax"} <= ops


def test_the_graph_that_ran():
    session = imported(lambda x: tf.tanh(x) + tf.tanh(x) + (tf.constant(1.0) + tf.constant(2.0)))
    metadata = traced(session, "y:0", {"x:0": X}, output_partition_graphs=True)
    (graph,) = metadata.partition_graphs
    ops = [n.op for n in graph.node]
    (chain,) = [n for n in graph.node if n.op == "_HbChain"]
    assert list(chain.attr["steps"].list.s).count(b"Tanh") == 1  # merged
    assert ops.count("Const") == 1  # folded
    assert not traced(session, "y:0", {"x:0": X}, output_partition_graphs=True,
                      trace_level=v1.RunOptions.NO_TRACE).HasField("step_stats")
    names = {n.name for n in graph.node}
    assert len(names) == len(graph.node)
    for n in graph.node:
        assert n.device == "/job:localhost/replica:0/task:0/device:CPU:0"
        assert all(i.lstrip("^").split(":")[0] in names for i in n.input)


def test_a_failing_run_leaves_the_metadata_alone():
    session = imported(lambda x: tf.debugging.check_numerics(x, "bad"))
    metadata = v1.RunMetadata()
    with pytest.raises(hb.errors.InvalidArgumentError):
        session.run(
            "y:0",
            {"x:0": X * np.nan},
            options=v1.RunOptions(trace_level=v1.RunOptions.FULL_TRACE),
            run_metadata=metadata,
        )
    assert metadata == v1.RunMetadata()
    with pytest.raises(hb.errors.InvalidArgumentError, match="RunOptions"):
        session.run("y:0", {"x:0": X}, options=b"\xff\xff")


def test_the_profiler_collects_the_runs_of_a_fit(tmp_path):
    model = hb.keras.Sequential([hb.keras.Input((3,)), hb.keras.layers.Dense(2, activation="relu")])
    model.compile("adam", "mse")
    x = np.zeros((8, 3), np.float32)
    file = tmp_path / "trace.json"
    with hb.profiler.trace(file):
        model.fit(x, x[:, :2], batch_size=4, epochs=2, verbose=0)
    events = json.loads(file.read_text())["traceEvents"]
    runs = [e for e in events if e["cat"] == "run"]
    products = [e for e in events if "MatMul" in e["name"]]
    assert len(runs) >= 4 and len(products) >= 8
    for e in products:
        assert e["args"]["output 0"].startswith("float")
        # Inside of a run of its thread.
        assert any(
            r["tid"] == e["tid"]
            and r["ts"] <= e["ts"]
            and e["ts"] + e["dur"] <= r["ts"] + r["dur"] + 0.01
            for r in runs
        )


def test_a_run_has_the_bytes_of_its_arena():
    session = imported(lambda x: tf.exp(tf.matmul(x, tf.tanh(x), transpose_b=True)))
    session.run("y:0", {"x:0": X})
    hb.profiler.start()
    session.run("y:0", {"x:0": X})
    (run,) = [e for e in json.loads(hb.profiler.stop())["traceEvents"] if e["cat"] == "run"]
    assert run["args"]["arena bytes"] >= run["args"]["live bytes"] >= X.nbytes


def test_the_profiler_is_one_for_the_process():
    hb.profiler.start()
    with pytest.raises(hb.errors.FailedPreconditionError):
        hb.profiler.start()
    sessions = [imported(tf.tanh) for _ in range(4)]
    threads = [
        threading.Thread(target=lambda s=s: [s.run("y:0", {"x:0": X}) for _ in range(50)])
        for s in sessions
    ]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    events = json.loads(hb.profiler.stop())["traceEvents"]
    assert sum(e["cat"] == "run" for e in events) == 200
    assert len({e["tid"] for e in events}) == 4
    with pytest.raises(hb.errors.FailedPreconditionError):
        hb.profiler.stop()
    sessions[0].run("y:0", {"x:0": X})
    hb.profiler.start()
    assert json.loads(hb.profiler.stop())["traceEvents"] == []
