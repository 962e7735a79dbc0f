"""A damaged SavedModel gives an error that says so, never a crash or a hang; a save that dies leaves
the old model whole."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

import hornbeam as hb
from hornbeam import keras

X = np.array([[1], [2], [3], [4]], np.float32)
FILES = ["saved_model.pb", "variables/variables.index", "variables/variables.data-00000-of-00001"]

# Loads a folder again and again with one file changed, in at most 1 GiB of address space.
CHILD = textwrap.dedent(
    """
    import random, resource, sys, time
    from pathlib import Path
    import hornbeam as hb

    folder, name, kind = sys.argv[1:]
    limit = 1 << 30
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    path = Path(folder) / name
    good = path.read_bytes()
    rng = random.Random(5)
    if kind == "prefixes":
        cases = (good[:n] for n in range(len(good)))
    else:
        def changes():
            for _ in range(int(kind)):
                bad = bytearray(good)
                bad[rng.randrange(len(bad))] = rng.randrange(256)
                yield bytes(bad)
        cases = changes()
    loaded = failed = 0
    for bad in cases:
        path.unlink()
        path.write_bytes(bad)
        start = time.monotonic()
        try:
            hb.saved_model.load(folder).close()
            loaded += 1
        except hb.errors.HornbeamError as e:
            assert str(e), "an error without a message"
            failed += 1
        assert time.monotonic() - start < 10
    path.write_bytes(good)
    hb.saved_model.load(folder).close()
    print(loaded, failed)
    """
)


def save(folder, seed):
    keras.set_random_seed(seed)
    model = keras.Sequential([keras.layers.Dense(2), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.build(X)
    model.save(folder, include_optimizer=False)
    return model.predict(X)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("kind", ["prefixes", "4000"])
def test_damage(tmp_path, name, kind):
    folder = tmp_path / "model"
    save(folder, 1)
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(folder), name, kind],
        capture_output=True,
        text=True,
        env=dict(os.environ, HORNBEAM_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1"),
        timeout=500,
    )
    assert child.returncode == 0, child.stderr[-2000:]
    loaded, failed = map(int, child.stdout.split())
    assert failed > 0
    if kind == "prefixes":
        # A message that ends between two fields can still be whole.
        assert loaded < failed


SAVE_AGAIN = textwrap.dedent(
    """
    import sys
    sys.path.insert(0, sys.argv[2])
    from damaged_model_test import save
    save(sys.argv[1], 2)
    """
)


def test_a_save_that_dies_leaves_the_old_model(tmp_path):
    """The process is ended at its n-th write, sync or rename, for every n."""
    library = str(Path(hb.__file__).parents[2] / "lib/libdie_at_write.so")
    assert os.path.exists(library)
    old = save(tmp_path / "model", 1)
    new = save(tmp_path / "other", 2)
    died = 0
    for n in range(1, 400):
        child = subprocess.run(
            [sys.executable, "-c", SAVE_AGAIN, str(tmp_path / "model"), os.path.dirname(__file__)],
            env=dict(os.environ, LD_PRELOAD=library, DIE_AT=str(n), DIE_BELOW=str(tmp_path)),
            capture_output=True,
            text=True,
        )
        got = keras.load(tmp_path / "model").predict(X)
        if child.returncode == 0:
            np.testing.assert_array_equal(got, new)
            break
        assert child.returncode == 77, child.stderr[-2000:]
        died += 1
        assert np.array_equal(got, old) or np.array_equal(got, new)
    assert died > 5


SAVE_CHECKPOINT = textwrap.dedent(
    """
    import sys
    sys.path.insert(0, sys.argv[2])
    from damaged_model_test import save_checkpoint
    save_checkpoint(sys.argv[1], 2.0)
    """
)


def save_checkpoint(prefix, value):
    with hb.Graph().as_default() as graph:
        tensors = [hb.constant(np.full(50, value, np.float32)), hb.constant(np.float32(value))]
        names = np.array(["a", "b"], object)
        op = hb.raw_ops.SaveV2(str(prefix), names, np.array(["", ""], object), tensors)
        with hb.Session(graph) as session:
            session.run(op)


def restore_checkpoint(prefix):
    with hb.Graph().as_default() as graph:
        names = np.array(["a", "b"], object)
        types = [hb.float32, hb.float32]
        a, b = hb.raw_ops.RestoreV2(str(prefix), names, np.array(["", ""], object), types)
        with hb.Session(graph) as session:
            a, b = session.run([a, b])
    assert np.all(a == b), "a mixture of two checkpoints"
    return float(b)


def test_a_checkpoint_that_dies_is_old_or_new_or_an_error(tmp_path):
    """Its two files can't be replaced at one moment: in between, checksums tell. A checkpoint of
    another name isn't touched."""
    library = str(Path(hb.__file__).parents[2] / "lib/libdie_at_write.so")
    other, prefix = tmp_path / "other", tmp_path / "ckpt"
    save_checkpoint(other, 1.0)
    seen = set()
    for n in range(1, 100):
        save_checkpoint(prefix, 1.0)
        child = subprocess.run(
            [sys.executable, "-c", SAVE_CHECKPOINT, str(prefix), os.path.dirname(__file__)],
            env=dict(os.environ, LD_PRELOAD=library, DIE_AT=str(n), DIE_BELOW=str(tmp_path)),
            capture_output=True,
            text=True,
        )
        assert restore_checkpoint(other) == 1.0
        if child.returncode == 0:
            assert restore_checkpoint(prefix) == 2.0
            break
        assert child.returncode == 77, child.stderr[-2000:]
        try:
            seen.add(restore_checkpoint(prefix))
        except hb.errors.DataLossError as e:
            assert str(prefix) in str(e)
            seen.add("error")
    assert 1.0 in seen and seen <= {1.0, 2.0, "error"}
