"""Which ops the tests of this folder differentiate: those on the way from what they differentiate by
to what they differentiate, in their graphs and, for second derivatives, in TensorFlow's gradients."""

import importlib
import pathlib

import tensorflow as tf

from tests.gradients import control_flow_test, ops_test

v1 = tf.compat.v1


def _reached(start, step):
    found, waiting = set(start), list(start)
    while waiting:
        for op in step(waiting.pop()):
            if op not in found:
                found.add(op)
                waiting.append(op)
    return found


def _between(xs, ys):
    """The types of the ops from xs to ys, and of all in functions that they call."""
    forward = _reached([c for x in xs for c in x.consumers()],
                       lambda op: [c for t in op.outputs for c in t.consumers()])
    backward = _reached([y.op for y in ys], lambda op: [t.op for t in op.inputs])
    return {op.type for op in forward & backward}


def _of(build, orders, control_flow_v2=True):
    (v1.enable_control_flow_v2 if control_flow_v2 else v1.disable_control_flow_v2)()
    try:
        with tf.Graph().as_default() as graph:
            ys, xs = build()
            xs = [x.handle if hasattr(x, "handle") else x for x in xs]
            found = set()
            for order in range(orders):
                found |= _between(xs, ys)
                try:
                    ys = [tf.convert_to_tensor(g) for g in tf.gradients(ys, xs) if g is not None]
                except LookupError:  # TensorFlow has none, and the test is skipped
                    break
            for f in graph.as_graph_def().library.function:
                found |= {node.op for node in f.node_def}
            return found
    finally:
        v1.enable_control_flow_v2()


def ops():
    """The types of all of them."""
    found = set()
    for name in ops_test.CASES:
        found |= _of(lambda name=name: ops_test.build(name, 2), 1 if name in ops_test.NO_SECOND else 2)
    # The other tests keep their graphs in BUILDS: by name, with functions for loops and conditionals,
    # or as a list, with TF1's ops for them.
    for path in sorted(pathlib.Path(__file__).parent.glob("*_test.py")):
        builds = getattr(importlib.import_module(f"tests.gradients.{path.stem}"), "BUILDS", [])
        for build in builds.values() if isinstance(builds, dict) else builds:
            found |= _of(build, 1, control_flow_v2=isinstance(builds, dict))
    for taken in (True, False):
        found |= _of(control_flow_test.conditional(taken), 2, control_flow_v2=False)
    return found
