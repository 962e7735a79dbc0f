"""The classic program prints what TensorFlow prints when both begin with the same weights."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).parents[2] / "examples/01_seed_program/classic.py"
START = "sess.run(init)\n"
SET = START + "sess.run(linear_model.kernel.assign([[0.5]]))\n"


def run(text):
    env = dict(os.environ, TF_USE_LEGACY_KERAS="1", TF_CPP_MIN_LOG_LEVEL="3")
    out = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", text], env=env, capture_output=True, text=True
    )
    assert out.returncode == 0, out.stderr
    return [float(v.strip(" []")) for v in out.stdout.split("\n") if v.strip(" []")]


def test_same_losses():
    program = PROGRAM.read_text()
    assert START in program
    ours = run(program.replace(START, SET))
    theirs = run(
        program.replace(START, SET).replace(
            "import hornbeam.compat.v1 as tf",
            "import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()",
        )
    )
    assert len(ours) == len(theirs) == 104
    for a, b in zip(ours, theirs):
        assert abs(a - b) <= 1e-6 + 1e-5 * abs(b)


def test_line_for_line():
    """Only the import differs from a TensorFlow 1 program."""
    lines = [line for line in PROGRAM.read_text().split("\n") if line and not line.startswith('"')]
    assert lines[0] == "import hornbeam.compat.v1 as tf"
    assert lines[1].startswith("x = tf.constant")
