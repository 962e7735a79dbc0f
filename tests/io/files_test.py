"""Real TensorFlow reads the files that Hornbeam writes."""

import os
import pathlib
import subprocess

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

NUMBERS = [
    "float32", "float64", "float16", "bfloat16", "int8", "int16", "int32", "int64", "uint8",
    "uint16", "uint32", "uint64", "complex64", "complex128",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    build = pathlib.Path(os.environ.get("HORNBEAM_BUILD", "build/release"))
    path = tmp_path_factory.mktemp("files")
    subprocess.run([build / "bin" / "write_files", path], check=True)
    return path


def test_bundle(folder):
    prefix = tf.train.latest_checkpoint(str(folder))
    assert prefix == str(folder / "ckpt-1")
    reader = tf.train.load_checkpoint(prefix)
    assert len(reader.get_variable_to_shape_map()) == len(NUMBERS) + 5
    for name in NUMBERS:
        value = reader.get_tensor(name)
        assert tf.as_dtype(value.dtype).name == name
        np.testing.assert_array_equal(value.astype("complex128"), [[0, 1, 2], [3, 100, 5]])
    assert reader.get_tensor("bools").tolist() == [True, False, True]
    assert reader.get_tensor("strings").tolist() == [b"a", b"", b"b" * 70000]
    assert reader.get_tensor("scalar") == np.float32(2.5)
    assert reader.get_tensor("empty").shape == (0, 3)


def test_parts(folder):
    prefix = str(folder / "ckpt-1")
    want = np.array([[0, 1, 4, 5, 8, 9], [2, 3, 6, 7, 10, 11]], np.float32)
    whole, part = tf.raw_ops.RestoreV2(
        prefix=prefix, tensor_names=["parts", "parts"], shape_and_slices=["", "2 6 1,1:1,4"],
        dtypes=[tf.float32, tf.float32])
    np.testing.assert_array_equal(whole, want)
    np.testing.assert_array_equal(part, want[1:, 1:5])


def test_many_tensors(folder):
    reader = tf.train.load_checkpoint(str(folder / "many"))
    assert len(reader.get_variable_to_shape_map()) == 20000
    for i in range(0, 20000, 997):
        assert reader.get_tensor(f"layer_{i}/kernel") == i


@pytest.mark.parametrize("compression", ["", "GZIP", "ZLIB"])
def test_records(folder, compression):
    dataset = tf.data.TFRecordDataset(str(folder / ("records" + compression)), compression)
    records = [r.numpy() for r in dataset]
    assert records == [b"record %d" % i + b"x" * (i % 300) for i in range(1000)]


def test_events(folder):
    (path,) = (folder / "logs").iterdir()
    events = list(tf.compat.v1.train.summary_iterator(str(path)))
    assert events[0].file_version == "brain.Event:2"
    assert events[1].step == 7
    assert events[1].summary.value[0].tag == "loss"
    assert tf.make_ndarray(events[1].summary.value[0].tensor) == np.float32(0.5)
